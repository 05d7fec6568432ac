//! Audits that end early: what was interrupted or killed ends with the bytes of a whole run.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests touch files")]

use super::*;
use crate::cli::args::{Cli, Command};
use clap::Parser as _;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Lists with common and own vendors, a page, a broken list and a file that is none.
fn lists(folder: &Path) {
    for number in 0..9 {
        let text = format!(
            "subprocessors:\n  - {{name: Stripe, location: US}}\n  - {{name: Own {number}, legal_name: Own \
             {number} GmbH}}\n"
        );
        std::fs::write(folder.join(format!("{number}.yaml")), text).unwrap();
    }
    let page = "# Subprocessors\n\n| Vendor | Location |\n|---|---|\n| Stripe | Ireland |\n";
    std::fs::write(folder.join("page.md"), page).unwrap();
    std::fs::write(folder.join("broken.yaml"), "subprocessors: [\n").unwrap();
    std::fs::write(folder.join("note.ini"), "x").unwrap();
}

fn args(arguments: &[&str]) -> AuditArgs {
    let all = ["subprocessor-lint", "audit", "lists", "--today", "2026-11-21", "-qq"];
    let cli = Cli::try_parse_from(all.iter().chain(arguments)).unwrap();
    let Command::Audit(args) = cli.command else { panic!("not an audit") };
    args.0
}

fn io(folder: &Path) -> Io<'static> {
    Io {
        stdin: Box::new(std::io::empty()),
        stdout: Box::new(std::io::sink()),
        stderr: Box::new(std::io::sink()),
        stdout_is_terminal: false,
        stderr_is_terminal: false,
        columns: None,
        folder: folder.to_owned(),
        environment: BTreeMap::new(),
    }
}

/// The files of a folder.
fn bytes(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = entries.filter(|path| path.is_file());
    files.map(|path| (path.file_name().unwrap().into(), std::fs::read(path).unwrap())).collect()
}

struct AuditScratch {
    root: tempfile::TempDir,
}

impl AuditScratch {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        std::fs::create_dir(root.path().join("lists")).unwrap();
        lists(&root.path().join("lists"));
        Self { root }
    }

    fn run(&self, arguments: &[&str]) -> Result<ExitStatus, Failure> {
        run(&args(arguments), &mut io(self.root.path()))
    }

    fn audit(&self, name: &str, act: impl FnOnce(Audit<'_>)) -> PathBuf {
        let out = self.root.path().join(name);
        let search = AuditSearch { own: &out, start: None, stops: || false };
        let plan = AuditPlan::make(&args(&["--out", name]), &search, &mut io(self.root.path()));
        let folder = AuditFolder::create(&out, Path::new(name)).unwrap();
        act(Audit { plan: &plan.unwrap(), folder, state: AuditState::default() });
        out
    }
}

#[test]
fn an_interrupted_audit_says_so_and_ends_with_the_same_bytes() {
    let place = AuditScratch::new();
    assert_eq!(place.run(&["--out", "whole"]).unwrap(), ExitStatus::Broken);
    let whole = bytes(&place.root.path().join("whole"));
    for cut in [0, 1, 5, 11] {
        let name = format!("cut-{cut}");
        let out = place.audit(&name, |audit| {
            let end = audit.run(|done| done >= cut, || ()).unwrap();
            assert!(end.interrupted && end.tally.counts.files == cut);
        });
        let page = std::fs::read_to_string(out.join("report.html")).unwrap();
        assert!(page.contains("This report is partial."), "{cut}");
        let evidence = std::fs::read_to_string(out.join("evidence.json")).unwrap();
        assert!(evidence.contains("\"interrupted\": true"), "{cut}");
        let files = std::fs::read_to_string(out.join("files.csv")).unwrap();
        assert_eq!(files.lines().count(), cut + 1);
        // A partial audit is verified as far as it went.
        let verified = run(&args(&["--verify", &name]), &mut io(place.root.path()));
        assert_eq!(verified.unwrap(), ExitStatus::Clean, "{cut}");
        // Without `--resume` it is not touched.
        assert!(place.run(&["--out", &name]).is_err());
        assert_eq!(place.run(&["--out", &name, "--resume"]).unwrap(), ExitStatus::Broken);
        assert_eq!(bytes(&out), whole, "{cut}");
    }
}

