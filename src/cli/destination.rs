//! Targets of reports.

use super::args::CheckArgs;
use super::failure::Failure;
use super::io::Io;
use super::load::reason;
use super::policy::clean;
use std::ffi::{OsStr, OsString};
use std::fs::{File, Permissions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::{NamedTempFile, PersistError};

/// A temporary file that has not changed for so long belongs to no run any more.
const LEFTOVER_AGE: Duration = Duration::from_secs(60 * 60);

/// The target of a report.
pub enum Destination {
    /// Standard output.
    Stdout,
    /// A file that is there once the report is whole.
    File(AtomicFile),
    /// Nowhere: nothing is written.
    Nowhere,
}

impl Destination {
    /// The place of a report: a file, as it was typed, or standard output. `read` are the
    /// files that the run reads, which no report may replace.
    ///
    /// # Errors
    /// When the folder of the file does not allow it, or the file is one that is read.
    pub fn open(
        file: Option<&Path>,
        args: &CheckArgs,
        read: impl IntoIterator<Item = PathBuf>,
        io: &Io<'_>,
    ) -> Result<Self, Failure> {
        Ok(match file {
            Some(shown) => {
                let path = io.folder.join(shown);
                refuse_inputs(args, shown, &path, read, io)?;
                Self::File(AtomicFile::create(&path, shown)?)
            }
            None if args.quiet > 1 => Self::Nowhere,
            None => Self::Stdout,
        })
    }

    /// Puts the file in its place.
    ///
    /// # Errors
    /// When the folder does not allow it.
    pub fn commit(self) -> Result<(), Failure> {
        match self {
            Self::File(file) => file.commit(),
            Self::Stdout | Self::Nowhere => Ok(()),
        }
    }
}

/// Refuses a report in the place of a file that the run reads or writes.
fn refuse_inputs(
    args: &CheckArgs,
    shown: &Path,
    path: &Path,
    read: impl IntoIterator<Item = PathBuf>,
    io: &Io<'_>,
) -> Result<(), Failure> {
    let refused = |what: &str| {
        let message = format!("the report `{}` would replace {what}", shown.display());
        Err(Failure::usage_help(message, "Name another file for the report."))
    };
    let baselines = [&args.baseline, &args.write_baseline].into_iter().flatten();
    let mut baselines = baselines.map(|baseline| clean(&io.folder.join(baseline)));
    let cleaned = clean(path);
    if baselines.any(|baseline| baseline == cleaned || is_same(&baseline, path)) {
        return refused("the baseline");
    }
    // What is not there yet replaces nothing, and a device is not replaced.
    if !path.is_file() {
        return Ok(());
    }
    if read.into_iter().any(|one| is_same(&one, path)) {
        return refused("a file that is checked, or one of its policy");
    }
    Ok(())
}

/// True if two paths lead to one file.
#[cfg(unix)]
fn is_same(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let id = |path: &Path| std::fs::metadata(path).ok().map(|found| (found.dev(), found.ino()));
    id(one).is_some_and(|one| id(other) == Some(one))
}

#[cfg(not(unix))]
fn is_same(one: &Path, other: &Path) -> bool {
    let full = |path: &Path| std::fs::canonicalize(path).ok();
    full(one).is_some_and(|one| full(other) == Some(one))
}

/// A file that is written beside its place and put there in one step: a reader
/// sees the old one or the new one, never a part. A link to a file is not
/// followed out of its folder but refused. A device or a pipe is never replaced:
/// what is written goes straight into it.
pub struct AtomicFile {
    path: PathBuf,
    /// The path as the user typed it.
    shown: PathBuf,
    writer: FileWriter,
}

enum FileWriter {
    /// A new file that takes the place of another, with the permissions of that.
    Beside(BufWriter<NamedTempFile>, Option<Permissions>),
    /// A device or a pipe.
    Straight(BufWriter<File>),
}

impl AtomicFile {
    /// Starts a file.
    ///
    /// # Errors
    /// When the folder does not allow it.
    pub fn create(path: &Path, shown: &Path) -> Result<Self, Failure> {
        let failed = |error| not_written(shown, &error);
        // A link such as /dev/stdout is what it ends at.
        if std::fs::metadata(path).is_ok_and(|end| !end.is_file() && !end.is_dir()) {
            let device = File::options().write(true).open(path).map_err(failed)?;
            let writer = FileWriter::Straight(BufWriter::new(device));
            return Ok(Self { path: path.to_owned(), shown: shown.to_owned(), writer });
        }
        let old = std::fs::symlink_metadata(path).ok();
        if old.as_ref().is_some_and(|old| old.file_type().is_symlink()) {
            let message = format!("cannot write `{}`: it is a symbolic link", shown.display());
            return Err(Failure::usage_help(message, "Name the file that it leads to."));
        }
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        if old.as_ref().is_some_and(std::fs::Metadata::is_dir) {
            let message = format!("cannot write `{}`: it is a folder", shown.display());
            return Err(Failure::usage_help(message, "Name a file in it."));
        }
        if !folder.is_dir() {
            let message = format!("cannot write `{}`: its folder does not exist", shown.display());
            return Err(Failure::usage_help(message, "Create the folder first."));
        }
        let prefix = temporary_prefix(path);
        remove_leftovers(folder, &prefix);
        let file = new_file(&prefix, folder).map_err(failed)?;
        let permissions = old.map(|old| old.permissions());
        let writer = FileWriter::Beside(BufWriter::new(file), permissions);
        Ok(Self { path: path.to_owned(), shown: shown.to_owned(), writer })
    }

    /// Puts the file in its place.
    ///
    /// # Errors
    /// When the folder does not allow it.
    pub fn commit(self) -> Result<(), Failure> {
        self.put(|file, path| file.persist(path))
    }

    /// Puts the file in its place if nothing is there.
    ///
    /// # Errors
    /// When something is there by now, or the folder does not allow it.
    pub fn commit_new(self) -> Result<(), Failure> {
        self.put(|file, path| file.persist_noclobber(path))
    }

    fn put(
        self,
        persist: impl FnOnce(NamedTempFile, &Path) -> Result<File, PersistError>,
    ) -> Result<(), Failure> {
        let Self { path, shown, writer } = self;
        let put = || {
            let (file, permissions) = match writer {
                FileWriter::Straight(mut device) => return device.flush(),
                FileWriter::Beside(file, permissions) => (file, permissions),
            };
            let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
            if let Some(permissions) = permissions {
                file.as_file().set_permissions(permissions)?;
            }
            persist(file, &path).map_err(|error| error.error)?;
            Ok(())
        };
        put().map_err(|error| not_written(&shown, &error))
    }
}

impl Write for AtomicFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = match &mut self.writer {
            FileWriter::Beside(file, _) => file.write(bytes),
            FileWriter::Straight(device) => device.write(bytes),
        };
        written.map_err(|error| naming_file(&self.shown, error))
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = match &mut self.writer {
            FileWriter::Beside(file, _) => file.flush(),
            FileWriter::Straight(device) => device.flush(),
        };
        flushed.map_err(|error| naming_file(&self.shown, error))
    }
}

