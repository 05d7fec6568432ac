//! Folds a name into plain words: case, diacritics, punctuation and invisible
//! characters gone, each word with the bytes it came from.

use super::{is_invisible, spell_plainly};
use compact_str::{CompactString, format_compact};
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, decompose_compatible};

/// Characters of a name that are looked at; what follows only tells long names
/// apart.
pub(crate) const MAX_CHARS: usize = 256;

/// Words of a name that are looked at. The longest of registers have about twenty.
const MAX_WORDS: usize = 40;

/// One word of a folded name.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    /// The word, folded.
    pub(crate) text: CompactString,
    /// The word with German and Nordic letters spelled out (`ae` for `ä`), where
    /// that differs.
    pub(crate) alt: Option<CompactString>,
    /// The bytes of the text it was made from.
    pub(crate) source: Range<usize>,
}

impl Token {
    /// The spelled-out word if there is one, else the plain one.
    pub(crate) fn alt(&self) -> &str {
        self.alt.as_deref().unwrap_or(&self.text)
    }
}

/// The words of a name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Folded {
    /// In the order of the text.
    pub(crate) tokens: Vec<Token>,
    /// True if zero-width, bidirectional or control characters were dropped.
    pub(crate) suspicious: bool,
}

/// Folds `text[range]`; sources are offsets into `text`.
pub(crate) fn fold(text: &str, range: Range<usize>) -> Folded {
    let part = &text[range.clone()];
    let mut folder = Folder { base: range.start, ..Folder::default() };
    // Names are kept, so there is room for the words of most and no more.
    let spaces = part.bytes().take(MAX_CHARS).filter(|byte| *byte == b' ').count();
    folder.done.tokens.reserve_exact((spaces + 1).min(4));
    let (mut chars, mut offset) = (part.char_indices(), 0);
    let mut seen = 0;
    while let Some((at, char)) = chars.next() {
        let at = offset + at;
        if seen == MAX_CHARS || folder.done.tokens.len() == MAX_WORDS {
            folder.close(at);
            folder.rest(at, &part[at..]);
            return folder.done;
        }
        seen += 1;
        let after = chars.as_str();
        match char {
            // Most words are runs of ASCII letters: taken as they are, all at once.
            'a'..='z' | '0'..='9' | 'A'..='Z' => {
                let more = after.bytes().take(MAX_CHARS - seen);
                let run = more.take_while(u8::is_ascii_alphanumeric).count();
                folder.run(&part[at..=at + run], at);
                seen += run;
                chars = part[at + 1 + run..].char_indices();
                offset = at + 1 + run;
            }
            '.' => folder.dot(),
            // The apostrophe of a name is not heard: O'Mattic is omattic.
            '\'' | '`' => {}
            '&' | '+' => {
                folder.close(at);
                folder.push('a', at);
                folder.push('n', at);
                folder.push('d', at);
                folder.close(at + 1);
            }
            '/' if folder.keeps_slash(after) => folder.push('/', at),
            // A quote between Hebrew letters is a gershayim, part of the word.
            '"' if folder.after_hebrew() && starts_hebrew(after) => {}
            '#' | '@' | '$' | '%' => folder.push(char, at),
            _ if char.is_ascii() => {
                folder.done.suspicious |= char.is_ascii_control() && !char.is_ascii_whitespace();
                folder.close(at);
            }
            _ => folder.wide(char, at),
        }
    }
    folder.close(part.len());
    folder.done
}

/// The folded words of a short text, joined by spaces; for tables and keys.
pub(crate) fn fold_name(text: &str) -> String {
    join(&fold(text, 0..text.len()).tokens)
}

/// The words, joined by spaces.
pub(crate) fn join(tokens: &[Token]) -> String {
    let mut out = String::with_capacity(tokens.iter().map(|t| t.text.len() + 1).sum());
    for token in tokens {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&token.text);
    }
    out
}

/// A folded text without its spaces and inner dots: `monday.com` and
/// `mondaycom` are one key.
pub(crate) fn spaceless(folded: &str) -> String {
    let mut out = String::with_capacity(folded.len());
    push_spaceless(&mut out, folded);
    out
}

fn push_spaceless(out: &mut String, folded: &str) {
    let mut from = 0;
    for (at, byte) in folded.bytes().enumerate() {
        if matches!(byte, b' ' | b'.') {
            out.push_str(&folded[from..at]);
            from = at + 1;
        }
    }
    out.push_str(&folded[from..]);
}

/// The words without spaces and inner dots, [`spaceless`] of [`join`].
pub(crate) fn join_spaceless(tokens: &[Token]) -> String {
    let mut out = String::with_capacity(tokens.iter().map(|token| token.text.len()).sum());
    tokens.iter().for_each(|token| push_spaceless(&mut out, &token.text));
    out
}

#[derive(Default)]
struct Folder {
    /// Offset of the folded part in the whole text.
    base: usize,
    text: CompactString,
    alt: Option<CompactString>,
    start: usize,
    /// True if the word holds jamo or voiced marks that belong together again.
    compose: bool,
    done: Folded,
}

impl Folder {
    fn push(&mut self, char: char, at: usize) {
        if self.text.is_empty() {
            self.start = at;
        }
        self.text.push(char);
        if let Some(alt) = &mut self.alt {
            alt.push(char);
        }
    }

