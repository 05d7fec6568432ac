//! Checks of the rules in `rules/lifecycle/`.

pub(super) mod change_notice;
pub(super) mod disclaimed_change_notice;
pub(super) mod inconsistent_status_dates;
pub(super) mod invalid_date;
pub(super) mod missing_change_notice;
pub(super) mod passive_change_notice;
pub(super) mod short_notice_window;
pub(super) mod stale_list;
