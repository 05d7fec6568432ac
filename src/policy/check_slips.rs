//! Slips in how a rule names its check, each said by its cause.

use super::Registry;
use crate::diagnostics::PolicyError;
use crate::syntax::Value;
use crate::text::{SourceFile, Span};
use std::sync::Arc;

/// The error for a check that is a field of the rule.
pub(super) fn outside(file: &Arc<SourceFile>, key: Span, name: &str) -> PolicyError {
    PolicyError::new(file, key, format!("`{name}` is a check, and stands outside of `check`"))
        .with_help(format!("Indent it under `check`: `check: {{{name}: ...}}`."))
}

/// The error for a `check` that holds none or several keys: one that is no check was meant as an
/// option of the one beside it.
pub(super) fn not_one(checks: &Registry, file: &Arc<SourceFile>, value: Value<'_>) -> PolicyError {
    let is_check = |key: &Value<'_>| key.text().is_some_and(|name| checks.find(name).is_some());
    let (named, others): (Vec<_>, Vec<_>) = value.entries().map(|(key, _)| key).partition(is_check);
    if let ([check], [option, ..]) = (&named[..], &others[..]) {
        let check = check.text().unwrap_or_default();
        let option_name = option.text().unwrap_or_default();
        let message = format!("`{option_name}` stands beside the check `{check}`");
        return PolicyError::new(file, option.span(), message)
            .with_help(format!("Indent it under `{check}`, as an option of it."));
    }
    PolicyError::new(file, value.span(), "`check` must contain exactly one check")
        .with_help("For example `check: {required: {field: purpose}}`.")
}
