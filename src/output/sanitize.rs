//! Text that is safe to show: no control character, escape sequence, change of
//! direction or invisible character gets through.
//!
//! A manifest could otherwise move the cursor over a finding, recolour it,
//! reverse it, or hide in it. What is taken out leaves a visible sign.

use std::borrow::Cow;

/// Whether a character acts on the terminal or on its neighbours, or cannot be
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

/// What is shown in place of an unsafe character: its picture where Unicode
/// has one, else the replacement character; `?` without Unicode.
#[must_use]
pub fn stand_in(char: char, unicode: bool) -> char {
    match char {
        _ if !unicode => '?',
        '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + char as u32).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        _ => '\u{fffd}',
    }
}

/// A text on one line, harmless, and of at most `limit` characters. Line breaks
/// and tabs become spaces; a longer text ends in an ellipsis.
#[must_use]
pub fn line(text: &str, limit: usize, unicode: bool) -> Cow<'_, str> {
    let cut = text.char_indices().nth(limit).map(|(at, _)| at);
    if cut.is_none() && !text.chars().any(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let ellipsis = ellipsis(unicode);
    let kept = match cut {
        None => text,
        Some(_) => {
            let keep = limit.saturating_sub(ellipsis.chars().count());
            &text[..text.char_indices().nth(keep).map_or(text.len(), |(at, _)| at)]
        }
    };
    let mut out = String::with_capacity(kept.len() + ellipsis.len());
    let mut chars = kept.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '\r' if chars.peek() == Some(&'\n') => {}
            '\n' | '\t' | '\r' => out.push(' '),
            _ if is_unsafe(char) => out.push(stand_in(char, unicode)),
            _ => out.push(char),
        }
    }
    if cut.is_some() {
        out.push_str(ellipsis);
    }
    Cow::Owned(out)
}

/// The sign for text left out.
#[must_use]
pub fn ellipsis(unicode: bool) -> &'static str {
    if unicode { "\u{2026}" } else { "..." }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted() {
        assert!(UNSEEN.windows(2).all(|pair| pair[0].1 < pair[1].0));
    }

    #[test]
    fn nothing_acts_on_the_terminal() {
        for (attack, shown) in [
            ("\u{1b}[31mred", "\u{241b}[31mred"),
            ("\u{1b}]8;;https://evil.example\u{7}x", "\u{241b}]8;;https://evil.example\u{2407}x"),
            ("\u{9b}31m", "\u{fffd}31m"),
            ("a\u{202e}b\u{2066}c", "a\u{fffd}b\u{fffd}c"),
            ("a\u{200b}b\u{feff}c\u{ad}", "a\u{fffd}b\u{fffd}c\u{fffd}"),
            ("a\u{2028}b\u{2029}c", "a\u{fffd}b\u{fffd}c"),
            ("\u{8}\u{7f}\u{0}", "\u{2408}\u{2421}\u{2400}"),
            ("\u{e0041}", "\u{fffd}"),
            ("one\r\ntwo\tthree\rfour", "one two three four"),
        ] {
            assert_eq!(line(attack, 100, true), shown);
        }
        assert_eq!(line("\u{1b}[1m\u{202e}", 100, false), "?[1m?");
    }

    #[test]
    fn harmless_text_stays_as_it_is() {
        for text in
            ["", "Zo\u{eb} & S\u{f8}n", "日本語", "e\u{301}", "\u{2764}\u{fe0f}", "a\u{a0}b"]
        {
            assert!(matches!(line(text, 100, true), Cow::Borrowed(same) if same == text));
        }
    }

    #[test]
    fn long_text_is_cut_on_characters() {
        assert_eq!(line("ééééé", 5, true), "ééééé");
        assert_eq!(line("éééééé", 5, true), "éééé…");
        assert_eq!(line("éééééé", 5, false), "éé...");
        assert_eq!(line("abc", 0, true), "…");
    }
}
