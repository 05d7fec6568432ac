//! Audits: a folder of results about the lists of strangers.

use crate::support::run;

use run::{Ran, run_all, write};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

const BAD: &str =
    "subprocessors: [{name: Harbor Cloud, legal_name: Harbor Cloud Ltd, location: DE}]\n";
const CLEAN: &str = include_str!("../../examples/complete.yaml");

fn audit(folder: &Path, args: &[&str]) -> Ran {
    let all = ["subprocessor-lint", "audit", "--today", "2026-11-21"].iter().chain(args);
    run_all(folder, &[], all.copied().collect())
}

fn read(folder: &Path, name: &str) -> String {
    std::fs::read_to_string(folder.join(name)).unwrap()
}

/// The rows of a table, by the names of its columns.
fn rows(folder: &Path, name: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(folder.join(name)).unwrap();
    reader.deserialize().map(|row| row.unwrap()).collect()
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    entries
        .map(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            (name, std::fs::read(entry.path()).unwrap())
        })
        .collect()
}

/// A folder with a list of each kind, and the texts that attack each output.
fn strangers() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let attack = serde_json::json!({"subprocessors": [
        {"name": "=HYPERLINK(1)", "purpose": "</td><script>alert(1)</script>", "location": "+US"},
        {"name": "-1+1", "purpose": "@SUM(A1)", "location": "\u{202e}evil\r\nnext", "contact": "</style><img src=x>"},
    ]});
    write(
        folder.path(),
        &[
            ("lists/clean.yaml", CLEAN),
            ("lists/bad.yaml", BAD),
            ("lists/attack.json", &attack.to_string()),
            ("lists/'\"><svg onload=alert(1)>.yaml", BAD),
            (
                "lists/page.html",
                "<h1>Subprocessors</h1><table><tr><th>Vendor</th><th>Location</th></tr><tr><td>Stripe</td><td>Ireland</td></tr></table>",
            ),
            ("lists/other.md", "# Nothing\n\nNo list here.\n"),
            ("lists/README.md", "# Read me\n"),
            ("lists/broken.yaml", "subprocessors: [\n"),
            ("lists/subprocessor-lint.yaml", "rules: {missing-contact: off}\n"),
            ("lists/image.png", "\u{0}"),
        ],
    );
    std::fs::write(folder.path().join("lists/latin.yaml"), b"subprocessors: [{name: \xe9}]\n")
        .unwrap();
    folder
}

#[test]
fn every_file_has_a_row() {
    let folder = strangers();
    let ran = audit(folder.path(), &["lists", "--out", "out"]);
    assert_eq!(ran.code, 2, "{ran:#?}");
    let out = folder.path().join("out");
    let names: Vec<String> = files(&out).into_keys().collect();
    let expected = [
        "evidence.json",
        "files.csv",
        "findings.csv",
        "findings.jsonl",
        "report.html",
        "vendors.csv",
    ];
    assert_eq!(names, expected);
    let found: Vec<String> = rows(&out, "files.csv")
        .iter()
        .map(|row| format!("{} {} {}", row["file"], row["status"], row["why"]))
        .collect();
    let expected = [
        "'\"><svg onload=alert(1)>.yaml findings ",
        "README.md skipped not a list",
        "attack.json findings ",
        "bad.yaml findings ",
        "broken.yaml not_evaluated ",
        "clean.yaml clean ",
        "image.png skipped not a list",
        "latin.yaml not_evaluated ",
        "other.md not_evaluated no list of vendors was found in the page",
        "page.html findings ",
        "subprocessor-lint.yaml skipped a configuration",
    ];
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for (found, expected) in found.iter().zip(expected) {
        assert!(found.starts_with(&format!("lists/{expected}")), "{found}, not {expected}");
    }
    // What decides about the files of strangers is not beside them.
    assert!(
        rows(&out, "findings.csv")
            .iter()
            .any(|row| { row["rule"] == "missing-contact" && row["file"] == "lists/bad.yaml" })
    );
}

