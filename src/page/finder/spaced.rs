//! Lines of a table whose borders are lost: `Company Country Task`, and below it `Acme Denmark
//! Hosting of files`. The country tells where the name ends; without one a line is not read.

use super::ListFinder;
use crate::facts::field_names::{NameScope, field_named, forms};
use crate::page::columns::{self, Column};
use crate::page::entry::{CellLabel, LabelledCell};
use crate::page::list::UnreadKind;
use crate::page::name_cell;
use crate::page::rich::Rich;
use crate::page::statements::is_bare_place;
use crate::text::Span;
use crate::values::value_kind::{ValueKind, value_kind};
use std::ops::Range;

/// Words of a place, at most.
const MAX_PLACE: usize = 4;
/// Words of a label, at most.
const MAX_LABEL: usize = 4;

impl ListFinder {
    /// Reads a paragraph as such lines, if its first line heads them.
    pub(super) fn spaced(&mut self, text: &Rich, span: Span) {
        let lines = text.lines();
        self.joined(&lines);
        let Some((head, rows)) = lines.split_first() else { return };
        if rows.len() < 2 || !self.is_about_vendors() {
            return;
        }
        let Some(columns) = header(head.text()) else { return };
        let read: Vec<Option<Vec<LabelledCell>>> =
            rows.iter().map(|row| cells(row, &columns)).collect();
        if read.iter().flatten().count() * 3 < rows.len() * 2 {
            return;
        }
        let list = self.start(span, head.span(), "lines");
        for (row, cells) in rows.iter().zip(read) {
            let is_read = cells.is_some_and(|cells| self.add(list, row.span(), &cells, None));
            if !is_read {
                self.unread(row.span(), UnreadKind::JoinedCells, row.text());
            }
        }
    }

    /// Says that the rows below a header without marks between its labels are not read.
    fn joined(&mut self, lines: &[Rich]) {
        let Some(at) = lines.iter().position(|line| is_joined_header(line.text())) else { return };
        for line in &lines[at..] {
            self.unread(line.span(), UnreadKind::JoinedCells, line.text());
        }
    }
}

/// The columns behind name and place: what they are about, and whether a date ends the line.
struct SpacedColumns {
    rest: &'static str,
    last: Option<String>,
    /// True if there are columns between them that are not read.
    has_others: bool,
}

/// Reads a header: name, place, one more, and perhaps others with a date at the end.
fn header(text: &str) -> Option<SpacedColumns> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let field = |from: usize, len: usize| {
        let label = words.get(from..from + len)?.join(" ");
        match columns::column(&label) {
            Column::Field(field) if len == 1 => Some(field),
            _ => columns::whole(&label),
        }
    };
    // The longest label that is known; `Description of processing` is one.
    let next = |from: usize, is_meant: &dyn Fn(&str) -> bool| {
        let known = |len: usize| field(from, len).filter(|field| is_meant(field));
        (1..=MAX_LABEL).rev().find_map(|len| Some((known(len)?, from + len)))
    };
    let is_place = |field: &str| matches!(field, "location" | "country");
    let (_, at) = next(0, &|field| field == "name")?;
    let (_, at) = next(at, &is_place)?;
    let (rest, at) = next(at, &|field| field != "name" && !is_place(field))?;
    let more = &words[at..];
    let is_dated = |tail: &[&str]| {
        let label = tail.join(" ");
        forms(&label).iter().any(|form| field_named(NameScope::Root, form) == Some("last_updated"))
    };
    let tails = (1..=MAX_LABEL.min(more.len())).map(|len| &more[more.len() - len..]);
    let dated = tails.rev().find(|tail| is_dated(tail)).or(more.last().map(std::slice::from_ref));
    Some(SpacedColumns {
        rest,
        last: dated.map(|tail| tail.join(" ")),
        has_others: dated.is_some_and(|tail| tail.len() < more.len()),
    })
}

/// True if a text starts with labels that nothing divides: `PROVIDERPURPOSEPLACE`.
fn is_joined_header(text: &str) -> bool {
    let Some(word) = text.split_whitespace().next() else { return false };
    let chars: Vec<char> = word.chars().collect();
    if !(10..=60).contains(&chars.len()) || columns::whole(word).is_some() {
        return false;
    }
    // The labels that can end at each place, as how many and whether a name is among them.
    let mut ends: Vec<Option<(usize, bool)>> = vec![None; chars.len() + 1];
    ends[0] = Some((0, false));
    for end in 1..=chars.len() {
        for start in (0..end.saturating_sub(2)).rev() {
            let Some((count, is_named)) = ends[start] else { continue };
            let label: String = chars[start..end].iter().collect();
            let Some(field) = columns::whole(&label) else { continue };
            ends[end] = ends[end].max(Some((count + 1, is_named || field == "name")));
        }
    }
    ends[chars.len()].is_some_and(|(count, is_named)| count > 1 && is_named)
}

fn cells(row: &Rich, columns: &SpacedColumns) -> Option<Vec<LabelledCell>> {
    let whole = row.text();
    let mut end = whole.len();
    let mut last = None;
    if let Some(label) = &columns.last {
        let at = whole.rfind(' ')?;
        if value_kind(&whole[at + 1..]) == Some(ValueKind::Date) {
            last = Some((label, at + 1..whole.len()));
            end = whole[..at].trim_end().len();
        }
    }
    let mut words: Vec<Range<usize>> = Vec::new();
    for word in whole[..end].split(' ').filter(|word| !word.is_empty()) {
        let at = words.last().map_or(0, |last| last.end);
        let start = at + whole[at..].find(word)?;
        words.push(start..start + word.len());
    }
    // The only place behind the first word ends the name.
    let mut place: Option<Range<usize>> = None;
    let mut at = 1;
    while at < words.len() {
        let run = (1..=MAX_PLACE.min(words.len() - at)).rev().find_map(|len| {
            let range = words[at].start..words[at + len - 1].end;
            let text = &whole[range.clone()];
            (text.starts_with(char::is_uppercase) && is_bare_place(text)).then_some((range, len))
        });
        at += run.as_ref().map_or(1, |(_, len)| *len);
        if let Some((range, _)) = run {
            // `Host Europe EU`: of two places side by side the first is of the name.
            let is_beside = |own: &Range<usize>| whole[own.end..range.start].trim().is_empty();
            if place.as_ref().is_some_and(|own| !is_beside(own)) {
                return None;
            }
            place = Some(range);
        }
    }
    let place = place?;
    let name = whole[..place.start].trim_end();
    // A wide gap is a column that is blank.
    let gap = whole[place.end..end].trim_end().trim_start();
    let gap = gap.find("  ").filter(|_| columns.has_others).map(|at| (gap, at));
    let rest = gap.map_or(place.end..end, |(gap, at)| {
        let from = end - whole[place.end..end].trim_start().len();
        from..from + gap[..at].len()
    });
    if !name_cell::may_be_name(name) || whole[rest.clone()].trim().is_empty() {
        return None;
    }
    let cell = |label, range| LabelledCell { label, text: row.slice(range), is_shared: false };
    let mut cells = vec![
        cell(CellLabel::Field("name"), 0..name.len()),
        cell(CellLabel::Field("location"), place),
        cell(CellLabel::Field(columns.rest), rest),
    ];
    if let Some((label, range)) = last {
        cells.push(cell(CellLabel::Other(label.clone()), range));
    }
    Some(cells)
}
