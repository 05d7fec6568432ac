//! Checks of the rules in `rules/purpose/`.

mod unflagged_special_category;
mod vague_data;
pub(super) mod vague_text;

use crate::policy::CheckGroup;

pub(super) const GROUP: CheckGroup = CheckGroup {
    name: "purpose",
    checks: &[unflagged_special_category::SPEC, vague_data::SPEC, vague_text::SPEC],
};
