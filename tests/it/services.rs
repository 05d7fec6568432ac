//! The formats that other programs read, on the one sample and on texts that attack them.
#![allow(clippy::unwrap_used, reason = "a test that stops has failed")]

use crate::support::sample::{clean, place, render, sample};
use serde_json::Value;
use std::collections::HashSet;
use subprocessor_lint::{
    Checked, FORMATS, FileStatus, Finding, Fingerprint, OutputOptions, Severity,
};

/// Texts that act somewhere: on a terminal, in the log of a service, in XML, HTML, Markdown or
/// a table.
const ATTACKS: &[&str] = &[
    "\u{1b}[31mred\u{1b}]8;;https://evil.example\u{7}",
    "::error file=x::forged",
    "\n::stop-commands::token",
    "##[error]forged",
    "##vso[task.setvariable variable=x]y",
    "100%0A::error::x",
    "]]>",
    "<script>alert(1)</script>",
    "a `code` b | c | d",
    "[link](https://evil.example) ![](x) <https://evil.example> @somebody #1",
    "=HYPERLINK(\"https://evil.example\")",
    "\u{202e}gnp.exe\u{202c}",
    "nul\u{0}bell\u{7}",
    "\u{fffe}\u{ffff}",
];

fn hostile() -> Vec<Checked> {
    let long = "x".repeat(1 << 20);
    let mut files = Vec::new();
    for (number, attack) in ATTACKS.iter().chain([&&*long]).enumerate() {
        let path = if number % 2 == 0 { "::a.yaml".to_owned() } else { format!("{attack}.yaml") };
        let mut file = clean(&path, "subprocessors:\n  - name: A\n");
        file.findings.push(Finding {
            rule: (*attack).into(),
            severity: Severity::Error,
            message: format!("\"{attack}\" is {attack}"),
            help: Some(format!("Write {attack}.")),
            place: place(&file, 0, 3),
            label: String::new(),
            path: format!("subprocessors[0].{attack}"),
            vendor: Some((*attack).to_owned()),
            value: Some((*attack).to_owned()),
            labels: Vec::new(),
            fingerprint: Fingerprint::new(attack, "", "", attack),
            fold: None,
            fix: None,
            absent: false,
        });
        file.status = FileStatus::NotEvaluated(format!("because of {attack}"));
        files.push(file);
    }
    files
}

fn output(name: &str, files: &[Checked]) -> String {
    render(name, OutputOptions::default(), files)
}

#[test]
fn snapshots() {
    for name in ["sarif", "github", "gitlab", "junit", "rdjson", "rdjsonl", "jsonl", "markdown"] {
        insta::assert_snapshot!(name, output(name, &sample()));
    }
}

#[test]
fn no_character_that_acts_comes_through() {
    for format in FORMATS {
        let printed = output(format.name, &hostile());
        let acts =
            |c: &char| *c != '\n' && (c.is_control() || ('\u{202a}'..='\u{202e}').contains(c));
        assert_eq!(printed.chars().find(acts), None, "{}", format.name);
    }
}

#[test]
fn only_our_own_lines_are_workflow_commands() {
    for format in FORMATS {
        let printed = output(format.name, &hostile());
        for line in printed.lines() {
            let start = line.trim_start();
            let own = ["::error file=", "::warning file=", "::notice file=", "::notice::"];
            let is_own = format.name == "github" && own.iter().any(|own| start.starts_with(own));
            assert!(!start.starts_with("::") || is_own, "{}: {line}", format.name);
            assert!(!line.contains("##[") && !line.contains("##vso["), "{}: {line}", format.name);
        }
    }
    let github = output("github", &hostile());
    let commands = github.lines().filter(|line| line.starts_with("::error file=")).count();
    assert_eq!(commands, 10, "one line each, and no more than a step shows");
    assert!(github.contains("::notice::5 more findings are in the log above"));
}

#[test]
fn json_stays_json() {
    for name in ["sarif", "gitlab", "rdjson", "json"] {
        for files in [hostile(), sample(), Vec::new()] {
            let printed = output(name, &files);
            serde_json::from_str::<Value>(&printed).unwrap_or_else(|e| panic!("{name}: {e}"));
        }
    }
    for name in ["jsonl", "rdjsonl"] {
        for line in output(name, &hostile()).lines() {
            serde_json::from_str::<Value>(line).unwrap_or_else(|e| panic!("{name}: {e}"));
        }
    }
}

