//! `check`: finds the manifests, reads the policy, runs the rules, prints.

use super::args::{CheckArgs, FailOn};
use super::baseline::{BaselineFile, BaselineOutcome};
use super::explain_finding::ExplainedFinding;
use super::failure::{Failure, harmless, print_notices};
use super::io::{Io, processors};
use super::load;
use super::looks::looks;
use super::outputs::{self, Outputs};
use super::progress::Progress;
use super::session::{Session, SkippedFile};
use super::since::{BaseRun, MergeBase};
use super::status::ExitStatus;
use super::unused_labels::LabelUse;
use super::{settings, today};
use crate::accept::ConfigWaiverUse;
use crate::diagnostics::POLICY_ERROR;
use crate::diagnostics::report::{RunInfo, Sink, Summary, Tool};
use crate::diagnostics::{Checked, FileKind, PolicyError, Severity, policy_results};
use crate::lint::Run;
use crate::output;
use crate::policy::{Policy, WaiverProblem};
use crate::syntax::Limits;
use crate::values::date::Date;
use std::io::Write;
use std::iter::Peekable;
use std::mem::ManuallyDrop;
use std::path::Path;
use std::slice;
use std::sync::Arc;

/// Checks what the arguments name.
///
/// # Errors
/// Whatever keeps the run from starting or its result from being written. What
/// is wrong with the policy is a report as well.
pub fn run(args: &CheckArgs, io: &mut Io<'_>) -> Result<ExitStatus, Failure> {
    let done = check(args, io);
    if let Err(Failure::Policy(errors)) = &done {
        report_policy(args, errors, io)?;
    }
    done
}

