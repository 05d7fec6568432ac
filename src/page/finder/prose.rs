//! Vendors that are named in sentences only. Only what a page sets in bold and what is surely
//! a name is taken.

mod mentioned;
mod names;
mod work;

pub(super) use mentioned::say as say_mentioned;
pub(super) use work::introduced;

use super::sections::heading_name;
use super::{ListFinder, PartStanding};
use crate::facts::page_words::{self, PageUses};
use crate::page::block::{Block, Content, PageArea};
use crate::page::list::{PageValue, PageVendor, UnreadKind};
use crate::page::name_cell;
use crate::page::rich::{MarkKind, Rich};
use crate::page::statements;
use crate::text::Span;
use names::{MentionedVendor, SentenceWords};
use std::ops::Range;

/// Sentences of a paragraph, and vendors before it, that are looked at for places.
const MAX_SENTENCES: usize = 50;

/// Vendors that one paragraph names, at most: each is looked for in all of its marks.
const MAX_NAMES: usize = 500;

impl ListFinder {
    pub(super) fn prose(&mut self, blocks: &[Block]) {
        let mut uses = PageUses::NONE;
        super::each_text(blocks, &mut |text, _| uses = uses.or(page_words::uses(text.text())));
        let is_named = self.is_about || uses.has(PageUses::SUBPROCESSORS);
        if !is_named || uses.has(PageUses::ON_REQUEST) {
            return;
        }
        self.headings.clear();
        self.prose_blocks(blocks, &mut None);
    }

    fn prose_blocks(&mut self, blocks: &[Block], list: &mut Option<usize>) {
        for block in blocks.iter().filter(|block| block.is_shown && block.area == PageArea::Main) {
            match &block.content {
                Content::Heading { level, text } => self.heading(*level, text),
                Content::Paragraph(text) => self.prose_text(text, block.span, list),
                Content::List(items) => {
                    for item in items.items.iter().filter(|item| item.is_shown) {
                        self.prose_text(&item.text, item.span, list);
                        self.prose_blocks(&item.inner, list);
                    }
                }
                _ => {}
            }
        }
    }

    fn prose_text(&mut self, text: &Rich, span: Span, list: &mut Option<usize>) {
        let is_elsewhere = self.nearest().has(PageUses::OTHER_PARTS)
            || matches!(self.standing(), PartStanding::LeftOut(_));
        if is_elsewhere {
            return;
        }
        let words = SentenceWords::of(text.text());
        let bold = if self.is_about { bold_names(text) } else { Vec::new() };
        let mut named = names::bold(text, &bold);
        if named.is_empty() {
            named = names::in_sentences(text, &words);
        }
        if named.len() >= MAX_NAMES {
            self.unread(span, UnreadKind::TooMuch, "");
        }
        work::add(text, &mut named, &words);
        let known = self.list.vendors.len();
        let is_alone = named.len() == 1;
        for vendor in named {
            let list = *list.get_or_insert_with(|| self.start(span, text.span(), "prose"));
            self.named(list, &vendor, is_alone, text);
        }
        self.place_named_later(text, known);
    }

    /// Gives a vendor the place of a later sentence: one that names the vendor, or one of the same
    /// part of the page if no other vendor is named in it.
    fn place_named_later(&mut self, text: &Rich, before: usize) {
        let whole = text.text();
        let under = |vendor: &PageVendor| {
            let heading = self.headings.last().map_or(0, |heading| heading.text.span().start);
            vendor.span.start >= heading
        };
        let here: Vec<usize> = (0..self.list.vendors.len())
            .rev()
            .take_while(|at| under(&self.list.vendors[*at]))
            .take(2)
            .collect();
        let mut from = 0;
        for sentence in statements::sentences(whole).take(MAX_SENTENCES) {
            let start = from;
            from += sentence.len();
            let Some(place) = statements::place_in_sentence(sentence) else { continue };
            let named = (0..before).rev().take(MAX_SENTENCES).find(|at| {
                let name = self.list.vendors[*at].get("name").map(|name| name.text.as_str());
                name.is_some_and(|name| is_named_in(name, sentence))
            });
            let alone = if let [one] = here.as_slice() { Some(*one) } else { None };
            let Some(at) = named.or(alone) else { continue };
            let vendor = &mut self.list.vendors[at];
            if vendor.get("location").is_none() {
                let range = start + place.start..start + place.end;
                vendor.add("location", PageValue::part(text, range));
            }
        }
    }

