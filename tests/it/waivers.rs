//! Waivers in comments and in the configuration: what they cover, what stays
//! visible, and what is said about them.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests touch files and the environment"
)]

use crate::support::run;

use proptest::prelude::*;
use run::{check, write};
use serde_json::json;
use std::fmt::Write as _;
use subprocessor_lint::{Checked, Date, Finding, Format, Inline, Limits, parse};
use tempfile::TempDir;

/// Only the rules that the tests are about.
const CONFIG: &str = "\
extends: []
rules:
  missing-contact: error
  missing-purpose: warning
  malformed-waiver: error
  unused-waiver: warning
  expired-waiver: warning
  expiring-waiver: info
";

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join(".git")).expect("a folder");
    write(folder.path(), files);
    folder
}

fn with_config(allow: &str) -> String {
    format!("{CONFIG}{allow}")
}

#[test]
fn a_waived_finding_is_not_in_force_but_stays_visible() {
    let folder = folder(&[
        ("subprocessor-lint.yaml", CONFIG),
        (
            "subprocessors.yaml",
            "subprocessors:\n  # subprocessor-lint: allow(missing-contact) reason=\"asked on 2 \
             November\" until=2027-12-31 owner=legal\n  - name: Mezmo\n    purpose: Log analysis\n",
        ),
    ]);
    let ran = check(folder.path(), &[]);
    assert_eq!(ran.code, 0, "{ran:#?}");
    assert_eq!(ran.in_force(), Vec::<String>::new());
    let json = ran.json();
    assert_eq!(json["summary"]["suppressed"], 1);
    assert_eq!(json["summary"]["errors"], 0);
    let expected = json!({
        "kind": "inline",
        "reason": "asked on 2 November",
        "until": "2027-12-31",
        "owner": "legal",
    });
    assert_eq!(ran.of_files("suppressed")[0]["suppressed_by"], expected);
    assert_eq!(ran.of_files("suppressed")[0]["rule"], "missing-contact");

    let schema = include_str!("../../schemas/report.schema.json");
    let schema = serde_json::from_str(schema).expect("the schema is JSON");
    assert!(jsonschema::draft202012::new(&schema).expect("a schema").is_valid(&json));

    let ran = check(folder.path(), &["--output-format", "concise"]);
    assert_eq!(ran.out, "No problems found in 1 file (1 vendor); 1 suppressed.\n");
}

#[test]
fn no_ignores_switches_all_waivers_off_and_says_nothing_of_them() {
    let allow = "allow:\n  - {rule: missing-purpose, vendor: Mezmo, reason: known}\n  - {rule: \
                 missing-purpose, vendor: Nobody, reason: known}\n";
    let folder = folder(&[
        ("subprocessor-lint.yaml", &with_config(allow)),
        (
            "subprocessors.yaml",
            "subprocessors:\n  # subprocessor-lint: allow(missing-contact) reason=asked\n  - name: \
             Mezmo\n  # subprocessor-lint: allow(nonsense)\n  - {name: Sentry, contact: p@v.example, purpose: Error tracking}\n",
        ),
    ]);
    let ran = check(folder.path(), &["--no-ignores"]);
    assert_eq!(ran.code, 1);
    assert_eq!(
        ran.in_force(),
        [
            "missing-contact subprocessors.yaml subprocessors[0].name",
            "missing-purpose subprocessors.yaml subprocessors[0].name",
        ]
    );
    assert_eq!(ran.suppressed(), Vec::<String>::new());
}

