//! Evaluates expressions over a document, within the budget of its file.

use super::expression::{Expression, sentence};
use super::record::ManifestRecord;
use crate::cel::{Fuel, Program, Val};
use crate::manifest::{Manifest, Vendor};
use crate::text::Advice;
use crate::values::date::Date;
use std::cell::{Cell, OnceCell};

/// The steps that one evaluation may take.
pub const PER_EVALUATION: u64 = 100_000;

/// The steps that an evaluation about the document may take besides, for each
/// vendor of it.
const PER_VENDOR_OF_DOCUMENT: u64 = 100;

/// The steps that all expressions together may take on a file, for each vendor
/// of it and besides. It is what keeps a policy written by strangers from
/// running for hours on a long list.
const PER_VENDOR: u64 = 2_000;
const PER_FILE: u64 = 1_000_000;

/// The steps that go into an evaluation before the expression is looked at.
const START: u64 = 10;

/// The steps that the expressions of a policy may still take on a file.
#[derive(Debug)]
pub struct Budget {
    left: Cell<u64>,
    total: u64,
    for_document: u64,
}

impl Budget {
    /// The budget of a file with so many vendors.
    #[must_use]
    pub fn for_vendors(vendors: usize) -> Self {
        let vendors = vendors as u64;
        let total = vendors.saturating_mul(PER_VENDOR).saturating_add(PER_FILE);
        let for_document = vendors.saturating_mul(PER_VENDOR_OF_DOCUMENT);
        Self { left: Cell::new(total), total, for_document }
    }
}

/// The reason why an expression has no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvalError {
    /// The reason, as one lower-case phrase.
    pub message: String,
    /// Advice, a sentence.
    pub help: Option<String>,
    /// True if no other expression has a value on this file either.
    pub is_final: bool,
}

/// The expressions of a policy, over one document.
pub struct Evaluator<'m, 't, 'b> {
    manifest: &'m Manifest<'t>,
    today: Val<'static>,
    budget: &'b Budget,
    document: OnceCell<ManifestRecord<'m, 't>>,
}

/// A vendor as expressions see it. What one expression has read of it is there
/// for the next one.
pub struct VendorRecord<'m, 't>(ManifestRecord<'m, 't>);

impl<'m, 't> VendorRecord<'m, 't> {
    /// The record of a vendor.
    #[must_use]
    pub fn new(vendor: &'m Vendor<'t>) -> Self {
        Self(ManifestRecord::vendor(vendor))
    }
}

impl<'m, 't, 'b> Evaluator<'m, 't, 'b> {
    /// Gets ready; nothing of the document is read before it is asked for.
    #[must_use]
    pub fn new(manifest: &'m Manifest<'t>, today: Date, budget: &'b Budget) -> Self {
        Self { manifest, today: Val::Date(today.civil()), budget, document: OnceCell::new() }
    }

    /// The values of the variables.
    #[cfg(test)]
    pub fn slots<'s>(&'s self, entry: Option<&'s VendorRecord<'m, 't>>) -> Vec<Val<'s>> {
        let mut slots = self.common().to_vec();
        slots.extend(entry.map(|entry| Val::Record(&entry.0) as Val<'s>));
        slots
    }

    /// The values that every expression has.
    fn common(&self) -> [Val<'_>; 2] {
        let document = self.document.get_or_init(|| ManifestRecord::manifest(self.manifest));
        [Val::Record(document), self.today.clone()]
    }

    /// Tests a condition for a vendor, or for the document.
    ///
    /// # Errors
    /// When the condition has no value.
    pub fn holds(
        &self,
        condition: &Expression,
        entry: Option<&VendorRecord<'m, 't>>,
    ) -> Result<bool, EvalError> {
        self.run(condition, entry, |slots, fuel| condition.program().test(slots, fuel))
    }

    /// The text that an expression gives for a vendor, or for the document.
    ///
    /// # Errors
    /// When the expression has no value.
    pub fn text(
        &self,
        expression: &Expression,
        entry: Option<&VendorRecord<'m, 't>>,
    ) -> Result<String, EvalError> {
        self.run(expression, entry, |slots, fuel| Program::text(expression.program(), slots, fuel))
    }

    fn run<T>(
        &self,
        expression: &Expression,
        entry: Option<&VendorRecord<'m, 't>>,
        evaluate: impl FnOnce(&[Val<'_>], &mut Fuel) -> Result<T, Advice>,
    ) -> Result<T, EvalError> {
        let left = self.budget.left.get();
        let cap = PER_EVALUATION + if entry.is_none() { self.budget.for_document } else { 0 };
        let given = cap.min(left.saturating_sub(START));
        let mut fuel = Fuel::new(given);
        let result = if given == 0 {
            Err(Advice::new(crate::text::Span::default(), ""))
        } else {
            let [document, today] = self.common();
            // In the order in which the variables are declared.
            match (entry, expression.options()) {
                (None, None) => evaluate(&[document, today], &mut fuel),
                (None, Some(options)) => {
                    evaluate(&[document, today, Val::Record(options)], &mut fuel)
                }
                (Some(entry), None) => {
                    evaluate(&[document, today, Val::Record(&entry.0)], &mut fuel)
                }
                (Some(entry), Some(options)) => {
                    let own = [Val::Record(&entry.0) as Val<'_>, Val::Record(options)];
                    let [vendor, options] = own;
                    evaluate(&[document, today, vendor, options], &mut fuel)
                }
            }
        };
        self.budget.left.set(left.saturating_sub(START + (given - fuel.left())));
        let is_final = given == 0 || fuel.is_exhausted() && given < cap;
        result.map_err(|error| {
            if is_final {
                let total = self.budget.total;
                return EvalError {
                    message: format!(
                        "the expressions of this policy took more than {total} steps on this file"
                    ),
                    help: Some("Simplify or split the rules that walk long lists.".to_owned()),
                    is_final,
                };
            }
            EvalError { message: error.message, help: error.help.map(sentence), is_final }
        })
    }
}
