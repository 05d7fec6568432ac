//! Tests of a policy: the examples in rule files, the cases of `*.test.yaml`
//! files, and what a policy notices when a good manifest is mutated. All of them
//! run the linter itself.

pub mod cases;
pub mod examples;
pub mod expect;
pub mod mutate;
mod reader;

pub use cases::{Case, Stated, TestFile};
pub use expect::Difference;

#[cfg(test)]
mod cause_tests;
#[cfg(test)]
mod fix_tests;
#[cfg(test)]
mod fixed_tests;
#[cfg(test)]
mod generated;
#[cfg(test)]
mod more_examples;
#[cfg(test)]
mod rule_files;
