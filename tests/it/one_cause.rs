//! One cause, one finding, where several rules of a policy see the same thing.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests touch files")]

use crate::support::run;

use run::{check, write};

/// The findings of some rules on a manifest as `rule path`, errors as `rule! path`.
fn findings(config: &str, manifest: &str, rules: &[&str]) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join(".git")).unwrap();
    write(folder.path(), &[("subprocessor-lint.yaml", config), ("subprocessors.yaml", manifest)]);
    let ran = check(folder.path(), &[]);
    let all = ran.all();
    let of = all.iter().filter(|one| rules.contains(&one["rule"].as_str().unwrap()));
    let line = |one: &serde_json::Value| {
        let error = if one["severity"] == "error" { "!" } else { "" };
        format!("{}{error} {}", one["rule"].as_str().unwrap(), one["path"].as_str().unwrap())
    };
    of.map(line).collect()
}

#[test]
fn a_mechanism_of_the_past_is_not_called_an_unknown_word_as_well() {
    let manifest = "\
subprocessors:
  - {name: Harbor Cloud, location: US, transfer: {mechanism: privacy_shield}}
  - {name: Brightpost, location: US, transfer: {mechanism: handshake}}
";
    let rules = ["invalid-value", "retired-transfer-mechanism", "transfer-mechanism-mismatch"];
    let expected = [
        "retired-transfer-mechanism! subprocessors[0].transfer.mechanism",
        "invalid-value! subprocessors[1].transfer.mechanism",
    ];
    assert_eq!(findings("extends: [recommended]", manifest, &rules), expected);
}

#[test]
fn a_field_that_a_pack_asks_for_is_missed_once() {
    let manifest = "\
subprocessors:
  - {name: Harbor Cloud, location: US}
";
    let rules = ["missing-legal-name", "missing-field"];
    for (pack, fields) in [("scc-annex-iii", 4), ("dora", 7)] {
        let found = findings(&format!("extends: [{pack}]"), manifest, &rules);
        assert_eq!(found, vec!["missing-field! subprocessors[0].name"; fields], "{pack}");
    }
    // A milder demand for the same field hides no error.
    let config = "
extends: [recommended]
rules:
  missing-legal-name: error
  missing-field: {severity: info, fields: [legal_name]}
";
    let both = ["missing-field subprocessors[0].name", "missing-legal-name! subprocessors[0].name"];
    assert_eq!(findings(config, manifest, &rules), both);
}

#[test]
fn a_field_that_is_asked_for_is_not_called_inconsistent_as_well() {
    let manifest = "\
subprocessors:
  - {name: Harbor Cloud, country: US, address: 12 Harbour Row, links: {dpa: https://harbor.example/dpa}}
  - {name: Brightpost, country: US, address: 1 Post Street, links: {dpa: https://brightpost.example/dpa}}
  - {name: Ledgerline, country: US, address: 3 Line Road, links: {dpa: https://ledgerline.example/dpa}}
  - {name: Tallyworks}
";
    let rules = ["inconsistent-field", "missing-field"];
    let at = "subprocessors[3].name";
    let config = "
extends: [recommended]
rules:
  missing-field: {severity: warning, fields: [address]}
";
    // Country and links.dpa are other fields at the same place.
    let expected = [
        format!("inconsistent-field {at}"),
        format!("inconsistent-field {at}"),
        format!("missing-field {at}"),
    ];
    assert_eq!(findings(config, manifest, &rules), expected);
    assert_eq!(
        findings("extends: [recommended]", manifest, &rules),
        vec![format!("inconsistent-field {at}"); 3]
    );
}
