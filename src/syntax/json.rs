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

/// The start of a message of the reader, the same in plain words, and what to do.
const JSON_SLIPS: &[(&str, &str, &str)] = &[
    (
        "trailing commas",
        "trailing commas are not allowed",
        "Remove the comma after the last value.",
    ),
    ("expected comma", "a comma is missing", "Separate the values with a comma."),
    (
        "expected string for object",
        "a key is not in double quotes",
        "Put the key in double quotes.",
    ),
    ("single-quoted", "single-quoted strings are not allowed", "Use double quotes."),
    ("unterminated object", "a bracket `{` is not closed", "Write the closing `}`."),
    ("unterminated array", "a bracket `[` is not closed", "Write the closing `]`."),
    (
        "unterminated string",
        "a quote is not closed",
        "Put the closing quote at the end of the text.",
    ),
    ("unexpected token", "a text is not in double quotes", "Put texts in double quotes."),
    ("unexpected word", "a text is not in double quotes", "Put texts in double quotes."),
    ("comments are", "comments are not allowed", "Remove the comment, or write the list as YAML."),
    ("expected colon", "a colon is missing", "Put a colon between the key and its value."),
    (
        "text cannot contain multiple",
        "there is text after the last bracket",
        "Put all values into one mapping or list.",
    ),
];

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
        let message = "control characters in JSON have to be escaped";
        let help = r"Write a line break inside of a text as `\n`, and a tab as `\t`.";
        return Err(builder.slip(span, message.to_owned(), help.to_owned()));
    }
    if let Some(space) = wide_space(text) {
        let span = Span::new(base + space.start, base + space.end);
        let message = "a space in JSON has to be a plain one";
        let help = "Replace it with a plain space; it was probably pasted from a page.";
        return Err(builder.slip(span, message.to_owned(), help.to_owned()));
    }
    let parsed = parse_to_ast(text, &CollectOptions::default(), &STRICT).map_err(|error| {
        if matches!(error.kind(), ParseErrorKind::NestingDepthExceeded) {
            return builder.too_deep(place(error.range()));
        }
        let message = sentence(&error.kind().to_string());
        match JSON_SLIPS.iter().find(|(reason, _, _)| message.starts_with(reason)) {
            Some((_, plain, help)) => {
                builder.slip(place(error.range()), (*plain).to_owned(), (*help).to_owned())
            }
            None => builder.syntax(place(error.range()), message),
        }
    })?;
    match parsed.value {
        Some(value) => insert(&value, base, builder),
        None => Ok(()),
    }
}

/// The first space of other scripts between the values, which the reader lets pass and RFC
/// 8259 forbids.
fn wide_space(text: &str) -> Option<std::ops::Range<usize>> {
    if text.is_ascii() {
        return None;
    }
    let (mut in_string, mut escaped) = (false, false);
    let found = text.char_indices().find(|&(_, char)| {
        match char {
            _ if escaped => escaped = false,
            '\\' => escaped = in_string,
            '"' => in_string = !in_string,
            _ => {}
        }
        !in_string && !char.is_ascii() && (char.is_whitespace() || char == '\u{feff}')
    });
    found.map(|(at, char)| at..at + char.len_utf8())
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
