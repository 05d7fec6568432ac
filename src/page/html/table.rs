//! Tables of a page, with the cells that span rows and columns.

use super::flow::{Flow, FlowKind, FlowReader};
use super::look;
use super::node::{Element, HtmlNode};
use crate::page::block::{Block, Cell, CellOrigin, Content, PageTable, Remark, RemarkKind, Row};
use crate::page::rich::Rich;
use crate::text::Span;

/// The most columns that browsers let a cell span.
const MOST_COLUMNS: usize = 1_000;

/// The rows of a table, before their cells are read.
#[derive(Default)]
struct TableDraft {
    captions: Vec<usize>,
    rows: Vec<RowDraft>,
    /// Content between the rows; browsers show it before the table.
    strays: Vec<usize>,
    groups: usize,
}

#[derive(Default)]
struct RowDraft {
    span: Span,
    group: usize,
    is_head: bool,
    is_shown: bool,
    /// True if the cells stand in no row.
    is_implied: bool,
    cells: Vec<usize>,
}

#[derive(Clone, Copy)]
struct GridPlace {
    group: usize,
    is_head: bool,
    is_shown: bool,
}

/// A cell that spans rows below.
struct Spanning {
    cell: Cell,
    rows: usize,
}

impl FlowReader<'_> {
    /// Reads a table.
    pub(super) fn table(&mut self, at: usize, flow: &mut Flow) {
        let mut draft = TableDraft::default();
        let place = GridPlace { group: 0, is_head: false, is_shown: true };
        self.collect_rows(at, place, &mut draft);
        for stray in &draft.strays {
            self.read(*stray, flow);
        }
        if self.is_layout(at, &draft) {
            for cell in draft.captions.iter().chain(draft.rows.iter().flat_map(|row| &row.cells)) {
                let span = self.node(*cell).span;
                self.end_block(flow, span);
                self.children(*cell, flow);
                self.end_block(flow, span);
            }
            return;
        }
        self.end_block(flow, self.node(at).span);
        let mut inner = Vec::new();
        let mut table = PageTable::default();
        for caption in &draft.captions {
            let (text, blocks) = self.lines(*caption, flow, FlowKind::Cell);
            table.caption = table.caption.or(Some(text).filter(|text| !text.is_empty()));
            inner.extend(blocks);
        }
        table.rows = self.rows(&draft, flow, &mut inner);
        cut_to_width(&mut table.rows);
        let is_empty =
            table.rows.iter().flat_map(|row| &row.cells).all(|cell| cell.text.is_empty());
        if !table.rows.is_empty() && !(is_empty && (table.caption.is_none() || !inner.is_empty())) {
            self.hidden_rows(&table.rows);
            self.push(flow, self.node(at).span, Content::Table(table));
        }
        flow.blocks.append(&mut inner);
    }

    /// True if a table only places what is in it.
    fn is_layout(&self, at: usize, draft: &TableDraft) -> bool {
        let role = self.node(at).element().map_or("", |element| element.value("role"));
        if matches!(role, "none" | "presentation") {
            return true;
        }
        if !draft.captions.is_empty() {
            return false;
        }
        let cells: Vec<usize> = draft.rows.iter().flat_map(|row| &row.cells).copied().collect();
        let is_head = |cell: &usize| {
            self.node(*cell).element().is_some_and(|element| element.acts_as() == "th")
        };
        if cells.len() == 1 {
            return true;
        }
        // Headings and tables side by side.
        let holds = |holds: fn(&HtmlNode) -> bool| cells.iter().any(|cell| holds(self.node(*cell)));
        holds(|cell| cell.holds.heading)
            && holds(|cell| cell.holds.table)
            && !cells.iter().any(is_head)
    }

    fn collect_rows(&self, at: usize, place: GridPlace, draft: &mut TableDraft) {
        for child in &self.node(at).children {
            let node = self.node(*child);
            let Some(element) = node.element() else {
                if !self.text[node.span.range()].trim().is_empty() {
                    draft.strays.push(*child);
                }
                continue;
            };
            let is_shown = place.is_shown && !look::is_hidden(element);
            let place = GridPlace { is_shown, ..place };
            match element.acts_as() {
                "caption" => draft.captions.push(*child),
                "col" | "colgroup" => {}
                "tr" => {
                    let mut row = RowDraft::new(node.span, place);
                    self.collect_cells(*child, &mut row, draft);
                    draft.rows.push(row);
                }
                "td" | "th" => {
                    let last = draft.rows.last_mut().filter(|row| row.is_implied);
                    if let Some(row) = last {
                        row.cells.push(*child);
                        row.span.end = node.span.end;
                    } else {
                        let mut row = RowDraft::new(node.span, place);
                        row.is_implied = true;
                        row.cells.push(*child);
                        draft.rows.push(row);
                    }
                }
                name if matches!(name, "tbody" | "thead" | "tfoot")
                    || (name != "table" && (node.holds.row || node.holds.cell)) =>
                {
                    draft.groups += 1;
                    let is_head = place.is_head || name == "thead";
                    let group = draft.groups;
                    self.collect_rows(*child, GridPlace { group, is_head, ..place }, draft);
                    draft.groups += 1;
                }
                _ => draft.strays.push(*child),
            }
        }
    }

    fn collect_cells(&self, at: usize, row: &mut RowDraft, draft: &mut TableDraft) {
        for child in &self.node(at).children {
            let node = self.node(*child);
            match node.element() {
                Some(element) if matches!(element.acts_as(), "td" | "th") => row.cells.push(*child),
                Some(element) if element.acts_as() != "table" && node.holds.cell => {
                    self.collect_cells(*child, row, draft);
                }
                None if self.text[node.span.range()].trim().is_empty() => {}
                _ => draft.strays.push(*child),
            }
        }
    }

    fn rows(&mut self, draft: &TableDraft, flow: &Flow, inner: &mut Vec<Block>) -> Vec<Row> {
        let mut rows: Vec<Row> = Vec::new();
        let mut above: Vec<Option<Spanning>> = Vec::new();
        let mut group = usize::MAX;
        for row_draft in &draft.rows {
            if group != row_draft.group {
                above.clear();
                group = row_draft.group;
            }
            let mut row = Row {
                span: row_draft.span,
                is_head: row_draft.is_head,
                is_shown: row_draft.is_shown,
                cells: Vec::new(),
            };
            let mut has_text = false;
            for at in &row_draft.cells {
                let node = self.node(*at);
                let Some(element) = node.element() else { continue };
                if look::is_hidden(element) {
                    continue;
                }
                self.take_above(&mut row, &mut above);
                if self.cells_left == 0 {
                    self.too_many(node.span);
                    return rows;
                }
                let (text, blocks) = self.lines(*at, flow, FlowKind::Cell);
                inner.extend(blocks);
                has_text |= !text.is_empty();
                let is_head = element.acts_as() == "th";
                let cell = Cell { span: node.inner, text, origin: CellOrigin::Own, is_head };
                self.place(&mut row, cell, element, &mut above);
            }
            self.take_above(&mut row, &mut above);
            let mut own = row.cells.iter().filter(|cell| cell.origin == CellOrigin::Own).peekable();
            row.is_head |= own.peek().is_some() && own.all(|cell| cell.is_head);
            if !row.cells.is_empty() && (row.is_shown || has_text) {
                rows.push(row);
            }
        }
        rows
    }

    /// Adds the cells that span this row from above, up to the next free column.
    fn take_above(&mut self, row: &mut Row, above: &mut [Option<Spanning>]) {
        while let Some(slot) = above.get_mut(row.cells.len())
            && let Some(spanning) = slot
        {
            if self.cells_left == 0 {
                self.too_many(row.span);
                return;
            }
            self.cells_left -= 1;
            row.cells.push(repeat(&spanning.cell, CellOrigin::Above, &mut self.repeats_left));
            spanning.rows -= 1;
            if spanning.rows == 0 {
                *slot = None;
            }
        }
    }

    /// Adds a cell in all the columns that it spans.
    fn place(
        &mut self,
        row: &mut Row,
        cell: Cell,
        element: &Element,
        above: &mut Vec<Option<Spanning>>,
    ) {
        let number = |name| element.value(name).parse::<usize>();
        let columns = number("colspan").unwrap_or(1).clamp(1, MOST_COLUMNS);
        // 0 is all rows of the group.
        let rows = match number("rowspan") {
            Ok(0) => usize::MAX,
            Ok(rows) => rows,
            Err(_) => 1,
        };
        let first = row.cells.len();
        for column in first..first + columns {
            if self.cells_left == 0
                || above.get(column).is_some_and(|slot| column > first && slot.is_some())
            {
                break;
            }
            self.cells_left -= 1;
            let is_first = column == first;
            let origin = if is_first { CellOrigin::Own } else { CellOrigin::Left };
            if rows > 1 {
                if above.len() <= column {
                    above.resize_with(column + 1, || None);
                }
                let cell = repeat(&cell, CellOrigin::Above, &mut self.repeats_left);
                above[column] = Some(Spanning { cell, rows: rows - 1 });
            }
            if !is_first {
                row.cells.push(repeat(&cell, origin, &mut self.repeats_left));
            } else if columns > 1 {
                row.cells.push(cell.clone());
            } else {
                row.cells.push(cell);
                return;
            }
        }
    }

    /// Says that a table has rows that do not show.
    fn hidden_rows(&mut self, rows: &[Row]) {
        let mut hidden = rows.iter().filter(|row| !row.is_shown);
        if let Some(first) = hidden.next() {
            let last = hidden.next_back().unwrap_or(first);
            let (start, end) = (first.span.start, last.span.end.max(first.span.end));
            self.remarks.push(Remark { span: Span { start, end }, kind: RemarkKind::HiddenRows });
        }
    }
}

impl RowDraft {
    fn new(span: Span, place: GridPlace) -> Self {
        let GridPlace { group, is_head, is_shown } = place;
        Self { span, group, is_head, is_shown, is_implied: false, cells: Vec::new() }
    }
}

/// The cell in another row or column that it spans. Its text is left out once too much would
/// be repeated.
fn repeat(cell: &Cell, origin: CellOrigin, left: &mut usize) -> Cell {
    let len = cell.text.text().len();
    let text = match left.checked_sub(len) {
        Some(rest) => {
            *left = rest;
            cell.text.clone()
        }
        None => Rich::default(),
    };
    Cell { span: cell.span, text, origin, is_head: cell.is_head }
}

/// Cuts rows that claim to span more columns than there are.
fn cut_to_width(rows: &mut [Row]) {
    let own = |row: &Row| {
        let last = row.cells.iter().rposition(|cell| cell.origin != CellOrigin::Left);
        last.map_or(0, |last| last + 1)
    };
    let width = rows.iter().map(own).max().unwrap_or_default();
    for row in rows {
        row.cells.truncate(width.max(1));
    }
}
