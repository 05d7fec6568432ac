//! The command line: `subprocessor-lint`.

use std::io::Write as _;
use std::process::ExitCode;
use subprocessor_lint::cli::{self, ExitStatus, Io};

#[expect(clippy::disallowed_methods, reason = "arguments enter here")]
fn main() -> ExitCode {
    match Io::of_process() {
        Ok(mut io) => cli::run(std::env::args_os().collect(), &mut io).into(),
        Err(_) => {
            let message =
                "error: the working folder does not exist any more\n  help: Change to another one.";
            let _ = writeln!(std::io::stderr(), "{message}");
            ExitStatus::Broken.into()
        }
    }
}
