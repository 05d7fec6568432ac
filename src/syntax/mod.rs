//! Text becomes a tree that keeps spans, key order, comments, anchors and
//! everything else a linter wants to point at. Parsed once, read by all.

mod builder;
pub(crate) mod edit;
pub mod json;
mod limits;
pub(crate) mod prepared;
mod rewrite;
pub mod scalar;
mod slips;
mod source_map;
mod tree;
mod value;
pub mod yaml;

#[cfg(test)]
mod json_suite;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod yaml_oracle;
#[cfg(test)]
mod yaml_suite;

pub use limits::{Limit, Limits};
pub use rewrite::{as_written, quote_scalar, replace_text};
pub use tree::{Comment, KeyReading, NodeId, NodeKind, ScalarStyle, Tree};
pub use value::{Entries, Items, Value};

use crate::text::{Advice, Span};

/// The notation of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// YAML 1.2, one or several documents.
    Yaml,
    /// JSON as RFC 8259 has it.
    Json,
}

impl Format {
    /// JSON for `*.json`, YAML for everything else.
    #[must_use]
    pub fn of_path(path: &str) -> Self {
        let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
        if extension.eq_ignore_ascii_case("json") { Self::Json } else { Self::Yaml }
    }
}

/// The result of reading a text: the documents that could be read, and the
/// problems, in the order of the text.
#[derive(Debug)]
pub struct Parsed<'t> {
    /// The documents before the first syntax error.
    pub tree: Tree<'t>,
    /// The problems of the text itself.
    pub problems: Vec<Problem>,
}

/// A defect of the text, before any meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The text is not what the format allows; nothing after it was read.
    Syntax {
        /// The place where the reader stopped.
        at: Span,
        /// The message, in plain words where the slip is a known one.
        message: String,
        /// The next step, for a known slip.
        help: Option<String>,
    },
    /// The bytes are no text, or could not be read at all.
    NotText(Advice),
    /// The text can be read, and it is something else than what is asked for.
    OtherShape(Advice),
    /// There is no value in the text.
    Empty,
    /// A mapping has a key twice.
    DuplicateKey {
        /// The key as text.
        key: String,
        /// The later key.
        at: Span,
        /// The earlier key, whose value most readers drop.
        first: Span,
        /// The values of all merge keys, for `<<`.
        merged: Option<String>,
    },
    /// A limit was passed.
    Limit {
        /// The place where it was exceeded.
        at: Span,
        /// The kind.
        limit: Limit,
        /// Its value.
        allowed: u64,
    },
}

impl Problem {
    /// True if something could not be read because of it.
    #[must_use]
    pub fn is_fatal(&self) -> bool {
        !matches!(self, Self::DuplicateKey { .. })
    }

    /// Its place.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Self::Syntax { at, .. } | Self::DuplicateKey { at, .. } | Self::Limit { at, .. } => *at,
            Self::NotText(advice) | Self::OtherShape(advice) => advice.span,
            Self::Empty => Span::default(),
        }
    }
}

/// Reads a text. Never fails: what cannot be read is a [`Problem`].
#[must_use]
pub fn parse<'t>(text: &'t str, format: Format, limits: &Limits) -> Parsed<'t> {
    // Offsets are 32 bits wide.
    let most = limits.bytes.min(u32::MAX as usize - 1);
    if text.len() > most {
        let problem =
            Problem::Limit { at: Span::default(), limit: Limit::Bytes, allowed: most as u64 };
        return Parsed { tree: Tree::new(text, format), problems: vec![problem] };
    }
    match format {
        Format::Yaml => yaml::parse(text, limits),
        Format::Json => json::parse(text, limits),
    }
}
