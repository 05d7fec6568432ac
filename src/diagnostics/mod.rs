//! Findings: plain data about defects, the same for every output format.

mod advice;
mod finding;
pub mod fingerprint;
mod fix;
pub mod report;

pub use advice::PolicyError;
pub use finding::{Finding, Label, Severity};
pub use fingerprint::Fingerprint;
pub use fix::{Fix, Safety};
