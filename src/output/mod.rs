//! A report on its way out: one output format a file, all behind [`Render`].
//!
//! To add a format: write its file and add one line to [`FORMATS`]. Formats
//! print what the report says and decide nothing: counts and exit status are
//! the same with every one of them.
//!
//! Texts of a report come from manifests that strangers wrote. Every format
//! makes them harmless for where it goes, see [`sanitize`].

pub mod concise;
pub mod fold;
#[cfg(feature = "cli")]
pub mod human;
pub mod json;
pub(crate) mod paint;
pub mod place;
pub mod sanitize;
pub mod snippet;
pub mod summary;
mod width;

use crate::diagnostics::report::Report;
use crate::text::Sources;
use std::io;

/// How a report is to look. Formats for machines heed none of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Colours, as ANSI escape sequences.
    pub color: bool,
    /// Rule ids as terminal hyperlinks (OSC 8) to the pages of the rules.
    pub links: bool,
    /// Lines and signs beyond ASCII. Text of manifests is shown as it is.
    pub unicode: bool,
    /// Columns of the terminal.
    pub width: usize,
    /// Whether findings of one rule in one file are shown as one.
    pub fold: bool,
    /// Findings only: no summary, no hints.
    pub quiet: bool,
    /// With each finding, the path of its field; and the files that were checked.
    pub verbose: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            color: false,
            links: false,
            unicode: true,
            width: 80,
            fold: true,
            quiet: false,
            verbose: false,
        }
    }
}

/// An output format.
pub trait Render {
    /// Writes the whole report. The same report gives the same bytes.
    ///
    /// # Errors
    /// Those of the writer.
    fn render(&self, report: &Report, sources: &Sources, out: &mut dyn io::Write)
    -> io::Result<()>;
}

/// A format as the command line knows it.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// What it is called.
    pub name: &'static str,
    /// What it is for, in one line.
    pub about: &'static str,
    /// Makes the renderer.
    pub make: fn(&Options) -> Box<dyn Render>,
}

/// All formats, the default one first.
pub const FORMATS: &[Format] = &[
    #[cfg(feature = "cli")]
    Format { name: "human", about: "findings in their source", make: human::make },
    Format { name: "concise", about: "one line for each finding", make: concise::make },
    Format { name: "json", about: "everything, for programs (version 1)", make: json::make },
];

/// The format of a name.
#[must_use]
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}
