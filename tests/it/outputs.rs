//! Files that a run writes: what they may replace, what is said about them, and what two runs
//! at once leave behind.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests touch files, the clock and the environment"
)]

use crate::support::run::{Ran, check, write};
use std::path::Path;

const MANIFEST: &str = "subprocessors:\n  - name: Kelpworks\n";
const CONFIG: &str = "extends: []\nrules: {missing-contact: error}\n";

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join(".git")).unwrap();
    write(folder.path(), &[("s.yaml", MANIFEST), ("subprocessor-lint.yaml", CONFIG)]);
    folder
}

fn refused(folder: &Path, args: &[&str], message: &str) {
    let ran = check(folder, args);
    assert_eq!((ran.code, ran.err.contains(message)), (2, true), "{args:?}: {}", ran.err);
    assert!(!ran.err.contains(".tmp") && !ran.err.contains("os error"), "{}", ran.err);
}

#[test]
fn a_report_replaces_nothing_that_the_run_reads() {
    let folder = folder();
    let path = folder.path();
    check(path, &["--write-baseline", "b.json"]);
    let before: Vec<String> = ["s.yaml", "subprocessor-lint.yaml", "b.json"]
        .map(|name| std::fs::read_to_string(path.join(name)).unwrap())
        .into();
    let policy = "would replace a file that is checked, or one of its policy";
    refused(path, &["-o", "s.yaml"], policy);
    refused(path, &["-o", "subprocessor-lint.yaml"], policy);
    refused(path, &["--baseline", "b.json", "-o", "./b.json"], "would replace the baseline");
    refused(
        path,
        &["--write-baseline", "new.json", "-o", "new.json"],
        "would replace the baseline",
    );
    assert!(!path.join("new.json").exists());
    // Nor when the policy is wrong, and the report is about that.
    write(path, &[("subprocessor-lint.yaml", "rulez: {}\n")]);
    refused(path, &["-o", "subprocessor-lint.yaml"], policy);
    refused(path, &["s.yaml", "-o", "s.yaml"], policy);
    write(path, &[("subprocessor-lint.yaml", CONFIG)]);
    let after: Vec<String> = ["s.yaml", "subprocessor-lint.yaml", "b.json"]
        .map(|name| std::fs::read_to_string(path.join(name)).unwrap())
        .into();
    assert_eq!(before, after);
}

#[test]
fn what_was_written_is_said() {
    let folder = folder();
    let ran = check(folder.path(), &["-o", "report.json"]);
    assert_eq!((ran.code, &*ran.err), (1, "note: wrote 1 finding in 1 file to report.json\n"));
    let ran = check(folder.path(), &["--write-baseline", "b.json"]);
    assert_eq!(ran.err, "note: wrote 1 finding to the baseline b.json\n");
    let ran = check(folder.path(), &["--write-baseline", "b.json"]);
    assert_eq!(ran.err, "note: the baseline b.json is unchanged: 1 finding\n");
    let ran = check(folder.path(), &["-q", "-o", "report.json"]);
    assert_eq!(ran.err, "");
}

#[test]
fn what_cannot_be_written_is_said_by_the_path_that_was_typed() {
    let folder = folder();
    refused(
        folder.path(),
        &["-o", "gone/report"],
        "cannot write `gone/report`: its folder does not exist",
    );
    refused(folder.path(), &["-o", ".git"], "cannot write `.git`: it is a folder");
    refused(
        folder.path(),
        &["--write-baseline", "gone/b.json"],
        "cannot write `gone/b.json`: its folder does not exist",
    );
}

#[test]
fn a_baseline_that_the_next_run_could_not_read_is_not_written() {
    let folder = folder();
    let args = ["--write-baseline", "b.json", "--max-bytes", "300"];
    refused(folder.path(), &args, "the baseline `b.json` was not written: 1 finding");
    assert!(!folder.path().join("b.json").exists());
}

#[test]
fn runs_at_once_lose_nothing_of_each_other() {
    let folder = folder();
    let runs = 6;
    for index in 0..runs {
        write(folder.path(), &[(&*format!("list{index}/subprocessors.yaml"), MANIFEST)]);
    }
    let grow = |index: usize| -> Ran {
        let list = format!("list{index}");
        check(folder.path(), &[&*list, "--write-baseline", "b.json", "--grow-baseline"])
    };
    std::thread::scope(|scope| {
        let running: Vec<_> = (0..runs).map(|index| scope.spawn(move || grow(index))).collect();
        for one in running {
            let ran = one.join().unwrap();
            assert_eq!(ran.code, 0, "{}", ran.err);
        }
    });
    let text = std::fs::read_to_string(folder.path().join("b.json")).unwrap();
    assert_eq!(text.matches("missing-contact").count(), runs, "{text}");
    let ran = check(folder.path(), &["--baseline", "b.json", "--strict-baseline"]);
    assert_eq!(ran.all().len(), 1, "only the list that none of them checked: {}", ran.out);
}

