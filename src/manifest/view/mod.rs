//! What the expressions of rules see: a manifest as records, the date of the
//! run, and functions on privacy facts.
//!
//! The records are made from the schema of the manifest, so that a field that
//! the schema gets is a field that rules can ask for. Shorthands are gone:
//! `location: US` is a list of one place whose text is `US`.

mod expression;
mod functions;
mod judge;
mod meaning;
mod shape;
mod thing;

pub use expression::{About, Defect, Expression, environment};
pub use judge::{Budget, Entry, Judge, PER_EVALUATION, Trouble};

/// The keys under which a dotted path of fields of a vendor, or of the
/// document, may be typed.
///
/// # Errors
/// The fields that there are in the block where the path fails; none when that
/// is no block.
pub fn spellings(about: About, path: &str) -> Result<Vec<String>, Vec<String>> {
    let shapes = shape::shapes();
    let start = match about {
        About::Vendor => &shapes.vendor,
        About::Manifest => &shapes.manifest,
    };
    shape::keys_of(start, path)
}
