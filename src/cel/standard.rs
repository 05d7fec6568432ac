//! The standard functions of CEL, and from its strings extension those that
//! policies need.

use super::fuel::Fuel;
use super::functions::{CallFailure, Cost, Function, not_a};
use super::value::{List, Val};

/// The functions. `matches` is not here: its pattern is compiled with the
/// expression.
pub(super) static FUNCTIONS: &[Function] = &[
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
            _ => Err(CallFailure::NoOverload),
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
            _ => Err(CallFailure::NoOverload),
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
            _ => Err(CallFailure::NoOverload),
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
            _ => Err(CallFailure::NoOverload),
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
            _ => Err(CallFailure::NoOverload),
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
            _ => Err(CallFailure::NoOverload),
        },
    },
    Function {
        signatures: &["dyn(dyn) -> dyn"],
        cost: Cost::Constant(0),
        run: |args, _| match args {
            [value] => Ok(value.clone()),
            _ => Err(CallFailure::NoOverload),
        },
    },
];

fn count<'t>(count: usize) -> Result<Val<'t>, CallFailure> {
    Ok(Val::Int(i64::try_from(count).unwrap_or(i64::MAX)))
}

fn two_texts<'t>(args: &[Val<'t>], test: fn(&str, &str) -> bool) -> Result<Val<'t>, CallFailure> {
    match args {
        [Val::Text(a), Val::Text(b)] => Ok(Val::Bool(test(a, b))),
        _ => Err(CallFailure::NoOverload),
    }
}

fn change_text<'t>(args: &[Val<'t>], change: fn(&str) -> String) -> Result<Val<'t>, CallFailure> {
    match args {
        [Val::Text(text)] => Ok(Val::owned_text(change(text))),
        _ => Err(CallFailure::NoOverload),
    }
}

fn join<'t>(list: &List<'t>, separator: &str, fuel: &mut Fuel) -> Result<Val<'t>, CallFailure> {
    let mut joined = String::new();
    for (index, item) in list.iter().enumerate() {
        let Val::Text(text) = item else { return Err(CallFailure::NoOverload) };
        // Paid before it is written: a list can hold one long text many times.
        fuel.spend_bytes(text.len() + separator.len())?;
        if index > 0 {
            joined.push_str(separator);
        }
        joined.push_str(&text);
    }
    Ok(Val::owned_text(joined))
}

fn double_to_int<'t>(value: f64) -> Result<Val<'t>, CallFailure> {
    /// 2 to the power of 63; the specification leaves the ends of the range out.
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    if value > -LIMIT && value < LIMIT {
        #[expect(clippy::cast_possible_truncation, reason = "the range was checked above")]
        Ok(Val::Int(value as i64))
    } else {
        Err(CallFailure::Message(format!("`{value:?}` does not fit a whole number")))
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
