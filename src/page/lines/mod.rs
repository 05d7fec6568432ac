//! Reads structure that only the lines of a text show: rows with pipes or tabs, columns,
//! bullets, names with `Key: value` below, titles. Serves text without markup and those
//! parts of Markdown that its rules take for a paragraph.

mod bullets;
mod columns;
mod pairs;
mod pipes;
mod stacked;
#[cfg(test)]
pub(super) mod testing;
mod titles;

pub(super) use bullets::is_bullet;
pub(super) use pairs::is_pair;
pub(super) use pipes::{TableRow, is_dashes, is_pipe_row, push_tables};

use super::block::{Block, Content, PageArea, PageLimits, Remark, RemarkKind};
use super::rich::{Rich, RichBuilder};
use crate::text::Span;
use std::ops::Range;

/// A line of a text.
#[derive(Debug)]
pub(super) enum Line<'a> {
    /// As the source has it.
    Raw {
        /// Without its end.
        text: &'a str,
        /// The offset of its start in the source.
        start: usize,
    },
    /// As a reader of markup understood it.
    Rich(Rich),
}

impl Line<'_> {
    /// The text, with its indentation.
    pub(super) fn text(&self) -> &str {
        match self {
            Self::Raw { text, .. } => text,
            Self::Rich(rich) => rich.text(),
        }
    }

    /// A part of the text, trimmed.
    fn part(&self, range: Range<usize>) -> Rich {
        match self {
            Self::Raw { text, start } => {
                let mut builder = RichBuilder::default();
                builder.text(&text[range.clone()], start + range.start);
                builder.finish()
            }
            Self::Rich(rich) => rich.slice(range),
        }
    }

    /// The bytes of a part of the text.
    fn span_of(&self, range: Range<usize>) -> Span {
        match self {
            Self::Raw { start, .. } => Span::new(start + range.start, start + range.end),
            Self::Rich(rich) => rich.map().part(range),
        }
    }

    fn span(&self) -> Span {
        self.span_of(0..self.text().len())
    }

    fn whole(&self) -> Rich {
        self.part(0..self.text().len())
    }

    fn is_blank(&self) -> bool {
        self.text().trim().is_empty()
    }

    fn indent(&self) -> usize {
        let text = self.text();
        let spaces = text.chars().take_while(|char| char.is_whitespace());
        spaces.map(|char| if char == '\t' { 4 } else { 1 }).sum()
    }
}

/// The used part of the limits, and the remarks so far.
#[derive(Debug)]
pub(super) struct PageBudget {
    /// The caps.
    pub(super) limits: PageLimits,
    /// Problems so far.
    pub(super) remarks: Vec<Remark>,
    blocks: usize,
    cells: usize,
    is_full: bool,
}

impl PageBudget {
    pub(super) fn new(limits: &PageLimits) -> Self {
        Self { limits: *limits, remarks: Vec::new(), blocks: 0, cells: 0, is_full: false }
    }

    /// Adds a remark.
    pub(super) fn remark(&mut self, kind: RemarkKind, span: Span) {
        self.remarks.push(Remark { span, kind });
    }

    /// True if there is room for one more block.
    pub(super) fn take_block(&mut self, span: Span) -> bool {
        self.blocks += 1;
        self.check(self.blocks <= self.limits.blocks, span)
    }

    /// True if there is room for so many more cells.
    pub(super) fn take_cells(&mut self, count: usize, span: Span) -> bool {
        self.cells = self.cells.saturating_add(count);
        self.check(self.cells <= self.limits.cells, span)
    }

    fn check(&mut self, fits: bool, span: Span) -> bool {
        if !fits && !self.is_full {
            self.is_full = true;
            self.remark(RemarkKind::TooMany, span);
        }
        fits
    }
}

/// A block of the content.
pub(super) fn block(span: Span, content: Content) -> Block {
    Block { span, area: PageArea::Main, is_shown: true, content }
}

/// Adds a block if there is room for it.
pub(super) fn push(blocks: &mut Vec<Block>, budget: &mut PageBudget, span: Span, content: Content) {
    if budget.take_block(span) {
        blocks.push(block(span, content));
    }
}

/// The lines of a part of a text.
pub(super) fn lines_of(text: &str, range: Range<usize>) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut start = range.start;
    for line in text[range].split('\n') {
        let shown = line.strip_suffix('\r').unwrap_or(line);
        lines.push(Line::Raw { text: shown, start });
        start += line.len() + 1;
    }
    lines
}

