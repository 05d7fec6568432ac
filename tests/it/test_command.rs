//! `subprocessor-lint test`, as whole runs in folders of their own.
#![allow(clippy::unwrap_used, reason = "a test that stops has failed")]
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test that cannot write its files has failed"
)]

mod errors;
mod mutants;
mod run;

use run::{CASES, GOOD, PACK, RULE, assert_run, run, run_in};
use std::path::Path;

#[test]
fn examples_and_cases_run_and_other_files_are_counted() {
    let files = [
        ("policy/needs-dpa-link.yaml", RULE),
        ("policy/house.test.yaml", CASES),
        ("policy/ours.yaml", PACK),
        ("policy/fixtures/good.yaml", GOOD),
    ];
    let stdout = "\
ok    policy/house.test.yaml: 2 passed
ok    policy/needs-dpa-link.yaml: 2 passed

4 passed, 0 failed (skipped 1 pack and 1 other file)
";
    assert_run(&files, "policy", stdout, "", 0);
    let covered = "coverage: 1 rule, each with a failing and a passing example\n";
    assert_run(&files, "policy --coverage", &format!("{stdout}{covered}"), "", 0);
    let alone = "ok    policy/needs-dpa-link.yaml: 2 passed\n2 passed, 0 failed\n";
    assert_run(&files, "policy/needs-dpa-link.yaml", alone, "", 0);
}

#[test]
fn a_failing_example_shows_what_differs() {
    let wrong = RULE
        .replace("at: [\"subprocessors[0].name\"]", "at: \"subprocessors[1].name\"")
        .replace("    help: Add `links.dpa`.\n", "")
        .replace("\"links\": {\"dpa\": \"https://quay.example/dpa\"}", "\"id\": \"quay\"");
    assert_run(
        &[("rule.yaml", &wrong)],
        "rule.yaml",
        "\
FAIL  rule.yaml: 2 failed

rule.yaml:8: `fail` example of needs-dpa-link
  - error needs-dpa-link at subprocessors[1].name: \"Harbor\" has no DPA link
  + error needs-dpa-link at subprocessors[0].name: \"Harbor\" has no DPA link

rule.yaml:16: `pass` example of needs-dpa-link
  + error needs-dpa-link at subprocessors[0].name: \"Quay\" has no DPA link

0 passed, 2 failed (- expected, + found)
",
        "",
        1,
    );
}

#[test]
fn a_fixed_text_that_is_still_reported_fails_at_its_line() {
    let with = |entries: &str, more: &str| {
        let fixed = format!("    fixed: |\n      subprocessors: {entries}\n{more}  - pass: |");
        RULE.replacen("  - pass: |", &fixed, 1)
    };
    let link = |name: &str| format!("{{name: {name}, links: {{dpa: \"https://d.example/dpa\"}}}}");
    let both = format!("[{}, {}]", link("Harbor"), link("Quay"));
    let one = format!("[{}]", link("Harbor"));
    let unlinked = format!("[{{name: Harbor, links: {{}}}}, {}]", link("Quay"));
    for (rule, said, status) in [
        (with(&both, ""), "3 passed, 0 failed", 0),
        (with(&unlinked, ""), "rule.yaml:18: `fixed` text of an example of needs-dpa-link", 1),
        (with(&unlinked, ""), "+ error needs-dpa-link at subprocessors[0].name", 1),
        (with(&one, ""), "the fixed text has 1 of 2 entries", 1),
        (with(&one, "    removes: 1\n"), "3 passed, 0 failed", 0),
        (with(&both, "    leeds_to: [x]\n"), "Did you mean `leads_to`?", 2),
    ] {
        let (out, err, code) = run(&[("rule.yaml", &rule)], "rule.yaml");
        assert!(out.contains(said) || err.contains(said), "{said}: {out}{err}");
        assert_eq!(code, status, "{out}{err}");
    }
}

