//! `short-row`: reports rows of a page with fewer cells than their header.

use crate::policy::{Check, CheckSpec, Hit, Hits, PageProblem, PageProblemKind};

pub(super) const SPEC: CheckSpec = CheckSpec {
    name: "short-row",
    summary: "reports rows of a page with fewer cells than their header",
    options: &[],
    arguments: &[("row", "the first words of the row")],
    variants: &[],
    build: |_| Check::Page(check),
};

fn check(problems: &[PageProblem], hits: &mut Hits) {
    for problem in problems.iter().filter(|one| one.about == PageProblemKind::ShortRow) {
        hits.push(Hit::at(problem.span).arg("row", &*problem.text).judging(&*problem.text));
    }
}
