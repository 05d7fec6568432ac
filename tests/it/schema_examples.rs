//! The manifest's schema, the examples that users copy and the reference page agree.
//!
//! The schema is written by hand. These tests hold it to its own rules (every property explains
//! itself, every object is closed, a blank value is a missing one) and show which mistakes it
//! finds and which it leaves to the rules.
#![allow(clippy::unwrap_used, reason = "a test that stops has failed")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use jsonschema::Validator;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::fmt::Write as _;

const SCHEMA: &str = include_str!("../../schemas/manifest.schema.json");
const COMPLETE: &str = include_str!("../../examples/complete.yaml");
const REFERENCE: &str = include_str!("../../docs/manifest.md");

const EXAMPLES: [(&str, &str); 7] = [
    ("minimal", include_str!("../../examples/minimal.yaml")),
    ("complete", COMPLETE),
    ("clicki", include_str!("../../examples/seeds/clicki.yaml")),
    ("fortrabbit", include_str!("../../examples/seeds/fortrabbit.yaml")),
    ("krispcall", include_str!("../../examples/seeds/krispcall.yaml")),
    ("prefinery", include_str!("../../examples/seeds/prefinery.yaml")),
    ("refiner", include_str!("../../examples/seeds/refiner.yaml")),
];

fn schema() -> Value {
    serde_json::from_str(SCHEMA).unwrap()
}

fn yaml(text: &str) -> Value {
    serde_yaml::from_str(text).unwrap()
}

fn validator() -> Validator {
    jsonschema::options().build(&schema()).unwrap()
}

/// A validator for one part of the schema, with the definitions it refers to.
fn validator_of(part: &Value) -> Validator {
    let mut part = part.clone();
    part["$defs"] = schema()["$defs"].clone();
    jsonschema::options().build(&part).unwrap()
}

/// What is wrong with a manifest, as `/where keyword`.
fn errors(manifest: &Value) -> Vec<String> {
    let validator = validator();
    let mut errors: Vec<_> = validator
        .iter_errors(manifest)
        .map(|error| format!("{} {}", error.instance_path(), error.kind().keyword()))
        .collect();
    errors.sort();
    errors
}

/// The objects of the schema, each with its name: the manifest itself, then the definitions.
fn objects(schema: &Value) -> Vec<(&str, &Map<String, Value>)> {
    let definitions = schema["$defs"].as_object().unwrap();
    std::iter::once(("manifest", schema))
        .chain(definitions.iter().map(|(name, definition)| (name.as_str(), definition)))
        .filter_map(|(name, object)| Some((name, object.get("properties")?.as_object()?)))
        .collect()
}

fn definition<'a>(schema: &'a Value, reference: &str) -> &'a Value {
    schema.pointer(reference.trim_start_matches('#')).unwrap()
}

/// Calls `visit` with every subschema and literal below `value`.
fn walk<'a>(value: &'a Value, visit: &mut impl FnMut(&'a Map<String, Value>)) {
    match value {
        Value::Object(map) => {
            visit(map);
            map.values().for_each(|value| walk(value, visit));
        }
        Value::Array(list) => list.iter().for_each(|value| walk(value, visit)),
        _ => {}
    }
}

#[test]
fn the_schema_is_draft_2020_12() {
    assert!(jsonschema::meta::is_valid(&schema()));
    assert_eq!(schema()["$schema"], "https://json-schema.org/draft/2020-12/schema");
}

#[test]
fn every_property_explains_itself() {
    let schema = schema();
    for (object, properties) in objects(&schema) {
        for (name, property) in properties {
            let text = |key: &str| property[key].as_str().unwrap_or_default();
            assert!(!text("title").is_empty(), "{object}.{name} needs a `title`");
            let description = text("description");
            assert!(
                description.ends_with('.'),
                "{object}.{name} needs a `description`, a sentence"
            );
            let examples = property["examples"].as_array().map(Vec::as_slice).unwrap_or_default();
            assert!(!examples.is_empty(), "{object}.{name} needs `examples`");
            let validator = validator_of(property);
            for example in examples {
                assert!(validator.is_valid(example), "{object}.{name}: {example} is not valid");
            }
        }
    }
}

#[test]
fn every_object_is_closed_but_for_private_keys() {
    let schema = schema();
    walk(&schema, &mut |map| {
        if map.contains_key("properties") {
            assert_eq!(map.get("additionalProperties"), Some(&json!(false)), "{map:?}");
            assert_eq!(map.get("patternProperties"), Some(&json!({"^x-": true})), "{map:?}");
        }
    });
}

#[test]
fn no_keyword_is_used_whose_errors_are_hard_to_explain() {
    let schema = schema();
    walk(&schema, &mut |map| {
        for keyword in ["anyOf", "oneOf", "allOf", "not", "pattern", "unevaluatedProperties"] {
            assert!(!map.contains_key(keyword), "`{keyword}` in {map:?}");
        }
    });
}

