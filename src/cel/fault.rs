//! Errors of evaluation.
//!
//! `&&`, `||`, `all` and `exists` drop errors that do not matter, so a fault is
//! small and only becomes text when it leaves the evaluation.

use super::fuel::{Fuel, OutOfFuel};
use super::lexer::excerpt;
use super::program::{ExprId, ExprNode, Program};
use super::value::{MAX_NESTING, TooDeep};
use crate::text::Advice;

/// A fault at a node. It is boxed: the path of success should not carry it.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) node: ExprId,
    pub(super) kind: FaultKind,
}

#[derive(Debug)]
pub(super) enum FaultKind {
    OutOfFuel,
    /// A declared field that the record does not have.
    AbsentField,
    /// A key that the map does not have, as messages show it.
    AbsentKey(String),
    /// A slot that was given no value.
    UnboundVariable,
    IndexOutOfRange {
        index: i64,
        len: usize,
    },
    DivisionByZero,
    Overflow,
    TooDeep,
    /// Values whose types were known only now do not fit.
    WrongType(String),
    DuplicateKey(String),
    Message(String),
}

impl Fault {
    /// True if no operator may drop it.
    pub(super) fn is_fatal(&self) -> bool {
        matches!(self.kind, FaultKind::OutOfFuel)
    }

    pub(super) fn into_error(self, program: &Program, fuel: &Fuel) -> Advice {
        let span = program.spans[self.node as usize];
        let shown = |node: ExprId| {
            excerpt(program.source.get(program.spans[node as usize].range()).unwrap_or_default())
        };
        let (message, help) = match self.kind {
            FaultKind::OutOfFuel => (
                format!("the evaluation took more than {} steps", fuel.limit()),
                Some("walk fewer or shorter lists, or split the rule".to_owned()),
            ),
            FaultKind::AbsentField => (
                format!("no such key: `{}` is not given", shown(self.node)),
                Some(guard(&shown(self.node))),
            ),
            FaultKind::AbsentKey(key) => {
                let help = match &program.nodes[self.node as usize] {
                    ExprNode::SelectKey { .. } => guard(&shown(self.node)),
                    ExprNode::Index { operand, index } => {
                        format!("ask first: `{} in {} && ...`", shown(*index), shown(*operand))
                    }
                    _ => "ask first whether it is there".to_owned(),
                };
                (format!("no such key: {key}"), Some(help))
            }
            FaultKind::UnboundVariable => {
                (format!("the variable `{}` has no value here", shown(self.node)), None)
            }
            FaultKind::IndexOutOfRange { index, len } => (
                format!("no element {index} in a list of {len}"),
                Some("the first element is 0; ask `size(...)` first".to_owned()),
            ),
            FaultKind::DivisionByZero => ("division by zero".to_owned(), None),
            FaultKind::Overflow => ("the number does not fit 64 bits".to_owned(), None),
            FaultKind::TooDeep => {
                (format!("the value nests more than {MAX_NESTING} levels deep"), None)
            }
            FaultKind::WrongType(message) | FaultKind::Message(message) => (message, None),
            FaultKind::DuplicateKey(key) => {
                (format!("the key {key} appears twice in this map"), None)
            }
        };
        Advice::new(span, message).maybe_help(help)
    }
}

fn guard(selection: &str) -> String {
    format!(
        "guard it: `has({selection}) && ...` is false where it is not given, \
         `!has({selection}) || ...` is true"
    )
}

impl From<OutOfFuel> for FaultKind {
    fn from(_: OutOfFuel) -> Self {
        Self::OutOfFuel
    }
}

impl From<TooDeep> for FaultKind {
    fn from(_: TooDeep) -> Self {
        Self::TooDeep
    }
}
