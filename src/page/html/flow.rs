//! The tree of a page as blocks.

use super::look;
use super::node::{Element, HtmlNode, NodeContent};
use super::tree::HtmlTree;
use crate::page::block::{
    Block, Content, ItemList, ListItem, PageArea, PageLimits, Pair, Remark, RemarkKind,
};
use crate::page::rich::{LinkTarget, MarkKind, Rich, RichBuilder};
use crate::text::Span;

/// Makes blocks of the nodes of a tree.
pub(super) struct FlowReader<'a> {
    pub(super) tree: &'a HtmlTree,
    pub(super) text: &'a str,
    pub(super) remarks: Vec<Remark>,
    /// Blocks and cells that may still be made.
    pub(super) blocks_left: usize,
    pub(super) cells_left: usize,
    /// Bytes of text that cells may still repeat in the rows and columns that they span.
    pub(super) repeats_left: usize,
    pub(super) title: Option<Rich>,
    /// The level of the last heading, and the number of open `<details>`.
    level: u8,
    details: u8,
}

/// A part of the page that becomes blocks, or the lines of one text.
pub(super) struct Flow {
    pub(super) blocks: Vec<Block>,
    kind: FlowKind,
    line: RichBuilder,
    /// The open links and marks; they go on in the next block.
    open: Vec<InlineStyle>,
    pub(super) area: PageArea,
    is_shown: bool,
    is_in_content: bool,
    is_preformatted: bool,
    breaks: usize,
}

/// The form that the blocks in an element take.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum FlowKind {
    /// They are blocks.
    Blocks,
    /// They are lines; lists, tables and pairs are blocks of their own.
    Lines,
    /// They are lines; tables are blocks of their own.
    Cell,
}

#[derive(Clone)]
struct InlineStyle {
    look: Look,
    is_open: bool,
}

#[derive(Clone)]
enum Look {
    Mark(MarkKind),
    Link(LinkTarget),
}

impl Flow {
    fn new(kind: FlowKind, area: PageArea, is_shown: bool) -> Self {
        Self {
            blocks: Vec::new(),
            kind,
            line: RichBuilder::default(),
            open: Vec::new(),
            area,
            is_shown,
            is_in_content: false,
            is_preformatted: false,
            breaks: 0,
        }
    }

    pub(super) fn page() -> Self {
        Self::new(FlowKind::Blocks, PageArea::Main, true)
    }

    /// A flow for a part of this one, in the same links and marks.
    pub(super) fn part(&self, kind: FlowKind) -> Self {
        let mut part = Self::new(kind, self.area, self.is_shown);
        part.is_in_content = self.is_in_content;
        part.open.clone_from(&self.open);
        part.open.iter_mut().for_each(|inline| inline.is_open = false);
        part
    }

    pub(super) fn is_blocks(&self) -> bool {
        self.kind == FlowKind::Blocks
    }

    /// Opens the links and marks that began in a block before.
    fn reopen(&mut self) {
        for inline in self.open.iter_mut().filter(|inline| !inline.is_open) {
            inline.is_open = true;
            match &inline.look {
                Look::Mark(kind) => self.line.open_mark(*kind),
                Look::Link(target) => self.line.open_link(target.clone()),
            }
        }
    }

    fn push_inline(&mut self, look: Look) {
        self.reopen();
        self.open.push(InlineStyle { look, is_open: false });
        self.reopen();
    }

    fn pop_inline(&mut self) {
        let Some(inline) = self.open.pop() else { return };
        if inline.is_open {
            match inline.look {
                Look::Mark(kind) => self.line.close_mark(kind),
                Look::Link(_) => self.line.close_link(),
            }
        }
    }

    /// The text so far; what follows starts anew.
    pub(super) fn take_line(&mut self) -> Rich {
        self.breaks = 0;
        self.open.iter_mut().for_each(|inline| inline.is_open = false);
        std::mem::take(&mut self.line).finish()
    }
}

impl<'a> FlowReader<'a> {
    pub(super) fn new(tree: &'a HtmlTree, text: &'a str, limits: &PageLimits) -> Self {
        Self {
            tree,
            text,
            remarks: Vec::new(),
            blocks_left: limits.blocks,
            cells_left: limits.cells,
            repeats_left: text.len().saturating_mul(4).saturating_add(1 << 16),
            title: None,
            level: 1,
            details: 0,
        }
    }

