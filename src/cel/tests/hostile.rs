//! Attacks by an expression, or on one by a manifest. Each ends in a located
//! error or a value, soon, on the stack of a plain thread.

use super::sample::{env, slots, test, value, vendor};
use crate::cel::{Env, Fuel, Program, Type, Val};
use crate::text::Advice;

fn refused(source: &str) -> String {
    Program::compile(source, &env(), &Type::Dyn).expect_err(source)[0].message.clone()
}

/// Evaluates without variables on little fuel.
fn run(source: &str, fuel: u64) -> (Result<String, Advice>, Fuel) {
    let program = Program::compile(source, &Env::new(), &Type::Dyn)
        .unwrap_or_else(|errors| panic!("{source}: {errors:?}"));
    let mut fuel = Fuel::new(fuel);
    let result = program.eval(&[], &mut fuel).map(|value| value.type_name().to_owned());
    (result, fuel)
}

fn exhausted(source: &str, fuel: u64) {
    let error = run(source, fuel).0.expect_err(source);
    assert_eq!(error.message, format!("the evaluation took more than {fuel} steps"), "{source}");
}

#[test]
fn six_thousand_terms_are_over_the_size_limit_and_two_thousand_are_no_depth() {
    let sum = |terms| vec!["1"; terms].join("+");
    assert!(refused(&sum(6000)).starts_with("the expression has 11999 bytes"));
    assert_eq!(value(&sum(2048)), "2048");
    let all = |terms: usize| format!("true{}", "&&true".repeat(terms));
    assert_eq!(value(&all(680)), "true");
    assert_eq!(
        value(&"!true||true||".repeat(300).trim_end_matches('|').replace("!true", "false")),
        "true"
    );
    assert_eq!(value(&vec!["2"; 2000].join("-")), "-3996");
    assert_eq!(value(&vec!["1"; 2000].join("*")), "1");
}

#[test]
fn deep_nesting_of_every_kind_is_refused() {
    let deep = |open: &str, inside: &str, close: &str| {
        let times = 4000 / (open.len() + close.len());
        refused(&format!("{}{inside}{}", open.repeat(times), close.repeat(times)))
    };
    let message = "the expression nests more than 64 levels deep";
    for (open, inside, close) in [
        ("(", "1", ")"),
        ("[", "1", "]"),
        ("{1:", "1", "}"),
        ("!", "true", ""),
        ("-", "1", ""),
        ("int(", "1", ")"),
        ("[1].all(x,", "true", ")"),
        ("true?1:", "1", ""),
        ("1-(", "1", ")"),
        ("true||(", "true", ")"),
        ("has(", "a.b", ")"),
        ("[0][", "0", "]"),
    ] {
        assert_eq!(deep(open, inside, close), message, "{open}");
    }
    // Chains that grow to the left nest too.
    for part in [".a", "[0]", ".map(x,x)", ".size()", " == 1", " in []"] {
        assert_eq!(refused(&format!("vendor{}", part.repeat(300))), message, "{part}");
    }
    // Brackets that are never closed do not get further.
    assert_eq!(refused(&"(".repeat(4096)), message);
    assert_eq!(refused(&"[".repeat(4096)), message);
}

#[test]
fn what_just_fits_is_evaluated_on_a_small_stack() {
    for (open, inside, close) in [
        ("(", "1", ")"),
        ("[", "1", "]"),
        ("{1:", "1", "}"),
        ("!", "true", ""),
        ("[1].map(x,", "1", ")"),
        ("[1].all(x,", "true", ")"),
        ("true?1:", "1", ""),
        ("1-(1*(", "1", "))"),
        ("true||false&&(", "true", ")"),
        ("1 in [", "1", "]==true?1:1"),
        ("string(", "''", ")+''"),
    ] {
        let nested = |times| format!("{}{inside}{}", open.repeat(times), close.repeat(times));
        let times = (1..=64)
            .rev()
            .find(|times| Program::compile(&nested(*times), &Env::new(), &Type::Dyn).is_ok())
            .unwrap_or_else(|| panic!("{}: {}", nested(1), value(&nested(1))));
        assert!(times >= 15, "{open}: {times}");
        let found = value(&nested(times));
        assert!(!found.starts_with("refused") && !found.starts_with("error"), "{open}: {found}");
    }
}

