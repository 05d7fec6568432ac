//! Text for people: wrapped to the terminal, and harmless whatever file it comes from.

use crate::output::paint::{Style, paint};
use crate::output::{OutputOptions, sanitize, width};
use std::fmt::Write as _;

/// Prose is no wider than this.
const PROSE: usize = 88;
/// Characters of a line that are shown.
const LINE: usize = 10_000;
/// A column that leaves less than this for the text is no column any more.
const NARROW: usize = 24;

/// A text that is put together line by line.
pub struct Page {
    text: String,
    color: bool,
    unicode: bool,
    width: usize,
}

impl Page {
    /// An empty page for a terminal.
    #[must_use]
    pub fn new(looks: &OutputOptions) -> Self {
        let OutputOptions { color, unicode, width, .. } = *looks;
        Self { text: String::new(), color, unicode, width: width.min(PROSE) }
    }

    /// The text as it is printed.
    #[must_use]
    pub fn finish(self) -> String {
        self.text
    }

    /// Starts a paragraph.
    pub fn gap(&mut self) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
    }

    /// Adds a heading, with a remark beside it, in a paragraph of its own.
    pub fn heading(&mut self, title: &str, remark: &str) {
        self.gap();
        let (title, remark) = (self.clean(title), self.clean(remark));
        let _ = write!(self.text, "{}", paint(title, Style::Bold, self.color));
        if !remark.is_empty() {
            let _ = write!(self.text, " {}", paint(remark, Style::Dim, self.color));
        }
        self.text.push('\n');
    }

    /// Adds a text behind what stands before its first line and before the others.
    pub fn prose(&mut self, body: &str, first: &str, rest: &str) {
        self.wrapped(body, first, rest, None);
    }

    /// Adds a text that matters less.
    pub fn remark(&mut self, body: &str) {
        self.wrapped(body, "", "", Some(Style::Dim));
    }

    /// Adds a text beside a name in a column, or below it where that leaves no room.
    pub fn entry(&mut self, name: &str, column: usize, body: &str) {
        let name = self.clean(name);
        if column + NARROW > self.width {
            let _ = writeln!(self.text, "{name}");
            self.prose(body, "    ", "    ");
            return;
        }
        self.prose(body, &format!("{name:column$}"), &" ".repeat(column));
    }

    /// Adds lines as they are, indented; of what is to be copied only prose in comments is
    /// broken.
    pub fn block(&mut self, body: &str, margin: &str) {
        for line in body.trim_end().lines() {
            let comment = line.trim_start().strip_prefix("# ");
            let is_prose = |text: &&str| !text.contains("subprocessor-lint:");
            if let Some(text) = comment.filter(is_prose) {
                let indent = &line[..line.len() - line.trim_start().len()];
                let start = format!("{margin}{indent}# ");
                self.prose(text, &start, &start);
                continue;
            }
            // A line of an example is more than blanks between words.
            let line = sanitize::line(line, LINE, self.unicode);
            let _ = writeln!(self.text, "{}", format!("{margin}{line}").trim_end());
        }
    }

    fn wrapped(&mut self, body: &str, first: &str, rest: &str, style: Option<Style>) {
        let body = body.split_whitespace().collect::<Vec<_>>().join(" ");
        let body = self.clean(&body);
        let lines = width::wrap(&body, width::of(first), width::of(rest), self.width);
        for (index, line) in lines.iter().enumerate() {
            let before = if index == 0 { first } else { rest };
            let line = style
                .map_or_else(|| line.clone(), |style| paint(line, style, self.color).to_string());
            let _ = writeln!(self.text, "{before}{line}");
        }
    }

    fn clean(&self, text: &str) -> String {
        sanitize::line(text, LINE, self.unicode).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(width: usize) -> Page {
        Page::new(&OutputOptions { width, ..OutputOptions::default() })
    }

    #[test]
    fn nothing_is_wider_than_the_terminal() {
        for width in [40, 60, 80] {
            let mut page = page(width);
            page.heading("Title", "(remark)");
            page.prose(&"word ".repeat(40), "  - ", "    ");
            page.entry("name", 20, &"word ".repeat(40));
            page.remark(&"word ".repeat(40));
            let text = page.finish();
            assert!(text.lines().all(|line| line.len() <= width), "{text}");
        }
    }

    #[test]
    fn what_files_say_does_nothing_to_the_terminal() {
        let attack = "\u{1b}[31mred\u{202e} ##vso[x] ::error::y";
        let mut page = page(80);
        page.heading(attack, attack);
        page.prose(attack, "", "");
        page.entry(attack, 10, attack);
        page.block(attack, "  ");
        let text = page.finish();
        for sign in ["\u{1b}", "\u{202e}", "##vso[", " ::error::"] {
            assert!(!text.contains(sign), "{text}");
        }
    }
}
