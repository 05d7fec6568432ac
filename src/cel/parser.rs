//! Tokens to a tree.
//!
//! Operators are read by precedence climbing. `&&`, `||` and arithmetic of one
//! precedence become one node however many operands follow, so that a long
//! chain is wide and not deep; whatever does nest is counted.

use super::ast::{ArithmeticOp, CompareOp, Expr, ExprKind, Name};
use super::lexer::{self, CelToken, Spanned, excerpt};
use crate::text::{Advice, Span};

/// Maximum nesting depth of brackets and nodes.
pub const MAX_DEPTH: usize = 64;

/// Words that are values or operators, never names.
const KEYWORDS: &[&str] = &["false", "in", "null", "true"];

/// Words that CEL keeps free for the languages that embed it.
const RESERVED: &[&str] = &[
    "as",
    "break",
    "const",
    "continue",
    "else",
    "for",
    "function",
    "if",
    "import",
    "let",
    "loop",
    "namespace",
    "package",
    "return",
    "var",
    "void",
    "while",
];

/// Words of other languages, and what they are here.
const FOREIGN: &[(&str, &str)] = &[
    ("and", "write `&&` for \"and\""),
    ("or", "write `||` for \"or\""),
    ("not", "write `!` before what is negated"),
    ("is", "compare with `==`"),
    ("equals", "compare with `==`"),
    ("then", "write `condition ? this : that`"),
];

/// The advice for an operator of another language.
fn foreign(word: &str, span: Span) -> Option<Advice> {
    let lower = word.to_ascii_lowercase();
    let (_, help) = FOREIGN.iter().find(|(foreign, _)| *foreign == lower)?;
    Some(Advice::new(span, format!("`{}` is not an operator", excerpt(word))).with_help(*help))
}

/// Reads one expression, all of the text.
pub(super) fn parse(source: &str) -> Result<Expr, Advice> {
    let tokens = lexer::tokens(source)?;
    let mut parser = Parser { tokens, at: 0, open: 0 };
    if parser.peek() == &CelToken::End {
        return Err(Advice::new(parser.span(), "the expression is empty")
            .with_help("write `true` to match everything"));
    }
    let expr = parser.expr()?;
    if parser.peek() == &CelToken::End { Ok(expr) } else { Err(parser.unexpected("an operator")) }
}

struct Parser {
    tokens: Vec<Spanned>,
    at: usize,
    /// Number of nested calls of `expr` and `unary`.
    open: usize,
}

#[derive(Clone, Copy)]
enum Operator {
    Or,
    And,
    Compare(CompareOp),
    In,
    Arithmetic(ArithmeticOp),
}

impl Operator {
    fn of(token: &CelToken) -> Option<Self> {
        Some(match token {
            CelToken::Word(word) if word == "in" => Self::In,
            CelToken::Symbol(symbol) => match *symbol {
                "||" => Self::Or,
                "&&" => Self::And,
                "==" => Self::Compare(CompareOp::Equal),
                "!=" => Self::Compare(CompareOp::NotEqual),
                "<" => Self::Compare(CompareOp::Less),
                "<=" => Self::Compare(CompareOp::LessOrEqual),
                ">" => Self::Compare(CompareOp::Greater),
                ">=" => Self::Compare(CompareOp::GreaterOrEqual),
                "+" => Self::Arithmetic(ArithmeticOp::Add),
                "-" => Self::Arithmetic(ArithmeticOp::Subtract),
                "*" => Self::Arithmetic(ArithmeticOp::Multiply),
                "/" => Self::Arithmetic(ArithmeticOp::Divide),
                "%" => Self::Arithmetic(ArithmeticOp::Remainder),
                _ => return None,
            },
            _ => return None,
        })
    }

    /// A higher one binds closer.
    fn precedence(self) -> u8 {
        match self {
            Self::Or => 1,
            Self::And => 2,
            Self::Compare(_) | Self::In => 3,
            Self::Arithmetic(ArithmeticOp::Add | ArithmeticOp::Subtract) => 4,
            Self::Arithmetic(_) => 5,
        }
    }
}

impl Parser {
    fn peek(&self) -> &CelToken {
        &self.tokens[self.at].token
    }

    fn span(&self) -> Span {
        self.tokens[self.at].span
    }

    fn advance(&mut self) -> Spanned {
        let token = self.tokens[self.at].clone();
        // The end is never passed.
        self.at = (self.at + 1).min(self.tokens.len() - 1);
        token
    }

