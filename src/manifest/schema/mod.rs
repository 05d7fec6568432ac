//! The schema of the manifest: which fields there are and what they take.
//!
//! Validation runs through `jsonschema` over the tree itself; its errors are
//! turned into plain sentences at the bytes they are about. Nothing is fetched:
//! the crate is built without its network and file features.

mod expected;
mod fit;
mod json;

pub use expected::{Expected, expected_at, expected_for};

use crate::syntax::{Format, NodeKind, ScalarStyle, Value, replace_text};
use crate::text::suggest::did_you_mean;
use crate::text::{Edit, Span};
use json::{TreeJson, TreeNode};
use jsonschema::JsonType;
use jsonschema::error::{TypeKind, ValidationErrorKind};
use std::collections::HashSet;
use std::sync::OnceLock;

/// The schema as it is published, with its documentation.
pub const MANIFEST_SCHEMA: &str = include_str!("../../../schemas/manifest.schema.json");

/// The schema of the configuration.
pub const CONFIG_SCHEMA: &str = include_str!("../../../schemas/config.schema.json");

/// The schema of rule and pack files.
pub const RULE_SCHEMA: &str = include_str!("../../../schemas/rule.schema.json");

/// The schema of the JSON report.
pub const REPORT_SCHEMA: &str = include_str!("../../../schemas/report.schema.json");

/// The same without annotations, to be compiled at each start.
const COMPACT: &str = include_str!(concat!(env!("OUT_DIR"), "/manifest.schema.json"));

/// The name of the schema in the registry of the validator. Below an address of
/// another scheme it would work out the address of every keyword.
const ADDRESS: &str = "json-schema:///manifest";

/// A place of a document that does not fit the schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemaProblem {
    /// The bytes that it is about.
    pub span: Span,
    /// The kind of problem.
    pub kind: SchemaProblemKind,
}

/// The word that a mistyped one most likely means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The word.
    pub word: String,
    /// The edit that writes it, where that touches nothing else.
    pub edit: Option<Edit>,
}

/// A kind of problem, with the words for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SchemaProblemKind {
    /// A key that the model does not have.
    UnknownField {
        /// The key.
        key: String,
        /// The key it may have been meant to be.
        suggestion: Option<Suggestion>,
    },
    /// A value of the wrong type or outside of a vocabulary.
    InvalidValue {
        /// The field it stands in.
        field: String,
        /// The values that the field takes, as a noun.
        expected: String,
        /// The value that was found, as a noun.
        found: String,
        /// The words of a closed vocabulary; empty otherwise.
        values: Vec<String>,
        /// The word it may have been meant to be.
        suggestion: Option<Suggestion>,
    },
    /// A required field is not there.
    MissingField {
        /// The field.
        field: String,
        /// The path of the mapping that lacks it.
        path: String,
    },
}

fn validator() -> &'static jsonschema::Validator<TreeJson> {
    static VALIDATOR: OnceLock<jsonschema::Validator<TreeJson>> = OnceLock::new();
    VALIDATOR.get_or_init(|| {
        // jsonschema checks a schema against the meta-schema of its draft before it
        // compiles it, and to do so compiles that meta-schema first. For draft
        // 2020-12, which is split into vocabularies, this takes longer than the rest
        // of a run. A schema in the registry is not checked again, so ours goes
        // there, and what is compiled is a reference to it, in Draft 4, whose
        // meta-schema is small. The keywords keep their meaning: a schema in the
        // registry is read in the draft that its own `$schema` names. A test checks
        // the schema against its real meta-schema.
        let registry = jsonschema::Registry::new().add(ADDRESS, compact());
        let registry = registry.and_then(|registry| registry.prepare());
        let registry = registry.expect("internal: the embedded schema refers to itself only");
        jsonschema::options_for::<TreeJson>()
            .with_draft(jsonschema::Draft::Draft4)
            .with_registry(&registry)
            .build(&serde_json::json!({ "$ref": ADDRESS }))
            .expect("internal: the embedded schema compiles, which a test shows")
    })
}

/// The schema as JSON.
pub(crate) fn compact() -> &'static serde_json::Value {
    static SCHEMA: OnceLock<serde_json::Value> = OnceLock::new();
    SCHEMA
        .get_or_init(|| serde_json::from_str(COMPACT).expect("internal: the build script wrote it"))
}

/// Everything in a document that does not fit the schema, in the order of the
/// text, at most `limit` problems.
#[must_use]
pub fn validate(root: Value<'_>, limit: usize) -> Vec<SchemaProblem> {
    if fit::fits(root) {
        return Vec::new();
    }
    let mut problems = Vec::new();
    for error in validator().iter_errors(TreeNode::Value(root)) {
        if problems.len() >= limit {
            break;
        }
        let path = error.instance_path().to_string();
        let (value, field) = locate(root, &path);
        problem(root, &error, value, field, &path, &mut problems);
    }
    problems.sort_by_key(|problem| problem.span);
    problems.dedup();
    problems
}

