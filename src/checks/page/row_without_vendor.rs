//! `row-without-vendor`: reports rows and items of a page that name no vendor.

use crate::policy::{Check, CheckSpec, Hit, Hits, PageProblem, PageProblemKind};

pub(super) const SPEC: CheckSpec = CheckSpec {
    name: "row-without-vendor",
    summary: "reports rows and items of a page that name no vendor",
    options: &[],
    arguments: &[("row", "the first words of the row")],
    variants: &[
        ("kind", "it names a kind of vendor, or says that there is none"),
        ("template", "it was never filled in"),
    ],
    build: |_| Check::Page(check),
};

fn check(problems: &[PageProblem], hits: &mut Hits) {
    for problem in problems {
        let variant = match problem.about {
            PageProblemKind::NoName => "",
            PageProblemKind::NoVendor => "kind",
            PageProblemKind::EmptyRow => "template",
            _ => continue,
        };
        let hit = Hit::at(problem.span).arg("row", &*problem.text).judging(&*problem.text);
        hits.push(if variant.is_empty() { hit } else { hit.variant(variant) });
    }
}
