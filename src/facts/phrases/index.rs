//! Finds the phrases of a list at the words of a text.

use crate::facts::key_index::{KeyIndex, same};

/// A sorted list of folded phrases.
pub(crate) struct Index {
    phrases: &'static [&'static str],
    /// The first phrase with each first word.
    first_words: KeyIndex<1024>,
}

impl Index {
    /// Indexes the phrases of a list.
    pub(crate) const fn of(phrases: &'static [&'static str]) -> Self {
        let mut first_words = KeyIndex::new();
        let mut before: &[u8] = b" ";
        let mut at = 0;
        while at < phrases.len() {
            let first = first_ascii_word(phrases[at].as_bytes());
            if !same(first, before) {
                first_words.add(first, at);
                before = first;
            }
            at += 1;
        }
        Self { phrases, first_words }
    }

    /// True if a phrase may start here; false only if none does.
    fn may_start(&self, here: &[u8]) -> bool {
        let holds = |word: &[u8]| {
            let is_at = |at: usize| {
                first_ascii_word(self.phrases[at].as_bytes()).eq_ignore_ascii_case(word)
            };
            self.first_words.find(word.iter().copied(), is_at).is_some()
        };
        let word = first_ascii_word(here);
        // A phrase of one word may stand in the plural.
        holds(word) || matches!(word, [singular @ .., b's' | b'S'] if holds(singular))
    }

    /// True if one of the phrases may stand in a text, as far as a quick look
    /// tells: false only if none does.
    pub(crate) fn may_stand_in(&self, text: &str) -> bool {
        if !text.is_ascii() {
            return true;
        }
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            if self.may_start(&bytes[at..]) {
                return true;
            }
            at += first_ascii_word(&bytes[at..]).len();
            while at < bytes.len() && !bytes[at].is_ascii_alphanumeric() {
                at += 1;
            }
        }
        false
    }

    /// The longest phrase that stands at a word of a folded text, with its place in
    /// the list.
    pub(crate) fn longest_at(&self, text: &str, at: usize) -> Option<(usize, &'static str)> {
        let here = &text[at..];
        if !self.may_start(here.as_bytes()) {
            return None;
        }
        let word = first_word(here);
        let singular = word.strip_suffix('s').filter(|singular| singular.len() > 2);
        [Some(word), singular]
            .into_iter()
            .flatten()
            .flat_map(|word| self.starting_with(word))
            .filter(|(_, phrase)| matches_at(text, at, phrase))
            .max_by_key(|(_, phrase)| phrase.len())
    }

    /// The phrases that start with this word, with their places.
    fn starting_with<'w>(
        &self,
        word: &'w str,
    ) -> impl Iterator<Item = (usize, &'static str)> + use<'w> {
        let from = self.phrases.partition_point(|phrase| *phrase < word);
        let phrases = self.phrases[from..].iter().enumerate();
        phrases
            .map(move |(at, phrase)| (from + at, *phrase))
            .take_while(move |(_, phrase)| phrase.starts_with(word))
    }
}

/// The offsets of the words of a folded text.
pub(crate) fn words(text: &str) -> impl Iterator<Item = usize> {
    let mut before = ' ';
    text.char_indices().filter_map(move |(at, char)| {
        let starts = !before.is_alphanumeric() && char != ' ';
        before = char;
        starts.then_some(at)
    })
}

/// True if a phrase stands at a place as whole words; a plural s may follow.
pub(crate) fn matches_at(text: &str, at: usize, phrase: &str) -> bool {
    text[at..].strip_prefix(phrase).is_some_and(|rest| {
        let open = |rest: &str| !rest.starts_with(char::is_alphanumeric);
        open(rest) || rest.strip_prefix('s').is_some_and(open)
    })
}

/// The ASCII letters and digits that a text starts with.
const fn first_ascii_word(text: &[u8]) -> &[u8] {
    let mut end = 0;
    while end < text.len() && text[end].is_ascii_alphanumeric() {
        end += 1;
    }
    text.split_at(end).0
}

fn first_word(text: &str) -> &str {
    text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_phrase_is_found_whatever_follows_it() {
        let index = Index::of(&["health", "health data", "iris scan"]);
        let found = |text: &str| index.longest_at(text, 0).map(|(place, _)| place);
        assert_eq!(found("health"), Some(0));
        assert_eq!(found("health)"), Some(0));
        assert_eq!(found("health/medical"), Some(0));
        assert_eq!(found("health data"), Some(1));
        assert_eq!(found("iris scans, and"), Some(2));
        assert_eq!(found("healthy"), None);
        assert_eq!(found("hello"), None);
    }
}
