//! Pages in pages: HTML and Markdown in the strings of data files and programs.

use super::block::{Block, Content, PageBlocks, PageLimits};
use super::rich::{Rich, RichBuilder};
use super::{html, markdown};
use crate::text::{SourceMap, Span};

/// The notation of a page in a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Markup {
    /// Tags.
    Html,
    /// Tags in a program, with expressions in braces.
    Jsx,
    /// Tables with bars, headings with `#`, bullets.
    Markdown,
}

/// Reads a text as a page of its own, if there is a reader for its notation. Its spans
/// are offsets in that text.
pub(crate) type EmbeddedReader = fn(&str, Markup, &PageLimits) -> Option<PageBlocks>;

/// Reads HTML, elements of programs, and Markdown.
pub(crate) fn read(text: &str, markup: Markup, limits: &PageLimits) -> Option<PageBlocks> {
    Some(match markup {
        Markup::Html => html::read(text, limits),
        Markup::Jsx => html::read_part(text, 0..text.len(), limits),
        Markup::Markdown => markdown::read(text, limits),
    })
}

/// The notation of a text that has headings or tables of its own, and so is a page
/// wherever it stands.
pub(super) fn page_markup(text: &str) -> Option<Markup> {
    if has_tag(text, |name| name == "table" || is_heading(name)) {
        return Some(Markup::Html);
    }
    let is_head = |line: &str| {
        let rest = line.trim_start_matches('#');
        (1..=6).contains(&(line.len() - rest.len())) && rest.starts_with(' ')
    };
    let is_rule = |line: &str| {
        line.contains('|')
            && line.contains("--")
            && line.bytes().all(|byte| matches!(byte, b'|' | b'-' | b':' | b' ' | b'\t'))
    };
    let mut lines = text.lines().map(str::trim);
    let is_page = text.contains('\n') && lines.any(|line| is_head(line) || is_rule(line));
    is_page.then_some(Markup::Markdown)
}

/// The notation of a text that has any markup with blocks: paragraphs and lists as well.
pub(super) fn any_markup(text: &str) -> Option<Markup> {
    if let Some(markup) = page_markup(text) {
        return Some(markup);
    }
    if has_tag(text, |_| true) {
        return Some(Markup::Html);
    }
    let is_bullet = |line: &str| line.starts_with("- ") || line.starts_with("* ");
    let bullets = text.lines().filter(|line| is_bullet(line.trim_start())).count();
    let is_page = bullets > 1 || text.contains("](") || text.contains("**");
    is_page.then_some(Markup::Markdown)
}

fn is_heading(name: &str) -> bool {
    matches!(name.as_bytes(), [b'h', b'1'..=b'6'])
}

/// True if the text has an HTML tag whose name, in lower case, fulfils a condition.
fn has_tag(text: &str, is_meant: impl Fn(&str) -> bool) -> bool {
    const KNOWN: [&str; 18] = [
        "a", "b", "br", "dd", "div", "dl", "dt", "em", "i", "li", "ol", "p", "section", "span",
        "strong", "table", "u", "ul",
    ];
    text.match_indices('<').any(|(at, _)| {
        let rest = &text[at + 1..];
        let len = rest.bytes().take(8).take_while(u8::is_ascii_alphanumeric).count();
        let name = rest[..len].to_ascii_lowercase();
        let is_tag = rest[len..].starts_with(['>', ' ', '\n', '\t', '/']);
        is_tag && (KNOWN.contains(&name.as_str()) || is_heading(&name)) && is_meant(&name)
    })
}

/// A page in a string, with the bytes of the page around it.
pub(super) fn through(mut page: PageBlocks, outer: &SourceMap) -> PageBlocks {
    let map = Through { outer };
    page.title = page.title.map(|title| title.through(outer));
    map.blocks(&mut page.blocks);
    for span in &mut page.comments {
        map.span(span);
    }
    for remark in &mut page.remarks {
        map.span(&mut remark.span);
    }
    page
}

struct Through<'a> {
    outer: &'a SourceMap,
}

