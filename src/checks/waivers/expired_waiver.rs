//! `expired-waiver`: waivers have not ended.

use crate::checks::kit::waivers;
use crate::policy::{Check, CheckSpec, Hits, WaiverProblem, WaiverProblemKind};

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "expired-waiver",
    summary: "reports waivers whose last day is over",
    options: &[],
    arguments: waivers::ENDING_ARGUMENTS,
    variants: waivers::ENDING_VARIANTS,
    build: |_| Check::Waivers(check),
};

fn check(problems: &[WaiverProblem], hits: &mut Hits) {
    for problem in problems {
        if let WaiverProblemKind::Expired { term } = &problem.about {
            hits.push(waivers::ending(problem, term, waivers::past(term.days)));
        }
    }
}
