//! A defect of a text with the way out of it.

use super::Span;
use std::fmt;

/// A message about some bytes, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    /// The bytes it is about.
    pub span: Span,
    /// A lower-case phrase that states the fact.
    pub message: String,
    /// The next step, if one is known.
    pub help: Option<String>,
}

impl Advice {
    /// A message without help.
    #[must_use]
    pub fn new(span: Span, message: impl Into<String>) -> Self {
        Self { span, message: message.into(), help: None }
    }

    /// The same with help; an empty text is none.
    #[must_use]
    pub fn with_help(self, help: impl Into<String>) -> Self {
        self.maybe_help(Some(help.into()))
    }

    /// The same with help if there is any.
    #[must_use]
    pub fn maybe_help(mut self, help: Option<String>) -> Self {
        self.help = help.filter(|help| !help.is_empty());
        self
    }
}

impl fmt::Display for Advice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Advice {}
