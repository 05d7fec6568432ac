//! Checks of the rules in `rules/consistency/`.

mod broken_reference;
mod claim_contradicted;
mod inconsistent_field;
mod unevidenced_claim;

use crate::policy::CheckGroup;

pub(super) const GROUP: CheckGroup = CheckGroup {
    name: "consistency",
    checks: &[
        broken_reference::SPEC,
        claim_contradicted::SPEC,
        inconsistent_field::SPEC,
        unevidenced_claim::SPEC,
    ],
};
