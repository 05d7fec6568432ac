//! Several outputs of one run, and what a CI service is told.

use crate::support::run::{run_in, write};
use serde_json::Value;
use std::path::Path;
use tempfile::TempDir;

fn folder() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join(".git")).expect("a folder");
    let list = "subprocessors:\n  - {name: Mezmo, location: Narnia}\n";
    write(folder.path(), &[("legal/subprocessors.yaml", list)]);
    folder
}

fn text(folder: &Path, name: &str) -> String {
    std::fs::read_to_string(folder.join(name)).expect("a file")
}

#[test]
fn one_run_writes_several_formats() {
    let folder = folder();
    let here = folder.path().join("legal");
    let formats = ["sarif=out.sarif", "gitlab=quality.json", "concise"];
    let args = formats.iter().flat_map(|format| ["--output-format", format]);
    let ran = run_in(&here, &[], args);
    assert_eq!(ran.code, 1, "{ran:#?}");
    assert!(ran.out.starts_with("subprocessors.yaml:"), "{ran:#?}");
    assert!(ran.err.contains("to out.sarif") && ran.err.contains("to quality.json"), "{ran:#?}");
    let log: Value = serde_json::from_str(&text(&here, "out.sarif")).expect("JSON");
    let run = &log["runs"][0];
    let uri = &run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert_eq!(uri, "legal/subprocessors.yaml", "the path from the root of the repository");
    let rules = run["tool"]["driver"]["rules"].as_array().expect("a list");
    assert!(rules.len() > 60, "all rules are listed, whatever was found");
    assert!(rules.iter().all(|rule| !rule["help"]["text"].to_string().contains("{vendor}")));
    let issues: Value = serde_json::from_str(&text(&here, "quality.json")).expect("JSON");
    assert_eq!(issues[0]["location"]["path"], "legal/subprocessors.yaml");
}

#[test]
fn two_outputs_cannot_have_one_target() {
    let folder = folder();
    for (args, said) in [
        (vec!["--output-format", "json", "--output-format", "sarif"], "standard output"),
        (vec!["--output-format", "json=a", "--output-format", "sarif=./a"], "written to ./a"),
        (vec!["--output-format", "json=a", "--output-format", "github", "-o", "b"], "one format"),
        (vec!["--output-format", "json="], "no file is named after `json=`"),
        (vec!["--output-format", "sarf"], "'sarif'"),
    ] {
        let ran = run_in(folder.path(), &[], args);
        assert_eq!(ran.code, 2, "{ran:#?}");
        assert!(ran.err.contains(said) && ran.out.is_empty(), "{ran:#?}");
        assert!(!folder.path().join("a").exists());
    }
}

#[test]
fn github_gets_annotations_and_a_job_summary_when_it_is_asked_for() {
    let folder = folder();
    let environment = [("GITHUB_ACTIONS", "true"), ("GITHUB_STEP_SUMMARY", "summary.md")];
    let ran = run_in(folder.path(), &environment, ["--output-format", "github"]);
    assert!(ran.out.contains("::error file=legal/subprocessors.yaml,line=2,"), "{ran:#?}");
    let summary = text(folder.path(), "summary.md");
    assert!(summary.contains("### legal/subprocessors.yaml"), "{summary}");
    // A summary has what other steps wrote as well.
    run_in(folder.path(), &environment, ["--output-format", "github"]);
    assert_eq!(text(folder.path(), "summary.md"), summary.repeat(2));
    // Nothing is forced on a run that did not ask.
    let ran = run_in(folder.path(), &environment, []);
    assert!(ran.out.starts_with("legal/subprocessors.yaml: ") && !ran.out.contains("::error"));
    assert!(ran.err.contains("`--output-format github` shows findings"), "{ran:#?}");
}
