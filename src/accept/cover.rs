//! The reach of a comment: the smallest mapping or item that contains or
//! follows it.
//!
//! - At the end of a line: the value that ends there, or that starts there when
//!   the line only opens it (`locations:  # ...`).
//! - On a line of its own, before an item or a key: that item, or that key with
//!   its value.
//! - On a line of its own, indented as the keys of a mapping that has no key
//!   after it: that mapping.

use crate::syntax::{NodeKind, Tree, Value};
use crate::text::Span;

/// Mappings up to this size are searched one by one, because merge keys bring
/// entries in that stand elsewhere; larger ones as if they were in order.
const SMALL: usize = 64;
/// Maximum distance to the start of a line, in bytes.
const MARGIN: usize = 1_000;

/// The place of the next content after a comment.
#[derive(Clone, Copy, Debug, Default)]
struct Next {
    at: usize,
    column: usize,
}

/// Finds what comments are for. Makes one pass over the comments; each question
/// after that takes as many steps as the tree is deep.
#[derive(Debug)]
pub struct Cover<'t> {
    tree: &'t Tree<'t>,
    roots: Vec<Value<'t>>,
    /// For each comment, what comes after it in its document.
    next: Vec<Option<Next>>,
}

/// The part of a manifest that a comment covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Covered {
    /// All of it, for a key with a value both.
    pub whole: Span,
    /// The value or item alone.
    pub value: Span,
}

/// A child of a list or mapping: an item, or a key with its value.
#[derive(Clone, Copy)]
struct Child<'t> {
    extent: Span,
    value: Value<'t>,
}

impl Child<'_> {
    fn covered(self) -> Covered {
        Covered { whole: self.extent, value: self.value.span() }
    }
}

impl<'t> Cover<'t> {
    /// Looks at all comments of a tree.
    #[must_use]
    pub fn new(tree: &'t Tree<'t>) -> Self {
        let text = tree.text();
        let comments = tree.comments();
        let mut next: Vec<Option<Next>> = vec![None; comments.len()];
        for index in (0..comments.len()).rev() {
            let end = comments[index].span.end as usize;
            let rest = text[end..].trim_start_matches([' ', '\t', '\r', '\n']);
            let at = text.len() - rest.len();
            let is_comment =
                comments.get(index + 1).is_some_and(|next| next.span.start as usize == at);
            next[index] = if is_comment {
                next[index + 1]
            } else if rest.is_empty() || rest.starts_with("---") || rest.starts_with("...") {
                None
            } else {
                Some(Next { at, column: column(text, at) })
            };
        }
        Self { tree, roots: tree.documents().collect(), next }
    }

    /// The bytes that the comment of this index is for, if there are any.
    #[must_use]
    pub fn of(&self, index: usize) -> Option<Covered> {
        let comment = self.tree.comments().get(index)?;
        let start = comment.span.start as usize;
        let next = self.next[index];
        if comment.trailing {
            let before = self.tree.text()[..start].trim_end_matches([' ', '\t']);
            let last = before.char_indices().next_back().map_or(0, |(at, _)| at);
            return self.ending_at(last, next);
        }
        let own = column(self.tree.text(), start);
        let is_inside = next.is_none_or(|next| next.column < own);
        let around = if is_inside { self.ended_before(start, own) } else { None };
        around.or_else(|| self.starting_at(next?.at))
    }

    /// The item, or key with its value, that starts at a place.
    fn starting_at(&self, at: usize) -> Option<Covered> {
        let root = *self.roots.get(self.roots.partition_point(|root| end(*root) <= at))?;
        let mut container = root;
        let mut holder = Child { extent: root.span(), value: root };
        while is_open(container) && !(self.is_flow(container) && start(container) >= at) {
            let Some(child) = self.first_ending_after(container, at) else { break };
            if child.extent.start as usize >= at {
                return Some(child.covered());
            }
            holder = child;
            container = child.value;
        }
        Some(holder.covered())
    }

