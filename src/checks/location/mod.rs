//! Checks of the rules in `rules/location/`.

pub(super) mod location_conflict;
pub(super) mod missing_mechanism_detail;
pub(super) mod missing_transfer_mechanism;
pub(super) mod non_iso_country;
pub(super) mod residency;
pub(super) mod restricted_country;
pub(super) mod retired_transfer_mechanism;
pub(super) mod transfer;
pub(super) mod transfer_mechanism_mismatch;
pub(super) mod unclear;
pub(super) mod unknown_cloud_region;
