//! Takes what waivers accept out of the findings of a file, and notes what is
//! to be said about the waivers.

use super::directive::Defect;
use super::inline::Inline;
use super::remark::{About, Remark, Term, Unused};
use super::{
    Kind, MAX_TEXT, Named, Standing, Suppressed, Suppression, Waivers, too_long, unsuppressible,
};
use crate::finding::Finding;
use crate::fingerprint::vendor_key;
use crate::manifest::date::Date;
use crate::manifest::{Manifest, Vendor};
use crate::rules::Rule;
use crate::rules::error::did_you_mean;
use crate::source::Span;
use crate::syntax::Tree;
use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// For so many unknown ids of a file the one that was meant is looked for.
const MAX_GUESSES: usize = 50;

/// A file with everything that waivers look at.
pub struct Scene<'a, 't> {
    /// The rules that ran.
    pub rules: &'a [Rule],
    /// What is known of waivers besides.
    pub waivers: &'a Waivers,
    /// The date of the run.
    pub today: Date,
    /// The path of the file, relative to the configuration.
    pub path: &'a str,
    /// Whether all of the file was read and checked. If not, nothing is said
    /// of waivers that were not used.
    pub complete: bool,
    /// The text of the file.
    pub tree: &'t Tree<'t>,
    /// Its documents.
    pub manifests: &'a [Manifest<'t>],
}

/// The findings of a file after waivers.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The findings in force, in their order.
    pub findings: Vec<Finding>,
    /// The others, in their order.
    pub suppressed: Vec<Suppressed>,
    /// Which waivers of the configuration had an effect, by index.
    pub used: BTreeSet<usize>,
    /// What is to be said about the waivers in comments.
    pub remarks: Vec<Remark>,
}

/// A waiver in a comment, its ids looked up.
struct Held<'t> {
    inline: Inline<'t>,
    standing: Standing,
    suppression: Option<Suppression>,
    rules: Vec<HeldRule>,
    defects: Vec<Defect>,
}

struct HeldRule {
    id: Arc<str>,
    written: String,
    span: Span,
    used: bool,
}

