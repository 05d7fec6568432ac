//! The page for policy authors tells the truth.

use crate::sample::{env, slots, vendor};
use subprocessor_lint::expr::{Fuel, Program, Type};

const PAGE: &str = include_str!("../../docs/expressions.md");

/// The lines of the boxes marked `cel`: an expression and what it gives.
fn examples() -> Vec<(&'static str, &'static str)> {
    let mut inside = false;
    let mut found = Vec::new();
    for line in PAGE.lines() {
        match line {
            "```cel" => inside = true,
            "```" => inside = false,
            line if inside => {
                let (source, value) = line.rsplit_once("//").unwrap_or_else(|| panic!("{line}"));
                found.push((source.trim(), value.trim()));
            }
            _ => {}
        }
    }
    found
}

#[test]
fn every_function_is_on_the_page() {
    for signature in env().signatures() {
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
    assert!(examples.len() > 40, "the boxes were not found");
    let vendor = vendor();
    for (source, expected) in examples {
        let found = match Program::compile(source, &env(), &Type::Dyn) {
            Err(errors) => format!("refused: {}", errors[0].message),
            Ok(program) => match program.eval(&slots(&vendor), &mut Fuel::new(1000)) {
                Err(error) => format!("error: {}", error.message),
                Ok(value) => format!("{value:?}"),
            },
        };
        assert_eq!(found, expected, "{source}");
    }
}
