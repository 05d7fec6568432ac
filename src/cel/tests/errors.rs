//! Errors as a policy author reads them: the phrase, the place and the next step.

use super::sample::env;
use crate::cel::{Program, Type};
use crate::text::Advice;

fn errors(source: &str) -> Vec<Advice> {
    Program::compile(source, &env(), &Type::Bool).expect_err(source)
}

/// Rows of an expression, the marked place, the message and the help; the
/// place is marked by `«` and `»` in the expression.
fn check(rows: &[(&str, &str, &str)]) {
    for (marked, message, help) in rows {
        let source = marked.replace(['«', '»'], "");
        let start = marked.find('«').expect(marked);
        let end = marked.find('»').expect(marked) - '«'.len_utf8();
        let error = &errors(&source)[0];
        let found = (&error.message[..], error.help.as_deref().unwrap_or(""), error.span.range());
        assert_eq!(found, (*message, *help, start..end), "{source}");
    }
}

#[test]
fn names() {
    check(&[
        ("«vendr».name == 'a'", "unknown variable `vendr`", "did you mean `vendor`?"),
        (
            "«legal_name» == 'a'",
            "unknown variable `legal_name`",
            "did you mean `vendor.legal_name`?",
        ),
        (
            "vendor.locations.all(l, «country» == 'IE')",
            "unknown variable `country`",
            "did you mean `l.country`?",
        ),
        ("«True»", "unknown variable `True`", "did you mean `true`?"),
        (
            "vendor.name == «Amazon»",
            "unknown variable `Amazon`",
            "the variables are `vendor`, `today`; put text in quotes",
        ),
        (
            "vendor.«leagl_name» == 'a'",
            "`vendor` has no field `leagl_name`",
            "did you mean `legal_name`?",
        ),
        ("has(vendor.«opt_uot»)", "`vendor` has no field `opt_uot`", "did you mean `opt_out`?"),
        (
            "vendor.locations.«country» == 'IE'",
            "`list(location)` has no field `country`",
            "ask for one of its elements: `vendor.locations.exists(x, x.country == ...)`",
        ),
        (
            "vendor.name.«size» == 0",
            "`string` has no field `size`",
            "a function is called with parentheses: `size()`",
        ),
        ("«vendor['name']» == 'a'", "`vendor` has no elements", "write `vendor.name`"),
    ]);
}

#[test]
fn functions() {
    check(&[
        (
            "vendor.name.«startswith»('a')",
            "unknown function `startswith`",
            "did you mean `startsWith`?",
        ),
        ("vendor.audiences.«exist»(a, true)", "unknown function `exist`", "did you mean `exists`?"),
        (
            "«contains»(vendor.name, 'a')",
            "unknown function `contains`",
            "call it as `string.contains(string) -> bool`",
        ),
        (
            "«exists»(vendor.audiences, 'a')",
            "unknown function `exists`",
            "call it on a list: `list.exists(x, ...)`",
        ),
        (
            "«vendor.name.contains(1)»",
            "`contains` does not take `string`, `int`",
            "it is `string.contains(string) -> bool`",
        ),
        (
            "«days_between(today)» > 1",
            "`days_between` does not take `date`",
            "it is `days_between(date, date) -> int`",
        ),
        (
            "today > date(«'31.12.2025'»)",
            "`31.12.2025` is not a date",
            "a date is written `2026-01-31`",
        ),
        ("«has(vendor)»", "`has` takes the selection of a field", "as in `has(vendor.name)`"),
        (
            "«vendor.audiences.exists('end_user')»",
            "`exists` takes a name and an expression, found 1 argument",
            "as in `vendor.audiences.exists(x, ...)`",
        ),
        (
            "vendor.audiences.exists(«'a'», true)",
            "`exists` takes a new name first",
            "as in `vendor.audiences.exists(x, ...)`",
        ),
        (
            "vendor.locations.all(l, «l.country»)",
            "`all` asks a `bool` of each element, found `string`",
            "",
        ),
        ("«vendor».all(v, true)", "`all` walks a list or a map, found `vendor`", ""),
        (
            "«type»(vendor) == 'a'",
            "`type` is not supported",
            "the type of everything is known when the rule is loaded",
        ),
    ]);
}

#[test]
fn types() {
    check(&[
        (
            "«vendor.status»",
            "the expression is of type `string`, not `bool`",
            "compare it with something, as in `vendor.status == \"active\"`",
        ),
        (
            "«vendor.legal_name == null»",
            "`string` is never equal to `null`",
            "ask `has(vendor.legal_name)`",
        ),
        ("«vendor.opt_out == null»", "records cannot be compared", "ask `has(vendor.opt_out)`"),
        (
            "«vendor.audiences == 'end_user'»",
            "`list(string)` is never equal to `string`",
            "write `'end_user' in vendor.audiences`",
        ),
        (
            "'Me' in «vendor.name»",
            "`in` looks into a list or a map, found `string`",
            "write `vendor.name.contains('Me')`, or `[...]` around the texts",
        ),
        (
            "!«vendor.status» == 'active'",
            "`!` negates a `bool`, found `string`",
            "`!` binds closer than `==`; write `a != b`, or `!(a == b)`",
        ),
        (
            "vendor.status == 'active' || «'planned'»",
            "`||` joins `bool` values, found `string`",
            "repeat the comparison: `a == \"x\" || a == \"planned\"`",
        ),
        (
            "«vendor.opt_out» && true",
            "`&&` joins `bool` values, found `opt_out`",
            "ask `has(vendor.opt_out)`",
        ),
        (
            "«vendor.last_reviewed < '2026-01-01'»",
            "`<` does not compare `date` with `string`",
            "write a date as `date(\"2026-01-31\")`",
        ),
        (
            "today - «vendor.last_reviewed» > 3",
            "`-` does not work on `date` and `date`",
            "count days with `days_between(a, b)`",
        ),
        (
            "«vendor.notice_days == '30'»",
            "`int` is never equal to `string`",
            "do not quote numbers; `int(...)` reads one from a text",
        ),
        (
            "vendor.name + «vendor.notice_days» == 'a'",
            "`+` does not work on `string` and `int`",
            "convert it with `string(...)`",
        ),
        (
            "«vendor.locations > 2»",
            "`>` does not compare `list(location)` with `int`",
            "compare its `size(...)`",
        ),
        (
            "«(true ? 1 : 'a')» == 1",
            "the branches have the types `int` and `string`",
            "give both the same type",
        ),
    ]);
}

