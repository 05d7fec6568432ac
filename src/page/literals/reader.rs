//! Goes through a program once, without recursion: code, elements and literals are frames
//! of one stack.

mod code;
mod data;
mod elements;

use super::{NamedLiteral, ReadProgram, strings};
use crate::page::block::{PageLimits, Remark, RemarkKind};
use crate::page::data_tree::{DataScalar, ValueId};
use crate::text::Span;
use std::ops::Range;

/// Words that are followed by a value.
const BEFORE_VALUE: [&str; 12] = [
    "return", "default", "case", "typeof", "in", "of", "from", "import", "await", "yield", "else",
    "new",
];

/// Brackets below the innermost one that a stray closing bracket may close.
const MAX_RECOVERY: usize = 8;

/// The construct that the reader is in.
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

/// The part of a mapping that comes next.
#[derive(Debug)]
enum MapState {
    Key,
    Value(DataScalar),
    After,
}

/// The part of an element that comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Text,
    Open { is_void: bool },
    Close,
}

/// The token before the offset of the reader.
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
    program: ReadProgram<'t>,
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
    /// The name that the next value is assigned to.
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
            program: ReadProgram::default(),
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
    pub(super) fn read(mut self) -> Option<ReadProgram<'t>> {
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

    fn line_end(&self) -> usize {
        let end = memchr::memchr(b'\n', &self.bytes[self.at..]);
        end.map_or(self.bytes.len(), |end| self.at + end)
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
        self.program.literals.push(NamedLiteral { name, is_constant, value, span });
    }
}

/// A byte of a word: letters of all scripts, digits, `_` and `$`.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80 || matches!(byte, b'_' | b'$')
}
