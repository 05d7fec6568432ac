//! Policies that want to do harm. Each ends soon, in an error at its place.

use super::run::{Run, library};
use std::fmt::Write as _;
use std::time::{Duration, Instant};
use subprocessor_lint::PolicyError;

const CONFIG: &str = "extends: [./pack.yaml]\n";

fn rule(id: &str, condition: &str) -> String {
    format!(
        "- id: {id}\n  summary: Harm.\n  message: harm\n  check:\n    expression:\n      condition: |\n        {condition}\n"
    )
}

fn vendors(count: usize) -> String {
    let mut text = String::from("subprocessors:\n");
    for index in 0..count {
        let _ = writeln!(text, "  - {{name: V{index}, location: IE, data_categories: [a, b, c]}}");
    }
    text
}

/// The result, and the messages of the failures to evaluate.
fn run(pack: &str, manifest: &str) -> Result<(Run, Vec<String>), Vec<PolicyError>> {
    let start = Instant::now();
    let run = library(CONFIG, &[("pack.yaml", pack)], manifest)?;
    // Slow builds on busy machines included; without limits these take days.
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
    let failures = run.findings.iter().filter(|finding| &*finding.rule == "policy-error");
    let failures = failures.map(|finding| finding.message.clone()).collect();
    Ok((run, failures))
}

fn failures(pack: &str, manifest: &str) -> Vec<String> {
    let (run, failures) = run(pack, manifest).expect("the pack is well-formed");
    assert_eq!(run.complete, failures.is_empty());
    failures
}

#[test]
fn nested_walks_over_the_whole_list_run_out_of_fuel() {
    let all = "manifest.subprocessors.all(a, manifest.subprocessors.all(b, manifest.subprocessors.all(c, a.name + b.name != c.name)))";
    let failures = failures(&rule("cubic", all), &vendors(300));
    assert!(failures[0].contains("the evaluation took more than 100000 steps"), "{failures:?}");
    // Every vendor costs as much, so the budget of the file goes too.
    assert!(failures.len() <= 21, "{}", failures.len());
    let last = failures.last().unwrap();
    assert!(last.contains("took more than 1600000 steps on this file"), "{last}");
}

#[test]
fn five_hundred_rules_share_the_budget_of_a_file() {
    let walk = "manifest.subprocessors.all(v, v.name != '')";
    let pack: String = (0..500).map(|index| rule(&format!("walk-{index}"), walk)).collect();
    let failures = failures(&pack, &vendors(1000));
    // One failure for each rule that came too late: none counts as passed.
    assert!(failures.len() > 400, "{}", failures.len());
    assert!(failures.iter().all(|failure| failure.contains("on this file")), "{failures:?}");
}

#[test]
fn a_rule_that_fails_for_every_vendor_is_given_up() {
    let failures = failures(&rule("unguarded", "vendor.legal_name != ''"), &vendors(2000));
    assert_eq!(failures.len(), 21);
    assert!(failures.iter().any(|failure| failure.ends_with("given up after 20 entries")));
}

#[test]
fn more_rules_than_anyone_writes_are_refused() {
    let pack: String = (0..3000).map(|index| rule(&format!("r-{index}"), "true")).collect();
    let errors = run(&pack, &vendors(1)).unwrap_err();
    assert_eq!(errors.len(), 1);
    assert_eq!(errors[0].advice.message, "the policy has more than 1000 rules of its own");
    assert!(pack[errors[0].advice.span.range()].contains("r-1000"));
}

#[test]
fn patterns_that_need_much_memory_together_are_refused() {
    let pattern = r"vendor.name.matches(r'\w{20}')";
    let both = format!("{pattern} || {pattern}");
    let pack: String = (0..200).map(|index| rule(&format!("r-{index}"), &both)).collect();
    let errors = run(&pack, &vendors(1)).unwrap_err();
    assert_eq!(errors.len(), 1);
    assert_eq!(
        errors[0].advice.message,
        "the patterns of the policy need too much memory together"
    );
}