    fn eat(&mut self, symbol: &str) -> Option<Span> {
        match self.peek() {
            CelToken::Symbol(found) if *found == symbol => Some(self.advance().span),
            _ => None,
        }
    }

    fn expect(&mut self, symbol: &str) -> Result<Span, Advice> {
        self.eat(symbol).ok_or_else(|| self.unexpected(&format!("`{symbol}`")))
    }

    fn unexpected(&self, wanted: &str) -> Advice {
        let found = self.peek();
        if let CelToken::Word(word) = found
            && let Some(advice) = foreign(word, self.span())
        {
            return advice;
        }
        let help = match found {
            CelToken::Symbol("?") => Some("put the inner `... ? ... : ...` in parentheses"),
            CelToken::Symbol("{") => {
                Some("messages cannot be built here; `{\"key\": value}` is a map")
            }
            _ => None,
        };
        Advice::new(self.span(), format!("expected {wanted}, found {}", found.describe()))
            .maybe_help(help.map(str::to_owned))
    }

    fn enter(&mut self) -> Result<(), Advice> {
        self.open += 1;
        if self.open > MAX_DEPTH { Err(too_deep(self.span())) } else { Ok(()) }
    }

    fn expr(&mut self) -> Result<Expr, Advice> {
        self.enter()?;
        let condition = self.binary(0)?;
        let expr = if self.eat("?").is_some() {
            // The specification lets only the last branch be a bare
            // conditional again.
            let yes = self.binary(0)?;
            self.expect(":")?;
            let no = self.expr()?;
            let span = Span::new(start(&condition), end(&no));
            let depth = condition.depth.max(yes.depth).max(no.depth);
            let (condition, yes, no) = (Box::new(condition), Box::new(yes), Box::new(no));
            node(ExprKind::Conditional { condition, yes, no }, span, depth)?
        } else {
            condition
        };
        self.open -= 1;
        Ok(expr)
    }

    fn binary(&mut self, least: u8) -> Result<Expr, Advice> {
        let mut left = self.unary()?;
        while let Some(operator) = Operator::of(self.peek()) {
            if operator.precedence() < least {
                break;
            }
            self.advance();
            let right = self.binary(operator.precedence() + 1)?;
            left = join(left, operator, right)?;
        }
        Ok(left)
    }

    fn unary(&mut self) -> Result<Expr, Advice> {
        if let Some(at) = self.eat("!") {
            self.enter()?;
            let operand = self.unary()?;
            self.open -= 1;
            let (span, depth) = (Span::new(at.start as usize, end(&operand)), operand.depth);
            return node(ExprKind::Not(Box::new(operand)), span, depth);
        }
        let Some(at) = self.eat("-") else { return self.member() };
        // The sign belongs to the number, so that the smallest one can be written.
        if *self.peek() == CelToken::Int(1 << 63) {
            let span = Span::new(at.start as usize, self.advance().span.end as usize);
            let least = node(ExprKind::Int(i64::MIN), span, 0)?;
            return self.postfix(least);
        }
        self.enter()?;
        let operand = self.unary()?;
        self.open -= 1;
        let span = Span::new(at.start as usize, end(&operand));
        match operand.kind {
            ExprKind::Int(value) if !operand.grouped && value >= 0 => {
                node(ExprKind::Int(-value), span, 0)
            }
            ExprKind::Double(value) if !operand.grouped && value.is_sign_positive() => {
                node(ExprKind::Double(-value), span, 0)
            }
            _ => {
                let depth = operand.depth;
                node(ExprKind::Negate(Box::new(operand)), span, depth)
            }
        }
    }

    fn member(&mut self) -> Result<Expr, Advice> {
        let primary = self.primary()?;
        self.postfix(primary)
    }

    /// Selections, calls and indexes after an operand.
    fn postfix(&mut self, mut operand: Expr) -> Result<Expr, Advice> {
        loop {
            if self.eat(".").is_some() {
                let field = self.selector()?;
                if self.eat("(").is_some() {
                    let (args, close) = self.list(")")?;
                    operand = call(Some(operand), field, args, close)?;
                } else {
                    let span = Span::new(start(&operand), field.span.end as usize);
                    let depth = operand.depth;
                    operand =
                        node(ExprKind::Select { operand: Box::new(operand), field }, span, depth)?;
                }
            } else if self.eat("[").is_some() {
                if matches!(self.peek(), CelToken::Symbol("?")) {
                    return Err(unsupported_optional(self.span()));
                }
                let index = self.expr()?;
                let close = self.expect("]")?;
                let span = Span::new(start(&operand), close.end as usize);
                let depth = operand.depth.max(index.depth);
                let (operand_, index) = (Box::new(operand), Box::new(index));
                operand = node(ExprKind::Index { operand: operand_, index }, span, depth)?;
            } else {
                return Ok(operand);
            }
        }
    }