#[test]
fn a_waiver_of_the_configuration_is_for_a_vendor_a_path_and_files() {
    let manifest = "\
subprocessors:
  - name: Amazon Web Services
    id: aws
  - name: Mezmo
  - name: Sentry
    contact: privacy@sentry.example
";
    for (waiver, expected) in [
        ("{rule: missing-contact, reason: r}", vec!["c0", "c1"]),
        ("{rule: missing-contact, vendor: mezmo, reason: r}", vec!["c1"]),
        ("{rule: missing-contact, vendor: AWS, reason: r}", vec!["c0"]),
        ("{rule: missing-contact, vendor: AMAZON  web services, reason: r}", vec!["c0"]),
        ("{rule: missing-contact, vendor: amazon-web-services, reason: r}", vec!["c0"]),
        ("{rule: missing-contact, vendor: Amazon, reason: r}", vec![]),
        ("{rule: missing-purpose, path: subprocessors, reason: r}", vec!["p0", "p1", "p2"]),
        ("{rule: missing-purpose, path: 'subprocessors[2]', reason: r}", vec!["p2"]),
        (
            "{rule: missing-purpose, path: 'subprocessors[*].name', reason: r}",
            vec!["p0", "p1", "p2"],
        ),
        ("{rule: missing-purpose, path: 'subprocessors[].purpose', reason: r}", vec![]),
        ("{rule: missing-purpose, vendor: Sentry, path: name, reason: r}", vec!["p2"]),
        ("{rule: missing-purpose, vendor: Sentry, path: purpose, reason: r}", vec![]),
        ("{rule: missing-contact, files: 'lists/*.yaml', reason: r}", vec!["c0", "c1"]),
        ("{rule: missing-contact, files: ['/*.yaml', x], reason: r}", vec![]),
        ("{rule: missing-contact, files: lists, reason: r}", vec!["c0", "c1"]),
    ] {
        let folder = folder(&[
            ("subprocessor-lint.yaml", &with_config(&format!("allow:\n  - {waiver}\n"))),
            ("lists/subprocessors.yaml", manifest),
        ]);
        let ran = check(folder.path(), &["."]);
        let short = |line: String| {
            let rule = if line.starts_with("missing-contact") { "c" } else { "p" };
            let index = line.split(['[', ']']).nth(1).unwrap_or("").to_owned();
            format!("{rule}{index}")
        };
        let mut found: Vec<String> = ran.suppressed().into_iter().map(short).collect();
        found.sort();
        assert_eq!(found, expected, "{waiver}");
        let is_unused = ran.in_force().iter().any(|line| line.starts_with("unused-waiver"));
        assert_eq!(is_unused, expected.is_empty(), "{waiver}");
    }
}

#[test]
fn a_waiver_of_the_configuration_works_for_json_and_gives_its_reason() {
    let allow = "allow:\n  - {rule: missing-contact, vendor: Mezmo, reason: ' asked ', owner: legal, until: 2026-12-01}\n";
    let folder = folder(&[
        ("subprocessor-lint.yaml", &with_config(allow)),
        (
            "subprocessors.json",
            "{\"subprocessors\": [{\"name\": \"Mezmo\", \"purpose\": \"Logs\"}]}",
        ),
    ]);
    let ran = check(folder.path(), &["subprocessors.json"]);
    assert_eq!(ran.in_force(), ["expiring-waiver subprocessor-lint.yaml allow[0]"]);
    let finding = &ran.of_files("suppressed")[0];
    let expected =
        json!({"kind": "config", "reason": "asked", "until": "2026-12-01", "owner": "legal"});
    assert_eq!(finding["suppressed_by"], expected);
    let hygiene = &ran.all()[0];
    assert_eq!(
        hygiene["message"],
        "the waiver for `missing-contact` ends on 2026-12-01, in 10 days"
    );
    assert_eq!(hygiene["vendor"], "Mezmo");
    assert_eq!(hygiene["range"]["start"]["line"], 10, "at the last day in the configuration");
    assert_eq!(ran.code, 0);
}

