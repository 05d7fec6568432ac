//! The blocks of a page that the values of a data file make.

use super::block::{
    Block, Cell, Content, DataField, DataRecord, ItemList, ListItem, PageArea, PageBlocks,
    PageLimits, PageTable, Pair, Records, Remark, RemarkKind, Row,
};
use super::data_tree::{DataScalar, Kind, ValueId, Values};
use super::embedded::{self, EmbeddedReader};
use super::rich::{Rich, RichBuilder};
use super::words::{self, entry_field};
use crate::text::fold::fold_key;
use crate::text::{Span, start_of};
use std::collections::HashMap;

/// Bytes of the keys before the last one of a dotted key.
const MAX_PREFIX: usize = 200;

/// Keys of what a part of a page is called, folded.
const TITLES: [&str; 8] =
    ["title", "heading", "header", "label", "category", "group", "section", "region"];

/// Keys of the text below a title, folded.
const INTROS: [&str; 7] =
    ["description", "intro", "introduction", "subtitle", "summary", "text", "note"];

/// Keys of lists that say nothing about what is in them, folded.
const GENERIC: [&str; 8] =
    ["items", "entries", "rows", "list", "records", "data", "children", "members"];

fn is_one_of(key: &str, words: &[&str]) -> bool {
    key.len() < 40 && words.contains(&fold_key(key).as_str())
}

/// A comment that a format without comments has under a key.
fn is_comment_key(key: &str) -> bool {
    matches!(key, "$comment" | "_comment" | "__comment" | "//")
}

/// Turns values into the blocks of a page.
pub(super) struct DataWalker<'v> {
    values: &'v Values,
    limits: PageLimits,
    embedded: EmbeddedReader,
    page: PageBlocks,
    path: Vec<&'v DataScalar>,
    pairs: Vec<Pair>,
    visits: usize,
    blocks: usize,
    /// True if a title at the top is that of the page.
    is_document: bool,
    is_cut: bool,
    is_too_deep: bool,
}

impl<'v> DataWalker<'v> {
    pub(super) fn new(
        values: &'v Values,
        limits: &PageLimits,
        embedded: EmbeddedReader,
        is_document: bool,
    ) -> Self {
        Self {
            values,
            limits: *limits,
            embedded,
            page: PageBlocks::default(),
            path: Vec::new(),
            pairs: Vec::new(),
            visits: 0,
            blocks: 0,
            is_document,
            is_cut: false,
            is_too_deep: false,
        }
    }

    /// Adds the blocks of a value and of all in it.
    pub(super) fn root(&mut self, name: Option<&'v DataScalar>, id: ValueId) {
        self.path.extend(name);
        self.value(id, 0);
        self.flush();
        self.path.clear();
    }

    /// The number of blocks so far.
    pub(super) fn block_count(&self) -> usize {
        self.page.blocks.len()
    }

    /// The page.
    pub(super) fn finish(mut self) -> PageBlocks {
        self.flush();
        self.page
    }

    /// Counts a value; false if there are too many.
    fn visit(&mut self, id: ValueId) -> bool {
        self.visits += 1;
        if self.visits > self.limits.cells && !self.is_cut {
            self.is_cut = true;
            let span = self.values.get(id).span;
            self.page.remarks.push(Remark { span, kind: RemarkKind::TooMany });
        }
        !self.is_cut
    }

    fn descend(&mut self, id: ValueId, depth: usize) -> bool {
        if depth > self.limits.depth {
            if !self.is_too_deep {
                self.is_too_deep = true;
                let span = self.values.get(id).span;
                self.page.remarks.push(Remark { span, kind: RemarkKind::TooDeep });
            }
            return false;
        }
        self.visit(id)
    }

    fn value(&mut self, id: ValueId, depth: usize) {
        if !self.descend(id, depth) {
            return;
        }
        let values = self.values;
        match values.kind(id) {
            Kind::Null | Kind::Computed | Kind::Same(_) => {}
            Kind::Scalar(scalar) => self.scalar(scalar),
            Kind::List(items) => self.list(id, items, depth),
            Kind::Map(entries) => self.map(id, entries, depth),
        }
    }

