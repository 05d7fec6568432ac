//! Failures that keep a command from running, with the next step.

use super::io::Io;
use super::load::reason;
use super::looks::looks;
use crate::diagnostics::report::Summary;
use crate::diagnostics::{Severity, policy_results};
use crate::output::sanitize;
use crate::policy::PolicyError;
use std::io;

/// A command that could not be carried out.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Something on the command line makes no sense.
    #[error("{message}")]
    Usage {
        /// The fact.
        message: String,
        /// The next step.
        help: Option<String>,
    },
    /// The policy is invalid, for these reasons.
    #[error("invalid policy")]
    Policy(Vec<PolicyError>),
    /// Output could not be written.
    #[error("cannot write the output: {}", reason(.0))]
    Output(io::Error),
    /// Ctrl-C ended it, with what that means in one sentence.
    #[error("{0}")]
    Interrupted(&'static str),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        // What the writer of a file knows about its failure came through as an error of I/O.
        error.downcast::<Self>().unwrap_or_else(Self::Output)
    }
}

impl Failure {
    /// Something on the command line that makes no sense.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::Usage { message: message.into(), help: None }
    }

    /// The same with help.
    pub fn usage_help(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Usage { message: message.into(), help: Some(help.into()) }
    }

    /// True if the reader of the output has gone.
    pub fn is_broken_pipe(&self) -> bool {
        matches!(self, Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }

    /// Writes it to standard error.
    pub fn print(&self, io: &mut Io<'_>) {
        // Nowhere is left to report that standard error is closed.
        let _ = match self {
            Self::Policy(errors) => print_policy(errors, io),
            Self::Interrupted(sentence) => writeln!(io.stderr, "{sentence}"),
            Self::Usage { help: Some(help), .. } => {
                let (message, help) = (harmless(&self.to_string()), harmless(help));
                writeln!(io.stderr, "error: {message}\n  help: {help}")
            }
            _ => writeln!(io.stderr, "error: {}", harmless(&self.to_string())),
        };
    }
}

/// Characters of a line that are shown.
const MESSAGE: usize = 1_000;

/// A message that does nothing to the terminal: names of files stand in it.
pub(super) fn harmless(message: &str) -> String {
    let lines = message.lines().map(|line| sanitize::line(line, MESSAGE, true));
    lines.collect::<Vec<_>>().join("\n")
}

/// Shows policy errors in their source, as findings are.
pub fn print_policy(errors: &[PolicyError], io: &mut Io<'_>) -> io::Result<()> {
    show(errors, "policy-error", Severity::Error, io)
}

/// Shows remarks about the policy that stop nothing.
pub fn print_notices(notices: &[PolicyError], io: &mut Io<'_>) -> io::Result<()> {
    show(notices, "policy-notice", Severity::Warning, io)
}

fn show(errors: &[PolicyError], id: &str, severity: Severity, io: &mut Io<'_>) -> io::Result<()> {
    // What the command line says wrong has no place in a file, and a file that
    // was not read has nothing to show.
    let has_place = |error: &&PolicyError| {
        let file = error.file.as_ref();
        file.is_some_and(|file| !error.is_unread || !file.text().is_empty())
    };
    let (placed, unplaced): (Vec<_>, Vec<_>) = errors.iter().partition(has_place);
    for error in unplaced {
        writeln!(io.stderr, "{severity}: {}", harmless(&error.advice.message))?;
        if let Some(help) = error.advice.help.as_ref().filter(|help| !help.is_empty()) {
            writeln!(io.stderr, "  help: {}", harmless(help))?;
        }
    }
    let placed: Vec<PolicyError> = placed.into_iter().cloned().collect();
    if placed.is_empty() {
        return Ok(());
    }
    let mut options = looks(super::args::Color::Auto, io, io.stderr_is_terminal);
    (options.quiet, options.fold) = (true, false);
    let format = crate::output::format("human").expect("internal: the format is built in");
    let mut sink = (format.make)(&options, &mut io.stderr);
    for checked in policy_results(&placed, id, severity) {
        sink.file(&checked)?;
    }
    sink.end(&Summary::default())
}
