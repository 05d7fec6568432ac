//! Headings with what is said about a vendor below them, cards, and lists of terms.

use super::bullets::{is_field_line, line_cells};
use super::labels::{cells_of_lines, common_labels};
use super::{ListFinder, PartStanding};
use crate::facts::page_words::{self, PageUses};
use crate::page::block::{Block, Cell, Content, PageTable, Pair, Row};
use crate::page::columns::{self, Column};
use crate::page::entry::{self, CellLabel, LabelledCell, is_place, labelled};
use crate::page::list::{PageValue, PageVendor, UnreadKind};
use crate::page::mapping::mapped_heading;
use crate::page::name_cell;
use crate::page::rich::{MarkKind, Rich};
use crate::text::Span;
use crate::values::entity_name::{EntityName, Parties, parties};
use std::collections::BTreeSet;
use std::slice;

/// The content below a heading, as cells.
pub(super) struct Body {
    pub(super) cells: Vec<LabelledCell>,
    /// Cells under labels that are fields.
    labelled: usize,
    /// Blocks that make it up.
    blocks: usize,
    /// True if something else stands there as well, such as a table.
    has_more: bool,
}

/// The signs that a heading with what stands below it is a vendor.
#[derive(Clone, Copy)]
pub(super) struct SectionSigns {
    /// It may be the name of a vendor.
    is_named: bool,
    /// Fields of a vendor stand below it.
    has_fields: bool,
    /// It is surely about a vendor.
    is_sure: bool,
    /// The text below starts with it.
    is_repeated: bool,
    /// A few short texts stand below it.
    is_short: bool,
    /// A place is one of a few short texts below it.
    is_placed: bool,
}

impl SectionSigns {
    fn of(text: &Rich, body: &Body) -> Self {
        let is_named = is_named(text);
        let is_whole = is_named && !body.has_more;
        let is_vendor = is_whole && is_vendor_heading(text);
        // An address alone is that of the publisher, below a heading such as `Help`.
        let is_contact = |cell: &&LabelledCell| {
            matches!(cell.label, CellLabel::Field("contact" | "dpo" | "notes"))
        };
        let own = body.cells.iter().filter(is_contact).count();
        let is_repeated = || {
            let name = heading_name(text).1.text().to_lowercase();
            let first = body.cells.first().map(|cell| cell.text.text().to_lowercase());
            first.is_some_and(|first| first.starts_with(&name))
        };
        Self {
            is_named,
            has_fields: is_whole && body.labelled > 0 && (body.labelled > own || is_vendor),
            is_sure: is_vendor,
            is_repeated: is_whole && is_repeated(),
            is_short: is_whole && !body.cells.is_empty() && is_short(body),
            is_placed: is_whole && is_placed(text, body),
        }
    }
}

/// True if a heading may be the name of a vendor.
fn is_named(heading: &Rich) -> bool {
    let uses = page_words::uses(heading.text());
    let other = PageUses::OTHER_PARTS.or(PageUses::CHANGES).or(PageUses::COOKIES);
    let (category, name) = heading_name(heading);
    // `Payments – still to be chosen (planned)` names nobody.
    let is_open = category.is_some()
        && name.text().starts_with(char::is_lowercase)
        && !name_cell::is_spelled_as_name(name.text());
    mapped_heading(heading.text()).is_none()
        && !uses.has(other)
        && !uses.has(PageUses::SUBPROCESSORS)
        && !is_open
        && name_cell::may_be_name(name.text())
}

/// Bytes that are looked at to find headings that name vendors: each of them may start a list,
/// and all that follows tells.
pub(super) fn most_bytes(blocks: &[Block]) -> usize {
    let end = blocks.last().map_or(0, |block| block.span.end) as usize;
    24 * end + (1 << 20)
}

