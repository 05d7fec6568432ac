//! Files that are made from the code: each is what the code makes now.
//!
//! `UPDATE=1 cargo test generated` writes them.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests touch files and the environment"
)]

mod check_page;
mod rule_pages;

use crate::checks::REGISTRY;
use crate::policy::builtin;
use crate::policy::schemas;
use serde_json::Value;

/// The markers of the table of rules in the README.
const TABLE: (&str, &str) = ("<!-- rules -->\n", "<!-- /rules -->");

/// The generated files with their texts.
fn files() -> Vec<(String, String)> {
    let mut files = rule_pages::pages();
    files.push(("docs/checks.md".to_owned(), check_page::text()));
    files.push(("schemas/rule.schema.json".to_owned(), schemas::rule_schema(&REGISTRY)));
    files.push(("schemas/config.schema.json".to_owned(), schemas::config_schema(&REGISTRY)));
    let readme = std::fs::read_to_string("README.md").expect("README.md");
    let (before, rest) = readme.split_once(TABLE.0).expect("the README has a table of rules");
    let (_, after) = rest.split_once(TABLE.1).expect("the table of rules ends");
    let table = rule_pages::readme_table();
    files.push(("README.md".to_owned(), format!("{before}{}{table}{}{after}", TABLE.0, TABLE.1)));
    files
}

/// The output in the README is part of what the program prints.
#[test]
fn the_readme_shows_what_is_printed() {
    let readme = std::fs::read_to_string("README.md").expect("README.md");
    let printed = std::fs::read_to_string("tests/cmd/seeds/refiner.stdout").expect("a recording");
    let (_, shown) = readme
        .split_once("$ subprocessor-lint check examples/seeds/refiner.yaml\n")
        .expect("the README shows a run");
    let (shown, _) = shown.split_once("```").expect("the block ends");
    let parts: Vec<&str> = shown.split("...\n").flat_map(|part| part.split("\n\n")).collect();
    assert!(parts.len() > 4, "{parts:#?}");
    for part in parts {
        assert!(printed.contains(part.trim_matches('\n')), "not printed any more:\n{part}");
    }
}

#[test]
fn generated_files_are_up_to_date() {
    let update = std::env::var_os("UPDATE").is_some_and(|value| !value.is_empty());
    let mut stale = Vec::new();
    let files = files();
    for (path, wanted) in &files {
        if std::fs::read_to_string(path).is_ok_and(|found| found == *wanted) {
            continue;
        }
        if update {
            let folder = std::path::Path::new(path).parent().expect("a folder");
            std::fs::create_dir_all(folder).expect("a folder");
            std::fs::write(path, wanted).expect(path);
        } else {
            stale.push(path.clone());
        }
    }
    // A page of a rule that is gone.
    for entry in std::fs::read_dir("docs/rules").into_iter().flatten().flatten() {
        let path = format!("docs/rules/{}", entry.file_name().to_string_lossy());
        if !files.iter().any(|(known, _)| *known == path) {
            stale.push(format!("{path} (delete it)"));
        }
    }
    let command = "UPDATE=1 cargo test generated";
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
    let validator = validator(&schemas::rule_schema(&REGISTRY));
    for (path, text) in builtin::TEXTS {
        let problems = problems(&validator, text);
        assert!(problems.is_empty(), "{path}: {}", problems.join("\n"));
    }
    assert_eq!(problems(&validator, "id: x\nsummary: x\nchek: {syntax: {}}\n").len(), 1);
    assert_eq!(problems(&validator, "id: x\nsummary: x\ncheck: {sintax: {}}\n").len(), 1);
}

#[test]
fn configurations_fit_their_schema() {
    let validator = validator(&schemas::config_schema(&REGISTRY));
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
    for wrong in [
        "extend: []",
        "rules: {stale-list: eror}",
        "rules: {stale-list: {max_aeg_days: 1}}",
        "rules: {stale-list: {statuses: gone}}",
        "rules: {duplicate-key: {max_age_days: 1}}",
        "fail_on: all",
        "allow: [{vendor: x}]",
    ] {
        assert!(!problems(&validator, wrong).is_empty(), "{wrong}");
    }
}
