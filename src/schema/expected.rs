//! What the schema expects at a path, for messages that say so.

use serde_json::Value as Json;

/// Longer vocabularies are listed in the help only.
const FEW: usize = 6;

/// What a place takes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expected {
    /// The JSON types, `null` left out.
    pub types: Vec<String>,
    /// The words of a closed vocabulary.
    pub values: Vec<String>,
    /// The fields of a mapping.
    pub fields: Vec<String>,
    /// Whether free text fits.
    pub takes_text: bool,
    /// Whether it is a date.
    pub is_date: bool,
}

impl Expected {
    /// The words for it in `must be ...`.
    #[must_use]
    pub fn noun(&self) -> String {
        if !self.values.is_empty() && !self.takes_text {
            return match &self.values[..] {
                [one] => format!("`{one}`"),
                [before @ .., last] if before.len() < FEW => {
                    let before: Vec<_> = before.iter().map(|word| format!("`{word}`")).collect();
                    format!("{} or `{last}`", before.join(", "))
                }
                _ => "one of the known values".to_owned(),
            };
        }
        if self.is_date {
            return "a date".to_owned();
        }
        let mut nouns: Vec<&str> = Vec::new();
        for kind in &self.types {
            let noun = match kind.as_str() {
                "string" => "text",
                "integer" => "a whole number",
                "number" => "a number",
                "boolean" => "`true` or `false`",
                "array" => "a list",
                "object" => "a mapping",
                _ => continue,
            };
            if !nouns.contains(&noun) {
                nouns.push(noun);
            }
        }
        match &nouns[..] {
            [] => "something else".to_owned(),
            [one] => (*one).to_owned(),
            [before @ .., last] => format!("{} or {last}", before.join(", ")),
        }
    }
}

/// What the schema expects at a path of keys and indices. Nothing is known
/// below `x-` fields.
#[must_use]
pub fn expected_at(path: &[String]) -> Expected {
    let root = super::compact();
    let mut schemas = vec![root];
    for step in path {
        let mut next = Vec::new();
        for schema in schemas.iter().flat_map(|schema| parts(root, schema)) {
            if let Some(child) = schema.get("properties").and_then(|map| map.get(step)) {
                next.push(child);
            }
            if let (Some(items), true) = (schema.get("items"), step.parse::<usize>().is_ok()) {
                next.push(items);
            }
        }
        schemas = next;
    }
    let mut expected = Expected::default();
    for schema in schemas.iter().flat_map(|schema| parts(root, schema)) {
        gather(schema, &mut expected);
    }
    expected.takes_text =
        expected.types.iter().any(|kind| kind == "string") && expected.values.is_empty();
    expected
}

/// What the schema says about a field of a vendor, given as a dotted path.
#[must_use]
pub fn description_of(field: &str) -> Option<String> {
    let schema: Json = serde_json::from_str(super::MANIFEST_SCHEMA).ok()?;
    let mut at = vec![schema.pointer("/properties/subprocessors")?.get("items")?];
    let steps = field.split('.').collect::<Vec<_>>();
    let mut at_top = vec![&schema];
    for step in &steps {
        at = at
            .iter()
            .flat_map(|part| parts(&schema, part))
            .filter_map(|part| part.get("properties")?.get(step))
            .collect();
        at_top = at_top
            .iter()
            .flat_map(|part| parts(&schema, part))
            .filter_map(|part| part.get("properties")?.get(step))
            .collect();
    }
    let found = at.into_iter().chain(at_top).find_map(|part| part.get("description")?.as_str());
    found.map(str::to_owned)
}

/// A schema and everything that applies in the same place.
fn parts<'s>(root: &'s Json, schema: &'s Json) -> Vec<&'s Json> {
    let mut parts = vec![schema];
    let mut at = 0;
    while let Some(schema) = parts.get(at).copied() {
        at += 1;
        if let Some(reference) = schema.get("$ref").and_then(Json::as_str) {
            parts.extend(reference.strip_prefix('#').and_then(|pointer| root.pointer(pointer)));
        }
        for keyword in ["then", "else"] {
            parts.extend(schema.get(keyword));
        }
        for keyword in ["allOf", "anyOf", "oneOf"] {
            parts.extend(schema.get(keyword).and_then(Json::as_array).into_iter().flatten());
        }
        // A schema names another a few times at most; a cycle ends here.
        if parts.len() > 64 {
            break;
        }
    }
    parts
}

fn gather(schema: &Json, expected: &mut Expected) {
    let mut add = |kind: &Json| {
        if let Some(kind) = kind.as_str().filter(|kind| *kind != "null")
            && !expected.types.iter().any(|known| known == kind)
        {
            expected.types.push(kind.to_owned());
        }
    };
    match schema.get("type") {
        Some(Json::Array(kinds)) => kinds.iter().for_each(&mut add),
        Some(kind) => add(kind),
        None => {}
    }
    for value in schema.get("enum").and_then(Json::as_array).into_iter().flatten() {
        let word = match value {
            Json::String(word) if !word.is_empty() => word.clone(),
            Json::Number(number) => number.to_string(),
            Json::Bool(value) => value.to_string(),
            _ => continue,
        };
        if !expected.values.contains(&word) {
            expected.values.push(word);
        }
    }
    if let Some(fields) = schema.get("properties").and_then(Json::as_object) {
        expected.fields.extend(fields.keys().cloned());
    }
    expected.is_date |= schema.get("format").and_then(Json::as_str) == Some("date");
}
