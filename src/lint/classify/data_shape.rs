//! Data that reads well and is no manifest: the vendors are under another key, deeper, or
//! keys themselves.

use super::at_start;
use crate::facts::field_names::{NameScope, field_named, forms};
use crate::manifest::fields::{MANIFEST, VENDOR};
use crate::manifest::meant_field::{MeantField, meant_field};
use crate::syntax::{Format, NodeKind, Value};
use crate::text::Advice;
use crate::text::suggest::typing_slip;

/// Levels of mappings that are searched for a list of vendors.
const MAX_DEPTH: usize = 4;

/// Entries of a mapping that are looked at.
const MAX_ENTRIES: usize = 200;

/// The keys that only a manifest has; `version` and `links` are those of many files.
const OWN_KEYS: &[&str] = &[
    "subprocessors",
    "declares_none",
    "other_recipients",
    "organization",
    "change_notice",
    "residency",
    "last_updated",
    "claims",
];

/// The key of the list of vendors.
const LIST: &str = "subprocessors";

/// Names the shape of a document that is no manifest.
pub(super) fn other_shape(root: Value<'_>) -> Option<Advice> {
    match root.kind() {
        NodeKind::Seq => Some(bare_list(root)),
        NodeKind::Map => other_mapping(root),
        NodeKind::Null => None,
        _ => Some(at_start(
            root,
            "the file holds text and no list of vendors",
            format!("Write the vendors under `{LIST}`: {}.", sample(root, "Kelpworks")),
        )),
    }
}

fn bare_list(root: Value<'_>) -> Advice {
    let help = match root.tree().format() {
        Format::Json => format!("Put the list under `{LIST}`: `{{\"{LIST}\": [...]}}`."),
        Format::Yaml => format!("Put the list under a first line `{LIST}:`."),
    };
    at_start(root, "the file is a list", help)
}

fn other_mapping(root: Value<'_>) -> Option<Advice> {
    if let Some(list) = root.get(LIST) {
        let key = root.entries().find(|(key, _)| key.text() == Some(LIST)).map(|(key, _)| key);
        return other_list(key?, list.resolved());
    }
    if root.is_empty() {
        return None;
    }
    let holds_list = |value: Value<'_>| holds_vendors(value);
    if let Some((key, value)) = root
        .entries()
        .take(MAX_ENTRIES)
        .find(|(key, value)| is_list_key(*key) && holds_list(*value))
    {
        return Some(other_key(key, value));
    }
    if let Some((path, key)) = nested(root, "", MAX_DEPTH) {
        let is_own = key.text() == Some(LIST);
        let message = format!("`{}` is nested below `{path}`", key.text().unwrap_or_default());
        let rename = if is_own { String::new() } else { format!(" and name it `{LIST}`") };
        let help = format!("Move it to the top of the file{rename}.");
        return Some(Advice::new(key.span(), message).with_help(help));
    }
    let knows = |key: &str| OWN_KEYS.contains(&key);
    if root.entries().any(|(key, _)| key.text().is_some_and(knows)) {
        return None;
    }
    if names_our_schema(root) {
        return None;
    }
    Some(foreign_mapping(root))
}

/// Names the shape of a value under the key of the list that is no list.
fn other_list(key: Value<'_>, value: Value<'_>) -> Option<Advice> {
    let advice =
        |message: String, help: String| Some(Advice::new(key.span(), message).with_help(help));
    match value.kind() {
        NodeKind::Map => {
            let (first, of_first) = value.entries().next()?;
            let first = first.text().unwrap_or_default();
            // One vendor without its dash.
            if value.entries().any(|(key, _)| key.text() == Some("name")) {
                return None;
            }
            if of_first.kind() == NodeKind::Seq {
                let message = format!("`{LIST}` is divided into lists, such as `{}`", cut(first));
                let help = format!(
                    "Write one list under `{LIST}`, and what the parts are called into a field of \
                     each entry, such as `category`."
                );
                return advice(message, help);
            }
            advice(format!("the vendors are keys under `{LIST}`"), named_entries(value, first))
        }
        NodeKind::Str => {
            let first = value.as_str()?.split([',', ';', '\n']).next()?.trim();
            if first.is_empty() {
                return None;
            }
            let help =
                format!("Write a list with one entry for each vendor: {}.", sample(key, first));
            advice(format!("`{LIST}` is a text and no list"), help)
        }
        _ => None,
    }
}

