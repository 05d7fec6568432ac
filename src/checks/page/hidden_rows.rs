//! `hidden-rows`: reports rows of a page that a browser does not show.

use crate::policy::{Check, CheckSpec, Hit, Hits, PageProblem, PageProblemKind};

pub(super) const SPEC: CheckSpec = CheckSpec {
    name: "hidden-rows",
    summary: "reports rows of a page that a browser does not show",
    options: &[],
    arguments: &[],
    variants: &[],
    build: |_| Check::Page(check),
};

fn check(problems: &[PageProblem], hits: &mut Hits) {
    for problem in problems.iter().filter(|one| one.about == PageProblemKind::Hidden) {
        hits.push(Hit::at(problem.span).judging(&*problem.text));
    }
}
