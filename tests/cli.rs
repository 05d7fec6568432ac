//! Whole runs of the command line: one file in `tests/cmd` is one case, with
//! all of standard output, standard error and the status.
//!
//! `TRYCMD=overwrite cargo test --test cli` writes what is printed; read it
//! before it is committed.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests touch files and the environment"
)]

#[test]
fn command_lines_print_what_is_on_file() {
    trycmd::TestCases::new()
        .env("NO_COLOR", "1")
        .env("COLUMNS", "80")
        .case("tests/cmd/**/*.toml")
        .run();
}
