//! Finds the names of a list that mean one entity, in linear time.
//!
//! Every pair that [`compare`](super::compare) calls same or likely shares a key:
//! the base without spaces, a trade name, the skeleton, or half of the base. So
//! only names with a key in common are compared.

use super::EntityName;
use super::compare::{Comparison, MIN_TYPO, Verdict, compare_texts, is_typo, skeletons};
use crate::text::fold::name::spaceless;
use std::collections::HashMap;

/// A name that repeats an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duplicate {
    /// The place of the first name that means the same entity; if there is none,
    /// of the first that probably does.
    pub earlier: usize,
    /// The place of the name that repeats it.
    pub later: usize,
    /// The comparison of the two: same or likely.
    pub comparison: Comparison,
}

/// Maximum number of earlier names with one key that a name is compared with. Honest lists have
/// few; a hostile list of thousands would cost quadratic time.
const MAX_CANDIDATES: usize = 12;

/// The same for names that have only half of their letters in common, which is
/// what tells the least.
const MAX_HALVES: usize = 4;

/// The names of a list that repeat an earlier one, each reported once, in the
/// order of the list. The first of the same name wins over one that is only
/// likely. `None` is an entry without a name.
#[must_use]
pub fn duplicates(names: &[Option<&EntityName>]) -> Vec<Duplicate> {
    let first = first_of_text(names);
    let mut keys = Vec::with_capacity(names.len() * 12);
    for (index, name) in names.iter().enumerate() {
        if let Some(name) = name.filter(|_| first[index] == index) {
            let index = u32::try_from(index).unwrap_or(u32::MAX);
            add_keys(name, |kind, key| keys.push((key, kind, index)));
        }
    }
    keep_shared(&mut keys);
    keys.sort_unstable();
    keys.dedup();
    let mut pairs = Vec::new();
    for group in keys.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        for (at, &(_, kind, later)) in group.iter().enumerate().skip(1) {
            let most = if kind == SharedKey::Half { MAX_HALVES } else { MAX_CANDIDATES };
            let earlier = &group[..at.min(most)];
            pairs.extend(earlier.iter().map(|&(.., earlier)| (later, kind, earlier)));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    let mut found: Vec<Option<Duplicate>> = vec![None; names.len()];
    for group in pairs.chunk_by(|a, b| a.0 == b.0) {
        found[group[0].0 as usize] = best(names, group);
    }
    for (later, &first) in first.iter().enumerate() {
        if first != later {
            found[later] = repeated(names, first, later, found[first]);
        }
    }
    found.into_iter().flatten().collect()
}

/// Leaves out most keys that only one name has. They are nearly all keys, and sorting
/// them took 2 % of the instructions on a long list.
fn keep_shared(keys: &mut Vec<(u64, SharedKey, u32)>) {
    let size = (keys.len() * 4).next_power_of_two();
    let slot = |key: u64| (key ^ (key >> 32)) as usize % size;
    let mut counts = vec![0_u8; size];
    for &(key, ..) in &*keys {
        let count = &mut counts[slot(key)];
        *count = count.saturating_add(1);
    }
    keys.retain(|&(key, ..)| counts[slot(key)] > 1);
}

/// For every name the place of the first with the same text, often its own.
fn first_of_text(names: &[Option<&EntityName>]) -> Vec<usize> {
    let mut seen = HashMap::with_capacity(names.len());
    let places = names.iter().enumerate();
    places
        .map(|(index, name)| match name {
            Some(name) => *seen.entry(name.text.as_str()).or_insert(index),
            None => index,
        })
        .collect()
}

/// The duplicate of a name whose text stood before: what the first one is the same
/// as, else the first one itself.
fn repeated(
    names: &[Option<&EntityName>],
    first: usize,
    later: usize,
    found: Option<Duplicate>,
) -> Option<Duplicate> {
    let earlier = match found {
        Some(found) if found.comparison.verdict == Verdict::Same => found.earlier,
        _ => first,
    };
    let comparison = compare_texts(names[earlier]?, names[later]?);
    (comparison.verdict == Verdict::Same).then_some(Duplicate { earlier, later, comparison })
}

/// The key that two names share, in the order of looking.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum SharedKey {
    /// Base and form: the only way to be the same, and not crowded out by other
    /// forms of a common base.
    Entity,
    /// The base or a trade name.
    Name,
    /// The skeleton.
    Skeleton,
    /// Half of the base.
    Half,
}

