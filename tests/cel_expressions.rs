//! The expression language as policy authors and hostile manifests meet it.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests touch files and the environment"
)]

#[path = "cel_expressions/conformance.rs"]
mod conformance;
#[path = "cel_expressions/documentation.rs"]
mod documentation;
#[path = "cel_expressions/errors.rs"]
mod errors;
#[path = "cel_expressions/hostile.rs"]
mod hostile;
#[path = "cel_expressions/records.rs"]
mod records;
#[path = "cel_expressions/sample.rs"]
mod sample;
