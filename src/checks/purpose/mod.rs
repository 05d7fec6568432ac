//! Checks of the rules in `rules/purpose/`.

mod remark_in_value;
mod unflagged_special_category;
mod vague_data;
pub(super) mod vague_text;

use crate::policy::CheckGroup;

pub(super) const GROUP: CheckGroup = CheckGroup {
    name: "purpose",
    checks: &[
        remark_in_value::SPEC,
        unflagged_special_category::SPEC,
        vague_data::SPEC,
        vague_text::SPEC,
    ],
};
