//! Lookups over the dated reference facts in `data/`.

/// The day the facts were compiled, `YYYY-MM-DD`.
pub const AS_OF: &str = env!("FACTS_AS_OF");

/// The day on which each file of `data/` was last checked against its sources.
pub(crate) mod checked {
    include!(concat!(env!("OUT_DIR"), "/checked.rs"));
}

pub mod adequacy;
pub mod cloud_regions;
pub mod countries;
pub(crate) mod field_names;
pub mod instruments;
pub mod legal_forms;
pub(crate) mod lexicon;
pub(crate) mod name_words;
pub mod phrases;
pub mod places;
pub(crate) mod quick;
pub mod regions;
pub mod vendors;
