//! Lines of a table whose borders are lost: `Company Country Task`, and below it `Acme Denmark
//! Hosting of files`. The country tells where the name ends; without one a line is not read.

use super::ListFinder;
use crate::page::columns::{self, Column};
use crate::page::entry::{CellLabel, LabelledCell};
use crate::page::list::UnreadKind;
use crate::page::name_cell;
use crate::page::rich::Rich;
use crate::text::Span;
use crate::values::location::{self, Context, PartRole};
use crate::values::value_kind::{ValueKind, value_kind};
use std::ops::Range;

/// Words of a place, at most.
const MAX_PLACE: usize = 4;

impl ListFinder {
    /// Reads a paragraph as such lines, if its first line heads them.
    pub(super) fn spaced(&mut self, text: &Rich, span: Span) {
        let lines = text.lines();
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
}

/// The columns behind name and place: what they are about, and whether a date ends the line.
struct SpacedColumns {
    place: &'static str,
    rest: &'static str,
    last: Option<String>,
}

/// Reads a header of single words: name, place, one more, and perhaps a date.
fn header(text: &str) -> Option<SpacedColumns> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let [name, place, rest, more @ ..] = words.as_slice() else { return None };
    let field = |word: &str| match columns::column(word) {
        Column::Field(field) => Some(field),
        _ => None,
    };
    let place = field(place).filter(|field| matches!(*field, "location" | "country"))?;
    let rest = field(rest).filter(|field| !matches!(*field, "location" | "country" | "name"))?;
    let is_short = more.len() <= 1 && field(name) == Some("name");
    is_short.then(|| SpacedColumns {
        place: if place == "country" { "location" } else { place },
        rest,
        last: more.first().map(|word| (*word).to_owned()),
    })
}

/// True if a text is places and nothing else: `EU Hosting` is a place and the work there.
fn is_bare_place(text: &str) -> bool {
    let reading = location::read(text, &Context::default());
    let is_bare = |role| {
        matches!(
            role,
            PartRole::Place
                | PartRole::Area
                | PartRole::City
                | PartRole::CloudRegion
                | PartRole::Separator
        )
    };
    reading.has_place() && reading.parts.iter().all(|part| is_bare(part.role))
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
        if let Some((range, _)) = run
            && place.replace(range).is_some()
        {
            return None;
        }
    }
    let place = place?;
    let name = whole[..place.start].trim_end();
    let rest = place.end..end;
    if !name_cell::may_be_name(name) || whole[rest.clone()].trim().is_empty() {
        return None;
    }
    let cell = |label, range| LabelledCell { label, text: row.slice(range), is_shared: false };
    let mut cells = vec![
        cell(CellLabel::Field("name"), 0..name.len()),
        cell(CellLabel::Field(columns.place), place),
        cell(CellLabel::Field(columns.rest), rest),
    ];
    if let Some((label, range)) = last {
        cells.push(cell(CellLabel::Other(label.clone()), range));
    }
    Some(cells)
}
