//! The manifest schema without what only editors read: it is compiled at
//! every start.

use serde_json::Value;
use std::path::Path;

pub(crate) fn write(out: &Path) {
    println!("cargo::rerun-if-changed=schemas/manifest.schema.json");
    let text = std::fs::read_to_string("schemas/manifest.schema.json").expect("the schema");
    let mut schema: Value = serde_json::from_str(&text).expect("the schema is JSON");
    strip(&mut schema, false);
    std::fs::write(out.join("manifest.schema.json"), schema.to_string()).expect("writing a table");
}

/// Drops annotations. Under `properties` and `$defs` the keys are names of
/// fields, and `title` is just one of them.
fn strip(value: &mut Value, names: bool) {
    match value {
        Value::Object(map) => {
            if !names {
                for annotation in ["title", "description", "examples", "$comment", "default"] {
                    map.remove(annotation);
                }
            }
            for (key, value) in map.iter_mut() {
                let names =
                    !names && matches!(key.as_str(), "properties" | "$defs" | "patternProperties");
                if !matches!(key.as_str(), "enum" | "const") {
                    strip(value, names);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| strip(item, false)),
        _ => {}
    }
}
