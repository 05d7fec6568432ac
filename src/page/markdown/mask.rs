//! Parts of a page that are no Markdown: front matter, the modules and components of MDX,
//! the directives of templates. They are read here and blanked before the rest is read, so
//! that all offsets stay.

use super::super::block::{Block, Content, PageLimits, RemarkKind};
use super::super::lines::{PageBudget, block};
use super::super::rich::Rich;
use super::front_matter;
use super::modules::{ComponentRecords, literals};
use crate::text::Span;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

/// Bytes of a directive of a template.
const MAX_DIRECTIVE: usize = 2_000;

/// The marks around directives of Liquid, Hugo, Jinja, Handlebars and ERB.
const DIRECTIVES: &[(&str, &str)] = &[("{{", "}}"), ("{%", "%}"), ("<%", "%>")];

/// A page without what is no Markdown.
#[derive(Debug)]
pub(super) struct Masked<'a> {
    /// The text, as long as before.
    pub(super) text: Cow<'a, str>,
    /// The title that the front matter states.
    pub(super) title: Option<Rich>,
    /// The blocks that were read: the front matter, lists in components.
    pub(super) blocks: Vec<Block>,
    /// Comments, without their marks.
    pub(super) comments: Vec<Span>,
    /// True if there are components of MDX.
    pub(super) has_components: bool,
}

/// True if the text has directives of a template or modules.
pub(super) fn has_templates(text: &str) -> bool {
    DIRECTIVES.iter().any(|(open, _)| text.contains(open))
        || text.lines().any(|line| is_module(line) || component(line).is_some())
}

/// Reads and blanks what is no Markdown.
pub(super) fn mask<'a>(text: &'a str, limits: &PageLimits, budget: &mut PageBudget) -> Masked<'a> {
    let mut masker = Masker {
        text,
        limits,
        budget,
        ranges: Vec::new(),
        blocks: Vec::new(),
        components: ComponentRecords::default(),
        has_components: false,
        comments: Vec::new(),
        last_template: None,
        is_unclosed: false,
        none_before: [0; DIRECTIVES.len()],
    };
    let mut title = None;
    let mut start = 0;
    if let Some(found) = front_matter::read(text) {
        start = found.end;
        title = found.title;
        masker.comments.extend(found.comments);
        if !found.pairs.is_empty() {
            let span = Span::new(0, found.end);
            masker.blocks.push(block(span, Content::Pairs(found.pairs)));
        }
        masker.ranges.push(0..found.end);
    }
    masker.lines(start);
    masker.components.finish(&mut masker.blocks);
    let Masker { ranges, blocks, comments, has_components, .. } = masker;
    let text =
        if ranges.is_empty() { Cow::Borrowed(text) } else { Cow::Owned(blank(text, &ranges)) };
    Masked { text, title, blocks, comments, has_components }
}

/// The text with spaces for all that is in the ranges but the ends of lines. Spaces as long
/// as the characters, so that no offset of a character is lost.
fn blank(text: &str, ranges: &[Range<usize>]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for range in ranges {
        out.push_str(&text[from..range.start.max(from)]);
        for char in text[range.start.max(from)..range.end.max(from)].chars() {
            match char.len_utf8() {
                1 if matches!(char, '\n' | '\r') => out.push(char),
                1 => out.push(' '),
                2 => out.push('\u{a0}'),
                3 => out.push('\u{3000}'),
                _ => out.push_str("\u{a0}\u{a0}"),
            }
        }
        from = range.end.max(from);
    }
    out.push_str(&text[from..]);
    out
}

struct Masker<'a, 'b> {
    text: &'a str,
    limits: &'b PageLimits,
    budget: &'b mut PageBudget,
    /// The ranges to blank, in order.
    ranges: Vec<Range<usize>>,
    blocks: Vec<Block>,
    /// Components that may be vendors.
    components: ComponentRecords,
    has_components: bool,
    comments: Vec<Span>,
    /// The remark about a template in the same line.
    last_template: Option<(usize, usize)>,
    /// True once a bracket was not closed: from there on lines end statements.
    is_unclosed: bool,
    /// Up to where the closing mark of a directive is not to be found.
    none_before: [usize; DIRECTIVES.len()],
}

impl Masker<'_, '_> {
    fn lines(&mut self, start: usize) {
        let mut at = start;
        let mut fence: Option<&str> = None;
        while at < self.text.len() {
            let end = self.text[at..].find('\n').map_or(self.text.len(), |end| at + end + 1);
            let line = &self.text[at..end];
            let shown = line.trim_start();
            let from = end - shown.len();
            let mark = ["```", "~~~"].into_iter().find(|mark| shown.starts_with(mark));
            if fence.is_some() || mark.is_some() {
                fence = match fence {
                    Some(open) if mark == Some(open) => None,
                    Some(open) => Some(open),
                    None => mark,
                };
                at = end;
                continue;
            }
            // A note that stands apart, as of a wiki, is a part of the page like the others.
            let is_note = matches!(shown.trim_end(), "<aside>" | "</aside>");
            if is_note || shown.starts_with(":::") {
                self.ranges.push(from..end);
                at = end;
                continue;
            }
            let region = if is_module(line) {
                Some(self.module(at, end))
            } else if let Some(name) = component(shown) {
                self.component(from, name)
            } else if is_expression(shown) {
                self.expression(from)
            } else {
                None
            };
            at = match region {
                Some(region) => region.max(at + 1),
                None => self.directives(at, end),
            };
        }
    }

