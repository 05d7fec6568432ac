//! An index of the starts of lines, and how many characters stand before each
//! block of it.

use super::span::to_u32;

/// Bytes between two checkpoints of the column index.
const BLOCK: usize = 256;

#[derive(Debug)]
pub(super) struct LineIndex {
    /// Offset of the first byte of each line.
    pub(super) lines: Vec<u32>,
    /// Scalar values and UTF-16 units before each block; empty when the text
    /// is ASCII, where bytes count the same.
    blocks: Vec<(u32, u32)>,
}

impl LineIndex {
    pub(super) fn new(text: &str) -> Self {
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
                lines.push(to_u32(at));
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
                utf16 += to_u32(char.len_utf16());
            }
            while blocks.len() * BLOCK <= text.len() {
                blocks.push((chars, utf16));
            }
        }
        Self { lines, blocks }
    }

    /// Scalar values and UTF-16 units before a character boundary.
    pub(super) fn counts(&self, text: &str, offset: usize) -> (usize, usize) {
        if self.blocks.is_empty() {
            return (offset, offset);
        }
        let block = offset / BLOCK;
        let (chars, utf16) = self.blocks[block];
        let mut from = block * BLOCK;
        while !text.is_char_boundary(from) {
            from += 1;
        }
        let rest = &text[from.min(offset)..offset];
        let utf16_rest: usize = rest.chars().map(char::len_utf16).sum();
        (chars as usize + rest.chars().count(), utf16 as usize + utf16_rest)
    }
}
