//! The one answer to "does this value say something?".

use super::table::{BlockId, FieldSpec, FieldType};
use crate::manifest::text::{Text, is_blank};
use crate::syntax::{NodeKind, Value};

/// True if a value under a key of a field states it: it is not blank, or it is
/// an empty list where that is an answer.
#[must_use]
pub fn says(field: &FieldSpec, value: Value<'_>) -> bool {
    let is_answer = field.empty_list_is_answer && value.kind() == NodeKind::Seq && value.is_empty();
    is_answer || fills(&field.takes, value)
}

fn fills(takes: &FieldType, value: Value<'_>) -> bool {
    match takes.block() {
        Some(block) if !block.block().stated_by.is_empty() => match value.kind() {
            NodeKind::Seq => value.items().any(|item| fills_block(block, item)),
            _ => fills_block(block, value),
        },
        _ => !is_blank(value),
    }
}

fn fills_block(block: BlockId, value: Value<'_>) -> bool {
    let stated_by = block.block().stated_by;
    Text::of(value).is_some() || stated_by.iter().any(|key| Text::get(value, key).is_some())
}
