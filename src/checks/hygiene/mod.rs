//! Checks of the rules in `rules/hygiene/`.

mod cut_off_value;
mod duplicate_key;
mod implicit_type;
mod invalid_value;
mod markup_in_value;
mod packed_value;
mod parse_error;
mod placeholder_value;
mod suspicious_characters;
mod unknown_field;
mod value_in_wrong_field;

use crate::policy::CheckGroup;

pub(super) const GROUP: CheckGroup = CheckGroup {
    name: "hygiene",
    checks: &[
        cut_off_value::SPEC,
        duplicate_key::SPEC,
        implicit_type::SPEC,
        invalid_value::SPEC,
        markup_in_value::SPEC,
        packed_value::SPEC,
        parse_error::SPEC,
        placeholder_value::SPEC,
        suspicious_characters::SPEC,
        unknown_field::SPEC,
        value_in_wrong_field::SPEC,
    ],
};
