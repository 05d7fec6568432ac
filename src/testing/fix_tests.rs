//! Fixes of built-in rules: each removes its finding and brings no other.
#![allow(clippy::unwrap_used, reason = "tests")]

use crate::checks::REGISTRY;
use crate::diagnostics::{Finding, Safety, Severity};
use crate::lint::Linter;
use crate::policy::{Layer, Level, Origin, Rule, RuleFile, Settings, builtin};
use crate::syntax::{Format, Limits, Value, parse};
use crate::text::{Edit, SourceFile};
use crate::values::date::Date;
use std::collections::BTreeSet;
use std::sync::Arc;

fn compile(rule: &RuleFile<'_>, options: Option<Value<'_>>) -> Rule {
    let layer = |value| Layer { file: rule.file, value, origin: Origin::Config };
    let level = (rule.level == Level::Off).then_some(Level::On(Severity::Warning));
    let settings = Settings { level, options: options.map(layer).into_iter().collect() };
    rule.compile(&settings).expect(rule.id)
}

fn findings(linter: &Linter, text: &str) -> Vec<Finding> {
    let name = if text.trim_start().starts_with("{\"") { "m.json" } else { "m.yaml" };
    linter.check(name, text).findings
}

/// The part of a finding that stays the same when a fix moves or renames something else.
fn keys(findings: &[Finding]) -> BTreeSet<(String, String)> {
    findings.iter().map(|one| (one.rule.to_string(), one.path.clone())).collect()
}

/// Findings that a readable value may reveal: a date in its place is
/// compared with the status.
const REVEALS: &[(&str, &str)] = &[("invalid-date", "inconsistent-status-dates")];

#[test]
fn a_fix_removes_its_finding_and_adds_no_other() {
    let (mut safe, mut to_review) = (BTreeSet::new(), BTreeSet::new());
    let known = builtin::rules(&REGISTRY);
    let today = Date::parse("2026-11-21").unwrap();
    for (path, text) in builtin::TEXTS.iter().filter(|(path, _)| !path.contains("/packs/")) {
        let file = Arc::new(SourceFile::new(*path, *text));
        let parsed = parse(text, Format::Yaml, &Limits::default());
        let rule =
            RuleFile::read(&REGISTRY, &file, parsed.tree.documents().next().unwrap()).unwrap();
        for example in rule.node.get("examples").into_iter().flat_map(Value::items) {
            let Some(manifest) = example.get("fail").and_then(Value::text) else { continue };
            let today = example
                .get("today")
                .and_then(Value::text)
                .map_or(today, |day| Date::parse(day).unwrap());
            let own = compile(&rule, example.get("options"));
            let linter = |rules: Vec<Rule>| Linter {
                rules: rules.into_iter().map(Arc::new).collect(),
                policy: None,
                is_settled: true,
                baseline: None,
                limits: Limits::default(),
                today,
                waivers: Default::default(),
            };
            let alone = linter(vec![own]);
            let other_rules = known.iter().filter(|other| other.id != rule.id);
            let others = linter(other_rules.map(|rule| compile(rule, None)).collect());
            let before = findings(&alone, manifest);
            let before_others = keys(&findings(&others, manifest));
            for finding in &before {
                let Some(fix) = &finding.fix else { continue };
                let fixed = Edit::apply(manifest, &fix.edits);
                let after = keys(&findings(&alone, &fixed));
                let place = (finding.rule.to_string(), finding.path.clone());
                let mut expected = keys(&before);
                expected.remove(&place);
                assert_eq!(after, expected, "{path}: {}\n{fixed}", fix.title);
                if fix.safety == Safety::Safe {
                    let after = keys(&findings(&others, &fixed));
                    let is_shown = |rule: &str| REVEALS.contains(&(&*finding.rule, rule));
                    let new: Vec<_> = after
                        .difference(&before_others)
                        .filter(|(rule, _)| !is_shown(rule))
                        .collect();
                    assert!(new.is_empty(), "{path}: {}\n{fixed}\n{new:?}", fix.title);
                    safe.insert(rule.id.to_owned());
                } else {
                    to_review.insert(rule.id.to_owned());
                }
            }
        }
    }
    let expected = ["implicit-type", "invalid-date", "markup-in-value", "non-iso-country"];
    assert_eq!(safe.iter().map(String::as_str).collect::<Vec<_>>(), expected);
    let expected = [
        "cut-off-value",
        "invalid-contact",
        "invalid-date",
        "invalid-value",
        "irregular-legal-name",
        "unknown-cloud-region",
        "unknown-field",
        "unknown-location",
    ];
    assert_eq!(to_review.iter().map(String::as_str).collect::<Vec<_>>(), expected);
}
