//! Lists and mappings with their keys and values.

use super::{Before, LiteralFrame, LiteralReader, MapState, is_word};
use crate::page::block::RemarkKind;
use crate::page::data_tree::{Kind, ValueId};
use crate::page::literals::{ReadProgram, strings};
use crate::text::Span;

impl LiteralReader<'_> {
    /// Starts a list or mapping, which is a value of the one around it if there is one.
    pub(super) fn push_literal(&mut self, byte: u8) {
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

    pub(super) fn list(&mut self, is_after: bool) {
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

    pub(super) fn map(&mut self) {
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

    /// Reads the text after a value: more of it, or its type.
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
    pub(super) fn close(&mut self, is_closed: bool) {
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

fn node_end(program: &mut ReadProgram<'_>, value: ValueId, start: usize, end: usize) {
    program.values.get_mut(value).span = Span::new(start, end);
}
