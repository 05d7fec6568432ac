//! Signs that a part of a page that is left out has vendors in it.

use crate::page::block::Row;
use crate::page::name_cell;

/// True if most rows have a cell of vendors that are known: `GitHub, GitLab`.
pub(super) fn name_vendors(rows: &[&Row]) -> bool {
    let is_of_names = |text: &str| {
        text.len() <= 200
            && text.split(", ").count() > 1
            && text.split(", ").filter(|name| name_cell::is_surely_name(name)).count() > 1
    };
    let named =
        rows.iter().filter(|row| row.cells.iter().any(|cell| is_of_names(cell.text.text())));
    named.count() * 2 > rows.len()
}
