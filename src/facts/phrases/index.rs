//! Finds the phrases of a list at the words of a text.

use crate::facts::pairs::Pairs;
use std::collections::HashMap;

/// A list of folded phrases, by their first words.
pub(crate) struct Index {
    /// The phrases that start with a word, with their places in the list.
    by_word: HashMap<&'static str, Vec<(usize, &'static str)>>,
    pairs: Pairs,
}

impl Index {
    /// Indexes the phrases of a list.
    pub(crate) fn of(phrases: impl Iterator<Item = &'static str>) -> Self {
        let mut index = Self { by_word: HashMap::new(), pairs: Pairs::of(&[]) };
        for (place, phrase) in phrases.enumerate() {
            index.pairs = index.pairs.with(phrase);
            index.by_word.entry(first_word(phrase)).or_default().push((place, phrase));
        }
        index
    }

    /// The longest phrase that stands at a word of a folded text, with its place in
    /// the list.
    pub(crate) fn longest_at(&self, text: &str, at: usize) -> Option<(usize, &'static str)> {
        let here = &text[at..];
        if !self.pairs.may_start(here.as_bytes()) {
            return None;
        }
        let word = first_word(here);
        // A phrase of one word may stand in the plural.
        let singular = word.strip_suffix('s').filter(|singular| singular.len() > 2);
        let known = [Some(word), singular].into_iter().flatten();
        known
            .filter_map(|word| self.by_word.get(word))
            .flatten()
            .filter(|(_, phrase)| matches_at(text, at, phrase))
            .max_by_key(|(_, phrase)| phrase.len())
            .copied()
    }
}

/// Where the words of a folded text start.
pub(crate) fn words(text: &str) -> impl Iterator<Item = usize> {
    let mut before = ' ';
    text.char_indices().filter_map(move |(at, char)| {
        let starts = !before.is_alphanumeric() && char != ' ';
        before = char;
        starts.then_some(at)
    })
}

/// Whether a phrase stands at a place as whole words; a plural s may follow.
pub(crate) fn matches_at(text: &str, at: usize, phrase: &str) -> bool {
    text[at..].strip_prefix(phrase).is_some_and(|rest| {
        let open = |rest: &str| !rest.starts_with(char::is_alphanumeric);
        open(rest) || rest.strip_prefix('s').is_some_and(open)
    })
}

fn first_word(text: &str) -> &str {
    text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_phrase_is_found_whatever_follows_it() {
        let index = Index::of(["health", "health data", "iris scan"].into_iter());
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
