//! Edits that remove the cause of a finding.

use crate::text::Edit;

/// A way to remove a finding, to be applied as a whole or not at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// The effect, in the imperative: ``Write `GB` ``.
    pub title: String,
    /// Changes of the file of the finding; they do not overlap.
    pub edits: Vec<Edit>,
    /// The care it needs.
    pub safety: Safety,
}

/// The care that a fix needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Safety {
    /// Changes the form of what is stated, and no fact: may be applied unseen.
    Safe,
    /// May change what is stated: somebody has to look at it.
    Unsafe,
}
