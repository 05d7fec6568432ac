//! A text of a page with the bytes that each part of it was read from.

use crate::text::{SourceMap, Span};
use std::ops::Range;

/// A text as a reader sees it: entities and escapes decoded, white space folded to one space
/// and trimmed, soft hyphens left out, and a line break only where the page breaks the line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Rich {
    text: String,
    map: SourceMap,
    links: Vec<Link>,
    marks: Vec<RichMark>,
}

/// A link in a [`Rich`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    /// The bytes of the text that are linked.
    pub(crate) range: Range<usize>,
    /// The address as decoded, with its own bytes.
    pub(crate) target: LinkTarget,
}

/// The address of a link.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct LinkTarget {
    /// The decoded address, trimmed.
    pub(crate) address: String,
    /// The bytes of the page that state it.
    pub(crate) map: SourceMap,
}

impl LinkTarget {
    /// An address that stands in the page at a span, whatever way it is spelt.
    pub(crate) fn new(address: &str, source: Span, is_verbatim: bool) -> Self {
        let mut map = SourceMap::default();
        let start = address.len() - address.trim_start().len();
        let trimmed = address.trim();
        if is_verbatim {
            map.push_verbatim(source.part(start..start + trimmed.len()));
        } else {
            map.push_decoded(trimmed.len(), source);
        }
        Self { address: trimmed.to_owned(), map }
    }
}

/// A part of a [`Rich`] that the page sets apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RichMark {
    /// The bytes of the text.
    pub(crate) range: Range<usize>,
    /// The look of the part.
    pub(crate) kind: MarkKind,
}

/// The look of a part of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MarkKind {
    /// Bold.
    Strong,
    /// Italic, small or grey: what is beside the point.
    Emphasis,
    /// Struck out.
    Struck,
    /// Set high, as marks of footnotes are.
    Superscript,
    /// A badge or label of its own, such as `<span class="badge">`.
    Badge,
}

impl Rich {
    /// The text.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// True if there is no text.
    pub(crate) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The bytes of the page for each part of the text.
    pub(crate) fn map(&self) -> &SourceMap {
        &self.map
    }

    /// The links in the order of the text.
    pub(crate) fn links(&self) -> &[Link] {
        &self.links
    }

    /// The parts that are set apart, in the order in which they end.
    pub(crate) fn marks(&self) -> &[RichMark] {
        &self.marks
    }

    /// The bytes of the page that cover the whole text.
    pub(crate) fn span(&self) -> Span {
        self.map.part(0..self.text.len())
    }

    /// A part of the text, trimmed, with its links and marks. The range is clamped to the
    /// text and to characters.
    pub(crate) fn slice(&self, range: Range<usize>) -> Self {
        let floor = |mut at: usize| {
            at = at.min(self.text.len());
            while !self.text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let (start, end) = (floor(range.start), floor(range.end));
        let part = &self.text[start..end.max(start)];
        let start = start + (part.len() - part.trim_start().len());
        let own = start..start + part.trim().len();
        let mut map = SourceMap::default();
        self.map.copy_to(own.clone(), &mut map);
        let shifted = |range: &Range<usize>| {
            let both = range.start.max(own.start)..range.end.min(own.end);
            let is_inside = both.start < both.end || (range.is_empty() && both.start == both.end);
            is_inside.then(|| both.start - own.start..both.end - own.start)
        };
        let links = self.links.iter();
        let marks = self.marks.iter();
        Self {
            text: self.text[own.clone()].to_owned(),
            links: links
                .filter_map(|link| {
                    Some(Link { range: shifted(&link.range)?, target: link.target.clone() })
                })
                .collect(),
            marks: marks
                .filter_map(|mark| Some(RichMark { range: shifted(&mark.range)?, kind: mark.kind }))
                .collect(),
            map,
        }
    }

    /// The same text of a page in a page, with the bytes of the outer one.
    pub(crate) fn through(&self, outer: &SourceMap) -> Self {
        let links = self.links.iter().map(|link| Link {
            range: link.range.clone(),
            target: LinkTarget {
                address: link.target.address.clone(),
                map: link.target.map.through(outer),
            },
        });
        Self {
            text: self.text.clone(),
            map: self.map.through(outer),
            links: links.collect(),
            marks: self.marks.clone(),
        }
    }

    /// The lines of the text, without empty ones.
    pub(crate) fn lines(&self) -> Vec<Self> {
        let mut lines = Vec::new();
        let mut start = 0;
        for line in self.text.split('\n') {
            let part = self.slice(start..start + line.len());
            if !part.is_empty() {
                lines.push(part);
            }
            start += line.len() + 1;
        }
        lines
    }

    /// True if the whole text is set apart in this way.
    pub(crate) fn is_all(&self, kind: MarkKind) -> bool {
        let whole = |mark: &RichMark| mark.kind == kind && mark.range == (0..self.text.len());
        !self.text.is_empty() && self.marks.iter().any(whole)
    }
}

/// Puts a [`Rich`] together from what a reader meets, in order.
#[derive(Debug, Default)]
pub(crate) struct RichBuilder {
    rich: Rich,
    /// White space that is written once more text follows: the byte for it and its source.
    pending: Option<(char, Span)>,
    open_links: Vec<(usize, LinkTarget)>,
    open_marks: Vec<(usize, MarkKind)>,
}

impl RichBuilder {
    /// Adds text that stands in the page as it is, from an offset on.
    pub(crate) fn text(&mut self, piece: &str, start: usize) {
        self.pieces(piece, |range| (Span::new(start + range.start, start + range.end), true));
    }

