//! What a page says about its whole list in the prose around it: the date of the last change,
//! the periods of notice, the publisher, its contact, and claims about where data stays.

mod channels;
mod dates;
mod declarer;
mod domain;
mod places;
mod promises;
mod publisher;
mod residency;

pub(super) use places::{
    is_bare_place, place_at_its_end, place_at_the_end, place_in_sentence, place_of_heading,
    place_of_work,
};

use super::block::{Block, Content, PageArea, PageBlocks};
use super::finder::each_text;
use super::list::{PageList, PageValue};
use super::rich::Rich;
use crate::facts::date_words;
use crate::facts::field_names::{NameScope, field_named, forms};
use crate::facts::page_words::{self, PageUses};
use crate::text::fold::{Words, fold_words};
use crate::values::change_terms;
use dates::{date_value, is_english, last_updated, newest_change};
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
    if list.get("last_updated").is_none() {
        newest_change(&page.blocks, list);
    }
    for text in &texts {
        publisher::contact(text, list);
        residency::residency(text, list);
        promises::read(text, list);
    }
    for text in &texts {
        publisher::contact_page(text, list);
    }
    channels::read(&page.blocks, list);
    for text in &texts {
        objection_with_notice(text, list);
    }
    let title = page.title.as_ref().map(|title| title.text().to_owned());
    publisher::publisher(page, title.as_deref(), list);
    declarer::read(page, &texts, list);
    if list.get("organization.name").is_none() {
        publisher::named_in_heading(page, &texts, list);
    }
    if list.get("organization.name").is_none() {
        domain::named(page.title.as_ref(), &texts, list);
    }
    declarer::legal_name(page, &texts, list);
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
                let is_english = is_english(pair.term.text());
                if let Some(value) = date_value(text, 0..whole.len(), is_english) {
                    list.set("last_updated", value);
                }
            }
            Some(path @ ("change_notice.notice_days" | "change_notice.objection_days")) => {
                let digits: String = whole.chars().take_while(char::is_ascii_digit).collect();
                if !digits.is_empty() {
                    list.set(path, PageValue::word(&digits, text, 0..digits.len()));
                }
            }
            Some("organization" | "organization.name") => declarer::stated(text, list),
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
        ("lastupdatedate", "last_updated"),
    ];
    let own = OWN.iter().find(|(word, _)| *word == form).map(|(_, path)| *path);
    own.or_else(|| field_named(NameScope::Root, form))
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
            let unit = day.role.unwrap_or_default();
            if !unit.has(PageUses::DAYS.or(PageUses::WEEKS)) {
                continue;
            }
            let Some((range, number)) = number_before(sentence, day.range.start) else { continue };
            // Words for numbers are common: `within two days of a breach` is about something else.
            let is_in_words = !sentence[range.clone()].starts_with(|c: char| c.is_ascii_digit());
            if is_in_words && !found.iter().any(|found| found.role.is_some_and(is_of_list)) {
                continue;
            }
            let number = if unit.has(PageUses::DAYS) { number } else { number.saturating_mul(7) };
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

/// Keeps the sentence `You may object within that period`: it names no days of its own.
fn objection_with_notice(text: &Rich, list: &mut PageList) {
    let has = |path: &str| list.get(path).is_some();
    if has("change_notice.objection_days") || !has("change_notice.notice_days") {
        return;
    }
    let mut at = 0;
    for sentence in sentences(text.text()) {
        let start = at + (sentence.len() - sentence.trim_start().len());
        at += sentence.len();
        if change_terms::objects_within_notice(sentence) {
            let range = start..start + sentence.trim().len();
            list.set("change_notice.text", PageValue::part(text, range));
            return;
        }
    }
}

