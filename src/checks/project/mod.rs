//! Checks of the rules in `rules/project/`.

mod conflicting_establishment;
mod duplicate_manifest;
mod reused_id;

use crate::policy::CheckGroup;

pub(super) const GROUP: CheckGroup = CheckGroup {
    name: "project",
    checks: &[conflicting_establishment::SPEC, duplicate_manifest::SPEC, reused_id::SPEC],
};
