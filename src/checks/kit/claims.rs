//! Hits at claims.

use crate::manifest::{ClaimEntry, Text};
use crate::policy::Hit;

/// A hit at a claim: at its words, or else at its kind.
pub(crate) fn hit(claim: &ClaimEntry<'_>) -> Hit {
    let text = claim.text.or_else(|| Text::get(claim.node, "kind"));
    let Some(text) = text else { return Hit::at(claim.node.span()).arg("quote", "") };
    let hit = Hit::at(text.span()).arg("quote", text.value());
    Hit { value: Some(text.value().to_owned()), ..hit }
}
