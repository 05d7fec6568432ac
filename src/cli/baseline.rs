//! `--baseline` and `--write-baseline`.

use super::args::CheckArgs;
use super::destination::write_file;
use super::failure::Failure;
use super::io::Io;
use super::load;
use super::policy::clean;
use super::session::slashes;
use crate::accept::baseline::Baseline;
use crate::accept::{BaselineMode, BaselineRun};
use crate::diagnostics::report::PolicyFileInfo;
use crate::diagnostics::{Checked, FileKind, Severity, sha256};
use crate::lint::Linter;
use crate::syntax::Limits;
use crate::text::SourceFile;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The baseline of a run, and its file.
#[derive(Debug)]
pub struct BaselineFile {
    path: PathBuf,
    /// Its path as the user typed it.
    shown: PathBuf,
    limits: Limits,
    /// Its text; nothing when there is no file yet.
    source: Option<Arc<SourceFile>>,
    run: BaselineRun,
    /// The folder that the paths in it start at.
    root: PathBuf,
    folder: PathBuf,
    /// True if stale entries are errors.
    strict: bool,
}

impl BaselineFile {
    /// Reads the baseline that the arguments name, if they name one.
    ///
    /// # Errors
    /// A file that is not there, cannot be read, or is no baseline.
    pub fn load(args: &CheckArgs, limits: &Limits, io: &Io<'_>) -> Result<Option<Self>, Failure> {
        let Some((named, writes)) = named(args, &io.folder)? else { return Ok(None) };
        let path = clean(&io.folder.join(named));
        // Into a device or a pipe a new one is written.
        let source = if writes && !path.is_file() {
            None
        } else {
            Some(Arc::new(read(named, &path, limits, &io.folder)?))
        };
        let mode = match (writes, &source) {
            (false, _) => BaselineMode::Compare,
            (true, Some(_)) if !args.grow_baseline => BaselineMode::Shrink,
            (true, _) => BaselineMode::Grow,
        };
        let baseline = source.as_ref().map(|source| Baseline::parse(source, limits));
        let baseline = baseline.transpose().map_err(Failure::Policy)?.unwrap_or_default();
        let root = io.folder.ancestors().find(|above| above.join(".git").exists());
        Ok(Some(Self {
            path,
            shown: named.to_owned(),
            limits: limits.clone(),
            source,
            run: BaselineRun::new(baseline, mode),
            root: root.unwrap_or(&io.folder).to_owned(),
            folder: io.folder.clone(),
            strict: args.strict_baseline,
        }))
    }

    /// The file as reports name it; nothing when there is none yet.
    pub fn info(&self) -> Option<PolicyFileInfo> {
        let path = self.path.strip_prefix(&self.folder).unwrap_or(&self.path);
        let sha256 = sha256(self.source.as_ref()?.text());
        Some(PolicyFileInfo { path: slashes(path), sha256 })
    }

    /// Takes the findings out of the active ones that the baseline lists.
    pub fn apply(&mut self, path: &Path, linter: &Linter, checked: &mut Checked) {
        let key = self.key(path);
        self.run.apply(&key, checked, |finding| linter.may_baseline(finding));
    }

    /// Writes the baseline anew if that is asked for, or else reports its stale
    /// entries.
    ///
    /// # Errors
    /// When it cannot be written, or could not be read again.
    pub fn finish(self, linter: Option<&Linter>) -> Result<BaselineOutcome, Failure> {
        let Self { path, shown, limits, mut source, mut run, root, folder, strict } = self;
        let writes = run.writes();
        // Until it is written, no other run reads it.
        let _lock = if writes { lock(&path) } else { None };
        if writes && path.is_file() {
            // Another run may have written it meanwhile.
            let now = Arc::new(read(&shown, &path, &limits, &folder)?);
            if source.as_ref().is_none_or(|known| known.text() != now.text()) {
                run.rebase(Baseline::parse(&now, &limits).map_err(Failure::Policy)?);
                source = Some(now);
            }
        }
        let mut known: BTreeMap<String, bool> = BTreeMap::new();
        let (stale, written) = run.finish(|file| {
            let is_gone = || !file.starts_with('<') && !root.join(file).exists();
            *known.entry(file.to_owned()).or_insert_with(is_gone)
        });
        if let Some(written) = written {
            let text = written.text();
            let entries = written.entries().len();
            refuse_unreadable(&shown, &text, entries, &limits)?;
            let shown_path = shown.display();
            let findings = if entries == 1 { "finding" } else { "findings" };
            if source.is_some_and(|source| source.text() == text) {
                let note = format!("the baseline {shown_path} is unchanged: {entries} {findings}");
                return Ok(BaselineOutcome::Written(note));
            }
            write_file(&path, &shown, text.as_bytes())?;
            let note = format!("wrote {entries} {findings} to the baseline {shown_path}");
            return Ok(BaselineOutcome::Written(note));
        }
        let (Some(source), Some(linter)) = (source, linter) else {
            return Ok(BaselineOutcome::Nothing);
        };
        let mut checked = linter.check_waivers(&source, FileKind::Baseline, &stale);
        if strict {
            checked.findings.iter_mut().for_each(|one| one.severity = Severity::Error);
        }
        Ok(BaselineOutcome::Stale(checked, strict && !stale.is_empty()))
    }

