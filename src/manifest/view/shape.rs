//! The records that expressions see, made from the schema of the manifest.
//!
//! The schema says which fields there are and what they take; this module adds
//! what a schema cannot say: which fields are two spellings of one, and what a
//! plain text in the place of a block stands for.

use crate::cel::{Field, RecordType, Type, Vocabulary};
#[cfg(test)]
use crate::manifest::ClosedVocabulary as _;
use crate::manifest::Status;
use crate::manifest::schema;
use serde_json::Value as Json;
use std::sync::{Arc, OnceLock};

/// A kind of record: what the checker knows of it, and how it is read.
#[derive(Debug)]
pub(super) struct RecordShape {
    /// What the checker knows. Its fields are those below, in their order.
    pub(super) ty: Arc<RecordType>,
    /// How each field is read.
    pub(super) fields: Vec<RecordField>,
}

/// How a field is read.
#[derive(Debug)]
pub(super) struct RecordField {
    /// The keys that it is typed under.
    pub(super) keys: Vec<KeyPath>,
    /// What it becomes.
    pub(super) kind: FieldKind,
}

/// A key, or the way to one inside of a block.
#[derive(Debug)]
pub(super) struct KeyPath {
    /// The key of the record itself.
    pub(super) outer: String,
    /// The key inside of the block under that key.
    pub(super) inner: Option<String>,
}

impl KeyPath {
    /// Reads a key; a dot leads into a block.
    fn parse(path: &str) -> Self {
        match path.split_once('.') {
            None => Self { outer: path.to_owned(), inner: None },
            Some((outer, inner)) => Self { outer: outer.to_owned(), inner: Some(inner.to_owned()) },
        }
    }

    fn path(&self) -> String {
        let mut path = self.outer.clone();
        self.inner.iter().for_each(|inner| push(&mut path, inner));
        path
    }
}

/// What a field becomes.
#[derive(Clone, Debug)]
pub(super) enum FieldKind {
    /// A text.
    Text,
    /// `true` or `false`.
    Bool,
    /// A whole number.
    Int,
    /// A day.
    Date,
    /// Whatever it is.
    Any,
    /// A text out of a closed list.
    Word(Arc<Vocabulary>),
    /// Texts by their keys; a lone text stands under the empty one.
    Texts,
    /// A block.
    Record(Arc<RecordShape>),
    /// A list; something that is no list is its only element.
    List(Box<FieldKind>),
    /// The entries of one of the two lists of vendors.
    Vendors(Arc<RecordShape>),
    /// The places of a vendor.
    Places(Arc<RecordShape>),
    /// The fields that start with `x-`.
    Own,
    /// The one text that stands in the place of a block.
    Itself,
    /// The key that a block stands under, out of a closed list.
    Key(Arc<Vocabulary>),
}

/// The keys that are other spellings of a field, besides a plural and its
/// singular: `(record, field, keys)`.
const SPELLINGS: &[(&str, &str, &[&str])] = &[
    ("vendor", "contacts", &["contact", "contacts", "contact_person", "dpo"]),
    ("vendor", "website", &["website", "links.website"]),
    ("vendor", "registration_id", &["registration_id", "lei"]),
    ("certification", "period_end", &["period_end", "report_period_end"]),
    ("certification", "report_period_end", &["report_period_end", "period_end"]),
];

/// The name of the field with all that is in `x-` fields.
pub(super) const OWN: &str = "x";

/// The keys that a contact stands under.
const CONTACT_KINDS: &[&str] = &["contact", "contact_person", "dpo", "representative"];

/// The status of a vendor that states none.
pub(super) const DEFAULT_STATUS: Status = Status::Active;

/// Every shape; the others are reached through the first.
#[derive(Debug)]
pub(super) struct Shapes {
    pub(super) manifest: Arc<RecordShape>,
    pub(super) vendor: Arc<RecordShape>,
    pub(super) location: Arc<RecordShape>,
}

/// The shapes. They are made when the first expression asks for them.
pub(super) fn shapes() -> &'static Shapes {
    static SHAPES: OnceLock<Shapes> = OnceLock::new();
    SHAPES.get_or_init(|| {
        let mut maker = ShapeBuilder { root: schema::compact(), made: Vec::new() };
        let manifest = maker.record("manifest", maker.root);
        let vendor = maker.named("vendor");
        let location = maker.named("location");
        Shapes { manifest, vendor, location }
    })
}

