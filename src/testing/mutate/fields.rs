//! The fields of a manifest that are mutated, and how.

use super::meant::{PathKey, UNKNOWN_WORD};
use super::{Change, LONG_AGO, Mutant};
use crate::facts::countries::Country;
use crate::manifest::{Manifest, is_blank};
use crate::syntax::{NodeKind, Tree, Value, edit};
use crate::text::{Edit, Span};
use crate::values::location::{Claim as Area, Context, Fit, read};

/// Keys whose value is a word, or words, of a closed list.
const WORDS: &[&str] = &[
    "activities",
    "activity",
    "audience",
    "audiences",
    "authorisation",
    "criticality",
    "engaged_as",
    "ict_service_type",
    "kind",
    "mechanism",
    "role",
    "scope",
    "special_categories",
    "status",
    "subservice",
];

/// Dates that are worth nothing when they are old.
const FRESH: &[&str] = &["last_updated", "last_reviewed"];

/// The lists whose entries are vendors.
const VENDOR_LISTS: &[&str] = &["subprocessors", "other_recipients"];

/// Columns that slip into each other when a list is kept as a table.
const COLUMNS: &[(&str, &str)] = &[
    ("legal_name", "purpose"),
    ("legal_name", "contact"),
    ("purpose", "location"),
    ("contact", "location"),
    ("contact", "purpose"),
];

/// Countries to move a vendor to: the first outside every claim is taken.
const ELSEWHERE: &[&str] = &["US", "BR", "IN", "JP", "ZA", "NZ", "DE", "GB"];

/// All mutants of all documents, in the order of the text.
pub(super) fn mutants(tree: &Tree<'_>) -> Vec<Mutant> {
    let mut found = Vec::new();
    for (index, root) in tree.documents().enumerate() {
        let mut walk = Walk {
            elsewhere: elsewhere(&Manifest::read(root)),
            path: vec![PathKey::Index(index)],
            found: &mut found,
        };
        walk.value(root, "");
    }
    found
}

/// A country that fits no residency claim; nothing without claims.
fn elsewhere(manifest: &Manifest<'_>) -> Option<&'static str> {
    let areas: Vec<Area> = manifest
        .residency
        .iter()
        .map(|claim| {
            let regions = claim.regions.iter();
            let readings: Vec<_> =
                regions.map(|region| read(region.value(), &Context::default())).collect();
            Area::of(&readings)
        })
        .collect();
    let is_outside = |code: &&&str| {
        let reading = read(code, &Context::default());
        areas.iter().all(|area| matches!(area.fit(&reading), Fit::Outside(_)))
    };
    let known = ELSEWHERE.iter().filter(|code| Country::from_code(code).is_some());
    if areas.is_empty() { None } else { known.clone().find(is_outside).copied() }
}

struct Walk<'w> {
    elsewhere: Option<&'static str>,
    path: Vec<PathKey>,
    found: &'w mut Vec<Mutant>,
}

impl Walk<'_> {
    /// Mutates what is below a value. `field` is its name with `[]` for items.
    fn value(&mut self, value: Value<'_>, field: &str) {
        // What an alias stands for is mutated where it is written.
        if value.is_alias() {
            return;
        }
        match value.kind() {
            NodeKind::Map => self.mapping(value, field),
            NodeKind::Seq => {
                let field = format!("{field}[]");
                for (index, item) in value.items().enumerate() {
                    self.path.push(PathKey::Index(index));
                    let is_vendor = self.path.len() == 3
                        && VENDOR_LISTS.iter().any(|name| field == format!("{name}[]"));
                    if is_vendor {
                        self.vendor(value, item, &field);
                    }
                    self.value(item, &field);
                    self.path.pop();
                }
            }
            _ => {}
        }
    }

    fn vendor(&mut self, list: Value<'_>, item: Value<'_>, field: &str) {
        let name = field.trim_end_matches("[]");
        if let Some(edit) = edit::repeat(list, item).filter(|_| !item.is_alias()) {
            let span = item.entries().next().map_or(item.span(), |(key, _)| key.span());
            self.push(name.to_owned(), Change::Repeat, span, vec![edit]);
        }
        for &(first, second) in COLUMNS {
            let (Some((key, a)), Some(b)) = (item.entry(first), item.get(second)) else { continue };
            let are_texts = [a, b].into_iter().all(|value| value.text().is_some());
            let is_own = item.span().contains(a.span()) && item.span().contains(b.span());
            if !are_texts || !is_own || a.text() == b.text() {
                continue;
            }
            if let Some(edits) = edit::swap(a, b) {
                self.path.push(PathKey::Key(first.to_owned()));
                self.push(format!("{field}.{first}"), Change::Swap(second), key.span(), edits);
                self.path.pop();
            }
        }
    }

    fn mapping(&mut self, map: Value<'_>, field: &str) {
        let mut own: Vec<(Value<'_>, Value<'_>)> = map
            .entries()
            .filter(|(key, value)| {
                // A merge key brings in entries that stand elsewhere.
                map.span().contains(key.span()) && map.span().contains(value.span())
            })
            .collect();
        own.sort_by_key(|(key, _)| key.span());
        for (index, &(key, value)) in own.iter().enumerate() {
            let name = key.text().unwrap_or_default();
            if name.starts_with("x-") || name.starts_with('$') {
                continue;
            }
            let field = match field {
                "" => name.to_owned(),
                field => format!("{field}.{name}"),
            };
            self.path.push(PathKey::Key(name.to_owned()));
            // An empty list says that there is none; other blanks say nothing.
            if !is_blank(value) || value.kind() == NodeKind::Seq {
                let edit = edit::remove(map, &own, index);
                self.push(field.clone(), Change::Remove, key.span(), vec![edit]);
            }
            if !is_blank(value) {
                for (change, with) in self.replacements(name, value) {
                    if let Some(edit) = edit::replace(key, value, &with) {
                        self.push(field.clone(), change, key.span(), vec![edit]);
                    }
                }
            }
            self.value(value, &field);
            self.path.pop();
        }
    }

    /// The replacements for the value of a field, in flow notation.
    fn replacements(&self, name: &str, value: Value<'_>) -> Vec<(Change, String)> {
        let is_map = value.kind() == NodeKind::Map;
        let holds_maps = value.items().any(|item| item.kind() == NodeKind::Map);
        let shape = |word: &str| match value.kind() {
            NodeKind::Seq => format!("[\"{word}\"]"),
            _ => format!("\"{word}\""),
        };
        let blank = match value.kind() {
            NodeKind::Seq => "[]",
            NodeKind::Map => "{}",
            _ => "\"\"",
        };
        let mut all = vec![(Change::Blank, blank.to_owned())];
        // What is inside of a block is mutated on its own.
        if !is_map && !holds_maps {
            all.push((Change::Placeholder, shape("TBD")));
        }
        if WORDS.contains(&name) && !is_map && !holds_maps {
            all.push((Change::UnknownWord, shape(UNKNOWN_WORD)));
        }
        if FRESH.contains(&name) && value.text().is_some_and(|text| text != LONG_AGO) {
            all.push((Change::Aged, shape(LONG_AGO)));
        }
        let is_place = matches!(name, "location" | "locations") && self.path.len() == 4;
        if let Some(country) = self.elsewhere.filter(|_| is_place) {
            all.push((Change::OutsideClaims, shape(country)));
        }
        all
    }

    fn push(&mut self, field: String, change: Change, span: Span, edits: Vec<Edit>) {
        self.found.push(Mutant { field, change, span, at: self.path.clone(), edits });
    }
}
