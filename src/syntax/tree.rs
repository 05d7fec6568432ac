//! The arena tree of a text.

use super::{Format, Value};
use crate::text::{SourceMap, Span, to_u32};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::atomic::AtomicU32;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

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

/// The style of a scalar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScalarStyle {
    /// Without quotes.
    Plain,
    /// In single or double quotes.
    Quoted,
    /// As a `|` or `>` block.
    Block,
}

/// The kind of a value, aliases resolved.
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
    /// The whole number, if it is one: `30`, and `30.0` or `3e1` as well.
    #[must_use]
    pub fn as_int(self) -> Option<i64> {
        // Beyond this not every whole number has a float of its own.
        const MOST: f64 = (1_u64 << 53) as f64;
        match self {
            Self::Int(value) => Some(value),
            #[expect(clippy::cast_possible_truncation, reason = "it is whole and small")]
            Self::Float(value) if value.fract() == 0.0 && value.abs() < MOST => Some(value as i64),
            _ => None,
        }
    }
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
    pub(super) fn inner_span(&self) -> Span {
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
    /// True if something other than white space stands before it in its line.
    pub trailing: bool,
}

/// A value that is read as if it stood under another key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyReading {
    /// The mapping that has it.
    pub mapping: NodeId,
    /// The key as typed.
    pub key: NodeId,
    /// The value.
    pub value: NodeId,
    /// The key to read it under, as a dotted path from the mapping.
    pub path: &'static str,
}

/// The values of a text, with the place of each.
#[derive(Debug)]
pub struct Tree<'t> {
    pub(super) text: Cow<'t, str>,
    format: Format,
    /// This and the next three are borrowed in a tree that the build script has read.
    pub(super) decoded: Cow<'static, str>,
    pub(super) nodes: Cow<'static, [NodeData]>,
    pub(super) items: Cow<'static, [NodeId]>,
    pub(super) entries: Cow<'static, [(NodeId, NodeId)]>,
    pub(super) documents: Vec<NodeId>,
    pub(super) comments: Vec<Comment>,
    pub(super) ambiguous: Vec<NodeId>,
    /// Values with a tag that is not followed, and the places of the tags.
    pub(super) tagged: Vec<(NodeId, Span)>,
    /// Values with an anchor or a tag, in order and none inside of another:
    /// what changes there may change elsewhere.
    pub(super) marked: Vec<Span>,
    /// The maps of decoded texts, made when a part of one is first asked for. A
    /// walk is linear in the text, and a location may have 300 parts: of 1 MiB
    /// of escapes these take 0.16 s instead of 49 s, unoptimised.
    pub(super) source_maps: Mutex<BTreeMap<NodeId, Arc<SourceMap>>>,
    /// A number for each text, see [`Value::remembered`].
    pub(super) memory: OnceLock<Box<[AtomicU32]>>,
    /// The texts of keys that are read as others, as they were typed.
    typed_keys: BTreeMap<NodeId, String>,
    /// The values whose text was replaced, with nodes of what was typed.
    pub(super) typed_values: BTreeMap<NodeId, NodeId>,
}

impl<'t> Tree<'t> {
    pub(super) fn new(text: &'t str, format: Format) -> Self {
        Self {
            text: Cow::Borrowed(text),
            format,
            decoded: Cow::Owned(String::new()),
            nodes: Cow::Owned(Vec::new()),
            items: Cow::Owned(Vec::new()),
            entries: Cow::Owned(Vec::new()),
            documents: Vec::new(),
            comments: Vec::new(),
            ambiguous: Vec::new(),
            tagged: Vec::new(),
            marked: Vec::new(),
            source_maps: Mutex::default(),
            memory: OnceLock::new(),
            typed_keys: BTreeMap::new(),
            typed_values: BTreeMap::new(),
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
            tagged: self.tagged,
            marked: self.marked,
            source_maps: self.source_maps,
            memory: self.memory,
            typed_keys: self.typed_keys,
            typed_values: self.typed_values,
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

    /// The values with a tag that is not followed, such as `!!binary`, in a part of the
    /// text, each with the place of its tag.
    pub fn dropped_tags_in(&self, span: Span) -> impl Iterator<Item = (Value<'_>, Span)> {
        let all = self.tagged.iter().map(|&(id, tag)| (self.value(id), tag));
        all.filter(move |(value, _)| span.contains(value.span()))
    }

    /// The unquoted scalars in a span that readers of YAML 1.1 and 1.2 take for
    /// different types, or that neither takes for text.
    pub fn ambiguous_scalars_in(&self, span: Span) -> impl Iterator<Item = Value<'_>> {
        let from = self.ambiguous.partition_point(|&id| self.value(id).span().start < span.start);
        let all = self.ambiguous[from..].iter().map(|&id| self.value(id));
        all.take_while(move |value| value.span().end <= span.end)
    }

    /// True if a span is in a value with an anchor or a tag.
    pub(super) fn is_marked(&self, span: Span) -> bool {
        let after = self.marked.partition_point(|marked| marked.start <= span.start);
        after.checked_sub(1).is_some_and(|at| self.marked[at].contains(span))
    }

    /// True if a span is in a list or mapping with brackets.
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
        Value::new(self, id)
    }