#[test]
fn markup_stays_text() {
    let junit = output("junit", &hostile());
    assert!(!junit.contains("<script") && !junit.contains("]]>"));
    let elements = [
        "?xml",
        "/",
        "testsuites",
        "testsuite",
        "testcase",
        "failure",
        "error",
        "skipped",
        "system-out",
    ];
    for (at, _) in junit.match_indices('<') {
        let rest = &junit[at + 1..];
        assert!(elements.iter().any(|known| rest.starts_with(known)), "{:?}", rest.get(..40));
    }
    let markdown = output("markdown", &hostile());
    for line in markdown.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| --"))
    {
        assert_eq!(line.matches('|').count(), 5, "{line}");
        let text = line.replace("<br><sub>", "").replace("</sub>", "");
        assert!(!text.contains(['<', '>', '`', '@', '[']), "{line}");
    }
}

#[test]
fn gitlab_keeps_issues_of_equal_findings_apart() {
    let twins = [sample(), sample()].concat();
    let issues: Value = serde_json::from_str(&output("gitlab", &twins)).unwrap();
    let issues = issues.as_array().unwrap();
    let names: HashSet<&str> =
        issues.iter().map(|issue| issue["fingerprint"].as_str().unwrap()).collect();
    assert_eq!(names.len(), issues.len());
    assert!(issues.iter().all(|issue| issue["location"]["lines"]["begin"].as_u64() >= Some(1)));
    let path = issues[0]["location"]["path"].as_str().unwrap();
    assert!(path.starts_with("legal/"), "from the root of the repository: {path}");
}

#[test]
fn sarif_has_what_code_scanning_asks_for() {
    let log: Value = serde_json::from_str(&output("sarif", &sample())).unwrap();
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules[0]["id"], "stale-list", "the rules of the policy come first");
    for rule in rules {
        for member in ["shortDescription", "fullDescription", "help"] {
            let text = rule[member]["text"].as_str().unwrap();
            assert!(!text.is_empty() && text.len() <= 4_096, "{rule}");
        }
    }
    let results = run["results"].as_array().unwrap();
    let expected: usize =
        sample().iter().map(|file| file.findings.len() + file.suppressed.len()).sum();
    assert_eq!(results.len(), expected);
    for result in results {
        let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], result["ruleId"]);
        let place = &result["locations"][0]["physicalLocation"];
        assert!(!place["artifactLocation"]["uri"].as_str().unwrap().is_empty());
        for member in ["startLine", "startColumn", "endLine", "endColumn"] {
            assert!(place["region"][member].as_u64() >= Some(1), "{result}");
        }
        let hash = result["partialFingerprints"]["primaryLocationLineHash"].as_str();
        assert!(hash.is_some_and(|hash| hash.contains(':')), "{result}");
    }
}

#[test]
fn sarif_keeps_the_most_severe_of_too_many() {
    let mut file = clean("a.yaml", "subprocessors: []\n");
    let finding = |severity, number: usize| Finding {
        rule: "a-rule".into(),
        severity,
        message: format!("number {number}"),
        help: None,
        place: place(&file, 0, 3),
        label: String::new(),
        path: String::new(),
        vendor: None,
        value: None,
        labels: Vec::new(),
        fingerprint: Fingerprint::new("a-rule", "", "", &number.to_string()),
        fold: None,
        fix: None,
        absent: false,
    };
    let findings: Vec<Finding> = (0..25_010)
        .map(|number| {
            finding(if number % 2 == 0 { Severity::Info } else { Severity::Error }, number)
        })
        .collect();
    file.findings = findings;
    let log: Value = serde_json::from_str(&output("sarif", &[file])).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), 25_000);
    let errors = results.iter().filter(|result| result["level"] == "error").count();
    assert_eq!(errors, 12_505, "no error is left out");
    let said = log["runs"][0]["invocations"][0]["toolExecutionNotifications"].to_string();
    assert!(said.contains("10 results are left out"), "{said}");
}

#[test]
fn a_summary_keeps_the_size_that_a_step_may_have_and_says_what_is_left_out() {
    // Names that grow when they are escaped, in rows and in lines about unreadable files.
    let mut files = hostile();
    let path = "<*>".repeat(200);
    for number in 0..1_000 {
        let mut file = clean(&format!("{number}{path}.yaml"), "");
        file.status = FileStatus::NotEvaluated(path.clone());
        files.push(file);
    }
    let first = files.remove(0);
    files.push(first);
    let text = output("markdown", &files);
    assert!(text.len() < 1 << 20, "{}", text.len());
    assert!(text.contains("more files could not be evaluated"), "{}", &text[text.len() - 300..]);
    assert!(text.contains("\n1 more findings are left out here"), "{}", &text[text.len() - 300..]);
}
