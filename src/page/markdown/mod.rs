//! Reads Markdown, with the extensions that published pages use.

mod front_matter;
mod inline;
mod mask;
mod modules;
mod table;

use super::block::{Block, Content, ItemList, ListItem, PageBlocks, PageLimits, RemarkKind};
use super::lines::{
    self, Line, PageBudget, Whose, is_bullet, is_dashes, is_pair, is_pipe_row, push, settle,
};
use super::rich::{Rich, RichBuilder};
use super::{embedded, html, plain};
use crate::text::Span;
use inline::{Breaks, Inlines, is_inline};
use mask::HtmlElements;
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// An event with its bytes.
type Located<'a> = (Event<'a>, Range<usize>);

/// Characters from which a line was not broken by an editor.
const LONG_LINE: usize = 120;
/// Characters that the shortest setting of an editor lets into a line.
const SHORT_LINE: usize = 50;

/// Reads a text as Markdown.
pub(crate) fn read(text: &str, limits: &PageLimits) -> PageBlocks {
    read_text(text, limits, true)
}

/// Reads what stands inside of components, without their indentation.
fn read_inside(text: &str, limits: &PageLimits) -> PageBlocks {
    read_text(text, limits, false)
}

fn read_text(text: &str, limits: &PageLimits, is_whole: bool) -> PageBlocks {
    if !plain::looks_like_markdown(text) && !mask::has_templates(text) {
        return plain::read(text, limits);
    }
    let mut budget = PageBudget::new(limits);
    let masked = mask::mask(text, limits, &mut budget);
    let shown = masked.text.as_ref();
    let parser = Parser::new_ext(shown, options());
    let mut inlines = Inlines::new(shown);
    for (label, definition) in parser.reference_definitions().iter() {
        inlines.define(label, definition.span.clone());
    }
    let mut reader = MarkdownReader {
        text: shown,
        events: parser.into_offset_iter().collect(),
        at: 0,
        inlines,
        budget,
        comments: masked.comments,
        has_components: is_whole && masked.has_components,
        elements: HtmlElements::find(shown),
    };
    let mut blocks = Vec::new();
    while reader.at < reader.events.len() {
        reader.block(0, &mut blocks);
    }
    let mut all = masked.blocks;
    all.extend(blocks);
    all.sort_by_key(|block| block.span.start);
    let mut page = PageBlocks { title: masked.title, blocks: settle(all), ..PageBlocks::default() };
    page.comments = reader.comments;
    page.comments.append(&mut reader.inlines.comments);
    page.comments.sort();
    page.remarks = reader.budget.remarks;
    page.remarks.extend(reader.inlines.remarks);
    page.remarks.sort_by_key(|remark| remark.span);
    page
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_HEADING_ATTRIBUTES
}

struct MarkdownReader<'a> {
    text: &'a str,
    events: Vec<Located<'a>>,
    at: usize,
    inlines: Inlines<'a>,
    budget: PageBudget,
    comments: Vec<Span>,
    /// True for a page of MDX, in which nothing is code for being indented.
    has_components: bool,
    elements: HtmlElements,
}

