//! Checks of the rules in `rules/opt-out/`.

mod vague_opt_out;

use crate::policy::CheckGroup;

pub(super) const GROUP: CheckGroup = CheckGroup { name: "opt_out", checks: &[vague_opt_out::SPEC] };
