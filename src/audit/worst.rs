//! The lists that the report shows: those with most errors, with their worst findings.

use super::evidence::EvidenceInput;
use crate::diagnostics::{Checked, Severity};
use crate::output::sanitize;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// Lists that the report shows.
pub const SHOWN_LISTS: usize = 1_000;
/// Findings that it shows of each.
pub const SHOWN_FINDINGS: usize = 10;
/// Characters of a message that it shows.
const MESSAGE: usize = 300;
/// Characters of a path that it shows.
const PATH: usize = 4_096;

/// A list in one line, with its worst findings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListRow {
    /// Its path.
    pub path: String,
    /// `clean`, `findings`, `not_evaluated` or `skipped`.
    pub status: String,
    /// The reason, if it was not evaluated or skipped.
    pub why: Option<String>,
    /// Its vendors.
    pub vendors: usize,
    /// Findings of severity error.
    pub errors: usize,
    /// Findings of severity warning.
    pub warnings: usize,
    /// Findings of severity info.
    pub infos: usize,
    /// The worst findings, at most [`SHOWN_FINDINGS`].
    pub worst: Vec<BriefFinding>,
}

/// A finding in one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BriefFinding {
    /// Its severity.
    pub severity: String,
    /// Its rule.
    pub rule: String,
    /// Its line, from 1.
    pub line: usize,
    /// Its message.
    pub message: String,
}

impl BriefFinding {
    /// The worst findings of a file, in the order of severity and place.
    #[must_use]
    pub fn worst_of(checked: &Checked) -> Vec<Self> {
        let of = |severity: Severity| {
            checked.findings.iter().filter(move |one| one.severity == severity)
        };
        let all = of(Severity::Error).chain(of(Severity::Warning)).chain(of(Severity::Info));
        let brief = all.take(SHOWN_FINDINGS).map(|finding| Self {
            severity: finding.severity.as_str().to_owned(),
            rule: sanitize::line(&finding.rule, MESSAGE, true).into_owned(),
            line: finding.place.start.line,
            message: sanitize::line(&finding.message, MESSAGE, true).into_owned(),
        });
        brief.collect()
    }
}

impl ListRow {
    /// The row of a file.
    #[must_use]
    pub fn of(input: &EvidenceInput, worst: Vec<BriefFinding>) -> Self {
        Self {
            path: sanitize::line(&input.path, PATH, true).into_owned(),
            status: input.status.clone(),
            why: input.why.as_deref().map(|why| sanitize::line(why, MESSAGE, true).into_owned()),
            vendors: input.vendors,
            errors: input.errors,
            warnings: input.warnings,
            infos: input.infos,
            worst,
        }
    }

    /// Its rank: fewer is worse. What was not evaluated comes before what has as many findings,
    /// and what was skipped before what is clean, so that neither is lost among them.
    fn rank(&self) -> impl Ord + use<> {
        let word = match &*self.status {
            "not_evaluated" => 0,
            "findings" => 1,
            "skipped" => 2,
            _ => 3,
        };
        (Reverse((self.errors, self.warnings, self.infos)), word, self.path.clone())
    }
}

impl Ord for ListRow {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.rank().cmp(&other.rank())
    }
}

impl PartialOrd for ListRow {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// The worst lists so far, worst first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorstLists(BTreeSet<ListRow>);

impl WorstLists {
    /// Takes a list in, and lets go of the best when there are too many.
    pub fn add(&mut self, row: ListRow) {
        if self.0.len() == SHOWN_LISTS && self.0.last().is_some_and(|last| *last < row) {
            return;
        }
        self.0.insert(row);
        if self.0.len() > SHOWN_LISTS {
            self.0.pop_last();
        }
    }

    /// The lists, worst first.
    pub fn iter(&self) -> impl Iterator<Item = &ListRow> {
        self.0.iter()
    }
}
