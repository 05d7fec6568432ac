//! Reads what people write about where data is: `Frankfurt (EU)`,
//! `AWS eu-west-1`, `USA / global`, `N/A`.
//!
//! A text is cut into words; names are found longest first; what the names mean
//! is settled by what stands around them. Nothing is guessed: a text without a
//! known name is `unknown`, and a name with several readings is `ambiguous`
//! unless the text itself decides.

mod exclude;
mod reading;
mod regions;
mod residency;
mod scan;
mod settle;
mod suggest;
#[cfg(test)]
mod tests;

pub use reading::{Flag, Part, PartKind, Reading};
pub use residency::{Claim, Fit, Reason};
pub use suggest::suggest;

use crate::facts::cloud_regions::{self, Found, Provider};
use crate::facts::countries::Country;
use crate::facts::phrases;
use crate::facts::places::{self, Meaning, NamedPlace};
use crate::text::fold::{Words, fold_words};

/// Maximum number of bytes read of a text. Longer texts are prose: what stands
/// behind is flagged as vague.
pub const MAX_LENGTH: usize = 1000;

/// Facts about the text from elsewhere.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context<'a> {
    /// The vendor's own cloud, or the one named next to the location.
    pub provider: Option<Provider>,
    /// The vendor is incorporated in the United States: `DE` may be Delaware.
    pub us_incorporated: bool,
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
    let plain =
        read_code(trimmed, start, context).or_else(|| read_country(trimmed, start, context));
    if let Some(reading) = plain {
        return reading;
    }
    let (head, tail) = split_at_most(trimmed, MAX_LENGTH);
    let words = Words::of(head);
    // A place in brackets is read all the same.
    let bracketed = trimmed.starts_with('[') && trimmed.ends_with(']');
    let field = if context.typed_country { "country" } else { "location" };
    if trimmed.is_empty() || !bracketed && phrases::is_placeholder(trimmed, field, &[], &[]) {
        let mut reading = Reading::default();
        reading.flag(Flag::Placeholder, start..start + trimmed.len());
        return reading;
    }
    let items = scan::scan(head, &words, context);
    let mut reading = settle::settle(head, &words, items, context);
    if reading.is_nothing() {
        // "[Region]" was to be replaced; "[Germany]" was not.
        let flag = if bracketed { Flag::Placeholder } else { Flag::Unknown };
        reading.flag(flag, 0..trimmed.len());
    }
    if !tail.is_empty() {
        reading.flag(Flag::Vague, head.len()..trimmed.len());
    }
    reading.shift(start);
    reading
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
fn read_country(text: &str, start: usize, context: &Context<'_>) -> Option<Reading> {
    let mut buffer = [0; 32];
    let folded = buffer.get_mut(..text.len())?;
    let plain = text.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b' ');
    if !plain || context.provider.is_some() || context.extra.is_some() {
        return None;
    }
    folded.copy_from_slice(text.as_bytes());
    folded.make_ascii_lowercase();
    let phrase = places::phrase(std::str::from_utf8(folded).ok()?)?;
    let Meaning::Country(country) = phrase.meaning else { return None };
    let mut reading = Reading::default();
    reading.add_country(country, start..start + text.len());
    Some(reading)
}

/// Reads a value that is one code of two or three letters and nothing else.
fn read_code(text: &str, start: usize, context: &Context<'_>) -> Option<Reading> {
    if !matches!(text.len(), 2 | 3) || !text.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return None;
    }
    let range = start..start + text.len();
    let upper = text.to_ascii_uppercase();
    let mut reading = Reading::default();
    if context.typed_country {
        // A field for a country holds no states, cities or continents.
        let country = context
            .extra
            .and_then(|extra| extra.get(&text.to_ascii_lowercase()))
            .or_else(|| Country::from_code(&upper))?;
        reading.add_country(country, range);
        return Some(reading);
    }
    if upper != text && (text.len() == 3 || is_word(&upper)) {
        return None;
    }
    // The ids of a known provider go first, except codes in capitals.
    if (upper != text || text.len() == 3) && names_region(text, context) {
        return None;
    }
    let named = places::phrase(&upper.to_ascii_lowercase()).map(|phrase| phrase.meaning);
    if upper == "NA" || named.is_some_and(Meaning::is_place) {
        // "US" and "EU" are names of their own.
        return None;
    }
    let country = Country::from_code(&upper)?;
    let state = places::states(&upper).contains(&Country::US);
    if state && (context.us_incorporated || is_common_state(&upper)) {
        let preferred = context.prefer.and_then(|prefer| prefer.get(&upper.to_ascii_lowercase()));
        match preferred {
            Some(country) => reading.add_country(country, range),
            None => {
                let readings = [NamedPlace::Country(country), NamedPlace::Country(Country::US)];
                reading.add_ambiguous(&readings, None, range);
            }
        }
        return Some(reading);
    }
    reading.add_country(country, range);
    Some(reading)
}

fn names_region(text: &str, context: &Context<'_>) -> bool {
    context.provider.is_some_and(|provider| {
        matches!(cloud_regions::find(Some(provider), text),
            Some(Found::Region(region)) if region.provider() == provider)
    })
}

/// Codes of countries that are states of the US to most readers.
fn is_common_state(code: &str) -> bool {
    matches!(code, "CA" | "GA" | "IL" | "IN")
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
