//! The official test suite of YAML, in the form of its `data` branch: what is
//! valid is read, what is not is refused, and where the suite says in JSON what
//! a text means, the tree means that.
//!
//! The suite is not part of this repository. With a copy of
//! <https://github.com/yaml/yaml-test-suite> (branch `data`):
//!
//! ```console
//! $ YAML_TEST_SUITE=path/to/copy cargo test yaml_suite -- --ignored --nocapture
//! ```
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test that stops has failed, and this one reads files and prints rates"
)]

use crate::syntax::{Format, Limits, NodeKind, Problem, Value, parse};
use serde_json::Value as Json;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// A case of the suite.
struct SuiteCase {
    /// Its folder, such as `229Q` or `2G84/00`.
    id: String,
    name: String,
    yaml: String,
    is_error: bool,
    /// The documents in JSON, where they can be written so.
    json: Option<Vec<Json>>,
}

/// A count out of a total.
#[derive(Default)]
struct Rate {
    good: usize,
    all: usize,
    failures: String,
}

impl Rate {
    fn add(&mut self, case: &SuiteCase, failure: Option<String>) {
        self.all += 1;
        match failure {
            None => self.good += 1,
            Some(why) => {
                let _ = writeln!(self.failures, "  {:<8} {} -- {why}", case.id, case.name);
            }
        }
    }

    fn print(&self, title: &str) {
        let percent = 100.0 * self.good as f64 / self.all.max(1) as f64;
        println!("{title}: {} of {} ({percent:.1} %)\n{}", self.good, self.all, self.failures);
    }
}

#[test]
#[ignore = "needs a copy of the suite, named by YAML_TEST_SUITE"]
fn the_official_suite_is_read_as_it_says() {
    let folder = std::env::var_os("YAML_TEST_SUITE").expect("YAML_TEST_SUITE names a folder");
    let cases = cases(Path::new(&folder));
    let (mut accepted, mut refused, mut equal) =
        (Rate::default(), Rate::default(), Rate::default());
    for case in &cases {
        let parsed = parse(&case.yaml, Format::Yaml, &Limits::default());
        let problem = parsed.problems.iter().find(|problem| problem.is_fatal()).map(say);
        if case.is_error {
            let failure = problem.is_none().then(|| "read without an error".to_owned());
            refused.add(case, failure);
            continue;
        }
        accepted.add(case, problem.clone());
        if let Some(json) = case.json.as_ref().filter(|_| problem.is_none()) {
            let found: Vec<Json> = parsed.tree.documents().map(to_json).collect();
            let differs = !same_all(&found, json);
            equal.add(case, differs.then(|| format!("{} is not {}", list(&found), list(json))));
        }
    }
    accepted.print("valid texts that are read");
    refused.print("invalid texts that are refused");
    equal.print("texts that mean what their JSON says, of those that are read");
    assert!(cases.len() > 300, "{} cases are not the suite", cases.len());
    let lines = |rate: &Rate| rate.failures.lines().map(str::to_owned).collect::<Vec<_>>();
    for failure in lines(&accepted) {
        assert!(failure.contains(KEYS), "read by others: {failure}");
    }
    for failure in lines(&refused) {
        let id = failure.split_whitespace().next().unwrap_or_default();
        assert!(TOLERATED.contains(&id), "refused by others: {failure}");
    }
    assert_eq!(lines(&equal), [""; 0]);
}

/// The reason why a valid text may be refused: what is no text, or nothing, is no key of a
/// manifest, as it is none in JSON.
const KEYS: &str = "a key has to be plain text";

/// Invalid texts that the reader lets pass: the lines of a flow sequence that
/// are indented less than its block.
const TOLERATED: &[&str] = &["9C9N"];

/// All cases below a folder, in the order of their ids.
fn cases(folder: &Path) -> Vec<SuiteCase> {
    let mut cases = Vec::new();
    for path in folders(folder) {
        let has_text = path.join("in.yaml").is_file();
        let paths = if has_text { vec![path] } else { folders(&path) };
        cases.extend(paths.iter().filter_map(|path| case(folder, path)));
    }
    cases
}

/// The folders in a folder, by name, without the indices of the suite.
fn folders(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let is_index = |path: &PathBuf| path.ends_with("name") || path.ends_with("tags");
    let mut folders: Vec<PathBuf> =
        entries.filter(|path| path.is_dir() && !is_index(path)).collect();
    folders.sort();
    folders
}

fn case(folder: &Path, path: &Path) -> Option<SuiteCase> {
    let text = |name: &str| std::fs::read_to_string(path.join(name)).ok();
    let json = text("in.json").map(|json| {
        let values = serde_json::Deserializer::from_str(&json).into_iter();
        values.collect::<Result<Vec<Json>, _>>().expect("JSON of the suite")
    });
    Some(SuiteCase {
        id: path.strip_prefix(folder).unwrap().display().to_string(),
        name: text("===").unwrap_or_default().trim().to_owned(),
        yaml: text("in.yaml")?,
        is_error: path.join("error").exists(),
        json,
    })
}

fn say(problem: &Problem) -> String {
    match problem {
        Problem::Syntax { at, message, .. } => format!("{message} (byte {})", at.start),
        other => format!("{other:?}"),
    }
}

fn to_json(value: Value<'_>) -> Json {
    match value.kind() {
        NodeKind::Null => Json::Null,
        NodeKind::Bool(value) => value.into(),
        NodeKind::Int(value) => value.into(),
        NodeKind::Float(value) => value.into(),
        NodeKind::Str => value.as_str().unwrap_or_default().into(),
        NodeKind::Seq => value.items().map(to_json).collect(),
        NodeKind::Map => {
            let entries = value.entries();
            let key = |key: Value<'_>| key.text().unwrap_or_default().to_owned();
            entries.map(|(name, value)| (key(name), to_json(value))).collect()
        }
    }
}

/// Equal as values: `450` and `450.00` are one number.
fn same(a: &Json, b: &Json) -> bool {
    match (a, b) {
        (Json::Number(a), Json::Number(b)) => a.as_f64() == b.as_f64(),
        (Json::Array(a), Json::Array(b)) => same_all(a, b),
        (Json::Object(a), Json::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| same(a, b)))
        }
        _ => a == b,
    }
}

fn same_all(a: &[Json], b: &[Json]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
}

fn list(values: &[Json]) -> String {
    let texts: Vec<String> = values.iter().map(Json::to_string).collect();
    texts.join(" --- ")
}
