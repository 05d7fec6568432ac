//! Checks of the rules in `rules/identity/`.

pub(super) mod duplicate_legal_name;
pub(super) mod duplicate_vendor;
pub(super) mod invalid_identifier;
pub(super) mod irregular_legal_name;
pub(super) mod known_vendor_mismatch;
pub(super) mod legal_form_country_mismatch;
pub(super) mod missing_legal_form;
pub(super) mod multiple_entities;
pub(super) mod product_of_listed_vendor;
pub(super) mod trade_name_in_legal_name;
