//! A policy-as-code linter for subprocessor declarations.

pub mod checks;
#[cfg(feature = "cli")]
pub mod cli;
pub mod config;
pub mod expr;
pub mod facts;
pub mod finding;
pub mod fingerprint;
pub mod lint;
pub mod manifest;
pub mod render;
pub mod report;
pub mod rules;
pub mod schema;
pub mod source;
pub mod syntax;
pub mod testing;