impl MarkdownReader<'_> {
    /// Reads the block that starts at the next event, or skips an event that starts none.
    fn block(&mut self, depth: usize, blocks: &mut Vec<Block>) {
        let (event, range) = self.events[self.at].clone();
        let span = Span::new(range.start, range.end);
        if is_inline(&event) {
            let events = self.inline_run();
            self.paragraph(events, blocks);
            return;
        }
        self.at += 1;
        match event {
            Event::Start(Tag::Paragraph) => {
                let events = self.inline_run();
                self.at += 1;
                self.paragraph(events, blocks);
            }
            Event::Start(Tag::Heading { level, .. }) => {
                let events = self.inline_run();
                self.at += 1;
                self.heading(level, range, events, blocks);
            }
            Event::Start(Tag::List(start)) if depth < self.budget.limits.depth => {
                let content = Content::List(self.list(start, depth));
                push(blocks, &mut self.budget, span, content);
            }
            Event::Start(Tag::List(_)) => {
                self.budget.remark(RemarkKind::TooDeep, span);
                self.skip();
            }
            Event::Start(Tag::FootnoteDefinition(label)) => {
                let mut inner = Vec::new();
                while !matches!(self.events[self.at].0, Event::End(TagEnd::FootnoteDefinition)) {
                    self.block(depth + 1, &mut inner);
                }
                self.at += 1;
                self.note(&label, range.start, &mut inner);
                blocks.append(&mut inner);
            }
            Event::Start(Tag::CodeBlock(kind)) => self.code(&kind, blocks),
            Event::Start(Tag::HtmlBlock) => self.html(range, blocks),
            Event::Start(Tag::Table(columns)) => self.table(columns.len(), blocks),
            // Quotations are text like any other.
            _ => {}
        }
    }

    /// The events from the next one on that make up running text.
    fn inline_run(&mut self) -> Range<usize> {
        let start = self.at;
        let run = self.events[start..].iter().take_while(|(event, _)| is_inline(event));
        self.at = start + run.count();
        start..self.at
    }

    /// Skips the rest of the element whose start was the event before.
    fn skip(&mut self) {
        let mut open = 1;
        while open > 0 && self.at < self.events.len() {
            match self.events[self.at].0 {
                Event::Start(_) => open += 1,
                Event::End(_) => open -= 1,
                _ => {}
            }
            self.at += 1;
        }
    }

    fn span_of(&self, events: &Range<usize>) -> Span {
        let events = &self.events[events.clone()];
        let start = events.first().map_or(0, |(_, range)| range.start);
        let end = events.iter().map(|(_, range)| range.end).max().unwrap_or(start);
        Span::new(start, end)
    }

    fn heading(
        &mut self,
        level: HeadingLevel,
        range: Range<usize>,
        events: Range<usize>,
        blocks: &mut Vec<Block>,
    ) {
        let shown = self.inlines.line_texts(&self.events[events.clone()]);
        // Dashes below `Key: value` lines set them apart from the next ones.
        let underline = self.text[range.clone()].trim_end().rsplit('\n').next().unwrap_or_default();
        let is_underlined = underline.trim_start().trim_start_matches(['>', ' ']).starts_with('-')
            && self.text[range.clone()].trim_end().contains('\n');
        if is_underlined && (shown.len() > 1 || shown.first().is_some_and(|line| is_pair(line))) {
            self.paragraph(events, blocks);
            return;
        }
        let text = self.inlines.read(&self.events[events], Breaks::Joined).join();
        if !text.is_empty() {
            let span = Span::new(range.start, range.end);
            let content = Content::Heading { level: level as u8, text };
            push(blocks, &mut self.budget, span, content);
        }
    }

    fn paragraph(&mut self, events: Range<usize>, blocks: &mut Vec<Block>) {
        let span = self.span_of(&events);
        let shown = self.inlines.line_texts(&self.events[events.clone()]);
        let Some(first) = shown.first() else { return };
        if is_dashes(first) {
            table::mark_head(blocks);
        }
        if has_structure(&shown) {
            let texts = self.inlines.read(&self.events[events], Breaks::Split).lines;
            let texts = texts.into_iter().filter(|text| !text.is_empty());
            let lines: Vec<Line<'_>> = texts.map(Line::Rich).collect();
            let mut own = Vec::new();
            lines::read(self.text, &lines, Whose::Marked, &mut self.budget, &mut own);
            table::join(self.text, blocks, &mut own);
            blocks.append(&mut own);
            return;
        }
        let text = self.inlines.read(&self.events[events], Breaks::Joined).join();
        if !text.is_empty() {
            push(blocks, &mut self.budget, span, Content::Paragraph(text));
        }
    }

    fn list(&mut self, start: Option<u64>, depth: usize) -> ItemList {
        let mut list = ItemList { start, items: Vec::new() };
        while self.at < self.events.len() {
            let (event, range) = self.events[self.at].clone();
            self.at += 1;
            match event {
                Event::Start(Tag::Item) => {
                    let span = Span::new(range.start, range.end);
                    let item = self.item(span, depth);
                    if self.budget.take_cells(1, span) {
                        list.items.push(item);
                    }
                }
                Event::End(TagEnd::List(_)) => break,
                _ => {}
            }
        }
        list
    }

    fn item(&mut self, span: Span, depth: usize) -> ListItem {
        let mut text = RichBuilder::default();
        let mut inner: Vec<Block> = Vec::new();
        while self.at < self.events.len() {
            let event = &self.events[self.at].0;
            let is_own = is_inline(event) || matches!(event, Event::Start(Tag::Paragraph));
            match event {
                Event::End(TagEnd::Item) => {
                    self.at += 1;
                    break;
                }
                _ if is_own && inner.is_empty() => {
                    let is_paragraph = matches!(event, Event::Start(_)) && !is_inline(event);
                    self.at += usize::from(is_paragraph);
                    let events = self.inline_run();
                    self.at += usize::from(is_paragraph);
                    let lines = self.inlines.line_texts(&self.events[events.clone()]);
                    let is_lines =
                        has_long_line(&lines) || lines.iter().skip(1).any(|it| is_pair(it));
                    let breaks =
                        if lines.len() > 1 && is_lines { Breaks::Kept } else { Breaks::Joined };
                    let start = self.span_of(&events).start;
                    text.line_break(Span { start, end: start });
                    text.rich(&self.inlines.read(&self.events[events], breaks).join());
                }
                _ => self.block(depth + 1, &mut inner),
            }
        }
        ListItem { span, is_shown: true, text: text.finish(), inner: settle(inner) }
    }

    /// Puts the label of a footnote in front of its text.
    fn note(&self, label: &str, start: usize, blocks: &mut Vec<Block>) {
        let mut builder = RichBuilder::default();
        builder.text("[", start);
        let own = start + "[^".len()..start + "[^".len() + label.len();
        if self.text.get(own.clone()) == Some(label) {
            builder.text(label, own.start);
        } else {
            builder.decoded(label, Span::new(start, start + 1));
        }
        let close = self.text[start..].find(']').map_or(start, |at| start + at);
        builder.decoded("]", Span::new(close, close + 1));
        let span = Span::new(start, close + 1);
        builder.space(Span { start: span.end, end: span.end });
        if let Some(Block { span: own, content: Content::Paragraph(text), .. }) = blocks.first_mut()
        {
            builder.rich(text);
            *text = builder.finish();
            own.start = span.start;
        } else {
            blocks.insert(0, lines::block(span, Content::Paragraph(builder.finish())));
        }
    }

    /// Reads a block of code as text without markup.
    fn code(&mut self, kind: &CodeBlockKind<'_>, blocks: &mut Vec<Block>) {
        let start = self.at;
        self.skip();
        let events = &self.events[start..self.at - 1];
        let texts = events.iter().filter_map(|(event, range)| match event {
            Event::Text(text) => Some((text, range)),
            _ => None,
        });
        let texts: Vec<_> = texts.collect();
        let (Some((_, first)), Some((_, last))) = (texts.first(), texts.last()) else { return };
        let range = first.start..last.end;
        // What is indented inside of components is no code.
        if self.has_components
            && matches!(kind, CodeBlockKind::Indented)
            && let Some((text, map)) = modules::without_indent(self.text, range.clone())
        {
            let page = embedded::through(read_inside(&text, &self.budget.limits), &map);
            self.take(page, blocks);
            return;
        }
        let length: usize = texts.iter().map(|(_, range)| range.len()).sum();
        if length == range.len() {
            let page = plain::read_part(self.text, range, &self.budget.limits);
            self.take(page, blocks);
            return;
        }
        // Quoted or indented: the text is no stretch of the source.
        let mut builder = RichBuilder::default();
        for (text, range) in texts {
            let span = Span::new(range.start, range.end);
            if self.text.get(range.clone()) == Some(text) {
                builder.text(text, range.start);
            } else {
                builder.decoded(text, span);
            }
            builder.line_break(Span { start: span.end, end: span.end });
        }
        let text = builder.finish();
        if !text.is_empty() {
            let span = Span::new(range.start, range.end);
            push(blocks, &mut self.budget, span, Content::Paragraph(text));
        }
    }

    /// Reads HTML: to the end of its element, if nothing inside is Markdown.
    fn html(&mut self, range: Range<usize>, blocks: &mut Vec<Block>) {
        self.skip();
        let text = &self.text[range.clone()];
        let start = range.end - text.trim_start().len();
        let trimmed = text.trim();
        if let Some(comment) = trimmed.strip_prefix("<!--").and_then(|it| it.strip_suffix("-->"))
            && !comment.contains("-->")
        {
            let start = start + "<!--".len();
            self.comments.push(Span::new(start, start + comment.len()));
            return;
        }
        let mut end = range.end;
        if let Some(close) = self.elements.end(start, range.end) {
            end = end.max(close);
            while let Some((event, next)) = self.events.get(self.at)
                && next.start < close
                && !matches!(event, Event::End(_))
            {
                end = end.max(next.end);
                let is_start = matches!(event, Event::Start(_));
                self.at += 1;
                if is_start {
                    self.skip();
                }
            }
        }
        let page = html::read_part(self.text, range.start..end, &self.budget.limits);
        self.take(page, blocks);
    }

    /// Takes over what another reader made of a part of the text.
    fn take(&mut self, page: PageBlocks, blocks: &mut Vec<Block>) {
        for block in page.blocks {
            if self.budget.take_block(block.span) {
                blocks.push(block);
            }
        }
        self.comments.extend(page.comments);
        self.budget.remarks.extend(page.remarks);
    }

    /// The text of a cell or the like.
    fn joined(&mut self, events: Range<usize>) -> Rich {
        self.inlines.read(&self.events[events], Breaks::Joined).join()
    }
}

