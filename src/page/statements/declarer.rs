//! The publisher by what the page says of it: `Acme, Inc. uses the following subprocessors`, `the
//! subprocessors used by Acme`, `Acme, Inc. ("we")`, `© 2026 Acme, Inc.`

use crate::facts::page_words::{self, PageUses};
use crate::page::block::{Block, Content, PageArea, PageBlocks};
use crate::page::list::{PageList, PageValue};
use crate::page::rich::Rich;
use crate::text::fold::{Words, fold_words};
use crate::values::entity_name::{EntityName, parties};
use std::ops::Range;

/// Words of a name, at most.
const NAME_WORDS: usize = 6;

/// Words between what the publisher does and its vendors, at most.
const REACH: usize = 15;

/// Bytes of a paragraph that are looked at.
const MAX_TEXT: usize = 6_000;

/// Bytes of a name with what stands behind it, and of a bracket, that are looked at.
const MAX_BEFORE: usize = 300;
const MAX_BRACKET: usize = 120;

/// Names that are looked for in all of a page, at most.
const MAX_NAMES: usize = 40;

/// A text that may name the publisher.
struct Declared {
    range: Range<usize>,
    /// True if what stands before it says so, and its spelling need not.
    is_sure: bool,
}

/// Adds the publisher that sentences name.
pub(super) fn read(page: &PageBlocks, texts: &[Rich], list: &mut PageList) {
    let mut left = MAX_NAMES;
    for text in texts {
        if in_list(text, list) {
            continue;
        }
        let whole = text.text();
        for one in declared(&whole[within(whole, 0..whole.len(), MAX_TEXT)]) {
            left = left.saturating_sub(1);
            let name = &whole[one.range.clone()];
            if left == 0 || list.get("organization.legal_name").is_some() {
                return;
            }
            if has_form(name)
                || one.is_sure
                || is_in_title(name, page)
                || texts.iter().any(|text| is_inside(name, text.text()))
            {
                state(text, one.range, list);
            }
        }
    }
}

/// Adds the registered name of the publisher: in a text with its name, or in the line of its
/// copyright.
pub(super) fn legal_name(page: &PageBlocks, texts: &[Rich], list: &mut PageList) {
    let mut around = Vec::new();
    texts_around(&page.blocks, &mut around);
    let mut left = MAX_NAMES;
    for text in around.iter().chain(texts) {
        let whole = text.text();
        for mark in ["©", "(c)", "(C)"] {
            let Some(at) = whole.find(mark).filter(|_| left > 0) else { continue };
            left -= 1;
            let from = at + mark.len();
            let behind = &whole[from..];
            let name = behind.trim_start_matches(|c: char| {
                c.is_ascii_digit() || c.is_whitespace() || matches!(c, '-' | '–' | ',')
            });
            let from = whole.len() - name.len();
            if let Some(range) = name_behind(whole, from) {
                state(text, range, list);
            }
        }
    }
    let Some(name) = list.get("organization.name").map(|name| name.text.clone()) else { return };
    if list.get("organization.legal_name").is_some() {
        return;
    }
    for text in around.iter().chain(texts).filter(|text| !in_list(text, list)) {
        let whole = text.text();
        for (at, _) in whole.match_indices(&name).take(MAX_NAMES) {
            let is_word = !whole[..at].ends_with(char::is_alphanumeric);
            if let Some(end) = end_of_form(whole, at, at + name.len()).filter(|_| is_word) {
                let range = at..end;
                list.set("organization.legal_name", PageValue::part(text, range));
                return;
            }
        }
    }
}

/// Adds the publisher that a setting of the page names.
pub(super) fn stated(text: &Rich, list: &mut PageList) {
    if !text.is_empty() && text.text().chars().count() <= 120 {
        state(text, 0..text.text().len(), list);
    }
}

/// Adds a publisher, with its registered name if it has a legal form.
fn state(text: &Rich, range: Range<usize>, list: &mut PageList) {
    let written = &text.text()[range.clone()];
    if is_vendor(written, list) {
        return;
    }
    let name = EntityName::parse_brand(written);
    let legal = name.legal_range();
    if legal.is_empty() {
        return;
    }
    let legal = range.start + legal.start..range.start + legal.end;
    list.set("organization.name", PageValue::part(text, legal.clone()));
    if has_form(written) {
        list.set("organization.legal_name", PageValue::part(text, legal));
    }
}

