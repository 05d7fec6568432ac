//! A manifest text together with the page that it was made from.

use super::manifest_text::ManifestText;
use crate::text::{SourceFile, Span};
use std::sync::Arc;

/// The page that a manifest text was made from.
#[derive(Debug)]
pub(crate) struct PageOrigin {
    /// The page as it was read.
    pub(crate) source: Arc<SourceFile>,
    /// The manifest that it amounts to.
    pub(crate) manifest: ManifestText,
    /// True if the bytes of the text are those of the file, so that it may be edited.
    pub(crate) is_utf8: bool,
}

impl PageOrigin {
    /// The line of the page, from 1, for some bytes of the manifest text.
    #[must_use]
    pub(crate) fn line(&self, span: Span) -> usize {
        self.source.line(self.manifest.in_page(span).start)
    }
}
