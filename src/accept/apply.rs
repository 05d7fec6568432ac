//! The waivers for one file: takes what they accept out of its findings, and
//! finds the problems with them.

use super::inline::Inline;
use super::{Named, Standing};
use crate::diagnostics::{Checked, Finding, Suppressed, Suppression, SuppressionKind};
use crate::manifest::{Manifest, Vendor};
use crate::policy::{
    ConfigWaiver, MAX_TEXT, PlaceIndex, Rule, Term, Unused, WaiverProblem, WaiverProblemKind,
    Waivers, path_in_entry, too_long, unsuppressible, vendor_key,
};
use crate::syntax::Tree;
use crate::text::suggest::did_you_mean;
use crate::text::{Advice, Span};
use crate::values::date::Date;
use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// For so many unknown ids of a file the one that was meant is looked for.
const MAX_GUESSES: usize = 50;

/// A file with everything that waivers look at.
pub struct WaiverContext<'a, 't> {
    /// The rules that ran.
    pub rules: &'a [Arc<Rule>],
    /// The waivers of the configuration.
    pub waivers: &'a Waivers,
    /// The date of the run.
    pub today: Date,
    /// The path of the file, relative to the configuration.
    pub path: &'a str,
    /// The text of the file.
    pub tree: &'t Tree<'t>,
    /// Its documents.
    pub manifests: &'a [Manifest<'t>],
}

/// The waivers that are for a file, and what they have done so far.
#[derive(Clone, Debug, Default)]
pub struct FileWaivers {
    /// Those in its comments.
    inline: Vec<InlineWaiver>,
    /// Those of the configuration, by index, that are for it and hold.
    config: Vec<usize>,
    /// Its vendors in the order of the text, if a waiver of the configuration is for one.
    entries: Vec<VendorNames>,
    /// Those of the configuration that had an effect.
    used: BTreeSet<usize>,
}

/// A waiver in a comment, its ids looked up.
#[derive(Clone, Debug)]
struct InlineWaiver {
    span: Span,
    covers: Option<Span>,
    /// The path of what it covers, and the vendor that is or has it.
    path: String,
    vendor: Option<String>,
    standing: Standing,
    /// The suppression of the findings it covers; none if it is invalid.
    suppression: Option<Suppression>,
    rules: Vec<WaivedRule>,
    until: Option<(Date, Span)>,
    owner: Option<String>,
    defects: Vec<Advice>,
}

#[derive(Clone, Debug)]
struct WaivedRule {
    id: Arc<str>,
    written: String,
    span: Span,
    used: bool,
    /// The place of a finding that it just misses, for a message, and its line.
    missed: Option<(String, usize)>,
}

/// The names by which a waiver can mean a vendor.
#[derive(Clone, Debug)]
struct VendorNames {
    span: Span,
    keys: Vec<String>,
}

