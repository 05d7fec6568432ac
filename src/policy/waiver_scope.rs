//! The vendor and the path that a waiver names, as they are compared with those of a finding.

use crate::text::fold::{fold_case, slug};

/// The name of a vendor as waivers compare it: the id that is made of it, as in every other
/// place that names vendors. Names in scripts that make no id are compared as they are.
pub(crate) fn vendor_key(name: &str) -> String {
    let made = slug(name);
    if made.is_empty() { fold_case(name) } else { made }
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
    use super::is_below;

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
