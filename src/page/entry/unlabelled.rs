//! Values without a label: only their content says what they are.

use super::{
    is_all_links, is_place, labelled, read_contact, read_field, read_legal_name, read_location,
    read_transfer,
};
use crate::facts::text_marks::TextMarks;
use crate::page::columns::{self, Column};
use crate::page::links::read_website;
use crate::page::list::{PageValue, PageVendor};
use crate::page::name_cell;
use crate::page::rich::Rich;
use crate::page::statements;
use crate::values::instrument;
use crate::values::location::{self, Context, PartRole};
use crate::values::remark::{self, ValueRemark};
use crate::values::{contact, value_kind};
use std::ops::Range;

/// Reads a value of which only the content says what it is.
pub(super) fn read_unknown(text: &Rich, vendor: &mut PageVendor) {
    let whole = text.text();
    if is_all_links(text) {
        for link in text.links() {
            name_cell::add_link(&whole[link.range.clone()], &link.target, vendor, false);
        }
    } else if let Some((label, value)) = labelled(text)
        && let Column::Field(field) = columns::column(label.text())
        && !value.is_empty()
    {
        read_field(field, &value, vendor);
    } else if contact::parse_email(whole).is_some() {
        read_contact("contact", text, vendor);
    } else if value_kind::address_kind(whole).is_some() {
        read_website(text, vendor);
    } else if vendor.get("location").is_none() && is_place(whole) && !is_several(whole) {
        match work_and_place(whole).or_else(|| work_before_place(whole)) {
            Some((end, place)) => {
                vendor.add("purpose", PageValue::part(text, 0..end));
                vendor.add("location", PageValue::part(text, place));
            }
            None => read_location(text, vendor),
        }
    } else if instrument::read(whole).whole().is_some() {
        read_field("transfer", text, vendor);
    } else if value_kind::value_kind(whole) == Some(value_kind::ValueKind::LegalName) {
        read_legal_name(text, vendor);
    } else if vendor.get("purpose").is_none() {
        read_description(text, vendor);
    } else {
        vendor.add("notes", PageValue::read(text));
    }
}

/// Makes the words that were read as the work of a vendor its category, if a sentence follows that
/// says what it does.
pub(super) fn make_category(text: &Rich, vendor: &mut PageVendor) {
    const MOST_WORDS: usize = 3;
    let is_sentence = |said: &str| {
        said.ends_with(['.', '!', '。']) && said.split_whitespace().count() > MOST_WORDS - 1
    };
    let said = text.text();
    let is_open = vendor.get("category").is_none() && labelled(text).is_none() && !is_place(said);
    let Some(purpose) = vendor.get("purpose").filter(|_| is_open && is_sentence(said)) else {
        return;
    };
    let is_kind = purpose.text.split_whitespace().count() <= MOST_WORDS
        && !purpose.text.ends_with(['.', '!', '。']);
    if is_kind && contact::parse_email(said).is_none() {
        for field in vendor.fields.iter_mut().filter(|field| field.path == "purpose") {
            "category".clone_into(&mut field.path);
        }
    }
}

/// The place of a clause that says where data is, with what makes it less sure; or the place alone.
fn place_of_clause(said: &str) -> Option<Range<usize>> {
    if !is_place(said) {
        return statements::place_in_sentence(said);
    }
    let is_plain = |role| {
        matches!(
            role,
            PartRole::Place
                | PartRole::Area
                | PartRole::City
                | PartRole::CloudRegion
                | PartRole::Separator
                | PartRole::Activity
                | PartRole::Filler
        )
    };
    let reading = location::read(said, &Context::default());
    let is_sure = reading.parts.iter().all(|part| is_plain(part.role));
    let alone = statements::place_in_sentence(said).filter(|_| is_sure);
    alone.or(Some(0..said.len()))
}

/// The end of the work and its place: `hosting in Switzerland`, `hosting in Australia (Sydney)`.
fn work_and_place(text: &str) -> Option<(usize, Range<usize>)> {
    bracketed_place(text).or_else(|| statements::place_at_its_end(text))
}

fn bracketed_place(text: &str) -> Option<(usize, Range<usize>)> {
    let (end, place) = statements::place_of_work(text)?;
    let (end, place) = if is_place(&text[..end]) && end < text.len() {
        // The bracket belongs to the place before it.
        let (end, before) = statements::place_of_work(&text[..end])?;
        (end, before.start..text.trim_end_matches(['.', ' ']).len())
    } else {
        (end, place)
    };
    let is_work = (1..place.start).contains(&end) && !is_place(&text[..end]);
    is_work.then_some((end, place))
}

/// True for sentences of which the first is about no place: `Runs servers. Data is in the EU.`
fn is_several(text: &str) -> bool {
    let mut sentences = statements::sentences(text);
    let first = sentences.next().unwrap_or_default();
    let has_more = sentences.any(|said| said.contains(char::is_alphanumeric));
    has_more
        && first.chars().filter(|c| c.is_alphabetic()).count() > 3
        && !location::read(first, &Context::default()).has_place()
}

