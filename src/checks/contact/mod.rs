//! Checks of the rules in `rules/contact/`.

mod contact_domain_mismatch;
mod contact_not_privacy;
mod invalid_contact;

use crate::policy::CheckGroup;

pub(super) const GROUP: CheckGroup = CheckGroup {
    name: "contact",
    checks: &[contact_domain_mismatch::SPEC, contact_not_privacy::SPEC, invalid_contact::SPEC],
};
