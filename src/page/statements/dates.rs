//! Days of a page: when its list was last changed.

use super::{MAX_WORDS, root_field, words};
use crate::facts::field_names::forms;
use crate::facts::page_words::{self, PageUses};
use crate::page::block::{Block, Content, PageArea};
use crate::page::list::{PageList, PageValue};
use crate::page::rich::Rich;
use crate::values::date::{Date, DateProblem, Period};
use std::ops::Range;

/// A date as the model has it: the day, or the month where the page names no day.
pub(super) fn date_value(text: &Rich, range: Range<usize>, is_english: bool) -> Option<PageValue> {
    let written = &text.text()[range.clone()];
    // A time behind the day says nothing more.
    let day = written.split('T').next().unwrap_or(written);
    let date = date_of(written).or_else(|| date_of(day));
    // `03/04/2026` starts with the day, but for those who read English.
    let by_language = || two_days(written).map(|(day_first, _)| day_first);
    if let Some(date) = date.or_else(|| by_language().filter(|_| !is_english)) {
        return Some(PageValue::word(&date.to_string(), text, range));
    }
    // What may be one of two days stays as it is written, for a rule to say so.
    if two_days(written).is_none() {
        Period::parse(written)?;
    }
    Some(PageValue::part(text, range))
}

/// The days that a date may mean, the one that it starts with first.
fn two_days(text: &str) -> Option<(Date, Date)> {
    let Err(DateProblem::Ambiguous(one, other)) = Date::parse(text) else { return None };
    let first: u8 = text.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()?;
    let is_day = |date: Date| date.to_string().ends_with(&format!("-{first:02}"));
    if is_day(one) { Some((one, other)) } else { Some((other, one)) }
}

/// True if a label is in English.
pub(super) fn is_english(label: &str) -> bool {
    const WORDS: &[&str] = &[
        "last",
        "updated",
        "update",
        "effective",
        "date",
        "as",
        "revised",
        "reviewed",
        "modified",
        "edited",
        "changed",
        "published",
        "version",
    ];
    // `Version du`
    const OTHERS: &[&str] = &["du", "vom", "von", "del", "van", "do", "da", "den"];
    let words = label.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    let words: Vec<String> = words.collect();
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    has(WORDS) && !has(OTHERS)
}

/// A date as people write it on a page. Days stand before months where dots divide them, and an
/// ordinal may be set high.
fn date_of(text: &str) -> Option<Date> {
    if let Some(date) = Date::understood(text) {
        return Some(date);
    }
    let numbers: Vec<&str> = text.split('.').map(str::trim).collect();
    if let [day, month, year] = numbers.as_slice()
        && year.len() == 4
        && [day, month].iter().all(|number| (1..=2).contains(&number.len()))
    {
        return Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    }
    const HIGH: &[(char, char)] =
        &[('ᵉ', 'e'), ('ʳ', 'r'), ('ˢ', 's'), ('ᵗ', 't'), ('ⁿ', 'n'), ('ᵈ', 'd'), ('ʰ', 'h')];
    let flat = |c| HIGH.iter().find(|(high, _)| *high == c).map_or(c, |(_, plain)| *plain);
    let plain: String = text.chars().map(flat).collect();
    (plain != text).then(|| Date::understood(&plain)).flatten()
}

/// The day of the newest entry of a log of changes, on a page that says no other day.
pub(super) fn newest_change(blocks: &[Block], list: &mut PageList) {
    let mut newest: Option<(Date, PageValue)> = None;
    let mut add = |text: &Rich| {
        let said = text.text();
        if let Some(date) = date_of(said.trim())
            && newest.as_ref().is_none_or(|(known, _)| date > *known)
        {
            let value = PageValue::word(&date.to_string(), text, 0..said.len());
            newest = Some((date, value));
        }
    };
    let is_log = |text: &str| page_words::uses(text).has(PageUses::CHANGES);
    let mut is_below = false;
    for block in blocks.iter().filter(|block| block.is_shown && block.area == PageArea::Main) {
        match &block.content {
            Content::Heading { text, .. } => is_below = is_log(text.text()),
            Content::Table(table) => {
                let caption = table.caption.as_ref().is_some_and(|text| is_log(text.text()));
                if is_below || caption {
                    let cells = table.rows.iter().flat_map(|row| row.cells.iter().take(2));
                    cells.for_each(|cell| add(&cell.text));
                }
            }
            Content::Records(records)
                if records.name.as_ref().is_some_and(|name| is_log(name.text())) =>
            {
                let fields = records.records.iter().flat_map(|record| &record.fields);
                fields.flat_map(|field| &field.values).for_each(&mut add);
            }
            _ => {}
        }
    }
    if let Some((_, value)) = newest {
        list.set("last_updated", value);
    }
}

