//! A text under its path, and the only place that turns byte offsets into lines
//! and columns.
//!
//! Inside the crate every place is a [`Span`] of bytes. Lines and columns are
//! made at the edge, by [`SourceFile::position`], in constant time after one
//! pass over the text, however long the lines are.

use super::line_index::LineIndex;
use super::span::Span;
use std::borrow::Cow;
use std::sync::OnceLock;

/// A place in a text, for people and for output formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Line, counted from 1.
    pub line: usize,
    /// Column in Unicode scalar values, counted from 1. A byte order mark is
    /// not counted.
    pub column: usize,
    /// Column in UTF-16 code units, counted from 1.
    pub utf16_column: usize,
    /// Column in UTF-8 bytes, counted from 1.
    pub byte_column: usize,
    /// Offset in bytes from the start of the file, counted from 0.
    pub offset: usize,
}

/// One text with its display path and, once asked for, its line index.
#[derive(Debug)]
pub struct SourceFile {
    path: String,
    text: Cow<'static, str>,
    index: OnceLock<LineIndex>,
}

impl SourceFile {
    /// A text under the path that messages show, relative and with `/`.
    #[must_use]
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self { path: path.into(), text: Cow::Owned(text.into()), index: OnceLock::new() }
    }

    /// A text of the program itself, which is not copied.
    pub(crate) fn built_in(path: &str, text: &'static str) -> Self {
        Self { path: path.to_owned(), text: Cow::Borrowed(text), index: OnceLock::new() }
    }

    /// The path that messages show.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The whole text, as it stands in the file.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text of a span; empty when the span does not fall on characters.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// The line, counted from 1, that holds a byte offset.
    #[must_use]
    pub fn line(&self, offset: u32) -> usize {
        self.index().lines.partition_point(|&start| start <= offset)
    }

    /// The number of lines; a final newline does not start another one.
    #[must_use]
    pub fn line_count(&self) -> usize {
        self.index().lines.len()
    }

    /// The bytes of a line counted from 1, without its line break.
    #[must_use]
    pub fn line_span(&self, line: usize) -> Span {
        let lines = &self.index().lines;
        let start = lines.get(line.wrapping_sub(1)).map_or(self.text.len(), |&s| s as usize);
        let end = lines.get(line).map_or(self.text.len(), |&s| s as usize);
        let text = &self.text[start..end];
        Span::new(start, start + text.trim_end_matches(['\n', '\r']).len())
    }

    /// Line and columns of a byte offset. An offset past the end is the end;
    /// one inside a character is that character's start.
    #[must_use]
    pub fn position(&self, offset: u32) -> Position {
        let mut offset = (offset as usize).min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let index = self.index();
        let line = index.lines.partition_point(|&start| start as usize <= offset);
        let mut start = index.lines[line - 1] as usize;
        if start == 0 && self.text.starts_with('\u{feff}') {
            start = '\u{feff}'.len_utf8().min(offset);
        }
        let ((chars_to, utf16_to), (chars_from, utf16_from)) =
            (index.counts(&self.text, offset), index.counts(&self.text, start));
        Position {
            line,
            column: chars_to - chars_from + 1,
            utf16_column: utf16_to - utf16_from + 1,
            byte_column: offset - start + 1,
            offset,
        }
    }

    fn index(&self) -> &LineIndex {
        self.index.get_or_init(|| LineIndex::new(&self.text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, offset: u32) -> (usize, usize, usize, usize) {
        let p = SourceFile::new("t", text).position(offset);
        (p.line, p.column, p.utf16_column, p.byte_column)
    }

    #[test]
    fn columns_count_scalars_utf16_units_and_bytes() {
        // "a𝄞e\u{301}z": an astral character and a combining mark.
        let text = "x\na\u{1d11e}e\u{301}z\n";
        assert_eq!(at(text, 2), (2, 1, 1, 1));
        assert_eq!(at(text, 7), (2, 3, 4, 6), "after the astral character");
        assert_eq!(at(text, 10), (2, 5, 6, 9), "after the combining mark");
    }

    #[test]
    fn every_line_break_ends_a_line_and_crlf_only_once() {
        let file = SourceFile::new("t", "a\r\nb\rc\nd\n");
        assert_eq!(file.line_count(), 4);
        assert_eq!(file.slice(file.line_span(1)), "a");
        assert_eq!(file.position(5).line, 3);
        assert_eq!(file.position(9), file.position(99), "past the end is the end");
    }

    #[test]
    fn a_byte_order_mark_has_no_column() {
        assert_eq!(at("\u{feff}ab", 4), (1, 2, 2, 2));
        assert_eq!(at("\u{feff}ab", 0), (1, 1, 1, 1));
    }

    #[test]
    fn positions_in_long_lines_agree_with_counting() {
        let text = "é𝄞x".repeat(400);
        let file = SourceFile::new("t", text.clone());
        for (chars, (offset, _)) in text.char_indices().enumerate() {
            assert_eq!(file.position(u32::try_from(offset).unwrap()).column, chars + 1);
        }
    }
}
