//! Programs as pages: the literals of TypeScript and JavaScript that a site keeps its list
//! of vendors in. Nothing is run; what a program computes is left out and pointed at.

mod reader;
mod refs;
mod strings;
#[cfg(test)]
mod tests;

use super::block::{Block, Content, PageBlocks, PageLimits, Remark, RemarkKind};
use super::data_blocks::DataWalker;
use super::data_tree::{DataScalar, Kind, ValueId, Values};
use super::embedded::{self, EmbeddedReader, Markup};
use super::words;
use crate::text::fold::fold_key;
use crate::text::{SourceMap, Span};
use reader::LiteralReader;
use std::ops::Range;

/// Values that are looked at to tell whether a literal holds records.
const MAX_LOOK: usize = 10_000;

/// Names of literals that are about the page, folded.
const ABOUT_PAGE: [&str; 3] = ["metadata", "frontmatter", "meta"];

/// A literal that stands for itself in the program.
#[derive(Debug)]
struct NamedLiteral {
    /// The name of the constant, the property or the attribute.
    name: Option<DataScalar>,
    /// True if it is a constant or what the module exports.
    is_constant: bool,
    value: ValueId,
    span: Span,
}

/// The parts of a program that were read.
#[derive(Debug, Default)]
struct ReadProgram<'t> {
    values: Values,
    literals: Vec<NamedLiteral>,
    /// Values that are named, each with the names that lead to it.
    refs: Vec<(ValueId, Vec<&'t str>)>,
    comments: Vec<Span>,
    remarks: Vec<Remark>,
    /// Elements with text of their own, such as a table that is written by hand.
    markup: Vec<Range<usize>>,
    /// Expressions in elements that make elements of data.
    loops: Vec<Span>,
}

/// Reads a file. Elements, and strings that hold a page, are read by `embedded`.
#[must_use]
pub(crate) fn read(text: &str, limits: &PageLimits, embedded: EmbeddedReader) -> PageBlocks {
    read_part(text, 0..text.len(), limits, embedded)
}

/// Reads a part of a file, such as what stands between the fences of a template.
#[must_use]
pub(crate) fn read_part(
    text: &str,
    range: Range<usize>,
    limits: &PageLimits,
    embedded: EmbeddedReader,
) -> PageBlocks {
    let mut program =
        LiteralReader::new(text, range.clone(), limits, true).read().unwrap_or_else(|| {
            // What looked like an element was none.
            LiteralReader::new(text, range, limits, false).read().unwrap_or_default()
        });
    program.literals.sort_by_key(|literal| literal.span.start);
    let is_elsewhere = refs::resolve(&mut program, text.len());
    let mut walker = DataWalker::new(&program.values, limits, embedded, true);
    let mut groups: Vec<(usize, usize)> = Vec::new();
    for (literal, is_elsewhere) in program.literals.iter().zip(&is_elsewhere) {
        if *is_elsewhere || !is_shown(&program.values, literal) {
            continue;
        }
        let is_about_page = |name: &&DataScalar| ABOUT_PAGE.contains(&&*fold_key(&name.text));
        let name = literal.name.as_ref().filter(|name| !is_about_page(name));
        let before = walker.block_count();
        walker.root(name, literal.value);
        groups.push((literal.span.start as usize, walker.block_count() - before));
    }
    let mut page = walker.finish();
    let has_records = page.blocks.iter().any(|block| matches!(block.content, Content::Records(_)));
    // Each literal keeps its blocks together, in the order of the text.
    let mut blocks = page.blocks.into_iter();
    let mut parts: Vec<(usize, Vec<Block>)> = groups
        .into_iter()
        .map(|(start, count)| (start, blocks.by_ref().take(count).collect()))
        .collect();
    for range in program.markup {
        let Some(inner) = embedded(&text[range.clone()], Markup::Jsx, limits) else { continue };
        let mut map = SourceMap::default();
        map.push_verbatim(Span::new(range.start, range.end));
        let inner = embedded::through(inner, &map);
        parts.push((range.start, inner.blocks));
        page.title = page.title.or(inner.title);
        page.comments.extend(inner.comments);
        page.remarks.extend(inner.remarks);
    }
    parts.sort_by_key(|(start, _)| *start);
    page.blocks = parts.into_iter().flat_map(|(_, blocks)| blocks).collect();
    page.remarks.extend(program.remarks);
    page.comments.extend(program.comments);
    page.comments.sort_unstable();
    page.comments.dedup();
    page.remarks.retain(|remark| remark.kind != RemarkKind::Template);
    if !has_records {
        let remark = |span| Remark { span, kind: RemarkKind::Template };
        page.remarks.extend(program.loops.into_iter().map(remark));
    }
    page
}

/// True if a literal may be content: not each text and each argument of a program is.
fn is_shown(values: &Values, literal: &NamedLiteral) -> bool {
    match values.kind(literal.value) {
        Kind::List(items) if literal.is_constant => !items.is_empty(),
        Kind::Map(entries) if literal.is_constant => !entries.is_empty(),
        Kind::Scalar(_) => literal.name.as_ref().is_some_and(|name| words::is_known(&name.text)),
        _ => has_records(values, literal.value),
    }
}

/// True if there is a list of mappings or of lists in a value.
fn has_records(values: &Values, value: ValueId) -> bool {
    let mut queue = vec![value];
    for _ in 0..MAX_LOOK {
        let Some(value) = queue.pop() else { return false };
        let items = values.items(value);
        let mut items_with_more = items.iter().filter(|item| !values.entries(**item).is_empty());
        if items_with_more.next().is_some() {
            return true;
        }
        queue.extend(items);
        queue.extend(values.entries(value).iter().map(|(_, value)| *value));
    }
    false
}