#[test]
fn null_and_blank_are_a_missing_value_everywhere_but_in_a_required_name() {
    let schema = schema();
    for (object, properties) in objects(&schema) {
        for (name, property) in properties {
            let required = name == "name" && property.get("minLength").is_some();
            let validator = validator_of(property);
            for value in [json!(null), json!("")] {
                assert_eq!(validator.is_valid(&value), !required, "{object}.{name}: {value}");
            }
        }
    }
}

#[test]
fn the_examples_are_valid() {
    for (name, text) in EXAMPLES {
        assert_eq!(errors(&yaml(text)), Vec::<String>::new(), "{name}");
        assert!(text.starts_with("# yaml-language-server: $schema="), "{name} needs a modeline");
    }
}

#[test]
fn the_complete_example_uses_every_property() {
    let schema = schema();
    let mut used = BTreeSet::new();
    mark_used(&schema, "manifest", &schema, &yaml(COMPLETE), &mut used);
    for (object, properties) in objects(&schema) {
        for name in properties.keys() {
            assert!(
                used.contains(&format!("{object}.{name}")),
                "examples/complete.yaml does not show {object}.{name}"
            );
        }
    }
}

/// Walks an instance along the schema and notes the properties it has, as `object.property`.
fn mark_used(root: &Value, owner: &str, part: &Value, value: &Value, used: &mut BTreeSet<String>) {
    if let Some(reference) = part.get("$ref").and_then(Value::as_str) {
        let owner = reference.rsplit('/').next().unwrap();
        mark_used(root, owner, definition(root, reference), value, used);
    }
    for branch in ["then", "else"] {
        if let Some(branch) = part.get(branch) {
            mark_used(root, owner, branch, value, used);
        }
    }
    if let (Some(items), Some(list)) = (part.get("items"), value.as_array()) {
        list.iter().for_each(|item| mark_used(root, owner, items, item, used));
    }
    if let (Some(properties), Some(map)) = (part.get("properties"), value.as_object()) {
        for (key, value) in map {
            if let Some(property) = properties.get(key) {
                used.insert(format!("{owner}.{key}"));
                mark_used(root, key, property, value, used);
            }
        }
    }
}

/// A vendor with `fields`, in a manifest.
fn vendor(fields: &str) -> Value {
    yaml(&format!("subprocessors: [{{name: AWS, {fields}}}]"))
}

#[test]
fn shorthands_are_valid() {
    for fields in [
        "location: US",
        "location: {provider: aws, region: eu-west-1}",
        "locations: [US, {country: IE, activity: [storage, access]}]",
        "contact: privacy@zendesk.com",
        "contact: {url: 'https://aws.amazon.com/contact-us/'}",
        "contacts: [privacy@zendesk.com, {phone: '+49 9831 505216'}]",
        "audience: end_user",
        "website: https://aws.amazon.com",
        "opt_out: Settings > Summaries > Off",
        "opt_out: true",
        "transfer: scc",
        "transfer: {mechanism: dpf, x-list: https://www.dataprivacyframework.gov}",
        "transfer: [uk_idta, {mechanism: scc, modules: [2, 3]}]",
        "address: 410 Terry Avenue North",
        "address: {city: Seattle, postcode: 98109}",
        "registration_id: {type: lei, value: 5493007DY18BGNLDWU14}",
        "registration_id: [HRB 6089, {type: vat, value: DE812871812}]",
        "services: S3",
        "category: [hosting, storage]",
        "certifications: [SOC 2 Type II, {name: ISO/IEC 27001}]",
        "subprocessors: https://www.zendesk.com/subprocessors",
        "special_categories: []",
        "ict_service_type: [S17, S19]",
        "default: off",
        "x-ticket: 17",
    ] {
        assert_eq!(errors(&vendor(fields)), Vec::<String>::new(), "{fields}");
    }
}

#[test]
fn what_is_for_the_rules_is_no_error_here() {
    for manifest in [
        "{}",
        "subprocessors: []",
        "declares_none: true",
        "last_updated: 1st of April 2019",
        "change_notice: {committed: null, channel: email, notice_days: 0}",
        "subprocessors: [{name: AWS, country: Wakanda, website: not a url, contact: nobody}]",
        "subprocessors: [{name: Zoho, location: '', purpose: null, contacts: []}]",
        "subprocessors: [{name: X, transfer: privacy_shield}]",
        "notes: {note-1: Switched off per survey.}",
    ] {
        assert_eq!(errors(&yaml(manifest)), Vec::<String>::new(), "{manifest}");
    }
}

