//! The elements of an HTML page as a tree, with the end tags that HTML implies.

use super::attributes;
use super::names;
use super::node::{Attribute, Element, Holds, HtmlNode, NodeContent};
use crate::page::block::{PageLimits, Remark, RemarkKind};
use crate::text::Span;
use html5gum::emitters::default::{DefaultEmitter, EndTag, StartTag, Token};
use html5gum::{Error, State, Tokenizer};
use std::borrow::Cow;
use std::collections::HashMap;
use std::mem::take;

/// The attributes that are kept.
const ATTRIBUTES: &[&str] = &[
    "aria-level",
    "class",
    "colspan",
    "data-cfemail",
    "hidden",
    "href",
    "id",
    "open",
    "role",
    "rowspan",
    "start",
    "style",
];

/// A page as a tree. Node 0 is the root.
#[derive(Debug)]
pub(super) struct HtmlTree {
    pub(super) nodes: Vec<HtmlNode>,
    pub(super) comments: Vec<Span>,
    pub(super) remarks: Vec<Remark>,
    /// True if there is a `<script>`.
    pub(super) has_script: bool,
}

/// Reads a text as a tree. `masked` has the same length as `text`, and parts that are not HTML
/// are white space in it.
pub(super) fn parse(text: &str, masked: &str, from: usize, limits: &PageLimits) -> HtmlTree {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let read = attributes::without_excess(&masked[from..]);
    let mut tokenizer = Tokenizer::new_with_emitter(&*read, emitter);
    let root = Element { name: Cow::Borrowed("body"), attributes: Vec::new() };
    let root = HtmlNode::new(NodeContent::Element(Box::new(root)), Span::new(from, from));
    let tree = HtmlTree {
        nodes: vec![root],
        comments: Vec::new(),
        remarks: Vec::new(),
        has_script: false,
    };
    let mut builder = HtmlTreeBuilder {
        tree,
        text,
        masked,
        from,
        depth: limits.depth.max(4),
        open: vec![0],
        deep: Vec::new(),
        deep_counts: HashMap::new(),
        foreign: 0,
        raw: None,
        last: from,
    };
    while let Some(Ok(token)) = tokenizer.next() {
        if let Token::StartTag(tag) = &token
            && **tag.name == *b"noscript"
        {
            // Scripts do not run here, so what stands in for them shows.
            tokenizer.set_state(State::Data);
        }
        builder.token(token);
    }
    builder.finish()
}

struct HtmlTreeBuilder<'a> {
    tree: HtmlTree,
    text: &'a str,
    masked: &'a str,
    /// The offset in the page that the tokens count from.
    from: usize,
    depth: usize,
    /// The open elements, from the root.
    open: Vec<usize>,
    /// The names of open elements that are too deep to be nodes, and how many of each.
    deep: Vec<Cow<'static, str>>,
    deep_counts: HashMap<Cow<'static, str>, usize>,
    /// The number of open drawings and formulas.
    foreign: usize,
    /// The open element whose content is no markup, such as a script, if the last tag is one.
    raw: Option<Span>,
    /// The end of the last token.
    last: usize,
}

