//! Rules that a user writes: one YAML file, named by the configuration.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests touch files and the environment"
)]

mod hostile;
mod page;
mod run;

use run::{Run, cli, library};

const CONFIG: &str = "extends: [./policy/reviews.yaml]\n";

const MANIFEST: &str = "\
organization:
  name: Larkspur Surveys
subprocessors:
  - name: Harbor Cloud
    location: IE
    last_reviewed: 2026-10-01
    x-tier: 1
  - name: Quill Mail
    location: {country: US, activity: storage}
    last_reviewed: 2024-01-31
  - name: Kite Support
    status: retired
    location: US
";

const RULE: &str = "\
id: stale-review
severity: error
summary: A vendor was not reviewed for a year.
check:
  expression:
    condition: days_between(vendor.last_reviewed, today) <= 365
    message_expression: '\"no review of \" + vendor.name + \" since \" + string(vendor.last_reviewed)'
    at: last_reviewed
when: has(vendor.last_reviewed)
help: Look at the vendor again and set `last_reviewed`.
";

/// The lines of one rule, as `path: message`.
fn of(run: &Run, rule: &str) -> Vec<String> {
    let own = run.findings.iter().filter(|finding| &*finding.rule == rule);
    own.map(|finding| format!("{}: {}", finding.path, finding.message)).collect()
}

fn check(rule: &str) -> Run {
    library(CONFIG, &[("policy/reviews.yaml", rule)], MANIFEST).expect("the rule is well-formed")
}

/// The defects of a rule file, each as the marked text, the message and the
/// help.
fn refused(rule: &str) -> Vec<(String, String, String)> {
    let errors = library(CONFIG, &[("policy/reviews.yaml", rule)], MANIFEST).unwrap_err();
    let shown = errors.into_iter().map(|error| {
        let marked = rule[error.advice.span.range()].to_owned();
        (marked, error.advice.message, error.advice.help.unwrap_or_default())
    });
    shown.collect()
}

#[test]
fn one_file_adds_a_rule() {
    let run = check(RULE);
    assert!(run.complete);
    assert_eq!(
        of(&run, "stale-review"),
        ["subprocessors[1].last_reviewed: no review of Quill Mail since 2024-01-31"]
    );
    let found = run.findings.iter().find(|finding| &*finding.rule == "stale-review").unwrap();
    assert_eq!(found.vendor.as_deref(), Some("Quill Mail"));
    assert_eq!(found.value.as_deref(), Some("2024-01-31"));
    assert_eq!(found.severity.to_string(), "error");
}

#[test]
fn without_a_message_expression_the_message_is_a_template() {
    let rule = "
id: no-us-storage
summary: Data is stored in the United States.
for: {each: subprocessor, statuses: [active]}
check:
  expression:
    condition: 'vendor.locations.all(l, country(l) != \"US\")'
    at: locations
message: '\"{vendor}\" stores data in the United States'
";
    let expected = ["subprocessors[1].location: \"Quill Mail\" stores data in the United States"];
    assert_eq!(of(&check(rule), "no-us-storage"), expected);
}

#[test]
fn a_rule_about_the_document_sees_the_manifest() {
    let rule = "
id: few-vendors
summary: The list is long.
for: {each: manifest}
when: manifest.organization.name == 'Larkspur Surveys'
check:
  expression:
    condition: manifest.subprocessors.filter(v, v.status == 'active').size() <= 1
    message_expression: string(manifest.subprocessors.size()) + ' vendors'
";
    assert_eq!(of(&check(rule), "few-vendors"), [": 3 vendors"]);
    let at =
        rule.replace("    message_expression", "    at: organization.name\n    message_expression");
    assert_eq!(of(&check(&at), "few-vendors"), ["organization.name: 3 vendors"]);
    let other = rule.replace("'Larkspur Surveys'", "'Someone else'");
    assert_eq!(of(&check(&other), "few-vendors"), [""; 0]);
}

#[test]
fn fields_of_ones_own_are_in_x() {
    let rule = "
id: missing-tier
summary: A vendor has no tier.
check:
  expression:
    condition: '\"x-tier\" in vendor.x && vendor.x[\"x-tier\"] in [1, 2, 3]'
message: '\"{vendor}\" has no tier'
";
    assert_eq!(
        of(&check(rule), "missing-tier"),
        [
            "subprocessors[1].name: \"Quill Mail\" has no tier",
            "subprocessors[2].name: \"Kite Support\" has no tier"
        ]
    );
}

#[test]
fn a_configuration_sets_when_for_any_rule() {
    let config = "
rules:
  missing-contact:
    severity: error
    when: vendor.locations.exists(l, in_region(l, 'EU'))
";
    let run = library(config, &[], MANIFEST).unwrap();
    let paths: Vec<&str> = run
        .findings
        .iter()
        .filter(|finding| &*finding.rule == "missing-contact")
        .map(|finding| finding.path.as_str())
        .collect();
    assert_eq!(paths, ["subprocessors[0].name"]);
}

