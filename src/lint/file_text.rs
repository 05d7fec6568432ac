//! A file as it was read.

use crate::syntax::Problem;
use crate::text::SourceFile;
use crate::text::page_encoding::PageEncoding;

/// A file to check, as it was read.
#[derive(Debug)]
pub struct FileText {
    /// Its text, under the name that messages show; of a file that could not
    /// be read, what can be shown of it.
    pub source: SourceFile,
    /// Its path relative to the configuration, which waivers go by.
    pub scope: String,
    /// The reason why it could not be read.
    pub problem: Option<Problem>,
    /// The encoding of a page that is not UTF-8.
    pub(crate) encoding: Option<PageEncoding>,
}

impl FileText {
    /// A text under the name of its file.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let source = SourceFile::new(name, text);
        let scope = source.path().to_owned();
        Self { source, scope, problem: None, encoding: None }
    }

    /// A file that could not be read. `shown` is what can be shown of it.
    #[must_use]
    pub fn unreadable(name: impl Into<String>, shown: impl Into<String>, problem: Problem) -> Self {
        Self { problem: Some(problem), ..Self::new(name, shown) }
    }

    /// The same file with the encoding that its text was decoded from.
    #[must_use]
    pub(crate) fn in_encoding(mut self, encoding: Option<PageEncoding>) -> Self {
        self.encoding = encoding;
        self
    }

    /// The same file with the path that waivers go by.
    #[must_use]
    pub fn in_scope(mut self, scope: impl Into<String>) -> Self {
        self.scope = scope.into();
        self
    }
}
