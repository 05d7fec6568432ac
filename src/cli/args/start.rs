//! The options of the commands that make a manifest.

use super::shared::Color;
use clap::builder::BoolishValueParser;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// `init`
#[derive(Args, Debug)]
pub struct InitArgs {
    /// The folder of the manifest; made if it is not there [default: this folder]
    #[arg(value_name = "DIR")]
    pub folder: Option<PathBuf>,

    /// Make the manifest from a page, as `import` does; `-` for standard input
    #[arg(long, value_name = "PAGE")]
    pub from: Option<PathBuf>,

    /// Add a hook to `.pre-commit-config.yaml`, at the root of the repository
    #[arg(long)]
    pub hook: bool,

    /// Add a GitHub workflow to `.github/workflows`, at the root of the repository
    #[arg(long)]
    pub workflow: bool,

    /// The date that counts as today [default: the date of the system, UTC]
    #[arg(long, value_name = "YYYY-MM-DD", env = "SUBPROCESSOR_LINT_TODAY")]
    pub today: Option<String>,

    /// When to colour
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
}

/// `import`
#[derive(Args, Debug)]
pub struct ImportArgs {
    /// Pages with lists of vendors: HTML, Markdown, CSV, text, data files; `-` for standard input
    #[arg(value_name = "PAGE", required = true)]
    pub pages: Vec<PathBuf>,
    /// Write to a file, or for several pages into a folder, instead of standard output
    #[arg(short, long, value_name = "PATH")]
    pub output: Option<PathBuf>,
    /// Notation of the output: the manifest, or every value with its place in the page
    #[arg(long, value_enum, default_value_t)]
    pub output_format: ImportFormat,
    /// Say in comments which line of the page each value is from
    #[arg(long)]
    pub annotate: bool,
    /// Replace files that exist
    #[arg(long)]
    pub force: bool,
    /// Use this configuration instead of looking for one
    #[arg(
        long,
        value_name = "FILE",
        env = "SUBPROCESSOR_LINT_CONFIG",
        conflicts_with = "isolated"
    )]
    pub config: Option<PathBuf>,
    /// Ignore every configuration file
    #[arg(long, env = "SUBPROCESSOR_LINT_ISOLATED", value_parser = BoolishValueParser::new())]
    pub isolated: bool,
}

/// The notations that `import` writes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ImportFormat {
    /// A manifest.
    #[default]
    Yaml,
    /// The values with their places and how each was read.
    Json,
}
