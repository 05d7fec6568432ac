//! Baselines: what they leave aside, how they shrink, and what a broken one
//! does.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests touch files and the environment"
)]

use crate::support::run;

use proptest::prelude::*;
use run::{Ran, check, write};
use serde_json::json;
use std::path::Path;
use std::sync::Arc;
use subprocessor_lint::{Baseline, BaselineEntry, Limits, SourceFile};
use tempfile::TempDir;

const CONFIG: &str = "\
extends: []
rules:
  parse-error: error
  missing-contact: error
  missing-purpose: warning
  stale-baseline: warning
";
const BASELINE: &str = "baseline.json";

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join(".git")).expect("a folder");
    write(folder.path(), &[("subprocessor-lint.yaml", CONFIG)]);
    write(folder.path(), files);
    folder
}

fn text(folder: &Path) -> String {
    std::fs::read_to_string(folder.join(BASELINE)).expect("a baseline")
}

fn written(folder: &Path, more: &[&str]) -> Ran {
    let mut args = vec!["--write-baseline", BASELINE];
    args.extend(more);
    check(folder, &args)
}

fn compared(folder: &Path, more: &[&str]) -> Ran {
    let mut args = vec!["--baseline", BASELINE];
    args.extend(more);
    check(folder, &args)
}

const NOTHING: Vec<String> = Vec::new();

