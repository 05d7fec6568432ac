//! Checks of the rules in `rules/project/`.

pub(super) mod across;
