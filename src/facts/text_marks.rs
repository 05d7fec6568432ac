//! Marks of what a text may hold, by one look at its words: nearly all texts hold nothing that a
//! check asks for, and need not be folded and read to know that.

use super::key_index::{self, KeyIndex};
use super::text_words::TextUses;

/// The uses that the words of a text may have; none is missing.
///
/// A phrase is marked at one of its words. A look takes six instructions a byte, where
/// folding the words of a text and looking for phrases takes sixty: without it a run
/// over 10,000 vendors takes a fifth more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TextMarks(u32);

/// A word of some phrases, as its place in `MARKED_TEXTS`. `MARKS` has the marks of each.
struct MarkedWord {
    start: u16,
    len: u8,
}

include!(concat!(env!("OUT_DIR"), "/text_marks.rs"));

/// An instrument is named, active or not.
const INSTRUMENT: u32 = 1 << 16;
/// A retired mechanism is named.
const RETIRED: u32 = 1 << 17;
/// A bracket of a template.
const BRACKET: u32 = 1 << 18;
/// Something other than visible ASCII, or a space around the text.
const ODD: u32 = 1 << 21;
/// A word that opens or ends a remark, or a link.
const REMARK: u32 = 1 << 22;
/// A word that is in no phrase of `data/text_words.yaml`.
const OTHER_TEXT_WORD: u32 = 1 << 19;
/// A word that is in no phrase of `data/instruments.yaml`.
const OTHER_INSTRUMENT_WORD: u32 = 1 << 20;

/// The marks of a word that is in no phrase.
const OTHER: u32 = OTHER_TEXT_WORD | OTHER_INSTRUMENT_WORD;
/// Nothing is known.
const ANYTHING: u32 = 0x00ff_ffff & !OTHER;

/// The places of the words.
static INDEX: KeyIndex<8192> = {
    let mut index = KeyIndex::new();
    let mut at = 0;
    while at < MARKED_WORDS.len() {
        let MarkedWord { start, len } = MARKED_WORDS[at];
        let (_, rest) = MARKED_TEXTS.as_bytes().split_at(start as usize);
        index.add(rest.split_at(len as usize).0, at);
        at += 1;
    }
    index
};

/// The small form of each ASCII letter and digit; 0 for other bytes.
static FOLDED: [u8; 256] = {
    let mut folded = [0; 256];
    let mut byte = 0_u8;
    while byte < 0x80 {
        if byte.is_ascii_alphanumeric() {
            folded[byte as usize] = byte.to_ascii_lowercase();
        }
        byte += 1;
    }
    folded
};

impl TextMarks {
    /// No text.
    pub(crate) const NONE: Self = Self(0);

    /// Something other than visible ASCII, or a space around the text.
    pub(crate) const ODD: Self = Self(ODD);

    /// The marks with these bits.
    pub(crate) const fn from_bits(bits: u32) -> Self {
        Self(bits)
    }

    /// The bits, 24 of them.
    pub(crate) const fn bits(self) -> u32 {
        self.0
    }

    /// Looks at a text.
    pub(crate) fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut marks = match bytes {
            [b' ', ..] | [.., b' '] => ODD,
            _ => 0,
        };
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            if FOLDED[usize::from(byte)] != 0 {
                let start = at;
                let mut hash = key_index::START;
                while let Some(&byte) = bytes.get(at) {
                    let folded = FOLDED[usize::from(byte)];
                    if folded == 0 {
                        break;
                    }
                    hash = key_index::step_folded(hash, folded);
                    at += 1;
                }
                marks |= of_word(&bytes[start..at], hash);
                continue;
            }
            let next = bytes.get(at + 1);
            marks |= match byte {
                _ if !byte.is_ascii() => return Self(ANYTHING),
                ..b' ' | 0x7f => ODD,
                b'[' | b'<' | b'{' | b'?' => BRACKET,
                b':' if next == Some(&b'/') => REMARK,
                // Initials and elided articles are cut in other ways.
                b'.' if at > 0 && is_initial(&bytes[..at]) && next.is_some_and(is_letter) => {
                    return Self(ANYTHING);
                }
                b'\'' | b'`' if next.is_some_and(is_letter) => return Self(ANYTHING),
                b'&' => of_word(b"and", key_index::hash(b"and")),
                b'+' if !next.is_some_and(u8::is_ascii_digit) => {
                    of_word(b"and", key_index::hash(b"and"))
                }
                _ => 0,
            };
            at += 1;
        }
        Self(marks)
    }

    /// Those of two texts.
    pub(crate) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// True if words with one of the uses may stand in the text.
    pub(crate) const fn may_have(self, uses: TextUses) -> bool {
        self.0 & uses.bits() != 0
    }

    /// True if all words may have a use, and some one of these.
    pub(crate) const fn may_consist_of(self, uses: TextUses) -> bool {
        self.may_have(uses) && self.0 & OTHER_TEXT_WORD == 0
    }

    /// True if a mark of unfinished work may stand in the text.
    pub(crate) const fn may_be_unfinished(self) -> bool {
        self.0 & BRACKET != 0 || self.may_have(TextUses::UNFINISHED)
    }

    /// True if all of the text may name an instrument.
    pub(crate) const fn may_be_instrument(self) -> bool {
        self.0 & (INSTRUMENT | OTHER_INSTRUMENT_WORD) == INSTRUMENT
    }

    /// True if there may be anything in the text but visible ASCII and spaces inside.
    pub(crate) const fn may_be_odd(self) -> bool {
        self.0 & ODD != 0
    }

    /// True if the text may name an instrument beside other words.
    pub(crate) const fn may_name_instrument(self) -> bool {
        self.0 & INSTRUMENT != 0
    }

    /// True if the text may hold a remark beside what it names.
    pub(crate) const fn may_hold_remark(self) -> bool {
        self.0 & REMARK != 0
    }

    /// True if a retired mechanism may be named.
    pub(crate) const fn may_name_retired(self) -> bool {
        self.0 & RETIRED != 0
    }
}