    /// Adds a vendor that a text names, alone or with others.
    fn named(&mut self, list: usize, named: &MentionedVendor, is_alone: bool, text: &Rich) {
        let mut vendor = PageVendor { span: text.span(), list, ..PageVendor::default() };
        let notes = crate::page::entry::read(&named.cells, &mut vendor);
        if let Some(at) = vendor.get("name").and_then(|name| self.known(&name.text.clone())) {
            // A later sentence may say what an earlier one did not.
            for path in ["purpose", "location"] {
                if let Some(value) = vendor.get(path) {
                    self.list.vendors[at].add_if_missing(path, value.clone());
                }
            }
            return;
        }
        // The heading of one vendor says what it is for, if it is not that of the page.
        if let Some(heading) =
            self.headings.last().filter(|heading| !heading.uses.has(PageUses::SUBPROCESSORS))
            && self.is_about
            && (is_alone || vendor.get("purpose").is_none())
        {
            let (_, purpose) = heading_name(&heading.text);
            vendor.fields.retain(|field| field.path != "purpose");
            vendor.add("purpose", PageValue::read(&purpose).inherited());
        }
        self.add_vendor(vendor, notes, None);
    }

    /// The place of a vendor by its name or by its initials.
    fn known(&mut self, name: &str) -> Option<usize> {
        if let Some(at) = self.named_before(name).first() {
            return Some(*at);
        }
        let last = (0..self.list.vendors.len()).rev().take(MAX_SENTENCES);
        let mut vendors = last.map(|at| (at, self.list.vendors[at].get("name")));
        let same = vendors.find(|(_, known)| {
            known.is_some_and(|known| initials(&known.text).is_some_and(|short| short == name))
        });
        same.map(|(at, _)| at)
    }
}

/// The first letters of the words of a name, if there are more than two.
fn initials(name: &str) -> Option<String> {
    let initials: String = name.split_whitespace().filter_map(|word| word.chars().next()).collect();
    (initials.len() > 2).then_some(initials)
}

/// True if a sentence has a name, or the initials of one, as words of it.
fn is_named_in(name: &str, sentence: &str) -> bool {
    let is_word = |said: &str| {
        sentence.match_indices(said).any(|(at, _)| {
            !sentence[..at].ends_with(char::is_alphanumeric)
                && !sentence[at + said.len()..].starts_with(char::is_alphanumeric)
        })
    };
    is_word(name) || initials(name).is_some_and(|initials| is_word(&initials))
}

/// The bold parts of a paragraph that may be names of vendors.
fn bold_names(text: &Rich) -> Vec<Range<usize>> {
    let whole = text.text();
    let strong = text.marks().iter().filter(|mark| mark.kind == MarkKind::Strong);
    strong
        .filter(|mark| mark.range.len() < whole.len())
        .map(|mark| mark.range.clone())
        .filter(|range| {
            let text = &whole[range.clone()];
            let uses = page_words::uses(text);
            text.starts_with(char::is_uppercase)
                && text.split_whitespace().count() <= 5
                && !text.ends_with(':')
                && !text.contains(|c: char| c.is_ascii_digit())
                && !uses.has(PageUses::SUBPROCESSORS.or(PageUses::DAYS).or(PageUses::OPTIONAL))
                && name_cell::may_be_name(text)
        })
        .take(MAX_NAMES)
        .collect()
}