/// The sentences of a text. A full stop inside of a word ends none: `info@acme.example`.
pub(super) fn sentences(text: &str) -> impl Iterator<Item = &str> {
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

/// True for a word about vendors, changes of their list, or objections to them.
fn is_of_list(role: PageUses) -> bool {
    const LIST: PageUses = PageUses::SUBPROCESSORS
        .or(PageUses::CHANGES)
        .or(PageUses::CHANGING)
        .or(PageUses::OBJECTION);
    role.has(LIST)
}

/// The number that a text ends with, as a word: `vier`, `thirty`.
fn number_in_words(text: &str) -> Option<(Range<usize>, u32)> {
    let start = text.rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let number = date_words::number(&fold_words(text.get(start..)?))?;
    Some((start..text.len(), number))
}

/// The number in front of a place, in digits; `thirty (30)` as well.
fn number_before(text: &str, at: usize) -> Option<(Range<usize>, u32)> {
    let before = text[..at].trim_end_matches([' ', '-', ')', '(', '*', '\u{a0}']);
    let start = before
        .rfind(|c: char| !c.is_ascii_digit())
        .map_or(0, |last| last + before[last..].chars().next().map_or(1, char::len_utf8));
    let digits = &before[start..];
    if digits.is_empty() {
        return number_in_words(before);
    }
    let number = digits.parse().ok()?;
    Some((start..before.len(), number))
}

#[cfg(test)]
mod tests {
    use crate::page::ReadPage;
    use crate::values::change_terms;

    fn root(text: &str, path: &str) -> Vec<String> {
        let page = ReadPage::import("a.md", text, None).expect("a page");
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
    fn a_date_in_numbers_starts_with_the_day_but_for_those_who_read_english() {
        for (text, date) in [
            ("Laatst gewijzigd: 01-07-2026", "2026-07-01"),
            ("Ultimo aggiornamento: 03/04/2026", "2026-04-03"),
            ("Aggiornato al 15/10/2026", "2026-10-15"),
            ("Last updated: 15/10/2026", "2026-10-15"),
            ("Last updated: 03/04/2026", "03/04/2026"),
            ("Version du 03/04/2026", "2026-04-03"),
        ] {
            assert_eq!(root(text, "last_updated"), [date], "{text}");
        }
    }

    #[test]
    fn the_time_to_object_may_be_that_of_the_notice() {
        for page in [
            "We announce changes 21 days before. You can object during that period.",
            "We give at least 21 days' notice, during which you may object.",
            "Über Änderungen informieren wir drei Wochen vorher. Innerhalb dieser Frist können Sie widersprechen.",
            "Wir informieren 21 Tage vorher; innerhalb dieser Frist können Sie widersprechen.",
            "Avisaremos con 21 días de antelación. En ese plazo puede oponerse.",
        ] {
            assert_eq!(root(page, "change_notice.notice_days"), ["21"], "{page}");
            let text = root(page, "change_notice.text").concat();
            assert!(change_terms::objects_within_notice(&text), "{page}: {text}");
        }
        assert_eq!(
            root("Within two days of a breach we give notice.", "change_notice.notice_days"),
            [""; 0]
        );
        for page in [
            "You may object within that period.",
            "We announce changes 21 days before. Within that period we answer questions.",
            "We announce changes 21 days before. You may object.",
        ] {
            let text = root(page, "change_notice.text").concat();
            assert!(!change_terms::objects_within_notice(&text), "{page}: {text}");
        }
    }

    #[test]
    fn a_link_to_write_to_the_publisher_is_its_contact() {
        let page = "Questions? [Contact our privacy team](https://acme.example/help).";
        assert_eq!(root(page, "organization.contact"), ["https://acme.example/help"]);
        for page in [
            "[Contact us](/contact) or [read on](https://acme.example/more).",
            "See the [privacy policy](https://acme.example/privacy).",
        ] {
            assert_eq!(root(page, "organization.contact"), [""; 0], "{page}");
        }
        let page = "[Contact us](https://acme.example/help) or write to dpo@acme.example.";
        assert_eq!(root(page, "organization.contact"), ["dpo@acme.example"]);
    }

    #[test]
    fn the_newest_entry_of_a_log_is_the_last_change() {
        let log =
            "| Date | Change |\n|---|---|\n| 2026-05-04 | Added Larch |\n| 2026-04-01 | - |\n";
        let page = format!("# Subprocessors\n\n## Change log\n\n{log}");
        assert_eq!(root(&page, "last_updated"), ["2026-05-04"]);
        let page = format!("# Subprocessors\n\nStand: 03.06.2026\n\n## Change log\n\n{log}");
        assert_eq!(root(&page, "last_updated"), ["2026-06-03"]);
        assert_eq!(root(&format!("# Releases of others\n\n{log}"), "last_updated"), [""; 0]);
    }

    #[test]
    fn a_period_in_weeks_is_one_in_days() {
        let page = "Über Änderungen informieren wir mit einer Frist von 4 Wochen.";
        assert_eq!(root(page, "change_notice.notice_days"), ["28"]);
    }

    #[test]
    fn days_stand_before_months_where_dots_divide_them() {
        assert_eq!(root("Stand: 03.06.2026", "last_updated"), ["2026-06-03"]);
        assert_eq!(root("Mise à jour : 1ᵉʳ mai 2026", "last_updated"), ["2026-05-01"]);
        assert_eq!(root("最終更新日：2026年10月1日", "last_updated"), ["2026-10-01"]);
    }
}
