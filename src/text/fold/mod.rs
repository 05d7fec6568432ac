//! Text folding: every notion of "the same text" in the crate, from the strictest
//! to the most lenient.
//!
//! | strength | equal are | used for |
//! |---|---|---|
//! | [`fold_layout`] | other Unicode forms (NFC), other line breaks | values in fingerprints |
//! | [`fold_case`] | also compatibility forms (NFKC) and case | vendors in fingerprints and waivers |
//! | [`fold_phrase`] | also curly quotes and hyphens, and the signs around a value | whole values in lists of phrases |
//! | [`Prose`] | case, hyphens and white space, every byte with its place | phrases inside a text |
//! | [`fold_id`] | case, hyphen and underscore | ids of cloud regions |
//! | [`slug`] | case and everything but letters and digits | ids of entries |
//! | [`fold_key`] | case, diacritics and everything but letters and digits | words for fields |
//! | [`placeholder_key`] | also diacritics, spaces and punctuation | values that stand for nothing |
//! | [`fold_words`] | also diacritics; separators stay in three classes | places, regions, mechanisms, providers |
//! | [`fold_name`] | also dots, apostrophes, `&` and `and`, trade marks | names of companies and legal forms |
//!
//! The build script includes this module, so that the keys of its tables are made
//! by the code that makes the keys of the look-ups.

pub(crate) mod name;
mod prose;
mod words;

pub(crate) use name::fold_name;
pub(crate) use prose::Prose;
pub(crate) use words::{Gap, Word, Words, flag_letter, fold_words};

use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::canonical_combining_class;

/// Composes letters with their marks (NFC) and makes white space single spaces.
/// Case stays.
pub(crate) fn fold_layout(text: &str) -> String {
    join_words(&text.nfc().collect::<String>())
}

/// Replaces compatibility forms (NFKC), makes letters small and white space single
/// spaces.
pub(crate) fn fold_case(text: &str) -> String {
    if text.is_ascii() {
        return join_words(&text.to_ascii_lowercase());
    }
    join_words(&text.nfkc().flat_map(char::to_lowercase).collect::<String>())
}

/// Characters of a value that are compared; longer values are no stock phrases.
const MAX_PHRASE: usize = 200;

/// [`fold_case`] with straight quotes and hyphens, without quotes and brackets
/// around the value and without punctuation behind it. Empty for a text of more
/// than 200 characters.
pub(crate) fn fold_phrase(text: &str) -> String {
    let text = text.trim();
    if text.chars().nth(MAX_PHRASE).is_some() {
        return String::new();
    }
    let lower: String = if text.is_ascii() {
        text.to_ascii_lowercase()
    } else {
        text.nfkc().flat_map(char::to_lowercase).map(straight).collect()
    };
    let around = |c: char| {
        c.is_whitespace()
            || matches!(c, '"' | '\'' | '`' | '(' | ')' | '[' | ']' | '{' | '}' | '<' | '>')
            || matches!(c, '“' | '”' | '„' | '«' | '»' | '‚' | '*' | '_')
    };
    let behind = |c: char| around(c) || matches!(c, '.' | '!' | ':' | ';' | ',' | '…');
    join_words(lower.trim_start_matches(around).trim_end_matches(behind))
}

/// The letters, digits and slashes of a short value, and only the letters and digits
/// of a longer one: `k. A.` is `ka`, and `n\a` is `n/a`, but `S/O` is not the country
/// code `SO`. Diacritics are gone.
pub(crate) fn placeholder_key(text: &str) -> String {
    let words = fold_words(text);
    let letters: String = words.chars().filter(|c| !matches!(c, ' ' | ',' | '/')).collect();
    if letters.len() > 3 || !words.contains('/') {
        return letters;
    }
    words.chars().filter(|c| !matches!(c, ' ' | ',')).collect()
}

/// Makes ASCII letters small and underscores hyphens: `EU_WEST_1` is `eu-west-1`.
pub(crate) fn fold_id(text: &str) -> Cow<'_, str> {
    if text.bytes().any(|byte| byte == b'_' || byte.is_ascii_uppercase()) {
        text.to_ascii_lowercase().replace('_', "-").into()
    } else {
        text.into()
    }
}

/// The id that a name stands for: its letters and digits in lower case, and single
/// hyphens for everything between them. `Harbor Cloud, Inc.` is `harbor-cloud-inc`.
pub(crate) fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    // The letters of some texts come apart from their marks.
    for c in text.chars().flat_map(char::to_lowercase).nfc() {
        if c.is_alphanumeric() {
            slug.push(c);
        } else if canonical_combining_class(c) != 0 {
            // A mark that belongs to no composed letter.
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// The letters and digits of a key in lower case and without diacritics: `legal_name`,
/// `legalName` and `Legal name` are one key.
pub(crate) fn fold_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    if text.is_ascii() {
        key.extend(text.chars().filter(char::is_ascii_alphanumeric));
        key.make_ascii_lowercase();
        return key;
    }
    for c in text.nfkd().flat_map(char::to_lowercase) {
        match spell_plainly(c) {
            Some(plain) => key.push_str(plain),
            None if c.is_alphanumeric() && canonical_combining_class(c) == 0 => key.push(c),
            None => {}
        }
    }
    key
}

fn join_words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

fn straight(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{2bc}' => '\'',
        '\u{2010}' | '\u{2011}' | '\u{2012}' => '-',
        _ => c,
    }
}

/// The ASCII spelling of a small letter that no decomposition takes apart, and `σ`
/// for the `ς` at the end of a word.
fn spell_plainly(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'ħ' => "h",
        'ı' => "i",
        'ς' => "σ",
        _ => return None,
    })
}

/// Zero-width, bidirectional and other characters that show nothing.
fn is_invisible(char: char) -> bool {
    matches!(char,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests;
