//! YAML 1.2 through granit-parser, the only module that knows it.

use super::builder::{Builder, ReadStop};
use super::limits::Limits;
use super::{Format, Parsed, ScalarStyle, scalar, slips};
use crate::text::Span;
use granit_parser::{
    ErrorKind, Event, Parser, ScalarStyle as GranitStyle, ScanError, StructureStyle, Tag,
};

/// Reads all documents of a text. A syntax error ends the reading; the
/// documents before it are kept.
#[must_use]
pub fn parse<'t>(text: &'t str, limits: &Limits) -> Parsed<'t> {
    let mut builder = Builder::new(text, Format::Yaml, limits);
    let base = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    // Whatever stopped the reading has already become a problem.
    let _ = read(&text[base..], base, limits, &mut builder);
    builder.finish()
}

/// The reader's own limits, raised where they refuse honest files: comment
/// blocks of any length and long quoted keys stay linear.
fn options(limits: &Limits) -> granit_parser::Options {
    let mut options = granit_parser::Options::default();
    options.max_buffered_comment_events = usize::MAX;
    options.simple_key_max_lookahead = 65_536;
    options.emit_unresolved_aliases = true;
    options.flow_nesting_limit = limits.depth + 1;
    options.block_nesting_limit = limits.depth + 1;
    options
}

fn read(
    text: &str,
    base: usize,
    limits: &Limits,
    builder: &mut Builder<'_, '_>,
) -> Result<(), ReadStop> {
    let place = |span: granit_parser::Span| {
        let range = span.byte_range().unwrap_or_default();
        Span::new(range.start + base, range.end + base)
    };
    // Whether each open collection has brackets, and its anchor.
    let mut open: Vec<(StructureStyle, usize)> = Vec::new();
    for event in Parser::new_from_str_with_options(text, options(limits)) {
        let (event, span) = match event {
            Ok(event) => event,
            Err(error) => return Err(scan_error(&error, text, base, builder)),
        };
        match event {
            Event::Scalar(value, style, anchor, tag) => {
                let (style, quoted) = match style {
                    GranitStyle::Plain => (ScalarStyle::Plain, false),
                    GranitStyle::SingleQuoted | GranitStyle::DoubleQuoted => {
                        (ScalarStyle::Quoted, true)
                    }
                    GranitStyle::Literal | GranitStyle::Folded => (ScalarStyle::Block, true),
                };
                let mut span = place(span);
                if style == ScalarStyle::Block {
                    // The reader goes on to the next value before it ends a block.
                    let written = builder.text()[span.range()].trim_end().len();
                    span = Span::new(span.start as usize, span.start as usize + written);
                }
                let marks = (anchor, tag.is_some());
                let is_text = tag.as_ref().is_some_and(|tag| is_text_tag(tag));
                if let Some(tag) = tag.filter(|tag| !fits_scalar(tag, &value, quoted)) {
                    builder.drop_tag(span, &tag.original());
                }
                let text = quoted || is_text;
                builder.scalar(span, &value, style, text, marks)?;
            }
            Event::MappingStart(style, anchor, tag) => {
                open.push((style, anchor));
                if let Some(tag) = tag.filter(|tag| !is_for_collection(tag, "map")) {
                    builder.drop_tag(place(span), &tag.original());
                }
                builder.start(place(span), true, anchor)?;
            }
            Event::SequenceStart(style, anchor, tag) => {
                open.push((style, anchor));
                if let Some(tag) = tag.filter(|tag| !is_for_collection(tag, "seq")) {
                    builder.drop_tag(place(span), &tag.original());
                }
                builder.start(place(span), false, anchor)?;
            }
            Event::MappingEnd | Event::SequenceEnd => {
                let (style, anchor) = open.pop().unwrap_or((StructureStyle::Block, 0));
                let end = (style == StructureStyle::Flow).then(|| place(span).end);
                builder.end(end, (anchor != 0).then_some(anchor))?;
            }
            Event::Alias(anchor) => builder.alias(place(span), anchor)?,
            Event::UnresolvedAlias(name) => {
                let message = format!("the alias `*{name}` has no anchor before it");
                let help = format!(
                    "Write `&{name}` at the value that it repeats, or put the text in quotes."
                );
                return Err(builder.slip(place(span), message, help));
            }
            Event::Comment(..) => builder.comment(place(span)),
            _ => {}
        }
    }
    Ok(())
}

/// Tags that make a plain scalar text: `!!str`, `!` and any custom tag.
fn is_text_tag(tag: &Tag) -> bool {
    tag.core_suffix().is_none_or(|suffix| suffix == "str") && !is_merge_tag(tag)
}

fn is_merge_tag(tag: &Tag) -> bool {
    tag.original() == "!!merge"
}

/// True if a scalar is read as its tag says.
fn fits_scalar(tag: &Tag, value: &str, quoted: bool) -> bool {
    let suffix = tag.core_suffix();
    if is_merge_tag(tag) || suffix == Some("str") || tag.original() == "!" {
        return true;
    }
    match (suffix, scalar::resolve(value)) {
        _ if quoted => false,
        (Some("null"), scalar::Resolved::Null) | (Some("bool"), scalar::Resolved::Bool(_)) => true,
        (Some("int"), scalar::Resolved::Int(_)) => true,
        (Some("float"), scalar::Resolved::Float(_)) => true,
        _ => false,
    }
}

fn is_for_collection(tag: &Tag, kind: &str) -> bool {
    tag.core_suffix() == Some(kind) || tag.original() == "!"
}

fn scan_error(
    error: &ScanError,
    text: &str,
    base: usize,
    builder: &mut Builder<'_, '_>,
) -> ReadStop {
    let marker = error.marker();
    let at = marker.byte_offset().unwrap_or(text.len()).min(text.len());
    if error.info().contains("tab")
        && let Some(tab) = indenting_tab(text, at)
    {
        let span = Span::new(tab + base, tab + 1 + base);
        let message = "a tab indents this line, and YAML takes spaces only";
        return builder.slip(span, message.to_owned(), "Indent the line with spaces.".to_owned());
    }
    let width = text[at..].chars().next().filter(|c| !c.is_control()).map_or(0, char::len_utf8);
    let span = Span::new(at + base, at + base + width);
    if matches!(error.kind(), ErrorKind::RecursionLimitExceeded) {
        return builder.too_deep(span);
    }
    match slips::find(text, at, &error.info()) {
        Some(slip) => {
            let span = Span::new(slip.span.start as usize + base, slip.span.end as usize + base);
            builder.slip(span, slip.message, slip.help)
        }
        None => builder.syntax(span, error.info()),
    }
}

/// The tab that starts a line, or follows its spaces; the line of an offset or
/// the next one. The reader stops at the value that goes on there.
fn indenting_tab(text: &str, at: usize) -> Option<usize> {
    let first = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let second = text[at..].find('\n').map(|end| at + end + 1);
    [Some(first), second].into_iter().flatten().find_map(|line| {
        let spaces = text[line..].bytes().take_while(|byte| *byte == b' ').count();
        text[line + spaces..].starts_with('\t').then_some(line + spaces)
    })
}
