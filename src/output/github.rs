//! Annotations for GitHub Actions: workflow commands, which the page of a pull request shows
//! at their lines.
//!
//! A step shows ten of each level, so that the worst come first, at the end of the log; every
//! other finding is a plain line of the log.

use super::{OutputOptions, place, sanitize, summary};
use crate::diagnostics::report::{Repository, RunInfo, Sink, Summary};
use crate::diagnostics::{Checked, Finding, Severity};
use std::io::{self, Write};

/// Annotations of one level that a step shows.
const MOST: usize = 10;

/// Characters of a message.
const MESSAGE: usize = 1_000;

/// The sink of this format.
struct GitHub<'w> {
    out: &'w mut dyn Write,
    quiet: bool,
    repository: Repository,
    /// The annotations of each level, errors first.
    shown: [Vec<Annotation>; 3],
    more: usize,
}

/// A finding as an annotation, and as a line of the log.
struct Annotation {
    /// It is about what is not stated: what is written comes first.
    absent: bool,
    command: String,
    line: String,
}

/// Makes the sink; it heeds `quiet`.
#[must_use]
pub fn make<'w>(options: &OutputOptions, out: &'w mut dyn Write) -> Box<dyn Sink + 'w> {
    let shown = [Vec::new(), Vec::new(), Vec::new()];
    let (quiet, repository) = (options.quiet, Repository::default());
    Box::new(GitHub { out, quiet, repository, shown, more: 0 })
}

/// The message of a workflow command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property of a workflow command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// A text on one line, with nothing in it that a log takes for an order.
fn plain(text: &str) -> String {
    sanitize::line(text, MESSAGE, true).into_owned()
}

impl GitHub<'_> {
    fn annotation(&self, checked: &Checked, finding: &Finding) -> String {
        let command = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "notice",
        };
        let (start, end) = (finding.place.start, finding.place.end);
        let file = plain(&self.repository.path(checked.path()));
        let mut head = format!(
            "::{command} file={},line={},endLine={}",
            property(&file),
            start.line,
            end.line
        );
        // Columns of places of several lines are shown at the wrong line.
        if start.line == end.line {
            head.push_str(&format!(",col={},endColumn={}", start.column, end.column));
        }
        head.push_str(&format!(",title={}", property(&plain(&finding.rule))));
        // Properties are not in the log.
        let mut lines =
            vec![format!("{file}:{}:{}: {}", start.line, start.column, plain(&finding.message))];
        lines.extend(finding.labels.iter().map(|label| {
            let file = label.file.as_deref().unwrap_or(checked.path());
            format!("{}: {}", place::link(file, &label.place, true), plain(&label.message))
        }));
        lines.extend(finding.help.as_deref().map(|help| format!("help: {}", plain(help))));
        format!("{head}::{}", data(&lines.join("\n")))
    }
}

impl Sink for GitHub<'_> {
    fn begin(&mut self, run: &RunInfo) -> io::Result<()> {
        self.repository = run.repository.clone();
        Ok(())
    }

    fn file(&mut self, checked: &Checked) -> io::Result<()> {
        for finding in &checked.findings {
            let level = match finding.severity {
                Severity::Error => 0,
                Severity::Warning => 1,
                Severity::Info => 2,
            };
            let link = place::link(checked.path(), &finding.place, true);
            let (rule, message) = (plain(&finding.rule), plain(&finding.message));
            let line = format!("{link}: {}[{rule}] {message}", finding.severity);
            let absent = finding.absent;
            let behind = self.shown[level].partition_point(|shown| shown.absent <= absent);
            if behind >= MOST {
                self.more += 1;
                writeln!(self.out, "{line}")?;
                continue;
            }
            let command = self.annotation(checked, finding);
            self.shown[level].insert(behind, Annotation { absent, command, line });
            if self.shown[level].len() > MOST
                && let Some(last) = self.shown[level].pop()
            {
                self.more += 1;
                writeln!(self.out, "{}", last.line)?;
            }
        }
        Ok(())
    }

    fn end(&mut self, summary: &Summary) -> io::Result<()> {
        for annotation in self.shown.iter().flatten() {
            writeln!(self.out, "{}", annotation.command)?;
        }
        if self.more > 0 {
            let more = self.more;
            writeln!(self.out, "::notice::{more} more findings are in the log above")?;
        }
        if !self.quiet && summary.exit_status != 3 {
            writeln!(self.out, "{}", summary::line(summary, false))?;
        }
        self.out.flush()
    }
}
