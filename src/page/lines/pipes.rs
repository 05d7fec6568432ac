//! Rows whose cells are set apart by `|` or by tabs.

use super::super::block::{Block, Cell, CellOrigin, Content, PageTable, RemarkKind, Row};
use super::super::rich::{Rich, RichBuilder};
use super::{Line, LineReader, PageBudget, push};
use crate::text::Span;
use std::ops::Range;

/// Most columns of a row that is no row of Markdown.
const MAX_COLUMNS: usize = 1_000;

/// A row before it is known where its table begins and ends.
#[derive(Debug)]
pub(in super::super) struct TableRow {
    /// Its bytes.
    pub(in super::super) span: Span,
    /// Its cells.
    pub(in super::super) cells: Vec<(Span, Rich)>,
    /// True for the header of a table.
    pub(in super::super) is_head: bool,
    /// True for the dashes below a header.
    pub(in super::super) is_dashes: bool,
    /// True if it may go on with the row above: its line is indented.
    pub(in super::super) is_indented: bool,
}

impl LineReader<'_, '_> {
    /// A table with pipes that the rules of Markdown do not know: without dashes, with rows
    /// apart from each other, without pipes at the ends.
    pub(super) fn pipe_table(&mut self, at: usize) -> Option<usize> {
        let text = self.text(at)?;
        let is_sure = |text: &str| {
            let text = text.trim();
            text.starts_with('|') && text.ends_with('|') && text.matches('|').nth(2).is_some()
        };
        let is_row = |text: &str| is_pipe_row(text) || is_dashes(text);
        let next = self.next_shown(at + 1);
        let follows = self.text(next).is_some_and(is_row);
        if !is_row(text) || !(is_sure(text) || follows) {
            return None;
        }
        self.end_paragraph(at);
        let mut rows = Vec::new();
        let mut end = at;
        let mut next = at;
        let mut width = 0;
        while let Some(text) = self.text(next) {
            let blank = next > end;
            if !is_row(text) {
                break;
            }
            let row = self.pipe_row(next);
            // A row after an empty line may belong to a table of its own.
            if blank && width > 0 && !row.is_dashes && row.cells.len() != width {
                break;
            }
            width = if row.is_dashes { width } else { row.cells.len() };
            rows.push(row);
            end = next + 1;
            next = self.next_shown(end);
        }
        push_tables(self.source, rows, self.budget, self.blocks);
        Some(end)
    }

    fn pipe_row(&mut self, at: usize) -> TableRow {
        let line = &self.lines[at];
        let text = line.text();
        let span = line.span();
        let mut cells = Vec::new();
        let is_dashes = is_dashes(text);
        if !is_dashes {
            for range in cells_between_pipes(self.source, line) {
                if cells.len() == MAX_COLUMNS {
                    self.budget.remark(RemarkKind::TooMany, span);
                    break;
                }
                cells.push((line.span_of(range.clone()), line.part(range)));
            }
        }
        let is_indented = match line {
            Line::Raw { text, .. } => text.starts_with([' ', '\t']),
            Line::Rich(_) => is_indented(self.source, span.start as usize),
        };
        TableRow { span, cells, is_head: false, is_dashes, is_indented }
    }

    /// A table with tabs between its cells: at least two rows.
    pub(super) fn tab_table(&mut self, at: usize) -> Option<usize> {
        let has_tab = |line: &&Line<'_>| line.text().trim_start().contains('\t');
        let rows = self.lines[at..].iter().take_while(has_tab).count();
        if rows < 2 || !self.text(at)?.trim().contains('\t') {
            return None;
        }
        self.end_paragraph(at);
        let is_indented = self.lines[at..at + rows].iter().all(|one| one.text().starts_with('\t'));
        let mut table = Vec::with_capacity(rows);
        for line in &self.lines[at..at + rows] {
            let text = line.text();
            let mut start = usize::from(is_indented);
            let mut cells = Vec::new();
            for cell in text[start..].split('\t') {
                let range = start..start + cell.len();
                cells.push((line.span_of(range.clone()), line.part(range)));
                start += cell.len() + 1;
            }
            let span = line.span();
            table.push(TableRow {
                span,
                cells,
                is_head: false,
                is_dashes: false,
                is_indented: false,
            });
        }
        push_tables(self.source, table, self.budget, self.blocks);
        Some(at + rows)
    }
}

/// True if the line of an offset has white space before its first character.
pub(super) fn is_indented(source: &str, at: usize) -> bool {
    at > 0 && matches!(source.as_bytes()[at - 1], b' ' | b'\t')
}