#[test]
fn mistakes_are_found_where_they_are() {
    for (manifest, expected) in [
        ("[]", vec![" type"]),
        ("subprocesors: []", vec![" additionalProperties"]),
        ("subprocessors: {name: AWS}", vec!["/subprocessors type"]),
        ("subprocessors: [AWS]", vec!["/subprocessors/0 type"]),
        ("subprocessors: [{legal_name: X Ltd}]", vec!["/subprocessors/0 required"]),
        ("subprocessors: [{name: ''}]", vec!["/subprocessors/0/name minLength"]),
        ("subprocessors: [{name: null}]", vec!["/subprocessors/0/name type"]),
        ("subprocessors: [{name: 1984}]", vec!["/subprocessors/0/name type"]),
        ("organization: {role: processor}", vec!["/organization required"]),
        ("organization: {name: A, role: processer}", vec!["/organization/role enum"]),
        ("organization: Larkspur", vec!["/organization type"]),
        ("version: 2", vec!["/version enum"]),
        ("declares_none: 'yes'", vec!["/declares_none enum"]),
        ("change_notice: {channel: [fax]}", vec!["/change_notice/channel/0 enum"]),
        ("change_notice: {channel: fax}", vec!["/change_notice/channel enum"]),
        ("change_notice: {notice_days: -1}", vec!["/change_notice/notice_days minimum"]),
        ("change_notice: {notice_days: 30 days}", vec!["/change_notice/notice_days type"]),
        ("residency: [{audiences: [users]}]", vec!["/residency/0/audiences/0 enum"]),
        ("claims: [{kind: best}]", vec!["/claims/0/kind enum"]),
    ] {
        assert_eq!(errors(&yaml(manifest)), expected, "{manifest}");
    }
    for (fields, expected) in [
        ("purpos: Hosting", " additionalProperties"),
        ("purpose: [Hosting]", "/purpose type"),
        ("audiences: [endusers]", "/audiences/0 enum"),
        ("audiences: end_user", "/audiences type"),
        ("audience: [end_user]", "/audience enum"),
        ("status: live", "/status enum"),
        ("engaged_as: subprocessor", "/engaged_as enum"),
        ("location: [US]", "/location type"),
        ("locations: US", "/locations type"),
        ("locations: [{country: 276}]", "/locations/0/country type"),
        ("locations: [{scope: worldwide}]", "/locations/0/scope enum"),
        ("locations: [{activity: hosting}]", "/locations/0/activity enum"),
        ("locations: [[US]]", "/locations/0 type"),
        ("contact: {mail: a@b.c}", "/contact additionalProperties"),
        ("contact: [a@b.c]", "/contact type"),
        ("links: {site: x}", "/links additionalProperties"),
        ("transfer: sccs", "/transfer enum"),
        ("transfer: [sccs]", "/transfer/0 enum"),
        ("transfer: {mechanism: sccs}", "/transfer/mechanism enum"),
        ("transfer: {mechanism: scc, modules: [5]}", "/transfer/modules/0 enum"),
        ("transfer: 3", "/transfer type"),
        ("opt_out: {available: maybe}", "/opt_out/available enum"),
        ("opt_out: [no]", "/opt_out type"),
        ("special_categories: [biometrics]", "/special_categories/0 enum"),
        ("agreements: [dpa]", "/agreements/0 type"),
        ("agreements: [{type: nda}]", "/agreements/0/type enum"),
        ("registration_id: {type: duns}", "/registration_id/type enum"),
        ("chain_rank: 0", "/chain_rank minimum"),
        ("criticality: severe", "/criticality enum"),
        ("ict_service_type: S20", "/ict_service_type enum"),
        ("last_reviewed: 2026", "/last_reviewed type"),
        ("services: [{name: S3}]", "/services/0 type"),
    ] {
        assert_eq!(errors(&vendor(fields)), [format!("/subprocessors/0{expected}")], "{fields}");
    }
}

#[test]
fn one_mistake_is_one_error_and_hides_no_other() {
    let manifest = yaml(
        "subprocessors:\n- {name: A, status: live}\n- {name: B}\n- {legal_name: C, purpos: x, y: z}",
    );
    assert_eq!(
        errors(&manifest),
        [
            "/subprocessors/0/status enum",
            "/subprocessors/2 additionalProperties",
            "/subprocessors/2 required"
        ]
    );
}

/// The schema with its keys in the order of the file, which is the order of the reference page.
type Ordered = serde_yaml::Value;

#[test]
fn the_reference_page_is_that_of_the_schema() {
    let page = reference_page(&serde_yaml::from_str(SCHEMA).unwrap());
    if page != REFERENCE {
        let path = concat!(env!("CARGO_TARGET_TMPDIR"), "/manifest.md");
        #[expect(
            clippy::disallowed_methods,
            reason = "leaves the new page for whoever commits it"
        )]
        std::fs::write(path, page).unwrap();
        panic!("docs/manifest.md is stale: replace it by {path}");
    }
}

