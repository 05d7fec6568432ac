//! Tables that are wider than anyone writes.

use crate::page::block::{Cell, PageTable, Row};
use crate::page::entry;

/// Columns of a table, at most: headers are compared with one another.
const MAX_COLUMNS: usize = 1_000;

/// A table of more columns than are read.
pub(super) struct TooWide;

/// A table without the empty columns that a spreadsheet wrote at its end, if there are many.
pub(super) fn narrowed(table: &PageTable) -> Result<Option<PageTable>, TooWide> {
    if table.rows.iter().all(|row| row.cells.len() <= MAX_COLUMNS) {
        return Ok(None);
    }
    let width = |row: &Row| {
        let filled = |cell: &Cell| !entry::is_blank(cell.text.text());
        row.cells.iter().rposition(filled).map_or(0, |last| last + 1)
    };
    let widest = table.rows.iter().map(width).max().unwrap_or(0);
    if widest > MAX_COLUMNS {
        return Err(TooWide);
    }
    let mut narrow = table.clone();
    narrow.rows.iter_mut().for_each(|row| row.cells.truncate(widest));
    Ok(Some(narrow))
}
