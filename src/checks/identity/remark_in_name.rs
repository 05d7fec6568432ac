//! `remark-in-name`: a name is a name, and what else its cell says has a field of its own.

use crate::facts::phrases;
use crate::manifest::{Text, Vendor};
use crate::policy::{Check, CheckSpec, Hit, Hits, ListCheck, Subject};
use crate::values::entity_name::{EntityName, NamePartRole, parties};

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "remark-in-name",
    summary: "reports register numbers, conditions, dates and remarks beside a name",
    options: &[],
    arguments: &[
        ("value", "the text as written"),
        ("remark", "what is no part of the name"),
        ("name", "the name in it"),
    ],
    variants: &[
        ("number", "it is a number of a register"),
        ("state", "it is the state of the company"),
        ("scope", "it is a place or a service"),
        ("condition", "it says when or for whom the vendor is used"),
        ("date", "it is a date"),
        ("group", "it is the group of the company"),
    ],
    build: |_| Check::list(RemarkInName),
};

struct RemarkInName;

impl ListCheck for RemarkInName {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        for vendor in subject.vendors {
            let texts = [(vendor.name, vendor.name_parts()), (vendor.legal_name, vendor.entity())];
            let found = texts.into_iter().find_map(|(text, name)| hit(vendor, text?, name?));
            hits.extend(found);
        }
    }
}

fn hit(vendor: &Vendor<'_>, text: Text<'_>, name: &EntityName) -> Option<Hit> {
    if name.additions().is_empty() || parties(name).is_some() {
        return None;
    }
    let (addition, variant) = name.additions().iter().find_map(|addition| {
        let variant = match addition.role {
            NamePartRole::Number => "number",
            NamePartRole::State => "state",
            NamePartRole::Scope => "scope",
            NamePartRole::Condition => "condition",
            NamePartRole::Date => "date",
            NamePartRole::Group => "group",
            NamePartRole::Remark => "",
            _ => return None,
        };
        Some((addition, variant))
    })?;
    let remark = text.value().get(addition.range.clone())?;
    if phrases::is_placeholder(remark, "legal_name", &[], &[]) {
        return None;
    }
    let mut hit = Hit::at(text.part(addition.outer.clone()))
        .of(vendor)
        .arg("value", text.value())
        .arg("remark", remark.trim())
        .arg("name", name.legal_text())
        .variant(variant);
    hit.value = Some(text.value().to_owned());
    Some(hit)
}
