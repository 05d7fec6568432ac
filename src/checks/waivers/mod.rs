//! Checks of the rules in `rules/waivers/`.

pub(super) mod waiver;
