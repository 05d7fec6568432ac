//! `check`: finds the manifests, reads the policy, runs the rules, prints.

use super::args::{CheckArgs, FailOn};
use super::baseline::{Applied, BaselineFile};
use super::discover::{Input, Search};
use super::failure::{Failure, print_notices};
use super::load::{self, Loaded};
use super::policy::LoadedPolicy;
use super::status::Status;
use super::world::World;
use super::{baseline, destination, policy, progress, settings, today, waivers};
use crate::accept::Waivers;
use crate::diagnostics::report::{CheckedFile, Report, RuleInfo, Tool};
use crate::diagnostics::{Finding, Severity};
use crate::lint::{FileReport, Linter};
use crate::output;
use crate::policy::OverrideSet;
use crate::syntax::Limits;
use crate::text::{FileId, SourceFile, Sources};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// A file to check with the policy that applies to it.
pub struct Job {
    input: Input,
    /// The path of it, or the one that standard input is said to have.
    pub path: PathBuf,
    /// The path that messages show.
    shown: String,
    /// The path relative to the configuration.
    pub below: String,
    /// Which policy.
    pub policy: usize,
    /// Which overrides of it.
    pub overrides: u64,
}

/// Checks what the arguments name.
///
/// # Errors
/// Whatever keeps the run from starting or its result from being written.
pub fn run(args: &CheckArgs, world: &mut World<'_>) -> Result<Status, Failure> {
    let today = today::today(args.today.as_deref())?;
    let limits = limits(args);
    let mut sources = Sources::new();

    // The policies, one for each configuration that applies to something.
    let named = named_inputs(args);
    let (configs, config_of) = configs(args, &named, world)?;
    let mut policies = Vec::new();
    let mut policy_files = Vec::new();
    for config in &configs {
        let loaded = policy::load(config.as_deref(), &args.policy, &world.folder)?;
        let files = loaded
            .policy
            .sources()
            .map(|file| (Arc::clone(file), sources.add(SourceFile::new(file.path(), file.text()))));
        policy_files.push(files.collect::<Vec<_>>());
        policies.push(loaded);
    }
    for LoadedPolicy { policy, .. } in &policies {
        print_notices(policy.notices(), world)?;
    }
    if args.show_settings {
        return settings::show(&policies, &configs, args, world);
    }

    let accepted = policies.iter().map(|LoadedPolicy { policy, .. }| Waivers {
        enabled: !args.no_ignores,
        warning_days: args.waiver_warning_days,
        ..policy.waivers()
    });
    let accepted: Vec<Waivers> = accepted.collect();
    let baseline = match baseline::load(args, &limits, world, &mut sources)? {
        Ok(baseline) => baseline,
        Err(errors) => return Err(Failure::Policy { errors }),
    };

    // The files, each with its policy.
    let (jobs, sets) = jobs(args, &named, &config_of, &policies, world)?;
    let mut linters: BTreeMap<(usize, u64), Linter> = BTreeMap::new();
    for job in &jobs {
        if linters.contains_key(&(job.policy, job.overrides)) {
            continue;
        }
        let set = &sets[usize::try_from(job.overrides).unwrap_or_default()];
        match policies[job.policy].policy.compile(set) {
            Ok(rules) => {
                let waivers = accepted[job.policy].clone();
                let policy_files = policy_files[job.policy].clone();
                let limits = limits.clone();
                let linter = Linter { rules, policy_files, limits, today, waivers };
                linters.insert((job.policy, job.overrides), linter);
            }
            Err(errors) => return Err(Failure::Policy { errors }),
        }
    }

    // The work, in parallel; the order of the results is that of the jobs.
    let stdin = match jobs.iter().any(|job| job.input == Input::Stdin) {
        true => Some(load::stream(&mut world.stdin, &limits)?),
        false => None,
    };
    let first = u32::try_from(sources.len()).unwrap_or(u32::MAX);
    let is_shown = world.stderr_is_terminal && !args.no_progress && args.quiet == 0;
    let folder = world.folder.clone();
    let mut checked: Vec<(SourceFile, FileReport)> =
        progress::with_progress(world, jobs.len(), is_shown, |done| {
            let check = |(index, job): (usize, &Job)| {
                let id = FileId(first + u32::try_from(index).unwrap_or(u32::MAX));
                let linter = &linters[&(job.policy, job.overrides)];
                let checked = check(job, id, linter, stdin.as_ref(), &folder);
                done.fetch_add(1, Ordering::Relaxed);
                checked
            };
            match &jobs[..] {
                // A thread pool costs more than one small file.
                [job] => vec![check((0, job))],
                jobs => jobs.par_iter().enumerate().map(check).collect(),
            }
        });
    close(&linters, &jobs, first, &mut checked);
    finish(args, world, sources, &policies, &linters, baseline, &jobs, checked, today)
}

