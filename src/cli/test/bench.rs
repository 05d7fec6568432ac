//! One run of tests: takes in file by file and keeps what came of it.

use super::cases;
use super::coverage::Coverage;
use super::files::{self, Skipped};
use crate::checks::REGISTRY;
use crate::cli::args::TestArgs;
use crate::cli::failure::Failure;
use crate::cli::load;
use crate::cli::session::slashes;
use crate::policy::unread;
use crate::policy::{PolicyError, RuleFile, Settings};
use crate::syntax::{Format, Limits, Parsed, Value, parse};
use crate::testing::Difference;
use crate::testing::examples::{self, ExampleKind};
use crate::text::{SourceFile, Span};
use crate::values::date::Date;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The results of the tests in one file.
#[derive(Debug, Default)]
pub(super) struct FileResult {
    /// The path that is shown.
    pub path: String,
    /// Number of tests that passed.
    pub passed: usize,
    /// Those that failed.
    pub failed: Vec<Failed>,
    /// True if the file, or the policy that it is to be run with, has errors.
    pub is_broken: bool,
}

/// A test that failed.
#[derive(Debug)]
pub(super) struct Failed {
    /// Its line, from 1.
    pub line: usize,
    /// Its name.
    pub title: String,
    /// The difference from the expectation.
    pub difference: Difference,
}

/// A run of tests.
pub(super) struct Bench<'a> {
    pub args: &'a TestArgs,
    pub today: Date,
    pub folder: PathBuf,
    /// Errors in rules, tests and policies.
    pub errors: Vec<PolicyError>,
    /// Notices about valid policies.
    pub notices: Vec<PolicyError>,
    /// The files with rules or cases, in order.
    pub results: Vec<FileResult>,
    pub skipped: Skipped,
    pub coverage: Coverage,
}

/// Adds what was found in a policy unless it was found before: a policy may be
/// read for several files.
pub(super) fn keep(list: &mut Vec<PolicyError>, found: PolicyError) {
    if !list.iter().any(|known| known.is_same_as(&found)) {
        list.push(found);
    }
}

impl<'a> Bench<'a> {
    pub(super) fn new(args: &'a TestArgs, today: Date, folder: &Path) -> Self {
        Self {
            args,
            today,
            folder: folder.to_owned(),
            errors: Vec::new(),
            notices: Vec::new(),
            results: Vec::new(),
            skipped: Skipped::default(),
            coverage: Coverage::default(),
        }
    }

    /// True if there was nothing to test.
    pub(super) fn is_empty(&self) -> bool {
        self.results.iter().all(|result| result.passed == 0 && result.failed.is_empty())
    }

    /// Number of tests that failed.
    pub(super) fn failed(&self) -> usize {
        self.results.iter().map(|result| result.failed.len()).sum()
    }

    /// Runs what one file holds.
    ///
    /// # Errors
    /// Files that cannot be read.
    pub(super) fn file(&mut self, path: &Path) -> Result<(), Failure> {
        let is_test = files::is_test_file(path);
        let shown = slashes(path.strip_prefix(&self.folder).unwrap_or(path));
        let text = match load::policy(&self.folder.join(path), &shown) {
            Ok(text) => text,
            // A large file or one of bytes that happens to be in the folder.
            Err(Failure::Policy(_)) if !is_test && !self.args.paths.iter().any(|p| p == path) => {
                self.skipped.others += 1;
                return Ok(());
            }
            Err(failure) => return Err(failure),
        };
        let parsed = parse(&text, Format::of_path(&shown), &Limits::default());
        let nodes: Vec<Value<'_>> = parsed.tree.documents().flat_map(files::mappings).collect();
        let has_rules = nodes.iter().any(|node| files::is_rule(*node));
        let is_readable = !parsed.problems.iter().any(crate::syntax::Problem::is_fatal);
        if !is_test && !has_rules && (is_readable || !files::reads_like_a_rule(&text)) {
            if nodes.iter().any(|node| files::is_pack(*node)) {
                self.skipped.packs += 1;
            } else {
                self.skipped.others += 1;
            }
            return Ok(());
        }
        let source = Arc::new(SourceFile::new(shown.clone(), text.as_str()));
        let mut result = FileResult { path: shown, ..FileResult::default() };
        let mut errors = unread(&source, &parsed.problems);
        if errors.is_empty() && is_test {
            errors = cases::run(self, path, &source, &parsed, &mut result)?;
        } else if errors.is_empty() {
            errors = self.rules(&source, &parsed, &mut result);
        }
        result.is_broken = !errors.is_empty();
        self.report(errors);
        self.results.push(result);
        Ok(())
    }

    /// Keeps errors, each once: files that share a policy share its errors.
    fn report(&mut self, errors: Vec<PolicyError>) {
        for mut error in errors {
            let is_unread = error.advice.message.starts_with("cannot read");
            let file = error.file.as_deref().filter(|_| is_unread);
            if file.is_some_and(|file| is_unquoted_path(file, error.advice.span)) {
                error.advice.help =
                    Some("Quote the path: `at: \"subprocessors[0].name\"`.".to_owned());
            }
            keep(&mut self.errors, error);
        }
    }

    /// Keeps notices about policies, each once.
    pub(super) fn note(&mut self, notices: &[PolicyError]) {
        for notice in notices {
            keep(&mut self.notices, notice.clone());
        }
    }

    /// Runs the examples of the rules in a file.
    fn rules(
        &mut self,
        source: &Arc<SourceFile>,
        parsed: &Parsed<'_>,
        result: &mut FileResult,
    ) -> Vec<PolicyError> {
        let mut errors = Vec::new();
        let nodes = parsed.tree.documents().flat_map(files::mappings);
        for node in nodes.filter(|node| files::is_rule(*node)) {
            let run = RuleFile::read(&REGISTRY, source, node)
                .and_then(|rule| Ok((rule, examples::run(&rule, self.today)?)))
                .and_then(|(rule, outcomes)| {
                    // What no example runs has to be sound as well.
                    if outcomes.is_empty() {
                        rule.compile(&Settings::default())?;
                    }
                    Ok((rule, outcomes))
                });
            let (rule, outcomes) = match run {
                Ok(run) => run,
                Err(found) => {
                    errors.extend(found);
                    continue;
                }
            };
            let line = |span: Span| source.line(span.start);
            let start = node.entries().next().map_or(node.span(), |(key, _)| key.span());
            let count = |kind| outcomes.iter().filter(|outcome| outcome.kind == kind).count();
            let place = format!("{}:{}", result.path, line(start));
            let (failing, passing) = (count(ExampleKind::Fail), count(ExampleKind::Pass));
            self.coverage.rule(rule.id, place, failing, passing);
            for outcome in outcomes {
                let Some(difference) = outcome.failure else {
                    result.passed += 1;
                    continue;
                };
                let title = match outcome.kind {
                    ExampleKind::Fail => format!("`fail` example of {}", rule.id),
                    ExampleKind::Pass => format!("`pass` example of {}", rule.id),
                    ExampleKind::Fixed => format!("`fixed` text of an example of {}", rule.id),
                };
                result.failed.push(Failed { line: line(outcome.span), title, difference });
            }
        }
        errors
    }
}

/// True if a syntax error comes from a path between brackets without quotes.
fn is_unquoted_path(file: &SourceFile, span: Span) -> bool {
    let line = file.slice(file.line_span(file.line(span.start)));
    let Some((_, path)) = line.split_once("at: ") else { return false };
    let path = path.trim_start_matches(['[', ' ']);
    path.starts_with(|char: char| char.is_ascii_alphabetic()) && path.contains('[')
}
