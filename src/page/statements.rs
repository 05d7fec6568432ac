//! What a page says about its whole list in the prose around it: the date of the last change,
//! the periods of notice, the publisher, its contact, and claims about where data stays.

use super::block::{Block, Content, PageArea, PageBlocks};
use super::finder::each_text;
use super::list::{PageField, PageList, PageValue};
use super::rich::Rich;
use crate::facts::field_names::{NameScope, field_named, forms};
use crate::facts::page_words::{self, PageUses};
use crate::text::fold::Words;
use crate::values::contact::parse_email;
use crate::values::date::{Date, Period};
use crate::values::location::{self, Context, PartRole};
use std::ops::Range;

/// Words of a sentence that are looked at, at most.
const MAX_WORDS: usize = 400;

/// Adds what the page says about the whole of its list.
pub(super) fn read(page: &PageBlocks, list: &mut PageList) {
    for is_sure in [true, false] {
        for block in &page.blocks {
            pairs(block, is_sure, list);
        }
    }
    let mut texts: Vec<Rich> = Vec::new();
    each_text(&page.blocks, &mut |text, _| texts.push(text.clone()));
    for text in &texts {
        if list.get("last_updated").is_none() {
            last_updated(text, list);
        }
        periods(text, list);
    }
    // The foot of a page says when it was last changed, and nothing about its vendors.
    for block in page.blocks.iter().filter(|block| block.area == PageArea::Around) {
        if let (Content::Paragraph(text), None) = (&block.content, list.get("last_updated")) {
            last_updated(text, list);
        }
    }
    for text in &texts {
        contact(text, list);
        residency(text, list);
    }
    let title = page.title.as_ref().map(|title| title.text().to_owned());
    publisher(page, title.as_deref(), list);
    if list.get("organization.name").is_none() {
        named_in_heading(page, &texts, list);
    }
}

/// Front matter and the settings of data files.
///
/// A date of its own word for changes comes before one that may be another: `effective_date`.
fn pairs(block: &Block, is_sure: bool, list: &mut PageList) {
    const UNSURE: &[&str] =
        &["date", "version", "effectivedate", "effective", "published", "publishdate"];
    let Content::Pairs(pairs) = &block.content else { return };
    if block.area == PageArea::Around {
        return;
    }
    for pair in pairs {
        let term = pair.term.text().replace(['_', '-', '.'], " ");
        let last = pair.term.text().rsplit('.').next().unwrap_or_default().replace(['_', '-'], " ");
        let field = forms(&term).iter().chain(&forms(&last)).find_map(|form| root_field(form));
        let text = &pair.text;
        let whole = text.text();
        match field {
            Some("last_updated") => {
                let own = forms(&term);
                let may_be_other = own.iter().any(|form| UNSURE.contains(&form.as_str()));
                if may_be_other == is_sure {
                    continue;
                }
                if let Some(value) = date_value(text, 0..whole.len()) {
                    list.set("last_updated", value);
                }
            }
            Some(path @ ("change_notice.notice_days" | "change_notice.objection_days")) => {
                let digits: String = whole.chars().take_while(char::is_ascii_digit).collect();
                if !digits.is_empty() {
                    list.set(path, PageValue::word(&digits, text, 0..digits.len()));
                }
            }
            _ => {}
        }
    }
}

fn root_field(form: &str) -> Option<&'static str> {
    const OWN: &[(&str, &str)] = &[
        ("lastupdated", "last_updated"),
        ("date", "last_updated"),
        ("version", "last_updated"),
        ("noticedays", "change_notice.notice_days"),
        ("objectiondays", "change_notice.objection_days"),
        ("lastmodifieddate", "last_updated"),
        ("updateddate", "last_updated"),
        ("effectivedate", "last_updated"),
        ("lastupdateddate", "last_updated"),
    ];
    let own = OWN.iter().find(|(word, _)| *word == form).map(|(_, path)| *path);
    own.or_else(|| field_named(NameScope::Root, form))
}

