//! The arena tree of a text and the handle that walks it.

use super::{Format, source_map};
use crate::text::{SourceMap, Span};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

/// The place of a node in its [`Tree`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub(super) u32);

impl NodeId {
    /// Its number in the tree, from 0.
    #[must_use]
    pub fn index(self) -> u32 {
        self.0
    }
}

/// How a scalar was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScalarStyle {
    /// Without quotes.
    Plain,
    /// In single or double quotes.
    Quoted,
    /// As a `|` or `>` block.
    Block,
}

/// What a value is, aliases resolved.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum NodeKind {
    /// Nothing: `null`, `~` or an empty place.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number that fits 64 bits.
    Int(i64),
    /// Any other number.
    Float(f64),
    /// Text.
    Str,
    /// A list.
    Seq,
    /// A mapping.
    Map,
}

impl NodeKind {
    /// The word people use for it.
    #[must_use]
    pub fn noun(self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Bool(_) => "true/false",
            Self::Int(_) | Self::Float(_) => "a number",
            Self::Str => "text",
            Self::Seq => "a list",
            Self::Map => "a mapping",
        }
    }
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Data {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    /// Text that stands in the source as it is.
    Source,
    /// Text that was unescaped or folded; a range of `Tree::decoded`.
    Decoded(TableRange),
    Seq(TableRange),
    Map(TableRange),
    Alias(NodeId),
}

/// A run of elements in one of the tree's tables.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct TableRange {
    pub start: u32,
    pub len: u32,
}

impl TableRange {
    pub(super) fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.start as usize + self.len as usize
    }
}

#[derive(Clone, Copy, Debug)]
pub(super) struct NodeData {
    /// The whole value; for a quoted scalar with its quotes.
    pub span: Span,
    pub data: Data,
    pub style: ScalarStyle,
}

impl NodeData {
    /// The bytes between the quotes of a quoted scalar; its span otherwise.
    fn inner_span(&self) -> Span {
        let is_alias = matches!(self.data, Data::Alias(_));
        if self.style == ScalarStyle::Quoted && !is_alias && self.span.end - self.span.start >= 2 {
            Span { start: self.span.start + 1, end: self.span.end - 1 }
        } else {
            self.span
        }
    }
}

/// A comment, from `#` to the end of its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comment {
    /// The bytes of the comment without its line break.
    pub span: Span,
    /// Whether something other than white space stands before it in its line.
    pub trailing: bool,
}

/// The values of a text, with the place of each.
#[derive(Debug)]
pub struct Tree<'t> {
    text: Cow<'t, str>,
    format: Format,
    pub(super) decoded: String,
    pub(super) nodes: Vec<NodeData>,
    pub(super) items: Vec<NodeId>,
    pub(super) entries: Vec<(NodeId, NodeId)>,
    pub(super) documents: Vec<NodeId>,
    pub(super) comments: Vec<Comment>,
    pub(super) ambiguous: Vec<NodeId>,
    /// Values with an anchor or a tag, in order and none inside of another:
    /// what changes there may change elsewhere.
    pub(super) marked: Vec<Span>,
    /// The maps of decoded texts, made when a part of one is first asked for:
    /// a long text has many parts.
    source_maps: Mutex<BTreeMap<NodeId, Arc<SourceMap>>>,
}

impl<'t> Tree<'t> {
    pub(super) fn new(text: &'t str, format: Format) -> Self {
        Self {
            text: Cow::Borrowed(text),
            format,
            decoded: String::new(),
            nodes: Vec::new(),
            items: Vec::new(),
            entries: Vec::new(),
            documents: Vec::new(),
            comments: Vec::new(),
            ambiguous: Vec::new(),
            marked: Vec::new(),
            source_maps: Mutex::default(),
        }
    }

