//! Vendors that a sentence beside the lists of a page names, and no list does.

use super::names::{self, SentenceWords};
use crate::facts::page_words::{self, PageUses};
use crate::facts::vendors;
use crate::page::block::{Block, Content, PageArea};
use crate::page::list::{LeftOut, PageList};
use crate::page::name_cell;
use crate::page::rich::Rich;
use crate::text::fold::fold_words;
use crate::values::entity_name::identify;
use std::ops::Range;

/// Names that are said of one page, at most.
const MAX_SAID: usize = 20;

/// Bytes of a paragraph that are looked at.
const MAX_TEXT: usize = 4_000;

/// Says which vendors the sentences of a page name besides those of its lists.
pub(in crate::page::finder) fn say(blocks: &[Block], list: &mut PageList) {
    let mut heading = PageUses::NONE;
    for block in blocks.iter().filter(|block| block.is_shown && block.area == PageArea::Main) {
        match &block.content {
            Content::Heading { text, .. } => heading = page_words::uses(text.text()),
            Content::Paragraph(text) => say_in(text, heading, list),
            _ => {}
        }
    }
}

fn say_in(text: &Rich, heading: PageUses, list: &mut PageList) {
    const ELSEWHERE: PageUses = PageUses::OTHER_PARTS
        .or(PageUses::CHANGES)
        .or(PageUses::COOKIES)
        .or(PageUses::NOT_SUBPROCESSORS)
        .or(PageUses::ON_REQUEST);
    let uses = page_words::uses(text.text());
    let is_elsewhere = heading.has(ELSEWHERE) || uses.has(PageUses::NOT_SUBPROCESSORS);
    if is_elsewhere || text.text().len() > MAX_TEXT || is_in_list(text, list) {
        return;
    }
    let words = SentenceWords::of(text.text());
    let sure = names::in_sentences(text, &words).into_iter().map(|named| named.name);
    let mut found: Vec<Range<usize>> = sure.collect();
    // `We also use **Larch**.`
    found.extend(super::bold_names(text).into_iter().filter(|name| {
        let start = text.text()[..name.start].rfind(['.', '!', '?', '\n']).map_or(0, |at| at + 1);
        let using = words.within(start..name.start, PageUses::USING).next_back();
        let is_not = || words.within(start..name.start, PageUses::NEGATED).next().is_some();
        using.is_some_and(|using| {
            name_cell::is_spelled_as_name(&text.text()[name.clone()])
                && text.text()[using.end..name.start].trim_matches([' ', '*']).is_empty()
                && !is_not()
        })
    }));
    found.sort_by_key(|name| name.start);
    found.dedup_by(|next, first| next.start < first.end);
    for named in found {
        let name = &text.text()[named.clone()];
        if list.left_out.len() >= MAX_SAID || is_known(name, list) {
            continue;
        }
        let span = text.map().part(named);
        let why = "a sentence names it, and no list of the page does";
        list.left_out.push(LeftOut { span, because: span, why, rows: 1 });
    }
}

fn is_in_list(text: &Rich, list: &PageList) -> bool {
    let span = text.span();
    list.lists.iter().any(|part| part.span.contains(span))
}

/// True for a vendor of the list, one of its group, or the publisher.
fn is_known(name: &str, list: &PageList) -> bool {
    let folded = fold_words(name);
    let known = identify(name, None).map(|found| found.vendor);
    let is_same = |other: &str| {
        let own = fold_words(other);
        own.contains(&folded)
            || folded.contains(&own)
            || known.is_some_and(|known| {
                identify(other, None).is_some_and(|other| {
                    other.vendor.id == known.id || vendors::same_group(other.vendor, known)
                })
            })
    };
    let of_vendors = list.vendors.iter().flat_map(|vendor| {
        ["name", "legal_name", "x-also-known-as"].into_iter().filter_map(|path| vendor.get(path))
    });
    let of_publisher = ["organization.name", "organization.legal_name"];
    let of_publisher = of_publisher.into_iter().filter_map(|path| list.get(path));
    of_vendors.chain(of_publisher).any(|value| is_same(&value.text))
}