impl ListFinder {
    /// Reads headings of one level that each name a vendor, from the first of them on, and says
    /// how many blocks they take.
    pub(super) fn sections(&mut self, blocks: &[Block], at: usize) -> usize {
        let Content::Heading { level, text } = &blocks[at].content else { return 0 };
        if self.section_bytes == 0 || matches!(self.standing(), PartStanding::LeftOut(_)) {
            return 0;
        }
        let Some(bodies) = siblings(blocks, at, *level) else { return 0 };
        let end = bodies.last().map_or(0, |(_, span, _)| span.end);
        let looked_at = end.saturating_sub(blocks[at].span.start) as usize;
        self.section_bytes = self.section_bytes.saturating_sub(looked_at);
        let told: Vec<SectionSigns> = bodies
            .iter()
            .map(|(text, _, body)| {
                let signs = self.section_signs.entry(text.span().start);
                *signs.or_insert_with(|| SectionSigns::of(text, body))
            })
            .collect();
        let count = |sign: fn(&SectionSigns) -> bool| told.iter().filter(|told| sign(told)).count();
        let (with_fields, sure) = (count(|told| told.has_fields), count(|told| told.is_sure));
        let (repeats, short) = (count(|told| told.is_repeated), count(|told| told.is_short));
        let placed = count(|told| told.is_placed);
        let is_list = (with_fields * 2 >= bodies.len()
            && with_fields > 0
            && (with_fields > 1
                || self.is_about_vendors()
                || bodies.iter().any(|(_, _, body)| body.labelled > 1)))
            || (self.is_about_vendors()
                && bodies.len() > 1
                && (sure > 1 && sure * 2 >= bodies.len()
                    || placed > 1 && placed * 3 >= bodies.len() * 2
                    || repeats > 0 && short * 2 >= bodies.len()));
        if !is_list {
            return 0;
        }
        // What stands below the last vendor is about the page again.
        let is_vendor = |body: &Body, told: &SectionSigns| {
            told.is_named && !body.has_more && (body.labelled > 0 || is_short(body))
        };
        let vendors = bodies.iter().zip(&told);
        let last = vendors.rev().find(|((_, _, body), told)| is_vendor(body, told));
        let end = last.map_or(blocks[at].span.end, |((_, span, _), _)| span.end);
        let span = Span { end, ..blocks[at].span };
        let list = self.start(span, text.span(), "sections");
        let mut read = 0;
        for ((text, span, body), told) in bodies.iter().zip(&told) {
            read += 1 + body.blocks;
            if is_vendor(body, told) {
                self.section(list, *span, text, &body.cells);
            } else {
                let from = at + read - 1 - body.blocks;
                self.heading(*level, text);
                self.walk(&blocks[from + 1..from + 1 + body.blocks]);
            }
        }
        read
    }

    pub(super) fn section(
        &mut self,
        list: usize,
        span: Span,
        heading: &Rich,
        cells: &[LabelledCell],
    ) {
        let (category, name) = heading_name(heading);
        let mut vendor = PageVendor { span, list, ..PageVendor::default() };
        let mut notes = name_cell::read(&name, &mut vendor);
        if let Some(category) = category {
            vendor.add("category", PageValue::part(&category, 0..category.text().len()));
        }
        notes.extend(entry::read(&entry::with_purpose(cells), &mut vendor));
        // `Analytics – Larch`, with nothing below it that says more.
        let has_more = vendor.get("purpose").or(vendor.get("services")).is_some();
        if let Some(category) = vendor.get("category").filter(|_| !has_more).cloned() {
            vendor.add("purpose", category.inherited());
        }
        self.add_vendor(vendor, notes, None);
    }

    /// A paragraph that is a name in bold, and what is said about it in the next block; says how many
    /// blocks these are.
    pub(super) fn bold_name(&mut self, blocks: &[Block], at: usize) -> usize {
        let (Content::Paragraph(name), Some(next)) = (&blocks[at].content, blocks.get(at + 1))
        else {
            return 0;
        };
        let is_name = !name.text().contains('\n')
            && name.is_all(MarkKind::Strong)
            && name_cell::may_be_name(name.text());
        let is_open = matches!(self.standing(), PartStanding::Listed) && self.is_about_vendors();
        if !is_name || !is_open || !next.is_shown {
            return 0;
        }
        let below = match &next.content {
            Content::Cards(cards) if cards.len() == 1 => cards[0].as_slice(),
            Content::Paragraph(_) | Content::List(_) | Content::Pairs(_) => slice::from_ref(next),
            _ => return 0,
        };
        let body = body_of(below, &BTreeSet::new());
        if body.has_more || body.labelled == 0 || body.labelled * 2 < body.cells.len() {
            return 0;
        }
        let span = Span { end: next.span.end, ..blocks[at].span };
        let list = self.start(span, name.span(), "lines");
        self.section(list, span, name, &body.cells);
        2
    }

