//! The expression language as policy authors and hostile manifests meet it.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests touch files and the environment"
)]

mod conformance;
mod errors;
mod hostile;
mod records;
mod sample;
