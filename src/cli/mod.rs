//! The command line: the only part that touches files, streams and the clock.

mod args;
mod audit;
mod baseline;
mod check;
mod completions;
mod destination;
mod discover;
mod explain;
mod explain_finding;
mod facts;
mod failure;
mod finding_page;
mod import;
mod init;
mod io;
mod list;
mod load;
mod looks;
#[cfg(test)]
mod man_pages;
mod ndjson;
mod new_files;
mod outputs;
mod page;
mod policy;
mod progress;
mod schemas;
mod session;
mod settings;
mod since;
mod status;
mod test;
mod today;
mod unused_labels;
mod unused_patterns;

pub use io::Io;
pub use status::ExitStatus;

use crate::text::suggest::did_you_mean;
use args::{COMMANDS, Cli, Command};
use clap::{CommandFactory as _, FromArgMatches as _};
use failure::Failure;
use std::ffi::OsString;

/// The output of `--version`: the version and the date of the facts.
const VERSION: &str =
    concat!(env!("CARGO_PKG_VERSION"), " (facts as of ", env!("FACTS_AS_OF"), ")");

/// Runs a command line, program name first.
#[must_use]
pub fn run(args: Vec<OsString>, io: &mut Io<'_>) -> ExitStatus {
    if let Some(word) = unknown_command(&args, io) {
        let help = match did_you_mean(&word, COMMANDS.iter().copied()) {
            Some(command) => format!("Did you mean `{command}`?"),
            None => format!("The commands are {}.", COMMANDS.join(", ")),
        };
        Failure::usage_help(format!("there is no command `{word}`"), help).print(io);
        return ExitStatus::Broken;
    }
    let parsed = without_empty_variables(Cli::command(), io)
        .try_get_matches_from(with_default_command(args))
        .and_then(|matches| Cli::from_arg_matches(&matches));
    let cli = match parsed {
        Ok(cli) => cli,
        Err(error) => return usage(&error, io),
    };
    let done = match cli.command {
        Command::Check(args) if args.0.stdin_format.is_some() => ndjson::run(&args.0, io),
        Command::Check(args) => check::run(&args.0, io),
        Command::Audit(args) => audit::run(&args.0, io),
        Command::Init(args) => init::run(&args.0, io),
        Command::Import(args) => import::run(&args.0, io),
        Command::Explain(args) => explain::run(&args.0, io),
        Command::Rules(args) => list::rules(&args.0, io),
        Command::Packs(args) => list::packs(&args.0, io),
        Command::Test(args) => test::run(&args.0, io),
        Command::Facts(args) => facts::run(&args.0, io),
        Command::Schema(args) => schemas::run(&args.0, io),
        Command::Completions(args) => completions::run(&args.0, io),
    };
    match done {
        Ok(status) => status,
        Err(failure) if failure.is_broken_pipe() => ExitStatus::Cut,
        Err(failure) => {
            failure.print(io);
            match failure {
                Failure::Interrupted(_) => ExitStatus::Interrupted,
                _ => ExitStatus::Broken,
            }
        }
    }
}

/// The word in the place of a command whose help is asked for, if it is neither a
/// command nor a path.
fn unknown_command(args: &[OsString], io: &Io<'_>) -> Option<String> {
    let first = args.get(1)?.to_str()?;
    let is_word = first.chars().all(|char| char.is_ascii_lowercase() || char == '-');
    let asks = args.iter().skip(2).any(|arg| arg == "-h" || arg == "--help");
    let is_known = COMMANDS.contains(&first) || first.starts_with('-') || first == "help";
    let is_unknown = is_word && asks && !is_known && !io.folder.join(first).exists();
    is_unknown.then(|| first.to_owned())
}

/// Unset inputs of CI systems arrive as empty variables: they count as unset.
fn without_empty_variables(command: clap::Command, io: &Io<'_>) -> clap::Command {
    let empty: Vec<&str> = io
        .environment
        .iter()
        .filter(|(name, value)| name.starts_with("SUBPROCESSOR_LINT_") && value.is_empty())
        .map(|(name, _)| name.as_str())
        .collect();
    if empty.is_empty() {
        return command;
    }
    command.mut_subcommands(|mut command| {
        command.build();
        command.mut_args(|arg| {
            let name = arg.get_env().and_then(|name| name.to_str());
            if name.is_some_and(|name| empty.contains(&name)) { arg.env(None) } else { arg }
        })
    })
}

/// `subprocessor-lint PATH` means `subprocessor-lint check PATH`.
fn with_default_command(mut args: Vec<OsString>) -> Vec<OsString> {
    let first = args.get(1).and_then(|arg| arg.to_str());
    let is_global = |arg: &str| matches!(arg, "-h" | "--help" | "-V" | "--version" | "help");
    if first.is_none_or(|arg| !COMMANDS.contains(&arg) && !is_global(arg)) {
        let place = args.len().min(1);
        args.insert(place, "check".into());
    } else if first == Some("help") {
        // `help facts location` is `facts location --help`.
        let is_command = args.get(2).and_then(|arg| arg.to_str());
        if is_command.is_some_and(|arg| COMMANDS.contains(&arg)) {
            args.remove(1);
        } else {
            args.truncate(1);
        }
        args.push("--help".into());
    }
    args
}

fn usage(error: &clap::Error, io: &mut Io<'_>) -> ExitStatus {
    let is_help = !error.use_stderr();
    let colored = if is_help { io.stdout_is_terminal } else { io.stderr_is_terminal };
    let styled = error.render();
    let text = if colored && io.env("NO_COLOR").is_none() {
        styled.ansi().to_string()
    } else {
        styled.to_string()
    };
    // Nowhere is left to report that the streams are closed.
    let _ = if is_help {
        io.stdout.write_all(text.as_bytes())
    } else {
        io.stderr.write_all(text.as_bytes())
    };
    if is_help { ExitStatus::Clean } else { ExitStatus::Broken }
}
