//! `--mutate`: what the active rules do not notice in a good manifest that is
//! mutated in one place at a time.

use super::bench::keep;
use super::print::Printer;
use crate::cli::args::TestArgs;
use crate::cli::discover::{Discovery, Finder, Input, Inputs, is_manifest};
use crate::cli::failure::{Failure, print_notices};
use crate::cli::io::{Io, processors};
use crate::cli::load::{self, Loaded};
use crate::cli::policy::{self, LoadedPolicy};
use crate::cli::progress::Progress;
use crate::cli::session::slashes;
use crate::cli::status::ExitStatus;
use crate::lint::ordered::{Window, in_order};
use crate::lint::{FileText, Linter};
use crate::output::paint::Style;
use crate::output::summary::count;
use crate::policy::PolicyError;
use crate::syntax::{Format, Limits};
use crate::testing::mutate::{Mutants, SurveyGroup, mutants, survey};
use crate::text::{SourceFile, Span};
use crate::values::date::Date;
use std::convert::Infallible;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Larger files take long, since each mutant is a whole file to check.
const MAX_BYTES: usize = 256 << 10;

/// Maximum number of places listed after a phrase.
const MAX_LISTED: usize = 8;

/// Mutates the manifests that the arguments name.
pub(super) fn run(
    args: &TestArgs,
    today: Date,
    printer: &Printer,
    io: &mut Io<'_>,
) -> Result<ExitStatus, Failure> {
    let finder = Finder { folder: &io.folder, untrusted: false, stops: None };
    let mut found = Inputs::new();
    for path in &args.paths {
        finder.expand(path, &mut found)?;
    }
    let is_mutated = |input: &Input, how| match input {
        Input::File(path) => how != Discovery::Below || is_manifest(&io.folder.join(path)),
        Input::Stdin => true,
        Input::Unread(..) | Input::Skipped(..) => false,
    };
    found.retain(|input, how| is_mutated(input, *how));
    let (mut tried, mut noticed, mut unread) = (0, 0, 0);
    let mut policies = Policies::default();
    for input in found.into_keys() {
        let Input::File(path) = input else {
            let help = "Name a manifest, or a folder with some.";
            return Err(Failure::usage_help("standard input cannot be mutated", help));
        };
        let (shown, text) = read(&path, io)?;
        let (linter, below) = policies.linter(&path, args, today, io)?;
        let file = SourceFile::new(shown, text);
        let text = FileText::new(file.path(), file.text()).in_scope(&below);
        let good = linter.check_file(text);
        if !good.is_complete() {
            unread += 1;
            let path = printer.safe(file.path());
            writeln!(
                io.stderr,
                "error: {path} could not be evaluated, so nothing in it can be mutated\n  help: \
                 `subprocessor-lint check {path}` says why"
            )?;
            continue;
        }
        let mutated = mutants(file.text(), Format::of_path(file.path()));
        if mutated.made.is_empty() {
            continue;
        }
        if !good.findings.is_empty() {
            let findings = count(good.findings.len(), "finding");
            writeln!(
                io.stderr,
                "note: {} has {findings} to begin with; only new ones count",
                printer.safe(file.path())
            )?;
        }
        let mut progress = Progress::new(mutated.made.len(), "mutants", io.stderr_is_terminal);
        let groups = survey(&file, &below, &linter, &mutated.made, |mutants, is_noticed| {
            let mut noticed = Vec::with_capacity(mutants.len());
            let window = Window::new(processors());
            let work = |index: usize| is_noticed(&mutants[index]);
            let Ok(()) = in_order(
                mutants.len(),
                window,
                |_| 1,
                work,
                |_, one| {
                    noticed.push(one);
                    progress.add_one(&mut io.stderr);
                    Ok::<(), Infallible>(())
                },
            );
            noticed
        });
        progress.clear(&mut io.stderr);
        tried += groups.iter().map(|group| group.tried).sum::<usize>();
        noticed += groups.iter().map(|group| group.tried - group.missed.len()).sum::<usize>();
        let text = describe(&file, &groups, &mutated, printer);
        io.stdout.write_all(text.as_bytes())?;
    }
    if tried > 0 {
        let all = noticed == tried;
        let sum = format!("noticed {noticed} of {}", count(tried, "mutant"));
        let style = if all { Style::Green } else { Style::Yellow };
        writeln!(io.stdout, "{}", printer.paint(&sum, style))?;
    }
    io.stdout.flush()?;
    print_notices(&policies.notices, io)?;
    if unread > 0 {
        return Ok(ExitStatus::Broken);
    }
    if tried == 0 {
        writeln!(
            io.stderr,
            "error: no fields to mutate in these manifests\n  help: start with a \
             manifest that says all it should, such as the one that you publish"
        )?;
        return Ok(ExitStatus::Empty);
    }
    Ok(ExitStatus::Clean)
}

