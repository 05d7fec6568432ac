//! Findings of one rule in one file, shown as one; the worst first.
//!
//! Real lists lack the same field in every entry. Fifteen times the same
//! sentence hides the other findings, so people see "15 of 15 vendors have no
//! contact"; programs get every finding.

use crate::diagnostics::{Checked, Finding, Severity};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Fewer vendors than this are not most of a list.
const LEAST: usize = 3;
/// Up to this many findings that judge a value are listed, even if they are of
/// most vendors: the first of their messages says more than a count.
const LISTED: usize = 6;

/// Findings that are shown as one diagnostic.
#[derive(Debug)]
pub struct Shown<'a> {
    /// The finding, or the first of those that are shown with it.
    pub first: &'a Finding,
    /// The message: that of the first, or one for all of them.
    pub message: String,
    /// The other findings.
    pub rest: Vec<&'a Finding>,
    /// The form of the message.
    pub kind: FoldKind,
}

/// The way in which findings become one diagnostic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FoldKind {
    /// The message is about the first; the others are named.
    List,
    /// The message counts the vendors, which is all there is to say.
    Lack {
        /// True if every vendor of the file is hit.
        all: bool,
    },
    /// The message counts the vendors, each of which has a value of its own.
    Values,
}

/// The findings of a file as people read them: those of a rule as one, unless
/// `fold` is false, and the worst first. What is written and wrong comes before
/// what is not stated; the rest is in the order of the file.
#[must_use]
pub fn fold(checked: &Checked, fold: bool) -> Vec<Shown<'_>> {
    let mut shown: Vec<Shown<'_>> = match fold {
        true => groups(checked).iter().map(|group| shown_as_one(group, checked)).collect(),
        false => checked.findings.iter().map(|first| shown_as_one(&[first], checked)).collect(),
    };
    shown.sort_by_key(|item| (Reverse(item.first.severity), item.first.absent));
    shown
}

/// The findings that are shown as one, in the order of the first of each: those
/// of a rule with one text for many. Errors are kept apart by their advice as
/// well, since each of them has to be acted on.
fn groups(checked: &Checked) -> Vec<Vec<&Finding>> {
    let mut places = BTreeMap::new();
    let mut groups: Vec<Vec<&Finding>> = Vec::new();
    for finding in &checked.findings {
        let advice = finding.help.as_deref().filter(|_| finding.severity == Severity::Error);
        let key = (
            &*finding.rule,
            finding.severity,
            finding.vendor.is_some(),
            is_of_vendors(finding),
            finding.fold.as_deref(),
            advice,
        );
        let at = *places.entry(key).or_insert(groups.len());
        match groups.get_mut(at) {
            Some(group) => group.push(finding),
            None => groups.push(vec![finding]),
        }
    }
    groups
}

fn shown_as_one<'a>(findings: &[&'a Finding], checked: &Checked) -> Shown<'a> {
    let first = findings[0];
    let total = checked.vendors.listed;
    let vendors = findings.iter().map(|one| entry(one)).collect::<BTreeSet<_>>().len();
    let is_most = vendors >= LEAST && 2 * vendors >= total && findings.len() > LISTED;
    let kind = match &first.fold {
        Some(_)
            if first.vendor.is_none()
                || !is_of_vendors(first)
                || vendors < 2
                || vendors > total =>
        {
            FoldKind::List
        }
        Some(_) if first.absent => FoldKind::Lack { all: vendors == total },
        Some(_) if is_most => FoldKind::Values,
        _ => FoldKind::List,
    };
    let message = match &first.fold {
        Some(text) if kind != FoldKind::List => {
            text.replace("{n}", &vendors.to_string()).replace("{total}", &total.to_string())
        }
        _ => first.message.clone(),
    };
    let mut shown = Shown { first, message, rest: findings[1..].to_vec(), kind };
    if kind == FoldKind::List {
        shown.join_words();
    }
    shown
}

