//! One row, item or record of a page as a vendor: each cell is read by the field that its
//! column stands for. Nothing is invented: a value is a piece of its cell, or a word of a
//! closed list that a piece of it stands for.

mod cells;
mod places;
mod unlabelled;

pub(super) use cells::with_purpose;

use super::columns::{self, Column};
use super::links::{LinkUse, is_followed, link_use, read_link, read_website, target_value};
use super::list::{How, PageValue, PageVendor};
use super::mapping::mapped_column;
use super::name_cell;
use super::rich::Rich;
use crate::facts::adequacy::NamedMechanism;
use crate::facts::page_words::{self, PageUses};
use crate::text::{SourceMap, fold::fold_words};
use crate::values::contact::{self, ContactKind, ContactText};
use crate::values::date::Date;
use crate::values::instrument::{self, Instrument};
use crate::values::location::{self, Context};
use crate::values::postal::is_postal;
use crate::values::value_kind;
use cells::{by_line, read_place_in_words, without_notes};
use places::{read_country_cell, read_location};
use std::ops::Range;
use unlabelled::read_unknown;

/// A cell with what its column stands for.
#[derive(Clone, Debug)]
pub(super) struct LabelledCell {
    /// The column.
    pub(super) label: CellLabel,
    /// The text of the cell.
    pub(super) text: Rich,
    /// True if the page says it about several rows at once.
    pub(super) is_shared: bool,
}

/// The meaning of the column of a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum CellLabel {
    /// A field of the model.
    Field(&'static str),
    /// A label that no field has.
    Other(String),
    /// Nothing is known; the content decides.
    Unknown,
}

impl CellLabel {
    /// The label that the configuration maps a header or a key to; nothing inside for one that
    /// it leaves out.
    pub(super) fn mapped(header: &str) -> Option<Option<Self>> {
        match mapped_column(header)? {
            Column::Field(field) => Some(Some(Self::Field(field))),
            Column::Unknown | Column::Nothing => Some(None),
        }
    }

    /// The label of a header or a key.
    pub(super) fn of(header: &str) -> Option<Self> {
        match columns::column(header) {
            Column::Field(field) => Some(Self::Field(field)),
            Column::Unknown => Some(Self::Other(header.trim().trim_end_matches(':').to_owned())),
            Column::Nothing => None,
        }
    }
}

/// The field of a label such as `Country`: where the data is, unless another cell says that.
const COUNTRY_OR_PLACE: &str = "country or location";

/// The label of a line or a term of one vendor.
pub(super) fn line_label(label: &str, field: &'static str) -> CellLabel {
    let is_open = field == "country" && !columns::is_seat(label);
    CellLabel::Field(if is_open { COUNTRY_OR_PLACE } else { field })
}

/// Reads the cells of one vendor, and returns the marks of its footnotes.
pub(super) fn read(cells: &[LabelledCell], vendor: &mut PageVendor) -> Vec<String> {
    let mut notes = Vec::new();
    let mut described = None;
    let has_place = cells.iter().any(|cell| cell.label == CellLabel::Field("location"));
    for cell in cells.iter().flat_map(by_line) {
        if is_blank(cell.text.text()) {
            continue;
        }
        let cell = &*without_notes(cell, &mut notes);
        let known = vendor.fields.len();
        let has_purpose = vendor.get("purpose").is_some();
        match &cell.label {
            // `isSubProcessor: true`
            CellLabel::Field("name" | "legal_name") if is_answer(cell.text.text()) => {
                vendor.add("x-subprocessor", PageValue::read(&cell.text));
            }
            CellLabel::Field("name") if vendor.get("name").is_none() => {
                notes.extend(name_cell::read(&cell.text, vendor));
            }
            CellLabel::Field("name") if vendor.get("legal_name").is_none() => {
                read_field("legal_name", &cell.text, vendor);
            }
            CellLabel::Field("name") => {
                vendor.add("x-also-known-as", PageValue::read(&cell.text));
            }
            CellLabel::Field(field) if *field == COUNTRY_OR_PLACE => {
                let field = if has_place { "country" } else { "location" };
                read_field(field, &cell.text, vendor);
            }
            CellLabel::Field(field) => read_field(field, &cell.text, vendor),
            CellLabel::Other(label) => read_other(label, &cell.text, vendor),
            CellLabel::Unknown => {
                // `Payments`, and below it `Card payments and invoices.`: the first is a kind.
                if described.is_some() {
                    unlabelled::make_category(&cell.text, vendor);
                }
                read_unknown(&cell.text, vendor);
                if !has_purpose && vendor.get("purpose").is_some() {
                    described = Some(cell.text.clone());
                }
            }
        }
        notes.extend(footnotes(cell.text.text()));
        if cell.is_shared {
            let added = vendor.fields.iter_mut().skip(known).flat_map(|field| &mut field.values);
            added.for_each(|value| value.how = How::Inherited);
        }
    }
    let is_asked = |cell: &LabelledCell| {
        matches!(cell.label, CellLabel::Field("location" | "country" | COUNTRY_OR_PLACE))
    };
    if !cells.iter().any(is_asked) && vendor.get("location").or(vendor.get("country")).is_none() {
        read_place_in_words(described.as_ref(), vendor);
    }
    notes
}