struct ShapeBuilder {
    root: &'static Json,
    made: Vec<(String, Arc<RecordShape>)>,
}

/// A schema, and everything that applies in the same place; each with the name
/// that it is defined under.
fn parts(root: &'static Json, schema: &'static Json) -> Vec<(Option<&'static str>, &'static Json)> {
    let mut parts = vec![(None, schema)];
    let mut at = 0;
    while let Some((_, schema)) = parts.get(at).copied() {
        at += 1;
        if let Some(name) = schema.get("$ref").and_then(Json::as_str)
            && let Some(name) = name.strip_prefix("#/$defs/")
        {
            parts.extend(root["$defs"].get(name).map(|part| (Some(name), part)));
        }
        // A record says itself what a text in its place has to be.
        if schema.get("properties").is_none() {
            parts.extend(["then", "else"].iter().filter_map(|key| Some((None, schema.get(key)?))));
        }
        // A schema names another a few times at most; a cycle ends here.
        if parts.len() > 64 {
            break;
        }
    }
    parts
}

impl ShapeBuilder {
    fn named(&mut self, name: &str) -> Arc<RecordShape> {
        if let Some((_, shape)) = self.made.iter().find(|(known, _)| known == name) {
            return Arc::clone(shape);
        }
        let shape = self.record(name, &self.root["$defs"][name]);
        self.made.push((name.to_owned(), Arc::clone(&shape)));
        shape
    }

    fn record(&mut self, name: &str, schema: &'static Json) -> Arc<RecordShape> {
        let stated = schema.get("properties").and_then(Json::as_object);
        let properties = stated.expect("internal: only what has fields becomes a record");
        let mut fields: Vec<(String, RecordField)> = Vec::new();
        for (key, property) in properties {
            // `location` is another spelling of `locations`.
            if properties.contains_key(&format!("{key}s")) {
                continue;
            }
            let kind = match (name, key.as_str()) {
                ("manifest", "subprocessors" | "other_recipients") => {
                    FieldKind::Vendors(self.named("vendor"))
                }
                ("vendor", "locations") => FieldKind::Places(self.named("location")),
                _ => self.kind(key, property),
            };
            let stated =
                SPELLINGS.iter().find(|(record, field, _)| (*record, *field) == (name, key));
            let keys = match (stated, key.strip_suffix('s')) {
                (Some((_, _, keys)), _) => keys.iter().map(|key| KeyPath::parse(key)).collect(),
                (None, Some(one)) if properties.contains_key(one) => {
                    vec![KeyPath::parse(one), KeyPath::parse(key)]
                }
                _ => vec![KeyPath::parse(key)],
            };
            fields.push((key.clone(), RecordField { keys, kind }));
        }
        let mut add = |name: &str, kind| {
            fields.push((name.to_owned(), RecordField { keys: Vec::new(), kind }));
        };
        match name {
            "address" => add("text", FieldKind::Itself),
            "contact" => {
                add("text", FieldKind::Itself);
                add("kind", FieldKind::Key(vocabulary("kind", CONTACT_KINDS)));
            }
            _ => {}
        }
        if schema.get("patternProperties").is_some() {
            add(OWN, FieldKind::Own);
        }
        let declared =
            fields.iter().map(|(name, field)| Field { name: name.clone(), ty: field.kind.ty() });
        let ty = RecordType { name: name.to_owned(), fields: declared.collect() };
        let fields = fields.into_iter().map(|(_, field)| field).collect();
        Arc::new(RecordShape { ty: Arc::new(ty), fields })
    }