    /// `import` and `export`, to the end of the statement.
    fn module(&mut self, at: usize, line_end: usize) -> usize {
        let end = self.balanced(at, |text, end| text[end..].starts_with('\n')).unwrap_or(line_end);
        let source = &self.text[at..end];
        self.ranges.push(at..end);
        if source.starts_with("export") && source.contains('[') {
            self.filled(at..end);
        }
        end
    }

    /// The tag of a component.
    fn component(&mut self, at: usize, name: &str) -> Option<usize> {
        let end = self.balanced(at + 1, |text, end| text[end..].starts_with('>'))? + 1;
        let tag = &self.text[at..end];
        self.ranges.push(at..end);
        self.has_components = true;
        if !tag.starts_with("</") && self.components.add(self.text, at..end, name, &mut self.blocks)
        {
            // One that is no vendor may be filled by a program.
            self.budget.remark(RemarkKind::Template, Span::new(at, end));
            return Some(end);
        }
        // What goes around text does not fill anything.
        if tag.ends_with("/>")
            || tag.contains("={[")
            || tag.contains("={{")
            || tag.contains(".map(")
        {
            self.filled(at..end);
        }
        Some(end)
    }

    /// An expression between braces.
    fn expression(&mut self, at: usize) -> Option<usize> {
        let text = self.text;
        let end = if text[at..].starts_with("{/*") {
            let close = at + text[at..].find("*/}")?;
            self.comments.push(Span::new(at + "{/*".len(), close));
            close + "*/}".len()
        } else {
            let end = self.balanced(at + 1, |text, end| text[end..].starts_with('}'))? + 1;
            self.filled(at..end);
            end
        };
        self.ranges.push(at..end);
        Some(end)
    }

    /// Blanks the directives of a line, and returns where to go on.
    fn directives(&mut self, at: usize, line_end: usize) -> usize {
        let mut from = at;
        while let Some(open) = self.text[from..line_end].find(['{', '<']) {
            let start = from + open;
            let kind = DIRECTIVES.iter().position(|(open, _)| self.text[start..].starts_with(open));
            let Some(kind) = kind else {
                from = self.text_literal(start, line_end).unwrap_or(start + 1);
                continue;
            };
            let (open, close) = DIRECTIVES[kind];
            let inner = start + open.len();
            let mut most = (inner + MAX_DIRECTIVE).min(self.text.len());
            while !self.text.is_char_boundary(most) {
                most -= 1;
            }
            let end = (most > self.none_before[kind])
                .then(|| self.text[inner..most].find(close))
                .flatten();
            let Some(end) = end else {
                self.none_before[kind] = self.none_before[kind].max(most);
                from = inner;
                continue;
            };
            let end = inner + end + close.len();
            self.ranges.push(start..end);
            self.template(start..end, at);
            if end >= line_end {
                return end;
            }
            from = end;
        }
        line_end
    }

    /// Blanks the marks around a text that MDX has between braces, `{`e-mails`}`, and returns its end.
    fn text_literal(&mut self, at: usize, line_end: usize) -> Option<usize> {
        let inner = self.text[at..line_end].strip_prefix('{')?;
        let quote = inner.chars().next().filter(|quote| matches!(quote, '`' | '"' | '\''))?;
        let end = at + 2 + inner[1..].find(quote)?;
        let is_text = self.text[end + 1..].starts_with('}') && !self.text[at..end].contains("${");
        is_text.then(|| {
            self.ranges.extend([at..at + 2, end..end + 2]);
            end + 2
        })
    }

    /// Remarks a directive, one for each line.
    fn template(&mut self, range: Range<usize>, line: usize) {
        let span = Span::new(range.start, range.end);
        match self.last_template {
            Some((last, index)) if last == line => self.budget.remarks[index].span.end = span.end,
            _ => {
                self.last_template = Some((line, self.budget.remarks.len()));
                self.budget.remark(RemarkKind::Template, span);
            }
        }
    }

    /// Reads the lists that a statement or a component holds, or remarks that a program
    /// fills it.
    fn filled(&mut self, range: Range<usize>) {
        match literals(self.text, range.clone(), self.limits) {
            Some(blocks) => self.blocks.extend(blocks),
            None => self.budget.remark(RemarkKind::Template, Span::new(range.start, range.end)),
        }
    }

