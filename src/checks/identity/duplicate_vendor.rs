//! `duplicate-vendor`: no vendor appears twice on a list under one id, name or website.

use super::duplicate_legal_name::{
    are_rows_of, are_used_apart, disjoint, have_categories, have_places,
};
use crate::checks::kit::company::Company;
use crate::manifest::{Text, Vendor};
use crate::policy::{Check, CheckOptions, CheckSpec, Hit, Hits, ListCheck, OptionSpec, Subject};
use crate::values::entity_name::{
    EntityName, Step, Verdict, compare, duplicates, is_short_slip, town_key,
};
use crate::values::location::PartRole;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "duplicate-vendor",
    summary: "reports entries that share an id, a name or a website but no legal name",
    options: &[OptionSpec::words(
        "by",
        ("something that entries are compared by", || KEYS.to_vec()),
        &[],
        "What entries must not share; all of them, if left out.",
    )],
    arguments: &[
        ("line", "the line of the earlier entry"),
        ("key", "what the entries share: `id`, `name` or `website`"),
        ("other", "the name of the earlier entry"),
        ("value", "the value as written"),
    ],
    variants: &[
        ("categories", "the entries are in different categories"),
        ("again", "the entries have one name, written in two ways"),
        ("id", "entries of different names share an id"),
        ("website", "entries of different names share a website"),
        ("spelling", "the names differ by a slip, a space or a letter for another"),
    ],
    build: |options| Check::list(DuplicateVendor::new(options)),
};

/// The keys that entries may share, in the order of comparison.
const KEYS: &[&str] = &["id", "name", "website"];

struct DuplicateVendor {
    by: Vec<String>,
}

impl DuplicateVendor {
    fn new(options: &mut CheckOptions<'_>) -> Self {
        Self { by: options.words("by") }
    }

    /// Entries whose names are one name in two spellings.
    fn misspelt(subject: &Subject<'_, '_>, reported: &HashSet<usize>, hits: &mut Hits) {
        let names: Vec<Option<&EntityName>> = subject
            .vendors
            .iter()
            .map(|vendor| vendor.name_parts().filter(|_| vendor.is_current()))
            .collect();
        for duplicate in duplicates(&names) {
            let (first, vendor) =
                (subject.vendors[duplicate.earlier], subject.vendors[duplicate.later]);
            let (Some(a), Some(b)) = (names[duplicate.earlier], names[duplicate.later]) else {
                continue;
            };
            let is_slip = a.base_as_written() != b.base_as_written()
                && matches!(
                    duplicate.comparison.reason,
                    Step::Spelling | Step::Ampersand | Step::Spacing | Step::Lookalike
                );
            let known = |vendor: &Vendor<'_>| vendor.known().map(|known| known.vendor.id);
            let are_known = known(first).zip(known(vendor)).is_some_and(|(a, b)| a != b);
            if !is_slip
                || are_known
                || are_reported_by_company(first, vendor)
                || reported.contains(&duplicate.later)
            {
                continue;
            }
            hits.extend(spelling(subject, first, vendor));
        }
    }

    /// Entries whose names differ by the form of a town, or by a slip in a short name where all
    /// else agrees.
    fn confirmed(subject: &Subject<'_, '_>, reported: &mut HashSet<usize>, hits: &mut Hits) {
        let mut in_town: HashMap<String, usize> = HashMap::new();
        let mut alike: HashMap<[&str; 2], Vec<usize>> = HashMap::new();
        for (index, vendor) in subject.vendors.iter().enumerate() {
            let Some(name) = vendor.name_parts().filter(|_| vendor.is_current()) else { continue };
            let mut earlier = None;
            if let Some(key) = town_key(name) {
                let first = *in_town.entry(key).or_insert(index);
                let other = subject.vendors[first];
                let differs = other.name_parts().is_some_and(|other| other.base() != name.base());
                earlier = Some(first).filter(|_| differs && !is_excused(other, vendor));
            }
            if let Some(key) = work_and_contact(vendor) {
                let group = alike.entry(key).or_default();
                let mut others = group.iter().copied().take(MAX_ALIKE);
                earlier = earlier.or_else(|| {
                    others.find(|&first| is_slip_in_name(subject.vendors[first], vendor))
                });
                group.push(index);
            }
            let Some(first) = earlier.filter(|_| !reported.contains(&index)) else { continue };
            let first = subject.vendors[first];
            if same_entity(first, vendor) {
                continue;
            }
            reported.insert(index);
            hits.extend(spelling(subject, first, vendor));
        }
    }