impl Shown<'_> {
    /// Makes one message of those at one place that differ in one quoted word:
    /// "no `contact`, `name` or `role`".
    fn join_words(&mut self) {
        let first = self.first;
        let mut words: Option<(usize, Vec<&str>)> = None;
        self.rest.retain(|other| {
            if (other.place.span, &other.labels) != (first.place.span, &first.labels) {
                return true;
            }
            match (other_word(&first.message, &other.message), &mut words) {
                (Some((at, word)), None) => words = Some((at, vec![word])),
                (Some((at, word)), Some((known, words))) if at == *known => words.push(word),
                _ => return true,
            }
            false
        });
        if let Some((at, mut words)) = words {
            let mut parts: Vec<&str> = first.message.split('`').collect();
            // What is not there is the one, the other or the third.
            let is_negated = parts[..at].join(" ").split(' ').any(|w| matches!(w, "no" | "not"));
            let last = words.pop().unwrap_or_default();
            let before = [parts[at]].into_iter().chain(words).collect::<Vec<_>>().join("`, `");
            let joined = format!("{before}` {} `{last}", if is_negated { "or" } else { "and" });
            parts[at] = &joined;
            self.message = parts.join("`");
        }
    }
}

/// The word in backticks that a message has in place of another's, when that is
/// all the difference, and which part of the message it is.
fn other_word<'a>(message: &str, other: &'a str) -> Option<(usize, &'a str)> {
    let (ours, theirs) = (message.split('`'), other.split('`'));
    if ours.clone().count() != theirs.clone().count() {
        return None;
    }
    let mut different = ours.zip(theirs).enumerate().filter(|(_, (our, their))| our != their);
    let (at, (_, their)) = different.next()?;
    (at % 2 == 1 && different.next().is_none()).then_some((at, their))
}

