//! The options of `check`.

use super::shared::{Color, LimitArgs, VerdictArgs};
use crate::cli::outputs::{OutputTarget, OutputTargetParser};
use clap::builder::BoolishValueParser;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

const UNTRUSTED: &str = "\
Check files of strangers: nothing in them, and no file beside them, changes the result.
Configurations are not looked for (--config still names one), waivers in manifests and
ignore files have no effect, links are not followed, and every file of a folder is in
the report: what is no list is skipped, what may be one and cannot be read is an error.";

/// `check`
#[derive(Args, Debug, Default)]
pub struct CheckArgs {
    /// Files, folders, globs, or `-` for standard input [default: the manifests below this folder]
    pub paths: Vec<PathBuf>,

    /// The path that standard input is reported under
    #[arg(long, value_name = "PATH", help_heading = "Input")]
    pub stdin_filename: Option<PathBuf>,

    /// Read standard input as one list a line, `{"file": "acme.yaml", "text": "..."}`, and answer
    /// each with one line of JSON
    #[arg(long, value_name = "FORMAT", help_heading = "Input")]
    pub stdin_format: Option<StdinFormat>,

    /// Check files of strangers: nothing in them, and no file beside them, changes the result
    #[arg(long, env = "SUBPROCESSOR_LINT_UNTRUSTED", value_parser = BoolishValueParser::new(), help_heading = "Input", long_help = UNTRUSTED)]
    pub untrusted: bool,

    /// True if pages below a folder are checked whatever their name.
    #[arg(skip)]
    pub all_pages: bool,

    /// Asked while files are looked for: true ends that.
    #[arg(skip)]
    pub stops: Option<fn() -> bool>,

    /// Leave files out that the configuration excludes even when they are named
    #[arg(long, help_heading = "Input")]
    pub force_exclude: bool,

    /// Exit with 0 when there is nothing to check
    #[arg(long, env = "SUBPROCESSOR_LINT_ALLOW_EMPTY", value_parser = BoolishValueParser::new(), help_heading = "Input")]
    pub allow_empty: bool,

    #[command(flatten)]
    pub verdict: VerdictArgs,

    /// Print the effective settings with where each comes from, and stop
    #[arg(long, help_heading = "Policy")]
    pub show_settings: bool,

    /// Report everything that comments, the configuration or a baseline would allow
    #[arg(long, help_heading = "Waivers and baselines")]
    pub no_ignores: bool,

    /// Report waivers that run out within this many days
    #[arg(long, value_name = "DAYS", default_value_t = 30, help_heading = "Waivers and baselines")]
    pub waiver_warning_days: i64,

    /// Report only what this file does not list yet
    #[arg(
        long,
        value_name = "FILE",
        env = "SUBPROCESSOR_LINT_BASELINE",
        help_heading = "Waivers and baselines"
    )]
    pub baseline: Option<PathBuf>,

    /// Report only what was not there at the merge base with this commit, such as origin/main
    #[arg(
        long,
        value_name = "REF",
        env = "SUBPROCESSOR_LINT_SINCE",
        conflicts_with_all = ["baseline", "write_baseline", "untrusted"],
        help_heading = "Waivers and baselines"
    )]
    pub since: Option<String>,

    /// Fail when the baseline lists something that is no longer found
    #[arg(long, help_heading = "Waivers and baselines")]
    pub strict_baseline: bool,

    /// Write what is found to a baseline file; a file that exists only shrinks
    #[arg(long, value_name = "FILE", help_heading = "Waivers and baselines")]
    pub write_baseline: Option<PathBuf>,

    /// Let --write-baseline add findings to a file that exists
    #[arg(long, requires = "write_baseline", help_heading = "Waivers and baselines")]
    pub grow_baseline: bool,

    /// Output format; `FORMAT=FILE` writes it to a file, and several may be given [default: human]
    #[arg(long, alias = "format", value_name = "FORMAT[=FILE]", env = "SUBPROCESSOR_LINT_OUTPUT_FORMAT", value_parser = OutputTargetParser, help_heading = "Output")]
    pub output_format: Vec<OutputTarget>,

    /// Write the findings to a file instead of standard output
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    pub output_file: Option<PathBuf>,

    /// Show every finding on its own
    #[arg(long, help_heading = "Output")]
    pub no_fold: bool,

    /// Explain one finding instead of showing all: how its value was read, what set its
    /// severity, and how to fix or allow it. The start of a fingerprint is enough
    #[arg(long, value_name = "FINGERPRINT", conflicts_with_all = ["statistics", "write_baseline", "output_file", "show_settings"], help_heading = "Output")]
    pub explain: Option<String>,

    /// Count the findings of each rule instead of showing them
    #[arg(long, help_heading = "Output")]
    pub statistics: bool,

    /// When to colour
    #[arg(long, value_name = "WHEN", default_value = "auto", help_heading = "Output")]
    pub color: Color,

    /// Print findings only, no summary; twice: nothing
    #[arg(short, long, action = clap::ArgAction::Count, conflicts_with = "verbose", help_heading = "Output")]
    pub quiet: u8,

    /// Say more: the path and the fingerprint of each finding, and the files that were checked
    #[arg(short, long, action = clap::ArgAction::Count, help_heading = "Output")]
    pub verbose: u8,

    /// Never show progress
    #[arg(long, help_heading = "Output")]
    pub no_progress: bool,

    /// Exit with 0 whatever is found; errors of use or policy still exit with 2
    #[arg(long, help_heading = "Output")]
    pub exit_zero: bool,

    #[command(flatten)]
    pub limits: LimitArgs,
}

/// The shape of standard input, where it is not one list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum StdinFormat {
    /// One object a line.
    Ndjson,
}
