//! The expected reading of a mutant, worked out on the values alone: the check on
//! the edits of the text.

use super::{Change, LONG_AGO, Mutant};
use crate::syntax::{NodeKind, Parsed, Value};
use serde_json::Value as Json;

/// A step from the documents of a file down to a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum PathKey {
    Key(String),
    Index(usize),
}

/// The word that no vocabulary has.
pub(super) const UNKNOWN_WORD: &str = "unheard_of";

/// The documents as a list of plain values, every scalar as its text.
pub(super) fn documents(parsed: &Parsed<'_>) -> Json {
    parsed.tree.documents().map(plain).collect()
}

fn plain(value: Value<'_>) -> Json {
    match value.kind() {
        NodeKind::Seq => value.items().map(plain).collect(),
        NodeKind::Map => value
            .entries()
            .map(|(key, value)| (key.text().unwrap_or_default().to_owned(), plain(value)))
            .collect(),
        _ => value.text().map_or(Json::Null, Json::from),
    }
}

/// True if the mutated documents differ from the original ones as the mutant
/// says and in nothing else.
pub(super) fn is_meant(original: &Json, mutated: &Json, mutant: &Mutant) -> bool {
    let mut expected = original.clone();
    let Some((last, above)) = mutant.at.split_last() else { return false };
    let Some(parent) = above.iter().try_fold(&mut expected, down) else { return false };
    match (&mutant.change, last, parent) {
        (Change::Remove, PathKey::Key(key), Json::Object(map)) => {
            map.remove(key);
        }
        (Change::Repeat, PathKey::Index(index), Json::Array(items)) => {
            let Some(item) = items.get(*index).cloned() else { return false };
            items.insert(*index, item);
        }
        (Change::Swap(other), PathKey::Key(key), Json::Object(map)) => {
            let (Some(a), Some(b)) = (map.get(key).cloned(), map.get(*other).cloned()) else {
                return false;
            };
            map.insert(key.clone(), b);
            map.insert((*other).to_owned(), a);
        }
        (change, PathKey::Key(key), Json::Object(map)) => {
            let (Some(value), Some(found)) = (map.get_mut(key), at(mutated, &mutant.at)) else {
                return false;
            };
            if !suits(change, found) {
                return false;
            }
            *value = found.clone();
        }
        _ => return false,
    }
    expected == *mutated
}

/// True if a value is one that a change puts in.
fn suits(change: &Change, value: &Json) -> bool {
    let lone = match value {
        Json::Array(items) if items.len() == 1 => &items[0],
        value => value,
    };
    match change {
        Change::Blank => match value {
            Json::Array(items) => items.is_empty(),
            Json::Object(map) => map.is_empty(),
            value => value == "",
        },
        Change::Placeholder => lone == "TBD",
        Change::UnknownWord => lone == UNKNOWN_WORD,
        Change::Aged => lone == LONG_AGO,
        Change::OutsideClaims => lone.as_str().is_some_and(|code| code.len() == 2),
        Change::Remove | Change::Repeat | Change::Swap(_) => false,
    }
}

fn down<'j>(value: &'j mut Json, step: &PathKey) -> Option<&'j mut Json> {
    match step {
        PathKey::Key(key) => value.get_mut(key),
        PathKey::Index(index) => value.get_mut(index),
    }
}

fn at<'j>(value: &'j Json, path: &[PathKey]) -> Option<&'j Json> {
    path.iter().try_fold(value, |value, step| match step {
        PathKey::Key(key) => value.get(key),
        PathKey::Index(index) => value.get(index),
    })
}
