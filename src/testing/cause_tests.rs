//! One cause, one finding: what is wrong with one value of an entry is said by one rule.
#![allow(clippy::unwrap_used, reason = "tests")]

use super::examples::{Example, name_for};
use super::fixed_tests::linter;
use crate::checks::REGISTRY;
use crate::diagnostics::Finding;
use crate::policy::{RuleFile, builtin};
use crate::syntax::{Format, Limits, Value, parse};
use crate::text::SourceFile;
use crate::values::date::Date;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Rules that say different things about one value, each of them worth a change.
const APART: &[(&str, &str)] = &[
    // The place has to be made clear, and the claim is one that nothing else would report: two
    // readers, and the second finding may stay when the first is gone.
    ("ambiguous-location", "residency-mismatch"),
    ("ambiguous-location", "residency-unverifiable"),
    ("residency-mismatch", "unknown-location"),
    ("residency-unverifiable", "unknown-location"),
    ("residency-unverifiable", "vague-location"),
    // Entries to merge, and a name to write in another way in the one that is left.
    ("duplicate-legal-name", "irregular-legal-name"),
    ("duplicate-legal-name", "missing-legal-form"),
    ("duplicate-legal-name", "trade-name-in-legal-name"),
    // A sign too many, and a form that is not there: neither follows from the other.
    ("irregular-legal-name", "missing-legal-form"),
];

/// The pairs of rules that report overlapping bytes of one value.
fn pairs(findings: &[Finding]) -> BTreeSet<(String, String)> {
    let mut pairs = BTreeSet::new();
    let about: Vec<&Finding> = findings.iter().filter(|one| !one.absent).collect();
    for (at, one) in about.iter().enumerate() {
        for other in &about[at + 1..] {
            let (a, b) = (one.place.span, other.place.span);
            let overlap = a.start < b.end && b.start < a.end;
            let is_entry =
                one.path.is_empty() || one.path.ends_with(']') && !one.path.contains('.');
            if overlap && one.path == other.path && !is_entry && one.rule != other.rule {
                let mut names = [one.rule.to_string(), other.rule.to_string()];
                names.sort();
                let [first, second] = names;
                pairs.insert((first, second));
            }
        }
    }
    pairs
}

#[test]
fn one_cause_is_one_finding() {
    let today = Date::parse("2026-11-21").unwrap();
    let mut found: Vec<String> = Vec::new();
    let mut seen: BTreeSet<(&str, &str)> = BTreeSet::new();
    for (path, text) in builtin::TEXTS.iter().filter(|(path, _)| !path.contains("/packs/")) {
        let file = Arc::new(SourceFile::new(*path, *text));
        let parsed = parse(text, Format::Yaml, &Limits::default());
        let root = parsed.tree.documents().next().unwrap();
        let rule = &RuleFile::read(&REGISTRY, &file, root).unwrap();
        let examples = rule.node.get("examples").into_iter().flat_map(Value::items);
        for node in examples.filter(|node| node.get("fail").is_some()) {
            let Ok(example) = Example::read(rule, node) else { continue };
            let today = example.today.unwrap_or(today);
            let linter = linter(rule, example.options, today);
            let checked = linter.check(name_for(example.manifest), example.manifest);
            for (first, second) in pairs(&checked.findings) {
                let known = APART.iter().find(|pair| **pair == (&*first, &*second));
                seen.extend(known);
                if known.is_none() {
                    let line = rule.file.line(super::reader::start(node).start);
                    found.push(format!("(\"{first}\", \"{second}\"), {path}:{line}"));
                }
            }
        }
    }
    let unused: Vec<_> = APART.iter().filter(|pair| !seen.contains(*pair)).collect();
    assert!(unused.is_empty(), "{unused:?} report nothing together");
    assert!(found.is_empty(), "{} times\n{}", found.len(), found.join("\n"));
}

/// The rules that report something about an entry, each with its path.
fn rules_of(entry: &str) -> Vec<String> {
    let text = format!("subprocessors:\n  - {{name: Kelpworks, {entry}}}\n");
    let today = Date::parse("2026-11-21").unwrap();
    let checked = crate::lint::recommended(today).check("a.yaml", &text);
    let of_field = checked.findings.iter().filter(|one| one.path.starts_with("subprocessors[0]"));
    of_field.map(|one| one.rule.to_string()).collect()
}

#[test]
fn a_field_that_something_is_said_about_is_not_missing_as_well() {
    for (entry, rule, missing) in [
        ("contact: n/a", "placeholder-value", "missing-contact"),
        ("location: TBD", "placeholder-value", "missing-location"),
        ("purpose: tbc", "placeholder-value", "missing-purpose"),
        ("locaton: DK", "unknown-field", "missing-location"),
        ("hosting_region: FI", "unknown-field", "missing-location"),
        ("Verarbeitungszweck: E-Mail-Versand", "unknown-field", "missing-purpose"),
        ("correoElectrónico: privacidad@kelp.example", "unknown-field", "missing-contact"),
        ("sähköposti: tietosuoja@kelp.example", "unknown-field", "missing-contact"),
        ("raison_sociale: Kelpworks SAS", "unknown-field", "missing-legal-name"),
        ("phone: \"+49 30 5550100\"", "unknown-field", "missing-contact"),
        ("purpose: Finland", "value-in-wrong-field", "missing-location"),
        ("location: [DE, FI]", "invalid-value", "missing-location"),
    ] {
        let found = rules_of(entry);
        let count = |rule: &str| found.iter().filter(|one| *one == rule).count();
        assert_eq!((count(rule), count(missing)), (1, 0), "{entry}: {found:?}");
    }
}

#[test]
fn a_value_under_another_name_of_its_field_is_judged() {
    for (entry, rule) in [
        ("safeguards: Privacy Shield", "retired-transfer-mechanism"),
        ("mécanisme_de_transfert: Privacy Shield", "retired-transfer-mechanism"),
        ("Standort: Narnia", "unknown-location"),
        ("lcoation: Narnia", "unknown-location"),
        ("e_mail: nobody", "invalid-contact"),
    ] {
        let found = rules_of(entry);
        assert!(found.iter().any(|one| one == rule), "{entry}: {found:?}");
    }
}
