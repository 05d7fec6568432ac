//! Attacks by what stands at a path: links that lead out or round in circles,
//! devices, pipes, and names that act.
#![cfg(unix)]

use super::run::{Ran, check, write};
use super::{acting, attacks::ACTS};
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const MANIFEST: &str = "subprocessors:\n  - name: A\n";

/// The files with findings.
fn files(ran: &Ran) -> Vec<String> {
    let mut files: Vec<String> =
        ran.all().iter().map(|finding| finding["file"].as_str().unwrap().to_owned()).collect();
    files.sort();
    files.dedup();
    files
}

#[test]
fn links_out_of_the_tree_are_not_followed() {
    let outside = tempfile::tempdir().unwrap();
    write(outside.path(), &[("subprocessors.yaml", MANIFEST)]);
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("in/subprocessors.yaml", MANIFEST)]);
    symlink(outside.path(), folder.path().join("out")).unwrap();
    symlink(
        outside.path().join("subprocessors.yaml"),
        folder.path().join("link.subprocessors.yaml"),
    )
    .unwrap();
    assert_eq!(files(&check(folder.path(), &[])), ["in/subprocessors.yaml"]);
    assert_eq!(files(&check(folder.path(), &["."])), ["in/subprocessors.yaml"]);
    // Whoever names a link means it.
    assert_eq!(files(&check(folder.path(), &["out"])), ["out/subprocessors.yaml"]);
}

#[test]
fn links_that_lead_round_in_a_circle() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("a/b/subprocessors.yaml", MANIFEST)]);
    symlink(folder.path(), folder.path().join("a/up")).unwrap();
    symlink("self.subprocessors.yaml", folder.path().join("self.subprocessors.yaml")).unwrap();
    assert_eq!(files(&check(folder.path(), &[])), ["a/b/subprocessors.yaml"]);
    assert_eq!(files(&check(folder.path(), &["**/subprocessors.yaml"])).len(), 1);
}

#[test]
fn folders_and_devices_called_like_manifests() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("subprocessors.yaml/subprocessors.json", "{}")]);
    symlink("/dev/zero", folder.path().join("zero.subprocessors.yaml")).unwrap();
    symlink("/dev/stdin", folder.path().join("stdin.subprocessors.yaml")).unwrap();
    let ran = check(folder.path(), &[]);
    assert_eq!(files(&ran), ["subprocessors.yaml/subprocessors.json"]);
    // A device that is named is read up to the cap on bytes.
    let ran = check(folder.path(), &["--max-bytes", "100000", "/dev/zero"]);
    assert_eq!(ran.code, 2);
    assert!(ran.out.contains("more than 100000 bytes"), "{}", ran.out);
    let ran = check(folder.path(), &["/dev/null"]);
    assert_eq!(ran.code, 2);
    assert!(ran.out.contains("the file is empty"), "{}", ran.out);
}

/// A pipe without a writer never ends; looking for files must not open it.
#[test]
fn pipes_that_nobody_writes_to() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("a/subprocessors.yaml", MANIFEST)]);
    for name in ["subprocessors.yaml", "a/x.yaml", "subprocessor-lint.yaml"] {
        let made = Command::new("mkfifo").arg(folder.path().join(name)).status().unwrap();
        assert!(made.success());
    }
    for args in [&["check"][..], &["check", "a"], &["check", "**/*.yaml"]] {
        let out = ended(folder.path(), args);
        assert!(out.contains("a/subprocessors.yaml"), "{args:?}: {out}");
    }
}

/// What the program prints; fails when it does not end.
fn ended(folder: &Path, args: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_subprocessor-lint"));
    command.args(args).current_dir(folder).stdin(Stdio::null()).env_clear();
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let start = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if start.elapsed() > Duration::from_secs(20) {
            child.kill().unwrap();
            panic!("{args:?} did not end");
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let output = child.wait_with_output().unwrap();
    String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
}

#[test]
fn names_of_files_that_act() {
    let folder = tempfile::tempdir().unwrap();
    let name = format!("{}\n::error::x.subprocessors.yaml", ACTS.replace('/', "_"));
    std::fs::write(folder.path().join(&name), MANIFEST).unwrap();
    for format in ["human", "concise", "json"] {
        let ran = check(folder.path(), &["--output-format", format]);
        assert_eq!(ran.code, 1, "{}", ran.err);
        assert_eq!(acting(&ran.out), None, "{format}: {}", ran.out);
        assert!(!ran.out.lines().any(|line| line.starts_with("::error::")), "{}", ran.out);
    }
    let ran = check(folder.path(), &[ACTS]);
    assert_eq!(ran.code, 2);
    assert_eq!(acting(&ran.err), None, "{}", ran.err);
}
