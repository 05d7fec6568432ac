//! Fingerprints: the same finding has the same one alone, in a run, in a
//! baseline and after edits around it. Scheme v1 is fixed by a golden file.

use crate::support::run::{self, check, write};
use serde_json::Value;
use std::path::Path;

const CONFIG: &str = "\
extends: []
rules:
  parse-error: error
  unknown-field: error
  missing-contact: error
  missing-organization: error
  missing-purpose: warning
  placeholder-value: error
  restricted-country: {severity: error, deny: [RU]}
";

const MANIFEST: &str = "\
organization: {name: Acme}
subprocessors:
  - {name: Søciété  X, purpose: TBD, location: Russian Federation}
  - {name: Mezmo, location: RU}
  - {name: Mezmo, contact: privacy@mezmo.example}
  - {location: RU, nmae: Sentry}
";

/// The findings of a file: rule, vendor, path and fingerprint.
fn prints(folder: &Path, paths: &[&str], file: &str) -> Vec<[String; 4]> {
    let ran = check(folder, paths);
    let text = |one: &Value, key: &str| one[key].as_str().unwrap_or_default().to_owned();
    let of_file = ran.all().into_iter().filter(|one| one["file"] == file);
    of_file
        .map(|one| ["rule", "vendor", "path", "fingerprint"].map(|key| text(&one, key)))
        .collect()
}

fn folder(manifest: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join(".git")).expect("a folder");
    let files = [("subprocessor-lint.yaml", CONFIG), ("a.yaml", manifest), ("b.yaml", MANIFEST)];
    write(folder.path(), &files);
    folder
}

#[test]
fn scheme_v1_is_what_the_golden_file_has() {
    let found = prints(folder("").path(), &["b.yaml"], "b.yaml");
    let lines = found.iter().map(|parts| parts.join("|") + "\n").collect::<String>();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/fingerprints.golden");
    let golden = std::fs::read_to_string(path).expect("the golden file");
    assert_eq!(lines, golden, "scheme v1 never changes: baselines of users depend on it");
}

#[test]
fn a_fingerprint_is_the_same_alone_in_a_run_and_in_the_baseline() {
    let folder = folder(MANIFEST);
    let alone = prints(folder.path(), &["b.yaml"], "b.yaml");
    assert!(alone.len() > 5);
    assert_eq!(prints(folder.path(), &["a.yaml", "b.yaml"], "b.yaml"), alone);
    let same_text: Vec<_> = prints(folder.path(), &["a.yaml"], "a.yaml");
    assert_eq!(same_text, alone, "the path of the file is no part of it");

    let ran: run::Ran =
        check(folder.path(), &["a.yaml", "b.yaml", "--write-baseline", "base.json"]);
    assert_eq!(ran.code, 0, "{ran:#?}");
    let baseline = std::fs::read_to_string(folder.path().join("base.json")).expect("a baseline");
    for [rule, _, _, print] in &alone {
        let line = baseline.lines().filter(|line| line.contains(rule) && line.contains(print));
        assert_eq!(line.count(), 2, "{rule} {print}, once for each file");
    }
}

#[test]
fn an_entry_that_is_inserted_before_changes_no_other_fingerprint() {
    let before = folder(MANIFEST);
    let inserted = MANIFEST.replace(
        "subprocessors:\n",
        "subprocessors:\n  - {name: New, contact: a@new.example, purpose: Mail, location: DE}\n",
    );
    let after = folder(&inserted);
    let of = |folder: &Path| {
        let found = prints(folder, &["a.yaml"], "a.yaml").into_iter();
        let mut prints: Vec<_> = found.map(|[rule, _, _, print]| (rule, print)).collect();
        prints.sort();
        prints
    };
    assert_eq!(of(after.path()), of(before.path()));
}
