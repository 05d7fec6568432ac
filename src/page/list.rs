//! A list of vendors as a page states it.

use super::rich::Rich;
use crate::text::{SourceMap, Span};
use std::ops::Range;

/// A value of the list: a piece of the page's text, or a word of a closed list that stands for
/// one, with its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PageValue {
    /// The value as a manifest has it.
    pub(crate) text: String,
    /// The bytes of the page for each part of the text.
    pub(crate) map: SourceMap,
    /// The way it was read.
    pub(crate) how: How,
}

/// The way in which a value was read from a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum How {
    /// It is a cell, a line or a link.
    Read,
    /// It is a part of one.
    Split,
    /// It is said elsewhere about several vendors: a heading, a spanned cell, a footnote.
    Inherited,
}

impl PageValue {
    /// A whole text.
    pub(crate) fn read(text: &Rich) -> Self {
        let mut lines = text.text().split('\n');
        let mut flat = lines.next().unwrap_or_default().to_owned();
        for line in lines {
            flat.push_str(between(line));
            flat.push_str(line);
        }
        Self { text: flat, map: flat_map(text), how: How::Read }
    }

    /// A part of a text.
    pub(crate) fn part(text: &Rich, range: Range<usize>) -> Self {
        Self { how: How::Split, ..Self::read(&text.slice(range)) }
    }

    /// A word of a closed list, for a part of a text.
    pub(crate) fn word(word: &str, text: &Rich, range: Range<usize>) -> Self {
        let span = text.map().part(range);
        Self::word_at(word, span)
    }

    /// A word of a closed list, for some bytes of the page.
    pub(crate) fn word_at(word: &str, span: Span) -> Self {
        let mut map = SourceMap::default();
        map.push_decoded(word.len(), span);
        Self { text: word.to_owned(), map, how: How::Split }
    }

    /// A part of the value.
    pub(crate) fn slice(&self, range: Range<usize>) -> Self {
        let mut map = SourceMap::default();
        self.map.copy_to(range.clone(), &mut map);
        let how = if self.how == How::Read { How::Split } else { self.how };
        Self { text: self.text[range].to_owned(), map, how }
    }

    /// The same value, said about several vendors.
    pub(crate) fn inherited(mut self) -> Self {
        self.how = How::Inherited;
        self
    }

    /// The bytes of the whole value.
    pub(crate) fn span(&self) -> Span {
        self.map.part(0..self.text.len())
    }
}

/// The map of a text whose line breaks are written as a comma and a space.
fn between(next: &str) -> &'static str {
    if next.starts_with('(') { " " } else { ", " }
}

fn flat_map(text: &Rich) -> SourceMap {
    let mut map = SourceMap::default();
    let mut from = 0;
    for (at, _) in text.text().match_indices('\n') {
        text.map().copy_to(from..at, &mut map);
        let len = between(&text.text()[at + 1..]).len();
        map.push_decoded(len, text.map().part(at..at + 1));
        from = at + 1;
    }
    text.map().copy_to(from..text.text().len(), &mut map);
    map
}

/// A field with its values.
#[derive(Clone, Debug)]
pub(crate) struct PageField {
    /// The field as a dotted path of the manifest, or `x-...` for what has none.
    pub(crate) path: String,
    /// Its values; several make a list.
    pub(crate) values: Vec<PageValue>,
}

/// A vendor of the list.
#[derive(Clone, Debug, Default)]
pub(crate) struct PageVendor {
    /// The bytes of its row, item or record.
    pub(crate) span: Span,
    /// Its fields in the order of the page.
    pub(crate) fields: Vec<PageField>,
    /// The list that it stands in, as a place in [`PageList::lists`].
    pub(crate) list: usize,
    /// True if it is no subprocessor by the words of the page.
    pub(crate) is_other_recipient: bool,
}

impl PageVendor {
    /// The first value of a field.
    pub(crate) fn get(&self, path: &str) -> Option<&PageValue> {
        self.fields.iter().find(|field| field.path == path)?.values.first()
    }

