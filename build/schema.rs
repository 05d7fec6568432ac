//! The manifest schema without what only editors and the table of fields read, for
//! the validator, and a table of what it says about each place, for messages.

use serde_json::Value;
use std::path::Path;

pub(crate) fn write(out: &Path) {
    println!("cargo::rerun-if-changed=schemas/manifest.schema.json");
    let text = std::fs::read_to_string("schemas/manifest.schema.json").expect("the schema");
    let mut schema: Value = serde_json::from_str(&text).expect("the schema is JSON");
    let mut places = Vec::new();
    describe(&schema, "", &[&schema], &mut places);
    places.sort();
    let mut end = 0;
    let starts = places.iter().map(|line| {
        end += line.len();
        end - line.len()
    });
    let starts: Vec<usize> = starts.collect();
    let starts = format!("static STARTS: [u32; {}] = {starts:?};", starts.len());
    std::fs::write(out.join("places.tsv"), places.concat()).expect("writing a table");
    std::fs::write(out.join("place_starts.rs"), starts).expect("writing a table");
    crate::fields::write(out, &schema);
    strip(&mut schema, false);
    crate::fit::write(out, &schema);
    std::fs::write(out.join("manifest.schema.json"), schema.to_string()).expect("writing a table");
}

/// What the schema says about a place and every place below it, one line each:
/// the keys from the root with `/` between them and `0` for an index, then the
/// types, the words, the fields and the flags that apply there.
fn describe(root: &Value, place: &str, schemas: &[&Value], lines: &mut Vec<String>) {
    assert!(place.split('/').count() < 12, "the schema holds itself: {place}");
    let all: Vec<&Value> = schemas.iter().flat_map(|schema| parts(root, schema)).collect();
    let (mut types, mut values, mut fields, mut is_date) = (vec![], vec![], vec![], false);
    let mut children: Vec<(String, Vec<&Value>)> = Vec::new();
    let mut child = |name: &str, schema| match children.iter_mut().find(|(known, _)| known == name)
    {
        Some((_, schemas)) => schemas.push(schema),
        None => children.push((name.to_owned(), vec![schema])),
    };
    for schema in all {
        let kinds = match schema.get("type") {
            Some(Value::Array(kinds)) => kinds.iter().collect(),
            Some(kind) => vec![kind],
            None => Vec::new(),
        };
        types.extend(kinds.into_iter().filter_map(Value::as_str).filter(|kind| *kind != "null"));
        for value in schema.get("enum").and_then(Value::as_array).into_iter().flatten() {
            match value {
                Value::String(word) if word.is_empty() => {}
                Value::String(word) => values.push(word.clone()),
                Value::Number(_) | Value::Bool(_) => values.push(value.to_string()),
                _ => {}
            }
        }
        for (name, schema) in
            schema.get("properties").and_then(Value::as_object).into_iter().flatten()
        {
            fields.push(name.as_str());
            child(name, schema);
        }
        if let Some(items) = schema.get("items") {
            child("0", items);
        }
        is_date |= schema.get("format").and_then(Value::as_str) == Some("date");
    }
    let values: Vec<&str> = values.iter().map(String::as_str).collect();
    let columns = [
        place,
        &unique(&types),
        &unique(&values),
        &unique(&fields),
        if is_date { "date" } else { "" },
    ];
    assert!(!columns.iter().any(|column| column.contains(['\t', '\n'])), "{place}: a tab");
    lines.push(columns.join("\t") + "\n");
    for (name, schemas) in children {
        assert!(!name.contains(['/', '|']), "a field with a slash or bar");
        let place = if place.is_empty() { name } else { format!("{place}/{name}") };
        describe(root, &place, &schemas, lines);
    }
}

/// The words without repetition, in the order of their first use.
fn unique(words: &[&str]) -> String {
    let mut seen: Vec<&str> = Vec::new();
    for word in words {
        assert!(!word.contains('|'), "a word with a bar");
        if !seen.contains(word) {
            seen.push(word);
        }
    }
    seen.join("|")
}

/// A schema and everything that applies in the same place.
fn parts<'s>(root: &'s Value, schema: &'s Value) -> Vec<&'s Value> {
    let mut parts = vec![schema];
    let mut at = 0;
    while let Some(schema) = parts.get(at).copied() {
        at += 1;
        assert!(at < 100, "a schema that refers to itself in one place");
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            let target = reference.strip_prefix('#').and_then(|pointer| root.pointer(pointer));
            parts.push(target.expect("references stay in the file"));
        }
        for keyword in ["then", "else"] {
            parts.extend(schema.get(keyword));
        }
        for keyword in ["allOf", "anyOf", "oneOf"] {
            parts.extend(schema.get(keyword).and_then(Value::as_array).into_iter().flatten());
        }
    }
    parts
}

/// Drops annotations, and the address that nothing refers to. Under
/// `properties` and `$defs` the keys are names of fields, and `title` is just
/// one of them.
fn strip(value: &mut Value, names: bool) {
    match value {
        Value::Object(map) => {
            if !names {
                for annotation in ["$id", "title", "description", "examples", "$comment", "default"]
                {
                    map.remove(annotation);
                }
                map.retain(|keyword, _| !keyword.starts_with("x-"));
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