fn check(args: &CheckArgs, io: &mut Io<'_>) -> Result<ExitStatus, Failure> {
    let today = today::today(args.verdict.today.as_deref())?;
    let limits = limits(args);
    // The process ends with it, and letting go of every rule takes a fiftieth of a
    // short run.
    let mut session = ManuallyDrop::new(Session::open(args, io)?);
    if args.show_settings {
        return settings::show(&session.policies, args, io);
    }
    note_stale_facts(today, args, io)?;
    let baseline = BaselineFile::load(args, &limits, io)?;
    session.find_files(args, &limits, today, io)?;
    let stdin = match session.reads_stdin() {
        true => {
            let name = args.stdin_filename.as_deref().unwrap_or(Path::new("-"));
            Some(load::stream(&mut io.stdin, name, &limits)?)
        }
        false => None,
    };
    let repository = outputs::repository(io);
    let since = args.since.as_deref();
    let since = since.map(|named| MergeBase::find(named, limits.bytes, &repository, io));
    let info = RunInfo {
        tool: this_tool(today),
        today: today.to_string(),
        policies: session.policy_infos(args),
        has_baseline: baseline.is_some() || since.is_some(),
        baseline: baseline.as_ref().and_then(BaselineFile::info),
        since: since.as_ref().and_then(|base| Some(base.as_ref().ok()?.commit().to_owned())),
        fail_on: fail_on(args, session.policies.first().map(|loaded| &*loaded.policy)),
        rules: if Outputs::lists_rules(args) { session.rule_infos() } else { Vec::new() },
        repository,
    };

    let options = report_looks(args, io);
    let mut progress = Progress::new(session.files.len(), "files", shows_progress(args, io));
    let read: Vec<_> = session.read_files().collect();
    let mut explained = ExplainedFinding::of(args)?;
    let mut outputs = Outputs::open(args, &read, io)?;
    let since = since.transpose()?;
    let suggestion = outputs::suggestion(args, io);
    let Io { stdout, stderr, stdout_is_terminal, .. } = io;
    let stdout_is_terminal = *stdout_is_terminal;
    let read = |index: usize| session.read(index, stdin.as_ref());
    let linters = session.linters();
    let read_base = |index: usize| session.read_at(index, since.as_ref());
    let mut report = Report {
        args,
        session: &session,
        sink: match &mut explained {
            Some(explained) => Box::new(explained),
            None => outputs.sink(&options, stdout),
        },
        baseline,
        since: since.as_ref().map(|base| BaseRun::new(base, Run::new(&linters, &read_base))),
        skipped: session.skipped.iter().peekable(),
        waivers: session.policies.iter().map(|_| ConfigWaiverUse::default()).collect(),
        labels: session.policies.iter().map(|_| LabelUse::default()).collect(),
        summary: Summary::default(),
        is_baseline_failing: false,
    };
    report.sink.begin(&info)?;
    Run::new(&linters, &read).threads(args.limits.threads.unwrap_or_else(processors)).each(
        |index, checked| {
            if stdout_is_terminal && !checked.findings.is_empty() {
                progress.clear(stderr);
            }
            report.skipped_before(Some(&session.files[index].shown))?;
            report.file(index, checked)?;
            progress.add_one(stderr);
            Ok::<(), Failure>(())
        },
    )?;
    progress.clear(stderr);
    let Ended { status, summary: counted, note, labels } = report.end()?;
    if let Some(explained) = explained {
        return explained.print(&session, args, io);
    }
    let files = outputs.commit()?;
    if args.quiet == 0 {
        print_notices(&labels, io)?;
    }
    for path in files.iter().filter(|_| args.quiet == 0) {
        let (shown, written) = (path.display().to_string(), written(&counted));
        writeln!(io.stderr, "note: wrote {written} to {}", harmless(&shown))?;
    }
    if let Some(better) = suggestion.filter(|_| args.quiet == 0 && counted.problems() > 0) {
        writeln!(io.stderr, "note: {better}")?;
    }
    if let Some(note) = note.filter(|_| args.quiet == 0) {
        writeln!(io.stderr, "note: {}", harmless(&note))?;
    }

    if status == ExitStatus::Empty && args.quiet < 2 {
        let places: Vec<String> = match &args.paths[..] {
            [] => vec![io.folder.display().to_string()],
            paths => paths.iter().map(|path| path.display().to_string()).collect(),
        };
        writeln!(
            io.stderr,
            "error: nothing to check: no manifest was found in {}\n  help: Name a file, or call it \
             `subprocessors.yaml` or `NAME.subprocessors.yaml`; --allow-empty accepts an empty run.",
            harmless(&places.join(", "))
        )?;
    }
    Ok(status)
}

/// The report of a run as far as it has come.
struct Report<'r> {
    args: &'r CheckArgs,
    session: &'r Session,
    sink: Box<dyn Sink + 'r>,
    baseline: Option<BaselineFile>,
    /// The commit whose findings are not reported.
    since: Option<BaseRun<'r>>,
    /// The files that were left out and are still to be reported.
    skipped: Peekable<slice::Iter<'r, SkippedFile>>,
    /// The use of the waivers of each configuration.
    waivers: Vec<ConfigWaiverUse>,
    /// The mapped labels of each configuration that pages have.
    labels: Vec<LabelUse>,
    summary: Summary,
    /// True if what is wrong with the baseline fails the run.
    is_baseline_failing: bool,
}

/// The result of a report that is written.
struct Ended {
    status: ExitStatus,
    summary: Summary,
    /// A remark on the baseline that was written.
    note: Option<String>,
    /// Remarks on labels of the configuration that no page has.
    labels: Vec<PolicyError>,
}

