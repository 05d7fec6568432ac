//! The Code Quality report of GitLab: a JSON array of issues.
//!
//! GitLab shows `description` only, so that it begins with the rule, and drops issues of
//! equal fingerprints.

use super::OutputOptions;
use super::json::compact;
use crate::diagnostics::report::{Repository, RunInfo, Sink, Summary};
use crate::diagnostics::{Checked, Finding, Severity, sha256};
use serde::Serialize;
use std::collections::HashMap;
use std::io::{self, Write};

/// The sink of this format.
struct GitLab<'w> {
    out: &'w mut dyn Write,
    repository: Repository,
    /// The number of issues of each path and fingerprint.
    taken: HashMap<String, usize>,
}

/// Makes the sink; it has no options.
#[must_use]
pub fn make<'w>(_: &OutputOptions, out: &'w mut dyn Write) -> Box<dyn Sink + 'w> {
    Box::new(GitLab { out, repository: Repository::default(), taken: HashMap::new() })
}

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: IssueLocation<'a>,
}

#[derive(Serialize)]
struct IssueLocation<'a> {
    path: &'a str,
    lines: IssueLines,
}

#[derive(Serialize)]
struct IssueLines {
    begin: usize,
    end: usize,
}

impl GitLab<'_> {
    /// A name for the finding that no other one has, the same in the next run.
    fn fingerprint(&mut self, path: &str, finding: &Finding) -> String {
        let name = format!("{path}\n{}", finding.fingerprint);
        let before = self.taken.entry(name.clone()).or_default();
        *before += 1;
        sha256(&if *before == 1 { name } else { format!("{name}\n{before}") })
    }
}

impl Sink for GitLab<'_> {
    fn begin(&mut self, run: &RunInfo) -> io::Result<()> {
        self.repository = run.repository.clone();
        self.out.write_all(b"[")
    }

    fn file(&mut self, checked: &Checked) -> io::Result<()> {
        let path = self.repository.path(checked.path());
        for finding in &checked.findings {
            let sign = if self.taken.is_empty() { "\n" } else { ",\n" };
            let (begin, end) = (finding.place.start.line, finding.place.end.line);
            let issue = Issue {
                description: format!("{}: {}", finding.rule, finding.message),
                check_name: &finding.rule,
                fingerprint: self.fingerprint(&path, finding),
                severity: match finding.severity {
                    Severity::Error => "major",
                    Severity::Warning => "minor",
                    Severity::Info => "info",
                },
                location: IssueLocation { path: &path, lines: IssueLines { begin, end } },
            };
            write!(self.out, "{sign}{}", compact(&issue))?;
        }
        Ok(())
    }

    fn end(&mut self, _: &Summary) -> io::Result<()> {
        self.out.write_all(b"\n]\n")?;
        self.out.flush()
    }
}
