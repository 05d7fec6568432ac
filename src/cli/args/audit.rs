//! The options of `audit`.

use super::shared::{Color, LimitArgs, VerdictArgs};
use clap::Args;
use std::path::PathBuf;

/// `audit`
#[derive(Args, Clone, Debug)]
pub struct AuditArgs {
    /// Files, folders or globs [default: this folder]
    pub paths: Vec<PathBuf>,

    /// The folder of the results; a new or an empty one
    #[arg(short, long, value_name = "DIR")]
    pub out: Option<PathBuf>,

    /// Go on with an audit that was interrupted
    #[arg(long, conflicts_with_all = ["verify", "compare"])]
    pub resume: bool,

    /// Run an audit again with its policy and its date, and say what differs
    #[arg(long, value_name = "EVIDENCE", conflicts_with = "out")]
    pub verify: Option<PathBuf>,

    /// Show what got better and what got worse between two audits
    #[arg(long, num_args = 2, value_names = ["OLD", "NEW"], conflicts_with_all = ["out", "verify", "paths"])]
    pub compare: Vec<PathBuf>,

    #[command(flatten)]
    pub verdict: VerdictArgs,

    /// When to colour
    #[arg(long, value_name = "WHEN", default_value = "auto", help_heading = "Output")]
    pub color: Color,

    /// Print the totals only; twice: nothing
    #[arg(short, long, action = clap::ArgAction::Count, help_heading = "Output")]
    pub quiet: u8,

    /// Never show progress
    #[arg(long, help_heading = "Output")]
    pub no_progress: bool,

    #[command(flatten)]
    pub limits: LimitArgs,
}
