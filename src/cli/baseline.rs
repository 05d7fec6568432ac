//! `--baseline` and `--write-baseline`.

use super::args::CheckArgs;
use super::check::Job;
use super::destination;
use super::failure::Failure;
use super::load::{self, Loaded};
use super::policy::clean;
use super::world::World;
use crate::accept::Suppressed;
use crate::accept::baseline::{Baseline, Entry};
use crate::diagnostics::{Finding, Severity};
use crate::lint::{FileReport, Linter, POLICY_ERROR};
use crate::policy::PolicyError;
use crate::syntax::Limits;
use crate::text::{FileId, SourceFile, Sources};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The baseline of a run.
#[derive(Debug)]
pub struct BaselineFile {
    path: PathBuf,
    /// Its text in the sources; nothing when there is no file yet.
    file: Option<FileId>,
    baseline: Baseline,
    /// The folder that the paths in it start at.
    root: PathBuf,
}

/// What the baseline did to a run.
#[derive(Debug, Default)]
pub struct Applied {
    /// The findings that it lists.
    pub suppressed: Vec<Suppressed>,
    /// What it lists in vain, as findings.
    pub findings: Vec<Finding>,
    /// How many entries it lists in vain.
    pub stale: usize,
}

/// Reads the baseline that the arguments name, if they name one; the inner
/// errors point into it.
///
/// # Errors
/// A file that is not there or can not be read.
pub fn load(
    args: &CheckArgs,
    limits: &Limits,
    world: &World<'_>,
    sources: &mut Sources,
) -> Result<Result<Option<BaselineFile>, Vec<PolicyError>>, Failure> {
    let path = |path: &Path| clean(&world.folder.join(path));
    let (read, written) = (args.baseline.as_deref(), args.write_baseline.as_deref());
    if args.no_ignores {
        if written.is_some() {
            return Err(Failure::usage_help(
                "`--write-baseline` and `--no-ignores` contradict each other",
                "A baseline is for what neither a waiver nor a fix takes away.",
            ));
        }
        return Ok(Ok(None));
    }
    if let (Some(read), Some(written)) = (read, written)
        && path(read) != path(written)
    {
        return Err(Failure::usage_help(
            "`--baseline` and `--write-baseline` name two files",
            "`--write-baseline` alone reads the file that it writes.",
        ));
    }
    let Some(named) = written.or(read) else {
        if args.strict_baseline {
            let help = "Name the file with `--baseline`.";
            return Err(Failure::usage_help("`--strict-baseline` has no baseline", help));
        }
        return Ok(Ok(None));
    };
    let path = path(named);
    let root = world.folder.ancestors().find(|above| above.join(".git").exists());
    let mut found = BaselineFile {
        root: root.unwrap_or(&world.folder).to_owned(),
        path,
        file: None,
        baseline: Baseline::default(),
    };
    if !found.path.exists() {
        if written.is_some() {
            return Ok(Ok(Some(found)));
        }
        return Err(Failure::usage_help(
            format!("there is no baseline `{}`", named.display()),
            format!("`--write-baseline {}` writes it.", named.display()),
        ));
    }
    let text = match load::manifest(&found.path, limits) {
        Loaded::Text(text) => text,
        Loaded::Problem(problem, _) => {
            let message = format!("cannot read the baseline `{}`", named.display());
            let help = match problem {
                crate::syntax::Problem::NotText { message, .. } => format!("Reason: {message}."),
                _ => "It is larger than `--max-bytes` allows.".to_owned(),
            };
            return Err(Failure::usage_help(message, help));
        }
    };
    let shown = found.path.strip_prefix(&world.folder).unwrap_or(&found.path);
    let shown = shown.to_string_lossy().replace('\\', "/");
    let file = sources.add(SourceFile::new(shown, text));
    found.file = Some(file);
    let source = sources.get(file);
    let source = Arc::new(SourceFile::new(source.path(), source.text()));
    let parsed = Baseline::parse(&source, limits);
    Ok(parsed.map(|baseline| Some(BaselineFile { baseline, ..found })))
}

