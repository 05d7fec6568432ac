//! Where a part of a text stands in the source that the text was read from.

use super::{Style, Value};
use crate::text::Span;
use std::ops::Range;

/// The bytes of the source that a part of a scalar's text stands in.
///
/// Quotes, escapes, folded lines and the indentation of blocks are followed
/// step by step; where that fails, the whole scalar is given. Linear in the
/// length of the scalar.
#[must_use]
pub fn place_of(value: Value<'_>, part: Range<usize>) -> Span {
    let value = value.resolved();
    let whole = value.inner_span();
    let typed = &value.tree().text()[whole.range()];
    let Some(text) = value.text() else { return whole };
    if typed == text {
        return whole.part(part);
    }
    let found =
        Walk { typed, at: header(value.style(), typed), quote: quote(value) }.range(text, &part);
    found.map_or(whole, |range| whole.part(range))
}

/// The length of the `|` or `>` line that a block starts with.
fn header(style: Style, typed: &str) -> usize {
    if style != Style::Block || !typed.starts_with(['|', '>']) {
        return 0;
    }
    typed.find('\n').map_or(typed.len(), |end| end + 1)
}

fn quote(value: Value<'_>) -> Option<char> {
    let text = value.tree().text();
    let is_quoted = value.style() == Style::Quoted;
    is_quoted.then(|| text[value.span().range()].chars().next()).flatten()
}

/// Walks the typed characters and those they stand for side by side.
struct Walk<'t> {
    typed: &'t str,
    at: usize,
    /// The quotes around the scalar.
    quote: Option<char>,
}

impl Walk<'_> {
    fn range(mut self, text: &str, part: &Range<usize>) -> Option<Range<usize>> {
        // Indentation belongs to no line.
        if self.quote.is_none() {
            self.skip_space();
        }
        let mut start = None;
        let mut end = self.at;
        let mut chars = text.char_indices().peekable();
        while let Some((at, char)) = chars.next() {
            if at >= part.end && start.is_some() {
                break;
            }
            let mut from = self.at;
            let mut to = at + char.len_utf8();
            if char.is_whitespace() && self.rest().starts_with(char::is_whitespace) {
                // A run of white space stands for one: line breaks and
                // indentation come and go.
                while let Some((at, char)) = chars.next_if(|(_, char)| char.is_whitespace()) {
                    to = at + char.len_utf8();
                }
                self.skip_space();
            } else {
                from = self.step(char)?;
            }
            if start.is_none() && part.start < to {
                start = Some(from);
            }
            if at < part.end {
                end = self.at;
            }
        }
        let start = start.unwrap_or(self.at);
        Some(start..end.max(start))
    }

    fn rest(&self) -> &str {
        &self.typed[self.at..]
    }

    fn skip_space(&mut self) {
        self.at = self.typed.len() - self.rest().trim_start().len();
    }

    /// Moves past what was typed for a character; gives the start of that.
    fn step(&mut self, char: char) -> Option<usize> {
        // `\` at the end of a line joins it with the next one.
        while self.quote == Some('"') {
            let Some(rest) = self.rest().strip_prefix('\\') else { break };
            if !rest.starts_with(['\n', '\r']) {
                break;
            }
            self.at += 1;
            self.skip_space();
        }
        let rest = self.rest();
        let next = rest.chars().next()?;
        let length = match (self.quote, next) {
            (Some('"'), '\\') => {
                let kind = rest[1..].chars().next()?;
                match kind {
                    'x' => 4,
                    // Characters beyond 16 bits are two escapes in JSON.
                    'u' if char.len_utf16() == 2 => 12,
                    'u' => 6,
                    'U' => 10,
                    _ => 1 + kind.len_utf8(),
                }
            }
            (Some('\''), '\'') => 2,
            _ if next == char => next.len_utf8(),
            _ => return None,
        };
        let from = self.at;
        self.at = Some(from + length).filter(|at| self.typed.is_char_boundary(*at))?;
        Some(from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{Format, Limits, parse};

    /// The source of the first `needle` in the text under `a`.
    fn typed(source: &str, needle: &str) -> String {
        let format = if source.starts_with('{') { Format::Json } else { Format::Yaml };
        let parsed = parse(source, format, &Limits::default());
        let value = parsed.tree.documents().next().unwrap().get("a").unwrap();
        let at = value.text().unwrap().find(needle).unwrap();
        source[place_of(value, at..at + needle.len()).range()].to_owned()
    }

    #[test]
    fn plain_and_quoted_texts_are_exact() {
        assert_eq!(typed("a: vendor.nmae == x\n", "nmae"), "nmae");
        assert_eq!(typed("a: 'vendor.nmae'\n", "nmae"), "nmae");
        assert_eq!(typed("a: \"vendor.nmae\"\n", "nmae"), "nmae");
    }

    #[test]
    fn escapes_are_followed() {
        assert_eq!(typed("a: 'it''s nmae'\n", "nmae"), "nmae");
        assert_eq!(typed("a: 'it''s nmae'\n", "it's"), "it''s");
        assert_eq!(typed(r#"a: "\"x\" \u00e9\x41 nmae""#, "nmae"), "nmae");
        assert_eq!(typed(r#"a: "\"x\" \u00e9\x41 nmae""#, "éA"), r"\u00e9\x41");
        assert_eq!(typed(r#"{"a": "\"\ud83d\ude00\" nmae"}"#, "nmae"), "nmae");
    }

    #[test]
    fn folded_lines_are_followed() {
        assert_eq!(typed("a: one\n   nmae\n   three\n", "nmae"), "nmae");
        assert_eq!(typed("a: 'one\n\n   nmae'\n", "nmae"), "nmae");
        assert_eq!(typed("a: \"one \\\n   nmae\"\n", "nmae"), "nmae");
    }

    #[test]
    fn the_lines_of_a_block_are_followed() {
        assert_eq!(typed("a: |\n  one &&\n  nmae\nb: 1\n", "nmae"), "nmae");
        assert_eq!(typed("a: >-  # why\n  one &&\n    nmae\n\n  three\n", "nmae"), "nmae");
        assert_eq!(typed("a: >-\n  one\n  two\n", "one two"), "one\n  two");
    }

    #[test]
    fn an_alias_points_at_what_it_repeats() {
        let source = "b: &x 'it''s nmae'\na: *x\n";
        assert_eq!(typed(source, "nmae"), "nmae");
    }
}
