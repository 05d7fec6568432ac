//! Attacks by what is written: long texts, very many entries, promises times
//! vendors, characters that act.

use super::attacks::ACTS;
use super::{Attacked, attack, attack_of, check};
use std::fmt::Write as _;
use subprocessor_lint::MANIFEST_SCHEMA;

fn starts(checked: &Attacked, rule: &str, message: &str) {
    let said = checked.of(rule);
    let first = said.first().unwrap_or_else(|| panic!("no {rule} in {:?}", checked.findings));
    assert!(first.starts_with(message), "{first}");
}

#[test]
fn residency_claims_times_vendors() {
    let checked = attack_of("claims x vendors", 2_000);
    let said = "rule `residency-mismatch` could not be evaluated: 2000 claims times 2000 vendors";
    let failures = checked.of("policy-error");
    assert!(failures.iter().any(|failure| failure.starts_with(said)), "{failures:?}");
    assert!(!checked.complete);
    let checked = attack_of("claims x vendors", 40);
    assert!(checked.complete);
    assert_eq!(checked.of("residency-mismatch").len(), 1_600);
}

#[test]
fn residency_claims_with_long_lists_times_vendors() {
    let checked = attack_of("claims with lists", 1_500);
    assert!(!checked.complete);
    let checked = attack_of("claims with lists", 20);
    assert!(checked.complete);
    assert_eq!(checked.of("residency-mismatch"), [""; 0], "the data is not that of the claim");
}

#[test]
fn other_promises_times_vendors() {
    let checked = attack("statements x vendors");
    starts(&checked, "claim-contradicted", "the claim \"nobody else sees data 0\" is contradicted");
}

#[test]
fn vendors_of_one_name() {
    let checked = attack("100,000 of one name");
    starts(&checked, "duplicate-legal-name", "legal name \"Acme, Inc.\" repeats");
}

#[test]
fn near_identical_legal_names() {
    let checked = attack("near-identical names");
    assert!(checked.complete);
    assert_eq!(checked.of("duplicate-legal-name"), [""; 0], "numbers tell companies apart");
    let checked = attack_of("legal names by a typo", 200);
    assert!(checked.complete);
    starts(&checked, "duplicate-legal-name", "legal name ");
}

#[test]
fn defects_in_every_field() {
    let checked = attack_of("bad words everywhere", 600);
    assert!(checked.complete);
    assert_eq!(checked.of("placeholder-value").len() % 600, 0);
    assert!(checked.findings.len() > 6_000, "{}", checked.findings.len());
}

#[test]
fn more_findings_than_are_kept() {
    attack_of("unknown fields", 100_001).is_cut_at_the_cap();
}

#[test]
fn vendors_without_anything() {
    let checked = attack_of("empty vendors", 2_000);
    assert!(checked.complete);
    assert_eq!(checked.of("missing-location").len(), 2_000);
    // That an entry is text is the one cause for all that it lacks.
    let checked = attack_of("vendors that are text", 2_000);
    assert_eq!(checked.of("invalid-value").len(), 2_000);
    assert_eq!(checked.of("missing-location").len(), 0);
}

#[test]
fn more_vendors_than_are_checked() {
    let vendors = subprocessor_lint::Limits::default().vendors;
    let checked = attack_of("empty vendors", vendors + 1);
    checked.is_refused_for(&format!("more than {vendors} vendors, claims, places or documents"));
}

#[test]
fn a_location_of_a_megabyte() {
    let checked = attack("1 MB location");
    starts(&checked, "unknown-location", "cannot read location \"xxxx");
    attack("1 MB of places").findings.iter().for_each(|one| assert!(one.message.len() < 1_000));
}

#[test]
fn a_legal_name_of_a_megabyte() {
    let checked = attack("1 MB legal name");
    assert!(checked.complete);
    starts(&attack("1 MB of companies"), "multiple-entities", "");
    assert!(attack("combining marks").complete);
}

#[test]
fn an_address_of_a_megabyte() {
    starts(&attack("1 MB URL"), "bad-url", "");
    starts(&attack("1 MB e-mail"), "invalid-contact", "");
}

#[test]
fn every_text_of_a_megabyte() {
    let checked = attack("1 MB in every text");
    assert!(checked.complete);
    assert!(checked.findings.iter().all(|finding| finding.message.len() < 4_000));
    assert!(checked.outputs.iter().all(|(_, output)| output.len() < 500_000));
}

#[test]
fn very_many_places_of_one_vendor() {
    let most = subprocessor_lint::Limits::default().vendors;
    let reason = format!("more than {most} vendors, claims, places or documents");
    attack_of("many places a vendor", most + 1).is_refused_for(&reason);
    let checked = attack_of("many places a vendor", 6_000);
    starts(&checked, "unknown-location", "cannot read location \"Mars\"");
}

#[test]
fn escape_sequences_in_every_vendor() {
    let checked = attack("escape sequences");
    starts(&checked, "suspicious-characters", "`name` contains");
    let (_, human) = &checked.outputs[0];
    assert!(human.contains("\u{241b}[31m"), "they are shown for what they are");
}

/// Every field of the manifest, at any depth, holds characters that act.
#[test]
fn escape_sequences_in_every_field() {
    let schema: serde_json::Value = serde_json::from_str(MANIFEST_SCHEMA).unwrap();
    let mut keys = Vec::new();
    collect(&schema, &mut keys);
    assert!(keys.len() > 80, "{} fields", keys.len());
    // Some may not stand in YAML as they are.
    let typed = |char: char| format!("\\U{:08x}", char as u32);
    let acts: String = ACTS
        .chars()
        .map(|char| if char.is_ascii_graphic() { char.into() } else { typed(char) })
        .collect();
    let acts = format!("\"{acts}\"");
    let mut fields = String::new();
    for key in &keys {
        let _ = writeln!(fields, "    {key}: {acts}");
    }
    let top = fields.replace("    ", "");
    let entry = format!("  - {}", fields.trim_start());
    let yaml = format!("subprocessors:\n{entry}  - {acts}: {acts}\n{}", {
        let top = top.lines().filter(|line| !line.starts_with("subprocessors:"));
        top.map(|line| format!("{line}\n")).collect::<String>()
    });
    let checked = check(&format!("{ACTS}.yaml"), &yaml);
    assert!(checked.complete, "{:?}", checked.of("parse-error"));
    assert!(checked.of("suspicious-characters").len() > 10);
    let shown = checked.of("unknown-field");
    assert!(shown.iter().any(|message| message.contains("\u{1b}[31m")), "{shown:?}");
}

/// The names of the properties in a schema.
pub(super) fn collect(schema: &serde_json::Value, keys: &mut Vec<String>) {
    match schema {
        serde_json::Value::Object(members) => {
            let own = members.get("properties").and_then(serde_json::Value::as_object);
            for key in own.into_iter().flat_map(|properties| properties.keys()) {
                if !keys.contains(key) {
                    keys.push(key.clone());
                }
            }
            members.values().for_each(|member| collect(member, keys));
        }
        serde_json::Value::Array(items) => items.iter().for_each(|item| collect(item, keys)),
        _ => {}
    }
}