    /// Adds text that stands in the page as it is and whose line breaks show.
    pub(crate) fn text_lines(&mut self, piece: &str, start: usize) {
        self.each_line(piece, |builder, range, is_break| {
            let source = Span::new(start + range.start, start + range.end);
            if is_break {
                builder.line_break(source);
            } else {
                builder.text(&piece[range], source.start as usize);
            }
        });
    }

    /// Adds text that the page spells in another way and whose line breaks show.
    pub(crate) fn decoded_lines(&mut self, piece: &str, source: Span) {
        self.each_line(piece, |builder, range, is_break| {
            if is_break {
                builder.line_break(source);
            } else {
                builder.decoded(&piece[range], source);
            }
        });
    }

    fn each_line(&mut self, piece: &str, mut add: impl FnMut(&mut Self, Range<usize>, bool)) {
        let mut from = 0;
        for (at, found) in piece.match_indices(['\n', '\r']) {
            add(self, from..at, false);
            from = at + found.len();
            add(self, at..from, true);
        }
        add(self, from..piece.len(), false);
    }

    /// Adds text that the page spells in another way: an entity, an escape.
    pub(crate) fn decoded(&mut self, piece: &str, source: Span) {
        self.pieces(piece, |_| (source, false));
    }

    /// Adds a piece of another text, with its own bytes.
    pub(crate) fn rich(&mut self, other: &Rich) {
        if other.is_empty() {
            return;
        }
        self.flush();
        let start = self.rich.text.len();
        self.rich.text.push_str(&other.text);
        other.map.copy_to(0..other.text.len(), &mut self.rich.map);
        let shift = |range: &Range<usize>| range.start + start..range.end + start;
        let links = other.links.iter();
        self.rich.links.extend(
            links.map(|link| Link { range: shift(&link.range), target: link.target.clone() }),
        );
        let marks = other.marks.iter();
        self.rich
            .marks
            .extend(marks.map(|mark| RichMark { range: shift(&mark.range), kind: mark.kind }));
    }

    /// Breaks the line; several breaks in a row are one.
    pub(crate) fn line_break(&mut self, source: Span) {
        self.pending = Some(('\n', source));
    }

    /// Adds a space that the page does not have, as between two cells.
    pub(crate) fn space(&mut self, source: Span) {
        self.pending.get_or_insert((' ', source));
    }

    /// Starts a link.
    pub(crate) fn open_link(&mut self, target: LinkTarget) {
        self.open_links.push((self.next(), target));
    }

    /// Ends the innermost link.
    pub(crate) fn close_link(&mut self) {
        if let Some((start, target)) = self.open_links.pop() {
            let end = self.rich.text.len();
            // White space was not written yet when the link began.
            let start = self.skip_space(start.min(end));
            self.rich.links.push(Link { range: start..end, target });
        }
    }

    /// Starts a part that is set apart.
    pub(crate) fn open_mark(&mut self, kind: MarkKind) {
        self.open_marks.push((self.next(), kind));
    }

    /// Ends the innermost part of this kind.
    pub(crate) fn close_mark(&mut self, kind: MarkKind) {
        let Some(at) = self.open_marks.iter().rposition(|(_, open)| *open == kind) else { return };
        let (start, kind) = self.open_marks.remove(at);
        let end = self.rich.text.len();
        let start = self.skip_space(start.min(end));
        if start < end {
            self.rich.marks.push(RichMark { range: start..end, kind });
        }
    }