/// Adds what shows only when the manifests under one policy are held against
/// each other, and then what there is to say about their waivers.
fn close(
    linters: &BTreeMap<(usize, u64), Linter>,
    jobs: &[Job],
    first: u32,
    checked: &mut [(SourceFile, FileReport)],
) {
    let mut more: Vec<Vec<Finding>> = vec![Vec::new(); jobs.len()];
    for (key, linter) in linters {
        let mut digests = Vec::new();
        for (job, (_, report)) in jobs.iter().zip(&mut *checked) {
            if (job.policy, job.overrides) == *key {
                digests.append(&mut report.digests);
            }
        }
        for finding in linter.across(&digests) {
            let index = finding.file.0.saturating_sub(first) as usize;
            more[index].push(finding);
        }
    }
    let ids = (first..).map(FileId);
    for (((job, id), (source, report)), more) in jobs.iter().zip(ids).zip(checked).zip(more) {
        linters[&(job.policy, job.overrides)].close(id, source, report, more);
    }
}

/// The status and the output of a finished run.
#[expect(clippy::too_many_arguments, reason = "the parts of one run, used once")]
fn finish(
    args: &CheckArgs,
    world: &mut World<'_>,
    mut sources: Sources,
    policies: &[LoadedPolicy],
    linters: &BTreeMap<(usize, u64), Linter>,
    baseline: Option<BaselineFile>,
    jobs: &[Job],
    checked: Vec<(SourceFile, FileReport)>,
    today: crate::values::date::Date,
) -> Result<Status, Failure> {
    let mut files = Vec::new();
    let mut reports = Vec::new();
    for (source, report) in checked {
        let file = sources.add(source);
        files.push(CheckedFile { file, vendors: report.vendors });
        reports.push(report);
    }
    let complete = reports.iter().all(|report| report.complete);
    // What waivers and the baseline accept is not in force; what is wrong with
    // them is. Each finding counts by the policy that it was made under.
    let mut found: Vec<(usize, Vec<Finding>)> = Vec::new();
    for (index, policy) in policies.iter().enumerate() {
        if let Some((_, linter)) = linters.range((index, 0)..=(index, u64::MAX)).next() {
            let run = waivers::Run { jobs, reports: &reports };
            found.push((index, waivers::judge(index, policy, linter, &run, world)));
        }
    }
    let applied = match baseline {
        Some(baseline) => baseline.apply(args, jobs, linters, &mut reports, &sources, world)?,
        None => Applied::default(),
    };
    let mut suppressed = applied.suppressed;
    found.push((0, applied.findings));
    for (job, report) in jobs.iter().zip(reports) {
        found.push((job.policy, report.findings));
        suppressed.extend(report.suppressed);
    }
    let is_failing = |(policy, findings): &(usize, Vec<Finding>)| {
        let fail_on = match args.fail_on {
            None => policies[*policy].policy.fail_on(),
            Some(FailOn::Never) => None,
            Some(FailOn::Error) => Some(Severity::Error),
            Some(FailOn::Warning) => Some(Severity::Warning),
            Some(FailOn::Info) => Some(Severity::Info),
        };
        findings.iter().any(|one| fail_on.is_some_and(|severity| one.severity >= severity))
    };
    let failing = found.iter().any(is_failing) || (args.strict_baseline && applied.stale > 0);
    let findings = found.into_iter().flat_map(|(_, findings)| findings).collect();
    let rules = linters.values().flat_map(|linter| linter.rules.iter()).map(|rule| {
        let fold = rule.fold.as_ref().map(|fold| fold.source().to_owned());
        (rule.id.clone(), RuleInfo { fold, url: None })
    });
    let tool = Tool {
        name: env!("CARGO_PKG_NAME").to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        facts_as_of: crate::facts::AS_OF.to_owned(),
    };
    let report = Report::new(tool, today.to_string(), files, findings, rules.collect(), &sources)
        .with_suppressed(suppressed, &sources);
    print(args, world, &report, &sources)?;

    if jobs.is_empty() && args.quiet < 2 && !args.allow_empty {
        let place = world.folder.display().to_string();
        writeln!(
            world.stderr,
            "error: nothing to check: no manifest was found below {place}\n  help: name a file, or \
             call it `subprocessors.yaml` or `*.subprocessors.yaml`; --allow-empty accepts this"
        )?;
    }
    Ok(if !complete {
        Status::Broken
    } else if jobs.is_empty() {
        if args.allow_empty { Status::Clean } else { Status::Empty }
    } else if failing && !args.exit_zero {
        Status::Findings
    } else {
        Status::Clean
    })
}

