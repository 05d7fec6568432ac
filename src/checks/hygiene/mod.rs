//! Checks of the rules in `rules/hygiene/`.

pub(super) mod empty_list;
pub(super) mod implicit_type;
pub(super) mod packed_value;
pub(super) mod placeholder_value;
pub(super) mod schema;
pub(super) mod suspicious_characters;
pub(super) mod syntax;
pub(super) mod value_in_wrong_field;
