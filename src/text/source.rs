//! The arena that owns all text, and the only place that turns byte offsets
//! into lines and columns.
//!
//! Inside the crate every place is a [`Span`] of bytes. Lines and columns are
//! made at the edge, by [`SourceFile::position`], in constant time after one
//! pass over the text, however long the lines are.

use std::sync::OnceLock;

/// A half-open range of bytes in one file: `start..end`, counted from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset after the last byte; equal to `start` for an empty span.
    pub end: u32,
}

impl Span {
    /// A span from byte offsets. Offsets beyond 4 GiB saturate; the byte limit
    /// of a file is far below that.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        let start = u32::try_from(start).unwrap_or(u32::MAX);
        let end = u32::try_from(end).unwrap_or(u32::MAX).max(start);
        Self { start, end }
    }

    /// The span as a range of `usize`, to slice text with.
    #[must_use]
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// A span inside this one: `start..end` counted from this span's start and
    /// clamped to its end.
    #[must_use]
    pub fn part(self, range: std::ops::Range<usize>) -> Self {
        let at =
            |offset: usize| (self.start as usize).saturating_add(offset).min(self.end as usize);
        Self::new(at(range.start), at(range.end))
    }

    /// Whether the span holds no byte.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `inner` lies within this span.
    #[must_use]
    pub fn contains(self, inner: Self) -> bool {
        self.start <= inner.start && inner.end <= self.end
    }
}

/// The place of a file in its [`Sources`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

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
    text: String,
    index: OnceLock<Index>,
}

/// Bytes between two checkpoints of the column index.
const BLOCK: usize = 256;

#[derive(Debug)]
struct Index {
    /// Offset of the first byte of each line.
    lines: Vec<u32>,
    /// Scalar values and UTF-16 units before each block; empty when the text
    /// is ASCII, where bytes count the same.
    blocks: Vec<(u32, u32)>,
}

impl SourceFile {
    /// A text under the path that messages show, relative and with `/`.
    #[must_use]
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self { path: path.into(), text: text.into(), index: OnceLock::new() }
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
            (self.counts(index, offset), self.counts(index, start));
        Position {
            line,
            column: chars_to - chars_from + 1,
            utf16_column: utf16_to - utf16_from + 1,
            byte_column: offset - start + 1,
            offset,
        }
    }

    /// Scalar values and UTF-16 units before a character boundary.
    fn counts(&self, index: &Index, offset: usize) -> (usize, usize) {
        if index.blocks.is_empty() {
            return (offset, offset);
        }
        let block = offset / BLOCK;
        let (chars, utf16) = index.blocks[block];
        let mut from = block * BLOCK;
        while !self.text.is_char_boundary(from) {
            from += 1;
        }
        let rest = &self.text[from.min(offset)..offset];
        let utf16_rest: usize = rest.chars().map(char::len_utf16).sum();
        (chars as usize + rest.chars().count(), utf16 as usize + utf16_rest)
    }

    fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::new(&self.text))
    }
}

impl Index {
    fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut lines = vec![0];
        let mut at = 0;
        // A lone CR ends a line in YAML as well as CR LF and LF do.
        while let Some(found) = memchr::memchr2(b'\n', b'\r', &bytes[at..]) {
            at += found + 1;
            if bytes[at - 1] == b'\r' && bytes.get(at) == Some(&b'\n') {
                at += 1;
            }
            if at < bytes.len() {
                lines.push(u32::try_from(at).unwrap_or(u32::MAX));
            }
        }
        let mut blocks = Vec::new();
        if !text.is_ascii() {
            let (mut chars, mut utf16) = (0, 0);
            for (offset, char) in text.char_indices() {
                // A character that starts in block n counts for the blocks after n.
                while blocks.len() * BLOCK <= offset {
                    blocks.push((chars, utf16));
                }
                chars += 1;
                utf16 += u32::try_from(char.len_utf16()).unwrap_or(2);
            }
            while blocks.len() * BLOCK <= text.len() {
                blocks.push((chars, utf16));
            }
        }
        Self { lines, blocks }
    }
}

/// All the texts of a run, each addressed by its [`FileId`].
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl Sources {
    /// An empty arena.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes a file in and says where it is.
    pub fn add(&mut self, file: SourceFile) -> FileId {
        self.files.push(file);
        FileId(u32::try_from(self.files.len() - 1).unwrap_or(u32::MAX))
    }

    /// The file of an id that this arena gave out.
    ///
    /// # Panics
    /// With an id of another arena.
    #[must_use]
    pub fn get(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// The files in the order they were added.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        (0..).map(FileId).zip(&self.files)
    }

    /// How many files there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is no file.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
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
