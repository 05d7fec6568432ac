//! `invalid-identifier`: numbers of registers are well-formed.

use crate::manifest::{Text, Vendor};
use crate::policy::{Check, CheckSpec, Hit, Hits, ListCheck, Subject};
use crate::syntax::{NodeKind, Value};
use crate::values::identifier::{self, IdentifierKind};

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "invalid-identifier",
    summary: "reports LEI, EUID, VAT and register numbers that cannot be right",
    options: &[],
    arguments: &[
        ("field", "the field of the number"),
        ("value", "the number as written"),
        ("kind", "the kind of number"),
        ("reason", "why it cannot be right"),
    ],
    variants: &[],
    build: |_| Check::list(InvalidIdentifier),
};

struct InvalidIdentifier;

impl ListCheck for InvalidIdentifier {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        let Some(manifest) = subject.manifest else { return };
        if let Some(organization) = &manifest.organization {
            check_entry(organization.node, None, hits);
        }
        for vendor in subject.vendors.iter().copied().chain(&manifest.other_recipients) {
            check_entry(vendor.node, Some(vendor), hits);
        }
    }
}

fn check_entry(entry: Value<'_>, vendor: Option<&Vendor<'_>>, hits: &mut Hits) {
    for (key, value) in entry.entries() {
        match key.text().unwrap_or_default() {
            "lei" => check(IdentifierKind::Lei, "lei", Text::of(value), vendor, hits),
            "registration_id" if value.kind() == NodeKind::Seq => {
                value.items().for_each(|item| check_block(item, vendor, hits));
            }
            "registration_id" => check_block(value, vendor, hits),
            _ => {}
        }
    }
}

/// A number with its kind. A number without one can be anything.
fn check_block(block: Value<'_>, vendor: Option<&Vendor<'_>>, hits: &mut Hits) {
    let stated = Text::get(block, "type").map(|text| text.value().to_ascii_lowercase());
    if let Some(kind) = stated.as_deref().and_then(IdentifierKind::from_word) {
        check(kind, "registration_id", Text::get(block, "value"), vendor, hits);
    }
}

fn check(
    kind: IdentifierKind,
    field: &str,
    text: Option<Text<'_>>,
    vendor: Option<&Vendor<'_>>,
    hits: &mut Hits,
) {
    let Some(text) = text else { return };
    let Err(problem) = identifier::check(kind, text.value()) else { return };
    let hit = Hit::on(text)
        .arg("field", field)
        .arg("kind", kind.as_str())
        .arg("reason", problem.as_text());
    hits.push(match vendor {
        Some(vendor) => hit.of(vendor),
        None => hit,
    });
}
