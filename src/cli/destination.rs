//! Where reports are written.

use super::args::CheckArgs;
use super::failure::Failure;
use super::io::Io;
use std::fs::{File, Permissions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// The target of a report.
pub enum Destination {
    /// Standard output.
    Stdout,
    /// A file that is there once the report is whole.
    File(AtomicFile),
    /// Nowhere.
    Nowhere(io::Sink),
}

impl Destination {
    /// The place that the arguments name.
    ///
    /// # Errors
    /// When the folder of the file does not allow it.
    pub fn open(args: &CheckArgs, io: &Io<'_>) -> Result<Self, Failure> {
        Ok(match &args.output_file {
            Some(path) => Self::File(AtomicFile::create(&io.folder.join(path))?),
            None if args.quiet > 1 => Self::Nowhere(io::sink()),
            None => Self::Stdout,
        })
    }

    /// The writer of the report.
    pub fn writer<'w>(&'w mut self, stdout: &'w mut dyn Write) -> &'w mut dyn Write {
        match self {
            Self::Stdout => stdout,
            Self::File(file) => file,
            Self::Nowhere(nothing) => nothing,
        }
    }

    /// Puts the file in its place.
    ///
    /// # Errors
    /// When the folder does not allow it.
    pub fn commit(self) -> Result<(), Failure> {
        match self {
            Self::File(file) => file.commit(),
            Self::Stdout | Self::Nowhere(_) => Ok(()),
        }
    }
}

/// A file that is written beside its place and put there in one step: a reader
/// sees the old one or the new one, never a part. A link to a file is not
/// followed out of its folder but refused. A device or a pipe is never replaced:
/// what is written goes straight into it.
pub struct AtomicFile {
    path: PathBuf,
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
    pub fn create(path: &Path) -> Result<Self, Failure> {
        let failed = |error| Failure::file(path, error);
        // A link such as /dev/stdout is what it ends at.
        if std::fs::metadata(path).is_ok_and(|end| !end.is_file() && !end.is_dir()) {
            let device = File::options().write(true).open(path).map_err(failed)?;
            let writer = FileWriter::Straight(BufWriter::new(device));
            return Ok(Self { path: path.to_owned(), writer });
        }
        let old = std::fs::symlink_metadata(path).ok();
        if old.as_ref().is_some_and(|old| old.file_type().is_symlink()) {
            return Err(failed(io::Error::other("is a symbolic link; name the file itself")));
        }
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let file = BufWriter::new(NamedTempFile::new_in(folder).map_err(failed)?);
        let permissions = old.map(|old| old.permissions());
        let writer = FileWriter::Beside(file, permissions);
        Ok(Self { path: path.to_owned(), writer })
    }

    /// Puts the file in its place.
    ///
    /// # Errors
    /// When the folder does not allow it.
    pub fn commit(self) -> Result<(), Failure> {
        let Self { path, writer } = self;
        let put = || {
            let (file, permissions) = match writer {
                FileWriter::Straight(mut device) => return device.flush(),
                FileWriter::Beside(file, permissions) => (file, permissions),
            };
            let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
            match permissions {
                Some(permissions) => file.as_file().set_permissions(permissions)?,
                None => readable(&file)?,
            }
            file.persist(&path).map_err(|error| error.error)?;
            Ok(())
        };
        put().map_err(|error| Failure::file(&path, error))
    }
}

impl Write for AtomicFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.writer {
            FileWriter::Beside(file, _) => file.write(bytes),
            FileWriter::Straight(device) => device.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.writer {
            FileWriter::Beside(file, _) => file.flush(),
            FileWriter::Straight(device) => device.flush(),
        }
    }
}

/// Writes a file in one step.
///
/// # Errors
/// When the folder does not allow it.
pub fn write_file(path: &Path, content: &[u8]) -> Result<(), Failure> {
    let mut file = AtomicFile::create(path)?;
    file.write_all(content).map_err(|error| Failure::file(path, error))?;
    file.commit()
}

/// Temporary files are private; a report is an ordinary file.
#[cfg(unix)]
fn readable(file: &NamedTempFile) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.as_file().set_permissions(Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable(_: &NamedTempFile) -> io::Result<()> {
    Ok(())
}
