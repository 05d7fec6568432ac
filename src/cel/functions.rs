//! Declarations of functions.

use super::fuel::{Fuel, OutOfFuel};
use super::types::{RecordType, Type};
use super::value::Val;
use std::sync::Arc;

/// A function that expressions can call.
///
/// ```text
/// Function {
///     signatures: &["country.in_eea(string) -> bool"],
///     cost: Cost::Constant(4),
///     run: |args, _| match args { .. },
/// }
/// ```
#[derive(Debug)]
pub struct Function {
    /// One or more ways to call it: `name(type, ..) -> type` or, called on a
    /// value, `type.name(type, ..) -> type`. The types are `bool`, `int`,
    /// `double`, `string`, `date`, `list(..)`, `map(.., ..)`, `dyn`, and `any`
    /// for what the function does not look into, and the names of the records
    /// that the environment was told of. A name may have dots.
    pub signatures: &'static [&'static str],
    /// The cost of a call.
    pub cost: Cost,
    /// Computes the result from the arguments, the receiver first. When an argument
    /// was `dyn`, its type is not known before: answer [`CallFailure::NoOverload`]
    /// to what does not fit.
    pub run: Run,
}

/// The code of a function.
pub type Run = for<'t> fn(&[Val<'t>], &mut Fuel) -> Result<Val<'t>, CallFailure>;

/// The fuel that a call takes, besides the unit for the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cost {
    /// The same for every call.
    Constant(u32),
    /// That of reading each text and each list that is an argument once.
    Linear,
}

/// The reason why a function has no result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallFailure {
    /// A lower-case phrase that states the fact.
    Message(String),
    /// The function does not take values of these types.
    NoOverload,
    /// The fuel did not last.
    OutOfFuel,
}

impl From<OutOfFuel> for CallFailure {
    fn from(_: OutOfFuel) -> Self {
        Self::OutOfFuel
    }
}

/// A signature that was read.
#[derive(Debug)]
pub(super) struct Signature {
    pub(super) text: &'static str,
    pub(super) name: &'static str,
    /// True if it is called on a value, which is the first parameter then.
    pub(super) receiver: bool,
    pub(super) params: Vec<Type>,
    pub(super) result: Type,
}

impl Signature {
    pub(super) fn parse(text: &'static str, records: &[Arc<RecordType>]) -> Option<Self> {
        let parse_type = |text| parse_type(text, records);
        let (call, result) = text.split_once(" -> ")?;
        // The receiver's own type may have brackets, so the parameters are
        // found from the end.
        let open = opening_bracket(call)?;
        let (callee, params) = (&call[..open], &call[open + 1..call.len() - 1]);
        let mut types = Vec::new();
        let mut name = callee;
        let mut receiver = false;
        if let Some((ty, method)) = callee.rsplit_once('.')
            && let Some(ty) = parse_type(ty)
        {
            types.push(ty);
            name = method;
            receiver = true;
        }
        for param in split_types(params) {
            types.push(parse_type(param)?);
        }
        Some(Self { text, name, receiver, params: types, result: parse_type(result)? })
    }
}

fn opening_bracket(call: &str) -> Option<usize> {
    let mut open = 0;
    for (at, byte) in call.bytes().enumerate().rev() {
        match byte {
            b')' => open += 1,
            b'(' if open == 1 => return Some(at),
            b'(' => open -= 1,
            _ if open == 0 => return None,
            _ => {}
        }
    }
    None
}

/// The types between commas that stand in no brackets.
fn split_types(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut depth, mut from) = (0, 0);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' => depth -= 1,
            b',' if depth == 0 => {
                parts.push(text[from..at].trim());
                from = at + 1;
            }
            _ => {}
        }
    }
    if !text[from..].trim().is_empty() {
        parts.push(text[from..].trim());
    }
    parts
}

fn parse_type(text: &str, records: &[Arc<RecordType>]) -> Option<Type> {
    if let Some(record) = records.iter().find(|record| record.name == text) {
        return Some(Type::Record(Arc::clone(record)));
    }
    Some(match text {
        "any" => Type::Any,
        "dyn" => Type::Dyn,
        "null" => Type::Null,
        "bool" => Type::Bool,
        "int" => Type::Int,
        "double" => Type::Double,
        "string" => Type::Text,
        "date" => Type::Date,
        _ => {
            let (name, inner) = text.strip_suffix(')')?.split_once('(')?;
            match (name, &split_types(inner)[..]) {
                ("list", [element]) => Type::list(parse_type(element, records)?),
                ("map", [key, value]) => {
                    Type::map(parse_type(key, records)?, parse_type(value, records)?)
                }
                _ => return None,
            }
        }
    })
}

/// The failure of a conversion.
pub(super) fn not_a(kind: &str, text: &str) -> CallFailure {
    CallFailure::Message(format!("`{}` is not a {kind}", super::lexer::excerpt(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_read_as_they_are_written() {
        let read = |text| {
            let signature = Signature::parse(text, &[]).unwrap();
            let params: Vec<String> = signature.params.iter().map(Type::to_string).collect();
            (signature.name, signature.receiver, params.join("; "), signature.result.to_string())
        };
        assert_eq!(read("f() -> int"), ("f", false, String::new(), "int".into()));
        assert_eq!(
            read("days_between(date, date) -> int"),
            ("days_between", false, "date; date".into(), "int".into())
        );
        assert_eq!(
            read("map(any, dyn).get(string, list(map(int, bool))) -> list(string)"),
            (
                "get",
                true,
                "map(any, dyn); string; list(map(int, bool))".into(),
                "list(string)".into()
            )
        );
        assert_eq!(
            read("country.in_eea(string) -> bool"),
            ("country.in_eea", false, "string".into(), "bool".into())
        );
        for bad in ["f", "f() -> thing", "f(x) -> int", "f(int -> int", "f(list()) -> int"] {
            assert!(Signature::parse(bad, &[]).is_none(), "{bad}");
        }
    }

    #[test]
    fn every_signature_in_the_tables_reads() {
        let env = super::super::Env::new();
        let names = |receiver| env.function_names(receiver).count();
        assert_eq!(names(false) + names(true), env.signatures().count());
    }
}
