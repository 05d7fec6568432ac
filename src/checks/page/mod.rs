//! Checks of the rules in `rules/page/`.

mod computed_value;
mod hidden_rows;
mod joined_cells;
mod page_encoding;
mod row_without_vendor;
mod short_row;
mod unread_column;
mod unread_list;

use crate::policy::CheckGroup;

pub(super) const GROUP: CheckGroup = CheckGroup {
    name: "page",
    checks: &[
        computed_value::SPEC,
        hidden_rows::SPEC,
        joined_cells::SPEC,
        page_encoding::SPEC,
        row_without_vendor::SPEC,
        short_row::SPEC,
        unread_column::SPEC,
        unread_list::SPEC,
    ],
};
