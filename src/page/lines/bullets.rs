//! Lines that start with a bullet or a number.

use super::super::block::{Content, ItemList, ListItem, RemarkKind};
use super::super::rich::RichBuilder;
use super::{LineReader, PageBudget, block, is_pair};
use crate::text::Span;
use std::iter::Peekable;

/// Bullets that are also used as dashes in a sentence.
const DASHES: &[char] = &['–', '—'];

/// Characters of a line from which on the next may go on with its sentence.
const MIN_WRAPPED: usize = 45;

/// The mark or number at the start of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bullet {
    Mark(char),
    Number(u64),
}

/// An item before it is known which list it belongs to.
struct Flat {
    indent: usize,
    bullet: Bullet,
    item: ListItem,
}

impl LineReader<'_, '_> {
    /// A list: an item, or at least two if its marks can mean something else.
    pub(super) fn list(&mut self, at: usize) -> Option<usize> {
        let (first, _) = bullet(self.text(at)?)?;
        if !matches!(first, Bullet::Mark(mark) if !DASHES.contains(&mark)) {
            let next = self.after_item(at);
            let (follower, _) = self.text(next).and_then(bullet)?;
            let is_inner = self.lines[next].indent() > self.lines[at].indent();
            let is_next = match first {
                Bullet::Mark(_) => follower == first,
                Bullet::Number(number) => follower == Bullet::Number(number + 1) || is_inner,
            };
            if !is_next {
                return None;
            }
        }
        self.end_paragraph(at);
        let mut flat: Vec<Flat> = Vec::new();
        let mut line = at;
        let mut end = at;
        while let Some((found, content)) = self.text(line).and_then(bullet) {
            if let (Bullet::Number(_), Some(last)) = (found, flat.last())
                && matches!(last.bullet, Bullet::Mark(_))
                && self.lines[line].indent() <= last.indent
            {
                break;
            }
            end = self.end_of_item(line);
            let mut builder = RichBuilder::default();
            for (index, one) in self.lines[line..end].iter().enumerate() {
                let from = if index == 0 { content } else { 0 };
                let start = one.span();
                let gap = Span { start: start.start, end: start.start };
                // A line that ends early was not wrapped.
                let is_own = index > 0
                    && self.lines[line + index - 1].text().chars().nth(MIN_WRAPPED).is_none()
                    && one.text().trim_start().starts_with(char::is_uppercase);
                if index > 0 && (is_own || is_pair(one.text())) {
                    builder.line_break(gap);
                } else if index > 0 {
                    builder.space(gap);
                }
                builder.rich(&one.part(from..one.text().len()));
            }
            let span = self.span(line..end);
            let indent = self.lines[line].indent();
            let item = ListItem { span, is_shown: true, text: builder.finish(), inner: Vec::new() };
            flat.push(Flat { indent, bullet: found, item });
            line = self.next_shown(end);
        }
        let span = self.span(at..end);
        let list = nest(&mut flat.into_iter().peekable(), 0, self.budget);
        self.push(span, Content::List(list));
        Some(end)
    }

    /// The line after an item and its continuation.
    fn end_of_item(&self, at: usize) -> usize {
        let indent = self.lines[at].indent();
        let goes_on = |text: &str, own: usize| {
            let starts_low = text.trim_start().chars().next().is_some_and(char::is_lowercase);
            bullet(text).is_none() && (own > indent || starts_low)
        };
        let more = self.lines[at + 1..].iter();
        let more = more.take_while(|line| !line.is_blank() && goes_on(line.text(), line.indent()));
        at + 1 + more.count()
    }

    fn after_item(&self, at: usize) -> usize {
        self.next_shown(self.end_of_item(at))
    }
}

/// Builds a list of the items that stand as far in as the first, and those further in.
fn nest(
    items: &mut Peekable<std::vec::IntoIter<Flat>>,
    depth: usize,
    budget: &mut PageBudget,
) -> ItemList {
    let mut list = ItemList::default();
    let indent = items.peek().map_or(0, |first| first.indent);
    while let Some(next) = items.peek() {
        if next.indent > indent + 1 && !list.items.is_empty() {
            if depth < budget.limits.depth {
                let inner = nest(items, depth + 1, budget);
                let (first, last) = (inner.items.first(), inner.items.last());
                if let (Some(first), Some(last), Some(outer)) = (first, last, list.items.last_mut())
                {
                    let span = Span { start: first.span.start, end: last.span.end };
                    outer.span.end = span.end;
                    if budget.take_block(span) {
                        outer.inner.push(block(span, Content::List(inner)));
                    }
                }
                continue;
            }
            budget.remark(RemarkKind::TooDeep, next.item.span);
            while items.next_if(|one| one.indent > indent + 1).is_some() {}
            continue;
        }
        if depth > 0 && next.indent < indent {
            break;
        }
        if let Some(flat) = items.next() {
            if let (Bullet::Number(number), true) = (flat.bullet, list.items.is_empty()) {
                list.start = Some(number);
            }
            list.items.push(flat.item);
        }
    }
    list
}

/// The bullet of a line, and where its text starts.
fn bullet(line: &str) -> Option<(Bullet, usize)> {
    let rest = line.trim_start();
    let start = line.len() - rest.len();
    let first = rest.chars().next()?;
    let after = |len: usize| {
        let text = rest.get(len..)?;
        let is_apart = text.starts_with(char::is_whitespace) && !text.trim().is_empty();
        is_apart.then_some(start + len)
    };
    if "•◦▪‣●○■·∙*-–—".contains(first) {
        let len = first.len_utf8();
        // Pasted bullets often lose the space behind them.
        let is_round = "•◦▪‣●○■".contains(first) && !rest[len..].trim().is_empty();
        let at = if is_round { Some(start + len) } else { after(len) };
        return at.map(|at| (Bullet::Mark(first), at));
    }
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 || digits > 3 || !rest[digits..].starts_with(['.', ')']) {
        return None;
    }
    let number = rest[..digits].parse().ok()?;
    after(digits + 1).map(|at| (Bullet::Number(number), at))
}

/// True if a line starts with a bullet or a number.
pub(in super::super) fn is_bullet(line: &str) -> bool {
    bullet(line).is_some()
}
