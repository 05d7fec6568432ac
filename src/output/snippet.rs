//! The lines of a source that a diagnostic shows, cut to the terminal and made
//! safe, with the marked places mapped into them.
//!
//! A snippet is small however large the file and its lines are: making one
//! costs the lines that it shows, never the file. Its text is a copy in which
//! tabs are spread, unsafe characters have stand-ins and long lines are cut
//! around the marks; so a span of the file is not a span of the snippet, and
//! [`Mark`] holds both.

use super::{sanitize, width};
use crate::diagnostics::position;
use crate::text::{SourceFile, Span};
use std::ops::Range;

/// Longer lines, in bytes, are never walked from their start.
const LONG: usize = 400;
/// A span over more lines than this is marked on its first line only.
const SPAN_LINES: usize = 6;
/// Marks further apart than this are not shown in one piece.
const CHUNK_LINES: usize = 12;
/// Columns kept before a mark when a line is cut on the left.
const LEAD: usize = 20;

/// The limits of a snippet.
#[derive(Clone, Copy, Debug)]
pub struct Layout {
    /// Columns for the text of a line, without the signs for what is cut off.
    pub columns: usize,
    /// Lines shown before and after a marked line.
    pub context: usize,
    /// True if stand-ins may be other than ASCII.
    pub unicode: bool,
}

/// Neighbouring lines of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snippet {
    /// The text of the lines; each ends in a line feed.
    pub text: String,
    /// Number of the first line, counted from 1.
    pub first_line: usize,
    /// Number of lines.
    pub lines: usize,
    /// For each span that was asked for, in that order, its mark; none for what
    /// is too far from the first.
    pub marks: Vec<Option<Mark>>,
}

/// A marked place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    /// Bytes in the text of the snippet.
    pub range: Range<usize>,
    /// Line in the file, counted from 1.
    pub line: usize,
    /// Column in the file in Unicode scalar values, counted from 1.
    pub column: usize,
}

/// Shows the first of some spans of a file, and those of the others that are
/// near it.
#[must_use]
pub fn snippet(file: &SourceFile, spans: &[Span], layout: Layout) -> Snippet {
    let places: Vec<SnippetPlace> =
        spans.iter().map(|&span| SnippetPlace::new(file, span)).collect();
    let mut order: Vec<usize> = (0..places.len()).collect();
    order.sort_by_key(|&at| (places[at].start, places[at].end));
    let mut drafts: Vec<Draft> = Vec::new();
    for at in order {
        let place = &places[at];
        match drafts.last_mut() {
            Some(draft) if draft.takes(place, layout) => draft.add(at, place, layout),
            _ => drafts.push(Draft::new(at, place, layout)),
        }
    }
    let mut snippet = Snippet { marks: vec![None; spans.len()], ..Snippet::default() };
    if let Some(draft) = drafts.iter().find(|draft| draft.places.contains(&0)) {
        for &at in &draft.places {
            let start = position(file, spans[at].start);
            snippet.marks[at] = Some(Mark { range: 0..0, line: start.line, column: start.column });
        }
        draft.write(file, &places, layout, &mut snippet);
    }
    snippet
}

/// A span on whole characters, within the lines where it is marked.
#[derive(Debug)]
struct SnippetPlace {
    start: usize,
    end: usize,
    first: usize,
    last: usize,
    /// Start and end in its line; in columns, or in bytes when the
    /// line is long. A place of several lines counts from the line's start.
    across: Range<usize>,
}

impl SnippetPlace {
    fn new(file: &SourceFile, span: Span) -> Self {
        let text = file.text();
        let line_of = |offset: usize| file.line(Span::new(offset, offset).start);
        let start = floor(text, span.start as usize);
        let first = line_of(start);
        let start = start.min(file.line_span(first).end as usize);
        let mut end = ceil(text, span.end as usize).max(start);
        let mut last = if end > start { line_of(end - 1) } else { first };
        if last - first >= SPAN_LINES {
            last = first;
        }
        end = end.min(file.line_span(last).end as usize).max(start);
        // The span of a block scalar may take the empty lines after it.
        while last > first && is_blank(file, last) {
            last -= 1;
            end = file.line_span(last).end as usize;
        }
        let across =
            if first == last { units(file, first, start)..units(file, first, end) } else { 0..0 };
        Self { start, end, first, last, across }
    }

