//! Signs of Markdown.

use super::{FieldText, MAX_PARTS, MAX_REACH, MarkupKind, MarkupPart, is_taken, reach};

pub(super) fn find(text: &str, field: FieldText, parts: &mut Vec<MarkupPart>) {
    links(text, field, parts);
    let is_free = |parts: &[MarkupPart], at| !is_taken(parts, at);
    for sign in ['*', '_', '~', '`'] {
        emphasis(text, sign, field, parts);
    }
    for (at, _) in text.match_indices('\\') {
        if parts.len() >= MAX_PARTS {
            return;
        }
        let next = text[at + 1..].chars().next();
        if is_free(parts, at)
            && matches!(next, Some('*' | '_' | '[' | ']' | '&' | '|' | '<' | '>' | '~' | '#' | '`'))
        {
            parts.push(MarkupPart::off(at..at + 1, MarkupKind::Markdown));
        }
    }
    if !field.is_sentence() && !text.contains('\n') {
        lead(text, parts);
    }
}

/// `[text](target)`, `![text](target)`.
fn links(text: &str, field: FieldText, parts: &mut Vec<MarkupPart>) {
    let mut from = 0;
    while let Some(found) = text[from..].find('[') {
        let at = from + found;
        from = at + 1;
        if parts.len() >= MAX_PARTS {
            return;
        }
        // A bracket inside belongs to another link.
        let inner = text[at + 1..].find(['[', ']']).map(|found| at + 1 + found);
        let Some(middle) = inner.filter(|inner| text[*inner..].starts_with("](")) else { continue };
        if text[at + 1..middle].trim().is_empty() {
            continue;
        }
        let Some(end) = target_end(text, middle + 2) else { continue };
        let is_image = text[..at].ends_with('!');
        let start = if is_image { at - 1 } else { at };
        let inside = text[middle + 2..end].trim();
        let target = inside.split_whitespace().next().unwrap_or_default();
        if field == FieldText::Address && !is_image && !target.is_empty() {
            let first = middle + 2 + text[middle + 2..end].find(target).unwrap_or(0);
            let skip = if target.starts_with("mailto:") { "mailto:".len() } else { 0 };
            parts.push(MarkupPart::off(start..first + skip, MarkupKind::Link));
            parts.push(MarkupPart::off(first + target.len()..end + 1, MarkupKind::Link));
        } else {
            parts.push(MarkupPart::off(start..at + 1, MarkupKind::Link));
            let says_more = !target.is_empty() && !text[at..middle].contains(target);
            let behind = MarkupPart::off(middle..end + 1, MarkupKind::Link);
            parts.push(MarkupPart { says_more, ..behind });
        }
        from = end + 1;
    }
}

/// The bracket that closes a target, if one of an address can be meant.
fn target_end(text: &str, from: usize) -> Option<usize> {
    let mut open = 0_usize;
    for (at, char) in reach(&text[from..], MAX_REACH).char_indices() {
        match char {
            '(' => open += 1,
            ')' if open == 0 => {
                return is_target(text[from..from + at].trim()).then_some(from + at);
            }
            ')' => open -= 1,
            '\n' => return None,
            _ => {}
        }
    }
    None
}

/// True for an address, with a title in quotation marks behind it or without one.
fn is_target(text: &str) -> bool {
    let (target, title) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let is_title = |quote: char| title.starts_with(quote) && title.ends_with(quote);
    let starts = ["http://", "https://", "mailto:", "tel:", "/", "./", "../", "#", "www."];
    let is_domain = target.split_once('.').is_some_and(|(name, rest)| {
        name.ends_with(char::is_alphanumeric) && rest.starts_with(char::is_alphanumeric)
    });
    let is_address = is_domain || starts.iter().any(|start| target.starts_with(start));
    let title = title.trim();
    is_address
        && !target.contains(['<', '>', '*', '`'])
        && (title.is_empty() || is_title('"') || is_title('\''))
}

/// `**text**` and its like: equal runs of one sign around a text.
fn emphasis(text: &str, sign: char, field: FieldText, parts: &mut Vec<MarkupPart>) {
    if sign == '`' && field.is_sentence() {
        return;
    }
    let mut open: Option<(usize, usize)> = None;
    let mut from = 0;
    while let Some(found) = text[from..].find(sign) {
        let at = from + found;
        let len = text[at..].len() - text[at..].trim_start_matches(sign).len();
        from = at + len;
        if parts.len() >= MAX_PARTS {
            return;
        }
        let before = text[..at].chars().next_back();
        let after = text[from..].chars().next();
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let is_space = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let fits = match sign {
            '~' => len == 2,
            '`' => len <= 2,
            _ => len <= 3,
        };
        if is_taken(parts, at) || !fits || text[..at].ends_with('\\') {
            continue;
        }
        match open {
            Some((start, width)) if width == len && !is_space(before) && !is_word(after) => {
                parts.push(MarkupPart::off(start..start + width, MarkupKind::Markdown));
                parts.push(MarkupPart::off(at..at + len, MarkupKind::Markdown));
                open = None;
            }
            _ if !is_word(before) && !is_space(after) => open = Some((at, len)),
            _ => {}
        }
    }
}

/// The signs that a line of a list, of a table or a heading begins with.
fn lead(text: &str, parts: &mut Vec<MarkupPart>) {
    let start = text.len() - text.trim_start().len();
    let rest = &text[start..];
    let signs = rest.len() - rest.trim_start_matches('#').len();
    let len = match rest.chars().next() {
        Some('*' | '-' | '>') => 1,
        Some(bullet @ ('•' | '▪' | '‣' | '◦' | '●' | '–')) => bullet.len_utf8(),
        Some('|') => 1,
        Some('#') if signs <= 6 => signs,
        _ => return,
    };
    let behind = &rest[len..];
    let space = behind.len() - behind.trim_start().len();
    let is_bullet = rest.starts_with(['•', '▪', '‣', '◦', '●']);
    if space == 0 && !is_bullet || behind.trim().is_empty() {
        return;
    }
    let is_table = rest.starts_with('|');
    if is_table && !rest.trim_end().ends_with('|') {
        return;
    }
    parts.push(MarkupPart::off(start..start + len + space, MarkupKind::Markdown));
    if is_table {
        let end = text.trim_end().len();
        let from = text[..end - 1].trim_end().len();
        parts.push(MarkupPart::off(from..end, MarkupKind::Markdown));
    }
}