pub(super) fn is_vendor(name: &str, list: &PageList) -> bool {
    let folded = fold_words(name);
    let names = list
        .vendors
        .iter()
        .flat_map(|vendor| ["name", "legal_name"].into_iter().filter_map(|path| vendor.get(path)));
    names.into_iter().any(|known| fold_words(&known.text) == folded)
}

fn has_form(name: &str) -> bool {
    let name = EntityName::parse_brand(name);
    name.form().is_some() && !name.is_form_doubtful()
}

pub(super) fn in_list(text: &Rich, list: &PageList) -> bool {
    let span = text.span();
    list.lists.iter().any(|part| part.kind != "prose" && part.span.contains(span))
}

/// The names that a text may say are the publisher's.
fn declared(text: &str) -> Vec<Declared> {
    let found = page_words::scan(&Words::of(text));
    let has = |at: usize, uses: PageUses| {
        found.get(at).and_then(|found| found.role).is_some_and(|role| role.has(uses))
    };
    let is_one_sentence = |range: Range<usize>| {
        let said = text.get(range).unwrap_or_default();
        !said.contains(['!', '?', '\n', '。']) && !said.contains(". ")
    };
    let mut names = Vec::new();
    for (at, word) in found.iter().enumerate() {
        let reach = at.saturating_sub(REACH)..(at + REACH).min(found.len());
        let behind = |next: &usize| is_one_sentence(word.range.end..found[*next].range.start);
        let before = |last: &usize| is_one_sentence(found[*last].range.end..word.range.start);
        if has(at, PageUses::USING.or(PageUses::TELLING))
            && (at + 1..reach.end).any(|at| has(at, PageUses::SUBPROCESSORS) && behind(&at))
        {
            let name = name_before(text, word.range.start);
            names.extend(name.map(|range| Declared { range, is_sure: false }));
        }
        if has(at, PageUses::BEHALF) {
            let listed = PageUses::SUBPROCESSORS.or(PageUses::AFFILIATES);
            let is_about = (reach.start..at).any(|at| has(at, listed) && before(&at))
                || (at + 1..reach.end).any(|at| has(at, listed) && behind(&at));
            let name = name_behind(text, word.range.end).filter(|_| is_about);
            names.extend(name.map(|range| Declared { range, is_sure: true }));
        }
    }
    for (open, _) in text.match_indices(['(', '（']).take(MAX_NAMES) {
        let inner = within(text, open..text.len(), MAX_BRACKET);
        let inner = &text[inner];
        let inner = &inner[..inner.find([')', '）']).unwrap_or(0)];
        let mut quoted = inner.split(['"', '“', '”', '„', '«', '»', '‘', '’', '\'']).skip(1);
        let Some(range) = name_before(text, open).filter(|_| !inner.is_empty()) else { continue };
        // `Acme, Inc. ("we")`, `Acme Labs, Inc. ("Acme")`
        let is_own = |said: &str| {
            let said = said.trim();
            page_words::whole(said).has(PageUses::OURSELVES)
                || (said.len() > 1 && text[range.clone()].starts_with(said))
        };
        if quoted.any(is_own) {
            names.push(Declared { range, is_sure: false });
        }
    }
    names
}

/// The name that ends before a place, without what stands between: `Acme, Inc. (or one of its
/// affiliates) may currently`.
fn name_before(text: &str, at: usize) -> Option<Range<usize>> {
    let mut first = at.saturating_sub(MAX_BEFORE);
    while !text.is_char_boundary(first) {
        first += 1;
    }
    name_at_the_end(&text[first..at]).map(|range| first + range.start..first + range.end)
}

fn name_at_the_end(text: &str) -> Option<Range<usize>> {
    let mut end = text.len();
    for _ in 0..NAME_WORDS {
        end = text[..end].trim_end_matches([' ', ',']).len();
        let before = &text[..end];
        let cut = if before.ends_with(')') {
            before.rfind('(')
        } else {
            let last = before.rfind(' ').map_or(0, |space| space + 1);
            let is_auxiliary = page_words::whole(&before[last..]).has(PageUses::AUXILIARY)
                && before[last..].starts_with(char::is_lowercase);
            is_auxiliary.then_some(last)
        };
        let Some(cut) = cut else { break };
        end = cut;
    }
    let mut starts = Vec::new();
    let mut start = end;
    for word in text[..end].rsplit(' ').take(NAME_WORDS) {
        let is_end = !starts.is_empty() && word.ends_with(['.', ';', ':', '!', '?', ')', '。']);
        if !is_capital(word) || word.contains('\n') || (is_end && !has_form(word)) {
            break;
        }
        start -= word.len();
        starts.push(start);
        start = start.saturating_sub(1);
    }
    let mut candidates = starts.iter().rev().map(|start| *start..end);
    candidates.find(|range| is_name(&text[range.clone()]))
}

