//! Checks of the rules in `rules/waivers/`.

mod expired_waiver;
mod expiring_waiver;
mod malformed_waiver;
mod stale_baseline;
mod unused_waiver;

use crate::policy::CheckGroup;

pub(super) const GROUP: CheckGroup = CheckGroup {
    name: "waivers",
    checks: &[
        expired_waiver::SPEC,
        expiring_waiver::SPEC,
        malformed_waiver::SPEC,
        stale_baseline::SPEC,
        unused_waiver::SPEC,
    ],
};
