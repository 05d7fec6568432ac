//! The tree that the parser makes. Every node knows its bytes.

use crate::text::Span;

/// A name as written.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Name {
    pub(super) text: String,
    pub(super) span: Span,
}

/// One node of an expression.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Expr {
    pub(super) kind: ExprKind,
    pub(super) span: Span,
    /// Depth of the subtree, this node included.
    pub(super) depth: usize,
    /// True if it stood in parentheses of its own: such an operand is never
    /// merged into the chain around it.
    pub(super) grouped: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum ExprKind {
    Null,
    Bool(bool),
    Int(i64),
    Double(f64),
    Text(String),
    /// A variable; `root` when it was written `.name`, which looks past the
    /// variables of macros.
    Name {
        name: Name,
        root: bool,
    },
    Select {
        operand: Box<Expr>,
        field: Name,
    },
    Index {
        operand: Box<Expr>,
        index: Box<Expr>,
    },
    /// `name(args)` or `target.name(args)`; macros are calls here.
    Call {
        target: Option<Box<Expr>>,
        name: Name,
        args: Vec<Expr>,
    },
    List(Vec<Expr>),
    Map(Vec<(Expr, Expr)>),
    Not(Box<Expr>),
    Negate(Box<Expr>),
    /// Operands in a row are one node, so that long chains are not deep.
    And(Vec<Expr>),
    Or(Vec<Expr>),
    /// Operators of one precedence in a row, evaluated from left to right.
    Arithmetic {
        first: Box<Expr>,
        rest: Vec<(ArithmeticOp, Expr)>,
    },
    Compare {
        op: CompareOp,
        left: Box<Expr>,
        right: Box<Expr>,
    },
    In {
        element: Box<Expr>,
        collection: Box<Expr>,
    },
    Conditional {
        condition: Box<Expr>,
        yes: Box<Expr>,
        no: Box<Expr>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ArithmeticOp {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}

impl ArithmeticOp {
    pub(super) fn symbol(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::Remainder => "%",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CompareOp {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl CompareOp {
    pub(super) fn symbol(self) -> &'static str {
        match self {
            Self::Equal => "==",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
        }
    }
}

impl Expr {
    /// The dotted name that this is, such as `country.inEEA`, if it is only
    /// names joined by dots.
    pub(super) fn dotted_name(&self) -> Option<String> {
        match &self.kind {
            ExprKind::Name { name, .. } => Some(name.text.clone()),
            ExprKind::Select { operand, field } if !operand.grouped => {
                Some(format!("{}.{}", operand.dotted_name()?, field.text))
            }
            _ => None,
        }
    }
}