#[test]
fn nested_walks_over_three_hundred_elements_run_out_of_fuel() {
    let numbers: Vec<String> = (0..300).map(|number| number.to_string()).collect();
    let list = format!("[{}]", numbers.join(","));
    for source in [
        format!("{list}.map(l,{list}).all(a,a.all(b,a.all(c,a.all(d,true))))"),
        format!("{list}.all(a,{list}.all(b,[a,b].all(c,c>=0)))"),
        format!("{list}.exists_one(a,{list}.filter(b,b==a)==[a])"),
    ] {
        exhausted(&source, 100_000);
    }
}

#[test]
fn the_exponential_macro_of_the_specification_runs_out_of_fuel() {
    let source = format!("{}1/0==0{}", "[0,1].all(x,".repeat(40), ")".repeat(40));
    exhausted(&source, 100_000);
}

#[test]
fn running_out_of_fuel_is_never_absorbed() {
    let slow = format!("{}true{}", "[0,1,2,3].all(x,".repeat(20), ")".repeat(20));
    for source in [
        format!("{slow} || true"),
        format!("{slow} && false"),
        format!("[1,2].exists(x, x == 2 || {slow})"),
        format!("[1].all(x, {slow} && false)"),
    ] {
        exhausted(&source, 10_000);
    }
    let (_, fuel) = run("[1, 2, 3].map(x, x + 1)", 1000);
    assert!(!fuel.is_exhausted() && fuel.left() < 1000);
}

#[test]
fn doubling_a_text_is_paid_by_the_byte() {
    let doubling = ".map(x, x + x)".repeat(40);
    exhausted(&format!("['0123456789abcdef']{doubling}"), 100_000);
    let joining = ".map(x, [x, x, x, x].join(x))".repeat(30);
    exhausted(&format!("['0123456789abcdef']{joining}"), 100_000);
    // The longest text that this fuel can write.
    let (_, fuel) = run(&format!("['0123456789abcdef']{}", ".map(x, x + x)".repeat(15)), 100_000);
    assert!(!fuel.is_exhausted());
}

#[test]
fn doubling_a_list_is_paid_by_the_element() {
    let doubling = ".map(x, x + x)".repeat(40);
    exhausted(&format!("[[1, 2, 3, 4]]{doubling}"), 100_000);
    // Shared halves take no memory, but whoever looks at all of them pays.
    let sharing = ".map(x, [x, x])".repeat(40);
    let (result, _) = run(&format!("[1]{sharing}"), 10_000);
    assert_eq!(result.unwrap(), "list");
    exhausted(&format!("[1]{sharing} == [1]{sharing}"), 100_000);
    exhausted(&format!("[1]{sharing} in [[1]{sharing}]"), 100_000);
}

#[test]
fn values_cannot_nest_without_end() {
    let wrap = format!(".map(x, {}x{})", "[".repeat(20), "]".repeat(20));
    let (result, _) = run(&format!("[1]{}", wrap.repeat(5)), 100_000);
    assert_eq!(result.unwrap_err().message, "the value nests more than 64 levels deep");
}

#[test]
fn catastrophic_patterns_are_linear_and_paid_by_the_byte() {
    let mut victim = vendor();
    victim.name = "a".repeat(50_000) + "!";
    for pattern in ["^(a+)+$", "^(a|a)*$", "^(a|aa)+$", "(.*)(.*)(.*)(.*)x$"] {
        let source = format!("vendor.name.matches(r'{pattern}')");
        assert!(!test(&source, &victim).unwrap(), "{pattern}");
    }
    victim.name = "a".repeat(1_000_000);
    let error = test("vendor.name.matches('a+b')", &victim).unwrap_err();
    assert_eq!(error.message, "the evaluation took more than 100000 steps");
}

