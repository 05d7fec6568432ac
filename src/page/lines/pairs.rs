//! Lines that say `Key: value`, and names with such lines below.

use super::super::block::{Block, Content, Pair};
use super::super::rich::RichBuilder;
use super::bullets::is_bullet;
use super::pipes::is_pipe_row;
use super::{LineReader, Whose, block, is_rule};
use crate::facts::field_names::{NameScope, field_named, forms};
use crate::text::Span;
use crate::text::fold::fold_key;
use crate::values::entity_name::EntityName;
use std::collections::BTreeSet;
use std::ops::Range;

/// Characters and words of a key.
const MAX_KEY: (usize, usize) = (40, 6);
/// Characters of a value that stands alone; longer ones are sentences.
const MAX_LONE_VALUE: usize = 160;
/// Characters of the name above the lines.
const MAX_NAME: usize = 120;

impl LineReader<'_, '_> {
    /// Names with `Key: value` lines below, or such lines alone.
    pub(super) fn cards(&mut self, at: usize) -> Option<usize> {
        let is_lone = !self.is_name(at);
        if is_lone {
            let (key, value) = pair(self.text(at)?)?;
            let follows = self.text(at + 1).is_some_and(is_pair);
            if !follows && !self.stands_alone(at, &key, &value) {
                return None;
            }
        }
        let is_top = self.whose == Whose::Plain && at == self.first;
        if !is_lone && self.whose == Whose::Marked && !self.text(at + 2).is_some_and(is_pair) {
            let (key, value) = pair(self.text(at + 1)?)?;
            if self.paragraph.is_some() || !self.stands_alone(at + 1, &key, &value) {
                return None;
            }
        }
        self.end_paragraph(at);
        let mut cards: Vec<Vec<Block>> = Vec::new();
        let mut next = at;
        let mut end = at;
        loop {
            let level = if is_top { 1 } else { 6 };
            let name = self.is_name(next);
            if !name && !self.text(next).is_some_and(is_pair) {
                break;
            }
            let mut card = Vec::new();
            if name {
                let line = &self.lines[next];
                let content = Content::Heading { level, text: line.whole() };
                let span = line.span();
                if self.budget.take_block(span) {
                    card.push(block(span, content));
                }
                next += 1;
            }
            end = self.pairs(next, &mut card);
            cards.push(card);
            next = end;
            while self.text(next).is_some_and(|text| text.trim().is_empty() || is_rule(text)) {
                next += 1;
            }
            if is_top {
                break;
            }
        }
        let span = self.span(at..end);
        self.push(span, Content::Cards(cards));
        Some(end)
    }

    /// Reads the pairs of one card; a key that comes again starts the next one.
    fn pairs(&mut self, at: usize, card: &mut Vec<Block>) -> usize {
        let mut keys = BTreeSet::new();
        let mut pairs = Vec::new();
        let mut next = at;
        let mut end = at;
        while let Some(text) = self.text(next)
            && let Some((key, value)) = pair(text)
        {
            if next > at && (self.is_name(next) || !keys.insert(fold_key(&text[key.clone()]))) {
                break;
            } else if next == at {
                keys.insert(fold_key(&text[key.clone()]));
            }
            let line = &self.lines[next];
            let indent = line.indent();
            let mut builder = RichBuilder::default();
            builder.rich(&line.part(value));
            end = next + 1;
            // A value that is too long goes on further in.
            while let Some(more) = self.lines.get(end)
                && !more.is_blank()
                && more.indent() > indent
                && !is_pair(more.text())
                && !is_bullet(more.text())
            {
                let start = more.span().start;
                builder.space(Span { start, end: start });
                builder.rich(&more.whole());
                end += 1;
            }
            let term = self.lines[next].part(key);
            pairs.push(Pair { term, text: builder.finish(), inner: Vec::new() });
            next = self.next_shown(end);
        }
        let span = self.span(at..end.max(at + 1));
        if self.budget.take_cells(pairs.len(), span) && self.budget.take_block(span) {
            card.push(block(span, Content::Pairs(pairs)));
        }
        end.max(at + 1)
    }

    /// True if a line names what the `Key: value` line below it is about.
    fn is_name(&self, at: usize) -> bool {
        let Some(text) = self.text(at) else { return false };
        let text = text.trim();
        // A full stop ends a sentence, or is that of a form: `Acme Inc.`
        let is_sentence = text.ends_with('.') && EntityName::parse_brand(text).form().is_none();
        !text.is_empty()
            && text.chars().nth(MAX_NAME).is_none()
            && !is_sentence
            && !text.ends_with([':', ',', ';'])
            && !is_pair(text)
            && !is_bullet(text)
            && !is_pipe_row(text)
            && !is_rule(text)
            && self.text(at + 1).is_some_and(is_pair)
    }

    /// True if a single line is a pair and no sentence with a colon.
    fn stands_alone(&self, at: usize, key: &Range<usize>, value: &Range<usize>) -> bool {
        let Some(text) = self.text(at) else { return false };
        let is_short = text[value.clone()].chars().nth(MAX_LONE_VALUE).is_none();
        let words = &text[key.clone()];
        let is_field =
            forms(words).iter().any(|form| field_named(NameScope::Entry, form).is_some());
        self.whose == Whose::Plain && is_short && (is_field || self.paragraph.is_none())
    }
}

/// True if a line says `Key: value`.
pub(in super::super) fn is_pair(line: &str) -> bool {
    pair(line).is_some()
}

/// The ranges of the key and the value of a line that says `Key: value`.
fn pair(line: &str) -> Option<(Range<usize>, Range<usize>)> {
    // The key is short: what is behind need not be looked at.
    let most = line.char_indices().nth(MAX_KEY.0 + 40).map_or(line.len(), |(at, _)| at);
    let (colon, mark) = line[..most]
        .match_indices([':', '：'])
        .find(|(at, mark)| *mark == "：" || line[at + 1..].starts_with(char::is_whitespace))?;
    let key = line[..colon].trim();
    let value = colon + mark.len();
    let first = key.chars().next()?;
    let is_key = first.is_alphanumeric()
        && key.chars().nth(MAX_KEY.0).is_none()
        && key.split_whitespace().nth(MAX_KEY.1).is_none()
        && key.contains(char::is_alphabetic)
        && !key.contains(['.', ';', '!', '?', '|', ',', '—', '•', '"', ':'])
        && !is_bullet(line);
    let has_value = !line[value..].trim().is_empty();
    let start = line.len() - line.trim_start().len();
    (is_key && has_value).then_some((start..colon, value..line.len()))
}