    pub(super) fn node(&self, at: usize) -> &'a HtmlNode {
        &self.tree.nodes[at]
    }

    /// Says once that there is more than is read.
    pub(super) fn too_many(&mut self, span: Span) {
        if self.remarks.iter().all(|remark| remark.kind != RemarkKind::TooMany) {
            self.remarks.push(Remark { span, kind: RemarkKind::TooMany });
        }
    }

    /// Takes one of the blocks that may be made.
    fn has_block(&mut self, span: Span) -> bool {
        if self.blocks_left == 0 {
            self.too_many(span);
            return false;
        }
        self.blocks_left -= 1;
        true
    }

    pub(super) fn push(&mut self, flow: &mut Flow, span: Span, content: Content) {
        if self.has_block(span) {
            flow.blocks.push(Block { span, area: flow.area, is_shown: flow.is_shown, content });
        }
    }

    /// Ends the paragraph, or the line.
    pub(super) fn end_block(&mut self, flow: &mut Flow, at: Span) {
        if !flow.is_blocks() {
            flow.line.line_break(at);
            return;
        }
        let text = flow.take_line();
        if !text.is_empty() {
            self.push(flow, text.span(), Content::Paragraph(text));
        }
    }

    /// The text of an element as lines, and the blocks that stand in it.
    pub(super) fn lines(&mut self, at: usize, flow: &Flow, kind: FlowKind) -> (Rich, Vec<Block>) {
        let mut part = flow.part(kind);
        let node = self.node(at);
        let marks = node.element().map_or(Vec::new(), |element| look::marks(element, node.holds));
        for mark in &marks {
            part.push_inline(Look::Mark(*mark));
        }
        self.children(at, &mut part);
        (part.take_line(), part.blocks)
    }

    /// Reads the children of a node.
    pub(super) fn children(&mut self, at: usize, flow: &mut Flow) {
        let children: &'a [usize] = &self.node(at).children;
        if flow.is_blocks() && flow.area == PageArea::Main {
            return self.children_or_cards(children, flow);
        }
        for child in children {
            self.read(*child, flow);
        }
    }

    /// Reads a node.
    pub(super) fn read(&mut self, at: usize, flow: &mut Flow) {
        let node = self.node(at);
        match &node.content {
            NodeContent::Text => self.read_text(node.span, flow),
            NodeContent::Edge => self.end_block(flow, node.span),
            NodeContent::Element(element) => self.read_element(at, node, element, flow),
        }
    }

    fn read_element(&mut self, at: usize, node: &HtmlNode, element: &Element, flow: &mut Flow) {
        let name = element.acts_as();
        if name == "title" && self.title.is_none() {
            self.title = Some(self.plain(node)).filter(|title| !title.is_empty());
        }
        if name == "head" {
            let is_title = |child: &&usize| {
                self.node(**child).element().is_some_and(|child| &*child.name == "title")
            };
            if let Some(title) = node.children.iter().find(is_title) {
                self.read(*title, flow);
            }
        }
        if super::names::is_skipped(name) {
            return;
        }
        if name == "br" {
            flow.breaks += 1;
            if flow.breaks > 1 {
                self.end_block(flow, node.span);
            } else {
                flow.line.line_break(node.span);
            }
            return;
        }
        let is_block = look::is_block(element);
        if look::is_hidden(element) {
            if flow.is_blocks() && (is_block || node.holds.block) {
                self.end_block(flow, node.span);
                let was_shown = std::mem::replace(&mut flow.is_shown, false);
                self.read_shown(at, node, element, flow);
                self.end_block(flow, node.span);
                flow.is_shown = was_shown;
            }
            return;
        }
        if is_block {
            self.end_block(flow, Span { start: node.span.start, end: node.inner.start });
        }
        self.read_shown(at, node, element, flow);
        if is_block {
            self.end_block(flow, Span { start: node.inner.end, end: node.span.end });
        }
    }

    fn read_shown(&mut self, at: usize, node: &HtmlNode, element: &Element, flow: &mut Flow) {
        let was = (flow.area, flow.is_in_content, flow.is_preformatted);
        if flow.is_blocks() {
            let area = look::area(element, node.holds, flow.is_in_content).unwrap_or(flow.area);
            if flow.area != area {
                self.end_block(flow, Span { start: node.span.start, end: node.inner.start });
                flow.area = area;
            }
        }
        let name = element.acts_as();
        flow.is_in_content |= matches!(name, "article" | "li" | "main" | "section" | "td" | "th");
        flow.is_preformatted |= name == "pre";
        if let Some(level) = element.heading_level().filter(|_| flow.is_blocks()) {
            self.level = level;
            self.heading(at, level, flow);
        } else if name == "summary" && flow.is_blocks() {
            if node.holds.heading {
                self.children(at, flow);
            } else {
                self.heading(at, (self.level + self.details.max(1)).min(6), flow);
            }
        } else if name == "details" {
            self.details = self.details.saturating_add(1);
            self.children(at, flow);
            self.details -= 1;
        } else if name == "table" {
            self.table(at, flow);
        } else if flow.kind != FlowKind::Cell && matches!(name, "ul" | "ol" | "menu") {
            self.list(at, element, flow);
        } else if flow.kind != FlowKind::Cell && name == "dl" && node.holds.pair {
            self.pairs(at, flow);
        } else {
            self.inline(at, node, element, flow);
        }
        if flow.area != was.0 {
            self.end_block(flow, Span { start: node.inner.end, end: node.span.end });
        }
        (flow.area, flow.is_in_content, flow.is_preformatted) = was;
    }

    /// Reads the content of an element that is no structure of its own.
    fn inline(&mut self, at: usize, node: &HtmlNode, element: &Element, flow: &mut Flow) {
        let mut marks = look::marks(element, node.holds);
        if element.heading_level().is_some() && !marks.contains(&MarkKind::Strong) {
            marks.push(MarkKind::Strong);
        }
        let is_apart = marks.contains(&MarkKind::Badge) || look::is_inline_block(element);
        let mut count = marks.len();
        if is_apart {
            flow.line.space(Span { start: node.span.start, end: node.inner.start });
        }
        for mark in marks {
            flow.push_inline(Look::Mark(mark));
        }
        let mail = super::mail::address(element);
        if let Some(target) = target(element, mail.as_ref()) {
            flow.push_inline(Look::Link(target));
            count += 1;
        }
        let before = flow.blocks.len();
        match &mail {
            Some((address, source)) if super::mail::is_placeholder(&self.plain(node)) => {
                flow.reopen();
                flow.line.decoded(address, *source);
            }
            _ => self.children(at, flow),
        }
        for _ in 0..count {
            flow.pop_inline();
        }
        if look::is_list_value(element) {
            flow.line.line_break(Span { start: node.inner.end, end: node.span.end });
        } else if is_apart {
            flow.line.space(Span { start: node.inner.end, end: node.span.end });
        }
        if &*element.name == "p" && flow.is_blocks() {
            self.end_block(flow, node.span);
            if let [block] = &mut flow.blocks[before..] {
                block.span = node.span;
            }
        }
    }

    fn heading(&mut self, at: usize, level: u8, flow: &mut Flow) {
        let (text, inner) = self.lines(at, flow, FlowKind::Lines);
        if !text.is_empty() {
            self.push(flow, self.node(at).span, Content::Heading { level, text });
        }
        flow.blocks.extend(inner);
    }

    /// Adds the text of a node, entities decoded.
    fn read_text(&mut self, span: Span, flow: &mut Flow) {
        let raw = &self.text[span.range()];
        if raw.trim().is_empty() && !flow.is_preformatted {
            flow.line.text(raw, span.start as usize);
            return;
        }
        flow.breaks = 0;
        flow.reopen();
        let mut start = span.start as usize;
        if !flow.is_preformatted {
            return add_text(&mut flow.line, raw, start);
        }
        for line in raw.split_inclusive('\n') {
            add_text(&mut flow.line, line, start);
            start += line.len();
            if line.ends_with('\n') {
                flow.line.line_break(Span::new(start, start));
            }
        }
    }

    /// The text right in a node, without marks.
    fn plain(&self, node: &HtmlNode) -> Rich {
        let mut builder = RichBuilder::default();
        for child in &node.children {
            let child = self.node(*child);
            if matches!(child.content, NodeContent::Text) {
                add_text(&mut builder, &self.text[child.span.range()], child.span.start as usize);
            }
        }
        builder.finish()
    }

    fn list(&mut self, at: usize, element: &Element, flow: &mut Flow) {
        let start = || element.value("start").parse().unwrap_or(1);
        let is_numbered = &*element.name == "ol";
        let mut list = ItemList { start: is_numbered.then(start), items: Vec::new() };
        self.items(at, &mut list, flow);
        if !list.items.is_empty() {
            self.push(flow, self.node(at).span, Content::List(list));
        }
    }

    fn items(&mut self, at: usize, list: &mut ItemList, flow: &Flow) {
        for child in &self.node(at).children {
            let node = self.node(*child);
            let element = node.element();
            let name = element.map_or("", Element::acts_as);
            let is_hidden = element.is_some_and(look::is_hidden);
            if super::names::is_skipped(name) {
                continue;
            }
            if node.holds.item && !matches!(name, "li" | "menu" | "ol" | "ul") {
                self.items(*child, list, flow);
                continue;
            }
            let (text, inner) = if name == "li" {
                self.lines(*child, flow, FlowKind::Lines)
            } else {
                // A list right in a list belongs to the item before.
                let mut part = flow.part(FlowKind::Lines);
                self.read(*child, &mut part);
                let text = part.take_line();
                if text.is_empty()
                    && let Some(last) = list.items.last_mut()
                {
                    if let Some(block) = part.blocks.last() {
                        last.span.end = last.span.end.max(block.span.end);
                    }
                    last.inner.append(&mut part.blocks);
                    continue;
                }
                (text, part.blocks)
            };
            if (!text.is_empty() || !inner.is_empty() || !text.links().is_empty())
                && self.has_block(node.span)
            {
                let is_shown = !is_hidden && flow.is_shown;
                list.items.push(ListItem { span: node.span, is_shown, text, inner });
            }
        }
    }

    fn pairs(&mut self, at: usize, flow: &mut Flow) {
        let mut pairs = Vec::new();
        self.collect_pairs(at, &mut pairs, flow);
        let pairs: Vec<Pair> = pairs.into_iter().map(PairDraft::finish).collect();
        if !pairs.is_empty() {
            self.push(flow, self.node(at).span, Content::Pairs(pairs));
        }
    }

    fn collect_pairs(&mut self, at: usize, pairs: &mut Vec<PairDraft>, flow: &Flow) {
        for child in &self.node(at).children {
            let node = self.node(*child);
            let Some(element) = node.element() else { continue };
            let is_pair = matches!(element.acts_as(), "dt" | "dd");
            if look::is_hidden(element) || (!is_pair && !node.holds.pair) {
                continue;
            }
            if !is_pair {
                self.collect_pairs(*child, pairs, flow);
                continue;
            }
            let (text, inner) = self.lines(*child, flow, FlowKind::Lines);
            if text.is_empty() && inner.is_empty() && text.links().is_empty() {
                continue;
            }
            let is_term = element.acts_as() == "dt";
            if !pairs.last().is_some_and(|last| !is_term || !last.is_complete) {
                if !self.has_block(node.span) {
                    return;
                }
                pairs.push(PairDraft::default());
            }
            if let Some(pair) = pairs.last_mut() {
                let text_of = if is_term { &mut pair.term } else { &mut pair.text };
                text_of.line_break(node.span);
                text_of.rich(&text);
                pair.inner.extend(inner);
                pair.is_complete |= !is_term;
            }
        }
    }
}