#[test]
fn a_killed_audit_is_resumed_from_its_checkpoint() {
    let place = AuditScratch::new();
    place.run(&["--out", "whole"]).unwrap();
    let whole = bytes(&place.root.path().join("whole"));
    for (checkpoint, killed) in [(0, 4), (3, 3), (3, 9)] {
        let name = format!("killed-{checkpoint}-{killed}");
        let out = place.audit(&name, |mut audit| {
            audit.checkpoint().unwrap();
            for number in 0..killed {
                audit.take(audit.plan.record(number)).unwrap();
                if number + 1 == checkpoint {
                    audit.checkpoint().unwrap();
                }
            }
            audit.folder.flush().unwrap();
        });
        assert!(!out.join("evidence.json").exists() && !out.join("files.csv").exists());
        place.run(&["--out", &name, "--resume"]).unwrap();
        assert_eq!(bytes(&out), whole, "{name}");
    }
}

#[test]
fn an_audit_that_ends_while_it_looks_for_files_writes_nothing() {
    let place = AuditScratch::new();
    place.run(&["--out", "whole"]).unwrap();
    let stopped = |arguments: &[&str]| {
        run_until(|| true, &args(arguments), &mut io(place.root.path())).unwrap_err()
    };
    let said = "Interrupted while looking for files; nothing was checked.";
    assert_eq!(stopped(&["--out", "none"]).to_string(), said);
    assert!(!place.root.path().join("none").exists());
    assert_eq!(stopped(&["--verify", "whole"]).to_string(), said);
    // What can be resumed stays as it was.
    place.audit("cut", |audit| {
        audit.run(|done| done >= 5, || ()).unwrap();
    });
    let folders = ["cut", "cut/unfinished"].map(|name| place.root.path().join(name));
    let before = folders.each_ref().map(|folder| bytes(folder));
    assert_eq!(stopped(&["--out", "cut", "--resume"]).to_string(), said);
    assert_eq!(folders.each_ref().map(|folder| bytes(folder)), before);
}

#[test]
fn an_audit_is_resumed_as_it_was_started_or_not_at_all() {
    let place = AuditScratch::new();
    place.audit("cut", |audit| {
        audit.run(|done| done >= 5, || ()).unwrap();
    });
    let resume = |more: &[&str]| {
        let all: Vec<&str> = ["--out", "cut", "--resume"].iter().chain(more).copied().collect();
        place.run(&all).unwrap_err().to_string()
    };
    assert!(
        resume(&["--pack", "strict"])
            .contains("the packs: recorded `recommended`, now `recommended, strict`")
    );
    assert!(
        resume(&["--rule", "missing-contact=off"])
            .ends_with("`--rule`: recorded nothing, now `missing-contact=off`")
    );
    assert!(resume(&["--fail-on", "info"]).contains("--fail-on"));
    assert!(resume(&["--max-vendors", "5"]).ends_with("now `5`"));
    let mut other = args(&["--out", "cut", "--resume"]);
    other.verdict.today = Some("2026-11-22".to_owned());
    let refused = run(&other, &mut io(place.root.path())).unwrap_err();
    assert!(refused.to_string().contains("recorded `2026-11-21`, now `2026-11-22`"), "{refused}");
    std::fs::write(place.root.path().join("lists/zz.yaml"), "subprocessors: []").unwrap();
    assert!(resume(&[]).contains("these are not the files"));
    std::fs::remove_file(place.root.path().join("lists/zz.yaml")).unwrap();
    assert!(place.run(&["--out", "cut", "--resume"]).is_ok());
    assert!(resume(&[]).contains("the audit in `cut` is finished"));
}