/// The marks of footnotes at the end of a text: `[1]`, `(2)`, `*`, `†`.
fn footnotes(text: &str) -> Vec<String> {
    let mut notes = Vec::new();
    let mut rest = text.trim_end();
    while let Some(last) = rest.chars().last() {
        if matches!(last, '*' | '†' | '‡' | '¹' | '²' | '³') {
            let at = rest.len() - last.len_utf8();
            notes.push(rest[at..].to_owned());
            rest = rest[..at].trim_end();
            continue;
        }
        let Some(open) = rest.rfind(['[', '(']).filter(|_| matches!(last, ']' | ')')) else {
            break;
        };
        let mark = &rest[open + 1..rest.len() - 1];
        if mark.is_empty() || mark.len() > 2 || !mark.bytes().all(|byte| byte.is_ascii_digit()) {
            break;
        }
        notes.push(mark.to_owned());
        rest = rest[..open].trim_end();
    }
    notes
}

/// True if a cell says nothing: empty, or only a dash.
pub(super) fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || matches!(c, '-' | '–' | '—' | '―' | '·' | '•' | '|'))
}

/// `Label: value` in one line, if the label is short.
pub(super) fn labelled(line: &Rich) -> Option<(Rich, Rich)> {
    let text = line.text();
    let at = text.find([':', '：'])?;
    let width = text[at..].chars().next().map_or(1, char::len_utf8);
    let label = &text[..at];
    let is_address = text[at + width..].starts_with("//");
    // `Keeps bots out. Place: Ireland`: what stands before the label is a sentence of its own.
    let is_later = label.contains(['\n', ';']) || label.contains(". ");
    if label.trim().is_empty() || label.chars().count() > 50 || is_later || is_address {
        return None;
    }
    Some((line.slice(0..at), line.slice(at + width..text.len())))
}