    fn scalar(&mut self, scalar: &'v DataScalar) {
        if self.path.last().is_some_and(|key| is_comment_key(&key.text)) {
            self.page.comments.push(scalar.span());
            return;
        }
        let markup = embedded::any_markup(&scalar.text);
        if let Some(page) = markup.and_then(|markup| self.read_embedded(scalar, markup)) {
            self.flush();
            for block in page.blocks {
                self.push_block(block);
            }
            self.page.comments.extend(page.comments);
            self.page.remarks.extend(page.remarks);
            return;
        }
        let term = self.term();
        self.pairs.push(Pair { term, text: scalar.rich(), inner: Vec::new() });
    }

    fn read_embedded(&self, scalar: &DataScalar, markup: embedded::Markup) -> Option<PageBlocks> {
        let page = (self.embedded)(&scalar.text, markup, &self.limits)?;
        Some(embedded::through(page, &scalar.map))
    }

    /// The keys that lead here, with dots between them.
    fn term(&self) -> Rich {
        let mut builder = RichBuilder::default();
        let Some((last, before)) = self.path.split_last() else { return builder.finish() };
        let mut len = 0;
        for key in before {
            len += key.text.len();
            if len > MAX_PREFIX {
                break;
            }
            builder.rich(&key.rich());
            builder.decoded(".", Span { start: key.span().end, end: key.span().end });
        }
        builder.rich(&last.rich());
        builder.finish()
    }

    fn push_block(&mut self, block: Block) {
        self.blocks += 1;
        if self.blocks <= self.limits.blocks {
            self.page.blocks.push(block);
        } else if !self.is_cut {
            self.is_cut = true;
            self.page.remarks.push(Remark { span: block.span, kind: RemarkKind::TooMany });
        }
    }

    fn push(&mut self, span: Span, content: Content) {
        self.flush();
        self.push_block(Block { span, area: PageArea::Main, is_shown: true, content });
    }

    fn flush(&mut self) {
        let pairs = std::mem::take(&mut self.pairs);
        let spans = pairs.iter().flat_map(|pair| [pair.term.span(), pair.text.span()]);
        let spans = spans.filter(|span| !span.is_empty());
        let joined = spans.reduce(|one, other| Span {
            start: one.start.min(other.start),
            end: one.end.max(other.end),
        });
        if !pairs.is_empty() {
            self.push_block(Block {
                span: joined.unwrap_or_default(),
                area: PageArea::Main,
                is_shown: true,
                content: Content::Pairs(pairs),
            });
        }
    }

    fn heading(&mut self, text: &DataScalar, depth: usize) {
        let level = u8::try_from(depth.min(4) + 2).unwrap_or(6);
        self.push(text.span(), Content::Heading { level, text: text.rich() });
    }

    fn map(&mut self, id: ValueId, entries: &'v [(DataScalar, ValueId)], depth: usize) {
        let values = self.values;
        let name = self.path.last().copied();
        let is_list = name.is_some_and(|name| words::is_list(&name.text));
        if self.is_keyed(entries, is_list) {
            let keyed = entries.iter().filter(|(_, value)| values.is_map(*value));
            let records = keyed.map(|(key, value)| (Some(key), *value)).collect();
            self.records(id, records);
            return;
        }
        let is_collection = |id: ValueId| match values.kind(id) {
            Kind::List(items) => items.iter().any(|item| !values.is_scalar(*item)),
            Kind::Map(_) => true,
            _ => false,
        };
        let has_collections = entries.iter().any(|(_, value)| is_collection(*value));
        let mut own_path = None;
        let mut title = None;
        let is_top = self.is_document && depth == 0 && self.path.is_empty();
        for (index, (key, value)) in entries.iter().enumerate() {
            if let Kind::Scalar(text) = values.kind(*value)
                && (has_collections || is_top)
                && is_one_of(&key.text, &TITLES[..if is_top { 1 } else { TITLES.len() }])
            {
                title = Some(index);
                if is_top && self.page.title.is_none() {
                    self.page.title = Some(text.rich());
                } else {
                    self.heading(text, depth);
                }
                break;
            }
        }
        if is_list && title.is_none() {
            if let Some(name) = name {
                self.heading(name, depth);
            }
            if !has_collections {
                own_path = Some(std::mem::take(&mut self.path));
            }
        }
        for (index, (key, value)) in entries.iter().enumerate() {
            if Some(index) == title || self.is_cut {
                continue;
            }
            if let Kind::Scalar(text) = values.kind(*value)
                && title.is_some()
                && is_one_of(&key.text, &INTROS)
                && embedded::any_markup(&text.text).is_none()
            {
                self.push(text.span(), Content::Paragraph(text.rich()));
                continue;
            }
            self.path.push(key);
            self.value(*value, depth + 1);
            self.path.pop();
        }
        if let Some(path) = own_path {
            self.flush();
            self.path = path;
        }
    }

