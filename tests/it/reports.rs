//! Reports of whole runs: every format has one whatever happens, and a file is
//! written whole or not at all.

use crate::support::run::{check, write};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use std::path::Path;
use tempfile::TempDir;

const MANIFEST: &str = "\
subprocessors:
  - {name: Mezmo, location: US}
  - {name: Old, status: retired, retired: 2024-01-01}
other_recipients:
  - {name: Tax office}
";

fn folder(config: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join(".git")).expect("a folder");
    write(folder.path(), &[("subprocessor-lint.yaml", config), ("subprocessors.yaml", MANIFEST)]);
    folder
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("a name of ours"));
    let mut names: Vec<String> = entries.collect();
    names.sort();
    names
}

#[test]
fn an_invalid_policy_is_a_report_in_every_format() {
    let folder = folder("rules: {missing-contcat: error}\n");
    let message = "there is no rule `missing-contcat`";
    let place = "subprocessor-lint.yaml:1:9";
    for format in ["human", "concise", "json"] {
        let to_file = ["--output-format", format, "-o", "report"];
        assert_eq!(check(folder.path(), &to_file).code, 2);
        let report = std::fs::read_to_string(folder.path().join("report")).expect("a report");
        assert!(report.contains(message), "{format}: {report}");
        let ran = check(folder.path(), &["--output-format", format]);
        assert_eq!(ran.code, 2);
        assert!(ran.err.contains(message) && ran.err.contains(place), "{ran:#?}");
        assert_eq!(ran.out.contains(message), format != "human", "{ran:#?}");
    }
    let json = check(folder.path(), &[]).json();
    assert_eq!((&json["complete"], &json["exit_status"]), (&json!(false), &json!(2)));
    let file = &json["files"][0];
    assert_eq!((&file["kind"], &file["status"]), (&json!("policy"), &json!("not_evaluated")));
    assert_eq!(file["findings"][0]["rule"], "policy-error");
    // What the command line says wrong stands in no file.
    let ran = check(folder.path(), &["--isolated", "--pack", "nonsense"]);
    assert_eq!(ran.json()["files"][0]["path"], "<command line>");
}

#[test]
fn a_report_says_what_was_checked_and_under_which_policy() {
    let config = "extends: [recommended, ./house.yaml]\n";
    let folder = folder(config);
    let house = "id: house\nrules: {missing-purpose: off}\n";
    write(folder.path(), &[("house.yaml", house)]);
    let ran = check(folder.path(), &["--rule", "stale-list=off", "--no-ignores"]);
    let hash = |text: &str| format!("{:x}", Sha256::digest(text));
    let json = ran.json();
    let policy = json!({
        "configuration": {"path": "subprocessor-lint.yaml", "sha256": hash(config)},
        "files": [{"path": "house.yaml", "sha256": hash(house)}],
        "packs": ["recommended", "house"],
        "built_in_packs": [{
            "name": "recommended",
            "sha256": hash(include_str!("../../rules/packs/recommended.yaml")),
        }],
        "overrides": ["stale-list=off"],
        "waivers": false,
    });
    assert_eq!(json["policies"], json!([policy]));
    assert_eq!(json["tool"]["rules_sha256"].as_str().map(str::len), Some(64));
    assert_eq!((&json["baseline"], &json["since"]), (&json!(null), &json!(null)));
    check(folder.path(), &["--write-baseline", "known.json"]);
    let baseline = std::fs::read_to_string(folder.path().join("known.json")).expect("a baseline");
    let named = check(folder.path(), &["--baseline", "known.json"]).json();
    assert_eq!(named["baseline"], json!({"path": "known.json", "sha256": hash(&baseline)}));
    let file = &json["files"][0];
    assert_eq!(file["sha256"], hash(MANIFEST));
    assert_eq!(
        file["vendors"],
        json!({"listed": 2, "retired": 1, "disabled": 0, "other_recipients": 1})
    );
    assert_eq!((&file["status"], &file["why"]), (&json!("findings"), &json!(null)));
    assert_eq!(json["exit_status"], ran.code);
}

