//! `in`, indexing and map literals.

use super::super::fault::FaultKind;
use super::super::lexer::excerpt;
use super::super::program::ExprId;
use super::super::value::Val;
use super::{Evaluation, Local, Outcome, fault, or_fault, wrong_type};

impl<'t> Evaluation<'_, 't> {
    pub(super) fn contains(
        &mut self,
        id: ExprId,
        element: &Val<'t>,
        collection: &Val<'t>,
    ) -> Outcome<bool> {
        match collection {
            Val::List(list) => {
                for item in list.iter() {
                    self.spend(id, 1)?;
                    if item.equals(element, self.fuel).or_else(|out| fault(id, out))? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            Val::Map(map) => {
                let found = map.get(element, self.fuel);
                found.map(|value| value.is_some()).or_else(|out| fault(id, out))
            }
            other => wrong_type(id, "`in` does not work on", &[element, other]),
        }
    }

    /// The element of a list at an index, or the value of a map under a key.
    pub(super) fn element(
        &mut self,
        id: ExprId,
        owner: &Val<'t>,
        index: &Val<'_>,
    ) -> Outcome<Val<'t>> {
        match owner {
            Val::Map(map) => match map.get(index, self.fuel) {
                Ok(Some(value)) => Ok(value.clone()),
                Ok(None) => fault(id, FaultKind::AbsentKey(show(index))),
                Err(out) => fault(id, out),
            },
            Val::List(list) => {
                let place = match index {
                    Val::Int(place) => *place,
                    #[expect(clippy::cast_possible_truncation, reason = "an exact index is small")]
                    Val::Double(place) if place.fract() == 0.0 && place.abs() < 1e15 => {
                        *place as i64
                    }
                    other => {
                        return wrong_type(
                            id,
                            "the index of a list must be `int`, found",
                            &[other],
                        );
                    }
                };
                let found = usize::try_from(place).ok().and_then(|place| list.get(place));
                match found {
                    Some(value) => Ok(value),
                    None => fault(id, FaultKind::IndexOutOfRange { index: place, len: list.len() }),
                }
            }
            other => wrong_type(id, "`[...]` does not work on", &[other]),
        }
    }

    pub(super) fn map(
        &mut self,
        id: ExprId,
        entries: &[(ExprId, ExprId)],
        scope: Local<'_, 't>,
    ) -> Outcome<Val<'t>> {
        let mut values: Vec<(Val<'t>, Val<'t>)> = Vec::with_capacity(entries.len());
        for (key, value) in entries {
            let key_id = *key;
            let key = self.value(key_id, scope)?;
            if !matches!(key, Val::Bool(_) | Val::Int(_) | Val::Text(_)) {
                return wrong_type(
                    key_id,
                    "the key of a map must be `string`, `int` or `bool`, found",
                    &[&key],
                );
            }
            for (known, _) in &values {
                self.spend(id, 1)?;
                if known.equals(&key, self.fuel).or_else(|out| fault(id, out))? {
                    return fault(key_id, FaultKind::DuplicateKey(show(&key)));
                }
            }
            values.push((key, self.value(*value, scope)?));
        }
        or_fault(id, Val::map(values))
    }
}

/// A key for a message.
fn show(key: &Val<'_>) -> String {
    match key {
        Val::Text(text) => format!("`{}`", excerpt(text)),
        Val::Int(value) => format!("`{value}`"),
        Val::Bool(value) => format!("`{value}`"),
        other => format!("a `{}`", other.type_name()),
    }
}