/// The start of a range of a text, of some bytes at most.
fn within(text: &str, range: Range<usize>, most: usize) -> Range<usize> {
    let mut end = range.end.min(range.start + most);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    range.start..end
}

/// The name that starts at a place.
fn name_behind(text: &str, at: usize) -> Option<Range<usize>> {
    let text = &text[..within(text, at..text.len(), MAX_BEFORE).end];
    let start = at + text[at..].len() - text[at..].trim_start().len();
    let mut ends = Vec::new();
    let mut end = start;
    for word in text[start..].split(' ').take(NAME_WORDS) {
        let line = word.split('\n').next().unwrap_or(word);
        if !is_capital(line) && (ends.is_empty() || !has_form(line)) {
            break;
        }
        ends.push(end + line.trim_end_matches([',', ';', ':', ')', '|', '。']).len());
        end += word.len() + 1;
        let is_last = line.ends_with(['.', ';', ':', ')', '。']) && !has_form(line);
        if line.len() < word.len() || is_last {
            break;
        }
    }
    let trimmed = |end: usize| {
        let name = &text[start..end];
        let is_own = has_form(name);
        if is_own { end } else { start + name.trim_end_matches('.').len() }
    };
    // What follows a form is no part of the name; without one, the name ends where capitals do.
    let candidates = ends.iter().rev().map(|end| start..trimmed(*end));
    candidates.enumerate().find_map(|(at, range)| {
        let name = &text[range.clone()];
        ((at == 0 || has_form(name)) && is_name(name)).then_some(range)
    })
}

/// True if a word is written as those of names are; scripts without capitals do not tell.
fn is_capital(word: &str) -> bool {
    word == "&"
        || word.chars().any(char::is_uppercase)
        || (word.starts_with(char::is_alphabetic) && !word.contains(char::is_lowercase))
}

/// True if a text may be the name of the publisher.
pub(super) fn is_name(text: &str) -> bool {
    let commas = text.matches(',').count();
    let is_apart = text.contains(['"', '“', '”', '(', ')', ':', ';']);
    if is_apart || text.chars().count() < 2 || text.chars().count() > 80 {
        return false;
    }
    let is_party = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        page_words::whole(word).has(PageUses::PARTIES.or(PageUses::AUXILIARY))
    };
    // `The Company`, `Our Services`, `At Acme`: a word of prose starts no name.
    let first = text.split(' ').next().unwrap_or_default();
    if is_party(first) || text.split(' ').all(is_party) {
        return false;
    }
    if has_form(text) {
        let name = EntityName::parse_brand(text);
        // `A Alecrim, Lda.`: an article that is a letter of names elsewhere.
        let is_portuguese = || {
            let countries = name.form().map(|form| form.countries());
            countries
                .is_some_and(|countries| countries.iter().any(|code| ["PT", "BR"].contains(code)))
        };
        let has_article = matches!(first, "A" | "O") && is_portuguese();
        return commas < 2 && !has_article && name.additions().is_empty();
    }
    let name = EntityName::parse_brand(text);
    commas == 0
        && !text.contains(". ")
        && page_words::uses(text).is_plain()
        && parties(&name).is_none()
}

/// True if a text has a name inside of a sentence, where only names have capitals.
fn is_inside(name: &str, text: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let before = &text[..at];
        let is_word = !text[at + name.len()..].starts_with(char::is_alphanumeric);
        let is_later = before.ends_with(' ')
            && before.trim_end().ends_with(|c: char| c.is_lowercase() || c == ',');
        is_word && is_later
    })
}

fn is_in_title(name: &str, page: &PageBlocks) -> bool {
    page.title.as_ref().is_some_and(|title| title.text().contains(name))
}

