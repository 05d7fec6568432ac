//! The static checker: resolves names, infers types, and lowers the tree to
//! the nodes that are evaluated.
//!
//! It goes on after an error and reports all of them, each once: what an error
//! left has the type [`Type::Unknown`], which fits everywhere.

mod calls;
mod macros;
mod operators;

use super::ast::{Expr, ExprKind, Name};
use super::env::Env;
use super::lexer::excerpt;
use super::program::{Absent, ExprId, ExprNode, Literal, Literals, Program};
use super::types::{RecordType, Type};
use crate::text::suggest::did_you_mean;
use crate::text::{Advice, Span};

/// More errors than this help nobody.
const MAX_ERRORS: usize = 20;

/// Checks a tree and lowers it.
pub(super) fn check(
    source: &str,
    expr: &Expr,
    env: &Env,
    wanted: &Type,
) -> Result<Program, Vec<Advice>> {
    let mut checker = Checker {
        source,
        env,
        nodes: Vec::new(),
        spans: Vec::new(),
        locals: Vec::new(),
        pattern_bytes: 0,
        errors: Vec::new(),
    };
    let root = checker.expr(expr);
    if !root.ty.fits(wanted) {
        let message = format!("the expression is of type `{}`, not `{wanted}`", root.ty);
        let help = match (&root.ty, wanted) {
            (Type::Text | Type::Word(_), Type::Bool) => {
                Some("compare it with something, as in `vendor.status == \"active\"`")
            }
            (Type::List(_), Type::Bool) => Some("ask whether it has elements: `size(...) > 0`"),
            (Type::Record(_), Type::Bool) => Some("ask whether a field is there: `has(a.b)`"),
            (Type::Bool | Type::Int | Type::Double | Type::Date, Type::Text) => {
                Some("convert it with `string(...)`")
            }
            _ => None,
        };
        checker.errors.push(Advice::new(expr.span, message).maybe_help(help.map(str::to_owned)));
    }
    let Checker { nodes, spans, pattern_bytes, mut errors, .. } = checker;
    if errors.is_empty() {
        let ty = if root.ty.is_dynamic() { wanted.clone() } else { root.ty };
        let (source, root) = (source.into(), root.id);
        return Ok(Program { source, nodes, spans, root, ty, pattern_bytes });
    }
    errors.sort_by_key(|error| error.span);
    errors.truncate(MAX_ERRORS);
    Err(errors)
}

struct Checker<'e> {
    source: &'e str,
    env: &'e Env,
    nodes: Vec<ExprNode>,
    spans: Vec<Span>,
    /// The variables of the enclosing macros, the innermost last.
    locals: Vec<(String, Type)>,
    /// Upper bound on the size of the patterns so far, in bytes.
    pattern_bytes: usize,
    errors: Vec<Advice>,
}

/// A lowered expression and its type.
struct TypedExpr {
    id: ExprId,
    ty: Type,
}

