//! The result for one file.

use super::{Finding, Severity, Suppressed};
use crate::text::{SourceFile, sha256};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The kind of a file in a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FileKind {
    /// A list of vendors in the form of this tool.
    Manifest,
    /// A page with a list of vendors: HTML, Markdown, a table, a data file.
    Page,
    /// A file of the policy: configuration, pack, rules, or the command line.
    Policy,
    /// A baseline.
    Baseline,
}

impl FileKind {
    /// True for the files that are checked, which count as such.
    #[must_use]
    pub fn is_list(self) -> bool {
        matches!(self, Self::Manifest | Self::Page)
    }
}

/// The outcome for a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileStatus {
    /// All of it was evaluated, and nothing was found.
    Clean,
    /// All of it was evaluated, and something was found.
    Findings,
    /// Some of it could not be read or evaluated, for a reason in one phrase.
    NotEvaluated(String),
    /// It was left out, for a reason in one phrase.
    Skipped(String),
}

impl FileStatus {
    /// Its word in reports.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Clean => "clean",
            Self::Findings => "findings",
            Self::NotEvaluated(_) => "not_evaluated",
            Self::Skipped(_) => "skipped",
        }
    }

    /// The reason why it was not evaluated.
    #[must_use]
    pub fn why(&self) -> Option<&str> {
        match self {
            Self::Clean | Self::Findings => None,
            Self::NotEvaluated(why) | Self::Skipped(why) => Some(why),
        }
    }
}

/// The entries of a file. Rules are about the vendors that are listed and, by
/// default, not retired.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct VendorCounts {
    /// Vendors in the list.
    pub listed: usize,
    /// Those of them that are retired, which most rules leave out.
    pub retired: usize,
    /// Those of them that are disabled, which most rules leave out.
    pub disabled: usize,
    /// Recipients that are no vendors.
    pub other_recipients: usize,
}

/// The labels of a page, for what a configuration says about them.
#[derive(Clone, Debug, Default)]
pub struct PageLabels {
    /// The numbers of the labels of the configuration that the page has.
    pub met: BTreeSet<usize>,
    /// Its columns.
    pub columns: BTreeSet<String>,
    /// Its headings.
    pub headings: BTreeSet<String>,
}

/// The final result for one file: nothing is added to it later.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The name and the text of the file, as far as it could be read.
    pub source: Arc<SourceFile>,
    /// The kind.
    pub kind: FileKind,
    /// True if the file could be read as text.
    pub is_text: bool,
    /// Counts of its vendors; zero if it could not be read.
    pub vendors: VendorCounts,
    /// The active findings, by place and rule.
    pub findings: Vec<Finding>,
    /// The findings that a waiver or the baseline accepts, in the same order.
    pub suppressed: Vec<Suppressed>,
    /// The outcome.
    pub status: FileStatus,
    /// The waivers of the configuration that had an effect, by index.
    pub used_waivers: BTreeSet<usize>,
    /// The waivers of the configuration whose vendor is on the list, by index.
    pub met_waivers: BTreeSet<usize>,
    /// The SHA-256 of the bytes of a page that is not UTF-8: they are not those of its text.
    pub bytes_sha256: Option<String>,
    /// The labels of a page that the configuration maps.
    pub labels: Box<PageLabels>,
}

impl Checked {
    /// The result for a text in which nothing is found.
    #[must_use]
    pub fn new(source: Arc<SourceFile>, kind: FileKind) -> Self {
        Self {
            is_text: true,
            source,
            kind,
            vendors: VendorCounts::default(),
            findings: Vec::new(),
            suppressed: Vec::new(),
            status: FileStatus::Clean,
            used_waivers: BTreeSet::new(),
            met_waivers: BTreeSet::new(),
            bytes_sha256: None,
            labels: Box::default(),
        }
    }

    /// The SHA-256 of the bytes of the file as 64 hexadecimal digits; nothing when there is no
    /// text.
    #[must_use]
    pub fn sha256(&self) -> Option<String> {
        if self.bytes_sha256.is_some() {
            return self.bytes_sha256.clone();
        }
        // Only when it is asked for: it is 6 % of the instructions of a check.
        self.is_text.then(|| sha256(self.source.text()))
    }

    /// The result for a file that is left out, for a reason in one phrase.
    #[must_use]
    pub fn skipped(path: impl Into<String>, why: impl Into<String>) -> Self {
        let source = Arc::new(SourceFile::new(path, ""));
        let status = FileStatus::Skipped(why.into());
        Self { status, is_text: false, ..Self::new(source, FileKind::Manifest) }
    }

    /// The path that messages show.
    #[must_use]
    pub fn path(&self) -> &str {
        self.source.path()
    }

    /// True if all of it was read and every rule came to a result.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        !matches!(self.status, FileStatus::NotEvaluated(_))
    }

    /// Number of active findings of a severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }

    /// Takes the findings out that `by` gives a reason for.
    pub(crate) fn suppress(&mut self, mut by: impl FnMut(&Finding) -> Option<super::Suppression>) {
        let before = self.suppressed.len();
        for finding in std::mem::take(&mut self.findings) {
            match by(&finding) {
                Some(by) => self.suppressed.push(Suppressed { finding, by }),
                None => self.findings.push(finding),
            }
        }
        if self.suppressed.len() > before {
            self.suppressed.sort_by(|a, b| a.finding.order().cmp(&b.finding.order()));
            self.settle();
        }
    }

    /// Says `clean` or `findings` of a file that was evaluated.
    pub(crate) fn settle(&mut self) {
        if matches!(self.status, FileStatus::Clean | FileStatus::Findings) {
            let is_clean = self.findings.is_empty();
            self.status = if is_clean { FileStatus::Clean } else { FileStatus::Findings };
        }
    }
}
