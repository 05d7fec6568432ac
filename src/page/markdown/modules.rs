//! The lists of MDX that are no Markdown: literals in the modules of a page, and components with
//! a vendor in their attributes.

use crate::page::block::{Block, Content, DataField, DataRecord, PageBlocks, PageLimits, Records};
use crate::page::embedded;
use crate::page::lines::block;
use crate::page::literals;
use crate::page::rich::RichBuilder;
use crate::text::{SourceMap, Span};
use std::ops::Range;

/// The lists that a program states between two offsets.
pub(super) fn literals(text: &str, range: Range<usize>, limits: &PageLimits) -> Option<Vec<Block>> {
    let PageBlocks { blocks, .. } = literals::read_part(text, range, limits, embedded::read);
    let has_records = blocks.iter().any(|block| matches!(block.content, Content::Records(_)));
    has_records.then_some(blocks)
}

/// Components of one name that follow one another, each with its attributes.
#[derive(Debug, Default)]
pub(super) struct ComponentRecords {
    name: String,
    records: Vec<DataRecord>,
}

impl ComponentRecords {
    /// Adds a component, after the ones of another name were moved to the blocks; false if its
    /// attributes are not those of a vendor.
    pub(super) fn add(
        &mut self,
        text: &str,
        tag: Range<usize>,
        name: &str,
        blocks: &mut Vec<Block>,
    ) -> bool {
        let Some(record) = record(text, tag, name) else { return false };
        if self.name != name {
            self.finish(blocks);
            name.clone_into(&mut self.name);
        }
        self.records.push(record);
        true
    }

    /// Moves several components to the blocks: one may be about anything.
    pub(super) fn finish(&mut self, blocks: &mut Vec<Block>) {
        let records = std::mem::take(&mut self.records);
        if let ([first, .., last], true) = (records.as_slice(), records.len() > 1) {
            let span = Span::new(first.span.start as usize, last.span.end as usize);
            blocks.push(block(span, Content::Records(Records { name: None, records })));
        }
    }
}

/// The lines of a range without the spaces that all of them start with.
pub(super) fn without_indent(text: &str, range: Range<usize>) -> Option<(String, SourceMap)> {
    let start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let lines = || text[start..range.end].split_inclusive('\n');
    let indent_of = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let filled = lines().filter(|line| !line.trim().is_empty());
    let indent = filled.map(indent_of).min().filter(|indent| *indent > 0)?;
    let (mut inner, mut map) = (String::new(), SourceMap::default());
    let mut at = start;
    for line in lines() {
        let skipped = indent.min(indent_of(line));
        inner.push_str(&line[skipped..]);
        map.push_verbatim(Span::new(at + skipped, at + line.len()));
        at += line.len();
    }
    Some((inner, map))
}

/// The texts of the attributes of a tag, if there are several.
fn record(text: &str, tag: Range<usize>, name: &str) -> Option<DataRecord> {
    let mut fields = Vec::new();
    let mut at = tag.start + 1 + name.len();
    while at < tag.end {
        let rest = &text[at..tag.end];
        let skipped = rest.len() - rest.trim_start().len();
        let key = at + skipped;
        let rest = &text[key..tag.end];
        let width =
            rest.find(|char: char| !char.is_alphanumeric() && !matches!(char, '_' | '-'))?;
        if width == 0 {
            at = key + rest.chars().next().map_or(1, char::len_utf8);
            continue;
        }
        let value = key + width;
        let Some(inner) = text[value..tag.end].strip_prefix('=') else {
            at = value;
            continue;
        };
        let inner = inner.strip_prefix('{').unwrap_or(inner);
        let start = tag.end - inner.len();
        let Some(quote) = inner.chars().next().filter(|char| matches!(char, '"' | '\'' | '`'))
        else {
            at = value + 1;
            continue;
        };
        let start = start + 1;
        let end = start + text[start..tag.end].find(quote)?;
        let mut value = RichBuilder::default();
        value.text_lines(&text[start..end], start);
        fields.push(DataField {
            key: text[key..key + width].to_owned(),
            key_span: Span::new(key, key + width),
            values: vec![value.finish()],
            is_list: false,
            computed: None,
        });
        at = end + 1;
    }
    let span = Span::new(tag.start, tag.end);
    (fields.len() > 1).then_some(DataRecord { span, key: None, fields })
}
