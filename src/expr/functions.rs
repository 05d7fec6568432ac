//! How functions are declared, and the standard ones of CEL.

use super::fuel::{Fuel, OutOfFuel};
use super::types::Type;
use super::value::{List, Val};

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
    /// for what the function does not look into. A name may have dots.
    pub signatures: &'static [&'static str],
    /// What a call costs.
    pub cost: Cost,
    /// What it does with its arguments, the receiver first. When an argument
    /// was `dyn`, its type is not known before: answer [`Failure::NoOverload`]
    /// to what does not fit.
    pub run: Run,
}

/// The code of a function.
pub type Run = for<'t> fn(&[Val<'t>], &mut Fuel) -> Result<Val<'t>, Failure>;

/// The fuel that a call takes, besides the unit for the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cost {
    /// The same for every call.
    Constant(u32),
    /// That of reading each text and each list that is an argument once.
    Linear,
}

/// Why a function has no result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// A lower-case phrase that states the fact.
    Message(String),
    /// The function does not take values of these types.
    NoOverload,
    /// The fuel did not last.
    OutOfFuel,
}

impl From<OutOfFuel> for Failure {
    fn from(_: OutOfFuel) -> Self {
        Self::OutOfFuel
    }
}

/// A signature that was read.
#[derive(Debug)]
pub(super) struct Signature {
    pub(super) text: &'static str,
    pub(super) name: &'static str,
    /// Whether it is called on a value, which is the first parameter then.
    pub(super) receiver: bool,
    pub(super) params: Vec<Type>,
    pub(super) result: Type,
}

impl Signature {
    pub(super) fn parse(text: &'static str) -> Option<Self> {
        let (call, result) = text.split_once(" -> ")?;
        // The receiver's own type may have brackets, so the parameters are
        // found from the end.
        let open = opening_bracket(call)?;
        let (callee, params) = (&call[..open], &call[open + 1..call.len() - 1]);
        let mut types = Vec::new();
        let mut name = callee;
        let mut receiver = false;
        if let Some((ty, method)) = callee.rsplit_once('.') {
            if let Some(ty) = parse_type(ty) {
                types.push(ty);
                name = method;
                receiver = true;
            }
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

fn parse_type(text: &str) -> Option<Type> {
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
                ("list", [element]) => Type::list(parse_type(element)?),
                ("map", [key, value]) => Type::map(parse_type(key)?, parse_type(value)?),
                _ => return None,
            }
        }
    })
}

/// The functions of the CEL specification, and from its strings extension
/// those that policies need. `matches` is not here: its pattern is compiled
/// with the expression.
pub(super) static STANDARD: &[Function] = &[
    Function {
        signatures: &[
            "size(string) -> int",
            "size(list(any)) -> int",
            "size(map(any, any)) -> int",
            "string.size() -> int",
            "list(any).size() -> int",
            "map(any, any).size() -> int",
        ],
        cost: Cost::Constant(0),
        run: |args, fuel| match args {
            [Val::Text(text)] => {
                fuel.spend_bytes(text.len())?;
                count(text.chars().count())
            }
            [Val::List(list)] => count(list.len()),
            [Val::Map(map)] => count(map.len()),
            _ => Err(Failure::NoOverload),
        },
    },
    Function {
        signatures: &["string.startsWith(string) -> bool"],
        cost: Cost::Linear,
        run: |args, _| two_texts(args, |text, start| text.starts_with(start)),
    },
    Function {
        signatures: &["string.endsWith(string) -> bool"],
        cost: Cost::Linear,
        run: |args, _| two_texts(args, |text, end| text.ends_with(end)),
    },
    Function {
        signatures: &["string.contains(string) -> bool"],
        cost: Cost::Linear,
        run: |args, _| two_texts(args, |text, part| text.contains(part)),
    },
    Function {
        signatures: &["string.lowerAscii() -> string"],
        cost: Cost::Linear,
        run: |args, _| change_text(args, str::to_ascii_lowercase),
    },
    Function {
        signatures: &["string.upperAscii() -> string"],
        cost: Cost::Linear,
        run: |args, _| change_text(args, str::to_ascii_uppercase),
    },
    Function {
        signatures: &["string.trim() -> string"],
        cost: Cost::Linear,
        run: |args, _| change_text(args, |text| text.trim().to_owned()),
    },
    Function {
        signatures: &["list(string).join() -> string", "list(string).join(string) -> string"],
        cost: Cost::Linear,
        run: |args, fuel| match args {
            [Val::List(list)] => join(list, "", fuel),
            [Val::List(list), Val::Text(separator)] => join(list, separator, fuel),
            _ => Err(Failure::NoOverload),
        },
    },
    Function {
        signatures: &[
            "string(string) -> string",
            "string(bool) -> string",
            "string(int) -> string",
            "string(double) -> string",
            "string(date) -> string",
        ],
        cost: Cost::Constant(2),
        run: |args, _| match args {
            [text @ Val::Text(_)] => Ok(text.clone()),
            [Val::Bool(value)] => Ok(Val::text(if *value { "true" } else { "false" })),
            [Val::Int(value)] => Ok(Val::owned_text(value.to_string())),
            [Val::Double(value)] => Ok(Val::owned_text(double_to_text(*value))),
            [Val::Date(value)] => Ok(Val::owned_text(value.to_string())),
            _ => Err(Failure::NoOverload),
        },
    },
    Function {
        signatures: &["int(int) -> int", "int(double) -> int", "int(string) -> int"],
        cost: Cost::Linear,
        run: |args, _| match args {
            [number @ Val::Int(_)] => Ok(number.clone()),
            [Val::Double(value)] => double_to_int(*value),
            [Val::Text(text)] => {
                text.parse().map(Val::Int).map_err(|_| not_a("whole number", text))
            }
            _ => Err(Failure::NoOverload),
        },
    },
    Function {
        signatures: &[
            "double(double) -> double",
            "double(int) -> double",
            "double(string) -> double",
        ],
        cost: Cost::Linear,
        run: |args, _| match args {
            [number @ Val::Double(_)] => Ok(number.clone()),
            #[expect(clippy::cast_precision_loss, reason = "the conversion rounds by definition")]
            [Val::Int(value)] => Ok(Val::Double(*value as f64)),
            [Val::Text(text)] => text.parse().map(Val::Double).map_err(|_| not_a("number", text)),
            _ => Err(Failure::NoOverload),
        },
    },
    Function {
        signatures: &["bool(bool) -> bool", "bool(string) -> bool"],
        cost: Cost::Constant(0),
        run: |args, _| match args {
            [value @ Val::Bool(_)] => Ok(value.clone()),
            [Val::Text(text)] => match &**text {
                "1" | "t" | "true" | "TRUE" | "True" => Ok(Val::Bool(true)),
                "0" | "f" | "false" | "FALSE" | "False" => Ok(Val::Bool(false)),
                other => Err(not_a("truth value", other)),
            },
            _ => Err(Failure::NoOverload),
        },
    },
    Function {
        signatures: &["dyn(dyn) -> dyn"],
        cost: Cost::Constant(0),
        run: |args, _| match args {
            [value] => Ok(value.clone()),
            _ => Err(Failure::NoOverload),
        },
    },
];