/// A manifest with the path that is shown.
fn read(path: &Path, io: &Io<'_>) -> Result<(String, String), Failure> {
    let shown = path.strip_prefix(&io.folder).unwrap_or(path);
    let shown = slashes(shown.strip_prefix(".").unwrap_or(shown));
    let limits = Limits { bytes: MAX_BYTES, ..Limits::default() };
    match load::manifest(&io.folder.join(path), &limits) {
        Loaded::Text(text) | Loaded::Decoded(text, _) => Ok((shown, text)),
        Loaded::Problem(crate::syntax::Problem::NotText(advice), _) => {
            let message = format!("{shown}: {}", advice.message);
            Err(Failure::usage_help(message, advice.help.unwrap_or_default()))
        }
        Loaded::Problem(..) => Err(Failure::usage_help(
            format!("{shown}: more than {MAX_BYTES} bytes"),
            "Every mutant is a whole file to check; a few typical entries say as much.",
        )),
    }
}

/// The policies of the manifests.
#[derive(Default)]
struct Policies {
    notices: Vec<PolicyError>,
}

impl Policies {
    /// Returns the linter for a manifest, by its path from the configuration on.
    fn linter(
        &mut self,
        path: &Path,
        args: &TestArgs,
        today: Date,
        io: &Io<'_>,
    ) -> Result<(Linter, String), Failure> {
        let folder = &io.folder;
        let config: Option<PathBuf> = policy::config_for(path, &args.policy, folder);
        let full = folder.join(path);
        let LoadedPolicy { policy, root, .. } =
            policy::load(config.as_deref(), &args.policy, folder)?;
        let below = full.strip_prefix(root.as_deref().unwrap_or(folder)).unwrap_or(&full);
        let below = slashes(below);
        let rules = policy.rules_for(&below).map_err(Failure::Policy)?;
        for notice in policy.notices() {
            keep(&mut self.notices, notice.clone());
        }
        Ok((Linter { rules, is_settled: true, ..Linter::new(policy, today) }, below))
    }
}

/// Describes the unreported mutations of one manifest, field by field.
fn describe(
    file: &SourceFile,
    groups: &[SurveyGroup],
    mutated: &Mutants,
    printer: &Printer,
) -> String {
    let mut text = format!("{}\n", printer.paint(&printer.safe(file.path()), Style::Bold));
    let mut fields: Vec<&str> = Vec::new();
    for group in groups {
        if !fields.contains(&group.field.as_str()) {
            fields.push(&group.field);
        }
    }
    for field in fields {
        let own = || groups.iter().filter(|group| group.field == field);
        // What was missed in the same places is said at once.
        let mut outcomes: Vec<(usize, &[Span], Vec<&SurveyGroup>)> = Vec::new();
        for group in own().filter(|group| !group.missed.is_empty()) {
            let same = |(tried, missed, _): &&mut (usize, &[Span], Vec<&SurveyGroup>)| {
                *tried == group.tried && *missed == group.missed
            };
            match outcomes.iter_mut().find(same) {
                Some((_, _, groups)) => groups.push(group),
                None => outcomes.push((group.tried, &group.missed, vec![group])),
            }
        }
        for (tried, missed, groups) in outcomes {
            let outcome = match tried - missed.len() {
                0 => "is not noticed by any active rule".to_owned(),
                seen => format!(
                    "is noticed in {seen} of {tried} places, not in {}",
                    lines(file, missed)
                ),
            };
            for phrase in phrases(&groups, field) {
                let _ = writeln!(text, "  {} {outcome}", printer.safe(&phrase));
            }
        }
    }
    if mutated.left_out > 0 {
        let places = count(mutated.left_out, "place");
        let _ = writeln!(text, "  ({places} of long lists left out)");
    }
    if !mutated.unmade.is_empty() {
        let mutants = count(mutated.unmade.len(), "mutant");
        let _ = writeln!(text, "  ({mutants} could not be made because of anchors or layout)");
    }
    text
}

/// The mutations of a field: one phrase for all that can be joined, and one for
/// each of the others.
fn phrases(groups: &[&SurveyGroup], field: &str) -> Vec<String> {
    let verbs: Vec<&str> = groups.iter().filter_map(|group| group.change.verb()).collect();
    let joined = match &verbs[..] {
        [] => None,
        [verb] => Some(format!("{verb} `{field}`")),
        [most @ .., last] => Some(format!("{} or {last} `{field}`", most.join(", "))),
    };
    let others = groups.iter().filter(|group| group.change.verb().is_none());
    joined.into_iter().chain(others.map(|group| group.change.phrase(field))).collect()
}

/// The lines of what was missed.
fn lines(file: &SourceFile, missed: &[Span]) -> String {
    let all: Vec<String> = missed.iter().map(|span| file.line(span.start).to_string()).collect();
    let listed = all.iter().take(MAX_LISTED).cloned().collect::<Vec<_>>().join(", ");
    let word = if all.len() == 1 { "line" } else { "lines" };
    match all.len().saturating_sub(MAX_LISTED) {
        0 => format!("{word} {listed}"),
        more => format!("{word} {listed} and {more} more"),
    }
}
