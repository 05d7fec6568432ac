//! Vendors that are named in sentences only. Only what a page sets in bold and what is surely
//! a name is taken.

use super::sections::heading_name;
use super::{ListFinder, PartStanding};
use crate::facts::page_words::{self, PageUses};
use crate::page::block::{Block, Content, PageArea};
use crate::page::entry::{self, CellLabel, LabelledCell};
use crate::page::list::{PageValue, PageVendor};
use crate::page::name_cell;
use crate::page::rich::{MarkKind, Rich};
use crate::page::statements;
use crate::text::Span;
use crate::text::fold::Words;
use crate::values::entity_name::EntityName;
use std::ops::Range;

/// Bytes of what stands in brackets behind a name, at most.
const MAX_BRACKET: usize = 1_000;

/// Sentences of a paragraph, and vendors before it, that are looked at for places.
const MAX_SENTENCES: usize = 50;

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
        let bold = if self.is_about { bold_names(text) } else { Vec::new() };
        let mut named: Vec<Vec<LabelledCell>> = bold
            .into_iter()
            .map(|(name, range)| {
                let mut cells = vec![cell(CellLabel::Field("name"), name)];
                cells.extend(place_behind(text, range.end));
                cells
            })
            .collect();
        if named.is_empty() {
            named = names_in_sentences(text);
        }
        let known = self.list.vendors.len();
        for cells in named {
            let list = *list.get_or_insert_with(|| self.start(span, text.span(), "prose"));
            self.named(list, &cells, text);
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

    fn named(&mut self, list: usize, cells: &[LabelledCell], text: &Rich) {
        let mut vendor = PageVendor { span: text.span(), list, ..PageVendor::default() };
        let notes = crate::page::entry::read(cells, &mut vendor);
        let known = vendor.get("name").map(|name| name.text.clone()).unwrap_or_default();
        if !self.named_before(&known).is_empty() {
            return;
        }
        // The heading says what these are for, if it is not that of the page.
        if let Some(heading) =
            self.headings.last().filter(|heading| !heading.uses.has(PageUses::SUBPROCESSORS))
            && self.is_about
            && vendor.get("purpose").is_none()
        {
            let (_, purpose) = heading_name(&heading.text);
            vendor.add("purpose", PageValue::read(&purpose).inherited());
        }
        self.add_vendor(vendor, notes, None);
    }
}

fn cell(label: CellLabel, text: Rich) -> LabelledCell {
    LabelledCell { label, text, is_shared: false }
}

/// The vendors that sentences of a paragraph say that the publisher uses, each with what stands
/// in brackets behind its name: `We rely on Acme, Inc. (hosting, Ireland) and Stripe.` Only what
/// is surely a name counts.
fn names_in_sentences(text: &Rich) -> Vec<Vec<LabelledCell>> {
    let whole = text.text();
    let mut found = Vec::new();
    let mut used = false;
    let mut from = 0;
    let words: Vec<Range<usize>> = words(whole);
    let starts: Vec<usize> = page_words::scan(&Words::of(whole))
        .iter()
        .filter(|found| found.role.is_some_and(|role| role.has(PageUses::USING)))
        .map(|found| found.range.start)
        .collect();
    let mut at = 0;
    while at < words.len() {
        let word = &words[at];
        used |= starts.binary_search(&word.start).is_ok();
        let is_capital = whole[word.clone()].starts_with(char::is_uppercase);
        let name = (used && is_capital && word.start >= from)
            .then(|| (1..=6).rev().find_map(|len| name_at(whole, &words, at, len)))
            .flatten();
        let Some((name, taken)) = name else {
            // A full stop behind a word of small letters ends a sentence.
            let ends = whole[word.clone()].ends_with(['.', '!', '?', '\n'])
                || whole[word.end..].starts_with('\n');
            used &= !ends;
            at += 1;
            continue;
        };
        let mut cells = vec![cell(CellLabel::Field("name"), text.slice(name.clone()))];
        from = name.end;
        let behind = whole[name.end..].trim_start();
        if behind.starts_with('(')
            && let Some(close) = behind.bytes().take(MAX_BRACKET).position(|byte| byte == b')')
        {
            let open = whole.len() - behind.len();
            from = open + close;
            let inner = open + 1..open + close;
            if whole[inner.clone()].contains(' ') || whole[inner.clone()].contains(',') {
                let mut start = inner.start;
                for piece in whole[inner.clone()].split_inclusive([',', ';']) {
                    let end = start + piece.trim_end_matches([',', ';']).len();
                    cells.push(cell(CellLabel::Unknown, text.slice(start..end)));
                    start += piece.len();
                }
            } else if entry::is_place(&whole[inner.clone()])
                && !name_cell::is_short_form(&whole[inner.clone()], &whole[..name.end])
            {
                cells.push(cell(CellLabel::Field("location"), text.slice(inner)));
            }
        }
        if let ([_], Some(place)) = (cells.as_slice(), place_behind(text, name.end)) {
            cells.push(place);
        }
        found.push(cells);
        at += taken;
        let ends = whole[name.end..].starts_with(". ");
        used &= !ends;
    }
    found
}

