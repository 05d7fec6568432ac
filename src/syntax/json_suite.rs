//! The test suite of JSON parsers: what is valid is read, and what is not is refused. About a
//! third class of texts RFC 8259 leaves the choice to the parser.
//!
//! The suite is not part of this repository. With a copy of
//! <https://github.com/nst/JSONTestSuite>:
//!
//! ```console
//! $ JSON_TEST_SUITE=path/to/copy cargo test json_suite -- --ignored --nocapture
//! ```
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test that stops has failed, and this one reads files and prints rates"
)]

use crate::syntax::{Format, Limits, parse};
use crate::text::encoding;
use std::path::{Path, PathBuf};

/// Valid texts that are refused.
const REFUSED: &[&str] = &[];

/// Invalid texts that are read.
const TOLERATED: &[&str] = &[];

#[test]
#[ignore = "needs a copy of the suite, named by JSON_TEST_SUITE"]
fn the_suite_is_read_as_it_says() {
    let folder = std::env::var_os("JSON_TEST_SUITE").expect("JSON_TEST_SUITE names a folder");
    let texts = texts(&Path::new(&folder).join("test_parsing"));
    assert!(texts.len() > 300, "{} texts are not the suite", texts.len());
    let names = |class: &str, wanted: bool| -> Vec<&str> {
        let of_class = texts.iter().filter(|(name, _)| name.starts_with(class));
        let some = of_class.filter(|(_, is_read)| *is_read == wanted);
        some.map(|(name, _)| name.as_str()).collect()
    };
    let print = |title: &str, good: &[&str], bad: &[&str]| {
        println!("{title}: {} of {}\n  not so: {bad:?}", good.len(), good.len() + bad.len());
    };
    let (refused, tolerated) = (names("y_", false), names("n_", true));
    print("valid texts that are read", &names("y_", true), &refused);
    print("invalid texts that are refused", &names("n_", false), &tolerated);
    print("others that are refused", &names("i_", false), &names("i_", true));
    assert_eq!((&*refused, &*tolerated), (REFUSED, TOLERATED));
}

/// The texts of a folder, each with true if it is read without an error.
fn texts(folder: &Path) -> Vec<(String, bool)> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<PathBuf> = entries.collect();
    paths.sort();
    let read = |path: &PathBuf| {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        (name, is_read(std::fs::read(path).unwrap()))
    };
    paths.iter().map(read).collect()
}

fn is_read(bytes: Vec<u8>) -> bool {
    encoding::decode(bytes).is_ok_and(|text| {
        let parsed = parse(&text, Format::Json, &Limits::default());
        // A file without anything in it is a problem of the list, as with YAML.
        parsed.tree.documents().next().is_some()
            && !parsed.problems.iter().any(|problem| problem.is_fatal())
    })
}
