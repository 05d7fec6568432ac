//! `unflagged-special-category`: sensitive data that is not flagged as such.

use crate::facts::phrases;
use crate::manifest::fields::VendorField;
use crate::manifest::{Text, Vendor};
use crate::policy::{Check, CheckSpec, Hit, Hits, ListCheck, OptionSpec, Subject};
use crate::values::plain_text;
use std::collections::HashSet;

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "unflagged-special-category",
    summary: "reports words for sensitive data where `special_categories` is not set",
    options: &[OptionSpec::texts("terms", "More words for sensitive data.")],
    arguments: &[
        ("term", "the word that was found"),
        ("field", "the field it is in"),
        ("value", "the text as written"),
        ("kind", "the kind of data that the word suggests"),
        ("category", "its word in `special_categories`"),
    ],
    variants: &[("other", "the word is one of the policy's own")],
    build: |options| {
        let flag = VendorField::named("special_categories");
        Check::list(UnflaggedSpecialCategory { terms: options.texts("terms"), flag })
    },
};

struct UnflaggedSpecialCategory {
    terms: Vec<String>,
    /// The field that settles it; an empty list does as well.
    flag: VendorField,
}

impl UnflaggedSpecialCategory {
    /// The first sensitive word of an entry. One is enough: what is to be done
    /// about them is the same.
    fn find<'t>(&self, vendor: &Vendor<'t>, plain: &mut HashSet<&'t str>) -> Option<Hit> {
        let data = vendor.field("data_categories").into_iter().flat_map(Text::each);
        let data = data.map(|text| ("data_categories", text));
        let purpose = vendor.purpose.map(|text| ("purpose", text));
        data.chain(purpose).find_map(|(field, text)| {
            if plain.contains(text.value()) {
                return None;
            }
            let hit = self.hit(field, text);
            if hit.is_none() {
                plain.insert(text.value());
            }
            hit
        })
    }

    fn hit(&self, field: &str, text: Text<'_>) -> Option<Hit> {
        let typed = text.value();
        let found = phrases::special_terms(typed, &self.terms).into_iter().find(|found| {
            !plain_text::is_denied(typed, &found.range)
                && !plain_text::is_everyday(typed, &found.range)
        })?;
        let term = text.value().get(found.range.clone())?;
        let mut hit = Hit::at(text.part(found.range)).arg("term", term).arg("field", field);
        hit = hit.arg("value", text.value()).arg("category", found.category);
        hit = match kind_of(found.category) {
            Some(kind) => hit.arg("kind", kind),
            None => hit.variant("other"),
        };
        hit.value = Some(term.to_owned());
        Some(hit)
    }
}

/// The data of a category in words; nothing for the terms of a policy.
fn kind_of(category: &str) -> Option<&'static str> {
    Some(match category {
        "health" => "health data",
        "biometric" => "biometric data",
        "genetic" => "genetic data",
        "political" => "data on political opinions",
        "religious" => "data on beliefs",
        "ethnic" => "data on ethnic origin",
        "union" => "data on trade union membership",
        "sex_life" => "data on sex life",
        "criminal" => "data on offences",
        "children" => "children's data",
        "card" => "card data",
        _ => return None,
    })
}

impl ListCheck for UnflaggedSpecialCategory {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        // Most lists say the same of many vendors: the texts without such words.
        let mut plain = HashSet::new();
        for vendor in subject.entries() {
            if !vendor.states(&self.flag) {
                hits.extend(self.find(vendor, &mut plain).map(|hit| hit.of(vendor)));
            }
        }
    }
}
