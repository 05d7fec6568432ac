//! Goes through a program once, without recursion: code, elements and literals are frames
//! of one stack.

use super::{Literal, Program, strings};
use crate::page::block::{PageLimits, Remark, RemarkKind};
use crate::page::values::{DataScalar, Kind, ValueId};
use crate::text::Span;
use std::ops::Range;

/// Words that are followed by a value.
const BEFORE_VALUE: [&str; 12] = [
    "return", "default", "case", "typeof", "in", "of", "from", "import", "await", "yield", "else",
    "new",
];

/// Elements that are never closed in HTML.
const VOID: [&str; 12] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"];

/// Brackets below the innermost one that a stray closing bracket may close.
const MAX_RECOVERY: usize = 8;

/// Where the reader is.
#[derive(Debug)]
enum LiteralFrame {
    /// Code up to a closing bracket; at the top up to the end.
    Code { close: u8, start: usize, has_loop: bool },
    /// An expression in a literal, up to its comma or its bracket.
    Expression { value: Option<ValueId> },
    /// `[...]` with values.
    List { value: ValueId, is_after: bool },
    /// `{...}` with keys.
    Map { value: ValueId, state: MapState, is_enum: bool },
    /// A string with `${...}` in it.
    Template,
    /// An element.
    Markup { start: usize, depth: usize, mode: Mode, has_block: bool, has_text: bool },
}

/// What comes next in a mapping.
#[derive(Debug)]
enum MapState {
    Key,
    Value(DataScalar),
    After,
}

/// What comes next in an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Text,
    Open { is_void: bool },
    Close,
}

/// What stands before.
#[derive(Clone, Debug)]
enum Before {
    Start,
    Punct(u8),
    Arrow,
    Word(Range<usize>),
    Text,
    Markup,
    /// The brace of an attribute.
    Brace,
}

/// A literal that is not a part of another one, while it is read.
#[derive(Debug)]
struct Root {
    frames: usize,
    name: Option<Range<usize>>,
    is_constant: bool,
}

pub(super) struct LiteralReader<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    program: Program<'t>,
    frames: Vec<LiteralFrame>,
    roots: Vec<Root>,
    before: Before,
    /// The end of the last word or sign that is no comment.
    last_end: usize,
    /// The name after `const`, until its statement ends.
    declared: Option<Range<usize>>,
    expects_name: bool,
    /// True between the colon of its type and its value.
    is_annotated: bool,
    /// What the next value is given to.
    assigned: Option<Range<usize>>,
    is_type: bool,
    is_enum: bool,
    reads_markup: bool,
    depth: usize,
    most_depth: usize,
    markup_depth: usize,
    is_too_deep: bool,
    has_comment_end: bool,
    /// Offsets before which a string or an expression between slashes does not end.
    no_string_until: [usize; 2],
    no_regex_until: usize,
    /// The offset of the mark that ends a quotation of code in prose.
    prose_mark: usize,
}

impl<'t> LiteralReader<'t> {
    pub(super) fn new(
        text: &'t str,
        range: Range<usize>,
        limits: &PageLimits,
        reads_markup: bool,
    ) -> Self {
        Self {
            text,
            bytes: &text.as_bytes()[..range.end],
            at: range.start,
            program: Program::default(),
            frames: vec![LiteralFrame::Code { close: 0, start: range.start, has_loop: false }],
            roots: Vec::new(),
            before: Before::Start,
            last_end: range.start,
            declared: None,
            expects_name: false,
            is_annotated: false,
            assigned: None,
            is_type: false,
            is_enum: false,
            reads_markup,
            depth: 0,
            most_depth: limits.depth,
            markup_depth: 0,
            is_too_deep: false,
            has_comment_end: true,
            no_string_until: [0; 2],
            no_regex_until: 0,
            prose_mark: 0,
        }
    }

