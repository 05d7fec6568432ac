//! Characters that act on a terminal or its reader instead of being seen.

/// True if a character acts on the terminal or on its neighbours, or cannot be
/// seen: C0, DEL and C1 controls, line and paragraph separators, bidirectional
/// controls, zero-width and filler characters, tags.
#[must_use]
pub fn is_unsafe(char: char) -> bool {
    match char {
        ' '..='~' => false,
        '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' => true,
        '\u{a0}'..='\u{ac}' => false,
        _ => UNSEEN.binary_search_by(|&(first, last)| order(first, last, char)).is_ok(),
    }
}

fn order(first: char, last: char, char: char) -> std::cmp::Ordering {
    match () {
        () if last < char => std::cmp::Ordering::Less,
        () if first > char => std::cmp::Ordering::Greater,
        () => std::cmp::Ordering::Equal,
    }
}

/// Format and filler characters: the default-ignorable ones of Unicode without
/// the variation selectors, which emoji need, and with the line separators and
/// interlinear marks. Sorted, first and last of each range.
const UNSEEN: &[(char, char)] = &[
    ('\u{ad}', '\u{ad}'),
    ('\u{34f}', '\u{34f}'),
    ('\u{61c}', '\u{61c}'),
    ('\u{115f}', '\u{1160}'),
    ('\u{17b4}', '\u{17b5}'),
    ('\u{180e}', '\u{180e}'),
    ('\u{200b}', '\u{200f}'),
    ('\u{2028}', '\u{202e}'),
    ('\u{2060}', '\u{206f}'),
    ('\u{3164}', '\u{3164}'),
    ('\u{feff}', '\u{feff}'),
    ('\u{ffa0}', '\u{ffa0}'),
    ('\u{fff0}', '\u{fffb}'),
    ('\u{1bca0}', '\u{1bca3}'),
    ('\u{1d173}', '\u{1d17a}'),
    ('\u{e0000}', '\u{e0fff}'),
];

#[cfg(test)]
mod tests {
    use super::UNSEEN;

    #[test]
    fn the_table_is_sorted() {
        assert!(UNSEEN.windows(2).all(|pair| pair[0].1 < pair[1].0));
    }
}
