//! Titles of text without markup.

use super::super::block::Content;
use super::bullets::is_bullet;
use super::pairs::is_pair;
use super::pipes::is_pipe_row;
use super::{LineReader, Whose};

/// Characters and words of a title.
const MAX_TITLE: (usize, usize) = (80, 10);
/// Characters from which a line is running text.
const LONG: usize = 80;
/// So many titles after each other are the cells of a table.
const MAX_RUN: usize = 6;

impl LineReader<'_, '_> {
    /// Short lines on their own, or above running text.
    pub(super) fn titles(&mut self, at: usize) -> Option<usize> {
        if is_numbered_title(self.text(at)?) && self.lines.get(at + 1).is_some() {
            return Some(self.title(at));
        }
        if self.is_above_text(at) {
            return Some(self.title(at));
        }
        if self.whose == Whose::Marked || self.paragraph.is_some() || !self.is_apart(at) {
            return None;
        }
        let mut run = 1;
        let mut next = self.next_shown(at + 1);
        while next < self.lines.len() && self.is_apart(next) && run <= MAX_RUN {
            run += 1;
            next = self.next_shown(next + 1);
        }
        if run < MAX_RUN {
            return Some(self.title(at));
        }
        // All of the run at once: none of them is a title.
        let mut line = at;
        let mut end = at + 1;
        while line < self.lines.len() && self.is_apart(line) {
            self.paragraph = Some(line);
            self.end_paragraph(line + 1);
            end = line + 1;
            line = self.next_shown(end);
        }
        Some(end)
    }

    fn title(&mut self, at: usize) -> usize {
        self.end_paragraph(at);
        let line = &self.lines[at];
        let text = line.whole();
        let numbers = text.text().split(|char: char| char != '.' && !char.is_ascii_digit());
        let depth =
            numbers.take(1).flat_map(|number| number.split('.')).filter(|it| !it.is_empty());
        let is_first = self.whose == Whose::Plain && at == self.first;
        let level = if is_first { 1 } else { (depth.count() + 1).clamp(2, 6) };
        let level = u8::try_from(level).unwrap_or(6);
        let span = line.span();
        self.push(span, Content::Heading { level, text });
        at + 1
    }

    /// True for a title with running text right below.
    fn is_above_text(&self, at: usize) -> bool {
        let is_long = |text: &str| text.chars().nth(LONG).is_some() && !is_pipe_row(text);
        let before = at.checked_sub(1).and_then(|before| self.text(before)).map(str::trim);
        let is_start = self.paragraph.is_none()
            || before.is_none_or(|text| is_long(text) || text.ends_with(['.', ':', '!', '?']));
        let text = self.text(at).map_or("", str::trim);
        is_start && is_title(text) && self.text(at + 1).is_some_and(is_long)
    }

    /// True for a title with nothing around it, or with a list or a table below.
    fn is_apart(&self, at: usize) -> bool {
        let Some(next) = self.text(at + 1) else { return false };
        let is_structure = is_bullet(next) || is_pipe_row(next) || next.trim().contains('\t');
        is_title(self.text(at).map_or("", str::trim))
            && (next.trim().is_empty() || is_structure)
            && self.next_shown(at + 1) < self.lines.len()
    }
}

/// True for a short line that is no sentence.
fn is_title(text: &str) -> bool {
    let starts = text.chars().find(|char| char.is_alphanumeric());
    text.chars().nth(MAX_TITLE.0).is_none()
        && text.split_whitespace().nth(MAX_TITLE.1).is_none()
        && starts.is_some_and(|first| !first.is_lowercase())
        && text.contains(char::is_alphabetic)
        && !text.ends_with(['.', ';', ',', ':', '!', '|', '。'])
        && !text.starts_with(['(', '[', '|', '"', '“'])
        && !text.contains(['@', '\t'])
        && !text.contains("://")
        && !text.contains("  ")
        && !is_pair(text)
        && (!is_bullet(text) || is_numbered_title(text))
}

/// True for a title such as `2. Changes`.
pub(super) fn is_numbered_title(line: &str) -> bool {
    let text = line.trim();
    let digits = text.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
    let rest = text[digits..].strip_prefix(')').unwrap_or(&text[digits..]);
    (1..=6).contains(&digits)
        && text.as_bytes()[0] != b'.'
        && (text[..digits].contains('.') || rest.len() < text[digits..].len())
        && rest.starts_with(' ')
        && rest.trim_start().chars().next().is_some_and(char::is_uppercase)
        && rest.chars().nth(MAX_TITLE.0).is_none()
        && rest.split_whitespace().nth(MAX_TITLE.1).is_none()
        && !rest.ends_with(['.', ';', ',', ':'])
}
