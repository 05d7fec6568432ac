//! A defect of a policy: of a rule file, a pack, a configuration, or of what
//! the command line adds to them.

use crate::text::{SourceFile, Span};
use std::fmt;
use std::sync::Arc;

/// A defect of a policy, at its place.
///
/// It carries the text that it points into, so that it can be shown by whoever
/// gets it.
#[derive(Clone, Debug)]
pub struct PolicyError {
    /// The file; nothing for what no file holds, such as an option of the
    /// command line.
    pub file: Option<Arc<SourceFile>>,
    /// The bytes of the file that it is about.
    pub span: Span,
    /// One lower-case phrase.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl PolicyError {
    /// An error without help.
    #[must_use]
    pub fn new(file: &Arc<SourceFile>, span: Span, message: impl Into<String>) -> Self {
        Self { file: Some(Arc::clone(file)), span, message: message.into(), help: None }
    }

    /// An error of something that no file holds.
    #[must_use]
    pub fn without_place(message: impl Into<String>) -> Self {
        Self { file: None, span: Span::default(), message: message.into(), help: None }
    }

    /// The same error with help; an empty text is none.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into()).filter(|help| !help.is_empty());
        self
    }

    /// The name of the file.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        self.file.as_deref().map(SourceFile::path)
    }

    /// The line and the column of its first byte, both from 1, columns in
    /// Unicode scalar values.
    #[must_use]
    pub fn line_and_column(&self) -> Option<(usize, usize)> {
        let position = self.file.as_ref()?.position(self.span.start);
        Some((position.line, position.column))
    }

    /// Whether it says the same about the same place.
    #[must_use]
    pub(crate) fn is_same_as(&self, other: &Self) -> bool {
        self.span == other.span && self.message == other.message && self.path() == other.path()
    }
}

impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let (Some(path), Some((line, column))) = (self.path(), self.line_and_column()) {
            write!(f, "{path}:{line}:{column}: ")?;
        }
        f.write_str(&self.message)?;
        self.help.as_ref().map_or(Ok(()), |help| write!(f, "\n  help: {help}"))
    }
}

impl std::error::Error for PolicyError {}