#[cfg(unix)]
mod unix {
    use super::{MANIFEST, check, folder, refused, write};
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    use std::os::unix::fs::{MetadataExt as _, symlink};
    use std::process::Command;

    #[test]
    fn a_link_or_a_hard_link_to_an_input_is_that_input() {
        let folder = folder();
        let at = |name: &str| folder.path().join(name);
        std::fs::hard_link(at("s.yaml"), at("other.txt")).unwrap();
        refused(folder.path(), &["s.yaml", "-o", "other.txt"], "would replace");
        symlink("elsewhere", at("link")).unwrap();
        refused(folder.path(), &["-o", "link"], "cannot write `link`: it is a symbolic link");
    }

    #[test]
    fn new_files_have_the_rights_of_new_files() {
        let folder = folder();
        std::fs::write(folder.path().join("plain"), "").unwrap();
        check(folder.path(), &["-o", "report", "--write-baseline", "b.json"]);
        let mode = |name: &str| std::fs::metadata(folder.path().join(name)).unwrap().mode();
        assert_eq!((mode("report"), mode("b.json")), (mode("plain"), mode("plain")));
    }

    #[test]
    fn what_a_killed_run_left_behind_is_removed_later() {
        let folder = folder();
        let at = |name: &str| folder.path().join(name);
        let (old, new) = (".report.subprocessor-lint-Aa1.tmp", ".report.subprocessor-lint-Bb2.tmp");
        for name in [old, new] {
            std::fs::write(at(name), "half").unwrap();
        }
        let day = std::time::Duration::from_secs(24 * 60 * 60);
        let file = std::fs::File::options().write(true).open(at(old)).unwrap();
        file.set_modified(std::time::SystemTime::now() - day).unwrap();
        check(folder.path(), &["-o", "report"]);
        assert_eq!((at(old).exists(), at(new).exists()), (false, true), "a run may still write");
    }

    #[test]
    fn a_pipe_is_no_policy_and_no_baseline() {
        let folder = folder();
        let made = Command::new("mkfifo").arg(folder.path().join("pipe")).status().unwrap();
        assert!(made.success());
        for args in [["--config", "pipe"], ["--pack", "./pipe"], ["--baseline", "pipe"]] {
            refused(folder.path(), &args, "cannot read `pipe`: it is a pipe or a device");
        }
    }

    #[test]
    fn a_configuration_that_leads_nowhere_is_not_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &[("s.yaml", MANIFEST)]);
        symlink("gone", folder.path().join("subprocessor-lint.yaml")).unwrap();
        refused(folder.path(), &[], "cannot read `subprocessor-lint.yaml`");
    }

    #[test]
    fn each_file_is_shown_by_its_own_name() {
        let folder = folder();
        let names: [&[u8]; 3] = [
            b"legacy\\x.subprocessors.yaml",
            b"p\xff.subprocessors.yaml",
            b"p\xfe.subprocessors.yaml",
        ];
        for name in names {
            std::fs::write(folder.path().join(OsStr::from_bytes(name)), MANIFEST).unwrap();
        }
        write(folder.path(), &[("legacy/x.subprocessors.yaml", MANIFEST)]);
        write(
            folder.path(),
            &[(
                "subprocessor-lint.yaml",
                "extends: []\nrules: {missing-contact: error}\noverrides: [{files: 'legacy/**', rules: {missing-contact: 'off'}}]\n",
            )],
        );
        let lists = ["**/*.subprocessors.yaml"];
        let ran = check(folder.path(), &lists);
        let mut files: Vec<String> =
            ran.all().iter().map(|one| one["file"].as_str().unwrap().to_owned()).collect();
        files.sort();
        assert_eq!(
            files,
            [
                "legacy\\x.subprocessors.yaml",
                "p\\xfe.subprocessors.yaml",
                "p\\xff.subprocessors.yaml"
            ]
        );
        // The baseline of one does not hide the other.
        check(folder.path(), &[lists[0], "--write-baseline", "b.json"]);
        std::fs::remove_file(folder.path().join(OsStr::from_bytes(names[1]))).unwrap();
        let text = std::fs::read_to_string(folder.path().join("b.json")).unwrap();
        assert_eq!(text.matches("missing-contact").count(), 3, "{text}");
    }

    #[test]
    fn two_dots_behind_a_link_lead_where_the_system_says() {
        let folder = folder();
        write(
            folder.path(),
            &[
                ("far/deep/x.yaml", MANIFEST),
                ("far/s.yaml", MANIFEST),
                ("s.yaml", "subprocessors: []\n"),
            ],
        );
        symlink("far/deep", folder.path().join("link")).unwrap();
        let ran = check(folder.path(), &["link/../s.yaml"]);
        assert_eq!(ran.in_force(), ["missing-contact link/../s.yaml subprocessors[0].name"]);
    }
}

/// A device that is always full stands for a disk that is.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_said_with_the_file_that_was_typed() {
    let folder = folder();
    let ran = check(folder.path(), &["--output-format", "json", "-o", "/dev/full"]);
    let said = "error: cannot write `/dev/full`: no space left on device\n";
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (2, "", said));
}