    /// The text the tree was read from.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The same tree with a copy of its text, for trees that outlive what was
    /// read.
    #[must_use]
    pub fn into_owned(self) -> Tree<'static> {
        Tree {
            text: Cow::Owned(self.text.into_owned()),
            format: self.format,
            decoded: self.decoded,
            nodes: self.nodes,
            items: self.items,
            entries: self.entries,
            documents: self.documents,
            comments: self.comments,
            ambiguous: self.ambiguous,
            marked: self.marked,
            source_maps: self.source_maps,
        }
    }

    /// The notation of the text.
    #[must_use]
    pub fn format(&self) -> Format {
        self.format
    }

    /// The root values of the documents, in order.
    pub fn documents(&self) -> impl ExactSizeIterator<Item = Value<'_>> {
        self.documents.iter().map(|&id| self.value(id))
    }

    /// The comments in the order of the text. JSON has none.
    #[must_use]
    pub fn comments(&self) -> &[Comment] {
        &self.comments
    }

    /// The unquoted scalars in a span that readers of YAML 1.1 and 1.2 take for
    /// different types, or that neither takes for text.
    pub fn ambiguous_scalars_in(&self, span: Span) -> impl Iterator<Item = Value<'_>> {
        let from = self.ambiguous.partition_point(|&id| self.value(id).span().start < span.start);
        let all = self.ambiguous[from..].iter().map(|&id| self.value(id));
        all.take_while(move |value| value.span().end <= span.end)
    }

    /// Whether a span is in a value with an anchor or a tag.
    pub(super) fn is_marked(&self, span: Span) -> bool {
        let after = self.marked.partition_point(|marked| marked.start <= span.start);
        after.checked_sub(1).is_some_and(|at| self.marked[at].contains(span))
    }

    /// Whether a span is in a list or mapping with brackets.
    pub(super) fn is_in_flow(&self, span: Span) -> bool {
        let start = |id: &NodeId| self.nodes[id.0 as usize].span.start;
        let after = self.documents.partition_point(|id| start(id) <= span.start);
        let Some(&root) = after.checked_sub(1).and_then(|at| self.documents.get(at)) else {
            return false;
        };
        let mut is_in_flow = false;
        self.walk_to(root, span, |around, _| {
            is_in_flow |= self.text[around.range()].starts_with(['{', '[']);
        });
        is_in_flow
    }

    /// The handle of a node of this tree.
    #[must_use]
    pub fn value(&self, id: NodeId) -> Value<'_> {
        Value { tree: self, id }
    }

    /// How many nodes there are, keys and aliases among them.
    #[must_use]
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is no node.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The keys from a document's root to the innermost value that covers a
    /// span, with `/` between them and `0` for every index: what all values of
    /// one field have in common. Nothing below a key that is longer than any
    /// that is known.
    #[must_use]
    pub fn shape_of(&self, root: NodeId, span: Span) -> Option<String> {
        let mut shape = String::with_capacity(64);
        let mut fits = true;
        self.walk_to(root, span, |_, step| {
            let step = match step {
                PathStep::Key(key) => key,
                PathStep::Index(_) => "0",
            };
            fits &= step.len() <= MAX_STEP && !step.contains('/');
            if fits {
                if !shape.is_empty() {
                    shape.push('/');
                }
                shape.push_str(step);
            }
        });
        fits.then_some(shape)
    }

    /// The path from a document's root to the innermost value that covers a
    /// span, such as `subprocessors[3].legal_name`. Empty for a span outside of
    /// the document.
    #[must_use]
    pub fn path_of(&self, root: NodeId, span: Span) -> String {
        let mut path = String::new();
        self.walk_to(root, span, |_, step| match step {
            PathStep::Key(key) => push_key(&mut path, key),
            PathStep::Index(index) => {
                use std::fmt::Write as _;
                let _ = write!(path, "[{index}]");
            }
        });
        path
    }

    /// Calls `visit` for each step from a root to the innermost value that
    /// covers a span, with the extent of the collection that it
    /// starts from.
    fn walk_to<'a>(&'a self, root: NodeId, span: Span, mut visit: impl FnMut(Span, PathStep<'a>)) {
        let mut at = root;
        loop {
            // A block mapping with one entry starts and ends with that entry.
            let around = self.nodes[at.0 as usize].span;
            if around == span {
                return;
            }
            match self.nodes[at.0 as usize].data {
                Data::Map(run) => {
                    let entries = &self.entries[run.range()];
                    let Some(found) = self.covering(entries, span, |&entry| entry) else { return };
                    let (key, value) = entries[found];
                    visit(around, PathStep::Key(self.value(key).text().unwrap_or_default()));
                    if self.nodes[key.0 as usize].span.contains(span) {
                        return;
                    }
                    at = value;
                }
                Data::Seq(run) => {
                    let items = &self.items[run.range()];
                    let Some(found) = self.covering(items, span, |&item| (item, item)) else {
                        return;
                    };
                    visit(around, PathStep::Index(found));
                    at = items[found];
                }
                _ => return,
            }
        }
    }

    /// The index of the child whose extent covers the span. Children stand in
    /// the order of the text, except what merge keys brought into a mapping.
    fn covering<T>(
        &self,
        children: &[T],
        span: Span,
        ends: impl Fn(&T) -> (NodeId, NodeId),
    ) -> Option<usize> {
        let span_of = |id: NodeId| self.nodes[id.0 as usize].span;
        let covers = |&index: &usize| {
            let (first, last) = ends(&children[index]);
            let (first, last) = (span_of(first), span_of(last));
            Span { start: first.start, end: last.end.max(first.end) }.contains(span)
        };
        let after = children.partition_point(|child| span_of(ends(child).0).start <= span.start);
        let guess = after.checked_sub(1).filter(covers);
        guess.or_else(|| (0..children.len()).take(64).find(covers))
    }
}

