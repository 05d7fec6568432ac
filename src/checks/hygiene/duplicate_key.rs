//! `duplicate-key`: no key appears twice in one block.

use crate::policy::{Check, CheckSpec, Hit, Hits, ListCheck, Subject};
use crate::syntax::Problem;

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "duplicate-key",
    summary: "reports a key that appears twice in one block",
    options: &[],
    arguments: &[
        ("key", "the key"),
        ("first_line", "the line of its first use"),
        ("plural", "the list field for several of its values"),
        ("merged", "the values of all merge keys"),
    ],
    variants: &[
        ("plural", "there is a list field for several values"),
        ("merge", "it is the merge key `<<`"),
    ],
    build: |_| Check::list(DuplicateKey),
};

struct DuplicateKey;

/// The list fields that a repeated key may be rewritten to.
const PLURALS: &[(&str, &str)] = &[
    ("location", "locations"),
    ("contact", "contacts"),
    ("audience", "audiences"),
    ("service", "services"),
];

/// The plural list field of a key that takes one value.
fn plural(key: &str) -> Option<&'static str> {
    PLURALS.iter().find(|(singular, _)| *singular == key).map(|&(_, plural)| plural)
}

impl ListCheck for DuplicateKey {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        for problem in subject.problems {
            let Problem::DuplicateKey { key, at, first, merged } = problem else { continue };
            let hit = Hit::at(*at)
                .arg("key", key)
                .arg("first_line", subject.file.line(first.start).to_string())
                .related(*first, "first used here");
            if let Some(merged) = merged {
                hits.push(hit.arg("merged", merged).variant("merge"));
                continue;
            }
            hits.push(match plural(key) {
                Some(plural) => hit.arg("plural", plural).variant("plural"),
                None => hit,
            });
        }
    }
}
