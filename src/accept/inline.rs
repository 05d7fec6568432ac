//! The waivers in the comments of a manifest.

use super::cover::{Cover, Covered};
use super::directive::Directive;
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
    /// The waivers of a text, in its order. A text without any costs one look at the
    /// start of each comment.
    #[must_use]
    pub fn read(tree: &'t Tree<'t>) -> Vec<Self> {
        let read = |(index, comment): (usize, &crate::syntax::Comment)| {
            let text = &tree.text()[comment.span.range()];
            Some((index, Directive::parse(text, comment.span.start)?))
        };
        let found = tree.comments().iter().enumerate().filter_map(read).take(MAX_WAIVERS);
        let found: Vec<(usize, Directive<'t>)> = found.collect();
        if found.is_empty() {
            return Vec::new();
        }
        let cover = Cover::new(tree);
        let covered = |(index, directive)| Self { directive, covers: cover.of(index) };
        found.into_iter().map(covered).collect()
    }
}
