//! `syntax`: what is wrong with the text itself.

use crate::policy::{Check, CheckSpec, Hit, Hits, Subject};
use crate::syntax::Problem;
use crate::text::Span;

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "syntax",
    summary: "reports what the reader could not read, or a key that stands twice",
    options: &["report"],
    arguments: &["parser_message", "limit", "advice", "key", "first_line", "plural"],
    variants: &["limit", "encoding", "empty", "plural"],
    build: |options| match options.word("report", &["unreadable", "duplicate_key"]) {
        "duplicate_key" => Box::new(DuplicateKey),
        _ => Box::new(Unreadable),
    },
};

struct Unreadable;

impl Check for Unreadable {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        for problem in subject.problems {
            match problem {
                Problem::Syntax { at, message } => {
                    hits.push(Hit::at(*at).arg("parser_message", message));
                }
                Problem::NotText { at, message, help } => hits.push(
                    Hit::at(*at)
                        .arg("parser_message", message)
                        .arg("advice", help)
                        .variant("encoding"),
                ),
                Problem::Limit { at, limit, allowed } => hits.push(
                    Hit::at(*at)
                        .arg("parser_message", format!("more than {allowed} {}", limit.unit()))
                        .arg("limit", format!("--{}", limit.name()))
                        .variant("limit"),
                ),
                Problem::Empty => hits.push(
                    Hit::at(Span::default())
                        .arg("parser_message", "the file is empty")
                        .variant("empty"),
                ),
                Problem::DuplicateKey { .. } => {}
            }
        }
    }
}

struct DuplicateKey;

/// The list fields that a repeated key may be rewritten to.
const PLURALS: &[(&str, &str)] = &[
    ("location", "locations"),
    ("contact", "contacts"),
    ("audience", "audiences"),
    ("service", "services"),
];

/// The plural list field of a key that takes one value.
pub(crate) fn plural(key: &str) -> Option<&'static str> {
    PLURALS.iter().find(|(singular, _)| *singular == key).map(|&(_, plural)| plural)
}

impl Check for DuplicateKey {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        for problem in subject.problems {
            let Problem::DuplicateKey { key, at, first } = problem else { continue };
            let hit = Hit::at(*at)
                .arg("key", key)
                .arg("first_line", subject.file.line(first.start).to_string())
                .related(*first, "first used here");
            hits.push(match plural(key) {
                Some(plural) => hit.arg("plural", plural).variant("plural"),
                None => hit,
            });
        }
    }
}
