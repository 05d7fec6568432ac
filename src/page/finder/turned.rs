//! Tables whose first column holds the labels.

use super::tables::known;
use crate::page::block::{Cell, PageTable, Row};
use crate::page::columns;
use crate::text::Span;

/// Labels of a table whose rows are fields.
const MOST_LABELS: usize = 40;

/// A table whose first column holds the labels and whose further columns hold a vendor each, in
/// rows.
pub(super) fn transposed(table: &PageTable) -> Option<PageTable> {
    let first = table.rows.first()?;
    let is_small = (2..=MOST_LABELS).contains(&table.rows.len()) && first.cells.len() > 2;
    if !is_small || known(first) > 1 || table.rows.iter().any(|row| !row.is_shown) {
        return None;
    }
    let label = |row: &Row| columns::whole(row.cells.first()?.text.text());
    let labels: Vec<&str> = table.rows.iter().filter_map(label).collect();
    let is_named = label(first) == Some("name");
    if !is_named || labels.len() < 2 || labels.len() * 3 < table.rows.len() * 2 {
        return None;
    }
    let rows = (0..first.cells.len()).map(|column| {
        let cells: Vec<Cell> = table
            .rows
            .iter()
            .map(|row| row.cells.get(column).cloned().unwrap_or_default())
            .collect();
        let spans = cells.iter().map(|cell| cell.span).filter(|span| !span.is_empty());
        let span = spans.reduce(|one, other| Span { end: other.end.max(one.end), ..one });
        Row { span: span.unwrap_or(first.span), is_head: column == 0, is_shown: true, cells }
    });
    Some(PageTable { caption: table.caption.clone(), rows: rows.collect() })
}
