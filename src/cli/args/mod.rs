//! The command line as it is typed.

mod audit;
mod check;
mod facts;
mod lazy;
mod shared;
mod start;

pub use audit::AuditArgs;
pub use check::CheckArgs;
use clap::builder::styling::{AnsiColor, Styles};
use clap::{Args, Parser, Subcommand, ValueEnum};
pub use facts::{FactsArgs, FactsCommand};
pub use lazy::LazyArgs;
pub use shared::{Color, FailOn, OutputArgs, PolicyArgs, TextOrJson};
pub use start::{ImportArgs, ImportFormat, InitArgs};
use std::path::PathBuf;

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

const FOOTER: &str = "\
Exit status:
  0  everything was checked; nothing at or above --fail-on
  1  findings at or above --fail-on
  2  usage, policy, or input that could not be evaluated
  3  nothing to check

subprocessor-lint checks what the declaration says, not what happens
to the data. Findings are not legal advice.";

/// A policy-as-code linter for lists of subprocessors: the vendors that process personal data.
#[derive(Debug, Parser)]
#[command(
    name = "subprocessor-lint",
    version = super::VERSION,
    styles = STYLES,
    after_help = FOOTER,
    disable_help_subcommand = true,
    subcommand_required = true,
    subcommand_value_name = "COMMAND",
    override_usage = "subprocessor-lint [COMMAND] [OPTIONS] [PATHS]...",
    arg_required_else_help = false
)]
pub struct Cli {
    /// The command.
    #[command(subcommand)]
    pub command: Command,
}

/// The command.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check manifests and point at what is wrong [default]
    Check(Box<LazyArgs<CheckArgs>>),
    /// Check the lists of many companies and write a report with evidence
    Audit(Box<LazyArgs<AuditArgs>>),
    /// Write a configuration and a first manifest to fill in
    Init(LazyArgs<InitArgs>),
    /// Make a manifest of a page
    Import(LazyArgs<ImportArgs>),
    /// Explain a rule or a pack
    Explain(LazyArgs<ExplainArgs>),
    /// List the rules
    Rules(LazyArgs<ListArgs>),
    /// List the packs
    Packs(LazyArgs<ListArgs>),
    /// Run the examples in rule files and the cases in *.test.yaml files
    Test(LazyArgs<TestArgs>),
    /// Look up how places and company names are read
    Facts(LazyArgs<FactsArgs>),
    /// Print the JSON Schema of a file format
    Schema(LazyArgs<SchemaArgs>),
    /// Print the completions of a shell
    Completions(LazyArgs<CompletionsArgs>),
}

/// The names of the commands, to tell them from paths.
pub const COMMANDS: &[&str] = &[
    "check",
    "audit",
    "init",
    "import",
    "explain",
    "rules",
    "packs",
    "test",
    "facts",
    "schema",
    "completions",
];

/// `explain`
#[derive(Args, Debug)]
pub struct ExplainArgs {
    /// The id of a rule, or the name of a pack
    #[arg(value_name = "RULE|PACK")]
    pub id: String,

    #[command(flatten)]
    pub policy: PolicyArgs,

    #[command(flatten)]
    pub output: OutputArgs,
}

/// `rules` and `packs`
#[derive(Args, Debug)]
pub struct ListArgs {
    #[command(flatten)]
    pub policy: PolicyArgs,

    #[command(flatten)]
    pub output: OutputArgs,
}

/// `test`
#[derive(Args, Debug)]
pub struct TestArgs {
    /// Rule files, test files, or folders with them; with --mutate, manifests
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,

    /// List the rules without a failing or a passing example, and fail if there are any
    #[arg(long)]
    pub coverage: bool,

    /// Mutate each field of good manifests in turn and list what no active rule notices
    #[arg(long, conflicts_with = "coverage")]
    pub mutate: bool,

    #[command(flatten)]
    pub policy: PolicyArgs,

    /// The date that counts as today in examples that name none
    #[arg(long, value_name = "YYYY-MM-DD", env = "SUBPROCESSOR_LINT_TODAY")]
    pub today: Option<String>,

    /// When to colour
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
}

/// `schema`
#[derive(Args, Debug)]
pub struct SchemaArgs {
    /// The schema to print
    pub name: SchemaName,
}

/// `completions`
#[derive(Args, Debug)]
pub struct CompletionsArgs {
    /// The shell
    pub shell: clap_complete::Shell,
}

/// The schemas that can be printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SchemaName {
    /// The manifest.
    Manifest,
    /// The configuration, `subprocessor-lint.yaml`.
    Config,
    /// A rule or pack file.
    Rule,
    /// The JSON report.
    Report,
    /// The evidence of an audit.
    Evidence,
}