#[test]
fn what_is_wrong_with_a_waiver_of_the_configuration_is_found_in_it() {
    let allow = "\
allow:
  - {rule: missing-contact}
  - {rule: missing-contact, reason: ' '}
  - {rule: missing-contact, reason: r, until: 31.12.2026}
  - {rule: missing-contact, reason: r, vendor: [Mezmo]}
  - {rule: parse-error, reason: r}
  - {rule: missing-contact, reason: r, until: 2026-11-20, owner: legal}
  - {rule: missing-contact, vendor: Nobody, reason: r}
  - {rule: stale-list, reason: r}
";
    let folder = folder(&[
        ("subprocessor-lint.yaml", &with_config(allow)),
        ("subprocessors.yaml", "subprocessors:\n  - {name: Mezmo, purpose: Logs}\n"),
    ]);
    let ran = check(folder.path(), &[]);
    let said: Vec<String> = ran
        .all()
        .iter()
        .map(|one| {
            let (path, message) = (one["path"].as_str().unwrap(), one["message"].as_str().unwrap());
            format!("{} {path}: {message}", one["severity"].as_str().unwrap())
        })
        .collect();
    assert_eq!(
        said,
        [
            "error subprocessors[0].name: \"Mezmo\" has no contact",
            "error allow[0]: the waiver is invalid: it gives no reason",
            "error allow[1]: the waiver is invalid: it gives no reason",
            "error allow[2]: the waiver is invalid: the last day `31.12.2026` is not written as YYYY-MM-DD",
            "error allow[3]: the waiver is invalid: its `vendor` is a list",
            "error allow[4]: the waiver is invalid: `parse-error` cannot be waived",
            "warning allow[5]: the waiver for `missing-contact` ended on 2026-11-20, yesterday",
            "warning allow[6]: the waiver for `missing-contact` has no effect: no vendor is called \"Nobody\"",
            "info allow[7]: the waiver for `stale-list` has no effect: the rule is off",
        ]
    );
    assert_eq!(ran.code, 1);
}

#[test]
fn an_unknown_rule_in_the_configuration_is_an_error_of_the_policy() {
    let folder = folder(&[
        ("subprocessor-lint.yaml", "allow:\n  - {rule: mising-contact, reason: r}\n"),
        ("subprocessors.yaml", "subprocessors: []\n"),
    ]);
    let ran = check(folder.path(), &[]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("there is no rule `mising-contact`"), "{}", ran.err);
    assert!(ran.err.contains("Did you mean `missing-contact`?"), "{}", ran.err);
}

#[test]
fn unused_waivers_of_the_configuration_are_told_only_from_all_manifests() {
    let allow = "allow:\n  - {rule: missing-contact, vendor: Mezmo, reason: r}\n  - {rule: \
                 missing-contact, files: 'b/**', reason: r}\n  - {rule: missing-contact, files: \
                 'c/**', reason: r}\n";
    let good = "subprocessors:\n  - {name: Sentry, purpose: Errors, contact: a@b.example}\n";
    let bad = "subprocessors:\n  - {name: Mezmo, purpose: Logs}\n";
    let folder = folder(&[
        ("subprocessor-lint.yaml", &with_config(allow)),
        ("a/subprocessors.yaml", good),
        ("b/subprocessors.yaml", bad),
    ]);
    let unused = |args: &[&str]| check(folder.path(), args).in_force();
    // All there is: the one for `c/` has no file, the one for `b/` is not needed.
    let expected = [
        "unused-waiver subprocessor-lint.yaml allow[1]",
        "unused-waiver subprocessor-lint.yaml allow[2]",
    ];
    assert_eq!(unused(&["."]), expected);
    assert_eq!(unused(&["a/subprocessors.yaml", "b/subprocessors.yaml"]), expected);
    // One of two: for `Mezmo` and `c/` nothing can be told.
    assert_eq!(unused(&["a/subprocessors.yaml"]), Vec::<String>::new());
    assert_eq!(unused(&["b/subprocessors.yaml"]), [expected[0]]);
}

