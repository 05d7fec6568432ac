//! One finding per cause: rules that yield to others.

use super::Linter;
use crate::diagnostics::{Finding, Severity};
use crate::text::Span;
use std::collections::HashMap;
use std::sync::Arc;

/// A finding that others may yield to.
struct YieldTarget<'a> {
    rule: Arc<str>,
    severity: Severity,
    /// The missing field that it is about.
    field: Option<&'a str>,
}

impl Linter {
    /// Drops the findings, from the `start`th on, of rules that yield to others
    /// which report the same place. Places of missing fields are those of the
    /// vendors, so there the fields have to be the same, and the severity counts.
    /// `lacking` has the missing fields that findings are about, by the number
    /// of the finding.
    pub(super) fn yield_to_stronger(
        &self,
        findings: &mut Vec<Finding>,
        start: usize,
        lacking: &HashMap<usize, String>,
    ) {
        let mut at: HashMap<Span, Vec<YieldTarget<'_>>> = HashMap::new();
        let stronger: Vec<&Arc<str>> = self.rules.iter().flat_map(|rule| &rule.yields_to).collect();
        for (index, finding) in findings.iter().enumerate().skip(start) {
            if stronger.contains(&&finding.rule) {
                let field = lacking.get(&index).map(String::as_str);
                let (rule, severity) = (Arc::clone(&finding.rule), finding.severity);
                let target = YieldTarget { rule, severity, field };
                at.entry(finding.place.span).or_default().push(target);
            }
        }
        if at.is_empty() {
            return;
        }
        let yields: HashMap<&str, &[Arc<str>]> =
            self.rules.iter().map(|rule| (&*rule.id, &rule.yields_to[..])).collect();
        // Findings of earlier documents stay as they are.
        let found = findings.split_off(start);
        for (index, finding) in (start..).zip(found) {
            let field = lacking.get(&index).map(String::as_str);
            let stronger = yields.get(&*finding.rule).copied().unwrap_or_default();
            let mut there = at.get(&finding.place.span).into_iter().flatten();
            let yields = there.any(|target| {
                let same_field = target.field == field && target.severity >= finding.severity;
                stronger.contains(&target.rule)
                    && (target.field.is_none() || field.is_none() || same_field)
            });
            if !yields {
                findings.push(finding);
            }
        }
    }
}