#[test]
fn a_failing_case_shows_rule_path_severity_and_message() {
    let cases = r#"policy: [./needs-dpa-link.yaml]
cases:
  - name: told wrong
    manifest: |
      subprocessors:
        - name: Harbor
    expect:
      - {rule: needs-dpa-link, at: "subprocessors[0].name", severity: warning}
      - {rule: missing-location, message: no place}
      - missing-opt-out
  - manifest: |
      subprocessors: [
    expect: []
"#;
    assert_run(
        &[("needs-dpa-link.yaml", RULE), ("a.test.yaml", cases)],
        "a.test.yaml",
        "\
FAIL  a.test.yaml: 2 failed

a.test.yaml:3: told wrong
  - warning needs-dpa-link at subprocessors[0].name
  + error needs-dpa-link at subprocessors[0].name: \"Harbor\" has no DPA link
  - missing-location: no place
  + error missing-location at subprocessors[0].name: \"Harbor\" has no processing location
  - missing-opt-out

a.test.yaml:11: case 2
  + error parse-error for the whole document: cannot read manifest: the bracket `[` opened in line 1 is not closed

0 passed, 2 failed (- expected, + found)
",
        "",
        1,
    );
}

#[test]
fn what_a_case_is_about_decides_what_counts() {
    let case = |head: &str| {
        format!("{head}cases:\n  - manifest: 'subprocessors: [{{name: A}}]'\n    expect: []\n")
    };
    let counts = |head: &str| {
        let (stdout, _, _) =
            run(&[("rule.yaml", RULE), ("a.test.yaml", &case(head))], "a.test.yaml");
        let found = stdout.lines().filter_map(|line| line.trim().strip_prefix("+ "));
        found.map(|line| line.split(' ').nth(1).unwrap().to_owned()).collect::<Vec<_>>()
    };
    // The rules that the file brings along.
    assert_eq!(counts("policy: [./rule.yaml]\n"), ["needs-dpa-link"]);
    // The ones it says.
    assert_eq!(counts("rules: [missing-location]\n"), ["missing-location"]);
    assert!(counts("policy: ./rule.yaml\nrules: all\n").len() > 4);
    // Without any, all active ones.
    assert!(counts("").contains(&"missing-location".to_owned()));
    assert!(!counts("").contains(&"needs-dpa-link".to_owned()));
}

#[test]
fn the_configuration_and_the_arguments_are_in_force() {
    let case = "cases:\n  - manifest: 'subprocessors: [{name: A}]'\n    expect: [{rule: \
                missing-location, severity: info}]\n";
    let config = "rules: {missing-location: info}\n";
    let files = [("subprocessor-lint.yaml", config), ("tests/a.test.yaml", case)];
    let passes = |args: &str| run(&files, args).2 == 0;
    assert!(passes("tests"));
    assert!(!passes("tests --isolated"));
    assert!(passes("tests --isolated --rule missing-location=info"));
    let (stdout, _, _) = run(&files, "tests --rule missing-location=off");
    assert!(
        stdout.contains("  - info missing-location\n    `missing-location` is off"),
        "{stdout}"
    );
}

#[test]
fn coverage_lists_the_rules_that_lack_an_example() {
    let bare =
        "id: bare-rule\nsummary: Bare.\ncheck: {required: {field: address}}\nmessage: none\n";
    let cases = "policy: [bare.yaml]\ncases:\n  - {manifest: 'subprocessors: [{name: A}]', \
                 expect: [bare-rule]}\n";
    let files = [("bare.yaml", bare), ("bare.test.yaml", cases), ("rule.yaml", RULE)];
    assert_run(
        &files,
        ". --coverage",
        "\
ok    bare.test.yaml: 1 passed
ok    bare.yaml: no example
ok    rule.yaml: 2 passed

3 passed, 0 failed
coverage: 1 of 2 rules lack a passing or a failing example

  rule       place        failing  passing
  bare-rule  bare.yaml:1        1        0
",
        "",
        1,
    );
}

#[test]
fn an_empty_run_is_loud() {
    assert_run(
        &[("policy/ours.yaml", PACK), ("policy/good.yaml", GOOD)],
        "policy",
        "",
        "\
error: nothing to test: no example and no case in policy (skipped 1 pack and 1 other file)
  help: rule files have `examples`; cases are in files that are called `*.test.yaml`
",
        3,
    );
    assert_run(
        &[],
        "polcy",
        "",
        "error: there is no file or folder `polcy`\n  help: Paths start at `[FOLDER]`.\n",
        2,
    );
}

#[test]
fn text_of_tests_cannot_act_on_the_terminal() {
    let cases = "rules: [missing-location]\ncases:\n  - name: \"a\\e[2Jb\"\n    manifest: \
                 \"subprocessors: [{name: \\\"\\\\e[31mA\\\"}]\"\n    expect: []\n";
    let (stdout, _, status) = run(&[("a.test.yaml", cases)], "a.test.yaml");
    assert!(!stdout.contains('\u{1b}') && stdout.contains("a\u{241b}[2Jb"), "{stdout}");
    assert_eq!(status, 1);
}

#[test]
fn waivers_in_comments_hold_and_those_of_the_configuration_do_not() {
    let case = |comment: &str| {
        format!(
            "rules: [missing-location]\ncases:\n  - manifest: |\n      subprocessors:\n      \
             {comment}\n      - name: A\n    expect: []\n"
        )
    };
    let config = "allow: [{rule: missing-location, vendor: A, reason: asked}]\n";
    let passes = |comment: &str| {
        let files = [("a.test.yaml", &*case(comment)), ("subprocessor-lint.yaml", config)];
        run(&files, "a.test.yaml").2 == 0
    };
    assert!(passes("# subprocessor-lint: allow(missing-location) reason=\"asked\""));
    assert!(!passes("# asked"));
}

#[test]
fn rules_with_expressions_are_tested_like_any_other() {
    let rule = r#"id: us-needs-mechanism
summary: Vendors in the USA state a mechanism.
check: {expression: {condition: 'vendor.country != "US" || has(vendor.transfer)'}}
message: '"{vendor}" is in the USA and states no mechanism'
examples:
  - {fail: 'subprocessors: [{name: A, country: US}]', at: "subprocessors[0].name"}
  - {pass: 'subprocessors: [{name: A, country: DE}]'}
"#;
    let passes = "ok    rule.yaml: 2 passed\n2 passed, 0 failed\n";
    assert_run(&[("rule.yaml", rule)], "rule.yaml", passes, "", 0);
    let slip = rule.replace("vendor.country", "vendor.contry");
    let (stdout, stderr, status) = run(&[("rule.yaml", &slip)], "rule.yaml");
    assert_eq!(stdout, "FAIL  rule.yaml: invalid\n");
    assert!(stderr.contains("[rule.yaml:3:") && stderr.contains("contry"), "{stderr}");
    assert_eq!(status, 2);
}

#[test]
fn the_files_of_the_documentation_run_as_it_says() {
    let page = include_str!("../../docs/testing-rules.md");
    let blocks = |kind: &str| {
        let parts = page.split("```").skip(1).step_by(2).filter_map(|part| part.strip_prefix(kind));
        parts.map(|part| part.trim_start_matches('\n').to_owned()).collect::<Vec<_>>()
    };
    let [rule, cases] = &blocks("yaml")[..] else { panic!("two files") };
    let console = &blocks("console");
    let output = |index: usize| console[index].split_once('\n').unwrap().1.to_owned();
    let files = [
        ("policy/needs-dpa-link.yaml", rule.as_str()),
        ("policy/house.test.yaml", cases.as_str()),
        ("policy/ours.yaml", PACK),
        ("policy/fixtures/good.yaml", GOOD),
    ];
    assert_run(&files, "policy/", &output(0), "", 0);
    let wrong = cases.replace("severity: error", "severity: warning");
    let files = [("policy/needs-dpa-link.yaml", rule.as_str()), ("policy/house.test.yaml", &wrong)];
    let files = [files[0], files[1], ("policy/fixtures/good.yaml", GOOD)];
    assert_run(&files, "policy/house.test.yaml", &output(1), "", 1);
}

#[test]
fn the_rules_of_the_product_pass_with_full_coverage() {
    let (stdout, stderr, status) =
        run_in(Path::new(env!("CARGO_MANIFEST_DIR")), "rules --coverage --isolated");
    assert_eq!(status, 0, "{stdout}\n{stderr}");
    assert!(stdout.contains("rules, each with a failing and a passing example"), "{stdout}");
}