    /// The name after a dot: reserved words are allowed there.
    fn selector(&mut self) -> Result<Name, Advice> {
        match self.peek() {
            CelToken::Word(word) if !KEYWORDS.contains(&word.as_str()) => {
                let text = word.clone();
                Ok(Name { text, span: self.advance().span })
            }
            CelToken::Symbol("?") => Err(unsupported_optional(self.span())),
            _ => Err(self.unexpected("a field name after `.`")),
        }
    }

    fn primary(&mut self) -> Result<Expr, Advice> {
        let Spanned { token, span } = self.tokens[self.at].clone();
        let literal = match token {
            CelToken::Int(value) => ExprKind::Int(i64::try_from(value).map_err(|_| {
                Advice::new(span, format!("the number `{value}` is too big"))
                    .with_help(format!("the biggest is `{}`", i64::MAX))
            })?),
            CelToken::Double(value) => ExprKind::Double(value),
            CelToken::Text(text) => ExprKind::Text(text),
            CelToken::Word(word) => match word.as_str() {
                "true" => ExprKind::Bool(true),
                "false" => ExprKind::Bool(false),
                "null" => ExprKind::Null,
                _ => return self.name(false),
            },
            CelToken::Symbol(symbol) => return self.bracket(symbol),
            CelToken::End => return Err(self.unexpected("a value")),
        };
        self.advance();
        node(literal, span, 0)
    }

    /// A variable or the call of a function.
    fn name(&mut self, root: bool) -> Result<Expr, Advice> {
        let text = match self.peek() {
            CelToken::Word(word) if !KEYWORDS.contains(&word.as_str()) => word.clone(),
            _ => return Err(self.unexpected("a name")),
        };
        if text.eq_ignore_ascii_case("not") {
            return Err(self.unexpected("a value"));
        }
        if RESERVED.contains(&text.as_str()) {
            return Err(Advice::new(self.span(), format!("`{text}` is a reserved word"))
                .maybe_help((text == "if").then(|| "write `condition ? this : that`".to_owned())));
        }
        let name = Name { text, span: self.advance().span };
        if self.eat("(").is_some() {
            let (args, close) = self.list(")")?;
            return call(None, name, args, close);
        }
        let span = name.span;
        node(ExprKind::Name { name, root }, span, 0)
    }

    fn bracket(&mut self, symbol: &str) -> Result<Expr, Advice> {
        let open = self.span();
        match symbol {
            "(" => {
                self.advance();
                let mut inner = self.expr()?;
                let close = self.expect(")")?;
                inner.grouped = true;
                inner.span = Span::new(open.start as usize, close.end as usize);
                Ok(inner)
            }
            "[" => {
                self.advance();
                let (items, close) = self.list("]")?;
                let depth = deepest(&items);
                node(
                    ExprKind::List(items),
                    Span::new(open.start as usize, close.end as usize),
                    depth,
                )
            }
            "{" => {
                self.advance();
                self.map(open)
            }
            "." => {
                self.advance();
                self.name(true)
            }
            _ => Err(self.unexpected("a value")),
        }
    }

    /// Expressions between commas, up to the closing bracket. Only a list may
    /// have a comma after its last one.
    fn list(&mut self, close: &'static str) -> Result<(Vec<Expr>, Span), Advice> {
        let mut items = Vec::new();
        loop {
            if close == "]" && items.is_empty() && self.eat(",").is_some() {
                return Ok((items, self.expect(close)?));
            }
            if (items.is_empty() || close == "]")
                && let Some(span) = self.eat(close)
            {
                return Ok((items, span));
            }
            if matches!(self.peek(), CelToken::Symbol("?")) {
                return Err(unsupported_optional(self.span()));
            }
            items.push(self.expr()?);
            if self.eat(",").is_none() {
                return match self.eat(close) {
                    Some(span) => Ok((items, span)),
                    None => Err(self.unexpected(&format!("`,` or `{close}`"))),
                };
            }
        }
    }