    /// The text; links and parts that are open end here.
    pub(crate) fn finish(mut self) -> Rich {
        while !self.open_links.is_empty() {
            self.close_link();
        }
        while let Some(&(_, kind)) = self.open_marks.last() {
            self.close_mark(kind);
        }
        self.rich.links.sort_by_key(|link| link.range.start);
        self.rich
    }

    fn next(&self) -> usize {
        self.rich.text.len()
    }

    fn skip_space(&self, start: usize) -> usize {
        let rest = &self.rich.text[start..];
        start + (rest.len() - rest.trim_start().len())
    }

    fn flush(&mut self) {
        let Some((space, source)) = self.pending.take() else { return };
        if self.rich.text.is_empty() {
            return;
        }
        self.rich.text.push(space);
        self.rich.map.push_decoded(1, source);
    }

    fn pieces(&mut self, piece: &str, source: impl Fn(Range<usize>) -> (Span, bool)) {
        let mut from = 0;
        let mut chars = piece.char_indices().peekable();
        while let Some((at, char)) = chars.next() {
            let is_space = is_space(char);
            if !is_space && char != SOFT_HYPHEN {
                continue;
            }
            self.run(piece, from..at, &source);
            from = at + char.len_utf8();
            if is_space {
                let (span, verbatim) = source(at..from);
                let next = chars.peek().is_none_or(|(_, next)| is_space_or_hidden(*next));
                if char == ' ' && verbatim && !next && self.pending.is_none() {
                    // The usual case: one space between two words, as it stands.
                    if !self.rich.text.is_empty() {
                        self.rich.text.push(' ');
                        self.rich.map.push_verbatim(span);
                    }
                } else {
                    let grown = |(kept, old): (char, Span)| {
                        (kept, Span { start: old.start, end: span.end.max(old.end) })
                    };
                    self.pending = Some(self.pending.map_or((' ', span), grown));
                }
            }
        }
        self.run(piece, from..piece.len(), &source);
    }

    fn run(
        &mut self,
        piece: &str,
        range: Range<usize>,
        source: &impl Fn(Range<usize>) -> (Span, bool),
    ) {
        if range.is_empty() {
            return;
        }
        self.flush();
        let (span, verbatim) = source(range.clone());
        self.rich.text.push_str(&piece[range.clone()]);
        if verbatim {
            self.rich.map.push_verbatim(span);
        } else {
            self.rich.map.push_decoded(range.len(), span);
        }
    }
}

/// The hyphen that shows only where a line is broken.
const SOFT_HYPHEN: char = '\u{ad}';

/// White space, and the spaces that keep words together on a page.
fn is_space(char: char) -> bool {
    char.is_whitespace()
}

fn is_space_or_hidden(char: char) -> bool {
    is_space(char) || char == SOFT_HYPHEN
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_is_folded_and_trimmed_and_keeps_its_bytes() {
        let source = "  Larch \n &amp;\u{ad} Pine  ";
        let mut builder = RichBuilder::default();
        builder.text("  Larch \n ", 0);
        builder.decoded("&", Span::new(10, 15));
        builder.text("\u{ad} Pine  ", 15);
        let rich = builder.finish();
        assert_eq!(rich.text(), "Larch & Pine");
        assert_eq!(&source[rich.map().part(0..5).range()], "Larch");
        assert_eq!(&source[rich.map().part(6..7).range()], "&amp;");
        assert_eq!(&source[rich.map().part(8..12).range()], "Pine");
        assert_eq!(&source[rich.span().range()], "Larch \n &amp;\u{ad} Pine");
    }

    #[test]
    fn links_marks_and_lines_follow_a_slice() {
        let mut builder = RichBuilder::default();
        builder.open_mark(MarkKind::Strong);
        builder.text("Larch ", 0);
        builder.close_mark(MarkKind::Strong);
        builder.line_break(Span::new(6, 10));
        builder.open_link(LinkTarget::new("https://larch.example", Span::new(12, 33), true));
        builder.text("site", 40);
        let rich = builder.finish();
        assert_eq!(rich.text(), "Larch\nsite");
        let lines = rich.lines();
        assert_eq!(lines.len(), 2);
        assert!(lines[0].is_all(MarkKind::Strong));
        assert_eq!(lines[1].links()[0].range, 0..4);
        assert_eq!(lines[1].links()[0].target.address, "https://larch.example");
        assert_eq!(lines[1].span(), Span::new(40, 44));
    }
}
