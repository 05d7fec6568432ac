//! `legal-form-country-mismatch`: the legal form is one of the country of the seat.

use crate::facts::countries::Country;
use crate::facts::legal_forms::Spelling;
use crate::manifest::Vendor;
use crate::policy::{Check, CheckSpec, Hit, Hits, ListCheck, Subject};
use crate::values::entity_name::{EntityName, parties};

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "legal-form-country-mismatch",
    summary: "reports legal forms that are not used in the stated country of the seat",
    options: &[],
    arguments: &[
        ("value", "the legal name as written"),
        ("form", "its legal form"),
        ("countries", "the countries that use the form"),
        ("country", "the stated country"),
    ],
    variants: &[],
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
            // The forms of several companies are those of several entries.
            if is_used_in(form, country)
                || is_registered(vendor, name, country)
                || parties(name).is_some()
            {
                continue;
            }
            let range = name.form_range().unwrap_or_else(|| name.legal_range());
            let mut hit = Hit::at(text.part(range))
                .of(vendor)
                .arg("value", text.value())
                .arg("form", form.label())
                .arg("countries", countries(form))
                .arg("country", country.alpha2());
            hit.value = Some(text.value().to_owned());
            if let Some(stated) = vendor.text("country") {
                hit = hit.related(stated.span(), "the stated country");
            }
            hits.push(hit);
        }
    }
}

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
