//! Other people's words for the fields of a manifest, in many languages and spellings.

use crate::text::fold::fold_key;
use std::cmp::Ordering;

/// The words, one line each and sorted: the folded word, the section, and the field or,
/// in the section `none`, the field that the value is about and the reason why there is
/// no such field; made by the build script.
const WORDS: &str = include_str!(concat!(env!("OUT_DIR"), "/field_names.tsv"));

// Where each line starts: `STARTS`.
include!(concat!(env!("OUT_DIR"), "/field_name_starts.rs"));

/// Words in front of or behind a field that add nothing to it, folded.
const BEFORE: &[&str] = &[
    "subprocessor",
    "thirdparty",
    "processor",
    "supplier",
    "provider",
    "vendor",
    "company",
    "public",
];
const BEHIND: &[&str] = &["url", "link", "s"];

/// Characters of a key that are compared; longer keys are sentences.
const MAX_KEY: usize = 100;

/// The part of a manifest that a word is used in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NameScope<'a> {
    /// The keys of the whole file that hold the vendors.
    List,
    /// Other keys of the whole file.
    Root,
    /// The keys of a vendor.
    Entry,
    /// The keys of a block below a vendor, by its name in the schema.
    Block(&'a str),
}

impl NameScope<'_> {
    fn section(&self) -> &str {
        match self {
            Self::List => "list",
            Self::Root => "root",
            Self::Entry => "entry",
            Self::Block(name) => name,
        }
    }
}

/// A reason why a word is no field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NoField {
    /// The field that the value is about; often empty.
    pub(crate) field: &'static str,
    /// The reason, as a phrase.
    pub(crate) why: &'static str,
}

/// The folded key, and then what is left of it without a word that adds nothing. Empty
/// for a key that is a sentence.
#[must_use]
pub(crate) fn forms(key: &str) -> Vec<String> {
    if key.chars().nth(MAX_KEY).is_some() {
        return Vec::new();
    }
    let key = fold_key(key);
    let shorter = BEFORE.iter().filter_map(|word| key.strip_prefix(word));
    let shorter = shorter.chain(BEHIND.iter().filter_map(|word| key.strip_suffix(word)));
    let shorter = shorter.filter(|rest| rest.chars().nth(2).is_some()).map(str::to_owned);
    let shorter: Vec<String> = shorter.collect();
    std::iter::once(key).chain(shorter).collect()
}

/// The field that a folded word stands for, as a dotted path.
#[must_use]
pub(crate) fn field_named(scope: NameScope<'_>, folded: &str) -> Option<&'static str> {
    line(folded, scope.section())
}

/// The reason why a folded word is no field, if it only looks like one.
#[must_use]
pub(crate) fn no_field(folded: &str) -> Option<NoField> {
    let (field, why) = line(folded, "none")?.split_once('\t')?;
    Some(NoField { field, why })
}

/// The text behind a word and its section.
fn line(word: &str, section: &str) -> Option<&'static str> {
    let head = [word, "\t", section, "\t"];
    let place = |start: &u32| {
        let mut line = &WORDS.as_bytes()[*start as usize..];
        for part in head {
            let (own, rest) = line.split_at(part.len().min(line.len()));
            match own.cmp(part.as_bytes()) {
                Ordering::Equal => line = rest,
                other => return other,
            }
        }
        Ordering::Equal
    };
    let at = STARTS.binary_search_by(place).ok()?;
    let start = STARTS[at] as usize + head.iter().map(|part| part.len()).sum::<usize>();
    WORDS[start..].lines().next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_found_in_each_of_its_spellings() {
        let mut count = 0;
        for known in WORDS.lines() {
            let columns: Vec<&str> = known.splitn(3, '\t').collect();
            assert_eq!(line(columns[0], columns[1]), Some(columns[2]));
            count += 1;
        }
        assert!(count > 1500, "{count}");
        for key in ["processing_location", "processingLocation", "PROCESSING LOCATION"] {
            assert_eq!(field_named(NameScope::Entry, &forms(key)[0]), Some("location"), "{key}");
        }
    }

    #[test]
    fn words_that_add_nothing_are_left_out() {
        assert_eq!(forms("vendor_website"), ["vendorwebsite", "website"]);
        assert_eq!(forms("privacyUrl"), ["privacyurl", "privacy"]);
        assert_eq!(forms("a".repeat(200).as_str()), [""; 0]);
    }
}
