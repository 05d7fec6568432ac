//! The words for transfer mechanisms, and for what is often written in their place.
//!
//! Source and date: `data/instruments.yaml`.

use super::adequacy::{Mechanism, NamedMechanism, Retired};
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
