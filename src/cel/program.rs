//! An expression that was checked and is ready to be evaluated.

use super::ast::{ArithmeticOp, CompareOp};
use super::check;
use super::env::Env;
use super::eval;
use super::fuel::Fuel;
use super::functions::{Cost, Run};
use super::parser;
use super::types::Type;
use super::value::{CelText, List, Sequence, ToVal, Val};
use crate::text::{Advice, Span};
use jiff::civil::Date;
use regex::Regex;

/// A checked expression: names are resolved to places, functions to code and
/// patterns to automata. It can be shared between threads.
#[derive(Debug)]
pub struct Program {
    pub(super) source: Box<str>,
    pub(super) nodes: Vec<ExprNode>,
    /// The bytes of each node.
    pub(super) spans: Vec<Span>,
    pub(super) root: ExprId,
    pub(super) ty: Type,
    /// Upper bound on the size of its patterns, in bytes.
    pub(super) pattern_bytes: usize,
}

/// The place of a node in its program.
pub(super) type ExprId = u32;

#[derive(Debug)]
pub(super) enum ExprNode {
    Literal(Literal),
    /// The value in a slot.
    Variable(usize),
    /// The variable of an enclosing macro: 0 is the innermost.
    Local(usize),
    /// A declared field of a record.
    Select {
        operand: ExprId,
        field: usize,
        absent: Absent,
    },
    /// The entry of a map, or of a value whose type is known only now.
    SelectKey {
        operand: ExprId,
        key: Box<str>,
    },
    Has {
        operand: ExprId,
        field: usize,
    },
    HasKey {
        operand: ExprId,
        key: Box<str>,
    },
    Index {
        operand: ExprId,
        index: ExprId,
    },
    Not(ExprId),
    Negate(ExprId),
    And(Box<[ExprId]>),
    Or(Box<[ExprId]>),
    Conditional {
        condition: ExprId,
        yes: ExprId,
        no: ExprId,
    },
    Arithmetic {
        first: ExprId,
        rest: Box<[(ArithmeticOp, ExprId)]>,
    },
    Compare {
        op: CompareOp,
        left: ExprId,
        right: ExprId,
    },
    /// `operand == "text"`, the commonest of all comparisons.
    IsText {
        operand: ExprId,
        text: Box<str>,
        negated: bool,
    },
    In {
        element: ExprId,
        collection: ExprId,
    },
    /// `element in ["a", "b"]`; the texts are sorted.
    InTexts {
        element: ExprId,
        texts: Box<[Box<str>]>,
    },
    List(Box<[ExprId]>),
    Map(Box<[(ExprId, ExprId)]>),
    Call {
        run: Run,
        cost: Cost,
        args: Box<[ExprId]>,
    },
    Matches {
        text: ExprId,
        pattern: Pattern,
    },
    All {
        range: ExprId,
        body: ExprId,
    },
    Exists {
        range: ExprId,
        body: ExprId,
    },
    ExistsOne {
        range: ExprId,
        body: ExprId,
    },
    /// `filter`, and both forms of `map`: elements for which `keep` holds,
    /// changed by `change`.
    Collect {
        range: ExprId,
        keep: Option<ExprId>,
        change: Option<ExprId>,
    },
}

/// The result of selecting an absent field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Absent {
    Error,
    EmptyList,
    EmptyMap,
}

/// A compiled pattern, and the fuel that one byte of text costs.
#[derive(Debug)]
pub(super) struct Pattern {
    pub(super) regex: Regex,
    pub(super) fuel_per_byte: usize,
}

/// A value that stands in the expression.
#[derive(Clone, Debug)]
pub(super) enum Literal {
    Null,
    Bool(bool),
    Int(i64),
    Double(f64),
    Date(Date),
    Text(Box<str>),
    List(Literals),
}

#[derive(Clone, Debug)]
pub(super) struct Literals {
    pub(super) items: Vec<Literal>,
    pub(super) depth: usize,
}

impl ToVal for Literal {
    fn to_val(&self) -> Val<'_> {
        match self {
            Self::Null => Val::Null,
            Self::Bool(value) => Val::Bool(*value),
            Self::Int(value) => Val::Int(*value),
            Self::Double(value) => Val::Double(*value),
            Self::Date(value) => Val::Date(*value),
            Self::Text(text) => Val::Text(CelText::Borrowed(text)),
            Self::List(list) => Val::List(List::Borrowed(list)),
        }
    }
}

impl Literals {
    pub(super) fn new(items: Vec<Literal>) -> Self {
        let below = |item: &Literal| if let Literal::List(list) = item { list.depth } else { 0 };
        let depth = items.iter().map(below).max().unwrap_or(0) + 1;
        Self { items, depth }
    }
}

impl Sequence for Literals {
    fn count(&self) -> usize {
        self.items.len()
    }

    fn nth(&self, index: usize) -> Option<Val<'_>> {
        self.items.get(index).map(ToVal::to_val)
    }

    fn depth(&self) -> usize {
        self.depth
    }
}

impl Program {
    /// Reads and checks an expression that must give a value of a type.
    ///
    /// # Errors
    /// One error when the text does not parse; otherwise everything that does
    /// not fit the environment or the wanted type.
    pub fn compile(source: &str, env: &Env, wanted: &Type) -> Result<Self, Vec<Advice>> {
        let expr = parser::parse(source).map_err(|error| vec![error])?;
        check::check(source, &expr, env, wanted)
    }

    /// The text it was compiled from.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The type of its value.
    #[must_use]
    pub fn ty(&self) -> &Type {
        &self.ty
    }

    /// Upper bound on the size of its patterns, in bytes: whoever compiles many
    /// expressions for strangers adds this up.
    #[must_use]
    pub fn pattern_bytes(&self) -> usize {
        self.pattern_bytes
    }

    /// Evaluates the expression over one value a variable, in the order of
    /// their declaration.
    ///
    /// # Errors
    /// When it has no value: a key that is not there, a number out of range,
    /// fuel that does not last.
    pub fn eval<'t>(&'t self, slots: &[Val<'t>], fuel: &mut Fuel) -> Result<Val<'t>, Advice> {
        eval::eval(self, slots, fuel)
    }

    /// Evaluates an expression that was compiled to be a `bool`.
    ///
    /// # Errors
    /// As [`Program::eval`], and when a `dyn` value turns out to be no `bool`.
    pub fn test(&self, slots: &[Val<'_>], fuel: &mut Fuel) -> Result<bool, Advice> {
        match self.eval(slots, fuel)? {
            Val::Bool(value) => Ok(value),
            other => Err(self.not_a("bool", &other)),
        }
    }

    /// Evaluates an expression that was compiled to be a `string`.
    ///
    /// # Errors
    /// As [`Program::eval`], and when a `dyn` value turns out to be no
    /// `string`.
    pub fn text(&self, slots: &[Val<'_>], fuel: &mut Fuel) -> Result<String, Advice> {
        match self.eval(slots, fuel)? {
            Val::Text(text) => Ok(text.to_string()),
            other => Err(self.not_a("string", &other)),
        }
    }

    fn not_a(&self, wanted: &str, found: &Val<'_>) -> Advice {
        let message = format!("the expression is of type `{}`, not `{wanted}`", found.type_name());
        Advice::new(self.spans[self.root as usize], message)
    }
}