impl<'t> Scene<'_, 't> {
    /// Applies the waivers of the file and of the configuration.
    #[must_use]
    pub fn apply(&self, findings: Vec<Finding>) -> Outcome {
        let mut held = self.held();
        if held.is_empty() && self.waivers.grants.is_empty() {
            return Outcome { findings, ..Outcome::default() };
        }
        let mut by: Vec<Option<Suppression>> = vec![None; findings.len()];
        self.apply_inline(&findings, &mut held, &mut by);
        let used = self.apply_grants(&findings, &mut by);
        let mut outcome = Outcome { used, ..Outcome::default() };
        for (finding, by) in findings.into_iter().zip(by) {
            match by {
                Some(by) => outcome.suppressed.push(Suppressed { finding, by }),
                None => outcome.findings.push(finding),
            }
        }
        for waiver in &held {
            self.remark(waiver, &mut outcome.remarks);
        }
        outcome
    }

    fn held(&self) -> Vec<Held<'t>> {
        let mut guesses = MAX_GUESSES;
        let waivers = Inline::read(self.tree).into_iter();
        waivers.map(|inline| self.hold(inline, &mut guesses)).collect()
    }

    /// Looks the ids of a waiver up.
    fn hold(&self, inline: Inline<'t>, guesses: &mut usize) -> Held<'t> {
        let directive = &inline.directive;
        let mut defects = directive.defects.clone();
        let mut rules = Vec::new();
        for &(id, span) in &directive.rules {
            match self.waivers.named(id, self.rules) {
                Named::Rule(rule) => {
                    let written = id.to_owned();
                    rules.push(HeldRule { id: rule, written, span, used: false });
                }
                Named::Unsuppressible => defects.push(unsuppressible(id, span)),
                Named::Nothing => {
                    *guesses = guesses.saturating_sub(1);
                    let ids = self.waivers.ids(self.rules);
                    let meant = if *guesses > 0 { did_you_mean(id, ids) } else { None };
                    defects.push(Defect {
                        span,
                        problem: format!("there is no rule `{id}`"),
                        help: match meant {
                            Some(id) => format!("Did you mean `{id}`?"),
                            None => "`subprocessor-lint rules` lists them all.".to_owned(),
                        },
                    });
                }
            }
        }
        for (key, text) in [("reason", &directive.reason), ("owner", &directive.owner)] {
            if text.as_ref().is_some_and(|text| text.len() > MAX_TEXT) {
                defects.push(too_long(key, directive.span));
            }
        }
        let until = directive.until.map(|(day, _)| day);
        let standing = Standing::of(until, self.today, self.waivers.warning_days);
        let suppression = (defects.is_empty() && standing.holds()).then(|| Suppression {
            kind: Kind::Inline,
            reason: directive.reason.as_deref().map(Arc::from),
            until,
            owner: directive.owner.as_deref().map(Arc::from),
        });
        Held { inline, standing, suppression, rules, defects }
    }

    /// Smaller places first: where two waivers cover a finding, the more
    /// particular one has the effect.
    fn apply_inline(
        &self,
        findings: &[Finding],
        held: &mut [Held<'_>],
        by: &mut [Option<Suppression>],
    ) {
        let mut order: Vec<(u32, usize, usize, Span)> = Vec::new();
        for (index, waiver) in held.iter().enumerate() {
            let (Some(covers), Some(_)) = (waiver.inline.covers, &waiver.suppression) else {
                continue;
            };
            let rules = 0..waiver.rules.len();
            order.extend(rules.map(|rule| (covers.end - covers.start, index, rule, covers)));
        }
        if order.is_empty() {
            return;
        }
        order.sort_unstable_by_key(|&(size, index, rule, _)| (size, index, rule));
        let by_rule = by_rule(findings);
        // A second waiver for the same place and rule changes nothing. To skip
        // it keeps the time linear, however often a file repeats itself.
        let mut seen: BTreeSet<(Span, Arc<str>)> = BTreeSet::new();
        for (_, index, rule, covers) in order {
            let id = Arc::clone(&held[index].rules[rule].id);
            let Some(found) = by_rule.get(&*id) else { continue };
            if !seen.insert((covers, id)) {
                continue;
            }
            let first = found.partition_point(|&at| findings[at].span.start < covers.start);
            for &at in &found[first..] {
                let span = findings[at].span;
                if span.start > covers.end {
                    break;
                }
                if by[at].is_none() && covers.contains(span) {
                    by[at].clone_from(&held[index].suppression);
                    held[index].rules[rule].used = true;
                }
            }
        }
    }

    fn apply_grants(
        &self,
        findings: &[Finding],
        by: &mut [Option<Suppression>],
    ) -> BTreeSet<usize> {
        let mut used = BTreeSet::new();
        // By rule and vendor; those for any vendor under none.
        let mut grants: HashMap<&str, HashMap<Option<String>, Vec<usize>>> = HashMap::new();
        for (index, grant) in self.waivers.grants.iter().enumerate() {
            if grant.is_for_file(self.path) && grant.holds(self.today) {
                let vendor = grant.vendor.as_deref().map(vendor_key);
                let of_rule = grants.entry(&*grant.rule).or_default();
                of_rule.entry(vendor).or_default().push(index);
            }
        }
        if grants.is_empty() {
            return used;
        }
        for (finding, by) in findings.iter().zip(by) {
            let Some(of_rule) = grants.get(&*finding.rule).filter(|_| by.is_none()) else {
                continue;
            };
            let entry = self.entry_at(finding.span);
            let names = entry.into_iter().flat_map(|entry| [entry.id, entry.name]).flatten();
            let names = names.map(|text| text.value()).chain(finding.vendor.as_deref());
            let vendors = std::iter::once(None).chain(names.map(|name| Some(vendor_key(name))));
            let candidates = vendors.filter_map(|vendor| of_rule.get(&vendor)).flatten().copied();
            let is_for = |index: &usize| self.waivers.grants[*index].is_for_path(&finding.path);
            if let Some(index) = candidates.filter(is_for).min() {
                used.insert(index);
                *by = Some(self.waivers.grants[index].suppression());
            }
        }
        used
    }

    /// What is to be said about a waiver.
    fn remark(&self, waiver: &Held<'_>, remarks: &mut Vec<Remark>) {
        let covers = waiver.inline.covers;
        let path = covers.map_or(String::new(), |covers| self.path_of(covers));
        let vendor = covers.and_then(|covers| self.entry_at(covers)).map(Vendor::title);
        let mut push = |about: About, span: Span| {
            remarks.push(Remark { about, span, path: path.clone(), vendor: vendor.clone() });
        };
        for defect in &waiver.defects {
            push(About::Malformed(defect.clone()), defect.span);
        }
        if !waiver.defects.is_empty() {
            return;
        }
        let directive = &waiver.inline.directive;
        let term = |days| {
            let (until, at) = directive.until?;
            let rules = waiver.rules.iter().map(|rule| rule.written.clone()).collect();
            Some((Term { rules, until, days, owner: directive.owner.clone() }, at))
        };
        match waiver.standing {
            Standing::Expired(days) => {
                if let Some((term, at)) = term(days) {
                    push(About::Expired { term }, at);
                }
                return;
            }
            Standing::Expiring(days) if waiver.rules.iter().any(|rule| rule.used) => {
                if let Some((term, at)) = term(days) {
                    push(About::Expiring { term }, at);
                }
            }
            Standing::Expiring(_) | Standing::Good => {}
        }
        if !self.complete {
            return;
        }
        for rule in waiver.rules.iter().filter(|rule| !rule.used) {
            let why = if covers.is_none() {
                Unused::Nowhere
            } else if self.rules.iter().any(|active| active.id == rule.id) {
                Unused::Clean
            } else {
                Unused::Off
            };
            push(About::Unused { rule: rule.written.clone(), why }, rule.span);
        }
    }

    fn path_of(&self, span: Span) -> String {
        let manifest = document_at(self.manifests, span);
        manifest.map_or(String::new(), |manifest| self.tree.path_of(manifest.root.id(), span))
    }

    /// The vendor whose entry holds a place.
    fn entry_at(&self, span: Span) -> Option<&Vendor<'t>> {
        let manifest = document_at(self.manifests, span)?;
        let lists = [&manifest.vendors, &manifest.other_recipients];
        lists.into_iter().find_map(|list| {
            let after = list.partition_point(|entry| entry.node.span().start <= span.start);
            let entry = list.get(after.checked_sub(1)?)?;
            entry.node.span().contains(span).then_some(entry)
        })
    }
}

/// The document that holds a place.
fn document_at<'m, 't>(manifests: &'m [Manifest<'t>], span: Span) -> Option<&'m Manifest<'t>> {
    let after = manifests.partition_point(|manifest| manifest.root.span().start <= span.start);
    manifests.get(after.checked_sub(1)?).filter(|manifest| manifest.root.span().contains(span))
}

/// The findings of each rule, by their start.
fn by_rule(findings: &[Finding]) -> HashMap<&str, Vec<usize>> {
    let mut by_rule: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, finding) in findings.iter().enumerate() {
        by_rule.entry(&*finding.rule).or_default().push(index);
    }
    for found in by_rule.values_mut() {
        found.sort_by_key(|&at| (findings[at].span.start, Reverse(findings[at].span.end)));
    }
    by_rule
}
