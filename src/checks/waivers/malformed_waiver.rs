//! `malformed-waiver`: waivers can be understood.

use crate::checks::kit::waivers;
use crate::policy::{Check, CheckSpec, Hits, WaiverProblem, WaiverProblemKind};

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "malformed-waiver",
    summary: "reports waivers that cannot be understood, and hold for nothing",
    options: &[],
    arguments: &[("problem", "what is wrong with the waiver"), ("advice", "what to do about it")],
    variants: &[],
    build: |_| Check::Waivers(check),
};

fn check(problems: &[WaiverProblem], hits: &mut Hits) {
    for problem in problems {
        if let WaiverProblemKind::Malformed(defect) = &problem.about {
            hits.push(
                waivers::at(problem, &defect.message)
                    .arg("problem", &defect.message)
                    .arg("advice", defect.help.clone().unwrap_or_default()),
            );
        }
    }
}
