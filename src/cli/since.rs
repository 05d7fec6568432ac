//! `check --since REF`: the findings that were there at the merge base, which are not reported.
//!
//! git is the only program that is ever started, for this option alone. What is read are
//! blobs of the repository, as they were committed: no filter, hook, helper or fetch runs.

use super::failure::Failure;
use super::io::Io;
use super::load::{self, Loaded};
use crate::diagnostics::report::Repository;
use crate::diagnostics::{Checked, Fingerprint, Suppression};
use crate::lint::{ComparedRun, Run};
use crate::syntax::Limits;
use std::collections::HashSet;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Mutex;

/// The commit that a run is compared with, and the process that reads its files.
pub struct MergeBase {
    commit: String,
    repository: Repository,
    most_bytes: usize,
    git: Mutex<BlobReader>,
}

/// `git cat-file`, which answers one question after the other.
struct BlobReader {
    child: Child,
    ask: ChildStdin,
    answer: BufReader<ChildStdout>,
}

/// The files of a run as they were at the merge base, compared with each other.
pub struct BaseRun<'r> {
    base: &'r MergeBase,
    run: ComparedRun<'r>,
}

/// A git command that cannot be made to run anything else by the configuration of a repository.
#[expect(clippy::disallowed_methods, reason = "git is started for `--since`, and nothing else is")]
fn git(folder: &Path) -> Command {
    let mut command = Command::new("git");
    command
        .arg("-C")
        .arg(folder)
        .args(["--no-pager", "--no-replace-objects", "--literal-pathspecs"])
        .args(["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"])
        .args(["-c", "core.untrackedCache=false", "-c", "protocol.allow=never"])
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("LC_ALL", "C")
        .stdin(Stdio::null())
        .stderr(Stdio::piped());
    command
}

impl MergeBase {
    /// Finds the merge base of a commit and `HEAD`.
    ///
    /// # Errors
    /// When there is no git, no repository, no such commit, or no common history.
    pub fn find(
        named: &str,
        most_bytes: usize,
        repository: &Repository,
        io: &Io<'_>,
    ) -> Result<Self, Failure> {
        let ask = |args: &[&str]| -> Result<Result<String, String>, Failure> {
            let ran = git(&io.folder).args(args).output().map_err(|error| {
                Failure::usage_help(
                    format!("cannot start git for `--since`: {error}"),
                    "Install git, or use a baseline file: `--write-baseline FILE`.",
                )
            })?;
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
            Ok(if ran.status.success() { Ok(text(&ran.stdout)) } else { Err(text(&ran.stderr)) })
        };
        if named.starts_with('-') || named.is_empty() {
            return Err(Failure::usage_help(
                format!("`{named}` is no name of a commit"),
                "Name a branch, a tag or a commit, such as `--since origin/main`.",
            ));
        }
        if let Err(said) = ask(&["rev-parse", "--git-dir"])? {
            let last = said.lines().last().unwrap_or_default().to_owned();
            return Err(Failure::usage_help(
                format!("`--since` needs a git repository: {last}"),
                "Run it in a clone, or use a baseline file: `--write-baseline FILE`.",
            ));
        }
        let is_shallow =
            ask(&["rev-parse", "--is-shallow-repository"])?.is_ok_and(|is| is == "true");
        let deeper = |message: String| match is_shallow {
            true => Failure::usage_help(
                format!("{message}: the clone is shallow"),
                "Fetch the whole history; for actions/checkout: `with: {fetch-depth: 0}`.",
            ),
            false => Failure::usage_help(message, "Fetch it first, or name another commit."),
        };
        let commit = format!("{named}^{{commit}}");
        let Ok(commit) = ask(&["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])?
        else {
            return Err(deeper(format!("there is no commit `{named}`")));
        };
        let Ok(base) = ask(&["merge-base", &commit, "HEAD"])? else {
            return Err(deeper(format!("`{named}` and HEAD have no common history")));
        };
        let mut child = git(&io.folder)
            .args(["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let streams = child.stdin.take().zip(child.stdout.take());
        let (ask, answer) = streams.expect("internal: both streams are pipes");
        let git = Mutex::new(BlobReader { child, ask, answer: BufReader::new(answer) });
        Ok(Self { commit: base, repository: repository.clone(), most_bytes, git })
    }

    /// The hash of the commit.
    pub fn commit(&self) -> &str {
        &self.commit
    }

    /// A file at the merge base, by its path in the report; none if it was not
    /// there, or is no text.
    ///
    /// # Errors
    /// Those of the pipe to git.
    pub fn loaded(&self, shown: &str) -> Result<Option<Loaded>, Failure> {
        let path = self.repository.path(shown);
        if path.contains(['\n', '\r']) {
            return Ok(None);
        }
        let mut git = self.git.lock().expect("internal: nothing panics with the lock held");
        let bytes = git.blob(&format!("{}:{path}", self.commit), self.most_bytes)?;
        let limits = Limits { bytes: self.most_bytes, ..Limits::default() };
        let loaded = bytes.map(|bytes| load::page_or_manifest(Path::new(shown), bytes, &limits));
        Ok(loaded.filter(|loaded| !matches!(loaded, Loaded::Problem(..))))
    }
}

impl BlobReader {
    fn blob(&mut self, name: &str, most_bytes: usize) -> Result<Option<Vec<u8>>, Failure> {
        writeln!(self.ask, "{name}")?;
        self.ask.flush()?;
        let mut head = String::new();
        self.answer.read_line(&mut head)?;
        let mut words = head.split_whitespace().rev();
        let (size, kind) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let Ok(size) = size.parse::<u64>() else { return Ok(None) };
        // The line break after it is read as well, so that the next answer follows.
        let mut bytes = Vec::new();
        if kind == "blob" && size <= most_bytes as u64 {
            self.answer.by_ref().take(size).read_to_end(&mut bytes)?;
        } else {
            std::io::copy(&mut self.answer.by_ref().take(size), &mut std::io::sink())?;
        }
        self.answer.by_ref().take(1).read_to_end(&mut Vec::new())?;
        Ok((kind == "blob").then_some(bytes))
    }
}

impl Drop for BlobReader {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl<'r> BaseRun<'r> {
    /// The comparison with a commit. `run` reads the files as they were there.
    pub fn new(base: &'r MergeBase, run: Run<'r>) -> Self {
        Self { base, run: run.compared() }
    }

    /// Takes out what was found in the file of a number at the merge base, under the same
    /// policy. What a waiver accepted there was not reported, so it is new without the waiver.
    ///
    /// # Errors
    /// Those of the pipe to git.
    pub fn apply(&self, index: usize, checked: &mut Checked) -> Result<(), Failure> {
        if checked.findings.is_empty() || self.base.loaded(checked.path())?.is_none() {
            return Ok(());
        }
        let before = self.run.check(index);
        let known: HashSet<Fingerprint> =
            before.findings.iter().map(|finding| finding.fingerprint).collect();
        checked.suppress(|finding| {
            known.contains(&finding.fingerprint).then_some(Suppression::BASELINE)
        });
        Ok(())
    }
}
