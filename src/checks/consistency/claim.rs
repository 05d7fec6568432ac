//! `claim`: what the organisation claims, against its list and its evidence.

use crate::manifest::{ClaimEntry, Text};
use crate::policy::{CheckSpec, Hit};

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "claim",
    summary: "reports claims that the list contradicts, or that come without evidence",
    options: &["report", "kinds", "phrases", "exporter"],
    arguments: &["quote", "line"],
    variants: &["affiliates", "certification"],
    build: |options| match options.word("report", &["contradicted", "unevidenced"]) {
        "unevidenced" => Box::new(super::unevidenced_claim::Unevidenced::new(options)),
        _ => Box::new(super::claim_contradicted::Contradicted::new(options)),
    },
};

/// A hit at a claim: at its words, or else at its kind.
pub(super) fn hit(claim: &ClaimEntry<'_>) -> Hit {
    let text = claim.text.or_else(|| Text::get(claim.node, "kind"));
    let Some(text) = text else { return Hit::at(claim.node.span()).arg("quote", "") };
    let hit = Hit::at(text.span()).arg("quote", text.value());
    Hit { value: Some(text.value().to_owned()), ..hit }
}