/// The marks of a word. Another word of the same hash may have them too.
#[inline]
fn of_word(word: &[u8], hash: u64) -> u32 {
    match INDEX.find_hash(hash, |_| true) {
        Some(at) => MARKS[at],
        None if !word[0].is_ascii_digit() && !is_iso_number(word) => OTHER,
        None if word.iter().all(u8::is_ascii_digit) => 0,
        None if is_iso_number(word) => INSTRUMENT | OTHER_TEXT_WORD,
        None => OTHER,
    }
}

/// `ISO27001` is a certificate, whatever its number.
fn is_iso_number(word: &[u8]) -> bool {
    match word {
        [b'i' | b'I', b's' | b'S', b'o' | b'O', number @ ..] => {
            number.iter().all(u8::is_ascii_digit)
        }
        _ => false,
    }
}

/// True if a text ends with a letter that stands alone.
fn is_initial(text: &[u8]) -> bool {
    match text {
        [.., before, last] => is_letter(last) && !before.is_ascii_alphanumeric(),
        [last] => is_letter(last),
        [] => false,
    }
}

fn is_letter(byte: &u8) -> bool {
    byte.is_ascii_alphabetic()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{instruments, text_words};
    use crate::text::fold::Words;
    use proptest::prelude::*;

    /// The marks of the words that are found in a text by reading it.
    fn found(text: &str) -> (u32, bool, bool) {
        let words = Words::of(text);
        let uses = text_words::scan(&words);
        let is_other = |folded: &str| !folded.bytes().all(|byte| byte.is_ascii_digit());
        let other = uses
            .iter()
            .any(|found| found.role.is_none() && is_other(words.folded(found.first_word)));
        let bits =
            uses.iter().filter_map(|found| found.role).fold(0, |bits, uses| bits | uses.bits());
        let retired = instruments::scan(&words)
            .iter()
            .any(|found| matches!(found.role, Some(instruments::InstrumentWord::Retired(_))));
        (bits, other, retired)
    }

    #[test]
    fn a_known_word_is_marked_however_it_is_written() {
        let marks = TextMarks::of("Hosting (TO BE CHECKED)");
        assert!(marks.may_be_unfinished() && !marks.may_name_retired());
        assert!(TextMarks::of("under the privacy-shield").may_name_retired());
        assert!(TextMarks::of("ISO27018").may_be_instrument());
        assert!(TextMarks::of("SCC & BCR").may_be_instrument());
        assert!(!TextMarks::of("SCC of a vendor named Qumquat").may_be_instrument());
        assert!(TextMarks::of("données").may_have(TextUses::PERSONAL));
        assert!(!TextMarks::of("Qumquat Ltd").may_have(TextUses::PERSONAL));
    }

    proptest! {
        #[test]
        fn nothing_that_a_reading_finds_is_without_a_mark(
            parts in prop::collection::vec((0..MARKED_WORDS.len(), 0usize..12), 1..6)
        ) {
            const BETWEEN: [&str; 12] =
                [" ", "-", ", ", "/", " & ", "+", "'", ". ", ".", "` ", " 7 ", " ISO27001 "];
            let mut text = String::new();
            for (word, between) in parts {
                let MarkedWord { start, len } = MARKED_WORDS[word];
                let start = usize::from(start);
                text.push_str(&MARKED_TEXTS[start..start + usize::from(len)]);
                text.push_str(BETWEEN[between]);
            }
            let (bits, other, retired) = found(&text);
            let marks = TextMarks::of(&text);
            prop_assert_eq!(marks.0 & bits, bits, "{}", text);
            prop_assert!(other || marks.0 & OTHER_TEXT_WORD == 0, "{}", text);
            prop_assert!(!retired || marks.may_name_retired(), "{}", text);
            let is_whole = crate::values::instrument::read(&text).whole().is_some();
            prop_assert!(!is_whole || marks.may_be_instrument(), "{}", text);
        }
    }
}
