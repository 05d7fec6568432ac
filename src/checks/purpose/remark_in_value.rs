//! `remark-in-value`: a condition, a place, a link or another remark inside a purpose or a
//! data category.

use crate::manifest::{Text, Vendor};
use crate::policy::{Check, CheckSpec, Hit, Hits, ListCheck, Subject};
use crate::values::remark::{self, ValueRemark};
use std::collections::HashSet;

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "remark-in-value",
    summary: "reports conditions, places, links and sentences inside a purpose or a data category",
    options: &[],
    arguments: &[("field", "the field of the text"), ("value", "the remark as written")],
    variants: &[
        ("link", "it is a link"),
        ("place", "it is the place where the vendor runs"),
        ("reference", "it refers to another part of the list"),
        ("sentence", "it is a sentence of its own"),
    ],
    build: |_| Check::list(RemarkInValue),
};

struct RemarkInValue;

/// Finds the remark of a text, and the variant that speaks about it.
fn find(field: &str, text: Text<'_>) -> Option<(&'static str, std::ops::Range<usize>)> {
    // The format has a field for when a vendor is used, and none for when a datum is given:
    // "phone number (optional)" is a category with a note.
    let has_field = |kind: &ValueRemark| field == "purpose" || *kind != ValueRemark::Condition;
    let found = remark::find_remark(text.value(), text.marks());
    let found = found.filter(|(kind, _)| has_field(kind)).map(|(kind, range)| {
        let variant = match kind {
            ValueRemark::Condition => "",
            ValueRemark::Link => "link",
            ValueRemark::Place => "place",
            ValueRemark::Reference => "reference",
        };
        (variant, range)
    });
    found.or_else(|| {
        let sentence = || remark::second_sentence(text.value());
        (field == "data_categories").then(sentence)?.map(|range| ("sentence", range))
    })
}

impl ListCheck for RemarkInValue {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        // Most lists say the same of many vendors: the texts without a remark.
        let mut plain = HashSet::new();
        for vendor in subject.vendors {
            let data = vendor.field("data_categories").into_iter().flat_map(Text::each);
            let texts = vendor.purpose.map(|text| ("purpose", text)).into_iter();
            let has_condition = states_condition(vendor);
            for (field, text) in texts.chain(data.map(|text| ("data_categories", text))) {
                if plain.contains(text.value()) {
                    continue;
                }
                let Some((variant, range)) = find(field, text) else {
                    plain.insert(text.value());
                    continue;
                };
                if variant.is_empty() && has_condition {
                    continue;
                }
                let shown = text.value().get(range.clone()).unwrap_or_default();
                let mut hit = Hit::at(text.part(range)).of(vendor).variant(variant);
                hit = hit.arg("field", field).arg("value", shown);
                hit.value = Some(shown.to_owned());
                hits.push(hit);
            }
        }
    }
}

/// True if the entry says elsewhere when the vendor is used: the words beside its purpose
/// explain it.
fn states_condition(vendor: &Vendor<'_>) -> bool {
    ["condition", "default"].iter().any(|field| vendor.field(field).is_some())
}