    /// Adds a value to a field.
    pub(crate) fn add(&mut self, path: &str, value: PageValue) {
        if value.text.is_empty() {
            return;
        }
        match self.fields.iter_mut().find(|field| field.path == path) {
            Some(field) => {
                if !field.values.iter().any(|known| known.text == value.text) {
                    field.values.push(value);
                }
            }
            None => self.fields.push(PageField { path: path.to_owned(), values: vec![value] }),
        }
    }

    /// Gives a field a value unless it has one.
    pub(crate) fn add_if_missing(&mut self, path: &str, value: PageValue) {
        if self.get(path).is_none() {
            self.add(path, value);
        }
    }
}

/// A part of the page that was read as a list of vendors.
#[derive(Clone, Debug, Default)]
pub(crate) struct ListPart {
    /// All its bytes.
    pub(crate) span: Span,
    /// The bytes that say what it lists: its header, its heading, its first row.
    pub(crate) head: Span,
    /// The bytes of the heading above it, if it has no header of its own.
    pub(crate) heading: Option<Span>,
    /// The kind of block: `table`, `list`, `records`.
    pub(crate) kind: &'static str,
    /// Its columns in order: the words of the page, and what they were read as.
    pub(crate) columns: Vec<(String, String)>,
    /// Vendors in it.
    pub(crate) vendors: usize,
}

/// A part of the page that holds what looks like vendors and was left out.
#[derive(Clone, Debug)]
pub(crate) struct LeftOut {
    /// Its bytes.
    pub(crate) span: Span,
    /// The bytes of the reason: a heading, a header.
    pub(crate) because: Span,
    /// The reason, as a phrase: `it is a change log`.
    pub(crate) why: &'static str,
    /// Rows or items in it.
    pub(crate) rows: usize,
}

/// Something of the page that was not understood.
#[derive(Clone, Debug)]
pub(crate) struct Unread {
    /// Its bytes.
    pub(crate) span: Span,
    /// The kind of text.
    pub(crate) kind: UnreadKind,
    /// Its words, shortened.
    pub(crate) text: String,
}

/// The kinds of [`Unread`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UnreadKind {
    /// A column whose header is no known field.
    Column,
    /// A row with fewer cells than its header.
    ShortRow,
    /// A row without a name.
    Nameless,
    /// Cells without a mark between them.
    JoinedCells,
    /// Rows that a browser does not show.
    HiddenRows,
    /// A value that a program computes.
    Computed,
    /// Rows of a template that were never filled in.
    EmptyRow,
    /// More than is read.
    TooMuch,
    /// An item that is no vendor by its words.
    NoVendor,
}

/// All that was read from a page.
#[derive(Clone, Debug, Default)]
pub(crate) struct PageList {
    /// Fields of the whole list, such as `last_updated`.
    pub(crate) root: Vec<PageField>,
    /// The vendors in the order of the page.
    pub(crate) vendors: Vec<PageVendor>,
    /// The parts of the page that they are from.
    pub(crate) lists: Vec<ListPart>,
    /// Parts that were left out.
    pub(crate) left_out: Vec<LeftOut>,
    /// Texts that were not understood.
    pub(crate) unread: Vec<Unread>,
    /// The reason why there is no list, if there is none.
    pub(crate) no_list: Option<NoList>,
}

impl PageList {
    /// The first value of a field of the whole list.
    pub(crate) fn get(&self, path: &str) -> Option<&PageValue> {
        self.root.iter().find(|field| field.path == path)?.values.first()
    }

    /// Gives a field of the whole list a value unless it has one.
    pub(crate) fn set(&mut self, path: &str, value: PageValue) {
        if self.get(path).is_none() && !value.text.is_empty() {
            self.root.push(PageField { path: path.to_owned(), values: vec![value] });
        }
    }
}

/// The reason why a page has no list of vendors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoList {
    /// Scripts fill it.
    Script,
    /// It links to a list elsewhere.
    Link,
    /// The list is given on request.
    OnRequest,
    /// Nothing like a list was found.
    Nothing,
}
