//! Reads what people write about where data is: `Frankfurt (EU)`,
//! `AWS eu-west-1`, `USA / global`, `N/A`.
//!
//! A text is cut into words ([`lex`]); names are found longest first; words are joined to
//! the places that they are about ([`grammar`]); and what the names mean is settled by
//! what is around them ([`settle`]). The result tiles the text: each part has a role, and
//! what is not understood is a part that says so. Nothing is guessed.

mod asides;
mod bounds;
mod clouds;
mod conflict;
mod dates;
mod denied;
mod grammar;
mod lex;
mod parts;
mod reading;
mod residency;
mod settle;
mod suggest;
#[cfg(test)]
mod tests;
mod unknown;

pub use conflict::contradicts;
pub use reading::{Flag, Part, PartRole, Reading, ReadingSummary, Referent};
pub use residency::{Claim, Fit, Reason};
pub use suggest::suggest;

use crate::facts::cloud_regions::{self, Found, Provider};
use crate::facts::countries::Country;
use crate::facts::phrases;
use crate::facts::places::{self, Meaning};
use crate::text::fold::{Words, flag_letter, fold_words};

/// Maximum number of bytes read of a text. Longer texts are prose: what stands
/// behind is flagged as vague.
pub const MAX_LENGTH: usize = 1000;

/// Facts about the text from elsewhere.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context<'a> {
    /// The vendor's own cloud, or the one named next to the location.
    pub provider: Option<Provider>,
    /// The vendor is incorporated in the United States: `Newark, DE` is in Delaware.
    pub us_incorporated: bool,
    /// The vendor is certainly incorporated elsewhere.
    pub incorporated_elsewhere: bool,
    /// The name of the vendor, which says nothing about where it is.
    pub vendor: Option<&'a str>,
    /// The text is the value of a field for a country: `NA` is Namibia.
    pub typed_country: bool,
    /// Names beyond those of the tables.
    pub extra: Option<&'a Names>,
    /// The readings to take of ambiguous words.
    pub prefer: Option<&'a Names>,
}

/// Names of countries from a user's configuration, compared without case,
/// accents and punctuation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names(Vec<(String, Country)>);

impl Names {
    /// Prepares the names. Of two equal ones the later counts.
    pub fn new<'a>(names: impl IntoIterator<Item = (&'a str, Country)>) -> Self {
        let mut list: Vec<(String, Country)> = Vec::new();
        for (name, country) in names {
            let key = fold_words(name);
            if key.is_empty() {
                continue;
            }
            match list.binary_search_by(|(known, _)| known.cmp(&key)) {
                Ok(at) => list[at].1 = country,
                Err(at) => list.insert(at, (key, country)),
            }
        }
        Self(list)
    }

    /// The country of the name that is all of `folded`.
    fn get(&self, folded: &str) -> Option<Country> {
        let at = self.0.binary_search_by(|(name, _)| name.as_str().cmp(folded)).ok()?;
        Some(self.0[at].1)
    }

    /// The longest name that `folded` starts with, and its length.
    fn longest_prefix(&self, folded: &str, word: usize) -> Option<(usize, Country)> {
        let first = &folded[..word];
        let low = self.0.partition_point(|(name, _)| name.as_str() < first);
        self.0[low..]
            .iter()
            .take_while(|(name, _)| name.starts_with(first))
            .filter(|(name, _)| {
                folded
                    .strip_prefix(name.as_str())
                    .is_some_and(|rest| rest.as_bytes().first().is_none_or(|next| *next <= b'/'))
            })
            .map(|(name, country)| (name.len(), *country))
            .last()
    }
}

/// Reads a location. Linear in the length of the text, of which at most
/// `MAX_LENGTH` bytes count.
pub fn read(text: &str, context: &Context<'_>) -> Reading {
    let start = text.len() - text.trim_start().len();
    let trimmed = text.trim();
    let plain = read_code(trimmed, context)
        .or_else(|| if context.provider.is_none() { read_country(trimmed, context) } else { None });
    if let Some(country) = plain {
        return one_place(start..start + trimmed.len(), text, Referent::Country(country));
    }
    let (head, tail) = split_at_most(trimmed, MAX_LENGTH);
    let words = Words::of(head);
    let whole = |role| vec![Part::words(0..trimmed.len(), role)];
    // A place in brackets is read all the same, and a flag is a place.
    let bracketed = trimmed.starts_with('[') && trimmed.ends_with(']');
    let may_be_place = bracketed || trimmed.contains(|c| flag_letter(c).is_some());
    let field = if context.typed_country { "country" } else { "location" };
    let is_placeholder = !may_be_place && phrases::is_placeholder(trimmed, field, &[], &[]);
    let parts = if words.list.is_empty() || is_placeholder {
        whole(PartRole::Placeholder)
    } else {
        let items = lex::lex(head, &words, context);
        let parts = settle::settle(head, &words, items, context);
        let is_noise = |part: &Part| part.role == PartRole::Unread || !speaks(part);
        if parts.iter().all(is_noise) {
            // "[Region]" was to be replaced; "[Germany]" was not.
            whole(if bracketed { PartRole::Placeholder } else { PartRole::Unread })
        } else {
            parts
        }
    };
    let mut reading = cover(parts, start, text.len());
    if !tail.is_empty() {
        reading = open_end(reading, start + head.len()..start + trimmed.len());
    }
    reading
}

