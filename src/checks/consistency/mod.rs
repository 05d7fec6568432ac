//! Checks of the rules in `rules/consistency/`.

pub(super) mod broken_reference;
pub(super) mod claim;
pub(super) mod claim_contradicted;
pub(super) mod inconsistent_field;
pub(super) mod not_a_subprocessor;
pub(super) mod unevidenced_claim;
