//! The text that names a vendor: a cell, a heading, the start of an item.

use super::columns;
use super::links::{LinkUse, link_use};
use super::list::{PageValue, PageVendor};
use super::rich::{MarkKind, Rich};
use crate::facts::page_words::{self, PageUses};
use crate::values::contact::parse_email;
use crate::values::entity_name::{EntityName, NamePartRole, Parties, parties};
use std::ops::Range;

/// Characters of a name; what is longer is a sentence.
const MAX_NAME: usize = 160;

/// Reads a text that names a vendor into its fields, and returns the marks of its footnotes.
pub(super) fn read(text: &Rich, vendor: &mut PageVendor) -> Vec<String> {
    let mut notes = Vec::new();
    let lines = without_superscripts(text, &mut notes).lines();
    let mut lines = lines.iter();
    let Some(first) = lines.next() else { return notes };
    let mut named = first.slice(name_start(first.text())..first.text().len());
    // A bracket that the page puts on a line of its own belongs to the name.
    let mut rest: Vec<&Rich> = Vec::new();
    for line in lines {
        if line.text().starts_with('(') && rest.is_empty() {
            let mut joined = super::rich::RichBuilder::default();
            joined.rich(&named);
            joined.space(line.span());
            joined.rich(line);
            named = joined.finish();
        } else {
            rest.push(line);
        }
    }
    let is_link_only = read_name(&named, vendor, &mut notes);
    for link in named.links() {
        let shown = &named.text()[link.range.clone()];
        add_link(shown, &link.target, vendor, is_link_only);
    }
    for line in rest {
        read_line(line, vendor);
    }
    notes
}

/// The start of the name behind a number, a bullet or a flag.
fn name_start(text: &str) -> usize {
    let rest = text.trim_start_matches(|c: char| {
        !c.is_alphanumeric() && !matches!(c, '(' | '"' | '“' | '„' | '«' | '&' | '@' | '（' | '[')
    });
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let behind = &rest[digits..];
    if (1..=3).contains(&digits)
        && let Some(numbered) = behind.strip_prefix(['.', ')']).filter(|next| next.starts_with(' '))
    {
        return text.len() - numbered.trim_start().len();
    }
    text.len() - rest.len()
}

/// True if a bracket has the initials of the name before it: `New Harbor (NH)`.
pub(super) fn is_short_form(said: &str, before: &str) -> bool {
    let words = before.split_whitespace().rev().take(said.chars().count());
    let initials: Vec<char> = words.filter_map(|word| word.chars().next()).collect();
    said.chars().eq(initials.into_iter().rev())
}

/// Takes the marks of footnotes that are set high out of a text.
pub(super) fn without_superscripts(text: &Rich, notes: &mut Vec<String>) -> Rich {
    let is_note = |range: &Range<usize>| {
        let mark = text.text()[range.clone()].trim_matches(['[', ']', '(', ')']);
        !mark.is_empty() && mark.chars().count() <= 3
    };
    let mut high: Vec<Range<usize>> = text
        .marks()
        .iter()
        .filter(|mark| mark.kind == MarkKind::Superscript && is_note(&mark.range))
        .map(|mark| mark.range.clone())
        .collect();
    if high.is_empty() {
        return text.clone();
    }
    high.sort_by_key(|range| range.start);
    let mut builder = super::rich::RichBuilder::default();
    let mut from = 0;
    let mut end = 0;
    for range in high {
        if range.start < from {
            continue;
        }
        let part = text.slice(from..range.start);
        if from > 0 && !part.is_empty() {
            match text.text()[end..range.start].chars().next() {
                Some('\n') => builder.line_break(part.span()),
                Some(' ') => builder.space(part.span()),
                _ => {}
            }
        }
        builder.rich(&part);
        let mark = text.text()[range.clone()].trim_matches(['[', ']', '(', ')', ' ']);
        notes.push(mark.to_owned());
        end = range.end;
        from = range.end;
    }
    let part = text.slice(from..text.text().len());
    if text.text()[from..].starts_with('\n') {
        builder.line_break(part.span());
    }
    builder.rich(&part);
    builder.finish()
}

