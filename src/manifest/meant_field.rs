//! The field that an unknown key most likely means: by its letters, by its meaning in
//! another language or format, or by a slip of the fingers.

use super::fields::{
    BlockId, FieldBlock, FieldRelation, FieldSpec, FieldType, MANIFEST, VENDOR, field_at,
};
use crate::facts::field_names::{NameScope, NoField, field_named, forms, no_field};
use crate::syntax::{NodeKind, Value};
use crate::text::fold::fold_key;
use crate::text::suggest::typing_slip;

/// The meaning of a key that the format does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MeantField {
    /// A field of the same block, as a dotted path.
    Field(&'static str),
    /// None, for a reason.
    NoField(NoField),
    /// Nobody knows.
    Unknown,
}

/// Looks up what a key of a block means.
#[must_use]
pub fn meant_field(block: BlockId, key: &str) -> MeantField {
    let fields = block.block();
    let scopes: &[NameScope<'_>] = match block {
        MANIFEST => &[NameScope::List, NameScope::Root],
        VENDOR => &[NameScope::Entry],
        _ => &[NameScope::Block(fields.name), NameScope::Entry],
    };
    for (at, form) in forms(key).iter().enumerate() {
        if let Some(field) = fields.fields.iter().find(|field| fold_key(field.name) == *form) {
            return MeantField::Field(field.name);
        }
        let named = scopes.iter().filter_map(|scope| field_named(*scope, form));
        if let Some(path) = named.into_iter().find(|path| is_field(fields, path)) {
            return MeantField::Field(path);
        }
        if let Some(reason) = no_field(form).filter(|_| at == 0) {
            return MeantField::NoField(reason);
        }
    }
    let names = fields.fields.iter().map(|field| field.name);
    typing_slip(key, names).map_or(MeantField::Unknown, MeantField::Field)
}

/// The block that a path of keys and indices leads to.
#[must_use]
pub fn block_at(path: &[String]) -> Option<BlockId> {
    let keys = path.iter().filter(|step| step.parse::<usize>().is_err());
    keys.into_iter().try_fold(MANIFEST, |block, key| block.block().key(key)?.takes.block())
}

fn is_field(block: &FieldBlock, path: &str) -> bool {
    field_at(block, path).is_some()
}

/// The key for a value: the list for several, `locations` for `location`.
#[must_use]
pub fn key_for(block: &FieldBlock, path: &'static str, value: Value<'_>) -> &'static str {
    match field_at(block, path).map(|field| field.relation) {
        Some(FieldRelation::ItemOf(list)) if value.kind() == NodeKind::Seq => list,
        _ => path,
    }
}

/// True if a field takes a value as it is, so that it may be read from another key.
#[must_use]
pub fn takes(field: &FieldSpec, value: Value<'_>) -> bool {
    let is_link = matches!(field.name, "website" | "dpa" | "privacy" | "security" | "url");
    if is_link && !value.as_str().is_some_and(is_address) {
        return false;
    }
    fits(&field.takes, value)
}

/// True if a text starts like an address on the web.
#[must_use]
pub fn is_address(text: &str) -> bool {
    ["http://", "https://", "www."].iter().any(|start| text.starts_with(start))
}

/// True if a type takes a value as it is.
#[must_use]
pub fn fits(takes: &FieldType, value: Value<'_>) -> bool {
    let text = value.as_str();
    match takes {
        FieldType::Text | FieldType::Any => text.is_some(),
        FieldType::Date => text.is_some_and(|text| crate::values::date::Date::parse(text).is_ok()),
        FieldType::Flag => value.as_bool().is_some(),
        FieldType::Int => value.as_int().is_some_and(|number| number >= 0),
        FieldType::Word { words, .. } => text.is_some_and(|text| words.contains(&text)),
        FieldType::TextMap => text.is_some() || value.kind() == NodeKind::Map,
        FieldType::Block(block) => {
            let block = block.block();
            match value.kind() {
                NodeKind::Str => !block.text_is.is_empty(),
                NodeKind::Bool(_) => block.flag_is.is_some(),
                NodeKind::Map => value
                    .entries()
                    .all(|(key, _)| key.text().is_some_and(|key| block.key(key).is_some())),
                _ => false,
            }
        }
        FieldType::List(item) => match value.kind() {
            NodeKind::Seq => value.items().all(|value| fits(item, value)),
            _ => fits(item, value),
        },
    }
}