fn count<'t>(count: usize) -> Result<Val<'t>, Failure> {
    Ok(Val::Int(i64::try_from(count).unwrap_or(i64::MAX)))
}

fn two_texts<'t>(args: &[Val<'t>], test: fn(&str, &str) -> bool) -> Result<Val<'t>, Failure> {
    match args {
        [Val::Text(a), Val::Text(b)] => Ok(Val::Bool(test(a, b))),
        _ => Err(Failure::NoOverload),
    }
}

fn change_text<'t>(args: &[Val<'t>], change: fn(&str) -> String) -> Result<Val<'t>, Failure> {
    match args {
        [Val::Text(text)] => Ok(Val::owned_text(change(text))),
        _ => Err(Failure::NoOverload),
    }
}

fn join<'t>(list: &List<'t>, separator: &str, fuel: &mut Fuel) -> Result<Val<'t>, Failure> {
    let mut joined = String::new();
    for (index, item) in list.iter().enumerate() {
        let Val::Text(text) = item else { return Err(Failure::NoOverload) };
        // Paid before it is written: a list can hold one long text many times.
        fuel.spend_bytes(text.len() + separator.len())?;
        if index > 0 {
            joined.push_str(separator);
        }
        joined.push_str(&text);
    }
    Ok(Val::owned_text(joined))
}

pub(super) fn not_a(kind: &str, text: &str) -> Failure {
    Failure::Message(format!("`{}` is not a {kind}", super::error::excerpt(text)))
}

fn double_to_int<'t>(value: f64) -> Result<Val<'t>, Failure> {
    /// 2 to the power of 63; the specification leaves the ends of the range out.
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    if value > -LIMIT && value < LIMIT {
        #[expect(clippy::cast_possible_truncation, reason = "the range was checked above")]
        Ok(Val::Int(value as i64))
    } else {
        Err(Failure::Message(format!("`{value:?}` does not fit a whole number")))
    }
}

/// The shortest text that reads back as the same number, with an exponent for
/// very big and very small ones.
fn double_to_text(value: f64) -> String {
    let size = value.abs();
    if size == 0.0 || (1e-6..1e21).contains(&size) || !value.is_finite() {
        return value.to_string();
    }
    let text = format!("{value:e}");
    match text.split_once('e') {
        Some((digits, exponent)) if !exponent.starts_with('-') => format!("{digits}e+{exponent}"),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_read_as_they_are_written() {
        let read = |text| {
            let signature = Signature::parse(text).unwrap();
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
            assert!(Signature::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn every_signature_in_the_tables_reads() {
        // Building the environment panics at the first one that does not.
        let _ = super::super::Env::new();
    }

    #[test]
    fn doubles_print_as_the_conformance_suite_expects() {
        for (value, text) in [
            (123.456, "123.456"),
            (-4.5e-3, "-0.0045"),
            (1.0, "1"),
            (6.02214e23, "6.02214e+23"),
            (1.5e-9, "1.5e-9"),
            (-0.0, "-0"),
            (f64::NAN, "NaN"),
            (f64::INFINITY, "inf"),
        ] {
            assert_eq!(double_to_text(value), text);
        }
    }
}
