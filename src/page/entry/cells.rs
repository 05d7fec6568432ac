//! The cells of a vendor before and after their values are read: what one cell says about several
//! fields, and places that no cell is about.

use super::super::columns;
use super::super::list::{PageValue, PageVendor};
use super::super::name_cell;
use super::super::rich::{MarkKind, Rich, RichMark};
use super::super::statements;
use super::{CellLabel, LabelledCell, is_place, labelled};
use std::borrow::Cow;
use std::ops::Range;

/// Cells of which one is about the purpose: the work of a vendor is said under `Service` where
/// nothing else is about it.
pub(in crate::page) fn with_purpose(cells: &[LabelledCell]) -> Cow<'_, [LabelledCell]> {
    let is_of = |cell: &LabelledCell, field| cell.label == CellLabel::Field(field);
    if cells.iter().any(|cell| is_of(cell, "purpose") || cell.label == CellLabel::Unknown) {
        return Cow::Borrowed(cells);
    }
    let Some(at) = cells.iter().position(|cell| is_of(cell, "services")) else {
        return Cow::Borrowed(cells);
    };
    let mut cells = cells.to_vec();
    cells[at].label = CellLabel::Field("purpose");
    Cow::Owned(cells)
}

/// The lines of a cell that says several things, such as `Runs our API.` above `Region: Sweden`;
/// or the cell as it is.
pub(super) fn by_line(cell: &LabelledCell) -> Vec<Cow<'_, LabelledCell>> {
    let whole = cell.text.text();
    let is_open =
        !matches!(cell.label, CellLabel::Field("name" | "legal_name" | "address" | "contact"));
    let field = |line: &Rich| {
        let (label, value) = labelled(line)?;
        let field = columns::whole(label.text()).filter(|field| *field != "name")?;
        (!value.is_empty()).then_some((field, value))
    };
    if !is_open
        || !whole.contains('\n')
        || !cell.text.lines().iter().any(|line| field(line).is_some())
    {
        return vec![Cow::Borrowed(cell)];
    }
    let mut cells = Vec::new();
    let mut plain: Option<Range<usize>> = None;
    let mut start = 0;
    let add = |label: &CellLabel, text: Rich| {
        let is_shared = cell.is_shared;
        Cow::Owned(LabelledCell { label: label.clone(), text, is_shared })
    };
    for line in whole.split('\n') {
        let range = start..start + line.len();
        start = range.end + 1;
        match field(&cell.text.slice(range.clone())) {
            Some((field, value)) => {
                cells.extend(plain.take().map(|range| add(&cell.label, cell.text.slice(range))));
                cells.push(add(&CellLabel::Field(field), value));
            }
            None => plain = Some(plain.map_or(range.clone(), |plain| plain.start..range.end)),
        }
    }
    cells.extend(plain.map(|range| add(&cell.label, cell.text.slice(range))));
    cells
}

/// A cell without the marks of footnotes that are set high. A name has them taken out as it is
/// read.
pub(super) fn without_notes<'c>(
    cell: Cow<'c, LabelledCell>,
    notes: &mut Vec<String>,
) -> Cow<'c, LabelledCell> {
    let is_high = |mark: &RichMark| mark.kind == MarkKind::Superscript;
    if cell.label == CellLabel::Field("name") || !cell.text.marks().iter().any(is_high) {
        return cell;
    }
    let text = name_cell::without_superscripts(&cell.text, notes);
    Cow::Owned(LabelledCell { text, ..cell.into_owned() })
}

/// Bytes between a name and a bracket behind it, at most.
const BRACKET_REACH: u32 = 64;

/// Reads the place that the words about a vendor end with, or that stands in brackets behind its
/// name, where no cell is about its place.
pub(super) fn read_place_in_words(described: Option<&Rich>, vendor: &mut PageVendor) {
    if let Some(text) = described
        && let Some((end, place)) = statements::place_of_work(text.text())
    {
        if end > 0
            && let Some(purpose) = vendor.fields.iter_mut().find(|field| field.path == "purpose")
            && end < text.text().len()
        {
            purpose.values[0] = PageValue::part(text, 0..end);
        }
        vendor.add("location", PageValue::part(text, place));
        return;
    }
    let Some(name) = vendor.get("name") else { return };
    let (called, name) = (name.text.clone(), name.span());
    // The end tag of the name may stand between.
    let behind = name.end..name.end + BRACKET_REACH;
    let is_behind = |value: &PageValue| {
        behind.contains(&value.span().start)
            && is_place(&value.text)
            && !name_cell::is_short_form(&value.text, &called)
    };
    let Some(at) = vendor.fields.iter().position(|field| field.path == "notes") else { return };
    if vendor.fields[at].values.first().is_some_and(is_behind) {
        let place = vendor.fields[at].values.remove(0);
        vendor.add("location", place);
        vendor.fields.retain(|field| !field.values.is_empty());
    }
}
