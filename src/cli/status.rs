//! The exit status: the same for every output format and verbosity.

use std::process::ExitCode;

/// The exit status of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ExitStatus {
    /// Everything was evaluated; nothing at or above the failing severity.
    Clean,
    /// Findings at or above it.
    Findings,
    /// Nothing to check.
    Empty,
    /// Usage, policy, input or output did not allow a result.
    Broken,
    /// The reader of the output went away before the end, so that there is no
    /// result: the status of a program that SIGPIPE ends.
    Cut,
    /// Ctrl-C ended the run before its end: the status of a program that SIGINT ends.
    Interrupted,
}

impl ExitStatus {
    /// The number for the shell.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Findings => 1,
            Self::Broken => 2,
            Self::Empty => 3,
            Self::Cut => 141,
            Self::Interrupted => 130,
        }
    }
}

impl From<ExitStatus> for ExitCode {
    fn from(status: ExitStatus) -> Self {
        status.code().into()
    }
}
