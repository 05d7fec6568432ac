//! What a run found, in the order and with the counts that every output
//! format shows.

use crate::accept::{Kind, Suppressed};
use crate::diagnostics::{Finding, Severity};
use crate::text::{FileId, Sources};
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The program that made a report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tool {
    /// Its name, `subprocessor-lint`.
    pub name: String,
    /// Its version, such as `0.1.0`.
    pub version: String,
    /// The day of its reference facts, `YYYY-MM-DD`.
    pub facts_as_of: String,
}

/// How much was looked at and what it came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Files that were checked, with or without findings.
    pub files: usize,
    /// Vendors in all of them.
    pub vendors: usize,
    /// Findings of severity error.
    pub errors: usize,
    /// Findings of severity warning.
    pub warnings: usize,
    /// Findings of severity info.
    pub infos: usize,
    /// Findings that a comment or a waiver allows; not among the above.
    pub suppressed: usize,
    /// Findings that the baseline knows; not among the above.
    pub baselined: usize,
}

impl Summary {
    /// The findings of any severity.
    #[must_use]
    pub fn problems(&self) -> usize {
        self.errors + self.warnings + self.infos
    }
}

/// A file that was checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CheckedFile {
    /// Which one.
    pub file: FileId,
    /// How many vendors it lists; 0 when it could not be read.
    pub vendors: usize,
}

/// What output formats need to know of a rule beyond its findings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleInfo {
    /// The message for many findings of one file, with `{n}` and `{total}`
    /// for vendors: `{n} of {total} vendors have no contact`.
    pub fold: Option<String>,
    /// The page that explains the rule, an absolute `https` address.
    pub url: Option<String>,
}

/// The result of a run: plain data that [`crate::output`] prints.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Who made it.
    pub tool: Tool,
    /// The day that dates were compared with, `YYYY-MM-DD`.
    pub today: String,
    /// Findings in force, ordered by file, offset and rule.
    pub findings: Vec<Finding>,
    /// Findings that a waiver or the baseline accepts, in the same order.
    pub suppressed: Vec<Suppressed>,
    /// The counts.
    pub summary: Summary,
    /// The files that were checked, ordered by id.
    pub files: Vec<CheckedFile>,
    /// What is known of the rules, by their ids.
    pub rules: BTreeMap<Arc<str>, RuleInfo>,
}

impl Report {
    /// Orders the findings and counts them. Those that are not in force come
    /// in by [`Report::with_suppressed`].
    #[must_use]
    pub fn new(
        tool: Tool,
        today: impl Into<String>,
        mut files: Vec<CheckedFile>,
        mut findings: Vec<Finding>,
        rules: BTreeMap<Arc<str>, RuleInfo>,
        sources: &Sources,
    ) -> Self {
        sort_findings(&mut findings, sources);
        files.sort_by_key(|checked| checked.file);
        let mut summary = Summary {
            files: files.len(),
            vendors: files.iter().map(|checked| checked.vendors).sum(),
            ..Summary::default()
        };
        for finding in &findings {
            match finding.severity {
                Severity::Error => summary.errors += 1,
                Severity::Warning => summary.warnings += 1,
                Severity::Info => summary.infos += 1,
            }
        }
        let suppressed = Vec::new();
        Self { tool, today: today.into(), findings, suppressed, summary, files, rules }
    }

    /// Adds the findings that are not in force, and counts them.
    #[must_use]
    pub fn with_suppressed(mut self, mut suppressed: Vec<Suppressed>, sources: &Sources) -> Self {
        suppressed.sort_by(|a, b| compare(&a.finding, &b.finding, sources));
        let in_baseline = suppressed.iter().filter(|one| one.by.kind == Kind::Baseline).count();
        self.summary.baselined = in_baseline;
        self.summary.suppressed = suppressed.len() - in_baseline;
        self.suppressed = suppressed;
        self
    }

    /// How many vendors a file lists; 0 for a file that was not checked.
    #[must_use]
    pub fn vendors_in(&self, file: FileId) -> usize {
        let found = self.files.binary_search_by_key(&file, |checked| checked.file);
        found.map_or(0, |at| self.files[at].vendors)
    }
}

/// Puts findings in the order of every output: path of the file, offset, rule;
/// then whatever else makes two runs print the same bytes.
pub fn sort_findings(findings: &mut [Finding], sources: &Sources) {
    findings.sort_by(|a, b| compare(a, b, sources));
}

/// Which of two findings comes first in every output.
pub(crate) fn compare(a: &Finding, b: &Finding, sources: &Sources) -> Ordering {
    let files =
        || sources.get(a.file).path().cmp(sources.get(b.file).path()).then(a.file.cmp(&b.file));
    let same_file = a.file == b.file;
    (if same_file { Ordering::Equal } else { files() }).then_with(|| a.order().cmp(&b.order()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{SourceFile, Span};

    fn finding(rule: &str, severity: Severity, file: FileId, start: usize) -> Finding {
        Finding {
            rule: rule.into(),
            severity,
            message: String::new(),
            help: None,
            file,
            span: Span::new(start, start),
            fingerprint: Default::default(),
            label: String::new(),
            path: String::new(),
            vendor: None,
            value: None,
            labels: Vec::new(),
            fold: None,
            fix: None,
        }
    }

    #[test]
    fn findings_are_ordered_by_path_offset_and_rule_and_counted() {
        let mut sources = Sources::new();
        let z = sources.add(SourceFile::new("z.yaml", "z: 1"));
        let a = sources.add(SourceFile::new("a.yaml", "a: 1"));
        let files = [z, a].map(|file| CheckedFile { file, vendors: 3 }).to_vec();
        let findings = vec![
            finding("b", Severity::Error, z, 0),
            finding("b", Severity::Error, a, 2),
            finding("b", Severity::Info, a, 1),
            finding("a", Severity::Warning, a, 1),
        ];
        let report =
            Report::new(Tool::default(), "2026-11-21", files, findings, BTreeMap::new(), &sources);
        let order: Vec<_> =
            report.findings.iter().map(|f| (f.file, f.span.start, &*f.rule)).collect();
        assert_eq!(order, [(a, 1, "a"), (a, 1, "b"), (a, 2, "b"), (z, 0, "b")]);
        let counts = Summary {
            files: 2,
            vendors: 6,
            errors: 2,
            warnings: 1,
            infos: 1,
            ..Summary::default()
        };
        assert_eq!(report.summary, counts);
        assert_eq!((report.vendors_in(a), report.vendors_in(FileId(9))), (3, 0));
    }
}
