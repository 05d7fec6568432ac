//! The manifest schema as a table for `src/manifest/schema/fit.rs`.

use serde_json::{Map, Value};
use std::fmt::Write as _;
use std::path::Path;

/// Writes what each schema asks for, the whole one last.
pub(crate) fn write(out: &Path, schema: &Value) {
    let mut shapes = Shapes { root: schema, code: Vec::new() };
    // `ANY` and `NOTHING` are the first two.
    shapes.of(&Value::Bool(true));
    shapes.of(&Value::Bool(false));
    let root = shapes.of(schema);
    let mut code = format!("const ROOT: u16 = {root};\n");
    let _ = writeln!(code, "static SHAPES: [SchemaShape; {}] = [", shapes.code.len());
    let _ = writeln!(code, "{}];", shapes.code.concat());
    std::fs::write(out.join("shapes.rs"), code).expect("writing a table");
}

struct Shapes<'s> {
    root: &'s Value,
    code: Vec<String>,
}

impl<'s> Shapes<'s> {
    /// The number of a schema in the table.
    fn of(&mut self, schema: &'s Value) -> usize {
        let (mut types, mut values) = (0, None);
        let (mut also, mut choice) = (None, [0; 3]);
        let (mut items, mut rest) = (0, 0);
        let (mut fields, mut own, mut required) = (Vec::new(), false, Vec::new());
        let (mut minimum, mut min_length) = ("None".to_owned(), 0);
        for (keyword, value) in schema.as_object().into_iter().flatten() {
            match keyword.as_str() {
                // A `format` says what is meant and refuses nothing.
                "$schema" | "$defs" | "format" => {}
                "$ref" => also = Some(self.of(target(self.root, value))),
                "type" => types = list(value).map(bit).sum(),
                "enum" => values = Some(list(value).map(literal).collect::<Vec<_>>()),
                "const" => values = Some(vec![literal(value)]),
                "if" => choice[0] = self.of(value),
                "then" => choice[1] = self.of(value),
                "else" => choice[2] = self.of(value),
                "items" => items = self.of(value),
                "additionalProperties" => rest = self.of(value),
                "patternProperties" => {
                    assert_eq!(*value, serde_json::json!({ "^x-": true }), "another pattern");
                    own = true;
                }
                "properties" => {
                    for (name, value) in value.as_object().expect("properties") {
                        fields.push((name.as_str(), self.of(value)));
                    }
                }
                "required" => required = list(value).filter_map(Value::as_str).collect(),
                "minimum" => minimum = format!("Some({})", value.as_i64().expect("an integer")),
                "minLength" => min_length = value.as_u64().expect("a length"),
                other => panic!("the schema uses `{other}`: build/fit.rs has to learn it"),
            }
        }
        // A mere reference is what it refers to.
        if let (Some(target), Some(1)) = (also, schema.as_object().map(Map::len)) {
            return target;
        }
        if types == 0 && *schema != Value::Bool(false) {
            types = u8::MAX;
        }
        fields.sort_by_key(|(name, _)| (name.len(), *name));
        let longest = fields.last().map_or(0, |(name, _)| name.len() + 1);
        let shorter = |length| fields.iter().filter(|(name, _)| name.len() < length).count();
        let lengths: Vec<usize> = (0..longest).map(shorter).collect();
        let values =
            values.map_or("None".to_owned(), |known| format!("Some(&[{}])", known.join(", ")));
        let code = format!(
            "SchemaShape {{ types: {types}, values: {values}, also: {also:?}, choice: {choice:?}, \
             items: {items}, fields: &{fields:?}, lengths: &{lengths:?}, own: {own}, rest: {rest}, \
             required: &{required:?}, minimum: {minimum}, min_length: {min_length} }},\n"
        );
        let known = self.code.iter().position(|known| *known == code);
        known.unwrap_or_else(|| {
            self.code.push(code);
            self.code.len() - 1
        })
    }
}

fn target<'s>(root: &'s Value, reference: &Value) -> &'s Value {
    let pointer = reference.as_str().and_then(|reference| reference.strip_prefix('#'));
    pointer.and_then(|pointer| root.pointer(pointer)).expect("references stay in the file")
}

/// The items of a list; anything else is one item.
fn list(value: &Value) -> impl Iterator<Item = &Value> {
    match value {
        Value::Array(items) => items.iter(),
        other => std::slice::from_ref(other).iter(),
    }
}

/// The bit of a type; `bit` of `src/manifest/schema/fit.rs` has the same.
fn bit(name: &Value) -> u8 {
    match name.as_str() {
        Some("null") => 1,
        Some("boolean") => 2,
        Some("integer") => 4,
        Some("string") => 8,
        Some("array") => 16,
        Some("object") => 32,
        other => panic!("the schema uses the type {other:?}: build/fit.rs has to learn it"),
    }
}

fn literal(value: &Value) -> String {
    match value {
        Value::Null => "SchemaLiteral::Null".to_owned(),
        Value::Bool(truth) => format!("SchemaLiteral::Bool({truth})"),
        Value::Number(number) => format!("SchemaLiteral::Int({number})"),
        Value::String(text) => format!("SchemaLiteral::Text({text:?})"),
        other => panic!("a value that is a collection: {other}"),
    }
}