/// A date as the model has it: the day, or the month where the page names no day.
fn date_value(text: &Rich, range: Range<usize>) -> Option<PageValue> {
    let written = &text.text()[range.clone()];
    // A time behind the day says nothing more.
    let day = written.split('T').next().unwrap_or(written);
    let date = date_of(written).or_else(|| date_of(day));
    if let Some(date) = date {
        return Some(PageValue::word(&date.to_string(), text, range));
    }
    Period::parse(written)?;
    Some(PageValue::part(text, range))
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

/// `Last updated: 7 July 2026`, `Stand: 03.06.2026`, in any part of a text.
fn last_updated(text: &Rich, list: &mut PageList) {
    let whole = text.text();
    let mut start = 0;
    for line in whole.split('\n') {
        let at = start;
        start += line.len() + 1;
        if line.chars().count() > 600 || !line.contains(|c: char| c.is_ascii_digit()) {
            continue;
        }
        if let Some(range) = dated(line) {
            let range = at + range.start..at + range.end;
            if let Some(value) = date_value(text, range) {
                list.set("last_updated", value);
                return;
            }
        }
    }
}

/// The bytes of a date behind words such as "last updated".
fn dated(line: &str) -> Option<Range<usize>> {
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
                && (date_of(trimmed).is_some()
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

fn words(line: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    line.split(' ').filter_map(move |word| {
        let start = at;
        at += word.len() + 1;
        (!word.is_empty()).then_some((start, word))
    })
}

/// `We give 30 days' notice`, `customers may object within 10 days`.
fn periods(text: &Rich, list: &mut PageList) {
    let whole = text.text();
    if !whole.contains(|c: char| c.is_ascii_digit()) {
        return;
    }
    let mut start = 0;
    for sentence in sentences(whole) {
        let at = start;
        start += sentence.len();
        let words = Words::of(sentence);
        if words.list.len() > MAX_WORDS {
            continue;
        }
        let found = page_words::scan(&words);
        for (index, day) in found.iter().enumerate() {
            if !day.role.is_some_and(|uses| uses.has(PageUses::DAYS)) {
                continue;
            }
            let Some((range, number)) = number_before(sentence, day.range.start) else { continue };
            if !(1..=365).contains(&number) {
                continue;
            }
            // The nearest word of either kind says which period it is; objections win over
            // the word "before", which both have.
            let distance = |uses: PageUses| {
                found
                    .iter()
                    .enumerate()
                    .filter(|(_, other)| other.role.is_some_and(|role| role.has(uses)))
                    .map(|(other, _)| other.abs_diff(index))
                    .min()
            };
            let value =
                PageValue::word(&number.to_string(), text, at + range.start..at + range.end);
            let (notice, objection) = (distance(PageUses::NOTICE), distance(PageUses::OBJECTION));
            let is_right = is_right(&sentence[..range.start]);
            match (notice, objection) {
                (_, Some(objection)) if is_right && objection <= 12 => {
                    list.set("change_notice.objection_days", value);
                }
                (Some(notice), Some(objection)) if objection < notice && objection <= 12 => {
                    list.set("change_notice.objection_days", value);
                }
                (Some(notice), _) if notice <= 14 => list.set("change_notice.notice_days", value),
                (None, Some(objection)) if objection <= 14 => {
                    list.set("change_notice.objection_days", value);
                }
                _ => {}
            }
        }
    }
}

/// The sentences of a text. A full stop inside of a word ends none: `info@acme.example`.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let ends = |(at, char): (usize, char)| match char {
            '\n' | '!' | '?' | ';' | '。' => true,
            '.' => !rest[at + 1..].starts_with(char::is_alphanumeric),
            _ => false,
        };
        let end = rest.char_indices().find(|found| ends(*found));
        let end = end.map_or(rest.len(), |(at, char)| at + char.len_utf8());
        let (sentence, next) = rest.split_at(end);
        rest = next;
        (!sentence.is_empty()).then_some(sentence)
    })
}

/// True if what follows is a time that someone is given: `customers have 15 days`, `within 10
/// days`.
fn is_right(before: &str) -> bool {
    const WORDS: &[&str] = &[
        "within",
        "have",
        "has",
        "innerhalb",
        "binnen",
        "haben",
        "sous",
        "dans",
        "disposent",
        "disposez",
        "dentro",
        "tienen",
        "entro",
        "hanno",
        "hebben",
        "têm",
        "inom",
        "har",
        "inden",
        "ciągu",
        "kuluessa",
        "innen",
    ];
    const LITTLE: &[&str] = &["a", "of", "period", "von", "un", "de", "délai", "un", "di", "w"];
    let words = before
        .split_whitespace()
        .rev()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase());
    let mut words = words.filter(|word| !word.is_empty() && !LITTLE.contains(&word.as_str()));
    words.next().is_some_and(|word| WORDS.contains(&word.as_str()))
}

