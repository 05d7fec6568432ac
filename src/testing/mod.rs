//! Tests of a policy: the examples in rule files, the cases of `*.test.yaml`
//! files, and what a policy notices when a good manifest is spoilt. All of them
//! run the linter itself.

pub mod cases;
pub mod examples;
pub mod expect;
pub mod mutate;
mod reader;

pub use cases::{About, Case, Stated, TestFile};
pub use expect::{Difference, Expectation};
