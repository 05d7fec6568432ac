//! `check --since REF`: only what a change adds is reported.

use crate::support::run::{run_in, write};
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

const LIST: &str = "\
subprocessors:
  - {name: Mezmo, location: Narnia}
  - {name: Sentry, location: US}
";

fn git(folder: &Path, args: &[&str]) {
    let identity =
        ["-c", "user.name=t", "-c", "user.email=t@kelp.io", "-c", "commit.gpgsign=false"];
    let ran = Command::new("git").arg("-C").arg(folder).args(identity).args(args).output();
    let ran = ran.expect("git runs");
    assert!(ran.status.success(), "{args:?}: {}", String::from_utf8_lossy(&ran.stderr));
}

/// A repository with one commit on `main`.
fn repository() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    git(folder.path(), &["init", "-q", "-b", "main"]);
    write(folder.path(), &[("legal/subprocessors.yaml", LIST)]);
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "-qm", "one"]);
    folder
}

fn since(folder: &Path, named: &str) -> crate::support::run::Ran {
    run_in(folder, &[], ["--output-format", "concise", "--since", named])
}

#[test]
fn what_was_there_before_is_not_reported() {
    let folder = repository();
    let here = folder.path();
    let ran = since(here, "main");
    assert_eq!(ran.code, 0, "{ran:#?}");
    assert!(ran.out.contains("in the baseline"), "{ran:#?}");
    // A row in front moves every line and changes no finding.
    let more =
        LIST.replace("subprocessors:\n", "subprocessors:\n  - {name: Kelp, location: Mordor}\n");
    write(here, &[("legal/subprocessors.yaml", &more)]);
    for folder in [here.to_owned(), here.join("legal")] {
        let ran = since(&folder, "main");
        assert_eq!(ran.code, 1, "{ran:#?}");
        assert!(ran.out.contains("Kelp") && !ran.out.contains("Mezmo"), "{ran:#?}");
    }
    // A new list is new as a whole.
    write(here, &[("other/subprocessors.yaml", LIST)]);
    assert!(since(here, "main").out.contains("other/subprocessors.yaml:2:"), "a new file");
}

#[test]
fn the_comparison_is_with_the_merge_base() {
    let folder = repository();
    let here = folder.path();
    git(here, &["checkout", "-qb", "change"]);
    git(here, &["checkout", "-q", "main"]);
    // What `main` gained meanwhile is no excuse for the change.
    let both = format!("{LIST}  - {{name: Kelp, location: Mordor}}\n");
    write(here, &[("legal/subprocessors.yaml", &both)]);
    git(here, &["commit", "-qam", "two"]);
    git(here, &["checkout", "-q", "change"]);
    write(here, &[("legal/subprocessors.yaml", &both)]);
    assert!(since(here, "main").out.contains("Kelp"));
}

#[test]
fn what_cannot_be_compared_is_said_with_the_next_step() {
    let folder = repository();
    let here = folder.path();
    for (named, said) in [
        ("nonsense", "there is no commit `nonsense`"),
        ("--upload-pack=x", "is no name of a commit"),
    ] {
        let option = format!("--since={named}");
        let ran = run_in(here, &[], [&*option]);
        assert_eq!(ran.code, 2, "{ran:#?}");
        assert!(ran.err.contains(said), "{ran:#?}");
    }
    git(here, &["commit", "-q", "--allow-empty", "-m", "two"]);
    let clone = tempfile::tempdir().expect("a folder");
    let address = format!("file://{}", here.display());
    git(clone.path(), &["clone", "-q", "--depth=1", &address, "."]);
    let ran = since(clone.path(), "HEAD~1");
    assert_eq!(ran.code, 2, "{ran:#?}");
    assert!(ran.err.contains("fetch-depth: 0"), "{ran:#?}");
    let nothing = tempfile::tempdir().expect("a folder");
    write(nothing.path(), &[("subprocessors.yaml", LIST)]);
    let ran = since(nothing.path(), "main");
    assert!(ran.code == 2 && ran.err.contains("needs a git repository"), "{ran:#?}");
}

/// Nothing that a repository configures is started.
#[cfg(unix)]
#[test]
fn git_runs_nothing_for_a_repository() {
    let folder = repository();
    let here = folder.path();
    let mark = here.join("ran");
    let evil = format!("sh -c 'touch {}'", mark.display());
    for name in [
        "core.fsmonitor",
        "diff.evil.textconv",
        "filter.evil.smudge",
        "core.pager",
        "core.sshCommand",
    ] {
        git(here, &["config", name, &evil]);
    }
    write(here, &[(".gitattributes", "*.yaml diff=evil filter=evil\n")]);
    assert_eq!(since(here, "main").code, 0);
    assert!(!mark.exists());
}

#[test]
fn what_a_waiver_accepted_is_new_without_it() {
    let folder = repository();
    let here = folder.path();
    let waived = LIST.replace(
        "  - {name: Mezmo",
        "  # subprocessor-lint: allow(unknown-location) reason=\"asked\"\n  - {name: Mezmo",
    );
    write(here, &[("legal/subprocessors.yaml", &waived)]);
    git(here, &["commit", "-qam", "two"]);
    assert_eq!(since(here, "main").code, 0);
    write(here, &[("legal/subprocessors.yaml", LIST)]);
    let said = since(here, "main").out;
    assert!(said.contains("unknown-location") && !said.contains("missing-contact"), "{said}");
    // One of the configuration is for the same file on both sides, from wherever it is checked.
    let allow = "allow: [{rule: unknown-location, files: subprocessors.yaml, reason: asked}]\n";
    write(here, &[("legal/subprocessor-lint.yaml", allow)]);
    let said = since(here, "main").out;
    assert!(!said.contains("unknown-location"), "{said}");
}

#[test]
fn lists_are_compared_as_they_were() {
    let folder = repository();
    let here = folder.path();
    let list = |name: &str| format!("subprocessors: [{{id: kelp, name: {name}, location: DE}}]\n");
    write(
        here,
        &[
            ("a/subprocessors.yaml", &list("Kelp")),
            ("b/subprocessors.yaml", &list("Mezmo")),
            ("c/subprocessors.yaml", &list("Kelp")),
            ("subprocessor-lint.yaml", "extends: []\nrules: {reused-id: error}\n"),
        ],
    );
    git(here, &["add", "."]);
    git(here, &["commit", "-qm", "two"]);
    let reported = run_in(here, &[], ["--output-format", "concise"]).out;
    assert!(reported.contains("b/subprocessors.yaml"), "{reported}");
    let ran = since(here, "main");
    assert_eq!(ran.code, 0, "{ran:#?}");
    write(here, &[("c/subprocessors.yaml", &list("Sentry"))]);
    let ran = since(here, "main");
    assert!(ran.out.contains("c/subprocessors.yaml"), "{ran:#?}");
    assert!(!ran.out.contains("b/subprocessors.yaml:"), "{ran:#?}");
}
