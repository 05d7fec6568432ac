//! Tags and entities of HTML.

use super::{FieldText, MAX_PARTS, MAX_REACH, MarkupKind, MarkupPart, reach};
use crate::facts::html_entities;
use std::ops::Range;

/// Elements inside a line.
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "big", "center", "del", "em", "font", "i", "img", "ins", "nobr",
    "s", "small", "span", "strike", "strong", "sub", "sup", "tt", "u", "wbr",
];

/// Elements that end a line.
const LINES: &[&str] = &[
    "blockquote",
    "br",
    "dd",
    "div",
    "dl",
    "dt",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
];

/// Bytes of the longest name of a character.
const LONGEST_NAME: usize = 10;

pub(super) fn find(text: &str, field: FieldText, parts: &mut Vec<MarkupPart>) {
    let mut at = 0;
    while let Some(found) = text[at..].find(['<', '&']) {
        at += found;
        if parts.len() >= MAX_PARTS {
            return;
        }
        let end = if text[at..].starts_with('&') {
            entity(text, at, parts)
        } else {
            tag(text, at, field, parts)
        };
        at = end.unwrap_or(at + 1);
    }
}

/// `&amp;`, `&#38;` or `&#x26;`.
fn entity(text: &str, at: usize, parts: &mut Vec<MarkupPart>) -> Option<usize> {
    let rest = &text.as_bytes()[at + 1..];
    let len = rest.iter().take(LONGEST_NAME + 1).position(|byte| *byte == b';')?;
    let name = text.get(at + 1..at + 1 + len)?;
    let char = match name.strip_prefix('#') {
        Some(number) => {
            let hex = number.strip_prefix(['x', 'X']);
            let code = match hex {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?)?
        }
        None => html_entities::by_name(name)?,
    };
    let stands_for = match char {
        '\u{a0}' | '\u{2002}' | '\u{2003}' | '\u{2009}' => " ".to_owned(),
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => String::new(),
        char if char.is_control() => " ".to_owned(),
        char => char.to_string(),
    };
    let end = at + len + 2;
    parts.push(MarkupPart { text: stands_for, ..MarkupPart::off(at..end, MarkupKind::Entity) });
    Some(end)
}

