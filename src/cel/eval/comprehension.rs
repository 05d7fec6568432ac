//! The macros that walk a list, or the keys of a map.

use super::super::program::ExprId;
use super::super::value::Val;
use super::{Evaluation, Local, Outcome, Scope, keep_first, or_fault, wrong_type};

impl<'t> Evaluation<'_, 't> {
    /// The elements that a macro visits, and their number.
    fn range(&mut self, range: ExprId, scope: Local<'_, 't>) -> Outcome<(Val<'t>, usize)> {
        let value = self.value(range, scope)?;
        let len = match &value {
            Val::List(list) => list.len(),
            Val::Map(map) => map.len(),
            other => return wrong_type(range, "a list or a map can be walked, found", &[other]),
        };
        Ok((value, len))
    }

    /// `all` (which `false` decides) and `exists` (which `true` decides): the
    /// deciding value wins over an error at any other element.
    pub(super) fn quantify(
        &mut self,
        range: ExprId,
        body: ExprId,
        decider: bool,
        outer: Local<'_, 't>,
    ) -> Outcome<bool> {
        let (list, len) = self.range(range, outer)?;
        let mut kept = None;
        for index in 0..len {
            self.spend(range, 1)?;
            let scope = Scope { value: nth(&list, index), outer };
            match self.bool(body, Some(&scope)) {
                Ok(value) if value == decider => return Ok(decider),
                Ok(_) => {}
                Err(fault) => keep_first(&mut kept, fault)?,
            }
        }
        kept.map_or(Ok(!decider), Err)
    }

    /// `exists_one` looks at every element, and so drops no error.
    pub(super) fn exists_one(
        &mut self,
        range: ExprId,
        body: ExprId,
        outer: Local<'_, 't>,
    ) -> Outcome<bool> {
        let (list, len) = self.range(range, outer)?;
        let mut found = 0;
        for index in 0..len {
            self.spend(range, 1)?;
            let scope = Scope { value: nth(&list, index), outer };
            found += usize::from(self.bool(body, Some(&scope))?);
        }
        Ok(found == 1)
    }

    pub(super) fn collect(
        &mut self,
        id: ExprId,
        range: ExprId,
        keep: Option<ExprId>,
        change: Option<ExprId>,
        outer: Local<'_, 't>,
    ) -> Outcome<Val<'t>> {
        let (list, len) = self.range(range, outer)?;
        let mut collected = Vec::new();
        for index in 0..len {
            self.spend(range, 1)?;
            let scope = Scope { value: nth(&list, index), outer };
            if let Some(keep) = keep
                && !self.bool(keep, Some(&scope))?
            {
                continue;
            }
            collected.push(match change {
                Some(change) => self.value(change, Some(&scope))?,
                None => scope.value,
            });
        }
        or_fault(id, Val::owned_list(collected))
    }
}

fn nth<'t>(list: &Val<'t>, index: usize) -> Val<'t> {
    match list {
        Val::List(list) => list.get(index).unwrap_or(Val::Null),
        Val::Map(map) => map.entries().get(index).map_or(Val::Null, |(key, _)| key.clone()),
        _ => Val::Null,
    }
}
