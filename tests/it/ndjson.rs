//! One list a line in, one result a line out.

use crate::support::policy_attacks;
use crate::support::run::{answer, check, write};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

const LIST: &str = "subprocessors:\n  - {name: Harbor Cloud, location: US}\n";
const PAGE: &str = "# Subprocessors\n\n| Name | Purpose |\n|---|---|\n| Harbor Cloud | Hosting |\n";

fn line(file: &str, text: &str) -> String {
    format!("{}\n", json!({"file": file, "text": text}))
}

fn answers(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).expect("one object a line")).collect()
}

#[test]
fn an_answer_is_the_entry_of_the_file_in_a_report() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("a.yaml", LIST), ("b.md", PAGE)]);
    let mut files = check(folder.path(), &["a.yaml", "b.md"]).json()["files"].clone();
    let lines = line("a.yaml", LIST) + "\n" + &line("b.md", PAGE);
    let ran = answer(folder.path(), lines.as_bytes(), &[]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    files[0]["line"] = 1.into();
    files[1]["line"] = 3.into();
    assert_eq!(Value::from(answers(&ran.out)), files);
}

#[test]
fn answers_are_as_the_schema_says() {
    let schema = include_str!("../../schemas/report.schema.json");
    let mut schema: Value = serde_json::from_str(schema).unwrap();
    schema["$ref"] = "#/$defs/checked_file".into();
    for whole in ["type", "required", "properties", "additionalProperties"] {
        schema.as_object_mut().unwrap().remove(whole);
    }
    let validator = jsonschema::draft202012::new(&schema).expect("a schema");
    let lines = [line("a.yaml", LIST), line("b.md", PAGE), "x\n".into(), line("c.pdf", "x")];
    let folder = tempfile::tempdir().unwrap();
    let answers = answers(&answer(folder.path(), lines.concat().as_bytes(), &[]).out);
    assert_eq!(answers.len(), 4);
    for one in &answers {
        let errors: Vec<_> = validator.iter_errors(one).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:#?}: {one}");
    }
}

#[test]
fn a_bad_line_is_answered_and_stops_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let long = line("long.yaml", &"x".repeat(70_000));
    let invalid = b"{\"file\": \"a.yaml\", \"text\": \"\xff\"}\n";
    let deep = "[".repeat(10_000) + "\n";
    let mut lines = Vec::new();
    for one in [
        line("a.yaml", LIST).as_bytes(),
        b"no JSON\n",
        b"{\"file\": \"a.yaml\", \"test\": \"\"}\n",
        b"{\"file\": \"a.html\", \"base64\": \"?\"}\n",
        invalid,
        deep.as_bytes(),
        long.as_bytes(),
        b"\0\n",
        line("b.yaml", LIST).trim_end().as_bytes(),
    ] {
        lines.extend(one);
    }
    let ran = answer(folder.path(), &lines, &["--max-bytes", "1000"]);
    assert_eq!(ran.code, 2, "{ran:#?}");
    let answers = answers(&ran.out);
    let states: Vec<&str> = answers.iter().map(|one| one["status"].as_str().unwrap()).collect();
    let mut expected = ["not_evaluated"; 9];
    (expected[0], expected[8]) = ("findings", "findings");
    assert_eq!(states, expected);
    assert_eq!(answers[1]["path"], "<line 2>");
    assert_eq!(answers[3]["path"], "a.html", "the list that the line is about");
    let why = |index: usize| answers[index]["why"].as_str().unwrap().to_owned();
    assert!(why(2).contains("unknown field `test`, expected one of `file`, `text`"), "{}", why(2));
    assert!(why(4).contains("invalid unicode"), "{}", why(4));
    assert!(why(5).contains("is no JSON object"), "{}", why(5));
    assert!(why(6).contains("more than 68536 bytes"), "{}", why(6));
    assert!(ran.err.is_empty(), "{ran:#?}");
}

#[test]
fn the_status_is_that_of_all_lines() {
    let folder = tempfile::tempdir().unwrap();
    let status = |lines: &str, args: &[&str]| answer(folder.path(), lines.as_bytes(), args).code;
    let (list, clean) = (line("a.yaml", LIST), ["--rule", "missing-purpose=off"]);
    assert_eq!(status(&list, &[]), 1);
    assert_eq!(status(&list, &clean), 0);
    assert_eq!(status(&list, &["--rule", "missing-purpose=off", "--fail-on", "warning"]), 1);
    assert_eq!(status("", &[]), 3);
    assert_eq!(status("\n \n", &["--allow-empty"]), 0);
    assert_eq!(status("x\n", &[]), 2);
    assert_eq!(status("x\n", &["--exit-zero"]), 0, "the answers say it");
}

#[test]
fn overrides_and_trust_apply_by_the_file_that_a_line_names() {
    let folder = tempfile::tempdir().unwrap();
    let config = "overrides:\n  - {files: 'old/*', rules: {missing-purpose: 'off'}}\n";
    write(folder.path(), &[("subprocessor-lint.yaml", config)]);
    let waived = format!("# subprocessor-lint: allow(missing-purpose) reason=\"agreed\"\n{LIST}");
    let lines = line("a.yaml", LIST) + &line("old/a.yaml", LIST) + &line("b.yaml", &waived);
    let errors = |args: &[&str]| -> Vec<u64> {
        let ran = answer(folder.path(), lines.as_bytes(), args);
        answers(&ran.out).iter().map(|one| one["errors"].as_u64().unwrap()).collect()
    };
    assert_eq!(errors(&[]), [1, 0, 0]);
    assert_eq!(errors(&["--untrusted"]), [1, 1, 1]);
    assert_eq!(errors(&["--untrusted", "--config", "subprocessor-lint.yaml"]), [1, 0, 1]);
}

#[test]
fn what_needs_files_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    for args in [&["src"][..], &["--statistics"], &["--baseline", "b.json"], &["-o", "x"]] {
        let ran = answer(folder.path(), b"", args);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}");
        assert!(
            ran.err.starts_with("error: `--stdin-format ndjson` does not go with "),
            "{ran:#?}"
        );
    }
    assert_eq!(answer(folder.path(), b"", &["-", "--allow-empty"]).code, 0);
}

#[test]
fn a_caller_gets_its_answer_before_it_writes_the_next_line() {
    let mut worker = Command::new(env!("CARGO_BIN_EXE_subprocessor-lint"))
        .args(["check", "--isolated", "--stdin-format", "ndjson"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = worker.stdin.take().unwrap();
    let mut output = BufReader::new(worker.stdout.take().unwrap());
    for number in 1..=3 {
        input.write_all(line(&format!("{number}.yaml"), LIST).as_bytes()).unwrap();
        let mut answer = String::new();
        output.read_line(&mut answer).unwrap();
        assert!(answer.starts_with(&format!("{{\"line\":{number},")), "{answer}");
    }
    drop(input);
    assert_eq!(worker.wait().unwrap().code(), Some(1));
}

/// Lines that were made to cost much: each that has something in it is answered.
#[test]
fn hostile_lines_are_answered() {
    let folder = tempfile::tempdir().unwrap();
    for attack in policy_attacks::LINES {
        let lines = (attack.make)(attack.size / 100);
        let ran = answer(folder.path(), lines.as_bytes(), &["--untrusted"]);
        let wanted = lines.lines().filter(|line| !line.is_empty()).count();
        assert_eq!(answers(&ran.out).len(), wanted, "{}", attack.name);
        assert!(!ran.err.contains("panicked"), "{}: {}", attack.name, ran.err);
    }
}
