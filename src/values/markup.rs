//! Markup in a text that was copied from a page: tags and entities of HTML, signs of
//! Markdown, marks of footnotes, quotation marks around all of it, and padding.
//!
//! A reading lists the parts that are not text, each with the text it stands for; what is
//! between them stays as it was typed. Nothing is found in nearly all texts, after one look
//! at their bytes.

mod html;
mod markdown;
mod signs;

use std::ops::Range;

/// The kind of a field, which decides how its text is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldText {
    /// An address: of a link, its target is meant.
    Address,
    /// A name, to which no trademark sign belongs.
    Name,
    /// Sentences, in which a star or a dash may be right.
    Prose,
    /// The words of somebody else, which may stand in quotation marks.
    Quotation,
    /// Any other.
    Plain,
}

impl FieldText {
    /// The kind of a field by its key and the key above it.
    #[must_use]
    pub fn of(parent: &str, key: &str) -> Self {
        const ADDRESSES: &[&str] = &[
            "website",
            "url",
            "link",
            "basis_url",
            "evidence",
            "contact",
            "contacts",
            "dpo",
            "email",
            "subprocessors",
        ];
        const NAMES: &[&str] = &["name", "legal_name", "former_names"];
        const QUOTATIONS: &[&str] = &["text", "claim", "quote", "notes", "note"];
        const PROSE: &[&str] = &[
            "purpose",
            "responsibilities",
            "processing",
            "how",
            "reason",
            "condition",
            "why",
            "when",
            "for",
            "exception",
            "except_reason",
        ];
        match key {
            _ if parent == "links" || ADDRESSES.contains(&key) => Self::Address,
            _ if NAMES.contains(&key) => Self::Name,
            _ if QUOTATIONS.contains(&key) => Self::Quotation,
            _ if PROSE.contains(&key) => Self::Prose,
            _ => Self::Plain,
        }
    }

    fn is_sentence(self) -> bool {
        matches!(self, Self::Prose | Self::Quotation)
    }
}

/// A kind of part that is no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MarkupKind {
    /// A tag of HTML.
    Tag,
    /// A character of HTML by name or number.
    Entity,
    /// The signs and the target around the text of a link.
    Link,
    /// Signs of Markdown around or in front of a text.
    Markdown,
    /// A number in brackets or a raised one, for a footnote.
    Footnote,
    /// A sign of a footnote or of a trademark.
    Sign,
    /// A quotation mark around all of the text.
    Quote,
    /// A character that nobody sees, or a space at an end.
    Padding,
}

impl MarkupKind {
    /// True for what only a page or an editor of pages can show.
    #[must_use]
    pub fn is_markup(self) -> bool {
        !matches!(self, Self::Sign | Self::Quote | Self::Padding)
    }
}

/// A part of a text that is no text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkupPart {
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// The text that it stands for.
    pub text: String,
    /// Its kind.
    pub kind: MarkupKind,
    /// True if it says something that the rest does not: the target of a link.
    pub says_more: bool,
}

impl MarkupPart {
    fn off(range: Range<usize>, kind: MarkupKind) -> Self {
        Self { range, text: String::new(), kind, says_more: false }
    }
}

/// Longer texts are not looked at.
const MAX_LENGTH: usize = 16 * 1024;

/// Parts of one text; what comes behind so many stays. Every part is compared with those
/// before it, so that the cap keeps the work linear in the length of a text.
const MAX_PARTS: usize = 32;

/// Bytes in which the end of a tag, a link or a mark is looked for.
const MAX_REACH: usize = 1_000;

/// The start of a text, up to some bytes, at the boundary of a character.
fn reach(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// The bytes that markup begins with.
static MARKS: [bool; 256] = {
    let mut marks = [false; 256];
    // The signs beyond ASCII begin with one of these, and letters with others.
    let bytes = b"\xc2\xe1\xe2\xe3\xef<&*[`~\\|";
    let mut at = 0;
    while at < bytes.len() {
        marks[bytes[at] as usize] = true;
        at += 1;
    }
    marks
};

/// True if a text may hold such parts: one look at its bytes.
#[must_use]
#[inline]
pub fn may_hold_markup(text: &str) -> bool {
    let bytes = text.as_bytes();
    // Most texts are short: three instructions a byte, without a branch.
    let is_plain = !bytes.iter().fold(false, |marked, &byte| marked | MARKS[usize::from(byte)]);
    let is_edge =
        |byte: Option<&u8>| matches!(byte, Some(b' ' | b'\t' | b'_' | b'#' | b'>' | b'-'));
    !is_plain || is_edge(bytes.first()) || matches!(bytes.last(), Some(b' ' | b'\t'))
}

/// Finds the parts of a text that are no text, in order and apart from each other. None if
/// nothing else would be left.
#[must_use]
pub fn find_markup(text: &str, field: FieldText) -> Vec<MarkupPart> {
    if text.len() > MAX_LENGTH || !may_hold_markup(text) {
        return Vec::new();
    }
    let mut parts = Vec::new();
    signs::padding(text, &mut parts);
    let mut tags = Vec::new();
    html::find(text, field, &mut tags);
    parts.append(&mut tags);
    markdown::find(text, field, &mut parts);
    settle(&mut parts);
    signs::at_the_ends(text, field, &mut parts);
    settle(&mut parts);
    if plain_text(text, &parts).trim().is_empty() { Vec::new() } else { parts }
}

/// The text without its parts that are no text.
#[must_use]
pub fn plain_text(text: &str, parts: &[MarkupPart]) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut from = 0;
    for part in parts {
        plain.push_str(&text[from..part.range.start]);
        plain.push_str(&part.text);
        from = part.range.end;
    }
    plain.push_str(&text[from..]);
    plain
}

/// Orders the parts; of two that overlap, the first found stays.
fn settle(parts: &mut Vec<MarkupPart>) {
    parts.sort_by_key(|part| (part.range.start, std::cmp::Reverse(part.range.end)));
    let mut end = 0;
    parts.retain(|part| {
        let is_free = part.range.start >= end && !part.range.is_empty();
        if is_free {
            end = part.range.end;
        }
        is_free
    });
}

/// True if a byte of a text is in one of the parts.
fn is_taken(parts: &[MarkupPart], at: usize) -> bool {
    parts.iter().any(|part| part.range.contains(&at))
}

#[cfg(test)]
mod tests;