#[test]
fn the_days_to_warn_of_are_set_on_the_command_line() {
    let folder = folder(&[
        ("subprocessor-lint.yaml", CONFIG),
        (
            "subprocessors.yaml",
            "subprocessors:\n  - {name: Mezmo, purpose: Logs} # subprocessor-lint: \
             allow(missing-contact) reason=asked until=2026-12-31\n",
        ),
    ]);
    let warned = |days: &str, today: &str| {
        let args = ["--waiver-warning-days", days, "--today", today];
        check(folder.path(), &args).in_force()
    };
    let of = |rule: &str| vec![format!("{rule} subprocessors.yaml subprocessors[0]")];
    assert_eq!(warned("30", "2026-11-30"), Vec::<String>::new());
    assert_eq!(warned("30", "2026-12-01"), of("expiring-waiver"));
    assert_eq!(warned("0", "2026-12-30"), Vec::<String>::new());
    assert_eq!(warned("0", "2026-12-31"), of("expiring-waiver"));
    let mut after = of("expired-waiver");
    after.push("missing-contact subprocessors.yaml subprocessors[0].name".to_owned());
    let mut found = warned("0", "2027-01-01");
    found.sort();
    assert_eq!(found, after);
}

#[test]
fn a_rule_can_be_made_unsuppressible() {
    let config = CONFIG.replace(
        "missing-contact: error",
        "missing-contact: {severity: error, unsuppressible: true}",
    ) + "allow:\n  - {rule: missing-contact, reason: r}\n";
    let folder = folder(&[
        ("subprocessor-lint.yaml", &config),
        (
            "subprocessors.yaml",
            "subprocessors:\n  - {name: Mezmo, purpose: Logs} # subprocessor-lint: \
             allow(missing-contact) reason=asked\n",
        ),
    ]);
    let ran = check(folder.path(), &["--write-baseline", "baseline.json"]);
    assert_eq!(
        ran.in_force(),
        [
            "missing-contact subprocessors.yaml subprocessors[0].name",
            "malformed-waiver subprocessors.yaml subprocessors[0]",
            "malformed-waiver subprocessor-lint.yaml allow[0]",
        ]
    );
    let text = std::fs::read_to_string(folder.path().join("baseline.json")).unwrap();
    assert!(text.ends_with("\"findings\": []\n}\n"), "{text}");
}

#[test]
fn a_finding_that_needs_two_files_can_be_waived_in_one() {
    let entry = "subprocessors:\n  - {name: Mezmo, legal_name: \"Mezmo, Inc.\", country: CC}\n";
    let us = entry.replace("CC", "US");
    let ca = entry.replace("CC", "CA").replace(
        "subprocessors:\n",
        "subprocessors:\n  # subprocessor-lint: allow(conflicting-establishment) reason=\"moved in May\"\n",
    );
    let config = "extends: []\nrules: {conflicting-establishment: error, unused-waiver: warning}\n";
    let folder = folder(&[
        ("subprocessor-lint.yaml", config),
        ("a.subprocessors.yaml", &us),
        ("b.subprocessors.yaml", &ca),
    ]);
    let ran = check(folder.path(), &[]);
    assert_eq!(ran.in_force(), Vec::<String>::new(), "{ran:#?}");
    assert_eq!(ran.suppressed().len(), 1, "{ran:#?}");
    // Alone, the second file has no such finding.
    let ran = check(folder.path(), &["b.subprocessors.yaml"]);
    assert_eq!(ran.in_force().len(), 1);
}

fn lint(text: &str) -> Checked {
    let today = Date::parse("2026-11-21").expect("a date");
    subprocessor_lint::recommended(today).check("list.yaml", text)
}

