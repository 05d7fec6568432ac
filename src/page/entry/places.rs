//! Cells about places: where data is, and where a company is.

use super::super::columns;
use super::super::list::{PageValue, PageVendor};
use super::super::rich::Rich;
use super::{is_place, labelled, read_transfer};
use crate::facts::places;
use crate::values::instrument;
use crate::values::location::{self, Context, PartRole};
use crate::values::postal::is_postal;
use std::ops::Range;

/// Reads the places of a cell.
pub(super) fn read_location(text: &Rich, vendor: &mut PageVendor) {
    let lines = text.lines();
    let each_is_place = lines.len() > 1 && lines.iter().all(|line| is_place(line.text()));
    if each_is_place {
        for line in &lines {
            vendor.add("location", PageValue::part(line, 0..line.text().len()));
        }
        return;
    }
    if read_labelled_places(text, vendor) {
        return;
    }
    let whole = text.text();
    let reading = location::read(whole, &Context::default());
    // `USA; transfers rely on SCCs` says two things.
    let first = reading.parts.iter().position(|part| part.role == PartRole::Mechanism);
    if let Some(at) = first {
        let start = sentence_start(whole, reading.parts[at].range.start);
        let before =
            whole[..start].trim_end_matches([' ', ';', ',', '.', '-', '–', '(', '/', '·', ':']);
        let is_stated = instrument::read(&whole[start..]).stated().next().is_some();
        if is_stated && location::read(before, &Context::default()).has_place() {
            vendor.add("location", PageValue::part(text, 0..before.len()));
            let tail = whole[start..].trim_end_matches([' ', ')', ';']);
            let opens = tail.matches('(').count() > tail.matches(')').count();
            let end = if opens { whole.len() } else { start + tail.len() };
            read_transfer(text, start..end, vendor);
            return;
        }
    }
    vendor.add("location", PageValue::read(text));
}

/// Reads places of which a cell says what each is: `Oslo (data centre: Turin)`, `HQ: US; data: EU`.
/// Where only one has a label, the other is of the other kind.
fn read_labelled_places(text: &Rich, vendor: &mut PageVendor) -> bool {
    let whole = text.text();
    const MAX_LENGTH: usize = 400;
    if !whole.contains(':') || whole.len() > MAX_LENGTH {
        return false;
    }
    let mut pieces: Vec<(Option<&'static str>, Range<usize>)> = Vec::new();
    let mut start = 0;
    for piece in whole.split_inclusive(['(', ')', ';', '|', '\n']) {
        let from = start;
        start += piece.len();
        let said = piece.trim_end_matches(['(', ')', ';', '|', '\n', ' ', ',', '.']);
        let said = said.trim_start();
        if said.is_empty() {
            continue;
        }
        let from = from + (piece.len() - piece.trim_start().len());
        let part = text.slice(from..from + said.len());
        let (field, range) = match labelled(&part) {
            Some((label, place)) => {
                let field = columns::whole(label.text());
                let Some(field) = field.filter(|field| matches!(*field, "location" | "country"))
                else {
                    return false;
                };
                (Some(field), from + said.len() - place.text().len()..from + said.len())
            }
            None => (None, from..from + said.len()),
        };
        if !is_place(&whole[range.clone()]) {
            return false;
        }
        pieces.push((field, range));
    }
    let has = |field: &str| pieces.iter().any(|piece| piece.0 == Some(field));
    let of_other = if has("location") { "country" } else { "location" };
    let plain = pieces.iter().filter(|piece| piece.0.is_none()).count();
    if pieces.len() == plain || plain > 1 || (plain == 1 && has("location") && has("country")) {
        return false;
    }
    for (field, range) in pieces {
        let part = text.slice(range);
        match field.unwrap_or(of_other) {
            "country" => read_country(&part, vendor),
            _ => vendor.add("location", PageValue::part(&part, 0..part.text().len())),
        }
    }
    true
}

/// Reads a cell about the country of a company, which may say where the data is as well.
pub(super) fn read_country_cell(text: &Rich, vendor: &mut PageVendor) {
    if !read_labelled_places(text, vendor) {
        read_country(text, vendor);
    }
}

/// Reads the country of a company, or its address.
fn read_country(text: &Rich, vendor: &mut PageVendor) {
    let whole = text.text();
    let country = places::country_named(whole).or_else(|| {
        location::read(whole, &Context { typed_country: true, ..Context::default() }).only_country()
    });
    if let Some(country) = country {
        vendor.add("country", PageValue::word(country.alpha2(), text, 0..whole.len()));
    } else if is_postal(whole) || text.lines().len() > 2 {
        vendor.add("address", PageValue::read(text));
    } else {
        vendor.add("country", PageValue::read(text));
    }
}

/// The start of the clause that a part stands in.
fn sentence_start(text: &str, at: usize) -> usize {
    let before = &text[..at];
    let mark = before.rfind([';', '\n', '(']).map(|mark| mark + 1);
    let stop = before.rfind(". ").map(|stop| stop + 2);
    let start = mark.max(stop).unwrap_or(at);
    // Without a clause of its own, only the mechanism is split off.
    let start = if mark.max(stop).is_none() { at } else { start };
    start + (text[start..].len() - text[start..].trim_start().len())
}