/// Terms and what is said about them.
#[derive(Default)]
struct PairDraft {
    term: RichBuilder,
    text: RichBuilder,
    inner: Vec<Block>,
    /// True once something is said.
    is_complete: bool,
}

impl PairDraft {
    fn finish(self) -> Pair {
        Pair { term: self.term.finish(), text: self.text.finish(), inner: self.inner }
    }
}

/// The address that an element links to.
fn target(element: &Element, mail: Option<&(String, Span)>) -> Option<LinkTarget> {
    if &*element.name != "a" {
        return None;
    }
    let href = element.attribute("href")?;
    if let Some((address, source)) = mail {
        return Some(LinkTarget::new(&format!("mailto:{address}"), *source, false));
    }
    let target = LinkTarget::new(&href.value, href.source, href.is_verbatim);
    (!target.address.is_empty()).then_some(target)
}

/// Adds text with its entities decoded.
fn add_text(builder: &mut RichBuilder, raw: &str, start: usize) {
    let mut from = 0;
    for (at, _) in raw.match_indices('&') {
        if at < from {
            continue;
        }
        let name =
            raw[at + 1..].bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#');
        let mut end = at + 1 + name.count();
        if raw[end..].starts_with(';') {
            end += 1;
        }
        let entity = &raw[at..end];
        let decoded = super::entity::decode(entity);
        if decoded != entity {
            builder.text(&raw[from..at], start + from);
            builder.decoded(&decoded, Span::new(start + at, start + end));
            from = end;
        }
    }
    builder.text(&raw[from..], start + from);
}