#[test]
fn a_mistake_is_told_at_its_bytes_with_what_was_meant() {
    let wrong = RULE.replace("vendor.last_reviewed, today", "vendor.last_reviewd, today");
    assert_eq!(
        refused(&wrong),
        [(
            "last_reviewd".to_owned(),
            "`vendor` has no field `last_reviewd`".to_owned(),
            "Did you mean `last_reviewed`?".to_owned()
        )]
    );
    // In quotes with escapes, and in blocks, the place is as exact.
    let wrong = RULE.replace("\"no review of \" + vendor.name", "\"it''s \" + vendor.nam");
    assert_eq!(refused(&wrong)[0].0, "nam");
    let wrong = RULE.replace(
        "when: has(vendor.last_reviewed)",
        "when: |\n  vendor.status == 'active' &&\n    has(vendor.last_revewed)",
    );
    assert_eq!(refused(&wrong)[0].0, "last_revewed");
}

#[test]
fn all_mistakes_of_a_file_are_said_in_one_run_and_nothing_follows_from_them() {
    let rules = "\
id: of-form
summary: Wrong slots, and wrong fields in an expression and in an option.
when: vendor.contry == 'US'
check: {expression: {condition: vendor.nme != '', lacks: purpos}}
message: '{vendr}'
---
id: of-scope
summary: What it runs on is not known, and nothing is said about its fields.
for: {each: subprocesor}
check: {required: {field: legal_nme}}
message: '{vendor}'
---
id: of-field
summary: The form is right.
check: {required: {field: legal_nme}}
message: '{vendor}'
";
    let config = "extends: [recommended, policy/reviews.yaml]\n\
                  rules: {of-form: error, of-scope: error, of-field: error}\n\
                  allow: [{rule: of-form, reason: asked}]\n";
    let errors = library(config, &[("policy/reviews.yaml", rules)], MANIFEST).unwrap_err();
    let said: Vec<(String, String)> = errors
        .into_iter()
        .map(|error| {
            let help = error.advice.help.unwrap_or_default();
            let meant = help.split_inclusive('?').next().unwrap_or_default().to_owned();
            (error.advice.message, meant)
        })
        .collect();
    let meant = |name: &str| format!("Did you mean `{name}`?");
    let mut expected = vec![
        ("check `expression` has no placeholder `{vendr}`".to_owned(), meant("vendor")),
        ("`vendor` has no field `contry`".to_owned(), meant("country")),
        ("`vendor` has no field `nme`".to_owned(), meant("name")),
        ("the manifest has no field `purpos`".to_owned(), meant("purpose")),
        ("`subprocesor` is not something a rule runs on".to_owned(), meant("subprocessor")),
        ("the manifest has no field `legal_nme`".to_owned(), meant("legal_name")),
    ];
    let mut said = said;
    said.sort();
    expected.sort();
    assert_eq!(said, expected);
}

#[test]
fn every_part_of_a_rule_is_checked_when_it_is_loaded() {
    let refused_when = |from: &str, to: &str| refused(&RULE.replace(from, to)).remove(0);
    let (marked, message, help) = refused_when("at: last_reviewed", "at: last_revewed");
    assert_eq!(
        (&marked[..], &message[..]),
        ("last_revewed", "the manifest has no field `last_revewed`")
    );
    assert_eq!(help, "Did you mean `last_reviewed`?");
    let (marked, message, _) = refused_when("<= 365", "+ 365");
    assert_eq!(marked, "days_between(vendor.last_reviewed, today) + 365");
    assert_eq!(message, "the expression is of type `int`, not `bool`");
    let (marked, message, _) = refused_when("when: has", "when: [has");
    assert!(message.starts_with("cannot read this file"), "{marked}: {message}");
    let (marked, message, _) = refused_when("when: has(vendor.last_reviewed)", "when: [true]");
    assert_eq!((&marked[..], &message[..]), ("[true]", "an expression is a text, found a list"));
    let (marked, message, _) = refused_when("    condition:", "    conditon:");
    assert_eq!(
        (&marked[..], &message[..]),
        ("conditon", "`stale-review` has no option `conditon`")
    );
    let message_only = RULE.replace("    message_expression", "    # message_expression");
    assert_eq!(refused(&message_only)[0].1, "the rule has no `message`");
    let unfilled = format!("{message_only}message: '{{message}}'\n");
    assert_eq!(refused(&unfilled)[0].1, "check `expression` has no placeholder `{message}`");
    let document = RULE.replace("severity: error", "for: {each: manifest}");
    let (_, message, help) = refused(&document).remove(0);
    assert_eq!(message, "unknown variable `vendor`");
    assert!(help.contains("manifest.subprocessors.exists(v, ...)"), "{help}");
}

