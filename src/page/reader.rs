//! From a file to its blocks: which reader reads it.

use super::block::{Page, PageLimits};
use super::{html, markdown, plain};

/// The notations of pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PageFormat {
    /// `.html`, `.htm`, `.xhtml`.
    Html,
    /// `.md`, `.markdown`, `.mdx`.
    Markdown,
    /// `.csv`, `.tsv`.
    Table,
    /// `.txt`, and what has no other notation.
    Text,
    /// `.ts`, `.tsx`, `.js`, `.jsx`, `.mjs`, `.astro`, `.vue`, `.svelte`.
    Program,
    /// `.yaml`, `.yml`, `.json` with keys of its own.
    Data,
}

impl PageFormat {
    /// The notation by the extension of a path; none for one that is not read.
    pub(crate) fn of_path(path: &str) -> Option<Self> {
        let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
        let (_, extension) = name.rsplit_once('.')?;
        Some(match extension.to_ascii_lowercase().as_str() {
            "html" | "htm" | "xhtml" => Self::Html,
            "md" | "markdown" | "mdx" | "mdown" => Self::Markdown,
            "csv" | "tsv" => Self::Table,
            "txt" | "text" => Self::Text,
            "ts" | "tsx" | "js" | "jsx" | "mjs" | "cjs" | "mts" | "astro" | "vue" | "svelte" => {
                Self::Program
            }
            "yaml" | "yml" | "json" => Self::Data,
            _ => return None,
        })
    }
}
