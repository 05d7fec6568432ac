//! A field that no vendor of a list of a page states: one finding at the header of the list, in
//! place of one a vendor.
//!
//! In a page one column is missing; in a manifest each entry has to be filled in, so that there
//! each keeps its finding. Waivers have been applied before: those for one vendor hold as ever.

use crate::diagnostics::{Finding, Fingerprint, Place, Suppressed};
use crate::manifest::Manifest;
use crate::page::PageOrigin;
use crate::policy::{Rule, RuleSet};
use crate::text::{SourceFile, Span};
use std::collections::{BTreeMap, HashMap, HashSet};

/// The list of vendors, as a path.
const LIST: &str = "subprocessors";

/// The least vendors of which one finding is made.
const LEAST: usize = 2;

/// A rule with the field that it misses, in one list of the page.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct LackedColumn {
    rule: String,
    field: String,
    list: usize,
}

/// Replaces the findings about a field that no vendor of a list states. `lacking` has the fields
/// of findings about missing ones.
pub(super) fn merge(
    (findings, suppressed): (&mut Vec<Finding>, &[Suppressed]),
    lacking: &HashMap<Fingerprint, String>,
    rules: &RuleSet,
    manifest: &Manifest<'_>,
    (page, file): (&PageOrigin, &SourceFile),
) {
    let lists = &page.manifest.lists;
    let column = |finding: &Finding| {
        let field = lacking.get(&finding.fingerprint)?.clone();
        let list = *lists.get(entry_of(&finding.path)?)?;
        Some(LackedColumn { rule: finding.rule.to_string(), field, list })
    };
    let mut found: BTreeMap<LackedColumn, Vec<usize>> = BTreeMap::new();
    for (index, finding) in findings.iter().enumerate() {
        if let Some(column) = column(finding) {
            found.entry(column).or_default().push(index);
        }
    }
    let mut accepted: BTreeMap<LackedColumn, usize> = BTreeMap::new();
    for column in suppressed.iter().filter_map(|one| column(&one.finding)) {
        *accepted.entry(column).or_default() += 1;
    }
    let mut merged = Vec::new();
    let mut replaced: HashSet<usize> = HashSet::new();
    let mut counts: HashMap<String, HashMap<usize, usize>> = HashMap::new();
    for (column, indices) in found {
        let first = &findings[indices[0]];
        let is_alike = |index: &usize| {
            (findings[*index].severity, &findings[*index].help) == (first.severity, &first.help)
        };
        if indices.len() < LEAST || !indices.iter().all(is_alike) {
            continue;
        }
        let Some(rule) = rules.iter().find(|rule| *rule.id == *column.rule) else { continue };
        let of_lists = counts.entry(column.rule.clone());
        let of_lists = of_lists.or_insert_with(|| vendors_of(rule, manifest, lists));
        let meant = of_lists.get(&column.list).copied().unwrap_or(0);
        if indices.len() + accepted.get(&column).copied().unwrap_or(0) != meant {
            continue;
        }
        let Some(at) = page.manifest.start_of_list(column.list) else { continue };
        merged.push(header_finding(first, &column.field, (indices.len(), meant), at, file));
        replaced.extend(indices);
    }
    let mut index = 0;
    findings.retain(|_| {
        index += 1;
        !replaced.contains(&(index - 1))
    });
    findings.append(&mut merged);
}

/// The number of vendors that a rule is about, by list of the page.
fn vendors_of(rule: &Rule, manifest: &Manifest<'_>, lists: &[usize]) -> HashMap<usize, usize> {
    let mut counts = HashMap::new();
    for (vendor, list) in manifest.vendors.iter().zip(lists) {
        if rule.selection.takes(vendor) {
            *counts.entry(*list).or_default() += 1;
        }
    }
    counts
}

fn header_finding(
    first: &Finding,
    field: &str,
    (n, total): (usize, usize),
    at: u32,
    file: &SourceFile,
) -> Finding {
    let count =
        |text: &str| text.replace("{n}", &n.to_string()).replace("{total}", &total.to_string());
    let message = match &first.fold {
        Some(fold) => count(fold),
        None => format!("{n} of {total} vendors have no `{field}`"),
    };
    Finding {
        rule: first.rule.clone(),
        fingerprint: Fingerprint::new(&first.rule, "", LIST, field),
        severity: first.severity,
        message,
        help: first.help.clone(),
        place: Place::of(file, Span { start: at, end: at }),
        label: String::new(),
        path: LIST.to_owned(),
        vendor: None,
        value: None,
        labels: Vec::new(),
        fold: None,
        fix: None,
        absent: true,
    }
}

/// The number of the entry that a path leads into.
fn entry_of(path: &str) -> Option<usize> {
    let (number, _) = path.strip_prefix(LIST)?.strip_prefix('[')?.split_once(']')?;
    number.parse().ok()
}
