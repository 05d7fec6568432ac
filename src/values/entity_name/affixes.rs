//! Affixes of a legal name: footnote marks, brackets and quotes.

use crate::facts::legal_forms;
use crate::facts::name_words::{self, WordUses};
use crate::facts::places::{self, Meaning};
use crate::text::fold::name as fold;
use std::ops::Range;

/// A text without what stands behind the legal name.
pub(super) struct Split {
    pub(super) legal: Range<usize>,
    pub(super) brackets: Vec<Bracket>,
    pub(super) footnote: Option<Range<usize>>,
}

/// A bracket, or a quoted name, at the end of the text.
pub(super) struct Bracket {
    pub(super) inner: Range<usize>,
    pub(super) outer: Range<usize>,
    pub(super) quoted: bool,
}

/// Maximum number of brackets and footnote marks that are removed.
const MAX_AFFIXES: usize = 8;

/// Takes footnote marks and brackets off the end of a text.
pub(super) fn split(text: &str) -> Split {
    let mut split =
        Split { legal: trim(text, 0..text.len()), brackets: Vec::new(), footnote: None };
    for _ in 0..MAX_AFFIXES {
        let range = split.legal.clone();
        if let Some(end) = footnote(&text[range.clone()]) {
            let to = split.footnote.map_or(range.end, |mark: Range<usize>| mark.end);
            split.footnote = Some(range.start + end..to);
            split.legal = trim(text, range.start..range.start + end);
            continue;
        }
        let Some(bracket) = bracket(text, range.clone()) else { break };
        let before = trim(text, range.start..bracket.outer.start);
        // A name that is all brackets has no other part.
        if !text[before.clone()].contains(char::is_alphanumeric) {
            break;
        }
        split.legal = before;
        split.brackets.push(bracket);
    }
    split.brackets.reverse();
    split
}

/// The range without white space and hanging separators at its ends.
fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let blank = |c: char| c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}');
    let start = range.start + (part.len() - part.trim_start_matches(blank).len());
    let end = range.start + part.trim_end_matches(blank).len();
    start.min(end)..end
}

/// Finds the start of a footnote mark at the end: `[1]`, `(2)`, `*`, `†`, `¹`.
fn footnote(text: &str) -> Option<usize> {
    let last = text.chars().next_back()?;
    let is_mark = |c: char| {
        matches!(c, '*' | '†' | '‡' | '§' | '¶' | '＊' | '\u{b9}' | '\u{b2}' | '\u{b3}')
            || matches!(c, '\u{2070}' | '\u{2074}'..='\u{2079}')
    };
    let start = if is_mark(last) {
        text.trim_end_matches(is_mark).len()
    } else {
        let (open, most) = match last {
            ']' => ('[', 3),
            ')' => ('(', 2),
            _ => return None,
        };
        let start = text.rfind(open)?;
        let inner = text[start + 1..text.len() - 1].trim().trim_start_matches('^');
        let inner = inner.strip_prefix("note ").unwrap_or(inner);
        let digits = !inner.is_empty()
            && inner.len() <= most
            && inner.bytes().all(|byte| byte.is_ascii_digit());
        let letter = last == ']' && inner.len() == 1 && inner.as_bytes()[0].is_ascii_alphabetic();
        let mark = last == ']' && !inner.is_empty() && inner.chars().all(is_mark);
        if !(digits || letter || mark) {
            return None;
        }
        start
    };
    text[..start].contains(char::is_alphanumeric).then_some(start)
}

/// The bracket or the quoted text that ends the range, unless it belongs to the
/// name: `(publ)`, `(UK)`, `(주)`.
fn bracket(text: &str, range: Range<usize>) -> Option<Bracket> {
    let part = &text[range.clone()];
    // A comma or full stop after the bracket is a typo.
    let part = part.trim_end_matches(['.', ',', ';', ' ']);
    let last = part.chars().next_back()?;
    let open = match last {
        ')' | '）' => ['(', '（'],
        ']' | '］' => ['[', '［'],
        _ => return quoted(part, range.start),
    };
    let mut depth = 0_usize;
    let mut start = None;
    for (at, char) in part.char_indices().rev() {
        if matches!(char, ')' | '）' | ']' | '］') {
            depth += 1;
        } else if matches!(char, '(' | '（' | '[' | '［') {
            depth = depth.checked_sub(1)?;
            if depth == 0 {
                start = open.contains(&char).then_some((at, char.len_utf8()));
                break;
            }
        }
    }
    let (start, width) = start?;
    let inner = trim(text, range.start + start + width..range.start + part.len() - last.len_utf8());
    let outer = range.start + start..range.end;
    let stripped = trim_quotes(text, inner.clone());
    let is_quoted = stripped != inner;
    if !is_quoted {
        let tokens = fold::fold(text, inner.clone()).tokens;
        let words = fold::join(&tokens);
        let is_form = || !tokens.is_empty() && legal_forms::find(&text[inner.clone()]).is_some();
        if legal_forms::is_kept_bracket(&words) || is_form() || is_place(&text[inner.clone()]) {
            return None;
        }
    }
    Some(Bracket { inner: stripped, outer, quoted: is_quoted })
}

/// True if a text names countries, states or groups of countries: `Delaware, USA`.
/// Cities lend their names to products.
fn is_place(text: &str) -> bool {
    text.split(',').all(|part| {
        places::phrase_of(part.trim()).is_some_and(|phrase| {
            phrase.meaning.is_place() && !matches!(phrase.meaning, Meaning::City(_))
        })
    })
}

/// A quoted text behind a name: `Amazon Web Services, Inc. "AWS"`. Marks around the
/// name itself are its punctuation: `UAB "Kelp"`, `«Kelp»`.
fn quoted(part: &str, offset: usize) -> Option<Bracket> {
    let close = part.chars().next_back().filter(|c| is_quote(*c) && *c != '\'')?;
    let before = &part[..part.len() - close.len_utf8()];
    let open = before.rfind(is_quote)?;
    let width = before[open..].chars().next().map_or(1, char::len_utf8);
    let name = before[..open].trim_end();
    let is_empty = before[open + width..].trim().is_empty();
    if is_empty || before[..open].ends_with(char::is_alphanumeric) || is_form_only(name) {
        return None;
    }
    Some(Bracket {
        inner: offset + open + width..offset + before.len(),
        outer: offset + open..offset + part.len(),
        quoted: true,
    })
}

/// True if no name stands before a name in quotation marks: nothing, a legal form, or a word
/// for a company or another body.
fn is_form_only(text: &str) -> bool {
    if !text.contains(char::is_alphanumeric) || legal_forms::find(text).is_some() {
        return true;
    }
    let tokens = fold::fold(text, 0..text.len()).tokens;
    legal_forms::is_body(&fold::join(&tokens))
        || name_words::phrases_at(&tokens).longest(WordUses::ROLE) == Some(tokens.len())
}

pub(super) fn is_quote(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '“'
            | '”'
            | '„'
            | '‟'
            | '«'
            | '»'
            | '‹'
            | '›'
            | '‘'
            | '’'
            | '‚'
            | '「'
            | '」'
            | '『'
            | '』'
            | '＂'
            | '〝'
            | '〞'
    )
}

/// The range without quotes and white space around it.
pub(super) fn trim_quotes(text: &str, range: Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let is_margin = |c: char| c.is_whitespace() || is_quote(c);
    let start = range.start + (part.len() - part.trim_start_matches(is_margin).len());
    let end = range.start + part.trim_end_matches(is_margin).len();
    start.min(end)..end
}
