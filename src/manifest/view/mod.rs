//! A manifest as the expressions of rules see it: records, the date of the run,
//! and functions on privacy facts.
//!
//! The records are made from the table of fields, so that a field that the schema
//! gets is a field that rules can ask for. Shorthands are gone:
//! `location: US` is a list of one place whose text is `US`.

mod evaluator;
mod expression;
mod expression_guard;
mod functions;
mod meaning;
mod option_values;
mod record;
mod shape;
#[cfg(test)]
mod tests;

pub use evaluator::{Budget, EvalError, Evaluator, VendorRecord};
pub use expression::{Expression, ExpressionScope, ExpressionSubject};
pub use option_values::{OptionValue, OptionValues};