/// True if the lines of a paragraph were meant as lines.
fn has_structure(lines: &[String]) -> bool {
    let rows = lines.iter().filter(|line| is_pipe_row(line) || is_dashes(line)).count();
    let first = lines.first().map_or("", |line| line.trim());
    let is_row = first.starts_with('|') && first.ends_with('|') && first.len() > 1;
    let bullets = lines.iter().filter(|line| is_bullet(line)).count();
    let is_round = first.starts_with(['•', '◦', '▪', '‣', '●', '○', '■', '·']) && is_bullet(first);
    let pairs = lines.iter().filter(|line| is_pair(line)).count();
    rows > 1
        || is_row
        || bullets > 1
        || is_round
        || (pairs > 1 && pairs + 1 >= lines.len())
        || is_broken_by_hand(lines)
}

/// True if a line is longer than an editor makes them.
fn has_long_line(lines: &[String]) -> bool {
    lines.iter().any(|line| line.chars().nth(LONG_LINE).is_some())
}

/// True if an editor that wraps lines would have put the next word into a line.
fn is_broken_by_hand(lines: &[String]) -> bool {
    let ends_early = |two: &[String]| {
        let word = two[1].split_whitespace().next().unwrap_or_default();
        let room = two[0].chars().count() + 1 + word.chars().count();
        room <= SHORT_LINE && !word.starts_with(char::is_lowercase)
    };
    lines.len() > 1 && (has_long_line(lines) || lines.windows(2).any(ends_early))
}

#[cfg(test)]
mod tests;
