//! The day on which each file of `data/` was last checked against its sources.

use std::fmt::Write as _;
use std::path::Path;

/// Writes a constant for each file, and all of them by name.
pub(crate) fn write(out: &Path) {
    let mut files: Vec<_> = std::fs::read_dir("data")
        .expect("data/ is there")
        .map(|entry| entry.expect("data/ can be listed").path())
        .filter(|path| path.extension().is_some_and(|kind| kind != "py"))
        .collect();
    files.sort();
    let (mut code, mut all) = (String::new(), String::new());
    for path in &files {
        let text = std::fs::read_to_string(path).expect("a file of data/ can be read");
        let date =
            text.lines().find_map(|line| line.trim_start_matches("# ").strip_prefix("checked: "));
        let date = date.unwrap_or_else(|| panic!("{}: say `checked: YYYY-MM-DD`", path.display()));
        let name = path.file_stem().and_then(|name| name.to_str()).expect("the name is ASCII");
        let constant = name.to_uppercase();
        let _ = writeln!(code, "pub(crate) const {constant}: &str = {date:?};");
        let _ = write!(all, "({name:?}, {constant}), ");
    }
    let _ = writeln!(code, "pub(crate) const ALL: [(&str, &str); {}] = [{all}];", files.len());
    std::fs::write(out.join("checked.rs"), code).expect("OUT_DIR is writable");
}
