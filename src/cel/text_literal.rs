//! Quoted texts: plain, raw and triple-quoted, with their escapes.

use crate::text::{Advice, Span};

/// A text that was read, and the offset after its last quote.
pub(super) struct TextLiteral {
    pub(super) text: String,
    pub(super) end: usize,
}

/// Reads the text that starts at an offset, if one starts there.
pub(super) fn read(source: &str, at: usize) -> Result<Option<TextLiteral>, Advice> {
    let rest = &source[at..];
    let prefix = rest.bytes().take_while(|byte| matches!(byte, b'r' | b'R' | b'b' | b'B')).count();
    let quote = match rest.as_bytes().get(prefix) {
        Some(quote @ (b'"' | b'\'')) if prefix <= 2 => *quote as char,
        _ => return Ok(None),
    };
    if rest[..prefix].contains(['b', 'B']) {
        return Err(Advice::new(Span::new(at, at + prefix + 1), "byte strings are not supported")
            .with_help("leave out the `b` to write a text"));
    }
    if prefix == 2 {
        return Ok(None);
    }
    let triple: String = [quote; 3].iter().collect();
    let is_triple = rest[prefix..].starts_with(&triple);
    let delimiter = if is_triple { &triple[..] } else { &triple[..1] };
    let start = at + prefix + delimiter.len();
    let raw = prefix == 1;

    let mut text = String::new();
    let mut cursor = start;
    loop {
        let rest = &source[cursor..];
        if rest.starts_with(delimiter) {
            return Ok(Some(TextLiteral { text, end: cursor + delimiter.len() }));
        }
        match rest.chars().next() {
            Some('\\') if !raw => {
                let (char, length) = escape(source, cursor)?;
                text.push(char);
                cursor += length;
            }
            Some(char) if is_triple || !matches!(char, '\n' | '\r') => {
                text.push(char);
                cursor += char.len_utf8();
            }
            _ => {
                return Err(Advice::new(Span::new(at, cursor), "this text has no closing quote")
                    .with_help(format!("end it with `{delimiter}`")));
            }
        }
    }
}

/// Escapes of one letter, and the characters they stand for.
const SIMPLE: &[(u8, char)] = &[
    (b'\\', '\\'),
    (b'?', '?'),
    (b'"', '"'),
    (b'\'', '\''),
    (b'`', '`'),
    (b'a', '\u{7}'),
    (b'b', '\u{8}'),
    (b'f', '\u{c}'),
    (b'n', '\n'),
    (b'r', '\r'),
    (b't', '\t'),
    (b'v', '\u{b}'),
];

/// The character of the escape at an offset, and the bytes of the escape.
fn escape(source: &str, at: usize) -> Result<(char, usize), Advice> {
    let rest = &source[at..];
    let letter = rest.as_bytes().get(1).copied().unwrap_or_default();
    if let Some((_, char)) = SIMPLE.iter().find(|(escape, _)| *escape == letter) {
        return Ok((*char, 2));
    }
    let (skip, digits, radix) = match letter {
        b'x' | b'X' => (2, 2, 16),
        b'u' => (2, 4, 16),
        b'U' => (2, 8, 16),
        b'0'..=b'3' => (1, 3, 8),
        _ => (0, 0, 0),
    };
    let length = skip + digits;
    rest.get(skip..length)
        .filter(|code| !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_hexdigit()))
        .and_then(|code| u32::from_str_radix(code, radix).ok())
        .and_then(char::from_u32)
        .map(|char| (char, length))
        .ok_or_else(|| bad_escape(rest, at, length.max(2)))
}

fn bad_escape(rest: &str, at: usize, length: usize) -> Advice {
    let shown: String = rest.chars().take(length).take_while(|char| !char.is_control()).collect();
    Advice::new(Span::new(at, at + shown.len()), format!("`{shown}` is not an escape"))
        .with_help("write `\\\\` for a backslash, or put `r` before the quotes: `r\"\\d+\"`")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(source: &str) -> String {
        let literal = read(source, 0).unwrap().unwrap();
        assert_eq!(literal.end, source.len());
        literal.text
    }

    fn refused(source: &str) -> (String, std::ops::Range<usize>) {
        let error = read(source, 0).err().unwrap();
        (error.message, error.span.range())
    }

    #[test]
    fn the_examples_of_the_specification_read_as_it_says() {
        assert_eq!(text(r#""""#), "");
        assert_eq!(text(r#"'""'"#), "\"\"");
        assert_eq!(text("'''x''x'''"), "x''x");
        assert_eq!(text(r#""\"""#), "\"");
        assert_eq!(text(r#""\\""#), "\\");
        assert_eq!(text(r#"r"\\""#), r"\\");
        assert_eq!(text(r#""\303\277""#), "\u{c3}\u{bf}");
        assert_eq!(text(r#""\377""#), "\u{ff}");
        assert_eq!(text(r#""\xFF\XfF""#), "\u{ff}\u{ff}");
        assert_eq!(text(r#""\u270c\U0001f431""#), "\u{270c}\u{1f431}");
        assert_eq!(text(r#""\a\b\f\n\r\t\v\?\`""#), "\u{7}\u{8}\u{c}\n\r\t\u{b}?`");
        assert_eq!(text("\"\"\"a\n\"b\" \\x41\"\"\""), "a\n\"b\" A");
        assert_eq!(text("R'''\\n'''"), "\\n");
        assert_eq!(text("''''''"), "");
    }

    #[test]
    fn escapes_that_the_specification_refuses_are_refused() {
        for (source, shown) in [
            (r"'a\sb'", r"`\s` is not an escape"),
            (r"'\d'", r"`\d` is not an escape"),
            (r"'\400'", r"`\4` is not an escape"),
            (r"'\18'", r"`\18'` is not an escape"),
            (r"'\x4'", r"`\x4'` is not an escape"),
            (r"'\x+1'", r"`\x+1` is not an escape"),
            (r"'\uD83D\uDE03'", r"`\uD83D` is not an escape"),
            (r"'\U00110000'", r"`\U00110000` is not an escape"),
            ("'\\\u{e9}'", "`\\\u{e9}` is not an escape"),
        ] {
            assert_eq!(refused(source).0, shown, "{source}");
        }
    }

    #[test]
    fn attack_texts_without_an_end() {
        assert_eq!(refused("\"abc").1, 0..4);
        assert_eq!(refused("'a\nb'").1, 0..2);
        assert_eq!(refused("'''a''").0, "this text has no closing quote");
        assert_eq!(refused("'\\").0, "`\\` is not an escape");
        assert_eq!(refused("'\\'").0, "this text has no closing quote");
    }

    #[test]
    fn names_that_start_like_a_prefix_are_no_texts() {
        for source in ["r", "rb", "bar", "rr\"a\"", "b.c"] {
            assert!(read(source, 0).unwrap().is_none(), "{source}");
        }
        assert_eq!(refused("b'a'").0, "byte strings are not supported");
        assert_eq!(refused("rb'a'").0, "byte strings are not supported");
    }
}
