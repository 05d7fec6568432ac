//! Runs a policy, through the library and through the command line.

use std::collections::BTreeMap;
use std::path::Path;
use subprocessor_lint::cli::{self as command_line, World};
use subprocessor_lint::diagnostics::Finding;
use subprocessor_lint::lint::Linter;
use subprocessor_lint::policy::{CommandLine, Policy, PolicyFile, PolicyTexts, Role};
use subprocessor_lint::policy::{PolicyError, builtin};
use subprocessor_lint::syntax::Limits;
use subprocessor_lint::text::{FileId, SourceFile, Sources};
use subprocessor_lint::values::date::Date;

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
    let mut sources = Sources::new();
    let core = sources.add(SourceFile::new(builtin::CORE_PATH, builtin::CORE));
    let root = Path::new("project");
    let mut add = |path: &str, text: &str, role, extends| {
        let id = sources.add(SourceFile::new(path, text));
        PolicyFile { id, path: root.join(path), text: text.to_owned(), role, extends }
    };
    let named = files.iter().map(|(path, _)| root.join(path)).collect();
    let mut texts = vec![add("subprocessor-lint.yaml", config, Role::Config, named)];
    for (path, text) in files {
        texts.push(add(path, text, Role::Extension, Vec::new()));
    }
    let texts = PolicyTexts::parse(&texts);
    let policy = Policy::build(&texts, core, &CommandLine::default())?;
    let own: Vec<&str> =
        policy.rules.iter().filter(|rule| rule.file != core).map(|rule| rule.id).collect();
    let mut rules = policy.compile(0)?;
    if !own.is_empty() {
        // The others have tests of their own, and take their time.
        rules.retain(|rule| own.contains(&&*rule.id));
    }
    let today = Date::parse("2026-11-21").unwrap();
    let linter = Linter { rules, limits: Limits::default(), today, waivers: Default::default() };
    let report = linter.check(FileId(9), &SourceFile::new("subprocessors.yaml", manifest));
    Ok(Run { findings: report.findings, complete: report.complete })
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
        let mut world = World {
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
        command_line::run(args.map(Into::into).collect(), &mut world)
    };
    let text = |bytes| String::from_utf8(bytes).expect("output is UTF-8");
    (status.code(), text(out), text(err))
}

/// Runs the command line in a folder with the given files.
pub(crate) fn cli(files: &[(&str, &str)], args: &[&str]) -> (u8, String, String) {
    cli_in(folder(files).path(), args)
}
