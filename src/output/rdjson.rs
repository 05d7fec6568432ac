//! The Reviewdog Diagnostic Format: one JSON object (`rdjson`), or a line for each finding
//! (`rdjsonl`). Lines and columns count from 1, columns in bytes of UTF-8.

use super::OutputOptions;
use super::json::compact;
use crate::diagnostics::report::{Repository, RunInfo, Sink, Summary};
use crate::diagnostics::{Checked, Finding, Place, Severity};
use crate::policy::links::rule_page;
use crate::text::Position;
use serde::Serialize;
use std::io::{self, Write};

/// The sink of both formats.
struct ReviewDog<'w> {
    out: &'w mut dyn Write,
    repository: Repository,
    /// One object around all.
    whole: bool,
    is_open: bool,
}

/// Makes the sink of `rdjson`; it has no options.
#[must_use]
pub fn make<'w>(_: &OutputOptions, out: &'w mut dyn Write) -> Box<dyn Sink + 'w> {
    Box::new(ReviewDog { out, repository: Repository::default(), whole: true, is_open: false })
}

/// Makes the sink of `rdjsonl`; it has no options.
#[must_use]
pub fn make_lines<'w>(_: &OutputOptions, out: &'w mut dyn Write) -> Box<dyn Sink + 'w> {
    Box::new(ReviewDog { out, repository: Repository::default(), whole: false, is_open: false })
}

#[derive(Serialize)]
struct Diagnostic<'a> {
    message: String,
    location: DiagnosticLocation,
    severity: &'static str,
    source: DiagnosticSource<'a>,
    code: DiagnosticCode<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<SuggestedEdit<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<RelatedDiagnosticLocation<'a>>,
}

#[derive(Serialize)]
struct DiagnosticSource<'a> {
    name: &'a str,
    url: &'a str,
}

#[derive(Serialize)]
struct DiagnosticCode<'a> {
    value: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

#[derive(Serialize)]
struct SuggestedEdit<'a> {
    range: DiagnosticRange,
    text: &'a str,
}

#[derive(Serialize)]
struct RelatedDiagnosticLocation<'a> {
    message: &'a str,
    location: DiagnosticLocation,
}

#[derive(Serialize)]
struct DiagnosticLocation {
    path: String,
    range: DiagnosticRange,
}

#[derive(Serialize)]
struct DiagnosticRange {
    start: DiagnosticPoint,
    end: DiagnosticPoint,
}

#[derive(Serialize)]
struct DiagnosticPoint {
    line: usize,
    column: usize,
}

/// This program, as the source of diagnostics.
const SOURCE: DiagnosticSource<'static> =
    DiagnosticSource { name: env!("CARGO_PKG_NAME"), url: env!("CARGO_PKG_REPOSITORY") };

fn range(place: &Place) -> DiagnosticRange {
    let point = |at: Position| DiagnosticPoint { line: at.line, column: at.byte_column };
    DiagnosticRange { start: point(place.start), end: point(place.end) }
}

impl ReviewDog<'_> {
    fn diagnostic<'a>(&self, checked: &'a Checked, finding: &'a Finding) -> Diagnostic<'a> {
        let location = |file: &str, place: &Place| DiagnosticLocation {
            path: self.repository.path(file),
            range: range(place),
        };
        let message = match &finding.help {
            Some(help) => format!("{}\n{help}", finding.message),
            None => finding.message.clone(),
        };
        let suggestions = finding.fix.iter().flat_map(|fix| &fix.edits);
        let labels = finding.labels.iter();
        Diagnostic {
            message,
            location: location(checked.path(), &finding.place),
            severity: match finding.severity {
                Severity::Error => "ERROR",
                Severity::Warning => "WARNING",
                Severity::Info => "INFO",
            },
            source: SOURCE,
            code: DiagnosticCode { value: &finding.rule, url: rule_page(&finding.rule) },
            suggestions: suggestions
                .map(|edit| SuggestedEdit {
                    range: range(&Place::of(&checked.source, edit.span)),
                    text: &edit.text,
                })
                .collect(),
            related_locations: labels
                .map(|label| RelatedDiagnosticLocation {
                    message: &label.message,
                    location: location(
                        label.file.as_deref().unwrap_or(checked.path()),
                        &label.place,
                    ),
                })
                .collect(),
        }
    }
}

impl Sink for ReviewDog<'_> {
    fn begin(&mut self, run: &RunInfo) -> io::Result<()> {
        self.repository = run.repository.clone();
        if self.whole {
            write!(self.out, "{{\"source\":{},\"diagnostics\":[", compact(&SOURCE))?;
        }
        Ok(())
    }

    fn file(&mut self, checked: &Checked) -> io::Result<()> {
        for finding in &checked.findings {
            let diagnostic = compact(&self.diagnostic(checked, finding));
            let (before, after) = match (self.whole, self.is_open) {
                (true, true) => (",\n", ""),
                (true, false) => ("\n", ""),
                (false, _) => ("", "\n"),
            };
            write!(self.out, "{before}{diagnostic}{after}")?;
            self.is_open = true;
        }
        Ok(())
    }

    fn end(&mut self, _: &Summary) -> io::Result<()> {
        if self.whole {
            self.out.write_all(b"\n]}\n")?;
        }
        self.out.flush()
    }
}