/// The reference page: one section an object, one row a property, in the order of the schema.
fn reference_page(schema: &Ordered) -> String {
    let mut page = format!(
        "<!-- Made from schemas/manifest.schema.json; a test fails when the two differ. -->\n\n\
         # {}\n\n{} YAML 1.2 or JSON.\n\n\
         Every field is optional unless its type says otherwise, and null or blank text stand for \
         a missing value. Keys that start with `x-` are yours.\n",
        schema["title"].as_str().unwrap(),
        schema["description"].as_str().unwrap()
    );
    section(schema, schema, &mut page);
    for (_, object) in schema["$defs"].as_mapping().unwrap() {
        if let (Some(title), Some(about)) =
            (object["title"].as_str(), object["description"].as_str())
        {
            write!(page, "\n## {title}\n\n{about}\n").unwrap();
            section(schema, object, &mut page);
        }
    }
    page
}

fn section(schema: &Ordered, object: &Ordered, page: &mut String) {
    page.push_str("\n| field | type | meaning | example |\n| --- | --- | --- | --- |\n");
    for (field, property) in object["properties"].as_mapping().unwrap() {
        let required = if property.get("minLength").is_some() { ", required" } else { "" };
        let row = format!(
            "`{}` | {}{required} | {} | `{}`",
            field.as_str().unwrap(),
            kinds(schema, property).join(" or "),
            property["description"].as_str().unwrap(),
            flow(&property["examples"][0]),
        );
        writeln!(page, "| {row} |").unwrap();
    }
}

/// What a value may be, in words, without null and blank.
fn kinds(root: &Ordered, part: &Ordered) -> Vec<String> {
    if let Some(values) = part["enum"].as_sequence() {
        let values: Vec<_> =
            values.iter().map(flow).filter(|it| it != "null" && it != "\"\"").collect();
        let word = match values.join(", ").as_str() {
            "true, false" => "true or false".to_owned(),
            _ => values
                .iter()
                .map(|it| format!("`{}`", it.trim_matches('"')))
                .collect::<Vec<_>>()
                .join(", "),
        };
        return vec![word];
    }
    if let Some(other) = part.get("else") {
        let mut words = kinds(root, other);
        if part["if"]["type"] == "array" {
            words.push("a list of them".to_owned());
        }
        return words;
    }
    let reference = part["$ref"].as_str().and_then(|it| it.rsplit('/').next());
    let target = reference.map(|name| &root["$defs"][name]);
    let types: Vec<&str> = match (&part["type"], target) {
        (Ordered::Sequence(types), _) => types.iter().filter_map(Ordered::as_str).collect(),
        (Ordered::String(one), _) => vec![one.as_str()],
        (_, Some(target)) => return kinds(root, target),
        _ => vec![],
    };
    if part["format"] == "date" {
        return vec!["date".to_owned()];
    }
    let word = |one: &str| match (one, target) {
        // The text of such a block has a vocabulary of its own.
        ("string", Some(block)) if block.get("then").is_some() => {
            kinds(root, &block["then"]).join(" or ")
        }
        ("string", _) => "text".to_owned(),
        ("integer", _) => "whole number".to_owned(),
        ("boolean", _) => "true or false".to_owned(),
        ("array", Some(_)) => "a list of them".to_owned(),
        ("array", None) => format!("list of {}", kinds(root, &part["items"]).join(" or ")),
        ("object", Some(block)) => {
            let title = block["title"].as_str().unwrap().to_lowercase();
            format!("[{title}](#{})", title.replace(' ', "-"))
        }
        _ => "mapping".to_owned(),
    };
    types.into_iter().filter(|one| *one != "null").map(word).collect()
}

/// A value on one line, as YAML, with quotes where they are needed.
fn flow(value: &Ordered) -> String {
    let text = |value: &Ordered| serde_json::to_string(value).unwrap();
    match value {
        Ordered::Mapping(map) => {
            let parts = map.iter().map(|(key, value)| format!("{}: {}", flow(key), flow(value)));
            format!("{{{}}}", parts.collect::<Vec<_>>().join(", "))
        }
        Ordered::Sequence(list) => {
            format!("[{}]", list.iter().map(flow).collect::<Vec<_>>().join(", "))
        }
        Ordered::String(plain) if is_plain(plain) => plain.clone(),
        other => text(other),
    }
}

/// Whether YAML reads the text as text without quotes, inside brackets as well.
fn is_plain(text: &str) -> bool {
    let date = text.len() == 10 && text.chars().all(|c| c.is_ascii_digit() || c == '-');
    let word = text.starts_with(char::is_alphabetic)
        && text.chars().all(|c| c.is_alphanumeric() || " ._/-@>;+".contains(c))
        && !["on", "off", "yes", "no", "true", "false", "null"].contains(&text);
    let url = text.strip_prefix("https://").is_some_and(is_plain);
    date || word || url
}
