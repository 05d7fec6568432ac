//! The words by which purposes and data categories are judged.
//!
//! Source and date: `data/text_words.yaml`.

use super::lexicon::{Lexicon, LexiconEntry, LexiconMatch};
use crate::text::fold::Words;

/// The uses that a word or phrase may have; often several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TextUses(u16);

impl TextUses {
    /// Says nothing in a purpose.
    pub(crate) const EMPTY: Self = Self(1);
    /// Says nothing in a data category.
    pub(crate) const EMPTY_DATA: Self = Self(1 << 1);
    /// Names data.
    pub(crate) const DATA: Self = Self(1 << 2);
    /// Changes nothing.
    pub(crate) const GLUE: Self = Self(1 << 3);
    /// Leaves the end open.
    pub(crate) const OPEN_END: Self = Self(1 << 4);
    /// Denies what is in its clause.
    pub(crate) const NEGATION: Self = Self(1 << 5);
    /// Looks like a negation and is none.
    pub(crate) const NO_NEGATION: Self = Self(1 << 6);
    /// The answer that something does not apply.
    pub(crate) const NOT_APPLICABLE: Self = Self(1 << 7);
    /// Names what is done, as the last word.
    pub(crate) const ACTIVITY: Self = Self(1 << 8);
    /// Names what is done, as the first word.
    pub(crate) const ACTIVITY_FIRST: Self = Self(1 << 9);
    /// A person, or data of one.
    pub(crate) const PERSON: Self = Self(1 << 10);
    /// Personal data in general.
    pub(crate) const PERSONAL: Self = Self(1 << 11);
    /// Stands between a negation and personal data.
    pub(crate) const RECEIVE: Self = Self(1 << 12);
    /// A term for sensitive data that also has an everyday sense.
    pub(crate) const EVERYDAY: Self = Self(1 << 13);

    /// A mark of unfinished work.
    pub(crate) const UNFINISHED: Self = Self(1 << 14);
    /// A word in brackets that a template left to be filled in.
    pub(crate) const TEMPLATE: Self = Self(1 << 15);

    /// True if it has one of these uses.
    pub(crate) const fn has(self, uses: Self) -> bool {
        self.0 & uses.0 != 0
    }

    /// The bits of the uses.
    pub(super) const fn bits(self) -> u32 {
        self.0 as u32
    }

    /// These and others.
    pub(crate) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

include!(concat!(env!("OUT_DIR"), "/text_words.rs"));

/// The words of a text with their uses.
pub(crate) fn scan(words: &Words) -> Vec<LexiconMatch<TextUses>> {
    TEXT_WORDS.scan(words)
}

/// True if a whole text has a use.
pub(crate) fn is(text: &str, uses: TextUses) -> bool {
    let folded = Words::of(text).folded;
    TEXT_WORDS.get(&folded).is_some_and(|known| known.has(uses))
}

/// True if a folded word names data, or is a compound that ends with such a word:
/// `nutzungsdaten`.
pub(crate) fn is_data_head(word: &str) -> bool {
    DATA_HEADS.binary_search(&word).is_ok()
        || DATA_HEAD_ENDINGS.iter().any(|ending| word.ends_with(ending))
}

/// True if words that introduce examples are the start of a folded text.
pub(crate) fn starts_with_example(folded: &str) -> bool {
    EXAMPLES.iter().any(|phrase| {
        let rest = folded.strip_prefix(phrase);
        rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    })
}

/// The last three letters of the endings of activities.
static ENDING_TAILS: [[u8; 3]; ACTIVITY_ENDINGS.len()] = {
    let mut tails = [[0; 3]; ACTIVITY_ENDINGS.len()];
    let mut at = 0;
    while at < tails.len() {
        let [.., a, b, c] = *ACTIVITY_ENDINGS[at].as_bytes() else { panic!("longer than four") };
        tails[at] = [a, b, c];
        at += 1;
    }
    tails
};

/// For each last byte of an ending, the bits of the bytes before it.
static ENDING_PAIRS: [u32; 256] = {
    let mut pairs = [0; 256];
    let mut at = 0;
    while at < ENDING_TAILS.len() {
        let [_, before, last] = ENDING_TAILS[at];
        pairs[last as usize] |= pair_bit(before);
        at += 1;
    }
    pairs
};

/// The bit of a byte: one for each letter, which other bytes share.
const fn pair_bit(byte: u8) -> u32 {
    1 << (byte % 32)
}

/// True if a word ends like the name of an activity, in any case of its ASCII letters:
/// Newsletterversand.
pub(crate) fn ends_like_activity(word: &str) -> bool {
    let [before @ .., a, b, c] = word.as_bytes() else { return false };
    let tail = [a, b, c].map(u8::to_ascii_lowercase);
    // Nearly no word has such a tail: a look at two letters takes a tenth of the list.
    if ENDING_PAIRS[usize::from(tail[2])] & pair_bit(tail[1]) == 0 {
        return false;
    }
    ACTIVITY_ENDINGS.iter().zip(&ENDING_TAILS).any(|(ending, known)| {
        let [start @ .., _, _, _] = ending.as_bytes() else { return false };
        *known == tail
            && before.len() > start.len()
            && before[before.len() - start.len()..].eq_ignore_ascii_case(start)
    })
}
