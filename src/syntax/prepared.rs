//! The tree of the built-in rules, which the build script has read already.

use super::Format;
use super::tree::{Data, NodeData, NodeId, ScalarStyle, TableRange, Tree};
use crate::text::Span;
use std::borrow::Cow;

include!(concat!(env!("OUT_DIR"), "/rules_tree.rs"));

/// The text that the tree stands for.
pub(crate) const TEXT: &str = include_str!(concat!(env!("OUT_DIR"), "/rules.json"));

/// The tree that [`super::parse`] makes of [`TEXT`].
pub(crate) fn tree() -> Tree<'static> {
    let mut tree = Tree::new(TEXT, Format::Json);
    tree.decoded = Cow::Borrowed(DECODED);
    tree.nodes = Cow::Borrowed(&NODES);
    tree.items = Cow::Borrowed(&ITEMS);
    tree.entries = Cow::Borrowed(&ENTRIES);
    tree.documents = vec![NodeId(0)];
    tree
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{Limits, parse};

    #[test]
    fn it_is_the_tree_of_its_text() {
        let parsed = parse(TEXT, Format::Json, &Limits::default());
        assert!(parsed.problems.is_empty());
        assert_eq!(format!("{:?}", tree()), format!("{:?}", parsed.tree));
    }
}
