//! Lookups over the dated reference facts in `data/`.

pub mod adequacy;
pub mod cloud_regions;
pub mod countries;
pub mod legal_forms;
pub mod phrases;
pub mod places;
pub mod regions;
pub mod vendors;
pub(crate) mod words;
