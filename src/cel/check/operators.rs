//! Operators: which types they take and what they give.

use super::super::ast::{ArithmeticOp, CompareOp, Expr, ExprKind};
use super::super::program::{ExprId, ExprNode, Literal};
use super::super::types::{Type, Vocabulary};
use super::{Checker, TypedExpr};
use crate::text::suggest::did_you_mean;
use crate::text::{Advice, Span};

impl Checker<'_> {
    pub(super) fn not(&mut self, operand: &Expr, span: Span) -> TypedExpr {
        let inner = self.expr(operand);
        if inner.ty.fits(&Type::Bool) {
            return self.push(ExprNode::Not(inner.id), span, Type::Bool);
        }
        let shown = self.slice(operand.span);
        let help = match &inner.ty {
            Type::List(_) => format!("write `size({shown}) == 0`"),
            Type::Record(_) | Type::Text | Type::Word(_) => {
                "`!` binds closer than `==`; write `a != b`, or `!(a == b)`".to_owned()
            }
            _ => "write `!(...)` around what is negated".to_owned(),
        };
        let message = format!("`!` negates a `bool`, found `{}`", inner.ty);
        self.fail(Advice::new(operand.span, message).with_help(help))
    }

    pub(super) fn negate(&mut self, operand: &Expr, span: Span) -> TypedExpr {
        let inner = self.expr(operand);
        if inner.ty.fits(&Type::Int) || inner.ty.fits(&Type::Double) {
            let ty = inner.ty;
            return self.push(ExprNode::Negate(inner.id), span, ty);
        }
        let message = format!("`-` negates a number, found `{}`", inner.ty);
        self.fail(Advice::new(operand.span, message))
    }

    pub(super) fn logic(
        &mut self,
        operands: &[Expr],
        symbol: &str,
        node: fn(Box<[ExprId]>) -> ExprNode,
        span: Span,
    ) -> TypedExpr {
        let mut ids = Vec::with_capacity(operands.len());
        for operand in operands {
            let checked = self.expr(operand);
            if !checked.ty.fits(&Type::Bool) {
                let message = format!("`{symbol}` joins `bool` values, found `{}`", checked.ty);
                let help = match (&operand.kind, &checked.ty) {
                    (ExprKind::Text(text), _) => {
                        let text = super::excerpt(text);
                        Some(format!(
                            "repeat the comparison: `a == \"x\" {symbol} a == \"{text}\"`"
                        ))
                    }
                    (ExprKind::Select { .. }, _) => {
                        Some(format!("ask `has({})`", self.slice(operand.span)))
                    }
                    _ => None,
                };
                self.errors.push(Advice::new(operand.span, message).maybe_help(help));
            }
            ids.push(checked.id);
        }
        self.push(node(ids.into()), span, Type::Bool)
    }

    pub(super) fn conditional(
        &mut self,
        condition: &Expr,
        yes: &Expr,
        no: &Expr,
        span: Span,
    ) -> TypedExpr {
        let test = self.expr(condition);
        if !test.ty.fits(&Type::Bool) {
            let message = format!("the condition before `?` must be a `bool`, found `{}`", test.ty);
            self.errors.push(Advice::new(condition.span, message));
        }
        let (yes, no) = (self.expr(yes), self.expr(no));
        let joined = yes.ty.join(&no.ty).filter(|_| yes.ty.fits(&no.ty));
        let Some(ty) = joined else {
            let message = format!("the branches have the types `{}` and `{}`", yes.ty, no.ty);
            return self.fail(Advice::new(span, message).with_help("give both the same type"));
        };
        let node = ExprNode::Conditional { condition: test.id, yes: yes.id, no: no.id };
        self.push(node, span, ty)
    }

    pub(super) fn arithmetic(
        &mut self,
        first: &Expr,
        rest: &[(ArithmeticOp, Expr)],
        span: Span,
    ) -> TypedExpr {
        let start = self.expr(first);
        let mut ty = start.ty;
        let mut ids = Vec::with_capacity(rest.len());
        for (op, operand) in rest {
            let right = self.expr(operand);
            ty = match arithmetic_type(*op, &ty, &right.ty) {
                Some(ty) => ty,
                None => {
                    let message =
                        format!("`{}` does not work on `{ty}` and `{}`", op.symbol(), right.ty);
                    let help = arithmetic_help(*op, &ty, &right.ty);
                    self.errors.push(Advice::new(operand.span, message).maybe_help(help));
                    Type::Unknown
                }
            };
            ids.push((*op, right.id));
        }
        self.push(ExprNode::Arithmetic { first: start.id, rest: ids.into() }, span, ty)
    }

    pub(super) fn compare(
        &mut self,
        op: CompareOp,
        left: &Expr,
        right: &Expr,
        span: Span,
    ) -> TypedExpr {
        let (a, b) = (self.expr(left), self.expr(right));
        let equality = matches!(op, CompareOp::Equal | CompareOp::NotEqual);
        let error = if equality {
            self.equality_error((left, &a.ty), (right, &b.ty), span)
                .or_else(|| word_error(&a.ty, right).or_else(|| word_error(&b.ty, left)))
        } else {
            order_error(op, &a.ty, &b.ty, span)
        };
        if let Some(error) = error {
            return self.fail(error);
        }
        let negated = op == CompareOp::NotEqual;
        let node = match (self.literal(a.id), self.literal(b.id)) {
            (_, Some(Literal::Text(text))) if equality => {
                ExprNode::IsText { operand: a.id, text: text.clone(), negated }
            }
            (Some(Literal::Text(text)), _) if equality => {
                ExprNode::IsText { operand: b.id, text: text.clone(), negated }
            }
            _ => ExprNode::Compare { op, left: a.id, right: b.id },
        };
        self.push(node, span, Type::Bool)
    }

    fn equality_error(
        &self,
        (left, a): (&Expr, &Type),
        (right, b): (&Expr, &Type),
        span: Span,
    ) -> Option<Advice> {
        if a.holds_record() || b.holds_record() {
            let null = matches!(a, Type::Null) || matches!(b, Type::Null);
            let shown = self.slice(if matches!(a, Type::Null) { right.span } else { left.span });
            let help = if null {
                format!("ask `has({shown})`")
            } else {
                format!("compare a field, as in `{shown}.name == ...`")
            };
            return Some(Advice::new(span, "records cannot be compared").with_help(help));
        }
        if a.fits(b) || b.fits(a) {
            return None;
        }
        let error = Advice::new(span, format!("`{a}` is never equal to `{b}`"));
        let help = match (a, b) {
            (Type::Null, _) => Some(format!("ask `has({})`", self.slice(right.span))),
            (_, Type::Null) => Some(format!("ask `has({})`", self.slice(left.span))),
            (Type::List(element), other) if element.fits(other) => {
                Some(format!("write `{} in {}`", self.slice(right.span), self.slice(left.span)))
            }
            (other, Type::List(element)) if element.fits(other) => {
                Some(format!("write `{} in {}`", self.slice(left.span), self.slice(right.span)))
            }
            _ => conversion(a, b),
        };
        Some(error.maybe_help(help))
    }

    pub(super) fn contains(&mut self, element: &Expr, collection: &Expr, span: Span) -> TypedExpr {
        let (a, b) = (self.expr(element), self.expr(collection));
        let wanted = match &b.ty {
            Type::List(wanted) | Type::Map(wanted, _) => Type::clone(wanted),
            Type::Dyn | Type::Unknown => Type::Unknown,
            other => {
                let error = Advice::new(
                    collection.span,
                    format!("`in` looks into a list or a map, found `{other}`"),
                );
                let help = match (&a.ty, other) {
                    (Type::Text | Type::Word(_), Type::Text | Type::Word(_)) => Some(format!(
                        "write `{}.contains({})`, or `[...]` around the texts",
                        self.slice(collection.span),
                        self.slice(element.span)
                    )),
                    _ => None,
                };
                return self.fail(error.maybe_help(help));
            }
        };
        if a.ty.holds_record() || wanted.holds_record() {
            let help = format!("write `{}.exists(x, x.name == ...)`", self.slice(collection.span));
            return self.fail(Advice::new(span, "records cannot be compared").with_help(help));
        }
        if !a.ty.fits(&wanted) && !wanted.fits(&a.ty) {
            let message = format!("`{}` is never in `{}`", a.ty, b.ty);
            return self.fail(Advice::new(span, message).maybe_help(conversion(&a.ty, &wanted)));
        }
        let items = if let ExprKind::List(items) = &collection.kind { &items[..] } else { &[] };
        let error = items.iter().find_map(|item| word_error(&a.ty, item));
        if let Some(error) = error.or_else(|| word_error(&wanted, element)) {
            return self.fail(error);
        }
        let node = match self.sorted_texts(b.id) {
            Some(texts) => ExprNode::InTexts { element: a.id, texts },
            None => ExprNode::In { element: a.id, collection: b.id },
        };
        self.push(node, span, Type::Bool)
    }

    /// The texts of a list that holds only literal texts, sorted for search.
    fn sorted_texts(&self, list: ExprId) -> Option<Box<[Box<str>]>> {
        let Some(Literal::List(list)) = self.literal(list) else { return None };
        let mut texts = Vec::with_capacity(list.items.len());
        for item in &list.items {
            let Literal::Text(text) = item else { return None };
            texts.push(text.clone());
        }
        texts.sort();
        Some(texts.into())
    }
}

