//! Text that is safe to show: no control character, escape sequence, change of
//! direction or invisible character gets through.
//!
//! A manifest could otherwise move the cursor over a finding, recolour it,
//! reverse it, or hide in it; and the log of a CI job takes `::command::` at the
//! start of a line and `##[command]` or `##vso[...]` anywhere for orders. What is
//! taken out leaves a visible sign.

use crate::text::is_unsafe;
use std::borrow::Cow;

/// Returns the replacement for an unsafe character: its picture where Unicode
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

/// The orders that services read from a log, behind their first `#`.
const ORDERS: &[&str] = &["#[", "#vso[", "#teamcity["];

/// The replacement for a character of a text if it would be the second one of an order
/// to the service that keeps the log: `##vso[` anywhere, `::` where a word starts.
#[must_use]
pub fn disarmed(text: &str, at: usize, unicode: bool) -> Option<char> {
    let (before, rest) = (&text.as_bytes()[..at], &text.as_bytes()[at..]);
    match (before.last()?, rest.first()?) {
        (b'#', b'#') => {
            let starts = |order: &&str| {
                rest.len() >= order.len()
                    && rest[..order.len()].eq_ignore_ascii_case(order.as_bytes())
            };
            ORDERS.iter().any(starts).then_some(if unicode { '\u{266f}' } else { '?' })
        }
        (b':', b':') => {
            let starts_word = before.len() == 1 || before[before.len() - 2].is_ascii_whitespace();
            let is_order = rest.get(1).is_some_and(u8::is_ascii_alphabetic);
            (starts_word && is_order).then_some(if unicode { '\u{2236}' } else { '?' })
        }
        _ => None,
    }
}

/// True if a text may hold an order.
fn may_order(text: &str) -> bool {
    text.contains("##") || text.contains("::")
}

/// A text on one line, harmless, and of at most `limit` characters. Line breaks
/// and tabs become spaces; a longer text ends in an ellipsis.
#[must_use]
pub fn line(text: &str, limit: usize, unicode: bool) -> Cow<'_, str> {
    let cut = text.char_indices().nth(limit).map(|(at, _)| at);
    let may_order = may_order(text);
    if cut.is_none() && !may_order && !text.chars().any(is_unsafe) {
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
    let mut chars = kept.char_indices().peekable();
    while let Some((at, char)) = chars.next() {
        let disarmed = if may_order { disarmed(kept, at, unicode) } else { None };
        match char {
            _ if disarmed.is_some() => out.extend(disarmed),
            '\r' if chars.peek().is_some_and(|&(_, next)| next == '\n') => {}
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
    fn nothing_orders_the_keeper_of_the_log() {
        for (attack, shown) in [
            ("##[error]x", "#\u{266f}[error]x"),
            (
                "a ##vso[task.setvariable variable=x]y",
                "a #\u{266f}vso[task.setvariable variable=x]y",
            ),
            ("###VSO[x]", "##\u{266f}VSO[x]"),
            ("##teamcity[x]", "#\u{266f}teamcity[x]"),
            ("::error::x", ":\u{2236}error::x"),
            ("x\n ::stop-commands::y", "x  :\u{2236}stop-commands::y"),
        ] {
            assert_eq!(line(attack, 100, true), shown);
        }
        assert_eq!(line("::error::x ##[y", 100, false), ":?error::x #?[y");
        for text in ["## Heading", "fe80::1", "::1", "std::io", "a#b"] {
            assert_eq!(line(text, 100, true), text);
        }
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
