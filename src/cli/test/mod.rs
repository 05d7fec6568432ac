//! `test`: runs the examples in rule files and the cases in test files, and
//! shows what a policy does not notice.

mod bench;
mod cases;
mod coverage;
mod files;
mod mutate;
mod print;

use super::args::TestArgs;
use super::failure::{Failure, print_notices, print_policy};
use super::io::Io;
use super::looks::looks;
use super::status::ExitStatus;
use super::today;
use bench::Bench;
use print::Printer;
use std::io::Write as _;

/// Runs what the arguments name.
///
/// # Errors
/// Whatever keeps the run from starting or its result from being written.
pub fn run(args: &TestArgs, io: &mut Io<'_>) -> Result<ExitStatus, Failure> {
    let today = today::today(args.today.as_deref())?;
    let options = looks(args.color, io, io.stdout_is_terminal);
    let printer = Printer { color: options.color, unicode: options.unicode };
    if args.mutate {
        return mutate::run(args, today, &printer, io);
    }
    let mut bench = Bench::new(args, today, &io.folder);
    for path in files::find(&args.paths, &io.folder)? {
        bench.file(&path)?;
    }
    let mut text = printer.results(&bench);
    let is_empty = bench.is_empty();
    let shows_coverage = args.coverage && (!is_empty || bench.coverage.len() > 0);
    if shows_coverage {
        text.push_str(&printer.coverage(&bench.coverage));
    }
    io.stdout.write_all(text.as_bytes())?;
    io.stdout.flush()?;
    print_notices(&bench.notices, io)?;
    print_policy(&bench.errors, io)?;
    let is_empty = is_empty && !shows_coverage;
    if is_empty && bench.errors.is_empty() {
        nothing(&bench, args, io)?;
    }
    let uncovered = args.coverage && !bench.coverage.is_full();
    Ok(if !bench.errors.is_empty() {
        ExitStatus::Broken
    } else if is_empty {
        ExitStatus::Empty
    } else if bench.failed() > 0 {
        ExitStatus::Findings
    } else if uncovered {
        if bench.coverage.len() == 0 { ExitStatus::Empty } else { ExitStatus::Findings }
    } else {
        ExitStatus::Clean
    })
}

/// An empty run is loud: a test that is not run passes nothing.
fn nothing(bench: &Bench<'_>, args: &TestArgs, io: &mut Io<'_>) -> Result<(), Failure> {
    let named: Vec<_> = args.paths.iter().map(|path| path.display().to_string()).collect();
    let skipped = bench.skipped.describe().map_or(String::new(), |skipped| format!(" ({skipped})"));
    writeln!(
        io.stderr,
        "error: nothing to test: no example and no case in {}{skipped}\n  help: rule files have \
         `examples`; cases are in files that are called `*.test.yaml`",
        named.join(", ")
    )?;
    Ok(())
}
