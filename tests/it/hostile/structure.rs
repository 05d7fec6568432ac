//! Attacks by the structure of a file: its nesting, its repetitions, its length.

use super::{attack, attack_of, attacks, check};

const NODES: &str = "more than 2000000 values after alias expansion";
const DOCUMENTS: &str = "more than 200000 vendors, claims, places or documents";
const DEPTH: &str = "more than 64 levels of nesting";

#[test]
fn billion_laughs_by_anchors() {
    attack_of("billion laughs", 30).is_refused_for(NODES);
}

#[test]
fn laughs_below_the_cap_cost_what_is_written() {
    let checked = attack_of("laughs below the cap", 1_800_000);
    assert!(checked.complete);
    let said = checked.of("invalid-value");
    assert_eq!(said, ["`notes` must be text, found a list"]);
}

#[test]
fn laughs_by_merge_keys() {
    attack_of("merge-key laughs", 30).is_refused_for(NODES);
}

#[test]
fn one_base_merged_into_every_vendor() {
    attack_of("one base merged into all", 2_800).is_refused_for(NODES);
    let checked = attack_of("one base merged into all", 20);
    assert!(checked.complete);
    let fields = checked.of("unknown-field");
    assert_eq!(fields.len(), 1_000, "the base is one place, however often it is merged");
}

#[test]
fn aliases_of_one_text_of_100_kilobytes() {
    let checked = attack_of("aliases of 100 KB", 12);
    assert!(checked.complete);
    assert!(checked.findings.iter().all(|finding| finding.message.len() < 4_000));
    assert!(checked.outputs.iter().all(|(_, output)| output.len() < 400_000));
    attack_of("aliases of 100 KB", 900).is_refused_for(NODES);
}

#[test]
fn one_vendor_thousands_of_times_by_aliases() {
    let checked = attack_of("aliases of one vendor", 3_000);
    assert!(checked.complete);
    assert_eq!(checked.of("placeholder-value").len() % 3_000, 0);
}

#[test]
fn nesting_in_flow_collections() {
    attack("deep flow").is_refused_for(DEPTH);
}

#[test]
fn nesting_in_block_collections() {
    attack("deep blocks").is_refused_for(DEPTH);
    attack_of("deep indentation", 200).is_refused_for(DEPTH);
}

#[test]
fn nesting_in_json() {
    attack("deep JSON").is_refused_for(DEPTH);
    let closed = format!("{}{}", "[".repeat(100), "]".repeat(100));
    check("s.json", &closed).is_refused_for(DEPTH);
}

#[test]
fn nesting_by_aliases() {
    attack("depth by aliases").is_refused_for(DEPTH);
}

#[test]
fn one_line_of_json_with_columns_beyond_16_bits() {
    let checked = attack_of("one line of JSON", 1_200);
    assert!(checked.complete);
    let last = checked.of("unknown-location");
    assert!(last.last().unwrap().starts_with("cannot read location \"Atlantis\""), "{last:?}");
    let (_, concise) = checked.outputs.iter().find(|(name, _)| *name == "concise").unwrap();
    let line = concise.lines().find(|line| line.contains("Atlantis")).unwrap();
    let text = (attacks::named("one line of JSON").make)(1_200);
    let column = text.find("\"Atlantis\"").unwrap() + 1;
    assert!(column > 65_535);
    // The mark starts behind the quote.
    assert!(line.starts_with(&format!("s.json:1:{}: ", column + 1)), "{line}");
    let (_, json) = checked.outputs.iter().find(|(name, _)| *name == "json").unwrap();
    assert!(json.contains(&format!("\"column\": {}", column + 1)));
}

#[test]
fn more_bytes_than_are_read() {
    let text = format!("name: {}", " ".repeat(subprocessor_lint::Limits::default().bytes));
    check("s.yaml", &text).is_refused_for("more than 33554432 bytes");
    check("s.json", &text).is_refused_for("more than 33554432 bytes");
}

#[test]
fn one_value_of_megabytes() {
    attack_of("32 MB of one scalar", 2 << 20)
        .is_refused_for("more than 1048576 bytes in one value");
}

#[test]
fn words_without_end() {
    attack_of("32 MB of words", 1_000_100).is_refused_for(NODES);
}

#[test]
fn one_key_very_often() {
    let checked = attack_of("one key 200,000 times", 4_000);
    assert!(checked.complete);
    let said = checked.of("duplicate-key");
    assert_eq!(said.len(), 3_999);
    assert!(said[0].starts_with("key `name` appears twice; the value at line 2 is ignored"));
}

#[test]
fn very_many_keys() {
    let checked = attack("200,000 keys");
    assert_eq!(checked.of("unknown-field")[0], "unknown field `key0`");
    assert_eq!(checked.complete, cfg!(debug_assertions));
}

#[test]
fn duplicates_in_every_vendor() {
    let checked = attack_of("duplicates in every vendor", 1_000);
    assert!(checked.complete);
    assert_eq!(checked.of("duplicate-key").len(), 3_000);
}

#[test]
fn thousands_of_tag_directives() {
    let checked = attack("%TAG lines");
    assert!(checked.complete);
    assert_eq!(checked.of("missing-location"), ["\"A\" has no processing location"]);
}

#[test]
fn thousands_of_anchors() {
    let checked = attack("50,000 anchors");
    assert_eq!(checked.of("parse-error"), [""; 0]);
}

#[test]
fn a_million_documents() {
    // None of them is a manifest, which is said once.
    let checked = attack_of("1 M documents", 500);
    assert_eq!(checked.of("parse-error"), ["not a manifest: the file is a list"]);
    attack_of("1 M documents", 200_001).is_refused_for(DOCUMENTS);
}

#[test]
fn thousands_of_lists_in_one_file() {
    let checked = attack("100,000 lists");
    assert_eq!(checked.of("missing-location")[0], "\"V0\" has no processing location");
}

#[test]
fn a_million_lines_of_comments() {
    let checked = attack("1 M comments");
    assert!(checked.complete);
    assert_eq!(checked.of("missing-location"), ["\"A\" has no processing location"]);
}

#[test]
fn thousands_of_waivers() {
    let checked = attack_of("waivers in comments", 500);
    assert_eq!(checked.of("malformed-waiver").len(), 500);
    let checked = attack_of("waivers for all rules", 500);
    assert_eq!(checked.of("missing-contact"), [""; 0]);
    assert_eq!(checked.of("missing-last-updated").len(), 1);
}

#[test]
fn millions_of_blank_lines() {
    let checked = attack("blank lines");
    assert!(checked.complete);
    assert_eq!(checked.of("missing-location"), ["\"A\" has no processing location"]);
}

#[test]
fn tabs_for_indentation() {
    let checked = attack("tabs for indentation");
    assert!(!checked.complete);
    let [said] = checked.of("parse-error")[..] else { panic!("{:?}", checked.findings) };
    assert!(said.contains("tab"), "{said}");
}