/// The work and the place behind its comma: `Help desk, United States`.
fn placed_work(text: &str) -> Option<(usize, Range<usize>)> {
    let body = text.trim_end_matches(['.', ' ']);
    let comma = body.rfind(", ")?;
    let is_work = !is_place(&body[..comma]) && !body[..comma].contains([',', '.', ';']);
    (is_work && is_place(&body[comma + 2..])).then_some((comma, comma + 2..body.len()))
}

/// The same where the words of the work may be said of a place as well: `Hosting and backups,
/// Norway`.
fn work_before_place(text: &str) -> Option<(usize, Range<usize>)> {
    let found = placed_work(text)?;
    let is_work = |role| {
        matches!(
            role,
            PartRole::Activity | PartRole::Filler | PartRole::Separator | PartRole::Alternative
        )
    };
    let reading = location::read(text, &Context::default());
    let mut before = reading.parts.iter().take_while(|part| part.range.start < found.0);
    before.all(|part| is_work(part.role)).then_some(found)
}

/// The parts of a text up to full stops and semicolons; `N. Virginia` is one.
fn clauses(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let is_initial = |at: usize| {
            let mut before = rest[..at].chars().rev();
            before.next().is_some_and(char::is_uppercase)
                && before.next().is_none_or(|char| !char.is_alphanumeric())
        };
        let mut ends = rest.match_indices(['.', ';']);
        let end = ends.find(|(at, mark)| *mark == ";" || !is_initial(*at));
        let (clause, next) = rest.split_at(end.map_or(rest.len(), |(at, _)| at + 1));
        rest = next;
        (!clause.is_empty()).then_some(clause)
    })
}

/// Reads a first sentence that only says when a vendor is used, and returns the rest: `Only with
/// consent. IP addresses are shortened.`
fn behind_condition(text: &Rich, vendor: &mut PageVendor) -> Option<Rich> {
    let whole = text.text();
    let first = clauses(whole).next()?;
    let said = first.trim().trim_end_matches(['.', ';']);
    let (kind, range) = remark::find_remark(said, TextMarks::of(said))?;
    let is_whole = kind == ValueRemark::Condition && range == (0..said.len());
    if !is_whole {
        return None;
    }
    let at = first.len() - first.trim_start().len();
    let has_one = vendor.get("condition").is_some();
    let path = if has_one { "notes" } else { "condition" };
    vendor.add(path, PageValue::part(text, at..at + said.len()));
    let rest = whole[first.len()..].trim();
    let start = whole.len() - whole[first.len()..].trim_start().len();
    Some(text.slice(start..start + rest.len()))
}

/// Reads sentences about a vendor: what it does, and the place where one of them states it.
fn read_description(text: &Rich, vendor: &mut PageVendor) {
    let whole = text.text();
    if vendor.get("location").is_none()
        && let Some((end, place)) = placed_work(whole)
    {
        vendor.add("purpose", PageValue::part(text, 0..end));
        vendor.add("location", PageValue::part(text, place));
        return;
    }
    if let Some(rest) = behind_condition(text, vendor) {
        if instrument::read(rest.text()).stated().next().is_some() {
            read_transfer(&rest, 0..rest.text().len(), vendor);
            vendor.add("notes", PageValue::read(&rest));
        } else if !rest.is_empty() {
            read_description(&rest, vendor);
        }
        return;
    }
    let mut end = whole.len();
    let mut from = 0;
    for clause in clauses(whole) {
        let start = from;
        from += clause.len();
        let said = clause.trim().trim_end_matches(['.', ';']);
        let labelled = said.find([' ', ':']).and_then(|at| {
            let place = said[at..].trim_start_matches([':', ' ']);
            let is_labelled = columns::whole(&said[..at]) == Some("location") && is_place(place);
            is_labelled.then(|| said.len() - place.len()..said.len())
        });
        // `E-mail. EU data centers where possible.`
        let own = || if start == 0 { None } else { place_of_clause(said) };
        let Some(place) = labelled.or_else(own) else {
            // `Safeguards: SCCs`
            if start > 0 && instrument::read(said).stated().next().is_some() {
                let offset = start + clause.find(said).unwrap_or(0);
                read_transfer(text, offset..offset + said.len(), vendor);
            }
            continue;
        };
        let offset = start + clause.find(said).unwrap_or(0);
        if vendor.get("location").is_none() {
            let place = offset + place.start..offset + place.end;
            vendor.add("location", PageValue::part(text, place));
        }
        end = end.min(start);
    }
    if end == whole.len() || end == 0 {
        vendor.add("purpose", PageValue::read(text));
        return;
    }
    let purpose = whole[..end].trim_end_matches([' ', '.', ';']).len();
    vendor.add("purpose", PageValue::part(text, 0..purpose));
    vendor.add("notes", PageValue::part(text, end..whole.len()));
}
