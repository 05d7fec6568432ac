//! `stale-baseline`: entries of the baseline match findings.

use crate::checks::kit::waivers;
use crate::policy::{Check, CheckSpec, Hits, WaiverProblem, WaiverProblemKind};

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "stale-baseline",
    summary: "reports entries of the baseline that match no finding",
    options: &[],
    arguments: &[
        ("rule", "the rule in the entry"),
        ("file", "the file in the entry"),
        ("finding", "the message in the entry"),
    ],
    variants: &[],
    build: |_| Check::Waivers(check),
};

fn check(problems: &[WaiverProblem], hits: &mut Hits) {
    for problem in problems {
        if let WaiverProblemKind::Stale { rule, file, message } = &problem.about {
            hits.push(
                waivers::at(problem, rule)
                    .arg("rule", rule)
                    .arg("file", file)
                    .arg("finding", message),
            );
        }
    }
}