    /// Reads to the end. Nothing if an element is never closed.
    pub(super) fn read(mut self) -> Option<Program<'t>> {
        while self.at < self.bytes.len() {
            let is_text = matches!(
                self.frames.last(),
                Some(LiteralFrame::Template | LiteralFrame::Markup { .. })
            );
            if !is_text && self.trivia() {
                continue;
            }
            match self.frames.last() {
                Some(LiteralFrame::Template) => self.template(),
                Some(LiteralFrame::Markup { mode, .. }) => self.markup(*mode),
                Some(LiteralFrame::Code { .. }) | None => self.code(),
                Some(LiteralFrame::Expression { .. }) => self.expression(),
                Some(LiteralFrame::List { is_after, .. }) => self.list(*is_after),
                Some(LiteralFrame::Map { .. }) => self.map(),
            }
        }
        let is_markup = |frame: &LiteralFrame| matches!(frame, LiteralFrame::Markup { .. });
        if self.frames.iter().any(is_markup) {
            return None;
        }
        while let Some(frame) = self.frames.last() {
            match frame {
                LiteralFrame::List { .. } | LiteralFrame::Map { .. } => self.close(false),
                _ => drop(self.frames.pop()),
            }
        }
        Some(self.program)
    }

    fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(0)
    }

    fn starts(&self, start: &str) -> bool {
        self.bytes[self.at..].starts_with(start.as_bytes())
    }

    fn remark(&mut self, span: Span, kind: RemarkKind) {
        self.program.remarks.push(Remark { span, kind });
    }

    /// Goes on by a character.
    fn step(&mut self) {
        self.at += 1;
        while self.at < self.bytes.len() && !self.text.is_char_boundary(self.at) {
            self.at += 1;
        }
    }

    fn punct(&mut self, len: usize) {
        self.before = Before::Punct(self.byte(self.at));
        self.at += len;
        self.last_end = self.at;
    }

    /// Skips white space or one comment; false if there is none.
    fn trivia(&mut self) -> bool {
        let byte = self.byte(self.at);
        if byte.is_ascii_whitespace() {
            self.at += 1;
            return true;
        }
        if byte != b'/' && byte != b'<' {
            return false;
        }
        let (open, close) = if self.starts("/*") {
            (2, "*/")
        } else if self.starts("<!--") {
            (4, "-->")
        } else if self.starts("//") && (self.at == 0 || self.byte(self.at - 1) != b':') {
            let start = self.at + 2;
            let end = memchr::memchr2(b'\n', b'\r', &self.bytes[start..]);
            self.at = end.map_or(self.bytes.len(), |end| start + end);
            self.comment(start, self.at);
            return true;
        } else {
            return false;
        };
        let start = self.at + open;
        let end = self.has_comment_end.then(|| self.text[start..self.bytes.len()].find(close));
        if let Some(end) = end.flatten() {
            self.at = start + end + close.len();
            self.comment(start, start + end);
            return true;
        }
        if self.has_comment_end {
            self.has_comment_end = false;
            self.remark(Span::new(self.at, start), RemarkKind::Unclosed);
        }
        false
    }

    fn comment(&mut self, start: usize, end: usize) {
        let text = &self.text[start..end];
        let trimmed = text.trim_start_matches(['*', '/', '!']).trim();
        let start = start + (trimmed.as_ptr() as usize - text.as_ptr() as usize);
        if !trimmed.is_empty() {
            self.program.comments.push(Span::new(start, start + trimmed.len()));
        }
    }

    /// The offset of what follows white space and comments.
    fn peek(&self, mut at: usize) -> usize {
        loop {
            while self.byte(at).is_ascii_whitespace() {
                at += 1;
            }
            let rest = &self.bytes[at.min(self.bytes.len())..];
            if rest.starts_with(b"//") {
                at += memchr::memchr(b'\n', rest).unwrap_or(rest.len());
            } else if rest.starts_with(b"/*") && self.has_comment_end {
                let Some(end) = self.text[at..self.bytes.len()].find("*/") else { return at };
                at += end + 2;
            } else {
                return at;
            }
        }
    }

    fn word_end(&self, mut at: usize) -> usize {
        while is_word(self.byte(at)) {
            at += 1;
        }
        at
    }

    /// True if a value may start here.
    fn is_value_place(&self) -> bool {
        match &self.before {
            Before::Start | Before::Arrow | Before::Brace => true,
            Before::Punct(byte) => !matches!(byte, b')' | b']' | b'}'),
            Before::Word(range) => BEFORE_VALUE.contains(&&self.text[range.clone()]),
            Before::Text | Before::Markup => false,
        }
    }

    fn expression(&mut self) {
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
    fn code(&mut self) {
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

    fn push_code(&mut self, close: u8) {
        self.frames.push(LiteralFrame::Code { close, start: self.at, has_loop: false });
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

    fn line_end(&self) -> usize {
        let end = memchr::memchr(b'\n', &self.bytes[self.at..]);
        end.map_or(self.bytes.len(), |end| self.at + end)
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

    fn literal(
        &mut self,
        name: Option<Range<usize>>,
        is_constant: bool,
        value: ValueId,
        span: Span,
    ) {
        let name = name.map(|name| strings::verbatim_scalar(self.text, name.start, name.end));
        let name = name.filter(|name| !matches!(&*name.text, "exports" | "module" | "default"));
        self.program.literals.push(Literal { name, is_constant, value, span });
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

    /// True if an element starts here: `<table className=`, `<>`.
    fn is_markup(&self) -> bool {
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

    /// Starts a list or mapping, which is a value of the one around it if there is one.
    fn push_literal(&mut self, byte: u8) {
        let span = Span::new(self.at, self.at + 1);
        let kind = if byte == b'[' { Kind::List(Vec::new()) } else { Kind::Map(Vec::new()) };
        let value = self.program.values.add(span, kind);
        if self.roots.last().is_none_or(|root| root.frames != self.frames.len()) {
            self.put(value);
        }
        let is_enum = std::mem::take(&mut self.is_enum);
        self.frames.push(if byte == b'[' {
            LiteralFrame::List { value, is_after: false }
        } else {
            LiteralFrame::Map { value, state: MapState::Key, is_enum }
        });
        self.depth += 1;
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

    fn template(&mut self) {
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

    fn markup(&mut self, mode: Mode) {
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

    fn list(&mut self, is_after: bool) {
        match self.byte(self.at) {
            b']' => self.close(true),
            b'}' | b')' => self.close(false),
            b',' => {
                if let Some(LiteralFrame::List { is_after, .. }) = self.frames.last_mut() {
                    *is_after = false;
                }
                self.punct(1);
            }
            _ if is_after => self.after_value(),
            _ => self.value(),
        }
    }

    fn map(&mut self) {
        let byte = self.byte(self.at);
        let Some(LiteralFrame::Map { state, .. }) = self.frames.last_mut() else { return };
        match byte {
            b'}' => return self.close(true),
            b']' | b')' => return self.close(false),
            b',' | b';' => {
                *state = MapState::Key;
                return self.punct(1);
            }
            _ => {}
        }
        match state {
            MapState::Key => self.key(),
            MapState::Value(_) => self.value(),
            MapState::After => self.after_value(),
        }
    }

    /// Reads a key. What has none is no mapping, or computed.
    fn key(&mut self) {
        let byte = self.byte(self.at);
        let start = self.at;
        let key = match byte {
            b'"' | b'\'' => strings::read(self.text, start, self.bytes.len()),
            _ if is_word(byte) => {
                let end = self.word_end(start);
                Some((strings::verbatim_scalar(self.text, start, end), end))
            }
            _ => None,
        };
        let Some((key, end)) = key else { return self.no_key() };
        let next = self.peek(end);
        let is_enum = matches!(self.frames.last(), Some(LiteralFrame::Map { is_enum: true, .. }));
        match self.byte(next) {
            b':' => {}
            b'=' if is_enum => {}
            b',' | b'}' => {
                // The name is that of a constant, too.
                self.set_state(MapState::Value(key));
                return self.value();
            }
            _ => return self.no_key(),
        }
        self.assigned = Some(start..end);
        self.at = end;
        while self.at < next && self.trivia() {}
        self.punct(1);
        self.set_state(MapState::Value(key));
    }

    fn set_state(&mut self, next: MapState) {
        if let Some(LiteralFrame::Map { state, .. }) = self.frames.last_mut() {
            *state = next;
        }
    }

    fn no_key(&mut self) {
        let is_root = self.roots.last().is_some_and(|root| root.frames + 1 == self.frames.len());
        let Some(LiteralFrame::Map { value, .. }) = self.frames.last() else { return };
        let is_empty = matches!(&self.program.values.get(*value).kind, Kind::Map(entries) if entries.is_empty());
        if is_root && is_empty && !self.starts("...") && self.byte(self.at) != b'[' {
            // A block of statements.
            let start = self.program.values.get(*value).span.start as usize;
            self.frames.pop();
            self.roots.pop();
            self.depth -= 1;
            self.frames.push(LiteralFrame::Code { close: b'}', start, has_loop: false });
            return;
        }
        self.set_state(MapState::After);
        self.skip(None);
    }

    /// Skips an expression up to its comma or the bracket around it.
    fn skip(&mut self, value: Option<ValueId>) {
        self.frames.push(LiteralFrame::Expression { value });
    }

    /// Gives a value to the list or the key that it stands under.
    fn put(&mut self, id: ValueId) {
        match self.frames.last_mut() {
            Some(LiteralFrame::List { value, is_after }) => {
                *is_after = true;
                if let Kind::List(items) = &mut self.program.values.get_mut(*value).kind {
                    items.push(id);
                }
            }
            Some(LiteralFrame::Map { value, state, .. }) => {
                let MapState::Value(key) = std::mem::replace(state, MapState::After) else {
                    return;
                };
                if let Kind::Map(entries) = &mut self.program.values.get_mut(*value).kind {
                    entries.push((key, id));
                }
            }
            _ => {}
        }
    }

    fn put_new(&mut self, start: usize, end: usize, kind: Kind) -> ValueId {
        let value = self.program.values.add(Span::new(start, end), kind);
        self.put(value);
        self.at = end;
        self.last_end = end;
        self.before = Before::Text;
        value
    }

    fn value(&mut self) {
        let (start, byte) = (self.at, self.byte(self.at));
        match byte {
            b'"' | b'\'' | b'`' => match strings::read(self.text, start, self.bytes.len()) {
                Some((scalar, end)) => {
                    self.put_new(start, end, Kind::Scalar(scalar));
                }
                None => {
                    if byte != b'`' {
                        self.remark(Span::new(start, start + 1), RemarkKind::Unclosed);
                    }
                    self.computed();
                }
            },
            b'[' | b'{' => {
                if self.depth < self.most_depth {
                    return self.push_literal(byte);
                }
                if !self.is_too_deep {
                    self.is_too_deep = true;
                    self.remark(Span::new(start, start + 1), RemarkKind::TooDeep);
                }
                self.computed();
            }
            b'.' if self.starts("...") => {
                match self.frames.last_mut() {
                    Some(LiteralFrame::List { is_after, .. }) => *is_after = true,
                    _ => self.set_state(MapState::After),
                }
                self.at += 3;
                self.before = Before::Punct(b'.');
                self.skip(None);
            }
            b'-' | b'0'..=b'9' => {
                let digits = start + usize::from(byte == b'-');
                let mut end = digits;
                while self.byte(end).is_ascii_alphanumeric()
                    || matches!(self.byte(end), b'.' | b'_')
                {
                    end += 1;
                }
                if end == digits {
                    return self.computed();
                }
                let scalar = strings::verbatim_scalar(self.text, start, end);
                self.put_new(start, end, Kind::Scalar(scalar));
            }
            _ if is_word(byte) => self.named(start),
            _ => self.computed(),
        }
    }

    /// A word in the place of a value: `true`, `null`, the name of a constant.
    fn named(&mut self, start: usize) {
        let mut end = self.word_end(start);
        match &self.text[start..end] {
            "true" | "false" => {
                let scalar = strings::verbatim_scalar(self.text, start, end);
                self.put_new(start, end, Kind::Scalar(scalar));
            }
            "null" | "undefined" => {
                self.put_new(start, end, Kind::Null);
            }
            "new" | "function" | "async" | "await" | "typeof" | "class" => self.computed(),
            _ => {
                let mut path = vec![&self.text[start..end]];
                while self.byte(end) == b'.' && is_word(self.byte(end + 1)) && path.len() < 8 {
                    let member = end + 1;
                    end = self.word_end(member);
                    path.push(&self.text[member..end]);
                }
                let value = self.put_new(start, end, Kind::Computed);
                self.before = Before::Word(start..end);
                self.program.refs.push((value, path));
            }
        }
    }

    fn computed(&mut self) {
        let start = self.at;
        let value = self.program.values.add(Span::new(start, start), Kind::Computed);
        self.put(value);
        self.before = Before::Punct(b':');
        self.skip(Some(value));
    }

    /// What follows a value: more of it, or what is said about its type.
    fn after_value(&mut self) {
        let last = match self.frames.last() {
            Some(LiteralFrame::List { value, .. }) => {
                self.program.values.items(*value).last().copied()
            }
            Some(LiteralFrame::Map { value, .. }) => {
                self.program.values.entries(*value).last().map(|(_, value)| *value)
            }
            _ => None,
        };
        let end = self.word_end(self.at);
        let is_type = matches!(&self.text[self.at..end], "as" | "satisfies");
        let Some(last) = last.filter(|_| !is_type && self.byte(self.at) != b'!') else {
            return self.skip(None);
        };
        let node = self.program.values.get(last);
        let start = node.span.start as usize;
        if self.byte(self.at) == b'+'
            && let Kind::Scalar(_) = node.kind
        {
            let next = self.peek(self.at + 1);
            if matches!(self.byte(next), b'"' | b'\'' | b'`')
                && let Some((more, end)) = strings::read(self.text, next, self.bytes.len())
            {
                self.at += 1;
                while self.at < next && self.trivia() {}
                self.at = end;
                self.last_end = end;
                let node = self.program.values.get_mut(last);
                node.span = Span::new(start, end);
                if let Kind::Scalar(scalar) = &mut node.kind {
                    strings::join(scalar, &more);
                }
                return;
            }
        }
        if self.program.refs.last().is_some_and(|(value, _)| *value == last) {
            self.program.refs.pop();
        }
        if matches!(node.kind, Kind::List(_) | Kind::Map(_)) {
            return self.skip(None);
        }
        self.program.values.get_mut(last).kind = Kind::Computed;
        self.skip(Some(last));
    }

    /// Ends a list or mapping. Where its bracket is missing, that is a remark.
    fn close(&mut self, is_closed: bool) {
        let Some(LiteralFrame::List { value, .. } | LiteralFrame::Map { value, .. }) =
            self.frames.pop()
        else {
            return;
        };
        self.depth -= 1;
        let node = self.program.values.get_mut(value);
        let start = node.span.start as usize;
        if is_closed {
            self.punct(1);
            node_end(&mut self.program, value, start, self.at);
        } else {
            node_end(&mut self.program, value, start, self.last_end.max(start + 1));
            self.remark(Span::new(start, start + 1), RemarkKind::Unclosed);
        }
        if let Some(root) = self.roots.pop_if(|root| root.frames == self.frames.len()) {
            let span = self.program.values.get(value).span;
            self.literal(root.name, root.is_constant, value, span);
        }
    }
}

fn node_end(program: &mut Program<'_>, value: ValueId, start: usize, end: usize) {
    program.values.get_mut(value).span = Span::new(start, end);
}

/// A byte of a word: letters of all scripts, digits, `_` and `$`.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80 || matches!(byte, b'_' | b'$')
}