/// The end of the legal form that stands a few words behind a name.
fn end_of_form(text: &str, start: usize, end: usize) -> Option<usize> {
    let mut at = end;
    for word in text[end..].split_inclusive(' ').take(4) {
        if word.contains('\n') && at > end {
            return None;
        }
        at += word.len();
        let part = text[start..at].trim_end_matches([' ', ',', ';', ':', ')', '\n', '·', '|']);
        let name = EntityName::parse_brand(part);
        // `Acme Services as`: the word of a sentence is no legal form.
        let is_word = word.trim().chars().all(char::is_lowercase);
        let is_last =
            !is_word && name.form_range().is_some_and(|form| form.end == name.legal_range().end);
        if has_form(part) && is_last && name.additions().is_empty() && part.len() > end - start {
            return Some(start + name.legal_range().end);
        }
    }
    None
}

/// The texts at the head and the foot of a page.
fn texts_around(blocks: &[Block], texts: &mut Vec<Rich>) {
    for block in blocks.iter().filter(|block| block.is_shown && block.area == PageArea::Around) {
        match &block.content {
            Content::Paragraph(text) | Content::Heading { text, .. } => texts.push(text.clone()),
            Content::List(list) => texts.extend(list.items.iter().map(|item| item.text.clone())),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::page::ReadPage;

    fn publisher(text: &str) -> (Option<String>, Option<String>) {
        let page = ReadPage::import("a.md", text, None).expect("a page");
        let get = |path: &str| page.list.get(path).map(|value| value.text.clone());
        (get("organization.name"), get("organization.legal_name"))
    }

    #[test]
    fn a_sentence_says_whose_list_it_is() {
        for (text, name, legal) in [
            ("Larkspur uses subprocessors to run Larkspur.", "Larkspur", ""),
            (
                "A Larkspur, Lda. recorre aos subcontratantes abaixo.",
                "Larkspur, Lda.",
                "Larkspur, Lda.",
            ),
            ("Larkspur, S.L. trabaja con estos proveedores.", "Larkspur, S.L.", "Larkspur, S.L."),
            (
                "Larkspur, Inc. uses the following subprocessors.",
                "Larkspur, Inc.",
                "Larkspur, Inc.",
            ),
            (
                "To do so, Larkspur, LLC (or one of its affiliates), may engage and use data processors.",
                "Larkspur, LLC",
                "Larkspur, LLC",
            ),
            ("The subprocessors used by Larkspur:", "Larkspur", ""),
            (
                "Estos subencargados tratan datos por cuenta de Larkspur, S.L.:",
                "Larkspur, S.L.",
                "Larkspur, S.L.",
            ),
            (
                "The group companies assist Larkspur UK Ltd (No 1) with support.",
                "Larkspur UK Ltd",
                "Larkspur UK Ltd",
            ),
            (
                "Larkspur Labs GmbH (“Larkspur”) lists its vendors here.",
                "Larkspur Labs GmbH",
                "Larkspur Labs GmbH",
            ),
            ("Larkspur GmbH (“we”) lists its vendors here.", "Larkspur GmbH", "Larkspur GmbH"),
            (
                "---\ncompany: Larkspur Limited (Company No. 1)\n---\nText",
                "Larkspur Limited",
                "Larkspur Limited",
            ),
            (
                "# Larkspur's subprocessors\n\nSo runs Larkspur.\n\n© 2026 Larkspur Labs LLC",
                "Larkspur",
                "Larkspur Labs LLC",
            ),
            (
                "The subprocessors used by Larkspur:\n\nLarkspur Labs Ltd is in Kent.",
                "Larkspur",
                "Larkspur Labs Ltd",
            ),
        ] {
            let legal = (!legal.is_empty()).then(|| legal.to_owned());
            assert_eq!(publisher(text), (Some(name.to_owned()), legal), "{text}");
        }
    }

    #[test]
    fn what_a_contract_calls_its_sides_is_no_publisher() {
        for text in [
            "We use subprocessors.",
            "The Company uses subprocessors.",
            "Customers use subprocessors as well.",
            "This page lists the subprocessors used by our Customers.",
            "Subprocessors act on behalf of the Controller.",
            "Der Auftragnehmer nutzt Unterauftragnehmer.",
            "Some Providers use subprocessors.",
        ] {
            assert_eq!(publisher(text), (None, None), "{text}");
        }
    }
}
