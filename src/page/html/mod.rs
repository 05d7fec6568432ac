//! Reads HTML: pages, and parts of other files.

mod attributes;
mod cards;
mod entity;
mod flow;
mod look;
mod mail;
mod names;
mod node;
mod table;
#[cfg(test)]
mod tests;
mod tree;

use super::block::{Block, Content, PageBlocks, PageLimits, Remark, RemarkKind};
use crate::text::Span;
use flow::{Flow, FlowReader};
use node::NodeContent;
use std::borrow::Cow;
use std::ops::Range;
use tree::HtmlTree;

/// A page with less text than this shows next to nothing, in bytes.
const SHELL_BYTES: usize = 200;

/// The most parts filled by templates that are told one by one.
const MOST_TEMPLATES: usize = 100;

/// Reads a page.
pub(crate) fn read(text: &str, limits: &PageLimits) -> PageBlocks {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    read_masked(text, text, start, limits)
}

/// Reads the HTML in a part of a file, with spans in the whole text. The part lies on
/// characters.
pub(crate) fn read_part(text: &str, part: Range<usize>, limits: &PageLimits) -> PageBlocks {
    read_parts(text, &[part], limits)
}

/// Reads the HTML in parts of a file as one page, with spans in the whole text. The parts are
/// in order, do not overlap and lie on characters; an element may begin in one and end in
/// another.
pub(crate) fn read_parts(text: &str, parts: &[Range<usize>], limits: &PageLimits) -> PageBlocks {
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else {
        return PageBlocks::default();
    };
    let masked = if let [part] = parts {
        Cow::Borrowed(&text[..part.end])
    } else {
        Cow::Owned(mask(text, parts, last.end))
    };
    read_masked(text, &masked, first.start, limits)
}

/// The text up to an offset, with a line break for each byte that is in no part.
fn mask(text: &str, parts: &[Range<usize>], end: usize) -> String {
    let mut masked = String::with_capacity(end);
    for part in parts {
        while masked.len() < part.start {
            masked.push('\n');
        }
        masked.push_str(&text[part.clone()]);
    }
    masked
}

fn read_masked(text: &str, masked: &str, from: usize, limits: &PageLimits) -> PageBlocks {
    let tree = tree::parse(text, masked, from, limits);
    let mut reader = FlowReader::new(&tree, masked, limits);
    let mut flow = Flow::page();
    reader.read(0, &mut flow);
    let end = Span::new(masked.len(), masked.len());
    reader.end_block(&mut flow, end);
    let (title, mut remarks) = (reader.title.take(), std::mem::take(&mut reader.remarks));
    let (shown_bytes, has_root) = shown(&tree, masked, &mut remarks);
    let is_script_shell = tree.has_script && has_root && shown_bytes < SHELL_BYTES;
    remarks.extend(hidden(&flow.blocks));
    remarks.extend(tree.remarks);
    remarks.sort_by_key(|remark| remark.span);
    PageBlocks { title, blocks: flow.blocks, comments: tree.comments, remarks, is_script_shell }
}

/// The bytes of text that show, and true if there is an element that a script fills. Adds what
/// a template fills to the remarks.
fn shown(tree: &HtmlTree, text: &str, remarks: &mut Vec<Remark>) -> (usize, bool) {
    let (mut bytes, mut has_root) = (0, false);
    let mut todo = vec![(0, true)];
    let mut templates = 0;
    while let Some((at, is_shown)) = todo.pop() {
        let node = &tree.nodes[at];
        let mut is_shown = is_shown;
        match &node.content {
            NodeContent::Text => {
                let raw = &text[node.span.range()];
                bytes += if is_shown { raw.split_whitespace().map(str::len).sum() } else { 0 };
                for span in filled(raw, node.span) {
                    if templates < MOST_TEMPLATES {
                        remarks.push(Remark { span, kind: RemarkKind::Template });
                    }
                    templates += 1;
                }
            }
            NodeContent::Edge => {}
            NodeContent::Element(element) => {
                has_root |= look::is_app_root(element);
                if names::is_skipped(&element.name) {
                    continue;
                }
                is_shown &= &*element.name != "noscript" && !look::is_hidden(element);
            }
        }
        todo.extend(node.children.iter().map(|child| (*child, is_shown)));
    }
    (bytes, has_root)
}

/// The parts of a text that a template fills.
fn filled(raw: &str, span: Span) -> Vec<Span> {
    let mut spans = Vec::new();
    for (open, close) in [("{{", "}}"), ("{%", "%}")] {
        let mut from = 0;
        while let Some(start) = raw[from..].find(open).map(|at| from + at) {
            let Some(len) = raw[start..].find(close) else { break };
            from = start + len + close.len();
            spans.push(span.part(start..from));
        }
    }
    spans
}

/// The tables, lists and cards that a browser does not show, and the items of lists.
fn hidden(blocks: &[Block]) -> Vec<Remark> {
    let remark = |span| Remark { span, kind: RemarkKind::HiddenRows };
    let mut remarks = Vec::new();
    for block in blocks {
        match &block.content {
            Content::Table(table)
                if !block.is_shown && table.rows.iter().all(|row| row.is_shown) =>
            {
                remarks.push(remark(block.span));
            }
            Content::Cards(_) | Content::Pairs(_) if !block.is_shown => {
                remarks.push(remark(block.span));
            }
            Content::List(list) => {
                let mut items = list.items.iter().filter(|item| !item.is_shown);
                if let Some(first) = items.next() {
                    let last = items.next_back().unwrap_or(first);
                    remarks.push(remark(Span { start: first.span.start, end: last.span.end }));
                }
            }
            _ => {}
        }
    }
    remarks
}
