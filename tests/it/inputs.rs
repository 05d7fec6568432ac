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
