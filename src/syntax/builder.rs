//! Puts a tree together from the events of either reader, and keeps the
//! limits while it does.

use super::limits::{Limit, Limits};
use super::tree::{Comment, Data, NodeData, NodeId, ScalarStyle, TableRange, Tree};
use super::{Format, Parsed, Problem, scalar};
use crate::text::{Span, start_of, to_u32};
use std::collections::{HashMap, HashSet};

/// A breach of a limit or of the data model that ends the reading.
pub(super) struct ReadStop;

/// Mappings up to this size are searched key by key instead of hashed.
const SMALL: usize = 12;

/// Bytes of a repeated text that count as one value more: 3 million values then
/// repeat no more than a file may hold.
const BYTES_PER_VALUE: usize = 8;

pub(super) struct Builder<'t, 'l> {
    tree: Tree<'t>,
    limits: &'l Limits,
    problems: Vec<Problem>,
    /// Finished children of the open collections, innermost last.
    pending: Vec<NodeId>,
    open: Vec<Frame>,
    anchors: HashMap<usize, Anchor>,
    /// Values so far, aliases expanded.
    expanded: u64,
    /// Keys `<<` that a tag makes text.
    text_keys: HashSet<NodeId>,
}

struct Frame {
    node: NodeId,
    mapping: bool,
    /// Index of its first child in `pending`.
    start: usize,
    /// Values inside, aliases expanded.
    weight: u64,
    /// Levels inside, aliases followed.
    height: usize,
    /// True if a `<<` key was seen.
    merges: bool,
}

#[derive(Clone, Copy)]
struct Anchor {
    node: NodeId,
    weight: u64,
    height: usize,
    complete: bool,
}

impl<'t, 'l> Builder<'t, 'l> {
    pub(super) fn new(text: &'t str, format: Format, limits: &'l Limits) -> Self {
        let mut tree = Tree::new(text, format);
        // A node for about every 16 bytes is what manifests come to.
        tree.nodes.to_mut().reserve(text.len() / 16);
        Self {
            tree,
            limits,
            problems: Vec::new(),
            pending: Vec::new(),
            open: Vec::new(),
            anchors: HashMap::new(),
            expanded: 0,
            text_keys: HashSet::new(),
        }
    }

    pub(super) fn text(&self) -> &str {
        self.tree.text()
    }

