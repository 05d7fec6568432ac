//! `retired-transfer-mechanism`: mechanisms that no longer exist, wherever an entry
//! names them.

use crate::manifest::{Text, Vendor};
use crate::policy::{Check, CheckSpec, Hit, Hits, ListCheck, Subject};
use crate::syntax::{NodeKind, Value};
use crate::values::instrument;

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "retired-transfer-mechanism",
    summary: "reports transfer mechanisms that no longer exist",
    options: &[],
    arguments: &[
        ("name", "the name of the mechanism"),
        ("state", "what holds since the date"),
        ("date", "the last day on which it held"),
        ("value", "the mechanism as written"),
        ("others", "the ids of the active mechanisms that the value names beside it"),
    ],
    variants: &[("beside", "a value of `transfer` names active mechanisms as well")],
    build: |_| Check::list(RetiredTransferMechanism),
};

struct RetiredTransferMechanism;

/// Fields that hold names and numbers, in which the words are no mechanism.
const NAMES: &[&str] = &[
    "name",
    "legal_name",
    "former_names",
    "id",
    "website",
    "services",
    "service",
    "registration_id",
    "lei",
    "group",
    "replaces",
    "chain",
    "via",
];

impl ListCheck for RetiredTransferMechanism {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        let may_name = |vendor: &&&Vendor<'_>| vendor.marks().may_name_retired();
        for vendor in subject.vendors.iter().filter(may_name) {
            for (key, value) in vendor.node.entries() {
                let key = key.text().unwrap_or_default();
                if !NAMES.contains(&key) && !key.starts_with("x-") {
                    walk(vendor, value, key == "transfer", hits);
                }
            }
        }
    }
}

/// Looks for the words in a value and what is below it; `is_mechanism` says that the
/// value takes the id of one. The depth is that of the tree,
/// which is capped.
fn walk(vendor: &Vendor<'_>, value: Value<'_>, is_mechanism: bool, hits: &mut Hits) {
    match value.kind() {
        NodeKind::Map => value.entries().for_each(|(key, value)| {
            let stays = is_mechanism && key.text() == Some("mechanism");
            walk(vendor, value, stays, hits);
        }),
        NodeKind::Seq => value.items().for_each(|item| walk(vendor, item, is_mechanism, hits)),
        NodeKind::Str => {
            if let Some(text) = Text::of(value) {
                hits.extend(find(text, is_mechanism).map(|hit| hit.of(vendor)));
            }
        }
        _ => {}
    }
}

/// The first mechanism of a text; the others are the same news. Where the text stands for
/// an id, what is to be written instead is said here, for all of it.
fn find(text: Text<'_>, is_mechanism: bool) -> Option<Hit> {
    if !text.marks().may_name_retired() {
        return None;
    }
    let reading = instrument::read(text.value());
    let (retired, range) = reading.retired().next()?;
    let shown = text.value().get(range.clone()).unwrap_or(text.value());
    let mut found = Hit::at(text.part(range)).arg("value", shown);
    found.value = Some(shown.to_owned());
    // Old contracts outlived some of the decisions for a while.
    let date = retired.until.unwrap_or(retired.ended);
    found = found.arg("name", retired.name).arg("state", retired.state).arg("date", date);
    if is_mechanism {
        found = found.claims_span(text.span());
        let others = reading.mechanism_ids();
        if !others.is_empty() {
            found = found.variant("beside").arg("others", others.join(", "));
        }
    }
    Some(found)
}