#[test]
fn the_tables_and_the_report_hold_texts_only() {
    let folder = strangers();
    audit(folder.path(), &["lists", "--out", "out"]);
    let out = folder.path().join("out");
    for name in ["files.csv", "findings.csv", "vendors.csv"] {
        for cell in rows(&out, name).iter().flat_map(BTreeMap::values) {
            assert!(!cell.trim_start().starts_with(['=', '+', '-', '@']), "{name}: {cell}");
            assert!(!cell.contains(['\n', '\r', '\u{202e}']), "{name}: {cell}");
        }
    }
    let vendors = rows(&out, "vendors.csv");
    let attack = vendors.iter().find(|row| row["name"] == "'=HYPERLINK(1)").unwrap();
    assert_eq!((&*attack["countries"], &*attack["status"]), ("US", "active"));
    let page = vendors.iter().find(|row| row["file"] == "lists/page.html").unwrap();
    assert_eq!(
        (&*page["vendor"], &*page["group"], &*page["countries"]),
        ("stripe", "stripe", "IE")
    );
    let html = read(&out, "report.html");
    for piece in ["<script", "<svg onload", "<img", "\u{202e}", " style="] {
        assert!(!html.contains(piece), "{piece}");
    }
    assert_eq!(html.matches("</style>").count(), 1);
    assert!(html.contains("default-src 'none'; style-src 'sha256-"), "{html}");
    assert!(html.contains("&lt;svg onload=alert(1)&gt;"), "{html}");
}

