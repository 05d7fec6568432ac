//! `missing-agreement`: a contract of the wanted type is recorded.

use crate::manifest::{Text, Vendor, is_blank};
use crate::policy::{Check, CheckOptions, CheckSpec, Hit, Hits, ListCheck, OptionSpec, Subject};
use crate::syntax::{NodeKind, Value};

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "missing-agreement",
    summary: "reports entries without a recorded agreement of the wanted types",
    options: &[OptionSpec::words(
        "types",
        ("a type of agreement", || TYPES.iter().map(|(id, _)| *id).collect()),
        &["dpa"],
        "The types of agreements that each entry has to record.",
    )],
    arguments: &[
        ("type", "the type of agreement that is not recorded"),
        ("agreement", "the agreement in words"),
    ],
    variants: &[
        ("more", "other agreements are recorded"),
        ("linked", "the terms of the vendor are linked"),
    ],
    build: |options| Check::list(MissingAgreement::new(options)),
};

/// The types of agreements that the manifest knows, each with its name in a sentence.
const TYPES: &[(&str, &str)] = &[
    ("dpa", "data processing agreement (DPA)"),
    ("baa", "business associate agreement (BAA)"),
    ("ccpa", "CCPA service provider terms"),
    ("dora", "contract with the clauses of DORA Art. 30"),
];

fn in_words(wanted: &str) -> &str {
    TYPES.iter().find(|(id, _)| *id == wanted).map_or(wanted, |(_, name)| name)
}

struct MissingAgreement {
    types: Vec<String>,
}

impl MissingAgreement {
    fn new(options: &mut CheckOptions<'_>) -> Self {
        Self { types: options.words("types") }
    }
}

impl ListCheck for MissingAgreement {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        for vendor in subject.vendors {
            for wanted in &self.types {
                if has(vendor, wanted) {
                    continue;
                }
                let stated = |path| vendor.field(path).is_some_and(|value| !is_blank(value));
                let variant = match wanted.as_str() {
                    _ if stated("agreements") => "more",
                    "dpa" if stated("links.dpa") => "linked",
                    _ => "",
                };
                let hit = Hit::missing(vendor).arg("type", wanted);
                let hit = hit.arg("agreement", in_words(wanted)).lacks("agreements");
                hits.push(hit.variant(variant));
            }
        }
    }
}

/// True if an agreement of the type is recorded. A link to the terms of the
/// vendor, such as `links.dpa`, does not say that they were agreed.
fn has(vendor: &Vendor<'_>, wanted: &str) -> bool {
    let Some(list) = vendor.field("agreements").filter(|list| !is_blank(*list)) else {
        return false;
    };
    match list.kind() {
        NodeKind::Seq => list.items().any(|item| is_of_type(item, wanted)),
        _ => is_of_type(list, wanted),
    }
}

fn is_of_type(agreement: Value<'_>, wanted: &str) -> bool {
    let refused = agreement.get("signed").and_then(Value::as_bool) == Some(false);
    let stated = agreement.get("type").unwrap_or(agreement);
    !refused && Text::list(stated).iter().any(|text| text.value().eq_ignore_ascii_case(wanted))
}
