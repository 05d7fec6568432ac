//! An expression: whatever compiles ends within its fuel, and errors are at
//! places of the text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use subprocessor_lint::{Env, Fuel, Program, Type, Val};

fuzz_target!(|text: &str| {
    let mut env = Env::new();
    env.variable("name", Type::Text);
    env.variable("count", Type::Int);
    env.variable("names", Type::List(std::sync::Arc::new(Type::Text)));
    env.variable("any", Type::Dyn);
    match Program::compile(text, &env, &Type::Dyn) {
        Ok(program) => {
            let names: Vec<Val<'_>> = ["AWS", "é", ""].map(Val::text).to_vec();
            let list = Val::owned_list(names).expect("a flat list");
            let slots = [Val::text("Acme"), Val::Int(7), list, Val::Double(0.5)];
            let mut fuel = Fuel::new(20_000);
            let first = program.eval(&slots, &mut fuel).map_err(|error| error.to_string());
            let again = program.eval(&slots, &mut Fuel::new(20_000));
            assert_eq!(format!("{first:?}"), format!("{:?}", again.map_err(|e| e.to_string())));
        }
        Err(errors) => {
            assert!(!errors.is_empty());
            for error in errors {
                assert!(text.get(error.span.range()).is_some(), "{error:?}");
            }
        }
    }
});
