//! A page as a sequence of blocks: what all format readers yield.

use super::rich::Rich;
use crate::text::Span;

/// A page as its reader saw it.
#[derive(Debug, Default)]
pub(crate) struct PageBlocks {
    /// The title of the document, as the head of an HTML page or its front matter states it.
    pub(crate) title: Option<Rich>,
    /// The blocks of the page, in order.
    pub(crate) blocks: Vec<Block>,
    /// Comments, without their marks: `<!-- ... -->`, `# ...`, `// ...`.
    pub(crate) comments: Vec<Span>,
    /// Problems of the reader with the page.
    pub(crate) remarks: Vec<Remark>,
    /// True if scripts make up most of the page and it shows next to nothing.
    pub(crate) is_script_shell: bool,
}

/// A part of the page.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    /// All its bytes.
    pub(crate) span: Span,
    /// The part of the page that it stands in.
    pub(crate) area: PageArea,
    /// False if a browser would not show it: `hidden`, `display:none`, a `<template>`.
    pub(crate) is_shown: bool,
    /// The content.
    pub(crate) content: Content,
}

/// The parts of a page that are no content of its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum PageArea {
    /// The content.
    #[default]
    Main,
    /// `<nav>`, `<header>` of the site, `<footer>`, `<aside>`, dialogs about cookies.
    Around,
}

/// The content of a block.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    /// A heading, with its level from 1; a paragraph that is all bold is none.
    Heading {
        /// 1 to 6.
        level: u8,
        /// The text.
        text: Rich,
    },
    /// Running text; a line break is a `\n`.
    Paragraph(Rich),
    /// A table.
    Table(PageTable),
    /// A list, with or without numbers.
    List(ItemList),
    /// Terms and what is said about each: `<dl>`.
    Pairs(Vec<Pair>),
    /// Parts of the page with the same structure side by side, such as cards: at least two.
    Cards(Vec<Vec<Block>>),
    /// Records of a data file.
    Records(Records),
}

/// A table. Cells that span several rows or columns stand in each of them.
#[derive(Clone, Debug, Default)]
pub(crate) struct PageTable {
    /// Its caption.
    pub(crate) caption: Option<Rich>,
    /// Its rows. A row may be shorter or longer than others.
    pub(crate) rows: Vec<Row>,
}

/// A row of a table.
#[derive(Clone, Debug, Default)]
pub(crate) struct Row {
    /// Its bytes.
    pub(crate) span: Span,
    /// True if the page says that it is a header: in `<thead>`, all `<th>`, above the
    /// dashes of Markdown.
    pub(crate) is_head: bool,
    /// False if a browser would not show it.
    pub(crate) is_shown: bool,
    /// Its cells by column.
    pub(crate) cells: Vec<Cell>,
}

/// A cell of a table.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cell {
    /// Its bytes, without the marks around it.
    pub(crate) span: Span,
    /// Its text; blocks inside of it are lines.
    pub(crate) text: Rich,
    /// Its origin in the source.
    pub(crate) origin: CellOrigin,
    /// True if the page says that it heads its row or column (`<th>`).
    pub(crate) is_head: bool,
}

/// The place where a cell was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum CellOrigin {
    /// Here.
    #[default]
    Own,
    /// In a row above; it spans this one.
    Above,
    /// In a column to the left; it spans this one.
    Left,
}

/// A list.
#[derive(Clone, Debug, Default)]
pub(crate) struct ItemList {
    /// The number of its first item, if its items are numbered.
    pub(crate) start: Option<u64>,
    /// The items.
    pub(crate) items: Vec<ListItem>,
}

/// An item of a list.
#[derive(Clone, Debug, Default)]
pub(crate) struct ListItem {
    /// Its bytes.
    pub(crate) span: Span,
    /// False if a browser would not show it.
    pub(crate) is_shown: bool,
    /// Its own text, as lines.
    pub(crate) text: Rich,
    /// Lists, tables and the like inside of it.
    pub(crate) inner: Vec<Block>,
}

/// A term and what is said about it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pair {
    /// The term.
    pub(crate) term: Rich,
    /// The description of the term, as lines.
    pub(crate) text: Rich,
    /// Lists, tables and the like inside of it.
    pub(crate) inner: Vec<Block>,
}

/// Records of one kind in a data file: the objects of a list, or those that stand under
/// names of one mapping.
#[derive(Clone, Debug, Default)]
pub(crate) struct Records {
    /// The name of the list: the key, the variable.
    pub(crate) name: Option<Rich>,
    /// The records.
    pub(crate) records: Vec<DataRecord>,
}

/// A record of a data file.
#[derive(Clone, Debug, Default)]
pub(crate) struct DataRecord {
    /// Its bytes.
    pub(crate) span: Span,
    /// The key that it stands under, if it does.
    pub(crate) key: Option<Rich>,
    /// Its fields in order. A nested field has a dotted key: `links.dpa`.
    pub(crate) fields: Vec<DataField>,
}

/// A field of a [`DataRecord`].
#[derive(Clone, Debug, Default)]
pub(crate) struct DataField {
    /// The key as written, dotted for nested ones.
    pub(crate) key: String,
    /// The bytes of the key.
    pub(crate) key_span: Span,
    /// Its values: one for a scalar, each item for a list; none for null and empty lists.
    pub(crate) values: Vec<Rich>,
    /// True if it is a list.
    pub(crate) is_list: bool,
    /// The bytes of a value that is computed by the program and cannot be read.
    pub(crate) computed: Option<Span>,
}

/// Something that a format reader could not follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Remark {
    /// Its bytes.
    pub(crate) span: Span,
    /// The kind of remark.
    pub(crate) kind: RemarkKind,
}

/// The kinds of [`Remark`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RemarkKind {
    /// Rows that a page holds and a browser does not show.
    HiddenRows,
    /// Cells that are joined because a mark between them is missing.
    JoinedCells,
    /// A cell whose value a spreadsheet program computes and did not store.
    #[cfg(feature = "xlsx")]
    Computed,
    /// A part that a program or a template fills: `{{ ... }}`, `{vendors.map(...)}`.
    Template,
    /// Structure deeper than is read.
    TooDeep,
    /// More blocks, rows or cells than are read.
    TooMany,
    /// A quotation mark, a bracket or a comment that is never closed.
    Unclosed,
}

/// Caps of the format readers. What is beyond them is a [`Remark`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct PageLimits {
    /// Nesting of elements, lists, quotations and brackets.
    pub(crate) depth: usize,
    /// Blocks of a page, those inside of others among them.
    pub(crate) blocks: usize,
    /// Cells of all tables, and fields of all records.
    pub(crate) cells: usize,
}

impl Default for PageLimits {
    fn default() -> Self {
        Self { depth: 64, blocks: 100_000, cells: 500_000 }
    }
}
