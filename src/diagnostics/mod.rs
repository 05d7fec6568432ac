//! Findings: plain data about defects, the same for every output format.

mod checked;
mod finding;
pub mod fingerprint;
mod fix;
mod place;
mod policy_error;
mod policy_results;
pub mod report;
mod suppression;

pub(crate) use crate::text::sha256;
pub use checked::PageLabels;
pub use checked::{Checked, FileKind, FileStatus, VendorCounts};
pub use finding::{Finding, Label, Severity};
pub use fingerprint::Fingerprint;
pub use fix::{Fix, Safety};
pub use place::Place;
pub(crate) use place::position;
pub use policy_error::PolicyError;
pub use policy_results::policy_results;
pub use suppression::{Suppressed, Suppression, SuppressionKind};

/// The id under which a rule that failed to evaluate is reported, and a policy
/// that is invalid.
pub const POLICY_ERROR: &str = "policy-error";
