//! Files that are written together, each in a place where nothing is.

use super::destination::{AtomicFile, not_written};
use super::failure::Failure;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// A file to write where nothing is yet.
#[derive(Debug)]
pub struct NewFile {
    /// Its place.
    pub path: PathBuf,
    /// The path that messages show.
    pub shown: String,
    /// Its text.
    pub text: String,
}

/// Writes files that are not there yet, with the folders that they need. All of them are
/// written beside their places before the first is put there, so that a folder that does not
/// allow it, or a full disk, leaves nothing behind.
///
/// # Errors
/// When a folder does not allow it, or when a file is there by now: it is kept.
pub fn write_all(files: &[NewFile]) -> Result<(), Failure> {
    // Dropped after the files in them.
    let mut folders = NewFolders::default();
    let mut written = Vec::new();
    for NewFile { path, shown, text } in files {
        let shown = Path::new(shown);
        let failed = |error: &_| not_written(shown, error);
        if let Some(folder) = path.parent() {
            folders.make(folder).map_err(|error| failed(&error))?;
        }
        let mut file = AtomicFile::create(path, shown)?;
        let done = file.write_all(text.as_bytes()).and_then(|()| file.flush());
        done.map_err(|error| failed(&error))?;
        written.push(file);
    }
    written.into_iter().try_for_each(AtomicFile::commit_new)
}

/// Folders that were made for files; those that are still empty in the end are removed.
#[derive(Default)]
struct NewFolders(Vec<PathBuf>);

impl NewFolders {
    fn make(&mut self, folder: &Path) -> std::io::Result<()> {
        let missing: Vec<&Path> = folder.ancestors().take_while(|above| !above.exists()).collect();
        for folder in missing.into_iter().rev() {
            std::fs::create_dir(folder)?;
            self.0.push(folder.to_owned());
        }
        Ok(())
    }
}

impl Drop for NewFolders {
    fn drop(&mut self) {
        for folder in self.0.iter().rev() {
            // One with a file in it stays.
            let _ = std::fs::remove_dir(folder);
        }
    }
}