    /// True if the values are vendors that stand under their names.
    fn is_keyed(&self, entries: &[(DataScalar, ValueId)], is_list: bool) -> bool {
        let values = self.values;
        let maps = entries.iter().filter(|(_, value)| values.is_map(*value)).count();
        let others = entries.iter().filter(|(_, value)| {
            !values.is_map(*value) && !matches!(values.kind(*value), Kind::Null | Kind::Computed)
        });
        if maps == 0 || others.count() > 0 {
            return false;
        }
        let is_record = |id: ValueId| {
            values.entries(id).iter().any(|(key, _)| entry_field(&key.text).is_some())
                && !self.is_section(id)
        };
        let records = entries.iter().filter(|(_, value)| is_record(*value)).count();
        let fields = entries.iter().filter(|(key, _)| words::is_known(&key.text));
        records * 2 > maps && (is_list || (maps > 1 && fields.count() * 2 < maps))
    }

    fn list(&mut self, id: ValueId, items: &'v [ValueId], depth: usize) {
        let values = self.values;
        let span = values.get(id).span;
        let name = self.path.last().copied();
        let maps: Vec<ValueId> =
            items.iter().copied().filter(|item| values.is_map(*item)).collect();
        let scalars: Vec<&DataScalar> = items
            .iter()
            .filter_map(|item| match values.kind(*item) {
                Kind::Scalar(scalar) => Some(scalar),
                _ => None,
            })
            .collect();
        let rows = items.iter().any(|item| matches!(values.kind(*item), Kind::List(_)));
        if !scalars.is_empty() {
            self.scalars(span, name, &scalars);
        }
        if rows {
            self.rows(span, items);
        }
        if maps.iter().any(|map| self.is_section(*map)) {
            for map in maps {
                self.value(map, depth + 1);
            }
        } else if !maps.is_empty() {
            self.records(id, maps.into_iter().map(|map| (None, map)).collect());
        }
    }

