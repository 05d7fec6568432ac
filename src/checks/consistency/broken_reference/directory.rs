//! The ids that can be referred to.

use crate::text::fold::slug;
use std::collections::HashMap;

/// Ids with the numbers of what they stand for.
#[derive(Debug, Default)]
pub(super) struct Directory {
    numbers: HashMap<String, usize>,
    /// The ids in the order of the text, for messages.
    ids: Vec<String>,
    /// Number of broken references that were compared with all ids.
    compared: usize,
}

/// Maximum number of ids that a message lists at most when it can list all of them.
const ALL: usize = 8;
/// Number of broken references that get the ids that are like them; beyond that, a
/// list is broken in other ways than by slips.
const MAX_COMPARED: usize = 50;
/// Number of ids a broken reference that is compared with.
const MAX_IDS: usize = 5_000;

impl Directory {
    /// Adds an id; of two equal ones the first counts.
    pub(super) fn add(&mut self, id: String, number: usize) {
        if id.is_empty() || self.numbers.contains_key(&id) {
            return;
        }
        self.ids.push(id.clone());
        self.numbers.insert(id, number);
    }

    /// Adds another way to call something, which messages do not list.
    pub(super) fn add_alias(&mut self, id: String, number: usize) {
        self.numbers.entry(id).or_insert(number);
    }

    /// The number of what an id, in any case and spelling, stands for.
    pub(super) fn find(&self, id: &str) -> Option<usize> {
        self.numbers.get(&slug(id)).copied()
    }

    /// The known ids that are like one that is not, or all of them when few, but
    /// for the one of a number; nothing if there are no others.
    pub(super) fn near(&mut self, id: &str, but: Option<usize>) -> Option<String> {
        let is_other = |known: &&String| but.is_none() || self.numbers.get(*known).copied() != but;
        self.ids.iter().find(is_other)?;
        let length = id.chars().count();
        let mut like: Vec<(usize, &String)> = Vec::new();
        if self.compared < MAX_COMPARED && length <= 64 {
            self.compared += 1;
            let most = (length / 3).max(2);
            let close = self.ids.iter().filter(is_other).take(MAX_IDS).filter(|known| {
                known.len() <= 256 && known.chars().count().abs_diff(length) <= most
            });
            like = close
                .map(|known| (strsim::damerau_levenshtein(id, known), known))
                .filter(|(distance, _)| *distance <= most)
                .collect();
            like.sort();
        }
        let shown: Vec<&str> = match like.len() {
            0 => self.ids.iter().filter(is_other).take(ALL).map(String::as_str).collect(),
            _ => like.iter().take(3).map(|(_, known)| known.as_str()).collect(),
        };
        let more = if like.is_empty() && self.ids.len() > ALL { ", ..." } else { "" };
        Some(format!("{}{more}", shown.join(", ")))
    }
}