/// Reads the value of a field.
pub(super) fn read_field(field: &'static str, text: &Rich, vendor: &mut PageVendor) {
    if is_blank(text.text()) {
        return;
    }
    // A yes or a no is about whether, not about how, what or where.
    const ASKED: &[&str] = &[
        "location",
        "country",
        "data_categories",
        "transfer",
        "purpose",
        "opt_out",
        "condition",
        "links.dpa",
        "links.privacy",
        "links.security",
        "subprocessors",
        "agreements",
        "website",
        "contact",
    ];
    if ASKED.contains(&field) && is_yes_or_no(text.text()) {
        let key = field.replace(['_', '.'], "-");
        vendor.add(&format!("x-{key}"), PageValue::read(text));
        return;
    }
    // A number is no place.
    if matches!(field, "location" | "country") && text.text().chars().all(|c| c.is_ascii_digit()) {
        vendor.add(&format!("x-{field}"), PageValue::read(text));
        return;
    }
    match field {
        "name" => vendor.add_if_missing("name", PageValue::read(text)),
        "location" => read_location(text, vendor),
        "country" => read_country_cell(text, vendor),
        "contact" | "dpo" | "contact_person" => read_contact(field, text, vendor),
        "website" => read_website(text, vendor),
        "agreements" if text.links().iter().any(|link| is_followed(&link.target.address)) => {
            read_link("links.dpa", text, vendor);
        }
        "links.dpa" | "links.privacy" | "links.security" | "subprocessors" => {
            read_link(field, text, vendor);
        }
        "transfer" => read_transfer(text, 0..text.text().len(), vendor),
        "agreements" => vendor.add("x-agreement", PageValue::read(text)),
        // The link is its evidence, for which a list of names has no place.
        "certifications" if text.links().iter().any(|link| is_followed(&link.target.address)) => {
            vendor.add("x-certifications", PageValue::read(text));
        }
        "data_categories" | "features" | "certifications" | "services" => {
            for value in pieces(text) {
                vendor.add(field, value);
            }
        }
        "effective_from" | "ends_on" | "announced_on" | "last_reviewed" => {
            read_date(field, text, vendor);
        }
        "status" => {
            if !name_cell::read_status(text, 0..text.text().len(), vendor) {
                vendor.add("x-status", PageValue::read(text));
            }
        }
        "audiences" => read_audiences(text, vendor),
        "criticality" => vendor.add("x-criticality", PageValue::read(text)),
        "legal_name" if crate::values::plain_text::is_not_applicable(text.text()) => {}
        "legal_name" => read_legal_name(text, vendor),
        "opt_out" => vendor.add("opt_out", PageValue::read(text)),
        "purpose" if vendor.get("purpose").is_some() => {
            vendor.add("notes", PageValue::read(text));
        }
        _ => vendor.add(field, PageValue::read(text)),
    }
}

/// True for a yes or a no where a name is expected; a single letter may be one.
pub(super) fn is_answer(text: &str) -> bool {
    is_yes_or_no(text) && !(text.len() == 1 && text.is_ascii())
}

/// `Yes`, `Nein`, `✓`: the answer to what a column asks.
fn is_yes_or_no(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "yes",
        "no",
        "y",
        "n",
        "true",
        "false",
        "ja",
        "nein",
        "nee",
        "nej",
        "nei",
        "oui",
        "non",
        "si",
        "sim",
        "nao",
        "tak",
        "nie",
        "ano",
        "ne",
        "kylla",
        "ei",
        "x",
        "はい",
        "いいえ",
        "예",
        "아니오",
    ];
    let signs = ['✓', '✔', '✗', '✘', '✅', '❌', '☑', '☐', '\u{fe0f}', ' '];
    (!text.is_empty() && text.chars().all(|c| signs.contains(&c)))
        || WORDS.contains(&fold_words(text.trim_matches(signs)).as_str())
}

/// Reads a value under a label that no field has.
fn read_other(label: &str, text: &Rich, vendor: &mut PageVendor) {
    if value_kind::address_kind(text.text()).is_some() || is_all_links(text) {
        read_unknown(text, vendor);
        return;
    }
    // `hosting: EU` says where, `hosting: by Acme` does not.
    let is_host = ["host", "hosting", "storage", "server", "servers"];
    let is_about_place = fold_words(label).split(' ').any(|word| is_host.contains(&word));
    if is_about_place && vendor.get("location").is_none() && is_place(text.text()) {
        read_location(text, vendor);
        return;
    }
    // `Subprocessor (not in use)`: what a vendor is, and its status.
    if page_words::uses(text.text()).has(PageUses::SUBPROCESSORS)
        && let Some((_, status)) = name_cell::status_bracket(text.text())
    {
        name_cell::read_status(text, status, vendor);
    }
    let key: String =
        fold_words(label).chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    let key = key.trim_matches('-');
    if !key.is_empty() && key.chars().count() <= 60 {
        vendor.add(&format!("x-{key}"), PageValue::read(text));
    }
}

