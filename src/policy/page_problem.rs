//! What a page holds and was not read: the rules of the group `page` make findings of it.

use crate::text::Span;

/// Something of a page that was not read as the list it seems to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageProblem {
    /// The kind.
    pub about: PageProblemKind,
    /// The smallest true span in the page.
    pub span: Span,
    /// Its words, shortened.
    pub text: String,
}

/// The kind of a [`PageProblem`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageProblemKind {
    /// A column or key that is no field.
    Column,
    /// A row with fewer cells than its header.
    ShortRow,
    /// A row or an item without the name of a vendor.
    NoName,
    /// An item that names a kind of vendor, or says that there is none.
    NoVendor,
    /// Rows of a template that were never filled in.
    EmptyRow,
    /// Cells without a mark between them.
    JoinedCells,
    /// Rows that a browser does not show.
    Hidden,
    /// A value that a program computes.
    Computed,
    /// More than is read.
    TooMuch,
    /// The whole page is in another encoding than UTF-8, which the words name.
    Encoding {
        /// True if its bytes looked like it, and nothing says so.
        is_guess: bool,
        /// True if bytes were no characters and are lost.
        is_replaced: bool,
    },
    /// A part with what looks like vendors that was left out.
    LeftOut {
        /// The reason, as a clause.
        why: &'static str,
        /// The bytes of the reason.
        because: Span,
        /// Its rows or items.
        rows: usize,
    },
}