#[test]
fn the_evidence_is_as_its_schema_says_and_has_every_digest() {
    let folder = strangers();
    let ran = audit(folder.path(), &["lists", "--out", "out"]);
    let out = folder.path().join("out");
    let evidence: Value = serde_json::from_str(&read(&out, "evidence.json")).unwrap();
    let schema: Value =
        serde_json::from_str(include_str!("../../schemas/evidence.schema.json")).unwrap();
    let validator = jsonschema::draft202012::new(&schema).expect("the schema is a schema");
    let errors: Vec<_> = validator.iter_errors(&evidence).map(|e| e.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    assert_eq!(evidence["exit_status"], ran.code);
    assert_eq!(evidence["paths"], serde_json::json!(["lists"]));
    let digest = |bytes: &[u8]| {
        use sha2::{Digest as _, Sha256};
        Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect::<String>()
    };
    for output in evidence["outputs"].as_array().unwrap() {
        let bytes = std::fs::read(out.join(output["name"].as_str().unwrap())).unwrap();
        assert_eq!(output["sha256"], digest(&bytes));
        assert_eq!(output["bytes"], bytes.len());
    }
    let inputs = evidence["inputs"].as_array().unwrap();
    for input in inputs.iter().filter(|input| input["status"] != "skipped") {
        let bytes = std::fs::read(folder.path().join(input["path"].as_str().unwrap())).unwrap();
        assert_eq!(input["sha256"], digest(&bytes), "{input}");
    }
    assert_eq!(inputs.len(), 11);
}

#[test]
fn the_same_lists_make_the_same_bytes_wherever_they_are() {
    let (one, other) = (strangers(), strangers());
    audit(one.path(), &["lists", "--out", "out", "--threads", "1"]);
    let elsewhere = tempfile::tempdir().unwrap();
    let lists = other.path().join("lists");
    // From another folder, with the files in another one, on other threads.
    audit(other.path(), &["lists", "--out", "out", "--threads", "4"]);
    assert_eq!(files(&one.path().join("out")), files(&other.path().join("out")));
    audit(elsewhere.path(), &[lists.to_str().unwrap(), "--out", "a", "--threads", "3"]);
    audit(&lists, &["--out", "../b"]);
    assert_eq!(files(&elsewhere.path().join("a")), files(&other.path().join("b")));
    for (name, text) in files(&elsewhere.path().join("a")) {
        let text = String::from_utf8_lossy(&text).into_owned();
        assert!(!text.contains(other.path().to_str().unwrap()), "{name}");
    }
}

#[test]
fn a_folder_that_holds_something_is_refused() {
    let folder = strangers();
    let refused = |name: &str, words: &str| {
        let before = files(&folder.path().join(name)).len();
        let ran = audit(folder.path(), &["lists", "--out", name]);
        assert!(ran.code == 2 && ran.err.contains(words), "{ran:#?}");
        assert_eq!(files(&folder.path().join(name)).len(), before);
    };
    write(folder.path(), &[("full/x.txt", "x")]);
    refused("full", "`full` is not empty");
    audit(folder.path(), &["lists", "--out", "done", "-qq"]);
    refused("done", "`done` already holds an audit");
    let ran = audit(folder.path(), &["lists", "--out", "full/x.txt"]);
    assert!(ran.err.contains("is not a folder"), "{ran:#?}");
    std::fs::create_dir(folder.path().join("empty")).unwrap();
    assert_eq!(audit(folder.path(), &["lists", "--out", "empty", "-qq"]).code, 2);
    let ran = audit(folder.path(), &["lists", "--out", "new", "--resume"]);
    assert!(ran.err.contains("there is no audit to resume in `new`"), "{ran:#?}");
    assert!(!folder.path().join("new").exists());
}

#[test]
fn the_folder_of_an_audit_is_no_input_of_it() {
    let folder = strangers();
    audit(folder.path(), &["--out", "lists/out"]);
    let out = folder.path().join("lists/out");
    assert!(rows(&out, "files.csv").iter().all(|row| !row["file"].contains("out/")));
    let ran = audit(folder.path(), &["--verify", "lists/out"]);
    assert_eq!(ran.code, 0, "{ran:#?}");
    assert_eq!(ran.out, "Verified: 11 files and all outputs are as recorded.\n");
}

#[test]
fn a_second_run_says_what_differs() {
    let folder = strangers();
    audit(
        folder.path(),
        &["lists", "--out", "out", "--pack", "strict", "--rule", "stale-list=off"],
    );
    let verify = |args: &[&str]| {
        let all: Vec<&str> =
            ["--verify", "out/evidence.json"].iter().chain(args).copied().collect();
        audit(folder.path(), &all)
    };
    assert_eq!(verify(&[]).code, 0, "{:#?}", verify(&[]));
    let says = |args: &[&str], words: &str| {
        let ran = verify(args);
        assert!(ran.code == 1 && ran.out.contains(words), "{words}: {ran:#?}");
    };
    says(
        &["--pack", "recommended"],
        "the packs: recorded `recommended, strict`, now `recommended`",
    );
    write(folder.path(), &[("lists/bad.yaml", CLEAN)]);
    says(&[], "1 file has changed: lists/bad.yaml");
    says(&[], "these outputs are different now: files.csv, findings.csv, ");
    std::fs::remove_file(folder.path().join("lists/bad.yaml")).unwrap();
    says(&[], "1 file is no longer there: lists/bad.yaml");
    write(folder.path(), &[("lists/bad.yaml", BAD), ("lists/new.yaml", BAD)]);
    says(&[], "1 file is new: lists/new.yaml");
    std::fs::remove_file(folder.path().join("lists/new.yaml")).unwrap();
    assert_eq!(verify(&[]).code, 0);
    // Somebody has edited an output, or the version in the evidence.
    let vendors = read(folder.path(), "out/vendors.csv");
    write(folder.path(), &[("out/vendors.csv", &vendors.replace("Harbor", "Barbor"))]);
    says(&[], "`vendors.csv` beside the evidence is missing or was changed");
    let evidence = read(folder.path(), "out/evidence.json");
    let other = evidence.replace("\"version\": \"", "\"version\": \"9.");
    write(folder.path(), &[("out/evidence.json", &other)]);
    says(&[], "the version of the program: recorded `9.");
    write(folder.path(), &[("out/evidence.json", "{}")]);
    assert!(
        verify(&[]).err.contains("`out/evidence.json` is not the evidence of an audit\n"),
        "{:#?}",
        verify(&[])
    );
}

#[test]
fn a_configuration_is_named_again_to_verify() {
    let folder = strangers();
    write(folder.path(), &[("house/policy.yaml", "extends: [strict]\n")]);
    let ran = audit(folder.path(), &["lists", "--out", "out", "--config", "house/policy.yaml"]);
    assert_eq!(ran.code, 2, "{ran:#?}");
    let ran = audit(folder.path(), &["--verify", "out"]);
    assert!(ran.code == 2 && ran.err.contains("`policy.yaml`"), "{ran:#?}");
    let ran = audit(folder.path(), &["--verify", "out", "--config", "house/policy.yaml"]);
    assert_eq!(ran.code, 0, "{ran:#?}");
    write(folder.path(), &[("house/policy.yaml", "extends: [recommended]\n")]);
    let ran = audit(folder.path(), &["--verify", "out", "--config", "house/policy.yaml"]);
    assert!(ran.out.contains("  `policy.yaml` has other content\n"), "{ran:#?}");
}

#[test]
fn two_audits_show_what_got_better_and_worse() {
    let folder = strangers();
    audit(folder.path(), &["lists", "--out", "old"]);
    write(
        folder.path(),
        &[
            ("lists/bad.yaml", CLEAN),
            ("lists/clean.yaml", "subprocessors: [\n"),
            ("lists/new.yaml", BAD),
        ],
    );
    std::fs::remove_file(folder.path().join("lists/page.html")).unwrap();
    audit(folder.path(), &["lists", "--out", "new"]);
    let ran = audit(folder.path(), &["--compare", "old", "new/evidence.json"]);
    assert_eq!(ran.code, 1, "{ran:#?}");
    for words in [
        "Worse (errors/warnings/infos):\n  lists/clean.yaml: 0/0/0 -> not evaluated\n",
        "Better (errors/warnings/infos):\n  lists/bad.yaml: ",
        "New:\n  lists/new.yaml: ",
        "No longer there:\n  lists/page.html: ",
        "  parse-error: 3 -> 4\n",
        "1 file worse, 1 better, 8 the same, 1 new, 1 gone.\n",
    ] {
        assert!(ran.out.contains(words), "{words}: {}", ran.out);
    }
    let ran = audit(folder.path(), &["--compare", "old", "old"]);
    assert_eq!(
        (ran.code, ran.out.lines().next()),
        (0, Some("0 files worse, 0 better, 11 the same, 0 new, 0 gone."))
    );
}

#[test]
fn audits_of_folders_with_other_names_are_compared() {
    let folder = strangers();
    let lists = folder.path().join("lists");
    audit(folder.path(), &["lists", "--out", "old"]);
    std::fs::rename(&lists, folder.path().join("lists-11")).unwrap();
    audit(folder.path(), &["lists-11", "--out", "new"]);
    // The lists themselves, from inside and from outside of their folder.
    audit(&folder.path().join("lists-11"), &["--out", "../inside"]);
    for (one, other) in [("old", "new"), ("old", "inside"), ("inside", "new")] {
        let ran = audit(folder.path(), &["--compare", one, other]);
        assert_eq!(
            (ran.code, ran.out.lines().next()),
            (0, Some("0 files worse, 0 better, 11 the same, 0 new, 0 gone.")),
            "{one} {other}"
        );
    }
}

#[test]
fn lists_that_are_somewhere_else_by_now_are_named_to_verify() {
    let folder = strangers();
    audit(folder.path(), &["lists", "--out", "out"]);
    std::fs::create_dir(folder.path().join("archive")).unwrap();
    std::fs::rename(folder.path().join("lists"), folder.path().join("archive/lists")).unwrap();
    let verify = |args: &[&str]| {
        let ran = audit(folder.path(), &[&["--verify", "out"], args].concat());
        (ran.code, ran.out, ran.err)
    };
    let (code, _, err) = verify(&[]);
    assert!(code == 2 && err.contains("there is no file or folder `lists`"), "{err}");
    let verified = "Verified: 11 files and all outputs are as recorded.\n".to_owned();
    assert_eq!(verify(&["archive/lists"]), (0, verified, String::new()));
    let (code, _, err) = verify(&["archive"]);
    let words = "none of the 11 files of the audit is here: the first one is `lists/'\"";
    assert!(code == 2 && err.contains(words), "{err}");
}

/// A signal reaches a process of its own: the others of this program shall go on.
#[cfg(unix)]
#[test]
fn ctrl_c_leaves_a_partial_report() {
    use std::process::Command;
    let folder = tempfile::tempdir().unwrap();
    for number in 0..1_500 {
        write(folder.path(), &[(&format!("lists/{number:04}.yaml"), BAD)]);
    }
    let start = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_subprocessor-lint"));
        let fixed = ["audit", "lists", "--today", "2026-11-21", "-q", "--out"];
        command.current_dir(folder.path()).args(fixed).args(args).env_clear();
        command
    };
    assert_eq!(start(&["whole", "-q"]).status().unwrap().code(), Some(1));
    let mut running = start(&["cut"]).stdout(std::process::Stdio::piped()).spawn().unwrap();
    let begun = folder.path().join("cut/unfinished/checkpoint.json");
    while !begun.exists() {
        assert!(running.try_wait().unwrap().is_none(), "it ended without a checkpoint");
        std::thread::yield_now();
    }
    let pid = running.id().to_string();
    assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    let ended = running.wait_with_output().unwrap();
    let said = String::from_utf8(ended.stdout).unwrap();
    assert_eq!(ended.status.code(), Some(130), "{said}");
    assert!(said.contains("Interrupted after "), "{said}");
    assert!(read(&folder.path().join("cut"), "report.html").contains("This report is partial."));
    assert_eq!(start(&["cut", "-q", "--resume"]).status().unwrap().code(), Some(1));
    assert_eq!(files(&folder.path().join("cut")), files(&folder.path().join("whole")));
}
