//! Calls of functions: which one is meant, and whether the arguments fit.

use super::super::ast::{Expr, ExprKind, Name};
use super::super::dates;
use super::super::functions::{Function, Signature};
use super::super::lexer::excerpt;
use super::super::program::{ExprId, ExprNode, Literal, Pattern};
use super::super::types::Type;
use super::macros::MACROS;
use super::{Checker, TypedExpr};
use crate::text::suggest::did_you_mean;
use crate::text::{Advice, Span};
use regex::RegexBuilder;

/// The biggest automaton of a pattern, in bytes.
const PATTERN_SIZE: usize = 1 << 20;

/// Cap on the size of all automata of one expression, in bytes.
const PATTERNS_SIZE: usize = 4 << 20;

/// Bigger automata take longer for each byte of text. The smallest size that
/// holds a pattern tells its price.
const PATTERN_PRICES: &[(usize, usize)] = &[(1 << 16, 1), (1 << 18, 4), (PATTERN_SIZE, 16)];

/// Functions of CEL that are left out, and what to do instead.
const LEFT_OUT: &[(&str, &str)] = &[
    ("bytes", "texts are of type `string`"),
    ("duration", "count days with `days_between(a, b)`"),
    ("format", "join texts with `+`, and convert numbers with `string(...)`"),
    ("orValue", "ask `has(a.b) ? a.b : \"none\"`"),
    ("timestamp", "a day is written `date(\"2026-01-31\")`"),
    ("type", "the type of everything is known when the rule is loaded"),
    ("uint", "numbers are of type `int` or `double`"),
];

