//! Finds the names of a list that mean one entity, in linear time.
//!
//! Every pair that [`compare`](super::compare) calls same or likely shares a key:
//! the base without spaces, a trade name, the skeleton, or half of the base. So
//! only names with a key in common are compared.

use super::EntityName;
use super::compare::{Comparison, MIN_SPACELESS, MIN_TYPO, Verdict, compare_texts, skeletons};
use crate::facts::legal_forms::fold::spaceless;

/// A name that repeats an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duplicate {
    /// The place of the first name that means the same entity; if there is none,
    /// of the first that probably does.
    pub earlier: usize,
    /// The place of the name that repeats it.
    pub later: usize,
    /// How the two compare: same or likely.
    pub comparison: Comparison,
}

/// How many earlier names with one key a name is compared with. Honest lists have
/// few; a hostile list of thousands would cost quadratic time.
const MAX_CANDIDATES: usize = 12;

/// The names of a list that repeat an earlier one, each reported once, in the
/// order of the list. The first of the same name wins over one that is only
/// likely. `None` is an entry without a name.
#[must_use]
pub fn duplicates(names: &[Option<&EntityName>]) -> Vec<Duplicate> {
    let mut keys = Vec::with_capacity(names.len() * 8);
    for (index, name) in names.iter().enumerate() {
        if let Some(name) = name {
            let index = u32::try_from(index).unwrap_or(u32::MAX);
            add_keys(name, |key| keys.push((key, index)));
        }
    }
    keys.sort_unstable();
    keys.dedup();
    let mut pairs = Vec::new();
    for group in keys.chunk_by(|a, b| a.0 == b.0) {
        for (at, &(_, later)) in group.iter().enumerate().skip(1) {
            let earlier = &group[..at.min(MAX_CANDIDATES)];
            pairs.extend(earlier.iter().map(|&(_, earlier)| (later, earlier)));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs.chunk_by(|a, b| a.0 == b.0).filter_map(|group| best(names, group)).collect()
}

/// The earliest same, else the earliest likely of the candidates of one name.
fn best(names: &[Option<&EntityName>], candidates: &[(u32, u32)]) -> Option<Duplicate> {
    let mut likely = None;
    for &(later, earlier) in candidates {
        let (later, earlier) = (later as usize, earlier as usize);
        let (Some(a), Some(b)) = (names[earlier], names[later]) else { continue };
        let comparison = compare_texts(a, b);
        let found = Duplicate { earlier, later, comparison };
        match comparison.verdict {
            Verdict::Same => return Some(found),
            Verdict::Likely => likely = likely.or(Some(found)),
            Verdict::Related | Verdict::Different => {}
        }
    }
    likely
}

/// Adds every key under which a name has to be found.
fn add_keys(name: &EntityName, mut add: impl FnMut(u64)) {
    if name.is_empty() {
        return add(hash(b'e', name.text.trim().chars()));
    }
    for base in name.bases() {
        let key = spaceless(base);
        add(hash(b'n', key.chars()));
        debug_assert!(MIN_SPACELESS > 0, "a key for every length covers the spaceless step");
    }
    for trade in name.called() {
        for base in trade.bases() {
            add(hash(b'n', spaceless(base).chars()));
        }
    }
    for (tag, skeleton) in [b's', b't'].into_iter().zip(skeletons(name)) {
        add(hash(tag, skeleton.chars()));
    }
    add_halves(name, add);
}

/// One edit leaves the first or the last part of a base alone. Two bases one
/// letter apart in length meet under the length of the shorter one. Digits are
/// part of the key because an edit that touches them is no typo; so numbered
/// names do not crowd one key.
fn add_halves(name: &EntityName, mut add: impl FnMut(u64)) {
    let letters: Vec<char> = name.base.chars().collect();
    if letters.iter().filter(|c| c.is_alphabetic()).count() < MIN_TYPO {
        return;
    }
    let digits = hash(b'd', letters.iter().copied().filter(|c| !c.is_alphabetic() && *c != ' '));
    for length in [letters.len(), letters.len() - 1] {
        // A swap in the middle touches two letters, so the middle stays out.
        let half = (length - 1) / 2;
        let salt = digits ^ (length as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        add(hash(b'f', letters[..half].iter().copied()) ^ salt);
        add(hash(b'l', letters[letters.len() - half..].iter().copied()) ^ salt);
    }
}

/// FNV-1a. Names that collide on purpose are capped and compared like any others.
fn hash(tag: u8, chars: impl Iterator<Item = char>) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64 ^ u64::from(tag);
    for char in chars {
        hash = (hash ^ u64::from(char)).wrapping_mul(0x0100_0000_01b3);
    }
    hash
}