    fn compares(&self, key: &str) -> bool {
        self.by.is_empty() || self.by.iter().any(|known| known == key)
    }
}

impl ListCheck for DuplicateVendor {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        let mut seen: HashMap<(&str, Cow<'_, str>), usize> =
            HashMap::with_capacity(subject.vendors.len());
        let mut all_reported = HashSet::new();
        for (index, vendor) in subject.vendors.iter().enumerate() {
            if !vendor.is_current() {
                continue;
            }
            let mut reported = false;
            for key in KEYS {
                let Some((text, value)) = value(vendor, key).filter(|_| self.compares(key)) else {
                    continue;
                };
                let earlier = *seen.entry((key, value)).or_insert(index);
                let first = subject.vendors[earlier];
                if earlier == index || reported {
                    continue;
                }
                let excused = match *key {
                    // An id has to be unique whatever else differs.
                    "id" => false,
                    // A page of somebody else was copied, whatever else differs.
                    "website" => {
                        (is_excused(first, vendor) || have_categories(first, vendor))
                            && are_related(first, vendor)
                    }
                    _ => is_excused(first, vendor),
                };
                if excused || same_entity(first, vendor) {
                    continue;
                }
                reported = true;
                all_reported.insert(index);
                let first_text = value_text(first, key).unwrap_or(text);
                let place = first.place_of(first_text.span());
                let (title, other) = (vendor.title(), first.title());
                let variant = match *key {
                    "name" if have_categories(first, vendor) => "categories",
                    _ if title == other => "",
                    "name" => "again",
                    key => key,
                };
                let mut hit = Hit::on(text);
                if variant == "again" {
                    // What is added to the name is what makes two of it.
                    hit = hit.claims_span(text.span());
                }
                hits.push(
                    hit.of(vendor)
                        .arg("key", *key)
                        .arg("other", other)
                        .arg("line", subject.line_of(place))
                        .variant(variant)
                        .related(place, "first listed here"),
                );
            }
        }
        if self.compares("name") {
            Self::confirmed(subject, &mut all_reported, hits);
            Self::misspelt(subject, &all_reported, hits);
        }
    }
}

/// The hit of an entry whose name is that of an earlier one in another spelling.
fn spelling(subject: &Subject<'_, '_>, first: &Vendor<'_>, vendor: &Vendor<'_>) -> Option<Hit> {
    let (text, other) = (vendor.name?, first.name?);
    let place = first.place_of(other.span());
    let hit = Hit::on(text).of(vendor).arg("key", "name").arg("other", first.title());
    let hit = hit.arg("line", subject.line_of(place)).variant("spelling");
    Some(hit.related(place, "first listed here"))
}

/// Entries of one purpose and contact that a name is compared with.
const MAX_ALIKE: usize = 12;

/// The purpose and the first contact of an entry, if both are stated.
fn work_and_contact<'t>(vendor: &Vendor<'t>) -> Option<[&'t str; 2]> {
    let contact = vendor.contacts.list.first()?;
    let address = contact.address.or(contact.email).or(contact.url).or(contact.phone)?;
    Some([vendor.purpose?.value(), address.value()])
}