    /// The item, or key with its value, that the byte before a trailing comment
    /// belongs to.
    fn ending_at(&self, at: usize, next: Option<Next>) -> Option<Covered> {
        let text = self.tree.text();
        let after = self.roots.partition_point(|root| end(*root) <= at);
        let is_mark = text.as_bytes().get(at) == Some(&b'-');
        // An empty last value may lie before its comment and end the document.
        let ended = after.checked_sub(1).and_then(|before| self.roots.get(before));
        let root = match (self.roots.get(after), ended) {
            (Some(root), _) if start(*root) <= at => *root,
            (_, Some(ended)) if !is_mark => *ended,
            // Behind the mark of a document's start.
            _ => return self.starting_at(next?.at),
        };
        let mut container = root;
        let mut holder = Child { extent: root.span(), value: root };
        while is_open(container) && start(container) <= at {
            let child = self.first_ending_after(container, at);
            if let Some(child) = child.filter(|child| child.extent.start as usize <= at) {
                holder = child;
                container = child.value;
                continue;
            }
            if matches!(text.as_bytes()[at], b']' | b'}') {
                return Some(holder.covered());
            }
            let before = self.last_starting_before(container, at);
            let on_line = before.filter(|before| {
                let between = text.get(before.extent.end as usize..at).unwrap_or_default();
                !between.contains(['\n', '\r'])
            });
            return Some(match (on_line, child) {
                (Some(before), _) => before.covered(),
                (None, Some(child)) if text.as_bytes()[at] == b'-' => child.covered(),
                _ => holder.covered(),
            });
        }
        Some(holder.covered())
    }

    /// The innermost mapping before a comment whose keys stand at its column or
    /// left of it, if no other key of it follows.
    fn ended_before(&self, at: usize, own: usize) -> Option<Covered> {
        let before = self.roots.partition_point(|root| start(*root) < at);
        let mut container = *self.roots.get(before.checked_sub(1)?)?;
        let mut innermost = None;
        let mut is_root = true;
        while is_open(container) {
            let is_block = container.kind() == NodeKind::Map && !self.is_flow(container);
            if is_block && column(self.tree.text(), start(container)) <= own {
                // A comment behind the last line is not for the whole document.
                let ended = !is_root && end(container) <= at;
                let (whole, value) = (container.span(), container.span());
                innermost = ended.then_some(Covered { whole, value });
            }
            is_root = false;
            match self.last_starting_before(container, at) {
                Some(child) => container = child.value,
                None => break,
            }
        }
        innermost
    }

    fn is_flow(&self, value: Value<'_>) -> bool {
        matches!(self.tree.text().as_bytes().get(start(value)), Some(b'[' | b'{'))
    }

