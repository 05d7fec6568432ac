//! Text and places in it: spans, source files, encodings, suggestions.

pub mod encoding;
mod source;
pub mod suggest;

pub use source::{FileId, Position, SourceFile, Sources, Span};
