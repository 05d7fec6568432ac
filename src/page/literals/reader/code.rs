//! Code around the literals: words, names, strings, brackets and regular expressions.

use super::{Before, LiteralFrame, LiteralReader, MAX_RECOVERY, Mode, Root, is_word};
use crate::page::data_tree::Kind;
use crate::page::literals::strings;
use crate::text::Span;

impl LiteralReader<'_> {
    pub(super) fn expression(&mut self) {
        if matches!(self.byte(self.at), b',' | b']' | b'}' | b')') {
            if let Some(LiteralFrame::Expression { value: Some(value) }) = self.frames.pop() {
                let node = self.program.values.get_mut(value);
                node.span = Span::new(node.span.start as usize, self.last_end);
            }
            return;
        }
        self.code();
    }

    /// A word, a sign, a string, an element or a bracket of code.
    pub(super) fn code(&mut self) {
        let byte = self.byte(self.at);
        match byte {
            _ if is_word(byte) => self.word(),
            b'"' | b'\'' => self.code_string(byte),
            b'`' => {
                if self.constant_string() {
                    return;
                }
                let is_tag = self.at > 0 && is_word(self.byte(self.at - 1));
                if self.prose_mark == self.at {
                    // The second of two.
                } else if is_tag || self.is_value_place() {
                    self.frames.push(LiteralFrame::Template);
                } else {
                    let line = &self.bytes[self.at + 1..self.line_end()];
                    let next = memchr::memchr(b'`', line);
                    self.prose_mark = next.map_or(0, |next| self.at + 1 + next);
                }
                self.at += 1;
            }
            b'=' => self.equals(),
            b':' => {
                if let Before::Word(range) = &self.before {
                    if self.declared.as_ref() == Some(range) {
                        self.is_annotated = true;
                    } else {
                        self.assigned = Some(range.clone());
                    }
                }
                self.punct(1);
            }
            b';' => {
                self.forget_name();
                self.punct(1);
            }
            b'/' => self.slash(),
            b'<' if self.is_markup() => {
                self.markup_depth += 1;
                self.frames.push(LiteralFrame::Markup {
                    start: self.at,
                    depth: 0,
                    mode: Mode::Text,
                    has_block: false,
                    has_text: false,
                });
            }
            b'[' | b'{' => self.open(byte),
            b'(' => self.push_code(b')'),
            b')' | b']' | b'}' => self.close_code(byte),
            _ => {
                self.before = Before::Punct(byte);
                self.step();
                self.last_end = self.at;
            }
        }
    }

    pub(super) fn push_code(&mut self, close: u8) {
        self.frames.push(LiteralFrame::Code { close, start: self.at, has_loop: false });
        self.punct(1);
    }

    fn close_code(&mut self, byte: u8) {
        let frames = self.frames.iter().enumerate().rev().take(MAX_RECOVERY);
        let mut frames = frames.take_while(|(_, frame)| matches!(frame, LiteralFrame::Code { .. }));
        let found = frames
            .find(|(_, frame)| matches!(frame, LiteralFrame::Code { close, .. } if *close == byte));
        if let Some((at, _)) = found {
            if let LiteralFrame::Code { start, has_loop: true, .. } = self.frames[at] {
                self.program.loops.push(Span::new(start, self.at + 1));
            }
            self.frames.truncate(at);
        }
        self.punct(1);
    }

    fn word(&mut self) {
        let range = self.at..self.word_end(self.at);
        match &self.text[range.clone()] {
            "const" | "let" | "var" => {
                self.expects_name = true;
                self.forget_name();
            }
            "type" => self.is_type = !matches!(self.before, Before::Punct(b'.')),
            "export" | "function" | "class" | "import" | "interface" => {
                self.forget_name();
            }
            "enum" => {
                self.is_enum = true;
                self.expects_name = true;
            }
            "map" if matches!(self.before, Before::Punct(b'.')) && self.markup_depth > 0 => {
                self.mark_loop();
            }
            _ if self.expects_name => {
                self.expects_name = false;
                self.declared = Some(range.clone());
            }
            _ => {}
        }
        self.at = range.end;
        self.last_end = range.end;
        self.before = Before::Word(range);
    }

    fn forget_name(&mut self) {
        self.declared = None;
        self.assigned = None;
        self.is_annotated = false;
        self.is_type = false;
    }

    /// Notes that an expression in an element goes through a list.
    fn mark_loop(&mut self) {
        for at in (0..self.frames.len()).rev().take(MAX_RECOVERY) {
            if matches!(self.frames[at.saturating_sub(1)], LiteralFrame::Markup { .. })
                && let LiteralFrame::Code { has_loop, .. } = &mut self.frames[at]
            {
                *has_loop = true;
                return;
            }
        }
    }

    fn equals(&mut self) {
        if self.starts("=>") {
            self.before = Before::Arrow;
            self.at += 2;
        } else if self.starts("==") {
            self.punct(2);
        } else {
            self.assigned = match &self.before {
                Before::Word(range) if !self.is_annotated => Some(range.clone()),
                _ => self.declared.clone(),
            };
            self.is_annotated = false;
            self.punct(1);
        }
        self.last_end = self.at;
    }

    /// The end of a string in its line, or a sign that is none.
    fn code_string(&mut self, quote: u8) {
        if self.constant_string() {
            return;
        }
        let slot = usize::from(quote == b'"');
        if self.is_value_place() && self.at >= self.no_string_until[slot] {
            if let Some(end) = self.string_end(quote) {
                self.at = end;
                self.last_end = end;
                self.before = Before::Text;
                return;
            }
            self.no_string_until[slot] = self.line_end();
        }
        self.at += 1;
    }

    fn string_end(&self, quote: u8) -> Option<usize> {
        let mut at = self.at + 1;
        loop {
            match *self.bytes.get(at)? {
                byte if byte == quote => return Some(at + 1),
                b'\n' => return None,
                b'\\' => at += 2,
                _ => at += 1,
            }
        }
    }

    /// Reads `const NAME = "..."`; false if this is something else.
    fn constant_string(&mut self) -> bool {
        if !matches!(self.before, Before::Punct(b'='))
            || self.declared.is_none()
            || self.declared != self.assigned
        {
            return false;
        }
        let Some((scalar, end)) = strings::read(self.text, self.at, self.bytes.len()) else {
            return false;
        };
        let span = Span::new(self.at, end);
        let after = self.text[end..self.bytes.len()].trim_start_matches([' ', '\t']);
        if after.is_empty() || after.starts_with([';', '\n', '\r', ',']) || after.starts_with("as ")
        {
            let name = self.assigned.take();
            let value = self.program.values.add(span, Kind::Scalar(scalar));
            self.literal(name, true, value, span);
        }
        self.at = end;
        self.last_end = end;
        self.before = Before::Text;
        true
    }

    /// A comment was read before; this divides, or starts a regular expression.
    fn slash(&mut self) {
        let is_markup = matches!(self.before, Before::Punct(b'<' | b'}'));
        let may_start = self.is_value_place() && !is_markup && self.byte(self.at + 1) != b'>';
        if may_start && self.at >= self.no_regex_until {
            let mut at = self.at + 1;
            let mut is_class = false;
            loop {
                match self.byte(at) {
                    b'\n' | 0 => break self.no_regex_until = at,
                    b'\\' => at += 1,
                    b'[' => is_class = true,
                    b']' => is_class = false,
                    b'/' if !is_class => {
                        self.at = self.word_end(at + 1);
                        self.last_end = self.at;
                        self.before = Before::Text;
                        return;
                    }
                    _ => {}
                }
                at += 1;
            }
        }
        self.punct(1);
    }

    /// A bracket in code: a literal, or more code.
    fn open(&mut self, byte: u8) {
        let next = self.byte(self.peek(self.at + 1));
        let is_literal = match byte {
            b'[' => {
                self.is_value_place()
                    && !matches!(self.before, Before::Punct(b'<'))
                    && matches!(next, b'{' | b'[' | b'"' | b'\'' | b'`')
            }
            _ => {
                let is_attribute = self.at > 1
                    && self.byte(self.at - 1) == b'='
                    && is_word(self.byte(self.at - 2))
                    && self.declared != self.assigned;
                let is_place = match &self.before {
                    Before::Punct(b'=') => !is_attribute && !self.is_type,
                    Before::Punct(b'(') | Before::Brace => true,
                    Before::Word(range) => {
                        let word = &self.text[range.clone()];
                        self.is_enum || matches!(word, "return" | "default")
                    }
                    _ => false,
                };
                is_place && (is_word(next) || matches!(next, b'"' | b'\'' | b'[' | b'.'))
            }
        };
        if !is_literal || self.depth >= self.most_depth {
            self.is_type = false;
            return self.push_code(if byte == b'[' { b']' } else { b'}' });
        }
        let is_exported = matches!(&self.before, Before::Word(range)
            if &self.text[range.clone()] == "default");
        let name = if self.is_enum { self.declared.take() } else { self.assigned.take() };
        let is_module = name.as_ref().is_some_and(|name| &self.text[name.clone()] == "exports");
        let is_constant =
            is_exported || is_module || self.is_enum || (name.is_some() && name == self.declared);
        self.roots.push(Root { frames: self.frames.len(), name, is_constant });
        self.push_literal(byte);
    }

    pub(super) fn template(&mut self) {
        let rest = &self.bytes[self.at..];
        let Some(next) = memchr::memchr3(b'`', b'\\', b'$', rest) else {
            self.at = self.bytes.len();
            return;
        };
        self.at += next;
        match self.byte(self.at) {
            b'`' => {
                self.frames.pop();
                self.at += 1;
                self.last_end = self.at;
                self.before = Before::Text;
            }
            b'$' if self.starts("${") => {
                self.at += 1;
                self.push_code(b'}');
            }
            b'\\' => {
                self.step();
                self.step();
            }
            _ => self.at += 1,
        }
    }
}
