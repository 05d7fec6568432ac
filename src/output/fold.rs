//! Findings of one rule in one file, shown as one.
//!
//! Real lists lack the same field in every entry. Fifteen times the same
//! sentence hides the other findings, so people see "15 of 15 vendors have no
//! contact"; programs get every finding.

use super::summary::count;
use crate::diagnostics::{Checked, Finding, Severity};
use std::collections::{BTreeMap, BTreeSet};

/// Fewer vendors than this are not most of a list.
const LEAST: usize = 3;
/// Up to this many findings that judge a value are shown one by one: their
/// messages say which value.
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
    /// The message is about the first; the others have their own.
    List,
    /// The message counts the vendors, which is all there is to say.
    Lack {
        /// True if every vendor of the file is hit.
        all: bool,
    },
    /// The message counts the vendors, each of which has a value of its own.
    Values,
}

/// The findings of a file in their order, those that are shown as one in the
/// place of the first of them; one by one when `fold` is false.
#[must_use]
pub fn fold(checked: &Checked, fold: bool) -> Vec<Shown<'_>> {
    let alone = |first| Shown {
        first,
        message: first.message.clone(),
        rest: Vec::new(),
        kind: FoldKind::List,
    };
    if !fold {
        return checked.findings.iter().map(alone).collect();
    }
    let mut of_rules: BTreeMap<Key<'_>, FoldGroup<'_>> = BTreeMap::new();
    let mut of_advice: BTreeMap<(Key<'_>, HelpTexts<'_>), FoldGroup<'_>> = BTreeMap::new();
    for finding in &checked.findings {
        of_rules.entry(key(finding)).or_default().findings.push(finding);
        of_advice.entry((key(finding), advice(finding))).or_default().findings.push(finding);
    }
    of_rules
        .values_mut()
        .chain(of_advice.values_mut())
        .for_each(|group| group.count(checked.vendors.listed));
    // Which diagnostic the findings of a rule, or those with one advice, are in.
    let mut places = BTreeMap::new();
    let mut shown: Vec<Shown<'_>> = Vec::new();
    for finding in &checked.findings {
        let (key, advice) = (key(finding), advice(finding));
        let of_rule = &of_rules[&key];
        let (group, place) = match of_rule.kind {
            Some(_) if finding.vendor.is_some() => (of_rule, (key, None)),
            _ => (&of_advice[&(key, advice)], (key, Some(advice))),
        };
        let kind = group.kind.filter(|_| finding.vendor.is_some());
        let at = *places.entry((place, kind.is_some())).or_insert(shown.len());
        match (shown.get_mut(at), kind) {
            (Some(item), _) => item.rest.push(finding),
            (None, None) => shown.push(alone(finding)),
            (None, Some(kind)) => {
                let message = group.message(finding);
                shown.push(Shown { first: finding, message, rest: Vec::new(), kind });
            }
        }
    }
    for item in shown.iter_mut().filter(|item| item.kind == FoldKind::List) {
        item.join_words();
    }
    shown
}

impl Shown<'_> {
    /// Makes one message of those at one place that differ in one quoted word:
    /// "no `contact`, `role`".
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
        if let Some((at, words)) = words {
            let mut parts: Vec<&str> = first.message.split('`').collect();
            let joined = [parts[at]].into_iter().chain(words).collect::<Vec<_>>().join("`, `");
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

type Key<'a> = (&'a str, Severity);

fn key(finding: &Finding) -> Key<'_> {
    (&finding.rule, finding.severity)
}

/// The texts that findings must share to be folded where those of their rule are not: the
/// help, and the text for many.
type HelpTexts<'a> = (Option<&'a str>, Option<&'a str>);

fn advice(finding: &Finding) -> HelpTexts<'_> {
    (finding.help.as_deref(), finding.fold.as_deref())
}

/// The findings of one rule in one file, or those of them with one advice.
#[derive(Default)]
struct FoldGroup<'a> {
    findings: Vec<&'a Finding>,
    vendors: usize,
    total: usize,
    /// The way in which those about vendors become one message, if they do.
    kind: Option<FoldKind>,
}

