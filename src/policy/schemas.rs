//! The JSON Schemas of rule files, packs and configurations, for editors.

use super::check::{CheckSpec, Registry};
use super::links::SCHEMAS;
use super::option_spec::{OptionShape, OptionSpec};
use crate::manifest::{Audience, ClosedVocabulary as _, Status};
use crate::page::mapping::{COLUMN_FIELDS, HeadingUse, IGNORE, PLURALS};
use crate::policy::rule_file::{COMMON, EACH, EXAMPLE_KEYS, KEYS};
use crate::policy::{CONFIG_KEYS, FAIL_ON, OVERRIDE_KEYS, PACK_KEYS, PAGE_KEYS, WAIVER_KEYS};
use crate::policy::{Level, RuleFile, builtin};
use serde_json::{Map, Value, json};

/// The meaning and shape of each field, by the block that it is in.
const FIELDS: &[(&str, &str, &str, Shape)] = &[
    (
        "rule",
        "id",
        "The name of the rule: lower-case words with hyphens that name the defect.",
        Shape::Id,
    ),
    (
        "rule",
        "severity",
        "How much a finding weighs. `off` is for rules that are switched on where they are wanted; quote it.",
        Shape::Severity,
    ),
    ("rule", "summary", "One sentence for lists of rules.", Shape::Text),
    ("rule", "why", "What goes wrong for a reader, and what is behind the rule.", Shape::Text),
    (
        "rule",
        "references",
        "Background, each with `source`, `at` or `note`, and `basis`: `read`, `memory` or `policy`.",
        Shape::Objects,
    ),
    ("rule", "for", "What the rule looks at.", Shape::Ref("selection")),
    (
        "rule",
        "when",
        "A CEL expression: entries for which it is false are left out.",
        Shape::Expression,
    ),
    (
        "rule",
        "applies_to",
        "The kinds of files that the rule is about: `manifest`, `page`; both, if left out.",
        Shape::Texts,
    ),
    ("rule", "check", "One check with its options.", Shape::Ref("check")),
    (
        "rule",
        "message",
        "What a finding says: a lower-case phrase. `{vendor}` and what the check provides are filled in.",
        Shape::Text,
    ),
    (
        "rule",
        "fold",
        "What is said once when many entries are hit; `{n}` and `{total}` are filled in.",
        Shape::Text,
    ),
    ("rule", "help", "What to do about it.", Shape::Text),
    (
        "rule",
        "variants",
        "Texts or a severity of their own for some of the hits.",
        Shape::Ref("variants"),
    ),
    (
        "rule",
        "yields_to",
        "Rules whose findings at the same place replace those of this one.",
        Shape::Texts,
    ),
    (
        "rule",
        "on_page",
        "A message and a help for lists that are pages, where they differ.",
        Shape::Ref("page_texts"),
    ),
    ("rule", "unsuppressible", "Whether no waiver applies.", Shape::Flag),
    (
        "rule",
        "examples",
        "Manifests with what is reported for them; they are run by `test`.",
        Shape::Examples,
    ),
    ("rule", "formerly", "Ids that the rule had before.", Shape::Texts),
    ("selection", "each", "One entry after the other, or the document as a whole.", Shape::Each),
    (
        "selection",
        "statuses",
        "The statuses that the rule is about; all, if left out.",
        Shape::Statuses,
    ),
    (
        "selection",
        "audiences",
        "The audiences that the rule is about; all, if left out.",
        Shape::Audiences,
    ),
    ("example", "file", "The name of a file that is no manifest, such as `page.md`.", Shape::Text),
    ("example", "encoding", "The encoding that `fail` or `pass` is saved in.", Shape::Text),
    ("example", "fail", "A manifest in which the rule reports something.", Shape::Text),
    ("example", "pass", "A manifest in which it reports nothing.", Shape::Text),
    ("example", "at", "The paths of all findings, `\"\"` for the whole document.", Shape::Texts),
    ("example", "message", "The message of the first finding.", Shape::Text),
    ("example", "help", "The help of the first finding.", Shape::Text),
    ("example", "severity", "The severity of the first finding.", Shape::Severity),
    ("example", "fixed", "The manifest after the help was followed.", Shape::Fixed),
    ("example", "leads_to", "Rules that may report the fixed text: the next step.", Shape::Texts),
    ("example", "removes", "Entries that the help tells people to take out.", Shape::Count),
    ("example", "options", "What a configuration would say about the rule.", Shape::Mapping),
    ("example", "today", "The date of the run.", Shape::Text),
    ("example", "with", "Other rules that run as well.", Shape::Texts),
    ("example", "baseline", "The text of the active baseline.", Shape::Text),
    ("page_texts", "message", "What is said of a page.", Shape::Text),
    ("page_texts", "help", "What to do about it in a page.", Shape::Text),
    ("variant", "severity", "The severity of these hits.", Shape::Severity),
    ("variant", "message", "What is said instead.", Shape::Text),
    ("variant", "help", "What to do instead.", Shape::Text),
    (
        "variant",
        "on_page",
        "A message and a help for lists that are pages, where they differ.",
        Shape::Ref("page_texts"),
    ),
    ("pack", "id", "The name of the pack.", Shape::Id),
    ("pack", "summary", "One sentence for lists of packs.", Shape::Text),
    ("pack", "extends", "The packs and files that it builds on.", Shape::Extends),
    ("pack", "as_of", "The day on which its sources were read, YYYY-MM-DD.", Shape::Text),
    ("pack", "sources", "Where it comes from, each with how it is known.", Shape::Objects),
    ("pack", "limits", "What it does not show; printed with it.", Shape::Text),
    ("pack", "notes", "What it cannot check by itself.", Shape::Texts),
    (
        "pack",
        "only",
        "Whether it adds nothing but the rules that it names. When every active pack says so, all other built-in rules are off.",
        Shape::Flag,
    ),
    ("pack", "rules", "What it sets, by the ids of rules.", Shape::Ref("rules")),
    ("pack", "$schema", "The address of this schema, for editors.", Shape::Text),
    ("config", "$schema", "The address of this schema, for editors.", Shape::Text),
    (
        "config",
        "extends",
        "Packs by name, and rule or pack files by path, which `sha256` pins. Without it, `recommended`; an empty list switches every rule off.",
        Shape::Extends,
    ),
    (
        "config",
        "vocabulary",
        "Files with words, places, vendors and legal forms that are added to the built-in tables.",
        Shape::Texts,
    ),
    ("config", "files", "Which files are manifests, as globs.", Shape::Texts),
    ("config", "exclude", "Which files are left out, as globs.", Shape::Texts),
    ("config", "pages", "Which files are pages, and what their words mean.", Shape::Ref("pages")),
    ("config", "fail_on", "The least severity that fails a run.", Shape::FailOn),
    ("config", "rules", "Severities and options, by the ids of rules.", Shape::Ref("rules")),
    ("config", "overrides", "Settings for some files only.", Shape::Ref("overrides")),
    ("config", "allow", "Findings that are accepted.", Shape::Ref("waivers")),
    ("override", "files", "Which files, as globs.", Shape::Texts),
    ("override", "rules", "What is set for them.", Shape::Ref("rules")),
    ("pages", "files", "Which files, as globs.", Shape::Texts),
    (
        "pages",
        "columns",
        "The field of each column, heading of a cell or key of a data file; `ignore` leaves it out.",
        Shape::Columns,
    ),
    (
        "pages",
        "headings",
        "What stands below each heading: `subprocessors`, `other_recipients`, or nothing that is read (`ignore`).",
        Shape::Headings,
    ),
    ("waiver", "rule", "The id of the rule.", Shape::Text),
    ("waiver", "vendor", "The vendor it is for, by name or id.", Shape::Text),
    ("waiver", "path", "The path in the manifest it is for, or its start.", Shape::Text),
    ("waiver", "files", "The files it is for, as globs.", Shape::Texts),
    ("waiver", "reason", "Why.", Shape::Text),
    ("waiver", "until", "The last day on which it holds, YYYY-MM-DD.", Shape::Text),
    ("waiver", "owner", "Who answers for it.", Shape::Text),
];

