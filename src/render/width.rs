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

/// The columns of a text that is safe to show.
pub(crate) fn of(text: &str) -> usize {
    text.chars().map(of_char).sum()
}

/// Appends a text, broken between words so that no line is wider than `width`.
/// The first line starts at column `indent`, the others are indented to it. A
/// word that is too long, such as an address, stays whole to be copied.
pub(crate) fn wrap(out: &mut String, text: &str, indent: usize, width: usize) {
    let mut column = indent;
    for (at, word) in text.split(' ').filter(|word| !word.is_empty()).enumerate() {
        let columns = of(word);
        if at > 0 {
            if column + 1 + columns > width && column > indent {
                out.push('\n');
                out.extend(std::iter::repeat_n(' ', indent));
                column = indent;
            } else {
                out.push(' ');
                column += 1;
            }
        }
        out.push_str(word);
        column += columns;
    }
}

#[cfg(test)]
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
        let wrapped = |text, indent, width| {
            let mut out = String::new();
            wrap(&mut out, text, indent, width);
            out
        };
        assert_eq!(wrapped("aaa bbb ccc", 2, 9), "aaa bbb\n  ccc");
        assert_eq!(
            wrapped("a https://example.com/long b", 2, 9),
            "a\n  https://example.com/long\n  b"
        );
        assert_eq!(wrapped("  a  b ", 0, 9), "a b");
        assert_eq!(wrapped("aaa bbb", 20, 9), "aaa\n                    bbb");
    }
}
