//! Which files a command line stands for, and which settings they get.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests touch files")]

use crate::support::run;

use run::{check, write};

const CONFIG: &str = "\
extends: []
exclude: [\"old/**\"]
rules: {missing-contact: error}
overrides:
  - files: [\"legacy/**\"]
    rules: {missing-contact: info}
";
const MANIFEST: &str = "subprocessors: [{name: Harbor Cloud}]\n";

/// The severity and file of each finding.
fn found(folder: &std::path::Path, args: &[&str]) -> Vec<String> {
    let line = |one: &serde_json::Value| {
        format!("{} {}", one["severity"].as_str().unwrap(), one["file"].as_str().unwrap())
    };
    check(folder, args).all().iter().map(line).collect()
}

#[test]
fn overrides_and_excludes_hold_wherever_the_program_is_started() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    std::fs::create_dir(root.join(".git")).unwrap();
    let manifests = ["subprocessors.yaml", "legacy/subprocessors.yaml", "old/subprocessors.yaml"];
    write(root, &manifests.map(|path| (path, MANIFEST)));
    write(root, &[("subprocessor-lint.yaml", CONFIG), ("docs/readme.md", "")]);
    let from_root = ["info legacy/subprocessors.yaml", "error subprocessors.yaml"];
    assert_eq!(found(root, &[]), from_root);
    assert_eq!(found(root, &["docs/.."]), from_root);
    let below = ["info ../legacy/subprocessors.yaml", "error ../subprocessors.yaml"];
    assert_eq!(found(&root.join("docs"), &[".."]), below);
}

#[test]
fn a_file_below_the_working_folder_has_a_relative_path_however_it_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(root, &[("a/subprocessors.yaml", MANIFEST), ("subprocessor-lint.yaml", CONFIG)]);
    let full = root.join("a/subprocessors.yaml");
    let once = ["error a/subprocessors.yaml"];
    for named in ["a", "./a", "a/../a/subprocessors.yaml", "a/*.yaml", full.to_str().unwrap()] {
        assert_eq!(found(root, &[named]), once, "{named}");
        assert_eq!(found(root, &[named, "a/subprocessors.yaml"]), once, "{named}");
    }
}

#[test]
fn the_nearest_configuration_holds_however_a_file_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let (outer, inner) = ("rules: {missing-contact: info}\n", "rules: {missing-contact: error}\n");
    write(root, &[("subprocessor-lint.yml", outer), ("teams/a/subprocessor-lint.yaml", inner)]);
    write(root, &[("teams/a/subprocessors.yaml", MANIFEST), ("teams/b.yaml", MANIFEST)]);
    let severity_of = |args: &[&str], file: &str| {
        let found = check(root, args).all();
        let of_file =
            found.iter().filter(|one| one["file"] == file && one["rule"] == "missing-contact");
        of_file.map(|one| one["severity"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let names: [&[&str]; 6] = [
        &[],
        &["."],
        &["teams"],
        &["teams/a", "teams/b.yaml"],
        &["teams/b.yaml", "teams/a/subprocessors.yaml"],
        &["teams/{b,a/*}.yaml"],
    ];
    for named in names {
        assert_eq!(severity_of(named, "teams/a/subprocessors.yaml"), ["error"], "{named:?}");
        assert_eq!(severity_of(named, "teams/b.yaml"), ["info"], "{named:?}");
    }
}

#[test]
fn a_list_is_known_by_its_name_or_its_key_in_every_folder() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let schema = "{\"properties\": {\"subprocessors\": {}}}";
    write(
        root,
        &[
            ("sub/subprocessors.yaml", MANIFEST),
            ("sub/vendors.yml", MANIFEST),
            ("sub/list.json", "{\"subprocessors\": [{\"name\": \"Harbor Cloud\"}]}"),
            ("sub/schema.json", schema),
            ("sub/other.yaml", "services:\n  subprocessors: 1\n"),
        ],
    );
    let files = |from: &std::path::Path, args: &[&str]| -> Vec<String> {
        let json = check(from, args).json();
        let files = json["files"].as_array().unwrap().iter();
        files.map(|file| file["path"].as_str().unwrap().replace("sub/", "")).collect()
    };
    let expected = ["list.json", "subprocessors.yaml", "vendors.yml"];
    assert_eq!(files(root, &[]), expected);
    assert_eq!(files(root, &["."]), expected);
    assert_eq!(files(root, &["sub"]), expected);
    assert_eq!(files(&root.join("sub"), &[]), expected);
}

#[test]
fn a_missing_file_stops_no_other() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("a.yaml", MANIFEST)]);
    let ran = check(folder.path(), &["a.yaml", "gone.yaml", "none/*.yaml"]);
    assert_eq!(ran.code, 2);
    let rows: Vec<String> = ran.in_force();
    assert!(rows.iter().any(|row| row.starts_with("missing-contact a.yaml")), "{rows:#?}");
    assert!(rows.contains(&"parse-error gone.yaml ".to_owned()), "{rows:#?}");
    assert!(rows.contains(&"parse-error none/*.yaml ".to_owned()), "{rows:#?}");
    assert_eq!(check(folder.path(), &["gone.yaml"]).code, 2);
}

#[test]
fn a_pattern_that_matches_nothing_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let config = "exclude: [archive, ./old/, archiv]\noverrides: [{files: team, rules: {}}]\n";
    write(folder.path(), &[("subprocessor-lint.yaml", config), ("archive/2024/x.yaml", MANIFEST)]);
    write(folder.path(), &[("old/subprocessors.yaml", MANIFEST), ("teams/a.yaml", MANIFEST)]);
    let ran = check(folder.path(), &[]);
    assert!(ran.in_force().iter().all(|row| row.contains("teams/a.yaml")), "{ran:#?}");
    assert!(ran.err.contains("`archiv` under `exclude` matches no file"), "{}", ran.err);
    assert!(ran.err.contains("Did you mean `archive`?"), "{}", ran.err);
    assert!(ran.err.contains("`team` under `overrides` matches no list"), "{}", ran.err);
    assert_eq!(ran.err.matches("policy-notice").count(), 2, "{}", ran.err);
    // Only some of the files: the others may be elsewhere.
    assert_eq!(check(folder.path(), &["teams/a.yaml"]).err, "");
}

#[test]
fn a_configuration_of_another_name_is_said() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("subprocessor-lint.json", "{}"), ("subprocessors.yaml", MANIFEST)]);
    let ran = check(folder.path(), &[]);
    assert_eq!(
        ran.err,
        "note: `subprocessor-lint.json` is not read; name it `subprocessor-lint.yaml`\n"
    );
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("gone", folder.path().join("subprocessor-lint.yaml")).unwrap();
        assert_eq!(check(folder.path(), &[]).code, 2);
    }
}

#[test]
fn a_workflow_that_is_named_after_the_lists_is_no_list() {
    let folder = tempfile::tempdir().unwrap();
    let workflow = ".github/workflows/subprocessors.yml";
    write(folder.path(), &[("subprocessors.yaml", MANIFEST), (workflow, "on: push\n")]);
    let ran = check(folder.path(), &["--fail-on", "never"]);
    assert_eq!(ran.code, 0, "{ran:#?}");
    assert!(ran.in_force().iter().all(|row| row.contains(" subprocessors.yaml ")), "{ran:#?}");
    // Whoever names it means it.
    assert_eq!(check(folder.path(), &[workflow]).code, 2);
}
