//! Names of constants in the place of values.

use super::ReadProgram;
use crate::page::data_tree::{Kind, ValueId, Values};
use crate::text::Span;
use std::collections::HashMap;

/// Bytes of texts that stand elsewhere, for each byte of the file.
const MOST_COPIED: usize = 4;

/// Literals before a value that may be around it.
const MAX_AROUND: usize = 16;

/// Follows the names to the values of constants in the same file. For each literal, true
/// if it is read where it is named and not where it stands.
pub(super) fn resolve(program: &mut ReadProgram<'_>, len: usize) -> Vec<bool> {
    let mut by_name: HashMap<String, usize> = HashMap::new();
    for (index, literal) in program.literals.iter().enumerate() {
        if let Some(name) = literal.name.as_ref().filter(|_| literal.is_constant) {
            by_name.entry(name.text.clone()).or_insert(index);
        }
    }
    let mut is_elsewhere = vec![false; program.literals.len()];
    let mut word_maps = vec![None; program.literals.len()];
    let mut keys: HashMap<ValueId, HashMap<String, ValueId>> = HashMap::new();
    let mut left = (len + 4096).saturating_mul(MOST_COPIED);
    let refs = std::mem::take(&mut program.refs);
    // A constant may itself be made of others.
    for _ in 0..2 {
        for (value, path) in &refs {
            if !matches!(program.values.get(*value).kind, Kind::Computed) {
                continue;
            }
            let Some((name, members)) = path.split_first() else { continue };
            let Some(&index) = by_name.get(*name) else { continue };
            let mut target = Some(program.literals[index].value);
            for member in members {
                target = target.and_then(|id| member_of(&program.values, &mut keys, id, member));
            }
            let Some(target) = target else { continue };
            let at = program.values.get(*value).span;
            let kind = match program.values.kind(target) {
                Kind::Scalar(scalar) if scalar.text.len() <= left => {
                    left -= scalar.text.len();
                    if !members.is_empty() {
                        is_elsewhere[index] |=
                            *word_maps[index].get_or_insert_with(|| is_word_map(program, index));
                    }
                    // The bytes that say it are those of the constant.
                    Kind::Scalar(scalar.clone())
                }
                Kind::List(_) | Kind::Map(_) => {
                    let own = literal_around(program, at);
                    let is_kept = own.is_none_or(|own| own == index || is_elsewhere[own]);
                    is_elsewhere[index] |= members.is_empty() && !is_kept;
                    Kind::Same(target)
                }
                Kind::Null => Kind::Null,
                _ => continue,
            };
            program.values.get_mut(*value).kind = kind;
        }
    }
    is_elsewhere
}

/// The literal that a value stands in. Literals stand in each other, but seldom many.
fn literal_around(program: &ReadProgram<'_>, at: Span) -> Option<usize> {
    let after = program.literals.partition_point(|literal| literal.span.start <= at.start);
    (after.saturating_sub(MAX_AROUND)..after)
        .rev()
        .find(|&index| program.literals[index].span.contains(at))
}

/// True if a literal only gives texts their names.
fn is_word_map(program: &ReadProgram<'_>, index: usize) -> bool {
    let entries = program.values.entries(program.literals[index].value);
    entries.iter().take(1000).all(|(_, value)| program.values.is_scalar(*value))
}

fn member_of(
    values: &Values,
    keys: &mut HashMap<ValueId, HashMap<String, ValueId>>,
    id: ValueId,
    member: &str,
) -> Option<ValueId> {
    let made = keys.entry(id).or_insert_with(|| {
        let entries = values.entries(id).iter();
        entries.map(|(key, value)| (key.text.clone(), *value)).collect()
    });
    made.get(member).copied()
}
