//! `legal-form-country-mismatch`: the legal form is one of the country of the seat.

use crate::facts::countries::Country;
use crate::facts::legal_forms::Spelling;
use crate::facts::places;
use crate::manifest::Vendor;
use crate::policy::{Check, CheckSpec, Hit, Hits, ListCheck, Subject};
use crate::text::fold::fold_name;
use crate::values::entity_name::{EntityName, parties};
use std::ops::Range;

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "legal-form-country-mismatch",
    summary: "reports legal forms that are not used in the stated country of the seat, and names of other countries in front of them",
    options: &[],
    arguments: &[
        ("value", "the legal name as written"),
        ("form", "its legal form"),
        ("countries", "the countries that use the form"),
        ("country", "the stated country"),
        ("part", "the country in the legal name"),
        ("named", "its code"),
    ],
    variants: &[("name", "the legal name ends with the name of another country")],
    build: |_| Check::list(LegalFormCountryMismatch),
};

struct LegalFormCountryMismatch;

/// Countries that a message names.
const SHOWN: usize = 6;

impl ListCheck for LegalFormCountryMismatch {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        for vendor in subject.vendors {
            let (Some(text), Some(name)) = (vendor.legal_text(), vendor.legal_entity()) else {
                continue;
            };
            let (Some(form), Some(country)) = (name.form(), vendor.country_code()) else {
                continue;
            };
            let is_foreign = !is_used_in(form, country);
            let named = if is_foreign { None } else { country_in_name(vendor, name, country) };
            if !is_foreign && named.is_none() {
                continue;
            }
            // The forms of several companies are those of several entries.
            if is_registered(vendor, name, country) || parties(name).is_some() {
                continue;
            }
            let mut hit = match named {
                Some((named, range)) => Hit::at(text.part(range.clone()))
                    .arg("part", text.value().get(range).unwrap_or_default())
                    .arg("named", named.alpha2())
                    .variant("name"),
                None => Hit::at(text.part(name.form_range().unwrap_or_else(|| name.legal_range())))
                    .arg("form", form.label())
                    .arg("countries", countries(form)),
            };
            hit = hit.of(vendor).arg("value", text.value()).arg("country", country.alpha2());
            hit.value = Some(text.value().to_owned());
            if let Some(stated) = vendor.text("country") {
                hit = hit.related(stated.span(), "the stated country");
            }
            hits.push(hit);
        }
    }
}

/// Another country behind the brand and in front of the legal form: "Kelp Iceland Ltd" of
/// an entry that is called Kelp. Of other names a country may be a part, as in "Little
/// Italy Ltd".
fn country_in_name(
    vendor: &Vendor<'_>,
    name: &EntityName,
    country: Country,
) -> Option<(Country, Range<usize>)> {
    let legal = name.legal_range();
    let form = name.form_range().filter(|form| form.end == legal.end)?;
    let head = name.text().get(legal.start..form.start)?;
    let head = head.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ')' | '）'));
    let starts: Vec<usize> = head
        .char_indices()
        .filter(|&(at, c)| c.is_alphanumeric() && !head[..at].ends_with(char::is_alphanumeric))
        .map(|(at, _)| at)
        .collect();
    let longest = starts.len().saturating_sub(MAX_COUNTRY_WORDS).max(1);
    let mut ends = starts.get(longest..)?.iter().map(|&at| (at, &head[at..]));
    // Codes and short words are parts of brands.
    let is_long = |word: &str| word.len() > 3 || matches!(word, "UK" | "US" | "USA");
    let (at, named) = ends.find_map(|(at, word)| {
        Some((at, places::country_named(word).filter(|_| is_long(word))?))
    })?;
    let is_kin = named == country
        || named.sovereign() == Some(country)
        || country.sovereign() == Some(named);
    if is_kin {
        return None;
    }
    let before = &head[..at];
    let last = before.trim_end().rsplit(|c: char| !c.is_alphanumeric()).next()?;
    let is_origin = ORIGIN.iter().any(|word| last.eq_ignore_ascii_case(word));
    let is_brand = || {
        let brand = vendor.name.map(|brand| fold_name(brand.value())).unwrap_or_default();
        vendor.known().is_some() || !brand.is_empty() && fold_name(before).starts_with(&brand)
    };
    let start = legal.start + at;
    (!is_origin && is_brand()).then(|| (named, start..legal.start + head.len()))
}

/// Words of the longest name of a country that is looked for.
const MAX_COUNTRY_WORDS: usize = 3;

/// Words in front of a country that make it a part of the name: "Bank of Norway", "New
/// Mexico".
const ORIGIN: &[&str] = &[
    "of", "the", "new", "de", "du", "des", "la", "da", "do", "di", "del", "der", "von", "van",
    "and", "y", "e", "et", "und", "for", "from", "in",
];

/// True if the form is used in the country, or in the state it belongs to.
fn is_used_in(form: &Spelling, country: Country) -> bool {
    form.is_used_in(country.alpha2())
        || country.sovereign().is_some_and(|state| form.is_used_in(state.alpha2()))
}

/// True if the built-in list has this company in this country: some names are
/// translated.
fn is_registered(vendor: &Vendor<'_>, name: &EntityName, country: Country) -> bool {
    vendor.known().is_some_and(|known| {
        let mut entities = known.vendor.entities.iter();
        entities.any(|entity| {
            entity.country == country.alpha2()
                && entity.name.eq_ignore_ascii_case(name.legal_text())
        })
    })
}

/// The countries of a form, the usual ones first.
fn countries(form: &Spelling) -> String {
    let mut all: Vec<&str> = Vec::new();
    for country in form.forms().flat_map(|form| form.countries) {
        if !all.contains(country) {
            all.push(country);
        }
    }
    match all.get(..SHOWN) {
        Some(first) if all.len() > SHOWN => format!("{} and others", first.join(", ")),
        _ => all.join(", "),
    }
}