impl FoldGroup<'_> {
    fn count(&mut self, total: usize) {
        let ours: Vec<&Finding> =
            self.findings.iter().copied().filter(|finding| finding.vendor.is_some()).collect();
        let Some(first) = ours.first() else { return };
        self.vendors = ours.iter().map(|finding| entry(finding)).collect::<BTreeSet<_>>().len();
        self.total = total;
        let one_text = ours.iter().all(|finding| finding.fold == first.fold);
        let one_advice = one_text && ours.iter().all(|finding| finding.help == first.help);
        let is_lack = ours.iter().all(|finding| finding.value.is_none());
        let is_most = self.vendors >= LEAST && 2 * self.vendors >= self.total;
        let is_short = one_advice && (ours.len() <= LISTED || first.fold.is_none());
        self.kind = match () {
            () if self.vendors < 2 || self.vendors > self.total => None,
            () if is_lack && one_advice && first.fold.is_some() => {
                Some(FoldKind::Lack { all: self.vendors == self.total })
            }
            () if is_most && one_text && !is_short => Some(FoldKind::Values),
            () => None,
        };
    }

    fn message(&self, first: &Finding) -> String {
        let Some(template) = &first.fold else {
            let more = count(self.vendors - 1, "other vendor");
            return format!("{}; likewise {more} of {}", first.message, self.total);
        };
        template
            .replace("{n}", &self.vendors.to_string())
            .replace("{total}", &self.total.to_string())
    }
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
    /// `each` findings of rule `r`.
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
            fold: None,
            fix: None,
        });
        let findings = findings.collect();
        let mut checked = Checked::new(Arc::clone(&source), FileKind::Manifest);
        checked.findings = findings;
        checked.vendors.listed = total;
        checked
    }

    fn with_text(mut report: Checked) -> Checked {
        for finding in &mut report.findings {
            finding.fold = Some("{n} of {total} lack x".to_owned());
        }
        report
    }

    /// Kind, message and number of findings of each diagnostic.
    fn shown(report: &Checked) -> Vec<(FoldKind, String, usize)> {
        let shown = fold(report, true).into_iter();
        shown.map(|item| (item.kind, item.message, 1 + item.rest.len())).collect()
    }

    #[test]
    fn what_vendors_lack_is_counted() {
        let some = FoldKind::Lack { all: false };
        let counted = |hit, total| shown(&with_text(result(hit, 1, total)));
        assert_eq!(counted(2, 20), [(some, "2 of 20 lack x".to_owned(), 2)]);
        assert_eq!(counted(9, 9), [(FoldKind::Lack { all: true }, "9 of 9 lack x".to_owned(), 9)]);
        assert_eq!(counted(1, 9), [(FoldKind::List, "V0 lacks x".to_owned(), 1)]);
        assert_eq!(fold(&with_text(result(9, 1, 9)), false).len(), 9);
    }

    #[test]
    fn one_entry_with_several_findings_is_listed() {
        let shown = shown(&with_text(result(1, 4, 9)));
        assert_eq!(shown, [(FoldKind::List, "V0 lacks x".to_owned(), 4)]);
    }

    #[test]
    fn a_few_values_are_listed_and_many_are_counted() {
        let mut few = with_text(result(LISTED, 1, LISTED));
        for finding in &mut few.findings {
            finding.value = Some("x".to_owned());
        }
        assert_eq!(shown(&few), [(FoldKind::List, "V0 lacks x".to_owned(), LISTED)]);
        let mut many = with_text(result(LISTED + 1, 1, LISTED + 1));
        for finding in &mut many.findings {
            finding.value = Some("x".to_owned());
        }
        assert_eq!(shown(&many), [(FoldKind::Values, "7 of 7 lack x".to_owned(), LISTED + 1)]);
    }

    #[test]
    fn other_advice_is_another_diagnostic_unless_most_vendors_get_one() {
        let with_help = |hit, total| {
            let mut report = result(hit, 1, total);
            for (n, finding) in report.findings.iter_mut().enumerate() {
                finding.help = Some(format!("do {}", n.min(2)));
            }
            shown(&report)
        };
        let sizes: Vec<usize> = with_help(4, 9).into_iter().map(|(.., size)| size).collect();
        assert_eq!(sizes, [1, 1, 2]);
        let likewise = "V0 lacks x; likewise 4 other vendors of 9".to_owned();
        assert_eq!(with_help(5, 9), [(FoldKind::Values, likewise, 5)]);
    }

    #[test]
    fn a_text_for_many_with_arguments_is_that_of_the_findings() {
        let mut report = with_text(result(4, 2, 4));
        for (n, finding) in report.findings.iter_mut().enumerate() {
            let field = ["x", "y"][n % 2];
            finding.fold = Some(format!("{{n}} of {{total}} lack {field}"));
            finding.help = Some(format!("add {field}"));
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
            [(FoldKind::List, "`o` has no `a`, `b`, `c` yet".to_owned(), 1)]
        );
        report.findings[1].message = "`o` has a `b` already".to_owned();
        assert_eq!(shown(&report), [(FoldKind::List, "`o` has no `a`, `c` yet".to_owned(), 2)]);
    }

    #[test]
    fn other_rules_severities_and_findings_without_vendor_stay() {
        let mut report = with_text(result(8, 1, 8));
        report.findings[7].vendor = None;
        report.findings[6].rule = "other".into();
        report.findings[5].severity = Severity::Info;
        let sizes: Vec<usize> = shown(&report).into_iter().map(|(.., size)| size).collect();
        assert_eq!(sizes, [5, 1, 1, 1]);
    }
}
