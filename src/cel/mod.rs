//! Expressions of policies: a small engine for a subset of CEL, the Common
//! Expression Language of Kubernetes admission policies and protovalidate.
//!
//! An expression is checked against the names and types of an [`Env`] when it
//! is loaded and becomes a [`Program`]; a program is evaluated over values that
//! are borrowed from what it judges, within a budget of [`Fuel`]. Whatever is
//! implemented follows the specification; what is left out is refused when the
//! expression is loaded. `docs/expressions.md` is the page for policy authors.
//!
//! ```
//! use subprocessor_lint::{Env, Fuel, Program, Type, Val};
//!
//! let mut env = Env::new();
//! env.variable("name", Type::Text);
//! let program = Program::compile("name.startsWith('A')", &env, &Type::Bool).unwrap();
//! assert!(program.test(&[Val::text("AWS")], &mut Fuel::new(1000)).unwrap());
//!
//! let errors = Program::compile("nam == 'AWS'", &env, &Type::Bool).unwrap_err();
//! assert_eq!(errors[0].message, "unknown variable `nam`");
//! assert_eq!(errors[0].help.as_deref(), Some("did you mean `name`?"));
//! ```

mod ast;
mod check;
mod dates;
mod env;
mod eval;
mod fault;
mod fuel;
mod functions;
mod lexer;
mod parser;
mod program;
mod standard;
#[cfg(test)]
mod tests;
mod text_literal;
mod types;
mod value;

pub use env::Env;
pub use fuel::Fuel;
pub use functions::{CallFailure, Cost, Function};
pub use program::Program;
pub use types::{Field, RecordType, Type, Vocabulary};
pub use value::{Record, Sequence, ToVal, Val};
