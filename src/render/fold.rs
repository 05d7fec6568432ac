//! Many findings of one rule in one file, shown as one.
//!
//! Real lists lack the same field in every entry. Fifteen times the same
//! sentence hides the other findings, so people see "15 of 15 vendors have no
//! contact"; programs get every finding.

use super::summary::count;
use crate::finding::{Finding, Severity};
use crate::report::Report;
use crate::source::FileId;
use std::collections::{BTreeMap, BTreeSet};

/// Fewer vendors than this are not folded.
const LEAST: usize = 3;
/// How many findings of a fold are shown in their source.
const SHOWN: usize = 2;

/// What is shown as one diagnostic.
#[derive(Debug)]
pub struct Shown<'a> {
    /// The finding, or the first of those that are folded.
    pub first: &'a Finding,
    /// The message, for all of them.
    pub message: String,
    /// The next few findings of a fold, to show as well.
    pub also: Vec<&'a Finding>,
    /// The findings of a fold that are not shown.
    pub rest: Vec<&'a Finding>,
    /// Findings of the same rule at the same place, which differ in what they
    /// say only.
    pub same_place: Vec<&'a Finding>,
}

/// The findings of a report in their order, with folds in the place of the
/// first finding of each; one by one when `fold` is false.
#[must_use]
pub fn fold(report: &Report, fold: bool) -> Vec<Shown<'_>> {
    let mut groups = if fold { groups(report) } else { BTreeMap::new() };
    let mut shown = Vec::new();
    for finding in &report.findings {
        let group = finding.vendor.as_ref().and_then(|_| groups.get_mut(&key(finding)));
        let Some(group) = group else {
            if let Some(item) = shown.last_mut().filter(|item| fold && is_same_place(item, finding))
            {
                item.same_place.push(finding);
                continue;
            }
            shown.push(Shown {
                first: finding,
                message: finding.message.clone(),
                also: Vec::new(),
                rest: Vec::new(),
                same_place: Vec::new(),
            });
            continue;
        };
        // The first finding takes the group; the others are in it.
        let findings = std::mem::take(&mut group.findings);
        if findings.is_empty() {
            continue;
        }
        let split = findings.len().min(SHOWN);
        shown.push(Shown {
            first: finding,
            message: group.message(report, finding),
            also: findings[1..split].to_vec(),
            rest: findings[split..].to_vec(),
            same_place: Vec::new(),
        });
    }
    shown
}

/// Whether a finding says more about what the one before it is about.
fn is_same_place(item: &Shown<'_>, finding: &Finding) -> bool {
    let first = item.first;
    item.also.is_empty()
        && first.labels == finding.labels
        && (first.file, &first.rule, first.severity, first.span)
            == (finding.file, &finding.rule, finding.severity, finding.span)
}

type Key<'a> = (FileId, &'a str, Severity);

fn key(finding: &Finding) -> Key<'_> {
    (finding.file, &finding.rule, finding.severity)
}

#[derive(Default)]
struct Group<'a> {
    findings: Vec<&'a Finding>,
    vendors: usize,
    total: usize,
}

impl Group<'_> {
    fn message(&self, report: &Report, first: &Finding) -> String {
        let rule = report.rules.get(&first.rule);
        let Some(template) = rule.and_then(|rule| rule.fold.as_deref()) else {
            let more = count(self.vendors - 1, "other vendor");
            return format!("{}; likewise {more} of {}", first.message, self.total);
        };
        template
            .replace("{n}", &self.vendors.to_string())
            .replace("{total}", &self.total.to_string())
    }
}

/// The groups of findings that are folded.
fn groups(report: &Report) -> BTreeMap<Key<'_>, Group<'_>> {
    let mut groups: BTreeMap<Key<'_>, Group<'_>> = BTreeMap::new();
    for finding in report.findings.iter().filter(|finding| finding.vendor.is_some()) {
        groups.entry(key(finding)).or_default().findings.push(finding);
    }
    groups.retain(|&(file, _, _), group| {
        group.vendors = group.findings.iter().map(|f| entry(f)).collect::<BTreeSet<_>>().len();
        group.total = report.vendors_in(file);
        group.vendors >= LEAST && group.vendors <= group.total && 2 * group.vendors >= group.total
    });
    groups
}

/// The entry of the manifest that a finding is about: `subprocessors[3]`, or
/// the vendor's name when the path has no index.
fn entry(finding: &Finding) -> &str {
    match finding.path.find(']') {
        Some(end) => &finding.path[..=end],
        None => finding.vendor.as_deref().unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{CheckedFile, RuleInfo};
    use crate::source::Span;

    /// A report on one file with `total` vendors of which the first `hit` have
    /// `each` findings of rule `r`.
    fn report(hit: usize, each: usize, total: usize) -> Report {
        let findings = (0..hit * each).map(|n| Finding {
            rule: "r".into(),
            severity: Severity::Error,
            message: format!("V{} lacks x", n / each),
            help: None,
            file: FileId(0),
            span: Span::new(n, n + 1),
            label: String::new(),
            path: format!("subprocessors[{}].x", n / each),
            vendor: Some(format!("V{}", n / each)),
            value: None,
            labels: Vec::new(),
        });
        Report {
            findings: findings.collect(),
            files: vec![CheckedFile { file: FileId(0), vendors: total }],
            ..Report::default()
        }
    }

    #[test]
    fn most_entries_and_at_least_three_are_folded() {
        for (hit, each, total, diagnostics) in [
            (15, 1, 15, 1),
            (4, 1, 8, 1),
            (4, 1, 9, 4),
            (3, 1, 3, 1),
            (2, 1, 2, 2),
            (2, 4, 2, 8),
            (4, 2, 8, 1),
            (5, 1, 0, 5),
        ] {
            let report = report(hit, each, total);
            assert_eq!(fold(&report, true).len(), diagnostics, "{hit} x {each} of {total}");
            assert_eq!(fold(&report, false).len(), hit * each);
        }
    }

    #[test]
    fn a_fold_shows_two_and_keeps_the_rest() {
        let mut report = report(15, 1, 20);
        let fold_text = RuleInfo { fold: Some("{n} of {total} lack x".to_owned()), url: None };
        report.rules.insert("r".into(), fold_text);
        let shown = fold(&report, true);
        assert_eq!(shown[0].message, "15 of 20 lack x");
        assert_eq!((shown[0].also.len(), shown[0].rest.len()), (1, 13));
        assert_eq!(shown[0].rest[0].vendor.as_deref(), Some("V2"));
    }

    #[test]
    fn a_rule_without_fold_text_says_likewise() {
        let report = report(12, 1, 12);
        let message = &fold(&report, true)[0].message;
        assert_eq!(message, "V0 lacks x; likewise 11 other vendors of 12");
    }

    #[test]
    fn other_rules_files_and_findings_without_vendor_stay() {
        let mut report = report(8, 1, 8);
        report.findings[7].vendor = None;
        report.findings[6].rule = "other".into();
        report.findings[5].file = FileId(1);
        let shown = fold(&report, true);
        assert_eq!(shown.iter().map(|s| 1 + s.also.len() + s.rest.len()).sum::<usize>(), 8);
        assert_eq!(shown.len(), 4);
    }
}
