//! Checks of the rules in `rules/links/`.

pub(super) mod bad_url;
