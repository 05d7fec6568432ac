//! The schema of the manifest: which fields there are and what they take.
//!
//! Validation runs through `jsonschema` over the tree itself; its errors are
//! turned into plain sentences at the bytes they are about. Nothing is fetched:
//! the crate is built without its network and file features.

mod expected;
mod fit;
mod json;

pub use expected::{Expected, expected_at, expected_for};

use super::fields::{BlockId, FieldBlock, FieldSpec, FieldType, VENDOR, field_at};
use super::meant_field::{MeantField, block_at, is_address, key_for, meant_field, takes};
use super::snippet::{status_of, write_field};
use crate::syntax::{Format, KeyReading, NodeKind, ScalarStyle, Value, replace_text};
use crate::text::suggest::{did_you_mean, typing_slip};
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
/// The schema of the evidence of an audit.
pub const EVIDENCE_SCHEMA: &str = include_str!("../../../schemas/evidence.schema.json");

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
    /// The field that a value is read as although it is under another key.
    pub reading: Option<KeyReading>,
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
        /// The field, as written with the value.
        written: Option<String>,
        /// The reason why there is no such field.
        why: Option<&'static str>,
        /// The top field of the block that the value is about, under the key of its list;
        /// empty if nobody knows.
        about: &'static str,
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
        /// A sentence that says what to write, made from the value.
        advice: Option<String>,
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
            let block = block_at(&path_steps(path));
            let unexpected: HashSet<&str> = unexpected.iter().map(String::as_str).collect();
            let entries = value.entries().filter_map(|(at, of_key)| Some((at, at.text()?, of_key)));
            for (at, key, of_key) in entries.filter(|(_, key, _)| unexpected.contains(key)) {
                // Nobody mistypes a thousand fields.
                let block = block.filter(|_| problems.len() < 1000);
                problems.push(unknown_field(block, value, at, key, of_key));
            }
        }
        ValidationErrorKind::Required { property } => {
            let field = property.as_str().unwrap_or_default().to_owned();
            let anchor = value.entries().next().map_or(value.span(), |(key, _)| key.span());
            let path = root.tree().path_of(root.id(), value.span());
            let kind = SchemaProblemKind::MissingField { field, path };
            problems.push(SchemaProblem { span: anchor, kind, reading: None });
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
            let mut found = invalid(value, field, known.noun(), known.values);
            if let SchemaProblemKind::InvalidValue { advice, .. } = &mut found.kind {
                *advice = written_instead(&path_steps(path), value);
            }
            problems.push(found);
        }
        ValidationErrorKind::Enum { .. } | ValidationErrorKind::Constant { .. } => {
            let known = known();
            let mut found = invalid(value, field, known.noun(), known.values);
            let is_scalar = value.text().is_some();
            if let SchemaProblemKind::InvalidValue { advice, .. } = &mut found.kind {
                let is_flag =
                    |advice: &String| advice.ends_with("true`.") || advice.ends_with("false`.");
                *advice = written_instead(&path_steps(path), value)
                    .filter(|advice| !is_scalar || is_flag(advice));
            }
            problems.push(found);
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
    let suggestion = text.and_then(|text| vocabulary_slip(text, &values)).map(|word| {
        let edit = replace_text(value, 0..text.map_or(0, str::len), word);
        Suggestion { word: word.to_owned(), edit }
    });
    let span = if matches!(value.kind(), NodeKind::Seq | NodeKind::Map) {
        Span::new(value.span().start as usize, first_line_end(value))
    } else {
        value.inner_span()
    };
    let advice = None;
    let kind =
        SchemaProblemKind::InvalidValue { field, expected, found, values, suggestion, advice };
    SchemaProblem { span, kind, reading: None }
}

/// The word of a vocabulary that a text is a slip of, or the start of. Short codes are
/// never alike: `DPA` is not `dpf`.
fn vocabulary_slip<'v>(text: &str, values: &'v [String]) -> Option<&'v str> {
    let long = values.iter().map(String::as_str).filter(|word| word.len() > 4);
    typing_slip(text, long.clone()).or_else(|| did_you_mean(text, long))
}

