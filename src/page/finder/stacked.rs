//! Tables that lost their cells: each header and each value is a paragraph of its own.

use super::ListFinder;
use crate::page::block::{Block, Cell, Content, PageArea, PageTable, Row};
use crate::page::columns::{self, Column};
use crate::page::entry;
use crate::page::list::UnreadKind;
use crate::page::name_cell;
use crate::page::rich::Rich;
use crate::text::Span;
use crate::values::location::{self, Context};

/// Least and most columns.
const COLUMNS: std::ops::RangeInclusive<usize> = 3..=12;
/// Characters of a header and of a cell.
const MAX_HEADER: usize = 60;
const MAX_CELL: usize = 400;

impl ListFinder {
    /// Reads a run of paragraphs that are headers of different fields, and as many below them for
    /// each vendor. Says how many blocks it takes.
    pub(super) fn stacked(&mut self, blocks: &[Block], at: usize) -> usize {
        let run: Vec<(&Rich, Span)> = blocks[at..].iter().map_while(paragraph).collect();
        let mut fields: Vec<Column> = Vec::new();
        for (text, _) in &run {
            let label = text.text();
            let is_label = label.chars().count() <= MAX_HEADER && !label.ends_with(['.', ':']);
            let column = columns::column(label);
            let is_field = matches!(column, Column::Field(_));
            if !is_label || !is_field || fields.contains(&column) {
                break;
            }
            fields.push(column);
        }
        let width = fields.len();
        let place = |names: &[&str]| {
            let is_one =
                |column: &Column| matches!(column, Column::Field(field) if names.contains(field));
            fields.iter().position(is_one)
        };
        let name = place(&["name"]).or_else(|| place(&["legal_name"]));
        let Some(name) = name.filter(|_| COLUMNS.contains(&width)) else { return 0 };
        if !self.is_about_vendors() {
            return 0;
        }
        // A cell that was blank is lost, and those behind it are not where they belong.
        let location = place(&["location", "country"]);
        let fits = |row: &&[(&Rich, Span)]| {
            let text = |at: usize| row[at].0.text();
            let is_placed = location.is_none_or(|at| {
                entry::is_blank(text(at))
                    || location::read(text(at), &Context::default()).has_place()
            });
            let is_short = row.iter().all(|(text, _)| text.text().chars().count() <= MAX_CELL);
            name_cell::may_be_name(text(name)) && is_placed && is_short
        };
        let rows: Vec<_> = run[width..].chunks_exact(width).take_while(fits).collect();
        let Some(last) = rows.last() else { return 0 };
        let span = Span { end: last[width - 1].1.end, ..run[0].1 };
        let read = (rows.len() + 1) * width;
        let table = PageTable {
            caption: None,
            rows: std::iter::once(&run[..width])
                .chain(rows)
                .enumerate()
                .map(|(at, cells)| row(cells, at == 0))
                .collect(),
        };
        self.table(&table, span);
        if let Some((text, span)) = run.get(read)
            && text.text().chars().count() <= MAX_HEADER
            && !text.text().ends_with(['.', '!', '?', ':'])
        {
            self.unread(*span, UnreadKind::JoinedCells, text.text());
        }
        read
    }
}

fn paragraph(block: &Block) -> Option<(&Rich, Span)> {
    match &block.content {
        Content::Paragraph(text) if block.is_shown && block.area == PageArea::Main => {
            Some((text, block.span))
        }
        _ => None,
    }
}

fn row(cells: &[(&Rich, Span)], is_head: bool) -> Row {
    let first = cells.first().map_or(Span::default(), |(_, span)| *span);
    let end = cells.last().map_or(first.end, |(_, span)| span.end);
    let cells = cells.iter().map(|(text, span)| Cell {
        span: *span,
        text: (*text).clone(),
        ..Cell::default()
    });
    Row { span: Span { end, ..first }, is_head, is_shown: true, cells: cells.collect() }
}
