//! A policy-as-code linter for subprocessor declarations.

pub mod expr;
pub mod facts;
pub mod finding;
pub mod fingerprint;
pub mod manifest;
pub mod render;
pub mod report;
pub mod source;
