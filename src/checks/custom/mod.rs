//! Checks that only custom rules use.

pub(super) mod expression;
