//! Claims about where data stays.

use super::{sentences, words};
use crate::facts::page_words::{self, PageUses};
use crate::page::list::{PageField, PageList, PageValue};
use crate::page::rich::Rich;
use crate::text::fold::Words;
use crate::values::location::{self, Context, PartRole};
use std::ops::Range;

/// A claim that all data stays at a place: `All data is stored exclusively in the EU.` A
/// sentence with a negation, a condition or an exception is none, and so is one whose place is
/// not understood to its end.
pub(super) fn residency(text: &Rich, list: &mut PageList) {
    let span = text.span();
    if list.lists.iter().any(|part| part.kind != "prose" && part.span.contains(span)) {
        return;
    }
    let whole = text.text();
    let mut from = 0;
    for sentence in sentences(whole) {
        let start = from + (sentence.len() - sentence.trim_start().len());
        from += sentence.len();
        let said = sentence.trim().trim_end_matches(['.', '!', ';']).trim_end();
        let Some(places) = claimed(said) else { continue };
        let mut values = vec![PageValue::read(&text.slice(start..start + said.len()))];
        values.extend(
            places
                .into_iter()
                .map(|place| PageValue::part(text, start + place.start..start + place.end)),
        );
        list.root.push(PageField { path: "residency".to_owned(), values });
    }
}

/// The places of a sentence that claims that all data stays there.
fn claimed(sentence: &str) -> Option<Vec<Range<usize>>> {
    if sentence.ends_with(['?', ':']) || !(12..400).contains(&sentence.len()) {
        return None;
    }
    let found = page_words::scan(&Words::of(sentence));
    let has =
        |uses: PageUses| found.iter().find(|found| found.role.is_some_and(|role| role.has(uses)));
    has(PageUses::EXCLUSIVE)?;
    let kept = has(PageUses::KEPT)?.range.start;
    let is_kept = |role: PageUses| role.has(PageUses::KEPT);
    // `werden ausschließlich in Deutschland gespeichert`: the verb may stand last.
    let last = found.iter().rfind(|found| found.role.is_some_and(is_kept))?.range.clone();
    let (kept, sentence) = if last.end == sentence.len() && last.start > 0 {
        (0, sentence[..last.start].trim_end())
    } else {
        (kept, sentence)
    };
    if has(PageUses::HEDGED).is_some() {
        return None;
    }
    // `in the EU only` ends with the word that makes it a claim.
    let end = found
        .iter()
        .filter(|found| found.role.is_some_and(|role| role.has(PageUses::EXCLUSIVE)))
        .find(|found| found.range.end == sentence.len())
        .map_or(sentence.len(), |found| sentence[..found.range.start].trim_end().len());
    let body = &sentence[..end];
    let words: Vec<(usize, &str)> = words(body).collect();
    for take in (1..=8.min(words.len().saturating_sub(1))).rev() {
        let at = words[words.len() - take].0;
        let tail = &body[at..];
        if at <= kept || !tail.starts_with(char::is_uppercase) {
            continue;
        }
        let reading = location::read(tail, &Context::default());
        if !reading.has_place() || reading.unread().next().is_some() {
            continue;
        }
        let is_area = |role: PartRole| matches!(role, PartRole::Place | PartRole::Area);
        let is_plain = reading
            .parts
            .iter()
            .all(|part| is_area(part.role) || matches!(part.role, PartRole::Separator));
        if !is_plain {
            // `Daten werden ausschließlich in Deutschland`: nouns are in upper case as well.
            if reading.parts.first().is_some_and(|part| is_area(part.role)) {
                return None;
            }
            continue;
        }
        let places = reading.parts.iter().filter(|part| is_area(part.role));
        let places = places.map(|part| at + part.range.start..at + part.range.end);
        return Some(places.collect());
    }
    None
}
