//! Every rule file is read, complete, and its examples run.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests touch files and the environment"
)]

use crate::checks::REGISTRY;
use crate::policy::{RuleFile, builtin};
use crate::syntax::{Format, Limits, parse};
use crate::testing::examples::{self, ExampleKind};
use crate::text::SourceFile;
use crate::values::date::Date;
use std::sync::Arc;

fn rule_files() -> impl Iterator<Item = (&'static str, &'static str)> {
    builtin::TEXTS.iter().copied().filter(|(path, _)| !path.starts_with("rules/packs/"))
}

#[test]
fn every_rule_file_is_read_with_all_its_examples() {
    let today = Date::parse("2026-11-21").unwrap();
    let mut failures = Vec::new();
    let mut examples = 0;
    for (path, text) in rule_files() {
        let file = Arc::new(SourceFile::new(path, text));
        let parsed = parse(text, Format::Yaml, &Limits::default());
        assert!(parsed.problems.is_empty(), "{path}: {:?}", parsed.problems);
        let root = parsed.tree.documents().next().expect("a document");
        let rule = match RuleFile::read(&REGISTRY, &file, root) {
            Ok(rule) => rule,
            Err(errors) => {
                failures.extend(errors.iter().map(|error| {
                    format!(
                        "{path}:{}: {}",
                        file.line(error.advice.span.start),
                        error.advice.message
                    )
                }));
                continue;
            }
        };
        match examples::run(&rule, today) {
            Ok(outcomes) => {
                examples += outcomes.len();
                assert!(
                    outcomes.iter().any(|outcome| outcome.kind == ExampleKind::Pass),
                    "{path}: no passing example"
                );
                assert!(
                    outcomes.iter().any(|outcome| outcome.kind == ExampleKind::Fail),
                    "{path}: no failing example"
                );
                failures.extend(outcomes.iter().filter_map(|outcome| {
                    let line = file.line(outcome.span.start);
                    outcome.failure.as_ref().map(|failure| format!("{path}:{line}: {failure}"))
                }));
            }
            Err(errors) => {
                failures.extend(errors.iter().map(|error| {
                    format!(
                        "{path}:{}: {}",
                        file.line(error.advice.span.start),
                        error.advice.message
                    )
                }));
            }
        }
    }
    assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures.join("\n\n"));
    assert!(examples > 120, "{examples} examples");
}

#[test]
fn every_rule_of_the_folder_is_built_in_under_the_name_of_its_file() {
    let built_in = builtin::rules(&REGISTRY);
    let ids: Vec<&str> = built_in.iter().map(|rule| rule.id).collect();
    let stems: Vec<&str> = rule_files()
        .map(|(path, _)| path.rsplit('/').next().unwrap().strip_suffix(".yaml").unwrap())
        .collect();
    assert_eq!(ids, stems);
    for rule in built_in {
        let read = RuleFile::read(&REGISTRY, rule.file, rule.node).expect(rule.id);
        assert_eq!((read.check.name, read.level), (rule.check.name, rule.level));
    }
}