fn print(
    args: &CheckArgs,
    world: &mut World<'_>,
    report: &Report,
    sources: &Sources,
) -> Result<(), Failure> {
    if args.quiet > 1 && args.output_file.is_none() {
        return Ok(());
    }
    let format = output::format(&args.output_format)
        .ok_or_else(|| Failure::usage(format!("there is no format `{}`", args.output_format)))?;
    let is_terminal = world.stdout_is_terminal && args.output_file.is_none();
    let options = output::Options {
        fold: !args.no_fold,
        quiet: args.quiet > 0,
        verbose: args.verbose > 0,
        ..destination::options(args.color, world, is_terminal)
    };
    let renderer = (format.make)(&options);
    match &args.output_file {
        None => {
            renderer.render(report, sources, &mut world.stdout)?;
            world.stdout.flush()?;
        }
        Some(path) => {
            let mut text = Vec::new();
            renderer.render(report, sources, &mut text)?;
            destination::write_file(&world.folder.join(path), &text)?;
        }
    }
    Ok(())
}

fn check(
    job: &Job,
    id: FileId,
    linter: &Linter,
    stdin: Option<&Loaded>,
    folder: &Path,
) -> (SourceFile, FileReport) {
    let read;
    let loaded = match (&job.input, stdin) {
        (Input::Stdin, Some(loaded)) => loaded,
        (Input::File(path), _) => {
            read = load::manifest(&folder.join(path), &linter.limits);
            &read
        }
        (Input::Stdin, None) => unreachable!("internal: standard input is read before"),
    };
    match loaded {
        Loaded::Text(text) => {
            let source = SourceFile::new(job.shown.clone(), text.clone());
            let report = linter.open(id, &source, &job.below);
            (source, report)
        }
        Loaded::Problem(problem, shown) => {
            let source = SourceFile::new(job.shown.clone(), shown.clone());
            let report = linter.report(id, &source, problem.clone());
            (source, report)
        }
    }
}

fn limits(args: &CheckArgs) -> Limits {
    let defaults = Limits::default();
    let given = &args.limits;
    Limits {
        bytes: given.max_bytes.unwrap_or(defaults.bytes),
        depth: given.max_depth.map_or(defaults.depth, usize::from),
        nodes: given.max_nodes.unwrap_or(defaults.nodes),
        scalar: given.max_scalar.unwrap_or(defaults.scalar),
        vendors: given.max_vendors.unwrap_or(defaults.vendors),
        findings: given.max_findings.unwrap_or(defaults.findings),
    }
}