/// True if a text is read as places to its end.
pub(super) fn is_place(text: &str) -> bool {
    // `Acme: HR` is about its work. Codes of countries that are words of the trade say no place
    // where no header does.
    const WORDS: &[&str] = &[
        "AI", "AD", "BI", "CC", "CDN", "CI", "HR", "ID", "IM", "IO", "IT", "MC", "ML", "MS", "PM",
        "PR", "PS", "QA", "SC", "SM", "TV",
    ];
    if text.chars().count() > 120 || WORDS.contains(&text.trim().trim_end_matches('.')) {
        return false;
    }
    let reading = location::read(text, &Context::default());
    reading.has_place() && reading.unread().next().is_none()
}

fn is_all_links(text: &Rich) -> bool {
    let linked: usize = text.links().iter().map(|link| link.range.len()).sum();
    let signs = text.text().chars().filter(|c| !c.is_alphanumeric()).count();
    linked > 0 && linked + signs >= text.text().len()
}

/// Reads what a transfer rests on. Mechanisms go by their ids; one that ended stays as it is
/// written, for a rule to speak of, and words beside them are kept apart.
fn read_transfer(text: &Rich, range: Range<usize>, vendor: &mut PageVendor) {
    let written = &text.text()[range.clone()];
    let reading = instrument::read(written);
    let mut ids: Vec<&'static str> = Vec::new();
    for (named, part) in reading.stated() {
        let Instrument::Mechanism(NamedMechanism::Mechanism(mechanism)) = named else { continue };
        if !ids.contains(&mechanism.id) {
            ids.push(mechanism.id);
            let part = range.start + part.start..range.start + part.end;
            vendor.add("transfer", PageValue::word(mechanism.id, text, part));
        }
    }
    if reading.retired().next().is_some() {
        vendor.add("transfer", PageValue::part(text, range));
    } else if ids.is_empty() || reading.is_open() {
        vendor.add("x-transfer", PageValue::part(text, range));
    }
}

fn read_legal_name(text: &Rich, vendor: &mut PageVendor) {
    let name = crate::values::entity_name::EntityName::parse(text.text());
    let legal = name.legal_range();
    let lines = text.lines();
    if lines.len() > 1 {
        let mut rest = lines.iter();
        if let Some(first) = rest.next() {
            read_legal_name(first, vendor);
        }
        for line in rest {
            if is_postal(line.text()) || is_place(line.text()) {
                vendor.add_if_missing("address", PageValue::read(line));
            } else {
                vendor.add("notes", PageValue::read(line));
            }
        }
        return;
    }
    // `Acme LLC (United States)` says where the company is.
    let whole = text.text().trim_end();
    if let Some(open) = whole.strip_suffix(')').and_then(|inner| inner.rfind('('))
        && is_place(&whole[open + 1..whole.len() - 1])
        && crate::values::entity_name::EntityName::parse(whole[..open].trim_end()).form().is_some()
    {
        let place = open + 1..whole.len() - 1;
        vendor.add_if_missing("country", PageValue::part(text, place));
        return read_legal_name(&text.slice(0..whole[..open].trim_end().len()), vendor);
    }
    let end = name.footnote().map_or(text.text().len(), |range| range.start);
    let range = if legal.is_empty() { 0..end } else { legal.clone() };
    vendor.add_if_missing("legal_name", PageValue::part(text, range));
    if !legal.is_empty() {
        for addition in name.additions() {
            vendor.add("notes", PageValue::part(text, addition.range.clone()));
        }
    }
    for link in text.links() {
        name_cell::add_link(&text.text()[link.range.clone()], &link.target, vendor, true);
    }
}

