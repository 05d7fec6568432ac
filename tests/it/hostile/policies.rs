//! Attacks by a policy: patterns, expressions, globs and packs that build on one
//! another. `tests/user_rules/hostile.rs` has more of them.

use super::run::{Ran, check, write};
use super::{SMALLER, acting};
use crate::support::policy_attacks;
use std::fmt::Write as _;

const MANIFEST: &str = "subprocessors:\n  - name: A\n";

/// Checks a manifest under a configuration and the files beside it; a policy
/// that is refused is the answer.
fn under(config: &str, files: &[(&str, &str)]) -> Ran {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("subprocessors.yaml", MANIFEST), ("subprocessor-lint.yaml", config)]);
    write(folder.path(), files);
    let ran = check(folder.path(), &[]);
    assert_eq!(acting(&ran.err), None, "{}", ran.err);
    assert!(ran.err.len() < 100_000, "{} bytes of complaint", ran.err.len());
    ran
}

fn refused(config: &str, files: &[(&str, &str)], reason: &str) {
    let ran = under(config, files);
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert_eq!(ran.json()["complete"], false, "{}", ran.out);
    assert_eq!(acting(&ran.out), None, "{}", ran.out);
    // Long lines are broken at the width of a terminal.
    let words = |text: &str| text.replace(['│', '\n'], " ").split_whitespace().collect::<String>();
    assert!(words(&ran.err).contains(&words(reason)), "{}", ran.err);
}

fn rule(condition: &str) -> String {
    format!(
        "id: harm\nsummary: Harm.\nmessage: harm\ncheck:\n  expression:\n    condition: |\n      {condition}\n"
    )
}

const PACK: &str = "extends: [./pack.yaml]\n";

#[test]
fn patterns_that_repeat_repetitions() {
    for pattern in ["(a{1000}){1000}", "((((a{90}){90}){90}){90}){90}", "(\\w{500}|\\pL{500}){9}"] {
        let pack = rule(&format!("vendor.name.matches(r'{pattern}')"));
        refused(PACK, &[("pack.yaml", &pack)], "pattern");
    }
    // What costs other engines exponential time is linear here.
    let pack = rule("!(vendor.name + 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!').matches(r'^(a+)+$')");
    assert_eq!(under(PACK, &[("pack.yaml", &pack)]).code, 1);
}

#[test]
fn expressions_that_nest_without_end() {
    for (open, close) in [("(", ")"), ("[", "]"), ("!", ""), ("-", ""), ("true ? 1 : ", "")] {
        let count = 2_000 / open.len();
        let condition = format!("{}1{} == 1", open.repeat(count), close.repeat(count));
        refused(PACK, &[("pack.yaml", &rule(&condition))], "levels");
    }
    let long = vec!["true"; 100_000].join(" && ");
    refused(PACK, &[("pack.yaml", &rule(&long))], "bytes, over the limit of 4096");
}

#[test]
fn macros_over_a_million_elements() {
    // Each step makes the list ten times as long.
    let ten = "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]";
    let mut condition = format!("{ten}.all(f, true)");
    for name in ["e", "d", "c", "b", "a"] {
        condition = format!("{ten}.all({name}, {condition})");
    }
    let ran = under(PACK, &[("pack.yaml", &rule(&condition))]);
    assert_eq!(ran.code, 2);
    assert!(ran.out.contains("the evaluation took more than 100000 steps"), "{}", ran.out);
}

#[test]
fn packs_that_extend_one_another_in_a_circle() {
    let a = "id: a\nsummary: A.\nextends: [./b.yaml]\n";
    let b = "id: b\nsummary: B.\nextends: [./a.yaml]\n";
    refused("extends: [./a.yaml]\n", &[("a.yaml", a), ("b.yaml", b)], "`./a.yaml` extends itself");
    refused(
        "extends: [./subprocessor-lint.yaml]\n",
        &[],
        "`./subprocessor-lint.yaml` extends itself",
    );
}

#[test]
fn packs_that_extend_one_another_very_often() {
    // A chain of more files than any policy has.
    let pack = |index: usize| {
        let next = format!("id: p{index}\nsummary: P.\nextends: [./p{}.yaml]\n", index + 1);
        (format!("p{index}.yaml"), next)
    };
    let files: Vec<(String, String)> = (0..300).map(pack).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (&**path, &**text)).collect();
    refused("extends: [./p0.yaml]\n", &files, "the policy has more than 200 files");
    // Each of a few names the next one twice: 2 to the power of their number.
    let pack = |index: usize| {
        let next = format!("./p{}.yaml", index + 1);
        let extends = if index == 39 { String::new() } else { format!("{next}, {next}") };
        (format!("p{index}.yaml"), format!("id: p{index}\nsummary: P.\nextends: [{extends}]\n"))
    };
    let files: Vec<(String, String)> = (0..40).map(pack).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (&**path, &**text)).collect();
    refused("extends: [./p0.yaml]\n", &files, "`extends` chain has more than");
}

