//! The rules and packs of the product: what a run needs as one JSON text with its
//! tree, and the files themselves for those who read them.

use crate::tree::Tree;
use serde_json::{Map, Value};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// What only readers of a rule need.
const PROSE: &[&str] = &["why", "references", "examples", "notes", "sources"];

pub(crate) fn write(out: &Path) {
    println!("cargo::rerun-if-changed=rules");
    let mut rules = Vec::new();
    let mut packs = Vec::new();
    let mut texts = String::from("&[\n");
    for path in files(Path::new("rules")) {
        let text = std::fs::read_to_string(&path).expect("a rule file is text");
        let name = path.to_str().expect("rule files have plain names").replace('\\', "/");
        let _ = writeln!(texts, "    ({name:?}, {text:?}),");
        let value: Value = match serde_yaml::from_str(&text) {
            Ok(value) => value,
            // The tests read the file with our own reader and say it better.
            Err(error) => panic!("{name}: {error}"),
        };
        let is_pack = name.starts_with("rules/packs/");
        if is_pack { &mut packs } else { &mut rules }.push(without_prose(value));
    }
    texts.push_str("]\n");
    let core = Value::Object(Map::from_iter([
        ("rules".to_owned(), Value::Array(rules)),
        ("packs".to_owned(), Value::Array(packs)),
    ]));
    let tree = Tree::of(&core);
    std::fs::write(out.join("rules.json"), &tree.text).expect("writing a table");
    std::fs::write(out.join("rules_tree.rs"), tree.code()).expect("writing a table");
    std::fs::write(out.join("rule_texts.rs"), texts).expect("writing a table");
}

fn without_prose(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            map.into_iter().filter(|(key, _)| !PROSE.contains(&key.as_str())).collect()
        }
        other => other,
    }
}

/// All YAML files below a folder, in the order of their paths.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let Ok(entries) = std::fs::read_dir(folder) else { return found };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "yaml") {
            found.push(path);
        }
    }
    found.sort();
    found
}