/// True if a part of the role says something about where data is.
fn speaks(part: &Part) -> bool {
    match part.role {
        PartRole::Separator
        | PartRole::Alternative
        | PartRole::Filler
        | PartRole::Activity
        | PartRole::Mechanism
        | PartRole::Example => false,
        PartRole::Negation => part.referent != Referent::None,
        _ => true,
    }
}

/// The reading of parts that begin at a byte of a text, which it covers.
fn cover(mut parts: Vec<Part>, start: usize, length: usize) -> Reading {
    if start > 0 {
        for part in &mut parts {
            part.range = part.range.start + start..part.range.end + start;
        }
        parts.insert(0, Part::words(0..start, PartRole::Separator));
    }
    let end = parts.last().map_or(0, |part| part.range.end);
    if end < length {
        parts.push(Part::words(end..length, PartRole::Separator));
    }
    Reading::of(parts)
}

/// The same with what is behind the limit as a part that is open.
fn open_end(reading: Reading, range: std::ops::Range<usize>) -> Reading {
    let mut parts = reading.parts;
    let length = parts.last().map_or(0, |part| part.range.end).max(range.end);
    parts.retain_mut(|part| {
        part.range.end = part.range.end.min(range.start);
        part.range.start < part.range.end
    });
    let end = range.end;
    parts.push(Part::words(range, PartRole::Open));
    if end < length {
        parts.push(Part::words(end..length, PartRole::Separator));
    }
    Reading::of(parts)
}

/// The reading of a text that is one place, but for white space.
fn one_place(range: std::ops::Range<usize>, text: &str, referent: Referent) -> Reading {
    let length = range.len();
    let parts = vec![Part { range: 0..length, role: PartRole::Place, referent, is_loose: false }];
    cover(parts, range.start, text.len())
}

/// The first `most` bytes, less what would split a character, and the rest.
fn split_at_most(text: &str, most: usize) -> (&str, &str) {
    let mut at = most.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    text.split_at(at)
}

/// Reads a value that is the plain name of a country and nothing else, as most
/// are, without cutting it into words.
fn read_country(text: &str, context: &Context<'_>) -> Option<Country> {
    let mut buffer = [0; 32];
    let folded = buffer.get_mut(..text.len())?;
    let plain = text.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b' ');
    if !plain || context.extra.is_some() {
        return None;
    }
    folded.copy_from_slice(text.as_bytes());
    folded.make_ascii_lowercase();
    let phrase = places::phrase(std::str::from_utf8(folded).ok()?)?;
    let Meaning::Country(country) = phrase.meaning else { return None };
    // The short names that are words have to be codes.
    (text.len() > 3).then_some(country)
}

/// True if a text is the plain name or the two capitals of a country, which no provider
/// changes.
pub fn is_plain_country(text: &str) -> bool {
    let text = text.trim();
    let is_code = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase());
    is_code || read_country(text, &Context::default()).is_some()
}

/// Reads a value that is one code of two or three letters and nothing else. Two capitals
/// are the code of ISO 3166-1, which the format asks for, whatever else they may stand for.
fn read_code(text: &str, context: &Context<'_>) -> Option<Country> {
    if !matches!(text.len(), 2 | 3) || !text.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return None;
    }
    let mut letters = [[0; 3]; 2];
    let [upper, lower] = letters.each_mut().map(|letters| &mut letters[..text.len()]);
    upper.copy_from_slice(text.as_bytes());
    lower.copy_from_slice(text.as_bytes());
    upper.make_ascii_uppercase();
    lower.make_ascii_lowercase();
    let (upper, lower) = (std::str::from_utf8(upper).ok()?, std::str::from_utf8(lower).ok()?);
    if context.typed_country {
        // A field for a country holds no states, cities or continents.
        return context
            .extra
            .and_then(|extra| extra.get(lower))
            .or_else(|| Country::from_code(upper));
    }
    if upper != text && (text.len() == 3 || is_word(upper)) {
        return None;
    }
    // The ids of a known provider go first, except codes in capitals.
    if (upper != text || text.len() == 3) && names_region(text, context) {
        return None;
    }
    let named = places::phrase(lower).map(|phrase| phrase.meaning);
    if upper == "NA" || named.is_some_and(Meaning::is_place) {
        // "US" and "EU" are names of their own.
        return None;
    }
    let preferred = context.prefer.and_then(|prefer| prefer.get(lower));
    preferred.or_else(|| Country::from_code(upper))
}

fn names_region(text: &str, context: &Context<'_>) -> bool {
    context.provider.is_some_and(|provider| {
        matches!(cloud_regions::find(Some(provider), text),
            Some(Found::Region(region)) if region.provider() == provider)
    })
}

/// Codes that are words; read as codes in capitals only.
fn is_word(code: &str) -> bool {
    matches!(
        code,
        "AI" | "AM"
            | "AS"
            | "AT"
            | "BE"
            | "BY"
            | "DO"
            | "ID"
            | "IN"
            | "IO"
            | "IS"
            | "IT"
            | "ME"
            | "MY"
            | "NO"
            | "PM"
            | "PR"
            | "SO"
            | "TO"
            | "TV"
            | "AND"
            | "ARE"
            | "CAN"
            | "COM"
            | "NOR"
            | "PER"
    )
}
