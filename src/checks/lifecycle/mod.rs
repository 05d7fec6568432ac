//! Checks of the rules in `rules/lifecycle/`.

mod disclaimed_change_notice;
mod invalid_date;
mod missing_change_notice;
mod passive_change_notice;
mod short_notice_window;
mod stale_list;

use crate::policy::CheckGroup;

pub(super) const GROUP: CheckGroup = CheckGroup {
    name: "lifecycle",
    checks: &[
        disclaimed_change_notice::SPEC,
        invalid_date::SPEC,
        missing_change_notice::SPEC,
        passive_change_notice::SPEC,
        short_notice_window::SPEC,
        stale_list::SPEC,
    ],
};