#[test]
fn globs_and_names_of_megabytes() {
    let long = "x".repeat(900_000);
    let memory = "the patterns need too much memory together";
    let length = "a pattern has at most 1000 bytes, and this one 900001";
    refused(&format!("files: ['{long}*']\n"), &[], length);
    let fields = format!("rules:\n  unknown-field: {{known_keys: ['{long}*']}}\n");
    refused(&fields, &[], length);
    refused(&format!("extends: ['{long}']\n"), &[], "there is no pack");
    refused(&format!("rules:\n  ? '{long}'\n  : 'off'\n"), &[], "there is no rule");
    let mut many = String::from("exclude:\n");
    for index in 0..20_000 {
        let _ = writeln!(many, "  - '**/{{a,b,c}}{index}/**/*[a-z]?{{x,y}}*'");
    }
    refused(&many, &[], memory);
}

#[test]
fn messages_that_repeat_themselves() {
    let pack = format!(
        "id: loud\nsummary: Harm.\nmessage: '{}'\ncheck: {{required: {{field: location}}}}\n",
        "{vendor}".repeat(10_000)
    );
    let folder = tempfile::tempdir().unwrap();
    let manifest = format!("subprocessors:\n  - name: {}\n", "x".repeat(100_000));
    write(folder.path(), &[("s.yaml", &manifest), ("pack.yaml", &pack)]);
    let ran = check(folder.path(), &["--pack", "./pack.yaml", "s.yaml"]);
    assert!(ran.out.len() < 100_000, "{} bytes", ran.out.len());
}

#[test]
fn escape_sequences_in_a_policy() {
    let text = super::attacks::ACTS;
    let typed: String = text.chars().map(|char| format!("\\U{:08x}", char as u32)).collect();
    let typed = format!("\"{typed}\"");
    refused(&format!("{typed}: 1\n"), &[], "a configuration has no field");
    refused(&format!("rules: {{{typed}: error}}\n"), &[], "there is no rule");
    refused(&format!("extends: [{typed}]\n"), &[], "cannot find");
}

/// A configuration that cannot be read is a report in every format, and a valid
/// one.
#[test]
fn policies_that_cannot_be_read() {
    let beyond = format!("exclude: ['{}']\n", "x".repeat(10 << 20));
    let cases: [(&[u8], &str); 4] = [
        (beyond.as_bytes(), "more than 1048576 bytes"),
        (b"extends: [caf\xe9]\n", "the file is not UTF-8: byte 0xe9"),
        (b"\xff\xfee\0x\0", "the file is UTF-16 (little-endian), not UTF-8"),
        (b"extends: [\0]\n", "the file has a NUL byte"),
    ];
    let schema = include_str!("../../../schemas/report.schema.json");
    let schema = serde_json::from_str(schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for (text, reason) in cases {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &[("subprocessors.yaml", MANIFEST)]);
        std::fs::write(folder.path().join("house.yaml"), text).unwrap();
        for args in [["--config", "house.yaml"], ["--pack", "./house.yaml"]] {
            for format in subprocessor_lint::FORMATS {
                let to_file = ["--output-format", format.name, "-o", "report"];
                let ran = check(folder.path(), &[&args[..], &to_file].concat());
                assert_eq!(ran.code, 2, "{ran:?}");
                let report = std::fs::read_to_string(folder.path().join("report")).unwrap();
                assert!(report.contains("house.yaml"), "{}: {report}", format.name);
            }
            let ran = check(folder.path(), &args);
            assert!(
                ran.err.contains(&format!("cannot read `house.yaml`: {reason}")),
                "{}",
                ran.err
            );
            let json = ran.json();
            let problem = validator.iter_errors(&json).map(|error| error.to_string()).next();
            assert_eq!(problem, None, "{json:#}");
            assert_eq!(
                (json["complete"].as_bool(), json["exit_status"].as_u64()),
                (Some(false), Some(2))
            );
            let file = &json["files"][0];
            assert_eq!((&file["path"], &file["kind"]), (&"house.yaml".into(), &"policy".into()));
            assert_eq!((&file["why"], &file["sha256"]), (&"unreadable file".into(), &().into()));
        }
    }
    // A folder in the place of the file.
    let folder = tempfile::tempdir().unwrap();
    let ran = check(folder.path(), &["--config", "."]);
    assert_eq!((ran.code, ran.json()["files"][0]["kind"].as_str()), (2, Some("policy")), "{ran:?}");
}

/// Full policies cost what the benchmark says; here each ends, and says why where it was refused.
#[test]
fn every_policy_is_refused_or_applied() {
    for attack in policy_attacks::POLICIES {
        let text = (attack.make)((attack.size / SMALLER).max(20));
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &[("s.yaml", MANIFEST), (attack.file, &text)]);
        let option = if attack.file == "pack.yaml" { "--pack" } else { "--config" };
        let path = format!("./{}", attack.file);
        let ran = check(folder.path(), &[option, &path, "s.yaml"]);
        assert!([0, 1, 2].contains(&ran.code), "{}: {}", attack.name, ran.err);
        assert_eq!(ran.code == 2, ran.json()["complete"] == false, "{}: {}", attack.name, ran.err);
        assert!(ran.err.len() < 100_000, "{}: {} bytes of complaint", attack.name, ran.err.len());
        assert_eq!(acting(&ran.out), None, "{}", attack.name);
    }
}