#[test]
fn a_file_that_cannot_be_evaluated_says_why() {
    let folder = folder("extends: []\n");
    write(folder.path(), &[("broken.subprocessors.yaml", "subprocessors: [\n")]);
    let json = check(folder.path(), &[]).json();
    let [broken, fine] = &json["files"].as_array().expect("a list")[..] else { panic!("{json:#}") };
    assert_eq!(broken["status"], "not_evaluated");
    assert!(broken["why"].as_str().expect("a reason").starts_with("cannot read manifest: "));
    assert_eq!((&fine["status"], &fine["findings"]), (&json!("clean"), &json!([])));
    assert_eq!((&json["complete"], &json["summary"]["not_evaluated"]), (&json!(false), &json!(1)));
}

#[test]
fn an_output_file_is_whole_or_not_there() {
    let folder = folder("extends: []\n");
    let before = names(folder.path());
    for args in [
        &["-o", "report.json", "nowhere.yaml"][..],
        &["-o", "no/such/folder/report.json"],
        &["-o", "report.json", "--baseline", "nowhere.json"],
    ] {
        let ran = check(folder.path(), args);
        assert_eq!(ran.code, 2, "{ran:#?}");
        assert_eq!(names(folder.path()), before, "{args:?}");
    }
    assert_eq!(check(folder.path(), &["-o", "report.json"]).code, 0);
    assert_eq!(names(folder.path()).len(), before.len() + 1, "and nothing beside it");
}

