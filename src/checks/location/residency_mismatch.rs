//! `residency-mismatch`: vendors are where residency claims say that data stays.

use crate::checks::kit::residency::{
    ACTIVITIES, CLAIM, EXCEPTIONS, REGIONS, ResidencyComparison, SCOPE,
};
use crate::policy::{Check, CheckSpec};

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "residency-mismatch",
    summary: "reports vendors that are outside the regions of a residency claim",
    options: &[ACTIVITIES, EXCEPTIONS],
    arguments: &[SCOPE, CLAIM, REGIONS, ("place", "the country outside of them")],
    variants: &[],
    build: |options| Check::list(ResidencyComparison::mismatch(options)),
};
