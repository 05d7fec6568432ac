//! `known-vendor-mismatch`: what the built-in list of well-known vendors has otherwise.
//!
//! Corporate facts age, and the list is not complete, so everything here is a
//! hint, and where the list may only lack an entity nothing is said.

use crate::facts::checked;
use crate::facts::vendors::{self, Entity, KnownVendor, VendorNameKind};
use crate::manifest::{Text, Vendor};
use crate::policy::{Check, CheckOptions, CheckSpec, Hit, Hits, ListCheck, OptionSpec, Subject};
use crate::values::entity_name::{EntityName, Match, NamePartRole, Via, entity_of};

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "known-vendor-mismatch",
    summary: "reports vendors that the built-in list has under another name or company, or as gone",
    options: &[OptionSpec::word(
        "registry",
        &["builtin", "off"],
        "The list of well-known vendors to compare with.",
    )],
    arguments: &[
        ("value", "the name as written"),
        ("as_of", "the date of the built-in list"),
        ("entities", "the companies or the newer name that the list has"),
    ],
    variants: &[
        ("renamed", "the vendor has a newer name"),
        ("defunct", "the vendor is no longer in business"),
        ("misspelt", "the name differs from one of the list by a slip"),
    ],
    build: |options| Check::list(KnownVendorMismatch::new(options)),
};

struct KnownVendorMismatch {
    is_on: bool,
}

impl KnownVendorMismatch {
    fn new(options: &mut CheckOptions<'_>) -> Self {
        Self { is_on: options.word("registry") == "builtin" }
    }
}

impl ListCheck for KnownVendorMismatch {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        if !self.is_on {
            return;
        }
        for vendor in subject.vendors {
            hits.extend(match vendor.known() {
                Some(known) => check(vendor, known),
                None => check_spelling(vendor),
            });
        }
    }
}

/// One hit a vendor: who is gone or renamed has other entities as well.
fn check(vendor: &Vendor<'_>, known: &Match) -> Option<Hit> {
    let named = vendor.name.or(vendor.legal_name)?;
    if known.vendor.defunct.is_some() {
        return Some(hit(vendor, named, String::new()).variant("defunct"));
    }
    if known.via == Via::Old && !names_successor(vendor, known) {
        return Some(hit(vendor, named, known.vendor.name.to_owned()).variant("renamed"));
    }
    // What the entry states ranks above the built-in list.
    if vendor.is_affiliate() {
        return None;
    }
    let (text, legal) = (vendor.legal_text()?, vendor.legal_entity()?);
    let entities: Vec<&str> = known
        .vendor
        .entities
        .iter()
        .filter(|entity| !entity.former)
        .map(|entity| entity.name)
        .collect();
    if entities.is_empty() || !is_other(vendor, known, legal) {
        return None;
    }
    Some(hit(vendor, text, entities.join("; ")))
}

/// A name that is nearly one of the list, and not that of a company with a website
/// elsewhere.
fn check_spelling(vendor: &Vendor<'_>) -> Option<Hit> {
    let base = vendor.name_parts()?.base();
    let meant = vendors::misspelt(base)?;
    let named = vendor.name.filter(|_| !is_elsewhere(vendor, meant))?;
    Some(hit(vendor, named, meant.name.to_owned()).variant("misspelt"))
}

fn hit(vendor: &Vendor<'_>, text: Text<'_>, entities: String) -> Hit {
    Hit::on(text).of(vendor).arg("as_of", checked::VENDORS).arg("entities", entities)
}

/// True if the newer name stands beside the old one: `Twitter (X)`.
fn names_successor(vendor: &Vendor<'_>, known: &Match) -> bool {
    let newer = EntityName::parse_brand(known.vendor.name);
    vendor.name_parts().is_some_and(|name| {
        let mut others = name.other_names();
        others.any(|other| other.role != NamePartRole::FormerName && other.base() == newer.base())
    })
}

/// True if the list has the vendor under other entities than this one.
fn is_other(vendor: &Vendor<'_>, known: &Match, legal: &EntityName) -> bool {
    let listed = known.vendor.entities;
    if let Some(entity) = listed.iter().find(|entity| entity.name == legal.legal_text()) {
        return entity.former;
    }
    if let Some(entity) = entity_of(known.vendor, legal) {
        return entity.former;
    }
    // In brackets may stand what the vendor is used for or runs on, and a
    // website elsewhere means that it is someone else with the same name.
    if known.via == Via::Bracket || is_elsewhere(vendor, known.vendor) {
        return false;
    }
    let sister = vendors::lookup(legal.legal_text()).into_iter().any(|(other, kind)| {
        kind == VendorNameKind::Entity && vendors::same_group(other, known.vendor)
    });
    if sister {
        return false;
    }
    // The list has no names in other scripts.
    if !legal.base().contains(is_latin) {
        return false;
    }
    let bases: Vec<EntityName> =
        listed.iter().map(|entity| EntityName::parse(entity.name)).collect();
    // The list does not have the company of every country: one that is called like the vendor
    // or like a listed entity may well be one of those, if its form is of another country.
    let brand = EntityName::parse_brand(known.vendor.name);
    let first = |name: &EntityName| name.base().split(' ').next().map(str::to_owned);
    let is_called_like = bases.iter().chain([&brand]).any(|name| first(name) == first(legal));
    if is_called_like && is_of_another_country(listed, legal) {
        return false;
    }
    if bases.iter().any(|entity| entity.base() == legal.base()) {
        return true;
    }
    // The bare brand with a legal form is a guess at the name of the company.
    let is_brand = |name: &EntityName| name.base() == legal.base();
    if legal.form().is_some() && (is_brand(&brand) || vendor.name_parts().is_some_and(is_brand)) {
        return true;
    }
    !is_called_like
}

/// True if the legal form of a name is one that no country of the listed entities has.
fn is_of_another_country(listed: &[Entity], legal: &EntityName) -> bool {
    let countries = legal.form().map(|form| form.countries()).unwrap_or_default();
    !countries.is_empty() && !listed.iter().any(|entity| countries.contains(&entity.country))
}

fn is_latin(char: char) -> bool {
    char.is_alphabetic() && char < '\u{0250}'
}

/// True if the website of an entry is not one of a known vendor or its group.
fn is_elsewhere(vendor: &Vendor<'_>, known: &KnownVendor) -> bool {
    let url = vendor.site();
    url.is_some_and(|url| {
        vendors::by_domain(&url.host).is_none_or(|other| !vendors::same_group(other, known))
    })
}