    /// The part of the line that has to be visible: the start of the place at least.
    fn needs(&self, layout: Layout) -> Range<usize> {
        let most = self.across.start + (layout.columns / 2).max(1);
        self.across.start..self.across.end.clamp(self.across.start + 1, most)
    }
}

/// A chunk to be.
#[derive(Debug)]
struct Draft {
    places: Vec<usize>,
    first: usize,
    last: usize,
    across: Range<usize>,
}

impl Draft {
    fn new(at: usize, place: &SnippetPlace, layout: Layout) -> Self {
        let across = place.needs(layout);
        Self { places: vec![at], first: place.first, last: place.last, across }
    }

    fn takes(&self, place: &SnippetPlace, layout: Layout) -> bool {
        let across = self.with(place, layout);
        place.first <= self.last + 2 * layout.context + 1
            && place.last - self.first < CHUNK_LINES
            && (across.end <= layout.columns || across.len() + LEAD <= layout.columns)
    }

    fn add(&mut self, at: usize, place: &SnippetPlace, layout: Layout) {
        self.across = self.with(place, layout);
        self.last = self.last.max(place.last);
        self.places.push(at);
    }

    fn with(&self, place: &SnippetPlace, layout: Layout) -> Range<usize> {
        let needs = place.needs(layout);
        self.across.start.min(needs.start)..self.across.end.max(needs.end)
    }

    fn write(&self, file: &SourceFile, places: &[SnippetPlace], layout: Layout, out: &mut Snippet) {
        let shift = match self.across.end <= layout.columns {
            true => 0,
            false => self.across.start.saturating_sub(LEAD),
        };
        // Beside a shifted line its neighbours say nothing.
        let context = if shift == 0 { layout.context } else { 0 };
        let mut first = self.first.saturating_sub(context).max(1);
        let mut last = (self.last + context).min(file.line_count());
        while first < self.first && is_blank(file, first) {
            first += 1;
        }
        while last > self.last && is_blank(file, last) {
            last -= 1;
        }
        for line in first..=last {
            let window = LineWindow::write(file, line, shift, layout, &mut out.text);
            for &at in &self.places {
                let (place, Some(mark)) = (&places[at], &mut out.marks[at]) else { continue };
                if place.first == line {
                    let start = window.start_of(place.start);
                    mark.range = start..start;
                }
                if place.last == line {
                    mark.range.end = window.end_of(place.end).max(mark.range.start);
                }
            }
        }
        (out.first_line, out.lines) = (first, last + 1 - first);
    }
}

/// The visible part of a line: for each character its offset in the file and in
/// the snippet, and the same for the end.
struct LineWindow {
    map: Vec<(usize, usize)>,
    /// Behind the sign for what is cut off.
    end: usize,
}

impl LineWindow {
    fn write(
        file: &SourceFile,
        line: usize,
        shift: usize,
        layout: Layout,
        out: &mut String,
    ) -> Self {
        let span = file.line_span(line).range();
        let is_long = span.len() > LONG;
        let from = from(file, line, shift);
        let ellipsis = sanitize::ellipsis(layout.unicode);
        let skipped = span.start..from;
        if is_long && from > span.start || !file.text()[skipped].trim().is_empty() {
            out.push_str(ellipsis);
        }
        let mut map = Vec::new();
        let mut column = 0;
        let mut cut = false;
        for (at, char) in file.text()[from..span.end].char_indices() {
            if at == 0 && from == 0 && char == '\u{feff}' {
                continue;
            }
            let columns = columns(char, is_long);
            // Marks without width must not make a line endless.
            cut = column + columns > layout.columns || map.len() >= 4 * layout.columns;
            if cut {
                map.push((from + at, out.len()));
                break;
            }
            map.push((from + at, out.len()));
            column += columns;
            match char {
                '\t' => out.extend(std::iter::repeat_n(' ', columns)),
                '#' | ':'
                    if let Some(sign) =
                        sanitize::disarmed(&file.text()[..span.end], from + at, layout.unicode) =>
                {
                    out.push(sign);
                }
                _ if crate::text::is_unsafe(char) => {
                    out.push(sanitize::stand_in(char, layout.unicode));
                }
                _ => out.push(char),
            }
        }
        if cut {
            out.push_str(ellipsis);
        } else {
            map.push((span.end, out.len()));
        }
        let end = out.len();
        out.push('\n');
        Self { map, end }
    }

    fn start_of(&self, offset: usize) -> usize {
        let at = self.map.partition_point(|&(known, _)| known < offset);
        self.map.get(at).or(self.map.last()).map_or(self.end, |&(_, shown)| shown)
    }

