//! `unused-waiver`: waivers have an effect.

use crate::checks::kit::waivers;
use crate::policy::{Check, CheckSpec, Hits, Unused, WaiverProblem, WaiverProblemKind};

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "unused-waiver",
    summary: "reports waivers that nothing is reported for",
    options: &[],
    arguments: &[
        ("rule", "the rule that the waiver is for"),
        ("place", "where the rule has a finding that the waiver just misses"),
        ("line", "the line of that finding"),
    ],
    variants: &[
        ("off", "the rule is off"),
        ("no_vendor", "no vendor has the name in it"),
        ("nowhere", "there is nothing where the comment is"),
        ("elsewhere", "the rule has a finding in the same entry or document, elsewhere"),
    ],
    build: |_| Check::Waivers(check),
};

fn check(problems: &[WaiverProblem], hits: &mut Hits) {
    for problem in problems {
        if let WaiverProblemKind::Unused { rule, why } = &problem.about {
            let hit = waivers::at(problem, rule).arg("rule", rule);
            hits.push(match why {
                Unused::Clean => hit,
                Unused::Elsewhere { place, line } => {
                    hit.arg("place", place).arg("line", line.to_string()).variant("elsewhere")
                }
                Unused::Off => hit.variant("off"),
                Unused::NoVendor => hit.variant("no_vendor"),
                Unused::Nowhere => hit.variant("nowhere"),
            });
        }
    }
}
