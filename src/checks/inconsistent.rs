//! `inconsistent`: an optional field that most entries have.

use super::{Check, Hit, Hits, Options, Subject, Word};
use crate::manifest::{Vendor, is_blank};

pub(super) const WORD: Word = Word {
    name: "inconsistent",
    summary: "reports entries without an optional field that most of the others have",
    options: &["threshold", "min_entries", "fields"],
    arguments: &["n", "total", "field"],
    variants: &[],
    build: |options| Box::new(Inconsistent::new(options)),
};

struct Inconsistent {
    threshold: f64,
    min_entries: i64,
    fields: Vec<String>,
    /// The fields of one spelling by their first key: that, the path below it,
    /// and the number of the field.
    plain: Vec<(String, Option<String>, usize)>,
    /// The numbers of the other fields.
    special: Vec<usize>,
}

/// Fields with spellings of their own.
const SPECIAL: &[&str] = &[
    "audience",
    "audiences",
    "contact",
    "contacts",
    "legal_name",
    "lei",
    "links.website",
    "location",
    "locations",
    "registration_id",
    "service",
    "services",
    "special_categories",
    "website",
];

impl Inconsistent {
    fn new(options: &mut Options<'_>) -> Self {
        let fields = options.texts("fields");
        let (mut plain, mut special) = (Vec::new(), Vec::new());
        for (number, field) in fields.iter().enumerate() {
            if SPECIAL.contains(&field.as_str()) {
                special.push(number);
                continue;
            }
            plain.push(match field.split_once('.') {
                Some((key, rest)) => (key.to_owned(), Some(rest.to_owned()), number),
                None => (field.clone(), None, number),
            });
        }
        plain.sort();
        Self {
            threshold: options.share("threshold", 0.6),
            min_entries: options.int("min_entries", 4),
            fields,
            plain,
            special,
        }
    }

    /// Which fields an entry states, in one pass over its keys.
    fn stated(&self, vendor: &Vendor<'_>, stated: &mut [bool]) {
        for number in &self.special {
            stated[*number] = vendor.states(&self.fields[*number]);
        }
        for (key, value) in vendor.node.entries() {
            let key = key.text().unwrap_or_default();
            let from = self.plain.partition_point(|(first, _, _)| first.as_str() < key);
            for (_, rest, number) in self.plain[from..].iter().take_while(|(k, _, _)| k == key) {
                let value = match rest {
                    Some(rest) => rest.split('.').try_fold(value, |value, key| value.get(key)),
                    None => Some(value),
                };
                stated[*number] = value.is_some_and(|value| !is_blank(value));
            }
        }
    }

    /// Whether so many of all are most.
    #[expect(clippy::cast_precision_loss, reason = "there are far fewer than 2^52 vendors")]
    fn is_most(&self, n: usize, total: usize) -> bool {
        // Shares such as 3 of 5 must not fail by rounding.
        n < total && n as f64 + 1e-9 >= self.threshold * total as f64
    }
}

impl Check for Inconsistent {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        let total = subject.vendors.len();
        if total == 0 || i64::try_from(total).is_ok_and(|total| total < self.min_entries) {
            return;
        }
        let width = self.fields.len();
        let mut stated = vec![false; total * width];
        for (index, vendor) in subject.vendors.iter().enumerate() {
            self.stated(vendor, &mut stated[index * width..(index + 1) * width]);
        }
        for (number, field) in self.fields.iter().enumerate() {
            let states = |index: &usize| stated[index * width + number];
            let n = (0..total).filter(states).count();
            if n == 0 || !self.is_most(n, total) {
                continue;
            }
            for index in (0..total).filter(|index| !states(index)) {
                let vendor = subject.vendors[index];
                if !vendor.leaves_out(field) {
                    let hit = Hit::lacking(vendor, field).arg("n", n.to_string());
                    hits.push(hit.arg("total", total.to_string()));
                }
            }
        }
    }
}