impl Through<'_> {
    fn span(&self, span: &mut Span) {
        *span = self.outer.part(span.range());
    }

    fn rich(&self, rich: &mut Rich) {
        *rich = rich.through(self.outer);
    }

    /// Nesting is capped by the reader that made the blocks.
    fn blocks(&self, blocks: &mut [Block]) {
        for block in blocks {
            self.span(&mut block.span);
            self.content(&mut block.content);
        }
    }

    fn content(&self, content: &mut Content) {
        match content {
            Content::Heading { text, .. } | Content::Paragraph(text) => self.rich(text),
            Content::Table(table) => {
                table.caption.iter_mut().for_each(|caption| self.rich(caption));
                for row in &mut table.rows {
                    self.span(&mut row.span);
                    for cell in &mut row.cells {
                        self.span(&mut cell.span);
                        self.rich(&mut cell.text);
                    }
                }
            }
            Content::List(list) => {
                for item in &mut list.items {
                    self.span(&mut item.span);
                    self.rich(&mut item.text);
                    self.blocks(&mut item.inner);
                }
            }
            Content::Pairs(pairs) => {
                for pair in pairs {
                    self.rich(&mut pair.term);
                    self.rich(&mut pair.text);
                    self.blocks(&mut pair.inner);
                }
            }
            Content::Cards(cards) => cards.iter_mut().for_each(|card| self.blocks(card)),
            Content::Records(records) => {
                records.name.iter_mut().for_each(|name| self.rich(name));
                for record in &mut records.records {
                    self.span(&mut record.span);
                    record.key.iter_mut().for_each(|key| self.rich(key));
                    for field in &mut record.fields {
                        self.span(&mut field.key_span);
                        field.values.iter_mut().for_each(|value| self.rich(value));
                        field.computed.iter_mut().for_each(|span| self.span(span));
                    }
                }
            }
        }
    }
}

/// The text of a page as lines; nothing if it is more than lines.
pub(super) fn lines_of(page: &PageBlocks) -> Option<Rich> {
    let mut builder = RichBuilder::default();
    let mut add = |text: &Rich| {
        builder.line_break(text.span());
        builder.rich(text);
    };
    for block in &page.blocks {
        match &block.content {
            Content::Paragraph(text) => add(text),
            Content::List(list) if list.items.iter().all(|item| item.inner.is_empty()) => {
                list.items.iter().for_each(|item| add(&item.text));
            }
            _ => return None,
        }
    }
    Some(builder.finish())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::dump::dump;
    use crate::page::{data, literals};
    use crate::syntax::{Format, Limits, parse};

    #[test]
    fn a_page_in_a_data_file_is_read_with_the_bytes_of_the_file() {
        let text = "title: Vendors\nbody: |\n  <h2>Ours</h2>\n  <table><tr><th>Name</th></tr><tr><td>Larch &amp; Co</td></tr></table>\nnote: |\n  # More\n\n  - **Pine**\n  - Oak\n";
        let parsed = parse(text, Format::Yaml, &Limits::default());
        let page = data::read_tree(&parsed.tree, &PageLimits::default(), read);
        assert_eq!(
            dump(&page),
            "title Vendors\nh2 Ours\ntable\n  head Name\n  row Larch & Co\nh1 More\nlist\n  - *Pine*\n  - Oak\n"
        );
        let Content::Table(table) = &page.blocks[1].content else { panic!("table") };
        assert_eq!(&text[table.rows[1].cells[0].text.span().range()], "Larch &amp; Co");
    }

    #[test]
    fn elements_of_a_program_are_read_around_its_expressions() {
        let text = "export default () => (\n  <ul>\n    <li>Larch</li>\n    <li>It's Pine</li>\n  </ul>\n);\nconst list = [{ name: 'Oak', purpose: '<b>Mail</b>' }];\n";
        let page = literals::read(text, &PageLimits::default(), read);
        assert_eq!(
            dump(&page),
            "list\n  - Larch\n  - It's Pine\nrecords list\n  record\n    name: Oak\n    purpose: *Mail*\n"
        );
        let Content::List(list) = &page.blocks[0].content else { panic!("list") };
        assert_eq!(&text[list.items[1].text.span().range()], "It's Pine");
    }
}