/// Reads one line with a name. True if the whole of it is one link.
fn read_name(line: &Rich, vendor: &mut PageVendor, notes: &mut Vec<String>) -> bool {
    let mut text = line.clone();
    if let Some((open, status)) = status_bracket(line.text()) {
        read_status(line, status, vendor);
        text = line.slice(0..open);
    }
    // `Acme (UK)`: the place is no part of the name.
    if let Some(open) = text.text().rfind(" (").filter(|open| *open > 0)
        && let Some(place) = text.text()[open + 2..].strip_suffix(')')
        && !place.contains('(')
        && super::entry::is_place(place)
    {
        vendor.add("notes", PageValue::part(&text, open + 2..open + 2 + place.len()));
        text = text.slice(0..open);
    }
    let line = &text.clone();
    // What follows the name in a badge is about it, and links behind it are its pages.
    let mut cut = text.text().len();
    for mark in text.marks().iter().filter(|mark| mark.kind == MarkKind::Badge) {
        if mark.range.start > 0 && mark.range.end == cut {
            read_line(&text.slice(mark.range.clone()), vendor);
            cut = mark.range.start;
        }
    }
    for link in line.links().iter().rev() {
        let shown = &line.text()[link.range.clone()];
        if link.range.start > 0 && link.range.end >= cut && is_page_label(shown) {
            cut = line.text()[..link.range.start]
                .trim_end_matches([' ', '·', '|', ',', '-', '–', '(', '[', '•'])
                .len();
        }
    }
    if cut > 0 && cut < text.text().len() {
        text = text.slice(0..cut);
    }
    let whole = text.text();
    let is_link_only =
        line.links().first().is_some_and(|link| link.range.start <= 1 && link.range.end + 2 >= cut);
    let name = EntityName::parse_brand(whole);
    if let Some(mark) = name.footnote() {
        let marks = whole[mark].split(['[', ']', '(', ')', ' ', ',']);
        notes.extend(marks.filter(|mark| !mark.is_empty()).map(str::to_owned));
    }
    let footnote = name.footnote().map_or(whole.len(), |range| range.start);
    // An open or several parties stay as they are written: the rules say what is wrong with
    // them, and half of them would be another vendor.
    if matches!(parties(&name), Some(Parties::Several(_) | Parties::Open(_))) {
        vendor.add("name", PageValue::part(&text, 0..footnote));
        return is_link_only;
    }
    let legal = name.legal_range();
    let outside = name.additions().iter().find(|one| one.role == NamePartRole::Outside);
    let called = outside.map_or(legal.clone(), |outside| outside.range.clone());
    // `Clear Company` is called so.
    let is_word = whole.ends_with(" Company") && whole.split_whitespace().count() == 2;
    let has_form = name.form().is_some() && !name.is_form_doubtful() && !is_word;
    let is_whole = called == (0..whole.len());
    let value = |range: Range<usize>| {
        if range == (0..whole.len()) {
            PageValue::read(&text)
        } else {
            PageValue::part(&text, range)
        }
    };
    vendor.add("name", if is_whole { PageValue::read(&text) } else { value(called) });
    if has_form && !legal.is_empty() {
        vendor.add_if_missing("legal_name", value(legal));
    }
    for addition in name.additions() {
        let part = PageValue::part(&text, addition.range.clone());
        match addition.role {
            NamePartRole::Outside => {}
            NamePartRole::FormerName => vendor.add("former_names", part),
            NamePartRole::TradeName | NamePartRole::NewName | NamePartRole::Scope => {
                read_addition(&text, addition.range.clone(), "x-also-known-as", vendor);
            }
            NamePartRole::Condition => vendor.add("condition", part),
            _ => read_addition(&text, addition.range.clone(), "notes", vendor),
        }
    }
    is_link_only
}

/// Reads what stands in brackets behind a name: a status, or else what it seems to be.
fn read_addition(text: &Rich, range: Range<usize>, path: &str, vendor: &mut PageVendor) {
    if !read_status(text, range.clone(), vendor) {
        vendor.add(path, PageValue::part(text, range));
    }
}

