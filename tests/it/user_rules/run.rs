//! Runs a policy, through the library and through the command line.

use std::collections::BTreeMap;
use std::path::Path;
use subprocessor_lint::cli::{self as command_line, Io};
use subprocessor_lint::{Date, Finding, Linter, Policy, PolicyError};

/// What a run found.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) findings: Vec<Finding>,
    pub(crate) complete: bool,
}

/// Checks a manifest under a configuration and the files it names.
pub(crate) fn library(
    config: &str,
    files: &[(&str, &str)],
    manifest: &str,
) -> Result<Run, Vec<PolicyError>> {
    let builder = Policy::builder().config("subprocessor-lint.yaml", config);
    let builder = files.iter().fold(builder, |builder, (path, text)| builder.file(*path, *text));
    let policy = builder.build()?;
    let own: Vec<String> = policy.custom_rule_ids().map(str::to_owned).collect();
    let linter = Linter::new(policy, Date::parse("2026-11-21").unwrap());
    // The others have tests of their own, and take their time.
    let linter = linter.only_rules(|id| own.is_empty() || own.iter().any(|own| own == id));
    let checked = linter.check("subprocessors.yaml", manifest);
    Ok(Run { complete: checked.is_complete(), findings: checked.findings })
}

/// A folder with the given files.
pub(crate) fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

/// Runs the command line in a folder: the status, standard output and error.
pub(crate) fn cli_in(folder: &Path, args: &[&str]) -> (u8, String, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let status = {
        let mut io = Io {
            stdin: Box::new(std::io::empty()),
            stdout: Box::new(&mut out),
            stderr: Box::new(&mut err),
            stdout_is_terminal: false,
            stderr_is_terminal: false,
            columns: None,
            folder: folder.to_owned(),
            environment: BTreeMap::new(),
        };
        let args = std::iter::once("subprocessor-lint").chain(args.iter().copied());
        command_line::run(args.map(Into::into).collect(), &mut io)
    };
    let text = |bytes| String::from_utf8(bytes).expect("output is UTF-8");
    (status.code(), text(out), text(err))
}

/// Runs the command line in a folder with the given files.
pub(crate) fn cli(files: &[(&str, &str)], args: &[&str]) -> (u8, String, String) {
    cli_in(folder(files).path(), args)
}
