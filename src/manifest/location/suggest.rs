//! Close matches for what could not be read, for help texts.

use crate::facts::cloud_regions;
use crate::facts::places::{self, Meaning};
use crate::facts::words;

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
    let key = words::key(text);
    let length = key.chars().count();
    // One slip in a short name, two in a longer one.
    let most = match length {
        0..=3 => return None,
        4..=7 => 1,
        _ => 2,
    };
    places::phrases()
        .iter()
        .filter(|phrase| is_place(phrase.meaning))
        .filter(|phrase| phrase.key().chars().count().abs_diff(length) <= most)
        .map(|phrase| (strsim::damerau_levenshtein(&key, phrase.key()), phrase))
        .filter(|(distance, _)| (1..=most).contains(distance))
        .min_by_key(|(distance, phrase)| (*distance, rank(phrase.meaning), phrase.key()))
        .map(|(_, phrase)| phrase.name())
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
        assert_eq!(suggest("Germany"), None);
        assert_eq!(suggest("XK"), None);
        assert_eq!(suggest(""), None);
        assert_eq!(suggest(&"x".repeat(1_000_000)), None);
    }
}