#[test]
fn a_new_baseline_lists_what_is_found_one_a_line_and_leaves_it_aside() {
    let folder = folder(&[
        ("subprocessors.yaml", "subprocessors:\n  - {name: Sentry, purpose: x}\n  - name: Mezmo\n"),
        ("beta/subprocessors.yaml", "subprocessors:\n  - {name: Mezmo, contact: p@v.example}\n"),
    ]);
    let ran = written(folder.path(), &[]);
    assert_eq!(ran.code, 0, "{ran:#?}");
    assert_eq!(ran.in_force(), NOTHING);
    let expected = "\
{
  \"version\": 1,
  \"about\": \"Findings that subprocessor-lint leaves aside until they are fixed; entries may be removed by hand.\",
  \"findings\": [
    {\"file\": \"beta/subprocessors.yaml\", \"rule\": \"missing-purpose\", \"vendor\": \"Mezmo\", \"message\": \"\\\"Mezmo\\\" has no purpose\", \"fingerprint\": \"F\"},
    {\"file\": \"subprocessors.yaml\", \"rule\": \"missing-contact\", \"vendor\": \"Mezmo\", \"message\": \"\\\"Mezmo\\\" has no contact\", \"fingerprint\": \"F\"},
    {\"file\": \"subprocessors.yaml\", \"rule\": \"missing-contact\", \"vendor\": \"Sentry\", \"message\": \"\\\"Sentry\\\" has no contact\", \"fingerprint\": \"F\"},
    {\"file\": \"subprocessors.yaml\", \"rule\": \"missing-purpose\", \"vendor\": \"Mezmo\", \"message\": \"\\\"Mezmo\\\" has no purpose\", \"fingerprint\": \"F\"}
  ]
}
";
    let print = regex::Regex::new("[0-9a-f]{32}").unwrap();
    assert_eq!(print.replace_all(&text(folder.path()), "F"), expected);

    let ran = compared(folder.path(), &[]);
    assert_eq!((ran.code, ran.in_force()), (0, NOTHING));
    let json = ran.json();
    assert_eq!(json["summary"]["baselined"], 4);
    assert_eq!(json["summary"]["suppressed"], 0);
    let suppressed = json!({"kind": "baseline", "reason": null, "until": null, "owner": null});
    assert_eq!(ran.of_files("suppressed")[0]["suppressed_by"], suppressed);
    let ran = compared(folder.path(), &["--output-format", "concise"]);
    assert_eq!(ran.out, "No problems found in 2 files (3 vendors); 4 in the baseline.\n");
}

#[test]
fn moving_things_about_changes_no_byte() {
    let folder =
        folder(&[("subprocessors.yaml", "subprocessors:\n  - name: Sentry\n  - name: Mezmo\n")]);
    written(folder.path(), &[]);
    let before = text(folder.path());
    write(
        folder.path(),
        &[(
            "subprocessors.yaml",
            "# New words on top.\n\nsubprocessors:\n  - {name: MEZMO}\n  - {name: Stripe, contact: p@v.example, purpose: y}\n  - {name: \"Sentry\"}\n",
        )],
    );
    assert_eq!(compared(folder.path(), &["--strict-baseline"]).code, 0);
    assert_eq!(written(folder.path(), &[]).code, 0);
    assert_eq!(text(folder.path()), before);
    assert_eq!(written(folder.path(), &["--grow-baseline"]).code, 0);
    assert_eq!(text(folder.path()), before);
}

#[test]
fn it_only_shrinks_unless_it_is_told_to_grow() {
    let folder =
        folder(&[("subprocessors.yaml", "subprocessors:\n  - {name: Mezmo, purpose: x}\n")]);
    written(folder.path(), &[]);
    let first = text(folder.path());
    write(
        folder.path(),
        &[(
            "subprocessors.yaml",
            "subprocessors:\n  - {name: Mezmo, purpose: x}\n  - {name: Sentry, purpose: x}\n",
        )],
    );
    let new = ["missing-contact subprocessors.yaml subprocessors[1].name"];
    let ran = compared(folder.path(), &[]);
    assert_eq!((ran.code, ran.in_force()), (1, new.map(str::to_owned).to_vec()));
    let ran = written(folder.path(), &[]);
    assert_eq!((ran.code, ran.in_force()), (1, new.map(str::to_owned).to_vec()));
    assert_eq!(text(folder.path()), first);
    let ran = written(folder.path(), &["--grow-baseline"]);
    assert_eq!((ran.code, ran.in_force()), (0, NOTHING));
    assert_eq!(text(folder.path()).matches("\"rule\"").count(), 2);
}

#[test]
fn what_is_fixed_is_reported_as_stale_and_leaves_with_the_next_writing() {
    let folder = folder(&[(
        "subprocessors.yaml",
        "subprocessors:\n  - {name: Mezmo, purpose: x}\n  - {name: Sentry, purpose: x}\n",
    )]);
    written(folder.path(), &[]);
    write(
        folder.path(),
        &[(
            "subprocessors.yaml",
            "subprocessors:\n  - {name: Mezmo, purpose: x}\n  - {name: Sentry, purpose: x, contact: p@v.example}\n",
        )],
    );
    let ran = compared(folder.path(), &[]);
    assert_eq!(ran.code, 0);
    assert_eq!(ran.in_force(), ["stale-baseline baseline.json findings[1]"]);
    let stale = ran.all().into_iter().find(|one| one["rule"] == "stale-baseline");
    let stale = stale.unwrap();
    assert_eq!((&stale["severity"], &stale["vendor"]), (&json!("warning"), &json!("Sentry")));
    assert_eq!(stale["range"]["start"]["line"], 6);

    let ran = compared(folder.path(), &["--strict-baseline"]);
    assert_eq!(ran.code, 1);
    assert_eq!(ran.json()["summary"]["errors"], 1);
    let off = ["--strict-baseline", "--rule", "stale-baseline=off"];
    assert_eq!(compared(folder.path(), &off).code, 1, "strict is strict");

    let ran = written(folder.path(), &["--strict-baseline"]);
    assert_eq!((ran.code, ran.in_force()), (0, NOTHING));
    assert!(!text(folder.path()).contains("Sentry"));
    assert_eq!(compared(folder.path(), &["--strict-baseline"]).code, 0);
}

#[test]
fn one_file_does_not_answer_for_another() {
    let entry = "subprocessors:\n  - {name: Mezmo, purpose: x}\n";
    let fixed = "subprocessors:\n  - {name: Mezmo, purpose: x, contact: p@v.example}\n";
    let folder = folder(&[("a/subprocessors.yaml", entry), ("b/subprocessors.yaml", fixed)]);
    written(folder.path(), &[]);
    write(folder.path(), &[("a/subprocessors.yaml", fixed), ("b/subprocessors.yaml", entry)]);
    let ran = compared(folder.path(), &[]);
    assert_eq!(
        ran.in_force(),
        [
            "missing-contact b/subprocessors.yaml subprocessors[0].name",
            "stale-baseline baseline.json findings[0]",
        ]
    );
}

#[test]
fn a_run_over_some_files_leaves_the_entries_of_others_alone() {
    let entry = "subprocessors:\n  - {name: Mezmo, purpose: x}\n";
    let fixed = "subprocessors:\n  - {name: Mezmo, purpose: x, contact: p@v.example}\n";
    let folder = folder(&[("a/subprocessors.yaml", entry), ("b/subprocessors.yaml", entry)]);
    written(folder.path(), &[]);
    write(folder.path(), &[("a/subprocessors.yaml", fixed)]);
    assert_eq!(compared(folder.path(), &["b"]).in_force(), NOTHING);
    written(folder.path(), &["a"]);
    assert!(!text(folder.path()).contains("a/subprocessors.yaml"));
    assert!(text(folder.path()).contains("b/subprocessors.yaml"));
    // A file that is gone has no findings.
    std::fs::remove_file(folder.path().join("b/subprocessors.yaml")).unwrap();
    assert_eq!(
        compared(folder.path(), &["a"]).in_force(),
        ["stale-baseline baseline.json findings[0]"]
    );
}

#[test]
fn the_folder_of_the_run_does_not_matter_in_a_repository() {
    let entry = "subprocessors:\n  - {name: Mezmo, purpose: x}\n";
    let folder = folder(&[("a/subprocessors.yaml", entry)]);
    written(folder.path(), &[]);
    let ran = check(&folder.path().join("a"), &["--baseline", "../baseline.json"]);
    assert_eq!((ran.code, ran.in_force()), (0, NOTHING), "{ran:#?}");
}

#[test]
fn equal_findings_are_counted() {
    let twice = "subprocessors:\n  - {name: Mezmo, purpose: x}\n  - {name: Mezmo, purpose: x}\n";
    let folder = folder(&[("subprocessors.yaml", twice)]);
    written(folder.path(), &[]);
    assert_eq!(text(folder.path()).matches("\"rule\"").count(), 2);
    write(
        folder.path(),
        &[("subprocessors.yaml", "subprocessors:\n  - {name: Mezmo, purpose: x}\n")],
    );
    assert_eq!(compared(folder.path(), &[]).in_force().len(), 1, "one of the two is stale");
    let more = format!("{twice}  - {{name: Mezmo, purpose: x}}\n");
    write(folder.path(), &[("subprocessors.yaml", &more)]);
    let ran = compared(folder.path(), &[]);
    assert_eq!(ran.in_force(), ["missing-contact subprocessors.yaml subprocessors[2].name"]);
}

#[test]
fn waived_and_unreadable_things_stay_out_of_it() {
    let folder = folder(&[
        ("a/subprocessors.yaml", "subprocessors: [\n"),
        (
            "b/subprocessors.yaml",
            "subprocessors:\n  # subprocessor-lint: allow(missing-contact) reason=asked\n  - {name: \
             Mezmo, purpose: x}\n",
        ),
    ]);
    let ran = written(folder.path(), &[]);
    assert_eq!(ran.code, 2);
    assert_eq!(ran.in_force(), ["parse-error a/subprocessors.yaml "]);
    assert!(text(folder.path()).contains("\"findings\": []"));
}

#[test]
fn a_file_that_can_not_be_read_keeps_its_entries() {
    let folder =
        folder(&[("subprocessors.yaml", "subprocessors:\n  - {name: Mezmo, purpose: x}\n")]);
    written(folder.path(), &[]);
    let before = text(folder.path());
    write(folder.path(), &[("subprocessors.yaml", "subprocessors: [\n")]);
    let ran = written(folder.path(), &["--strict-baseline"]);
    assert_eq!((ran.code, ran.in_force()), (2, vec!["parse-error subprocessors.yaml ".to_owned()]));
    assert_eq!(text(folder.path()), before);
}

#[test]
fn a_broken_baseline_stops_the_run_at_its_place() {
    let entry = "\"file\": \"a\", \"rule\": \"r\", \"vendor\": null, \"message\": \"m\"";
    let print = "\"fingerprint\": \"00000000000000000000000000000000\"";
    let cases: Vec<(String, &str, &str)> = vec![
        (String::new(), "cannot read the baseline: it is empty", ":1:1"),
        ("name: Kelp\n".into(), "this is no baseline", ":1:1"),
        ("{\n<<<<<<< HEAD\n".into(), "cannot read the baseline: ", ":2:1"),
        ("[]".into(), "a baseline is a mapping, found a list", ":1:1"),
        ("{}".into(), "the baseline has no `version`", ":1:1"),
        (
            "{\"version\": 2, \"x\": 1}".into(),
            "the baseline has version 2, this program reads up to 1",
            ":1:13",
        ),
        ("{\"version\": \"1\"}".into(), "unsupported baseline version", ":1:13"),
        ("{\"version\": 1}".into(), "the baseline has no `findings`", ":1:1"),
        (
            "{\"version\": 1,\n \"findings\": {}}".into(),
            "`findings` is a list, found a mapping",
            ":2:14",
        ),
        ("{\"version\": 1,\n \"finding\": []}".into(), "a baseline has no field `finding`", ":2:2"),
        (
            "{\"version\": 1,\n \"findings\": [1]}".into(),
            "an entry is a mapping, found a number",
            ":2:15",
        ),
        (
            format!("{{\"version\": 1,\n \"findings\": [{{{entry}}}]}}"),
            "the entry has no `fingerprint`",
            ":2:15",
        ),
        (
            format!(
                "{{\"version\": 1,\n \"findings\": [{{{entry}, {}}}]}}",
                print.replace("00\"", "0x\"")
            ),
            "a fingerprint is 32 hexadecimal digits",
            ":2:",
        ),
        (
            format!("{{\"version\": 1,\n \"findings\": [{{{entry}, {print}, \"line\": 3}}]}}"),
            "an entry has no field `line`",
            ":2:",
        ),
    ];
    for (text, message, place) in cases {
        let folder = folder(&[("subprocessors.yaml", "subprocessors: []\n"), (BASELINE, &text)]);
        for flag in ["--baseline", "--write-baseline"] {
            let ran = check(folder.path(), &[flag, BASELINE]);
            assert_eq!(ran.code, 2, "{text}");
            assert!(ran.err.contains(message), "{text}\n{}", ran.err);
            assert!(ran.err.contains(&format!("{BASELINE}{place}")), "{text}\n{}", ran.err);
            let json = ran.json();
            assert_eq!(json["exit_status"], 2);
            let file = &json["files"][0];
            assert_eq!(
                (&file["kind"], &file["why"]),
                (&json!("baseline"), &json!("invalid baseline"))
            );
            assert!(ran.all().iter().any(|one| one["file"] == BASELINE), "{ran:#?}");
        }
        let after = std::fs::read_to_string(folder.path().join(BASELINE)).unwrap();
        assert_eq!(after, text, "a broken file is not written over");
        let ran = check(folder.path(), &["--baseline", BASELINE, "--no-ignores"]);
        assert_ne!(ran.code, 2, "nothing reads it");
    }
}

#[test]
fn a_baseline_that_cannot_be_read_is_named_as_one() {
    let folder = folder(&[("subprocessors.yaml", "subprocessors: []\n")]);
    std::fs::write(folder.path().join(BASELINE), b"{\"about\": \"\xe9\"}").unwrap();
    for (args, reason) in [
        (vec!["--baseline", BASELINE], "the file is not UTF-8"),
        (vec!["--baseline", BASELINE, "--max-bytes", "9"], "more than 9 bytes"),
        (vec!["--baseline", "."], "is a directory"),
    ] {
        let ran = check(folder.path(), &args);
        assert!(ran.err.contains(reason), "{ran:#?}");
        let json = ran.json();
        let file = &json["files"][0];
        assert_eq!((ran.code, &file["kind"]), (2, &json!("baseline")), "{ran:#?}");
        assert_eq!((&file["why"], &file["sha256"]), (&json!("unreadable file"), &json!(null)));
    }
}

#[test]
fn arguments_that_make_no_sense_together_are_refused() {
    let folder = folder(&[("subprocessors.yaml", "subprocessors: []\n")]);
    for (args, message) in [
        (vec!["--baseline", "none.json"], "there is no baseline `none.json`"),
        (vec!["--strict-baseline"], "`--strict-baseline` has no baseline"),
        (
            vec!["--baseline", "a.json", "--write-baseline", "b.json"],
            "`--baseline` and `--write-baseline` name two files",
        ),
        (
            vec!["--write-baseline", "b.json", "--no-ignores"],
            "`--write-baseline` and `--no-ignores` contradict each other",
        ),
    ] {
        let ran = check(folder.path(), &args);
        assert_eq!(ran.code, 2, "{args:?}");
        assert!(ran.err.contains(message), "{args:?}\n{}", ran.err);
    }
    // The same file, said twice.
    let ran = check(folder.path(), &["--baseline", "./b.json", "--write-baseline", "b.json"]);
    assert_eq!(ran.code, 0, "{ran:#?}");
}

fn source(text: &str) -> Arc<SourceFile> {
    Arc::new(SourceFile::new("baseline.json", text))
}

proptest! {
    #[test]
    fn a_baseline_is_read_as_it_was_written(
        entries in prop::collection::vec(
            ("\\PC{0,12}", "[a-z-]{1,9}", prop::option::of(".{0,12}"), "[0-9a-f]{32}", ".{0,20}"),
            0..8,
        )
    ) {
        let entries = entries.into_iter().map(|(file, rule, vendor, fingerprint, message)| BaselineEntry {
            file, rule, vendor, fingerprint: fingerprint.parse().expect("32 digits"), message,
        });
        let baseline = Baseline::new(entries);
        let text = baseline.text();
        let read = Baseline::parse(&source(&text), &Limits::default()).expect("our own text");
        prop_assert_eq!(read.text(), text);
        prop_assert!(read.entries().eq(baseline.entries()));
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "[\\[\\]{}\":, a-z0-9\\\\\\n]{0,80}") {
        let _ = Baseline::parse(&source(&text), &Limits::default());
    }
}