/// Reads a part that is nothing but the status of the vendor.
pub(super) fn read_status(text: &Rich, range: Range<usize>, vendor: &mut PageVendor) -> bool {
    let said = &text.text()[range.clone()];
    let head = said.split([',', ';', '–', '—']).next().unwrap_or_default().trim();
    let uses = page_words::whole(said);
    let uses = if uses == PageUses::NONE && page_words::whole(head).has(PageUses::OPTIONAL) {
        PageUses::OPTIONAL
    } else {
        uses
    };
    let word = |word: &str| PageValue::word(word, text, range.clone());
    if uses.has(PageUses::OPTIONAL) {
        vendor.add_if_missing("condition", PageValue::part(text, range));
    } else if uses.has(PageUses::FORMER) {
        vendor.add_if_missing("status", word("retired"));
    } else if uses.has(PageUses::DISABLED) {
        vendor.add_if_missing("status", word("disabled"));
    } else if uses.has(PageUses::PLANNED) {
        vendor.add_if_missing("status", word("planned"));
    } else if uses.has(PageUses::ACTIVE) {
        vendor.add_if_missing("status", word("active"));
    } else {
        return false;
    }
    true
}

/// A bracket at the end of a name that starts with the status of the vendor: where it opens, and
/// the status. `Acme (active)`, `Acme (optional – once you go live)`.
pub(super) fn status_bracket(text: &str) -> Option<(usize, Range<usize>)> {
    let inner_end = text.trim_end().strip_suffix(')')?.len();
    let open = text[..inner_end].rfind('(').filter(|open| *open > 0)?;
    let inner = &text[open + 1..inner_end];
    let head = inner.split([',', ';', '–', '—']).next().unwrap_or_default().trim();
    let head = head.split(" - ").next().unwrap_or_default();
    const STATUS: PageUses = PageUses::ACTIVE
        .or(PageUses::DISABLED)
        .or(PageUses::FORMER)
        .or(PageUses::PLANNED)
        .or(PageUses::OPTIONAL);
    if !page_words::whole(head).has(STATUS) {
        return None;
    }
    // A condition is kept in full, a status is one word.
    let is_condition = page_words::whole(head).has(PageUses::OPTIONAL);
    let end = if is_condition { inner_end } else { open + 1 + head.len() };
    Some((open, open + 1..end))
}

/// Reads a line below the name.
fn read_line(line: &Rich, vendor: &mut PageVendor) {
    if line.links().iter().any(|link| link.range.len() + 2 >= line.text().len())
        || line.links().len() > 1
    {
        for link in line.links() {
            add_link(&line.text()[link.range.clone()], &link.target, vendor, false);
        }
        return;
    }
    if read_status(line, 0..line.text().len(), vendor) {
        return;
    }
    if let Some((label, value)) = super::entry::labelled(line)
        && let columns::Column::Field(field) = columns::column(label.text())
    {
        super::entry::read_field(field, &value, vendor);
        return;
    }
    let text = line.text();
    if parse_email(text).is_some() {
        vendor.add("contact", PageValue::read(line));
        return;
    }
    let name = EntityName::parse_brand(text);
    let has_form = name.form().is_some() && !name.is_form_doubtful() && text.len() < MAX_NAME;
    if has_form && vendor.get("legal_name").is_none() {
        vendor.add("legal_name", PageValue::part(line, name.legal_range()));
        for addition in name.additions() {
            if addition.role.is_name() || addition.role == NamePartRole::Scope {
                vendor.add("x-also-known-as", PageValue::part(line, addition.range.clone()));
            }
        }
        return;
    }
    vendor.add("notes", PageValue::read(line));
}

/// True if the shown text of a link says which page of the vendor it is.
fn is_page_label(shown: &str) -> bool {
    let field = columns::whole(shown);
    field.is_some_and(|field| field.starts_with("links.") || field == "website")
}

/// Adds the address of a link, by what is shown and by the address itself.
pub(super) fn add_link(
    shown: &str,
    target: &super::rich::LinkTarget,
    vendor: &mut PageVendor,
    is_name: bool,
) {
    let value = PageValue {
        text: target.address.clone(),
        map: target.map.clone(),
        how: super::list::How::Split,
    };
    match link_use(shown, &target.address) {
        LinkUse::Mail(range) => {
            let mut map = crate::text::SourceMap::default();
            target.map.copy_to(range.clone(), &mut map);
            let text = target.address[range].to_owned();
            vendor.add("contact", PageValue { text, map, how: super::list::How::Split });
        }
        LinkUse::Field(path) => vendor.add_if_missing(path, value),
        LinkUse::Site if is_name || vendor.get("website").is_none() => {
            vendor.add_if_missing("website", value);
        }
        LinkUse::Site | LinkUse::Nothing => {}
    }
}

