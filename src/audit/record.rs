//! What is kept of one file: its rows, and what is counted.

use super::csv::push_row;
use super::evidence::EvidenceInput;
use super::vendor_rows::VendorRows;
use super::worst::{BriefFinding, ListRow};
use super::{Stream, places::ListPlaces};
use crate::diagnostics::{Checked, FileStatus, Severity};
use crate::output::json::{compact, finding_line};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The columns of `files.csv`.
pub const FILE_COLUMNS: &[&str] = &[
    "file",
    "kind",
    "status",
    "why",
    "vendors",
    "retired",
    "disabled",
    "other_recipients",
    "errors",
    "warnings",
    "infos",
    "sha256",
];

/// The columns of `findings.csv`.
pub const FINDING_COLUMNS: &[&str] = &[
    "file",
    "line",
    "column",
    "severity",
    "rule",
    "vendor",
    "path",
    "message",
    "help",
    "fingerprint",
];

/// One file of an audit: all that is written about it and all that is counted.
#[derive(Debug)]
pub struct ListRecord {
    /// The pieces for the streams, in the order of [`Stream::ALL`].
    pub pieces: [Vec<u8>; Stream::ALL.len()],
    /// The line for the report.
    pub row: ListRow,
    /// The findings that are severe enough to fail the run.
    pub failing: usize,
    /// The findings of each rule.
    pub rules: BTreeMap<(Arc<str>, Severity), usize>,
    /// Counts of its vendors.
    pub counts: crate::diagnostics::VendorCounts,
    /// Its vendors, each once, with a name.
    pub vendors: BTreeMap<String, String>,
    /// The groups of companies that own them.
    pub groups: BTreeMap<&'static str, usize>,
    /// The places of its vendors.
    pub places: ListPlaces,
}

impl ListRecord {
    /// The record of a result. Findings from `fail_on` upwards fail the run.
    #[must_use]
    pub fn of(
        checked: &Checked,
        sha256: Option<String>,
        fail_on: Option<Severity>,
        vendors: VendorRows,
    ) -> Self {
        let (mut csv, mut jsonl) = (Vec::new(), Vec::new());
        let mut rules: BTreeMap<(Arc<str>, Severity), usize> = BTreeMap::new();
        for finding in &checked.findings {
            let start = finding.place.start;
            push_row(
                &mut csv,
                &[
                    checked.path(),
                    &start.line.to_string(),
                    &start.column.to_string(),
                    finding.severity.as_str(),
                    &finding.rule,
                    finding.vendor.as_deref().unwrap_or_default(),
                    &finding.path,
                    &finding.message,
                    finding.help.as_deref().unwrap_or_default(),
                    &finding.fingerprint.to_string(),
                ],
            );
            jsonl.extend_from_slice(finding_line(finding, &checked.source).as_bytes());
            jsonl.push(b'\n');
            *rules.entry((Arc::clone(&finding.rule), finding.severity)).or_default() += 1;
        }
        let input = EvidenceInput::of(checked, sha256);
        let fails = |severity: Severity| fail_on.is_some_and(|least| severity >= least);
        let mut inputs = compact(&input).into_bytes();
        inputs.push(b'\n');
        Self {
            pieces: [file_row(&input, checked), csv, jsonl, vendors.csv, inputs],
            failing: checked.findings.iter().filter(|one| fails(one.severity)).count(),
            row: ListRow::of(&input, BriefFinding::worst_of(checked)),
            rules,
            counts: checked.vendors,
            vendors: vendors.vendors,
            groups: vendors.groups,
            places: vendors.places,
        }
    }

    /// About how much memory it takes, in bytes.
    #[must_use]
    pub fn weight(&self) -> usize {
        const VENDOR: usize = 200;
        self.pieces.iter().map(Vec::len).sum::<usize>() + VENDOR * self.vendors.len()
    }
}

fn file_row(input: &EvidenceInput, checked: &Checked) -> Vec<u8> {
    let vendors = checked.vendors;
    let count = |n: usize| n.to_string();
    let mut row = Vec::new();
    let kind = match checked.status {
        FileStatus::Skipped(_) => "",
        _ => input.kind.as_deref().unwrap_or_default(),
    };
    push_row(
        &mut row,
        &[
            &*input.path,
            kind,
            &input.status,
            input.why.as_deref().unwrap_or_default(),
            &count(vendors.listed),
            &count(vendors.retired),
            &count(vendors.disabled),
            &count(vendors.other_recipients),
            &count(input.errors),
            &count(input.warnings),
            &count(input.infos),
            input.sha256.as_deref().unwrap_or_default(),
        ],
    );
    row
}
