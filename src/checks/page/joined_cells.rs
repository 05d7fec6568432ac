//! `joined-cells`: reports cells of a page without a mark between them.

use crate::policy::{Check, CheckSpec, Hit, Hits, PageProblem, PageProblemKind};

pub(super) const SPEC: CheckSpec = CheckSpec {
    name: "joined-cells",
    summary: "reports cells of a page without a mark between them",
    options: &[],
    arguments: &[],
    variants: &[],
    build: |_| Check::Page(check),
};

fn check(problems: &[PageProblem], hits: &mut Hits) {
    for problem in problems.iter().filter(|one| one.about == PageProblemKind::JoinedCells) {
        hits.push(Hit::at(problem.span).judging(&*problem.text));
    }
}
