//! The table of fields, for `src/manifest/fields/`, from the manifest schema.
//!
//! Types and words come from the keywords of JSON Schema, and what these cannot
//! say from annotations; `src/manifest/fields/mod.rs` has what each one means.

use serde_json::{Map, Value};
use std::fmt::Write as _;
use std::path::Path;

/// The annotations of a property and those of a definition.
const OF_PROPERTY: &[&str] =
    &["x-item-of", "x-kind-of", "x-same-as", "x-also-read", "x-empty-list-is"];
const OF_BLOCK: &[&str] = &["x-text-is", "x-flag-is", "x-typed-as", "x-stated-by"];

pub(crate) fn write(out: &Path, schema: &Value) {
    let definitions = schema["$defs"].as_object().expect("definitions");
    let others = definitions.iter().map(|(name, block)| (name.as_str(), block));
    let blocks: Vec<(&str, &Value)> = std::iter::once(("manifest", schema))
        .chain(others)
        .filter(|(_, block)| block.get("properties").is_some())
        .collect();
    let table = Fields { root: schema, blocks };
    let mut code = format!(
        "/// Every block of the schema, the document first.\npub static BLOCKS: [FieldBlock; {}] = [\n",
        table.blocks.len()
    );
    for (name, block) in &table.blocks {
        code += &table.block(name, block);
    }
    code += "];\n\n";
    for (index, (name, _)) in table.blocks.iter().enumerate() {
        let _ = writeln!(code, "/// The block `{name}`.");
        let _ = writeln!(code, "pub const {}: BlockId = BlockId({index});", name.to_uppercase());
    }
    code += &table.vendor_keys();
    std::fs::write(out.join("fields.rs"), code).expect("writing a table");
}

struct Fields<'s> {
    root: &'s Value,
    blocks: Vec<(&'s str, &'s Value)>,
}

impl<'s> Fields<'s> {
    fn block(&self, name: &str, block: &'s Value) -> String {
        check_annotations(name, block, OF_BLOCK);
        let properties = properties(block);
        let fields: String = properties
            .iter()
            .map(|(key, field)| self.field(name, properties, key, field))
            .collect();
        format!(
            "    FieldBlock {{ name: {name:?}, text_is: &{:?}, flag_is: {:?}, typed_as: {:?}, \
             stated_by: &{:?}, fields: &[\n{fields}    ] }},\n",
            texts(block, "x-text-is"),
            text(block, "x-flag-is"),
            text(block, "x-typed-as"),
            texts(block, "x-stated-by"),
        )
    }

    fn field(
        &self,
        block: &str,
        properties: &'s Map<String, Value>,
        key: &str,
        field: &'s Value,
    ) -> String {
        let place = format!("{block}.{key}");
        check_annotations(&place, field, OF_PROPERTY);
        let mut stated = Vec::new();
        for (annotation, name) in
            [("x-item-of", "ItemOf"), ("x-kind-of", "KindOf"), ("x-same-as", "SameAs")]
        {
            if let Some(target) = text(field, annotation) {
                let first = target.split('.').next().unwrap_or_default();
                assert!(properties.contains_key(first), "{place} refers to {target}");
                stated.push(format!("FieldRelation::{name}({target:?})"));
            }
        }
        assert!(stated.len() < 2, "{place} has two relations");
        let relation = stated.pop().unwrap_or_else(|| "FieldRelation::Itself".to_owned());
        let empty_list_is_answer = text(field, "x-empty-list-is").is_some();
        format!(
            "        FieldSpec {{ name: {key:?}, relation: {relation}, spellings: &{:?}, \
             also_read: &{:?}, takes: {}, empty_list_is_answer: {empty_list_is_answer}, \
             description: {:?} }},\n",
            spellings(properties, key, field),
            texts(field, "x-also-read"),
            self.takes(key, field),
            text(field, "description").unwrap_or_default(),
        )
    }

