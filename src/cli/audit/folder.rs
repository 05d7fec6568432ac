//! The folder of an audit. What is being written has a folder of its own inside, so that a name
//! of the audit never stands for a part.

use super::super::destination::{not_written, write_file};
use super::super::failure::Failure;
use super::checkpoint::Checkpoint;
use crate::audit::mentions::WriteRun;
use crate::audit::{EVIDENCE, EvidenceOutput, MentionRuns, REPORT, Stream};
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read as _, Write};
use std::path::{Path, PathBuf};

/// The folder of what is not finished.
const UNFINISHED: &str = "unfinished";
const CHECKPOINT: &str = "checkpoint.json";

/// The folder of an audit.
pub struct AuditFolder {
    path: PathBuf,
    /// The path as the user typed it.
    shown: PathBuf,
    streams: Vec<HashedFile>,
    next_run: u32,
}

/// A file that grows, with the digest of what it holds.
struct HashedFile {
    file: BufWriter<File>,
    hash: Sha256,
    bytes: u64,
}

impl HashedFile {
    fn add(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes)?;
        self.hash.update(bytes);
        self.bytes += bytes.len() as u64;
        Ok(())
    }

    fn output(&self, name: &str) -> EvidenceOutput {
        let mut sha256 = String::new();
        for byte in self.hash.clone().finalize() {
            write!(sha256, "{byte:02x}").expect("internal: writing to a String cannot fail");
        }
        EvidenceOutput { name: name.to_owned(), bytes: self.bytes, sha256 }
    }
}

impl AuditFolder {
    /// Makes a new folder, or uses an empty one.
    ///
    /// # Errors
    /// When the folder holds something, or cannot be made.
    pub fn create(path: &Path, shown: &Path) -> Result<Self, Failure> {
        Self::refuse_other(path, shown)?;
        let mut folder = Self::of(path, shown);
        let made = std::fs::create_dir_all(folder.unfinished(""));
        made.map_err(|error| not_written(shown, &error))?;
        for stream in Stream::ALL {
            folder.start(stream)?;
        }
        Ok(folder)
    }

    /// Refuses a folder in which something is.
    ///
    /// # Errors
    /// When something is.
    pub fn refuse_other(path: &Path, shown: &Path) -> Result<(), Failure> {
        refuse_other(path, shown)
    }

    fn of(path: &Path, shown: &Path) -> Self {
        let (path, shown) = (path.to_owned(), shown.to_owned());
        Self { path, shown, streams: Vec::new(), next_run: 0 }
    }

    fn start(&mut self, stream: Stream) -> Result<(), Failure> {
        let path = self.unfinished(stream.name());
        let file = File::options().write(true).create_new(true).open(path);
        let file = file.map_err(|error| not_written(&self.shown, &error))?;
        let (file, hash) = (BufWriter::with_capacity(1 << 16, file), Sha256::new());
        let mut started = HashedFile { file, hash, bytes: 0 };
        started.add(&stream.head()).map_err(|error| not_written(&self.shown, &error))?;
        self.streams.push(started);
        Ok(())
    }

    /// Opens the folder of an interrupted audit where its checkpoint left it. Its partial report
    /// is taken away: what follows is not the audit that it is about.
    ///
    /// # Errors
    /// When something is missing or cannot be written.
    pub fn resume(path: &Path, shown: &Path, checkpoint: &Checkpoint) -> Result<Self, Failure> {
        let mut folder = Self::of(path, shown);
        folder.reopen(checkpoint).map_err(|error| {
            let message = format!("cannot resume the audit in `{}`: {error}", shown.display());
            Failure::usage_help(message, "Start a new audit in another folder.")
        })?;
        Ok(folder)
    }

