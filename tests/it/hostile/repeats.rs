//! Attacks on what is made of a file: long texts that each finding repeats, more findings than
//! there is room for, waivers without end.

use super::run::{self, write};
use super::{Attacked, attack, attack_of, check};
use std::fmt::Write as _;
use subprocessor_lint::MANIFEST_SCHEMA;

/// The bytes of all texts of the findings.
fn text_bytes(checked: &Attacked) -> usize {
    let of = |text: &Option<String>| text.as_ref().map_or(0, String::len);
    let all = checked.findings.iter().map(|one| {
        one.message.len() + one.path.len() + of(&one.help) + of(&one.value) + of(&one.vendor)
    });
    all.sum()
}

#[test]
fn one_long_text_in_every_finding() {
    for (name, count) in [
        ("claim of 1 MB x vendors", 300),
        ("findings in a long name", 300),
        ("findings below a long key", 300),
    ] {
        let checked = attack_of(name, count);
        assert!(checked.findings.len() >= count, "{name}: {}", checked.findings.len());
        let each = text_bytes(&checked) / checked.findings.len();
        assert!(each < 10_000, "{name}: {each} bytes a finding");
    }
    assert!(attack_of("regions x vendors", 500).of("residency-mismatch").len() == 500);
}

/// No check gets around the cap: each rule reports more than there is room for.
#[test]
fn more_findings_than_the_cap() {
    let checked = attack_of("placeholders in one list", 60_000);
    assert!(
        checked
            .of("policy-error")
            .contains(&"stopped after 50000 findings; the rest was not checked")
    );
    assert!(checked.findings.len() < 50_010, "{}", checked.findings.len());
}

/// The findings of a file share a budget of bytes, too: it grows with their number.
#[test]
fn findings_with_long_values() {
    let mut text = "subprocessors:\n  - name: A\n    locations:\n".to_owned();
    for index in 0..400 {
        let _ = writeln!(text, "      - Nowhere {index} {}", "x".repeat(3_500));
    }
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("s.yaml", &text)]);
    let ran = run::check(folder.path(), &["--isolated", "--max-findings", "500", "s.yaml"]);
    assert_eq!(ran.code, 2, "{}", ran.err);
    let json = ran.json();
    let found = json["files"][0]["findings"].as_array().unwrap();
    assert!(found.len() < 450, "{}", found.len());
    assert!(ran.out.contains("with much text; the rest was not checked"));
}

#[test]
fn a_waiver_without_end() {
    for name in ["names in a waiver", "reasons in a waiver"] {
        let checked = attack(name);
        let said = checked.of("malformed-waiver");
        assert_eq!(said, ["the waiver is invalid: it is longer than 4000 bytes"], "{name}");
    }
    let names = vec!["missing-contact"; 200].join(",");
    let text =
        format!("subprocessors:\n  - name: A # subprocessor-lint: allow({names}) reason=r\n");
    let said = check("s.yaml", &text);
    assert_eq!(
        said.of("malformed-waiver"),
        ["the waiver is invalid: it names more than 100 rules"]
    );
}

#[test]
fn waivers_without_end() {
    let line = "# subprocessor-lint: allow(missing-owner) reason=asked\n";
    let text = format!("subprocessors:\n  - name: A\n{}", line.repeat(20_500));
    let said = check("s.yaml", &text);
    let said = said.of("malformed-waiver");
    assert!(
        said.iter().any(|one| one.ends_with("more than 20000 waivers in this file")),
        "{said:?}"
    );
    assert!(said.len() <= 20_001);
}

#[test]
fn long_texts_of_every_kind() {
    for (name, count) in [
        ("blanks in a contact", 40_000),
        ("1 MB contact", 40_000),
        ("1 MB international host", 40_000),
        ("bars in legal names", 200),
        ("colons in locations", 200),
    ] {
        let checked = attack_of(name, count);
        assert!(checked.findings.iter().all(|one| one.message.len() < 4_000), "{name}");
    }
}

/// Every field of the manifest with texts that made some reader slow.
#[test]
fn any_field_with_any_text() {
    let schema: serde_json::Value = serde_json::from_str(MANIFEST_SCHEMA).unwrap();
    let mut keys = Vec::new();
    super::values::collect(&schema, &mut keys);
    for part in [
        "x",
        " ",
        "a ",
        "a, ",
        "a|b ",
        "a:",
        "\u{e9}",
        "\u{e9}.",
        "a@",
        "/",
        "(",
        "((a) ",
        "http://a.b/ ",
        "Inc. ",
        "US/",
        "not ",
        "-",
        "1",
        "2026-",
        "\u{a0}",
        "a\u{301}",
        "TBD ",
        "and ",
        "[a](b) ",
    ] {
        let text = format!("'a{}b'", part.repeat(5_000 / part.len()));
        let mut entry = String::new();
        for key in
            keys.iter().filter(|key| !matches!(&***key, "subprocessors" | "other_recipients"))
        {
            let _ = writeln!(entry, "    {key}: {text}");
        }
        let top = entry.replace("    ", "");
        let yaml = format!("subprocessors:\n  - {}{top}", entry.trim_start());
        check("s.yaml", &yaml);
    }
}
