//! The output of a test run for people.

use super::bench::{Bench, Failed, FileResult};
use super::coverage::Coverage;
use crate::output::paint::{Style, paint};
use crate::output::sanitize;
use crate::output::summary::count;
use std::fmt::Write as _;

/// Longer texts are cut.
const MAX_LINE: usize = 600;

/// Draws for a terminal, or not.
pub(super) struct Printer {
    pub color: bool,
    pub unicode: bool,
}

impl Printer {
    /// A text from a file, harmless and on one line.
    pub(super) fn safe(&self, text: &str) -> String {
        sanitize::line(text, MAX_LINE, self.unicode).into_owned()
    }

    pub(super) fn paint(&self, text: &str, style: Style) -> String {
        paint(text, style, self.color).to_string()
    }

    /// One line for each file, the failures, and the sum.
    pub(super) fn results(&self, bench: &Bench<'_>) -> String {
        let mut text = String::new();
        for result in &bench.results {
            let _ = writeln!(text, "{}", self.file(result));
        }
        for result in &bench.results {
            for failed in &result.failed {
                self.failure(result, failed, &mut text);
            }
        }
        let invalid = bench.results.iter().filter(|result| result.is_broken).count();
        if bench.is_empty() {
            return text;
        }
        let passed: usize = bench.results.iter().map(|result| result.passed).sum();
        let mut sum = format!("{passed} passed, {} failed", bench.failed());
        if invalid > 0 {
            let _ = write!(sum, ", {invalid} invalid");
        }
        let style = if bench.failed() + invalid > 0 { Style::Red } else { Style::Green };
        let gap = if bench.results.len() > 1 || bench.failed() > 0 { "\n" } else { "" };
        let _ = write!(text, "{gap}{}", self.paint(&sum, style));
        let mut remarks = Vec::new();
        if bench.failed() > 0 {
            remarks.push("- expected, + found".to_owned());
        }
        remarks.extend(bench.skipped.describe());
        if !remarks.is_empty() {
            let _ = write!(text, " ({})", remarks.join("; "));
        }
        text.push('\n');
        text
    }

    fn file(&self, result: &FileResult) -> String {
        let path = self.safe(&result.path);
        let is_bad = result.is_broken || !result.failed.is_empty();
        let word =
            if is_bad { self.paint("FAIL", Style::Red) } else { self.paint("ok  ", Style::Green) };
        let mut said = Vec::new();
        if result.is_broken {
            said.push("invalid".to_owned());
        }
        if result.passed > 0 {
            said.push(format!("{} passed", result.passed));
        }
        if !result.failed.is_empty() {
            said.push(format!("{} failed", result.failed.len()));
        }
        if said.is_empty() {
            said.push("no example".to_owned());
        }
        format!("{word}  {path}: {}", said.join(", "))
    }

    fn failure(&self, result: &FileResult, failed: &Failed, text: &mut String) {
        let place = format!("{}:{}", self.safe(&result.path), failed.line);
        let place = self.paint(&place, Style::Bold);
        let _ = writeln!(text, "\n{place}: {}", self.safe(&failed.title));
        for (sign, line) in &failed.difference.lines {
            let line = format!("{sign} {}", self.safe(line));
            let line = match sign {
                '-' => self.paint(&line, Style::Red),
                '+' => self.paint(&line, Style::Green),
                _ => self.paint(&line, Style::Dim),
            };
            let _ = writeln!(text, "  {line}");
        }
    }

    /// The rules that lack an example, as a table.
    pub(super) fn coverage(&self, coverage: &Coverage) -> String {
        let gaps = coverage.gaps();
        let rules = count(coverage.len(), "rule");
        if coverage.len() == 0 {
            return "coverage: there is no rule in these files\n".to_owned();
        }
        if gaps.is_empty() {
            return format!("coverage: {rules}, each with a failing and a passing example\n");
        }
        let mut text =
            format!("coverage: {} of {rules} lack a passing or a failing example\n\n", gaps.len());
        let width = |heading: &str, cells: &mut dyn Iterator<Item = usize>| {
            cells.max().unwrap_or(0).max(heading.len())
        };
        let id_width = width("rule", &mut gaps.iter().map(|(id, _)| id.len()));
        let place_width = width("place", &mut gaps.iter().map(|(_, covered)| covered.place.len()));
        let heading = format!("  {:id_width$}  {:place_width$}  failing  passing", "rule", "place");
        let _ = writeln!(text, "{}", self.paint(&heading, Style::Bold));
        for (id, covered) in gaps {
            let place = self.safe(&covered.place);
            let _ = writeln!(
                text,
                "  {id:id_width$}  {place:place_width$}  {:7}  {:7}",
                covered.failing, covered.passing
            );
        }
        text
    }
}