impl Report<'_> {
    /// Reports the files that were left out and come before a path, or all.
    fn skipped_before(&mut self, path: Option<&str>) -> Result<(), Failure> {
        let is_next = |one: &&SkippedFile| path.is_none_or(|path| *one.shown < *path);
        while let Some(SkippedFile { shown, why }) = self.skipped.next_if(is_next) {
            let checked = Checked::skipped(shown.as_str(), why.as_str());
            self.summary.add(&checked, None);
            self.sink.file(&checked)?;
        }
        Ok(())
    }

    /// Takes in the result for the file of a number.
    fn file(&mut self, index: usize, mut checked: Checked) -> Result<(), Failure> {
        let file = &self.session.files[index];
        self.waivers[file.policy].add(&file.scope, &checked);
        self.labels[file.policy].add(&self.session.policies[file.policy], &file.scope, &checked);
        if let Some(baseline) = &mut self.baseline {
            baseline.apply(&file.path, self.session.linter(file), &mut checked);
        }
        if let Some(since) = &self.since {
            since.apply(index, &mut checked)?;
        }
        self.add(file.policy, &checked)
    }

    fn add(&mut self, policy: usize, checked: &Checked) -> Result<(), Failure> {
        let fail_on = fail_on(self.args, Some(&self.session.policies[policy].policy));
        self.summary.add(checked, fail_on);
        Ok(self.sink.file(checked)?)
    }

    /// Adds what shows only at the end, and the counts.
    fn end(mut self) -> Result<Ended, Failure> {
        let mut note = None;
        self.skipped_before(None)?;
        for policy in 0..self.session.policies.len() {
            for checked in self.config_waivers(policy) {
                self.add(policy, &checked)?;
            }
        }
        if let Some(baseline) = self.baseline.take() {
            let linter = self.session.files.first().map(|file| self.session.linter(file));
            match baseline.finish(linter)? {
                BaselineOutcome::Stale(checked, fails) => {
                    self.is_baseline_failing = fails;
                    if !checked.findings.is_empty() {
                        self.add(0, &checked)?;
                    }
                }
                BaselineOutcome::Written(said) => note = Some(said),
                BaselineOutcome::Nothing => {}
            }
        }
        let status = self.status();
        self.summary.exit_status = status.code();
        self.sink.end(&self.summary)?;
        let policies = self.session.policies.iter().zip(&self.labels).enumerate();
        let labels = policies.flat_map(|(index, (loaded, used))| {
            used.remarks(loaded, self.session.is_covered(index))
        });
        let labels = labels.collect();
        Ok(Ended { status, summary: self.summary, note, labels })
    }

    /// The findings about the waivers of a configuration, by their file.
    fn config_waivers(&self, policy: usize) -> Vec<Checked> {
        let Some(linter) = self.session.linter_of_policy(policy) else { return Vec::new() };
        let (waivers, rules) = (&linter.waivers, &linter.rules);
        let present = || self.session.manifests_of_policy(policy);
        let problems = self.waivers[policy].problems(waivers, rules, linter.today, present);
        let mut files: Vec<(&Arc<_>, Vec<WaiverProblem>)> = Vec::new();
        for (index, problem) in problems {
            let file = &waivers.config[index].file;
            match files.iter_mut().find(|(known, _)| Arc::ptr_eq(known, file)) {
                Some((_, problems)) => problems.push(problem),
                None => files.push((file, vec![problem])),
            }
        }
        let checked = files
            .into_iter()
            .map(|(file, problems)| linter.check_waivers(file, FileKind::Policy, &problems));
        checked.filter(|checked| !checked.findings.is_empty()).collect()
    }

    fn status(&self) -> ExitStatus {
        let is_empty = self.summary.files == 0;
        let is_failing = self.is_baseline_failing || self.summary.failing() > 0;
        if !self.summary.is_complete() {
            ExitStatus::Broken
        } else if is_empty && !self.args.allow_empty {
            ExitStatus::Empty
        } else if !is_empty && is_failing && !self.args.exit_zero {
            ExitStatus::Findings
        } else {
            ExitStatus::Clean
        }
    }
}

