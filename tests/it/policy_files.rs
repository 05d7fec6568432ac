//! Files of a policy: what pins them, what is not shown of them, and settings that do nothing.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests touch files, the clock and the environment"
)]

use crate::support::run::{Ran, check, write};
use std::fmt::Write as _;

const MANIFEST: &str = "subprocessors:\n  - name: Kelpworks\n";
const PACK: &str = "id: house\nsummary: House rules.\nrules: {missing-contact: error}\n";

fn under(config: &str, files: &[(&str, &str)]) -> (tempfile::TempDir, Ran) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("in/.git")).unwrap();
    write(folder.path(), files);
    write(
        &folder.path().join("in"),
        &[("subprocessors.yaml", MANIFEST), ("subprocessor-lint.yaml", config)],
    );
    let ran = check(&folder.path().join("in"), &[]);
    (folder, ran)
}

/// Standard error without the frame around source lines.
fn said(ran: &Ran) -> String {
    ran.err.replace(['│', '\n'], " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_pinned_file_is_used_while_it_is_the_one_that_was_reviewed() {
    let pinned = |digest: &str| format!("extends: [{{path: ./house.yaml, sha256: '{digest}'}}]\n");
    let wrong = "0".repeat(64);
    let (_, ran) = under(&pinned(&wrong), &[("in/house.yaml", PACK)]);
    assert_eq!(ran.code, 2);
    let text = said(&ran);
    let actual = text.split("has the digest ").nth(1).unwrap();
    let actual: String = actual.chars().filter(|c| !c.is_whitespace()).take(64).collect();
    assert!(text.contains("`house.yaml` has the digest"), "{text}");
    let (_, ran) = under(&pinned(&actual), &[("in/house.yaml", PACK)]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let policy = &ran.json()["policies"][0];
    assert!(policy.to_string().contains(&actual), "the report names it: {policy}");
    let (_, ran) = under(&pinned(&actual), &[("in/house.yaml", &PACK.replace("error", "'off'"))]);
    assert_eq!(ran.code, 2, "the file has changed");
}

#[test]
fn a_pin_is_checked_for_its_form() {
    for (config, message) in [
        ("extends: [{path: ./house.yaml, sha256: abc}]\n", "`sha256` takes 64 hexadecimal digits"),
        ("extends: [{sha256: abc}]\n", "an entry of `extends` has no `path`"),
        ("extends: [{path: ./house.yaml, sha: abc}]\n", "an entry of `extends` has no field `sha`"),
    ] {
        let (_, ran) = under(config, &[("in/house.yaml", PACK)]);
        assert!(ran.code == 2 && said(&ran).contains(message), "{config}: {}", ran.err);
    }
    let config = format!("extends: [{{path: gdpr-art28, sha256: '{}'}}]\n", "0".repeat(64));
    let (_, ran) = under(&config, &[]);
    assert!(said(&ran).contains("is a built-in pack, which has no digest"), "{}", ran.err);
}

#[test]
fn the_text_of_files_outside_of_the_project_is_not_shown() {
    let secret = "root:x:0:0: hunter2\nnobody: here\n";
    let (_folder, ran) = under("extends: [../secret.txt.yaml]\n", &[("secret.txt.yaml", secret)]);
    assert_eq!(ran.code, 2);
    for part in ["hunter2", "nobody", "root:x"] {
        assert!(!ran.err.contains(part) && !ran.out.contains(part), "{}{}", ran.err, ran.out);
    }
    assert!(said(&ran).contains("outside of the project"), "{}", ran.err);
    // In the project it is.
    let (_folder, ran) = under("extends: [./own.yaml]\n", &[("in/own.yaml", secret)]);
    assert!(ran.err.contains("hunter2") || ran.err.contains("nobody"), "{}", ran.err);
}

#[test]
fn settings_that_do_nothing_are_said() {
    for (config, message) in [
        ("extends: [gdpr-art28, gdpr-art28]\n", "`gdpr-art28` appears twice"),
        (
            "overrides:\n  - {files: 'a/**', rules: {missing-contact: error}}\n  - {files: '**', rules: {missing-contact: 'off'}}\n",
            "the override for `a/**` has no effect: line 3 sets the same",
        ),
        (
            "allow:\n  - {rule: missing-contact, vendor: kelpworks, reason: asked}\n  - {rule: missing-contact, reason: asked}\n",
            "this waiver of `missing-contact` has no effect: line 3 covers it",
        ),
        // Names and paths are compared as for findings.
        (
            "allow:\n  - {rule: missing-contact, vendor: Kelp Works, reason: asked}\n  - {rule: missing-contact, vendor: kelp-works, path: subprocessors, reason: asked}\n",
            "this waiver of `missing-contact` has no effect: line 2 covers it",
        ),
        (
            "allow:\n  - {rule: missing-contact, path: 'subprocessors[1].contact', reason: asked}\n  - {rule: missing-contact, path: 'subprocessors[1]', reason: asked}\n",
            "this waiver of `missing-contact` has no effect: line 3 covers it",
        ),
        (
            "rules: {stale-list: {severity: 'off', max_age_days: 30}}\n",
            "`max_age_days` has no effect: `stale-list` is off here",
        ),
    ] {
        let (_, ran) = under(config, &[]);
        assert!(said(&ran).contains(message), "{config}: {}", ran.err);
        assert_ne!(ran.code, 2, "{}", ran.err);
    }
}

#[test]
fn settings_that_differ_are_not_called_idle() {
    for config in [
        "overrides:\n  - {files: 'a/**', rules: {missing-contact: error, missing-purpose: error}}\n  - {files: '**', rules: {missing-contact: 'off'}}\n",
        "overrides:\n  - {files: '**', rules: {missing-contact: error}}\n  - {files: 'subprocessors.yaml', rules: {missing-contact: 'off'}}\n",
        "allow:\n  - {rule: missing-contact, vendor: kelpworks, reason: asked}\n  - {rule: missing-contact, reason: asked, until: 2026-12-30}\n",
        "rules: {stale-list: {severity: 'off', max_age_days: 30}}\noverrides: [{files: '**', rules: {stale-list: error}}]\n",
    ] {
        let (_, ran) = under(config, &[]);
        assert!(!ran.err.contains("has no effect"), "{config}: {}", ran.err);
    }
}

#[test]
fn a_policy_with_very_many_errors_is_told_in_a_few() {
    let mut config = String::new();
    for index in 0..5_000 {
        let _ = writeln!(config, "key{index}: 1");
    }
    let (_, ran) = under(&config, &[]);
    assert_eq!(ran.code, 2);
    assert!(said(&ran).contains("4900 more errors in the policy"), "{}", ran.err);
    assert!(ran.err.len() < 60_000, "{}", ran.err.len());
    let words = vec!["x"; 3_000].join(", ");
    let (_, ran) = under(&format!("rules: {{placeholder-value: {{extra: [{words}]}}}}\n"), &[]);
    assert!(said(&ran).contains("`extra` has 3000 values, more than 2000"), "{:.400}", ran.err);
}