impl BaselineFile {
    /// Takes what the baseline lists out of the findings in force, after writing
    /// it anew if that is asked for.
    ///
    /// # Errors
    /// When it can not be written.
    pub fn apply(
        mut self,
        args: &CheckArgs,
        jobs: &[Job],
        linters: &BTreeMap<(usize, u64), Linter>,
        reports: &mut [FileReport],
        sources: &Sources,
        world: &World<'_>,
    ) -> Result<Applied, Failure> {
        let keys: Vec<String> = jobs.iter().map(|job| self.key(job, world)).collect();
        let may_hide = |job: &Job, finding: &Finding| {
            let linter = &linters[&(job.policy, job.overrides)];
            let mut fixed = linter.rules.iter().filter(|rule| rule.unsuppressible);
            &*finding.rule != POLICY_ERROR && !fixed.any(|rule| rule.id == finding.rule)
        };
        if args.write_baseline.is_some() {
            let mut used = BTreeSet::new();
            let mut found: Vec<Entry> = Vec::new();
            for ((job, key), report) in jobs.iter().zip(&keys).zip(reports.iter()) {
                let findings = &report.findings;
                let hidden = findings.iter().filter(|finding| may_hide(job, finding));
                found.extend(hidden.map(|finding| Entry::of(key, finding)));
                let split = self.baseline.split(key, findings.clone(), |one| may_hide(job, one));
                used.extend(split.used);
            }
            let gone = self.stale(&used, &keys, reports);
            let may_grow = self.file.is_none() || args.grow_baseline;
            let changed = self.baseline.changed(&gone, if may_grow { found } else { Vec::new() });
            let text = changed.text();
            if self.file.is_none_or(|file| sources.get(file).text() != text) {
                destination::write_file(&self.path, text.as_bytes())?;
            }
            self.baseline = changed;
        }
        let mut applied = Applied::default();
        let mut used = BTreeSet::new();
        for ((job, key), report) in jobs.iter().zip(&keys).zip(reports.iter_mut()) {
            let findings = std::mem::take(&mut report.findings);
            let split = self.baseline.split(key, findings, |finding| may_hide(job, finding));
            report.findings = split.findings;
            applied.suppressed.extend(split.suppressed);
            used.extend(split.used);
        }
        let stale = self.stale(&used, &keys, reports);
        applied.stale = stale.len();
        if let (Some(file), Some(linter)) = (self.file, linters.values().next()) {
            let remarks = self.baseline.remarks(&stale);
            applied.findings = linter.remark(file, sources.get(file), &remarks);
            if args.strict_baseline {
                applied.findings.iter_mut().for_each(|one| one.severity = Severity::Error);
            }
        }
        Ok(applied)
    }

    /// An entry is stale when its file was checked, all of it, or is gone.
    fn stale(
        &self,
        used: &BTreeSet<usize>,
        keys: &[String],
        reports: &[FileReport],
    ) -> BTreeSet<usize> {
        let complete = reports.iter().map(|report| report.complete);
        let checked: BTreeMap<&str, bool> = keys.iter().map(String::as_str).zip(complete).collect();
        let mut gone: BTreeMap<String, bool> = BTreeMap::new();
        self.baseline.stale(used, |file| match checked.get(file) {
            Some(complete) => *complete,
            None if file.starts_with('<') => false,
            None => {
                let is_gone = || !self.root.join(file).exists();
                *gone.entry(file.to_owned()).or_insert_with(is_gone)
            }
        })
    }

    /// The path of a file in the baseline: from the root of the repository, so
    /// that it is the same in every folder of it.
    fn key(&self, job: &Job, world: &World<'_>) -> String {
        let full = clean(&world.folder.join(&job.path));
        let below = full.strip_prefix(&self.root).unwrap_or(&full);
        below.to_string_lossy().replace('\\', "/")
    }
}
