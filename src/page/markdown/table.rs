//! Tables of Markdown, and what follows them without an empty line.

use super::super::block::{Block, Content};
use super::super::lines::{self, Line, TableRow, Whose, is_dashes, push_tables};
use super::super::rich::Rich;
use super::{Breaks, MarkdownReader, options};
use crate::text::Span;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use std::ops::Range;

impl MarkdownReader<'_> {
    /// Reads a table whose start was the event before.
    pub(super) fn table(&mut self, columns: usize, blocks: &mut Vec<Block>) {
        let mut rows: Vec<TableRow> = Vec::new();
        let mut loose: Vec<Line<'_>> = Vec::new();
        while self.at < self.events.len() {
            let (event, range) = self.events[self.at].clone();
            self.at += 1;
            let is_head = match event {
                Event::Start(Tag::TableHead) => true,
                Event::Start(Tag::TableRow) => false,
                Event::End(TagEnd::Table) => break,
                _ => continue,
            };
            let cells = self.cells(&range);
            let raw = &self.text[range.clone()];
            if !is_head && columns > 1 && !raw.contains('|') {
                // Text right below the table: a browser shows it as a row of one cell.
                push_tables(self.text, std::mem::take(&mut rows), &mut self.budget, blocks);
                loose.extend(cells.into_iter().map(|(_, text)| Line::Rich(text)));
                continue;
            }
            self.loose(&mut loose, blocks);
            let before = &self.text.as_bytes()[..range.start];
            rows.push(TableRow {
                span: trimmed(self.text, range.clone()),
                cells,
                is_head,
                is_dashes: !is_head && is_dashes(raw),
                is_indented: raw.starts_with([' ', '\t']) || before.ends_with(b" "),
            });
        }
        push_tables(self.text, rows, &mut self.budget, blocks);
        self.loose(&mut loose, blocks);
    }

    fn loose(&mut self, loose: &mut Vec<Line<'_>>, blocks: &mut Vec<Block>) {
        if !loose.is_empty() {
            let lines = std::mem::take(loose);
            lines::read(self.text, &lines, Whose::Marked, &mut self.budget, blocks);
        }
    }

    /// Reads the cells of a row: those that it has, be they fewer or more than the columns.
    fn cells(&mut self, row: &Range<usize>) -> Vec<(Span, Rich)> {
        let mut cells = Vec::new();
        let mut end = row.start;
        while self.at < self.events.len() {
            let (event, range) = self.events[self.at].clone();
            self.at += 1;
            match event {
                Event::Start(Tag::TableCell) => {
                    let events = self.inline_run();
                    let is_added = range.is_empty()
                        && range.start > row.start
                        && (range.start >= row.end || self.text[..range.start].ends_with('\n'));
                    if !is_added {
                        let text = self.joined(events);
                        end = range.end;
                        cells.push((trimmed(self.text, range), text));
                    }
                }
                Event::End(TagEnd::TableHead | TagEnd::TableRow) => break,
                _ => {}
            }
        }
        let rest = self.text[end..row.end.max(end)].trim_end();
        let rest = rest.strip_prefix('|').unwrap_or_default();
        let rest = rest.strip_suffix('|').unwrap_or(rest);
        if !rest.trim().is_empty() {
            let mut start = end + 1;
            for piece in rest.split('|') {
                let range = start..start + piece.len();
                cells.push((trimmed(self.text, range.clone()), self.piece(range)));
                start += piece.len() + 1;
            }
        }
        cells
    }

    /// The text of a cell beyond the last column, which the parser leaves out.
    fn piece(&mut self, range: Range<usize>) -> Rich {
        let start = range.start;
        let events = Parser::new_ext(&self.text[range], options()).into_offset_iter();
        let events = events.filter(|(event, _)| super::is_inline(event));
        let events: Vec<_> =
            events.map(|(event, range)| (event, range.start + start..range.end + start)).collect();
        self.inlines.read(&events, Breaks::Joined).join()
    }
}

/// The span of a range without white space around it.
fn trimmed(text: &str, range: Range<usize>) -> Span {
    let part = &text[range.clone()];
    let start = range.start + (part.len() - part.trim_start().len());
    Span::new(start, start + part.trim().len())
}

/// The row above dashes that stand apart from it is a header.
pub(super) fn mark_head(blocks: &mut [Block]) {
    if let Some(Block { content: Content::Table(table), .. }) = blocks.last_mut()
        && let [row] = table.rows.as_mut_slice()
    {
        row.is_head = true;
        row.cells.iter_mut().for_each(|cell| cell.is_head = true);
    }
}

/// Adds rows that an empty line parts from their table.
pub(super) fn join(text: &str, blocks: &mut [Block], own: &mut Vec<Block>) {
    let Some(Block { span, content: Content::Table(table), .. }) = blocks.last_mut() else {
        return;
    };
    let Some(Block { span: more_span, content: Content::Table(more), .. }) = own.first_mut() else {
        return;
    };
    let between = text.get(span.end as usize..more_span.start as usize);
    let is_near =
        between.is_some_and(|text| text.trim_matches(['|', '-', ':', ' ', '\r', '\n']).is_empty());
    let width = table.rows.first().map(|row| row.cells.len());
    let same = more.rows.first().is_some_and(|row| !row.is_head && Some(row.cells.len()) == width);
    if is_near && same {
        table.rows.append(&mut more.rows);
        span.end = more_span.end;
        own.remove(0);
    }
}
