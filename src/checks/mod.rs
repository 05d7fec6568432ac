//! The vocabulary of rules: each word is one check in one file.
//!
//! A check is a function of a manifest and its options. It reports hits and
//! goes on; it never sets a severity, prints, or looks at a clock. To add one:
//! a file here, a `mod` line and a line in [`VOCABULARY`].

mod across;
mod age;
mod agreement;
mod change_notice;
mod characters;
mod claim;
mod cloud_region;
mod contact;
mod contact_domain;
mod country_code;
mod date;
mod exporter;
mod expression;
mod fields;
mod form_country;
mod identifier;
mod implicit_type;
mod inconsistent;
mod irregular_name;
mod legal_form;
mod listed;
mod location;
mod location_conflict;
mod mailbox;
mod misplaced;
mod packed;
mod parties;
mod phrases;
mod placeholder;
mod product;
mod recipient_role;
mod reference;
mod registry;
mod required;
mod residency;
mod restricted;
mod schema;
mod special_category;
mod spots;
mod status_dates;
mod syntax;
mod trade_name;
mod transfer;
mod unique;
mod unique_entity;
mod url;
mod vague_data;
mod vague_opt_out;
mod waiver;

pub use crate::policy::{
    Check, CheckSpec, Failure, Hit, Hits, Layer, Options, Origin, STRUCTURAL, Subject,
};
pub use expression::only_where;

/// The check words, in alphabetical order.
pub const VOCABULARY: &[CheckSpec] = &[
    across::SPEC,
    age::SPEC,
    agreement::SPEC,
    change_notice::SPEC,
    characters::SPEC,
    claim::SPEC,
    cloud_region::SPEC,
    contact::SPEC,
    contact_domain::SPEC,
    country_code::SPEC,
    date::SPEC,
    expression::SPEC,
    form_country::SPEC,
    identifier::SPEC,
    implicit_type::SPEC,
    inconsistent::SPEC,
    irregular_name::SPEC,
    legal_form::SPEC,
    listed::SPEC,
    location::SPEC,
    location_conflict::SPEC,
    mailbox::SPEC,
    misplaced::SPEC,
    packed::SPEC,
    parties::SPEC,
    phrases::SPEC,
    placeholder::SPEC,
    product::SPEC,
    recipient_role::SPEC,
    reference::SPEC,
    registry::SPEC,
    required::SPEC,
    residency::SPEC,
    restricted::SPEC,
    schema::SPEC,
    special_category::SPEC,
    status_dates::SPEC,
    syntax::SPEC,
    trade_name::SPEC,
    transfer::SPEC,
    unique::SPEC,
    unique_entity::SPEC,
    url::SPEC,
    vague_data::SPEC,
    vague_opt_out::SPEC,
    waiver::SPEC,
];

/// The word of a name.
#[must_use]
pub fn word(name: &str) -> Option<&'static CheckSpec> {
    VOCABULARY.iter().find(|word| word.name == name)
}
