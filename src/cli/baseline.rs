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
use crate::diagnostics::{Checked, FileKind, Severity};
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
            source,
            run: BaselineRun::new(baseline, mode),
            root: root.unwrap_or(&io.folder).to_owned(),
            folder: io.folder.clone(),
            strict: args.strict_baseline,
        }))
    }

    /// Takes the findings out of the active ones that the baseline lists.
    pub fn apply(&mut self, path: &Path, linter: &Linter, checked: &mut Checked) {
        let key = self.key(path);
        self.run.apply(&key, checked, |finding| linter.may_baseline(finding));
    }

    /// Writes the baseline anew if that is asked for, or else reports its stale
    /// entries: the result for the file, and whether the entries fail the run.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(self, linter: Option<&Linter>) -> Result<Option<(Checked, bool)>, Failure> {
        let Self { path, source, run, root, strict, .. } = self;
        let mut known: BTreeMap<String, bool> = BTreeMap::new();
        let (stale, written) = run.finish(|file| {
            let is_gone = || !file.starts_with('<') && !root.join(file).exists();
            *known.entry(file.to_owned()).or_insert_with(is_gone)
        });
        if let Some(written) = written {
            let text = written.text();
            if source.is_none_or(|source| source.text() != text) {
                write_file(&path, text.as_bytes())?;
            }
            return Ok(None);
        }
        let (Some(source), Some(linter)) = (source, linter) else { return Ok(None) };
        let mut checked = linter.check_waivers(&source, FileKind::Baseline, &stale);
        if strict {
            checked.findings.iter_mut().for_each(|one| one.severity = Severity::Error);
        }
        Ok(Some((checked, strict && !stale.is_empty())))
    }

    /// The path of a file in the baseline: from the root of the repository, so
    /// that it is the same in every folder of it.
    fn key(&self, path: &Path) -> String {
        let full = clean(&self.folder.join(path));
        slashes(full.strip_prefix(&self.root).unwrap_or(&full))
    }
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