/// True for a finding about one of the vendors that are counted: the declaring organization
/// and other recipients are not among them.
fn is_of_vendors(finding: &Finding) -> bool {
    let list = finding.path.split(['.', '[']).next().unwrap_or_default();
    !matches!(list, "organization" | "other_recipients")
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
    use crate::diagnostics::{FileKind, Place};
    use crate::text::{SourceFile, Span};
    use std::sync::Arc;

    /// The result for a file with `total` vendors of which the first `hit` have
    /// `each` findings of rule `r` about what is not stated.
    fn result(hit: usize, each: usize, total: usize) -> Checked {
        let source = Arc::new(SourceFile::new("m.yaml", "x".repeat(100)));
        let findings = (0..hit * each).map(|n| Finding {
            rule: "r".into(),
            severity: Severity::Error,
            message: format!("V{} lacks x", n / each),
            help: None,
            place: Place::of(&source, Span::new(n, n + 1)),
            fingerprint: Default::default(),
            label: String::new(),
            path: format!("subprocessors[{}].x", n / each),
            vendor: Some(format!("V{}", n / each)),
            value: None,
            labels: Vec::new(),
            fold: Some("{n} of {total} lack x".to_owned()),
            fix: None,
            absent: true,
        });
        let findings = findings.collect();
        let mut checked = Checked::new(Arc::clone(&source), FileKind::Manifest);
        checked.findings = findings;
        checked.vendors.listed = total;
        checked
    }

    /// Kind, message and number of findings of each diagnostic.
    fn shown(report: &Checked) -> Vec<(FoldKind, String, usize)> {
        let shown = fold(report, true).into_iter();
        shown.map(|item| (item.kind, item.message, 1 + item.rest.len())).collect()
    }

    #[test]
    fn what_vendors_lack_is_counted() {
        let some = FoldKind::Lack { all: false };
        let counted = |hit, total| shown(&result(hit, 1, total));
        assert_eq!(counted(2, 20), [(some, "2 of 20 lack x".to_owned(), 2)]);
        assert_eq!(counted(9, 9), [(FoldKind::Lack { all: true }, "9 of 9 lack x".to_owned(), 9)]);
        assert_eq!(counted(1, 9), [(FoldKind::List, "V0 lacks x".to_owned(), 1)]);
        assert_eq!(fold(&result(9, 1, 9), false).len(), 9);
    }

    #[test]
    fn only_vendors_are_counted() {
        let mut report = result(5, 1, 9);
        report.findings[0].path = "organization.legal_name".to_owned();
        report.findings[1].path = "other_recipients[0].legal_name".to_owned();
        report.findings[2].path = "other_recipients[1].legal_name".to_owned();
        let shown = shown(&report);
        let counted = (FoldKind::Lack { all: false }, "2 of 9 lack x".to_owned(), 2);
        assert!(shown.contains(&counted), "{shown:?}");
        assert!(!shown.iter().any(|(_, message, _)| message.starts_with(['1', '3', '4', '5'])));
    }

    #[test]
    fn one_entry_with_several_findings_is_listed() {
        assert_eq!(shown(&result(1, 4, 9)), [(FoldKind::List, "V0 lacks x".to_owned(), 4)]);
    }

    #[test]
    fn a_few_values_are_listed_and_many_are_counted() {
        let values = |hit| {
            let mut report = result(hit, 1, hit);
            report.findings.iter_mut().for_each(|finding| finding.absent = false);
            shown(&report)
        };
        assert_eq!(values(LISTED), [(FoldKind::List, "V0 lacks x".to_owned(), LISTED)]);
        assert_eq!(
            values(LISTED + 1),
            [(FoldKind::Values, "7 of 7 lack x".to_owned(), LISTED + 1)]
        );
    }

    #[test]
    fn errors_with_other_advice_are_other_diagnostics() {
        let sizes = |severity| -> Vec<usize> {
            let mut report = result(4, 1, 9);
            for (n, finding) in report.findings.iter_mut().enumerate() {
                finding.help = Some(format!("do {}", n.min(2)));
                finding.severity = severity;
            }
            shown(&report).into_iter().map(|(.., size)| size).collect()
        };
        assert_eq!(sizes(Severity::Error), [1, 1, 2]);
        assert_eq!(sizes(Severity::Warning), [4]);
    }

    #[test]
    fn a_text_for_many_with_arguments_is_that_of_the_findings() {
        let mut report = result(4, 2, 4);
        for (n, finding) in report.findings.iter_mut().enumerate() {
            let field = ["x", "y"][n % 2];
            finding.fold = Some(format!("{{n}} of {{total}} lack {field}"));
        }
        let all = FoldKind::Lack { all: true };
        let expected = [(all, "4 of 4 lack x".to_owned(), 4), (all, "4 of 4 lack y".to_owned(), 4)];
        assert_eq!(shown(&report), expected);
    }

    #[test]
    fn messages_that_differ_in_a_word_are_joined() {
        let mut report = result(1, 3, 9);
        let at = report.findings[0].place;
        for (finding, word) in report.findings.iter_mut().zip(["a", "b", "c"]) {
            finding.place = at;
            finding.vendor = None;
            finding.message = format!("`o` has no `{word}` yet");
        }
        assert_eq!(
            shown(&report),
            [(FoldKind::List, "`o` has no `a`, `b` or `c` yet".to_owned(), 1)]
        );
        report.findings[1].message = "`o` has a `b` already".to_owned();
        assert_eq!(shown(&report), [(FoldKind::List, "`o` has no `a` or `c` yet".to_owned(), 2)]);
    }

    #[test]
    fn the_worst_comes_first_and_contradictions_before_gaps() {
        let mut report = result(5, 1, 9);
        let set = |finding: &mut Finding, rule: &str, severity, absent| {
            finding.rule = rule.into();
            (finding.severity, finding.absent) = (severity, absent);
        };
        let kinds = [
            ("head", Severity::Warning, true),
            ("style", Severity::Info, false),
            ("gap", Severity::Error, true),
            ("value", Severity::Warning, false),
            ("conflict", Severity::Error, false),
        ];
        for (finding, (rule, severity, absent)) in report.findings.iter_mut().zip(kinds) {
            set(finding, rule, severity, absent);
        }
        for folds in [true, false] {
            let order: Vec<&str> =
                fold(&report, folds).iter().map(|one| &*one.first.rule).collect();
            assert_eq!(order, ["conflict", "gap", "value", "head", "style"]);
        }
    }

    #[test]
    fn other_rules_severities_and_findings_without_vendor_stay() {
        let mut report = result(8, 1, 8);
        report.findings[7].vendor = None;
        report.findings[6].rule = "other".into();
        report.findings[5].severity = Severity::Info;
        let sizes: Vec<usize> = shown(&report).into_iter().map(|(.., size)| size).collect();
        assert_eq!(sizes, [5, 1, 1, 1]);
    }
}
