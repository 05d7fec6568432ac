//! "Did you mean": the known word that a mistyped one most likely means.

/// Minimum similarity of a suggestion, from 0 to 1.
const CLOSE: f64 = 0.6;

/// The known word that a mistyped one most likely means.
#[must_use]
pub fn did_you_mean<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Longer input is no mistyped word; it would only cost time.
    if typed.chars().count() > 64 {
        return None;
    }
    let folded = typed.to_lowercase().replace(['-', ' ', '.'], "_");
    let score = |word: &str| {
        let word = word.to_lowercase().replace('-', "_");
        let likeness = strsim::normalized_damerau_levenshtein(&folded, &word);
        // `warn` for `warning`, `gdpr` for `gdpr-art28`.
        let is_start = folded.len() > 3 && word.starts_with(&folded);
        if is_start { likeness.max(CLOSE) } else { likeness }
    };
    known
        .into_iter()
        .map(|word| (score(word), word))
        .filter(|(score, _)| *score >= CLOSE)
        .max_by(|(a, x), (b, y)| a.total_cmp(b).then(y.cmp(x)))
        .map(|(_, word)| word)
}

/// The known word that a typed one is a slip of: a letter or two are missing, doubled,
/// swapped or wrong. Words that are merely alike are no slips.
#[must_use]
pub fn typing_slip<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let letters = |text: &str| -> String {
        let text = text.chars().filter(|char| !matches!(char, '-' | '_' | ' ' | '.'));
        text.flat_map(char::to_lowercase).collect()
    };
    let folded = letters(typed);
    let allowed = match folded.chars().count() {
        0..=3 => 0,
        4..=7 => 1,
        8..=64 => 2,
        // Longer input is no mistyped word; it would only cost time.
        _ => return None,
    };
    let slips = known.into_iter().map(|word| (strsim::osa_distance(&folded, &letters(word)), word));
    let slips = slips.filter(|(distance, _)| *distance <= allowed);
    slips.min_by(|a, b| a.cmp(b)).map(|(_, word)| word)
}

/// Tells two spellings of one word from two words: spellings differ in case and
/// in what stands between the parts of the word.
#[must_use]
pub(crate) fn is_same_word(a: &str, b: &str) -> bool {
    let letters = |text: &str| -> String {
        text.chars().filter(|char| !matches!(char, '-' | '_' | ' ' | '.')).collect()
    };
    letters(a).to_lowercase() == letters(b).to_lowercase()
}

/// Help for an unknown word: the closest one, and all of them when few.
#[must_use]
pub fn known_words(typed: &str, known: &[&str]) -> String {
    let list = known.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
    match did_you_mean(typed, known.iter().copied()) {
        Some(word) if known.len() > 12 => format!("Did you mean `{word}`?"),
        Some(word) => format!("Did you mean `{word}`? Expected one of: {list}."),
        None => format!("Expected one of: {list}."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_are_merely_alike_are_no_slips() {
        let known = ["purpose", "location", "phi", "replaces", "contact", "legal_name"];
        for (typed, meant) in [
            ("purpos", Some("purpose")),
            ("Lcoation", Some("location")),
            ("legal-nmae", Some("legal_name")),
            ("pii", None),
            ("replaced_by", None),
            ("legal_basis", None),
        ] {
            assert_eq!(typing_slip(typed, known), meant, "{typed}");
        }
    }

    #[test]
    fn a_slip_finds_its_word_and_noise_does_not() {
        let known = ["missing-contact", "missing-location", "stale-list"];
        assert_eq!(did_you_mean("mising-contact", known), Some("missing-contact"));
        assert_eq!(did_you_mean("missing_location", known), Some("missing-location"));
        assert_eq!(did_you_mean("zzz", known), None);
        assert_eq!(did_you_mean("warn", ["error", "warning"]), Some("warning"));
    }
}
