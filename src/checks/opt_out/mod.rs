//! Checks of the rules in `rules/opt-out/`.

pub(super) mod vague_opt_out;