fn read_contact(field: &'static str, text: &Rich, vendor: &mut PageVendor) {
    let whole = text.text();
    let parsed = ContactText::parse(whole);
    let mut found = false;
    for value in &parsed.values {
        match &value.kind {
            ContactKind::None => {}
            ContactKind::Postal => {
                vendor.add("address", PageValue::part(text, value.range.clone()));
                found = true;
            }
            ContactKind::Email(email) => {
                // `privacy [at] acme [dot] com` is written as the address that it is.
                let shown = &whole[value.range.clone()];
                let is_plain = shown.contains('@') && !shown.contains(' ');
                let spelled = format!("{}@{}", email.local, email.host);
                vendor.add(
                    field,
                    if is_plain {
                        PageValue::part(text, value.range.clone())
                    } else {
                        PageValue::word(&spelled, text, value.range.clone())
                    },
                );
                found = true;
            }
            _ => {
                vendor.add(field, PageValue::part(text, value.range.clone()));
                found = true;
            }
        }
    }
    for line in text.lines() {
        if let Some(email) = contact::spelled_out(line.text()) {
            vendor.add(field, PageValue::word(&email, &line, 0..line.text().len()));
            found = true;
        }
    }
    for link in text.links() {
        let address = &link.target.address;
        match link_use(&whole[link.range.clone()], address) {
            LinkUse::Mail(range) => {
                let mut map = SourceMap::default();
                link.target.map.copy_to(range.clone(), &mut map);
                vendor.add(
                    field,
                    PageValue { text: address[range].to_owned(), map, how: How::Split },
                );
                found = true;
            }
            LinkUse::Nothing => {}
            _ => {
                vendor.add(field, target_value(&link.target));
                found = true;
            }
        }
    }
    if !found {
        vendor.add(field, PageValue::read(text));
    }
}

fn read_date(field: &'static str, text: &Rich, vendor: &mut PageVendor) {
    let whole = text.text();
    match Date::understood(whole) {
        Some(date) => {
            let value = PageValue::word(&date.to_string(), text, 0..whole.len());
            vendor.add(field, value);
        }
        None => vendor.add(&format!("x-{}", field.replace('_', "-")), PageValue::read(text)),
    }
}

fn read_audiences(text: &Rich, vendor: &mut PageVendor) {
    let uses = page_words::uses(text.text());
    let words = audience_words(uses);
    for word in &words {
        vendor.add("audiences", PageValue::word(word, text, 0..text.text().len()));
    }
    if words.is_empty() {
        vendor.add("x-data-subjects", PageValue::read(text));
    }
}

/// The audiences of the model that some words name.
pub(super) fn audience_words(uses: PageUses) -> Vec<&'static str> {
    let known = [
        (PageUses::END_USER, "end_user"),
        (PageUses::CUSTOMER, "customer"),
        (PageUses::VISITOR, "visitor"),
        (PageUses::EMPLOYEE, "employee"),
        (PageUses::APPLICANT, "applicant"),
    ];
    known.iter().filter(|(use_, _)| uses.has(*use_)).map(|(_, word)| *word).collect()
}

/// The items of a cell: its lines, or what stands between its commas and semicolons, as long
/// as each is short.
fn pieces(text: &Rich) -> Vec<PageValue> {
    let lines = text.lines();
    if lines.len() > 1 {
        return lines.iter().map(|line| PageValue::part(line, 0..line.text().len())).collect();
    }
    let whole = text.text();
    let mark = if whole.contains(';') { ';' } else { ',' };
    let mut ranges = Vec::new();
    let (mut from, mut depth) = (0, 0_i32);
    for (at, char) in whole.char_indices() {
        match char {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            _ if depth <= 0 && (char == mark || matches!(char, '、' | '，')) => {
                ranges.push(from..at);
                from = at + char.len_utf8();
            }
            _ => {}
        }
    }
    ranges.push(from..whole.len());
    let is_short = |range: &Range<usize>| whole[range.clone()].split_whitespace().count() <= 6;
    let is_item = |range: &Range<usize>| whole[range.clone()].chars().any(char::is_alphanumeric);
    let is_list = ranges.len() > 1
        && ranges.iter().all(|range| is_short(range) && is_item(range))
        // A comma in a number or a full stop inside is no list of short items.
        && !whole.contains(". ");
    if is_list {
        ranges.into_iter().map(|range| PageValue::part(text, range)).collect()
    } else {
        vec![PageValue::read(text)]
    }
}
