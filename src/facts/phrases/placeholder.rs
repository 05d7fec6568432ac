//! Values that mean that nothing was filled in.

use super::{PLACEHOLDERS, contains, listed};
use crate::facts::key_index::{KeyIndex, letters_hash};
use crate::facts::quick::Starts;
use crate::facts::vocabulary::{self, AddedFacts};
use crate::text::fold::{flag_letter, fold_phrase, placeholder_key};
use crate::text::trim;

/// Recognizes a value that means that nothing was filled in, such as `TBD` or `N/A`.
///
/// `field` is the path or last part of the path of the field, because some words
/// mean something there: `NA` as a country is Namibia. Blank text is missing, not
/// a placeholder.
#[must_use]
pub fn is_placeholder(text: &str, field: &str, extra: &[String], allow: &[String]) -> bool {
    let text = trim(text);
    let added = vocabulary::active().map_or(&[][..], AddedFacts::placeholders);
    let only_built_in = extra.is_empty() && added.is_empty();
    if text.is_empty() || text.len() > MAX_LENGTH || only_built_in && !may_be_built_in(text) {
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

/// The starts of the built-in placeholders.
static STARTS: Starts = {
    let mut starts = Starts::of(PLACEHOLDERS);
    let mut at = 0;
    while at < NOTES.len() {
        starts.add(NOTES[at].as_bytes());
        at += 1;
    }
    starts
};

/// The built-in placeholders, by their letters and digits alone.
static KEYS: KeyIndex<1024> = {
    let mut keys = KeyIndex::new();
    let mut at = 0;
    while at < PLACEHOLDERS.len() {
        keys.add_hash(letters_hash(PLACEHOLDERS[at].as_bytes()), at);
        at += 1;
    }
    keys
};

static NOTE_WORDS: KeyIndex<16> = KeyIndex::of(NOTES);

/// False only for texts that are no built-in placeholder. Every text of a list is asked
/// for, and hardly any is one. Of a run over 10,000 vendors the starts take 0.5 %, and the
/// folding that they leave took 1 %, of which the letters spare nearly all; letters alone
/// took 2.7 %.
fn may_be_built_in(text: &str) -> bool {
    let bytes = text.as_bytes();
    match bytes {
        [b'x' | b'X', ..] => true,
        [a, b, ..] if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() => {
            let first = || bytes.iter().copied().take_while(u8::is_ascii_alphanumeric);
            // Another text of the same hash is looked at once more for nothing.
            let is_listed = || {
                bytes.iter().any(|byte| matches!(byte, b'&' | b'+'))
                    || KEYS.find_hash(letters_hash(bytes), |_| true).is_some()
                    || NOTE_WORDS.find(first(), |_| true).is_some()
            };
            !text.is_ascii() || STARTS.may_start_letters(bytes) && is_listed()
        }
        [b'1'..=b'9', ..] => !text.is_ascii(),
        _ => true,
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

/// `<vendor>`, `[name]`, `{vendor}`, `{{vendor}}`, `${VENDOR}`, `%vendor%` and `xxx`.
fn is_template(text: &str) -> bool {
    let wrapped = |open: &str, close: &str| {
        text.len() > open.len() + close.len() && text.starts_with(open) && text.ends_with(close)
    };
    let is_address = text.contains('@') || text.contains("://");
    let templates = [("[", "]"), ("<", ">"), ("{", "}"), ("${", "}"), ("%", "%"), ("⟨", "⟩")];
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
        "tbd" | "fixme" => true,
        // "Todo" is "all" in Spanish and Portuguese: a note stands apart or alone in capitals.
        "todo" => {
            let is_shouted = text.starts_with("TODO") && text.contains(char::is_lowercase);
            rest.is_empty() || stands_apart(rest) || is_shouted
        }
        // No place has such a name: `TBC with vendor`.
        "tba" | "tbc" | "pending" | "offen" if is_place => true,
        // Ordinary words and names count as a note only when they stand apart:
        // `OFFEN (Vertrieb fragen)`, but `Open banking`, `TBC Bank` and the company
        // `Open Source Collective` do not.
        "tba" | "tbc" | "pending" | "open" | "offen" => {
            let is_name = matches!(field, "name" | "legal_name" | "former_names" | "services");
            let shouted = text.starts_with(word.to_uppercase().as_str());
            rest.is_empty() || stands_apart(rest) || shouted && !is_name
        }
        _ => false,
    }
}

/// True if a sign parts the rest of a note from its first word.
fn stands_apart(rest: &str) -> bool {
    rest.trim_start().starts_with([':', '(', '[', '-', '–', '—', ',', '/', '?'])
}