    /// A paragraph that names a vendor, followed by what is said about it.
    pub(super) fn labelled_blocks(&mut self, blocks: &[Block], at: usize) {
        let Content::Paragraph(text) = &blocks[at].content else { return };
        let lines = text.lines();
        if self.joined_lines(&lines, blocks[at].span) {
            return;
        }
        if lines.len() < 2 || matches!(self.standing(), PartStanding::LeftOut(_)) {
            return;
        }
        // `1. Name: Acme`, and what an annex to a contract asks for in the lines below.
        let named = labelled(&without_number(&lines[0]))
            .filter(|(label, value)| {
                columns::whole(label.text()) == Some("name") && !value.is_empty()
            })
            .filter(|_| lines[1..].iter().any(is_field_line));
        if let Some((_, name)) = named {
            let list = self.start(blocks[at].span, name.span(), "lines");
            let cells: Vec<LabelledCell> = lines[1..].iter().flat_map(line_cells).collect();
            self.section(list, blocks[at].span, &name, &cells);
            return;
        }
        let pairs: Option<Vec<Pair>> = lines
            .iter()
            .map(|line| {
                let (term, text) = labelled(line).filter(|(_, text)| !text.is_empty())?;
                Some(Pair { term, text, inner: Vec::new() })
            })
            .collect();
        if pairs.is_some_and(|pairs| self.vendors_by_work(&pairs, blocks[at].span)) {
            return;
        }
        // `Name`, then `Key: value` in the lines below it.
        let fields = lines[1..].iter().filter(|line| is_field_line(line)).count();
        let is_vendor = fields * 2 >= lines.len() - 1
            && fields > 0
            && !is_field_line(&lines[0])
            && name_cell::may_be_name(lines[0].text());
        if is_vendor && (fields > 1 || self.is_about_vendors()) {
            let list = self.start(blocks[at].span, lines[0].span(), "lines");
            let cells: Vec<LabelledCell> = lines[1..].iter().flat_map(line_cells).collect();
            self.section(list, blocks[at].span, &lines[0], &cells);
        } else if self.is_stanza(&blocks[at])
            && (blocks.get(at + 1).is_some_and(|next| self.is_stanza(next))
                || at > 0 && self.is_stanza(&blocks[at - 1]))
        {
            let list = self.start(blocks[at].span, lines[0].span(), "lines");
            let cells: Vec<LabelledCell> = lines[1..].iter().flat_map(line_cells).collect();
            let name = without_number(&lines[0]);
            self.section(list, blocks[at].span, &name, &cells);
        } else {
            self.spaced(text, blocks[at].span);
        }
    }

    /// `Name: Acme Purpose: Hosting Location: Ireland`, a vendor in each line.
    fn joined_lines(&mut self, lines: &[Rich], span: Span) -> bool {
        let cells = |line: &Rich| {
            let (label, rest) = labelled(line)?;
            (columns::whole(label.text()) == Some("name")).then(|| joined_cells(&rest)).flatten()
        };
        let is_listed = matches!(self.standing(), PartStanding::Listed);
        if !is_listed || lines.first().is_none_or(|line| cells(line).is_none()) {
            return false;
        }
        let list = self.start(span, lines[0].span(), "lines");
        for line in lines {
            match cells(line) {
                Some(cells) => {
                    self.add(list, line.span(), &cells, None);
                }
                None => self.unread(line.span(), UnreadKind::NoVendor, line.text()),
            }
        }
        true
    }

    /// `Acme Ltd`, `Hosting`, `Ireland` on lines of their own. The address of a company is none.
    fn is_stanza(&self, block: &Block) -> bool {
        let Content::Paragraph(text) = &block.content else { return false };
        let lines = text.lines();
        let nearest = self.headings.last().map_or(PageUses::NONE, |heading| heading.uses);
        let is_elsewhere =
            nearest.has(PageUses::OTHER_PARTS) && !nearest.has(PageUses::SUBPROCESSORS);
        if !(3..=6).contains(&lines.len()) || !self.is_about_vendors() || is_elsewhere {
            return false;
        }
        let name = without_number(&lines[0]);
        let is_address = |line: &Rich| {
            let text = line.text();
            let has_digits = text.contains(|c: char| c.is_ascii_digit());
            has_digits || text.contains('@') || text.chars().count() > 160
        };
        name_cell::may_be_name(name.text())
            && name_cell::is_spelled_as_name(name.text())
            && lines[1..].iter().any(|line| is_place(line.text()))
            && lines[1..].iter().any(|line| !is_place(line.text()))
            && !lines[1..].iter().any(is_address)
    }

