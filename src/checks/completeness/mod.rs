//! Checks of the rules in `rules/completeness/`.

mod missing_agreement;
mod required;

use crate::policy::CheckGroup;

pub(super) const GROUP: CheckGroup =
    CheckGroup { name: "completeness", checks: &[missing_agreement::SPEC, required::SPEC] };
