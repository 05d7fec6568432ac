//! What kept a command from running: said with the next step.

use super::destination;
use super::world::World;
use crate::diagnostics::report::{Report, Tool};
use crate::diagnostics::{Finding, Fingerprint, Severity};
use crate::output::sanitize;
use crate::policy::PolicyError;
use crate::text::{FileId, SourceFile, Sources};
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

/// A command that could not be carried out.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// A file or folder could not be read or written.
    #[error("{}: {error}", path.display())]
    File {
        /// Which one.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// Something on the command line makes no sense.
    #[error("{message}")]
    Usage {
        /// What.
        message: String,
        /// What to do about it.
        help: Option<String>,
    },
    /// The policy is wrong.
    #[error("the policy can not be used")]
    Policy {
        /// What is wrong.
        errors: Vec<PolicyError>,
    },
    /// Output could not be written.
    #[error("cannot write the output: {0}")]
    Output(#[from] io::Error),
}

impl Failure {
    /// A file or folder that could not be read or written.
    pub fn file(path: &Path, error: io::Error) -> Self {
        Self::File { path: path.to_owned(), error }
    }

    /// Something on the command line that makes no sense.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::Usage { message: message.into(), help: None }
    }

    /// The same with help.
    pub fn usage_help(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Usage { message: message.into(), help: Some(help.into()) }
    }

    /// Whether the reader of the output has gone.
    pub fn is_broken_pipe(&self) -> bool {
        matches!(self, Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }

    /// Writes it to standard error.
    pub fn print(&self, world: &mut World<'_>) {
        // Nowhere is left to report that standard error is closed.
        let _ = match self {
            Self::Policy { errors } => print_policy(errors, world),
            Self::Usage { help: Some(help), .. } => {
                let (message, help) = (harmless(&self.to_string()), harmless(help));
                writeln!(world.stderr, "error: {message}\n  help: {help}")
            }
            _ => writeln!(world.stderr, "error: {}", harmless(&self.to_string())),
        };
    }
}

/// Characters of a line that are shown.
const MESSAGE: usize = 1_000;

/// A message that does nothing to the terminal: names of files stand in it.
fn harmless(message: &str) -> String {
    let lines = message.lines().map(|line| sanitize::line(line, MESSAGE, true));
    lines.collect::<Vec<_>>().join("\n")
}

/// Shows policy errors in their source, as findings are.
pub fn print_policy(errors: &[PolicyError], world: &mut World<'_>) -> io::Result<()> {
    show(errors, "policy-error", Severity::Error, world)
}

/// Shows remarks about the policy that stop nothing.
pub fn print_notices(notices: &[PolicyError], world: &mut World<'_>) -> io::Result<()> {
    show(notices, "policy-notice", Severity::Warning, world)
}

fn show(
    errors: &[PolicyError],
    id: &str,
    severity: Severity,
    world: &mut World<'_>,
) -> io::Result<()> {
    // What the command line says wrong has no place in a file.
    let (placed, unplaced): (Vec<_>, Vec<_>) =
        errors.iter().partition(|error| error.file.is_some());
    for error in unplaced {
        writeln!(world.stderr, "{severity}: {}", harmless(&error.message))?;
        if let Some(help) = error.help.as_ref().filter(|help| !help.is_empty()) {
            writeln!(world.stderr, "  help: {}", harmless(help))?;
        }
    }
    if placed.is_empty() {
        return Ok(());
    }
    let mut sources = Sources::new();
    let mut ids: BTreeMap<&str, FileId> = BTreeMap::new();
    let files: Vec<FileId> = placed
        .iter()
        .filter_map(|error| error.file.as_deref())
        .map(|file| {
            *ids.entry(file.path())
                .or_insert_with(|| sources.add(SourceFile::new(file.path(), file.text())))
        })
        .collect();
    let findings = placed.into_iter().zip(files).map(|(error, file)| Finding {
        rule: id.into(),
        fingerprint: Fingerprint::new(id, "", "", &error.message),
        severity,
        message: error.message.clone(),
        help: error.help.clone().filter(|help| !help.is_empty()),
        file,
        span: error.span,
        label: String::new(),
        path: String::new(),
        vendor: None,
        value: None,
        labels: Vec::new(),
        fold: None,
        fix: None,
    });
    let report =
        Report::new(Tool::default(), "", Vec::new(), findings.collect(), BTreeMap::new(), &sources);
    let mut options =
        destination::options(super::args::Color::Auto, world, world.stderr_is_terminal);
    (options.quiet, options.fold) = (true, false);
    let format = crate::output::format("human").expect("internal: the format is built in");
    (format.make)(&options).render(&report, &sources, &mut world.stderr)
}
