//! Checks that hold for every page.

use super::super::block::{Block, Content, PageBlocks};
use super::super::rich::Rich;
use crate::text::Span;

/// Panics unless all places lie in the text and verbatim parts are what they say.
pub(in super::super) fn check_places(text: &str, page: &PageBlocks) {
    page.title.iter().for_each(|title| check(text, title));
    blocks(text, &page.blocks);
    page.comments.iter().for_each(|span| inside(text, *span));
    page.remarks.iter().for_each(|remark| inside(text, remark.span));
}

fn inside(text: &str, span: Span) {
    assert!(text.get(span.range()).is_some(), "{span:?} of {} bytes", text.len());
}

fn check(text: &str, rich: &Rich) {
    assert_eq!(rich.map().text_len(), rich.text().len());
    for run in rich.map().runs() {
        inside(text, run.source);
        if run.verbatim {
            assert_eq!(&text[run.source.range()], &rich.text()[run.value.range()]);
        }
    }
    for link in rich.links() {
        assert!(rich.text().get(link.range.clone()).is_some());
        for run in link.target.map.runs() {
            inside(text, run.source);
            if run.verbatim {
                assert_eq!(&text[run.source.range()], &link.target.address[run.value.range()]);
            }
        }
    }
    for mark in rich.marks() {
        assert!(rich.text().get(mark.range.clone()).is_some());
    }
}

fn blocks(text: &str, all: &[Block]) {
    for block in all {
        inside(text, block.span);
        match &block.content {
            Content::Heading { text: rich, .. } | Content::Paragraph(rich) => check(text, rich),
            Content::Table(table) => {
                for row in &table.rows {
                    inside(text, row.span);
                    for cell in &row.cells {
                        inside(text, cell.span);
                        check(text, &cell.text);
                    }
                }
            }
            Content::List(list) => {
                for item in &list.items {
                    inside(text, item.span);
                    check(text, &item.text);
                    blocks(text, &item.inner);
                }
            }
            Content::Pairs(pairs) => {
                for pair in pairs {
                    check(text, &pair.term);
                    check(text, &pair.text);
                    blocks(text, &pair.inner);
                }
            }
            Content::Cards(cards) => cards.iter().for_each(|card| blocks(text, card)),
            Content::Records(_) => {}
        }
    }
}