/// A tag, or what stands for one: a comment, an address in angle brackets.
fn tag(text: &str, at: usize, field: FieldText, parts: &mut Vec<MarkupPart>) -> Option<usize> {
    let rest = &text[at..];
    if rest.starts_with("<!--") {
        let end = at + reach(rest, MAX_REACH).find("-->")? + 3;
        parts.push(MarkupPart::off(at..end, MarkupKind::Tag));
        return Some(end);
    }
    let end =
        at + 1 + rest[1..].find(['<', '>']).filter(|end| rest[1 + end..].starts_with('>'))? + 1;
    let inner = &text[at + 1..end - 1];
    if inner.starts_with("https://") || inner.starts_with("http://") {
        let is_one = !inner.contains([' ', '<']);
        return is_one.then(|| {
            parts.push(MarkupPart::off(at..at + 1, MarkupKind::Markdown));
            parts.push(MarkupPart::off(end - 1..end, MarkupKind::Markdown));
            end
        });
    }
    let (is_end, body) = match inner.strip_prefix('/') {
        Some(body) => (true, body),
        None => (false, inner),
    };
    let body = body.trim_end_matches('/').trim_end();
    let len = body.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(body.len());
    let (name, attributes) = body.split_at(len);
    let name = name.to_ascii_lowercase();
    let is_shaped = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && !body.contains('<')
        && (attributes.is_empty() || attributes.starts_with(' ') && attributes.contains('='));
    let is_line = LINES.contains(&&*name);
    // `<Country>` is left to be filled in; `<address>` is a tag only with its end.
    let is_known = is_line
        || INLINE.contains(&&*name)
        || is_shaped && is_end && has_pair(text, at, &name)
        || is_shaped && has_end(&text[end..], &name);
    if !is_shaped || !is_known {
        return None;
    }
    if name == "sup" && !is_end {
        let close = reach(&text[end..], MAX_REACH).find("</")?;
        let mark = text[end..end + close].trim().trim_matches(['[', ']', '(', ')']);
        let after = end + close + text[end + close..].find('>')? + 1;
        if mark.chars().count() <= 3 && !mark.contains('<') {
            let from = text[..at].trim_end().len();
            parts.push(MarkupPart::off(from..after, MarkupKind::Footnote));
            return Some(after);
        }
    }
    if name == "a"
        && field == FieldText::Address
        && let Some(target) = target(text, at + 1..end - 1)
        && let Some(close) = reach(&text[end..], MAX_REACH).find("</a>")
    {
        let after = end + close + "</a>".len();
        parts.push(MarkupPart::off(at..target.start, MarkupKind::Link));
        parts.push(MarkupPart::off(target.end..after, MarkupKind::Link));
        return Some(after);
    }
    let mut range = at..end;
    let mut stands_for = "";
    if is_line {
        // One sign between two lines, whatever stands for the break.
        range.start = text[..at].trim_end().len();
        range.end += text[end..].len() - text[end..].trim_start().len();
        let is_joined = parts.last().is_some_and(|last| {
            last.range.end >= range.start && !last.text.is_empty() && last.kind == MarkupKind::Tag
        });
        let is_first = is_joined || is_blank_before(text, range.start, parts);
        let is_last = text[range.end..].trim().is_empty() || rest_is_tags(&text[range.end..]);
        let ends = text[..range.start].ends_with([',', ';', ':', '.', '!', '?']);
        if !is_first && !is_last {
            stands_for = if ends { " " } else { ", " };
        }
    }
    let range = range.start.max(parts.last().map_or(0, |last| last.range.end))..range.end;
    let says_more = name == "a" && !is_end && target(text, at + 1..end - 1).is_some();
    let kind = if name == "a" { MarkupKind::Link } else { MarkupKind::Tag };
    parts.push(MarkupPart {
        text: stands_for.to_owned(),
        says_more,
        ..MarkupPart::off(range.clone(), kind)
    });
    Some(range.end)
}

/// True if a tag of that name starts before its end.
fn has_pair(text: &str, at: usize, name: &str) -> bool {
    let mut from = at.saturating_sub(MAX_REACH);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let before = text[from..at].to_ascii_lowercase();
    before.contains(&format!("<{name}>")) || before.contains(&format!("<{name} "))
}

/// True if a tag of that name ends soon.
fn has_end(text: &str, name: &str) -> bool {
    reach(text, MAX_REACH).to_ascii_lowercase().contains(&format!("</{name}>"))
}

/// True if there is no text in front of a byte.
fn is_blank_before(text: &str, at: usize, parts: &[MarkupPart]) -> bool {
    let mut from = 0;
    for part in parts {
        if !text[from..part.range.start.max(from)].trim().is_empty() {
            return false;
        }
        from = part.range.end;
    }
    text[from.min(at)..at].trim().is_empty()
}

/// True if nothing but ends of elements is left.
fn rest_is_tags(text: &str) -> bool {
    let mut rest = text.trim();
    while rest.starts_with("</") {
        let Some(end) = rest.find('>') else { return false };
        rest = rest[end + 1..].trim();
    }
    rest.is_empty()
}

/// The target of a link, without `mailto:`.
fn target(text: &str, tag: Range<usize>) -> Option<Range<usize>> {
    let from = tag.start + text[tag.clone()].find("href=")? + "href=".len();
    let quote = text[from..tag.end].chars().next().filter(|c| matches!(c, '"' | '\''));
    let (from, len) = match quote {
        Some(quote) => (from + 1, text[from + 1..tag.end].find(quote)?),
        None => (from, text[from..tag.end].find(' ').unwrap_or(tag.end - from)),
    };
    let skip = if text[from..from + len].starts_with("mailto:") { "mailto:".len() } else { 0 };
    (len > skip).then_some(from + skip..from + len)
}