/// Follows a JSON pointer, and says which field it ends in.
fn locate<'t>(root: Value<'t>, pointer: &str) -> (Value<'t>, String) {
    let mut value = root;
    let mut field = String::new();
    for step in pointer.split('/').skip(1) {
        let step = step.replace("~1", "/").replace("~0", "~");
        let next = match value.kind() {
            NodeKind::Seq => step.parse().ok().and_then(|index| value.items().nth(index)),
            _ => {
                field.clone_from(&step);
                value.get(&step)
            }
        };
        match next {
            Some(next) => value = next,
            None => break,
        }
    }
    (value, field)
}

fn problem(
    root: Value<'_>,
    error: &jsonschema::ValidationError<'_>,
    value: Value<'_>,
    field: String,
    path: &str,
    problems: &mut Vec<SchemaProblem>,
) {
    let known = || expected_at(&path_steps(path));
    match error.kind() {
        ValidationErrorKind::AdditionalProperties { unexpected } => {
            let known = known();
            let unexpected: HashSet<&str> = unexpected.iter().map(String::as_str).collect();
            let keys = value.entries().filter_map(|(at, _)| Some((at, at.text()?)));
            for (at, key) in keys.filter(|(_, key)| unexpected.contains(key)) {
                let names = known.fields.iter().map(String::as_str);
                // Nobody mistypes a thousand fields.
                let suggestion = match problems.len() {
                    0..1000 => did_you_mean(key, names).map(|word| {
                        let is_free = value.get(word).is_none();
                        let edit = replace_text(at, 0..key.len(), word).filter(|_| is_free);
                        Suggestion { word: word.to_owned(), edit }
                    }),
                    _ => None,
                };
                let kind = SchemaProblemKind::UnknownField { key: key.to_owned(), suggestion };
                problems.push(SchemaProblem { span: at.span(), kind });
            }
        }
        ValidationErrorKind::Required { property } => {
            let field = property.as_str().unwrap_or_default().to_owned();
            let anchor = value.entries().next().map_or(value.span(), |(key, _)| key.span());
            let path = root.tree().path_of(root.id(), value.span());
            let kind = SchemaProblemKind::MissingField { field, path };
            problems.push(SchemaProblem { span: anchor, kind });
        }
        ValidationErrorKind::Type { kind } => {
            // An unquoted scalar where text is expected is `implicit-type`'s.
            let takes_text = match kind {
                TypeKind::Single(one) => *one == JsonType::String,
                TypeKind::Multiple(set) => set.contains(JsonType::String),
            };
            let scalar =
                matches!(value.kind(), NodeKind::Bool(_) | NodeKind::Int(_) | NodeKind::Float(_));
            let is_yaml = value.tree().format() == Format::Yaml;
            if takes_text && scalar && is_yaml && value.style() == ScalarStyle::Plain {
                return;
            }
            let known = known();
            problems.push(invalid(value, field, known.noun(), known.values));
        }
        ValidationErrorKind::Enum { .. } | ValidationErrorKind::Constant { .. } => {
            let known = known();
            problems.push(invalid(value, field, known.noun(), known.values));
        }
        ValidationErrorKind::Minimum { limit } => {
            let expected = format!("{limit} or more");
            problems.push(invalid(value, field, expected, Vec::new()));
        }
        _ => {
            let known = known();
            problems.push(invalid(value, field, known.noun(), Vec::new()));
        }
    }
}

fn invalid(
    value: Value<'_>,
    field: String,
    expected: String,
    values: Vec<String>,
) -> SchemaProblem {
    let text = value.text();
    let found = match (value.kind(), text) {
        (NodeKind::Str, Some(text)) => format!("\"{text}\""),
        (_, Some(text)) => text.to_owned(),
        (kind, None) => kind.noun().to_owned(),
    };
    let suggestion =
        text.and_then(|text| did_you_mean(text, values.iter().map(String::as_str))).map(|word| {
            let edit = replace_text(value, 0..text.map_or(0, str::len), word);
            Suggestion { word: word.to_owned(), edit }
        });
    let span = if matches!(value.kind(), NodeKind::Seq | NodeKind::Map) {
        Span::new(value.span().start as usize, first_line_end(value))
    } else {
        value.inner_span()
    };
    let kind = SchemaProblemKind::InvalidValue { field, expected, found, values, suggestion };
    SchemaProblem { span, kind }
}

/// The end of the first line of a collection: enough to show where it starts.
fn first_line_end(value: Value<'_>) -> usize {
    let range = value.span().range();
    let text = &value.tree().text()[range.clone()];
    range.start + text.find(['\n', '\r']).unwrap_or(text.len())
}

fn path_steps(pointer: &str) -> Vec<String> {
    pointer.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~")).collect()
}

#[cfg(test)]
mod tests;
