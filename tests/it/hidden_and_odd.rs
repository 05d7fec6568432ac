//! Small texts in which a reader could take one thing for another.

use crate::support::run::{run_in, write};

/// The findings of a file as `rule path message`.
fn found(name: &str, text: &str) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), &[(name, text)]);
    let all = run_in(folder.path(), &[], ["--output-format", "json"]).all();
    let text = |one: &serde_json::Value, key: &str| one[key].as_str().unwrap_or("").to_owned();
    let line =
        |one| format!("{} {} {}", text(one, "rule"), text(one, "path"), text(one, "message"));
    all.iter().map(line).collect()
}

fn has(found: &[String], start: &str, part: &str) -> bool {
    found.iter().any(|one| one.starts_with(start) && one.contains(part))
}

#[test]
fn a_whole_number_in_any_notation_is_that_number() {
    for (notice, objection) in [("1", "30"), ("1.0", "3e1"), ("1e0", "30.0")] {
        let text = format!(
            "change_notice: {{committed: true, notice_days: {notice}, objection_days: {objection}}}\n\
             subprocessors: []\n"
        );
        let found = found("subprocessors.yaml", &text);
        assert!(has(&found, "short-notice-window", "30 days"), "{notice}: {found:#?}");
    }
}

#[test]
fn hidden_characters_of_a_comment_are_reported() {
    for (char, code) in [('\u{202e}', "U+202E"), ('\u{2028}', "U+2028"), ('\u{200b}', "U+200B")] {
        let text = format!("subprocessors:\n  - name: Harbor # seen{char}by legal\n");
        let found = found("subprocessors.yaml", &text);
        assert!(has(&found, "suspicious-characters", code), "{found:#?}");
    }
}

#[test]
fn a_space_that_is_not_plain_is_no_json() {
    let found = found("subprocessors.json", "{\"subprocessors\":\u{a0}[]}");
    assert!(has(&found, "parse-error", "plain"), "{found:#?}");
}

#[test]
fn long_names_that_differ_at_their_end_have_fingerprints_of_their_own() {
    let start = "x".repeat(300);
    let list = |end: &str| format!("subprocessors:\n  - name: {start}{end}\n");
    let of = |text: &str| {
        let folder = tempfile::tempdir().expect("a folder");
        write(folder.path(), &[("subprocessors.yaml", text)]);
        let all = run_in(folder.path(), &[], ["--output-format", "json"]).all();
        let one = all.into_iter().find(|one| one["rule"] == "missing-contact").expect("it");
        one["fingerprint"].to_string()
    };
    assert_ne!(of(&list("one")), of(&list("two")));
}

#[test]
fn a_control_character_is_named_between_one_pair_of_quotes() {
    let found = found("subprocessors.yaml", "subprocessors:\n  - name: \"a\u{8c}b\"\n");
    assert!(has(&found, "parse-error", "`\\u{8c}`"), "{found:#?}");
}

#[test]
fn a_merge_key_with_a_tag_is_a_plain_key() {
    let text = "subprocessors:\n  - &base {name: Harbor, location: US}\n  - name: Quay\n    \
                !!str <<: *base\n";
    let found = found("subprocessors.yaml", text);
    assert!(has(&found, "missing-location subprocessors[1]", "Quay"), "{found:#?}");
    assert!(has(&found, "unknown-field", "`<<`"), "{found:#?}");
}

#[test]
fn what_an_alias_repeats_is_reported_where_it_is_used() {
    let text = "x-places: &places [Atlantis, SE]\nx-desk: &desk {email: noreply@quay.io}\n\
                subprocessors:\n  - {name: Harbor, location: US}\n  - {name: Quay, locations: \
                *places, contact: *desk}\n";
    let found = found("subprocessors.yaml", text);
    assert!(has(&found, "unknown-location subprocessors[1].locations", "Atlantis"), "{found:#?}");
    assert!(has(&found, "invalid-contact subprocessors[1].contact", "noreply"), "{found:#?}");
}

#[test]
fn a_folder_as_standard_input_is_said() {
    let program = env!("CARGO_BIN_EXE_subprocessor-lint");
    let folder = tempfile::tempdir().expect("a folder");
    let Ok(input) = std::fs::File::open(folder.path()) else { return };
    let mut command = std::process::Command::new(program);
    let ran = command.args(["check", "-"]).stdin(input).output().expect("it runs");
    let said = String::from_utf8_lossy(&ran.stderr);
    assert_eq!(ran.status.code(), Some(2), "{said}");
    assert!(said.contains("cannot read standard input"), "{said}");
}
