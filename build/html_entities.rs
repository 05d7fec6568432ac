//! Compiles `data/html_entities.csv`.

use std::fmt::Write as _;
use std::path::Path;

pub(crate) fn write(out: &Path) {
    let text = std::fs::read_to_string("data/html_entities.csv").expect("data/ is there");
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
    let rows = reader.deserialize::<(String, String)>();
    let mut rows: Vec<_> =
        rows.map(|row| row.unwrap_or_else(|error| panic!("html_entities.csv: {error}"))).collect();
    rows.sort();
    let mut code = String::from("static HTML_ENTITIES: &[(&str, char)] = &[\n");
    for (name, number) in rows {
        let char = u32::from_str_radix(&number, 16).ok().and_then(char::from_u32);
        let char = char.unwrap_or_else(|| panic!("html_entities.csv: {number} is no character"));
        let _ = writeln!(code, "({name:?}, {char:?}),");
    }
    code.push_str("];\n");
    std::fs::write(out.join("html_entities.rs"), code).expect("OUT_DIR is writable");
}