#[test]
fn patterns_that_need_much_memory_are_refused() {
    for pattern in ["((a{1,100}){1,100}){1,100}", r"\w{5000}"] {
        let message = refused(&format!("vendor.name.matches(r'{pattern}')"));
        assert!(message.starts_with("the pattern "), "{pattern}: {message}");
    }
    let many = vec![r"vendor.name.matches(r'\w{20}')"; 100].join("&&");
    assert_eq!(refused(&many), "the patterns of this expression need too much memory together");
    let nested = format!("{}a{}", "(".repeat(1500), ")".repeat(1500));
    assert!(refused(&format!("vendor.name.matches('{nested}')")).starts_with("the pattern "));
}

#[test]
fn long_texts_of_a_manifest_are_paid_for_when_they_are_read() {
    let mut victim = vendor();
    victim.name = "x".repeat(10_000_000);
    for source in [
        "vendor.name.contains('y')",
        "size(vendor.name) > 1",
        "vendor.name + vendor.name == 'a'",
        "vendor.name.lowerAscii() == 'a'",
        "vendor.name == vendor.name",
        "vendor.name <= vendor.name",
        "vendor.name in [vendor.name]",
        "vendor.name in {vendor.name: 1}",
        "[vendor.name, vendor.name].join() == ''",
    ] {
        let error = test(source, &victim).unwrap_err();
        assert_eq!(error.message, "the evaluation took more than 100000 steps", "{source}");
    }
    assert!(!test("vendor.name == 'x'", &victim).unwrap());
}

#[test]
fn a_map_with_many_keys_is_paid_for() {
    let keys: Vec<String> = (0..500).map(|key| format!("{key}:1")).collect();
    exhausted(&format!("{{{}}}", keys.join(",")), 10_000);
}

#[test]
fn thousands_of_mistakes_are_told_as_a_few() {
    let source = vec!["x"; 1000].join("+");
    assert_eq!(Program::compile(&source, &env(), &Type::Dyn).unwrap_err().len(), 20);
    let name = "y".repeat(4000);
    let error = &Program::compile(&name, &env(), &Type::Dyn).unwrap_err()[0];
    assert!(error.message.len() < 100, "{}", error.message);
    assert!(refused(&format!("vendor.{name}")).len() < 100);
    assert!(refused(&format!("{name}(1)")).len() < 100);
    assert!(refused(&format!("vendor.status == '{name}'")).len() < 100);
}

#[test]
fn any_bytes_give_a_value_or_an_error() {
    // Every piece of grammar after every other, unbalanced on purpose.
    let pieces = [
        "vendor", ".name", "[", "]", "(", ")", "{", "}", "1", "-", "!", "'a'", "?", ":", ",",
        " in ", "&&", "==", ".all(x,", "has(", "r'", "\"\"\"", "\\", "\u{e9}", "\0", "1e", "0x",
    ];
    for a in pieces {
        for b in pieces {
            for c in pieces {
                let source = format!("{a}{b}{c}");
                match Program::compile(&source, &env(), &Type::Dyn) {
                    Ok(program) => {
                        let vendor = vendor();
                        let _ = program.eval(&slots(&vendor), &mut Fuel::new(1000));
                    }
                    Err(errors) => {
                        for error in errors {
                            let place = error.span.range();
                            assert!(source.get(place).is_some(), "{source:?}: {error:?}");
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn a_missing_slot_is_an_error() {
    let program = Program::compile("today == today", &env(), &Type::Bool).unwrap();
    let error = program.test(&[Val::Null], &mut Fuel::new(100)).unwrap_err();
    assert_eq!(error.message, "the variable `today` has no value here");
}
