//! Marks of footnotes, signs of trademarks, quotation marks and padding.

use super::{FieldText, MAX_PARTS, MarkupKind, MarkupPart, is_taken, reach};

/// Bytes of the longest mark of a footnote in brackets.
const LONGEST_MARK: usize = 40;

/// True for a sign that stands for a footnote.
fn is_footnote_sign(c: char) -> bool {
    matches!(c, '*' | '†' | '‡' | '§' | '¶' | '¹' | '²' | '³' | '⁰' | '⁴'..='⁹')
}

/// True for a sign of a trademark.
fn is_trade_mark(c: char) -> bool {
    matches!(c, '™' | '®' | '©' | '℠')
}

/// Characters that nobody sees, spaces that are none of the keyboard, and spaces at the ends.
pub(super) fn padding(text: &str, parts: &mut Vec<MarkupPart>) {
    let inner = text.trim();
    if inner.is_empty() {
        return;
    }
    let head = text.len() - text.trim_start().len();
    let tail = text.trim_end().len();
    // Line breaks end blocks, and the wide space is one of the keyboard where it is used.
    let pads = |part: &str| part.chars().any(|c| !matches!(c, '\n' | '\r' | '\u{3000}'));
    if pads(&text[..head]) {
        parts.push(MarkupPart::off(0..head, MarkupKind::Padding));
    }
    if pads(&text[tail..]) {
        parts.push(MarkupPart::off(tail..text.len(), MarkupKind::Padding));
    }
    if inner.is_ascii() {
        return;
    }
    for (at, char) in inner.char_indices() {
        if parts.len() >= MAX_PARTS {
            return;
        }
        let stands_for = match char {
            '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' => " ",
            '\u{ad}'
            | '\u{200b}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{206f}'
            | '\u{feff}' => "",
            _ => continue,
        };
        let range = head + at..head + at + char.len_utf8();
        let part = MarkupPart::off(range, MarkupKind::Padding);
        parts.push(MarkupPart { text: stands_for.to_owned(), ..part });
    }
}

/// Marks behind a text, signs of trademarks in names, and quotation marks around all.
pub(super) fn at_the_ends(text: &str, field: FieldText, parts: &mut Vec<MarkupPart>) {
    footnotes(text, parts);
    if field == FieldText::Quotation {
        return;
    }
    if field == FieldText::Name {
        for (at, char) in text.char_indices().filter(|(_, char)| is_trade_mark(*char)) {
            if parts.len() < MAX_PARTS && !is_taken(parts, at) {
                parts.push(MarkupPart::off(at..at + char.len_utf8(), MarkupKind::Sign));
            }
        }
    }
    // What is left between the parts at both ends.
    let mut end = text.len();
    let mut start = 0;
    loop {
        let before = (start, end);
        if parts.len() >= MAX_PARTS {
            return;
        }
        end = text[..end].trim_end().len();
        if start >= end {
            return;
        }
        start += text[start..end].len() - text[start..end].trim_start().len();
        for part in parts.iter().filter(|part| part.text.trim().is_empty()) {
            if part.range.end == end && part.range.start >= start {
                end = part.range.start;
            }
            if part.range.start == start && part.range.end <= end {
                start = part.range.end;
            }
        }
        if start >= end {
            return;
        }
        let inner = &text[start..end];
        let sign = inner.chars().next_back().filter(|c| is_footnote_sign(*c));
        if field != FieldText::Prose
            && let Some(sign) = sign
        {
            // A sign behind a text, and not all of it.
            let from = end - sign.len_utf8();
            let before = text[start..from].trim_end();
            let is_text = |c: char| {
                c.is_alphanumeric() || is_footnote_sign(c) || ".,)]>”“»\"'™®©℠*_".contains(c)
            };
            if before.ends_with(is_text) && !is_unit(before, sign) {
                let space = text[..from].trim_end().len();
                parts.push(MarkupPart::off(space..end, MarkupKind::Sign));
                end = space;
            }
        } else if let Some((first, last)) = quotation_marks(inner) {
            parts.push(MarkupPart::off(start..start + first, MarkupKind::Quote));
            parts.push(MarkupPart::off(end - last..end, MarkupKind::Quote));
            (start, end) = (start + first, end - last);
        }
        if before == (start, end) {
            return;
        }
    }
}

/// True for a raised digit that makes an area or a volume of the unit before it.
fn is_unit(before: &str, sign: char) -> bool {
    matches!(sign, '²' | '³')
        && before.ends_with(" m") | before.ends_with("km") | before.ends_with("cm")
}

/// `[1]`, `[^2]` and their like behind a word.
fn footnotes(text: &str, parts: &mut Vec<MarkupPart>) {
    for (at, _) in text.match_indices('[') {
        if parts.len() >= MAX_PARTS {
            return;
        }
        let Some(len) = reach(&text[at + 1..], LONGEST_MARK).find(']') else { continue };
        let inner = &text[at + 1..at + 1 + len];
        let end = at + len + 2;
        let mark = inner.strip_prefix('^').unwrap_or(inner);
        let is_number = (1..=3).contains(&mark.len()) && mark.bytes().all(|b| b.is_ascii_digit());
        let is_sign =
            !mark.is_empty() && mark.chars().count() <= 3 && mark.chars().all(is_footnote_sign);
        let is_named =
            inner.starts_with('^') && mark.len() <= 24 && !mark.contains(' ') && !mark.is_empty();
        let from = text[..at].trim_end().len();
        let is_behind = !text[..from].trim().is_empty();
        let next = text[end..].chars().next();
        let ends = next.is_none_or(|c| !c.is_alphanumeric() && c != '(' && c != '[');
        let ends = ends || next == Some('[') && text[end..].starts_with('[');
        if (is_number || is_sign || is_named) && is_behind && ends && !is_taken(parts, at) {
            parts.push(MarkupPart::off(from..end, MarkupKind::Footnote));
        }
    }
}

/// The lengths of the typographic quotation marks around a text.
fn quotation_marks(text: &str) -> Option<(usize, usize)> {
    let first = text
        .chars()
        .next()
        .filter(|c| matches!(c, '“' | '„' | '«' | '»' | '‘' | '‚' | '”' | '’' | '「' | '『'))?;
    let last = text
        .chars()
        .next_back()
        .filter(|c| matches!(c, '”' | '“' | '»' | '«' | '’' | '‘' | '」' | '』'))?;
    let inner = text.get(first.len_utf8()..text.len().checked_sub(last.len_utf8())?)?;
    // Marks inside are those of two quotations: «a» and «b».
    let is_whole = !inner.trim().is_empty() && !inner.contains([first, last]);
    is_whole.then_some((first.len_utf8(), last.len_utf8()))
}
