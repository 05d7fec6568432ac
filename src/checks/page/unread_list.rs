//! `unread-list`: reports parts of a page with what looks like vendors that were left out.

use crate::policy::{Check, CheckSpec, Hit, Hits, PageProblem, PageProblemKind};

pub(super) const SPEC: CheckSpec = CheckSpec {
    name: "unread-list",
    summary: "reports parts of a page with what looks like vendors that were left out",
    options: &[],
    arguments: &[
        ("why", "the reason, as a clause"),
        ("rows", "the number of its rows, as the start of a sentence"),
    ],
    variants: &[
        ("said", "the page says that it is something else"),
        ("named", "a sentence names a vendor that no list has"),
    ],
    build: |_| Check::Page(check),
};

fn check(problems: &[PageProblem], hits: &mut Hits) {
    for problem in problems {
        let PageProblemKind::LeftOut { why, because, rows } = problem.about else { continue };
        let rows = match rows {
            1 => "a row that looks like a vendor was".to_owned(),
            rows => format!("{rows} rows that look like vendors were"),
        };
        let hit = Hit::at(because).arg("why", why).arg("rows", rows).judging(why);
        let hit = match why {
            why if why.contains(" says that ") => hit.variant("said"),
            why if why.starts_with("a sentence ") => hit.variant("named"),
            _ => hit,
        };
        let is_elsewhere = !problem.span.contains(because);
        hits.push(if is_elsewhere { hit.related(problem.span, "not read") } else { hit });
    }
}
