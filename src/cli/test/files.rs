//! Finds the files of a test run and tells what they are.

use crate::cli::discover::{Discovery, Finder, Input, Inputs};
use crate::cli::failure::Failure;
use crate::policy::ConfigFile;
use crate::syntax::{NodeKind, Value};
use std::path::{Path, PathBuf};

/// The files that the arguments stand for, each once, in the order of their
/// paths.
pub(super) fn find(paths: &[PathBuf], folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let finder = Finder { folder, untrusted: false, stops: None };
    let mut found = Inputs::new();
    for path in paths {
        finder.expand(path, &mut found)?;
    }
    let is_tested = |input: &Input, how| match input {
        Input::File(path) => how != Discovery::Below || is_yaml_or_json(path),
        Input::Stdin => true,
        Input::Unread(..) | Input::Skipped(..) => false,
    };
    let found = found.into_iter().filter(|(input, how)| is_tested(input, *how));
    let files = found.map(|(input, _)| match input {
        Input::File(path) | Input::Unread(path, _) | Input::Skipped(path, _) => Ok(path),
        Input::Stdin => Err(Failure::usage_help(
            "tests are not read from standard input",
            "Name a rule file, a test file, or a folder with them.",
        )),
    });
    files.collect()
}

fn is_yaml_or_json(path: &Path) -> bool {
    path.extension().is_some_and(|one| ["yaml", "yml", "json"].iter().any(|known| one == *known))
}

/// True if the name of a file says that it holds cases.
pub(super) fn is_test_file(path: &Path) -> bool {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy());
    stem.is_some_and(|stem| stem.ends_with(".test"))
}

/// The mappings of a document: itself, or its items when it is a list, as
/// files with several rules have it.
pub(super) fn mappings(root: Value<'_>) -> Vec<Value<'_>> {
    match root.kind() {
        NodeKind::Seq => root.items().collect(),
        _ => vec![root],
    }
}

/// True if a mapping is a rule, or was meant as one: a slip in `check` must not
/// turn a rule into something that is passed over.
pub(super) fn is_rule(node: Value<'_>) -> bool {
    let has = |name: &str| node.get(name).is_some();
    let is_other = ["rules", "extends", "subprocessors"].into_iter().any(has);
    let looks_so = ["summary", "why", "help", "for", "when", "examples"].into_iter().any(has);
    node.kind() == NodeKind::Map
        && (ConfigFile::is_rule(node) || has("id") && looks_so && !is_other)
}

/// True if a mapping is a pack or a configuration.
pub(super) fn is_pack(node: Value<'_>) -> bool {
    node.get("rules").is_some() || node.get("extends").is_some()
}

/// True if a text that could not be read was meant to hold a rule.
pub(super) fn reads_like_a_rule(text: &str) -> bool {
    text.lines().any(|line| {
        let line = line.strip_prefix("- ").unwrap_or(line).trim_start();
        line.trim_start_matches(['{', '"']).starts_with("check")
    })
}

/// Files that were looked at and hold nothing to test.
#[derive(Debug, Default)]
pub(super) struct Skipped {
    /// Packs and configurations.
    pub packs: usize,
    /// Others.
    pub others: usize,
}

impl Skipped {
    /// A phrase with the counts; nothing when there are none.
    pub(super) fn describe(&self) -> Option<String> {
        let count = |n: usize, one: &str, many: &str| match n {
            0 => None,
            1 => Some(format!("1 {one}")),
            n => Some(format!("{n} {many}")),
        };
        let packs = count(self.packs, "pack", "packs");
        let others = count(self.others, "other file", "other files");
        let parts: Vec<String> = packs.into_iter().chain(others).collect();
        (!parts.is_empty()).then(|| format!("skipped {}", parts.join(" and ")))
    }
}
