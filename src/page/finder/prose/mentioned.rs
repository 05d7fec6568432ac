//! Vendors that a sentence beside the lists of a page names, and no list does.

use super::names::{self, SentenceWords};
use crate::facts::page_words::{self, PageUses};
use crate::facts::vendors::{self, KnownVendor};
use crate::page::block::{Block, Content, PageArea};
use crate::page::list::{LeftOut, PageList};
use crate::page::name_cell;
use crate::page::rich::Rich;
use crate::text::fold::fold_words;
use crate::values::entity_name::identify;
use std::ops::Range;

/// Names that are said of one page, at most.
const MAX_SAID: usize = 20;

/// Names that are compared with the lists of one page: each with all of their vendors.
const MAX_COMPARED: usize = 100;

/// Bytes of a paragraph that are looked at.
const MAX_TEXT: usize = 4_000;

/// Says which vendors the sentences of a page name besides those of its lists.
pub(in crate::page::finder) fn say(blocks: &[Block], list: &mut PageList) {
    let mut heading = PageUses::NONE;
    let mut known = None;
    let mut compared = 0;
    for block in blocks.iter().filter(|block| block.is_shown && block.area == PageArea::Main) {
        match &block.content {
            Content::Heading { text, .. } => heading = page_words::uses(text.text()),
            Content::Paragraph(text) => {
                for name in mentioned(text, heading, list) {
                    if compared >= MAX_COMPARED || list.left_out.len() >= MAX_SAID {
                        return;
                    }
                    compared += 1;
                    let known = known.get_or_insert_with(|| NamesOfPage::of(list));
                    if !known.have(&text.text()[name.clone()]) {
                        let span = text.map().part(name);
                        let why = "a sentence names it, and no list of the page does";
                        list.left_out.push(LeftOut { span, because: span, why, rows: 1 });
                    }
                }
            }
            _ => {}
        }
    }
}

/// The names in the sentences of a paragraph that is not of a list.
fn mentioned(text: &Rich, heading: PageUses, list: &PageList) -> Vec<Range<usize>> {
    const ELSEWHERE: PageUses = PageUses::OTHER_PARTS
        .or(PageUses::CHANGES)
        .or(PageUses::COOKIES)
        .or(PageUses::NOT_SUBPROCESSORS)
        .or(PageUses::ON_REQUEST);
    let uses = page_words::uses(text.text());
    let is_elsewhere = heading.has(ELSEWHERE) || uses.has(PageUses::NOT_SUBPROCESSORS);
    if is_elsewhere || text.text().len() > MAX_TEXT || is_in_list(text, list) {
        return Vec::new();
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
    found
}

fn is_in_list(text: &Rich, list: &PageList) -> bool {
    let span = text.span();
    list.lists.iter().any(|part| part.span.contains(span))
}

/// The vendors of the lists of a page, and its publisher.
struct NamesOfPage {
    folded: Vec<String>,
    known: Vec<&'static KnownVendor>,
}

impl NamesOfPage {
    fn of(list: &PageList) -> Self {
        let of_vendors = list.vendors.iter().flat_map(|vendor| {
            let paths = ["name", "legal_name", "x-also-known-as"];
            paths.into_iter().filter_map(|path| vendor.get(path))
        });
        let of_publisher = ["organization.name", "organization.legal_name"];
        let of_publisher = of_publisher.into_iter().filter_map(|path| list.get(path));
        let texts: Vec<&str> =
            of_vendors.chain(of_publisher).map(|value| value.text.as_str()).collect();
        Self {
            folded: texts.iter().map(|text| fold_words(text)).collect(),
            known: texts.iter().filter_map(|text| Some(identify(text, None)?.vendor)).collect(),
        }
    }

    /// True for one of them under another part of its name, or a company of its group.
    fn have(&self, name: &str) -> bool {
        let folded = fold_words(name);
        let is_same = |own: &String| own.contains(&folded) || folded.contains(own);
        let is_of_group = || {
            let named = identify(name, None).map(|found| found.vendor);
            named.is_some_and(|named| {
                let mut known = self.known.iter();
                known.any(|known| known.id == named.id || vendors::same_group(known, named))
            })
        };
        self.folded.iter().any(is_same) || is_of_group()
    }
}
