//! The pieces of a page, and what makes a text of a stranger harmless in it.

use std::borrow::Cow;
use std::fmt::Write as _;

/// A text that is only text in HTML, in an element as in an attribute.
#[must_use]
pub fn escape(text: &str) -> Cow<'_, str> {
    let is_plain = |c: char| !matches!(c, '<' | '>' | '&' | '"' | '\'' | '`');
    if text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '`' => out.push_str("&#96;"),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// Starts a table that scrolls when the window is narrow. Each column has a title and a class.
pub fn table_start(out: &mut String, label: &str, caption: &str, columns: &[(&str, &str)]) {
    let label = escape(label);
    let caption = escape(caption);
    write!(
        out,
        "<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"{label}\">\n<table>\n\
         <caption>{caption}</caption>\n<thead><tr>"
    )
    .expect("internal: writing to a String cannot fail");
    for (title, class) in columns {
        let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
        write!(out, "<th scope=\"col\"{class}>{title}</th>")
            .expect("internal: writing to a String cannot fail");
    }
    out.push_str("</tr></thead>\n<tbody>\n");
}

/// Ends a table.
pub fn table_end(out: &mut String) {
    out.push_str("</tbody>\n</table>\n</div>\n");
}

/// A bar whose length is a share of the longest. The number beside it says the same.
#[must_use]
pub fn bar(n: usize, most: usize) -> String {
    // Tenths of a percent, in whole numbers: the same on every machine.
    let share = (n.saturating_mul(1000) / most.max(1)).max(usize::from(n > 0));
    format!(
        "<svg class=\"bar\" viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\" \
         aria-hidden=\"true\"><rect width=\"{share}\" height=\"10\"></rect></svg>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_becomes_markup() {
        let attack = "</td><script>alert('1')</script>\"onload=`x`&amp;";
        let text = escape(attack);
        assert!(!text.contains(['<', '>', '"', '\'', '`']), "{text}");
        assert_eq!(escape("plain"), "plain");
    }

    #[test]
    fn the_longest_bar_is_whole() {
        assert!(bar(5, 5).contains("width=\"1000\""));
        assert!(bar(1, 1_000_000).contains("width=\"1\""));
        assert!(bar(0, 0).contains("width=\"0\""));
    }
}
