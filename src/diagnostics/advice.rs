//! What is wrong with a policy: a rule file, a pack or a configuration.

use crate::text::{FileId, Span};

/// A defect of a policy file, at its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyError {
    /// The file, in the [`crate::text::Sources`] of the policy.
    pub file: FileId,
    /// The bytes it is about.
    pub span: Span,
    /// One lower-case phrase.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl PolicyError {
    /// An error without help.
    #[must_use]
    pub fn new(file: FileId, span: Span, message: impl Into<String>) -> Self {
        Self { file, span, message: message.into(), help: None }
    }

    /// The same error with help.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}