    /// A schema, and everything that applies in the same place; each with the name
    /// that it is defined under.
    fn parts(&self, schema: &'s Value) -> Vec<(Option<&'s str>, &'s Value)> {
        let mut parts = vec![(None, schema)];
        let mut at = 0;
        while let Some((_, schema)) = parts.get(at).copied() {
            at += 1;
            assert!(at < 64, "a schema that refers to itself in one place");
            if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
                let name = reference.strip_prefix("#/$defs/").expect("references stay in `$defs`");
                parts.push((Some(name), &self.root["$defs"][name]));
            }
            // A block says itself what a text in its place has to be.
            if schema.get("properties").is_none() {
                parts.extend(
                    ["then", "else"].iter().filter_map(|key| Some((None, schema.get(key)?))),
                );
            }
        }
        parts
    }

    /// What the values under a key are, as a `FieldType`.
    fn takes(&self, key: &str, schema: &'s Value) -> String {
        let parts = self.parts(schema);
        if let Some(items) = parts.iter().find_map(|(_, part)| part.get("items")) {
            return format!("FieldType::List(&{})", self.takes(key, items));
        }
        let block = parts.iter().find(|(_, part)| part.get("properties").is_some());
        if let Some((Some(name), _)) = block {
            return format!("FieldType::Block({})", name.to_uppercase());
        }
        let has = |kind: &str| {
            parts.iter().any(|(_, part)| match part.get("type") {
                Some(Value::Array(kinds)) => kinds.iter().any(|known| known == kind),
                Some(known) => known == kind,
                None => false,
            })
        };
        let listed =
            parts.iter().find_map(|(name, part)| Some((*name, part.get("enum")?.as_array()?)));
        if let Some((name, values)) = listed {
            let words: Vec<&str> =
                values.iter().filter_map(Value::as_str).filter(|word| !word.is_empty()).collect();
            if !words.is_empty() {
                let name = name.unwrap_or(key);
                return format!("FieldType::Word {{ name: {name:?}, words: &{words:?} }}");
            }
            let is_number = values.iter().any(Value::is_number);
            return if is_number { "FieldType::Int" } else { "FieldType::Flag" }.to_owned();
        }
        let is_date =
            parts.iter().any(|(_, part)| part.get("format").is_some_and(|name| name == "date"));
        match (has("object"), has("boolean"), has("string"), has("integer")) {
            (true, ..) => "FieldType::TextMap",
            (_, true, true, _) => "FieldType::Any",
            (_, true, ..) => "FieldType::Flag",
            (_, _, false, true) => "FieldType::Int",
            _ if is_date => "FieldType::Date",
            _ => "FieldType::Text",
        }
        .to_owned()
    }

    /// The keys of a vendor as an enum, which is what the model reads entries by.
    fn vendor_keys(&self) -> String {
        let vendor = self.blocks.iter().find(|(name, _)| *name == "vendor").expect("a vendor");
        let keys = properties(vendor.1);
        let mut code = String::from(
            "\n/// A key of a vendor; the number of each is its place among the fields of\n\
             /// [`VENDOR`].\n\
             #[derive(Clone, Copy, Debug, PartialEq, Eq)]\n\
             #[repr(u8)]\n\
             pub enum VendorKey {\n",
        );
        for key in keys.keys() {
            let _ = writeln!(code, "    /// `{key}`.\n    {},", variant(key));
        }
        code += "}\n\nimpl VendorKey {\n    fn parse_key(key: &str) -> Option<Self> {\n";
        code += "        Some(match key.len() {\n";
        let mut lengths: Vec<usize> = keys.keys().map(String::len).collect();
        lengths.sort_unstable();
        lengths.dedup();
        for length in lengths {
            let _ = writeln!(code, "            {length} => match key {{");
            for key in keys.keys().filter(|key| key.len() == length) {
                let _ = writeln!(code, "                {key:?} => Self::{},", variant(key));
            }
            code += "                _ => return None,\n            },\n";
        }
        code += "            _ => return None,\n        })\n    }\n}\n\n";
        let lists = keys.iter().map(|(key, field)| {
            format!("VendorKey::{}", variant(text(field, "x-item-of").unwrap_or(key)))
        });
        let lists = lists.collect::<Vec<_>>().join(", ");
        let _ = writeln!(code, "static LIST_KEYS: [VendorKey; {}] = [{lists}];", keys.len());
        code
    }
}

/// The keys that state a field, each a dotted path: the singular, its own, and
/// then the others that refer to it or that it refers to.
fn spellings(properties: &Map<String, Value>, key: &str, field: &Value) -> Vec<String> {
    let referring = |annotation: &'static str| {
        let of_key = move |(_, schema): &(&String, &Value)| text(schema, annotation) == Some(key);
        properties.iter().filter(of_key).map(|(other, _)| other.clone())
    };
    referring("x-item-of")
        .chain([key.to_owned()])
        .chain(referring("x-kind-of"))
        .chain(referring("x-same-as"))
        .chain(text(field, "x-same-as").map(str::to_owned))
        .collect()
}

fn check_annotations(place: &str, schema: &Value, known: &[&str]) {
    for key in schema.as_object().expect("a schema").keys() {
        assert!(!key.starts_with("x-") || known.contains(&key.as_str()), "{place} has {key}");
    }
}

fn properties(block: &Value) -> &Map<String, Value> {
    block["properties"].as_object().expect("properties")
}

fn text<'v>(schema: &'v Value, key: &str) -> Option<&'v str> {
    schema.get(key).map(|value| value.as_str().expect("a text"))
}

fn texts<'v>(schema: &'v Value, key: &str) -> Vec<&'v str> {
    let list = schema.get(key).map(|value| value.as_array().expect("a list"));
    list.into_iter().flatten().map(|item| item.as_str().expect("a text")).collect()
}

/// A key as the name of a variant: `legal_name` is `LegalName`.
fn variant(key: &str) -> String {
    let mut name = String::new();
    for word in key.split('_') {
        let (first, rest) = word.split_at(1);
        name += &first.to_uppercase();
        name += rest;
    }
    name
}