/// The number in front of a place, in digits; `thirty (30)` as well.
fn number_before(text: &str, at: usize) -> Option<(Range<usize>, u32)> {
    let before = text[..at].trim_end_matches([' ', '-', ')', '(', '*', '\u{a0}']);
    let start = before
        .rfind(|c: char| !c.is_ascii_digit())
        .map_or(0, |last| last + before[last..].chars().next().map_or(1, char::len_utf8));
    let digits = &before[start..];
    let number = digits.parse().ok()?;
    Some((start..before.len(), number))
}

/// The first address of the publisher in the prose: one that no vendor has.
fn contact(text: &Rich, list: &mut PageList) {
    if list.get("organization.contact").is_some() {
        return;
    }
    let is_vendors = |address: &str| {
        list.vendors.iter().any(|vendor| {
            vendor.fields.iter().flat_map(|field| &field.values).any(|value| {
                value.text.eq_ignore_ascii_case(address) || value.text.contains(address)
            })
        })
    };
    let in_vendor = |span: crate::text::Span| {
        list.lists.iter().any(|part| part.kind != "prose" && part.span.contains(span))
    };
    for link in text.links() {
        if let Some(address) = link.target.address.strip_prefix("mailto:") {
            let end = address.find('?').unwrap_or(address.len());
            let address = &address[..end];
            if parse_email(address).is_some()
                && !is_vendors(address)
                && !in_vendor(link.target.map.part(0..1))
            {
                let mut map = crate::text::SourceMap::default();
                link.target.map.copy_to(7..7 + end, &mut map);
                let value =
                    PageValue { text: address.to_owned(), map, how: super::list::How::Split };
                list.root.push(PageField {
                    path: "organization.contact".to_owned(),
                    values: vec![value],
                });
                return;
            }
        }
    }
    for (at, word) in text.text().split([' ', '\n']).scan(0, |at, word| {
        let start = *at;
        *at += word.len() + 1;
        Some((start, word))
    }) {
        if !word.contains('@') {
            continue;
        }
        let trimmed =
            word.trim_matches(['.', ',', ';', ':', '(', ')', '<', '>', '"', '\'', '*', '[', ']']);
        let trimmed = trimmed.strip_prefix("mailto:").unwrap_or(trimmed);
        let offset = at + word.find(trimmed).unwrap_or(0);
        let range = offset..offset + trimmed.len();
        if parse_email(trimmed).is_some()
            && !is_vendors(trimmed)
            && !in_vendor(text.map().part(range.clone()))
        {
            let value = PageValue::part(text, range);
            list.root
                .push(PageField { path: "organization.contact".to_owned(), values: vec![value] });
            return;
        }
    }
}

