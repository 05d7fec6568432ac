//! The type `date` and its functions: a calendar day without a time zone.
//!
//! CEL knows only instants, `timestamp` and `duration`. What a manifest states
//! are days, so they have a type of their own here.

use super::functions::{CallFailure, Cost, Function, not_a};
use super::value::Val;
use jiff::Unit;
use jiff::civil::Date;

/// The functions on dates.
pub(super) static FUNCTIONS: &[Function] = &[
    Function {
        signatures: &["date(string) -> date", "date(date) -> date"],
        cost: Cost::Constant(4),
        run: |args, _| match args {
            [date @ Val::Date(_)] => Ok(date.clone()),
            [Val::Text(text)] => parse(text).map(Val::Date).ok_or_else(|| not_a("date", text)),
            _ => Err(CallFailure::NoOverload),
        },
    },
    Function {
        signatures: &["days_between(date, date) -> int"],
        cost: Cost::Constant(4),
        run: |args, _| match args {
            [Val::Date(from), Val::Date(to)] => {
                let days = from.until((Unit::Day, *to)).map_or(0, |span| span.get_days());
                Ok(Val::Int(i64::from(days)))
            }
            _ => Err(CallFailure::NoOverload),
        },
    },
];

/// Exactly `YYYY-MM-DD`, a day that exists.
pub(super) fn parse(text: &str) -> Option<Date> {
    let bytes = text.as_bytes();
    let shaped = bytes.len() == 10
        && bytes.iter().enumerate().all(|(at, byte)| match at {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if shaped { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_days_that_exist_are_dates() {
        assert!(parse("2024-02-29").is_some());
        for text in
            ["2023-02-29", "2024-2-9", "20240209", "2024-02-09T00:00", "0000-00-00", "", "\u{661}"]
        {
            assert!(parse(text).is_none(), "{text}");
        }
    }
}
