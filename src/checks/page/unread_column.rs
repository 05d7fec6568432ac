//! `unread-column`: reports columns of a page that are no field of a vendor.

use crate::policy::{Check, CheckSpec, Hit, Hits, PageProblem, PageProblemKind};

pub(super) const SPEC: CheckSpec = CheckSpec {
    name: "unread-column",
    summary: "reports columns of a page that are no field of a vendor",
    options: &[],
    arguments: &[("column", "the words of the header or the key")],
    variants: &[],
    build: |_| Check::Page(check),
};

fn check(problems: &[PageProblem], hits: &mut Hits) {
    for problem in problems.iter().filter(|one| one.about == PageProblemKind::Column) {
        hits.push(Hit::at(problem.span).arg("column", &*problem.text).judging(&*problem.text));
    }
}
