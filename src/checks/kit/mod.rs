//! Parts that several checks share.

pub(super) mod across;
pub(super) mod change_terms;
pub(super) mod claims;
pub(super) mod cloud_region_ids;
pub(super) mod company;
pub(super) mod domains;
pub(super) mod exporter;
pub(super) mod fields;
pub(super) mod mechanism_advice;
pub(super) mod place_clarity;
pub(super) mod residency;
pub(super) mod sites;
pub(super) mod suggestions;
pub(super) mod waivers;
