//! The pages of a vendor: which field an address is of, by what is shown and by the address.

use super::columns;
use super::entry::is_blank;
use super::list::{How, PageValue, PageVendor};
use super::name_cell;
use super::rich::{LinkTarget, Rich};
use crate::values::value_kind;
use crate::values::web::WebUrl;
use std::ops::Range;

pub(super) fn read_website(text: &Rich, vendor: &mut PageVendor) {
    if !text.links().is_empty() {
        for link in text.links() {
            let shown = &text.text()[link.range.clone()];
            // `acme.com` that leads to a page of Acme: its site, and that page.
            let is_site = WebUrl::parse(&format!("https://{shown}")).is_ok()
                && matches!(link_use("", &link.target.address), LinkUse::Field(_));
            if is_site && vendor.get("website").is_none() && shown.contains('.') {
                vendor.add("website", PageValue::part(text, link.range.clone()));
            }
            name_cell::add_link(shown, &link.target, vendor, true);
        }
        return;
    }
    let mut is_first = true;
    for (range, piece) in tokens(text.text()) {
        let is_address =
            piece.contains("://") || WebUrl::parse(&format!("https://{piece}")).is_ok();
        if !is_address {
            continue;
        }
        let path = match link_use("", piece) {
            LinkUse::Field(path) if !is_first => path,
            _ if is_first => "website",
            _ => continue,
        };
        is_first = false;
        vendor.add_if_missing(path, PageValue::part(text, range));
    }
    if is_first && !is_blank(text.text()) {
        vendor.add_if_missing("website", PageValue::read(text));
    }
}

pub(super) fn read_link(field: &'static str, text: &Rich, vendor: &mut PageVendor) {
    let linked: Vec<_> =
        text.links().iter().filter(|link| is_followed(&link.target.address)).collect();
    if let Some(first) = linked.first() {
        vendor.add_if_missing(field, target_value(&first.target));
        for link in &linked[1..] {
            name_cell::add_link(&text.text()[link.range.clone()], &link.target, vendor, false);
        }
        return;
    }
    let found = tokens(text.text()).find(|(_, piece)| value_kind::address_kind(piece).is_some());
    match found {
        Some((range, _)) => vendor.add_if_missing(field, PageValue::part(text, range)),
        // `on request`, `signed`: a statement about the contract, not its address.
        None if field == "links.dpa" => vendor.add("x-dpa", PageValue::read(text)),
        None => vendor.add("notes", PageValue::read(text)),
    }
}

pub(super) fn target_value(target: &LinkTarget) -> PageValue {
    PageValue { text: target.address.clone(), map: target.map.clone(), how: How::Split }
}

/// The words of a text between white space, with signs around them taken off.
fn tokens(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    let mut at = 0;
    text.split([' ', '\n', ',', ';']).filter_map(move |piece| {
        let start = at;
        at += piece.len() + 1;
        let trimmed = piece.trim_matches(['(', ')', '[', ']', '<', '>', '.', '"']);
        let offset = piece.find(trimmed).unwrap_or(0);
        (!trimmed.is_empty()).then(|| (start + offset..start + offset + trimmed.len(), trimmed))
    })
}

/// The use of a link of a vendor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum LinkUse {
    /// A mail address, as a part of the link's.
    Mail(Range<usize>),
    /// A page of a kind of its own.
    Field(&'static str),
    /// Its website, as far as one can tell.
    Site,
    /// No page of the vendor.
    Nothing,
}

pub(super) fn is_followed(address: &str) -> bool {
    address.contains("://") || address.starts_with("//") || address.starts_with("www.")
}

/// The use of a link, by what is shown and by its address.
pub(super) fn link_use(shown: &str, address: &str) -> LinkUse {
    if let Some(mail) = address.strip_prefix("mailto:") {
        let end = mail.find('?').unwrap_or(mail.len());
        let is_empty = mail[..end].trim().is_empty();
        return if is_empty { LinkUse::Nothing } else { LinkUse::Mail(7..7 + end) };
    }
    if !is_followed(address) {
        return LinkUse::Nothing;
    }
    if let Some(field) = columns::whole(shown).filter(|field| field.starts_with("links.")) {
        return LinkUse::Field(field);
    }
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let path = rest.split_once('/').map_or("", |(_, path)| path).to_ascii_lowercase();
    let host = rest.split('/').next().unwrap_or_default().to_ascii_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| path.contains(word));
    if has(&["sub-processor", "subprocessor", "sub_processor"]) {
        LinkUse::Field("subprocessors")
    } else if has(&[
        "dpa",
        "data-processing",
        "dataprocessing",
        "data-protection-addendum",
        "auftragsverarbeitung",
        "avv",
    ]) {
        LinkUse::Field("links.dpa")
    } else if has(&[
        "privacy",
        "datenschutz",
        "confidential",
        "privacidad",
        "gdpr",
        "integritet",
        "personvern",
        "tietosuoja",
        "rodo",
    ]) {
        LinkUse::Field("links.privacy")
    } else if has(&["security", "trust", "compliance", "sicherheit"])
        || ["security.", "trust."].iter().any(|start| host.starts_with(start))
    {
        LinkUse::Field("links.security")
    } else {
        LinkUse::Site
    }
}