    /// The first place from an offset on, outside of brackets and quotation marks, where
    /// something ends.
    fn balanced(&mut self, at: usize, is_end: impl Fn(&str, usize) -> bool) -> Option<usize> {
        if self.is_unclosed {
            return None;
        }
        let bytes = self.text.as_bytes();
        let mut open = 0_usize;
        let mut quote: Option<u8> = None;
        let mut from = at;
        while from < bytes.len() {
            let byte = bytes[from];
            if let Some(mark) = quote {
                match byte {
                    b'\\' => from += 1,
                    b'\n' if mark != b'`' => quote = None,
                    _ if byte == mark => quote = None,
                    _ => {}
                }
            } else if open == 0 && self.text.is_char_boundary(from) && is_end(self.text, from) {
                return Some(from);
            } else {
                match byte {
                    b'"' | b'\'' | b'`' => quote = Some(byte),
                    b'{' | b'[' | b'(' => open += 1,
                    b'}' | b']' | b')' => open = open.saturating_sub(1),
                    _ => {}
                }
            }
            from += 1;
        }
        if open == 0 && quote.is_none() && is_end("\n", 0) {
            return Some(bytes.len());
        }
        self.is_unclosed = true;
        self.budget.remark(RemarkKind::Unclosed, Span::new(at, at));
        None
    }
}

/// True for a line that starts an `import` or `export` of a program.
fn is_module(line: &str) -> bool {
    let export = ["const ", "default ", "function ", "let ", "var ", "async ", "{", "*"];
    if let Some(rest) = line.strip_prefix("export ") {
        return export.iter().any(|word| rest.starts_with(word));
    }
    line.strip_prefix("import ").is_some_and(|rest| {
        rest.starts_with(['{', '*', '"', '\''])
            || rest.contains(" from '")
            || rest.contains(" from \"")
    })
}

/// The name of the component whose tag starts a line.
fn component(line: &str) -> Option<&str> {
    let rest = line.trim_start().strip_prefix('<')?;
    let rest = rest.strip_prefix('/').unwrap_or(rest);
    let end = rest.find(|char: char| !char.is_ascii_alphanumeric() && char != '.');
    let name = &rest[..end.unwrap_or(rest.len())];
    let is_upper = name.starts_with(|char: char| char.is_ascii_uppercase());
    // HTML in capitals is older than components.
    let has_lower = name.contains(|char: char| char.is_ascii_lowercase());
    let is_address = rest[name.len()..].starts_with([':', '@']);
    (is_upper && has_lower && !is_address).then_some(name)
}

/// True for a line that starts with an expression of MDX.
fn is_expression(line: &str) -> bool {
    let Some(rest) = line.strip_prefix('{') else { return false };
    rest.starts_with("/*")
        || (rest.starts_with(|char: char| char.is_ascii_alphabetic())
            && rest.contains(['.', '(', '}']))
}

/// Ends of the elements of HTML that may hold empty lines.
#[derive(Debug)]
pub(super) struct HtmlElements {
    /// The end by the start, and true if all that is inside belongs to HTML.
    ends: BTreeMap<usize, (usize, bool)>,
    /// Starts of the lines after an empty one that do not start with a tag.
    texts: Vec<usize>,
}

impl HtmlElements {
    /// Elements that hold no Markdown.
    const CLOSED: &[&str] = &["table", "ul", "ol", "dl", "select", "svg"];
    const OPEN: &[&str] = &[
        "div", "section", "article", "details", "main", "figure", "center", "nav", "header",
        "footer", "aside", "p", "template", "dialog",
    ];

    /// Finds the elements of a text.
    pub(super) fn find(text: &str) -> Self {
        let mut open: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        let mut ends = BTreeMap::new();
        for (at, _) in text.match_indices('<') {
            let rest = &text[at + 1..];
            let (rest, is_end) = rest.strip_prefix('/').map_or((rest, false), |rest| (rest, true));
            let len = rest.bytes().take(10).take_while(u8::is_ascii_alphanumeric).count();
            let own = rest[..len].to_ascii_lowercase();
            let all = Self::CLOSED.iter().chain(Self::OPEN);
            let Some(name) = all.copied().find(|name| *name == own) else { continue };
            if !is_end {
                open.entry(name).or_default().push(at);
            } else if let Some(start) = open.get_mut(name).and_then(Vec::pop) {
                let tail = &rest[len..];
                let gap = tail.len() - tail.trim_start_matches([' ', '\t']).len();
                let end = text.len() - tail.len() + gap;
                let end = end + usize::from(text[end..].starts_with('>'));
                ends.insert(start, (end, Self::CLOSED.contains(&name)));
            }
        }
        let mut texts = Vec::new();
        if !ends.is_empty() {
            let mut at = 0;
            let mut is_after_blank = false;
            for line in text.split_inclusive('\n') {
                let shown = line.trim();
                if is_after_blank && !shown.is_empty() && !shown.starts_with('<') {
                    texts.push(at);
                }
                is_after_blank = shown.is_empty();
                at += line.len();
            }
        }
        Self { ends, texts }
    }

    /// The end of the element that starts at an offset, if what follows an offset inside of
    /// it is HTML too.
    pub(super) fn end(&self, start: usize, from: usize) -> Option<usize> {
        let (end, is_closed) = *self.ends.get(&start)?;
        let text = self.texts.get(self.texts.partition_point(|text| *text < from));
        (is_closed || text.is_none_or(|text| *text >= end)).then_some(end)
    }
}
