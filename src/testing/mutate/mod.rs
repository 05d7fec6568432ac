//! Mutates a valid manifest in one place at a time, to see what a policy notices.
//!
//! Every mutant is a small edit of the text, made where the value stands. It is
//! read again and compared with what was meant, so that a mutant never breaks
//! more than it says.

mod fields;
mod meant;
mod survey;

pub use survey::{SurveyGroup, survey};

use crate::syntax::{Format, Limits, parse};
use crate::text::{Edit, Span};
use meant::PathKey;
use std::collections::BTreeMap;

/// A mutation of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// The field is taken out.
    Remove,
    /// Its value is emptied.
    Blank,
    /// Its value becomes `TBD`.
    Placeholder,
    /// Its word becomes one outside of its vocabulary.
    UnknownWord,
    /// Its date becomes one of long ago.
    Aged,
    /// The place becomes one outside of every residency claim.
    OutsideClaims,
    /// The entry is there twice.
    Repeat,
    /// Its value and that of another field change places.
    Swap(&'static str),
}

/// The date that an aged field gets.
const LONG_AGO: &str = "2015-01-01";

impl Change {
    /// The verb of the mutation, where it can be joined with others before the
    /// field: removing or blanking it.
    #[must_use]
    pub fn verb(&self) -> Option<&'static str> {
        Some(match self {
            Self::Remove => "removing",
            Self::Blank => "blanking",
            Self::Placeholder => "writing `TBD` into",
            Self::UnknownWord => "writing an unknown word into",
            Self::Aged | Self::OutsideClaims | Self::Repeat | Self::Swap(_) => return None,
        })
    }

    /// The mutation of a field, as a phrase.
    #[must_use]
    pub fn phrase(&self, field: &str) -> String {
        match self {
            Self::Aged => format!("setting `{field}` to {LONG_AGO}"),
            Self::OutsideClaims => format!("moving `{field}` out of the claimed regions"),
            Self::Repeat => format!("repeating an entry of `{field}`"),
            Self::Swap(other) => format!("swapping `{field}` and `{other}`"),
            _ => format!("{} `{field}`", self.verb().unwrap_or_default()),
        }
    }
}

/// A manifest that is mutated in one place.
#[derive(Clone, Debug)]
pub struct Mutant {
    /// The field, with `[]` for any item of a list: `subprocessors[].links.dpa`.
    pub field: String,
    /// The mutation.
    pub change: Change,
    /// The bytes of the original that are meant: the key or the entry.
    pub span: Span,
    at: Vec<PathKey>,
    edits: Vec<Edit>,
}

impl Mutant {
    /// The mutated text.
    #[must_use]
    pub fn text(&self, original: &str) -> String {
        Edit::apply(original, &self.edits)
    }

    /// Its field and change: what it is counted with.
    fn group(&self) -> (String, String) {
        (self.field.clone(), self.change.phrase(""))
    }
}

/// The mutants of a manifest.
#[derive(Debug, Default)]
pub struct Mutants {
    /// Those that were made, in the order of the text.
    pub made: Vec<Mutant>,
    /// Mutations that would break something else, as phrases.
    pub unmade: Vec<String>,
    /// Number of places of long lists that were left out.
    pub left_out: usize,
}

/// In how many places one change of one field is made; they are spread over
/// the list.
const MAX_PLACES: usize = 25;

/// Bytes of all mutants of a manifest together.
const MAX_WORK: usize = 8 << 20;

/// The mutants of a manifest; none of a file with defects of syntax.
#[must_use]
pub fn mutants(text: &str, format: Format) -> Mutants {
    let limits = Limits::default();
    let parsed = parse(text, format, &limits);
    if !parsed.problems.is_empty() {
        return Mutants::default();
    }
    let original = meant::documents(&parsed);
    let (mut wanted, mut left_out) = spread(fields::mutants(&parsed.tree));
    // Each is read and checked as a whole.
    let most = (MAX_WORK / text.len().max(1)).max(MAX_PLACES);
    if wanted.len() > most {
        let step = wanted.len().div_ceil(most);
        let before = wanted.len();
        wanted = wanted.into_iter().step_by(step).collect();
        left_out += before - wanted.len();
    }
    let (made, unmade): (Vec<_>, Vec<_>) = wanted.into_iter().partition(|mutant| {
        let mutated = mutant.text(text);
        let read = parse(&mutated, format, &limits);
        let is_whole = read.problems.is_empty();
        is_whole && meant::is_meant(&original, &meant::documents(&read), mutant)
    });
    let unmade = unmade.iter().map(|mutant| mutant.change.phrase(&mutant.field)).collect();
    Mutants { made, unmade, left_out }
}

/// Keeps at most [`MAX_PLACES`] mutants of each field and change; with how many
/// were dropped.
fn spread(mut mutants: Vec<Mutant>) -> (Vec<Mutant>, usize) {
    let mut places: BTreeMap<(String, String), usize> = BTreeMap::new();
    for mutant in &mutants {
        *places.entry(mutant.group()).or_insert(0) += 1;
    }
    let before = mutants.len();
    let mut seen: BTreeMap<(String, String), usize> = BTreeMap::new();
    mutants.retain(|mutant| {
        let group = mutant.group();
        let step = places.get(&group).map_or(1, |count| count.div_ceil(MAX_PLACES));
        let index = seen.entry(group).or_insert(0);
        *index += 1;
        (*index - 1).is_multiple_of(step)
    });
    let dropped = before - mutants.len();
    (mutants, dropped)
}

#[cfg(test)]
mod tests;
