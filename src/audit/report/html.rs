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

/// A number with a comma between thousands.
#[must_use]
pub fn number(n: usize) -> String {
    let digits = n.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number with its noun: `1 file`, `2,000 files`.
#[must_use]
pub fn numbered(n: usize, noun: &str) -> String {
    format!("{} {noun}{}", number(n), if n == 1 { "" } else { "s" })
}

/// A cell with a share of `all` in percent, and a bar that is as long as `n` is beside the
/// `most` of its table.
#[must_use]
pub fn share(n: usize, all: usize, most: usize) -> String {
    // Tenths of a percent, in whole numbers: the same on every machine.
    let tenths = |of: usize| (n.saturating_mul(2000) / of.max(1)).div_ceil(2);
    let percent = match tenths(all) {
        0 if n > 0 => "&lt;0.1".to_owned(),
        tenths => format!("{}.{}", tenths / 10, tenths % 10),
    };
    let length = tenths(most).max(usize::from(n > 0));
    format!(
        "<td class=\"share\"><span>{percent}%</span><svg class=\"bar\" viewBox=\"0 0 1000 10\" \
         preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect width=\"{length}\" \
         height=\"10\"></rect></svg></td>"
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
    fn a_share_is_one_of_all_and_its_bar_one_of_the_most() {
        let share = |n, all, most| {
            let cell = share(n, all, most);
            let between = |start: &str, end: &str| {
                cell.split_once(start).unwrap().1.split_once(end).unwrap().0.to_owned()
            };
            (between("<span>", "</span>"), between("rect width=\"", "\""))
        };
        let of = |percent: &str, width: &str| (percent.to_owned(), width.to_owned());
        assert_eq!(share(5, 10, 5), of("50.0%", "1000"));
        assert_eq!(share(1, 1_000_000, 1_000_000), of("&lt;0.1%", "1"));
        assert_eq!(share(0, 0, 0), of("0.0%", "0"));
        assert_eq!(share(2, 3, 3), of("66.7%", "667"));
    }

    #[test]
    fn thousands_are_told_apart() {
        let all = [0, 12, 999, 1_000, 1_777_080].map(number);
        assert_eq!(all, ["0", "12", "999", "1,000", "1,777,080"]);
        assert_eq!((numbered(1, "file"), numbered(0, "file")), ("1 file".into(), "0 files".into()));
    }
}
