//! `multiple-entities`: an entry names one company.

use crate::manifest::{Text, Vendor};
use crate::policy::{Check, CheckSpec, Hit, Hits, ListCheck, Subject};
use crate::values::entity_name::{EntityName, Parties, names_known_companies, parties};

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "multiple-entities",
    summary: "reports entries that name several companies or an open group of them",
    options: &[],
    arguments: &[("value", "the name as written"), ("n", "the number of companies in it")],
    variants: &[
        ("open", "the name stands for a group without an end"),
        ("role", "the name only says by whom in general"),
        ("trade", "the name only says what is done"),
    ],
    build: |_| Check::list(MultipleEntities),
};

struct MultipleEntities;

impl ListCheck for MultipleEntities {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        for vendor in subject.vendors {
            // What is wrong with the name is mostly wrong with the legal name
            // too: one finding is enough.
            let legal = in_legal_name(vendor);
            let found = match in_name(vendor) {
                // What names nobody is said where a company is asked for.
                Some((_, Parties::Role | Parties::Trade)) if legal.is_some() => legal,
                Some(found) => Some(found),
                None => legal,
            };
            let Some((text, found)) = found else { continue };
            let hit = Hit::on(text).of(vendor);
            hits.push(match found {
                Parties::Several(n) => hit.arg("n", n.to_string()),
                Parties::Open(n) => hit.arg("n", n.to_string()).variant("open"),
                Parties::Role => hit.variant("role"),
                Parties::Trade => hit.variant("trade"),
            });
        }
    }
}

fn in_name<'t>(vendor: &Vendor<'t>) -> Option<(Text<'t>, Parties)> {
    let found = parties(vendor.name_parts()?)?;
    // A name that says what is done is fine beside the company that does it.
    let is_named =
        || vendor.entity().is_some_and(|legal| !legal.is_empty() && parties(legal).is_none());
    // Two brands of the one company that is stated beside them: `Nets / Nexi`.
    let is_excused = match found {
        Parties::Role | Parties::Trade => is_named(),
        Parties::Several(_) => is_named() && are_brands_of_company(vendor),
        Parties::Open(_) => false,
    };
    (!is_excused).then_some((vendor.name?, found))
}

fn in_legal_name<'t>(vendor: &Vendor<'t>) -> Option<(Text<'t>, Parties)> {
    Some((vendor.legal_name?, parties(vendor.entity()?)?))
}

/// True if one of the names in an entry is that of its company, and the built-in list does not
/// have them under two.
fn are_brands_of_company(vendor: &Vendor<'_>) -> bool {
    let (Some(name), Some(legal)) = (vendor.name_parts(), vendor.legal_entity()) else {
        return false;
    };
    let first = legal.base().split(' ').next().unwrap_or_default();
    let has_name = name.text().split(['/', '|', ';']).any(|part| {
        let part = EntityName::parse_brand(part);
        part.base().split(' ').next() == Some(first)
    });
    vendor.legal_name.is_some()
        && legal.form().is_some()
        && has_name
        && !names_known_companies(name)
}
