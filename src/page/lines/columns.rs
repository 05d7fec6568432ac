//! Tables whose columns stand below each other, with at least two spaces between them.

use super::super::rich::{Rich, RichBuilder};
use super::pipes::{TableRow, no_text, push_tables};
use super::{Line, LineReader};
use crate::text::Span;
use std::ops::Range;

/// Least rows of a table without a line of dashes whose columns are not aligned.
const LEAST_UNALIGNED: usize = 3;

/// Lines that show whether there are columns.
const DECISIVE: usize = 8;

/// A stretch of a line with its column, in characters.
struct Stretch {
    column: usize,
    range: Range<usize>,
}

impl LineReader<'_, '_> {
    /// A table in columns: with a line of dashes below its header, or with all rows aligned.
    pub(super) fn column_table(&mut self, at: usize) -> Option<usize> {
        let Line::Raw { text, .. } = &self.lines[at] else { return None };
        if let Some(starts) = self.text(at + 1).and_then(column_dashes) {
            return Some(self.ruled_table(at, &starts));
        }
        let heads = stretches(text, 2);
        if heads.len() < 2 {
            return None;
        }
        let starts: Vec<usize> = heads.iter().map(|head| head.column).collect();
        let is_aligned = |line: &Line<'_>| {
            let parts = stretches(line.text(), 2);
            let is_row = parts.len() > 1 || parts.first().is_some_and(|it| it.column > starts[0]);
            is_row && parts.iter().all(|part| starts.binary_search(&part.column).is_ok())
        };
        let is_full = |line: &Line<'_>| stretches(line.text(), 2).len() == starts.len();
        // The first lines decide, so that each line is looked at a few times only.
        let begin = self.lines[at..].iter().take(DECISIVE).take_while(|line| is_aligned(line));
        let full = begin.filter(|line| is_full(line)).count();
        if full + usize::from(starts.len() > 2) > 2 {
            let aligned = self.lines[at..].iter().take_while(|line| is_aligned(line)).count();
            self.rows_in_columns(at..at + aligned, &starts, false);
            return Some(at + aligned);
        }
        if starts.len() < 3 {
            return None;
        }
        let same = self.lines[at..].iter().take_while(|line| is_full(line)).count();
        if same < LEAST_UNALIGNED {
            return None;
        }
        self.end_paragraph(at);
        let rows = self.lines[at..at + same].iter().map(|line| {
            let parts = stretches(line.text(), 2).into_iter();
            let cells = parts.map(|part| (line.span_of(part.range.clone()), line.part(part.range)));
            row(line.span(), cells.collect(), false)
        });
        let rows = rows.collect();
        push_tables(self.source, rows, self.budget, self.blocks);
        Some(at + same)
    }

    fn ruled_table(&mut self, at: usize, starts: &[usize]) -> usize {
        let rows = self.lines[at + 2..].iter().take_while(|line| !line.is_blank()).count();
        let end = at + 2 + rows;
        self.rows_in_columns(at..end, starts, true);
        end
    }

    fn rows_in_columns(&mut self, lines: Range<usize>, starts: &[usize], is_ruled: bool) {
        self.end_paragraph(lines.start);
        let mut rows: Vec<TableRow> = Vec::new();
        for (index, line) in self.lines[lines].iter().enumerate() {
            if is_ruled && index == 1 {
                continue;
            }
            let cells = cells_at(line, starts);
            let begins = line.text().chars().take_while(|char| char.is_whitespace()).count();
            match rows.last_mut() {
                // A cell that is too long goes on below.
                Some(above) if begins > starts[0] && index > usize::from(is_ruled) => {
                    for ((span, text), (more_span, more)) in above.cells.iter_mut().zip(cells) {
                        if more.is_empty() {
                            continue;
                        }
                        *span = if text.is_empty() {
                            more_span
                        } else {
                            Span { start: span.start, end: more_span.end }
                        };
                        let mut builder = RichBuilder::default();
                        builder.rich(text);
                        builder.space(Span { start: more_span.start, end: more_span.start });
                        builder.rich(&more);
                        *text = builder.finish();
                    }
                    above.span.end = line.span().end;
                }
                _ => rows.push(row(line.span(), cells, is_ruled && index == 0)),
            }
        }
        push_tables(self.source, rows, self.budget, self.blocks);
    }
}

fn row(span: Span, cells: Vec<(Span, Rich)>, is_head: bool) -> TableRow {
    TableRow { span, cells, is_head, is_dashes: false, is_indented: false }
}

/// The starts of the columns if the line is dashes of at least two columns.
fn column_dashes(line: &str) -> Option<Vec<usize>> {
    let is_dash = |char: char| "-=─ ".contains(char);
    if !line.contains(['-', '=', '─']) || !line.chars().all(is_dash) {
        return None;
    }
    let parts = stretches(line, 1);
    let is_long = |part: &Stretch| part.range.len() > 1;
    (parts.len() > 1 && parts.iter().all(is_long))
        .then(|| parts.iter().map(|part| part.column).collect())
}

/// The stretches of a line between gaps of so many spaces.
fn stretches(line: &str, gap: usize) -> Vec<Stretch> {
    let mut parts: Vec<Stretch> = Vec::new();
    let mut spaces = gap;
    for (column, (at, char)) in line.char_indices().enumerate() {
        if char.is_whitespace() {
            spaces += 1;
            continue;
        }
        let end = at + char.len_utf8();
        match parts.last_mut() {
            Some(part) if spaces < gap => part.range.end = end,
            _ => parts.push(Stretch { column, range: at..end }),
        }
        spaces = 0;
    }
    parts
}

/// The cells of a line below the starts of the columns. A stretch belongs to the last column
/// that starts before its end; one that runs over the start of a column is not cut.
fn cells_at(line: &Line<'_>, starts: &[usize]) -> Vec<(Span, Rich)> {
    let mut ranges: Vec<Option<Range<usize>>> = vec![None; starts.len()];
    let text = line.text();
    for word in stretches(text, 1) {
        let column = starts.partition_point(|start| *start <= word.column).saturating_sub(1);
        // A word right after another one that runs over the border belongs to it.
        let starts_column = starts.binary_search(&word.column).is_ok();
        let before = &text[..word.range.start];
        let is_close = before.ends_with(' ') && !before.ends_with("  ");
        let runs_over = !starts_column && ranges[column].is_none() && column > 0 && is_close;
        let column = column - usize::from(runs_over);
        match &mut ranges[column] {
            Some(range) => range.end = word.range.end,
            empty => *empty = Some(word.range),
        }
    }
    let line_end = text.trim_end().len();
    let cells = ranges.into_iter().map(|range| match range {
        Some(range) => (line.span_of(range.clone()), line.part(range)),
        None => (line.span_of(line_end..line_end), no_text()),
    });
    cells.collect()
}