    pub(super) fn finish(mut self) -> Parsed<'t> {
        self.problems.sort_by_key(|problem| problem.span().start);
        Parsed { tree: self.tree, problems: self.problems }
    }

    pub(super) fn syntax(&mut self, at: Span, message: impl Into<String>) -> ReadStop {
        // The reader opens a quotation with a backquote and closes it with an apostrophe.
        let mut message = message.into();
        if let Some(open) = message.find('`')
            && !message[open + 1..].contains('`')
            && let Some(close) = message.rfind('\'').filter(|close| *close > open)
        {
            message.replace_range(close..=close, "`");
        }
        self.problems.push(Problem::Syntax { at, message, help: None });
        ReadStop
    }

    /// A syntax error with the words for what to do.
    pub(super) fn slip(&mut self, at: Span, message: String, help: String) -> ReadStop {
        self.problems.push(Problem::Syntax { at, message, help: Some(help) });
        ReadStop
    }

    /// Nesting that the reader itself refused.
    pub(super) fn too_deep(&mut self, at: Span) -> ReadStop {
        self.breach(at, Limit::Depth, self.limits.depth)
    }

    fn breach(&mut self, at: Span, limit: Limit, allowed: usize) -> ReadStop {
        self.problems.push(Problem::Limit { at, limit, allowed: allowed as u64 });
        ReadStop
    }

    fn add(&mut self, span: Span, data: Data, style: ScalarStyle) -> NodeId {
        let id = NodeId(to_u32(self.tree.nodes.len()));
        self.tree.nodes.to_mut().push(NodeData { span, data, style });
        id
    }

    pub(super) fn comment(&mut self, span: Span) {
        let before = &self.tree.text().as_bytes()[..span.start as usize];
        let trailing = before
            .iter()
            .rev()
            .take_while(|byte| !matches!(byte, b'\n' | b'\r'))
            .any(|byte| !matches!(byte, b' ' | b'\t' | 0xef | 0xbb | 0xbf));
        self.tree.comments.push(Comment { span, trailing });
    }

    /// Takes in a scalar. `value` is its content after unescaping; `text`
    /// forces text whatever it looks like. `marks` are its anchor and whether it
    /// has a tag.
    pub(super) fn scalar(
        &mut self,
        span: Span,
        value: &str,
        style: ScalarStyle,
        text: bool,
        marks: (usize, bool),
    ) -> Result<(), ReadStop> {
        let (anchor, has_tag) = marks;
        if value.len() > self.limits.scalar {
            return Err(self.breach(span, Limit::Scalar, self.limits.scalar));
        }
        let plain = style == ScalarStyle::Plain && !text;
        // The reader hands an implicit empty value over as `~` without bytes.
        let data = if plain && span.is_empty() {
            Data::Null
        } else {
            match if plain { scalar::resolve(value) } else { scalar::Resolved::Str } {
                scalar::Resolved::Null => Data::Null,
                scalar::Resolved::Bool(value) => Data::Bool(value),
                scalar::Resolved::Int(value) => Data::Int(value),
                scalar::Resolved::Float(value) => Data::Float(value),
                scalar::Resolved::Str => self.store(span, value, style),
            }
        };
        let id = self.add(span, data, style);
        let is_yaml = self.tree.format() == Format::Yaml;
        if plain && is_yaml && !span.is_empty() && scalar::is_ambiguous(value) {
            self.tree.ambiguous.push(id);
        }
        if has_tag {
            self.mark(span);
            if text && value == "<<" {
                self.text_keys.insert(id);
            }
        }
        if anchor != 0 {
            self.mark(span);
            // A long text is work for whoever reads it again.
            let weight = 1 + (value.len() / BYTES_PER_VALUE) as u64;
            self.anchors.insert(anchor, Anchor { node: id, weight, height: 0, complete: true });
        }
        self.place(id, 1, 0)
    }

    /// Notes that the tag before the value that comes next is not followed. `tag` is its
    /// spelling as far as it is known.
    pub(super) fn drop_tag(&mut self, before: Span, tag: &str) {
        const WINDOW: usize = 500;
        let from = (before.start as usize).saturating_sub(WINDOW);
        let from = start_of(self.tree.text(), from).len();
        let text = &self.tree.text()[from..before.start as usize];
        let place = match text.rfind(tag) {
            Some(at) => Span::new(from + at, from + at + tag.len()),
            None => before,
        };
        let next = NodeId(to_u32(self.tree.nodes.len()));
        self.tree.tagged.push((next, place));
    }

    /// Notes a value with an anchor or a tag; it takes in those inside of it.
    fn mark(&mut self, span: Span) {
        let marked = &mut self.tree.marked;
        while marked.last().is_some_and(|inner| span.contains(*inner)) {
            marked.pop();
        }
        marked.push(span);
    }

    fn store(&mut self, span: Span, value: &str, style: ScalarStyle) -> Data {
        let inner = match style {
            ScalarStyle::Plain => span.range(),
            ScalarStyle::Quoted => span.start as usize + 1..(span.end as usize).saturating_sub(1),
            ScalarStyle::Block => 0..0,
        };
        if style != ScalarStyle::Block && self.tree.text().get(inner) == Some(value) {
            return Data::Source;
        }
        let start = to_u32(self.tree.decoded.len());
        self.tree.decoded.to_mut().push_str(value);
        Data::Decoded(TableRange { start, len: to_u32(value.len()) })
    }

    pub(super) fn alias(&mut self, span: Span, anchor: usize) -> Result<(), ReadStop> {
        let Some(target) = self.anchors.get(&anchor).copied() else {
            return Err(self.syntax(span, "this alias has no anchor before it"));
        };
        if !target.complete {
            return Err(self.syntax(span, "this alias stands inside the value it repeats"));
        }
        let id = self.add(span, Data::Alias(target.node), ScalarStyle::Plain);
        self.place(id, target.weight, target.height)
    }

    pub(super) fn start(&mut self, at: Span, mapping: bool, anchor: usize) -> Result<(), ReadStop> {
        let data = if mapping {
            Data::Map(TableRange::default())
        } else {
            Data::Seq(TableRange::default())
        };
        let node = self.add(at, data, ScalarStyle::Plain);
        if self.open.len() >= self.limits.depth {
            return Err(self.breach(at, Limit::Depth, self.limits.depth));
        }
        if anchor != 0 {
            let anchored = Anchor { node, weight: 0, height: 0, complete: false };
            self.anchors.insert(anchor, anchored);
        }
        let start = self.pending.len();
        self.open.push(Frame { node, mapping, start, weight: 1, height: 0, merges: false });
        Ok(())
    }

    /// Closes the innermost collection. `end` is the offset after its closing
    /// bracket; a block collection ends with its last child.
    pub(super) fn end(&mut self, end: Option<u32>, anchor: Option<usize>) -> Result<(), ReadStop> {
        let frame = self.open.pop().expect("internal: every end event has a start");
        // Moved out for a moment, so that its end can be read while the tree grows.
        let mut pending = std::mem::take(&mut self.pending);
        let children = &pending[frame.start..];
        let data = if frame.mapping {
            Data::Map(self.mapping(children, frame.merges)?)
        } else {
            let start = to_u32(self.tree.items.len());
            self.tree.items.to_mut().extend_from_slice(children);
            Data::Seq(TableRange { start, len: to_u32(children.len()) })
        };
        let last = children.last().map(|last| self.tree.nodes[last.0 as usize].span.end);
        pending.truncate(frame.start);
        self.pending = pending;
        let node = &mut self.tree.nodes.to_mut()[frame.node.0 as usize];
        node.data = data;
        node.span.end = end.or(last).unwrap_or(node.span.end).max(node.span.start);
        if let Some(anchored) = anchor.and_then(|anchor| self.anchors.get_mut(&anchor)) {
            anchored.weight = frame.weight;
            anchored.height = frame.height + 1;
            anchored.complete = true;
            let span = self.tree.nodes[frame.node.0 as usize].span;
            self.mark(span);
        }
        self.place(frame.node, frame.weight, frame.height + 1)
    }

    fn count(&mut self, values: u64, at: Span) -> Result<(), ReadStop> {
        self.expanded = self.expanded.saturating_add(values);
        if self.expanded > self.limits.nodes as u64 {
            return Err(self.breach(at, Limit::Nodes, self.limits.nodes));
        }
        Ok(())
    }

    /// Hands a finished value to the collection around it.
    fn place(&mut self, id: NodeId, weight: u64, height: usize) -> Result<(), ReadStop> {
        let span = self.tree.nodes[id.0 as usize].span;
        // The children of a collection have been counted already.
        let is_collection =
            matches!(self.tree.nodes[id.0 as usize].data, Data::Seq(_) | Data::Map(_));
        self.count(if is_collection { 1 } else { weight }, span)?;
        if self.open.len() + height > self.limits.depth {
            return Err(self.breach(span, Limit::Depth, self.limits.depth));
        }
        let Some(frame) = self.open.last_mut() else {
            self.tree.documents.push(id);
            if self.tree.documents.len() > self.limits.vendors {
                return Err(self.breach(span, Limit::Vendors, self.limits.vendors));
            }
            return Ok(());
        };
        frame.weight = frame.weight.saturating_add(weight);
        frame.height = frame.height.max(height);
        let is_key = frame.mapping && (self.pending.len() - frame.start).is_multiple_of(2);
        self.pending.push(id);
        if is_key {
            let key = self.tree.value(id);
            match key.text() {
                Some("<<")
                    if key.style() == ScalarStyle::Plain && !self.text_keys.contains(&id) =>
                {
                    frame.merges = true;
                }
                Some(_) => {}
                None => return Err(self.syntax(span, "a key has to be plain text")),
            }
        }
        Ok(())
    }

    /// Stores a mapping's entries: duplicates reported and only the last kept,
    /// merge keys followed.
    fn mapping(&mut self, children: &[NodeId], merges: bool) -> Result<TableRange, ReadStop> {
        let start = self.tree.entries.len();
        let pairs = children.chunks_exact(2).map(|pair| (pair[0], pair[1]));
        let dropped = self.duplicates(children);
        if dropped.is_empty() && !merges {
            self.tree.entries.to_mut().extend(pairs);
        } else {
            let span = |index: usize| self.tree.nodes[children[2 * index].0 as usize].span;
            let pairs_of = children.chunks_exact(2);
            let is_merge: Vec<bool> =
                pairs_of.map(|pair| merges && self.is_merge_key(pair[0])).collect();
            let (merged, dropped): (Vec<_>, Vec<_>) =
                dropped.into_iter().partition(|&(_, later)| is_merge[later]);
            for &(earlier, later) in &dropped {
                self.problems.push(Problem::DuplicateKey {
                    key: self.key(children[2 * later]).to_owned(),
                    at: span(later),
                    first: span(earlier),
                    merged: None,
                });
            }
            // All of them are read: to merge is what was meant by each.
            if let (Some(&(first, _)), Some(&(_, last))) = (merged.first(), merged.last()) {
                let every = (0..children.len() / 2).filter(|index| is_merge[*index]);
                let sources: Vec<&str> = every
                    .map(|index| {
                        &self.tree.text()[self.tree.value(children[2 * index + 1]).span().range()]
                    })
                    .filter(|source| !source.contains('\n'))
                    // What is in a list already goes into the one list.
                    .map(|source| {
                        source
                            .strip_prefix('[')
                            .and_then(|list| list.strip_suffix(']'))
                            .unwrap_or(source)
                            .trim()
                    })
                    .filter(|source| !source.is_empty())
                    .collect();
                self.problems.push(Problem::DuplicateKey {
                    key: "<<".to_owned(),
                    at: span(last),
                    first: span(first),
                    merged: Some(sources.join(", ")),
                });
            }
            let gone: HashSet<usize> = dropped.iter().map(|&(earlier, _)| earlier).collect();
            let kept = pairs.enumerate().filter(|(index, _)| !gone.contains(index));
            let kept: Vec<(NodeId, NodeId)> = kept.map(|(_, pair)| pair).collect();
            if merges {
                self.merge(&kept)?;
            } else {
                self.tree.entries.to_mut().extend_from_slice(&kept);
            }
        }
        let len = self.tree.entries.len() - start;
        Ok(TableRange { start: to_u32(start), len: to_u32(len) })
    }

    fn is_merge_key(&self, id: NodeId) -> bool {
        let key = self.tree.value(id);
        key.style() == ScalarStyle::Plain
            && key.text() == Some("<<")
            && !self.text_keys.contains(&id)
    }

    fn key(&self, id: NodeId) -> &str {
        self.tree.value(id).text().unwrap_or_default()
    }

    /// The places of entries whose key stands again later, each with the next
    /// such place.
    fn duplicates(&self, children: &[NodeId]) -> Vec<(usize, usize)> {
        let mut dropped = Vec::new();
        let count = children.len() / 2;
        if count <= SMALL {
            let mut keys = [""; SMALL];
            for (later, pair) in children.chunks_exact(2).enumerate() {
                let key = self.key(pair[0]);
                // Most keys of a mapping differ in length or in their first letter.
                let same = |known: &&str| known.len() == key.len() && *known == key;
                if let Some(earlier) = keys[..later].iter().rposition(same) {
                    dropped.push((earlier, later));
                }
                keys[later] = key;
            }
        } else {
            let mut seen: HashMap<&str, usize> = HashMap::with_capacity(count);
            for (later, pair) in children.chunks_exact(2).enumerate() {
                if let Some(earlier) = seen.insert(self.key(pair[0]), later) {
                    dropped.push((earlier, later));
                }
            }
        }
        dropped
    }

    /// Entries with `<<` replaced by what it brings in: own keys win, then the
    /// mappings in the order they are named.
    fn merge(&mut self, pairs: &[(NodeId, NodeId)]) -> Result<(), ReadStop> {
        let mut entries = Vec::new();
        let mut seen = HashSet::new();
        for &(key, value) in pairs {
            if !self.is_merge_key(key) {
                seen.insert(self.tree.value(key).text().unwrap_or_default());
                entries.push((key, value));
            }
        }
        for &(key, value) in pairs {
            if !self.is_merge_key(key) {
                continue;
            }
            let value = self.tree.value(value);
            let sources: Vec<_> = match value.kind() {
                super::NodeKind::Map => vec![value],
                super::NodeKind::Seq => value.items().collect(),
                _ => vec![value],
            };
            for source in sources {
                if source.kind() != super::NodeKind::Map {
                    let at = source.span();
                    return Err(self.syntax(at, "`<<` takes a mapping or a list of mappings"));
                }
                for (key, value) in source.entries() {
                    if seen.insert(key.text().unwrap_or_default()) {
                        entries.push((key.id(), value.id()));
                    }
                }
            }
        }
        // What merging copies counts like what an alias repeats.
        let at = pairs.first().map_or(Span::default(), |&(key, _)| self.tree.value(key).span());
        self.count(entries.len() as u64, at)?;
        self.tree.entries.to_mut().extend_from_slice(&entries);
        Ok(())
    }
}
