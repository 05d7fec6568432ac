//! `has`, and the macros that walk a list.

use super::super::ast::{Expr, ExprKind, Name};
use super::super::program::ExprNode;
use super::super::types::Type;
use super::{Checker, TypedExpr, find_field, no_fields};
use crate::text::{Advice, Span};

/// The macros that walk a list, and how many arguments they take.
pub(super) const MACROS: &[(&str, &[usize])] =
    &[("all", &[2]), ("exists", &[2]), ("exists_one", &[2]), ("filter", &[2]), ("map", &[2, 3])];

impl Checker<'_> {
    pub(super) fn has(&mut self, args: &[Expr], span: Span) -> TypedExpr {
        let [Expr { kind: ExprKind::Select { operand, field }, .. }] = args else {
            let message = "`has` takes the selection of a field";
            let help = match args {
                [Expr { kind: ExprKind::Name { name, .. }, .. }] => {
                    format!("as in `has({}.name)`", super::excerpt(&name.text))
                }
                _ => "as in `has(vendor.legal_name)`".to_owned(),
            };
            return self.fail(Advice::new(span, message).with_help(help));
        };
        let owner = self.expr(operand);
        match &owner.ty {
            Type::Record(record) => match find_field(record, field) {
                Ok((place, _)) => {
                    self.push(ExprNode::Has { operand: owner.id, field: place }, span, Type::Bool)
                }
                Err(error) => self.fail(error),
            },
            Type::Map(..) | Type::Dyn | Type::Unknown => {
                let key = field.text.as_str().into();
                self.push(ExprNode::HasKey { operand: owner.id, key }, span, Type::Bool)
            }
            other => {
                let error = no_fields(other, field, &self.slice(operand.span));
                self.fail(error)
            }
        }
    }

    pub(super) fn comprehension(
        &mut self,
        target: &Expr,
        name: &Name,
        args: &[Expr],
        counts: &[usize],
        span: Span,
    ) -> TypedExpr {
        if !counts.contains(&args.len()) {
            let message = format!(
                "`{}` takes a name and {}, found {} argument{}",
                name.text,
                if counts.len() == 1 { "an expression" } else { "one or two expressions" },
                args.len(),
                if args.len() == 1 { "" } else { "s" },
            );
            let help = format!("as in `{}.{}(x, ...)`", self.slice(target.span), name.text);
            return self.fail(Advice::new(span, message).with_help(help));
        }
        let ExprKind::Name { name: variable, root: false } = &args[0].kind else {
            let message = format!("`{}` takes a new name first", name.text);
            let help = format!("as in `{}.{}(x, ...)`", self.slice(target.span), name.text);
            return self.fail(Advice::new(args[0].span, message).with_help(help));
        };
        let range = self.expr(target);
        let element = match &range.ty {
            Type::List(element) => Type::clone(element),
            Type::Map(key, _) => Type::clone(key),
            Type::Dyn | Type::Unknown => range.ty.clone(),
            other => {
                let message = format!("`{}` walks a list or a map, found `{other}`", name.text);
                self.errors.push(Advice::new(target.span, message));
                Type::Unknown
            }
        };
        self.locals.push((variable.text.clone(), element.clone()));
        let checked = match (name.text.as_str(), &args[1..]) {
            ("map", [change]) => {
                let change = self.expr(change);
                let node =
                    ExprNode::Collect { range: range.id, keep: None, change: Some(change.id) };
                self.push(node, span, Type::list(change.ty))
            }
            ("map", [keep, change]) => {
                let keep = self.predicate(keep, name);
                let change = self.expr(change);
                let node = ExprNode::Collect {
                    range: range.id,
                    keep: Some(keep.id),
                    change: Some(change.id),
                };
                self.push(node, span, Type::list(change.ty))
            }
            (_, rest) => {
                let body = self.predicate(&rest[0], name).id;
                let range = range.id;
                let (node, ty) = match name.text.as_str() {
                    "all" => (ExprNode::All { range, body }, Type::Bool),
                    "exists" => (ExprNode::Exists { range, body }, Type::Bool),
                    "exists_one" => (ExprNode::ExistsOne { range, body }, Type::Bool),
                    _ => (
                        ExprNode::Collect { range, keep: Some(body), change: None },
                        Type::list(element),
                    ),
                };
                self.push(node, span, ty)
            }
        };
        self.locals.pop();
        checked
    }

    fn predicate(&mut self, body: &Expr, name: &Name) -> TypedExpr {
        let checked = self.expr(body);
        if !checked.ty.fits(&Type::Bool) {
            let message =
                format!("`{}` asks a `bool` of each element, found `{}`", name.text, checked.ty);
            self.errors.push(Advice::new(body.span, message));
        }
        checked
    }
}
