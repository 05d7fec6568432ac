//! The nodes of the tree of a page.

use super::names;
use crate::text::Span;
use std::borrow::Cow;

/// Text or an element.
#[derive(Debug)]
pub(super) struct HtmlNode {
    /// All bytes, tags included.
    pub(super) span: Span,
    /// The bytes between the tags.
    pub(super) inner: Span,
    pub(super) content: NodeContent,
    pub(super) children: Vec<usize>,
    /// The kinds of elements in the subtree.
    pub(super) holds: Holds,
}

#[derive(Debug)]
pub(super) enum NodeContent {
    /// Text, with entities in it.
    Text,
    /// The edge of a block that is too deep to be a node.
    Edge,
    /// An element.
    Element(Box<Element>),
}

#[derive(Debug)]
pub(super) struct Element {
    pub(super) name: Cow<'static, str>,
    pub(super) attributes: Vec<Attribute>,
}

#[derive(Debug)]
pub(super) struct Attribute {
    pub(super) name: &'static str,
    pub(super) value: String,
    /// The bytes of the value.
    pub(super) source: Span,
    /// True if the value stands in the page as it is.
    pub(super) is_verbatim: bool,
}

/// The kinds of elements in a subtree.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Holds {
    pub(super) table: bool,
    pub(super) row: bool,
    pub(super) cell: bool,
    pub(super) heading: bool,
    pub(super) title_heading: bool,
    pub(super) block: bool,
    pub(super) item: bool,
    pub(super) pair: bool,
}

impl Element {
    pub(super) fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.name == name)
    }

    pub(super) fn value(&self, name: &str) -> &str {
        self.attribute(name).map_or("", |attribute| attribute.value.trim())
    }

    /// The name of the element that it acts as: its own, or that of its ARIA role.
    pub(super) fn acts_as(&self) -> &str {
        match self.value("role") {
            "table" | "grid" | "treegrid" => "table",
            "rowgroup" => "tbody",
            "row" => "tr",
            "cell" | "gridcell" => "td",
            "columnheader" | "rowheader" => "th",
            "list" if !matches!(&*self.name, "ol" | "ul" | "menu") => "ul",
            "listitem" => "li",
            _ => &self.name,
        }
    }

    /// The level of a heading: `<h2>` or `role=heading`.
    pub(super) fn heading_level(&self) -> Option<u8> {
        if names::is_heading(&self.name) {
            return Some(self.name.as_bytes()[1] - b'0');
        }
        let level = || self.value("aria-level").parse::<u8>().unwrap_or(2).clamp(1, 6);
        (self.value("role") == "heading").then(level)
    }
}

impl HtmlNode {
    pub(super) fn new(content: NodeContent, span: Span) -> Self {
        let inner = Span { start: span.end, end: span.end };
        Self { span, inner, content, children: Vec::new(), holds: Holds::default() }
    }

    pub(super) fn element(&self) -> Option<&Element> {
        match &self.content {
            NodeContent::Element(element) => Some(element),
            _ => None,
        }
    }
}
