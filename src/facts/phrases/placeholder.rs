//! Values that mean that nothing was filled in.

use super::{PLACEHOLDERS, contains, listed};
use crate::facts::quick::Starts;
use crate::facts::vocabulary::{self, AddedFacts};
use crate::text::fold::{flag_letter, fold_phrase, placeholder_key};

/// Recognizes a value that means that nothing was filled in, such as `TBD` or `N/A`.
///
/// `field` is the path or last part of the path of the field, because some words
/// mean something there: `NA` as a country is Namibia. Blank text is missing, not
/// a placeholder.
#[must_use]
pub fn is_placeholder(text: &str, field: &str, extra: &[String], allow: &[String]) -> bool {
    let text = text.trim();
    let added = vocabulary::active().map_or(&[][..], AddedFacts::placeholders);
    let only_built_in = extra.is_empty() && added.is_empty();
    if text.is_empty() || text.len() > MAX_LENGTH || only_built_in && !STARTS.may_start(text) {
        return false;
    }
    let value = fold_phrase(text);
    let field = field.rsplit('.').next().unwrap_or(field);
    if listed(allow, &value) || means_something(text, &value, field) {
        return false;
    }
    is_mark(text)
        || is_template(text)
        || contains(PLACEHOLDERS, &placeholder_key(&value))
        || is_note(text, &value, field)
        || listed(extra, &value)
        || listed(added, &value)
}

/// No placeholder is longer than this, in bytes, notes to oneself included.
const MAX_LENGTH: usize = 200;

/// The starts of the built-in placeholders. Every text of a manifest is asked for,
/// and hardly any is one: a quarter of a percent of all instructions that reading
/// 50,000 vendors takes, where folding each text took six.
struct PlaceholderStarts(Starts);

static STARTS: PlaceholderStarts = {
    let mut starts = Starts::of(PLACEHOLDERS);
    let mut at = 0;
    while at < NOTES.len() {
        starts.add(NOTES[at].as_bytes());
        at += 1;
    }
    PlaceholderStarts(starts)
};

impl PlaceholderStarts {
    /// False only for texts that are no built-in placeholder.
    fn may_start(&self, text: &str) -> bool {
        match text.as_bytes() {
            [b'x' | b'X', ..] => true,
            [a, b, ..] if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() => {
                !text.is_ascii() || self.0.may_start_letters(text.as_bytes())
            }
            [b'1'..=b'9', ..] => !text.is_ascii(),
            _ => true,
        }
    }
}

/// Words of the list that are proper values of some fields.
fn means_something(text: &str, value: &str, field: &str) -> bool {
    let is_name = matches!(field, "name" | "legal_name" | "former_names" | "services");
    match value {
        "na" => matches!(field, "country" | "code") && text.len() == 2,
        "none" => matches!(field, "available" | "mechanism" | "special_categories"),
        "0" => field.ends_with("_days"),
        // The company that was Twitter.
        "x" => is_name && text == "X",
        // Companies; the abbreviations have their dots.
        "ka" | "nvt" | "ntb" | "nnb" => is_name,
        // Categories of data.
        "location" | "country" | "region" => field.starts_with("data"),
        _ => false,
    }
}

/// Nothing but signs, such as `---` and `???`. A flag is the code of a country.
fn is_mark(text: &str) -> bool {
    text.chars().all(|c| (!c.is_alphanumeric() && flag_letter(c).is_none()) || c == '〃')
}

/// `<vendor>`, `[name]`, `{{vendor}}`, `${VENDOR}`, `%vendor%` and `xxx`.
fn is_template(text: &str) -> bool {
    let wrapped = |open: &str, close: &str| {
        text.len() > open.len() + close.len() && text.starts_with(open) && text.ends_with(close)
    };
    let is_address = text.contains('@') || text.contains("://");
    let templates = [("[", "]"), ("<", ">"), ("{{", "}}"), ("${", "}"), ("%", "%")];
    !is_address && templates.iter().any(|(open, close)| wrapped(open, close))
        || text.len() >= 2 && text.bytes().all(|byte| matches!(byte, b'x' | b'X'))
}

/// Words that start a note to oneself.
const NOTES: &[&str] = &["tbd", "todo", "fixme", "tba", "tbc", "pending", "open", "offen"];

/// A note to oneself: `TBD: ask legal`.
fn is_note(text: &str, value: &str, field: &str) -> bool {
    let end = value.find(|c: char| !c.is_alphanumeric()).unwrap_or(value.len());
    let (word, rest) = value.split_at(end);
    if rest.chars().count() > 41 {
        return false;
    }
    let is_place = matches!(field, "location" | "locations" | "country" | "region");
    match word {
        "tbd" | "todo" | "fixme" => true,
        // No place has such a name: `TBC with vendor`.
        "tba" | "tbc" | "pending" | "offen" if is_place => true,
        // Ordinary words and names count as a note only when they stand apart:
        // `OFFEN (Vertrieb fragen)`, but `Open banking`, `TBC Bank` and the company
        // `Open Source Collective` do not.
        "tba" | "tbc" | "pending" | "open" | "offen" => {
            let is_name = matches!(field, "name" | "legal_name" | "former_names" | "services");
            let apart =
                rest.trim_start().starts_with([':', '(', '[', '-', '–', '—', ',', '/', '?']);
            let shouted = text.starts_with(word.to_uppercase().as_str());
            rest.is_empty() || apart || shouted && !is_name
        }
        _ => false,
    }
}