/// A key that the format does not have.
fn unknown_field(
    block: Option<BlockId>,
    around: Value<'_>,
    at: Value<'_>,
    key: &str,
    value: Value<'_>,
) -> SchemaProblem {
    let mut problem = SchemaProblem {
        span: at.span(),
        kind: SchemaProblemKind::UnknownField {
            key: key.to_owned(),
            suggestion: None,
            written: None,
            why: None,
            about: "",
        },
        reading: None,
    };
    let SchemaProblemKind::UnknownField { suggestion, written, why, about, .. } = &mut problem.kind
    else {
        return problem;
    };
    let Some(block) = block else { return problem };
    let path = match meant_field(block, key) {
        MeantField::Unknown => return problem,
        MeantField::NoField(no_field) => {
            *why = Some(no_field.why);
            *about = list_of(block, no_field.field);
            return problem;
        }
        MeantField::Field(path) => path,
    };
    // A contract that is no link is recorded where contracts are.
    let path = match path {
        "links.dpa" if !value.as_str().is_some_and(is_address) => "agreements",
        path => path,
    };
    let fields = block.block();
    let path = key_for(fields, path, value);
    let Some(field) = field_at(fields, path) else { return problem };
    if states(fields, around, path) {
        return problem;
    }
    let takes = takes(field, value);
    let edit = replace_text(at, 0..key.len(), path).filter(|_| !path.contains('.'));
    let fits = takes && (value.text().is_none() || takes_lone_text(block, field));
    let edit = edit.filter(|_| fits || value.is_null());
    *suggestion = Some(Suggestion { word: path.to_owned(), edit });
    *written = write_field(block, path, value);
    if path == "status"
        && let Some(status) = status_of(key, value)
    {
        *written = Some(match value.tree().format() {
            Format::Json => format!("\"status\": \"{status}\""),
            Format::Yaml => format!("status: {status}"),
        });
    }
    *about = if path == "links.dpa" { "agreements" } else { list_of(block, path) };
    // Fingerprints go by the names that entries state, never by a reading of them.
    let is_title = path == "name" || path == "legal_name" && around.get("name").is_none();
    if takes && !is_title {
        let (mapping, value) = (around.resolved().id(), value.id());
        problem.reading = Some(KeyReading { mapping, key: at.id(), value, path });
    }
    problem
}

/// True if the schema takes one text for a field, be it a list or not.
pub(super) fn takes_lone_text(block: BlockId, field: &FieldSpec) -> bool {
    let is_list = matches!(field.takes, FieldType::List(_));
    let place = || format!("subprocessors/0/{}", field.name);
    let takes_text = || expected_for(&place()).types.iter().any(|kind| kind == "string");
    !is_list || block == VENDOR && takes_text()
}

/// The list of a block that a field belongs to.
fn list_of(block: BlockId, path: &str) -> &'static str {
    let step = path.split('.').next().unwrap_or(path);
    block.block().find(step).map_or("", |field| field.name)
}

/// True if a mapping has a field already, in any spelling.
fn states(fields: &FieldBlock, around: Value<'_>, path: &str) -> bool {
    let spellings = fields.spellings(path).unwrap_or_default();
    let at = |path: &String| path.split('.').try_fold(around, |value, key| value.get(key));
    spellings
        .iter()
        .chain([&path.to_owned()])
        .any(|path| at(path).is_some_and(|value| !value.is_null()))
}

/// A sentence about the text that belongs in the place of a value of the wrong type.
fn written_instead(path: &[String], value: Value<'_>) -> Option<String> {
    let (last, before) = path.split_last()?;
    if last.parse::<usize>().is_ok() {
        let is_entry = matches!(before, [list] if VENDOR_LISTS.contains(&list.as_str()));
        if !is_entry && let Some(item) = item_of(before, value) {
            return Some(format!("Write `{item}`."));
        }
        if is_entry && value.is_null() {
            let entry = match value.tree().format() {
                Format::Json => "{\"name\": ...}",
                Format::Yaml => "- name: ...",
            };
            return Some(format!("Remove the empty item, or write an entry: `{entry}`."));
        }
        let name =
            value.items().find_map(Value::text).or_else(|| value.text()).filter(|_| is_entry)?;
        let entry = match value.tree().format() {
            Format::Json => format!("{{\"name\": {}}}", serde_json::Value::from(name)),
            Format::Yaml => format!("- name: {name}"),
        };
        return Some(format!("Write an entry as a mapping: `{entry}`."));
    }
    let block = block_at(before)?;
    let key = block.block().key(last)?.name;
    let is_list = value.kind() == NodeKind::Seq;
    if key == "country" && is_list && block == VENDOR {
        let places = write_field(block, "location", value)?;
        return Some(format!(
            "Write one country, that of the seat; the others are places: `{places}`."
        ));
    }
    // A place in a block of its own has one country, too.
    if key == "country" && is_list && before.iter().any(|step| step.starts_with("location")) {
        let places = write_field(VENDOR, "location", value)?;
        return Some(format!("Write one place for each country: `{places}`."));
    }
    if VENDOR_LISTS.contains(&key) && value.kind() == NodeKind::Map {
        let name = value.entries().next().and_then(|(key, _)| key.text())?;
        return Some(match value.tree().format() {
            Format::Json => {
                format!("Write a list of entries with names: `[{{\"name\": \"{name}\"}}]`.")
            }
            Format::Yaml => format!("Write a list of entries with names: `- name: {name}`."),
        });
    }
    write_field(block, key, value).map(|written| format!("Write `{written}`."))
}

/// An item of a list of blocks, made from what stands in its place: `{type: dpa}` of `dpa`.
fn item_of(list: &[String], value: Value<'_>) -> Option<String> {
    let (key, around) = list.split_last()?;
    let block = block_at(around)?;
    let key = block.block().key(key)?.name;
    let written = write_field(block, key, value)?;
    let item = written.split_once('[')?.1.strip_suffix(']')?;
    item.starts_with('{').then(|| item.to_owned())
}

/// The lists of entries.
const VENDOR_LISTS: &[&str] = &["subprocessors", "other_recipients"];

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