impl<'t> WaiverContext<'_, 't> {
    /// Looks the ids of a waiver up.
    fn hold(&self, inline: Inline<'_>, guesses: &mut usize) -> InlineWaiver {
        let Inline { directive, covers } = inline;
        let mut defects = directive.defects;
        let mut rules = Vec::new();
        for (id, span) in directive.rules {
            match self.waivers.named(id, self.rules) {
                Named::Rule(rule) => {
                    let written = id.to_owned();
                    let missed = None;
                    rules.push(WaivedRule { id: rule, written, span, used: false, missed });
                }
                Named::Unsuppressible => defects.push(unsuppressible(id, span)),
                Named::Nothing => defects.push(self.unknown(id, span, guesses)),
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
            kind: SuppressionKind::Inline,
            reason: directive.reason.as_deref().map(Arc::from),
            until: until.map(|day| day.to_string().into()),
            owner: directive.owner.as_deref().map(Arc::from),
        });
        let whole = covers.map(|covers| covers.whole);
        InlineWaiver {
            span: directive.span,
            covers: whole,
            path: covers.map_or(String::new(), |covers| self.path_of(covers.value)),
            vendor: whole.and_then(|whole| self.entry_at(whole)).map(|vendor| vendor.title()),
            standing,
            suppression,
            rules,
            until: directive.until,
            owner: directive.owner,
            defects,
        }
    }

    fn unknown(&self, id: &str, span: Span, guesses: &mut usize) -> Advice {
        *guesses = guesses.saturating_sub(1);
        let ids = self.waivers.ids(self.rules);
        let meant = if *guesses > 0 { did_you_mean(id, ids) } else { None };
        Advice::new(span, format!("there is no rule `{id}`")).with_help(match meant {
            Some(id) => format!("Did you mean `{id}`?"),
            None => "`subprocessor-lint rules` lists them all.".to_owned(),
        })
    }

    fn path_of(&self, span: Span) -> String {
        let manifest = document_at(self.manifests, span);
        manifest.map_or(String::new(), |manifest| self.tree.path_of(manifest.root.id(), span))
    }

    /// The vendor whose entry holds a place.
    fn entry_at(&self, span: Span) -> Option<&Vendor<'t>> {
        let manifest = document_at(self.manifests, span)?;
        [&manifest.vendors, &manifest.other_recipients].into_iter().find_map(|list| {
            let after = list.partition_point(|entry| entry.node.span().start <= span.start);
            let entry = list.get(after.checked_sub(1)?)?;
            entry.node.span().contains(span).then_some(entry)
        })
    }

    fn entries(&self) -> Vec<VendorNames> {
        let lists =
            self.manifests.iter().flat_map(|one| one.vendors.iter().chain(&one.other_recipients));
        let mut entries: Vec<VendorNames> = lists
            .map(|vendor| {
                let names = [vendor.id, vendor.name].into_iter().flatten();
                let keys = names.map(|text| vendor_key(text.value())).collect();
                VendorNames { span: vendor.node.span(), keys }
            })
            .collect();
        entries.sort_by_key(|entry| entry.span);
        entries
    }
}

impl FileWaivers {
    /// Reads the waivers in a file, and picks those of the configuration that
    /// are for it.
    #[must_use]
    pub fn read(context: &WaiverContext<'_, '_>) -> Self {
        let mut guesses = MAX_GUESSES;
        let found = Inline::read(context.tree).into_iter();
        let inline = found.map(|inline| context.hold(inline, &mut guesses)).collect();
        let all = context.waivers.config.iter().enumerate();
        let own: Vec<(usize, &ConfigWaiver)> = all
            .filter(|(_, waiver)| waiver.is_for_file(context.path) && waiver.holds(context.today))
            .collect();
        let is_for_vendor = own.iter().any(|(_, waiver)| waiver.vendor.is_some());
        Self {
            inline,
            config: own.into_iter().map(|(index, _)| index).collect(),
            entries: if is_for_vendor { context.entries() } else { Vec::new() },
            used: BTreeSet::new(),
        }
    }

    /// The waivers of the configuration that are for a vendor of the list, by index.
    #[must_use]
    pub fn met(&self, waivers: &Waivers) -> BTreeSet<usize> {
        let is_met = |index: &usize| {
            let name = waivers.config[*index].vendor.as_deref().map(vendor_key);
            name.is_some_and(|name| self.entries.iter().any(|entry| entry.keys.contains(&name)))
        };
        self.config.iter().copied().filter(is_met).collect()
    }

    /// The waivers of the configuration that had an effect, by index.
    #[must_use]
    pub fn into_used(self) -> BTreeSet<usize> {
        self.used
    }

    /// Takes the findings that a waiver accepts out of the active ones, and
    /// notes which waivers had an effect.
    pub fn apply(&mut self, waivers: &Waivers, checked: &mut Checked) {
        if (self.inline.is_empty() && self.config.is_empty()) || checked.findings.is_empty() {
            return;
        }
        let findings = std::mem::take(&mut checked.findings);
        let mut by: Vec<Option<Suppression>> = vec![None; findings.len()];
        self.apply_inline(&findings, &mut by);
        self.apply_config(waivers, &findings, &mut by);
        self.note_misses(&findings, &by);
        for (finding, by) in findings.into_iter().zip(by) {
            match by {
                Some(by) => checked.suppressed.push(Suppressed { finding, by }),
                None => checked.findings.push(finding),
            }
        }
    }