/// A claim that all data stays at a place: `All data is stored exclusively in the EU.` A
/// sentence with a negation, a condition or an exception is none, and so is one whose place is
/// not understood to its end.
fn residency(text: &Rich, list: &mut PageList) {
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

/// `Acme's subprocessors`, `Subprocessors of Acme`: what a heading says beside its list, if the
/// prose of the page names the same.
fn named_in_heading(page: &PageBlocks, texts: &[Rich], list: &mut PageList) {
    /// Words between a list and whose it is, and words of such headings that are no name.
    const GLUE: &[&str] = &[
        "of", "for", "by", "used", "the", "list", "our", "der", "des", "von", "de", "du", "di",
        "van", "da", "do", "af", "av", "la", "las", "los", "les", "liste", "lista", "s",
    ];
    let headings = page.blocks.iter().filter_map(|block| match &block.content {
        Content::Heading { text, .. } if block.area == PageArea::Main => Some(text),
        _ => None,
    });
    for text in page.title.iter().chain(headings.take(2)) {
        let whole = text.text();
        let found = page_words::scan(&Words::of(whole));
        let mut lists = found
            .iter()
            .filter(|found| found.role.is_some_and(|role| role.has(PageUses::SUBPROCESSORS)));
        let Some(first) = lists.next() else { continue };
        let last = lists.next_back().unwrap_or(first);
        for side in [0..first.range.start, last.range.end..whole.len()] {
            let words: Vec<(usize, &str)> = words(&whole[side.clone()]).collect();
            let is_glue = |(_, word): &&(usize, &str)| {
                let plain = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
                plain.is_empty() || GLUE.contains(&plain.as_str())
            };
            let from = words.iter().take_while(|word| is_glue(word)).count();
            let until = words.len() - words.iter().rev().take_while(|word| is_glue(word)).count();
            let Some(named) = words.get(from..until).filter(|named| (1..=3).contains(&named.len()))
            else {
                continue;
            };
            let start = side.start + named[0].0;
            let end = side.start + named[named.len() - 1].0 + named[named.len() - 1].1.len();
            let name = whole[start..end].trim_end_matches(['.', ':', ',', ')']);
            let name = name.trim_end_matches("'s").trim_end_matches("’s");
            let is_name = name.starts_with(char::is_uppercase)
                && page_words::uses(name) == PageUses::NONE
                && name.chars().count() > 2;
            let is_elsewhere =
                |other: &&Rich| other.span() != text.span() && other.text().contains(name);
            if is_name && texts.iter().any(|other| is_elsewhere(&other)) {
                list.set("organization.name", PageValue::part(text, start..start + name.len()));
                return;
            }
        }
    }
}

/// `Subprocessors | Acme`: a part of the title that says nothing else.
fn publisher(page: &PageBlocks, title: Option<&str>, list: &mut PageList) {
    let Some(text) = page.title.as_ref() else { return };
    let whole = title.unwrap_or_default();
    // A hyphen divides words, and parts only between spaces.
    let is_mark = |(at, char): (usize, char)| {
        matches!(char, '|' | '–' | '—' | '·' | '•')
            || (char == '-' && whole[..at].ends_with(' ') && whole[at + 1..].starts_with(' '))
    };
    let marks = whole.char_indices().filter(|found| is_mark(*found));
    let mut ends: Vec<(usize, usize)> =
        marks.map(|(at, char)| (at, at + char.len_utf8())).collect();
    ends.push((whole.len(), whole.len()));
    let mut at = 0;
    for (end, next) in ends {
        let range = at..end;
        let part = &whole[range.clone()];
        at = next;
        let trimmed = part.trim();
        let uses = page_words::uses(trimmed);
        let is_name = !trimmed.is_empty()
            && trimmed.split_whitespace().count() <= 4
            && trimmed != whole.trim()
            && uses == PageUses::NONE
            && trimmed.starts_with(char::is_alphanumeric);
        if is_name {
            list.set("organization.name", PageValue::part(text, range));
            return;
        }
    }
}

/// A place at the end of a sentence that introduces a list: `... all in the United States:`.
pub(super) fn place_at_the_end(text: &str) -> Option<Range<usize>> {
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
pub(super) fn place_of_heading(text: &str, is_of_vendors: bool) -> Option<Range<usize>> {
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
fn is_bare_place(text: &str) -> bool {
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

#[cfg(test)]
mod tests {
    use crate::page::ReadPage;

    fn root(text: &str, path: &str) -> Vec<String> {
        let page = ReadPage::import("a.md", text).expect("a page");
        let fields = page.list.root.iter().filter(|field| field.path == path);
        fields.flat_map(|field| &field.values).map(|value| value.text.clone()).collect()
    }

    #[test]
    fn a_claim_about_all_data_has_its_places() {
        for (sentence, places) in [
            ("All data is stored exclusively in the EU.", vec!["EU"]),
            ("Customer data is hosted in Germany only.", vec!["Germany"]),
            ("Alle Daten werden ausschließlich in Deutschland gespeichert.", vec!["Deutschland"]),
            ("Alle Daten werden in Deutschland nicht dauerhaft gespeichert.", vec![]),
            ("Alle Daten werden in Deutschland und anderswo gespeichert.", vec![]),
            ("All data is stored in the EU where possible.", vec![]),
            ("All data is stored in the EU or somewhere else.", vec![]),
            ("Not all data is stored in the EU.", vec![]),
            ("Data is stored in the EU.", vec![]),
            ("All subprocessors are located in the EU.", vec![]),
        ] {
            let found = root(sentence, "residency");
            assert_eq!(found.iter().skip(1).collect::<Vec<_>>(), places, "{sentence}");
        }
    }

    #[test]
    fn a_time_that_customers_are_given_is_that_of_objections() {
        let page = "If we give notification, customers have 15 days to object.";
        assert_eq!(root(page, "change_notice.objection_days"), ["15"]);
        let page = "We notify you 30 days before so that you can object.";
        assert_eq!(root(page, "change_notice.notice_days"), ["30"]);
    }

    #[test]
    fn days_stand_before_months_where_dots_divide_them() {
        assert_eq!(root("Stand: 03.06.2026", "last_updated"), ["2026-06-03"]);
        assert_eq!(root("Mise à jour : 1ᵉʳ mai 2026", "last_updated"), ["2026-05-01"]);
    }
}
