//! Checks of the rules in `rules/purpose/`.

pub(super) mod unflagged_special_category;
pub(super) mod vague_data;
pub(super) mod vague_text;
