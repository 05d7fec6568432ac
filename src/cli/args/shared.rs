//! Options that several commands have.

use crate::syntax::Limits;
use clap::builder::BoolishValueParser;
use clap::{Args, ValueEnum};
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// Options that decide which policy applies.
#[derive(Args, Clone, Debug, Default)]
pub struct PolicyArgs {
    /// Use this configuration instead of looking for one
    #[arg(
        long,
        value_name = "FILE",
        env = "SUBPROCESSOR_LINT_CONFIG",
        conflicts_with = "isolated",
        help_heading = "Policy"
    )]
    pub config: Option<PathBuf>,

    /// Ignore every configuration file
    #[arg(long, env = "SUBPROCESSOR_LINT_ISOLATED", value_parser = BoolishValueParser::new(), help_heading = "Policy")]
    pub isolated: bool,

    /// Apply a pack: a name from `packs`, or the path of a pack or rule file. Without `extends` in a
    /// configuration, it replaces the pack `recommended`
    #[arg(
        long = "pack",
        value_name = "PACK",
        env = "SUBPROCESSOR_LINT_PACK",
        value_delimiter = ',',
        help_heading = "Policy"
    )]
    pub packs: Vec<String>,

    /// Set a rule's level: off, info, warning or error
    #[arg(long = "rule", value_name = "ID=LEVEL", help_heading = "Policy")]
    pub rules: Vec<String>,
}

/// Options that decide the verdict: which policy applies, on which day, and what fails.
#[derive(Args, Clone, Debug, Default)]
pub struct VerdictArgs {
    #[command(flatten)]
    pub policy: PolicyArgs,

    /// The date that counts as today [default: the date of the system, UTC]
    #[arg(
        long,
        value_name = "YYYY-MM-DD",
        env = "SUBPROCESSOR_LINT_TODAY",
        help_heading = "Policy"
    )]
    pub today: Option<String>,

    /// The mildest severity that makes the exit status 1 [default: error]
    #[arg(
        long,
        value_name = "SEVERITY",
        env = "SUBPROCESSOR_LINT_FAIL_ON",
        help_heading = "Policy"
    )]
    pub fail_on: Option<FailOn>,
}

/// A severity, or `never`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Errors only.
    Error,
    /// Warnings and errors.
    Warning,
    /// Any finding.
    Info,
    /// No finding.
    Never,
}

/// Threads, and caps against hostile input.
#[derive(Args, Clone, Debug, Default)]
pub struct LimitArgs {
    /// Threads that check files [default: one for each processor]
    #[arg(
        long,
        value_name = "N",
        env = "SUBPROCESSOR_LINT_THREADS",
        help_heading = "Limits",
        hide_short_help = true
    )]
    pub threads: Option<NonZeroUsize>,
    /// Bytes of a file
    #[arg(long, help = limit_help("Bytes of a file", Limits::default().bytes), value_name = "N", help_heading = "Limits", hide_short_help = true, value_parser = clap::value_parser!(u32).range(1..i64::from(u32::MAX)))]
    pub max_bytes: Option<u32>,
    /// Levels of nesting
    #[arg(long, help = limit_help("Levels of nesting", Limits::default().depth), value_name = "N", help_heading = "Limits", hide_short_help = true, value_parser = clap::value_parser!(u16).range(1..=200))]
    pub max_depth: Option<u16>,
    /// Values of a file, aliases expanded
    #[arg(long, help = limit_help("Values of a file, aliases expanded", Limits::default().nodes), value_name = "N", help_heading = "Limits", hide_short_help = true)]
    pub max_nodes: Option<usize>,
    /// Bytes of one value
    #[arg(long, help = limit_help("Bytes of one value", Limits::default().scalar), value_name = "N", help_heading = "Limits", hide_short_help = true)]
    pub max_scalar: Option<usize>,
    /// Vendors of a file
    #[arg(long, help = limit_help("Vendors of a file", Limits::default().vendors), value_name = "N", help_heading = "Limits", hide_short_help = true)]
    pub max_vendors: Option<usize>,
    /// Findings of a file
    #[arg(long, help = limit_help("Findings of a file", Limits::default().findings), value_name = "N", help_heading = "Limits", hide_short_help = true)]
    pub max_findings: Option<usize>,
}

/// The subject of a limit, with its default.
fn limit_help(what: &str, default: usize) -> String {
    format!("{what} [default: {default}]")
}

/// The output format of `explain`, `rules`, `packs` and `facts`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum TextOrJson {
    /// For people.
    #[default]
    Human,
    /// For programs.
    Json,
}

/// Options of the output of `explain`, `rules` and `packs`.
#[derive(Args, Clone, Copy, Debug)]
pub struct OutputArgs {
    /// Output format
    #[arg(long = "output-format", value_name = "FORMAT", default_value = "human")]
    pub format: TextOrJson,

    /// When to colour
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
}

/// When to colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}
