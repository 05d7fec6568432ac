//! The day on which each file of `data/` was last checked, and the sources it was checked against.

use std::fmt::Write as _;
use std::path::Path;

/// Writes a constant for the date of each file, a list of all files with date and source, and
/// the newest date.
pub(crate) fn write(out: &Path) {
    let mut files: Vec<_> = std::fs::read_dir("data")
        .expect("data/ is there")
        .map(|entry| entry.expect("data/ can be listed").path())
        .filter(|path| path.extension().is_some_and(|kind| kind == "csv" || kind == "yaml"))
        .collect();
    files.sort();
    let (mut code, mut all, mut newest) = (String::new(), String::new(), String::new());
    for path in &files {
        let text = std::fs::read_to_string(path).expect("a file of data/ can be read");
        let shown = path.display();
        let date = field(&text, "checked").filter(|date| is_date(date));
        let date = date.unwrap_or_else(|| panic!("{shown}: state `checked: YYYY-MM-DD`"));
        let source = field(&text, "source").filter(|source| !source.is_empty());
        let source = source.unwrap_or_else(|| panic!("{shown}: state its `source:`"));
        let name = path.file_stem().and_then(|name| name.to_str()).expect("the name is ASCII");
        let constant = name.to_uppercase();
        let _ = writeln!(code, "pub(crate) const {constant}: &str = {date:?};");
        let _ = write!(all, "({name:?}, {constant}, {source:?}), ");
        newest = newest.max(date);
    }
    let count = files.len();
    let _ = writeln!(code, "pub(crate) const ALL: [(&str, &str, &str); {count}] = [{all}];");
    std::fs::write(out.join("checked.rs"), code).expect("OUT_DIR is writable");
    println!("cargo::rustc-env=FACTS_AS_OF={newest}");
}

/// A key at the head of a file: in the comments of a table, where the next lines may go on with
/// it, or in the YAML itself.
fn field(text: &str, key: &str) -> Option<String> {
    let start = format!("{key}: ");
    let mut lines = text.lines();
    let first = lines.find_map(|line| line.trim_start_matches("# ").strip_prefix(&start))?;
    let rest = lines.map_while(|line| line.strip_prefix("#   "));
    let words = std::iter::once(first).chain(rest).flat_map(str::split_whitespace);
    Some(words.collect::<Vec<_>>().join(" "))
}

/// True for `YYYY-MM-DD`.
pub(crate) fn is_date(text: &str) -> bool {
    text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}
