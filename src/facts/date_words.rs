//! The words of dates: months, signs behind numbers, what is said around a date.
//!
//! Source and date: `data/date_words.yaml`.

use super::lexicon::{Lexicon, LexiconEntry};

/// The role of a word of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DateWord {
    /// A month, from 1 to 12.
    Month(u8),
    /// In front of the year of an era: the year before its first.
    Era(u16),
    YearSign,
    MonthSign,
    DaySign,
    Quarter,
    /// A half of the day, or a zone of time.
    Time,
    From,
    Until,
    /// Changes nothing.
    Filler,
    Weekday,
    /// Makes the number before it an ordinal.
    Ordinal,
}

include!(concat!(env!("OUT_DIR"), "/date_words.rs"));

/// The role of a folded phrase.
pub(crate) fn of_phrase(folded: &str) -> Option<DateWord> {
    DATE_WORDS.get(folded)
}

/// The number that a folded word is.
pub(crate) fn number(folded: &str) -> Option<u32> {
    NUMBERS.get(folded)
}

/// True if a folded word behind a number makes it an ordinal.
pub(crate) fn is_ordinal(folded: &str) -> bool {
    ORDINALS.get(folded).is_some()
}