#[test]
fn the_page_about_waivers_says_what_they_cover() {
    let page = include_str!("../../docs/waivers.md");
    let (_, section) = page.split_once("## What a comment covers").expect("the section");
    let (_, block) = section.split_once("```yaml\n").expect("its example");
    let (text, _) = block.split_once("```").expect("its end");
    let parsed = parse(text, Format::Yaml, &Limits::default());
    let found: Vec<(&str, &str)> = Inline::read(&parsed.tree)
        .into_iter()
        .map(|one| {
            assert_eq!(one.directive.defects, []);
            let covered = &text[one.covers.expect("something").whole.range()];
            let lines: Vec<&str> = covered.lines().map(str::trim).collect();
            (lines[0], lines[lines.len() - 1].split("  #").next().unwrap())
        })
        .collect();
    assert_eq!(
        found,
        [
            ("subprocessors:", "- name: Sentry"),
            ("name: Mezmo", "purpose: Services"),
            ("locations:", "- Mars"),
            ("Mars", "Mars"),
            ("purpose: Services", "purpose: Services"),
            ("name: Mezmo", "purpose: Services"),
            ("name: Sentry", "name: Sentry"),
        ]
    );
}

#[test]
fn each_document_of_a_file_has_its_waivers() {
    let text = "\
subprocessors:
  - name: Mezmo
---
subprocessors:
  # subprocessor-lint: allow(missing-contact) reason=asked
  - name: Sentry
  - name: Stripe
";
    let report = lint(text);
    let of = |findings: &mut dyn Iterator<Item = &Finding>| -> Vec<String> {
        findings
            .filter(|one| &*one.rule == "missing-contact")
            .filter_map(|one| one.vendor.clone())
            .collect()
    };
    assert_eq!(of(&mut report.findings.iter()), ["Mezmo", "Stripe"]);
    assert_eq!(of(&mut report.suppressed.iter().map(|one| &one.finding)), ["Sentry"]);
}

#[test]
fn the_narrower_of_two_waivers_has_the_effect() {
    let text = "\
# subprocessor-lint: allow(missing-contact) reason=all
subprocessors:
  # subprocessor-lint: allow(missing-contact) reason=one
  - name: Mezmo
  - name: Sentry
";
    let report = lint(text);
    let reasons: Vec<&str> =
        report.suppressed.iter().filter_map(|one| one.by.reason.as_deref()).collect();
    assert_eq!(reasons, ["one", "all"]);
    assert!(!report.findings.iter().any(|one| &*one.rule == "unused-waiver"));
}

