//! Checks of the rules in `rules/identity/`.

mod duplicate_legal_name;
mod duplicate_vendor;
mod invalid_identifier;
mod irregular_legal_name;
mod known_vendor_mismatch;
mod legal_form_country_mismatch;
mod multiple_entities;
mod product_of_listed_vendor;
mod remark_in_name;
mod trade_name_in_legal_name;

use crate::policy::CheckGroup;

pub(super) const GROUP: CheckGroup = CheckGroup {
    name: "identity",
    checks: &[
        duplicate_legal_name::SPEC,
        duplicate_vendor::SPEC,
        invalid_identifier::SPEC,
        irregular_legal_name::SPEC,
        known_vendor_mismatch::SPEC,
        legal_form_country_mismatch::SPEC,
        multiple_entities::SPEC,
        product_of_listed_vendor::SPEC,
        remark_in_name::SPEC,
        trade_name_in_legal_name::SPEC,
    ],
};
