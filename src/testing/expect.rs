//! The expectations of a test, and how that differs from what was found.

use crate::diagnostics::{Finding, Severity};
use crate::text::Span;
use std::fmt;

/// A finding that a test expects. What it does not state may be anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expectation<'a> {
    /// The id of the rule, and where it stands.
    pub rule: (&'a str, Span),
    /// The path in the manifest; empty for the document as a whole.
    pub at: Option<&'a str>,
    /// The severity.
    pub severity: Option<Severity>,
    /// The whole message.
    pub message: Option<&'a str>,
    /// The whole help.
    pub help: Option<&'a str>,
}

impl Expectation<'_> {
    fn is_met_by(&self, finding: &Finding) -> bool {
        let help = finding.help.as_deref().unwrap_or_default();
        self.rule.0 == &*finding.rule
            && self.at.is_none_or(|at| at == finding.path)
            && self.severity.is_none_or(|severity| severity == finding.severity)
            && self.message.is_none_or(|message| message.trim_end() == finding.message)
            && self.help.is_none_or(|expected| expected.trim_end() == help)
    }

    /// The number of facts it states: expectations that state more are matched first.
    fn weight(&self) -> usize {
        usize::from(self.at.is_some())
            + usize::from(self.severity.is_some())
            + usize::from(self.message.is_some())
            + usize::from(self.help.is_some())
    }

    fn describe(&self) -> String {
        describe(self.severity, self.rule.0, self.at, self.message.map(str::trim_end))
    }
}

/// Lines that start with `-` for what was expected and not found, and with `+`
/// for what was found and not expected.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// The sign and the text of each line; a blank sign for a remark.
    pub lines: Vec<(char, String)>,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (sign, text)) in self.lines.iter().enumerate() {
            let gap = if index > 0 { "\n" } else { "" };
            write!(f, "{gap}  {sign} {text}")?;
        }
        Ok(())
    }
}

/// Compares expectations with findings, each of which meets at most one.
/// Nothing when they agree.
#[must_use]
pub fn compare(expected: &[Expectation<'_>], found: &[&Finding]) -> Option<Difference> {
    let mut order: Vec<usize> = (0..expected.len()).collect();
    order.sort_by_key(|&index| std::cmp::Reverse(expected[index].weight()));
    let mut met = vec![false; expected.len()];
    let mut free: Vec<&Finding> = found.to_vec();
    for index in order {
        if let Some(at) = free.iter().position(|finding| expected[index].is_met_by(finding)) {
            free.remove(at);
            met[index] = true;
        }
    }
    let mut difference = Difference::default();
    for (expectation, _) in expected.iter().zip(met).filter(|(_, met)| !met) {
        difference.lines.push(('-', expectation.describe()));
        // Next to it, what comes closest: the same rule at the same place, or
        // the same rule anywhere.
        let same_rule = |finding: &&Finding| *finding.rule == *expectation.rule.0;
        let same_place = |finding: &&Finding| expectation.at == Some(finding.path.as_str());
        let near = free
            .iter()
            .position(|finding| same_rule(finding) && same_place(finding))
            .or_else(|| free.iter().position(same_rule));
        let near = near.map(|at| free.remove(at));
        if let Some(help) = expectation.help {
            difference.lines.push(('-', format!("  help: {}", help.trim_end())));
        }
        if let Some(finding) = near {
            difference.found(finding, expectation.help.is_some());
        }
    }
    for finding in free {
        difference.found(finding, false);
    }
    (!difference.lines.is_empty()).then_some(difference)
}

impl Difference {
    fn found(&mut self, finding: &Finding, with_help: bool) {
        let path = Some(finding.path.as_str());
        let message = Some(finding.message.as_str());
        let line = describe(Some(finding.severity), &finding.rule, path, message);
        self.lines.push(('+', line));
        if with_help {
            let help = finding.help.as_deref().unwrap_or("(none)");
            self.lines.push(('+', format!("  help: {help}")));
        }
    }
}

fn describe(
    severity: Option<Severity>,
    rule: &str,
    at: Option<&str>,
    message: Option<&str>,
) -> String {
    let mut text = String::new();
    if let Some(severity) = severity {
        text.push_str(severity.as_str());
        text.push(' ');
    }
    text.push_str(rule);
    match at {
        None => {}
        Some("") => text.push_str(" for the whole document"),
        Some(path) => {
            text.push_str(" at ");
            text.push_str(path);
        }
    }
    if let Some(message) = message {
        text.push_str(": ");
        text.push_str(message);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Place;
    use crate::text::SourceFile;

    fn finding(rule: &str, path: &str, message: &str) -> Finding {
        Finding {
            fingerprint: Default::default(),
            rule: rule.into(),
            severity: Severity::Warning,
            message: message.to_owned(),
            help: None,
            place: Place::of(&SourceFile::new("m.yaml", ""), Span::default()),
            label: String::new(),
            path: path.to_owned(),
            vendor: None,
            value: None,
            labels: Vec::new(),
            fold: None,
            fix: None,
            absent: false,
        }
    }

    fn expect<'a>(rule: &'a str, at: Option<&'a str>) -> Expectation<'a> {
        let rule = (rule, Span::default());
        Expectation { rule, at, severity: None, message: None, help: None }
    }

    #[test]
    fn what_is_not_stated_may_be_anything_but_each_finding_counts_once() {
        let found = [finding("a", "x", "one"), finding("a", "y", "two")];
        let found: Vec<&Finding> = found.iter().collect();
        // The first expectation could take either; the second needs `x`.
        let expected = [expect("a", None), expect("a", Some("x"))];
        assert_eq!(compare(&expected, &found), None);
        let difference = compare(&expected[..1], &found).unwrap();
        assert_eq!(difference.to_string(), "  + warning a at y: two");
    }

    #[test]
    fn a_slip_stands_next_to_what_was_meant() {
        let found = [finding("b", "y", "other"), finding("a", "", "told")];
        let found: Vec<&Finding> = found.iter().collect();
        let mut expected = [expect("a", Some("x")), expect("c", None)];
        expected[0].severity = Some(Severity::Error);
        expected[1].message = Some("gone\n");
        assert_eq!(
            compare(&expected, &found).unwrap().to_string(),
            "  - error a at x\n  + warning a for the whole document: told\n  - c: gone\n  + \
             warning b at y: other"
        );
    }
}
