//! The data between two marks at the start of a page: `---` for YAML, `+++` for TOML.

use super::super::block::Pair;
use super::super::rich::{Rich, RichBuilder};
use crate::text::Span;

/// The content of the front matter.
#[derive(Debug, Default)]
pub(super) struct FrontMatter {
    /// The bytes after it.
    pub(super) end: usize,
    /// The title of the page.
    pub(super) title: Option<Rich>,
    /// The other keys that have one value.
    pub(super) pairs: Vec<Pair>,
    /// Comments, without their marks.
    pub(super) comments: Vec<Span>,
}

/// Reads the front matter of a page, if it has any.
pub(super) fn read(text: &str) -> Option<FrontMatter> {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let first = text[start..].lines().next()?.trim_end();
    let (closing, sign): (&[&str], char) = match first {
        "---" => (&["---", "..."], ':'),
        "+++" => (&["+++"], '='),
        _ => return None,
    };
    let mut found = FrontMatter::default();
    let mut at = start + text[start..].find('\n')? + 1;
    let mut is_top = true;
    let mut outer: Option<Rich> = None;
    for line in text[at..].split_inclusive('\n') {
        let shown = line.trim_end();
        if closing.contains(&shown) {
            found.end = at + line.len();
            return Some(found);
        }
        // Keys below the head of a TOML table are not those of the page.
        is_top &= !(sign == '=' && shown.starts_with('['));
        if let Some(comment) = shown.trim_start().strip_prefix('#') {
            let from = at + shown.len() - comment.len();
            found.comments.push(Span::new(from, at + shown.len()));
        } else if let (':', true) = (sign, shown.ends_with(':') && !shown.starts_with([' ', '-'])) {
            let mut term = RichBuilder::default();
            term.text(&shown[..shown.len() - 1], at);
            outer = Some(term.finish());
        } else if let (Some(outer), true) = (&outer, shown.starts_with("  ")) {
            let indent = shown.len() - shown.trim_start().len();
            if let Some((term, value)) = pair(&shown[indent..], at + indent, sign) {
                let mut dotted = RichBuilder::default();
                dotted.rich(outer);
                dotted.decoded(".", Span::new(at, at));
                dotted.rich(&term);
                found.pairs.push(Pair { term: dotted.finish(), text: value, inner: Vec::new() });
            }
        } else if is_top && let Some((term, value)) = pair(shown, at, sign) {
            if term.text().eq_ignore_ascii_case("title") && found.title.is_none() {
                found.title = Some(value);
            } else {
                found.pairs.push(Pair { term, text: value, inner: Vec::new() });
            }
        }
        at += line.len();
    }
    None
}

/// The key and the value of a line that starts with a key and has a single value.
fn pair(line: &str, start: usize, sign: char) -> Option<(Rich, Rich)> {
    let (key, _) = line.split_once(sign)?;
    let is_key = key.chars().all(|char| char.is_alphanumeric() || "_-. ".contains(char));
    if !is_key || key.trim().is_empty() || key.starts_with([' ', '-']) {
        return None;
    }
    let rest = &line[key.len() + 1..];
    let from = key.len() + 1 + (rest.len() - rest.trim_start().len());
    let value = rest.trim();
    let value = match value.chars().next()? {
        '[' | '{' | '|' | '>' | '&' | '*' | '!' | '#' => return None,
        quote @ ('"' | '\'') => {
            let inner = &value[1..];
            let end = inner.find(quote)?;
            if value.starts_with("\"\"\"") || inner[..end].contains('\\') {
                return None;
            }
            (from + 1, &inner[..end])
        }
        _ => (from, value.split(" #").next().unwrap_or(value).trim_end()),
    };
    let text = |text: &str, at: usize| {
        let mut builder = RichBuilder::default();
        builder.text(text, at);
        builder.finish()
    };
    let value = text(value.1, start + value.0);
    (!value.is_empty()).then(|| (text(key, start), value))
}