fn arithmetic_type(op: ArithmeticOp, a: &Type, b: &Type) -> Option<Type> {
    use ArithmeticOp::{Add, Remainder};
    Some(match (a, b) {
        (Type::Unknown, known) | (known, Type::Unknown) => known.clone(),
        (Type::Int, Type::Int) => Type::Int,
        (Type::Double, Type::Double) if op != Remainder => Type::Double,
        (Type::Text | Type::Word(_), Type::Text | Type::Word(_)) if op == Add => Type::Text,
        (Type::List(a), Type::List(b)) if op == Add => Type::list(a.join(b)?),
        (Type::Dyn, other) | (other, Type::Dyn) => match other {
            Type::Dyn | Type::Int => Type::Dyn,
            Type::Double if op != Remainder => Type::Dyn,
            Type::Text | Type::Word(_) | Type::List(_) if op == Add && !other.holds_record() => {
                Type::Dyn
            }
            _ => return None,
        },
        _ => return None,
    })
}

fn arithmetic_help(op: ArithmeticOp, a: &Type, b: &Type) -> Option<String> {
    let help = match (op, a, b) {
        (_, Type::Date, Type::Date) => "count days with `days_between(a, b)`",
        (ArithmeticOp::Add, Type::Text | Type::Word(_), Type::List(_)) => {
            "make one text of a list with `.join(\", \")`"
        }
        (ArithmeticOp::Add, Type::Text | Type::Word(_), _)
        | (ArithmeticOp::Add, _, Type::Text | Type::Word(_)) => "convert it with `string(...)`",
        (_, Type::Int, Type::Double) | (_, Type::Double, Type::Int) => {
            "convert one of them with `int(...)` or `double(...)`"
        }
        _ => return None,
    };
    Some(help.to_owned())
}