#[test]
fn a_word_that_its_field_never_has_is_told() {
    check(&[
        ("vendor.status == «'actve'»", "`actve` is not a known `status`", "did you mean `active`?"),
        (
            "vendor.status != «'live'»",
            "`live` is not a known `status`",
            "it is one of `planned`, `active`, `disabled`, `retired`",
        ),
        (
            "vendor.status in ['active', «'planed'»]",
            "`planed` is not a known `status`",
            "did you mean `planned`?",
        ),
        (
            "«'enduser'» in vendor.audiences",
            "`enduser` is not a known `audience`",
            "did you mean `end_user`?",
        ),
        (
            "vendor.audiences.exists(a, a == «'users'»)",
            "`users` is not a known `audience`",
            "it is one of `customer`, `end_user`, `employee`, `visitor`",
        ),
    ]);
}

#[test]
fn syntax() {
    check(&[
        ("size(vendor.name) «=<» 3", "`=<` is not an operator", "write `<=`"),
        ("size(vendor.name) «=>» 3", "`=>` is not an operator", "write `>=`"),
        ("vendor.name «<>» 'a'", "`<>` is not an operator", "write `!=`"),
        ("vendor.name «===» 'a'", "`===` is not an operator", "write `==`"),
        ("vendor.name «!==» 'a'", "`!==` is not an operator", "write `!=`"),
        ("true «&» false", "`&` is not an operator", "write `&&` for \"and\""),
        ("true «or» false", "`or` is not an operator", "write `||` for \"or\""),
        ("«not» true", "`not` is not an operator", "write `!` before what is negated"),
        ("true && «not» (false)", "`not` is not an operator", "write `!` before what is negated"),
        ("vendor.status «=» 'active'", "`=` is not an operator", "compare with `==`"),
        (
            "vendor.name == «\u{201c}»AWS\u{201d}",
            "unexpected character `\u{201c}`",
            "use straight quotes: `\"text\"`",
        ),
        ("true «and» false", "`and` is not an operator", "write `&&` for \"and\""),
        ("true «AND» false", "`AND` is not an operator", "write `&&` for \"and\""),
        ("(true«»", "expected `)`, found the end of the expression", ""),
        ("[1, 2«)»", "expected `,` or `]`, found `)`", ""),
        ("vendor.name == «»", "expected a value, found the end of the expression", ""),
        ("«»", "the expression is empty", "write `true` to match everything"),
        ("   «»", "the expression is empty", "write `true` to match everything"),
        ("vendor.name == «'AWS»", "this text has no closing quote", "end it with `'`"),
        ("vendor.name.matches(r'^a') «true»", "expected an operator, found `true`", ""),
        (
            "true ? true «?» true : false : true",
            "expected `:`, found `?`",
            "put the inner `... ? ... : ...` in parentheses",
        ),
        ("size(«,»)", "expected a value, found `,`", ""),
        ("vendor.«in»", "expected a field name after `.`, found `in`", ""),
        ("«if» true", "`if` is a reserved word", "write `condition ? this : that`"),
    ]);
}

#[test]
fn patterns() {
    check(&[
        (
            "vendor.name.matches(«vendor.status»)",
            "the pattern of `matches` must be a text in quotes",
            "a pattern that is computed could be made slow by a manifest; compare with `contains`, `startsWith` or `endsWith` instead",
        ),
        (
            "vendor.name.matches(«'a(?=b)'»)",
            "the pattern cannot be read: look-around, including look-ahead and look-behind, is not supported",
            "patterns match in linear time, without look-around and backreferences",
        ),
        (
            "vendor.name.matches('«\\d»+')",
            "`\\d` is not an escape",
            "write `\\\\` for a backslash, or put `r` before the quotes: `r\"\\d+\"`",
        ),
    ]);
}

#[test]
fn all_errors_are_told_in_order_and_each_once() {
    let source =
        "vendr.name == 'a' && vendor.nam == 1 && has(vendor.foo.bar) && vendor.status == 'x'";
    let found: Vec<(usize, String)> = errors(source)
        .into_iter()
        .map(|error| (error.span.start as usize, error.message))
        .collect();
    assert_eq!(
        found,
        [
            (0, "unknown variable `vendr`".to_owned()),
            (28, "`vendor` has no field `nam`".to_owned()),
            (51, "`vendor` has no field `foo`".to_owned()),
            (80, "`x` is not a known `status`".to_owned()),
        ]
    );
}