    /// Smaller places first: where two waivers cover a finding, the more
    /// particular one has the effect.
    fn apply_inline(&mut self, findings: &[Finding], by: &mut [Option<Suppression>]) {
        let mut order: Vec<(u32, usize, usize, Span)> = Vec::new();
        for (index, waiver) in self.inline.iter().enumerate() {
            let (Some(covers), Some(_)) = (waiver.covers, &waiver.suppression) else { continue };
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
            let waiver = &mut self.inline[index];
            let id = Arc::clone(&waiver.rules[rule].id);
            let Some(found) = by_rule.get(&*id) else { continue };
            if !seen.insert((covers, id)) {
                continue;
            }
            let first = found.partition_point(|&at| findings[at].place.span.start < covers.start);
            for &at in &found[first..] {
                let span = findings[at].place.span;
                if span.start > covers.end {
                    break;
                }
                if by[at].is_none() && covers.contains(span) {
                    by[at].clone_from(&waiver.suppression);
                    waiver.rules[rule].used = true;
                }
            }
        }
    }

    /// Notes for each waiver without effect the finding of its rule in the same entry or,
    /// outside of entries, about the document.
    fn note_misses(&mut self, findings: &[Finding], by: &[Option<Suppression>]) {
        // The first of each rule and entry: a file may have as many waivers as findings.
        let mut open: HashMap<(&str, &str), &Finding> = HashMap::new();
        for (finding, _) in findings.iter().zip(by).filter(|(_, by)| by.is_none()) {
            open.entry((&*finding.rule, entry_of(&finding.path))).or_insert(finding);
        }
        for waiver in self.inline.iter_mut().filter(|waiver| waiver.covers.is_some()) {
            let entry = entry_of(&waiver.path);
            for rule in waiver.rules.iter_mut().filter(|rule| !rule.used) {
                let missed = open.get(&(&*rule.id, entry));
                rule.missed = missed.map(|finding| {
                    let field = finding.path[entry.len()..].trim_start_matches('.');
                    let place = match (field, entry) {
                        ("", "") => "at the first key of the file".to_owned(),
                        ("", _) => "at the start of this entry".to_owned(),
                        (field, "") => format!("at `{field}`"),
                        (field, _) => format!("at the `{field}` of this entry"),
                    };
                    (place, finding.place.start.line)
                });
            }
        }
    }

    fn apply_config(
        &mut self,
        waivers: &Waivers,
        findings: &[Finding],
        by: &mut [Option<Suppression>],
    ) {
        // By rule and vendor; those for any vendor under none.
        let mut by_rule: HashMap<&str, HashMap<Option<String>, PlaceIndex<'_>>> = HashMap::new();
        for &index in &self.config {
            let waiver = &waivers.config[index];
            let of_rule = by_rule.entry(&*waiver.rule).or_default();
            let places = of_rule.entry(waiver.vendor.as_deref().map(vendor_key)).or_default();
            places.add(waiver.place.as_deref(), index);
        }
        for (finding, by) in findings.iter().zip(by) {
            let Some(of_rule) = by_rule.get(&*finding.rule).filter(|_| by.is_none()) else {
                continue;
            };
            let keys = self.keys_at(finding.place.span).iter().cloned();
            let keys = keys.chain(finding.vendor.as_deref().map(vendor_key));
            let vendors = std::iter::once(None).chain(keys.map(Some));
            let found = vendors.filter_map(|vendor| {
                let within = vendor.is_some().then(|| path_in_entry(&finding.path)).flatten();
                let places = of_rule.get(&vendor)?;
                let paths = std::iter::once(&*finding.path).chain(within);
                paths.filter_map(|path| places.first_for(path)).min()
            });
            if let Some(index) = found.min() {
                self.used.insert(index);
                *by = Some(waivers.config[index].suppression());
            }
        }
    }

