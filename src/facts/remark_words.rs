//! The words by which a remark inside a purpose or a data category is told.
//!
//! Source and date: `data/remark_words.yaml`.

use super::lexicon::{Lexicon, LexiconEntry, LexiconMatch};
use crate::text::fold::Words;

/// The uses that a word or phrase may have; often several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RemarkUses(u8);

impl RemarkUses {
    /// Opens a condition.
    pub(crate) const WHEN: Self = Self(1);
    /// Limits what stands beside it.
    pub(crate) const ONLY: Self = Self(1 << 1);
    /// Done or given before the vendor is used.
    pub(crate) const OPTION: Self = Self(1 << 2);
    /// Those for whom the vendor is used.
    pub(crate) const AUDIENCE: Self = Self(1 << 3);
    /// Stands between "only" and an audience.
    pub(crate) const FOR: Self = Self(1 << 4);
    /// A state or a condition of its own.
    pub(crate) const STATE: Self = Self(1 << 5);
    /// Stands in front of a place.
    pub(crate) const HOSTED: Self = Self(1 << 6);
    /// Refers to another part of the list.
    pub(crate) const REFERENCE: Self = Self(1 << 7);

    /// True if it has one of these uses.
    pub(crate) const fn has(self, uses: Self) -> bool {
        self.0 & uses.0 != 0
    }
}

include!(concat!(env!("OUT_DIR"), "/remark_words.rs"));

/// The words of a text with their uses.
pub(crate) fn scan(words: &Words) -> Vec<LexiconMatch<RemarkUses>> {
    REMARK_WORDS.scan(words)
}
