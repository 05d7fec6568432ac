//! Whose list it is, and how to reach them.

use super::{declarer, words};
use crate::facts::page_words::{self, PageUses};
use crate::page::block::{Content, PageArea, PageBlocks};
use crate::page::list::{How, PageField, PageList, PageValue};
use crate::page::rich::Rich;
use crate::text::fold::Words;
use crate::values::contact::parse_email;

/// The first address of the publisher in the prose: one that no vendor has.
pub(super) fn contact(text: &Rich, list: &mut PageList) {
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
                let value = PageValue { text: address.to_owned(), map, how: How::Split };
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

/// The page behind `contact our privacy team`, of a publisher that gives no address.
pub(super) fn contact_page(text: &Rich, list: &mut PageList) {
    if list.get("organization.contact").is_some() {
        return;
    }
    let in_list = |span: crate::text::Span| {
        list.lists.iter().any(|part| part.kind != "prose" && part.span.contains(span))
    };
    let page = text.links().iter().find(|link| {
        let words = page_words::uses(&text.text()[link.range.clone()]);
        let address = &link.target.address;
        words.has(PageUses::CONTACTING)
            && (address.starts_with("https://") || address.starts_with("http://"))
            && !in_list(link.target.map.part(0..1))
    });
    let Some(page) = page else { return };
    let mut map = crate::text::SourceMap::default();
    page.target.map.copy_to(0..page.target.address.len(), &mut map);
    let value = PageValue { text: page.target.address.clone(), map, how: How::Split };
    list.root.push(PageField { path: "organization.contact".to_owned(), values: vec![value] });
}

/// `Acme's subprocessors`, `Subprocessors of Acme`: what a heading says beside its list, if the
/// prose of the page names the same.
pub(super) fn named_in_heading(page: &PageBlocks, texts: &[Rich], list: &mut PageList) {
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
                && declarer::is_name(name)
                && name.chars().count() > 2;
            // `privacy@larkspur.example` names it as well.
            let domain = format!("@{}.", name.to_lowercase());
            let is_elsewhere = |other: &&Rich| {
                let said = other.text();
                other.span() != text.span() && (said.contains(name) || said.contains(&domain))
            };
            if is_name && texts.iter().any(|other| is_elsewhere(&other)) {
                list.set("organization.name", PageValue::part(text, start..start + name.len()));
                return;
            }
        }
    }
}

/// `Subprocessors | Acme`: a part of the title that says nothing else.
pub(super) fn publisher(page: &PageBlocks, title: Option<&str>, list: &mut PageList) {
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
        let is_name = trimmed.split_whitespace().count() <= 4
            && trimmed != whole.trim()
            && declarer::is_name(trimmed)
            && trimmed.starts_with(char::is_alphanumeric);
        if is_name {
            list.set("organization.name", PageValue::part(text, range));
            return;
        }
    }
}