    fn end_of(&self, offset: usize) -> usize {
        let beyond = self.map.last().is_none_or(|&(known, _)| known < offset);
        if beyond { self.end } else { self.start_of(offset) }
    }
}

/// The offset of the first character that is shown of a line shifted by some
/// units, see [`units`].
fn from(file: &SourceFile, line: usize, shift: usize) -> usize {
    let span = file.line_span(line).range();
    if span.len() > LONG {
        return floor(file.text(), span.start + shift).clamp(span.start, span.end);
    }
    let mut column = 0;
    for (at, char) in file.text()[span.clone()].char_indices() {
        if column >= shift {
            return span.start + at;
        }
        column += columns(char, false);
    }
    if shift == 0 { span.start } else { span.end }
}

/// Distance of an offset from the start of its line: columns, or bytes in a long line, where
/// they are at least as many.
fn units(file: &SourceFile, line: usize, offset: usize) -> usize {
    let span = file.line_span(line).range();
    if span.len() > LONG {
        return offset - span.start;
    }
    file.text()[span.start..offset].chars().map(|char| columns(char, false)).sum()
}

/// The columns that a character of the source takes. In a long line a tab takes
/// one, so that columns are never more than bytes.
fn columns(char: char, is_long: bool) -> usize {
    match char {
        '\t' if !is_long => 4,
        _ if crate::text::is_unsafe(char) => 1,
        _ => width::of_char(char),
    }
}

fn is_blank(file: &SourceFile, line: usize) -> bool {
    let span = file.line_span(line);
    span.range().len() <= LONG && file.slice(span).trim().is_empty()
}