#[test]
fn no_more_bytes_than_offsets_can_count() {
    let folder = folder("extends: []\n");
    let ran = check(folder.path(), &["--max-bytes", "4294967295"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("'--max-bytes <N>'"), "{}", ran.err);
    assert_eq!(check(folder.path(), &["--max-bytes", "4294967294"]).code, 0);
}

/// A pipe stays a pipe: what is written to it comes out at its other end.
#[cfg(unix)]
#[test]
fn what_is_no_file_is_written_into_and_never_replaced() {
    use std::os::unix::fs::{FileTypeExt as _, symlink};
    let folder = folder("extends: []\n");
    let pipe = folder.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo").success());
    symlink(&pipe, folder.path().join("link")).expect("a link");
    let read = |args: &[&str]| {
        let path = pipe.clone();
        let reader = std::thread::spawn(move || std::fs::read_to_string(path).expect("a text"));
        let ran = check(folder.path(), args);
        let note = format!("note: wrote 0 findings in 1 file to {}\n", args[1]);
        assert_eq!((ran.code, &*ran.out, &*ran.err), (0, "", &*note));
        let kind = std::fs::symlink_metadata(&pipe).expect("the pipe").file_type();
        assert!(kind.is_fifo(), "{args:?}");
        reader.join().expect("a reader")
    };
    for target in ["pipe", "link"] {
        assert!(read(&["-o", target]).contains("\"exit_status\": 0"), "{target}");
    }
    let ran = check(folder.path(), &["-o", "link-to-file"]);
    assert_eq!(ran.code, 0);
    symlink("link-to-file", folder.path().join("other")).expect("a link");
    let ran = check(folder.path(), &["-o", "other"]);
    assert!(ran.err.contains("is a symbolic link"), "{ran:#?}");
}

/// The same for a baseline: there is none to compare with in a pipe.
#[cfg(unix)]
#[test]
fn a_baseline_is_written_into_a_pipe() {
    let folder = folder("extends: []\n");
    let pipe = folder.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo").success());
    let path = pipe.clone();
    let reader = std::thread::spawn(move || std::fs::read_to_string(path).expect("a text"));
    assert_eq!(check(folder.path(), &["--write-baseline", "pipe"]).code, 0);
    assert!(reader.join().expect("a reader").contains("\"findings\": []"));
    assert!(!pipe.is_file());
}

#[test]
fn facts_that_are_too_old_are_noted_and_nothing_is_switched_off() {
    let folder = folder("extends: []\nrules: {missing-contact: error}\n");
    let as_of = check(folder.path(), &[]).json()["tool"]["facts_as_of"].clone();
    let as_of: subprocessor_lint::Date =
        subprocessor_lint::Date::parse(as_of.as_str().unwrap()).unwrap();
    let last = format!("{}{}", as_of.year() + 1, &as_of.to_string()[4..]);
    let next = subprocessor_lint::Date::parse(&last).unwrap().plus_days(1).to_string();
    for (today, is_stale) in [(last, false), (next, true)] {
        let ran = check(folder.path(), &["--today", &today]);
        assert_eq!(ran.err.contains("note: the built-in facts are those of"), is_stale, "{ran:#?}");
        assert_eq!(ran.json()["tool"]["facts_are_stale"], is_stale);
        assert_eq!((ran.code, ran.all().len()), (1, 1), "{ran:#?}");
        let quiet = check(folder.path(), &["--today", &today, "-q"]);
        assert_eq!(quiet.err, "");
    }
}

/// What is called like a list and is none is named with the reason.
#[cfg(unix)]
#[test]
fn what_is_left_out_without_being_asked_for_is_reported() {
    let folder = folder("extends: []\nexclude: [old/**]\n");
    write(folder.path(), &[("old/subprocessors.yaml", MANIFEST)]);
    let link = |name: &str| {
        std::os::unix::fs::symlink("subprocessors.yaml", folder.path().join(name)).expect("a link");
    };
    link("a.subprocessors.yaml");
    link("z.subprocessors.yaml");
    link("links.yaml");
    let why = "a symbolic link; name it to check it";
    for args in [&[][..], &["*s.yaml"]] {
        let ran = check(folder.path(), args);
        let json = ran.json();
        let files: Vec<_> = json["files"].as_array().unwrap().iter().collect();
        let paths: Vec<_> = files.iter().map(|file| file["path"].as_str().unwrap()).collect();
        let is_glob = !args.is_empty();
        let skipped: Vec<_> = files.iter().filter(|file| file["status"] == "skipped").collect();
        assert_eq!(skipped.len(), if is_glob { 3 } else { 2 }, "{json:#}");
        assert!(skipped.iter().all(|file| file["why"] == why && file["sha256"].is_null()));
        assert!(
            paths.is_sorted() && !paths.iter().any(|path| path.starts_with("old")),
            "{paths:?}"
        );
        assert_eq!(json["summary"]["skipped"], skipped.len());
        assert_eq!((json["complete"].as_bool(), ran.code), (Some(true), 0));
    }
    for format in ["human", "concise"] {
        let ran = check(folder.path(), &["--output-format", format]);
        assert!(
            ran.out.contains(&format!("Skipped a.subprocessors.yaml: {why}.\n")),
            "{}",
            ran.out
        );
        assert!(ran.out.replace('\n', " ").contains("2 files skipped"), "{}", ran.out);
        let quiet = check(folder.path(), &["--output-format", format, "-q"]);
        assert!(!quiet.out.contains("kipped"), "{}", quiet.out);
    }
    let ran = check(folder.path(), &[".", "a.subprocessors.yaml"]);
    assert_eq!(ran.json()["summary"]["skipped"], 1, "who names it means it");
}

/// Files under different overrides are compared with each other, each as its own
/// overrides say.
#[test]
fn rules_across_files_follow_overrides() {
    let folder = folder(
        "extends: []
rules: {duplicate-manifest: warning}
overrides:
  - {files: c/**, rules: {duplicate-manifest: 'off'}}
  - {files: z/**, rules: {duplicate-manifest: error}}
",
    );
    for path in ["c/subprocessors.yaml", "d/subprocessors.yaml", "z/subprocessors.yaml"] {
        write(folder.path(), &[(path, MANIFEST)]);
    }
    let ran = check(folder.path(), &[]);
    let found: Vec<_> =
        ran.all().iter().map(|one| (one["file"].clone(), one["severity"].clone())).collect();
    let expected = [("subprocessors.yaml", "warning"), ("z/subprocessors.yaml", "error")];
    assert_eq!(found, expected.map(|(file, severity)| (file.into(), severity.into())));
    assert_eq!(ran.all()[1]["labels"][0]["file"], "d/subprocessors.yaml");
    assert!(check(folder.path(), &["c", "z"]).all().is_empty());
}