    fn map(&mut self, open: Span) -> Result<Expr, Advice> {
        let mut entries = Vec::new();
        let mut depth = 0;
        let close = loop {
            if entries.is_empty() && self.eat(",").is_some() {
                break self.expect("}")?;
            }
            if let Some(close) = self.eat("}") {
                break close;
            }
            if matches!(self.peek(), CelToken::Symbol("?")) {
                return Err(unsupported_optional(self.span()));
            }
            let key = self.expr()?;
            self.expect(":")?;
            let value = self.expr()?;
            depth = depth.max(key.depth).max(value.depth);
            entries.push((key, value));
            if self.eat(",").is_none() {
                match self.eat("}") {
                    Some(close) => break close,
                    None => return Err(self.unexpected("`,` or `}`")),
                }
            }
        };
        node(ExprKind::Map(entries), Span::new(open.start as usize, close.end as usize), depth)
    }
}

fn start(expr: &Expr) -> usize {
    expr.span.start as usize
}

fn end(expr: &Expr) -> usize {
    expr.span.end as usize
}

fn deepest(items: &[Expr]) -> usize {
    items.iter().map(|item| item.depth).max().unwrap_or(0)
}

/// A node over children of some depth, unless it would be too deep.
fn node(kind: ExprKind, span: Span, children: usize) -> Result<Expr, Advice> {
    if children >= MAX_DEPTH {
        return Err(too_deep(span));
    }
    Ok(Expr { kind, span, depth: children + 1, grouped: false })
}

fn too_deep(span: Span) -> Advice {
    Advice::new(span, format!("the expression nests more than {MAX_DEPTH} levels deep"))
        .with_help("split it into several rules")
}

fn unsupported_optional(span: Span) -> Advice {
    Advice::new(span, "optional values are not supported")
        .with_help("ask `has(vendor.field)` first, as in `has(a.b) ? a.b : \"none\"`")
}

fn call(target: Option<Expr>, name: Name, args: Vec<Expr>, close: Span) -> Result<Expr, Advice> {
    let from = target.as_ref().map_or(name.span.start as usize, start);
    let depth = target.as_ref().map_or(0, |target| target.depth).max(deepest(&args));
    let span = Span::new(from, close.end as usize);
    node(ExprKind::Call { target: target.map(Box::new), name, args }, span, depth)
}

/// Puts an operator between two operands, or the right one at the end of the
/// chain that the left one is.
fn join(left: Expr, operator: Operator, right: Expr) -> Result<Expr, Advice> {
    let span = Span::new(start(&left), end(&right));
    let depth = left.depth.max(right.depth);
    let grouped = left.grouped;
    match (operator, left.kind) {
        (Operator::And, ExprKind::And(operands)) if !grouped => {
            chain(ExprKind::And, operands, left.depth, right, span)
        }
        (Operator::Or, ExprKind::Or(operands)) if !grouped => {
            chain(ExprKind::Or, operands, left.depth, right, span)
        }
        // Operands of `*` never hold an ungrouped `+`, so the chain on the
        // left has this precedence.
        (Operator::Arithmetic(op), ExprKind::Arithmetic { first, mut rest })
            if !grouped && same_precedence(op, rest[0].0) =>
        {
            let depth = left.depth.max(right.depth + 1);
            rest.push((op, right));
            node(ExprKind::Arithmetic { first, rest }, span, depth - 1)
        }
        (operator, kind) => {
            let left = Expr { kind, ..left };
            let kind = match operator {
                Operator::And => ExprKind::And(vec![left, right]),
                Operator::Or => ExprKind::Or(vec![left, right]),
                Operator::Arithmetic(op) => {
                    ExprKind::Arithmetic { first: Box::new(left), rest: vec![(op, right)] }
                }
                Operator::Compare(op) => {
                    ExprKind::Compare { op, left: Box::new(left), right: Box::new(right) }
                }
                Operator::In => {
                    ExprKind::In { element: Box::new(left), collection: Box::new(right) }
                }
            };
            node(kind, span, depth)
        }
    }
}

fn same_precedence(a: ArithmeticOp, b: ArithmeticOp) -> bool {
    Operator::Arithmetic(a).precedence() == Operator::Arithmetic(b).precedence()
}

fn chain(
    kind: fn(Vec<Expr>) -> ExprKind,
    mut operands: Vec<Expr>,
    depth: usize,
    right: Expr,
    span: Span,
) -> Result<Expr, Advice> {
    let depth = depth.max(right.depth + 1);
    operands.push(right);
    node(kind(operands), span, depth - 1)
}
