//! `unused-waiver`: waivers have an effect.

use crate::checks::kit::waivers;
use crate::policy::{Check, CheckSpec, Hits, Unused, WaiverProblem, WaiverProblemKind};

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "unused-waiver",
    summary: "reports waivers that nothing is reported for",
    options: &[],
    arguments: &[("rule", "the rule that the waiver is for")],
    variants: &[("off", "the rule is off"), ("nowhere", "there is nothing where the comment is")],
    build: |_| Check::Waivers(check),
};

fn check(problems: &[WaiverProblem], hits: &mut Hits) {
    for problem in problems {
        if let WaiverProblemKind::Unused { rule, why } = &problem.about {
            hits.push(waivers::at(problem, rule).arg("rule", rule).variant(match why {
                Unused::Clean => "",
                Unused::Off => "off",
                Unused::Nowhere => "nowhere",
            }));
        }
    }
}
