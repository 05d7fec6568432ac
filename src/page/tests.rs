//! What holds for the pages of all readers.

use super::block::{Block, Content, PageBlocks, PageLimits};
use super::embedded::Markup;
use super::rich::Rich;
use super::{csv, data, literals};
use crate::syntax::{Format, Limits, parse};
use crate::text::{SourceMap, Span};
use proptest::prelude::*;

/// Checks that all spans fall on characters and that verbatim parts are what they say.
struct PageChecker<'t> {
    text: &'t str,
}

impl PageChecker<'_> {
    fn page(&self, page: &PageBlocks) {
        page.title.iter().for_each(|title| self.rich(title));
        page.comments.iter().for_each(|span| self.span(*span));
        page.remarks.iter().for_each(|remark| self.span(remark.span));
        self.blocks(&page.blocks);
    }

    fn span(&self, span: Span) {
        assert!(self.text.get(span.range()).is_some(), "{span:?} of {:?}", self.text);
    }

    fn map(&self, text: &str, map: &SourceMap) {
        assert_eq!(map.text_len(), text.len(), "runs tile the text");
        for run in map.runs() {
            self.span(run.source);
            if run.verbatim {
                assert_eq!(&text[run.value.range()], &self.text[run.source.range()]);
            }
        }
    }

    fn rich(&self, rich: &Rich) {
        self.map(rich.text(), rich.map());
        for link in rich.links() {
            self.map(&link.target.address, &link.target.map);
        }
    }

    fn blocks(&self, blocks: &[Block]) {
        for block in blocks {
            self.span(block.span);
            match &block.content {
                Content::Heading { text, .. } | Content::Paragraph(text) => self.rich(text),
                Content::Table(table) => {
                    table.caption.iter().for_each(|caption| self.rich(caption));
                    for row in &table.rows {
                        self.span(row.span);
                        for cell in &row.cells {
                            self.span(cell.span);
                            self.rich(&cell.text);
                        }
                    }
                }
                Content::List(list) => {
                    for item in &list.items {
                        self.span(item.span);
                        self.rich(&item.text);
                        self.blocks(&item.inner);
                    }
                }
                Content::Pairs(pairs) => {
                    for pair in pairs {
                        self.rich(&pair.term);
                        self.rich(&pair.text);
                        self.blocks(&pair.inner);
                    }
                }
                Content::Cards(cards) => cards.iter().for_each(|card| self.blocks(card)),
                Content::Records(records) => {
                    records.name.iter().for_each(|name| self.rich(name));
                    for record in &records.records {
                        self.span(record.span);
                        record.key.iter().for_each(|key| self.rich(key));
                        for field in &record.fields {
                            self.span(field.key_span);
                            field.computed.iter().for_each(|span| self.span(*span));
                            field.values.iter().for_each(|value| self.rich(value));
                        }
                    }
                }
            }
        }
    }
}

/// Reads tables within strings and elements.
fn embedded(text: &str, _: Markup, limits: &PageLimits) -> Option<PageBlocks> {
    Some(csv::read(text, limits))
}

fn check(text: &str) {
    let checker = PageChecker { text };
    let limits = PageLimits { depth: 6, ..PageLimits::default() };
    checker.page(&csv::read(text, &limits));
    checker.page(&literals::read(text, &limits, embedded));
    checker.page(&literals::read(text, &limits, |_, _, _| None));
    for format in [Format::Yaml, Format::Json] {
        let parsed = parse(text, format, &Limits::default());
        checker.page(&data::read_tree(&parsed.tree, &limits, embedded));
    }
}

/// Pieces that the readers treat in a way of their own.
fn pieces() -> impl Strategy<Value = String> {
    const PIECES: [&str; 64] = [
        "const a",
        " = ",
        "[",
        "]",
        "{",
        "}",
        "(",
        ")",
        ",",
        ";",
        ":",
        "\n",
        "'",
        "\"",
        "`",
        "${",
        "\\",
        "\\u00e9",
        "\\u{1F332}",
        "\\\n",
        "/",
        "//",
        "/*",
        "*/",
        "<a ",
        "<table>",
        "</table>",
        "/>",
        ">",
        "<",
        "=>",
        "...",
        "+",
        "a.b",
        "name",
        "vendors",
        "items",
        "title: x",
        "é",
        "🌲",
        "\u{ad}",
        "\u{feff}",
        " ",
        "\t",
        "\r\n",
        "|",
        "- ",
        "  ",
        "&a ",
        "*a",
        "# ",
        "--- ",
        "null",
        "true",
        "-1.5",
        "as const",
        "return ",
        "export default ",
        "enum E ",
        "type T",
        "map",
        "<!--",
        "-->",
        "\"\"",
    ];
    prop::collection::vec(prop::sample::select(&PIECES[..]), 0..60).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_with_true_bytes(text in "\\PC{0,200}") {
        check(&text);
    }

    #[test]
    fn any_program_or_table_is_read_with_true_bytes(text in pieces()) {
        check(&text);
    }
}
