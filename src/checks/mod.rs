//! The vocabulary of rules: each word is one check in one file, in the group of
//! the rules that use it.
//!
//! A check is a function of a manifest and its options. It reports hits and
//! goes on; it never sets a severity, prints, or looks at a clock. To add one:
//! a file here, a `mod` line and a line in [`VOCABULARY`].

mod completeness;
mod consistency;
mod contact;
mod custom;
mod hygiene;
mod identity;
mod kit;
mod lifecycle;
mod links;
mod location;
mod opt_out;
mod project;
mod purpose;
mod waivers;

pub use crate::policy::{
    Check, CheckSpec, Failure, Hit, Hits, Layer, Options, Origin, STRUCTURAL, Subject,
};
pub use custom::expression::only_where;

/// The check words, in alphabetical order.
pub const VOCABULARY: &[CheckSpec] = &[
    project::across::SPEC,
    lifecycle::stale_list::SPEC,
    completeness::missing_agreement::SPEC,
    lifecycle::change_notice::SPEC,
    hygiene::suspicious_characters::SPEC,
    consistency::claim::SPEC,
    location::unknown_cloud_region::SPEC,
    contact::invalid_contact::SPEC,
    contact::contact_domain_mismatch::SPEC,
    location::non_iso_country::SPEC,
    lifecycle::invalid_date::SPEC,
    custom::expression::SPEC,
    identity::legal_form_country_mismatch::SPEC,
    identity::invalid_identifier::SPEC,
    hygiene::implicit_type::SPEC,
    consistency::inconsistent_field::SPEC,
    identity::irregular_legal_name::SPEC,
    identity::missing_legal_form::SPEC,
    hygiene::empty_list::SPEC,
    location::unclear::SPEC,
    location::location_conflict::SPEC,
    contact::contact_not_privacy::SPEC,
    hygiene::value_in_wrong_field::SPEC,
    hygiene::packed_value::SPEC,
    identity::multiple_entities::SPEC,
    purpose::vague_text::SPEC,
    hygiene::placeholder_value::SPEC,
    identity::product_of_listed_vendor::SPEC,
    consistency::not_a_subprocessor::SPEC,
    consistency::broken_reference::SPEC,
    identity::known_vendor_mismatch::SPEC,
    completeness::required::SPEC,
    location::residency::SPEC,
    location::restricted_country::SPEC,
    hygiene::schema::SPEC,
    purpose::unflagged_special_category::SPEC,
    lifecycle::inconsistent_status_dates::SPEC,
    hygiene::syntax::SPEC,
    identity::trade_name_in_legal_name::SPEC,
    location::transfer::SPEC,
    identity::duplicate_vendor::SPEC,
    identity::duplicate_legal_name::SPEC,
    links::bad_url::SPEC,
    purpose::vague_data::SPEC,
    opt_out::vague_opt_out::SPEC,
    waivers::waiver::SPEC,
];

/// The word of a name.
#[must_use]
pub fn word(name: &str) -> Option<&'static CheckSpec> {
    VOCABULARY.iter().find(|word| word.name == name)
}
