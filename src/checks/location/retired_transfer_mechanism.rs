//! `retired-transfer-mechanism`: mechanisms that no longer exist.

use crate::facts::adequacy::{self, NamedMechanism};
use crate::manifest::Transfer;
use crate::policy::{Check, CheckSpec, Hit, Hits, ListCheck, Subject};

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "retired-transfer-mechanism",
    summary: "reports transfer mechanisms that no longer exist",
    options: &[],
    arguments: &[
        ("name", "the name of the mechanism"),
        ("date", "the last day on which it held"),
        ("value", "the mechanism as written"),
    ],
    variants: &[],
    build: |_| Check::list(RetiredTransferMechanism),
};

struct RetiredTransferMechanism;

/// Words inside a longer text that name a mechanism of the past, with its id.
const WITHIN: &[(&str, &str)] = &[
    ("privacy shield", "privacy_shield"),
    ("safe harbor", "safe_harbor"),
    ("safe harbour", "safe_harbor"),
    ("2010/87/eu", "scc_2010_87_eu"),
    ("2001/497/ec", "scc_2001_2004"),
    ("2004/915/ec", "scc_2001_2004"),
];

impl ListCheck for RetiredTransferMechanism {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        for vendor in subject.vendors {
            for entry in vendor.transfers() {
                let (Some(retired), Some(mechanism)) = (find(entry), entry.mechanism) else {
                    continue;
                };
                let hit = Hit::on(mechanism).of(vendor);
                // Old contracts outlived some of the decisions for a while.
                let date = retired.until.unwrap_or(retired.ended);
                hits.push(hit.arg("name", retired.name).arg("date", date));
            }
        }
    }
}

fn find(entry: &Transfer<'_>) -> Option<&'static adequacy::Retired> {
    match entry.named {
        Some(NamedMechanism::Retired(retired)) => return Some(retired),
        Some(NamedMechanism::Mechanism(_)) => return None,
        None => {}
    }
    let text = entry.mechanism?.value().to_lowercase().replace(['-', '_'], " ");
    let (_, id) = WITHIN.iter().find(|(words, _)| text.contains(words))?;
    adequacy::Retired::all().iter().find(|retired| retired.id == *id)
}