/// The same error with the failure that names the file, which formats hand on as they find it.
fn naming_file(shown: &Path, error: io::Error) -> io::Error {
    match error.kind() {
        // A reader that goes away is no failure of the file.
        io::ErrorKind::BrokenPipe | io::ErrorKind::Interrupted => error,
        kind => io::Error::new(kind, not_written(shown, &error)),
    }
}

/// Writes a file in one step. `shown` is its path as the user typed it.
///
/// # Errors
/// When the folder does not allow it.
pub fn write_file(path: &Path, shown: &Path, content: &[u8]) -> Result<(), Failure> {
    let mut file = AtomicFile::create(path, shown)?;
    file.write_all(content)?;
    file.commit()
}

pub(super) fn not_written(shown: &Path, error: &io::Error) -> Failure {
    // The path of the temporary file says nothing to anybody.
    let reason = reason(error);
    let reason = reason.split(" at path ").next().unwrap_or(&reason);
    Failure::usage(format!("cannot write `{}`: {reason}", shown.display()))
}

/// The start of the name of a temporary file, which says what it becomes and who made it.
fn temporary_prefix(path: &Path) -> OsString {
    let mut prefix = OsString::from(".");
    prefix.push(path.file_name().unwrap_or_default());
    prefix.push(".subprocessor-lint-");
    prefix
}

/// A new file with the permissions that new files have.
fn new_file(prefix: &OsStr, folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(prefix).suffix(".tmp");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(Permissions::from_mode(0o666)).tempfile_in(folder)
    }
    #[cfg(not(unix))]
    builder.tempfile_in(folder)
}

/// Removes what runs have left behind that were killed while they wrote the same file.
fn remove_leftovers(folder: &Path, prefix: &OsStr) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let is_old = |entry: &std::fs::DirEntry| {
        let age = entry.metadata().and_then(|found| found.modified());
        age.is_ok_and(|at| at.elapsed().is_ok_and(|age| age > LEFTOVER_AGE))
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let is_own = name.as_encoded_bytes().starts_with(prefix.as_encoded_bytes());
        if is_own && entry.file_type().is_ok_and(|kind| kind.is_file()) && is_old(&entry) {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}
