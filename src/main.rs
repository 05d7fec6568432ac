//! The command line: `subprocessor-lint`.
fn main() {}