/// True if a line reads as cells between pipes.
pub(in super::super) fn is_pipe_row(line: &str) -> bool {
    let line = line.trim();
    let starts = line.starts_with('|') && line.len() > 1;
    (starts && line[1..].contains('|')) || line.contains(" | ") || line.ends_with(" |")
}

/// True for the line of dashes between the header and the rows.
pub(in super::super) fn is_dashes(line: &str) -> bool {
    let line = line.trim();
    let has_bar = line.contains(['|', '+', '┼']);
    has_bar && line.contains(['-', '=', '─']) && line.chars().all(|one| "|-:=+ \t─┼│".contains(one))
}

/// The ranges of the cells of a line.
fn cells_between_pipes(source: &str, line: &Line<'_>) -> Vec<Range<usize>> {
    let text = line.text();
    let is_escaped = |at: usize| match line {
        Line::Raw { text, .. } => text[..at].ends_with('\\'),
        Line::Rich(rich) => rich.map().exact(at..at + 1).is_none_or(|span| {
            source.as_bytes()[..span.start as usize].last().is_some_and(|byte| *byte == b'\\')
        }),
    };
    let pipes = text.match_indices('|').map(|(at, _)| at).filter(|at| !is_escaped(*at));
    let trimmed = text.len() - text.trim_start().len()..text.trim_end().len();
    let mut cells = Vec::new();
    let mut start = trimmed.start;
    for pipe in pipes {
        if pipe > trimmed.start {
            cells.push(start..pipe);
        }
        start = pipe + 1;
    }
    if start < trimmed.end {
        cells.push(start..trimmed.end);
    }
    cells
}

/// Makes tables of rows: a row above dashes starts one, and a row that is broken over two
/// lines is put together.
pub(in super::super) fn push_tables(
    source: &str,
    rows: Vec<TableRow>,
    budget: &mut PageBudget,
    blocks: &mut Vec<Block>,
) {
    let mut tables: Vec<Vec<TableRow>> = vec![Vec::new()];
    for row in rows {
        let table = tables.last_mut().expect("internal: there is always one");
        if row.is_dashes {
            if let Some(mut head) = table.pop_if(|head| !head.is_head) {
                head.is_head = true;
                if table.is_empty() {
                    table.push(head);
                } else {
                    tables.push(vec![head]);
                }
            }
            continue;
        }
        let first = table.first().filter(|first| row.is_indented && !first.is_indented);
        let width = first.map_or(0, |first| first.cells.len());
        if table.len() > 1
            && let Some(before) = table.last_mut()
            && before.cells.len() + row.cells.len() <= width
        {
            // The line may be broken inside of a cell that is empty: `| Larch | ⏎ | DE |`.
            if before.cells.len() + row.cells.len() + 1 == width {
                let gap = Span { start: before.span.end, end: row.span.start };
                before.cells.push((gap, no_text()));
            }
            before.cells.extend(row.cells);
            before.span.end = row.span.end;
            continue;
        }
        table.push(row);
    }
    for table in tables {
        push_table(source, table, budget, blocks);
    }
}

fn push_table(source: &str, rows: Vec<TableRow>, budget: &mut PageBudget, blocks: &mut Vec<Block>) {
    let is_shown = |row: &TableRow| row.cells.iter().any(|(_, text)| !text.is_empty());
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return };
    let width = first.cells.len();
    let span = Span { start: first.span.start, end: last.span.end.max(first.span.start) };
    let mut table = PageTable::default();
    for row in rows {
        // The header that Markdown asks for and the page leaves empty.
        if row.is_head && !is_shown(&row) {
            continue;
        }
        if !budget.take_cells(row.cells.len(), row.span) {
            break;
        }
        if width > 2 && row.cells.len() < width && row.cells.len() > 1 {
            let joined = row.cells.iter().find(|(span, _)| is_joined(&source[span.range()]));
            if let Some((span, _)) = joined {
                budget.remark(RemarkKind::JoinedCells, *span);
            }
        }
        let is_head = row.is_head;
        let cells = row.cells.into_iter();
        let cells = cells.map(|(span, text)| Cell { span, text, origin: CellOrigin::Own, is_head });
        let cells = cells.collect();
        table.rows.push(Row { span: row.span, is_head, is_shown: true, cells });
    }
    if !table.rows.is_empty() {
        push(blocks, budget, span, Content::Table(table));
    }
}

/// True if a cell holds a gap as wide as one between two cells.
fn is_joined(cell: &str) -> bool {
    let cell = cell.trim();
    cell.contains("  ") || cell.contains('\t')
}

/// A text without words, for a cell that is not there.
pub(super) fn no_text() -> Rich {
    RichBuilder::default().finish()
}
