//! `inconsistent-field`: an optional field that most entries have.

use crate::checks::kit::fields;
use crate::manifest::fields::VendorField;
use crate::manifest::{Vendor, is_blank};
use crate::policy::{Check, CheckOptions, CheckSpec, Hit, Hits, ListCheck, OptionSpec, Subject};

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "inconsistent-field",
    summary: "reports entries without an optional field that most of the others have",
    options: &[
        OptionSpec::share(
            "threshold",
            0.6,
            "The share of entries that has to state a field before the others are reported.",
        ),
        OptionSpec::integer("min_entries", 4, "The fewest entries that are compared."),
        OptionSpec::texts("fields", "The fields that are compared."),
    ],
    arguments: &[
        ("n", "the number of entries that state the field"),
        ("total", "the number of entries"),
        ("field", "the field that is missing"),
        ("key", "the field as most of the others spell it"),
        ("null", "the field without a value, as it is written"),
    ],
    variants: &[],
    build: |options| Check::list(InconsistentField::new(options)),
};

struct InconsistentField {
    threshold: f64,
    min_entries: i64,
    fields: Vec<VendorField>,
}

impl InconsistentField {
    fn new(options: &mut CheckOptions<'_>) -> Self {
        Self {
            threshold: options.share("threshold"),
            min_entries: options.int("min_entries"),
            fields: options.texts("fields").iter().map(|path| VendorField::named(path)).collect(),
        }
    }

    /// True if so many of all are most.
    #[expect(clippy::cast_precision_loss, reason = "there are far fewer than 2^52 vendors")]
    fn is_most(&self, n: usize, total: usize) -> bool {
        // Shares such as 3 of 5 must not fail by rounding.
        n < total && n as f64 + 1e-9 >= self.threshold * total as f64
    }
}

impl ListCheck for InconsistentField {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        let total = subject.vendors.len();
        if total == 0 || i64::try_from(total).is_ok_and(|total| total < self.min_entries) {
            return;
        }
        let width = self.fields.len();
        let mut stated = vec![false; total * width];
        for (index, vendor) in subject.vendors.iter().enumerate() {
            for (number, field) in self.fields.iter().enumerate() {
                stated[index * width + number] = vendor.states(field);
            }
        }
        for (number, field) in self.fields.iter().enumerate() {
            let states = |index: &usize| stated[index * width + number];
            let n = (0..total).filter(states).count();
            if n == 0 || !self.is_most(n, total) {
                continue;
            }
            let key = fields::spelling_of(field, subject.vendors);
            for index in (0..total).filter(|index| !states(index)) {
                let vendor = subject.vendors[index];
                if !vendor.leaves_out(field) {
                    let hit = Hit::lacking(vendor, &field.name).arg("n", n.to_string());
                    let hit = hit.arg("total", total.to_string()).arg("null", null(vendor, key));
                    hits.push(hit.arg("key", key));
                }
            }
        }
    }
}

/// A field without a value, beside what the block that it is in says already.
fn null(vendor: &Vendor<'_>, field: &str) -> String {
    match field.split_once('.') {
        Some((block, key)) if vendor.field(block).is_some_and(|block| !is_blank(block)) => {
            format!("{key}: null")
        }
        Some((block, key)) => format!("{block}: {{{key}: null}}"),
        None => format!("{field}: null"),
    }
}
