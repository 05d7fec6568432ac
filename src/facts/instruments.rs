//! The words for transfer mechanisms, and for what is often written in their place.
//!
//! Source and date: `data/instruments.yaml`.

use super::adequacy::{Mechanism, NamedMechanism, Retired};
use super::key_index::KeyIndex;
use super::lexicon::{Lexicon, LexiconEntry, LexiconMatch};
use crate::text::fold::Words;

/// The kinds of agreements that a manifest records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AgreementType {
    /// A data processing agreement.
    Dpa,
    /// A business associate agreement of HIPAA.
    Baa,
    /// The terms for service providers of the CCPA.
    Ccpa,
    /// The clauses of DORA Art. 30.
    Dora,
    /// One without a kind of its own in the manifest.
    Other,
}

impl AgreementType {
    /// The value of `agreements.type`; none for other agreements.
    #[must_use]
    pub fn id(self) -> Option<&'static str> {
        match self {
            Self::Dpa => Some("dpa"),
            Self::Baa => Some("baa"),
            Self::Ccpa => Some("ccpa"),
            Self::Dora => Some("dora"),
            Self::Other => None,
        }
    }
}

/// The role of a phrase of the lexicon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum InstrumentWord {
    /// A mechanism by its place in the data.
    Mechanism(u8),
    /// A retired mechanism by its place in the data.
    Retired(u8),
    Agreement(AgreementType),
    Assessment,
    /// Somebody who answers for data protection.
    Person,
    Law,
    Certificate,
    /// The same words in another sense.
    Elsewhere,
    /// The sentence is about what was.
    Past,
    Negation,
    And,
    Area,
    Filler,
}

include!(concat!(env!("OUT_DIR"), "/instruments.rs"));

impl InstrumentWord {
    /// The mechanism that is named.
    pub(crate) fn mechanism(self) -> Option<NamedMechanism> {
        match self {
            Self::Mechanism(at) => {
                Mechanism::all().get(usize::from(at)).map(NamedMechanism::Mechanism)
            }
            Self::Retired(at) => Retired::all().get(usize::from(at)).map(NamedMechanism::Retired),
            _ => None,
        }
    }
}

/// The mechanism whose name is a whole folded text.
pub(crate) fn mechanism(folded: &str) -> Option<NamedMechanism> {
    INSTRUMENTS.get(folded)?.mechanism()
}

/// The words of a text with their roles.
pub(crate) fn scan(words: &Words) -> Vec<LexiconMatch<InstrumentWord>> {
    INSTRUMENTS.scan(words)
}

static RETIRED_WORDS: KeyIndex<64> = KeyIndex::of(RETIRED_FIRST_WORDS);

/// True if a text may name a retired mechanism; false only if it does not. Every text
/// of a list is asked for, and hardly any does.
pub(crate) fn may_name_retired(text: &str) -> bool {
    if !text.is_ascii() {
        return true;
    }
    let mut words = text.as_bytes().split(|byte| !byte.is_ascii_alphanumeric());
    words.any(|word| {
        let is_at = |at: usize| RETIRED_FIRST_WORDS[at].as_bytes().eq_ignore_ascii_case(word);
        word.len() > 2 && RETIRED_WORDS.find(word.iter().copied(), is_at).is_some()
    })
}
