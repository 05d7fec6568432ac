//! Phrases with their roles, found at the words of a text, the longest first.
//!
//! The build script writes the tables. There is no address in them, so that a program
//! need not fill them in at its start.

use crate::text::fold::{Word, Words};
use std::ops::Range;

/// A sorted table of folded phrases.
pub(crate) struct Lexicon<R: 'static> {
    /// All phrases, one after another.
    pub(crate) texts: &'static str,
    /// The entries, sorted by their phrase.
    pub(crate) entries: &'static [LexiconEntry<R>],
    /// The place of the first entry that starts with each byte.
    pub(crate) first_bytes: &'static [u16; 257],
}

/// A phrase, as its place in [`Lexicon::texts`], and its role.
pub(crate) struct LexiconEntry<R> {
    pub(crate) start: u32,
    pub(crate) len: u16,
    pub(crate) role: R,
}

/// Some words of a text, with their role if there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LexiconMatch<R> {
    /// The bytes of the text.
    pub(crate) range: Range<usize>,
    /// The first of the words; two matches may share one in scripts without spaces.
    pub(crate) first_word: usize,
    /// One past the last of the words.
    pub(crate) end_word: usize,
    /// `None` for words that are not in the table.
    pub(crate) role: Option<R>,
}

impl<R: Copy> Lexicon<R> {
    fn key(&self, entry: &LexiconEntry<R>) -> &'static str {
        let start = entry.start as usize;
        &self.texts[start..start + usize::from(entry.len)]
    }

    /// The role of a whole folded text.
    pub(crate) fn get(&self, folded: &str) -> Option<R> {
        let entries = self.starting_with(*folded.as_bytes().first()?);
        let at = entries.binary_search_by(|entry| self.key(entry).cmp(folded)).ok()?;
        Some(entries[at].role)
    }

    /// True if a folded text starts with a phrase of a role, whatever follows.
    pub(crate) fn has_prefix_of(&self, folded: &str, role: R) -> bool
    where
        R: PartialEq,
    {
        let Some(first) = folded.as_bytes().first() else { return false };
        let mut entries = self.starting_with(*first).iter();
        entries.any(|entry| entry.role == role && folded.starts_with(self.key(entry)))
    }

    fn starting_with(&self, byte: u8) -> &'static [LexiconEntry<R>] {
        let byte = usize::from(byte);
        let range = usize::from(self.first_bytes[byte])..usize::from(self.first_bytes[byte + 1]);
        &self.entries[range]
    }

    /// The longest phrase that a folded text starts with, and its length. `first` is
    /// the length of its first word, or of its first letter in scripts that run words
    /// together, where a phrase may end anywhere.
    fn longest(&self, folded: &str, first: usize, unspaced: bool) -> Option<(usize, R)> {
        let word = &folded[..first];
        let entries = self.starting_with(*word.as_bytes().first()?);
        let from = entries.partition_point(|entry| self.key(entry) < word);
        let ends = |rest: &str| {
            unspaced
                || rest.as_bytes().first().is_none_or(|next| matches!(next, b' ' | b'/' | b','))
        };
        entries[from..]
            .iter()
            .take_while(|entry| self.key(entry).starts_with(word))
            .filter(|entry| folded.strip_prefix(self.key(entry)).is_some_and(ends))
            .last()
            .map(|entry| (usize::from(entry.len), entry.role))
    }

    /// Every word of a text, once: in phrases of the table, or without a role.
    pub(crate) fn scan(&self, words: &Words) -> Vec<LexiconMatch<R>> {
        let mut matches = Vec::new();
        let mut at = 0;
        while let Some(word) = words.list.get(at) {
            if word.unspaced {
                at = self.scan_unspaced(words, at, &mut matches);
                continue;
            }
            let found = self.longest(&words.folded[word.at..], word.to - word.at, false);
            let end = found.map_or(at + 1, |(len, _)| words_end(words, at, word.at + len));
            matches.push(LexiconMatch {
                range: word.start..words.list[end - 1].end,
                first_word: at,
                end_word: end,
                role: found.map(|(_, role)| role),
            });
            at = end;
        }
        matches
    }

    /// Scripts that run words together: a phrase may start at every letter. Returns the
    /// word to go on at.
    fn scan_unspaced(
        &self,
        words: &Words,
        first: usize,
        matches: &mut Vec<LexiconMatch<R>>,
    ) -> usize {
        let word = &words.list[first];
        let mut unread = None;
        let mut at = word.at;
        let mut last = first;
        let push = |from: usize, to: usize, last: usize, role, matches: &mut Vec<_>| {
            let range = source(word, from)..source_end(&words.list[last], to);
            matches.push(LexiconMatch { range, first_word: first, end_word: last + 1, role });
        };
        while at < words.list[last].to {
            let letter = words.folded[at..].chars().next().map_or(1, char::len_utf8);
            let Some((len, role)) = self.longest(&words.folded[at..], letter, true) else {
                unread.get_or_insert(at);
                at += letter;
                continue;
            };
            if let Some(from) = unread.take() {
                push(from, at, last, None, matches);
            }
            let from = at;
            at += len;
            while words.list.get(last + 1).is_some_and(|next| next.at < at) {
                last += 1;
            }
            push(from, at, last, Some(role), matches);
        }
        if let Some(from) = unread {
            push(from, at, last, None, matches);
        }
        last + 1
    }
}

/// These scripts are folded to themselves, so that bytes agree unless characters were
/// dropped; then the place is the whole word.
fn agrees(word: &Word) -> bool {
    word.end - word.start == word.to - word.at
}

fn source(word: &Word, folded: usize) -> usize {
    if agrees(word) { word.start + folded.saturating_sub(word.at) } else { word.start }
}

fn source_end(word: &Word, folded: usize) -> usize {
    if agrees(word) && (word.at..=word.to).contains(&folded) {
        word.start + (folded - word.at)
    } else {
        word.end
    }
}

/// The word behind a phrase that starts at a word and ends before a folded byte.
fn words_end(words: &Words, at: usize, to: usize) -> usize {
    let mut end = at + 1;
    while words.list.get(end).is_some_and(|word| word.at < to) {
        end += 1;
    }
    end
}
