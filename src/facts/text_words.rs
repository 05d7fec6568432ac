//! The words by which purposes and data categories are judged.
//!
//! Source and date: `data/text_words.yaml`.

use super::lexicon::{Lexicon, LexiconEntry, LexiconMatch};
use super::quick::Starts;
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

static UNFINISHED_STARTS: Starts = Starts::of(UNFINISHED_KEYS);

/// True if a text may hold a mark of unfinished work; false only if it does not. Every text
/// of a list is asked for, and hardly any does.
pub(crate) fn may_be_unfinished(text: &str) -> bool {
    if !text.is_ascii() || text.bytes().any(|byte| matches!(byte, b'[' | b'<' | b'{')) {
        return true;
    }
    let mut words = text.as_bytes().split(|byte| !byte.is_ascii_alphanumeric());
    words.any(|word| word.len() > 2 && UNFINISHED_STARTS.may_start(word))
}

static EMPTY_STARTS: Starts = Starts::of(EMPTY_FIRST_WORDS);
static OPEN_ENDS: Starts = Starts::of(OPEN_LAST_WORDS);

/// True if a text may consist of empty words, by the start of its first one; false only if
/// it does not.
pub(crate) fn may_be_empty(text: &str) -> bool {
    !text.is_ascii() || EMPTY_STARTS.may_start(text.trim_start().as_bytes())
}

/// True if a text may end with words that leave its end open; false only if it does not.
pub(crate) fn may_end_open(text: &str) -> bool {
    let mut words = text.as_bytes().rsplit(|byte| !byte.is_ascii_alphanumeric());
    !text.is_ascii()
        || words.find(|word| !word.is_empty()).is_some_and(|word| OPEN_ENDS.may_start(word))
}

/// True if a word ends like the name of an activity: Newsletterversand.
pub(crate) fn ends_like_activity(folded: &str) -> bool {
    ACTIVITY_ENDINGS.iter().any(|ending| folded.len() > ending.len() && folded.ends_with(ending))
}