/// Reports what is wrong with the policy in the format that was asked for. People
/// read it on standard error.
fn report_policy(args: &CheckArgs, errors: &[PolicyError], io: &mut Io<'_>) -> Result<(), Failure> {
    let is_human = args.output_format.iter().all(|target| target.format.name == "human");
    if is_human && args.output_file.is_none() {
        return Ok(());
    }
    let today = today::today(args.verdict.today.as_deref())?;
    let (tool, today) = (this_tool(today), today.to_string());
    let repository = outputs::repository(io);
    let info = RunInfo { tool, today, repository, ..RunInfo::default() };
    let options = report_looks(args, io);
    let files = errors.iter().filter_map(PolicyError::path).map(|path| io.folder.join(path));
    let named = args.paths.iter().map(|path| io.folder.join(path));
    let read: Vec<_> = files.chain(named).collect();
    let mut outputs = Outputs::open(args, &read, io)?;
    let mut sink = outputs.sink(&options, &mut io.stdout);
    let mut summary = Summary { exit_status: ExitStatus::Broken.code(), ..Summary::default() };
    sink.begin(&info)?;
    for checked in policy_results(errors, POLICY_ERROR, Severity::Error) {
        summary.add(&checked, Some(Severity::Error));
        sink.file(&checked)?;
    }
    sink.end(&summary)?;
    drop(sink);
    outputs.commit()?;
    Ok(())
}

/// The mildest severity that fails the run.
pub(super) fn fail_on(args: &CheckArgs, policy: Option<&Policy>) -> Option<Severity> {
    match args.verdict.fail_on {
        None => policy.and_then(Policy::fail_on),
        Some(FailOn::Never) => None,
        Some(FailOn::Error) => Some(Severity::Error),
        Some(FailOn::Warning) => Some(Severity::Warning),
        Some(FailOn::Info) => Some(Severity::Info),
    }
}

/// The content of a report in words.
fn written(summary: &Summary) -> String {
    let count = |n: usize, noun: &str| format!("{n} {noun}{}", if n == 1 { "" } else { "s" });
    format!("{} in {}", count(summary.problems(), "finding"), count(summary.files, "file"))
}

fn this_tool(today: Date) -> Tool {
    Tool::this(crate::facts::AS_OF, today::facts_are_stale(today))
}

/// Says that the facts are stale; nothing is switched off for it.
fn note_stale_facts(today: Date, args: &CheckArgs, io: &mut Io<'_>) -> Result<(), Failure> {
    if args.quiet == 0 && today::facts_are_stale(today) {
        let as_of = crate::facts::AS_OF;
        writeln!(
            io.stderr,
            "note: the built-in facts are those of {as_of}, more than twelve months before {today}; \
             a newer release of subprocessor-lint has newer ones"
        )?;
    }
    Ok(())
}

/// The looks of the report.
fn report_looks(args: &CheckArgs, io: &Io<'_>) -> output::OutputOptions {
    let goes_to_file = args.output_file.is_some()
        || !args.output_format.is_empty()
            && args.output_format.iter().all(|target| target.file.is_some());
    let is_terminal = io.stdout_is_terminal && !goes_to_file;
    output::OutputOptions {
        fold: !args.no_fold,
        statistics: args.statistics,
        quiet: args.quiet > 0,
        verbose: args.verbose > 0,
        ..looks(args.color, io, is_terminal)
    }
}

fn shows_progress(args: &CheckArgs, io: &Io<'_>) -> bool {
    io.stderr_is_terminal && !args.no_progress && args.quiet == 0
}

/// The caps of a file: those given, and otherwise the defaults.
pub(super) fn limits(args: &CheckArgs) -> Limits {
    let defaults = Limits::default();
    let given = &args.limits;
    Limits {
        bytes: given.max_bytes.map_or(defaults.bytes, |bytes| bytes as usize),
        depth: given.max_depth.map_or(defaults.depth, usize::from),
        nodes: given.max_nodes.unwrap_or(defaults.nodes),
        scalar: given.max_scalar.unwrap_or(defaults.scalar),
        vendors: given.max_vendors.unwrap_or(defaults.vendors),
        findings: given.max_findings.unwrap_or(defaults.findings),
    }
}
