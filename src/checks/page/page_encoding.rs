//! `page-encoding`: reports pages that are not UTF-8.

use crate::policy::{Check, CheckSpec, Hit, Hits, PageProblem, PageProblemKind};

pub(super) const SPEC: CheckSpec = CheckSpec {
    name: "page-encoding",
    summary: "reports pages that are not UTF-8",
    options: &[],
    arguments: &[("encoding", "the name of the encoding")],
    variants: &[
        ("guess", "its bytes look like the encoding, and nothing says so"),
        ("replaced", "bytes are no characters of the encoding, and were replaced"),
    ],
    build: |_| Check::Page(check),
};

fn check(problems: &[PageProblem], hits: &mut Hits) {
    for problem in problems {
        let PageProblemKind::Encoding { is_guess, is_replaced } = problem.about else { continue };
        let encoding = &*problem.text;
        let hit = Hit::at(problem.span).arg("encoding", encoding).judging(encoding);
        hits.push(match (is_replaced, is_guess) {
            (true, _) => hit.variant("replaced"),
            (false, true) => hit.variant("guess"),
            (false, false) => hit,
        });
    }
}
