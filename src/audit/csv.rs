//! Tables as CSV that a spreadsheet can open: no cell of a stranger is taken for a formula.

use crate::output::sanitize;
use std::borrow::Cow;

/// Characters of a cell; a spreadsheet takes 32,767.
const CELL: usize = 32_000;

/// The signs that start a formula in a spreadsheet, the wide ones of East Asian texts too.
const FORMULA: &[char] = &['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];

/// Appends a row. A cell that a spreadsheet would take for a formula starts with `'`;
/// line breaks become spaces, and characters that cannot be seen become signs.
pub fn push_row<T: AsRef<str>>(out: &mut Vec<u8>, cells: &[T]) {
    for (index, cell) in cells.iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        push_cell(out, cell.as_ref());
    }
    out.push(b'\n');
}

fn push_cell(out: &mut Vec<u8>, text: &str) {
    let text = defused(text);
    if text.contains(['"', ',', '\'']) || text.trim().len() < text.len() {
        out.push(b'"');
        out.extend_from_slice(text.replace('"', "\"\"").as_bytes());
        out.push(b'"');
    } else {
        out.extend_from_slice(text.as_bytes());
    }
}

/// A text that no spreadsheet runs.
fn defused(text: &str) -> Cow<'_, str> {
    let line = sanitize::line(text, CELL, true);
    // A program may trim a cell before it looks at its first sign.
    if line.trim_start().starts_with(FORMULA) { format!("'{line}").into() } else { line }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &[&str]) -> String {
        let mut out = Vec::new();
        push_row(&mut out, cells);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn formulas_are_defused() {
        for attack in ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "\u{ff1d}1", "\r\n=1"] {
            let row = row(&[attack]);
            assert!(row.starts_with("\"'"), "{row:?}");
            assert_eq!(row.lines().count(), 1, "{row:?}");
        }
        assert_eq!(row(&["a=b", "1-2", ""]), "a=b,1-2,\n");
    }

    #[test]
    fn quotes_and_separators_stay_in_their_cell() {
        assert_eq!(row(&["a,b", "say \"x\"", "one\ntwo"]), "\"a,b\",\"say \"\"x\"\"\",one two\n");
    }
}