/// A step down a tree.
enum PathStep<'a> {
    Key(&'a str),
    Index(usize),
}

/// Characters of a key that a path shows. Paths are made for every finding, so a
/// key of a megabyte must not be copied into each of them.
const MAX_STEP: usize = 80;

/// Adds a key to a path: `.key` when it is a plain word, `["a key"]` otherwise;
/// a long one ends in an ellipsis.
fn push_key(path: &mut String, key: &str) {
    use std::fmt::Write as _;
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '$');
    let cut = key.char_indices().nth(MAX_STEP).map(|(at, _)| at);
    let (shown, rest) = (&key[..cut.unwrap_or(key.len())], if cut.is_some() { "…" } else { "" });
    if shown.is_empty() || !shown.chars().all(plain) {
        let _ = write!(path, "[{:?}]", format!("{shown}{rest}"));
        return;
    }
    if !path.is_empty() {
        path.push('.');
    }
    path.push_str(shown);
    path.push_str(rest);
}

/// How the source spells a text.
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
    /// Whether both are the same node of the same tree.
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

    fn data(self) -> Data {
        self.resolved().node().data
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

    /// Whether it was written as `*name`.
    #[must_use]
    pub fn is_alias(self) -> bool {
        matches!(self.node().data, Data::Alias(_))
    }

    /// How its scalar was written.
    #[must_use]
    pub fn style(self) -> ScalarStyle {
        self.resolved().node().style
    }

    /// What it is.
    #[must_use]
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
        let node = self.resolved().node();
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
    pub fn text(self) -> Option<&'t str> {
        self.as_str().or_else(|| match self.kind() {
            NodeKind::Bool(_) | NodeKind::Int(_) | NodeKind::Float(_) => {
                Some(&self.tree.text[self.resolved().span().range()])
            }
            _ => None,
        })
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

    /// Whether [`Value::text`] is a given text. The length tells most keys apart.
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
        if let NodeKind::Int(value) = self.kind() { Some(value) } else { None }
    }

    /// Whether it is null.
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

    /// How many items or entries it has.
    #[must_use]
    pub fn len(self) -> usize {
        match self.data() {
            Data::Seq(run) | Data::Map(run) => run.len as usize,
            _ => 0,
        }
    }

    /// Whether it has no items or entries.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }
}
