//! The functions on privacy facts that rules may use.
//!
//! A row of the table is all that a function needs. Its arguments arrive
//! checked, unless an expression used `dyn`; see [`super::functions`].

use super::functions::Function;

/// The functions, by topic.
pub(super) static FUNCTIONS: &[Function] = &[];
