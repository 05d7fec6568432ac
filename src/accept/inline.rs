//! The waivers in the comments of a manifest.

use super::cover::{Cover, Covered};
use super::directive::{Directive, NAME};
use crate::syntax::Tree;

/// Waivers of one file that are read. What one behind them is for stays in
/// force.
const MAX_WAIVERS: usize = 100_000;

/// A waiver in a comment, with what it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inline<'t> {
    /// The parsed comment.
    pub directive: Directive<'t>,
    /// The part of the manifest it covers; none if there is none.
    pub covers: Option<Covered>,
}

impl<'t> Inline<'t> {
    /// The waivers of a text, in its order. A text that does not name us costs
    /// one search.
    #[must_use]
    pub fn read(tree: &'t Tree<'t>) -> Vec<Self> {
        if tree.comments().is_empty() || !tree.text().contains(NAME) {
            return Vec::new();
        }
        let cover = Cover::new(tree);
        let read = |(index, comment): (usize, &crate::syntax::Comment)| {
            let text = &tree.text()[comment.span.range()];
            let directive = Directive::parse(text, comment.span.start)?;
            Some(Self { directive, covers: cover.of(index) })
        };
        tree.comments().iter().enumerate().filter_map(read).take(MAX_WAIVERS).collect()
    }
}
