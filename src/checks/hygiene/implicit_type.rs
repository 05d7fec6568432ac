//! `implicit-type`: unquoted text that other readers take for another type.

use crate::diagnostics::Safety;
use crate::manifest::schema::{Expected, expected_for};
use crate::policy::{Check, CheckSpec, Hit, Hits, ListCheck, Subject};
use crate::syntax::{NodeKind, quote_scalar, scalar};
use crate::text::Edit;
use crate::values::date::Date;
use std::collections::BTreeMap;

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "implicit-type",
    summary: "reports text that other YAML readers take for another type",
    options: &[],
    arguments: &[
        ("value", "the text as written"),
        ("type", "the type that it is read as"),
        ("meant", "the text as the field takes it"),
    ],
    variants: &[
        ("place", "the text is in a field for places"),
        ("tag", "a tag such as `!!binary`, which is not followed here"),
    ],
    build: |_| Check::list(ImplicitType),
};

struct ImplicitType;

/// The fields where `NO` is a country.
const PLACES: &[&str] =
    &["country", "location", "locations", "region", "regions", "text", "from", "to"];

impl ListCheck for ImplicitType {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        let Some(manifest) = subject.manifest else { return };
        let tree = manifest.root.tree();
        for (value, tag) in tree.dropped_tags_in(manifest.root.span()) {
            let read_as = match value.kind() {
                NodeKind::Map => "a mapping",
                NodeKind::Seq => "a list",
                NodeKind::Null => "no value",
                NodeKind::Bool(_) => "true or false",
                NodeKind::Int(_) | NodeKind::Float(_) => "a number",
                NodeKind::Str => "text",
            };
            let typed = tree.text().get(tag.range()).unwrap_or_default();
            let hit = Hit::at(tag).arg("value", typed).arg("type", read_as).judging(typed);
            hits.push(hit.variant("tag"));
        }
        // A list has few kinds of places and many of each.
        let mut places: BTreeMap<String, Expected> = BTreeMap::new();
        for value in tree.ambiguous_scalars_in(manifest.root.span()) {
            let span = value.span();
            let Some(shape) = tree.shape_of(manifest.root.id(), span) else { continue };
            let expected = match places.get(&shape) {
                Some(expected) => expected,
                None => {
                    let expected = expected_for(&shape);
                    // Places that nobody knows are no concern, and there may be any number.
                    if expected == Expected::default() {
                        continue;
                    }
                    places.entry(shape.clone()).or_insert(expected)
                }
            };
            // Other words than those of a vocabulary have a finding of their own, and
            // dates may be typed plainly; what is no date is `invalid-date`'s.
            let text = value.text().unwrap_or("null");
            let read_as = scalar::yaml_1_1_type(text).unwrap_or("a number");
            let json_type = match value.kind() {
                NodeKind::Bool(_) => "boolean",
                NodeKind::Int(_) => "integer",
                _ => "string",
            };
            let takes_it =
                json_type != "string" && expected.types.iter().any(|kind| kind == json_type);
            let is_missing = value.kind() == NodeKind::Null;
            let is_plain_date =
                expected.is_date && (read_as == "a date" || Date::parse(text).is_err());
            // Words such as `on` mean something else to other readers where they are asked for, too.
            let is_word = value.as_str().is_some()
                && expected.values.iter().any(|word| word.eq_ignore_ascii_case(text));
            if !(expected.takes_text || is_word) || takes_it || is_missing || is_plain_date {
                continue;
            }
            let is_place = shape.split('/').any(|step| PLACES.contains(&step));
            let meant = expected.values.iter().find(|word| word.eq_ignore_ascii_case(text));
            let meant = meant.map_or(text, String::as_str);
            let mut hit = Hit::at(span)
                .arg("value", text)
                .arg("type", read_as)
                .arg("meant", meant)
                .claims_value();
            hit.value = Some(text.to_owned());
            let edit = quote_scalar(value)
                .map(|edit| Edit { text: edit.text.replace(text, meant), ..edit });
            let hit = hit.fix(Safety::Safe, format!("Write `\"{meant}\"`"), edit);
            hits.push(if is_place { hit.variant("place") } else { hit });
        }
    }
}