/// A name of this many words that starts at a word.
fn name_at(
    text: &str,
    words: &[Range<usize>],
    at: usize,
    len: usize,
) -> Option<(Range<usize>, usize)> {
    let run = words.get(at..at + len)?;
    let is_open = |word: &Range<usize>| {
        let word = &text[word.clone()];
        !word.starts_with(|c: char| c.is_uppercase() || c == '&')
    };
    // Brackets and ends of sentences are in no name; a comma only before its form.
    if run.iter().any(is_open) {
        return None;
    }
    let part = &text[run[0].start..run[len - 1].end];
    let trimmed = part.trim_end_matches([',', ';', ':', ')']);
    if trimmed.contains(['(', ')', ';', ':', '\n']) {
        return None;
    }
    let read = EntityName::parse_brand(trimmed);
    let has_form = read.form().is_some() && !read.is_form_doubtful();
    let trimmed = if has_form { trimmed } else { trimmed.trim_end_matches('.') };
    let commas = trimmed.matches(',').count();
    let is_name = if has_form {
        commas < 2 && len > 1 && read.additions().is_empty()
    } else {
        commas == 0 && !trimmed.contains(". ") && name_cell::is_surely_name(trimmed)
    };
    is_name.then(|| (run[0].start..run[0].start + trimmed.len(), len))
}

fn words(text: &str) -> Vec<Range<usize>> {
    let mut at = 0;
    let mut found = Vec::new();
    for word in text.split([' ', '\n']) {
        if !word.is_empty() {
            found.push(at..at + word.len());
        }
        at += word.len() + 1;
    }
    found
}

/// True if a sentence has a name, or the initials of one, as words of it.
fn is_named_in(name: &str, sentence: &str) -> bool {
    let initials: String = name.split_whitespace().filter_map(|word| word.chars().next()).collect();
    let is_word = |said: &str| {
        sentence.match_indices(said).any(|(at, _)| {
            !sentence[..at].ends_with(char::is_alphanumeric)
                && !sentence[at + said.len()..].starts_with(char::is_alphanumeric)
        })
    };
    is_word(name) || (initials.len() > 2 && is_word(&initials))
}

/// The place that the rest of a sentence says a vendor is at: `(United States)`, `with servers in
/// Italy`.
fn place_behind(text: &Rich, from: usize) -> Option<LabelledCell> {
    let rest = &text.text()[from..];
    let end = rest.match_indices(['.', '\n', ';']).find(|(at, mark)| {
        *mark != "." || rest[at + 1..].starts_with([' ', '\n']) || at + 1 == rest.len()
    });
    let sentence = &rest[..end.map_or(rest.len(), |(at, _)| at)];
    let bracket = sentence.trim_start().strip_prefix('(').and_then(|inner| inner.split_once(')'));
    let range = match bracket {
        Some((inner, _))
            if entry::is_place(inner) && !name_cell::is_short_form(inner, &text.text()[..from]) =>
        {
            let start = sentence.len() - sentence.trim_start().len() + 1;
            start..start + inner.len()
        }
        _ => statements::place_in_sentence(sentence)?,
    };
    let place = text.slice(from + range.start..from + range.end);
    Some(cell(CellLabel::Field("location"), place))
}

/// The bold parts of a paragraph that may be names of vendors.
fn bold_names(text: &Rich) -> Vec<(Rich, Range<usize>)> {
    let whole = text.text();
    let strong = text.marks().iter().filter(|mark| mark.kind == MarkKind::Strong);
    strong
        .filter(|mark| mark.range.len() < whole.len())
        .map(|mark| (text.slice(mark.range.clone()), mark.range.clone()))
        .filter(|(name, _)| {
            let text = name.text();
            let uses = page_words::uses(text);
            text.starts_with(char::is_uppercase)
                && text.split_whitespace().count() <= 5
                && !text.ends_with(':')
                && !text.contains(|c: char| c.is_ascii_digit())
                && !uses.has(PageUses::SUBPROCESSORS.or(PageUses::DAYS).or(PageUses::OPTIONAL))
                && name_cell::may_be_name(text)
        })
        .collect()
}
