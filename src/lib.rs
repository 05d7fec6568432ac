//! A policy-as-code linter for subprocessor declarations.

pub mod expr;
pub mod facts;
pub mod finding;
pub mod manifest;
pub mod source;
pub mod syntax;
