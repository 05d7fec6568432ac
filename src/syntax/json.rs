//! JSON through jsonc-parser with every leniency off, the only module that
//! knows it.

use super::builder::{Builder, ReadStop};
use super::limits::Limits;
use super::{Format, Parsed, ScalarStyle};
use crate::text::Span;
use jsonc_parser::ast::{ObjectPropName, Value};
use jsonc_parser::common::{Range, Ranged};
use jsonc_parser::errors::ParseErrorKind;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

const STRICT: ParseOptions = ParseOptions {
    allow_comments: false,
    allow_loose_object_property_names: false,
    allow_trailing_commas: false,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

/// Reads the one value of a JSON text.
#[must_use]
pub fn parse<'t>(text: &'t str, limits: &Limits) -> Parsed<'t> {
    let mut builder = Builder::new(text, Format::Json, limits);
    let base = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    // Whatever stopped the reading has already become a problem.
    let _ = read(&text[base..], base, &mut builder);
    builder.finish()
}

fn read(text: &str, base: usize, builder: &mut Builder<'_, '_>) -> Result<(), ReadStop> {
    let place = |range: Range| Span::new(range.start + base, range.end + base);
    if let Some(at) = control_character(text) {
        let width = text[at..].chars().next().map_or(0, char::len_utf8);
        let span = Span::new(base + at, base + at + width);
        return Err(builder.syntax(span, "control characters in JSON have to be escaped"));
    }
    let parsed = parse_to_ast(text, &CollectOptions::default(), &STRICT).map_err(|error| {
        if matches!(error.kind(), ParseErrorKind::NestingDepthExceeded) {
            return builder.too_deep(place(error.range()));
        }
        let message = sentence(&error.kind().to_string());
        builder.syntax(place(error.range()), message)
    })?;
    match parsed.value {
        Some(value) => insert(&value, base, builder),
        None => Ok(()),
    }
}

/// The reader lets some control characters pass that RFC 8259 forbids.
fn control_character(text: &str) -> Option<usize> {
    text.bytes().position(|byte| byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r')).or_else(
        || {
            // Tabs and line breaks are white space outside of strings only.
            let mut in_string = false;
            let mut escaped = false;
            text.bytes().position(|byte| {
                if !in_string {
                    in_string = byte == b'"';
                    return false;
                }
                match byte {
                    _ if escaped => escaped = false,
                    b'\\' => escaped = true,
                    b'"' => in_string = false,
                    _ => {}
                }
                byte < 0x20
            })
        },
    )
}

/// Recursion is bounded by the reader's own nesting limit of 512.
fn insert(value: &Value<'_>, base: usize, builder: &mut Builder<'_, '_>) -> Result<(), ReadStop> {
    let place = |range: Range| Span::new(range.start + base, range.end + base);
    match value {
        Value::StringLit(text) => {
            builder.scalar(place(text.range), &text.value, ScalarStyle::Quoted, true, (0, false))
        }
        Value::NumberLit(number) => {
            builder.scalar(place(number.range), number.value, ScalarStyle::Plain, false, (0, false))
        }
        Value::BooleanLit(boolean) => {
            let word = if boolean.value { "true" } else { "false" };
            builder.scalar(place(boolean.range), word, ScalarStyle::Plain, false, (0, false))
        }
        Value::NullKeyword(null) => {
            builder.scalar(place(null.range), "null", ScalarStyle::Plain, false, (0, false))
        }
        Value::Array(array) => {
            builder.start(place(array.range), false, 0)?;
            for element in &array.elements {
                insert(element, base, builder)?;
            }
            builder.end(Some(place(array.range).end), None)
        }
        Value::Object(object) => {
            builder.start(place(object.range), true, 0)?;
            for property in &object.properties {
                let (range, name) = match &property.name {
                    ObjectPropName::String(name) => (name.range, name.value.as_ref()),
                    ObjectPropName::Word(name) => (name.range(), name.value),
                };
                builder.scalar(place(range), name, ScalarStyle::Quoted, true, (0, false))?;
                insert(&property.value, base, builder)?;
            }
            builder.end(Some(place(object.range).end), None)
        }
    }
}

/// The reader's message as ours are: lower-case, without a full stop.
fn sentence(message: &str) -> String {
    let mut chars = message.trim_end_matches('.').chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}
