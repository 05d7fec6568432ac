//! Running text of Markdown: emphasis, links, breaks, and tags within it.

use super::super::block::{Remark, RemarkKind};
use super::super::rich::{LinkTarget, MarkKind, Rich, RichBuilder};
use super::Located;
use crate::text::Span;
use pulldown_cmark::{Event, LinkType, Tag, TagEnd};
use std::collections::BTreeMap;
use std::ops::Range;

/// Marks and links that are open at a time; a browser would show more of them, no reader.
const MAX_OPEN: usize = 64;

/// The treatment of the line breaks of a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Breaks {
    /// Spaces, as a browser shows them.
    Joined,
    /// Line breaks.
    Kept,
    /// Each line is a text of its own.
    Split,
}

/// Reads running text; knows the addresses that are defined elsewhere on the page.
#[derive(Debug)]
pub(super) struct Inlines<'a> {
    text: &'a str,
    definitions: BTreeMap<String, Range<usize>>,
    /// Comments, without their marks.
    pub(super) comments: Vec<Span>,
    /// Problems with the markup.
    pub(super) remarks: Vec<Remark>,
}

/// The lines of a text.
#[derive(Debug)]
pub(super) struct Texts {
    /// One, unless breaks split it.
    pub(super) lines: Vec<Rich>,
}

impl Texts {
    /// The only line.
    pub(super) fn join(self) -> Rich {
        self.lines.into_iter().next().unwrap_or_default()
    }
}

/// True for an event of running text.
pub(super) fn is_inline(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => matches!(
            tag,
            Tag::Emphasis
                | Tag::Strong
                | Tag::Strikethrough
                | Tag::Superscript
                | Tag::Subscript
                | Tag::Link { .. }
                | Tag::Image { .. }
        ),
        Event::End(tag) => matches!(
            tag,
            TagEnd::Emphasis
                | TagEnd::Strong
                | TagEnd::Strikethrough
                | TagEnd::Superscript
                | TagEnd::Subscript
                | TagEnd::Link
                | TagEnd::Image
        ),
        Event::Html(_) | Event::Rule => false,
        _ => true,
    }
}

/// A mark or link that is open where a line is split.
#[derive(Clone, Debug)]
enum Open {
    Mark(MarkKind),
    Link(LinkTarget),
}

/// A text that is being read.
struct Pass<'a, 'b> {
    inlines: &'b mut Inlines<'a>,
    builder: RichBuilder,
    open: Vec<Open>,
    lines: Vec<Rich>,
    breaks: Breaks,
    /// Images count if there is nothing else.
    has_images: bool,
    images: usize,
    /// The tag that hides what follows, and how many of its kind are open.
    hidden: Option<(String, usize, Span)>,
    hides: bool,
    /// True the second time.
    is_again: bool,
}