fn order_error(op: CompareOp, a: &Type, b: &Type, span: Span) -> Option<Advice> {
    let ordered = |ty: &Type| {
        ty.is_dynamic()
            || matches!(
                ty,
                Type::Bool | Type::Int | Type::Double | Type::Text | Type::Word(_) | Type::Date
            )
    };
    if ordered(a) && ordered(b) && a.fits(b) {
        return None;
    }
    let message = format!("`{}` does not compare `{a}` with `{b}`", op.symbol());
    let help = match (a, b) {
        (Type::List(_), Type::Int) => Some("compare its `size(...)`".to_owned()),
        _ => conversion(a, b),
    };
    Some(Advice::new(span, message).maybe_help(help))
}

/// Names the function that converts one type to the other.
fn conversion(a: &Type, b: &Type) -> Option<String> {
    let help = match (a, b) {
        (Type::Date, Type::Text) | (Type::Text, Type::Date) => {
            "write a date as `date(\"2026-01-31\")`"
        }
        (Type::Int, Type::Double) | (Type::Double, Type::Int) => {
            "convert one of them with `int(...)` or `double(...)`"
        }
        (Type::Int | Type::Double, Type::Text) | (Type::Text, Type::Int | Type::Double) => {
            "do not quote numbers; `int(...)` reads one from a text"
        }
        (Type::Bool, Type::Text | Type::Word(_)) | (Type::Text | Type::Word(_), Type::Bool) => {
            "do not quote `true` and `false`"
        }
        _ => return None,
    };
    Some(help.to_owned())
}

/// A literal text that is compared with a word and is none of its vocabulary
/// makes a rule that never holds.
fn word_error(ty: &Type, literal: &Expr) -> Option<Advice> {
    let (Type::Word(vocabulary), ExprKind::Text(text)) = (ty, &literal.kind) else { return None };
    if vocabulary.words.iter().any(|word| word == text) {
        return None;
    }
    Some(unknown_word(vocabulary, text, literal.span))
}

fn unknown_word(vocabulary: &Vocabulary, text: &str, span: Span) -> Advice {
    let message = format!("`{}` is not a known `{}`", super::excerpt(text), vocabulary.name);
    let help = match did_you_mean(text, vocabulary.words.iter().map(|word| &**word)) {
        Some(close) => format!("did you mean `{close}`?"),
        None => format!("it is one of `{}`", vocabulary.words.join("`, `")),
    };
    Advice::new(span, message).with_help(help)
}
