//! Columns of a terminal: how wide a character is, and wrapping.

use unicode_normalization::char::is_combining_mark;

/// Characters that take two columns: East Asian wide ones and emoji. Sorted,
/// first and last of each range; close enough to lay out text with.
const WIDE: &[(char, char)] = &[
    ('\u{1100}', '\u{115f}'),
    ('\u{231a}', '\u{231b}'),
    ('\u{23e9}', '\u{23ec}'),
    ('\u{2e80}', '\u{303e}'),
    ('\u{3041}', '\u{a4cf}'),
    ('\u{a960}', '\u{a97c}'),
    ('\u{ac00}', '\u{d7a3}'),
    ('\u{f900}', '\u{faff}'),
    ('\u{fe30}', '\u{fe6f}'),
    ('\u{ff00}', '\u{ff60}'),
    ('\u{ffe0}', '\u{ffe6}'),
    ('\u{16fe0}', '\u{1b2ff}'),
    ('\u{1f300}', '\u{1f64f}'),
    ('\u{1f680}', '\u{1f6ff}'),
    ('\u{1f900}', '\u{1faff}'),
    ('\u{20000}', '\u{3fffd}'),
];

/// The columns of a character that is safe to show: 0, 1 or 2.
pub(crate) fn of_char(char: char) -> usize {
    if char.is_ascii() {
        return 1;
    }
    if is_combining_mark(char) || ('\u{fe00}'..='\u{fe0f}').contains(&char) {
        return 0;
    }
    let at = WIDE.partition_point(|&(_, last)| last < char);
    if WIDE.get(at).is_some_and(|&(first, _)| first <= char) { 2 } else { 1 }
}

/// The columns of a text that is safe to show; our own colours take none.
#[cfg(feature = "cli")]
pub(crate) fn of(text: &str) -> usize {
    let mut chars = text.chars();
    let mut columns = 0;
    while let Some(char) = chars.next() {
        match char {
            '\u{1b}' => {
                chars.by_ref().find(|&char| char == 'm');
            }
            char => columns += of_char(char),
        }
    }
    columns
}

/// A text broken between words, so that no line is wider than `width` behind an
/// indent: `first` columns before the first line, `rest` before the others. A
/// word that is too long, such as an address, stays whole to be copied; `(line 7)`
/// and a number with its noun stay on one line.
#[cfg(feature = "cli")]
pub(crate) fn wrap(text: &str, first: usize, rest: usize, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut column = first;
    let mut words = text.split(' ').filter(|word| !word.is_empty());
    while let Some(mut word) = words.next() {
        let place;
        if word == "(line" || is_number(word) {
            place = [word, words.next().unwrap_or_default()].join(" ");
            word = place.trim_end();
        }
        let columns = of(word);
        let line = lines.last_mut().expect("internal: there is a first line");
        if line.is_empty() {
            line.push_str(word);
            column += columns;
        } else if column + 1 + columns <= width {
            line.push(' ');
            line.push_str(word);
            column += 1 + columns;
        } else {
            lines.push(word.to_owned());
            column = rest + columns;
        }
    }
    lines
}

/// True for digits alone, our own colours left out.
#[cfg(feature = "cli")]
fn is_number(word: &str) -> bool {
    let plain = word.strip_prefix('\u{1b}').and_then(|code| code.split_once('m'));
    let digits = plain.map_or(word, |(_, digits)| digits);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(all(test, feature = "cli"))]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted() {
        assert!(WIDE.windows(2).all(|pair| pair[0].1 < pair[1].0));
    }

    #[test]
    fn columns_are_not_characters() {
        assert_eq!(of("AWS"), 3);
        assert_eq!(of("日本"), 4);
        assert_eq!(of("e\u{301}"), 1);
        assert_eq!(of("\u{1f600}"), 2);
        assert_eq!(of("Société"), 7);
    }

    #[test]
    fn words_are_kept_whole() {
        assert_eq!(wrap("aaa bbb ccc", 2, 2, 9), ["aaa bbb", "ccc"]);
        assert_eq!(wrap("aaa bbb ccc", 6, 2, 9), ["aaa", "bbb ccc"]);
        let address = "https://example.com/long";
        assert_eq!(wrap(&format!("a {address} b"), 2, 2, 9), ["a", address, "b"]);
        assert_eq!(wrap("  a  b ", 0, 0, 9), ["a b"]);
        assert_eq!(wrap("aaa bbb", 20, 20, 9), ["aaa", "bbb"]);
        assert_eq!(wrap("", 0, 0, 9), [""]);
        assert_eq!(wrap("aa (line 7) b", 0, 0, 9), ["aa", "(line 7)", "b"]);
        assert_eq!(wrap("aaa (line", 0, 0, 9), ["aaa (line"]);
        assert_eq!(wrap("aaaa 15 bb", 0, 0, 8), ["aaaa", "15 bb"]);
        assert_eq!(wrap("aaaa \u{1b}[1m15 bb\u{1b}[0m", 0, 0, 8).len(), 2);
        assert_eq!(wrap("aaaa 15", 0, 0, 8), ["aaaa 15"]);
    }
}
