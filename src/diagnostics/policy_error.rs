//! A defect of a policy: of a rule file, a pack, a configuration, a baseline, or
//! of what the command line adds to them.

use super::FileKind;
use crate::text::{Advice, SourceFile, Span};
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
    /// The kind of the file: of a policy, or a baseline.
    pub kind: FileKind,
    /// True if the file could not be read whole; `file` is what can be shown of it.
    pub is_unread: bool,
    /// The message, at its bytes in the file.
    pub advice: Advice,
}

impl PolicyError {
    /// An error without help.
    #[must_use]
    pub fn new(file: &Arc<SourceFile>, span: Span, message: impl Into<String>) -> Self {
        Self::of(file, Advice::new(span, message))
    }

    /// An error of a file.
    #[must_use]
    pub fn of(file: &Arc<SourceFile>, advice: Advice) -> Self {
        Self { file: Some(Arc::clone(file)), ..Self::with_advice(advice) }
    }

    /// An error of something that no file holds.
    #[must_use]
    pub fn without_place(message: impl Into<String>) -> Self {
        Self::with_advice(Advice::new(Span::default(), message))
    }

    fn with_advice(advice: Advice) -> Self {
        Self { file: None, kind: FileKind::Policy, is_unread: false, advice }
    }

    /// An error about a file that could not be read whole.
    #[must_use]
    pub(crate) fn unread(file: SourceFile, advice: Advice) -> Self {
        Self { is_unread: true, ..Self::of(&Arc::new(file), advice) }
    }

    /// The same error about a baseline.
    #[must_use]
    pub(crate) fn in_baseline(self) -> Self {
        Self { kind: FileKind::Baseline, ..self }
    }

    /// The same error with help; an empty text is none.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.advice = self.advice.with_help(help);
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
        let position = self.file.as_ref()?.position(self.advice.span.start);
        Some((position.line, position.column))
    }

    /// True if it says the same about the same place.
    #[must_use]
    pub(crate) fn is_same_as(&self, other: &Self) -> bool {
        self.advice.span == other.advice.span
            && self.advice.message == other.advice.message
            && self.path() == other.path()
    }
}

impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let (Some(path), Some((line, column))) = (self.path(), self.line_and_column()) {
            write!(f, "{path}:{line}:{column}: ")?;
        }
        f.write_str(&self.advice.message)?;
        self.advice.help.as_ref().map_or(Ok(()), |help| write!(f, "\n  help: {help}"))
    }
}

impl std::error::Error for PolicyError {}