/// The paths on the command line; without any, the working folder.
fn named_inputs(args: &CheckArgs) -> Vec<PathBuf> {
    if args.paths.is_empty() { vec![PathBuf::from(".")] } else { args.paths.clone() }
}

/// The configurations in play and which of them each named path has.
///
/// A configuration is looked for from the named path upwards, never below it:
/// a tree that strangers wrote does not choose the policy it is checked with.
fn configs(
    args: &CheckArgs,
    named: &[PathBuf],
    world: &mut World<'_>,
) -> Result<(Vec<Option<PathBuf>>, Vec<usize>), Failure> {
    let mut configs: Vec<Option<PathBuf>> = Vec::new();
    let mut config_of = Vec::new();
    for path in named {
        let is_stdin = path == Path::new("-");
        let name = args.stdin_filename.as_deref().filter(|_| is_stdin);
        let config = policy::config_for(name.unwrap_or(path), &args.policy, &world.folder);
        let index = configs.iter().position(|known| *known == config).unwrap_or(configs.len());
        if index == configs.len() {
            let is_below = config.as_ref().is_some_and(|config| {
                config.parent() != Some(&world.folder) && config.starts_with(&world.folder)
            });
            if is_below && args.policy.config.is_none() && args.quiet == 0 {
                let shown = config.as_ref().and_then(|path| path.strip_prefix(&world.folder).ok());
                let shown = shown.unwrap_or(path).display();
                writeln!(world.stderr, "note: using {shown}; --isolated ignores it")?;
            }
            configs.push(config);
        }
        config_of.push(index);
    }
    Ok((configs, config_of))
}

/// The files that the named paths stand for, each once, in the order of their
/// paths.
fn jobs(
    args: &CheckArgs,
    named: &[PathBuf],
    config_of: &[usize],
    policies: &[LoadedPolicy],
    world: &World<'_>,
) -> Result<(Vec<Job>, Vec<OverrideSet>), Failure> {
    let mut found: BTreeMap<Input, usize> = BTreeMap::new();
    for (path, &index) in named.iter().zip(config_of) {
        let policy = &policies[index];
        let root = policy.root.as_deref().unwrap_or(&world.folder);
        let search = Search::new(&world.folder, root, &policy.policy, args.force_exclude);
        let mut inputs = BTreeSet::new();
        search.expand(path, &mut inputs)?;
        for input in inputs {
            found.entry(input).or_insert(index);
        }
    }
    let mut sets: Vec<OverrideSet> = Vec::new();
    let mut jobs: Vec<Job> = found
        .into_iter()
        .map(|(input, policy)| {
            let path = match &input {
                Input::File(path) => path.clone(),
                Input::Stdin => {
                    args.stdin_filename.clone().unwrap_or_else(|| PathBuf::from("<stdin>"))
                }
            };
            let full = policy::clean(&world.folder.join(&path));
            let root = policies[policy].root.as_deref().unwrap_or(&world.folder);
            let below = full.strip_prefix(root).unwrap_or(&full);
            let set = policies[policy].policy.overrides_for(&slashes(below));
            let known = sets.iter().position(|known| *known == set);
            let overrides = known.unwrap_or_else(|| {
                sets.push(set);
                sets.len() - 1
            });
            Job {
                overrides: overrides as u64,
                below: slashes(below),
                shown: shown(&path, &world.folder),
                path,
                policy,
                input,
            }
        })
        .collect();
    jobs.sort_by(|a, b| a.shown.cmp(&b.shown));
    Ok((jobs, sets))
}

/// A path as messages show it: relative to the working folder, with `/`.
fn shown(path: &Path, folder: &Path) -> String {
    let path = path.strip_prefix(folder).unwrap_or(path);
    slashes(path.strip_prefix(".").unwrap_or(path))
}

fn slashes(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}
