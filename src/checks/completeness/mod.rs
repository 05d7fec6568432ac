//! Checks of the rules in `rules/completeness/`.

pub(super) mod missing_agreement;
pub(super) mod required;
