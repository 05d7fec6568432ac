//! A text to find phrases in.

use super::straight;

/// A text to find phrases in: small letters, hyphens and white space as single
/// spaces, and for every byte the place it came from.
pub(crate) struct Prose {
    pub(crate) text: String,
    /// Empty where every byte stayed in its place.
    places: Vec<u32>,
    end: usize,
}

/// Bytes of a text that are searched.
const MAX_PROSE: usize = 64 * 1024;

impl Prose {
    /// Folds a text; what lies beyond 64 KiB is not searched.
    pub(crate) fn new(source: &str) -> Self {
        if let Some(text) = in_place(source) {
            return Self { end: text.len(), text, places: Vec::new() };
        }
        let mut prose = Self { text: String::new(), places: Vec::new(), end: 0 };
        prose.text.reserve(source.len().min(MAX_PROSE));
        prose.places.reserve(source.len().min(MAX_PROSE));
        for (at, char) in source.char_indices() {
            if at > MAX_PROSE {
                break;
            }
            prose.end = at + char.len_utf8();
            let gap = char.is_whitespace()
                || matches!(char, '-' | '_' | '\u{2010}' | '\u{2011}' | '–' | '—' | '\u{ad}');
            if gap {
                if !prose.text.is_empty() && !prose.text.ends_with(' ') {
                    prose.push(' ', at);
                }
            } else if char.is_ascii() {
                prose.push(char.to_ascii_lowercase(), at);
            } else {
                for lower in char.to_lowercase() {
                    prose.push(straight(lower), at);
                }
            }
        }
        prose
    }

    fn push(&mut self, char: char, at: usize) {
        self.text.push(char);
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        self.places.extend(std::iter::repeat_n(at, char.len_utf8()));
    }

    /// The bytes of the source behind `from..to` of the folded text.
    pub(crate) fn source(&self, from: usize, to: usize) -> std::ops::Range<usize> {
        let place = |at: usize| match self.places.is_empty() {
            true => at.min(self.end),
            false => self.places.get(at).map_or(self.end, |&place| place as usize),
        };
        place(from)..place(to).max(place(from))
    }
}

/// The folded text where folding moves nothing: ASCII with single gaps, as most
/// texts are.
fn in_place(source: &str) -> Option<String> {
    if !source.is_ascii() || source.len() > MAX_PROSE {
        return None;
    }
    let mut text = String::with_capacity(source.len());
    let mut was_gap = true;
    for byte in source.bytes() {
        let gap = matches!(byte, b' ' | b'\t'..=b'\r' | b'-' | b'_');
        if gap && was_gap {
            return None;
        }
        was_gap = gap;
        text.push(if gap { ' ' } else { char::from(byte.to_ascii_lowercase()) });
    }
    Some(text)
}
