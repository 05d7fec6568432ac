//! Answers yes or no: does a manifest fit the schema?
//!
//! Most manifests fit. This reads the answer off a table that the build script
//! made of the schema, so that a run only builds the validator when there is
//! a problem to word. A test compares every answer with the validator's.

use crate::syntax::{NodeKind, Value};

include!(concat!(env!("OUT_DIR"), "/shapes.rs"));

/// Whatever it is.
const ANY: u16 = 0;

/// The demands of one schema; the numbers are places in [`SHAPES`].
struct SchemaShape {
    /// The types it takes, see [`bit`].
    types: u8,
    /// The only values, if it has a closed list.
    values: Option<&'static [SchemaLiteral]>,
    /// Another schema that applies as well.
    also: Option<u16>,
    /// If the first applies, the second does as well, otherwise the third.
    choice: [u16; 3],
    /// The schema of the items of a list.
    items: u16,
    /// The schemas of the values of known keys, by the length of the key and then
    /// by the key.
    fields: &'static [(&'static str, u16)],
    /// For each length of a key, the first field whose key is not shorter.
    lengths: &'static [u8],
    /// True if keys that start with `x-` may hold anything.
    own: bool,
    /// The schema of the values of other keys.
    rest: u16,
    /// The keys that have to be there.
    required: &'static [&'static str],
    /// The smallest number.
    minimum: Option<i64>,
    /// The length of the shortest text in characters.
    min_length: usize,
}

