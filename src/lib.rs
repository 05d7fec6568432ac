//! A policy-as-code linter for subprocessor declarations.

pub mod checks;
pub mod expr;
pub mod facts;
pub mod finding;
pub mod lint;
pub mod manifest;
pub mod rules;
pub mod schema;
pub mod source;
pub mod syntax;
