//! Questions about a record that only the model can answer: the countries of a
//! place, and the vendor of the built-in list that an entry means.

use crate::cel::Val;
use crate::facts::countries::{Country, CountrySet};
use crate::manifest::fields::{MANIFEST, VENDOR};
use crate::manifest::{Manifest, Scope, Text, Vendor};
use crate::text::fold::fold_name;
use crate::values::entity_name::EntityName;
use crate::values::location::{Claim, Fit, Reading};

/// A question of a function to a record.
#[derive(Debug)]
pub(super) enum RecordQuestion {
    /// The alpha-2 code of the one country that a place is in.
    Country,
    /// The alpha-2 codes of all countries that a place may be in.
    Countries,
    /// True if a place is inside of some regions.
    Inside(Claim),
    /// The name that a vendor has in the built-in list.
    Known,
    /// True if a text stands under a key of a vendor or of the document, whatever
    /// it says; nothing if that has no such field.
    States(String),
    /// The legal form that a legal name starts or ends with: a known one, or
    /// one of these.
    LegalForm(Vec<String>),
    /// The company of the built-in list that has just the legal name of a vendor.
    Registered,
}

/// Answers for one of a vendor's places.
pub(super) fn of_place<'v>(
    vendor: &'v Vendor<'_>,
    index: usize,
    question: &RecordQuestion,
) -> Option<Val<'v>> {
    let place = vendor.places.get(index)?;
    // The readings stand in the order of the places.
    let all = vendor.readings();
    let start = all.partition_point(|found| found.place < index);
    let own = all[start..].iter().take_while(|found| found.place == index);
    match question {
        RecordQuestion::Country => {
            let own: Vec<_> = own.map(|found| (found.key, found.reading.only_country())).collect();
            // What is typed as a country settles which Frankfurt is meant.
            let typed = own.iter().find_map(|(key, country)| country.filter(|_| *key == "country"));
            let is_open = typed.is_none() && own.iter().any(|(_, country)| country.is_none());
            let mut named = own.iter().filter_map(|(_, country)| *country);
            let one = named.next().filter(|first| named.all(|other| other == *first));
            Some(code(one.filter(|_| !is_open && place.scope.is_none())))
        }
        RecordQuestion::Countries => {
            let mut set = if place.scope == Some(Scope::Global) {
                CountrySet::world()
            } else {
                CountrySet::EMPTY
            };
            for found in own {
                set = set.union(found.reading.country_set());
            }
            Some(codes(set))
        }
        RecordQuestion::Inside(claim) => {
            let mut own = own.peekable();
            let is_stated = place.scope.is_none() && own.peek().is_some();
            Some(Val::Bool(is_stated && own.all(|found| is_inside(claim, &found.reading))))
        }
        RecordQuestion::Known
        | RecordQuestion::States(_)
        | RecordQuestion::LegalForm(_)
        | RecordQuestion::Registered => None,
    }
}

/// Answers for a vendor.
pub(super) fn of_vendor<'v>(vendor: &'v Vendor<'_>, question: &RecordQuestion) -> Option<Val<'v>> {
    match question {
        RecordQuestion::Known => {
            Some(Val::text(vendor.known().map_or("", |known| known.vendor.name)))
        }
        RecordQuestion::LegalForm(more) => {
            let form = vendor.entity().and_then(|name| legal_form(name, more));
            Some(form.map_or(Val::text(""), Val::owned_text))
        }
        // Some foundations really have no form.
        RecordQuestion::Registered => Some(Val::text(registered(vendor).unwrap_or_default())),
        RecordQuestion::States(field) => {
            VENDOR.block().find(field)?;
            Some(Val::Bool(vendor.text(field).is_some()))
        }
        _ => None,
    }
}

/// Answers for the document.
pub(super) fn of_manifest(
    manifest: &Manifest<'_>,
    question: &RecordQuestion,
) -> Option<Val<'static>> {
    let RecordQuestion::States(field) = question else { return None };
    MANIFEST.block().find(field)?;
    Some(Val::Bool(Text::get(manifest.root, field).is_some()))
}

/// The legal form of a name: a known one, one of further ones, or the kind of body that
/// stands for it.
fn legal_form(name: &EntityName, more: &[String]) -> Option<String> {
    if let Some(form) = name.form() {
        return Some(form.label().to_owned());
    }
    let base = name.base();
    let added = more.iter().find(|form| {
        let form = fold_name(form);
        !form.is_empty()
            && (base.strip_suffix(&*form).is_some_and(|rest| rest.ends_with(' '))
                || base.strip_prefix(&*form).is_some_and(|rest| rest.starts_with(' ')))
    });
    added.cloned().or_else(|| name.kind_of_body().map(str::to_owned))
}

/// The registered name in the built-in list that is just the legal name.
fn registered(vendor: &Vendor<'_>) -> Option<&'static str> {
    let (name, known) = (vendor.entity()?, vendor.known()?);
    let entities = known.vendor.entities.iter().map(|entity| entity.name);
    let mut entities = entities.filter(|entity| entity.eq_ignore_ascii_case(name.legal_text()));
    entities.next()
}

/// True if every place that a text names is inside, for sure.
pub(super) fn is_inside(claim: &Claim, reading: &Reading) -> bool {
    claim.fit(reading) == Fit::Inside
}

/// The code of a country, or an empty text.
pub(super) fn code(country: Option<Country>) -> Val<'static> {
    Val::text(country.map_or("", Country::alpha2))
}

/// The codes of countries, sorted.
pub(super) fn codes(set: CountrySet) -> Val<'static> {
    let codes = set.iter().map(|country| Val::text(country.alpha2()));
    Val::owned_list(codes.collect()).unwrap_or(Val::Null)
}