    /// The path of a file in the baseline: from the root of the repository, so
    /// that it is the same in every folder of it.
    fn key(&self, path: &Path) -> String {
        let full = clean(&self.folder.join(path));
        slashes(full.strip_prefix(&self.root).unwrap_or(&full))
    }
}

/// The result of a run for its baseline.
#[derive(Debug)]
pub enum BaselineOutcome {
    /// It stays as it is: the findings about its stale entries, and whether these fail the run.
    Stale(Checked, bool),
    /// It was written, or is as it has to be: what to say about that.
    Written(String),
    /// There is nothing to say.
    Nothing,
}

/// Refuses to write a baseline that the next run could not read.
fn refuse_unreadable(
    shown: &Path,
    text: &str,
    entries: usize,
    limits: &Limits,
) -> Result<(), Failure> {
    // A mapping with its keys and values.
    const VALUES: usize = 11;
    const AROUND: usize = 8;
    let values = entries.saturating_mul(VALUES).saturating_add(AROUND);
    let (what, option) = if text.len() > limits.bytes {
        (format!("{} bytes", text.len()), "--max-bytes")
    } else if values > limits.nodes {
        (format!("{values} values"), "--max-nodes")
    } else {
        return Ok(());
    };
    let message = format!(
        "the baseline `{}` was not written: {entries} findings take {what}, more than `{option}` \
         lets the next run read",
        shown.display()
    );
    let help = format!("Write a baseline for each folder, or raise `{option}` in all runs.");
    Err(Failure::usage_help(message, help))
}

/// Waits until no other run writes into the folder of a baseline. Where folders cannot be
/// locked, there is none.
#[cfg(unix)]
#[expect(clippy::disallowed_methods, reason = "the lock is on a folder, which is not read")]
fn lock(path: &Path) -> Option<std::fs::File> {
    let folder = std::fs::File::open(path.parent()?).ok()?;
    folder.lock().ok()?;
    Some(folder)
}

#[cfg(not(unix))]
fn lock(_: &Path) -> Option<std::fs::File> {
    None
}

/// The baseline that the arguments name, and whether it is to be written.
fn named<'a>(args: &'a CheckArgs, folder: &Path) -> Result<Option<(&'a Path, bool)>, Failure> {
    let path = |path: &Path| clean(&folder.join(path));
    let (read, written) = (args.baseline.as_deref(), args.write_baseline.as_deref());
    if args.no_ignores {
        if written.is_some() {
            return Err(Failure::usage_help(
                "`--write-baseline` and `--no-ignores` contradict each other",
                "A baseline is for what neither a waiver nor a fix takes away.",
            ));
        }
        return Ok(None);
    }
    if let (Some(read), Some(written)) = (read, written)
        && path(read) != path(written)
    {
        return Err(Failure::usage_help(
            "`--baseline` and `--write-baseline` name two files",
            "`--write-baseline` alone reads the file that it writes.",
        ));
    }
    let named = written.or(read);
    if named.is_none() && args.strict_baseline {
        let help = "Name the file with `--baseline`.";
        return Err(Failure::usage_help("`--strict-baseline` has no baseline", help));
    }
    Ok(named.map(|named| (named, written.is_some())))
}

fn read(named: &Path, path: &Path, limits: &Limits, folder: &Path) -> Result<SourceFile, Failure> {
    if !path.exists() {
        return Err(Failure::usage_help(
            format!("there is no baseline `{}`", named.display()),
            format!("`--write-baseline {}` writes it.", named.display()),
        ));
    }
    let shown = slashes(path.strip_prefix(folder).unwrap_or(path));
    match load::read(path, &shown, limits, "Set `--max-bytes` to a higher number.") {
        Ok(text) => Ok(SourceFile::new(shown, text)),
        Err(error) => Err(Failure::Policy(vec![error.in_baseline()])),
    }
}
