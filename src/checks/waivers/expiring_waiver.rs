//! `expiring-waiver`: waivers do not end within days.

use crate::checks::kit::waivers;
use crate::policy::{Check, CheckSpec, Hits, WaiverProblem, WaiverProblemKind};

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "expiring-waiver",
    summary: "reports waivers whose last day is near",
    options: &[],
    arguments: waivers::ENDING_ARGUMENTS,
    variants: waivers::ENDING_VARIANTS,
    build: |_| Check::Waivers(check),
};

fn check(problems: &[WaiverProblem], hits: &mut Hits) {
    for problem in problems {
        if let WaiverProblemKind::Expiring { term } = &problem.about {
            hits.push(waivers::ending(problem, term, waivers::future(term.days)));
        }
    }
}
