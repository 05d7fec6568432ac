//! Calls of functions.

use super::super::fault::FaultKind;
use super::super::functions::{CallFailure, Cost, Run};
use super::super::program::ExprId;
use super::super::value::Val;
use super::{Evaluation, Local, Outcome, fault, wrong_type};

impl<'t> Evaluation<'_, 't> {
    pub(super) fn call(
        &mut self,
        id: ExprId,
        run: Run,
        cost: Cost,
        args: &[ExprId],
        scope: Local<'_, 't>,
    ) -> Outcome<Val<'t>> {
        // Few arguments stay off the heap.
        match args {
            [] => self.run(id, run, cost, &[]),
            [a] => {
                let args = [self.value(*a, scope)?];
                self.run(id, run, cost, &args)
            }
            [a, b] => {
                let args = [self.value(*a, scope)?, self.value(*b, scope)?];
                self.run(id, run, cost, &args)
            }
            _ => {
                let mut values = Vec::with_capacity(args.len());
                for arg in args {
                    values.push(self.value(*arg, scope)?);
                }
                self.run(id, run, cost, &values)
            }
        }
    }

    fn run(&mut self, id: ExprId, run: Run, cost: Cost, args: &[Val<'t>]) -> Outcome<Val<'t>> {
        match cost {
            Cost::Constant(units) => self.spend(id, units as usize)?,
            Cost::Linear => {
                for arg in args {
                    match arg {
                        Val::Text(text) => self.pay_text(id, text.len())?,
                        Val::List(list) => self.spend(id, list.len())?,
                        _ => {}
                    }
                }
            }
        }
        let result = run(args, self.fuel);
        // A function may have swallowed it.
        if self.fuel.is_exhausted() {
            return fault(id, FaultKind::OutOfFuel);
        }
        match result {
            Ok(value) => Ok(value),
            Err(CallFailure::Message(message)) => fault(id, FaultKind::Message(message)),
            Err(CallFailure::OutOfFuel) => fault(id, FaultKind::OutOfFuel),
            Err(CallFailure::NoOverload) => {
                wrong_type(id, "the function does not work on", &args.iter().collect::<Vec<_>>())
            }
        }
    }
}
