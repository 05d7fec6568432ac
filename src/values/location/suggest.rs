//! Close matches for what could not be read, for help texts.

use crate::facts::cloud_regions;
use crate::facts::places::{self, Meaning, Phrase};
use crate::text::fold::fold_words;
use std::sync::OnceLock;

/// Longest text that a close match is looked for, in bytes.
const LONGEST: usize = 40;

/// The name of a place, or the id of a cloud region, that `text` may have been
/// meant for. Never a reading: offer it as help.
pub fn suggest(text: &str) -> Option<&'static str> {
    let text = text.trim();
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    if cloud_regions::looks_like_region(text) {
        return cloud_regions::suggest(None, text).first().map(|region| region.id());
    }
    let key = fold_words(text);
    if places::phrase(&key).is_some_and(|phrase| is_place(phrase.meaning)) {
        return None;
    }
    let length = key.chars().count();
    // One slip in a short name, two in a longer one.
    let most = match length {
        0..=3 => return None,
        4..=7 => 1,
        _ => 2,
    };
    let letters = letters(&key);
    // In a short word another first letter makes another word: `alta`, `Malta`.
    let starts_alike =
        |phrase: &Phrase| length > 5 || phrase.key().chars().next() == key.chars().next();
    candidates()
        .iter()
        .filter(|candidate| candidate.length.abs_diff(length) <= most)
        // A slip takes one letter away and brings one in at most.
        .filter(|candidate| (candidate.letters ^ letters).count_ones() as usize <= 2 * most)
        .map(|candidate| candidate.phrase)
        .filter(|phrase| starts_alike(phrase))
        .map(|phrase| (strsim::damerau_levenshtein(&key, phrase.key()), phrase))
        .filter(|(distance, _)| (1..=most).contains(distance))
        .min_by_key(|(distance, phrase)| (*distance, rank(phrase.meaning), phrase.key()))
        .map(|(_, phrase)| phrase.name())
}

/// A name with what tells most texts apart from it at a glance: a list may hold
/// many thousands that cannot be read.
struct Candidate {
    phrase: &'static Phrase,
    length: usize,
    letters: u32,
}

fn candidates() -> &'static [Candidate] {
    static CANDIDATES: OnceLock<Vec<Candidate>> = OnceLock::new();
    CANDIDATES.get_or_init(|| {
        // Forms that are made by rule are in small letters.
        let is_name = |phrase: &&Phrase| phrase.name().starts_with(|c: char| !c.is_lowercase());
        let places =
            places::phrases().iter().filter(|phrase| is_place(phrase.meaning)).filter(is_name);
        let candidate = |phrase: &'static Phrase| Candidate {
            phrase,
            length: phrase.key().chars().count(),
            letters: letters(phrase.key()),
        };
        places.map(candidate).collect()
    })
}

/// The set of characters in a key, some of them taken together.
fn letters(key: &str) -> u32 {
    key.chars().fold(0, |set, char| set | 1 << (char as u32 % 32))
}

fn is_place(meaning: Meaning) -> bool {
    rank(meaning) < u8::MAX
}

/// Countries before groups before towns, where two names are equally near.
fn rank(meaning: Meaning) -> u8 {
    match meaning {
        Meaning::Country(_) => 0,
        Meaning::Group(_) | Meaning::LooseGroup { .. } | Meaning::Ambiguous { .. } => 1,
        Meaning::State(_) | Meaning::City(_) => 2,
        _ => u8::MAX,
    }
}

#[cfg(test)]
mod tests {
    use super::suggest;

    #[test]
    fn near_names_are_offered() {
        assert_eq!(suggest("Germnay"), Some("Germany"));
        assert_eq!(suggest("Untied States"), Some("United States"));
        assert_eq!(suggest("Frankfrut"), Some("Frankfurt"));
        assert_eq!(suggest("eu-west-9"), Some("eu-west-1"));
    }

    #[test]
    fn far_names_and_names_that_are_right_are_not() {
        assert_eq!(suggest("Wakanda"), None);
        assert_eq!(suggest("alta"), None, "a word of its own, and not Malta");
        assert_eq!(suggest("Germany"), None);
        assert_eq!(suggest("XK"), None);
        assert_eq!(suggest(""), None);
        assert_eq!(suggest(&"x".repeat(1_000_000)), None);
    }
}