    fn reopen(&mut self, checkpoint: &Checkpoint) -> io::Result<()> {
        for name in [EVIDENCE, REPORT] {
            match std::fs::remove_file(self.path.join(name)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        for (stream, length) in Stream::ALL.into_iter().zip(checkpoint.lengths) {
            let (finished, part) = (self.path.join(stream.name()), self.unfinished(stream.name()));
            if !part.exists() {
                std::fs::rename(&finished, &part)?;
            }
            let file = File::options().read(true).write(true).open(&part)?;
            if file.metadata()?.len() < length {
                let message = format!("`{}` is shorter than it was", stream.name());
                return Err(io::Error::new(io::ErrorKind::InvalidData, message));
            }
            file.set_len(length)?;
            // Reading leaves the file at its end, where writing goes on.
            let mut hash = Sha256::new();
            let mut reader = BufReader::with_capacity(1 << 16, file);
            io::copy(&mut reader, &mut hash)?;
            let file = BufWriter::with_capacity(1 << 16, reader.into_inner());
            self.streams.push(HashedFile { file, hash, bytes: length });
        }
        self.next_run = checkpoint.runs.iter().max().map_or(0, |last| last + 1);
        self.remove_other_runs(&checkpoint.runs)
    }

    /// Reads the checkpoint of a folder, if it has one.
    ///
    /// # Errors
    /// When there is none, or it cannot be read.
    #[expect(clippy::disallowed_methods, reason = "the checkpoint is a file of the audit")]
    pub fn checkpoint(path: &Path, shown: &Path) -> Result<Checkpoint, Failure> {
        let failed = |why: &str| {
            let message = format!("there is no audit to resume in `{}`: {why}", shown.display());
            Failure::usage_help(message, "Leave `--resume` out to start one in a new folder.")
        };
        let text = std::fs::read_to_string(path.join(UNFINISHED).join(CHECKPOINT));
        let text = text.map_err(|error| match error.kind() {
            io::ErrorKind::NotFound if path.join(EVIDENCE).exists() => Failure::usage_help(
                format!("the audit in `{}` is finished; nothing is left to check", shown.display()),
                "Leave `--resume` out to start another one in a new folder.",
            ),
            io::ErrorKind::NotFound if !path.exists() => failed("the folder does not exist"),
            io::ErrorKind::NotFound => failed("the folder does not hold one"),
            _ => failed(&super::super::load::reason(&error)),
        })?;
        serde_json::from_str(&text).map_err(|_| failed("its checkpoint is damaged"))
    }

    fn unfinished(&self, name: &str) -> PathBuf {
        self.path.join(UNFINISHED).join(name)
    }

    /// Appends the pieces of a list to the streams.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn add(&mut self, pieces: &[Vec<u8>]) -> Result<(), Failure> {
        let mut all = self.streams.iter_mut().zip(pieces);
        let added = all.try_for_each(|(stream, piece)| stream.add(piece));
        added.map_err(|error| not_written(&self.shown, &error))
    }

    /// The lengths of the streams, all of which are on disk by then.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn flush(&mut self) -> Result<[u64; Stream::ALL.len()], Failure> {
        let mut lengths = [0; Stream::ALL.len()];
        for (stream, length) in self.streams.iter_mut().zip(&mut lengths) {
            stream.file.flush().map_err(|error| not_written(&self.shown, &error))?;
            *length = stream.bytes;
        }
        Ok(lengths)
    }