#[test]
fn patterns_that_are_too_big_are_not_tried_one_after_the_other() {
    let big = vec![r"vendor.name.matches(r'\w{90}')"; 100].join("||");
    let pack: String = (0..500).map(|index| rule(&format!("r-{index}"), &big)).collect();
    let errors = run(&pack, &vendors(1)).unwrap_err();
    assert!(errors.len() <= 120, "{}", errors.len());
}

#[test]
fn messages_of_megabytes_are_cut() {
    let text = "['0123456789abcdef']".to_owned() + &".map(x, x + x)".repeat(14);
    let pack = format!(
        "id: loud\nsummary: Harm.\ncheck:\n  expression:\n    condition: 'false'\n    message_expression: \"{text}[0]\"\n"
    );
    let (run, _) = run(&pack, &vendors(50)).unwrap();
    let loud: Vec<_> = run.findings.iter().filter(|finding| &*finding.rule == "loud").collect();
    assert!(!loud.is_empty());
    assert!(loud.iter().all(|finding| finding.message.chars().count() == 401));
}

#[test]
fn what_an_expression_repeats_is_read_once() {
    // A vendor with a megabyte of blanks, a wide block of its own, and very
    // many keys, asked again and again.
    let blanks = " ".repeat(900_000);
    let mut manifest = format!("subprocessors:\n- name: V\n  purpose: \"{blanks}x\"\n  x-wide: [");
    manifest.push_str(&"1, ".repeat(100_000));
    manifest.push_str("]\n");
    for index in 0..50_000 {
        let _ = writeln!(manifest, "  x-{index}: 1");
    }
    for condition in [
        "[0,1,2,3,4,5,6,7,8,9].all(a, [0,1,2,3,4,5,6,7,8,9].all(b, [0,1,2,3,4,5,6,7,8,9].all(c, has(vendor.purpose) && has(vendor.x) && !has(vendor.notes))))",
        "[0,1,2,3,4,5,6,7,8,9].all(a, [0,1,2,3,4,5,6,7,8,9].all(b, vendor.purpose == 'x'))",
    ] {
        assert_eq!(failures(&rule("again", condition), &manifest), [""; 0]);
    }
    let found = failures(&rule("wide", "vendor.x['x-wide'].all(x, x == 1)"), &manifest);
    assert!(found[0].contains("100000 steps"), "{found:?}");
}

#[test]
fn long_texts_are_paid_for_by_the_functions_that_read_them() {
    let long = "Acme Holding ".repeat(20_000);
    let manifest = format!("subprocessors:\n- name: V\n  legal_name: \"{long}\"\n");
    for call in [
        "same_entity(vendor.legal_name, vendor.legal_name + 'x')",
        "known_vendor(vendor.legal_name) == ''",
        "domain(vendor.legal_name) == ''",
    ] {
        let found = failures(&rule("long", call), &manifest);
        assert!(found[0].contains("100000 steps"), "{call}: {found:?}");
    }
    // Of a place only the first thousand bytes are read.
    for call in ["country(vendor.legal_name) == ''", "!in_region(vendor.legal_name, 'EU')"] {
        let repeated = format!("[1, 2, 3, 4, 5].all(x, {call})");
        assert_eq!(failures(&rule("long", &repeated), &manifest), [""; 0], "{call}");
    }
    let medium = "Acme Holding ".repeat(3_000);
    let manifest = format!("subprocessors:\n- name: V\n  legal_name: \"{medium}\"\n");
    let call = "same_entity(vendor.legal_name, vendor.legal_name + 'x') || true";
    assert_eq!(failures(&rule("long", call), &manifest), [""; 0]);
}

#[test]
fn a_manifest_of_aliases_costs_what_it_expands_to() {
    let mut manifest = String::from("x-a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n");
    for (name, below) in [("b", "a"), ("c", "b"), ("d", "c"), ("e", "d")] {
        let items = vec![format!("*{below}"); 10].join(", ");
        let _ = writeln!(manifest, "x-{name}: &{name} [{items}]");
    }
    manifest.push_str("subprocessors:\n- name: V\n");
    let condition = "manifest.x['x-e'] == manifest.x['x-e']";
    let found = failures(&rule("laughs", condition), &manifest);
    assert!(found[0].contains("100000 steps"), "{found:?}");
}