fn floor(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

fn ceil(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset += 1;
    }
    offset
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAYOUT: Layout = Layout { columns: 40, context: 1, unicode: true };

    /// The snippet of a text whose marked places stand in `«»`.
    fn of(marked: &str) -> (Snippet, Vec<String>) {
        let (mut text, mut spans, mut open) = (String::new(), Vec::new(), 0);
        for char in marked.chars() {
            match char {
                '«' => open = text.len(),
                '»' => spans.push(Span::new(open, text.len())),
                _ => text.push(char),
            }
        }
        let snippet = snippet(&SourceFile::new("m.yaml", text), &spans, LAYOUT);
        let marks = snippet.marks.iter().flatten();
        let marked = marks.map(|mark| snippet.text[mark.range.clone()].to_owned()).collect();
        (snippet, marked)
    }

    /// Line and column of the first mark.
    fn place(snippet: &Snippet) -> (usize, usize) {
        let mark = snippet.marks[0].as_ref().expect("the first span is shown");
        (mark.line, mark.column)
    }

    /// The bytes of the first mark.
    fn first(snippet: &Snippet) -> Range<usize> {
        snippet.marks[0].clone().expect("the first span is shown").range
    }

    #[test]
    fn it_shows_the_line_and_its_neighbours() {
        let (snippet, marked) = of("a: 1\nb: 2\nc: «3»\nd: 4\ne: 5\n");
        assert_eq!(snippet.text, "b: 2\nc: 3\nd: 4\n");
        assert_eq!(marked, ["3"]);
        assert_eq!((snippet.first_line, snippet.lines), (2, 3));
        assert_eq!(place(&snippet), (3, 4));
    }

    #[test]
    fn blank_neighbours_are_left_out() {
        assert_eq!(of("a\n\n«b»\n  \nc\n").0.text, "b\n");
    }

    #[test]
    fn near_marks_are_shown_and_far_ones_are_not() {
        let (near, marked) = of("«a»\nb\nc\n«d»\n");
        assert_eq!((near.lines, marked.len()), (4, 2));
        let (far, marked) = of("«a»\nb\nc\nd\n«e»\n");
        assert_eq!(far.text, "a\nb\n");
        assert_eq!(marked, ["a"]);
        assert_eq!(far.marks[1], None);
    }

    #[test]
    fn it_shows_the_first_span_that_was_asked_for() {
        let file = SourceFile::new("m", "a\nb\nc\nd\ne\nf\ng\nh\ni\n");
        let at = |line: usize| Span::new(2 * line - 2, 2 * line - 1);
        let snippet = super::snippet(&file, &[at(9), at(5), at(1)], LAYOUT);
        assert_eq!(snippet.text, "h\ni\n");
        assert_eq!((snippet.first_line, place(&snippet)), (8, (9, 1)));
        assert_eq!(snippet.marks[1..], [None, None]);
    }

    #[test]
    fn text_of_strangers_is_made_safe_and_marks_still_fit() {
        let (snippet, marked) = of("\tx\u{1b}[31m: \u{202e}«a\u{200b}é𝄞»\u{9b}\r\n");
        assert_eq!(snippet.text, "    x\u{241b}[31m: \u{fffd}a\u{fffd}é𝄞\u{fffd}\n");
        assert_eq!(marked, ["a\u{fffd}é𝄞"]);
    }

    #[test]
    fn a_wide_line_is_cut_around_the_mark() {
        let (snippet, marked) = of(&format!("{}«here»{}", "l".repeat(60), "r".repeat(60)));
        assert_eq!(snippet.text, format!("…{}here{}…\n", "l".repeat(20), "r".repeat(16)));
        assert_eq!(marked, ["here"]);
        assert_eq!(place(&snippet), (1, 61));
    }

    #[test]
    fn a_line_of_a_megabyte_costs_no_more() {
        let (snippet, marked) =
            of(&format!("{}é«here»{}", "é".repeat(500_000), "r".repeat(500_000)));
        assert!(snippet.text.len() < 120, "{}", snippet.text.len());
        assert!(snippet.text.starts_with("…é") && snippet.text.ends_with("r…\n"));
        assert_eq!(marked, ["here"]);
        assert_eq!(place(&snippet), (1, 500_002));
    }

    #[test]
    fn marks_far_apart_in_one_line_are_not_shown_together() {
        let (snippet, marked) = of(&format!("«a»{}«b»", " x".repeat(5_000)));
        assert_eq!(marked, ["a"]);
        assert_eq!(snippet.marks[1], None);
    }

    #[test]
    fn a_mark_longer_than_the_line_ends_with_it() {
        let (snippet, marked) = of(&format!("«{}»", "x".repeat(90)));
        assert_eq!(snippet.text, format!("{}…\n", "x".repeat(40)));
        assert_eq!(marked, [format!("{}…", "x".repeat(40))]);
    }

    #[test]
    fn lines_are_cut_by_columns_not_by_bytes() {
        let (snippet, _) = of(&format!("a: «{}»\n", "日".repeat(18)));
        assert_eq!(snippet.text, format!("a: {}\n", "日".repeat(18)), "39 columns, 57 bytes");
    }

    #[test]
    fn several_lines_are_marked_to_their_last_text() {
        let (snippet, marked) = of("a: «|\n  one\n  two\n\n\n»b: 1\n");
        assert_eq!(marked, ["|\n  one\n  two"]);
        assert_eq!(snippet.lines, 3);
    }

    #[test]
    fn many_lines_are_marked_on_the_first() {
        let (snippet, marked) = of(&format!("«a\n{}»", "b\n".repeat(1_000)));
        assert_eq!(marked, ["a"]);
        assert_eq!(snippet.text, "a\nb\n");
    }

    #[test]
    fn the_end_of_the_file_is_the_end_of_its_last_line() {
        let (snippet, _) = of("a: [1,\nb\n«»");
        assert_eq!((place(&snippet), first(&snippet)), ((2, 2), 8..8));
        let file = SourceFile::new("m", "a\n");
        let beyond = super::snippet(&file, &[Span::new(7, 99)], LAYOUT);
        assert_eq!(first(&beyond), 1..1);
        let nothing = super::snippet(&SourceFile::new("m", ""), &[Span::default()], LAYOUT);
        assert_eq!(nothing.text, "\n");
    }

    #[test]
    fn a_byte_order_mark_is_not_shown() {
        let (snippet, marked) = of("\u{feff}«a»: 1");
        assert_eq!(snippet.text, "a: 1\n");
        assert_eq!(marked, ["a"]);
    }

    #[test]
    fn spans_inside_characters_are_widened() {
        let file = SourceFile::new("m", "a𝄞b");
        let snippet = super::snippet(&file, &[Span::new(2, 3)], LAYOUT);
        assert_eq!(&snippet.text[first(&snippet)], "𝄞");
    }

    #[test]
    fn marks_without_width_do_not_make_a_line_endless() {
        let text = "e".to_owned() + &"\u{301}".repeat(100_000);
        let file = SourceFile::new("m", text);
        let snippet = super::snippet(&file, &[Span::new(0, 1)], LAYOUT);
        assert!(snippet.text.len() < 1_000);
    }
}