/// True if the names of two entries differ by a slip, and nothing else tells them apart.
fn is_slip_in_name(a: &Vendor<'_>, b: &Vendor<'_>) -> bool {
    let (Some(first), Some(second)) = (a.name_parts(), b.name_parts()) else { return false };
    let known = |vendor: &Vendor<'_>| vendor.known().map(|known| known.vendor.id);
    let are_known = known(a).zip(known(b)).is_some_and(|(a, b)| a != b);
    // Two companies say so by their legal names.
    let are_stated = a.legal_name.is_some() && b.legal_name.is_some();
    !are_stated
        && !are_known
        && is_short_slip(first, second)
        && !are_used_apart(a, b)
        && !disjoint(a, b)
        && (!have_places(a, b) || are_in_one_country(a, b))
}

fn value_text<'t>(vendor: &Vendor<'t>, key: &str) -> Option<Text<'t>> {
    match key {
        "id" => vendor.id,
        "name" => vendor.name,
        _ => vendor.website,
    }
}

/// The text of a key and what it is compared by.
fn value<'m, 't>(vendor: &'m Vendor<'t>, key: &str) -> Option<(Text<'t>, Cow<'m, str>)> {
    let text = value_text(vendor, key)?;
    let value = match key {
        "id" => text.value().to_lowercase().into(),
        "name" => {
            let base = vendor.name_parts()?.base();
            if base.is_empty() { text.value().to_lowercase().into() } else { base.into() }
        }
        _ => {
            let url = vendor.site()?;
            let host = url.host.strip_prefix("www.").unwrap_or(&url.host);
            let path = text.value().split_once("://").map_or("", |(_, rest)| rest);
            let path = path.split_once('/').map_or("", |(_, path)| path);
            let path = path.trim_end_matches('/');
            // `format!` takes 1,000 instructions for it.
            let mut place = String::with_capacity(host.len() + 1 + path.len());
            place.push_str(host);
            place.push('/');
            place.push_str(path);
            place.into()
        }
    };
    Some((text, value))
}

/// True if the entries say what sets them apart: services, places, audiences, or legal
/// names of different entities.
fn is_excused(a: &Vendor<'_>, b: &Vendor<'_>) -> bool {
    let stated_entities = a.legal_name.is_some() && b.legal_name.is_some();
    are_used_apart(a, b)
        || have_places(a, b) && !are_in_one_country(a, b)
        || disjoint(a, b)
        || (stated_entities && !same_entity(a, b))
}

/// True if the places of both entries are one country and nothing else, however it is written.
fn are_in_one_country(a: &Vendor<'_>, b: &Vendor<'_>) -> bool {
    let country = |vendor: &Vendor<'_>| {
        let [place] = vendor.readings() else { return None };
        let is_whole = place.reading.places().all(|part| part.role == PartRole::Place);
        place.reading.only_country().filter(|_| is_whole)
    };
    country(a).is_some_and(|place| country(b) == Some(place))
}

/// True if two entries may be of one company or group, as far as their names tell.
fn are_related(a: &Vendor<'_>, b: &Vendor<'_>) -> bool {
    let (Some(of_a), Some(of_b)) = (a.name, b.name) else { return true };
    Company::of(a).has(of_b) || Company::of(b).has(of_a)
}

/// True if the legal names say that the two are different companies, or that they are one and
/// `duplicate-legal-name` reports that.
fn are_reported_by_company(a: &Vendor<'_>, b: &Vendor<'_>) -> bool {
    let (Some(company), Some(_)) = (a.legal_entity(), b.legal_entity()) else { return false };
    let are_stated = a.legal_name.is_some() && b.legal_name.is_some();
    match same_entity(a, b) {
        true => !are_rows_of(company, a, b),
        false => are_stated,
    }
}

/// True if both name one company.
fn same_entity(a: &Vendor<'_>, b: &Vendor<'_>) -> bool {
    match (a.legal_entity(), b.legal_entity()) {
        (Some(a), Some(b)) => matches!(compare(a, b).verdict, Verdict::Same | Verdict::Likely),
        _ => false,
    }
}
