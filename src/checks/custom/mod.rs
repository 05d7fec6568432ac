//! Checks that only custom rules use.

pub(super) mod expression;

use crate::policy::CheckGroup;

pub(super) const GROUP: CheckGroup = CheckGroup { name: "custom", checks: &[expression::SPEC] };
