//! `implicit_type`: unquoted text that other readers take for another type.

use super::{Check, Hit, Hits, Subject, Word};
use crate::schema::expected_at;
use crate::syntax::{Kind, scalar};

pub(super) const WORD: Word = Word {
    name: "implicit_type",
    summary: "reports unquoted text that YAML 1.1 readers take for another type",
    options: &[],
    arguments: &["value", "type"],
    variants: &["place"],
    build: |_| Box::new(ImplicitType),
};

struct ImplicitType;

/// The fields where `NO` is a country.
const PLACES: &[&str] =
    &["country", "location", "locations", "region", "regions", "text", "from", "to"];

impl Check for ImplicitType {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        let Some(manifest) = subject.manifest else { return };
        let tree = manifest.root.tree();
        let document = manifest.root.span();
        for value in tree.ambiguous_scalars() {
            let span = value.span();
            if !document.contains(span) {
                continue;
            }
            let path = tree.steps_to(manifest.root.id(), span);
            let expected = expected_at(&path);
            // Words of a vocabulary have a finding of their own, and dates may
            // be typed plainly.
            let text = value.text().unwrap_or("null");
            let read_as = scalar::yaml_1_1_type(text).unwrap_or("a number");
            let json_type = match value.kind() {
                Kind::Bool(_) => "boolean",
                Kind::Int(_) => "integer",
                _ => "string",
            };
            let takes_it =
                json_type != "string" && expected.types.iter().any(|kind| kind == json_type);
            let is_missing = value.kind() == Kind::Null;
            let is_plain_date = expected.is_date && read_as == "a date";
            if !expected.takes_text || takes_it || is_missing || is_plain_date {
                continue;
            }
            let is_place = path.iter().any(|step| PLACES.contains(&step.as_str()));
            let mut hit = Hit::at(span).arg("value", text).arg("type", read_as);
            hit.value = Some(text.to_owned());
            hits.push(if is_place { hit.variant("place") } else { hit });
        }
    }
}
