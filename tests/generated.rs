//! Files that are made from the code: each is what the code makes now.
//!
//! `UPDATE=1 cargo test --test generated` writes them.

use serde_json::Value;
use subprocessor_lint::docs::schemas;
use subprocessor_lint::rules::builtin;

/// The generated files, each with the function that makes its text.
const FILES: &[(&str, fn() -> String)] = &[
    ("schemas/rule.schema.json", schemas::rule_schema),
    ("schemas/config.schema.json", schemas::config_schema),
];

#[test]
fn generated_files_are_up_to_date() {
    let update = std::env::var_os("UPDATE").is_some_and(|value| !value.is_empty());
    let mut stale = Vec::new();
    for (path, make) in FILES {
        let wanted = make();
        if std::fs::read_to_string(path).is_ok_and(|found| found == wanted) {
            continue;
        }
        if update {
            std::fs::write(path, wanted).expect(path);
        } else {
            stale.push(*path);
        }
    }
    let command = "UPDATE=1 cargo test --test generated";
    assert!(stale.is_empty(), "stale: {}; run `{command}`", stale.join(", "));
}

fn validator(schema: &str) -> jsonschema::Validator {
    let schema: Value = serde_json::from_str(schema).expect("the schema is JSON");
    assert!(jsonschema::meta::is_valid(&schema), "the schema is no schema");
    jsonschema::validator_for(&schema).expect("the schema compiles")
}

fn problems(validator: &jsonschema::Validator, text: &str) -> Vec<String> {
    let value: Value = serde_yaml::from_str(text).expect("the text is YAML");
    validator.iter_errors(&value).map(|error| error.to_string()).collect()
}

#[test]
fn every_rule_and_pack_fits_its_schema() {
    let validator = validator(&schemas::rule_schema());
    for (path, text) in builtin::TEXTS {
        let problems = problems(&validator, text);
        assert!(problems.is_empty(), "{path}: {}", problems.join("\n"));
    }
    assert_eq!(problems(&validator, "id: x\nsummary: x\nchek: {syntax: {}}\n").len(), 1);
    assert_eq!(problems(&validator, "id: x\nsummary: x\ncheck: {sintax: {}}\n").len(), 1);
}

#[test]
fn configurations_fit_their_schema() {
    let validator = validator(&schemas::config_schema());
    let good = "
extends: [recommended, ./policy/reviews.yaml]
files: ['**/vendors.yaml']
fail_on: warning
rules:
  stale-list: error
  missing-contact: {severity: error, statuses: active, when: has(vendor.name)}
  my-own: {severity: 'off', limit: 3}
overrides:
  - {files: drafts/**, rules: {stale-list: 'off'}}
allow:
  - {rule: missing-contact, vendor: AWS, reason: by contract, until: 2027-01-31}
x-owner: privacy
";
    assert_eq!(problems(&validator, good), Vec::<String>::new());
    for wrong in ["extend: []", "rules: {stale-list: eror}", "fail_on: all", "allow: [{vendor: x}]"]
    {
        assert!(!problems(&validator, wrong).is_empty(), "{wrong}");
    }
}
