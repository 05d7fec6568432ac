//! The vendor and the path that a waiver names, as they are compared with those of a finding.

use crate::text::fold::{fold_case, slug};
use std::collections::HashMap;

/// The name of a vendor as waivers compare it: the id that is made of it, as in every other
/// place that names vendors. Names in scripts that make no id are compared as they are.
pub(crate) fn vendor_key(name: &str) -> String {
    let made = slug(name);
    if made.is_empty() { fold_case(name) } else { made }
}

/// The part of a path after the entry of a vendor, at which its own waivers may start.
pub(crate) fn path_in_entry(path: &str) -> Option<&str> {
    let (list, field) = path.split_once("].")?;
    let lists = ["subprocessors[", "other_recipients["];
    lists.iter().any(|name| list.starts_with(name)).then_some(field)
}

/// The waivers of one rule and vendor by the place that they are for, each by its number. With
/// one list for all places, 8,000 waivers over 8,000 findings took seconds.
#[derive(Debug, Default)]
pub(crate) struct PlaceIndex<'w> {
    /// The first one for every place.
    anywhere: Option<usize>,
    /// The first one for each place that is written out.
    exact: HashMap<&'w str, usize>,
    /// The first one for each place with a `[]` or `[*]`; there are no more than fields.
    open: HashMap<&'w str, usize>,
}

impl<'w> PlaceIndex<'w> {
    /// Adds a waiver; they come in the order of their numbers.
    pub fn add(&mut self, place: Option<&'w str>, number: usize) {
        match place {
            None => _ = self.anywhere.get_or_insert(number),
            Some(place) if place.contains("[]") || place.contains("[*]") => {
                self.open.entry(place).or_insert(number);
            }
            Some(place) => _ = self.exact.entry(place).or_insert(number),
        }
    }

    /// The first waiver for a path.
    pub fn first_for(&self, path: &str) -> Option<usize> {
        let ends = path.match_indices(['.', '[']).map(|(at, _)| at).chain([path.len()]);
        let exact = ends.filter_map(|end| self.exact.get(&path[..end]));
        let open = self.open.iter().filter(|(place, _)| is_below(place, path));
        let open = open.map(|(_, number)| number);
        exact.chain(open).chain(&self.anywhere).min().copied()
    }
}

/// True if a path is a place or something below it. `[]` and `[*]` in the place
/// stand for any index.
pub(crate) fn is_below(place: &str, path: &str) -> bool {
    let mut parts = place.split("[*]").flat_map(|part| {
        // Every `[]` is a wildcard of its own, as is the end of each part.
        part.split("[]")
    });
    let Some(mut rest) = parts.next().and_then(|first| path.strip_prefix(first)) else {
        return false;
    };
    for part in parts {
        let Some(index) = rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) else {
            return false;
        };
        if index.0.is_empty() || !index.0.bytes().all(|byte| byte.is_ascii_digit()) {
            return false;
        }
        match index.1.strip_prefix(part) {
            Some(after) => rest = after,
            None => return false,
        }
    }
    rest.is_empty() || rest.starts_with(['.', '['])
}

#[cfg(test)]
mod tests {
    use super::{PlaceIndex, is_below};

    #[test]
    fn the_index_finds_the_first_waiver_for_a_path() {
        let mut index = PlaceIndex::default();
        let places = ["a[1].b", "a[*].b", "a[1]", "a[1].b", "organization"];
        for (number, place) in places.iter().enumerate() {
            index.add(Some(place), number);
        }
        for path in ["a[1].b", "a[1].b.c", "a[1]", "a[1].x[2]", "a[12].b", "a[12]", "a", "", "z"] {
            let expected = places.iter().position(|place| is_below(place, path));
            assert_eq!(index.first_for(path), expected, "{path}");
        }
        index.add(None, 9);
        assert_eq!((index.first_for("z"), index.first_for("a[1]")), (Some(9), Some(2)));
    }

    #[test]
    fn a_path_covers_itself_and_what_is_below() {
        for (place, path, expected) in [
            ("subprocessors[3]", "subprocessors[3]", true),
            ("subprocessors[3]", "subprocessors[3].name", true),
            ("subprocessors[3]", "subprocessors[31].name", false),
            ("subprocessors", "subprocessors[31].name", true),
            ("subprocessors[].location", "subprocessors[31].location", true),
            ("subprocessors[*].location", "subprocessors[31].location.country", true),
            ("subprocessors[*].location", "subprocessors[31].locations[0]", false),
            ("subprocessors[*].locations[]", "subprocessors[31].locations[0]", true),
            ("subprocessors[*]", "subprocessors", false),
            ("a[*]", "a[\"b\"]", false),
            ("organization", "", false),
        ] {
            assert_eq!(is_below(place, path), expected, "{place} {path}");
        }
    }
}
