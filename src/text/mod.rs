//! Text and places in it: spans, source files, encodings, folding, suggestions.

mod advice;
mod digest;
mod edit;
pub mod encoding;
mod file_id;
#[allow(dead_code, reason = "some of it serves the build script only")]
pub(crate) mod fold;
mod line_index;
pub(crate) mod page_encoding;
mod source;
mod source_map;
mod span;
pub mod suggest;
mod trim;
mod unsafe_characters;

pub use advice::Advice;
pub(crate) use digest::sha256;
pub use edit::Edit;
pub use file_id::FileId;
pub use source::{Position, SourceFile};
pub use source_map::SourceMap;
pub use span::Span;
pub(crate) use span::{start_of, to_u32};
pub(crate) use trim::trim;
pub use unsafe_characters::is_unsafe;
