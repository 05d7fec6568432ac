//! What is wrong with rules and tests is shown where it is.

use super::run::{RULE, assert_run, run};

#[test]
fn slips_in_tests_are_shown_where_they_are() {
    let cases = r#"tody: 2026-11-21
cases:
  - manifest: |
      subprocessors: []
    expcet: []
  - file: gone.yaml
    expect: [{rule: stale-list, severity: high}]
"#;
    assert_run(
        &[("a.test.yaml", cases), ("rule.yaml", RULE)],
        ".",
        "\
FAIL  a.test.yaml: invalid
ok    rule.yaml: 2 passed

2 passed, 0 failed, 1 invalid
",
        "\
error[policy-error] a test file has no field `tody`
   ╭─[a.test.yaml:1:1]
 1 │ tody: 2026-11-21
   · ────
   ╰─ help: Did you mean `today`? Expected one of: `$schema`, `policy`, `rules`,
            `today`, `cases`.

error[policy-error] a case has no field `expcet`
   ╭─[a.test.yaml:5:5]
 5 │     expcet: []
   ·     ──────
   ╰─ help: Did you mean `expect`? Expected one of: `name`, `manifest`, `file`,
            `rules`, `today`, `expect`.

error[policy-error] `high` is not a severity
   ╭─[a.test.yaml:7:43]
 7 │     expect: [{rule: stale-list, severity: high}]
   ·                                           ────
   ╰─ help: Expected one of: `error`, `warning`, `info`.

",
        2,
    );
}

#[test]
fn names_that_lead_nowhere_are_shown_where_they_are() {
    let error_of = |cases: &str| {
        let (_, stderr, status) = run(&[("a.test.yaml", cases)], "a.test.yaml");
        assert_eq!(status, 2, "{stderr}");
        let line = |start: &str| {
            let mut lines = stderr.lines().map(|line| line.trim().trim_start_matches("╰─ "));
            lines.find(|line| line.starts_with(start)).unwrap_or_default().to_owned()
        };
        [line("error"), line("help")].join(" / ")
    };
    let case = "cases: [{manifest: 'subprocessors: []', expect: []}]";
    assert_eq!(
        error_of(&format!("policy: [gdpr-art82]\n{case}")),
        "error[policy-error] there is no pack `gdpr-art82` / help: Did you mean `gdpr-art28`?"
    );
    assert_eq!(
        error_of(&format!("policy: [./gone.yaml]\n{case}")),
        "error[policy-error] cannot find `./gone.yaml` / help: Paths start at the folder of this \
         file."
    );
    assert_eq!(
        error_of(&case.replace("expect: []", "expect: [missing-locatoin]")),
        "error[policy-error] there is no rule `missing-locatoin` under this policy / help: Did \
         you mean `missing-location`?"
    );
    assert_eq!(
        error_of("cases: [{file: gone.yaml, expect: []}]"),
        "error[policy-error] cannot find `gone.yaml` / help: Paths start at the folder of this \
         file."
    );
    assert_eq!(
        error_of("cases:\n- manifest: ''\n  expect: [{rule: a, at: subprocessors[0].name}]\n"),
        "error[policy-error] cannot read this file: a comma is missing in front of this / help: \
         Quote the path: `at: \"subprocessors[0].name\"`."
    );
}

#[test]
fn a_rule_that_does_not_load_is_an_error_and_the_others_run() {
    let slip = RULE.replace("check: {required:", "chekc: {required:");
    let (stdout, stderr, status) = run(&[("a.yaml", &slip), ("b.yaml", RULE)], ".");
    assert_eq!(
        stdout,
        "FAIL  a.yaml: invalid\nok    b.yaml: 2 passed\n\n2 passed, 0 failed, 1 invalid\n"
    );
    assert!(stderr.contains("a rule has no field `chekc`"), "{stderr}");
    assert!(stderr.contains("help: Did you mean `check`?"), "{stderr}");
    assert_eq!(status, 2);
}