    /// What the values under a key become.
    fn kind(&mut self, key: &str, schema: &'static Json) -> FieldKind {
        let parts = parts(self.root, schema);
        let items = parts.iter().find_map(|(_, part)| part.get("items"));
        if let Some(items) = items {
            return FieldKind::List(Box::new(self.kind(key, items)));
        }
        let record = parts.iter().find(|(_, part)| part.get("properties").is_some());
        if let Some((Some(name), _)) = record {
            return FieldKind::Record(self.named(name));
        }
        let has = |kind: &str| {
            parts.iter().any(|(_, part)| match part.get("type") {
                Some(Json::Array(kinds)) => kinds.iter().any(|known| known == kind),
                Some(known) => known == kind,
                None => false,
            })
        };
        let is_date = parts.iter().any(|(_, part)| part.get("format").is_some_and(|f| f == "date"));
        let listed =
            parts.iter().find_map(|(name, part)| Some((*name, part.get("enum")?.as_array()?)));
        if let Some((name, values)) = listed {
            let words: Vec<&str> =
                values.iter().filter_map(Json::as_str).filter(|word| !word.is_empty()).collect();
            if !words.is_empty() {
                return FieldKind::Word(vocabulary(name.unwrap_or(key), &words));
            }
            return if values.iter().any(Json::is_number) {
                FieldKind::Int
            } else {
                FieldKind::Bool
            };
        }
        match (has("object"), has("boolean"), has("string"), has("integer")) {
            (true, ..) => FieldKind::Texts,
            (_, true, true, _) => FieldKind::Any,
            (_, true, ..) => FieldKind::Bool,
            (_, _, false, true) => FieldKind::Int,
            _ if is_date => FieldKind::Date,
            _ => FieldKind::Text,
        }
    }
}

fn vocabulary(name: &str, words: &[&str]) -> Arc<Vocabulary> {
    let words = words.iter().map(|word| (*word).to_owned()).collect();
    Arc::new(Vocabulary { name: name.to_owned(), words })
}

impl FieldKind {
    /// The type that the checker gives it.
    fn ty(&self) -> Type {
        match self {
            Self::Text | Self::Itself => Type::Text,
            Self::Bool => Type::Bool,
            Self::Int => Type::Int,
            Self::Date => Type::Date,
            Self::Any => Type::Dyn,
            Self::Word(words) | Self::Key(words) => Type::Word(Arc::clone(words)),
            Self::Texts => Type::map(Type::Text, Type::Text),
            Self::Own => Type::map(Type::Text, Type::Dyn),
            Self::Record(shape) => Type::Record(Arc::clone(&shape.ty)),
            Self::List(element) => Type::list(element.ty()),
            Self::Vendors(shape) | Self::Places(shape) => {
                Type::list(Type::Record(Arc::clone(&shape.ty)))
            }
        }
    }
}

/// The keys under which a dotted path of fields may be typed: each a list of
/// keys from the outermost block to the innermost. Nothing when there is no
/// such field; then the fields that there are where the path fails.
pub(super) fn keys_of(start: &RecordShape, path: &str) -> Result<Vec<String>, Vec<String>> {
    let mut shape = start;
    let mut steps = path.split('.').peekable();
    let mut keys = vec![String::new()];
    while let Some(step) = steps.next() {
        let names =
            || -> Vec<String> { shape.ty.fields.iter().map(|field| field.name.clone()).collect() };
        if step.starts_with("x-") {
            keys.iter_mut().for_each(|key| push(key, step));
            return Ok(keys);
        }
        // Either spelling will do: the name of a field or one of its keys.
        let place = shape.ty.fields.iter().position(|field| field.name == step);
        let place = place.or_else(|| {
            shape.fields.iter().position(|field| {
                field.keys.iter().any(|key| key.inner.is_none() && key.outer == step)
            })
        });
        let field = &shape.fields[place.ok_or_else(names)?];
        let spelled = keys.iter().flat_map(|before| {
            field.keys.iter().map(move |key| {
                let mut whole = before.clone();
                push(&mut whole, &key.path());
                whole
            })
        });
        keys = spelled.collect();
        if steps.peek().is_some() {
            shape = field.kind.shape().ok_or_else(Vec::new)?;
        }
    }
    Ok(keys)
}

fn push(path: &mut String, key: &str) {
    if !path.is_empty() {
        path.push('.');
    }
    path.push_str(key);
}

