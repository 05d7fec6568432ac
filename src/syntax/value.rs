//! A value of a tree, and the bytes that its text was written in.

use super::source_map;
use super::tree::{Data, NodeData, NodeId, NodeKind, ScalarStyle, Tree};
use crate::text::{SourceMap, Span};
use std::ops::Range;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, PoisonError};

/// The spelling of a text in the source.
enum Written {
    /// With the same bytes.
    Verbatim(Span),
    /// In another way.
    Mapped(Arc<SourceMap>),
    /// Not at this value.
    Elsewhere,
}

/// A value of a tree: a handle that is copied freely.
#[derive(Clone, Copy)]
pub struct Value<'t> {
    tree: &'t Tree<'t>,
    id: NodeId,
}

impl std::fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.kind() {
            NodeKind::Seq => f.debug_list().entries(self.items()).finish(),
            NodeKind::Map => f.debug_map().entries(self.entries()).finish(),
            _ => write!(f, "{:?}", self.text()),
        }
    }
}

impl PartialEq for Value<'_> {
    /// True if both are the same node of the same tree.
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id && std::ptr::eq(self.tree, other.tree)
    }
}

/// The items of a list, in order.
#[derive(Clone, Debug)]
pub struct Items<'t> {
    tree: &'t Tree<'t>,
    ids: std::slice::Iter<'t, NodeId>,
}

impl<'t> Iterator for Items<'t> {
    type Item = Value<'t>;

    fn next(&mut self) -> Option<Value<'t>> {
        self.ids.next().map(|&id| self.tree.value(id))
    }

    fn nth(&mut self, n: usize) -> Option<Value<'t>> {
        self.ids.nth(n).map(|&id| self.tree.value(id))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.ids.size_hint()
    }
}

impl ExactSizeIterator for Items<'_> {}

/// The keys and values of a mapping, in order.
#[derive(Clone, Debug)]
pub struct Entries<'t> {
    tree: &'t Tree<'t>,
    ids: std::slice::Iter<'t, (NodeId, NodeId)>,
}

impl<'t> Iterator for Entries<'t> {
    type Item = (Value<'t>, Value<'t>);

    fn next(&mut self) -> Option<Self::Item> {
        self.ids.next().map(|&(key, value)| (self.tree.value(key), self.tree.value(value)))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.ids.size_hint()
    }
}

impl ExactSizeIterator for Entries<'_> {}

impl<'t> Value<'t> {
    pub(super) fn new(tree: &'t Tree<'t>, id: NodeId) -> Self {
        Self { tree, id }
    }

    /// The tree it belongs to.
    #[must_use]
    pub fn tree(self) -> &'t Tree<'t> {
        self.tree
    }

    /// Its place in the tree.
    #[must_use]
    pub fn id(self) -> NodeId {
        self.id
    }