#[test]
fn slips_in_examples_are_errors() {
    for (from, to, message) in [
        ("    severity: error", "    sevrity: error", "an example has no field `sevrity`"),
        (
            "    at: [",
            "    pass: ''\n    at: [",
            "an example has a manifest either under `fail` or under",
        ),
        (
            "  - pass: |",
            "  - message: m\n    pass: |",
            "an example under `pass` takes no `message`",
        ),
        ("    severity: error", "    options: {fields: x, warn: y}", "has no option `warn`"),
        ("    severity: error", "    today: 21.11.2026", "`21.11.2026` is not a date"),
    ] {
        let (_, stderr, status) = run(&[("rule.yaml", &RULE.replace(from, to))], "rule.yaml");
        assert!(stderr.contains(message), "{message}\n{stderr}");
        assert_eq!(status, 2);
    }
}

#[test]
fn a_former_name_of_a_rule_is_noted_once() {
    let rule =
        RULE.replace("severity: error\nsummary", "severity: error\nformerly: dpa-link\nsummary");
    let config = "extends: [./needs-dpa-link.yaml]\nrules: {dpa-link: warning}\n";
    let cases = "cases: [{manifest: 'subprocessors: [{name: Quay}]', expect: [{rule: needs-dpa-link, severity: warning}]}]";
    let files = [
        ("needs-dpa-link.yaml", &*rule),
        ("subprocessor-lint.yaml", config),
        ("a.test.yaml", cases),
        ("b.test.yaml", cases),
        ("s.yaml", "subprocessors: [{name: Quay}]"),
        ("t.yaml", "subprocessors: [{name: Quay}]"),
    ];
    let notice = "\
warning[policy-notice] `dpa-link` is called `needs-dpa-link` now
   ╭─[subprocessor-lint.yaml:2:9]
 2 │ rules: {dpa-link: warning}
   ·         ────────
   ╰─ help: Both work for now; use the new name.

";
    let (stdout, stderr, status) = run(&files, "a.test.yaml b.test.yaml");
    assert_eq!((&*stderr, status), (notice, 0), "{stdout}");
    let (_, stderr, status) = run(&files, "--mutate s.yaml t.yaml");
    assert!(stderr.ends_with(notice) && stderr.matches("policy-notice").count() == 1, "{stderr}");
    assert_eq!(status, 0);
}

#[test]
fn a_rule_without_examples_has_to_be_sound_all_the_same() {
    let rule = "id: house-review\nsummary: S.\nmessage: '{vendor} x'\ncheck: {required: {field: last_review}}\n";
    let (stdout, stderr, status) = run(&[("a.yaml", rule)], ".");
    assert_eq!((&*stdout, status), ("FAIL  a.yaml: invalid\n", 2), "{stderr}");
    assert!(stderr.contains("Did you mean `last_reviewed`?"), "{stderr}");
    let sound = rule.replace("last_review}", "last_reviewed}");
    let (stdout, stderr, status) = run(&[("a.yaml", &sound)], ". --coverage");
    assert!(stdout.contains("coverage: 1 of 1 rule"), "{stdout}{stderr}");
    assert_eq!((&*stderr, status), ("", 1));
}

#[test]
fn a_check_that_is_not_indented_is_one_error() {
    let head = "id: house-review\nsummary: S.\nmessage: '{vendor} x'\n";
    for (check, said) in [
        ("check:\nexpression: {condition: 'true'}\n", "stands outside of `check`"),
        ("expression: {condition: 'true'}\n", "stands outside of `check`"),
        ("check:\n  expression: {condition: 'true'}\n  at: name\n", "`at` stands beside the check"),
        ("check: {required: {field: contact}, stale-list: {}}\n", "exactly one check"),
    ] {
        let (_, stderr, _) = run(&[("a.yaml", &format!("{head}{check}"))], ".");
        assert_eq!(stderr.matches("error[").count(), 1, "{stderr}");
        assert!(stderr.contains(said), "{stderr}");
    }
}

#[test]
fn a_mistyped_key_is_one_error() {
    let rule = "id: house-review\nsummary: S.\nmesage: '{vendor} x'\ncheck: {required: {field: contact}}\n";
    let (_, stderr, _) = run(&[("a.yaml", rule)], ".");
    assert_eq!(stderr.matches("error[").count(), 1, "{stderr}");
    assert!(stderr.contains("Did you mean `message`?"), "{stderr}");
}
