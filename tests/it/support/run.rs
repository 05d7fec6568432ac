//! Runs the command line in a folder of its own.

#![allow(dead_code, reason = "not every test needs all of it")]

use std::collections::BTreeMap;
use std::path::Path;
use subprocessor_lint::cli::{Io, run};

/// What a run left behind.
#[derive(Debug)]
pub(crate) struct Ran {
    /// The exit status.
    pub(crate) code: u8,
    /// Standard output.
    pub(crate) out: String,
    /// Standard error.
    pub(crate) err: String,
}

impl Ran {
    /// Standard output as the JSON report.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:#?}"))
    }

    /// The active findings as `rule file path`.
    pub(crate) fn in_force(&self) -> Vec<String> {
        self.lines("findings")
    }

    /// The accepted findings, likewise.
    pub(crate) fn suppressed(&self) -> Vec<String> {
        self.lines("suppressed")
    }

    /// All active findings of the JSON report, in its order.
    pub(crate) fn all(&self) -> Vec<serde_json::Value> {
        self.of_files("findings")
    }

    /// The findings in one of the two lists of each file.
    pub(crate) fn of_files(&self, list: &str) -> Vec<serde_json::Value> {
        let json = self.json();
        let files = json["files"].as_array().expect("a list").iter();
        files.flat_map(|file| file[list].as_array().expect("a list").clone()).collect()
    }

    fn lines(&self, list: &str) -> Vec<String> {
        let text = |one: &serde_json::Value, key: &str| one[key].as_str().unwrap_or("").to_owned();
        let line =
            |one| format!("{} {} {}", text(one, "rule"), text(one, "file"), text(one, "path"));
        self.of_files(list).iter().map(line).collect()
    }
}

/// Writes files below a folder.
pub(crate) fn write(folder: &Path, files: &[(&str, &str)]) {
    for (path, text) in files {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
}

/// Runs `subprocessor-lint check` with the given arguments, on 21 November 2026
/// and with JSON output unless the arguments say otherwise.
pub(crate) fn check(folder: &Path, args: &[&str]) -> Ran {
    let mut all = vec!["subprocessor-lint", "check"];
    all.extend(args);
    if !args.contains(&"--today") {
        all.extend(["--today", "2026-11-21"]);
    }
    if !args.contains(&"--output-format") {
        all.extend(["--output-format", "json"]);
    }
    run_all(folder, &[], all)
}

/// Runs `subprocessor-lint check` with the given environment and arguments, on 21 November
/// 2026.
pub(crate) fn run_in<'a>(
    folder: &Path,
    environment: &[(&str, &str)],
    args: impl IntoIterator<Item = &'a str>,
) -> Ran {
    let all = ["subprocessor-lint", "check", "--today", "2026-11-21"].into_iter().chain(args);
    run_all(folder, environment, all.collect())
}

/// Runs `subprocessor-lint init` with the given arguments, on 21 November 2026.
pub(crate) fn init(folder: &Path, args: &[&str]) -> Ran {
    let all = ["subprocessor-lint", "init", "--today", "2026-11-21"].iter().chain(args);
    run_all(folder, &[], all.copied().collect())
}

/// Runs `subprocessor-lint import` with the given arguments.
pub(crate) fn import(folder: &Path, args: &[&str]) -> Ran {
    let all = ["subprocessor-lint", "import"].iter().chain(args);
    run_all(folder, &[], all.copied().collect())
}

/// Runs `subprocessor-lint check --stdin-format ndjson` on 21 November 2026, with these lines on
/// standard input.
pub(crate) fn answer(folder: &Path, lines: &[u8], args: &[&str]) -> Ran {
    let all = ["subprocessor-lint", "check", "--stdin-format", "ndjson", "--today", "2026-11-21"];
    run_on(folder, &[], all.iter().chain(args).copied().collect(), lines)
}

pub(crate) fn run_all(folder: &Path, environment: &[(&str, &str)], all: Vec<&str>) -> Ran {
    run_on(folder, environment, all, &[])
}

fn run_on(folder: &Path, environment: &[(&str, &str)], all: Vec<&str>, stdin: &[u8]) -> Ran {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let environment = environment.iter().map(|(name, value)| ((*name).into(), (*value).into()));
    let status = {
        let mut io = Io {
            stdin: Box::new(stdin),
            stdout: Box::new(&mut out),
            stderr: Box::new(&mut err),
            stdout_is_terminal: false,
            stderr_is_terminal: false,
            columns: None,
            folder: folder.to_owned(),
            environment: environment.collect::<BTreeMap<String, String>>(),
        };
        run(all.into_iter().map(Into::into).collect(), &mut io)
    };
    let text = |bytes| String::from_utf8(bytes).expect("output is UTF-8");
    Ran { code: status.code(), out: text(out), err: text(err) }
}