#[test]
fn a_rule_that_cannot_be_evaluated_is_no_pass() {
    let unguarded = RULE.replace("when: has(vendor.last_reviewed)\n", "");
    let run = check(&unguarded);
    assert!(!run.complete);
    assert_eq!(
        of(&run, "policy-error"),
        [
            "subprocessors[2].name: rule `stale-review` could not be evaluated for \"Kite Support\": \
          no such key: `vendor.last_reviewed` is not given"
        ]
    );
    let error = run.findings.iter().find(|finding| &*finding.rule == "policy-error").unwrap();
    assert_eq!(
        error.help.as_deref(),
        Some(
            "Guard it: `has(vendor.last_reviewed) && ...` is false where it is not given, \
             `!has(vendor.last_reviewed) || ...` is true."
        )
    );
    assert_eq!(error.vendor.as_deref(), Some("Kite Support"));
    let label = &error.labels[0];
    assert_eq!(
        &unguarded[label.place.span.range()],
        "days_between(vendor.last_reviewed, today) <= 365"
    );
    // The other vendors are judged all the same.
    assert_eq!(of(&run, "stale-review").len(), 1);
    // The same holds for `when`, and for the message.
    let when = RULE.replace("when: has(", "when: vendor.x['x-tier'] == 1 && has(");
    assert_eq!(of(&check(&when), "policy-error").len(), 1);
    let message = RULE.replace("vendor.name +", "vendor.legal_name +");
    assert_eq!(of(&check(&message), "policy-error").len(), 1);
}

#[test]
fn the_command_line_runs_it_without_more_ado() {
    let files = [
        ("subprocessor-lint.yaml", CONFIG),
        ("policy/reviews.yaml", RULE),
        ("subprocessors.yaml", MANIFEST),
    ];
    let args = ["check", "--output-format", "concise", "--no-fold", "--today", "2026-11-21"];
    let (status, out, err) = cli(&files, &args);
    assert_eq!(status, 1, "{out}{err}");
    let line =
        "subprocessors.yaml:10:20: error[stale-review] no review of Quill Mail since 2024-01-31";
    let found: Vec<&str> = out.lines().filter(|line| line.contains("[stale-review]")).collect();
    assert_eq!(found, [line]);

    let wrong = RULE.replace("last_reviewed, today", "last_reviewd, today");
    let (status, out, err) = cli(&[files[0], ("policy/reviews.yaml", &wrong), files[2]], &args);
    assert_eq!(status, 2, "{err}");
    let line =
        "policy/reviews.yaml:6:36: error[policy-error] `vendor` has no field `last_reviewd`\n";
    assert!(out.starts_with(line), "{out}");
    assert!(err.contains("policy/reviews.yaml:6:"), "{err}");
    assert!(err.contains("`vendor` has no field `last_reviewd`"), "{err}");
    assert!(err.contains("Did you mean `last_reviewed`?"), "{err}");

    let unguarded = RULE.replace("when: has(vendor.last_reviewed)\n", "");
    let (status, out, err) = cli(&[files[0], ("policy/reviews.yaml", &unguarded), files[2]], &args);
    assert_eq!(status, 2, "{err}");
    assert!(
        out.contains("rule `stale-review` could not be evaluated for \"Kite Support\""),
        "{out}"
    );
    assert!(out.contains("error[stale-review]"), "{out}");
}

