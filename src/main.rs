//! The command line: `subprocessor-lint`.

use std::process::ExitCode;
use subprocessor_lint::cli::{self, ExitStatus, Io};

#[expect(clippy::disallowed_methods, reason = "arguments enter here")]
fn main() -> ExitCode {
    match Io::of_process() {
        Ok(mut io) => cli::run(std::env::args_os().collect(), &mut io).into(),
        // Without a working folder there is nothing to run in.
        Err(_) => ExitStatus::Broken.into(),
    }
}
