//! More examples of the rules than their pages show: each file
//! `tests/vectors/examples/<rule>.yaml` is a list in the form of `examples` in a
//! rule file.

#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests read files")]

use crate::checks::REGISTRY;
use crate::policy::{RuleFile, builtin};
use crate::syntax::{Format, Limits, parse};
use crate::testing::examples;
use crate::text::SourceFile;
use crate::values::date::Date;
use std::sync::Arc;

#[test]
fn every_further_example_holds() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/examples");
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(!paths.is_empty());
    let mut failures = Vec::new();
    for path in paths {
        let id = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let vectors = std::fs::read_to_string(&path).unwrap();
        failures.extend(run(&id, &vectors));
    }
    assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures.join("\n\n"));
}

/// Runs a rule with other examples than its own.
fn run(id: &str, vectors: &str) -> Vec<String> {
    let name = format!("/{id}.yaml");
    let found = builtin::TEXTS.iter().find(|(path, _)| path.ends_with(&name));
    let (_, text) = found.unwrap_or_else(|| panic!("there is no rule {id}"));
    let (rule, _) = text.split_once("\nexamples:\n").expect("a rule ends with its examples");
    let before = rule.lines().count() + 1;
    let text = format!("{rule}\nexamples:\n{vectors}");
    let file = Arc::new(SourceFile::new(id, text.as_str()));
    let parsed = parse(&text, Format::Yaml, &Limits::default());
    assert!(parsed.problems.is_empty(), "{id}: {:?}", parsed.problems);
    let root = parsed.tree.documents().next().expect("a document");
    let rule = RuleFile::read(&REGISTRY, &file, root).expect("a rule");
    let today = Date::parse("2026-11-21").expect("a date");
    let outcomes = match examples::run(&rule, today) {
        Ok(outcomes) => outcomes,
        Err(errors) => {
            return errors.iter().map(|error| format!("{id}: {}", error.advice.message)).collect();
        }
    };
    assert!(!outcomes.is_empty(), "{id}: no examples");
    let failed = outcomes.iter().filter_map(|outcome| {
        let line = file.line(outcome.span.start) - before;
        outcome.failure.as_ref().map(|failure| format!("{id}.yaml:{line}: {failure}"))
    });
    failed.collect()
}
