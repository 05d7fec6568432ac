//! The public face of the crate is a list that somebody has agreed to.
//!
//! `UPDATE=1 cargo test public_items` writes the list anew.

const LIST: &str = "tests/it/public_items.txt";

/// The names that `src/lib.rs` makes public, each with whether the documentation
/// hides it.
fn items(source: &str) -> Vec<(bool, String)> {
    let code: Vec<&str> =
        source.lines().map(str::trim).filter(|line| !line.starts_with("//")).collect();
    let code = code.join(" ");
    let mut items = Vec::new();
    for statement in code.split(';') {
        let Some((attributes, public)) = statement.split_once("pub ") else { continue };
        let is_hidden = attributes.contains("doc(hidden)");
        let names = match public.trim().split_once(' ') {
            Some(("use", path)) => used(path),
            Some(("mod", name)) => vec![name.to_owned()],
            _ => panic!("`src/lib.rs` only names what is public elsewhere: {public}"),
        };
        items.extend(names.into_iter().map(|name| (is_hidden, name)));
    }
    items.sort();
    items
}

/// The names of a `use` path: the last segments, or what they are called.
fn used(path: &str) -> Vec<String> {
    if let Some((_, group)) = path.split_once('{') {
        let group = group.trim_end().strip_suffix('}').expect("the group ends the path");
        assert!(!group.contains('{'), "groups in groups are hard to read: {path}");
        return group.split(',').filter(|name| !name.trim().is_empty()).flat_map(used).collect();
    }
    let name = path.rsplit_once(" as ").map_or(path, |(_, name)| name);
    let name = name.rsplit("::").next().unwrap_or(name).trim();
    assert_ne!(name, "*", "each name is given: {path}");
    vec![name.to_owned()]
}

#[test]
fn the_public_items_are_those_of_the_list() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let found = items(&std::fs::read_to_string(root.join("src/lib.rs")).expect("the crate"));
    let count = |hidden: bool| found.iter().filter(|(is_hidden, _)| *is_hidden == hidden).count();
    assert!(count(false) <= 40, "{} public items", count(false));
    assert!(count(true) <= 30, "{} hidden items", count(true));
    let lines = found.iter().map(|(is_hidden, name)| {
        let note = if *is_hidden { " (hidden)" } else { "" };
        format!("{name}{note}\n")
    });
    let text: String = lines.collect();
    let path = root.join(LIST);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &text).expect("the list is written");
    }
    let listed = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(listed, text, "what the crate offers has changed: read {LIST} after UPDATE=1");
}

#[test]
fn names_are_read_from_the_forms_of_use() {
    let source = "//! pub use no::Doc;\nmod a;\npub use a::{B, c::D as E};\n#[doc(hidden)]\npub use f::G;\npub mod cli;\n";
    let expected = [(false, "B"), (false, "E"), (false, "cli"), (true, "G")];
    assert_eq!(items(source), expected.map(|(hidden, name)| (hidden, name.to_owned())));
}
