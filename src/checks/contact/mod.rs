//! Checks of the rules in `rules/contact/`.

pub(super) mod contact_domain_mismatch;
pub(super) mod contact_not_privacy;
pub(super) mod invalid_contact;
