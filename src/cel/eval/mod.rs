//! The evaluator: walks the nodes and pays fuel for every step.
//!
//! The depth of the walk is that of the tree, which the parser has bounded.

mod arithmetic;
mod calls;
mod collections;
mod comprehension;

use super::ast::CompareOp;
use super::fault::{Fault, FaultKind};
use super::fuel::Fuel;
use super::program::{Absent, ExprId, ExprNode, Pattern, Program};
use super::value::{Record, Sequence, ToVal, Val};
use crate::text::Advice;
use std::cmp::Ordering;

/// Evaluates a program over one value a variable.
pub(super) fn eval<'t>(
    program: &'t Program,
    slots: &[Val<'t>],
    fuel: &mut Fuel,
) -> Result<Val<'t>, Advice> {
    let mut evaluation = Evaluation { program, slots, fuel };
    match evaluation.value(program.root, None) {
        Ok(value) => Ok(value),
        Err(fault) => Err(fault.into_error(program, fuel)),
    }
}

struct Evaluation<'e, 't> {
    program: &'t Program,
    slots: &'e [Val<'t>],
    fuel: &'e mut Fuel,
}

/// The variable of a macro, and those of the macros around it.
struct Scope<'s, 't> {
    value: Val<'t>,
    outer: Option<&'s Scope<'s, 't>>,
}

type Local<'s, 't> = Option<&'s Scope<'s, 't>>;
type Outcome<T> = Result<T, Box<Fault>>;

#[cold]
fn fault<T>(node: ExprId, kind: impl Into<FaultKind>) -> Outcome<T> {
    Err(Box::new(Fault { node, kind: kind.into() }))
}

