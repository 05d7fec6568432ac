//! Packs that are named after a law hold what their sources support, and nothing else.

use subprocessor_lint::{Level, Policy};

/// A built-in pack as it is written.
fn packs() -> Vec<(String, serde_yaml::Value)> {
    let files = std::fs::read_dir("rules/packs").unwrap().map(|entry| entry.unwrap().path());
    let mut packs: Vec<(String, serde_yaml::Value)> = files
        .map(|path| {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            (name, serde_yaml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap())
        })
        .collect();
    packs.sort_by(|a, b| a.0.cmp(&b.0));
    packs
}

/// The packs of house rules; every other one is named after its source.
const HOUSE: [&str; 2] = ["recommended", "strict"];

/// The rules that are active when a configuration says this.
fn active(config: &str) -> Vec<String> {
    let policy = Policy::builder().config("subprocessor-lint.yaml", config).build().unwrap();
    policy.active_rule_ids().map(str::to_owned).collect()
}

#[test]
fn every_setting_of_a_pack_that_is_named_after_a_law_names_one_of_its_sources() {
    for (name, pack) in packs().iter().filter(|(name, _)| !HOUSE.contains(&&**name)) {
        let sources: Vec<&str> = pack["sources"]
            .as_sequence()
            .unwrap()
            .iter()
            .map(|source| source["source"].as_str().unwrap())
            .collect();
        for (rule, setting) in pack["rules"].as_mapping().unwrap() {
            let rule = rule.as_str().unwrap();
            let source = setting["source"].as_str().unwrap_or_default();
            let known = sources.iter().any(|known| source.starts_with(known));
            assert!(known, "{name}: {rule}: {source:?} is none of {sources:?}");
        }
    }
}

#[test]
fn every_source_of_a_pack_says_how_it_is_known() {
    for (name, pack) in packs() {
        for source in pack["sources"].as_sequence().unwrap() {
            let basis = source["basis"].as_str();
            assert!(matches!(basis, Some("read" | "memory" | "policy")), "{name}: {source:?}");
        }
    }
}

#[test]
fn a_pack_that_is_named_after_a_law_asks_for_nothing_that_no_law_asks_for() {
    for (name, pack) in packs().iter().filter(|(name, _)| !HOUSE.contains(&&**name)) {
        assert_eq!(pack["only"].as_bool(), Some(true), "{name}");
        let active = active(&format!("extends: [{name}]\n"));
        for policy in
            ["missing-opt-out", "missing-last-updated", "stale-list", "residency-mismatch"]
        {
            assert!(!active.iter().any(|rule| rule == policy), "{name}: {policy}");
        }
        let reads = ["invalid-value", "unknown-field", "placeholder-value", "unknown-location"];
        assert!(reads.iter().all(|rule| active.iter().any(|on| on == rule)), "{name}");
    }
}

#[test]
fn a_pack_with_all_rules_beside_one_of_a_law_adds_the_house_rules() {
    let both = active("extends: [recommended, gdpr-art28]\n");
    for rule in ["missing-opt-out", "missing-contact", "missing-transfer-mechanism"] {
        assert!(both.iter().any(|on| on == rule), "{rule}");
    }
    let two_laws = active("extends: [gdpr-art28, dora]\n");
    assert!(two_laws.iter().any(|on| on == "disclaimed-change-notice"));
    assert!(!two_laws.iter().any(|on| on == "missing-opt-out"));
}

#[test]
fn packs_that_are_named_on_the_command_line_replace_the_default() {
    let policy = Policy::builder().pack("hipaa").build().unwrap();
    assert_eq!(policy.packs(), ["format", "hipaa"]);
    let house = "id: house\nextends: [hipaa]\nrules: {missing-purpose: error}\n";
    let policy = Policy::builder().file("house.yaml", house).build().unwrap();
    assert!(!policy.active_rule_ids().any(|rule| rule == "missing-opt-out"));
    let rule = std::fs::read_to_string("rules/lifecycle/stale-list.yaml").unwrap();
    let rule = rule.replace("id: stale-list", "id: house-age").replace("days ago", "days back");
    let policy = Policy::builder().file("rule.yaml", rule).build().unwrap();
    assert!(policy.active_rule_ids().any(|rule| rule == "missing-opt-out"), "a rule is no pack");
}

#[test]
fn a_house_pack_on_a_law_keeps_to_it_and_adds_what_it_names() {
    let house = "id: house\nextends: [hipaa]\nrules: {missing-purpose: error, missing-contact: {severity: error, source: our own terms}}\n";
    let policy = Policy::builder()
        .config("subprocessor-lint.yaml", "extends: [./house.yaml]\n")
        .file("house.yaml", house)
        .build()
        .unwrap();
    let active: Vec<&str> = policy.active_rule_ids().collect();
    assert!(active.contains(&"missing-purpose") && active.contains(&"missing-contact"));
    assert!(!active.contains(&"missing-opt-out"));
    let loud = Policy::builder()
        .config("subprocessor-lint.yaml", "extends: [hipaa]\nrules: {missing-opt-out: error}\n")
        .severity("stale-list", Level::Off)
        .build()
        .unwrap();
    assert!(loud.active_rule_ids().any(|rule| rule == "missing-opt-out"), "a configuration adds");
}