impl FieldKind {
    /// The shape of the record that it is.
    fn shape(&self) -> Option<&RecordShape> {
        match self {
            Self::Record(shape) => Some(shape),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(shape: &RecordShape, field: &str) -> String {
        let found = shape.ty.fields.iter().find(|known| known.name == field);
        found.map_or_else(|| "none".to_owned(), |found| found.ty.to_string())
    }

    #[test]
    fn every_property_of_the_schema_can_be_reached() {
        let root = schema::compact();
        let mut checked = 0;
        let mut maker = ShapeBuilder { root, made: Vec::new() };
        let mut records = vec![("manifest".to_owned(), maker.record("manifest", root), root)];
        for (name, definition) in root["$defs"].as_object().unwrap() {
            if definition.get("properties").is_some() {
                records.push((name.clone(), maker.named(name), definition));
            }
        }
        for (name, shape, definition) in &records {
            for key in definition["properties"].as_object().unwrap().keys() {
                checked += 1;
                let known = shape
                    .fields
                    .iter()
                    .any(|field| field.keys.iter().any(|known| known.outer == *key));
                assert!(known, "no field of `{name}` reads `{key}`");
            }
        }
        assert!(checked > 130, "{checked}");
        // Every record is a field of another one, so nothing is out of reach.
        let named = |shape: &RecordShape, name: &str| {
            shape.ty.fields.iter().any(|field| {
                let ty = field.ty.to_string();
                ty == name || ty == format!("list({name})")
            })
        };
        for (name, _, _) in &records[1..] {
            assert!(records.iter().any(|(_, shape, _)| named(shape, name)), "`{name}`");
        }
    }

    #[test]
    fn fields_have_the_types_that_the_schema_gives_them() {
        let Shapes { manifest, vendor, location } = shapes();
        for (shape, field, ty) in [
            (manifest, "$schema", "string"),
            (manifest, "version", "int"),
            (manifest, "last_updated", "date"),
            (manifest, "organization", "organization"),
            (manifest, "change_notice", "change_notice"),
            (manifest, "residency", "list(residency)"),
            (manifest, "claims", "list(claim)"),
            (manifest, "declares_none", "bool"),
            (manifest, "subprocessors", "list(vendor)"),
            (manifest, "other_recipients", "list(vendor)"),
            (manifest, "notes", "map(string, string)"),
            (vendor, "name", "string"),
            (vendor, "services", "list(string)"),
            (vendor, "category", "list(string)"),
            (vendor, "affiliate", "bool"),
            (vendor, "registration_id", "list(registration_id)"),
            (vendor, "address", "address"),
            (vendor, "locations", "list(location)"),
            (vendor, "contacts", "list(contact)"),
            (vendor, "dpo", "contact"),
            (vendor, "links", "vendor_links"),
            (vendor, "special_categories", "list(string)"),
            (vendor, "audiences", "list(string)"),
            (vendor, "opt_out", "opt_out"),
            (vendor, "transfer", "list(transfer)"),
            (vendor, "chain_rank", "int"),
            (vendor, "certifications", "list(certification)"),
            (vendor, "ict_service_type", "list(string)"),
            (vendor, "notes", "string"),
            (vendor, "x", "map(string, dyn)"),
            (vendor, "location", "none"),
            (location, "activity", "list(string)"),
            (location, "data", "list(string)"),
        ] {
            assert_eq!(shown(shape, field), ty, "{field}");
        }
    }

    #[test]
    fn the_defaults_of_the_schema_are_those_of_the_model() {
        let full: Json = serde_json::from_str(schema::MANIFEST_SCHEMA).unwrap();
        let default = &full["$defs"]["vendor"]["properties"]["status"]["default"];
        assert_eq!(default, DEFAULT_STATUS.word());
    }

    #[test]
    fn a_path_has_every_spelling_of_its_fields() {
        let Shapes { vendor, .. } = shapes();
        assert_eq!(keys_of(vendor, "locations").unwrap(), ["location", "locations"]);
        assert_eq!(keys_of(vendor, "location").unwrap(), ["location", "locations"]);
        assert_eq!(keys_of(vendor, "opt_out.how").unwrap(), ["opt_out.how"]);
        assert_eq!(keys_of(vendor, "x-owner").unwrap(), ["x-owner"]);
        assert!(keys_of(vendor, "purpos").unwrap_err().contains(&"purpose".to_owned()));
        assert!(keys_of(vendor, "purpose.x").is_err());
    }
}
