//! `invalid-value`: values are of the types and words that their fields take.

use crate::checks::kit::mechanism_advice;
use crate::checks::kit::suggestions::suggest;
use crate::manifest::schema::SchemaProblemKind;
use crate::policy::{Check, CheckSpec, Hit, Hits, ListCheck, Subject};
use crate::values::plain_text;

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "invalid-value",
    summary: "reports values that their field does not take",
    options: &[],
    arguments: &[
        ("field", "the field of the value"),
        ("expected", "what the field takes"),
        ("found", "what it has"),
        ("values", "the words that the field takes"),
        ("allowed", "the same, uncut"),
        ("suggestion", "the word that is written most like the value"),
        ("n", "the characters of a name"),
        ("value", "the name that is too long"),
        ("advice", "a sentence that says what to write, made from the value"),
    ],
    variants: &[
        ("vocabulary", "the field takes words of a closed list"),
        ("close_word", "a word of the list is written nearly like the value"),
        ("partly", "a mechanism is named beside words that are not understood"),
        ("written", "it can be told from the value what to write"),
        ("missing", "a field of the block is missing"),
        ("none", "an empty list says that there is none"),
        ("long", "a name is longer than any name is"),
        ("instrument", "the field takes a transfer mechanism, and something else is named"),
    ],
    build: |_| Check::list(InvalidValue),
};

/// Characters of a name; those of companies that are registered have less than half of it.
const LONGEST_NAME: usize = 500;

struct InvalidValue;

impl InvalidValue {
    /// Reports names that are texts of another kind, which nobody reads to their end.
    fn long_names(subject: &Subject<'_, '_>, hits: &mut Hits) {
        let lists = subject
            .manifest
            .map(|manifest| manifest.vendors.iter().chain(&manifest.other_recipients));
        for vendor in lists.into_iter().flatten() {
            for (field, text) in [("name", vendor.name), ("legal_name", vendor.legal_name)] {
                let Some(text) = text.filter(|text| text.value().len() > LONGEST_NAME) else {
                    continue;
                };
                let n = text.value().chars().count();
                if n > LONGEST_NAME {
                    let hit = Hit::on(text).arg("field", field).arg("n", n.to_string());
                    hits.push(hit.variant("long"));
                }
            }
        }
    }
}

impl ListCheck for InvalidValue {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        Self::long_names(subject, hits);
        for problem in subject.schema {
            let at = Hit::at(problem.span);
            match &problem.kind {
                SchemaProblemKind::MissingField { field, path } => {
                    let hit = at.arg("field", field).variant("missing").lacks(field);
                    hits.push(Hit { path: Some(path.clone()), ..hit });
                }
                SchemaProblemKind::InvalidValue {
                    field,
                    expected,
                    found,
                    values,
                    suggestion,
                    advice,
                } => {
                    let mut hit = at
                        .claims_own()
                        .arg("field", field)
                        .arg("expected", expected)
                        .arg("found", found)
                        .arg("values", values.join(", "))
                        .arg("allowed", mechanism_advice::usable(values).join(", "));
                    hit.value = Some(found.clone());
                    if mechanism_advice::are_mechanisms(values) {
                        let in_block = field == "mechanism";
                        hits.push(mechanism_advice::add(hit, found.trim_matches('"'), in_block));
                        continue;
                    }
                    if field == "special_categories"
                        && plain_text::is_not_applicable(found.trim_matches('"'))
                    {
                        hits.push(hit.variant("none"));
                        continue;
                    }
                    hits.push(match suggestion {
                        Some(close) => {
                            suggest(hit, found.trim_matches('"'), close).variant("close_word")
                        }
                        None if advice.is_some() => {
                            hit.arg("advice", advice.clone().unwrap_or_default()).variant("written")
                        }
                        None if values.len() > 1 => hit.variant("vocabulary"),
                        None => hit,
                    });
                }
                SchemaProblemKind::UnknownField { .. } => {}
            }
        }
    }
}
