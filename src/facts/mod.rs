//! Lookups over the dated reference facts in `data/`.

/// The day the facts were compiled, `YYYY-MM-DD`.
pub const AS_OF: &str = env!("FACTS_AS_OF");

pub mod adequacy;
pub mod cloud_regions;
pub mod countries;
pub mod legal_forms;
pub mod phrases;
pub mod places;
pub(crate) mod quick;
pub mod regions;
pub mod vendors;
