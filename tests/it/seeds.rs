//! The five seed lists give what they must and not what they must not.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests touch files and the environment"
)]

use serde_yaml::Value;
use subprocessor_lint::{Date, Finding, Linter, Policy, manifest_of_page};

const VECTORS: &str = include_str!("../vectors/seeds.yaml");

const SEEDS: &[(&str, &str)] = &[
    ("prefinery", include_str!("../../examples/seeds/prefinery.yaml")),
    ("fortrabbit", include_str!("../../examples/seeds/fortrabbit.yaml")),
    ("refiner", include_str!("../../examples/seeds/refiner.yaml")),
    ("krispcall", include_str!("../../examples/seeds/krispcall.yaml")),
    ("clicki", include_str!("../../examples/seeds/clicki.yaml")),
];

const PAGE_VECTORS: &str = include_str!("../vectors/seed_pages.yaml");

/// The facts of the same lists as pages.
const PAGES: &[(&str, &str)] = &[
    ("prefinery.html", include_str!("seed_pages/prefinery.html")),
    ("fortrabbit.md", include_str!("seed_pages/fortrabbit.md")),
    ("refiner.md", include_str!("seed_pages/refiner.md")),
    ("krispcall.html", include_str!("seed_pages/krispcall.html")),
    ("clicki.txt", include_str!("seed_pages/clicki.txt")),
];

fn findings(pack: &str, name: &str, text: &str) -> Vec<Finding> {
    let policy = Policy::builder().pack(pack).build().expect("a policy");
    let linter = Linter::new(policy, Date::parse("2026-11-21").expect("a date"));
    linter.check(name, text).findings
}

fn texts(value: &Value, key: &str) -> Option<Vec<String>> {
    match value.get(key)? {
        Value::Sequence(items) => {
            Some(items.iter().filter_map(Value::as_str).map(str::to_owned).collect())
        }
        other => other.as_str().map(|text| vec![text.to_owned()]),
    }
}

/// Whether a finding is the one that an expectation is about.
fn is_about(finding: &Finding, expected: &Value) -> bool {
    let vendor = expected.get("vendor").and_then(Value::as_str);
    let path = expected.get("path").and_then(Value::as_str);
    *finding.rule == *expected["rule"].as_str().expect("a rule")
        && vendor.is_none_or(|vendor| finding.vendor.as_deref() == Some(vendor))
        && path.is_none_or(|path| finding.path == path)
}

/// The vendors of a finding: that at the header of a list says `8 of 8 vendors have no contact`.
fn times(finding: &Finding) -> u64 {
    match finding.message.split_once(" of ") {
        Some((count, _)) if finding.vendor.is_none() => count.parse().unwrap_or(1),
        _ => 1,
    }
}

/// What is wrong with the findings about one expectation.
fn problem(expected: &Value, found: &[&Finding]) -> Option<String> {
    if found.is_empty() {
        return Some("not found".to_owned());
    }
    let times: u64 = found.iter().map(|finding| times(finding)).sum();
    if let Some(n) = expected.get("n").and_then(Value::as_u64)
        && times != n
    {
        return Some(format!("found {times} times, not {n}"));
    }
    let mut vendors: Vec<_> = found.iter().filter_map(|finding| finding.vendor.clone()).collect();
    vendors.sort();
    vendors.dedup();
    if let Some(mut wanted) = texts(expected, "vendors") {
        wanted.sort();
        let more_are_fine = expected.get("n").is_none();
        let fits = if more_are_fine {
            wanted.iter().all(|vendor| vendors.contains(vendor))
        } else {
            wanted == vendors
        };
        if !fits {
            return Some(format!("about {vendors:?}, not {wanted:?}"));
        }
    }
    for vendor in texts(expected, "vendors_include").unwrap_or_default() {
        if !vendors.contains(&vendor) {
            return Some(format!("not about {vendor}, but {vendors:?}"));
        }
    }
    if let Some(severity) = expected.get("severity").and_then(Value::as_str)
        && found.iter().any(|finding| finding.severity.as_str() != severity)
    {
        return Some(format!("not always {severity}"));
    }
    for key in ["fields", "fields_include", "field"] {
        for field in texts(expected, key).unwrap_or_default() {
            let quoted = format!("`{field}`");
            if !found.iter().any(|finding| finding.message.contains(&quoted)) {
                return Some(format!("no word of `{field}`"));
            }
        }
        if key == "fields"
            && let Some(fields) = texts(expected, key)
            && found.len() != fields.len()
        {
            return Some(format!("found {} times, not {}", found.len(), fields.len()));
        }
    }
    None
}

#[test]
fn every_expectation_about_the_seeds_holds() {
    let checked = hold(VECTORS, SEEDS, |name| format!("{name}.yaml"));
    assert!(checked > 90, "{checked} expectations");
}

#[test]
fn every_expectation_about_the_seeds_as_pages_holds() {
    let checked = hold(PAGE_VECTORS, PAGES, str::to_owned);
    assert!(checked > 60, "{checked} expectations");
    // And of the manifests that are imported from them.
    let imported: Vec<(&str, String)> = PAGES
        .iter()
        .map(|(name, text)| (*name, manifest_of_page(name, text).expect("a list").0))
        .collect();
    let imported: Vec<(&str, &str)> =
        imported.iter().map(|(name, text)| (*name, text.as_str())).collect();
    hold(PAGE_VECTORS, &imported, |name| format!("{name}.yaml"));
}

/// Compares the findings of texts with what is expected of them, and returns the number of
/// expectations.
fn hold(vectors: &str, texts: &[(&str, &str)], path: impl Fn(&str) -> String) -> usize {
    let vectors: Value = serde_yaml::from_str(vectors).expect("vectors are YAML");
    let mut failures = Vec::new();
    let mut checked = 0;
    for (pack, seeds) in vectors.as_mapping().expect("packs") {
        for (seed, expectations) in seeds.as_mapping().expect("seeds") {
            let (pack, seed) = (pack.as_str().unwrap(), seed.as_str().unwrap());
            let (_, text) = texts.iter().find(|(name, _)| *name == seed).expect("a seed");
            let findings = findings(pack, &path(seed), text);
            for expected in expectations["must"].as_sequence().into_iter().flatten() {
                let found: Vec<_> = findings.iter().filter(|f| is_about(f, expected)).collect();
                checked += 1;
                if let Some(problem) = problem(expected, &found) {
                    failures.push(format!("{pack}/{seed} {expected:?}: {problem}"));
                }
            }
            let forbidden = expectations.get("must_not").and_then(Value::as_sequence);
            for expected in forbidden.into_iter().flatten() {
                checked += 1;
                if let Some(finding) = findings.iter().find(|f| is_about(f, expected)) {
                    failures.push(format!("{pack}/{seed} must not: {}", finding.message));
                }
            }
        }
    }
    assert!(failures.is_empty(), "{} of {checked}\n{}", failures.len(), failures.join("\n"));
    checked
}
