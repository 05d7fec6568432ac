//! `completions`: the script by which a shell completes commands and options.

use super::args::{Cli, CompletionsArgs};
use super::failure::Failure;
use super::io::Io;
use super::status::ExitStatus;
use clap::CommandFactory as _;
use std::io::Write as _;

/// Prints the script of a shell.
///
/// # Errors
/// Those of standard output.
pub fn run(args: &CompletionsArgs, io: &mut Io<'_>) -> Result<ExitStatus, Failure> {
    let mut command = Cli::command();
    let name = command.get_name().to_owned();
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, name, &mut script);
    io.stdout.write_all(&script)?;
    io.stdout.flush()?;
    Ok(ExitStatus::Clean)
}