/// The earliest same, else the earliest likely of the candidates of one name.
fn best(names: &[Option<&EntityName>], candidates: &[(u32, SharedKey, u32)]) -> Option<Duplicate> {
    let mut likely: Option<Duplicate> = None;
    for &(later, kind, earlier) in candidates {
        let (later, earlier) = (later as usize, earlier as usize);
        let (Some(a), Some(b)) = (names[earlier], names[later]) else { continue };
        // Behind a likely one only a same one counts, and that has the same base.
        let is_late = likely.is_some_and(|likely| likely.earlier <= earlier);
        let can_be_same =
            || kind == SharedKey::Entity && a.bases().any(|x| b.bases().any(|y| x == y));
        if is_late && !can_be_same() || kind == SharedKey::Half && !is_typo(a, b) {
            continue;
        }
        let comparison = compare_texts(a, b);
        let found = Duplicate { earlier, later, comparison };
        match comparison.verdict {
            Verdict::Same => return Some(found),
            Verdict::Likely if likely.is_none_or(|likely| earlier < likely.earlier) => {
                likely = Some(found);
            }
            _ => {}
        }
    }
    likely
}

/// Adds every key under which a name has to be found.
fn add_keys(name: &EntityName, mut add: impl FnMut(SharedKey, u64)) {
    if name.is_empty() {
        return add(SharedKey::Name, hash(b'e', name.text.trim().bytes()));
    }
    for base in name.bases() {
        let key = hash(b'n', base.bytes().filter(|byte| !matches!(byte, b' ' | b'.')));
        for form in forms(name) {
            add(SharedKey::Entity, key ^ salt(*form));
        }
        // Equal bases are equal without spaces too, so this key serves both steps.
        add(SharedKey::Name, key);
    }
    for trade in name.other_names() {
        for base in trade.bases() {
            add(SharedKey::Name, hash(b'n', spaceless(base).bytes()));
        }
    }
    for (tag, skeleton) in [b's', b't'].into_iter().zip(skeletons(name)) {
        add(SharedKey::Skeleton, hash(tag, skeleton.bytes()));
    }
    add_halves(name, add);
}

/// One edit leaves the first or the last half of a base alone. Two bases one
/// letter apart in length meet under the length of the shorter one. Digits are
/// part of the key because an edit that touches them is no typo; so numbered
/// names do not crowd one key, and so is the form, which has to be the same.
fn add_halves(name: &EntityName, mut add: impl FnMut(SharedKey, u64)) {
    let base = name.base.as_str();
    let is_ascii = base.is_ascii();
    let letters = match is_ascii {
        true => base.bytes().filter(u8::is_ascii_alphabetic).count(),
        false => base.chars().filter(|c| c.is_alphabetic()).count(),
    };
    if letters < MIN_TYPO {
        return;
    }
    let is_letter = |c: char| c.is_ascii_lowercase() || c.is_alphabetic();
    let digits = base.char_indices().filter(|(_, c)| *c != ' ' && !is_letter(*c));
    let digits = hash(b'd', digits.flat_map(|(at, c)| base[at..at + c.len_utf8()].bytes()));
    let count = if is_ascii { base.len() } else { base.chars().count() };
    let at = |index: usize| match is_ascii {
        true => index,
        false => base.char_indices().nth(index).map_or(base.len(), |(at, _)| at),
    };
    for length in [count, count - 1] {
        // A swap in the middle touches two letters, so the middle stays out.
        let half = (length - 1) / 2;
        let end = ((length - half - 1) / 2).min(4);
        let (head, rest) = base.split_at(at(half));
        let (front, tail) = base.split_at(at(count - half));
        let halves = [(hash(b'f', head.bytes()), rest), (hash(b'l', tail.bytes()), front)];
        for (half, other) in halves {
            for form in forms(name) {
                let key = half
                    ^ digits
                    ^ (length as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15)
                    ^ salt(*form);
                // The edit leaves one end of the other half alone, too: it touches
                // two letters at most. That keeps the many names apart that end in
                // the same words.
                add(SharedKey::Half, key ^ hash(b'a', other.bytes().take(end)));
                add(SharedKey::Half, key ^ hash(b'z', other.bytes().rev().take(end)));
            }
        }
    }
}

/// The forms that a name may have; a stand-in for none.
fn forms(name: &EntityName) -> &'static [u16] {
    name.form.map_or(&[u16::MAX][..], |form| form.forms)
}

fn salt(form: u16) -> u64 {
    (u64::from(form) + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// FNV-1a. Names that collide on purpose are capped and compared like any others.
fn hash(tag: u8, bytes: impl Iterator<Item = u8>) -> u64 {
    let start = 0xcbf2_9ce4_8422_2325_u64 ^ u64::from(tag);
    bytes.fold(start, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
