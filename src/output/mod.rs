//! Output formats: one a file, each a [`Sink`] of the report.
//!
//! To add a format: write its file and add one line to [`FORMATS`]. Formats
//! print what a report says as it comes, and decide nothing: counts and exit status are
//! the same with every one of them.
//!
//! Texts of a report come from manifests that strangers wrote. Every format
//! makes them harmless for where it goes, see [`sanitize`].

pub mod concise;
pub mod fold;
pub mod github;
pub mod gitlab;
#[cfg(feature = "cli")]
pub mod human;
pub mod json;
pub mod jsonl;
pub mod junit;
pub mod markdown;
pub(crate) mod paint;
pub mod place;
pub mod rdjson;
pub mod sanitize;
pub mod sarif;
pub mod snippet;
pub mod summary;
pub(crate) mod width;

use crate::diagnostics::report::Sink;
use std::io;

/// The looks of a report. Formats for machines ignore them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutputOptions {
    /// Colours, as ANSI escape sequences.
    pub color: bool,
    /// Hyperlinks to the pages of rules, as OSC 8 sequences.
    pub links: bool,
    /// Lines and signs beyond ASCII. Text of manifests is shown as it is.
    pub unicode: bool,
    /// Columns of the terminal.
    pub width: usize,
    /// One diagnostic for many findings of one rule in one file.
    pub fold: bool,
    /// Findings only: no summary, no hints.
    pub quiet: bool,
    /// With each finding, its path and fingerprint; and the files that were checked.
    pub verbose: bool,
    /// A table of how often each rule is reported, in place of the findings.
    pub statistics: bool,
}

impl Default for OutputOptions {
    fn default() -> Self {
        Self {
            color: false,
            links: false,
            unicode: true,
            width: 80,
            fold: true,
            quiet: false,
            verbose: false,
            statistics: false,
        }
    }
}

/// Makes the sink of a format, which writes as it is told of files.
pub type MakeSink = for<'w> fn(&OutputOptions, &'w mut dyn io::Write) -> Box<dyn Sink + 'w>;

/// An output format, as the command line knows it.
#[derive(Clone, Copy, Debug)]
pub struct OutputFormat {
    /// Its name.
    pub name: &'static str,
    /// Its purpose, in one line.
    pub about: &'static str,
    /// Makes its sink.
    pub make: MakeSink,
}

/// All formats, the default one first.
pub const FORMATS: &[OutputFormat] = &[
    #[cfg(feature = "cli")]
    OutputFormat { name: "human", about: "findings in their source", make: human::make },
    OutputFormat { name: "concise", about: "one line for each finding", make: concise::make },
    OutputFormat { name: "json", about: "everything, for programs (version 1)", make: json::make },
    OutputFormat { name: "jsonl", about: "one JSON object for each finding", make: jsonl::make },
    OutputFormat { name: "sarif", about: "SARIF 2.1.0, for code scanning", make: sarif::make },
    OutputFormat {
        name: "github",
        about: "annotations and job summary of GitHub Actions",
        make: github::make,
    },
    OutputFormat { name: "gitlab", about: "GitLab Code Quality", make: gitlab::make },
    OutputFormat { name: "junit", about: "JUnit XML, for test reports", make: junit::make },
    OutputFormat { name: "rdjson", about: "Reviewdog diagnostics", make: rdjson::make },
    OutputFormat {
        name: "rdjsonl",
        about: "the same, one line for each finding",
        make: rdjson::make_lines,
    },
    OutputFormat { name: "markdown", about: "tables for comments", make: markdown::make },
];

/// The format of a name.
#[must_use]
pub fn format(name: &str) -> Option<&'static OutputFormat> {
    FORMATS.iter().find(|format| format.name == name)
}
