//! Edits of entries and items by the spans of their values. Each keeps the notation around
//! it: block or flow, YAML or JSON.

use super::{ScalarStyle, Value};
use crate::text::{Edit, Span};

fn edit(start: usize, end: usize, text: impl Into<String>) -> Edit {
    Edit { span: Span::new(start, end), text: text.into() }
}

/// Takes an entry out of a mapping. `entries` are those that stand in the
/// mapping itself, in the order of the text.
pub(crate) fn remove(map: Value<'_>, entries: &[(Value<'_>, Value<'_>)], index: usize) -> Edit {
    let text = map.tree().text();
    let (key, value) = entries[index];
    let start = key.span().start as usize;
    let end = end_of(text, value);
    let next = entries.get(index + 1).map(|(key, _)| key.span().start as usize);
    let previous = index.checked_sub(1).map(|index| end_of(text, entries[index].1));
    if text[map.span().range()].starts_with('{') {
        return match (next, previous) {
            (Some(next), _) => edit(start, next, ""),
            (None, Some(previous)) => edit(previous, end, ""),
            (None, None) => edit(start, end, ""),
        };
    }
    let line = line_start(text, start);
    match next {
        _ if next.is_none() && previous.is_none() => edit(start, end, "{}"),
        // The first key of an entry shares its line with the hyphen.
        Some(next) if !text[line..start].trim().is_empty() => edit(start, next, ""),
        _ => edit(line, line_end(text, end), ""),
    }
}

/// Puts another value, in flow notation, in the place of one; nothing when a
/// tag or anchor stands between it and its key.
pub(crate) fn replace(key: Value<'_>, value: Value<'_>, with: &str) -> Option<Edit> {
    let text = key.tree().text();
    let (start, end) = (key.span().end as usize, end_of(text, value));
    let between = text.get(start..value.span().start as usize)?;
    is_bare(between).then(|| edit(start, end, format!(": {with}")))
}

/// True if what stands between a key and its value is a colon, comments, the
/// sign of a block text or the hyphen of a first item, and no tag or anchor.
fn is_bare(between: &str) -> bool {
    let Some(rest) = between.trim_start().strip_prefix(':') else { return false };
    rest.lines().all(|line| {
        let line = line.trim_start();
        let line = line.strip_prefix(['|', '>', '-']).unwrap_or(line);
        let line = line.trim_start_matches(|char: char| "+-".contains(char) || char.is_numeric());
        line.trim().is_empty() || line.trim_start().starts_with('#')
    })
}

/// Writes an item of a list a second time, after itself.
pub(crate) fn repeat(list: Value<'_>, item: Value<'_>) -> Option<Edit> {
    let text = list.tree().text();
    let (start, end) = (item.span().start as usize, end_of(text, item));
    if text[list.span().range()].starts_with('[') {
        return Some(edit(end, end, format!(", {}", &text[start..end])));
    }
    // From the hyphen on, so that what follows keeps its columns.
    let before = text[..start].trim_end();
    let hyphen = before.strip_suffix('-')?.len();
    let line = line_start(text, hyphen);
    let indent = &text[line..hyphen];
    if !indent.trim().is_empty() {
        return None;
    }
    let after = line_end(text, end);
    let gap = if text[..after].ends_with(['\n', '\r']) { "" } else { "\n" };
    // Whole lines: an empty last value ends before its colon.
    let copy = text[hyphen..after].trim_end_matches(['\n', '\r']);
    Some(edit(after, after, format!("{gap}{indent}{copy}\n")))
}

/// Lets two values of one line each change places.
pub(crate) fn swap(a: Value<'_>, b: Value<'_>) -> Option<Vec<Edit>> {
    let text = a.tree().text();
    let written = |value: Value<'_>| {
        let written = &text[value.span().range()];
        let fits =
            value.style() != ScalarStyle::Block && !value.is_alias() && !written.contains('\n');
        fits.then_some(written)
    };
    let (first, second) = (written(a)?, written(b)?);
    Some(vec![
        Edit { span: a.span(), text: second.to_owned() },
        Edit { span: b.span(), text: first.to_owned() },
    ])
}

/// Returns the end of a value. Block text is taken without its last line break, so
/// that what follows stays on its line; a block whose last value is empty ends
/// before a colon that belongs to it.
fn end_of(text: &str, value: Value<'_>) -> usize {
    let span = value.span();
    let written = &text[span.range()];
    let end = span.start as usize + written.trim_end_matches(['\n', '\r', ' ']).len();
    let rest = text[end..].trim_start_matches(' ');
    if rest.starts_with(':') { text.len() - rest.len() + 1 } else { end }
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind(['\n', '\r']).map_or(0, |before| before + 1)
}

/// The start of the next line, or the end of the text.
fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |length| at + length + 1)
}
