//! `markup-in-value`: values are plain text.

use crate::checks::kit::fields::{FieldScalar, visit};
use crate::diagnostics::Safety;
use crate::policy::{Check, CheckSpec, Hit, Hits, ListCheck, Subject};
use crate::syntax::replace_text;
use crate::values::markup::{FieldText, MarkupKind, MarkupPart, find_markup};

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "markup-in-value",
    summary: "reports tags, entities, Markdown and marks of footnotes in values",
    options: &[],
    arguments: &[
        ("field", "the key of the value"),
        ("value", "the value as written"),
        ("found", "what it contains"),
        ("suggestion", "the value without it"),
    ],
    variants: &[
        ("link", "a link whose address would be lost"),
        ("footnote", "the mark of a footnote"),
        ("long", "a value too long to be shown"),
    ],
    build: |_| Check::list(MarkupInValue),
};

struct MarkupInValue;

/// Characters of a value up to which a help text shows it.
const SHOWN: usize = 80;

impl ListCheck for MarkupInValue {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        // Most files have none.
        if !subject.manifest.is_some_and(|manifest| manifest.root.tree().has_replaced_values()) {
            return;
        }
        visit(subject, |field| {
            if field.node.is_replaced() {
                hits.extend(check(&field));
            }
        });
    }
}

fn check(field: &FieldScalar<'_, '_>) -> Option<Hit> {
    let typed = field.node.typed();
    let (text, plain) = (typed.as_str()?, field.node.as_str()?);
    let parts = find_markup(text, FieldText::of(field.parent, field.key));
    let mut own = parts.iter().filter(|part| part.kind.is_markup());
    let first = own.next()?;
    let is_footnote = first.kind == MarkupKind::Footnote && own.next().is_none();
    let says_more = parts.iter().any(|part| part.says_more);
    let variant = match () {
        () if says_more => "link",
        () if is_footnote => "footnote",
        () if plain.chars().count() > SHOWN => "long",
        () => "",
    };
    // An address or a footnote has to go somewhere else first.
    let is_footnote = is_footnote || parts.iter().any(|part| part.kind == MarkupKind::Footnote);
    let keeps_all = !says_more && !is_footnote;
    let edit = replace_text(typed, 0..text.len(), plain).filter(|_| keeps_all);
    let span =
        if field.node.is_alias() { field.node.span() } else { typed.part(first.range.clone()) };
    let hit = Hit::at(span)
        .arg("field", field.key)
        .arg("value", text)
        .arg("found", found(&parts))
        .arg("suggestion", plain)
        .variant(variant)
        .fix(Safety::Safe, "Write plain text", edit);
    let hit = Hit { value: Some(text.to_owned()), ..hit };
    Some(match field.vendor {
        Some(vendor) => hit.of(vendor),
        None => hit,
    })
}

/// The contents of a value besides text, in words.
fn found(parts: &[MarkupPart]) -> String {
    let has = |kind| parts.iter().any(|part| part.kind == kind);
    let mut found = Vec::new();
    if has(MarkupKind::Tag) || has(MarkupKind::Entity) {
        found.push("HTML");
    }
    if has(MarkupKind::Link) {
        found.push("a link");
    }
    if has(MarkupKind::Markdown) {
        found.push("Markdown");
    }
    if has(MarkupKind::Footnote) {
        found.push("the mark of a footnote");
    }
    found.join(" and ")
}