/// A mapping none of whose keys is one that only a manifest has.
fn foreign_mapping(root: Value<'_>) -> Advice {
    let known = |(key, _): &(Value<'_>, Value<'_>)| key.text().is_some_and(is_vendor_key);
    let entries = || root.entries().take(MAX_ENTRIES).filter(|(key, _)| !is_private(*key));
    let total = entries().count();
    if entries().any(|(key, _)| key.text() == Some("name"))
        && 2 * entries().filter(known).count() >= total
    {
        let help = format!("Put it under `{LIST}` as an entry that starts with `- name:`.");
        return at_start(root, "the file is one vendor and no list", help);
    }
    let is_vendor =
        |(_, value): &(Value<'_>, Value<'_>)| value.entries().any(|entry| known(&entry));
    if total > 0 && 2 * entries().filter(is_vendor).count() >= total {
        let name = entries().next().and_then(|(key, _)| key.text()).unwrap_or_default();
        return at_start(root, "the vendors are keys here", named_entries(root, name));
    }
    let names: Vec<String> = entries()
        .filter_map(|(key, _)| key.text())
        .take(3)
        .map(|key| format!("`{}`", cut(key)))
        .collect();
    let more = if total > names.len() { ", ..." } else { "" };
    let message = format!("the file has other keys than a manifest: {}{more}", names.join(", "));
    let help = format!(
        "Write the vendors under `{LIST}`, as `docs/manifest.md` shows; leave the file out with \
         `exclude` if it is something else."
    );
    at_start(root, message, help)
}

/// The vendors are under a key of another name.
fn other_key(key: Value<'_>, value: Value<'_>) -> Advice {
    let name = key.text().unwrap_or_default();
    let message = format!("the vendors are under `{}`, which a manifest calls `{LIST}`", cut(name));
    let help = match value.kind() {
        NodeKind::Map => {
            let first = value.entries().next().and_then(|(key, _)| key.text()).unwrap_or_default();
            format!("Rename it to `{LIST}`. {}", named_entries(value, first))
        }
        _ => format!("Rename `{}` to `{LIST}`.", cut(name)),
    };
    Advice::new(key.span(), message).with_help(help)
}

fn named_entries(at: Value<'_>, name: &str) -> String {
    format!(
        "Write a list under `{LIST}`, with the key as the name of each entry: {}.",
        sample(at, name)
    )
}

/// One entry of a list, in the notation of the file.
fn sample(at: Value<'_>, name: &str) -> String {
    match at.tree().format() {
        Format::Json => format!("`{{\"name\": \"{}\"}}`", cut(name)),
        Format::Yaml => format!("`- name: {}`", cut(name)),
    }
}

/// The path to a list of vendors below a mapping, and its key.
fn nested<'t>(at: Value<'t>, path: &str, depth: usize) -> Option<(String, Value<'t>)> {
    let depth = depth.checked_sub(1)?;
    let maps = at
        .entries()
        .take(MAX_ENTRIES)
        .filter(|(key, value)| value.kind() == NodeKind::Map && !is_private(*key));
    for (key, value) in maps {
        let name = cut(key.text().unwrap_or_default());
        let path = if path.is_empty() { name } else { format!("{path}.{name}") };
        let found = value.entries().take(MAX_ENTRIES).find(|(key, value)| {
            is_list_key(*key) && value.kind() == NodeKind::Seq && holds_vendors(*value)
        });
        if let Some((key, _)) = found {
            return Some((path, key));
        }
        if let Some(found) = nested(value, &path, depth) {
            return Some(found);
        }
    }
    None
}

/// True if a key is a word for the list of vendors.
fn is_list_key(key: Value<'_>) -> bool {
    let Some(key) = key.text() else { return false };
    let is_word = |form: &String| form == LIST || field_named(NameScope::List, form).is_some();
    forms(key).first().is_some_and(is_word) || typing_slip(key, [LIST]).is_some()
}

/// True if a value may be a list of vendors: mappings or names, in a list or by name.
fn holds_vendors(value: Value<'_>) -> bool {
    match value.kind() {
        NodeKind::Seq => value.items().take(MAX_ENTRIES).all(|item| item.kind() != NodeKind::Null),
        NodeKind::Map => {
            value.entries().take(MAX_ENTRIES).any(|(_, of_key)| of_key.kind() == NodeKind::Map)
        }
        _ => false,
    }
}

fn is_vendor_key(key: &str) -> bool {
    VENDOR.block().key(key).is_some() || matches!(meant_field(VENDOR, key), MeantField::Field(_))
}

fn is_private(key: Value<'_>) -> bool {
    key.text().is_some_and(|key| key.starts_with("x-") || MANIFEST.block().key(key).is_some())
}

fn names_our_schema(root: Value<'_>) -> bool {
    let schema = root.get("$schema").and_then(Value::as_str);
    schema.is_some_and(|address| address.ends_with("manifest.schema.json"))
}

/// The start of a key: it goes into a message.
fn cut(key: &str) -> String {
    const MOST: usize = 40;
    match key.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}…", &key[..at]),
        None => key.to_owned(),
    }
}