impl Checker<'_> {
    pub(super) fn call(
        &mut self,
        target: Option<&Expr>,
        name: &Name,
        args: &[Expr],
        span: Span,
    ) -> TypedExpr {
        let Some(target) = target else {
            return match name.text.as_str() {
                "has" => self.has(args, span),
                "matches" if args.len() == 2 => self.matches(&args[0], &args[1], span),
                _ => {
                    let ids: Vec<TypedExpr> = args.iter().map(|arg| self.expr(arg)).collect();
                    self.function(&name.text, name.span, false, &ids, span, args)
                }
            };
        };
        if let Some((_, counts)) = MACROS.iter().find(|(known, _)| *known == name.text) {
            return self.comprehension(target, name, args, counts, span);
        }
        if name.text == "matches" && args.len() == 1 {
            return self.matches(target, &args[0], span);
        }
        if let Some(full) = self.qualified(target, name) {
            let ids: Vec<TypedExpr> = args.iter().map(|arg| self.expr(arg)).collect();
            let at = Span::new(target.span.start as usize, name.span.end as usize);
            return self.function(&full, at, false, &ids, span, args);
        }
        let mut ids = vec![self.expr(target)];
        ids.extend(args.iter().map(|arg| self.expr(arg)));
        self.function(&name.text, name.span, true, &ids, span, args)
    }

    /// The name of a function in a namespace, such as `country.in_eea`: when
    /// there is one, or when the target is no variable and so can only be one.
    fn qualified(&self, target: &Expr, name: &Name) -> Option<String> {
        let dotted = target.dotted_name()?;
        let first = dotted.split('.').next()?;
        if self.find_local(first).is_some() {
            return None;
        }
        let full = format!("{dotted}.{}", name.text);
        let known = self.env.find_functions(&full, false).next().is_some();
        let namespace = self.env.find_variable(first).is_none()
            && did_you_mean(&full, self.env.function_names(false)).is_some();
        (known || namespace).then_some(full)
    }

    fn function(
        &mut self,
        name: &str,
        name_span: Span,
        receiver: bool,
        args: &[TypedExpr],
        span: Span,
        written: &[Expr],
    ) -> TypedExpr {
        let env = self.env;
        let candidates: Vec<(Signature, &'static Function)> =
            env.find_functions(name, receiver).collect();
        if candidates.is_empty() {
            return self.unknown_function(name, name_span, receiver);
        }
        let fitting = |(signature, _): &&(Signature, &'static Function)| {
            signature.params.len() == args.len()
                && args.iter().zip(&signature.params).all(|(arg, param)| arg.ty.fits(param))
        };
        let mut matching = candidates.iter().filter(fitting);
        let Some((signature, function)) = matching.next() else {
            return self.wrong_arguments(name, &candidates, args, span);
        };
        // With a `dyn` argument more than one may fit; they share their code.
        let ty = matching.fold(signature.result.clone(), |ty, (other, _)| {
            ty.join(&other.result).unwrap_or(Type::Dyn)
        });
        if let ("date", [arg], Some(Literal::Text(text))) =
            (name, args, args.first().and_then(|arg| self.literal(arg.id)))
        {
            // A literal date is read once, and a wrong one is told at once.
            return match dates::parse(text) {
                Some(date) => self.push(ExprNode::Literal(Literal::Date(date)), span, Type::Date),
                None => {
                    let message = format!("`{}` is not a date", excerpt(text));
                    let at = written.first().map_or(self.spans[arg.id as usize], |arg| arg.span);
                    self.fail(Advice::new(at, message).with_help("a date is written `2026-01-31`"))
                }
            };
        }
        let ids: Box<[ExprId]> = args.iter().map(|arg| arg.id).collect();
        self.push(ExprNode::Call { run: function.run, cost: function.cost, args: ids }, span, ty)
    }

    fn unknown_function(&mut self, name: &str, name_span: Span, receiver: bool) -> TypedExpr {
        let other_style =
            self.env.find_functions(name, !receiver).next().map(|(found, _)| found.text);
        let help = if let Some(signature) = other_style {
            Some(format!("call it as `{signature}`"))
        } else if !receiver && MACROS.iter().any(|(known, _)| *known == name) {
            Some(format!("call it on a list: `list.{name}(x, ...)`"))
        } else {
            let macros = MACROS.iter().map(|(name, _)| *name).filter(|_| receiver);
            let known = self.env.function_names(receiver).chain(macros);
            let known = known.chain(["matches"]).chain((!receiver).then_some("has"));
            did_you_mean(name, known).map(|close| format!("did you mean `{close}`?"))
        };
        if let Some((_, instead)) = LEFT_OUT.iter().find(|(known, _)| *known == name) {
            let message = format!("`{name}` is not supported");
            return self.fail(Advice::new(name_span, message).with_help(*instead));
        }
        let message = format!("unknown function `{}`", excerpt(name));
        self.fail(Advice::new(name_span, message).maybe_help(help))
    }

    fn wrong_arguments(
        &mut self,
        name: &str,
        candidates: &[(Signature, &'static Function)],
        args: &[TypedExpr],
        span: Span,
    ) -> TypedExpr {
        let types: Vec<String> = args.iter().map(|arg| format!("`{}`", arg.ty)).collect();
        let found = if types.is_empty() { "nothing".to_owned() } else { types.join(", ") };
        let message = format!("`{name}` does not take {found}");
        let ways: Vec<String> =
            candidates.iter().map(|(signature, _)| format!("`{}`", signature.text)).collect();
        self.fail(Advice::new(span, message).with_help(format!("it is {}", ways.join(" or "))))
    }

    fn matches(&mut self, text: &Expr, pattern: &Expr, span: Span) -> TypedExpr {
        let checked = self.expr(text);
        if !checked.ty.fits(&Type::Text) {
            let message = format!("`matches` looks into a `string`, found `{}`", checked.ty);
            return self.fail(Advice::new(text.span, message));
        }
        let ExprKind::Text(source) = &pattern.kind else {
            let message = "the pattern of `matches` must be a text in quotes";
            let help = "a pattern that is computed could be made slow by a manifest; \
                        compare with `contains`, `startsWith` or `endsWith` instead";
            return self.fail(Advice::new(pattern.span, message).with_help(help));
        };
        // A pattern that is too big has cost the time of one that just fits:
        // both are paid for, so that no list of them takes long.
        let room = PATTERNS_SIZE.saturating_sub(self.pattern_bytes);
        let compiled = if room == 0 { None } else { Some(compile(source)) };
        match compiled {
            Some(Ok((compiled, size))) if size <= room => {
                self.pattern_bytes += size;
                self.push(
                    ExprNode::Matches { text: checked.id, pattern: compiled },
                    span,
                    Type::Bool,
                )
            }
            None | Some(Ok(_)) => {
                self.pattern_bytes = PATTERNS_SIZE;
                let message = "the patterns of this expression need too much memory together";
                self.fail(
                    Advice::new(pattern.span, message).with_help("split it into several rules"),
                )
            }
            Some(Err(error)) => {
                if matches!(error, regex::Error::CompiledTooBig(_)) {
                    self.pattern_bytes += PATTERN_SIZE;
                }
                let (message, help) = pattern_error(&error);
                self.fail(Advice::new(pattern.span, message).with_help(help))
            }
        }
    }
}

/// The automaton of a pattern, and the bytes that it takes at most.
fn compile(source: &str) -> Result<(Pattern, usize), regex::Error> {
    let mut last = regex::Error::CompiledTooBig(PATTERN_SIZE);
    for (size, fuel_per_byte) in PATTERN_PRICES {
        match RegexBuilder::new(source).size_limit(*size).build() {
            Ok(regex) => return Ok((Pattern { regex, fuel_per_byte: *fuel_per_byte }, *size)),
            Err(error @ regex::Error::CompiledTooBig(_)) => last = error,
            Err(error) => return Err(error),
        }
    }
    Err(last)
}

fn pattern_error(error: &regex::Error) -> (String, String) {
    match error {
        regex::Error::CompiledTooBig(_) => (
            format!("the pattern needs more than {PATTERN_SIZE} bytes of memory"),
            "lower the numbers in `{n,m}`, or split the pattern".to_owned(),
        ),
        other => {
            // The crate prints the pattern with a marker over several lines;
            // its last line says what is wrong.
            let text = other.to_string();
            let reason = text.lines().last().unwrap_or_default().trim_start_matches("error: ");
            let help = if text.contains("look-around") || text.contains("backreferences") {
                "patterns match in linear time, without look-around and backreferences"
            } else {
                "in a plain text `\\\\d` is needed for `\\d`; `r\"...\"` takes backslashes as they are"
            };
            (format!("the pattern cannot be read: {reason}"), help.to_owned())
        }
    }
}