#[test]
fn every_built_in_pack_compiles() {
    let mut failures = Vec::new();
    for name in subprocessor_lint::Policy::built_in_packs() {
        let config = format!("extends: [{name}]\n");
        if let Err(errors) = library(&config, &[], MANIFEST) {
            failures.extend(
                errors.into_iter().map(|error| format!("{name}: {}", error.advice.message)),
            );
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

const OPTIONS: &str = "\
id: old-review
summary: A vendor was not reviewed for long.
check:
  expression:
    options:
      max_age_days: {default: 365, meaning: The most days since the last review.}
      trusted: {default: [], meaning: Vendors that nobody reviews.}
    cases:
      - condition: vendor.name in option.trusted || has(vendor.last_reviewed)
        message_expression: '\"was never reviewed\"'
      - condition: '!has(vendor.last_reviewed) || days_between(vendor.last_reviewed, today) <= option.max_age_days'
        message_expression: '\"was last reviewed on \" + string(vendor.last_reviewed)'
        at: last_reviewed
        at_key: true
message: '\"{vendor}\" {message}'
";

fn messages(config: &str, rule: &str) -> Vec<String> {
    match library(config, &[("policy/reviews.yaml", rule)], MANIFEST) {
        Ok(run) => run.findings.into_iter().map(|finding| finding.message).collect(),
        Err(errors) => errors.into_iter().map(|error| error.advice.message).collect(),
    }
}

#[test]
fn a_configuration_sets_the_options_that_a_rule_declares() {
    let set = |options: &str| format!("{CONFIG}rules: {{old-review: {options}}}\n");
    let quill = "\"Quill Mail\" was last reviewed on 2024-01-31";
    let kite = "\"Kite Support\" was never reviewed";
    for (config, expected) in [
        (CONFIG.to_owned(), vec![quill, kite]),
        (set("{max_age_days: 2000}"), vec![kite]),
        (set("{max_age_days: 2000, trusted: Kite Support}"), vec![]),
        (set("{trusted: 3}"), vec![quill, kite]),
        (
            set("{max_age_days: often}"),
            vec!["`max_age_days` takes a whole number, 0 or more, found text"],
        ),
        (set("{max_days: 3}"), vec!["`old-review` has no option `max_days`"]),
    ] {
        assert_eq!(messages(&config, OPTIONS), expected, "{config}");
    }
}

#[test]
fn a_declaration_that_cannot_be_used_is_an_error() {
    let typed = "max_age_days: {default: 365";
    for (with, expected) in [
        ("at: {default: 365", "an option cannot be called `at`"),
        ("max_age_days: {default: 3.5", "an option is declared by its `default` and its `meaning`"),
        ("max_age_days: {maximum: 5, default: 365", "an option has no field `maximum`"),
        ("max_days: {default: 365", "`option` has no field `max_age_days`"),
    ] {
        let found = messages(CONFIG, &OPTIONS.replace(typed, with));
        assert!(found.iter().any(|message| message == expected), "{with}: {found:?}");
    }
    let beside = OPTIONS.replace("    cases:\n", "    condition: 'true'\n    cases:\n");
    assert_eq!(messages(CONFIG, &beside), ["a condition beside `cases` has no effect"]);
}

/// What a rule looks at has to be something that its check can look at.
#[test]
fn a_check_and_its_scope_have_to_go_together() {
    let rule = |scope: &str, check: &str| {
        format!("id: own\nsummary: Own.\nmessage: own\n{scope}check: {{{check}}}\n")
    };
    for (scope, check, marked, message, next) in [
        (
            "for: {each: project}\n",
            "required: {field: purpose}",
            "project",
            "check `required` looks at one list at a time",
            "Write `for: {each: subprocessor}`, or `{each: manifest}` for",
        ),
        (
            "for: {each: project}\n",
            "expression: {condition: 'false'}",
            "project",
            "check `expression` looks at one list at a time",
            "Write `for:",
        ),
        (
            "for: {each: subprocessor}\n",
            "reused-id: {}",
            "subprocessor",
            "check `reused-id` compares the lists of a run",
            "Write `for: {each: project}`.",
        ),
        (
            "for: {each: recipient}\n",
            "unused-waiver: {}",
            "recipient",
            "check `unused-waiver` looks at waivers, not at vendors",
            "Write `for: {each: manifest}`.",
        ),
        (
            "for: {each: project, statuses: active}\n",
            "reused-id: {}",
            "statuses",
            "`statuses` has no effect: check `reused-id` compares the lists of a run",
            "Remove it.",
        ),
        (
            "for: {each: project}\nwhen: 'true'\n",
            "duplicate-manifest: {}",
            "when",
            "`when` has no effect: check `duplicate-manifest` compares the lists of a run",
            "Remove it.",
        ),
        (
            "for: {each: manifest, audiences: end_user}\n",
            "required: {field: last_updated}",
            "audiences",
            "`audiences` has no effect: a rule about the document looks at no vendor",
            "Remove it.",
        ),
        (
            "for: {each: manifest}\n",
            "required: {field: purpose}",
            "purpose",
            "`purpose` is a field of a vendor, not of the document",
            "Write `for: {each: subprocessor}`.",
        ),
        (
            "",
            "required: {field: last_updated}",
            "last_updated",
            "`last_updated` is a field of the document, not of a vendor",
            "Write `for: {each: manifest}`.",
        ),
        (
            "",
            "required: {under: organization, field: role}",
            "organization",
            "`under` has no effect in a rule about vendors",
            "Write `for: {each: manifest}`, or remove it.",
        ),
    ] {
        let errors = refused(&rule(scope, check));
        let [(text, said, help)] = &errors[..] else { panic!("{scope}{check}: {errors:#?}") };
        assert_eq!((&**text, &**said), (marked, message));
        assert!(help.starts_with(next), "{help}");
    }
    // A configuration narrows what has vendors, and nothing else.
    let config = "extends: []\nrules: {reused-id: {severity: info, except_vendors: AWS}}\n";
    let errors = library(config, &[], MANIFEST).unwrap_err();
    assert!(errors[0].to_string().contains("`except_vendors` has no effect"), "{}", errors[0]);
}