impl<'t> Evaluation<'_, 't> {
    #[inline]
    fn spend(&mut self, node: ExprId, units: usize) -> Outcome<()> {
        if self.fuel.spend(units).is_ok() { Ok(()) } else { fault(node, FaultKind::OutOfFuel) }
    }

    /// The value of a node. What nearly every rule does is done here; the rest
    /// is in functions of its own, to keep the frame of this one small.
    fn value(&mut self, id: ExprId, scope: Local<'_, 't>) -> Outcome<Val<'t>> {
        let program = self.program;
        match &program.nodes[id as usize] {
            ExprNode::Literal(literal) => {
                self.spend(id, 1)?;
                Ok(literal.to_val())
            }
            ExprNode::Variable(_) | ExprNode::Local(_) => {
                self.spend(id, 1)?;
                match self.variable(id, scope) {
                    Some(value) => Ok(value.clone()),
                    None => fault(id, FaultKind::UnboundVariable),
                }
            }
            ExprNode::Select { operand, field, absent } => {
                self.spend(id, 1)?;
                match self.record(id, *operand, scope)?.get(*field) {
                    Some(value) => Ok(value),
                    None => absent_value(id, *absent),
                }
            }
            _ => self.computed(id, scope),
        }
    }

    /// The value of a variable; `None` for one without a value, and for every
    /// other node.
    #[inline]
    fn variable<'v>(&'v self, id: ExprId, scope: Local<'v, 't>) -> Option<&'v Val<'t>> {
        match &self.program.nodes[id as usize] {
            ExprNode::Variable(slot) => self.slots.get(*slot),
            ExprNode::Local(up) => {
                let mut scope = scope?;
                for _ in 0..*up {
                    scope = scope.outer?;
                }
                Some(&scope.value)
            }
            _ => None,
        }
    }

    /// The record that a node selects from, without a copy when it is a
    /// variable.
    #[inline]
    fn record(
        &mut self,
        id: ExprId,
        operand: ExprId,
        scope: Local<'_, 't>,
    ) -> Outcome<&'t dyn Record> {
        if let Some(Val::Record(record)) = self.variable(operand, scope) {
            let record = *record;
            self.spend(operand, 1)?;
            return Ok(record);
        }
        match self.value(operand, scope)? {
            Val::Record(record) => Ok(record),
            other => wrong_type(id, "field selection does not work on", &[&other]),
        }
    }

    #[inline(never)]
    fn computed(&mut self, id: ExprId, scope: Local<'_, 't>) -> Outcome<Val<'t>> {
        // A node that is a condition is paid for twice here, which is cheaper
        // than to find out.
        self.spend(id, 1)?;
        let program = self.program;
        match &program.nodes[id as usize] {
            ExprNode::SelectKey { operand, key } => {
                let owner = self.value(*operand, scope)?;
                let Val::Map(_) = &owner else {
                    return wrong_type(id, "field selection does not work on", &[&owner]);
                };
                self.element(id, &owner, &Val::text(key))
            }
            ExprNode::Index { operand, index } => {
                let owner = self.value(*operand, scope)?;
                let index = self.value(*index, scope)?;
                self.element(id, &owner, &index)
            }
            ExprNode::Negate(operand) => {
                let value = self.value(*operand, scope)?;
                self.negate(id, &value)
            }
            ExprNode::Conditional { condition, yes, no } => {
                let chosen = if self.bool(*condition, scope)? { yes } else { no };
                self.value(*chosen, scope)
            }
            ExprNode::Arithmetic { first, rest } => self.arithmetic(id, *first, rest, scope),
            ExprNode::List(items) => {
                let mut values = Vec::with_capacity(items.len());
                for item in items {
                    values.push(self.value(*item, scope)?);
                }
                or_fault(id, Val::owned_list(values))
            }
            ExprNode::Map(entries) => self.map(id, entries, scope),
            ExprNode::Call { run, cost, args } => self.call(id, *run, *cost, args, scope),
            ExprNode::Collect { range, keep, change } => {
                self.collect(id, *range, *keep, *change, scope)
            }
            ExprNode::Not(_)
            | ExprNode::And(_)
            | ExprNode::Or(_)
            | ExprNode::Compare { .. }
            | ExprNode::IsText { .. }
            | ExprNode::In { .. }
            | ExprNode::InTexts { .. }
            | ExprNode::Has { .. }
            | ExprNode::HasKey { .. }
            | ExprNode::Matches { .. }
            | ExprNode::All { .. }
            | ExprNode::Exists { .. }
            | ExprNode::ExistsOne { .. } => self.bool(id, scope).map(Val::Bool),
            // These `value` has done itself.
            ExprNode::Literal(_)
            | ExprNode::Variable(_)
            | ExprNode::Local(_)
            | ExprNode::Select { .. } => self.value(id, scope),
        }
    }

    /// The value of a node that must be a `bool`; like [`Self::value`], with
    /// the rarer nodes elsewhere.
    fn bool(&mut self, id: ExprId, scope: Local<'_, 't>) -> Outcome<bool> {
        let program = self.program;
        match &program.nodes[id as usize] {
            ExprNode::Not(operand) => {
                self.spend(id, 1)?;
                Ok(!self.bool(*operand, scope)?)
            }
            ExprNode::And(operands) => {
                self.spend(id, 1)?;
                self.decide(operands, false, scope)
            }
            ExprNode::Or(operands) => {
                self.spend(id, 1)?;
                self.decide(operands, true, scope)
            }
            ExprNode::IsText { operand, text, negated } => {
                self.spend(id, 1)?;
                let value = self.value(*operand, scope)?;
                let Val::Text(found) = value else { return Ok(*negated) };
                self.pay_text(id, text.len())?;
                Ok((*found == **text) != *negated)
            }
            ExprNode::Has { operand, field } => {
                self.spend(id, 1)?;
                Ok(match self.record(id, *operand, scope)?.get(*field) {
                    // As in a message: an empty list is one that is not there.
                    Some(Val::List(list)) => !list.is_empty(),
                    Some(Val::Map(map)) => !map.is_empty(),
                    value => value.is_some(),
                })
            }
            ExprNode::Compare { .. }
            | ExprNode::In { .. }
            | ExprNode::InTexts { .. }
            | ExprNode::HasKey { .. }
            | ExprNode::Matches { .. }
            | ExprNode::All { .. }
            | ExprNode::Exists { .. }
            | ExprNode::ExistsOne { .. } => self.judged(id, scope),
            _ => match self.value(id, scope)? {
                Val::Bool(value) => Ok(value),
                other => wrong_type(id, "a condition must be `bool`, found", &[&other]),
            },
        }
    }

    #[inline(never)]
    fn judged(&mut self, id: ExprId, scope: Local<'_, 't>) -> Outcome<bool> {
        self.spend(id, 1)?;
        let program = self.program;
        match &program.nodes[id as usize] {
            ExprNode::Compare { op, left, right } => {
                let left = self.value(*left, scope)?;
                let right = self.value(*right, scope)?;
                self.compare(id, *op, &left, &right)
            }
            ExprNode::In { element, collection } => {
                let element = self.value(*element, scope)?;
                let collection = self.value(*collection, scope)?;
                self.contains(id, &element, &collection)
            }
            ExprNode::InTexts { element, texts } => {
                let element = self.value(*element, scope)?;
                let Val::Text(text) = element else { return Ok(false) };
                Ok(texts.binary_search_by(|known| (**known).cmp(&*text)).is_ok())
            }
            ExprNode::HasKey { operand, key } => {
                let owner = self.value(*operand, scope)?;
                let Val::Map(map) = &owner else {
                    return wrong_type(id, "`has` does not work on", &[&owner]);
                };
                let found = map.get(&Val::text(key), self.fuel);
                found.map(|value| value.is_some()).or_else(|out| fault(id, out))
            }
            ExprNode::Matches { text, pattern } => {
                let value = self.value(*text, scope)?;
                self.matches(id, &value, pattern)
            }
            ExprNode::All { range, body } => self.quantify(*range, *body, false, scope),
            ExprNode::Exists { range, body } => self.quantify(*range, *body, true, scope),
            ExprNode::ExistsOne { range, body } => self.exists_one(*range, *body, scope),
            // `bool` sends nothing else here.
            _ => fault(id, FaultKind::WrongType("this is not a condition".to_owned())),
        }
    }

    /// `&&` (which `false` decides) and `||` (which `true` decides): the
    /// deciding value wins over an error, wherever it stands.
    fn decide(
        &mut self,
        operands: &[ExprId],
        decider: bool,
        scope: Local<'_, 't>,
    ) -> Outcome<bool> {
        let mut kept = None;
        for operand in operands {
            match self.bool(*operand, scope) {
                Ok(value) if value == decider => return Ok(decider),
                Ok(_) => {}
                Err(fault) => keep_first(&mut kept, fault)?,
            }
        }
        kept.map_or(Ok(!decider), Err)
    }

    fn compare(&mut self, id: ExprId, op: CompareOp, a: &Val<'_>, b: &Val<'_>) -> Outcome<bool> {
        if matches!(op, CompareOp::Equal | CompareOp::NotEqual) {
            let equal = a.equals(b, self.fuel).or_else(|out| fault(id, out))?;
            return Ok(equal == (op == CompareOp::Equal));
        }
        if let (Val::Text(a), Val::Text(b)) = (a, b) {
            self.pay_text(id, a.len().min(b.len()))?;
        }
        let Some(order) = a.order(b) else {
            return wrong_type(id, &format!("`{}` does not work on", op.symbol()), &[a, b]);
        };
        // A number that is none is neither less nor greater than anything.
        Ok(order.is_some_and(|order| match op {
            CompareOp::Less => order == Ordering::Less,
            CompareOp::LessOrEqual => order != Ordering::Greater,
            CompareOp::Greater => order == Ordering::Greater,
            _ => order != Ordering::Less,
        }))
    }

    fn pay_text(&mut self, id: ExprId, bytes: usize) -> Outcome<()> {
        self.fuel.spend_bytes(bytes).or_else(|out| fault(id, out))
    }

    fn matches(&mut self, id: ExprId, value: &Val<'_>, pattern: &Pattern) -> Outcome<bool> {
        let Val::Text(text) = value else {
            return wrong_type(id, "`matches` does not work on", &[value]);
        };
        self.spend(id, text.len().saturating_mul(pattern.fuel_per_byte))?;
        Ok(pattern.regex.is_match(text))
    }
}