#[test]
fn nothing_is_said_of_unused_waivers_in_a_file_that_was_not_read_to_its_end() {
    let text = "\
subprocessors:
  # subprocessor-lint: allow(missing-contact) reason=asked
  - {name: Mezmo, contact: p@v.example}
---
a: [
";
    let report = lint(text);
    assert!(report.findings.iter().any(|one| &*one.rule == "parse-error"));
    assert!(!report.findings.iter().any(|one| &*one.rule == "unused-waiver"));
}

#[test]
fn many_waivers_take_linear_time() {
    let waiver = "# subprocessor-lint: allow(missing-purpose, vague-location) reason=asked\n";
    // A pile above one list, and at each entry one above it, and one within it
    // for a rule that nobody knows.
    let mut text = waiver.repeat(5_000) + "subprocessors:\n";
    for index in 0..5_000 {
        let unknown = format!("# subprocessor-lint: allow(x{index}) reason=r");
        write!(text, "  {waiver}  - name: V{index}\n    {unknown}\n").unwrap();
    }
    let linter = subprocessor_lint::recommended(Date::parse("2026-11-21").expect("a date"));
    let linter = linter.only_rules(|id| id == "missing-purpose" || id.ends_with("-waiver"));
    let report = linter.check("list.yaml", &text);
    let of = |rule: &str| report.findings.iter().filter(|one| &*one.rule == rule).count();
    assert_eq!(of("missing-purpose"), 0);
    assert_eq!(of("malformed-waiver"), 5_000);
    // In the pile neither rule has an effect, at the entries one of the two.
    assert_eq!(of("unused-waiver"), 2 * 5_000 + 5_000);
    assert_eq!(report.suppressed.len(), 5_000);
}

/// The findings about entries other than one, without what waivers are about.
fn others(report: &Checked, index: usize) -> Vec<(String, String, Option<String>)> {
    let entry = format!("subprocessors[{index}]");
    let mut found: Vec<_> = report
        .findings
        .iter()
        .filter(|one| !one.rule.ends_with("-waiver") && !one.path.starts_with(&entry))
        .map(|one| (one.rule.to_string(), one.path.clone(), one.vendor.clone()))
        .collect();
    found.sort();
    found
}

fn entry() -> impl Strategy<Value = String> {
    let name = prop::sample::select(vec!["AWS", "Mezmo", "Sentry", "Stripe, Inc.", "TBD", "é"]);
    let fields = prop::collection::vec(
        prop::sample::select(vec![
            "location: US",
            "location: [Mars, DE]",
            "purpose: Services",
            "contact: {email: privacy@mezmo.example}",
            "contact: n/a",
            "legal_name: Amazon Web Services",
            "naem: x",
            "locations:\n      - IE\n      # a remark\n      - Atlantis",
        ]),
        0..4,
    );
    (name, fields).prop_map(|(name, mut fields)| {
        fields.sort_unstable();
        fields.dedup_by_key(|field| field.split(':').next().map(str::to_owned));
        let fields: String = fields.iter().map(|field| format!("    {field}\n")).collect();
        format!("  - name: {name}\n{fields}")
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn a_waiver_above_an_entry_changes_nothing_for_the_others(
        entries in prop::collection::vec(entry(), 1..6),
        chosen in any::<prop::sample::Index>(),
        rules in prop::sample::subsequence(
            vec!["missing-contact", "unknown-location", "vague-purpose", "duplicate-vendor", "unknown-field"],
            1..5,
        ),
        form in prop::sample::select(vec![
            "# subprocessor-lint: allow(RULES) reason=\"known\"",
            "# subprocessor-lint: allow(RULES) reason=\"known\" until=2020-01-01",
            "# subprocessor-lint: allow(RULES)",
            "# subprocessor-lint: allow(RULES, nonsense) reason=r",
        ]),
    ) {
        let chosen = chosen.index(entries.len());
        let waiver = form.replace("RULES", &rules.join(", "));
        let mut with = String::from("subprocessors:\n");
        for (index, entry) in entries.iter().enumerate() {
            if index == chosen {
                writeln!(with, "  {waiver}").unwrap();
            }
            with.push_str(entry);
        }
        let plain = lint(&format!("subprocessors:\n{}", entries.concat()));
        let waived = lint(&with);
        prop_assert_eq!(others(&plain, chosen), others(&waived, chosen));
        // What is gone from the entry is what the waiver accepts.
        let entry = format!("subprocessors[{chosen}]");
        for one in &waived.suppressed {
            prop_assert!(rules.contains(&&*one.finding.rule));
            prop_assert!(one.finding.path.starts_with(&entry));
        }
        let count = |report: &Checked| {
            report.findings.iter().filter(|one| !one.rule.ends_with("-waiver")).count()
        };
        prop_assert_eq!(count(&plain), count(&waived) + waived.suppressed.len());
    }
}

#[test]
fn a_name_that_no_vendor_has_is_told_from_a_clean_vendor() {
    for (vendor, rule, said) in [
        ("nobody", "missing-contact", "no vendor is called \"nobody\""),
        ("sentry", "missing-contact", "nothing that it covers is reported"),
    ] {
        let allow = format!("allow:\n  - {{rule: {rule}, vendor: {vendor}, reason: r}}\n");
        let folder = folder(&[
            ("subprocessor-lint.yaml", &with_config(&allow)),
            (
                "subprocessors.yaml",
                "subprocessors:\n  - {name: Sentry, contact: privacy@sentry.io}\n",
            ),
        ]);
        let ran = check(folder.path(), &[]);
        let all = ran.all();
        let found = all.iter().find(|one| one["rule"] == "unused-waiver").expect("a finding");
        assert!(found["message"].as_str().expect("a text").ends_with(said), "{found}");
    }
}
