//! The waivers in the comments of a manifest.

use super::cover::{Cover, Covered};
use super::directive::Directive;
use crate::syntax::Tree;
use crate::text::Advice;

/// Waivers of one file that are read. Those behind them have no effect, and one finding says so.
const MAX_WAIVERS: usize = 20_000;

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
        let found = tree.comments().iter().enumerate().filter_map(read).take(MAX_WAIVERS + 1);
        let mut found: Vec<(usize, Directive<'t>)> = found.collect();
        if let Some((_, last)) = found.get_mut(MAX_WAIVERS) {
            let span = last.span;
            let problem = format!("there are more than {MAX_WAIVERS} waivers in this file");
            let help = "Waive a rule for all entries under `allow` in the configuration; this waiver and those after it have no effect.";
            let defects = vec![Advice::new(span, problem).with_help(help)];
            *last = Directive { span, defects, ..Directive::default() };
        }
        if found.is_empty() {
            return Vec::new();
        }
        let cover = Cover::new(tree);
        let covered = |(index, directive)| Self { directive, covers: cover.of(index) };
        found.into_iter().map(covered).collect()
    }
}
