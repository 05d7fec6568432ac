//! Places that a sentence or a heading states about all of the list below it.

use super::words;
use crate::values::location::{self, Context, PartRole};
use std::ops::Range;

/// A place at the end of a sentence that introduces a list: `... all in the United States:`.
pub(crate) fn place_at_the_end(text: &str) -> Option<Range<usize>> {
    let trimmed = text.trim_end();
    let body = trimmed.strip_suffix(':').or_else(|| trimmed.strip_suffix('：'))?;
    let start = body.rfind(['.', '\n', ';']).map_or(0, |at| at + 1);
    let words: Vec<(usize, &str)> = words(&body[start..]).collect();
    for take in (1..=5.min(words.len().saturating_sub(1))).rev() {
        let at = start + words[words.len() - take].0;
        let tail = &body[at..];
        if !tail.starts_with(|c: char| c.is_uppercase() || !c.is_ascii()) {
            continue;
        }
        let reading = location::read(tail, &Context::default());
        if reading.has_place() && reading.unread().next().is_none() {
            return Some(at..body.len());
        }
    }
    None
}

/// The place that a heading says its vendors are at: `Germany`, `Vendors within the EU`,
/// `Subprocessors outside of the EEA`. The name of a company may end with a place, so that a
/// word such as "in" has to stand before one.
pub(crate) fn place_of_heading(text: &str, is_of_vendors: bool) -> Option<Range<usize>> {
    const IN: &[&str] = &[
        "in",
        "within",
        "inside",
        "the",
        "im",
        "innerhalb",
        "der",
        "den",
        "dem",
        "en",
        "dans",
        "aux",
        "au",
        "la",
        "el",
        "los",
        "las",
        "em",
        "no",
        "nos",
        "na",
        "nei",
        "nella",
        "nell",
        "negli",
        "binnen",
        "de",
        "het",
        "i",
        "inom",
        "inden",
        "for",
        "w",
        "v",
        "ve",
    ];
    const OUTSIDE: &[&str] = &[
        "outside",
        "außerhalb",
        "ausserhalb",
        "hors",
        "fuera",
        "fuori",
        "fora",
        "buiten",
        "utanför",
        "utenfor",
        "uden",
        "poza",
        "mimo",
    ];
    let body = text.trim_end_matches([' ', ':', '.', ')']);
    let words: Vec<(usize, &str)> = words(body).collect();
    let plain = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        word.to_lowercase()
    };
    for take in (1..=5.min(words.len())).rev() {
        let first = words.len() - take;
        let in_brackets = words[first].1.starts_with('(');
        let at = words[first].0 + usize::from(in_brackets);
        let tail = &body[at..];
        let is_named = tail.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase());
        if !is_named || !is_bare_place(tail) {
            continue;
        }
        if first == 0 {
            return Some(at..body.len());
        }
        let before = words[..first].iter().rev().take(4);
        let out = before.clone().find(|(_, word)| OUTSIDE.contains(&plain(word).as_str()));
        if let Some((start, word)) = out {
            let signs = word.len() - word.trim_start_matches('(').len();
            return is_of_vendors.then_some(start + signs..body.len());
        }
        let last = words[first - 1].1;
        let is_apart = in_brackets || matches!(last, "–" | "—" | "-" | "|" | "·");
        let is_in = IN.contains(&plain(last).as_str());
        return (is_apart || (is_in && is_of_vendors)).then_some(at..body.len());
    }
    None
}

/// True if a text is places and nothing else.
pub(crate) fn is_bare_place(text: &str) -> bool {
    let reading = location::read(text, &Context::default());
    let is_bare = |role| {
        matches!(
            role,
            PartRole::Place
                | PartRole::Area
                | PartRole::City
                | PartRole::CloudRegion
                | PartRole::Separator
        )
    };
    reading.has_place() && reading.parts.iter().all(|part| is_bare(part.role))
}