    fn scalars(&mut self, span: Span, name: Option<&DataScalar>, scalars: &[&'v DataScalar]) {
        if let [scalar] = scalars
            && embedded::page_markup(&scalar.text).is_some()
        {
            self.scalar(scalar);
            return;
        }
        if name.is_none_or(|name| words::is_list(&name.text)) {
            if let Some(name) = name {
                self.heading(name, self.path.len());
            }
            let item = |scalar: &&DataScalar| ListItem {
                span: scalar.span(),
                is_shown: true,
                text: self.text_of(scalar),
                inner: Vec::new(),
            };
            let items = scalars.iter().map(item).collect();
            self.push(span, Content::List(ItemList { start: None, items }));
            return;
        }
        let mut builder = RichBuilder::default();
        for scalar in scalars {
            builder.line_break(scalar.span());
            builder.rich(&scalar.rich());
        }
        let term = self.term();
        self.pairs.push(Pair { term, text: builder.finish(), inner: Vec::new() });
    }

    /// Lists of lists are the rows of a table.
    fn rows(&mut self, span: Span, items: &[ValueId]) {
        let values = self.values;
        let mut rows = Vec::new();
        for &row in items {
            let mut cells = Vec::new();
            for &cell in values.items(row) {
                if !self.visit(cell) {
                    break;
                }
                let text = match values.kind(cell) {
                    Kind::Scalar(scalar) => self.text_of(scalar),
                    _ => Rich::default(),
                };
                cells.push(Cell { span: values.get(cell).span, text, ..Cell::default() });
            }
            if cells.iter().any(|cell| !cell.text.is_empty()) {
                let span = values.get(row).span;
                rows.push(Row { span, is_head: false, is_shown: true, cells });
            }
        }
        if let Some(first) = rows.first_mut() {
            first.is_head = first.cells.iter().any(|cell| entry_field(cell.text.text()).is_some());
            self.push(span, Content::Table(PageTable { caption: None, rows }));
        }
    }

    /// True if a mapping is a part of the page with a list of its own, not a vendor.
    fn is_section(&self, id: ValueId) -> bool {
        let values = self.values;
        let (mut has_list, mut has_title, mut fields) = (false, false, 0);
        for (key, value) in values.entries(id) {
            let key = key.text.as_str();
            match values.kind(*value) {
                Kind::Scalar(scalar) => {
                    if embedded::page_markup(&scalar.text).is_some() {
                        return true;
                    }
                    if is_one_of(key, &TITLES) {
                        has_title = true;
                    } else if !is_one_of(key, &INTROS)
                        && entry_field(key).is_some_and(|field| field != "name")
                    {
                        fields += 1;
                    }
                }
                Kind::List(items) if !items.is_empty() => {
                    let is_list = words::is_list(key) || is_one_of(key, &GENERIC);
                    let is_named = |item: &ValueId| {
                        let entries = values.entries(*item).iter();
                        let mut fields = entries.filter_map(|(key, _)| entry_field(&key.text));
                        fields.any(|field| matches!(field, "name" | "legal_name"))
                    };
                    // The first of them tell the others.
                    let mut first = items.iter().take(8);
                    let has_names = first.any(is_named);
                    has_list |= if has_names {
                        is_list || entry_field(key).is_none()
                    } else {
                        is_list && items.iter().take(8).all(|item| !values.is_map(*item))
                    };
                }
                _ => {}
            }
        }
        has_list && fields == 0 && (has_title || values.entries(id).len() <= 4)
    }

    fn records(&mut self, id: ValueId, records: Vec<(Option<&DataScalar>, ValueId)>) {
        let name = self.path.last().map(|name| name.rich());
        let mut read = Vec::with_capacity(records.len());
        for (key, record) in records {
            if !self.visit(record) {
                break;
            }
            let node = self.values.get(record);
            let span = key.map_or(node.span, |key| Span {
                start: key.span().start.min(node.span.start),
                end: node.span.end,
            });
            let mut fields = Fields::default();
            for (key, value) in self.values.entries(record) {
                self.field(&mut fields, "", key, *value, false, 1);
            }
            read.push(DataRecord { span, key: key.map(DataScalar::rich), fields: fields.list });
        }
        let span = self.values.get(id).span;
        self.push(span, Content::Records(Records { name, records: read }));
    }

    fn field(
        &mut self,
        fields: &mut Fields,
        prefix: &str,
        key: &DataScalar,
        id: ValueId,
        is_list: bool,
        depth: usize,
    ) {
        if !self.descend(id, depth) {
            return;
        }
        let values = self.values;
        let node = values.get(id);
        let field = |fields: &mut Fields| fields.at(prefix, key, is_list);
        match values.kind(id) {
            Kind::Null => {
                field(fields);
            }
            Kind::Computed | Kind::Same(_) => {
                let at = field(fields);
                fields.list[at].computed.get_or_insert(node.span);
            }
            Kind::Scalar(scalar) => {
                let at = field(fields);
                let text = self.text_of(scalar);
                fields.list[at].values.push(text);
            }
            Kind::List(items) => {
                if items.iter().all(|item| !values.is_map(*item)) {
                    fields.at(prefix, key, true);
                }
                for item in items {
                    self.field(fields, prefix, key, *item, true, depth + 1);
                }
            }
            Kind::Map(entries) => {
                let mut inner = String::from(start_of(prefix, MAX_PREFIX));
                inner.push_str(start_of(&key.text, MAX_PREFIX - inner.len()));
                inner.push('.');
                for (key, value) in entries {
                    self.field(fields, &inner, key, *value, is_list, depth + 1);
                }
            }
        }
    }

    /// The text of a value, without the tags that it may have.
    fn text_of(&self, scalar: &DataScalar) -> Rich {
        let read = |markup| {
            let page = self.read_embedded(scalar, markup)?;
            embedded::lines_of(&page)
        };
        embedded::any_markup(&scalar.text).and_then(read).unwrap_or_else(|| scalar.rich())
    }
}

/// The fields of a record, those with the same key joined.
#[derive(Default)]
struct Fields {
    list: Vec<DataField>,
    by_key: HashMap<String, usize>,
}

impl Fields {
    /// The index of a field, which is added if it is new.
    fn at(&mut self, prefix: &str, key: &DataScalar, is_list: bool) -> usize {
        let dotted = format!("{prefix}{}", key.text);
        if let Some(&at) = self.by_key.get(&dotted) {
            self.list[at].is_list |= is_list;
            return at;
        }
        let at = self.list.len();
        self.by_key.insert(dotted.clone(), at);
        let key_span = key.span();
        self.list.push(DataField { key: dotted, key_span, is_list, ..DataField::default() });
        at
    }
}