    /// Adds ASCII letters and digits.
    fn run(&mut self, run: &str, at: usize) {
        if self.text.is_empty() {
            self.start = at;
        }
        let from = self.text.len();
        self.text.push_str(run);
        self.text[from..].make_ascii_lowercase();
        if let Some(alt) = &mut self.alt {
            alt.push_str(&self.text[from..]);
        }
    }

    fn dot(&mut self) {
        if !self.text.is_empty() {
            self.text.push('.');
            if let Some(alt) = &mut self.alt {
                alt.push('.');
            }
        }
    }

    /// `A/S` is a legal form and stays one word; any other slash divides words.
    fn keeps_slash(&self, after: &str) -> bool {
        let mut next = after.chars();
        matches!(self.text.as_str(), "a" | "i" | "k" | "p")
            && matches!(next.next(), Some('s' | 'S'))
            && next.next().is_none_or(|c| !c.is_alphanumeric() && c != '/')
    }

    fn after_hebrew(&self) -> bool {
        self.text.ends_with(is_hebrew)
    }

    fn wide(&mut self, char: char, at: usize) {
        match char {
            '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2032}' | '\u{b4}' | '\u{2bc}'
            | '\u{2bb}' | '\u{ff07}' | '\u{5f3}' | '\u{5f4}' => {}
            '™' | '®' | '©' | '℠' => {}
            '。' | '｡' => self.dot(),
            // A Hangul syllable would fall apart into letters and come together again.
            '\u{ac00}'..='\u{d7a3}' => self.push(char, at),
            _ if is_invisible(char) => self.done.suspicious = true,
            _ => {
                let mut pieces = [None; 24];
                let mut count = 0;
                decompose_compatible(char, |piece| {
                    if let Some(slot) = pieces.get_mut(count) {
                        *slot = Some(piece);
                        count += 1;
                    }
                });
                for piece in pieces.into_iter().flatten() {
                    for lower in piece.to_lowercase() {
                        self.letter(lower, at..at + char.len_utf8());
                    }
                }
            }
        }
    }

    fn letter(&mut self, char: char, source: Range<usize>) {
        let at = source.start;
        let plainly = spell_plainly(char);
        let (plain, spelled_out) = match char {
            'ø' => ("o", "oe"),
            _ if plainly.is_some() => (plainly.unwrap_or(""), plainly.unwrap_or("")),
            '\u{308}' if self.text.ends_with(['a', 'o', 'u']) => ("", "e"),
            '\u{30a}' if self.text.ends_with('a') => ("", "a"),
            '\u{3099}' | '\u{309a}' | '\u{1100}'..='\u{11ff}' => {
                self.compose = true;
                return self.push(char, at);
            }
            '.' => return self.dot(),
            '&' | '+' => {
                self.close(at);
                for c in ['a', 'n', 'd'] {
                    self.push(c, at);
                }
                return self.close(source.end);
            }
            _ if canonical_combining_class(char) != 0 => return,
            _ if char.is_alphanumeric() || matches!(char, '#' | '@' | '$' | '%') => {
                return self.push(char, at);
            }
            _ => {
                self.done.suspicious |= char.is_control();
                return self.close(at);
            }
        };
        if plain != spelled_out && self.alt.is_none() {
            self.alt = Some(self.text.clone());
        }
        if self.text.is_empty() {
            self.start = at;
        }
        self.text.push_str(plain);
        if let Some(alt) = &mut self.alt {
            alt.push_str(spelled_out);
        }
    }

    /// Ends the word before `end`.
    fn close(&mut self, end: usize) {
        if self.text.is_empty() {
            return;
        }
        let mut text = std::mem::take(&mut self.text);
        let mut alt = self.alt.take();
        if std::mem::take(&mut self.compose) {
            text = text.nfc().collect();
            alt = alt.map(|alt| alt.nfc().collect());
        }
        undot(&mut text);
        if let Some(alt) = &mut alt {
            undot(alt);
        }
        let alt = alt.filter(|alt| *alt != text);
        if !text.is_empty() {
            let source = self.base + self.start..self.base + end;
            self.done.tokens.push(Token { text, alt, source });
        }
    }

    /// A stand-in for what is not looked at, so that two long names with the same
    /// start stay two.
    fn rest(&mut self, at: usize, rest: &str) {
        if rest.trim().is_empty() {
            return;
        }
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        for byte in rest.trim().bytes() {
            hash = (hash ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01b3);
        }
        let source = self.base + at..self.base + at + rest.len();
        self.done.tokens.push(Token { text: format_compact!("#{hash:016x}"), alt: None, source });
    }
}

/// Drops final and doubled dots and joins dotted single letters: `l.l.c.` is
/// `llc`, `monday.com` stays.
fn undot(text: &mut CompactString) {
    if !text.bytes().any(|byte| byte == b'.') {
        return;
    }
    text.truncate(text.trim_end_matches('.').len());
    if !text.contains('.') {
        return;
    }
    let letters = text.split('.').all(|part| {
        let mut chars = part.chars();
        part.is_empty() || chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
    });
    if letters {
        text.retain(|c| c != '.');
    } else if text.contains("..") {
        let parts: Vec<&str> = text.split('.').filter(|part| !part.is_empty()).collect();
        *text = parts.join(".").into();
    }
}

fn is_hebrew(char: char) -> bool {
    matches!(char, '\u{5d0}'..='\u{5ea}')
}

fn starts_hebrew(text: &str) -> bool {
    text.starts_with(is_hebrew)
}
