//! The CEL specification, row by row: an expression and its value.

use super::sample::value;

fn check(rows: &[(&str, &str)]) {
    let wrong: Vec<String> = rows
        .iter()
        .filter(|(source, expected)| value(source) != *expected)
        .map(|(source, expected)| format!("{source}\n  is  {}\n  not {expected}", value(source)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn literals() {
    check(&[
        ("0", "0"),
        ("-1", "-1"),
        ("0x55555555", "1431655765"),
        ("-0x10", "-16"),
        ("9223372036854775807", "9223372036854775807"),
        ("-9223372036854775808", "-9223372036854775808"),
        ("-0x8000000000000000", "-9223372036854775808"),
        ("9223372036854775808", "refused: the number `9223372036854775808` is too big"),
        ("- 9223372036854775808", "-9223372036854775808"),
        ("-(-9223372036854775808)", "error: the number does not fit 64 bits"),
        ("--9223372036854775808", "error: the number does not fit 64 bits"),
        ("0.0", "0.0"),
        ("-2.3e+1", "-23.0"),
        (".5", "0.5"),
        ("1e3", "1000.0"),
        ("true", "true"),
        ("null", "null"),
        ("'a'", "\"a\""),
        ("r'\\n'", "\"\\\\n\""),
        ("'''it's'''", "\"it's\""),
        ("[]", "[]"),
        ("[,]", "[]"),
        ("[1, 2,]", "[1, 2]"),
        ("{}", "{}"),
        ("{'k': 'v', 'l': 1,}", "{\"k\": \"v\", \"l\": 1}"),
        ("1 // a comment\n + 1", "2"),
    ]);
}

#[test]
fn precedence_and_associativity() {
    check(&[
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("10 - 3 - 2", "5"),
        ("10 - (3 - 2)", "9"),
        ("100 / 10 / 5", "2"),
        ("100 / (10 / 5)", "50"),
        ("7 % 4 * 2", "6"),
        ("2 * 7 % 4", "2"),
        ("-2 + 3", "1"),
        ("- -2", "2"),
        ("-(1) - -(1)", "0"),
        ("!true || true", "true"),
        ("!(true || true)", "false"),
        ("!!true", "true"),
        ("true || false && false", "true"),
        ("(true || false) && false", "false"),
        ("1 < 2 == true", "true"),
        ("1 + 1 == 2 && 2 in [2]", "true"),
        ("true ? 1 : false ? 2 : 3", "1"),
        ("false ? 1 : false ? 2 : 3", "3"),
        ("false || true ? 'a' : 'b'", "\"a\""),
        ("true ? (true ? 1 : 2) : 3", "1"),
        ("[1, 2, 3][1] + {'a': 1}['a']", "3"),
        ("{'a': {'b': 5}}.a.b", "5"),
        ("-[1].size()", "-1"),
    ]);
}

#[test]
fn and_and_or_are_commutative_over_errors() {
    check(&[
        ("true && true", "true"),
        ("true && false", "false"),
        ("false || true", "true"),
        ("false && 1 / 0 == 0", "false"),
        ("1 / 0 == 0 && false", "false"),
        ("true || 1 / 0 == 0", "true"),
        ("1 / 0 == 0 || true", "true"),
        ("true && 1 / 0 == 0", "error: division by zero"),
        ("1 / 0 == 0 && true", "error: division by zero"),
        ("false || 1 / 0 == 0", "error: division by zero"),
        ("1 / 0 == 0 || false", "error: division by zero"),
        ("1 / 0 == 0 && 1 / 0 == 0 && false", "false"),
        ("(1 / 0 == 0 || false) && false", "false"),
        ("!(1 / 0 == 0) || true", "true"),
        ("!(1 / 0 == 0)", "error: division by zero"),
        // Values of a wrong type are errors, and absorbed like them.
        ("dyn('horses') && false", "false"),
        ("dyn('horses') || true", "true"),
        ("false && dyn(32)", "false"),
        ("true && dyn(32)", "error: a condition must be `bool`, found `int`"),
        ("dyn('a') && dyn('b')", "error: a condition must be `bool`, found `string`"),
        // The way out that the specification names.
        ("1 / 0 == 0 ? true : false", "error: division by zero"),
        ("false ? 1 / 0 : 2", "2"),
        ("true ? 2 : 1 / 0", "2"),
        ("dyn('cows') ? 1 : 2", "error: a condition must be `bool`, found `string`"),
    ]);
}

#[test]
fn equality_is_by_value_and_numbers_are_one_line() {
    check(&[
        ("1 == 1", "true"),
        ("dyn(1) == 1.0", "true"),
        ("dyn(1.1) == 1", "false"),
        ("dyn(1) != 1.0", "false"),
        ("1 == 1.0", "refused: `int` is never equal to `double`"),
        ("dyn(9223372036854775807) == 9223372036854775808.0", "true"),
        ("dyn(1) == '1'", "false"),
        ("dyn(null) == false", "false"),
        ("null == null", "true"),
        ("dyn('') == null", "false"),
        ("0.0 == -0.0", "true"),
        ("0.0 / 0.0 == 0.0 / 0.0", "false"),
        ("0.0 / 0.0 != 0.0 / 0.0", "true"),
        ("'a' == 'A'", "false"),
        ("'Am\\u00E9lie' == 'Ame\\u0301lie'", "false"),
        ("[1, 2] == [1, 2]", "true"),
        ("[1, 2] == [2, 1]", "false"),
        ("[] == []", "true"),
        ("[1] == []", "false"),
        ("[dyn(1.0), 2] == [1, dyn(2.0)]", "true"),
        ("[[1], []] == [[1], []]", "true"),
        ("{'a': 1, 'b': 2} == {'b': 2, 'a': 1}", "true"),
        ("{'a': 1} == {'a': 2}", "false"),
        ("{'a': 1} == {'b': 1}", "false"),
        ("{'a': 1, 'b': 2} == {'a': 1}", "false"),
        ("{1: 'x'} == {dyn(1): 'x'}", "true"),
        ("date('2026-01-01') == date('2026-01-01')", "true"),
    ]);
}

#[test]
fn order() {
    check(&[
        ("1 < 2", "true"),
        ("2 <= 2", "true"),
        ("'a' < 'b'", "true"),
        ("'Z' < 'a'", "true"),
        ("'a' < 'aa'", "true"),
        ("'\\uFFFF' < '\\U0001F600'", "true"),
        ("false < true", "true"),
        ("dyn(1) < 1.5", "true"),
        ("dyn(9223372036854775807) < 9223372036854775808.0", "false"),
        ("dyn(9223372036854775807) >= 9223372036854775808.0", "true"),
        ("dyn(-9223372036854775808) >= -9223372036854775808.0", "true"),
        ("1 < dyn(1e300)", "true"),
        ("dyn(1) > -1e300", "true"),
        ("0.0 / 0.0 < 1.0", "false"),
        ("0.0 / 0.0 >= 1.0", "false"),
        ("dyn(1) < 0.0 / 0.0", "false"),
        ("dyn('a') < dyn(1)", "error: `<` does not work on `string` and `int`"),
        ("[1] < [2]", "refused: `<` does not compare `list(int)` with `list(int)`"),
        ("date('2025-12-31') < date('2026-01-01')", "true"),
    ]);
}

#[test]
fn arithmetic_reports_overflow() {
    check(&[
        ("1 + 1", "2"),
        ("9223372036854775807 + 1", "error: the number does not fit 64 bits"),
        ("-9223372036854775808 - 1", "error: the number does not fit 64 bits"),
        ("9223372036854775807 * 2", "error: the number does not fit 64 bits"),
        ("-9223372036854775808 / -1", "error: the number does not fit 64 bits"),
        ("-9223372036854775808 % -1", "error: the number does not fit 64 bits"),
        ("7 / 2", "3"),
        ("-7 / 2", "-3"),
        ("-7 % 2", "-1"),
        ("7 % -2", "1"),
        ("1 / 0", "error: division by zero"),
        ("1 % 0", "error: division by zero"),
        ("1.0 / 0.0", "inf"),
        ("1.5 + 1.5", "3.0"),
        ("1.5 % 1.0", "refused: `%` does not work on `double` and `double`"),
        ("dyn(1.5) % 1.0", "refused: `%` does not work on `dyn` and `double`"),
        ("1 + 1.0", "refused: `+` does not work on `int` and `double`"),
        ("dyn(1) + 1.0", "error: `+` does not work on `int` and `double`"),
        ("'a' + 'b' + 'c'", "\"abc\""),
        ("'a' + 'b' + dyn(1)", "error: `+` does not work on `string` and `int`"),
        ("'a' - 'b'", "refused: `-` does not work on `string` and `string`"),
        ("[1] + [2] + []", "[1, 2]"),
        ("[1] + ['a']", "[1, \"a\"]"),
    ]);
}

#[test]
fn lists_maps_and_membership() {
    check(&[
        ("[7, 8, 9][0]", "7"),
        ("[7, 8, 9][3]", "error: no element 3 in a list of 3"),
        ("[7, 8, 9][-1]", "error: no element -1 in a list of 3"),
        ("[7, 8, 9][dyn(0.0)]", "7"),
        ("[7, 8, 9][dyn(0.1)]", "error: the index of a list must be `int`, found `double`"),
        ("[7][dyn('')]", "error: the index of a list must be `int`, found `string`"),
        ("{'a': 1}['a']", "1"),
        ("{'a': 1}.a", "1"),
        ("{'a': 1}['b']", "error: no such key: `b`"),
        ("{'a': 1}.b", "error: no such key: `b`"),
        ("{1: 'x'}[dyn(1.0)]", "\"x\""),
        ("{true: 1}[true]", "1"),
        ("{'for': 1}.for", "1"),
        ("{'a': 1, 'a': 2}", "refused: the key `'a'` appears twice in this map"),
        ("{'a': 1, 'a' + '': 2}", "error: the key `a` appears twice in this map"),
        ("{1.5: 1}", "refused: `double` cannot be the key of a map"),
        ("{dyn([]): 1}", "error: the key of a map must be `string`, `int` or `bool`, found `list`"),
        ("2 in [1, 2]", "true"),
        ("3 in [1, 2]", "false"),
        ("7 in []", "false"),
        ("dyn(2.0) in [1, 2]", "true"),
        ("'b' in ['c', 'b', 'a']", "true"),
        ("'d' in ['c', 'b', 'a']", "false"),
        ("dyn(1) in ['c', 'b', 'a']", "false"),
        ("'a' in {'a': 1}", "true"),
        ("'b' in {'a': 1}", "false"),
        ("'a' in 'abc'", "refused: `in` looks into a list or a map, found `string`"),
        ("1 in ['a']", "refused: `int` is never in `list(string)`"),
        ("dyn({'a': [1, {'b': 2}]}).a[1].b", "2"),
        ("dyn(1).a", "error: field selection does not work on `int`"),
        ("1 in dyn(1)", "error: `in` does not work on `int` and `int`"),
    ]);
}

#[test]
fn has() {
    check(&[
        ("has({'a': null}.a)", "true"),
        ("has({'a': 1}.b)", "false"),
        ("has({'a': {'b': 1}}.a.b)", "true"),
        ("has(dyn({'a': 1}).b)", "false"),
        ("has({}.a.b)", "error: no such key: `a`"),
        ("has(dyn(1).b)", "error: `has` does not work on `int`"),
        ("has(1)", "refused: `has` takes the selection of a field"),
        ("has({'a': 1}['a'])", "refused: `has` takes the selection of a field"),
    ]);
}

#[test]
fn macros() {
    check(&[
        ("[1, 2, 3].all(x, x > 0)", "true"),
        ("[1, 2, 3].all(x, x > 1)", "false"),
        ("[].all(x, x > 0)", "true"),
        ("[1, 2, 3].all(x, 6 / (2 - x) == 6)", "false"),
        ("[1, 2, 3].all(x, x / 0 != 17)", "error: division by zero"),
        ("[2, 1].all(x, 2 / (x - 1) == 2)", "error: division by zero"),
        ("[1, 2].exists(x, x == 2)", "true"),
        ("[].exists(x, x == 2)", "false"),
        ("[0, 1].exists(x, 1 / x == 1)", "true"),
        ("[0, 2].exists(x, 1 / x == 1)", "error: division by zero"),
        ("[1, 'foo', 3].exists(x, x == 'foo')", "true"),
        ("[1, 'foo', 3].all(x, x % 2 == 1)", "error: `%` does not work on `string` and `int`"),
        ("[7].exists_one(x, x == 7)", "true"),
        ("[7, 7].exists_one(x, x == 7)", "false"),
        ("[].exists_one(x, x == 7)", "false"),
        ("[1, 2, 0].exists_one(x, 2 / x == 2)", "error: division by zero"),
        ("[0, 1, 2, 3].filter(x, x % 2 == 1)", "[1, 3]"),
        ("[3, 0].filter(x, 3 / x == 1)", "error: division by zero"),
        ("[1, 2].map(x, x * 2)", "[2, 4]"),
        ("[1, 2, 3].map(x, x > 1, x * 2)", "[4, 6]"),
        ("[1, 0].map(x, 1 / x)", "error: division by zero"),
        ("{'a': 1, 'b': 2}.map(k, k)", "[\"a\", \"b\"]"),
        ("{'a': 1, 'b': 2}.filter(k, k == 'b')", "[\"b\"]"),
        ("{'a': 1}.all(k, k == 'a')", "true"),
        ("{6: 'six', 7: 'seven'}.exists_one(k, k % 5 == 2)", "true"),
        // Inner variables hide outer ones, and only inside.
        ("[1, 2].map(x, [10, 20].map(x, x + 1))", "[[11, 21], [11, 21]]"),
        ("[1, 2].map(x, [10, 20].map(y, x + y))", "[[11, 21], [12, 22]]"),
        ("[1].map(x, [2].exists(x, x == 2) && x == 1)", "[true]"),
        ("[[1, 2], [3]].all(l, l.all(x, l.exists(y, y == x)))", "true"),
        ("dyn([1]).exists(x, x == 1)", "true"),
        ("dyn(1).exists(x, x == 1)", "error: a list or a map can be walked, found `int`"),
    ]);
}

#[test]
fn a_leading_dot_looks_past_the_variables_of_macros() {
    check(&[("[1].exists(x, .x == 1)", "refused: unknown variable `x`")]);
}

#[test]
fn functions_on_texts() {
    check(&[
        ("size('')", "0"),
        ("size('fiance\\u0301')", "7"),
        ("'\\U0001F92A'.size()", "1"),
        ("size([1, 2])", "2"),
        ("{'a': 1}.size()", "1"),
        ("size(dyn(1))", "error: the function does not work on `int`"),
        ("'foobar'.startsWith('foo')", "true"),
        ("'foobar'.startsWith('')", "true"),
        ("'foobar'.endsWith('bar')", "true"),
        ("'foobar'.contains('oba')", "true"),
        ("'foobar'.contains('baz')", "false"),
        ("'foobar'.matches('^fo+b')", "true"),
        ("matches('hubba', 'ubb')", "true"),
        ("'foobar'.matches('^oba')", "false"),
        ("'a\\nb'.matches('a.b')", "false"),
        ("dyn(1).matches('1')", "error: `matches` does not work on `int`"),
        ("' A\u{a0}'.trim().lowerAscii()", "\"a\""),
        ("'\u{c4}b'.upperAscii()", "\"\u{c4}B\""),
        ("['a', 'b'].join(', ')", "\"a, b\""),
        ("[].join()", "\"\""),
    ]);
}

#[test]
fn conversions() {
    check(&[
        ("int('987')", "987"),
        ("int('-0')", "0"),
        ("int('9223372036854775808')", "error: `9223372036854775808` is not a whole number"),
        ("int('1.5')", "error: `1.5` is not a whole number"),
        ("int(-7.9)", "-7"),
        ("int(9223372036854775807.0)", "error: `9.223372036854776e18` does not fit a whole number"),
        (
            "int(-9223372036854775808.0)",
            "error: `-9.223372036854776e18` does not fit a whole number",
        ),
        ("int(0.0 / 0.0)", "error: `NaN` does not fit a whole number"),
        ("int(5)", "5"),
        ("double(7)", "7.0"),
        ("double('6.02214e23')", "6.02214e23"),
        ("double('x')", "error: `x` is not a number"),
        ("string(123)", "\"123\""),
        ("string(-4.5e-3)", "\"-0.0045\""),
        ("string(true)", "\"true\""),
        ("string('a')", "\"a\""),
        ("string(date('2026-01-31'))", "\"2026-01-31\""),
        ("bool('t')", "true"),
        ("bool('TrUe')", "error: `TrUe` is not a truth value"),
        ("dyn(1)", "1"),
    ]);
}

#[test]
fn dates() {
    check(&[
        ("date('2026-01-31')", "date(\"2026-01-31\")"),
        ("date('2026-02-30')", "refused: `2026-02-30` is not a date"),
        ("date('2026-' + '02-30')", "error: `2026-02-30` is not a date"),
        ("days_between(date('2026-01-31'), date('2026-03-01'))", "29"),
        ("days_between(date('2026-03-01'), date('2026-01-31'))", "-29"),
        ("days_between(date('0001-01-01'), date('9999-12-31'))", "3652058"),
        ("date(date('2026-01-31')) > date('2026-01-30')", "true"),
    ]);
}

#[test]
fn the_grammar_holds_as_many_operands_as_the_specification_asks() {
    let row = |part: &str, by: &str| vec![part; 32].join(by);
    for (source, expected) in [
        (row("false", " || "), "false".to_owned()),
        (row("true", " && "), "true".to_owned()),
        (row("1", " + "), "32".to_owned()),
        (row("1", " * "), "1".to_owned()),
        (row("true", " == "), "true".to_owned()),
        (format!("{}1", "true ? 1 : ".repeat(31)), "1".to_owned()),
        (format!("{}1{}", "(".repeat(32), ")".repeat(32)), "1".to_owned()),
        (format!("{}true", "!".repeat(32)), "true".to_owned()),
        (format!("{}1", "-".repeat(32)), "1".to_owned()),
        (format!("size([{}])", row("1", ", ")), "32".to_owned()),
        (format!("{}1{}", "{'a': ".repeat(31), "}".repeat(31) + &".a".repeat(31)), "1".to_owned()),
        (format!("{}1{}", "[".repeat(32), "]".repeat(32) + &"[0]".repeat(31)), "[1]".to_owned()),
        (format!("{}1{}", "int(".repeat(32), ")".repeat(32)), "1".to_owned()),
    ] {
        assert_eq!(value(&source), expected, "{source}");
    }
}

#[test]
fn what_is_left_out_is_refused_with_its_name() {
    check(&[
        ("7u", "refused: `7u` is not a number"),
        ("b'a'", "refused: byte strings are not supported"),
        ("{'a': 1}.?a", "refused: optional values are not supported"),
        ("[1][?0]", "refused: optional values are not supported"),
        ("[?1]", "refused: optional values are not supported"),
        ("Vendor{name: 'a'}", "refused: expected an operator, found `{`"),
        ("type(1)", "refused: `type` is not supported"),
        ("timestamp('2026-01-01T00:00:00Z')", "refused: `timestamp` is not supported"),
        ("[1].transformList(i, v, v)", "refused: unknown function `transformList`"),
        ("{'a-b': 1}.`a-b`", "refused: unexpected character ```"),
        ("if", "refused: `if` is a reserved word"),
    ]);
}
