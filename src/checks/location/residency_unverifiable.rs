//! `residency-unverifiable`: it can be told whether vendors are where residency
//! claims say that data stays.

use crate::checks::kit::residency::{
    ACTIVITIES, CLAIM, EXCEPTIONS, REGIONS, ResidencyComparison, SCOPE, VARIANTS,
};
use crate::policy::{Check, CheckSpec, OptionSpec};

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "residency-unverifiable",
    summary: "reports vendors of which nobody can tell whether they fit a residency claim",
    options: &[
        ACTIVITIES,
        EXCEPTIONS,
        OptionSpec::word(
            "establishment",
            &["ignore", "report"],
            "Whether companies established outside of the regions are reported.",
        ),
    ],
    arguments: &[SCOPE, CLAIM, REGIONS, ("reason", "why nobody can tell")],
    variants: VARIANTS,
    build: |options| {
        let establishment = options.word("establishment") == "report";
        Check::list(ResidencyComparison::unverifiable(options, establishment))
    },
};
