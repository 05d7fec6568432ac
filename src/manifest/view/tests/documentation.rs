//! The page for policy authors tells the truth.

use crate::cel::{Fuel, Program, Type};
use crate::manifest::Manifest;
use crate::manifest::view::expression::expression_env;
use crate::manifest::view::{Budget, Evaluator, ExpressionSubject, VendorRecord};
use crate::syntax::{Format, Limits, parse};
use crate::values::date::Date;

const PAGE: &str = include_str!("../../../../docs/expressions.md");

/// The lines of the boxes of a language.
fn boxes(language: &str) -> Vec<&'static str> {
    let start = format!("```{language}");
    let mut inside = false;
    let mut found = Vec::new();
    for line in PAGE.lines() {
        match line {
            _ if line == start => inside = true,
            "```" => inside = false,
            line if inside => found.push(line),
            _ => {}
        }
    }
    found
}

/// The lines of the boxes marked `cel`: an expression and what it gives.
fn examples() -> Vec<(&'static str, &'static str)> {
    let split = |line: &'static str| {
        let (source, value) = line.rsplit_once(" //").unwrap_or_else(|| panic!("{line}"));
        (source.trim(), value.trim())
    };
    boxes("cel").into_iter().map(split).collect()
}

#[test]
fn every_function_is_on_the_page() {
    for signature in expression_env(ExpressionSubject::Vendor).signatures() {
        let call = signature.split('(').next().unwrap();
        // `list(any).size() -> int` has its name after the receiver's type.
        let name = match signature.split_once(").") {
            Some((_, method)) => method.split('(').next().unwrap(),
            None => call.rsplit('.').next().unwrap(),
        };
        assert!(
            PAGE.contains(&format!("{name}(")),
            "docs/expressions.md does not show {signature}"
        );
    }
}

#[test]
fn every_example_gives_what_its_comment_says() {
    let examples = examples();
    assert!(examples.len() > 70, "the boxes were not found");
    let text = boxes("yaml").join("\n");
    let parsed = parse(&text, Format::Yaml, &Limits::default());
    let manifest = Manifest::read(parsed.tree.documents().next().unwrap());
    let budget = Budget::for_vendors(1);
    let judge = Evaluator::new(&manifest, Date::parse("2026-11-21").unwrap(), &budget);
    let entry = VendorRecord::new(&manifest.vendors[0]);
    let slots = judge.slots(Some(&entry));
    let mut wrong = Vec::new();
    for (source, expected) in examples {
        let found =
            match Program::compile(source, expression_env(ExpressionSubject::Vendor), &Type::Dyn) {
                Err(errors) => format!("refused: {}", errors[0].message),
                Ok(program) => match program.eval(&slots, &mut Fuel::new(1000)) {
                    Err(error) => format!("error: {}", error.message),
                    Ok(value) => format!("{value:?}"),
                },
            };
        if found != expected {
            wrong.push(format!("{source}\n  says  {expected}\n  gives {found}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
