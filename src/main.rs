//! The command line: `subprocessor-lint`.

use std::process::ExitCode;
use subprocessor_lint::cli::{self, ExitStatus, World};

#[expect(clippy::disallowed_methods, reason = "arguments enter here")]
fn main() -> ExitCode {
    match World::of_process() {
        Ok(mut world) => cli::run(std::env::args_os().collect(), &mut world).into(),
        // Without a working folder there is nothing to run in.
        Err(_) => ExitStatus::Broken.into(),
    }
}