/// True if a text is what a contract calls its parties: `Controller`, `Auftragnehmer`.
pub(super) fn is_party(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "controller",
        "data controller",
        "processor",
        "data processor",
        "data exporter",
        "data importer",
        "exporter",
        "importer",
        "customer",
        "client",
        "provider",
        "auftraggeber",
        "auftragnehmer",
        "verantwortlicher",
        "auftragsverarbeiter",
        "kunde",
        "responsable de traitement",
        "sous traitant",
        "responsable del tratamiento",
        "encargado del tratamiento",
        "titolare",
        "responsabile",
        "verwerker",
        "verwerkingsverantwoordelijke",
        "administrator",
        "procesor",
    ];
    let text = crate::text::fold::fold_words(text);
    WORDS.contains(&text.as_str())
}

/// True if a text may be the name of a vendor: short, no sentence, and no category.
pub(super) fn may_be_name(text: &str) -> bool {
    let first = text.lines().next().unwrap_or_default().trim();
    let words = first.split_whitespace().count();
    if first.is_empty() || first.chars().count() > 90 || words > 10 {
        return false;
    }
    // A sentence ends, a name does not: but `Acme, Inc.` has a full stop as well.
    let name = EntityName::parse_brand(first);
    if name.is_empty() || (first.ends_with(['.', '?', '!', ':', ';']) && name.form().is_none()) {
        return false;
    }
    // `Processor`, `Acme sub-processors`: what vendors are called, and headings above them.
    let is_of_many = page_words::uses(first).has(PageUses::SUBPROCESSORS) && !is_surely_name(first);
    let called = first.split(" (").next().unwrap_or_default();
    if is_of_many || is_party(called) || first.contains(['{', '}']) {
        return false;
    }
    !matches!(parties(&name), Some(Parties::Trade))
        || crate::values::entity_name::identify_parsed(&name, None).is_some()
}

/// True for a vendor by its role or trade: "Hosting providers".
pub(super) fn names_nobody(text: &str) -> bool {
    let name = EntityName::parse_brand(text);
    matches!(parties(&name), Some(Parties::Role | Parties::Trade))
}

/// True if a text is spelled like a name: without words in lower case that are no parts of
/// names. What is said about vendors is not: `Encrypted credentials`, `Base de datos`.
pub(super) fn is_spelled_as_name(text: &str) -> bool {
    const INSIDE: &[&str] = &[
        "and", "or", "of", "by", "for", "the", "at", "on", "in", "to", "und", "für", "von", "oder",
        "et", "de", "du", "des", "la", "le", "les", "y", "e", "o", "del", "di", "da", "do", "dos",
        "en", "van", "der", "og", "och", "i", "a", "z", "inkl", "via", "with", "formerly", "now",
        "dba", "d/b/a", "c/o", "aka", "part", "powered",
    ];
    let first = text.lines().next().unwrap_or_default();
    let first = first.split(" (").next().unwrap_or_default();
    let is_plain = |word: &&str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        word.starts_with(char::is_lowercase)
            && word.chars().all(|c| !c.is_uppercase() && !c.is_ascii_digit() && c != '.')
            && !INSIDE.contains(&word)
    };
    let words = first.split_whitespace().count();
    if words == 1 {
        return true;
    }
    let starts_with_article = ["An ", "A ", "Our ", "Your ", "Any ", "Other "];
    !starts_with_article.iter().any(|article| first.starts_with(article))
        && !first.split_whitespace().any(|word| is_plain(&word))
        && crate::values::instrument::read(first).stated().next().is_none()
}

/// True if a name is that of a vendor for sure: it is on the built-in list, or has a legal
/// form.
pub(super) fn is_surely_name(text: &str) -> bool {
    let first = text.lines().next().unwrap_or_default();
    if first.chars().count() > 90 {
        return false;
    }
    let name = EntityName::parse_brand(first);
    (name.form().is_some() && !name.is_form_doubtful())
        || crate::values::entity_name::identify_parsed(&name, None).is_some()
}