/// Whose lines are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whose {
    /// A text without markup: titles and single `Key: value` lines can only be guessed.
    Plain,
    /// A paragraph of a text with markup.
    Marked,
}

/// Reads the lines of a text and adds their blocks. [`settle`] must follow.
pub(super) fn read(
    source: &str,
    lines: &[Line<'_>],
    whose: Whose,
    budget: &mut PageBudget,
    blocks: &mut Vec<Block>,
) {
    let first = lines.iter().take_while(|line| line.is_blank()).count();
    let mut reader = LineReader { source, lines, whose, budget, blocks, first, paragraph: None };
    let mut at = 0;
    while at < lines.len() {
        if lines[at].is_blank() {
            reader.end_paragraph(at);
            at += 1;
            continue;
        }
        let next = reader.structure(at);
        if let Some(next) = next {
            at = next;
        } else {
            reader.paragraph.get_or_insert(at);
            at += 1;
        }
    }
    reader.end_paragraph(lines.len());
}

struct LineReader<'a, 'b> {
    source: &'a str,
    lines: &'a [Line<'a>],
    whose: Whose,
    budget: &'b mut PageBudget,
    blocks: &'b mut Vec<Block>,
    /// The first line with text.
    first: usize,
    /// The first line of the paragraph that is being read.
    paragraph: Option<usize>,
}

impl LineReader<'_, '_> {
    /// Reads a structure that starts at a line, and returns the line after it.
    fn structure(&mut self, at: usize) -> Option<usize> {
        self.pipe_table(at)
            .or_else(|| self.tab_table(at))
            .or_else(|| self.column_table(at))
            .or_else(|| self.list(at))
            .or_else(|| self.stacked_table(at))
            .or_else(|| self.cards(at))
            .or_else(|| self.titles(at))
            .or_else(|| self.rule(at))
    }

    /// A line of nothing but dashes and the like.
    fn rule(&mut self, at: usize) -> Option<usize> {
        is_rule(self.lines[at].text()).then(|| {
            self.end_paragraph(at);
            at + 1
        })
    }

    /// Ends the paragraph before a line.
    fn end_paragraph(&mut self, end: usize) {
        let Some(start) = self.paragraph.take() else { return };
        let mut builder = RichBuilder::default();
        for line in &self.lines[start..end] {
            builder.rich(&line.whole());
            let span = line.span();
            builder.line_break(Span { start: span.end, end: span.end });
        }
        let span = self.span(start..end);
        self.push(span, Content::Paragraph(builder.finish()));
    }

    fn push(&mut self, span: Span, content: Content) {
        push(self.blocks, self.budget, span, content);
    }

    fn span(&self, lines: Range<usize>) -> Span {
        let (first, last) = (self.lines[lines.start].span(), self.lines[lines.end - 1].span());
        Span { start: first.start, end: last.end.max(first.start) }
    }

    fn text(&self, at: usize) -> Option<&str> {
        self.lines.get(at).map(Line::text)
    }

    /// The next line with text, from a line on.
    fn next_shown(&self, at: usize) -> usize {
        let blank = self.lines[at.min(self.lines.len())..].iter().take_while(|one| one.is_blank());
        at + blank.count()
    }
}

/// True for a line of at least three dashes, stars, underscores or equals signs.
pub(super) fn is_rule(line: &str) -> bool {
    let line = line.trim();
    let mut chars = line.chars();
    let Some(first) = chars.next() else { return false };
    "-*_=─—".contains(first)
        && chars.clone().nth(1).is_some()
        && chars.all(|char| char == first || char == ' ')
}

/// Puts cards that follow each other together; a card that stands alone is none.
pub(super) fn settle(blocks: Vec<Block>) -> Vec<Block> {
    let mut settled: Vec<Block> = Vec::with_capacity(blocks.len());
    for mut block in blocks {
        if let Content::Cards(cards) = &mut block.content
            && let Some(Block { span, content: Content::Cards(before), .. }) = settled.last_mut()
        {
            before.append(cards);
            span.end = block.span.end.max(span.end);
        } else {
            settled.push(block);
        }
    }
    let flat = settled.into_iter().flat_map(|block| match block.content {
        Content::Cards(cards) if cards.len() < 2 => cards.into_iter().flatten().collect(),
        _ => vec![block],
    });
    flat.collect()
}
