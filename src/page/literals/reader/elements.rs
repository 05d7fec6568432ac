//! Elements in a program: `<table className="...">`, with code in their braces.

use super::{Before, LiteralFrame, LiteralReader, Mode, is_word};

/// Elements that are never closed in HTML.
const VOID: [&str; 12] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"];

impl LiteralReader<'_> {
    /// True if an element starts here: `<table className=`, `<>`.
    pub(super) fn is_markup(&self) -> bool {
        let is_place = match &self.before {
            Before::Markup => true,
            // After a statement, and after the fence of a template.
            Before::Punct(b'}' | b')' | b';') => self.is_line_start(),
            _ => self.is_value_place(),
        };
        if !self.reads_markup || !is_place {
            return false;
        }
        let name = self.word_end(self.at + 1);
        let after = self.byte(name);
        if name == self.at + 1 {
            return after == b'>';
        }
        let rest = &self.bytes[name.min(self.bytes.len())..];
        self.byte(self.at + 1).is_ascii_alphabetic()
            && (after.is_ascii_whitespace() || matches!(after, b'>' | b'/' | b'.' | b'-' | b':'))
            && !rest.starts_with(b" extends ")
    }

    fn is_line_start(&self) -> bool {
        let line = self.bytes[..self.at].iter().rev().take_while(|byte| **byte != b'\n');
        line.take(200).all(u8::is_ascii_whitespace)
    }

    pub(super) fn markup(&mut self, mode: Mode) {
        match mode {
            Mode::Text => self.markup_text(),
            Mode::Open { is_void } => self.markup_tag(is_void),
            Mode::Close => {
                let rest = &self.bytes[self.at..];
                self.at += memchr::memchr(b'>', rest).map_or(rest.len(), |end| end + 1);
                self.set_markup(-1, Mode::Text);
            }
        }
    }

    /// Changes the nesting of the element; its end is the end of the frame.
    fn set_markup(&mut self, by: isize, next: Mode) {
        let Some(LiteralFrame::Markup { start, depth, mode, has_block, has_text }) =
            self.frames.last_mut()
        else {
            return;
        };
        *depth = depth.saturating_add_signed(by);
        *mode = next;
        if *depth == 0 && by < 0 {
            if *has_block && *has_text {
                self.program.markup.push(*start..self.at);
            }
            self.frames.pop();
            self.markup_depth -= 1;
            self.before = Before::Markup;
            self.last_end = self.at;
        }
    }

    fn markup_text(&mut self) {
        let rest = &self.bytes[self.at..];
        let len = memchr::memchr2(b'<', b'{', rest).unwrap_or(rest.len());
        if let Some(LiteralFrame::Markup { has_text, .. }) = self.frames.last_mut() {
            *has_text |= rest[..len].iter().any(|byte| is_word(*byte));
        }
        self.at += len;
        if self.starts("<!--") && self.trivia() {
            return;
        }
        if self.starts("{") {
            self.assigned = None;
            self.push_code(b'}');
        } else if self.starts("</") {
            self.set_markup(0, Mode::Close);
        } else if self.starts("<") {
            let end = self.word_end(self.at + 1);
            let name = &self.text[self.at + 1..end];
            if name.is_empty() && self.byte(end) != b'>' {
                self.at += 1;
                return;
            }
            let is_block = matches!(name, "table" | "ul" | "ol" | "dl" | "p" | "section")
                || matches!(name.as_bytes(), [b'h', b'1'..=b'6']);
            if let Some(LiteralFrame::Markup { has_block, .. }) = self.frames.last_mut() {
                *has_block |= is_block;
            }
            self.at = end;
            self.set_markup(1, Mode::Open { is_void: VOID.contains(&name) });
        }
    }

    fn markup_tag(&mut self, is_void: bool) {
        let byte = self.byte(self.at);
        match byte {
            b'>' => {
                self.at += 1;
                self.set_markup(if is_void { -1 } else { 0 }, Mode::Text);
            }
            b'/' if self.starts("/>") => {
                self.at += 2;
                self.set_markup(-1, Mode::Text);
            }
            b'"' | b'\'' => {
                let rest = &self.bytes[self.at + 1..];
                self.at += 1 + memchr::memchr(byte, rest).map_or(0, |end| end + 1);
            }
            b'{' => {
                self.push_code(b'}');
                self.before = Before::Brace;
            }
            _ if is_word(byte) => {
                let range = self.at..self.word_end(self.at);
                self.at = range.end;
                self.assigned = (self.byte(self.at) == b'=').then_some(range);
            }
            _ => self.step(),
        }
    }
}