/// The shape of a field.
#[derive(Clone, Copy)]
enum Shape {
    Text,
    Texts,
    Extends,
    Flag,
    Id,
    Severity,
    Expression,
    Each,
    Statuses,
    Audiences,
    FailOn,
    Objects,
    Examples,
    Fixed,
    Count,
    Mapping,
    Columns,
    Headings,
    Ref(&'static str),
}

impl Shape {
    fn schema(self) -> Value {
        let list = |item: Value| json!({"anyOf": [item, {"type": "array", "items": item}]});
        match self {
            Self::Text => json!({"type": "string"}),
            Self::Texts => {
                json!({"type": ["string", "array", "null"], "items": {"type": "string"}})
            }
            Self::Extends => {
                let digest = json!({"type": "string", "pattern": "^[0-9A-Fa-f]{64}$"});
                let pinned = json!({
                    "type": "object",
                    "properties": {"path": {"type": "string"}, "sha256": digest},
                    "required": ["path"],
                    "additionalProperties": false,
                });
                let entry = json!({"anyOf": [{"type": "string"}, pinned]});
                json!({"type": ["string", "array", "object", "null"], "items": entry})
            }
            Self::Flag => json!({"type": "boolean"}),
            Self::Id => json!({"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}),
            Self::Severity => json!({"enum": Level::WORDS}),
            Self::Expression => json!({"type": ["string", "boolean"]}),
            Self::Each => json!({"enum": EACH.iter().map(|(word, _)| *word).collect::<Vec<_>>()}),
            Self::Statuses => {
                let words: Vec<_> = Status::WORDS.iter().map(|(word, _)| *word).collect();
                list(json!({"enum": words}))
            }
            Self::Audiences => {
                let words: Vec<_> = Audience::WORDS.iter().map(|(word, _)| *word).collect();
                list(json!({"enum": words}))
            }
            Self::FailOn => json!({"enum": FAIL_ON}),
            Self::Objects => json!({"type": "array", "items": {"type": ["object", "string"]}}),
            Self::Examples => json!({"type": "array", "items": {"$ref": "#/$defs/example"}}),
            Self::Fixed => {
                let one = json!({
                    "type": ["string", "object"],
                    "properties": {
                        "manifest": {"type": "string"},
                        "options": {"type": "object"},
                        "baseline": {"type": "string"},
                    },
                    "additionalProperties": false,
                });
                list(one)
            }
            Self::Count => json!({"type": "integer", "minimum": 0}),
            Self::Mapping => json!({"type": "object"}),
            Self::Columns => {
                let plurals = PLURALS.iter().map(|(many, _)| *many);
                let words: Vec<_> =
                    COLUMN_FIELDS.iter().copied().chain(plurals).chain([IGNORE]).collect();
                json!({"type": ["object", "null"], "additionalProperties": {"enum": words}})
            }
            Self::Headings => {
                let words: Vec<_> = HeadingUse::WORDS.iter().map(|(word, _)| *word).collect();
                json!({"type": ["object", "null"], "additionalProperties": {"enum": words}})
            }
            Self::Ref(name) => json!({"$ref": format!("#/$defs/{name}")}),
        }
    }
}

/// A block with the given keys, each described in [`FIELDS`].
fn block(name: &str, keys: &[&str], required: &[&str]) -> Value {
    let properties: Map<String, Value> =
        keys.iter().map(|key| ((*key).to_owned(), field(name, key))).collect();
    json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

fn field(block: &str, key: &str) -> Value {
    let known = FIELDS.iter().find(|(owner, name, ..)| (*owner, *name) == (block, key));
    let Some((_, _, description, shape)) = known else { return true.into() };
    let mut schema = shape.schema();
    schema["description"] = (*description).into();
    schema
}

/// Makes the schema of an option.
fn option(check: Option<&CheckSpec>, option: OptionSpec<'_>) -> Value {
    let one_or_list = |item: Value| json!({"anyOf": [item, {"type": "array", "items": item}]});
    let texts = json!({"type": ["string", "array", "null"], "items": {"type": "string"}});
    let mut schema = match option.shape {
        OptionShape::Integer(_) => json!({"type": "integer", "minimum": 0}),
        OptionShape::Share(_) => json!({"type": "number", "minimum": 0, "maximum": 1}),
        OptionShape::Boolean(_) => json!({"enum": [true, false, "on", "off"]}),
        OptionShape::Word(words) => json!({"enum": words}),
        OptionShape::Words { known, .. } => one_or_list(json!({"enum": known()})),
        OptionShape::Text | OptionShape::Field => json!({"type": "string"}),
        OptionShape::Texts => texts,
        OptionShape::Table => json!({"type": "object", "additionalProperties": texts}),
        OptionShape::Condition => json!({"type": ["string", "boolean"]}),
        OptionShape::TextExpression => json!({"type": "string"}),
        OptionShape::Cases(keys) => {
            let own = check.into_iter().flat_map(|check| check.options);
            let own = own.filter(|option| keys.contains(&option.name)).copied();
            let case = json!({
                "type": "object",
                "properties": options(check, own),
                "required": ["condition"],
                "additionalProperties": false,
            });
            json!({"type": "array", "minItems": 1, "items": case})
        }
        OptionShape::Declarations => {
            let default = json!({
                "anyOf": [
                    {"type": "integer", "minimum": 0},
                    {"type": "boolean"},
                    {"type": "array", "items": {"type": "string"}},
                ],
            });
            let declared = json!({
                "type": "object",
                "properties": {"default": default, "meaning": {"type": "string"}},
                "required": ["default", "meaning"],
                "additionalProperties": false,
            });
            json!({"type": "object", "additionalProperties": declared})
        }
    };
    schema["description"] = option.meaning.into();
    schema
}

fn options<'o>(
    check: Option<&CheckSpec>,
    options: impl Iterator<Item = OptionSpec<'o>>,
) -> Map<String, Value> {
    options.map(|spec| (spec.name.to_owned(), option(check, spec))).collect()
}

/// Makes the schema of the settings of each rule.
fn rules(built_in: &[RuleFile<'_>], shared: &Map<String, Value>) -> Value {
    let mut properties = Map::new();
    for rule in built_in {
        let mut setting = setting(rule, shared);
        setting["description"] = rule.text("summary").unwrap_or_default().into();
        properties.insert(rule.id.to_owned(), setting);
    }
    // Custom rules are set in the same way, with options that nobody knows here.
    let custom = level_or(&json!({"$ref": "#/$defs/settings"}));
    json!({"type": "object", "properties": properties, "additionalProperties": custom})
}

/// A severity, or a block with options.
fn setting(rule: &RuleFile<'_>, shared: &Map<String, Value>) -> Value {
    let mut properties = own_options(rule);
    if properties.is_empty() {
        return json!({"$ref": "#/$defs/plain_setting"});
    }
    for (name, schema) in &mut properties {
        if shared.get(name) == Some(schema) {
            *schema = json!({"$ref": format!("#/$defs/{name}")});
        }
    }
    level_or(&json!({
        "$ref": "#/$defs/settings",
        "properties": properties,
        "unevaluatedProperties": false,
    }))
}

fn level_or(block: &Value) -> Value {
    json!({"anyOf": [{"$ref": "#/$defs/level"}, block]})
}

/// The options of a rule that not every rule has.
fn own_options(rule: &RuleFile<'_>) -> Map<String, Value> {
    let is_own = |option: &OptionSpec<'_>| COMMON.iter().all(|common| common.name != option.name);
    options(None, rule.settings().filter(is_own))
}

/// The schemas of options that several rules have, by name.
fn shared_options(rules: &[RuleFile<'_>]) -> Map<String, Value> {
    let (mut seen, mut shared) = (Map::new(), Map::new());
    for (name, schema) in rules.iter().flat_map(own_options) {
        match seen.get(&name) {
            Some(known) if *known == schema => {
                shared.insert(name, schema);
            }
            Some(_) => {}
            None => {
                seen.insert(name, schema);
            }
        }
    }
    shared
}

/// Makes the definitions that [`rules`] refers to.
fn definitions(checks: &'static Registry) -> Map<String, Value> {
    let mut definitions = options(None, COMMON.iter().copied());
    let common = COMMON.iter().map(|option| {
        (option.name.to_owned(), json!({"$ref": format!("#/$defs/{}", option.name)}))
    });
    let common: Map<String, Value> = common.collect();
    definitions.insert("settings".to_owned(), json!({"type": "object", "properties": common}));
    let plain = json!({"$ref": "#/$defs/settings", "unevaluatedProperties": false});
    definitions.insert("plain_setting".to_owned(), level_or(&plain));
    let built_in = builtin::rules(checks);
    let shared = shared_options(&built_in);
    let rules = rules(&built_in, &shared);
    for (name, schema) in shared {
        let before = definitions.insert(name, schema);
        assert_eq!(before, None, "a definition of that name");
    }
    // YAML 1.1 tools write an unquoted `off` back as `false`.
    let words = Level::WORDS.iter().map(|word| json!(word)).chain([json!(false)]);
    definitions.insert("level".to_owned(), json!({"enum": words.collect::<Vec<_>>()}));
    definitions.insert("rules".to_owned(), rules);
    definitions
}

fn check(check: &CheckSpec) -> Value {
    json!({
        "type": ["object", "null"],
        "description": check.summary,
        "properties": options(Some(check), check.options.iter().copied()),
        "additionalProperties": false,
    })
}

fn checks(registry: &Registry) -> Value {
    let properties: Map<String, Value> =
        registry.checks().map(|spec| (spec.name.to_owned(), check(spec))).collect();
    json!({
        "type": "object",
        "properties": properties,
        "minProperties": 1,
        "maxProperties": 1,
        "additionalProperties": false,
    })
}

fn text(schema: &Value) -> String {
    let mut text = serde_json::to_string_pretty(schema).unwrap_or_default();
    text.push('\n');
    text
}

/// The schema of rule files and packs.
#[must_use]
pub fn rule_schema(registry: &'static Registry) -> String {
    let variants = json!({
        "type": "object",
        "additionalProperties": block("variant", &["severity", "message", "help", "on_page"], &[]),
    });
    let one = json!({
        "if": {"required": ["check"]},
        "then": {"$ref": "#/$defs/rule"},
        "else": {"$ref": "#/$defs/pack"},
    });
    let mut definitions = definitions(registry);
    for (name, schema) in [
        ("rule", block("rule", KEYS, &["id", "summary", "check"])),
        ("pack", block("pack", PACK_KEYS, &[])),
        ("selection", block("selection", &["each", "statuses", "audiences"], &[])),
        ("example", block("example", EXAMPLE_KEYS, &[])),
        ("variants", variants),
        ("page_texts", block("page_texts", &["message", "help"], &[])),
        ("check", checks(registry)),
    ] {
        definitions.insert(name.to_owned(), schema);
    }
    text(&json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": format!("{SCHEMAS}/rule.schema.json"),
        "title": "Rule or pack",
        "description": "A rule, a pack of settings, or a list of them.",
        "if": {"type": "array"},
        "then": {"items": one},
        "else": one,
        "$defs": definitions,
    }))
}

/// The schema of configurations.
#[must_use]
pub fn config_schema(checks: &'static Registry) -> String {
    let mut config = block("config", CONFIG_KEYS, &[]);
    let mut definitions = definitions(checks);
    for (name, item) in [
        ("overrides", block("override", OVERRIDE_KEYS, &["files"])),
        ("pages", block("pages", PAGE_KEYS, &["files"])),
        ("waivers", block("waiver", WAIVER_KEYS, &["rule"])),
    ] {
        definitions.insert(name.to_owned(), json!({"type": "array", "items": item}));
    }
    let head = [
        ("$schema", json!("https://json-schema.org/draft/2020-12/schema")),
        ("$id", json!(format!("{SCHEMAS}/config.schema.json"))),
        ("title", json!("Configuration")),
        ("description", json!("What is checked, and how: `subprocessor-lint.yaml`.")),
        ("patternProperties", json!({"^x-": true})),
        ("$defs", Value::Object(definitions)),
    ];
    for (key, value) in head {
        config[key] = value;
    }
    text(&config)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_of_the_formats_is_described() {
        for (block, keys) in [
            ("rule", KEYS),
            ("pack", PACK_KEYS),
            ("config", CONFIG_KEYS),
            ("override", OVERRIDE_KEYS),
            ("pages", PAGE_KEYS),
            ("waiver", WAIVER_KEYS),
        ] {
            for key in keys {
                assert_ne!(field(block, key), true, "add (\"{block}\", \"{key}\") to FIELDS");
            }
            for (owner, name, ..) in FIELDS.iter().filter(|(owner, ..)| *owner == block) {
                assert!(keys.contains(name), "FIELDS describes `{name}`, which `{owner}` has not");
            }
        }
    }
}
