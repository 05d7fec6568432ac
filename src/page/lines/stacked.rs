//! Tables that lost their rows: each cell stands on a line of its own.

use super::bullets::is_bullet;
use super::pipes::{TableRow, push_tables};
use super::titles::is_numbered_title;
use super::{LineReader, is_pair};
use crate::facts::field_names::{NameScope, field_named, forms};
use crate::text::Span;
use std::collections::BTreeSet;

/// Least and most columns.
const COLUMNS: std::ops::RangeInclusive<usize> = 3..=12;
/// Characters of a header and of a cell.
const MAX_HEADER: usize = 60;
const MAX_CELL: usize = 300;

/// Fields whose names are the usual headers themselves.
const FIELDS: &[&str] = &["country", "location", "name", "purpose", "transfer", "website"];

impl LineReader<'_, '_> {
    /// A run of words that are known as headers, and cells below: as many a row.
    pub(super) fn stacked_table(&mut self, at: usize) -> Option<usize> {
        let mut fields = BTreeSet::new();
        let mut columns = 0;
        while columns <= *COLUMNS.end() {
            let Some(field) = self.text(at + columns).and_then(header) else { break };
            if !fields.insert(field) {
                break;
            }
            columns += 1;
        }
        if !COLUMNS.contains(&columns) {
            return None;
        }
        let start = at + columns;
        let is_cell = |text: &str| {
            !text.trim().is_empty()
                && text.chars().nth(MAX_CELL).is_none()
                && !is_bullet(text)
                && !is_numbered_title(text)
        };
        let cells = self.lines[start..].iter().take_while(|line| is_cell(line.text())).count();
        let rows = cells / columns;
        let first = self.lines.get(start..start + columns)?;
        if rows == 0 || first.iter().all(|line| is_pair(line.text())) {
            return None;
        }
        self.end_paragraph(at);
        let end = start + rows * columns;
        let rows = self.lines[at..end].chunks(columns).map(|lines| {
            let cells: Vec<_> = lines.iter().map(|line| (line.span(), line.whole())).collect();
            let span = Span { start: cells[0].0.start, end: cells[cells.len() - 1].0.end };
            TableRow { span, cells, is_head: false, is_dashes: false, is_indented: false }
        });
        let rows = rows.collect();
        push_tables(self.source, rows, self.budget, self.blocks);
        Some(end)
    }
}

/// The field that a line names.
fn header(line: &str) -> Option<&'static str> {
    let line = line.trim();
    if line.is_empty() || line.chars().nth(MAX_HEADER).is_some() {
        return None;
    }
    let is_own = |form: &String| FIELDS.iter().find(|field| *field == form).copied();
    let named = |form: &String| field_named(NameScope::Entry, form).or_else(|| is_own(form));
    forms(line).iter().find_map(named)
}
