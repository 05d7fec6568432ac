//! `computed-value`: reports values of a page that a program computes.

use crate::policy::{Check, CheckSpec, Hit, Hits, PageProblem, PageProblemKind};

pub(super) const SPEC: CheckSpec = CheckSpec {
    name: "computed-value",
    summary: "reports values of a page that a program computes",
    options: &[],
    arguments: &[("field", "the key of the value")],
    variants: &[],
    build: |_| Check::Page(check),
};

fn check(problems: &[PageProblem], hits: &mut Hits) {
    for problem in problems.iter().filter(|one| one.about == PageProblemKind::Computed) {
        hits.push(Hit::at(problem.span).arg("field", &*problem.text).judging(&*problem.text));
    }
}
