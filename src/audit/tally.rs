//! The counts of an audit, which are all that stays of a list that was written.

use super::places::{Occurrence, PlaceKind};
use super::record::ListRecord;
use super::worst::WorstLists;
use crate::diagnostics::Severity;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The counts of files, vendors and findings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditCounts {
    /// All files, those that were skipped among them.
    pub files: usize,
    /// Files that were evaluated and in which nothing was found.
    pub clean: usize,
    /// Files that were evaluated and in which something was found.
    pub with_findings: usize,
    /// Files that could not be read or evaluated whole.
    pub not_evaluated: usize,
    /// Files that were left out.
    pub skipped: usize,
    /// Vendors in all of them.
    pub vendors: usize,
    /// Vendors that are retired.
    pub retired: usize,
    /// Vendors that are disabled.
    pub disabled: usize,
    /// Recipients that are no vendors.
    pub other_recipients: usize,
    /// Findings of severity error.
    pub errors: usize,
    /// Findings of severity warning.
    pub warnings: usize,
    /// Findings of severity info.
    pub infos: usize,
    /// Findings that are severe enough to fail the run.
    pub failing: usize,
}

/// The findings of one rule at one severity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleTally {
    /// The rule.
    pub rule: String,
    /// The severity.
    pub severity: String,
    /// Its findings.
    pub findings: usize,
    /// The files that have one.
    pub files: usize,
}

/// The occurrences of one place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceTally {
    /// The kind of the place.
    pub kind: PlaceKind,
    /// Its code or id; empty for what has none.
    pub id: String,
    /// Lists and vendors.
    #[serde(flatten)]
    pub occurs: Occurrence,
}

/// The occurrences of one group of companies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupTally {
    /// Its name.
    pub group: String,
    /// Lists and vendors.
    #[serde(flatten)]
    pub occurs: Occurrence,
}

/// All that is counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "StoredTally", into = "StoredTally")]
pub struct Tally {
    /// Files, vendors and findings.
    pub counts: AuditCounts,
    /// The lists that the report shows.
    pub worst: WorstLists,
    rules: BTreeMap<(String, Severity), (usize, usize)>,
    places: BTreeMap<(PlaceKind, String), Occurrence>,
    groups: BTreeMap<String, Occurrence>,
}

impl Tally {
    /// Counts a file.
    pub fn add(&mut self, record: &ListRecord) {
        let (counts, row) = (&mut self.counts, &record.row);
        counts.files += 1;
        *match &*row.status {
            "clean" => &mut counts.clean,
            "findings" => &mut counts.with_findings,
            "skipped" => &mut counts.skipped,
            _ => &mut counts.not_evaluated,
        } += 1;
        counts.vendors += record.counts.listed;
        counts.retired += record.counts.retired;
        counts.disabled += record.counts.disabled;
        counts.other_recipients += record.counts.other_recipients;
        counts.errors += row.errors;
        counts.warnings += row.warnings;
        counts.infos += row.infos;
        counts.failing += record.failing;
        for ((rule, severity), found) in &record.rules {
            let entry = self.rules.entry((rule.to_string(), *severity)).or_default();
            *entry = (entry.0 + found, entry.1 + 1);
        }
        for ((kind, id), vendors) in &record.places {
            self.places.entry((*kind, (*id).to_owned())).or_default().add(*vendors);
        }
        for (group, vendors) in &record.groups {
            self.groups.entry((*group).to_owned()).or_default().add(*vendors);
        }
        self.worst.add(row.clone());
    }

    /// The rules, the worst and most frequent first.
    #[must_use]
    pub fn rules(&self) -> Vec<RuleTally> {
        let mut rules: Vec<_> = self.rules.iter().collect();
        rules.sort_by_key(|((rule, severity), (found, _))| {
            (std::cmp::Reverse((*severity, *found)), rule.clone())
        });
        let tally =
            |((rule, severity), (findings, files)): (&(String, Severity), &(usize, usize))| {
                let severity = severity.as_str().to_owned();
                RuleTally { rule: rule.clone(), severity, findings: *findings, files: *files }
            };
        rules.into_iter().map(tally).collect()
    }

    /// The places, those of most lists first.
    #[must_use]
    pub fn places(&self) -> Vec<PlaceTally> {
        let tally = |((kind, id), occurs): (&(PlaceKind, String), &Occurrence)| PlaceTally {
            kind: *kind,
            id: id.clone(),
            occurs: *occurs,
        };
        let mut places: Vec<PlaceTally> = self.places.iter().map(tally).collect();
        places.sort_by_key(|one| std::cmp::Reverse((one.occurs.lists, one.occurs.vendors)));
        places
    }

    /// The groups of companies, those of most lists first.
    #[must_use]
    pub fn groups(&self) -> Vec<GroupTally> {
        let tally = |(group, occurs): (&String, &Occurrence)| GroupTally {
            group: group.clone(),
            occurs: *occurs,
        };
        let mut groups: Vec<GroupTally> = self.groups.iter().map(tally).collect();
        groups.sort_by_key(|one| std::cmp::Reverse((one.occurs.lists, one.occurs.vendors)));
        groups
    }
}

impl Occurrence {
    fn add(&mut self, vendors: usize) {
        self.lists += 1;
        self.vendors += vendors;
    }
}

/// A tally as JSON, in which keys of maps are texts.
#[derive(Serialize, Deserialize)]
struct StoredTally {
    counts: AuditCounts,
    worst: WorstLists,
    rules: Vec<RuleTally>,
    places: Vec<PlaceTally>,
    groups: Vec<GroupTally>,
}

impl From<Tally> for StoredTally {
    fn from(tally: Tally) -> Self {
        let (rules, places, groups) = (tally.rules(), tally.places(), tally.groups());
        Self { counts: tally.counts, worst: tally.worst, rules, places, groups }
    }
}

impl From<StoredTally> for Tally {
    fn from(stored: StoredTally) -> Self {
        let severity = |word: &str| match word {
            "error" => Severity::Error,
            "warning" => Severity::Warning,
            _ => Severity::Info,
        };
        let rules = stored.rules.into_iter();
        let places = stored.places.into_iter();
        let groups = stored.groups.into_iter();
        Self {
            counts: stored.counts,
            worst: stored.worst,
            rules: rules
                .map(|one| ((one.rule, severity(&one.severity)), (one.findings, one.files)))
                .collect(),
            places: places.map(|one| ((one.kind, one.id), one.occurs)).collect(),
            groups: groups.map(|one| (one.group, one.occurs)).collect(),
        }
    }
}