    fn node(self) -> &'t NodeData {
        &self.tree.nodes[self.id.0 as usize]
    }

    /// The value an alias stands for; any other value itself.
    #[must_use]
    pub fn resolved(self) -> Self {
        match self.node().data {
            // The builder never makes an alias of an alias.
            Data::Alias(target) => Self { id: target, ..self },
            _ => self,
        }
    }

    /// The node of [`Value::resolved`].
    #[inline]
    fn resolved_node(self) -> &'t NodeData {
        let node = self.node();
        match node.data {
            Data::Alias(target) => &self.tree.nodes[target.0 as usize],
            _ => node,
        }
    }

    #[inline]
    fn data(self) -> Data {
        self.resolved_node().data
    }

    /// The bytes it was written in; for an alias, those of `*name`.
    #[must_use]
    pub fn span(self) -> Span {
        self.node().span
    }

    /// The bytes between the quotes of a quoted scalar; its span otherwise.
    #[must_use]
    pub fn inner_span(self) -> Span {
        self.node().inner_span()
    }

    /// True if it was written as `*name`.
    #[must_use]
    pub fn is_alias(self) -> bool {
        matches!(self.node().data, Data::Alias(_))
    }

    /// The style of its scalar.
    #[must_use]
    pub fn style(self) -> ScalarStyle {
        self.resolved_node().style
    }

    /// The kind.
    #[must_use]
    #[inline]
    pub fn kind(self) -> NodeKind {
        match self.data() {
            Data::Null | Data::Alias(_) => NodeKind::Null,
            Data::Bool(value) => NodeKind::Bool(value),
            Data::Int(value) => NodeKind::Int(value),
            Data::Float(value) => NodeKind::Float(value),
            Data::Source | Data::Decoded(_) => NodeKind::Str,
            Data::Seq(_) => NodeKind::Seq,
            Data::Map(_) => NodeKind::Map,
        }
    }

    /// The text, if it is text.
    #[must_use]
    pub fn as_str(self) -> Option<&'t str> {
        let node = self.resolved_node();
        match node.data {
            Data::Source if node.style == ScalarStyle::Plain => {
                Some(&self.tree.text[node.span.range()])
            }
            Data::Source => Some(&self.tree.text[node.inner_span().range()]),
            Data::Decoded(run) => Some(&self.tree.decoded[run.range()]),
            _ => None,
        }
    }

    /// The text of any scalar as it was written: `1.10` for an unquoted 1.10.
    /// Nothing for lists, mappings and null.
    #[must_use]
    #[inline]
    pub fn text(self) -> Option<&'t str> {
        let node = self.resolved_node();
        match node.data {
            Data::Source | Data::Bool(_) | Data::Int(_) | Data::Float(_) => {
                Some(&self.tree.text[node.inner_span().range()])
            }
            Data::Decoded(run) => Some(&self.tree.decoded[run.range()]),
            Data::Null | Data::Seq(_) | Data::Map(_) | Data::Alias(_) => None,
        }
    }

    /// A number above 0 that `make` finds out about the text, once: many checks ask the
    /// same of a text.
    #[must_use]
    pub fn remembered(self, make: impl FnOnce(&'t str) -> u32) -> u32 {
        let Self { tree, id } = self.resolved();
        let blank = || tree.nodes.iter().map(|_| AtomicU32::new(0)).collect();
        let cell = tree.memory.get_or_init(blank).get(id.0 as usize);
        let known = cell.map_or(0, |cell| cell.load(Ordering::Relaxed));
        if known != 0 {
            return known;
        }
        let made = make(self.text().unwrap_or_default());
        if let Some(cell) = cell {
            cell.store(made, Ordering::Relaxed);
        }
        made
    }

    /// The smallest span that covers a part of [`Value::text`]; for an alias,
    /// its own.
    #[must_use]
    pub fn part(self, part: Range<usize>) -> Span {
        match self.written() {
            Written::Verbatim(span) => span.part(part),
            Written::Mapped(map) => map.part(part),
            Written::Elsewhere => self.inner_span(),
        }
    }

    /// The bytes of a part of [`Value::text`]; nothing unless the source has
    /// the same bytes there and they are this value's own.
    #[must_use]
    pub fn exact(self, part: Range<usize>) -> Option<Span> {
        match self.written() {
            Written::Verbatim(span) => {
                let len = (span.end - span.start) as usize;
                (part.start <= part.end && part.end <= len).then(|| span.part(part))
            }
            Written::Mapped(map) => map.exact(part),
            Written::Elsewhere => None,
        }
    }

    /// The value with its text as it was typed, before parts of it were replaced.
    #[must_use]
    pub fn typed(self) -> Self {
        let value = self.resolved();
        let typed = self.tree.typed_values.get(&value.id);
        typed.map_or(self, |id| Self { id: *id, ..self })
    }

    /// True if parts of its text were replaced.
    #[must_use]
    pub fn is_replaced(self) -> bool {
        self.tree.has_replaced_values() && self.tree.typed_values.contains_key(&self.resolved().id)
    }

    /// Adds the bytes of a part of the text to a map.
    pub(crate) fn push_runs(self, part: Range<usize>, map: &mut SourceMap) {
        match self.written() {
            Written::Verbatim(span) => map.push_verbatim(span.part(part)),
            Written::Mapped(own) => own.copy_to(part, map),
            Written::Elsewhere => map.push_decoded(part.len(), self.inner_span()),
        }
    }

    fn written(self) -> Written {
        match self.node().data {
            Data::Source | Data::Bool(_) | Data::Int(_) | Data::Float(_) => {
                Written::Verbatim(self.inner_span())
            }
            Data::Decoded(_) => {
                let maps = self.tree.source_maps.lock();
                let mut maps = maps.unwrap_or_else(PoisonError::into_inner);
                let map =
                    maps.entry(self.id).or_insert_with(|| Arc::new(source_map::of_scalar(self)));
                Written::Mapped(Arc::clone(map))
            }
            Data::Null | Data::Alias(_) | Data::Seq(_) | Data::Map(_) => Written::Elsewhere,
        }
    }

    /// True if [`Value::text`] is a given text. The length tells most keys apart.
    #[inline]
    fn is_text(self, text: &str) -> bool {
        let node = self.node();
        let Data::Source = node.data else { return self.text() == Some(text) };
        let quote = usize::from(node.style == ScalarStyle::Quoted);
        let (start, end) = (node.span.start as usize + quote, node.span.end as usize - quote);
        end - start == text.len() && self.tree.text.as_bytes()[start..end] == *text.as_bytes()
    }

    /// The truth value, if it is one.
    #[must_use]
    pub fn as_bool(self) -> Option<bool> {
        if let NodeKind::Bool(value) = self.kind() { Some(value) } else { None }
    }

    /// The whole number, if it is one.
    #[must_use]
    pub fn as_int(self) -> Option<i64> {
        self.kind().as_int()
    }

    /// True if it is null.
    #[must_use]
    pub fn is_null(self) -> bool {
        matches!(self.kind(), NodeKind::Null)
    }

    /// The items of a list; none for anything else.
    #[must_use]
    pub fn items(self) -> Items<'t> {
        let items: &[NodeId] = match self.data() {
            Data::Seq(run) => &self.tree.items[run.range()],
            _ => &[],
        };
        Items { tree: self.tree, ids: items.iter() }
    }

    /// The item of a list at an index from 0.
    #[must_use]
    pub fn item(self, index: usize) -> Option<Value<'t>> {
        let Data::Seq(run) = self.data() else { return None };
        self.tree.items[run.range()].get(index).map(|&id| self.tree.value(id))
    }

    /// The key and value of a mapping at an index from 0.
    #[must_use]
    pub fn pair(self, index: usize) -> Option<(Value<'t>, Value<'t>)> {
        let Data::Map(run) = self.data() else { return None };
        let pair = self.tree.entries[run.range()].get(index);
        pair.map(|&(key, value)| (self.tree.value(key), self.tree.value(value)))
    }

    /// The keys and values of a mapping, merge keys followed and dropped
    /// duplicates left out; none for anything else.
    #[must_use]
    pub fn entries(self) -> Entries<'t> {
        let entries: &[(NodeId, NodeId)] = match self.data() {
            Data::Map(run) => &self.tree.entries[run.range()],
            _ => &[],
        };
        Entries { tree: self.tree, ids: entries.iter() }
    }

    /// The value of a key.
    #[must_use]
    pub fn get(self, key: &str) -> Option<Value<'t>> {
        self.entry(key).map(|(_, value)| value)
    }

    /// The key itself and its value.
    #[must_use]
    pub fn entry(self, key: &str) -> Option<(Value<'t>, Value<'t>)> {
        self.entries().find(|(k, _)| k.is_text(key))
    }

    /// Number of items or entries.
    #[must_use]
    pub fn len(self) -> usize {
        match self.data() {
            Data::Seq(run) | Data::Map(run) => run.len as usize,
            _ => 0,
        }
    }

    /// True if it has no items or entries.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }
}
