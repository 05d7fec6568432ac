//! Takes the legal form off a folded name: the longest spelling at the end, else
//! one at the start, one form only, and never the whole name.

use super::fold::Token;
use std::ops::Range;

/// One way to write a legal form.
#[derive(Debug)]
pub struct Spelling {
    /// Folded, without spaces and dots; what the table is sorted by.
    pub(crate) key: &'static str,
    /// Folded, with the usual spaces.
    pub(crate) words: &'static str,
    /// The forms it may mean, as places in the table of forms.
    pub(crate) forms: &'static [u8],
    /// True if it stands at the end of a name.
    pub(crate) suffix: bool,
    /// True if it stands at the start of a name.
    pub(crate) prefix: bool,
}

/// The spellings that are looked for.
pub(crate) struct Table<'t> {
    /// Sorted by key.
    pub(crate) spellings: &'t [Spelling],
    /// Those that are written without a space beside the name.
    pub(crate) attached: &'t [&'t str],
    /// False only for keys that no spelling has.
    pub(crate) may_hold: fn(&[u8]) -> bool,
}

/// The form that was found in a name.
#[derive(Debug)]
pub(crate) struct Stripped<'t> {
    /// The words that are left.
    pub(crate) base: Range<usize>,
    /// The spelling of the form and the words it takes.
    pub(crate) form: Option<(&'t Spelling, Range<usize>)>,
}

/// Words that a form may take when every letter stands alone (`s. de r.l. de c.v.`).
const MAX_WORDS: usize = 7;

/// Finds the legal form of `tokens`. Names without spaces between form and base
/// (`株式会社Example`) are divided first, hence `&mut`.
pub(crate) fn strip<'t>(tokens: &mut Vec<Token>, text: &str, table: &Table<'t>) -> Stripped<'t> {
    divide(tokens, text, table.attached);
    let mut start = 0;
    if tokens.len() > 1 && tokens[0].text == "the" {
        start = 1;
    }
    let end = before_apposition(tokens, start, table);
    for from in (start + 1).max(end.saturating_sub(MAX_WORDS))..end {
        let Some(spelling) = lookup(&tokens[from..end], table) else { continue };
        // In `X & Co` the word is no form of its own.
        let is_weak_co = matches!(spelling.words, "co" | "company");
        if !spelling.suffix || is_weak_co && tokens[from - 1].text == "and" {
            continue;
        }
        let head = circumfix(&tokens[start..from], spelling, table);
        return Stripped { base: start + head..from, form: Some((spelling, from..end)) };
    }
    for to in ((start + 1)..end.min(start + 5)).rev() {
        if let Some(spelling) = lookup(&tokens[start..to], table)
            && spelling.prefix
        {
            return Stripped { base: to..end, form: Some((spelling, start..to)) };
        }
    }
    Stripped { base: start..end, form: None }
}

/// Number of leading words of a form that was found at the end: `PT .. Tbk`,
/// and the Romanian `S.C. .. SRL`.
fn circumfix(head: &[Token], suffix: &Spelling, table: &Table<'_>) -> usize {
    if head.len() < 2 {
        return 0;
    }
    if head[0].text == "sc" && matches!(suffix.key, "srl" | "sa" | "srld") {
        return 1;
    }
    let same = |spelling: &Spelling| {
        spelling.prefix && spelling.forms.iter().any(|form| suffix.forms.contains(form))
    };
    usize::from(lookup(&head[..1], table).is_some_and(same))
}

/// The end of the name when an apposition follows its form: `X, Inc., a public
/// benefit corporation`.
fn before_apposition(tokens: &[Token], start: usize, table: &Table<'_>) -> usize {
    let end = tokens.len();
    let is_last =
        |t: &Token| matches!(t.text.as_str(), "corporation" | "company" | "partnership" | "corp");
    if !tokens.last().is_some_and(is_last) {
        return end;
    }
    for at in (start + 2)..end.saturating_sub(1) {
        if end - at <= 7
            && matches!(tokens[at].text.as_str(), "a" | "an")
            && lookup(&tokens[at - 1..at], table).is_some_and(|s| s.suffix)
        {
            return at;
        }
    }
    end
}

/// The spelling that these words make, if they make one.
pub(crate) fn lookup<'t>(words: &[Token], table: &Table<'t>) -> Option<&'t Spelling> {
    // Spellings are short; a key that does not fit is none.
    let mut key = [0; 64];
    let mut length = 0;
    for word in words {
        if length + word.text.len() > key.len() {
            return None;
        }
        for byte in word.text.bytes().filter(|byte| *byte != b'.') {
            key[length] = byte;
            length += 1;
        }
    }
    let key = &key[..length];
    if !(table.may_hold)(key) {
        return None;
    }
    let at = table.spellings.binary_search_by(|known| known.key.as_bytes().cmp(key)).ok()?;
    let spelling = &table.spellings[at];
    fits(words, spelling).then_some(spelling)
}

/// Words may be run together, but only short ones may be taken apart: `sp. z o. o.`
/// is `sp z oo`, `pri vate limited` is nothing.
fn fits(words: &[Token], spelling: &Spelling) -> bool {
    let mut at = 0;
    for pair in words.windows(2) {
        at += dotless(&pair[0].text);
        let is_listed = || {
            let mut boundary = 0;
            spelling.words.split(' ').any(|word| {
                boundary += dotless(word);
                boundary == at
            })
        };
        if dotless(&pair[0].text).max(dotless(&pair[1].text)) > 2 && !is_listed() {
            return false;
        }
    }
    true
}

fn dotless(word: &str) -> usize {
    word.bytes().filter(|&byte| byte != b'.').count()
}

/// Divides a first or last word that carries a form of a script without spaces.
fn divide(tokens: &mut Vec<Token>, text: &str, attached: &[&str]) {
    let is_wide = |token: &Token| token.text.bytes().any(|byte| byte >= 0xe0);
    if let Some(last) = tokens.last()
        && is_wide(last)
        && let Some(form) =
            longest(attached, |form| last.text.len() > form.len() && last.text.ends_with(form))
    {
        let cut = last.text.len() - form.len();
        cut_token(tokens, tokens.len() - 1, cut, text, false);
    }
    if let Some(first) = tokens.first()
        && is_wide(first)
        && let Some(form) =
            longest(attached, |form| first.text.len() > form.len() && first.text.starts_with(form))
    {
        cut_token(tokens, 0, form.len(), text, true);
    }
}

fn longest<'a>(forms: &[&'a str], fits: impl Fn(&str) -> bool) -> Option<&'a str> {
    forms.iter().copied().filter(|form| fits(form)).max_by_key(|form| form.len())
}

/// Cuts a word in two. Its source is cut at the same number of characters from
/// the side where the form stands, which these scripts fold one to one.
fn cut_token(tokens: &mut Vec<Token>, index: usize, cut: usize, text: &str, front: bool) {
    let token = tokens[index].clone();
    let source = &text[token.source.clone()];
    let count = if front { &token.text[..cut] } else { &token.text[cut..] }.chars().count();
    let places = source.char_indices().map(|(at, _)| at);
    let at =
        if front { places.chain([source.len()]).nth(count) } else { places.rev().nth(count - 1) };
    let middle = token.source.start + at.unwrap_or(source.len());
    let (left, right) = token.text.split_at(cut);
    let part = |text: &str, source| Token { text: text.to_owned(), alt: None, source };
    tokens[index] = part(left, token.source.start..middle);
    tokens.insert(index + 1, part(right, middle..token.source.end));
}