/// A list that is not given.
struct Empty;

impl Sequence for Empty {
    fn count(&self) -> usize {
        0
    }

    fn nth(&self, _: usize) -> Option<Val<'_>> {
        None
    }
}

#[cold]
fn absent_value<'t>(id: ExprId, absent: Absent) -> Outcome<Val<'t>> {
    match absent {
        Absent::Error => fault(id, FaultKind::AbsentField),
        Absent::EmptyList => Ok(Val::list(const { &Empty })),
        Absent::EmptyMap => or_fault(id, Val::map(Vec::new())),
    }
}

/// Keeps the first of the faults that an operator may still drop.
fn keep_first(kept: &mut Option<Box<Fault>>, fault: Box<Fault>) -> Outcome<()> {
    if fault.is_fatal() {
        return Err(fault);
    }
    kept.get_or_insert(fault);
    Ok(())
}

fn or_fault<T, E: Into<FaultKind>>(id: ExprId, result: Result<T, E>) -> Outcome<T> {
    result.or_else(|kind| fault(id, kind))
}

#[cold]
fn wrong_type<T>(id: ExprId, what: &str, found: &[&Val<'_>]) -> Outcome<T> {
    let types: Vec<String> = found.iter().map(|value| format!("`{}`", value.type_name())).collect();
    fault(id, FaultKind::WrongType(format!("{what} {}", types.join(" and "))))
}
