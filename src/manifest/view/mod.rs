//! What the expressions of rules see: a manifest as records, the date of the
//! run, and functions on privacy facts.
//!
//! The records are made from the schema of the manifest, so that a field that
//! the schema gets is a field that rules can ask for. Shorthands are gone:
//! `location: US` is a list of one place whose text is `US`.

mod evaluator;
mod expression;
mod functions;
mod meaning;
mod record;
mod shape;

pub use evaluator::{Budget, EvalError, Evaluator, PER_EVALUATION, VendorRecord};
pub use expression::{Expression, ExpressionError, ExpressionSubject, expression_env};

/// The keys under which a dotted path of fields of a vendor, or of the
/// document, may be typed.
///
/// # Errors
/// The fields that there are in the block where the path fails; none when that
/// is no block.
pub fn spellings(about: ExpressionSubject, path: &str) -> Result<Vec<String>, Vec<String>> {
    let shapes = shape::shapes();
    let start = match about {
        ExpressionSubject::Vendor => &shapes.vendor,
        ExpressionSubject::Manifest => &shapes.manifest,
    };
    shape::keys_of(start, path)
}
