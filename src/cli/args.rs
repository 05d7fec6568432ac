//! The command line as it is typed.

use super::outputs::{OutputTarget, OutputTargetParser};
use crate::syntax::Limits;
use clap::builder::BoolishValueParser;
use clap::builder::styling::{AnsiColor, Styles};
use clap::{ArgMatches, Args, FromArgMatches, Parser, Subcommand, ValueEnum};
use std::num::NonZeroUsize;
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

const UNTRUSTED: &str = "\
Check files of strangers: nothing in them, and no file beside them, changes the result.
Configurations are not looked for (--config still names one), waivers in manifests and
ignore files have no effect, links are not followed, and every file of a folder is in
the report: what is no list is skipped, what may be one and cannot be read is an error.";

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

/// The shape of standard input, where it is not one list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum StdinFormat {
    /// One object a line.
    Ndjson,
}

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

    /// The date that counts as today [default: the date of the system, UTC]
    #[arg(
        long,
        value_name = "YYYY-MM-DD",
        env = "SUBPROCESSOR_LINT_TODAY",
        help_heading = "Policy"
    )]
    pub today: Option<String>,

    #[command(flatten)]
    pub policy: PolicyArgs,

    /// The mildest severity that makes the exit status 1 [default: error]
    #[arg(
        long,
        value_name = "SEVERITY",
        env = "SUBPROCESSOR_LINT_FAIL_ON",
        help_heading = "Policy"
    )]
    pub fail_on: Option<FailOn>,

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

    /// Threads that check files [default: one for each processor]
    #[arg(
        long,
        value_name = "N",
        env = "SUBPROCESSOR_LINT_THREADS",
        help_heading = "Limits",
        hide_short_help = true
    )]
    pub threads: Option<NonZeroUsize>,

    /// Never show progress
    #[arg(long, help_heading = "Output")]
    pub no_progress: bool,

    /// Exit with 0 whatever is found; errors of use or policy still exit with 2
    #[arg(long, help_heading = "Output")]
    pub exit_zero: bool,

    #[command(flatten)]
    pub limits: LimitArgs,
}

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

    /// When to colour
    #[arg(long, value_name = "WHEN", default_value = "auto", help_heading = "Output")]
    pub color: Color,

    /// Print the totals only; twice: nothing
    #[arg(short, long, action = clap::ArgAction::Count, help_heading = "Output")]
    pub quiet: u8,

    /// Never show progress
    #[arg(long, help_heading = "Output")]
    pub no_progress: bool,

    /// Threads that check files [default: one for each processor]
    #[arg(
        long,
        value_name = "N",
        env = "SUBPROCESSOR_LINT_THREADS",
        help_heading = "Limits",
        hide_short_help = true
    )]
    pub threads: Option<NonZeroUsize>,

    #[command(flatten)]
    pub limits: LimitArgs,
}

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

/// Caps against hostile input.
#[derive(Args, Clone, Debug, Default)]
pub struct LimitArgs {
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

/// The output format of `explain`, `rules`, `packs` and `facts`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum TextOrJson {
    /// For people.
    #[default]
    Human,
    /// For programs.
    Json,
}

/// `explain`
#[derive(Args, Debug)]
pub struct ExplainArgs {
    /// The id of a rule, or the name of a pack
    #[arg(value_name = "RULE|PACK")]
    pub id: String,

    #[command(flatten)]
    pub policy: PolicyArgs,

    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub output_format: TextOrJson,

    /// When to colour
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
}

/// `rules` and `packs`
#[derive(Args, Debug)]
pub struct ListArgs {
    #[command(flatten)]
    pub policy: PolicyArgs,

    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub output_format: TextOrJson,

    /// When to colour
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
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

/// `facts`
#[derive(Args, Debug)]
pub struct FactsArgs {
    /// The facts to look up.
    #[command(subcommand)]
    pub command: FactsCommand,
}

/// The facts to look up.
#[derive(Debug, Subcommand)]
pub enum FactsCommand {
    /// Show how a location is read
    Location {
        /// The text as it would stand in a manifest
        text: String,
        /// Whose cloud region it is, such as `aws`
        #[arg(long, value_name = "PROVIDER")]
        provider: Option<String>,
        /// Country of establishment of the vendor, as an ISO code
        #[arg(long, value_name = "CC")]
        entity_country: Option<String>,
        /// Output format
        #[arg(long, value_name = "FORMAT", default_value = "human")]
        output_format: TextOrJson,
    },
    /// The parts of a legal name, and what each of them is
    Entity {
        /// The name as it would stand in a manifest
        name: String,
        /// Output format
        #[arg(long, value_name = "FORMAT", default_value = "human")]
        output_format: TextOrJson,
    },
    /// The built-in tables and the day on which each was last checked
    Tables {
        /// Output format
        #[arg(long, value_name = "FORMAT", default_value = "human")]
        output_format: TextOrJson,
    },
    /// True if two legal names are one entity, and why
    Entities {
        /// One name
        a: String,
        /// The other name
        b: String,
        /// Output format
        #[arg(long, value_name = "FORMAT", default_value = "human")]
        output_format: TextOrJson,
    },
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

/// The subject of a limit, with its default.
fn limit_help(what: &str, default: usize) -> String {
    format!("{what} [default: {default}]")
}

/// The arguments of a command, which are put together when it is the one that was typed.
#[derive(Debug)]
pub struct LazyArgs<T>(pub T);

impl<T: FromArgMatches> FromArgMatches for LazyArgs<T> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        T::from_arg_matches(matches).map(Self)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        self.0.update_from_arg_matches(matches)
    }
}

impl<T: Args> Args for LazyArgs<T> {
    fn augment_args(command: clap::Command) -> clap::Command {
        command.defer(|command| {
            // The description of the command is not that of the type of its arguments.
            let about = command.get_about().cloned().unwrap_or_default();
            T::augment_args(command).about(about)
        })
    }

    fn augment_args_for_update(command: clap::Command) -> clap::Command {
        Self::augment_args(command)
    }
}
