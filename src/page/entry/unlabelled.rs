//! Values without a label: only their content says what they are.

use super::{
    is_all_links, is_place, labelled, read_contact, read_field, read_legal_name, read_location,
};
use crate::page::columns::{self, Column};
use crate::page::links::read_website;
use crate::page::list::{PageValue, PageVendor};
use crate::page::name_cell;
use crate::page::rich::Rich;
use crate::page::statements;
use crate::values::location::{self, Context, PartRole};
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
    } else if vendor.get("location").is_none() && is_place(whole) {
        match statements::place_of_work(whole) {
            // `hosting in Switzerland`
            Some((end, place)) if (1..place.start).contains(&end) && !is_place(&whole[..end]) => {
                vendor.add("purpose", PageValue::part(text, 0..end));
                vendor.add("location", PageValue::part(text, place));
            }
            _ => read_location(text, vendor),
        }
    } else if value_kind::value_kind(whole) == Some(value_kind::ValueKind::LegalName) {
        read_legal_name(text, vendor);
    } else if vendor.get("purpose").is_none() {
        read_description(text, vendor);
    } else {
        vendor.add("notes", PageValue::read(text));
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

/// Reads sentences about a vendor: what it does, and the place where one of them states it.
fn read_description(text: &Rich, vendor: &mut PageVendor) {
    let whole = text.text();
    let mut end = whole.len();
    let mut from = 0;
    for clause in whole.split_inclusive(['.', ';']) {
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
        let Some(place) = labelled.or_else(own) else { continue };
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