    pub(super) fn cards(&mut self, cards: &[Vec<Block>], span: Span) {
        if let Some(table) = table_of(cards) {
            self.table(&table, span);
            return;
        }
        let lines: Vec<Vec<Rich>> = cards.iter().map(|card| lines_of(card)).collect();
        let labels = common_labels(lines.iter().map(Vec::as_slice));
        let bodies: Vec<Option<(Rich, Body)>> =
            cards.iter().map(|card| card_of(card, &labels)).collect();
        let read: Vec<&(Rich, Body)> = bodies.iter().flatten().collect();
        let is_named =
            |(name, _): &&&(Rich, Body)| name_cell::may_be_name(heading_name(name).1.text());
        let named = read.iter().filter(is_named).count();
        let sure = read.iter().filter(|(name, _)| is_vendor_heading(name)).count();
        let fields = read.iter().filter(|(_, body)| body.labelled > 0).count();
        let placed = read.iter().filter(|(name, body)| is_placed(name, body)).count();
        let is_left_out = matches!(self.standing(), PartStanding::LeftOut(_));
        let is_list = !is_left_out
            && named * 2 >= cards.len()
            && ((fields * 2 >= cards.len() && (self.is_about_vendors() || sure > 0))
                || (placed * 3 >= cards.len() * 2 && self.is_about_vendors())
                || (sure * 2 >= cards.len() && self.is_about_vendors()));
        if !is_list {
            if let (PartStanding::LeftOut(why), true) = (self.standing(), sure > 1) {
                self.leave_out(span, None, why, cards.len());
                return;
            }
            // Parts of a layout side by side: what they hold is read as it stands.
            for card in cards {
                self.walk(card);
            }
            return;
        }
        let head = read.first().map_or(span, |(name, _)| name.span());
        let list = self.start(span, head, "cards");
        for (card, body) in cards.iter().zip(&bodies) {
            let Some((name, body)) = body else { continue };
            if !name_cell::may_be_name(heading_name(name).1.text()) {
                self.unread(name.span(), UnreadKind::NoVendor, name.text());
                continue;
            }
            let span = card.iter().fold(name.span(), |all, block| Span {
                start: all.start.min(block.span.start),
                end: all.end.max(block.span.end),
            });
            self.section(list, span, name, &body.cells);
        }
    }
}

