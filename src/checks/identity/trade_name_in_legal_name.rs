//! `trade-name-in-legal-name`: a legal name and a trade name in one field.

use crate::facts::vendors::{self, VendorNameKind};
use crate::manifest::{Text, Vendor};
use crate::policy::{Check, CheckSpec, Hit, Hits, ListCheck, Subject};
use crate::values::entity_name::{EntityName, NameAddition, NamePartRole, parties};

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "trade-name-in-legal-name",
    summary: "reports a trade name inside a legal name, or a legal name inside a name",
    options: &[],
    arguments: &[
        ("value", "the text as written"),
        ("trade", "the trade name in it"),
        ("legal", "the legal name in it"),
        ("field", "the field that it belongs in"),
    ],
    variants: &[
        ("former", "it is a former name"),
        ("new", "it is the name that the company has now"),
        ("group", "it is the company that heads its group"),
    ],
    build: |_| Check::list(TradeNameInLegalName),
};

struct TradeNameInLegalName;

impl ListCheck for TradeNameInLegalName {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        for vendor in subject.vendors {
            if let (Some(text), Some(entity)) = (vendor.legal_name, vendor.entity()) {
                hit(vendor, text, entity, hits);
            } else if let (Some(text), Some(entity)) = (vendor.name, vendor.name_parts()) {
                // `AWS (Amazon)` is a name; with a legal form it is two.
                let renamed = |other: &NameAddition| {
                    matches!(other.role, NamePartRole::FormerName | NamePartRole::NewName)
                };
                if entity.form().is_some() || entity.other_names().any(renamed) {
                    hit(vendor, text, entity, hits);
                }
            }
        }
    }
}

fn hit(vendor: &Vendor<'_>, text: Text<'_>, entity: &EntityName, hits: &mut Hits) {
    let other = entity.other_names().next().filter(|_| parties(entity).is_none());
    let Some(trade) = other else { return };
    let Some(trade_text) = text.value().get(trade.range.clone()) else { return };
    let mut hit = Hit::at(text.part(trade.outer.clone()))
        .of(vendor)
        .arg("value", text.value())
        .arg("trade", trade_text)
        .arg("legal", entity.legal_text())
        .arg("field", if entity.form().is_some() { "legal_name" } else { "name" });
    hit.value = Some(text.value().to_owned());
    hits.push(match trade.role {
        NamePartRole::FormerName => hit.variant("former"),
        NamePartRole::NewName => hit.variant("new"),
        _ if heads_group(entity, trade) => hit.variant("group"),
        _ => hit,
    });
}

/// True if the built-in list has the other name as the company that owns the named one.
fn heads_group(entity: &EntityName, other: &NameAddition) -> bool {
    let owner = |name: &str| {
        let found = vendors::lookup(name);
        found.into_iter().find(|(_, kind)| *kind == VendorNameKind::Name).map(|(known, _)| known)
    };
    let Some(owner) = owner(other.base()).filter(|owner| owner.id == owner.group) else {
        return false;
    };
    vendors::lookup(entity.legal_text())
        .into_iter()
        .any(|(known, _)| known.id != owner.id && known.group == owner.group)
}