    /// Stores a checkpoint, and removes the runs that it does not need.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn store(&self, checkpoint: &Checkpoint) -> Result<(), Failure> {
        let text = serde_json::to_vec(checkpoint).expect("internal: a checkpoint is JSON");
        write_file(&self.unfinished(CHECKPOINT), &self.shown.join(CHECKPOINT), &text)?;
        let removed = self.remove_other_runs(&checkpoint.runs);
        removed.map_err(|error| not_written(&self.shown, &error))
    }

    fn remove_other_runs(&self, kept: &[u32]) -> io::Result<()> {
        for entry in std::fs::read_dir(self.unfinished(""))? {
            let entry = entry?;
            let name = entry.file_name();
            let number = name.to_str().and_then(|name| name.strip_prefix("vendors-"));
            let number = number.and_then(|number| number.parse::<u32>().ok());
            if number.is_some_and(|number| !kept.contains(&number)) {
                std::fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }

    /// Puts the files in their places: the report and the evidence come last, and what is
    /// unfinished goes away unless the audit may be resumed.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn finish(
        &mut self,
        report: &[u8],
        may_resume: bool,
        write_evidence: impl FnOnce(
            Vec<EvidenceOutput>,
            &mut dyn BufRead,
            &mut dyn Write,
        ) -> io::Result<()>,
    ) -> Result<(), Failure> {
        let shown = self.shown.clone();
        let failed = |error: io::Error| not_written(&shown, &error);
        self.flush()?;
        let files = Stream::ALL.into_iter().zip(&self.streams);
        let files = files.filter(|(stream, _)| *stream != Stream::Inputs);
        let mut outputs: Vec<_> = files.map(|(stream, file)| file.output(stream.name())).collect();
        let (bytes, sha256) = (report.len() as u64, crate::diagnostics::sha256(report));
        outputs.push(EvidenceOutput { name: REPORT.to_owned(), bytes, sha256 });
        let inputs = self.open(&self.unfinished(Stream::Inputs.name())).map_err(failed)?;
        let mut inputs = BufReader::with_capacity(1 << 16, inputs);
        let mut evidence = self.create_file(EVIDENCE).map_err(failed)?;
        write_evidence(outputs, &mut inputs, &mut evidence).map_err(failed)?;
        evidence.flush().map_err(failed)?;
        let mut page = self.create_file(REPORT).map_err(failed)?;
        page.write_all(report).and_then(|()| page.flush()).map_err(failed)?;
        drop((evidence, page));
        self.streams.clear();
        let streams = Stream::ALL.into_iter().filter(|stream| *stream != Stream::Inputs);
        for name in streams.map(Stream::name).chain([REPORT, EVIDENCE]) {
            std::fs::rename(self.unfinished(name), self.path.join(name)).map_err(failed)?;
        }
        if may_resume {
            return Ok(());
        }
        std::fs::remove_dir_all(self.unfinished("")).map_err(failed)
    }

    fn create_file(&self, name: &str) -> io::Result<BufWriter<File>> {
        let path = self.unfinished(name);
        let file = File::options().write(true).create(true).truncate(true).open(path)?;
        Ok(BufWriter::with_capacity(1 << 16, file))
    }

    #[expect(clippy::disallowed_methods, reason = "a file that the audit has written")]
    fn open(&self, path: &Path) -> io::Result<File> {
        File::open(path)
    }
}

impl MentionRuns for AuditFolder {
    fn write(&mut self, write: &mut WriteRun<'_>) -> io::Result<u32> {
        let number = self.next_run;
        self.next_run += 1;
        let mut file = self.create_file(&format!("vendors-{number}"))?;
        write(&mut file)?;
        file.flush()?;
        Ok(number)
    }

    fn read(&self, number: u32) -> io::Result<Box<dyn BufRead>> {
        let file = self.open(&self.unfinished(&format!("vendors-{number}")))?;
        Ok(Box::new(BufReader::with_capacity(1 << 16, file)))
    }
}

/// Refuses a folder in which something is.
fn refuse_other(path: &Path, shown: &Path) -> Result<(), Failure> {
    let shown = shown.display();
    let refused = |message: String, help: &str| Err(Failure::usage_help(message, help));
    match std::fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Ok(found) if !found.is_dir() => {
            return refused(format!("`{shown}` is not a folder"), "Name a new folder.");
        }
        _ => {}
    }
    let entries = std::fs::read_dir(path);
    let mut entries = entries.map_err(|error| not_written(path, &error))?;
    if entries.next().is_none() {
        return Ok(());
    }
    if path.join(UNFINISHED).join(CHECKPOINT).exists() {
        return refused(
            format!("`{shown}` holds an audit that was interrupted"),
            "Add `--resume` to go on with it, or name a new folder.",
        );
    }
    if path.join(EVIDENCE).exists() {
        return refused(format!("`{shown}` already holds an audit"), "Name a new folder.");
    }
    refused(format!("`{shown}` is not empty"), "Name a new or an empty folder.")
}

/// The digest of a file, or nothing when it is not there or cannot be read.
#[expect(clippy::disallowed_methods, reason = "a file that an audit has written")]
pub fn file_digest(path: &Path) -> Option<String> {
    let mut file = File::open(path).ok()?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        match file.read(&mut buffer).ok()? {
            0 => break,
            read => hash.update(&buffer[..read]),
        }
    }
    let mut hex = String::with_capacity(64);
    for byte in hash.finalize() {
        write!(hex, "{byte:02x}").ok()?;
    }
    Some(hex)
}