/// A name with labels and values behind it in one line: `Acme Purpose: Hosting`.
pub(super) fn joined_cells(text: &Rich) -> Option<Vec<LabelledCell>> {
    let whole = text.text();
    let mut labels: Vec<(usize, usize, &'static str)> = Vec::new();
    for (colon, mark) in whole.match_indices(": ") {
        let from = labels.last().map_or(0, |label| label.1);
        let before = &whole[from..colon];
        let starts = before.rmatch_indices(' ').take(3).map(|(at, space)| from + at + space.len());
        let found = starts.filter_map(|start| {
            let label = &whole[start..colon];
            let field = columns::whole(label).filter(|_| label.starts_with(char::is_uppercase))?;
            Some((start, colon + mark.len(), field))
        });
        labels.extend(found.last());
    }
    let name = text.slice(0..labels.first()?.0);
    let mut cells = vec![cell(CellLabel::Field("name"), name)];
    for (at, (_, start, field)) in labels.iter().enumerate() {
        let end = labels.get(at + 1).map_or(whole.len(), |next| next.0);
        let value = text.slice(*start..end);
        let width = value.text().trim_end_matches([',', ';', '|', '-', ' ']).len();
        cells.push(cell(CellLabel::Field(field), value.slice(0..width)));
    }
    Some(cells)
}

pub(super) fn cell(label: CellLabel, text: Rich) -> LabelledCell {
    LabelledCell { label, text, is_shared: false }
}

/// The table that cards make up whose first one holds labels.
fn table_of(cards: &[Vec<Block>]) -> Option<PageTable> {
    let row = |card: &Vec<Block>| -> Option<Vec<Cell>> {
        let texts = card.iter().map(|block| match &block.content {
            Content::Heading { text, .. } | Content::Paragraph(text) => Some(text),
            _ => None,
        });
        let cell = |text: &Rich| Cell { span: text.span(), text: text.clone(), ..Cell::default() };
        texts.map(|text| text.map(cell)).collect()
    };
    let head = row(cards.first()?)?;
    let labels: Vec<_> = head.iter().map(|cell| columns::whole(cell.text.text())).collect();
    let is_head = labels.len() > 1 && labels.iter().all(Option::is_some);
    if !is_head || !labels.contains(&Some("name")) {
        return None;
    }
    let rows: Option<Vec<Row>> = cards
        .iter()
        .enumerate()
        .map(|(at, card)| {
            let cells = row(card)?;
            let spans = cells.iter().map(|cell| cell.span);
            let span = spans.reduce(|one, other| Span { end: other.end, ..one })?;
            Some(Row { span, is_head: at == 0, is_shown: true, cells })
        })
        .collect();
    Some(PageTable { caption: None, rows: rows? })
}

/// `1) Acme`, `2. Acme` without the number.
fn without_number(line: &Rich) -> Rich {
    let text = line.text();
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    match rest.strip_prefix(['.', ')']).filter(|_| rest.len() < text.len()) {
        Some(rest) => {
            let rest = rest.trim_start();
            line.slice(text.len() - rest.len()..text.len())
        }
        None => line.clone(),
    }
}

/// The lines of the paragraphs of a card.
fn lines_of(card: &[Block]) -> Vec<Rich> {
    let texts = card.iter().filter_map(|block| match &block.content {
        Content::Paragraph(text) => Some(text.lines()),
        _ => None,
    });
    texts.flatten().collect()
}

/// The first text of a card, and the rest of it as cells.
fn card_of(card: &[Block], labels: &BTreeSet<String>) -> Option<(Rich, Body)> {
    let at = card.iter().position(|block| match &block.content {
        Content::Heading { text, .. } | Content::Paragraph(text) => !text.is_empty(),
        _ => false,
    })?;
    let (name, mut first) = match &card[at].content {
        Content::Heading { text, .. } => (text.clone(), Vec::new()),
        Content::Paragraph(text) => {
            let lines = text.lines();
            let first = lines.first()?.clone();
            (first, cells_of_lines(&lines[1..], labels))
        }
        _ => return None,
    };
    let mut body = body_of(&card[at + 1..], labels);
    first.append(&mut body.cells);
    body.labelled = first.iter().filter(|cell| matches!(cell.label, CellLabel::Field(_))).count();
    body.cells = first;
    Some((name, body))
}

/// The headings of a level from a place on, each with what stands below it, up to a heading
/// above them.
fn siblings(blocks: &[Block], at: usize, level: u8) -> Option<Vec<(&Rich, Span, Body)>> {
    let mut found = Vec::new();
    let mut from = at;
    while let Some(Block { content: Content::Heading { level: own, text }, span, .. }) =
        blocks.get(from)
    {
        if *own != level {
            break;
        }
        let rest = &blocks[from + 1..];
        let is_heading = |block: &Block| matches!(&block.content, Content::Heading { level: next, .. } if *next <= level);
        let blocks_below = rest.iter().position(is_heading).unwrap_or(rest.len());
        let mut body = body_of(&rest[..blocks_below], &BTreeSet::new());
        body.blocks = blocks_below;
        let end = rest[..blocks_below].last().map_or(span.end, |block| block.span.end);
        found.push((text, Span { end: end.max(span.end), ..*span }, body));
        from += 1 + blocks_below;
    }
    (!found.is_empty()).then_some(found)
}

/// Reads what stands below a heading as cells of one vendor.
pub(super) fn body_of(blocks: &[Block], labels: &BTreeSet<String>) -> Body {
    let mut body = Body { cells: Vec::new(), labelled: 0, blocks: blocks.len(), has_more: false };
    let mut lines: Vec<Rich> = Vec::new();
    for block in blocks.iter().filter(|block| block.is_shown) {
        if let Content::Paragraph(text) = &block.content {
            lines.extend(text.lines());
            continue;
        }
        body.cells.extend(cells_of_lines(&std::mem::take(&mut lines), labels));
        match &block.content {
            Content::Paragraph(_) => {}
            Content::List(list) => {
                for item in list.items.iter().filter(|item| item.is_shown) {
                    body.cells.extend(line_cells(&item.text));
                    body.has_more |=
                        item.inner.iter().any(|inner| !matches!(inner.content, Content::List(_)));
                }
            }
            Content::Pairs(pairs) => {
                for pair in pairs {
                    let label = match columns::column(pair.term.text()) {
                        Column::Field("name") | Column::Nothing => CellLabel::Unknown,
                        Column::Field(field) => entry::line_label(pair.term.text(), field),
                        Column::Unknown => {
                            CellLabel::Other(pair.term.text().trim_end_matches(':').to_owned())
                        }
                    };
                    body.cells.push(LabelledCell {
                        label,
                        text: pair.text.clone(),
                        is_shared: false,
                    });
                }
            }
            Content::Heading { text, .. } => {
                // A heading inside is a label, or the start of something else.
                let is_list = page_words::uses(text.text()).has(PageUses::SUBPROCESSORS);
                let is_label = matches!(columns::column(text.text()), Column::Field(_));
                body.has_more |= is_list || !is_label;
                // A card may have the company in a heading of its own.
                if name_cell::is_surely_name(text.text()) {
                    body.cells.push(cell(CellLabel::Unknown, text.clone()));
                }
            }
            Content::Table(_) | Content::Cards(_) | Content::Records(_) => body.has_more = true,
        }
    }
    body.cells.extend(cells_of_lines(&lines, labels));
    body.labelled =
        body.cells.iter().filter(|cell| matches!(cell.label, CellLabel::Field(_))).count();
    body
}

/// True if a heading is surely about a vendor: it names one, or has the status of one behind its
/// name and a kind of work before it.
fn is_vendor_heading(heading: &Rich) -> bool {
    let (category, name) = heading_name(heading);
    let is_marked = category.is_some() && name_cell::status_bracket(name.text()).is_some();
    is_marked || name_cell::is_surely_name(name.text())
}

/// True if a name has a few short texts below it, and one of them is a place.
fn is_placed(name: &Rich, body: &Body) -> bool {
    let name = heading_name(name).1;
    (1..=6).contains(&body.cells.len())
        && name_cell::may_be_name(name.text())
        && name_cell::is_spelled_as_name(name.text())
        && body.cells.iter().all(|cell| cell.text.text().chars().count() <= 200)
        && body.cells.iter().any(|cell| is_place(cell.text.text()))
}

fn is_short(body: &Body) -> bool {
    let unlabelled = body.cells.iter().filter(|cell| !matches!(cell.label, CellLabel::Field(_)));
    let chars: usize = unlabelled.map(|cell| cell.text.text().chars().count()).sum();
    chars < 500 && body.cells.len() <= 12
}

/// The category and the name of a heading: `Hosting – Acme (active)`, `2. Acme`.
pub(super) fn heading_name(heading: &Rich) -> (Option<Rich>, Rich) {
    let text = heading.text();
    for mark in [" – ", " — ", " - ", ": ", " | "] {
        let Some(at) = text.find(mark) else { continue };
        let (left, right) = (heading.slice(0..at), heading.slice(at + mark.len()..text.len()));
        let is_category = |part: &Rich| {
            let name = EntityName::parse_brand(part.text());
            matches!(parties(&name), Some(Parties::Trade | Parties::Role))
        };
        let is_sure = |part: &Rich| name_cell::is_surely_name(part.text());
        let has_status = |part: &Rich| name_cell::status_bracket(part.text()).is_some();
        if has_status(&right) && !is_sure(&left) {
            return (Some(left), right);
        }
        if is_sure(&right) && !is_sure(&left) || (is_category(&left) && !is_category(&right)) {
            return (Some(left), right);
        }
        if is_sure(&left) && !is_sure(&right) || (is_category(&right) && !is_category(&left)) {
            return (Some(right), left);
        }
    }
    (None, heading.clone())
}
