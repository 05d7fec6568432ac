//! Coverage: rules that have a failing and a passing example.

use std::collections::BTreeMap;

/// The coverage of a rule.
#[derive(Debug, Default)]
pub(super) struct RuleCoverage {
    /// The place of the rule, as `path:line`.
    pub place: String,
    /// Examples and cases in which it reports something.
    pub failing: usize,
    /// Examples and cases in which it reports nothing.
    pub passing: usize,
}

/// The rules of the files that were tested.
#[derive(Debug, Default)]
pub(super) struct Coverage {
    rules: BTreeMap<String, RuleCoverage>,
    /// Cases by rule id, as failing and passing; their rules may come later.
    cases: BTreeMap<String, (usize, usize)>,
}

impl Coverage {
    /// Notes a rule with its own examples.
    pub(super) fn rule(&mut self, id: &str, place: String, failing: usize, passing: usize) {
        self.rules.insert(id.to_owned(), RuleCoverage { place, failing, passing });
    }

    /// Notes a case about a rule.
    pub(super) fn case(&mut self, id: &str, passes: bool) {
        let (failing, passing) = self.cases.entry(id.to_owned()).or_default();
        *if passes { passing } else { failing } += 1;
    }

    /// Number of rules.
    pub(super) fn len(&self) -> usize {
        self.rules.len()
    }

    /// The rules that lack one or the other.
    pub(super) fn gaps(&self) -> Vec<(&str, RuleCoverage)> {
        let all = self.rules.iter().map(|(id, rule)| {
            let (failing, passing) = self.cases.get(id).copied().unwrap_or_default();
            let covered = RuleCoverage {
                place: rule.place.clone(),
                failing: rule.failing + failing,
                passing: rule.passing + passing,
            };
            (id.as_str(), covered)
        });
        all.filter(|(_, covered)| covered.failing == 0 || covered.passing == 0).collect()
    }

    /// True if there are rules and none lacks anything.
    pub(super) fn is_full(&self) -> bool {
        self.len() > 0 && self.gaps().is_empty()
    }
}
