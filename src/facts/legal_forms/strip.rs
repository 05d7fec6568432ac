//! Takes the legal form off a folded name: the longest spelling at the end, else
//! one at the start, one form only, and never the whole name.

use super::fold::Token;
use std::ops::Range;

/// One way to write a legal form.
#[derive(Debug)]
pub struct Spelling {
    /// Folded, without spaces and dots; what the table is sorted by.
    pub(crate) key: &'static str,
    /// As it has to be typed, without spaces: `eG`. Empty if any case and dots do.
    pub(crate) typed: &'static str,
    /// Folded, with the usual spaces.
    pub(crate) words: &'static str,
    /// The forms it may mean, as places in the table of forms.
    pub(crate) forms: &'static [u16],
    /// True if it stands at the end of a name.
    pub(crate) suffix: bool,
    /// True if it is known for sure at the start of a name.
    pub(crate) prefix: bool,
    /// True if it is read at the start of a registered name.
    pub(crate) front: bool,
}

/// The spellings that are looked for.
pub(crate) struct Table<'t> {
    /// Sorted by key, and under one key by what has to be typed.
    pub(crate) spellings: &'t [Spelling],
    /// Those that are written without a space beside the name.
    pub(crate) attached: &'t [&'t str],
    /// Looks up the first spelling with a key.
    pub(crate) first: &'t (dyn Fn(FormKey<'_>) -> Option<usize> + Sync),
}

/// Words as the key of a spelling: without spaces and dots.
#[derive(Clone, Copy)]
pub(crate) struct FormKey<'w>(&'w [Token]);

impl FormKey<'_> {
    /// The bytes of the key.
    pub(crate) fn bytes(&self) -> impl Iterator<Item = u8> {
        let bytes = self.0.iter().flat_map(|word| word.text.bytes());
        bytes.filter(|byte| *byte != b'.')
    }

    /// True if it is the key of a spelling.
    pub(crate) fn is(&self, key: &str) -> bool {
        self.bytes().eq(key.bytes())
    }
}

/// The form that was found in a name.
#[derive(Debug)]
pub(crate) struct Stripped<'t> {
    /// The words that are left.
    pub(crate) base: Range<usize>,
    /// The spelling of the form and the words it takes.
    pub(crate) form: Option<(&'t Spelling, Range<usize>)>,
    /// True if the form stands in front, where it may as well be a word of the name.
    pub(crate) is_doubtful: bool,
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
    let end = before_apposition(tokens, start, text, table);
    for from in (start + 1).max(end.saturating_sub(MAX_WORDS))..end {
        let Some(spelling) = lookup(&tokens[from..end], text, table) else { continue };
        // In `X & Co` the word is no form of its own.
        let is_weak_co = matches!(spelling.words, "co" | "company");
        if !spelling.suffix || is_weak_co && tokens[from - 1].text == "and" {
            continue;
        }
        let head = circumfix(&tokens[start..from], spelling, text, table);
        let base = start + head..from;
        // `Oy Kelp Ab` has one form in two languages.
        let finnish = (head > 0 && spelling.key == "ab" && tokens[start].text == "oy")
            .then(|| lookup(&tokens[start..=start], text, table))
            .flatten();
        let form = Some((finnish.unwrap_or(spelling), from..end));
        return Stripped { base, form, is_doubtful: false };
    }
    for to in ((start + 1)..end.min(start + 7)).rev() {
        let Some(spelling) = lookup(&tokens[start..to], text, table) else { continue };
        let is_doubtful = !spelling.prefix;
        if spelling.prefix || spelling.front && is_typed_as_form(&tokens[start..to], text) {
            return Stripped { base: to..end, form: Some((spelling, start..to)), is_doubtful };
        }
    }
    Stripped { base: start..end, form: None, is_doubtful: false }
}

/// True if words in front of a name are written as a form is: in capitals, or with
/// one capital in front (`Oy`) or in the middle (`ApS`).
fn is_typed_as_form(words: &[Token], text: &str) -> bool {
    let typed = words.iter().filter_map(|word| text.get(word.source.clone()));
    let letters = typed.flat_map(|word| word.chars().filter(|c| c.is_alphabetic()));
    let capitals = letters.clone().filter(|c| c.is_uppercase()).count();
    let count = letters.count();
    capitals == count || capitals > 0 && (count <= 4 || words.len() > 1)
}

/// Number of leading words of a form that was found at the end: `PT .. Tbk`,
/// and the Romanian `S.C. .. SRL`.
fn circumfix(head: &[Token], suffix: &Spelling, text: &str, table: &Table<'_>) -> usize {
    if head.len() < 2 {
        return 0;
    }
    if head[0].text == "sc" && matches!(suffix.key, "srl" | "sa" | "srld") {
        return 1;
    }
    let same = |spelling: &Spelling| {
        spelling.prefix && spelling.forms.iter().any(|form| suffix.forms.contains(form))
    };
    if suffix.key == "ab" && head[0].text == "oy" || suffix.key == "oy" && head[0].text == "ab" {
        return 1;
    }
    // The longest first: `cong ty tnhh`.
    (1..head.len().min(5))
        .rev()
        .find(|&to| lookup(&head[..to], text, table).is_some_and(same))
        .unwrap_or(0)
}

/// The end of the name when an apposition follows its form: `X, Inc., a public
/// benefit corporation`.
fn before_apposition(tokens: &[Token], start: usize, text: &str, table: &Table<'_>) -> usize {
    let end = tokens.len();
    let is_last =
        |t: &Token| matches!(t.text.as_str(), "corporation" | "company" | "partnership" | "corp");
    if !tokens.last().is_some_and(is_last) {
        return end;
    }
    for at in (start + 2)..end.saturating_sub(1) {
        if end - at <= 7
            && matches!(tokens[at].text.as_str(), "a" | "an")
            && lookup(&tokens[at - 1..at], text, table).is_some_and(|s| s.suffix)
        {
            return at;
        }
    }
    end
}

/// The spelling that these words make, if they make one.
pub(crate) fn lookup<'t>(words: &[Token], text: &str, table: &Table<'t>) -> Option<&'t Spelling> {
    let first = (table.first)(FormKey(words))?;
    let all = &table.spellings[first..];
    let count = all.iter().take_while(|known| known.key == all[0].key).count();
    let (loose, exact) =
        all[..count].split_at(all[..count].partition_point(|s| s.typed.is_empty()));
    let typed = || {
        let from = words.first()?.source.start;
        let part = text.get(from..words.last()?.source.end)?;
        exact.iter().find(|spelling| {
            let typed = part.chars().filter(|c| !c.is_whitespace());
            typed.eq(spelling.typed.chars())
        })
    };
    let found = (!exact.is_empty()).then(typed).flatten().or(loose.first())?;
    fits(words, found).then_some(found)
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
    // A word that is a form already is not one with a shorter form beside it.
    let is_wide = |token: &Token| {
        token.text.bytes().any(|byte| byte >= 0xe0) && !attached.contains(&&*token.text)
    };
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
    let part = |text: &str, source| Token { text: text.into(), alt: None, source };
    tokens[index] = part(left, token.source.start..middle);
    tokens.insert(index + 1, part(right, middle..token.source.end));
}

impl std::fmt::Debug for Table<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Table").field("spellings", &self.spellings.len()).finish_non_exhaustive()
    }
}