impl<'a> Inlines<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let (definitions, comments, remarks) = Default::default();
        Self { text, definitions, comments, remarks }
    }

    /// Notes where an address is defined.
    pub(super) fn define(&mut self, label: &str, span: Range<usize>) {
        self.definitions.insert(label.to_lowercase(), span);
    }

    /// The words of each line, to see what kind of lines they are.
    pub(super) fn line_texts(&self, events: &[Located<'_>]) -> Vec<String> {
        let mut lines = vec![String::new()];
        for (event, _) in events {
            match event {
                Event::Text(text) | Event::Code(text) => {
                    if let Some(line) = lines.last_mut() {
                        line.push_str(text);
                    }
                }
                Event::InlineHtml(tag) if is_break(tag) => lines.push(String::new()),
                Event::SoftBreak | Event::HardBreak => lines.push(String::new()),
                _ => {}
            }
        }
        lines.retain(|line| !line.trim().is_empty());
        if lines.is_empty() && !events.is_empty() {
            lines.push(String::new());
        }
        lines
    }

    /// Reads running text.
    pub(super) fn read(&mut self, events: &[Located<'_>], breaks: Breaks) -> Texts {
        let (lines, unclosed, images) = self.pass(events, breaks, false, true, false);
        let is_empty = lines.iter().all(Rich::is_empty);
        if let Some(span) = unclosed {
            self.remarks.push(Remark { span, kind: RemarkKind::Unclosed });
            return Texts { lines: self.pass(events, breaks, false, false, true).0 };
        }
        if is_empty && images {
            return Texts { lines: self.pass(events, breaks, true, true, true).0 };
        }
        Texts { lines }
    }

    fn pass(
        &mut self,
        events: &[Located<'_>],
        breaks: Breaks,
        has_images: bool,
        hides: bool,
        is_again: bool,
    ) -> (Vec<Rich>, Option<Span>, bool) {
        let mut pass = Pass {
            inlines: self,
            builder: RichBuilder::default(),
            open: Vec::new(),
            lines: Vec::new(),
            breaks,
            has_images,
            images: 0,
            hidden: None,
            hides,
            is_again,
        };
        let mut images = false;
        for (event, range) in events {
            images |= matches!(event, Event::Start(Tag::Image { .. }));
            pass.event(event, range.clone());
        }
        let mut lines = pass.lines;
        lines.push(pass.builder.finish());
        (lines, pass.hidden.map(|(_, _, span)| span), images)
    }

    fn target(&self, kind: LinkType, address: &str, id: &str, range: &Range<usize>) -> LinkTarget {
        let span = Span::new(range.start, range.end);
        let defined = self.definitions.get(&id.to_lowercase());
        let place = match kind {
            LinkType::Inline | LinkType::Autolink => Some(range),
            LinkType::Email => {
                return LinkTarget::new(&format!("mailto:{address}"), span, false);
            }
            _ => defined,
        };
        let Some(place) = place else { return LinkTarget::new(address, span, false) };
        let source = &self.text[place.clone()];
        let from = match kind {
            LinkType::Inline => source.rfind("](").map_or(0, |at| at + 2),
            LinkType::Autolink => 0,
            _ => source.find("]:").map_or(0, |at| at + 2),
        };
        match source[from..].find(address) {
            Some(at) if !address.is_empty() => {
                let start = place.start + from + at;
                LinkTarget::new(address, Span::new(start, start + address.len()), true)
            }
            _ => LinkTarget::new(address, Span::new(place.start + from, place.end), false),
        }
    }
}

impl Pass<'_, '_> {
    fn event(&mut self, event: &Event<'_>, range: Range<usize>) {
        let span = Span::new(range.start, range.end);
        match event {
            Event::Text(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.text(text, range);
            }
            Event::Code(code) => {
                let source = &self.inlines.text[range.clone()];
                match source.find(code.as_ref()) {
                    Some(at) => self.text(code, range.start + at..range.start + at + code.len()),
                    None => self.text(code, range),
                }
            }
            Event::InlineHtml(tag) => self.tag(tag, range),
            Event::SoftBreak => match self.breaks {
                Breaks::Joined => self.builder.space(span),
                Breaks::Kept => self.builder.line_break(span),
                Breaks::Split => self.split(),
            },
            Event::HardBreak => self.line_break(span),
            Event::FootnoteReference(label) => {
                self.builder.open_mark(MarkKind::Superscript);
                let start = range.start + "[^".len();
                self.text(label, start..start + label.len());
                self.builder.close_mark(MarkKind::Superscript);
            }
            Event::Start(Tag::Image { .. }) => self.images += 1,
            Event::End(TagEnd::Image) => self.images = self.images.saturating_sub(1),
            Event::Start(Tag::Link { link_type, dest_url, id, .. }) => {
                let target = self.inlines.target(*link_type, dest_url, id, &range);
                self.open(Open::Link(target));
            }
            Event::End(TagEnd::Link) => self.close_link(),
            Event::Start(tag) => {
                if let Some(kind) = mark_of(&tag.to_end()) {
                    self.open(Open::Mark(kind));
                }
            }
            Event::End(tag) => {
                if let Some(kind) = mark_of(tag) {
                    self.close_mark(kind);
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str, range: Range<usize>) {
        if (self.images > 0 && !self.has_images) || self.hidden.is_some() {
            return;
        }
        if self.inlines.text.get(range.clone()) == Some(text) {
            self.builder.text(text, range.start);
        } else {
            let end = range.end.min(self.inlines.text.len());
            self.builder.decoded(text, Span::new(range.start, end));
        }
    }

    fn line_break(&mut self, span: Span) {
        if self.breaks == Breaks::Split {
            self.split();
        } else {
            self.builder.line_break(span);
        }
    }

    /// Ends the line; what is open goes on in the next one.
    fn split(&mut self) {
        self.lines.push(std::mem::take(&mut self.builder).finish());
        for open in self.open.clone() {
            self.start(open);
        }
    }

    fn open(&mut self, open: Open) {
        if self.open.len() == MAX_OPEN {
            return;
        }
        self.open.push(open.clone());
        self.start(open);
    }

    fn start(&mut self, open: Open) {
        match open {
            Open::Mark(kind) => self.builder.open_mark(kind),
            Open::Link(target) => self.builder.open_link(target),
        }
    }

    fn close_link(&mut self) {
        let is_link = |open: &Open| matches!(open, Open::Link(_));
        if let Some(at) = self.open.iter().rposition(is_link) {
            self.open.remove(at);
            self.builder.close_link();
        }
    }

    fn close_mark(&mut self, kind: MarkKind) {
        let is_it = |open: &Open| matches!(open, Open::Mark(own) if *own == kind);
        if let Some(at) = self.open.iter().rposition(is_it) {
            self.open.remove(at);
            self.builder.close_mark(kind);
        }
    }

    /// A tag within the text.
    fn tag(&mut self, tag: &str, range: Range<usize>) {
        let span = Span::new(range.start, range.end);
        if let Some(comment) = tag.strip_prefix("<!--") {
            let start = range.start + "<!--".len();
            let comment = comment.strip_suffix("-->").unwrap_or(comment);
            if !self.is_again {
                self.inlines.comments.push(Span::new(start, start + comment.len()));
            }
            return;
        }
        let (name, is_end) = tag_name(tag);
        if let Some((hiding, open, _)) = &mut self.hidden {
            if *hiding == name {
                *open = if is_end { *open - 1 } else { *open + 1 };
                if *open == 0 {
                    self.hidden = None;
                }
            }
            return;
        }
        if !is_end && self.hides && is_hiding(tag) && !tag.ends_with("/>") {
            self.hidden = Some((name, 1, span));
            return;
        }
        if is_break(tag) {
            self.line_break(span);
            return;
        }
        if name == "a" {
            if is_end {
                self.close_link();
            } else if let Some(value) = attribute(tag, "href") {
                let own = Span::new(range.start + value.start, range.start + value.end);
                let address = tag[value].replace("&amp;", "&");
                let is_verbatim = self.inlines.text.get(own.range()) == Some(address.as_str());
                self.open(Open::Link(LinkTarget::new(&address, own, is_verbatim)));
            }
            return;
        }
        let kind = match name.as_str() {
            "b" | "strong" => MarkKind::Strong,
            "i" | "em" | "small" => MarkKind::Emphasis,
            "s" | "del" | "strike" => MarkKind::Struck,
            "sup" => MarkKind::Superscript,
            _ => return,
        };
        if is_end {
            self.close_mark(kind);
        } else {
            self.open(Open::Mark(kind));
        }
    }
}

fn mark_of(tag: &TagEnd) -> Option<MarkKind> {
    match tag {
        TagEnd::Strong => Some(MarkKind::Strong),
        TagEnd::Emphasis => Some(MarkKind::Emphasis),
        TagEnd::Strikethrough => Some(MarkKind::Struck),
        TagEnd::Superscript => Some(MarkKind::Superscript),
        _ => None,
    }
}

/// The name of a tag in lower case, and true for an end tag.
fn tag_name(tag: &str) -> (String, bool) {
    let inner = tag.trim_start_matches('<');
    let (inner, is_end) = inner.strip_prefix('/').map_or((inner, false), |inner| (inner, true));
    let end = inner.find(|char: char| !char.is_ascii_alphanumeric()).unwrap_or(inner.len());
    (inner[..end].to_ascii_lowercase(), is_end)
}

/// True for a tag that breaks the line.
fn is_break(tag: &str) -> bool {
    matches!(tag_name(tag).0.as_str(), "br" | "p" | "div" | "li" | "ul" | "ol" | "tr" | "hr")
}

/// True if a browser would not show what is in the element.
fn is_hiding(tag: &str) -> bool {
    let style = attribute(tag, "style").map(|value| tag[value].replace(' ', ""));
    attribute(tag, "hidden").is_some()
        || style.is_some_and(|style| style.to_ascii_lowercase().contains("display:none"))
}

/// The bytes of the value of an attribute; an empty range if it has none.
fn attribute(tag: &str, name: &str) -> Option<Range<usize>> {
    let bytes = tag.as_bytes();
    let mut at = tag.find(|char: char| char.is_ascii_whitespace())?;
    while at < bytes.len() {
        let is_gap = |byte: &u8| byte.is_ascii_whitespace() || *byte == b'/' || *byte == b'>';
        at += bytes[at..].iter().take_while(|byte| is_gap(byte)).count();
        let end = at + bytes[at..].iter().take_while(|it| !is_gap(it) && **it != b'=').count();
        if end == at {
            at += 1;
            continue;
        }
        let own = &bytes[at..end];
        let spaces = |from: usize| bytes[from..].iter().take_while(|it| it.is_ascii_whitespace());
        let mut next = end + spaces(end).count();
        let mut value = end..end;
        if bytes.get(next) == Some(&b'=') {
            next += 1;
            next += spaces(next).count();
            let quote = bytes.get(next).copied().filter(|byte| matches!(byte, b'"' | b'\''));
            let start = next + usize::from(quote.is_some());
            let is_end = |byte: &u8| match quote {
                Some(quote) => *byte == quote,
                None => byte.is_ascii_whitespace() || *byte == b'>',
            };
            let len = bytes[start.min(bytes.len())..].iter().take_while(|it| !is_end(it)).count();
            value = start..start + len;
            next = start + len + usize::from(quote.is_some());
        } else {
            next = end;
        }
        if own.eq_ignore_ascii_case(name.as_bytes()) {
            return Some(value);
        }
        at = next.max(at + 1);
    }
    None
}
