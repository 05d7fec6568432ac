//! Checks of the rules in `rules/location/`.

mod ambiguous_location;
mod location_conflict;
mod missing_mechanism_detail;
mod missing_transfer_mechanism;
mod non_iso_country;
mod residency_mismatch;
mod residency_unverifiable;
mod restricted_country;
mod retired_transfer_mechanism;
mod transfer_mechanism_mismatch;
mod unknown_cloud_region;
mod unknown_location;
mod vague_location;

use crate::policy::CheckGroup;

pub(super) const GROUP: CheckGroup = CheckGroup {
    name: "location",
    checks: &[
        ambiguous_location::SPEC,
        location_conflict::SPEC,
        missing_mechanism_detail::SPEC,
        missing_transfer_mechanism::SPEC,
        non_iso_country::SPEC,
        residency_mismatch::SPEC,
        residency_unverifiable::SPEC,
        restricted_country::SPEC,
        retired_transfer_mechanism::SPEC,
        transfer_mechanism_mismatch::SPEC,
        unknown_cloud_region::SPEC,
        unknown_location::SPEC,
        vague_location::SPEC,
    ],
};