enum SchemaLiteral {
    Null,
    Bool(bool),
    Int(i64),
    Text(&'static str),
}

/// True if a document fits the whole schema.
pub(super) fn fits(root: Value<'_>) -> bool {
    is(root, ROOT)
}

fn is(value: Value<'_>, shape: u16) -> bool {
    if shape == ANY {
        return true;
    }
    let shape = &SHAPES[usize::from(shape)];
    let kind = value.kind();
    let [when, then, otherwise] = shape.choice;
    shape.types & bit(kind) != 0
        && shape.values.is_none_or(|known| known.iter().any(|known| known.is(value)))
        && shape.also.is_none_or(|also| is(value, also))
        && (when == ANY || is(value, if is(value, when) { then } else { otherwise }))
        && match kind {
            NodeKind::Null | NodeKind::Bool(_) => true,
            NodeKind::Int(number) => shape.minimum.is_none_or(|least| number >= least),
            #[expect(clippy::cast_precision_loss, reason = "the numbers of a schema are small")]
            NodeKind::Float(number) => shape.minimum.is_none_or(|least| number >= least as f64),
            NodeKind::Str => {
                let last = shape.min_length.checked_sub(1);
                last.is_none_or(|last| {
                    value.as_str().is_some_and(|text| text.chars().nth(last).is_some())
                })
            }
            NodeKind::Seq => value.items().all(|item| is(item, shape.items)),
            NodeKind::Map => shape.has_fields_of(value),
        }
}

impl SchemaShape {
    fn has_fields_of(&self, value: Value<'_>) -> bool {
        let takes = |(key, value): (Value<'_>, Value<'_>)| {
            let key = key.text().unwrap_or_default();
            // Few keys have the same length, and they differ in their first letters.
            let first = key.as_bytes().first();
            let from = self.lengths.get(key.len()).map_or(self.fields.len(), |at| usize::from(*at));
            let mut as_long =
                self.fields[from..].iter().take_while(|(name, _)| name.len() == key.len());
            match as_long.find(|(name, _)| name.as_bytes().first() == first && *name == key) {
                Some((_, shape)) => is(value, *shape),
                None => (self.own && key.starts_with("x-")) || is(value, self.rest),
            }
        };
        value.entries().all(takes) && self.required.iter().all(|key| value.get(key).is_some())
    }
}

impl SchemaLiteral {
    fn is(&self, value: Value<'_>) -> bool {
        match (self, value.kind()) {
            (Self::Null, NodeKind::Null) => true,
            (Self::Bool(own), NodeKind::Bool(other)) => *own == other,
            (Self::Int(own), NodeKind::Int(other)) => *own == other,
            #[expect(clippy::cast_precision_loss, reason = "the numbers of a schema are small")]
            (Self::Int(own), NodeKind::Float(other)) => *own as f64 == other,
            (Self::Text(own), NodeKind::Str) => value.as_str() == Some(own),
            _ => false,
        }
    }
}

/// The bit of a type; `bit` of `build/fit.rs` has the same.
fn bit(kind: NodeKind) -> u8 {
    match kind {
        NodeKind::Null => 1,
        NodeKind::Bool(_) => 2,
        NodeKind::Int(_) => 4,
        NodeKind::Float(_) if kind.as_int().is_some() => 4,
        // The schema has no place for other numbers but where anything goes.
        NodeKind::Float(_) => 64,
        NodeKind::Str => 8,
        NodeKind::Seq => 16,
        NodeKind::Map => 32,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{TreeNode, validator};
    use super::*;
    use crate::syntax::{Format, Limits, parse};
    use serde_json::{Value as Json, json};

    /// Every place of a value with what stands there, as a pointer.
    fn places<'j>(value: &'j Json, at: &str, found: &mut Vec<(String, &'j Json)>) {
        found.push((at.to_owned(), value));
        match value {
            Json::Object(map) => {
                map.iter().for_each(|(key, value)| places(value, &format!("{at}/{key}"), found));
            }
            Json::Array(items) => {
                let items = items.iter().enumerate();
                items.for_each(|(index, item)| places(item, &format!("{at}/{index}"), found));
            }
            _ => {}
        }
    }

    /// The way to a place with something else there, and the names on the way.
    fn alone(value: &Json, place: &str, other: &Json) -> Json {
        let Some(place) = place.strip_prefix('/') else { return other.clone() };
        let (step, rest) = place.find('/').map_or((place, ""), |at| place.split_at(at));
        match value {
            Json::Array(items) => {
                json!([alone(&items[step.parse::<usize>().unwrap()], rest, other)])
            }
            _ => {
                let mut map = serde_json::Map::new();
                map.extend(value.get("name").map(|name| ("name".to_owned(), name.clone())));
                map.insert(step.to_owned(), alone(&value[step], rest, other));
                map.into()
            }
        }
    }

    /// True if a document fits, once both ways of asking agree.
    fn agreed(document: &Json) -> bool {
        let text = document.to_string();
        let parsed = parse(&text, Format::Json, &Limits::default());
        let root = parsed.tree.documents().next().expect("a document");
        let valid = validator().is_valid(TreeNode::Value(root));
        assert_eq!(fits(root), valid, "{text}");
        valid
    }

    #[test]
    fn it_is_what_the_validator_says_whatever_stands_in_each_place_of_a_manifest() {
        let complete = include_str!("../../../examples/complete.yaml");
        let complete: Json = serde_yaml::from_str(complete).unwrap();
        assert!(agreed(&complete));
        let mut all = Vec::new();
        places(&complete, "", &mut all);
        let others = json!([
            null, true, 0, 1, -1, 1.0, 1.5, 7, 1e300, "", "x", "2026-13-41", "scc", "on", [], {},
            [null], ["x"], ["", "email"], [1], [5], [{}], [[]], {"name": "x"}, {"name": ""},
            {"name": "x", "x-own": [1]}, {"xown": "x"}, {"dpa": "x"}, [{"name": "x", "nmae": 1}]
        ]);
        let (mut fitting, mut failing) = (0, 0);
        for (place, value) in &all {
            let mut others = others.as_array().unwrap().clone();
            others.push((*value).clone());
            for key in ["x-own", "xown"] {
                let mut more = (*value).clone();
                more.as_object_mut().map(|map| map.insert(key.to_owned(), json!({"a": 1})));
                others.push(more);
            }
            for other in &others {
                let fits = agreed(&alone(&complete, place, other));
                *if fits { &mut fitting } else { &mut failing } += 1;
            }
        }
        assert!(fitting > 1000 && failing > 3000, "{fitting} fit, {failing} do not");
    }
}