/// `Last updated: 7 July 2026`, `Stand: 03.06.2026`, in any part of a text.
pub(super) fn last_updated(text: &Rich, list: &mut PageList) {
    let whole = text.text();
    let mut start = 0;
    for line in whole.split('\n') {
        let at = start;
        start += line.len() + 1;
        if line.chars().count() > 600 || !line.contains(|c: char| c.is_ascii_digit()) {
            continue;
        }
        if let Some(range) = dated(line) {
            let is_english = is_english(&line[..range.start]);
            let range = at + range.start..at + range.end;
            if let Some(value) = date_value(text, range, is_english) {
                list.set("last_updated", value);
                return;
            }
        }
    }
}

/// The bytes of a date behind words such as "last updated".
fn dated(line: &str) -> Option<Range<usize>> {
    if !line.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    // `最終更新日：2026年10月1日` has no spaces.
    if let Some((label, rest)) = line.split_once('：')
        && forms(label.trim()).iter().any(|form| root_field(form) == Some("last_updated"))
    {
        let start = line.len() - rest.len();
        let words: Vec<(usize, &str)> =
            words(rest).take(MAX_WORDS).map(|(at, word)| (start + at, word)).collect();
        if let Some(range) = first_date(line, &words) {
            return Some(range);
        }
    }
    let words: Vec<(usize, &str)> = words(line).take(MAX_WORDS).collect();
    for from in 0..words.len() {
        // Further on in a text, only the start of a sentence says when the page was changed.
        if from > 40 && !words[from - 1].1.ends_with('.') {
            continue;
        }
        for len in (1..=4).rev() {
            let Some(last) = words.get(from + len - 1) else { continue };
            let label = &line[words[from].0..last.0 + last.1.len()];
            let label = label.trim_end_matches([':', ',', '.', '：']);
            let is_label = forms(label).iter().any(|form| root_field(form) == Some("last_updated"));
            if !is_label || label.bytes().all(|byte| byte.is_ascii_digit()) {
                continue;
            }
            if let Some(range) = first_date(line, &words[from + len..]) {
                return Some(range);
            }
        }
    }
    None
}

/// The first run of words that is a date; it has to start soon.
fn first_date(line: &str, words: &[(usize, &str)]) -> Option<Range<usize>> {
    for from in 0..words.len().min(6) {
        let mut best = None;
        for len in 1..=6 {
            let Some(last) = words.get(from + len - 1) else { break };
            let end = last.0 + last.1.len();
            let part = &line[words[from].0..end];
            let trimmed = part.trim_matches([',', '.', ';', ':', ')', '(', '*', '_']);
            let is_date = trimmed.contains(|c: char| c.is_ascii_digit())
                && (date_of(trimmed).or(two_days(trimmed).map(|(day, _)| day)).is_some()
                    || (len > 1 && Period::parse(trimmed).is_some())
                    || is_iso_time(trimmed)
                    || is_iso_month(trimmed));
            if is_date {
                let offset = part.find(trimmed).unwrap_or(0);
                let start = words[from].0 + offset;
                best = Some(start..start + trimmed.len());
            }
        }
        if best.is_some() {
            return best;
        }
    }
    None
}

fn is_iso_time(text: &str) -> bool {
    text.split_once('T').is_some_and(|(day, _)| Date::understood(day).is_some())
}

fn is_iso_month(text: &str) -> bool {
    text.len() == 7 && text.as_bytes()[4] == b'-' && Period::parse(text).is_some()
}
