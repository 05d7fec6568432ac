//! One finding per cause: rules that yield to others, and findings that speak for a field
//! or for a value.

use super::Linter;
use crate::diagnostics::{Finding, Severity};
use crate::manifest::fields::{MANIFEST, VENDOR};
use crate::policy::{Hit, Rule};
use crate::text::Span;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// A finding that others may yield to.
struct YieldTarget<'a> {
    rule: Arc<str>,
    severity: Severity,
    /// The missing field that it is about.
    field: Option<&'a str>,
}

/// Stands for every field of an entry.
const ALL_FIELDS: &str = "*";

/// The fields and values that findings are about, by the numbers of the findings.
#[derive(Default)]
pub(super) struct FindingSubjects {
    /// The missing fields.
    lacking: HashMap<usize, String>,
    /// The fields that a finding speaks for.
    claims: HashMap<usize, Vec<&'static str>>,
    /// The values that a finding speaks for.
    values: HashMap<usize, Span>,
    /// The findings about what is not stated.
    absent: HashSet<usize>,
    /// The places that rules answer for without a finding.
    settled: Vec<(Arc<str>, Span)>,
}

impl FindingSubjects {
    /// Notes what a hit is about before it becomes a finding.
    pub(super) fn add(&mut self, number: usize, hit: &mut Hit) {
        if let Some(field) = hit.lacks.take() {
            self.lacking.insert(number, field);
        }
        if !hit.claims.is_empty() {
            self.claims.insert(number, std::mem::take(&mut hit.claims));
        }
        if let Some(span) = hit.claimed {
            self.values.insert(number, span);
        }
        if hit.absent {
            self.absent.insert(number);
        }
    }

    /// Notes the places that a rule answers for without a finding.
    pub(super) fn settle(&mut self, rule: &Rule, places: Vec<Span>) {
        self.settled.extend(places.into_iter().map(|span| (Arc::clone(&rule.id), span)));
    }

    /// The fields that findings speak for, with the paths of their entries.
    fn claimed_fields<'f>(&self, findings: &'f [Finding]) -> HashSet<(&'f str, &'static str)> {
        let mut claimed = HashSet::new();
        for (number, fields) in &self.claims {
            if let Some(finding) = findings.get(*number) {
                let entry = entry_of(&finding.path);
                let own = finding.path[entry.len()..].trim_start_matches('.');
                let own = own.split(['.', '[']).next().unwrap_or(own);
                let named = |field: &&'static str| match **field {
                    // The entry itself is no mapping, so that none of its fields can be there.
                    _ if field.is_empty() && own.is_empty() && entry.ends_with(']') => ALL_FIELDS,
                    _ if field.is_empty() => canonical(entry, own),
                    _ => canonical(entry, field),
                };
                claimed.extend(fields.iter().map(|field| (entry, named(field))));
            }
        }
        claimed
    }

    /// The numbers of the findings that others speak for. A finding that yields to
    /// another does not speak for it, or neither would be left.
    fn spoken_for(
        &self,
        findings: &[Finding],
        start: usize,
        yields: impl Fn(&Finding, &Finding) -> bool,
    ) -> HashSet<usize> {
        let mut dropped = HashSet::new();
        if !self.claims.is_empty() && !self.lacking.is_empty() {
            let claimed = self.claimed_fields(findings);
            for (number, field) in &self.lacking {
                let Some(finding) = findings.get(*number) else { continue };
                let entry = entry_of(&finding.path);
                let all = (entry, ALL_FIELDS);
                if claimed.contains(&(entry, canonical(entry, field))) || claimed.contains(&all) {
                    dropped.insert(*number);
                }
            }
        }
        if !self.values.is_empty() {
            let is_kept = |(number, _): &(&usize, &Span)| **number < findings.len();
            let claimed = self.values.iter().filter(is_kept);
            let claimed: BTreeMap<u32, (Span, usize)> =
                claimed.map(|(number, span)| (span.start, (*span, *number))).collect();
            for (number, finding) in findings.iter().enumerate().skip(start) {
                let span = finding.place.span;
                let before = claimed.range(..=span.start).next_back();
                let is_within = before.is_some_and(|(_, (claimed, by))| {
                    claimed.contains(span) && !yields(&findings[*by], finding)
                });
                if is_within && !self.values.contains_key(&number) && !self.absent.contains(&number)
                {
                    dropped.insert(number);
                }
            }
        }
        dropped
    }
}

/// The path of the entry or block that a path leads into: `subprocessors[3]` for
/// `subprocessors[3].contact`; empty for the document.
fn entry_of(path: &str) -> &str {
    let is_entry = path.starts_with("subprocessors[") || path.starts_with("other_recipients[");
    match path.find(']').filter(|_| is_entry) {
        Some(at) => &path[..=at],
        None if path.starts_with("organization.") => "organization",
        None => "",
    }
}

/// The list that a field of an entry, or of the document, belongs to.
fn canonical(entry: &str, field: &str) -> &'static str {
    let block = if entry.ends_with(']') { VENDOR } else { MANIFEST };
    let step = field.split('.').next().unwrap_or(field);
    let block = if entry == "organization" { crate::manifest::fields::ORGANIZATION } else { block };
    block.block().find(step).map_or("", |field| field.list())
}

impl Linter {
    /// Drops the findings, from the `start`th on, of rules that yield to others
    /// which report the same place. Places of missing fields are those of the
    /// vendors, so there the fields have to be the same, and the severity counts.
    /// Findings that others speak for are dropped as well.
    pub(super) fn yield_to_stronger(
        &self,
        findings: &mut Vec<Finding>,
        start: usize,
        subjects: &FindingSubjects,
    ) {
        let lacking = &subjects.lacking;
        let yields = |one: &Finding, other: &Finding| {
            let rule = self.rules.iter().find(|rule| rule.id == one.rule);
            rule.is_some_and(|rule| rule.yields_to.contains(&other.rule))
        };
        let spoken_for = subjects.spoken_for(findings, start, yields);
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
        for (rule, span) in &subjects.settled {
            let target =
                YieldTarget { rule: Arc::clone(rule), severity: Severity::Error, field: None };
            at.entry(*span).or_default().push(target);
        }
        if at.is_empty() && spoken_for.is_empty() {
            return;
        }
        let yields: HashMap<&str, &[Arc<str>]> =
            self.rules.iter().map(|rule| (&*rule.id, &rule.yields_to[..])).collect();
        // Findings of earlier documents stay as they are.
        let found = findings.split_off(start);
        for (index, finding) in (start..).zip(found) {
            if spoken_for.contains(&index) {
                continue;
            }
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