impl Checker<'_> {
    fn push(&mut self, node: ExprNode, span: Span, ty: Type) -> TypedExpr {
        self.nodes.push(node);
        self.spans.push(span);
        // The source is at most 4 KiB, and no byte makes two nodes.
        let id = ExprId::try_from(self.nodes.len() - 1).unwrap_or(ExprId::MAX);
        TypedExpr { id, ty }
    }

    fn fail(&mut self, error: Advice) -> TypedExpr {
        let span = error.span;
        self.errors.push(error);
        self.push(ExprNode::Literal(Literal::Null), span, Type::Unknown)
    }

    fn slice(&self, span: Span) -> String {
        excerpt(self.source.get(span.range()).unwrap_or_default())
    }

    fn literal(&self, id: ExprId) -> Option<&Literal> {
        match &self.nodes[id as usize] {
            ExprNode::Literal(literal) => Some(literal),
            _ => None,
        }
    }

    fn expr(&mut self, expr: &Expr) -> TypedExpr {
        let span = expr.span;
        let mut constant = |literal, ty| self.push(ExprNode::Literal(literal), span, ty);
        match &expr.kind {
            ExprKind::Null => constant(Literal::Null, Type::Null),
            ExprKind::Bool(value) => constant(Literal::Bool(*value), Type::Bool),
            ExprKind::Int(value) => constant(Literal::Int(*value), Type::Int),
            ExprKind::Double(value) => constant(Literal::Double(*value), Type::Double),
            ExprKind::Text(text) => constant(Literal::Text(text.as_str().into()), Type::Text),
            ExprKind::Name { name, root } => self.name(name, *root),
            ExprKind::Select { operand, field } => self.select(operand, field, span),
            ExprKind::Index { operand, index } => self.index(operand, index, span),
            ExprKind::Call { target, name, args } => self.call(target.as_deref(), name, args, span),
            ExprKind::List(items) => self.list(items, span),
            ExprKind::Map(entries) => self.map(entries, span),
            ExprKind::Not(operand) => self.not(operand, span),
            ExprKind::Negate(operand) => self.negate(operand, span),
            ExprKind::And(operands) => self.logic(operands, "&&", ExprNode::And, span),
            ExprKind::Or(operands) => self.logic(operands, "||", ExprNode::Or, span),
            ExprKind::Arithmetic { first, rest } => self.arithmetic(first, rest, span),
            ExprKind::Compare { op, left, right } => self.compare(*op, left, right, span),
            ExprKind::In { element, collection } => self.contains(element, collection, span),
            ExprKind::Conditional { condition, yes, no } => {
                self.conditional(condition, yes, no, span)
            }
        }
    }

    fn find_local(&self, name: &str) -> Option<usize> {
        self.locals.iter().rposition(|(local, _)| local == name)
    }

    fn name(&mut self, name: &Name, root: bool) -> TypedExpr {
        if !root && let Some(at) = self.find_local(&name.text) {
            let ty = self.locals[at].1.clone();
            return self.push(ExprNode::Local(self.locals.len() - 1 - at), name.span, ty);
        }
        if let Some((slot, ty)) = self.env.find_variable(&name.text) {
            let ty = ty.clone();
            return self.push(ExprNode::Variable(slot), name.span, ty);
        }
        let error = Advice::new(name.span, format!("unknown variable `{}`", excerpt(&name.text)));
        let help = self.suggest_variable(&name.text);
        self.fail(error.maybe_help(help))
    }

    fn suggest_variable(&self, name: &str) -> Option<String> {
        let locals = || self.locals.iter().rev();
        // A field without its owner is the commonest slip.
        for (owner, ty) in locals().map(|(owner, ty)| (owner.as_str(), ty)).chain(
            self.env
                .variable_names()
                .filter_map(|owner| self.env.find_variable(owner).map(|(_, ty)| (owner, ty))),
        ) {
            if let Type::Record(record) = ty
                && record.fields.iter().any(|field| field.name == name)
            {
                return Some(format!("did you mean `{owner}.{name}`?"));
            }
        }
        let known = locals()
            .map(|(local, _)| local.as_str())
            .chain(self.env.variable_names())
            .chain(["true", "false", "null"]);
        if let Some(close) = did_you_mean(name, known) {
            return Some(format!("did you mean `{close}`?"));
        }
        let names: Vec<String> =
            self.env.variable_names().map(|name| format!("`{name}`")).collect();
        (!names.is_empty())
            .then(|| format!("the variables are {}; put text in quotes", names.join(", ")))
    }

    fn select(&mut self, operand: &Expr, field: &Name, span: Span) -> TypedExpr {
        let owner = self.expr(operand);
        let key = field.text.as_str().into();
        match &owner.ty {
            Type::Record(record) => match find_field(record, field) {
                Ok((place, ty)) => {
                    let absent = match ty {
                        Type::List(_) => Absent::EmptyList,
                        Type::Map(..) => Absent::EmptyMap,
                        _ => Absent::Error,
                    };
                    let (operand, ty) = (owner.id, ty.clone());
                    self.push(ExprNode::Select { operand, field: place, absent }, span, ty)
                }
                Err(error) => self.fail_selection(error, field),
            },
            Type::Map(_, value) => {
                let ty = Type::clone(value);
                self.push(ExprNode::SelectKey { operand: owner.id, key }, span, ty)
            }
            Type::Dyn | Type::Unknown => {
                let ty = owner.ty.clone();
                self.push(ExprNode::SelectKey { operand: owner.id, key }, span, ty)
            }
            other => {
                let error = no_fields(other, field, &self.slice(operand.span));
                self.fail_selection(error, field)
            }
        }
    }

    /// Fails for want of a field; a function may have been meant.
    fn fail_selection(&mut self, error: Advice, field: &Name) -> TypedExpr {
        let method = self.env.function_names(true).any(|name| name == field.text);
        self.fail(if method && error.help.is_none() {
            error.with_help(format!("a function is called with parentheses: `{}()`", field.text))
        } else {
            error
        })
    }

    fn index(&mut self, operand: &Expr, index: &Expr, span: Span) -> TypedExpr {
        let owner = self.expr(operand);
        let place = self.expr(index);
        let (wanted, ty) = match &owner.ty {
            Type::List(element) => (Type::Int, Type::clone(element)),
            Type::Map(key, value) => (Type::clone(key), Type::clone(value)),
            Type::Dyn | Type::Unknown => (Type::Unknown, owner.ty.clone()),
            other => {
                let error = Advice::new(span, format!("`{other}` has no elements"));
                let help = match (other, &index.kind) {
                    (Type::Record(record), ExprKind::Text(field)) => {
                        let operand = self.slice(operand.span);
                        // Fields of the author's own stand in a map beside the others.
                        let own = record.fields.iter().find(|known| {
                            matches!(known.ty, Type::Map(..))
                                && field
                                    .strip_prefix(&*known.name)
                                    .is_some_and(|rest| rest.starts_with('-'))
                        });
                        Some(match own {
                            Some(map) => format!("write `{operand}.{}[\"{field}\"]`", map.name),
                            None => format!("write `{operand}.{field}`"),
                        })
                    }
                    _ => None,
                };
                return self.fail(error.maybe_help(help));
            }
        };
        if !place.ty.fits(&wanted) {
            let message = format!("`{}` is asked by `{wanted}`, found `{}`", owner.ty, place.ty);
            return self.fail(Advice::new(index.span, message));
        }
        self.push(ExprNode::Index { operand: owner.id, index: place.id }, span, ty)
    }

    fn list(&mut self, items: &[Expr], span: Span) -> TypedExpr {
        let mut ty = Type::Unknown;
        let mut ids = Vec::with_capacity(items.len());
        for item in items {
            let checked = self.expr(item);
            match ty.join(&checked.ty) {
                Some(joined) => ty = joined,
                None => {
                    let message = format!("a list cannot mix `{ty}` and `{}`", checked.ty);
                    self.errors.push(Advice::new(item.span, message));
                }
            }
            ids.push(checked.id);
        }
        let literals: Option<Vec<Literal>> =
            ids.iter().map(|id| self.literal(*id).cloned()).collect();
        let node = match literals {
            Some(items) => ExprNode::Literal(Literal::List(Literals::new(items))),
            None => ExprNode::List(ids.into()),
        };
        self.push(node, span, Type::list(ty))
    }

    fn map(&mut self, entries: &[(Expr, Expr)], span: Span) -> TypedExpr {
        let (mut key_type, mut value_type) = (Type::Unknown, Type::Unknown);
        let mut ids = Vec::with_capacity(entries.len());
        for (at, (key, value)) in entries.iter().enumerate() {
            if is_literal(key) && entries[..at].iter().any(|(known, _)| known.kind == key.kind) {
                let message =
                    format!("the key `{}` appears twice in this map", self.slice(key.span));
                self.errors.push(Advice::new(key.span, message));
            }
            let checked_key = self.expr(key);
            let ty = &checked_key.ty;
            if !matches!(ty, Type::Bool | Type::Int | Type::Text | Type::Word(_))
                && !ty.is_dynamic()
            {
                let message = format!("`{ty}` cannot be the key of a map");
                let help = "keys are of type `string`, `int` or `bool`";
                self.errors.push(Advice::new(key.span, message).with_help(help));
            }
            key_type = key_type.join(ty).unwrap_or(Type::Dyn);
            let checked_value = self.expr(value);
            match value_type.join(&checked_value.ty) {
                Some(joined) => value_type = joined,
                None => {
                    let message =
                        format!("a map cannot mix `{value_type}` and `{}`", checked_value.ty);
                    self.errors.push(Advice::new(value.span, message));
                }
            }
            ids.push((checked_key.id, checked_value.id));
        }
        self.push(ExprNode::Map(ids.into()), span, Type::map(key_type, value_type))
    }
}

fn is_literal(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Bool(_) | ExprKind::Int(_) | ExprKind::Text(_))
}

/// The place and type of a field, or an error that names the likely ones.
fn find_field<'r>(record: &'r RecordType, field: &Name) -> Result<(usize, &'r Type), Advice> {
    if let Some(place) = record.fields.iter().position(|known| known.name == field.text) {
        return Ok((place, &record.fields[place].ty));
    }
    let message = format!("`{}` has no field `{}`", record.name, excerpt(&field.text));
    let help = did_you_mean(&field.text, record.fields.iter().map(|field| &*field.name))
        .map(|close| format!("did you mean `{close}`?"));
    Err(Advice::new(field.span, message).maybe_help(help))
}

fn no_fields(ty: &Type, field: &Name, operand: &str) -> Advice {
    let error = Advice::new(field.span, format!("`{ty}` has no field `{}`", excerpt(&field.text)));
    match ty {
        Type::List(_) => error.with_help(format!(
            "ask for one of its elements: `{operand}.exists(x, x.{} == ...)`",
            excerpt(&field.text)
        )),
        _ => error,
    }
}