    fn first_ending_after(&self, container: Value<'t>, at: usize) -> Option<Child<'t>> {
        let is_after = |child: &Child<'_>| child.extent.end as usize > at;
        if is_small_map(container) {
            let inside = own_children(container).filter(is_after);
            return inside.min_by_key(|child| child.extent.start);
        }
        let index = partition(container.len(), |index| {
            child(container, index).is_some_and(|child| !is_after(&child))
        });
        child(container, index)
    }

    fn last_starting_before(&self, container: Value<'t>, at: usize) -> Option<Child<'t>> {
        let is_before = |child: &Child<'_>| (child.extent.start as usize) < at;
        if is_small_map(container) {
            let inside = own_children(container).filter(is_before);
            return inside.max_by_key(|child| child.extent.start);
        }
        let index = partition(container.len(), |index| {
            child(container, index).is_some_and(|child| is_before(&child))
        });
        child(container, index.checked_sub(1)?)
    }
}

fn start(value: Value<'_>) -> usize {
    value.span().start as usize
}

fn end(value: Value<'_>) -> usize {
    value.span().end as usize
}

/// True if a value is a list or mapping that is written where it stands.
fn is_open(value: Value<'_>) -> bool {
    matches!(value.kind(), NodeKind::Seq | NodeKind::Map) && !value.is_alias()
}

fn is_small_map(container: Value<'_>) -> bool {
    container.kind() == NodeKind::Map && container.len() <= SMALL
}

fn child(container: Value<'_>, index: usize) -> Option<Child<'_>> {
    if let Some(value) = container.item(index) {
        return Some(Child { extent: value.span(), value });
    }
    let (key, value) = container.pair(index)?;
    let (key, own) = (key.span(), value.span());
    Some(Child { extent: Span { start: key.start, end: own.end.max(key.end) }, value })
}

/// The children that stand within the text of their container.
fn own_children(container: Value<'_>) -> impl Iterator<Item = Child<'_>> {
    let whole = container.span();
    let children = (0..container.len()).filter_map(move |index| child(container, index));
    children.filter(move |child| whole.contains(child.extent))
}

/// The number of indices at the front that a condition holds for.
fn partition(len: usize, holds: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, len);
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) { low = middle + 1 } else { high = middle }
    }
    low
}

/// The column of a place in bytes from 0; far ones are all the same.
fn column(text: &str, at: usize) -> usize {
    let line = text.as_bytes()[..at].iter().rev().take(MARGIN);
    line.take_while(|byte| !matches!(byte, b'\n' | b'\r')).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{Format, Limits, parse};

    /// Lists what the comments with a `!` cover.
    fn covered(text: &str) -> Vec<String> {
        let parsed = parse(text, Format::Yaml, &Limits::default());
        assert_eq!(parsed.problems, [], "{text}");
        let cover = Cover::new(&parsed.tree);
        let comments = parsed.tree.comments().iter().enumerate();
        let asked = comments.filter(|(_, comment)| text[comment.span.range()].contains('!'));
        asked
            .map(|(index, _)| {
                let span = cover.of(index);
                span.map_or("nothing".to_owned(), |span| text[span.whole.range()].to_owned())
            })
            .collect()
    }

    #[test]
    fn an_own_line_is_for_what_follows() {
        for (text, expected) in [
            ("a:\n  # !\n  - x: 1\n    y: 2\n  - x: 3\n", "x: 1\n    y: 2"),
            ("a:\n  - x: 1\n  # !\n  - x: 3\n    y: 4\n", "x: 3\n    y: 4"),
            ("a:\n- x: 1\n# !\n- x: 3\n", "x: 3"),
            ("a:\n  - x: 1\n    # !\n    y: [1, 2]\n    z: 3\n", "y: [1, 2]"),
            ("a:\n  - x: 1\n    y:\n      # !\n      - p\n      - q\n", "p"),
            ("# !\na:\n  - x: 1\n  - y: 2\nb: 3\n", "a:\n  - x: 1\n  - y: 2"),
            ("# !\n\n# more\n\n\na: 1\nb: 2\n", "a: 1"),
            ("a: 1\n# !\nb:\n  - x\n", "b:\n  - x"),
            ("o:\n  # !\n  x: 1\n  y: 2\n", "x: 1"),
            ("o:\n  # !\n  text\n", "o:\n  # !\n  text"),
            ("o:\n  # !\n  {x: 1}\n", "o:\n  # !\n  {x: 1}"),
            ("# !\n{a: 1, b: 2}\n", "{a: 1, b: 2}"),
            ("# !\n[x, y]\n", "[x, y]"),
            ("[x,\n # !\n {y: 1, z: 2},\n w]\n", "{y: 1, z: 2}"),
            ("[x, y\n # !\n ]\n", "[x, y\n # !\n ]"),
            ("# !\n- x\n- y\n", "x"),
            ("a:\n  # !\n  - - p\n    - q\n", "- p\n    - q"),
            ("---\na: 1\n---\n# !\nb: 2\n", "b: 2"),
            ("\u{feff}# !\na: é\nb: 2\n", "a: é"),
            ("a: 1\r\n# !\r\nb: 2\r\n", "b: 2"),
            ("base: &b {p: 1, q: 2}\nv:\n  # !\n  <<: *b\n  x: 1\n", "x: 1"),
        ] {
            assert_eq!(covered(text), [expected], "{text}");
        }
    }

    #[test]
    fn the_end_of_a_line_is_for_what_the_line_holds() {
        for (text, expected) in [
            ("a:\n  - x: 1 # !\n    y: 2\n", "x: 1"),
            ("a:\n  - x: 1\n    y: 2 # !\n  - x: 3\n", "y: 2"),
            ("a:\n  - {x: 1, y: 2} # !\n  - x: 3\n", "{x: 1, y: 2}"),
            ("a: [1, 2] # !\nb: 3\n", "a: [1, 2]"),
            ("a: # !\n  - 1\n  - 2\nb: 3\n", "a: # !\n  - 1\n  - 2"),
            ("a:\n  - # !\n    x: 1\n    y: 2\n", "x: 1\n    y: 2"),
            ("a:\n  - x\n  - y # !\n  - z\n", "y"),
            ("a: [\n  x, # !\n  y\n]\n", "x"),
            ("a: {\n  x: 1, # !\n  y: 2\n}\n", "x: 1"),
            ("a: {\n  x: 1,\n  y: 2\n} # !\n", "a: {\n  x: 1,\n  y: 2\n}"),
            ("a: [ # !\n  x]\n", "a: [ # !\n  x]"),
            ("a: \"x\n  y\" # !\nb: 1\n", "a: \"x\n  y\""),
            ("a: | # !\n  text # no comment!\nb: 1\n", "a: | # !\n  text # no comment!"),
            ("--- # !\na: 1\nb: 2\n", "a: 1"),
            ("a: &x 1\nb: *x # !\n", "b: *x"),
            ("a:\n  - \"é\" # !\n  - z\n", "\"é\""),
        ] {
            assert_eq!(covered(text), [expected], "{text}");
        }
        for empty in ["a: # !\n", "a: # !\nb: 1\n", "x:\n  - a: # !\n  - b: 1\n"] {
            let covered = covered(empty);
            assert!(covered[0].starts_with("a:") || covered[0] == "a", "{empty}: {covered:?}");
        }
    }

    #[test]
    fn the_indentation_tells_the_end_of_a_mapping_from_the_next_one() {
        for (text, expected) in [
            ("a:\n  - x: 1\n    y: 2\n    # !\n  - x: 3\n", "x: 1\n    y: 2"),
            ("a:\n  - x: 1\n    y: 2\n    # !\n", "x: 1\n    y: 2"),
            ("a:\n  - x: 1\n    y:\n      z: 2\n    # !\n  - x: 3\n", "x: 1\n    y:\n      z: 2"),
            ("a:\n  - x: 1\n    y:\n      z: 2\n      # !\n  - x: 3\n", "z: 2"),
            ("o:\n  x: 1\n  # !\nb: 2\n", "x: 1"),
            ("a: 1\n  # !\nb: 2\n", "b: 2"),
            ("a:\n    # !\n  - x: 1\n", "x: 1"),
            ("a:\n  - x: 1\n  # !\nb: 2\n", "b: 2"),
            ("a:\n  - x: 1\n# !\n", "nothing"),
            ("a: 1\n# !\n---\nb: 2\n", "nothing"),
            ("# !\n", "nothing"),
        ] {
            assert_eq!(covered(text), [expected], "{text}");
        }
    }

    #[test]
    fn a_large_mapping_is_searched_like_a_small_one() {
        let mut text = String::new();
        for index in 0..200 {
            text += &format!("# !\nk{index}: {index} # !\n");
        }
        let covered = covered(&text);
        for index in 0..200 {
            let expected = format!("k{index}: {index}");
            assert_eq!(covered[2 * index], expected);
            assert_eq!(covered[2 * index + 1], expected);
        }
    }
}