    /// The names of the vendor at a place.
    fn keys_at(&self, span: Span) -> &[String] {
        let after = self.entries.partition_point(|entry| entry.span.start <= span.start);
        let entry = after.checked_sub(1).map(|index| &self.entries[index]);
        entry.filter(|entry| entry.span.contains(span)).map_or(&[], |entry| &entry.keys)
    }

    /// The problems with the waivers in comments. In a file that was not
    /// evaluated whole, those without effect are none.
    #[must_use]
    pub fn problems(&self, rules: &[Arc<Rule>], complete: bool) -> Vec<WaiverProblem> {
        let mut problems = Vec::new();
        self.inline.iter().for_each(|waiver| waiver.problems(rules, complete, &mut problems));
        problems
    }
}

impl InlineWaiver {
    fn problems(&self, rules: &[Arc<Rule>], complete: bool, problems: &mut Vec<WaiverProblem>) {
        let mut push = |about: WaiverProblemKind, span: Span| {
            let (path, vendor) = (self.path.clone(), self.vendor.clone());
            problems.push(WaiverProblem { about, span, path, vendor });
        };
        if !self.defects.is_empty() {
            for defect in &self.defects {
                push(WaiverProblemKind::Malformed(defect.clone()), defect.span);
            }
            return;
        }
        let at = self.until.map_or(self.span, |(_, span)| span);
        let term = |days| {
            let rules = self.rules.iter().map(|rule| rule.written.clone()).collect();
            let until = self.until.map(|(day, _)| day)?;
            Some(Term { rules, until, days, owner: self.owner.clone() })
        };
        match self.standing {
            Standing::Expired(days) => {
                term(days)
                    .into_iter()
                    .for_each(|term| push(WaiverProblemKind::Expired { term }, at));
                return;
            }
            Standing::Expiring(days) if self.rules.iter().any(|rule| rule.used) => {
                term(days)
                    .into_iter()
                    .for_each(|term| push(WaiverProblemKind::Expiring { term }, at));
            }
            Standing::Expiring(_) | Standing::Good => {}
        }
        for rule in self.rules.iter().filter(|rule| complete && !rule.used) {
            let why = if self.covers.is_none() {
                Unused::Nowhere
            } else if let Some((place, line)) = rule.missed.clone() {
                Unused::Elsewhere { place, line }
            } else if rules.iter().any(|active| active.id == rule.id) {
                Unused::Clean
            } else {
                Unused::Off
            };
            push(WaiverProblemKind::Unused { rule: rule.written.clone(), why }, rule.span);
        }
    }
}

/// The path of the entry of a list that a path leads into; empty for any other.
fn entry_of(path: &str) -> &str {
    let is_entry = path.starts_with("subprocessors[") || path.starts_with("other_recipients[");
    path.find(']').filter(|_| is_entry).map_or("", |end| &path[..=end])
}

/// The document that holds a place.
fn document_at<'m, 't>(manifests: &'m [Manifest<'t>], span: Span) -> Option<&'m Manifest<'t>> {
    let after = manifests.partition_point(|manifest| manifest.root.span().start <= span.start);
    let manifest = manifests.get(after.checked_sub(1)?)?;
    manifest.root.span().contains(span).then_some(manifest)
}

/// The findings of each rule, by their start.
fn by_rule(findings: &[Finding]) -> HashMap<&str, Vec<usize>> {
    let mut by_rule: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, finding) in findings.iter().enumerate() {
        by_rule.entry(&*finding.rule).or_default().push(index);
    }
    for found in by_rule.values_mut() {
        found.sort_by_key(|&at| {
            (findings[at].place.span.start, Reverse(findings[at].place.span.end))
        });
    }
    by_rule
}