    /// Reads a value under another key. Its place stays where it is, and paths show the
    /// key as typed.
    pub fn read_as(&mut self, reading: &KeyReading) {
        let KeyReading { mapping, key, value, path } = *reading;
        let typed = self.value(key).text().unwrap_or_default().to_owned();
        let Some((around, inner)) = path.split_once('.') else {
            self.rename(key, path);
            self.typed_keys.insert(key, typed);
            return;
        };
        let key_span = self.nodes[key.0 as usize].span;
        let inner = self.add_text(key_span, inner);
        let known =
            self.value(mapping).get(around).map(|known| (known.kind(), known.resolved().id()));
        let (within, mut entries) = match known {
            Some((NodeKind::Map, within)) => {
                let entries = self.value(within).entries();
                (within, entries.map(|(key, value)| (key.id(), value.id())).collect())
            }
            Some(_) => return,
            None => {
                let span = Span { start: key_span.start, ..self.nodes[value.0 as usize].span };
                let data = Data::Map(TableRange::default());
                let within = self.add_node(NodeData { span, data, style: ScalarStyle::Plain });
                self.rename(key, around);
                self.typed_keys.insert(key, typed);
                let Data::Map(run) = self.nodes[mapping.0 as usize].data else { return };
                let entry =
                    self.entries.to_mut()[run.range()].iter_mut().find(|entry| entry.0 == key);
                if let Some(entry) = entry {
                    entry.1 = within;
                }
                (within, Vec::new())
            }
        };
        entries.push((inner, value));
        let run = TableRange { start: to_u32(self.entries.len()), len: to_u32(entries.len()) };
        self.entries.to_mut().extend(entries);
        self.nodes.to_mut()[within.0 as usize].data = Data::Map(run);
    }

    /// True if the text of a scalar that is no key fulfils a condition.
    pub fn any_text(&self, is_meant: impl Fn(&str) -> bool) -> bool {
        let values = self.entries.iter().map(|(_, value)| value);
        let mut values = values.chain(&*self.items).chain(&self.documents);
        values.any(|id| {
            let node = &self.nodes[id.0 as usize];
            match node.data {
                Data::Source => is_meant(&self.text[node.inner_span().range()]),
                Data::Decoded(run) => is_meant(&self.decoded[run.range()]),
                _ => false,
            }
        })
    }

    /// True if parts of some text were replaced.
    pub fn has_replaced_values(&self) -> bool {
        !self.typed_values.is_empty()
    }

    /// Gives a scalar another text: parts of what was typed, in order, each with the text it
    /// stands for. Spans go on to point at what was typed, which stays as
    /// [`Value::typed`].
    pub fn replace_parts(&mut self, id: NodeId, parts: &[(Range<usize>, &str)]) {
        // What was found out about the text is no longer true.
        self.memory.take();
        let value = self.value(id);
        let typed = value.text().unwrap_or_default();
        let (mut text, mut map) = (String::with_capacity(typed.len()), SourceMap::default());
        let mut from = 0;
        let ends = [(typed.len()..typed.len(), "")];
        for (range, stands_for) in parts.iter().chain(&ends) {
            if from < range.start {
                text.push_str(&typed[from..range.start]);
                value.push_runs(from..range.start, &mut map);
            }
            text.push_str(stands_for);
            map.push_decoded(stands_for.len(), value.part(range.clone()));
            from = range.end;
        }
        let typed = self.add_node(self.nodes[id.0 as usize]);
        self.nodes.to_mut()[id.0 as usize].data = self.decoded_text(&text);
        self.typed_values.insert(id, typed);
        let maps = self.source_maps.get_mut().unwrap_or_else(PoisonError::into_inner);
        maps.insert(id, Arc::new(map));
    }

    fn add_node(&mut self, node: NodeData) -> NodeId {
        let id = NodeId(to_u32(self.nodes.len()));
        self.nodes.to_mut().push(node);
        id
    }

    fn add_text(&mut self, span: Span, text: &str) -> NodeId {
        let data = self.decoded_text(text);
        self.add_node(NodeData { span, data, style: ScalarStyle::Plain })
    }

    fn rename(&mut self, key: NodeId, text: &str) {
        self.nodes.to_mut()[key.0 as usize].data = self.decoded_text(text);
    }

    fn decoded_text(&mut self, text: &str) -> Data {
        let start = to_u32(self.decoded.len());
        self.decoded.to_mut().push_str(text);
        Data::Decoded(TableRange { start, len: to_u32(text.len()) })
    }

    /// Number of nodes, keys and aliases among them.
    #[must_use]
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// True if there is no node.
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
                PathStep::Key(_, key) => key,
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
            PathStep::Key(id, key) => {
                push_key(&mut path, self.typed_keys.get(&id).map_or(key, String::as_str));
            }
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
                    let text = self.value(key).text().unwrap_or_default();
                    visit(around, PathStep::Key(key, text));
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
    Key(NodeId, &'a str),
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
