//! Elements with the same structure side by side, such as the cards of a grid.

use super::flow::{Flow, FlowKind, FlowReader};
use super::look;
use super::node::Element;
use crate::page::block::{Block, Content, PageArea};
use crate::page::rich::{Rich, RichBuilder};
use crate::text::Span;

/// The most blocks and bytes of a card: what is longer is a section.
const MOST_BLOCKS: usize = 24;
const MOST_BYTES: usize = 2_000;

impl FlowReader<'_> {
    /// Reads siblings; those with the same structure become cards.
    pub(super) fn children_or_cards(&mut self, children: &[usize], flow: &mut Flow) {
        let mut at = 0;
        while at < children.len() {
            let run = self.run(&children[at..]);
            let members: Vec<usize> = children[at..at + run]
                .iter()
                .copied()
                .filter(|child| self.node(*child).element().is_some())
                .collect();
            if members.len() < 2 {
                self.read(children[at], flow);
                at += 1;
                continue;
            }
            self.end_block(flow, self.node(members[0]).span);
            let mut cards = Vec::new();
            for member in &members {
                let mut card = flow.part(FlowKind::Blocks);
                self.read(*member, &mut card);
                let end = self.node(*member).span;
                self.end_block(&mut card, end);
                cards.push(card.blocks);
            }
            let has_names = members.iter().all(|member| {
                self.node(*member).element().is_some_and(|one| !one.value("class").is_empty())
            });
            let (first, last) = (members[0], members[members.len() - 1]);
            if are_cards(&cards, has_names) {
                cards.retain(|card| !card.is_empty());
                let cards = cards.into_iter().map(without_cards).collect();
                let span =
                    Span { start: self.node(first).span.start, end: self.node(last).span.end };
                self.push(flow, span, Content::Cards(cards));
            } else {
                flow.blocks.extend(cards.into_iter().flatten());
            }
            at += run;
        }
    }

    /// The number of nodes from the first on that are siblings of the same kind, with the
    /// white space between them.
    fn run(&self, children: &[usize]) -> usize {
        let Some(first) = self.signature(children[0]) else { return 1 };
        let mut end = 1;
        for (at, child) in children.iter().enumerate().skip(1) {
            let node = self.node(*child);
            match node.element() {
                Some(element) if &*element.name == "hr" => {}
                Some(_) if self.signature(*child) == Some(first) => end = at + 1,
                None if self.text[node.span.range()].trim().is_empty() => {}
                _ => break,
            }
        }
        end
    }

    /// The name and the first class of an element that may be a card.
    fn signature(&self, at: usize) -> Option<(&str, &str)> {
        let node = self.node(at);
        let element = node.element()?;
        let class = element.value("class").split_ascii_whitespace().next().unwrap_or_default();
        let may_be = match element.acts_as() {
            "article" | "div" | "li" => true,
            "a" => node.holds.block,
            "section" => is_named_card(element),
            _ => false,
        };
        (may_be && !look::is_hidden(element)).then_some((&*element.name, class))
    }
}

fn is_named_card(element: &Element) -> bool {
    let class = element.value("class").to_ascii_lowercase();
    ["card", "item", "tile", "vendor", "provider"].iter().any(|part| class.contains(part))
}

/// True if the blocks of siblings are cards rather than sections of the page.
fn are_cards(cards: &[Vec<Block>], has_names: bool) -> bool {
    let filled: Vec<&Vec<Block>> = cards.iter().filter(|card| !card.is_empty()).collect();
    let rich = filled.iter().filter(|card| lines(card).0 > 1).count();
    if filled.len() < 2 || rich < 2 || rich * 3 < filled.len() * 2 {
        return false;
    }
    let starts_with_heading =
        |card: &[Block]| matches!(card.first().map(|b| &b.content), Some(Content::Heading { .. }));
    let is_small = |card: &&Vec<Block>| {
        let (_, bytes) = lines(card);
        bytes <= MOST_BYTES
            && card.len() <= MOST_BLOCKS
            && card.iter().all(|block| match &block.content {
                Content::Table(_) | Content::Records(_) => false,
                // Cards of their own, and this is what they stand in.
                Content::Cards(inner) => !inner.iter().any(|card| starts_with_heading(card)),
                _ => block.area == PageArea::Main && block.is_shown,
            })
    };
    if !filled.iter().all(is_small) {
        return false;
    }
    let headed = filled.iter().filter(|card| starts_with_heading(card)).count();
    if headed == filled.len() && filled.iter().all(|card| is_numbered(card)) {
        return false;
    }
    has_names || headed == filled.len() || headed == 0
}

/// True if the first heading has the number of a section: `1. Scope`.
fn is_numbered(card: &[Block]) -> bool {
    let Some(Content::Heading { text, .. }) = card.first().map(|block| &block.content) else {
        return false;
    };
    let rest = text.text().trim_start_matches(|char: char| char.is_ascii_digit());
    rest.len() < text.text().len() && rest.starts_with(['.', ')'])
}

/// The lines of text in blocks, and their bytes.
fn lines(blocks: &[Block]) -> (usize, usize) {
    let of = |text: &Rich| {
        let text = text.text();
        (text.split('\n').filter(|line| !line.is_empty()).count(), text.len())
    };
    let mut sum = (0, 0);
    let mut add = |(lines, bytes): (usize, usize)| sum = (sum.0 + lines, sum.1 + bytes);
    for block in blocks {
        match &block.content {
            Content::Heading { text, .. } | Content::Paragraph(text) => add(of(text)),
            Content::List(list) => list.items.iter().for_each(|item| {
                add(of(&item.text));
                add(lines(&item.inner));
            }),
            Content::Pairs(pairs) => pairs.iter().for_each(|pair| {
                add(of(&pair.term));
                add(of(&pair.text));
                add(lines(&pair.inner));
            }),
            Content::Cards(cards) => cards.iter().for_each(|card| add(lines(card))),
            Content::Table(_) | Content::Records(_) => add((2, 0)),
        }
    }
    sum
}

/// The blocks of a card, with parts side by side in it as one paragraph each.
fn without_cards(card: Vec<Block>) -> Vec<Block> {
    let mut blocks = Vec::new();
    for block in card {
        let Content::Cards(parts) = block.content else {
            blocks.push(block);
            continue;
        };
        for part in parts {
            let is_text = |block: &Block| {
                matches!(block.content, Content::Paragraph(_) | Content::Heading { .. })
            };
            if part.len() < 2 || !part.iter().all(is_text) {
                blocks.extend(part);
                continue;
            }
            let span = Span { start: part[0].span.start, end: part[part.len() - 1].span.end };
            let mut text = RichBuilder::default();
            for line in &part {
                if let Content::Paragraph(line) | Content::Heading { text: line, .. } =
                    &line.content
                {
                    text.line_break(Span { start: span.start, end: span.start });
                    text.rich(line);
                }
            }
            let content = Content::Paragraph(text.finish());
            blocks.push(Block { span, area: block.area, is_shown: block.is_shown, content });
        }
    }
    blocks
}