impl HtmlTreeBuilder<'_> {
    fn token(&mut self, token: Token<usize>) {
        match token {
            Token::StartTag(tag) => self.start(&tag),
            Token::EndTag(tag) => self.end(&tag),
            Token::String(string) => {
                let span = self.span(string.span);
                self.text(span);
            }
            Token::Comment(comment) => {
                let span = self.span(comment.span);
                self.last = span.end as usize;
                self.comment(span);
            }
            Token::Doctype(doctype) => self.last = self.span(doctype.span).end as usize,
            Token::Error(error) => {
                if matches!(error.value, Error::EofInTag | Error::EofInDoctype) {
                    self.remark(Span::new(self.last, self.masked.len()), RemarkKind::Unclosed);
                }
            }
        }
    }

    /// The bytes of a token in the text, on whole characters.
    fn span(&self, span: html5gum::Span<usize>) -> Span {
        let floor = |at: usize| {
            let mut at = (at + self.from).min(self.text.len());
            while !self.text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let start = floor(span.start);
        Span::new(start, floor(span.end).max(start))
    }

    fn remark(&mut self, span: Span, kind: RemarkKind) {
        self.tree.remarks.push(Remark { span, kind });
    }

    fn comment(&mut self, span: Span) {
        let Some(inner) = self.text[span.range()].strip_prefix("<!--") else {
            if self.text[span.range()].starts_with("<?") {
                self.remark(span, RemarkKind::Template);
            }
            return;
        };
        let start = span.start as usize + 4;
        let body = ["-->", "--!>"].iter().find_map(|end| inner.strip_suffix(end));
        let is_short = matches!(inner, ">" | "->");
        if body.is_none() && !is_short {
            self.remark(span, RemarkKind::Unclosed);
        }
        let len = if is_short { 0 } else { body.unwrap_or(inner).len() };
        self.tree.comments.push(Span::new(start, start + len));
    }

    fn text(&mut self, span: Span) {
        self.last = span.end as usize;
        if span.is_empty() {
            return;
        }
        if self.is_top("head") && !self.text[span.range()].trim().is_empty() {
            self.pop(span.start);
        }
        self.push(HtmlNode::new(NodeContent::Text, span));
    }

    /// Adds a node to the innermost open element.
    fn push(&mut self, node: HtmlNode) -> usize {
        let at = self.tree.nodes.len();
        self.tree.nodes.push(node);
        let parent = self.top();
        self.tree.nodes[parent].children.push(at);
        at
    }

    fn top(&self) -> usize {
        self.open.last().copied().unwrap_or_default()
    }

    fn name(&self, node: usize) -> &str {
        self.tree.nodes[node].element().map_or("", |element| &element.name)
    }

    fn is_top(&self, name: &str) -> bool {
        self.deep.is_empty() && self.name(self.top()) == name
    }

    fn start(&mut self, tag: &StartTag<usize>) {
        let span = self.span(tag.span);
        self.last = span.end as usize;
        let name = names::known(&tag.name).map_or_else(
            || Cow::Owned(String::from_utf8_lossy(&tag.name).into_owned()),
            Cow::Borrowed,
        );
        let attributes = self.attributes(tag);
        if matches!(&*name, "html" | "body") {
            if &*name == "body" && self.is_top("head") {
                self.pop(span.start);
            }
            return;
        }
        self.raw = is_raw(&name).then_some(span);
        self.tree.has_script |= &*name == "script";
        self.imply_ends(&name, span.start);
        let is_foreign = matches!(&*name, "svg" | "math");
        let is_empty =
            names::is_void(&name) || (tag.self_closing && (is_foreign || self.foreign > 0));
        if self.open.len() >= self.depth || !self.deep.is_empty() {
            self.start_deep(name, span, is_empty);
            return;
        }
        let element = Element { name, attributes };
        let at = self.push(HtmlNode::new(NodeContent::Element(Box::new(element)), span));
        if is_empty {
            let is_edge = self.name(at) == "hr";
            self.tree.nodes[self.open[self.open.len() - 1]].holds.block |= is_edge;
        } else {
            self.foreign += usize::from(is_foreign);
            self.open.push(at);
        }
    }

    /// Starts an element that is too deep: its text belongs to the element at the limit.
    fn start_deep(&mut self, name: Cow<'static, str>, span: Span, is_empty: bool) {
        if self.tree.remarks.iter().all(|remark| remark.kind != RemarkKind::TooDeep) {
            self.remark(span, RemarkKind::TooDeep);
        }
        if &*name == "br" || names::is_block(&name) {
            self.push(HtmlNode::new(NodeContent::Edge, span));
        }
        if !is_empty {
            // What is not text must not become text of the element around it.
            if is_raw(&name) || (self.foreign == 0 && matches!(&*name, "svg" | "math")) {
                self.foreign += usize::from(!is_raw(&name));
                let element = Element { name: name.clone(), attributes: Vec::new() };
                let at = self.push(HtmlNode::new(NodeContent::Element(Box::new(element)), span));
                self.open.push(at);
                return;
            }
            *self.deep_counts.entry(name.clone()).or_default() += 1;
            self.deep.push(name);
        }
    }

    fn attributes(&self, tag: &StartTag<usize>) -> Vec<Attribute> {
        let kept = |(name, value): (
            &html5gum::HtmlString,
            &html5gum::Spanned<html5gum::HtmlString, usize>,
        )| {
            let name = ATTRIBUTES.iter().find(|known| known.as_bytes() == &***name)?;
            let source = self.span(value.span);
            let decoded = String::from_utf8_lossy(&value.value).into_owned();
            let (source, is_verbatim) = self.value_span(source, &decoded);
            Some(Attribute { name, value: decoded, source, is_verbatim })
        };
        tag.attributes.iter().filter_map(kept).collect()
    }

    /// The bytes of a value in those of its attribute, and true if they are the value.
    fn value_span(&self, attribute: Span, value: &str) -> (Span, bool) {
        let raw = &self.text[attribute.range()];
        let Some(equals) = raw.find('=') else {
            return (Span { start: attribute.end, end: attribute.end }, value.is_empty());
        };
        let rest = raw[equals + 1..].trim_start_matches(|char: char| char.is_ascii_whitespace());
        let start = raw.len() - rest.len();
        let quote = rest.chars().next().filter(|first| matches!(first, '"' | '\''));
        let (start, rest) = quote.map_or((start, rest), |_| (start + 1, &rest[1..]));
        let span = attribute.part(start..raw.len());
        if rest.starts_with(value) {
            return (span.part(0..value.len()), true);
        }
        let len = quote.and_then(|quote| rest.find(quote)).unwrap_or(rest.len());
        (span.part(0..len), false)
    }

    /// Closes what a start tag closes.
    fn imply_ends(&mut self, name: &str, at: u32) {
        if self.is_top("head") && !names::is_of_head(name) {
            self.pop(at);
        }
        if self.foreign > 0 && names::ends_foreign(name) {
            self.end_foreign(at);
        }
        if !self.deep.is_empty() {
            // Too deep for a structure, except for what starts a cell, a row or an item.
            if !matches!(
                name,
                "tr" | "td" | "th" | "tbody" | "thead" | "tfoot" | "li" | "dt" | "dd"
            ) || ["table", "ul", "ol", "dl"]
                .iter()
                .any(|name| self.deep_counts.contains_key(*name))
            {
                return;
            }
        }
        match name {
            "li" => self.close_sibling(&["li"], at),
            "dt" | "dd" => self.close_sibling(&["dt", "dd"], at),
            "option" if self.is_top("option") => self.pop(at),
            "td" | "th" => self.clear_to(&["tr", "tbody", "thead", "tfoot", "table"], at),
            "tr" => self.clear_to(&["tbody", "thead", "tfoot", "table"], at),
            "tbody" | "thead" | "tfoot" | "caption" | "colgroup" | "col" => {
                self.clear_to(&["table"], at);
            }
            "a" if self.is_top("a") => self.pop(at),
            "table"
                if matches!(
                    self.name(self.top()),
                    "table" | "tbody" | "thead" | "tfoot" | "tr"
                ) =>
            {
                self.close_through(&["table"], is_table_scope, at);
            }
            _ => {}
        }
        if names::ends_paragraph(name) || matches!(name, "li" | "dt" | "dd") {
            self.close_through(&["p"], names::is_scope, at);
        }
        if names::is_heading(name) && names::is_heading(self.name(self.top())) {
            self.pop(at);
        }
    }

    fn end_foreign(&mut self, at: u32) {
        let found = self.open.iter().rposition(|&node| {
            matches!(self.name(node), "svg" | "math" | "foreignobject" | "desc")
        });
        let Some(found) = found else { return };
        if matches!(self.name(self.open[found]), "svg" | "math") {
            self.pop_to(found, at);
        }
    }

    /// Closes the innermost item of a list before the next one.
    fn close_sibling(&mut self, siblings: &[&str], at: u32) {
        let stops = |name: &str| {
            names::is_scope(name)
                || (names::is_block(name) && !matches!(name, "address" | "div" | "p"))
        };
        self.close_through(siblings, stops, at);
    }

    /// Closes all down to one of these, if there is one in the innermost table.
    fn clear_to(&mut self, stay: &[&str], at: u32) {
        let found = self.open.iter().rposition(|&node| {
            let name = self.name(node);
            stay.contains(&name) || is_table_scope(name)
        });
        let Some(found) = found else { return };
        if stay.contains(&self.name(self.open[found])) {
            self.pop_to(found + 1, at);
        }
    }

    /// Closes the innermost of these elements with all that is in it, unless another element
    /// stands in the way.
    fn close_through(&mut self, these: &[&str], stops: impl Fn(&str) -> bool, at: u32) {
        for depth in (1..self.open.len()).rev() {
            let name = self.name(self.open[depth]);
            if these.contains(&name) {
                self.pop_to(depth, at);
                return;
            }
            if stops(name) {
                return;
            }
        }
    }

    fn end(&mut self, tag: &EndTag<usize>) {
        let span = self.span(tag.span);
        self.last = span.end as usize;
        self.raw = None;
        let name = String::from_utf8_lossy(&tag.name);
        if matches!(&*name, "html" | "body") {
            return;
        }
        if !self.deep.is_empty() {
            let is_kept = is_raw(&name) || matches!(&*name, "svg" | "math");
            if is_kept && self.name(self.top()) == name {
                let deep = (take(&mut self.deep), take(&mut self.deep_counts));
                self.pop(span.start);
                (self.deep, self.deep_counts) = deep;
                return;
            }
            if self.deep_counts.get(&*name).is_some_and(|count| *count > 0) {
                self.end_deep(&name, span);
                return;
            }
            if !names::is_block(&name) {
                return;
            }
        }
        let before = self.open.len();
        self.end_open(&name, span);
        if self.open.len() == before && matches!(&*name, "p" | "br") {
            // As browsers do: an empty paragraph, a line break.
            self.push(HtmlNode::new(NodeContent::Edge, span));
        }
    }

    fn end_deep(&mut self, name: &str, span: Span) {
        while let Some(deep) = self.deep.pop() {
            if let Some(count) = self.deep_counts.get_mut(&deep) {
                *count -= 1;
                if *count == 0 {
                    self.deep_counts.remove(&deep);
                }
            }
            if &*deep == name {
                break;
            }
        }
        if names::is_block(name) {
            self.push(HtmlNode::new(NodeContent::Edge, span));
        }
    }

    fn end_open(&mut self, name: &str, span: Span) {
        let close: &dyn Fn(&str) -> bool = match name {
            "table" | "tbody" | "thead" | "tfoot" | "tr" | "td" | "th" | "caption" => {
                &is_table_scope
            }
            "li" => &|open| names::is_scope(open) || matches!(open, "ul" | "ol" | "menu"),
            name if names::is_block(name) => &names::is_scope,
            _ => &|open| names::is_scope(open) || names::is_block(open),
        };
        for depth in (1..self.open.len()).rev() {
            let open = self.name(self.open[depth]);
            let is_same = open == name || (names::is_heading(name) && names::is_heading(open));
            if is_same {
                self.pop_to(depth + 1, span.start);
                let node = self.top();
                self.pop(span.start);
                self.tree.nodes[node].span.end = span.end;
                return;
            }
            if close(open) {
                return;
            }
        }
    }

    fn pop_to(&mut self, depth: usize, at: u32) {
        while self.open.len() > depth.max(1) {
            self.pop(at);
        }
    }

    /// Closes the innermost element before an offset.
    fn pop(&mut self, at: u32) {
        self.deep.clear();
        self.deep_counts.clear();
        if self.open.len() < 2 {
            return;
        }
        let Some(node) = self.open.pop() else { return };
        self.close(node, at);
        let holds = self.held_by(node);
        let parent = self.top();
        let sum = &mut self.tree.nodes[parent].holds;
        sum.table |= holds.table;
        sum.row |= holds.row;
        sum.cell |= holds.cell;
        sum.heading |= holds.heading;
        sum.title_heading |= holds.title_heading;
        sum.block |= holds.block;
        sum.item |= holds.item;
        sum.pair |= holds.pair;
    }

    fn close(&mut self, node: usize, at: u32) {
        let is_foreign = matches!(self.name(node), "svg" | "math");
        self.foreign -= usize::from(is_foreign && self.foreign > 0);
        let node = &mut self.tree.nodes[node];
        node.inner.end = at.max(node.inner.start);
        node.span.end = node.inner.end;
    }

    fn held_by(&self, node: usize) -> Holds {
        let mut holds = self.tree.nodes[node].holds;
        let Some(element) = self.tree.nodes[node].element() else { return holds };
        if names::is_skipped(&element.name) {
            return Holds::default();
        }
        match element.acts_as() {
            "table" => {
                holds = Holds { table: true, ..holds };
                // Its rows and cells are its own.
                (holds.row, holds.cell) = (false, false);
            }
            "tr" => (holds.row, holds.cell) = (true, false),
            "td" | "th" => holds.cell = true,
            "li" => holds.item = true,
            "ul" | "ol" | "menu" => holds.item = false,
            "dt" | "dd" => holds.pair = true,
            "dl" => holds.pair = false,
            _ => {}
        }
        holds.heading |= element.heading_level().is_some();
        holds.title_heading |= element.heading_level() == Some(1);
        holds.block |= names::is_block(element.acts_as());
        holds
    }

    fn finish(mut self) -> HtmlTree {
        let end = self.masked.len();
        if let Some(span) = self.raw
            && self.open.len() > 1
        {
            self.remark(span, RemarkKind::Unclosed);
        }
        let end_of_file = Span::new(end, end).start;
        self.pop_to(1, end_of_file);
        self.tree.nodes[0].span.end = end_of_file;
        self.tree.nodes[0].inner.end = end_of_file;
        self.tree
    }
}

/// Elements whose content is text up to their end tag.
fn is_raw(name: &str) -> bool {
    matches!(
        name,
        "iframe" | "noembed" | "noframe" | "script" | "style" | "textarea" | "title" | "xmp"
    )
}

fn is_table_scope(name: &str) -> bool {
    matches!(name, "table" | "template")
}
