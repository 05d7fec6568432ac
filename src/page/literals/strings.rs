//! Strings of a program, with their escapes.

use crate::page::data_tree::DataScalar;
use crate::text::Span;

/// Reads the string whose quotation mark stands at an offset: its text, and the offset
/// after it. Nothing if it is not closed, or if a template computes a part of it.
pub(super) fn read(text: &str, open: usize, end: usize) -> Option<(DataScalar, usize)> {
    let bytes = &text.as_bytes()[..end];
    let quote = bytes[open];
    let mut scalar = DataScalar::default();
    let mut from = open + 1;
    let mut at = from;
    loop {
        let byte = *bytes.get(at)?;
        if byte == quote {
            verbatim(&mut scalar, text, from, at);
            return Some((scalar, at + 1));
        }
        match byte {
            b'\\' => {
                verbatim(&mut scalar, text, from, at);
                let (decoded, after) = escape(text, at, end)?;
                scalar.text.push_str(&decoded);
                scalar.map.push_decoded(decoded.len(), Span::new(at, after));
                at = after;
                from = after;
            }
            b'\n' | b'\r' if quote != b'`' => return None,
            b'$' if quote == b'`' && bytes.get(at + 1) == Some(&b'{') => return None,
            _ => at += 1,
        }
    }
}

/// A text that stands in the source as it is.
pub(super) fn verbatim_scalar(text: &str, start: usize, end: usize) -> DataScalar {
    let mut scalar = DataScalar::default();
    verbatim(&mut scalar, text, start, end);
    scalar
}

fn verbatim(scalar: &mut DataScalar, text: &str, start: usize, end: usize) {
    if start < end {
        scalar.text.push_str(&text[start..end]);
        scalar.map.push_verbatim(Span::new(start, end));
    }
}

/// The text of two strings that a program joins.
pub(super) fn join(first: &mut DataScalar, second: &DataScalar) {
    first.text.push_str(&second.text);
    second.map.copy_to(0..second.text.len(), &mut first.map);
}

/// The text that the escape at an offset stands for, and the offset after it.
fn escape(text: &str, at: usize, end: usize) -> Option<(String, usize)> {
    let rest = &text[at + 1..end];
    let char = rest.chars().next()?;
    let after = at + 1 + char.len_utf8();
    let one = |char: char| Some((char.to_string(), after));
    match char {
        'n' => one('\n'),
        't' => one('\t'),
        'r' => one('\r'),
        'b' => one('\u{8}'),
        'f' => one('\u{c}'),
        'v' => one('\u{b}'),
        '0' => one('\0'),
        '\n' => Some((String::new(), after)),
        '\r' => Some((String::new(), after + usize::from(rest[1..].starts_with('\n')))),
        'x' => match hex(&rest[1..], 2) {
            Some(code) => Some((char::from_u32(code)?.to_string(), after + 2)),
            None => one(char),
        },
        'u' => Some(unicode(rest).map_or_else(
            || (char.to_string(), after),
            |(char, len)| (char.to_string(), at + 1 + len),
        )),
        other => one(other),
    }
}

/// The character of `u....` or `u{...}`, or of two that make one, and their length.
fn unicode(rest: &str) -> Option<(char, usize)> {
    if let Some(inner) = rest.strip_prefix("u{") {
        let len = inner.bytes().take(7).position(|byte| byte == b'}')?;
        return Some((char::from_u32(hex(inner, len)?)?, len + 3));
    }
    let high = hex(&rest[1..], 4)?;
    if let Some(char) = char::from_u32(high) {
        return Some((char, 5));
    }
    let low = rest.get(5..).and_then(|rest| rest.strip_prefix("\\u"));
    let low = low.and_then(|low| hex(low, 4)).filter(|low| (0xdc00..0xe000).contains(low));
    match low {
        Some(low) if high < 0xdc00 => {
            let code = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
            Some((char::from_u32(code)?, 11))
        }
        _ => Some((char::REPLACEMENT_CHARACTER, 5)),
    }
}

fn hex(text: &str, len: usize) -> Option<u32> {
    let digits = text.get(..len).filter(|digits| !digits.is_empty())?;
    let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_hex.then(|| u32::from_str_radix(digits, 16).ok()).flatten()
}
