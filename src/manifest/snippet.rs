//! A field as it is to be written, made from the value that is there: help that shows what
//! to write instead of naming a type.

use super::fields::{BlockId, FieldType, field_at};
use super::meant_field::{fits, is_address, key_for};
use super::schema::takes_lone_text;
use crate::syntax::{Format, NodeKind, ScalarStyle, Value};

/// Characters of a text that is worth showing.
const MAX_SHOWN: usize = 100;

/// Words for yes and no.
const YES: &[&str] = &[
    "yes", "y", "true", "on", "ja", "oui", "si", "sí", "sì", "sim", "tak", "ano", "kyllä", "예",
    "はい",
];
const NO: &[&str] = &[
    "no",
    "n",
    "false",
    "off",
    "nein",
    "non",
    "nee",
    "não",
    "nie",
    "ne",
    "nej",
    "nei",
    "ei",
    "아니요",
    "いいえ",
];

/// A key with its value in the notation of the file; none where the value cannot be told
/// from what is there.
#[must_use]
pub fn write_field(block: BlockId, path: &'static str, value: Value<'_>) -> Option<String> {
    let fields = block.block();
    let text = value.as_str();
    // The one link that has a key of its own.
    let path = match path {
        "links" if text.is_some_and(is_address) && fields.key("website").is_some() => "website",
        _ => path,
    };
    let key = key_for(fields, path, value);
    let field = field_at(fields, key)?;
    let format = value.tree().format();
    let takes = match &field.takes {
        FieldType::List(item) if value.text().is_some() && takes_lone_text(block, field) => item,
        takes => takes,
    };
    let content = content(takes, value)?;
    let pair = |key: &str, content: &str| match format {
        Format::Json => format!("\"{key}\": {content}"),
        Format::Yaml => format!("{key}: {content}"),
    };
    let written = match key.split_once('.') {
        Some((around, key)) => pair(around, &format!("{{{}}}", pair(key, &content))),
        None => pair(key, &content),
    };
    (written.chars().count() <= MAX_SHOWN).then_some(written)
}

/// A value of a type, as it is to be written.
fn content(takes: &FieldType, value: Value<'_>) -> Option<String> {
    let format = value.tree().format();
    let list = |items: Vec<String>| format!("[{}]", items.join(", "));
    match takes {
        FieldType::List(item) => match value.kind() {
            NodeKind::Seq => {
                let items: Option<Vec<String>> =
                    value.items().map(|value| content(item, value)).collect();
                items.filter(|items| !items.is_empty()).map(list)
            }
            _ => content(item, value).map(|item| list(vec![item])),
        },
        FieldType::Block(block) => {
            let block = block.block();
            if fits(takes, value) {
                return flow(value);
            }
            if let NodeKind::Seq = value.kind() {
                let mut items = value.items();
                let (one, more) = (items.next()?, items.next());
                return more.is_none().then(|| content(takes, one))?;
            }
            // "DPA: true" says that there is one.
            let is_there = block.name == "agreement" && says(value, YES);
            let text = if is_there { "" } else { value.as_str()? };
            if block.name == "agreement" {
                let kind = if format == Format::Json { "\"type\": \"dpa\"" } else { "type: dpa" };
                let url = if format == Format::Json { "\"url\"" } else { "url" };
                return Some(match is_address(text) {
                    true => format!("{{{kind}, {url}: {}}}", flow(value)?),
                    false => format!("{{{kind}}}"),
                });
            }
            let inner = ["text", "name", "mechanism", "how", "claim", "street"];
            let inner = inner.iter().find(|key| block.key(key).is_some())?;
            let inner =
                if format == Format::Json { format!("\"{inner}\"") } else { (*inner).to_owned() };
            Some(format!("{{{inner}: {}}}", flow(value)?))
        }
        FieldType::Text | FieldType::Any | FieldType::TextMap => match value.kind() {
            NodeKind::Seq => {
                let texts: Option<Vec<&str>> = value.items().map(Value::text).collect();
                texts
                    .filter(|texts| !texts.is_empty())
                    .map(|texts| quote(&texts.join(", "), format, false))
            }
            NodeKind::Map => {
                let mut texts = value.entries().filter_map(|(_, value)| value.text());
                texts.next().map(|text| quote(text, format, false))
            }
            NodeKind::Null => None,
            NodeKind::Str => flow(value),
            _ => value.text().map(|text| quote(text, format, true)),
        },
        FieldType::Flag => {
            if says(value, YES) {
                Some("true".to_owned())
            } else {
                says(value, NO).then(|| "false".to_owned())
            }
        }
        FieldType::Int => {
            let digits =
                value.text()?.split(|c: char| !c.is_ascii_digit()).find(|part| !part.is_empty())?;
            let number = digits.parse::<u32>().ok()?;
            Some(number.to_string())
        }
        FieldType::Word { .. } | FieldType::Date => fits(takes, value).then(|| flow(value))?,
    }
}

/// The status that a key and its yes or no stand for: `active: false`, `deprecated: yes`.
pub fn status_of(key: &str, value: Value<'_>) -> Option<&'static str> {
    let (yes, no) = (says(value, YES), says(value, NO));
    if !yes && !no {
        return None;
    }
    let is_of_activity =
        key.to_lowercase().contains("activ") && !key.to_lowercase().contains("inactiv");
    Some(if is_of_activity == yes { "active" } else { "retired" })
}

/// True if a value is one of some words.
fn says(value: Value<'_>, words: &[&str]) -> bool {
    value.text().is_some_and(|text| words.contains(&text.trim().to_lowercase().as_str()))
}

/// A value as it was typed, if that is short, on one line and still the same in brackets.
fn flow(value: Value<'_>) -> Option<String> {
    let tree = value.tree();
    let typed = tree.text().get(value.span().range())?;
    let is_plain_text = value.kind() == NodeKind::Str && value.style() == ScalarStyle::Plain;
    if value.is_alias() || is_plain_text || value.style() == ScalarStyle::Block {
        return value.as_str().map(|text| quote(text, tree.format(), false));
    }
    let is_block =
        matches!(value.kind(), NodeKind::Map | NodeKind::Seq) && !typed.starts_with(['{', '[']);
    (!typed.contains(['\n', '\r']) && !is_block).then(|| typed.to_owned())
}

/// A text as a scalar inside of brackets.
fn quote(text: &str, format: Format, always: bool) -> String {
    let is_special = |c: char| ",[]{}#\"'&*!|>%@`\\\n\r\t".contains(c);
    let needs = always
        || format == Format::Json
        || text.is_empty()
        || text.contains(is_special)
        || text.contains(": ")
        || text.ends_with(':')
        || text.starts_with(['-', '?', ' '])
        || crate::syntax::scalar::is_ambiguous(text);
    if needs { serde_json::to_string(text).unwrap_or_default() } else { text.to_owned() }
}
