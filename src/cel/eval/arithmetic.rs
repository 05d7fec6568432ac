//! `+ - * / %` and negation.

use super::super::ast::ArithmeticOp;
use super::super::fault::FaultKind;
use super::super::program::ExprId;
use super::super::value::{List, Val};
use super::{Evaluation, Local, Outcome, fault, or_fault, wrong_type};

impl<'t> Evaluation<'_, 't> {
    pub(super) fn negate(&mut self, id: ExprId, value: &Val<'t>) -> Outcome<Val<'t>> {
        match value {
            Val::Int(value) => match value.checked_neg() {
                Some(value) => Ok(Val::Int(value)),
                None => fault(id, FaultKind::Overflow),
            },
            Val::Double(value) => Ok(Val::Double(-value)),
            other => wrong_type(id, "`-` does not work on", &[other]),
        }
    }

    pub(super) fn arithmetic(
        &mut self,
        id: ExprId,
        first: ExprId,
        rest: &[(ArithmeticOp, ExprId)],
        scope: Local<'_, 't>,
    ) -> Outcome<Val<'t>> {
        let mut left = self.value(first, scope)?;
        let mut rest = rest.iter().peekable();
        while let Some((op, operand)) = rest.next() {
            let right = self.value(*operand, scope)?;
            if let (ArithmeticOp::Add, Val::Text(a), Val::Text(b)) = (op, &left, &right) {
                // Texts in a row are written into one, not copied at each `+`.
                let mut joined = String::new();
                for text in [a, b] {
                    self.pay_text(id, text.len())?;
                    joined.push_str(text);
                }
                let mut odd = None;
                while let Some((ArithmeticOp::Add, operand)) = rest.peek() {
                    let next = self.value(*operand, scope)?;
                    rest.next();
                    let Val::Text(text) = &next else {
                        odd = Some(next);
                        break;
                    };
                    self.pay_text(id, text.len())?;
                    joined.push_str(text);
                }
                left = Val::owned_text(joined);
                if let Some(odd) = odd {
                    return wrong_type(id, "`+` does not work on", &[&left, &odd]);
                }
                continue;
            }
            left = self.binary(id, *op, &left, &right)?;
        }
        Ok(left)
    }

    fn binary(
        &mut self,
        id: ExprId,
        op: ArithmeticOp,
        left: &Val<'t>,
        right: &Val<'t>,
    ) -> Outcome<Val<'t>> {
        match (left, right) {
            (Val::Int(a), Val::Int(b)) => int(id, op, *a, *b),
            (Val::Double(a), Val::Double(b)) => match op {
                ArithmeticOp::Add => Ok(Val::Double(a + b)),
                ArithmeticOp::Subtract => Ok(Val::Double(a - b)),
                ArithmeticOp::Multiply => Ok(Val::Double(a * b)),
                ArithmeticOp::Divide => Ok(Val::Double(a / b)),
                ArithmeticOp::Remainder => wrong_type(id, "`%` does not work on", &[left, right]),
            },
            (Val::List(a), Val::List(b)) if op == ArithmeticOp::Add => self.concat(id, a, b),
            (a, b) => wrong_type(id, &format!("`{}` does not work on", op.symbol()), &[a, b]),
        }
    }

    fn concat(&mut self, id: ExprId, a: &List<'t>, b: &List<'t>) -> Outcome<Val<'t>> {
        self.spend(id, a.len().saturating_add(b.len()))?;
        or_fault(id, Val::owned_list(a.iter().chain(b.iter()).collect()))
    }
}

fn int<'t>(id: ExprId, op: ArithmeticOp, a: i64, b: i64) -> Outcome<Val<'t>> {
    let result = match op {
        ArithmeticOp::Add => a.checked_add(b),
        ArithmeticOp::Subtract => a.checked_sub(b),
        ArithmeticOp::Multiply => a.checked_mul(b),
        ArithmeticOp::Divide | ArithmeticOp::Remainder if b == 0 => {
            return fault(id, FaultKind::DivisionByZero);
        }
        ArithmeticOp::Divide => a.checked_div(b),
        ArithmeticOp::Remainder => a.checked_rem(b),
    };
    match result {
        Some(value) => Ok(Val::Int(value)),
        None => fault(id, FaultKind::Overflow),
    }
}
