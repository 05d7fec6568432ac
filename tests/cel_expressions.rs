//! The expression language as policy authors and hostile manifests meet it.

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
