//! `parse-error`: the file can be read to its end.

use crate::policy::{Check, CheckSpec, Hit, Hits, ListCheck, Subject};
use crate::syntax::Problem;
use crate::text::Span;

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "parse-error",
    summary: "reports a file that could not be read, or not to its end",
    options: &[],
    arguments: &[
        ("parser_message", "what the reader says"),
        ("limit", "the command-line option that sets the limit"),
        ("advice", "what to do about it"),
    ],
    variants: &[
        ("limit", "the file exceeds a limit"),
        ("encoding", "the file is no text"),
        ("slip", "a usual slip, told in plain words"),
        ("empty", "the file is empty"),
        ("other_shape", "the file is no manifest"),
    ],
    build: |_| Check::list(ParseError),
};

struct ParseError;

impl ListCheck for ParseError {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        for problem in subject.problems {
            match problem {
                Problem::Syntax { at, message, help } => {
                    let hit = Hit::at(*at).arg("parser_message", message);
                    hits.push(match help {
                        Some(help) => hit.arg("advice", help).variant("slip"),
                        None => hit,
                    });
                }
                Problem::NotText(advice) => hits.push(
                    Hit::at(advice.span)
                        .arg("parser_message", &advice.message)
                        .arg("advice", advice.help.clone().unwrap_or_default())
                        .variant("encoding"),
                ),
                Problem::OtherShape(advice) => hits.push(
                    Hit::at(advice.span)
                        .arg("parser_message", &advice.message)
                        .arg("advice", advice.help.clone().unwrap_or_default())
                        .variant("other_shape"),
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
