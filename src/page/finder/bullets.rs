//! Lists: `[Vendor](link). Purpose.`, `Vendor: purpose`, `Vendor – purpose – place`, bare names.

use super::footnotes::note_of;
use super::labels::{cells_of_lines, common_labels};
use super::{ListFinder, PartStanding};
use crate::facts::page_words::{self, PageUses};
use crate::page::block::{Content, ItemList, ListItem};
use crate::page::columns::{self, Column};
use crate::page::entry::{self, CellLabel, LabelledCell, labelled};
use crate::page::links;
use crate::page::list::{PageVendor, UnreadKind};
use crate::page::name_cell;
use crate::page::rich::{MarkKind, Rich};
use crate::text::Span;
use crate::values::entity_name::{EntityName, Parties, parties};
use std::collections::BTreeSet;
use std::ops::Range;

/// An item as far as its first line tells.
struct ItemParts {
    /// The texts that name vendors, mostly one.
    names: Vec<Rich>,
    /// The texts about them.
    rest: Vec<Rich>,
}

impl ItemParts {
    /// `Acme Ltd (payments)`: work in a bracket behind the name is said about it.
    fn with_work(mut self) -> Self {
        let [name] = self.names.as_mut_slice() else { return self };
        let whole = name.text();
        let Some(open) = whole.rfind('(').filter(|open| *open > 0) else { return self };
        let end = whole.trim_end().len();
        if whole.trim_end().ends_with(')') && is_work(&whole[open + 1..end - 1]) {
            self.rest.insert(0, name.slice(open + 1..end - 1));
            *name = name.slice(0..whole[..open].trim_end().len());
        }
        self
    }
}

impl ListFinder {
    pub(super) fn bullets(&mut self, list: &ItemList, span: Span) {
        let items: Vec<&ListItem> = list
            .items
            .iter()
            .filter(|item| item.is_shown && !(item.text.is_empty() && item.inner.is_empty()))
            .collect();
        if items.is_empty() {
            return;
        }
        for (at, item) in items.iter().enumerate() {
            if let Some((mark, note)) = note_of(&item.text) {
                self.footnotes.insert(mark, note);
            } else if list.start.is_some() {
                let number = list.start.unwrap_or(1) + at as u64;
                self.footnotes.entry(number.to_string()).or_insert_with(|| item.text.clone());
            }
        }
        if !self.is_list_of_vendors(&items) {
            if !self.list.lists.is_empty() {
                self.after_list.extend(items.iter().map(|item| item.text.clone()));
            }
            self.say_bullets_left_out(&items, span);
            // A list of headings may hold lists of vendors.
            for item in &items {
                if item.inner.iter().any(|block| {
                    matches!(
                        block.content,
                        Content::List(_) | Content::Table(_) | Content::Pairs(_)
                    )
                }) {
                    self.nested(item);
                }
            }
            return;
        }
        let head = self.headings.last().map_or(items[0].text.span(), |heading| heading.text.span());
        let place = self.start(span, head, "list");
        let lines: Vec<Vec<Rich>> = items.iter().map(|item| item.text.lines()).collect();
        let labels = common_labels(lines.iter().map(Vec::as_slice));
        for item in items {
            self.item(item, place, None, &labels);
        }
    }

    fn nested(&mut self, item: &ListItem) {
        let level = self.headings.last().map_or(1, |heading| heading.level.saturating_add(1));
        let kept = self.headings.clone();
        if !item.text.is_empty() {
            self.heading(level, &item.text);
        }
        self.walk(&item.inner);
        self.headings = kept;
    }

    fn is_list_of_vendors(&self, items: &[&ListItem]) -> bool {
        if matches!(self.standing(), PartStanding::LeftOut(_)) {
            return false;
        }
        let nearest = self.nearest();
        let before = self.before.as_ref().map_or(PageUses::NONE, |(_, uses)| *uses);
        let is_meant = nearest.or(before).has(PageUses::SUBPROCESSORS);
        let is_elsewhere =
            nearest.has(PageUses::OTHER_PARTS) && !nearest.has(PageUses::SUBPROCESSORS);
        let texts = items.iter().map(|item| &item.text);
        let labels = texts.clone().filter(|text| is_field_line(text)).count();
        if labels * 2 > items.len() {
            return false;
        }
        let parts: Vec<ItemParts> = texts.map(split).collect();
        let sure = parts
            .iter()
            .filter(|parts| parts.names.iter().any(|name| name_cell::is_surely_name(name.text())));
        let sure = sure.count();
        let may_be = parts.iter().filter(|parts| is_named(parts)).count();
        // What is still to be chosen says nothing about the others.
        let settled = parts.iter().filter(|parts| !says_none(parts)).count();
        if sure * 2 >= items.len() {
            return self.is_about_vendors() || sure > 1;
        }
        // `Acme: hosting` beside `Storage: to be chosen`: a list that is not settled yet.
        if is_meant && !is_elsewhere && sure > 1 {
            return true;
        }
        if items.iter().filter(|item| is_page_link(&item.text)).count() * 2 > items.len() {
            return false;
        }
        let placed = parts.iter().filter(|parts| {
            is_named(parts) && parts.rest.iter().any(|rest| entry::is_place(rest.text()))
        });
        let is_placed = placed.count() * 2 >= items.len();
        (is_meant || (self.is_about && !is_elsewhere))
            && may_be > 0
            && may_be * 3 >= settled * 2
            && (sure > 0 || is_placed || parts.iter().any(is_marked) || is_meant)
            && !self.are_sentences(items)
    }

    /// Items of prose are no vendors: most end like a sentence and name nobody at their start.
    fn are_sentences(&self, items: &[&ListItem]) -> bool {
        let is_sentence = |item: &&&ListItem| {
            let text = item.text.text();
            let names = split(&item.text).names;
            let whole = names.first().is_some_and(|name| name.text().len() == text.len());
            whole
                && (text.ends_with(['.', ';'])
                    || text.split_whitespace().count() > 6
                    || !name_cell::is_spelled_as_name(text))
        };
        items.iter().filter(is_sentence).count() * 2 > items.len()
    }

    fn say_bullets_left_out(&mut self, items: &[&ListItem], span: Span) {
        let sure = |item: &&&ListItem| {
            split(&item.text)
                .names
                .first()
                .is_some_and(|name| name_cell::is_surely_name(name.text()))
        };
        let sure = items.iter().filter(sure).count();
        if sure * 2 < items.len() || sure < 2 {
            return;
        }
        if let PartStanding::LeftOut(why) = self.standing() {
            self.leave_out(span, None, why, items.len());
        }
    }

    fn item(
        &mut self,
        item: &ListItem,
        list: usize,
        group: Option<&Rich>,
        labels: &BTreeSet<String>,
    ) {
        let inner_list = item.inner.iter().find_map(|block| match &block.content {
            Content::List(list) => Some(list),
            _ => None,
        });
        if let Some(inner) = inner_list {
            let inner: Vec<&ListItem> = inner.items.iter().filter(|item| item.is_shown).collect();
            let fields = inner.iter().filter(|item| is_field_line(&item.text)).count();
            if fields * 2 < inner.len() && is_category(&item.text) {
                for inner in inner {
                    self.item(inner, list, Some(&item.text), labels);
                }
                return;
            }
            if fields > 0 {
                let mut cells = cells_of(&item.text);
                for line in inner {
                    cells.extend(line_cells(&line.text));
                }
                self.add_item(item, list, &cells, group);
                return;
            }
        }
        let lines = item.text.lines();
        let Some(first) = lines.first() else { return };
        let parts = split(first);
        if !is_named(&parts) {
            self.unread(item.span, UnreadKind::NoVendor, first.text());
            return;
        }
        for name in &parts.names {
            let mut cells = vec![cell(CellLabel::Field("name"), name)];
            cells.extend(parts.rest.iter().map(|rest| cell(CellLabel::Unknown, rest)));
            cells.extend(cells_of_lines(&lines[1..], labels));
            self.add_item(item, list, &cells, group);
        }
    }

    fn add_item(
        &mut self,
        item: &ListItem,
        list: usize,
        cells: &[LabelledCell],
        group: Option<&Rich>,
    ) {
        let mut vendor = PageVendor { span: item.span, list, ..PageVendor::default() };
        let notes = entry::read(&entry::with_purpose(cells), &mut vendor);
        if !self.add_vendor(vendor, notes, group) {
            self.unread(item.span, UnreadKind::Nameless, item.text.text());
        }
    }
}

fn cell(label: CellLabel, text: &Rich) -> LabelledCell {
    LabelledCell { label, text: text.clone(), is_shared: false }
}

/// The cells of a whole item: its name and what is said about it.
fn cells_of(text: &Rich) -> Vec<LabelledCell> {
    let lines = text.lines();
    let Some(first) = lines.first() else { return Vec::new() };
    let parts = split(first);
    let mut cells: Vec<LabelledCell> =
        parts.names.iter().take(1).map(|name| cell(CellLabel::Field("name"), name)).collect();
    cells.extend(parts.rest.iter().map(|rest| cell(CellLabel::Unknown, rest)));
    cells.extend(lines[1..].iter().flat_map(line_cells));
    cells
}

/// The cells of a line below the name.
pub(super) fn line_cells(line: &Rich) -> Vec<LabelledCell> {
    line.lines()
        .iter()
        .filter(|line| !line.is_empty())
        .map(|line| match labelled(line) {
            Some((label, value)) => match columns::column(label.text()) {
                Column::Field("name") => cell(CellLabel::Unknown, &value),
                Column::Field(field) => cell(entry::line_label(label.text(), field), &value),
                Column::Unknown | Column::Nothing => cell(CellLabel::Unknown, line),
            },
            None => cell(CellLabel::Unknown, line),
        })
        .collect()
}

/// `Purpose: hosting`: a line about a vendor, not one that names it.
pub(super) fn is_field_line(text: &Rich) -> bool {
    let Some((label, _)) = labelled(text) else { return false };
    let label = label.text();
    // `Papyrus Mail` ends with a word for a field and is a name.
    let is_name = name_cell::is_surely_name(label)
        || (label.contains(' ') && columns::whole(label).is_none() && is_titled(label));
    !is_name && matches!(columns::column(label), Column::Field(field) if field != "name")
}

/// True if each word of a text starts in upper case.
pub(super) fn is_titled(text: &str) -> bool {
    text.split_whitespace().all(|word| word.starts_with(char::is_uppercase))
}

/// True if an item is a heading for those below it.
fn is_category(text: &Rich) -> bool {
    let name = EntityName::parse_brand(text.text());
    matches!(parties(&name), Some(Parties::Trade | Parties::Role))
        || text.text().ends_with(':')
        || (!name_cell::is_surely_name(text.text()) && text.links().is_empty())
}

/// True if the item sets its name apart.
fn is_marked(parts: &ItemParts) -> bool {
    parts.names.iter().any(|name| {
        name.links()
            .iter()
            .any(|link| link.range.start == 0 && links::is_followed(&link.target.address))
            || name.is_all(MarkKind::Strong)
    })
}

/// True if an item is nothing but a link to another page of the publisher.
fn is_page_link(text: &Rich) -> bool {
    text.links().first().is_some_and(|link| {
        link.range.len() + 1 >= text.text().len() && !links::is_followed(&link.target.address)
    })
}

fn is_named(parts: &ItemParts) -> bool {
    parts.names.iter().any(|name| {
        let text = name.text();
        let read = EntityName::parse_brand(text);
        let is_open = matches!(parties(&read), Some(Parties::Trade));
        let is_set_apart = is_marked(parts) || name_cell::is_surely_name(text);
        // `Changes`, with what is said about them below, is a heading.
        let is_part_of_page = !page_words::whole(text.trim_end_matches(':')).is_plain();
        name_cell::may_be_name(text)
            && !is_part_of_page
            && (is_set_apart || !is_open && name_cell::is_spelled_as_name(text))
            && !says_none(parts)
    })
}

/// `Office suite: none.`
fn says_none(parts: &ItemParts) -> bool {
    parts.rest.first().is_some_and(|rest| {
        let rest = rest.text().trim_end_matches('.');
        crate::values::plain_text::is_not_applicable(rest)
            || (rest.split(' ').count() <= 6 && page_words::uses(rest).has(PageUses::PLANNED))
    })
}

/// Divides the first line of an item at what ends its name.
fn split(text: &Rich) -> ItemParts {
    let first = text.lines().into_iter().next().unwrap_or_default();
    let whole = first.text();
    let all = 0..whole.len();
    if let Some(ends) = marked_names(&first) {
        let end = ends.last().map_or(0, |range| range.end);
        let mut rest_at = end;
        // A bracket behind the name belongs to it.
        let behind = &whole[end..];
        let bracket = behind.trim_start();
        let mut names: Vec<Rich> = ends.iter().map(|range| first.slice(range.clone())).collect();
        if bracket.starts_with('(')
            && let Some(close) = bracket.find(')')
            && names.len() == 1
        {
            rest_at = whole.len() - bracket.len() + close + 1;
            names = vec![first.slice(ends[0].start..rest_at)];
        }
        let rest = first.slice(skip_signs(whole, rest_at)..all.end);
        return ItemParts { names, rest: rest_pieces(&rest) }.with_work();
    }
    if let Some((name, rest)) = labelled(&first)
        && !matches!(columns::column(name.text()), Column::Field(field) if field != "name")
    {
        return ItemParts { names: vec![name], rest: rest_pieces(&rest) }.with_work();
    }
    // A dash between spaces ends a name, and a comma or a full stop where nothing else does.
    for mark in [" – ", " — ", " - ", " -- ", " | ", "\t", " · ", " → "] {
        if let Some(at) = whole.find(mark) {
            let name = first.slice(0..at);
            let rest = first.slice(at + mark.len()..all.end);
            return ItemParts { names: vec![name], rest: rest_pieces(&rest) };
        }
    }
    if let Some(at) =
        whole.find(['—', '–']).filter(|at| *at > 0 && !whole[..*at].ends_with(char::is_numeric))
    {
        let width = whole[at..].chars().next().map_or(1, char::len_utf8);
        let rest = first.slice(at + width..all.end);
        return ItemParts { names: vec![first.slice(0..at)], rest: rest_pieces(&rest) };
    }
    if let Some(at) = whole.find(" (").filter(|_| whole.ends_with(')'))
        && (!name_cell::is_surely_name(whole) && whole[at..].split_whitespace().count() > 2
            || is_work(&whole[at + 2..whole.len() - 1]))
    {
        let rest = first.slice(at + 2..all.end - 1);
        return ItemParts { names: vec![first.slice(0..at)], rest: vec![rest] };
    }
    if let Some(names) = bare_names(&first) {
        return ItemParts { names, rest: Vec::new() };
    }
    ItemParts { names: vec![first], rest: Vec::new() }
}

/// True if a bracket behind a name says what the vendor does: `Acme Ltd (payments)`.
fn is_work(said: &str) -> bool {
    let uses = page_words::uses(said);
    let signs = ['(', ')', '.', '@', '/'];
    let first = said.split(' ').next().unwrap_or_default();
    said.starts_with(char::is_lowercase)
        && uses.is_plain()
        && !said.contains(signs)
        && !matches!(
            first,
            "formerly"
                | "via"
                | "now"
                | "previously"
                | "part"
                | "by"
                | "trading"
                | "dba"
                | "aka"
                | "ehemals"
                | "früher"
                | "anciennement"
                | "ex"
                | "antes"
                | "a"
                | "an"
                | "powered"
                | "operated"
                | "owned"
                | "ou"
                | "oder"
                | "or"
                | "inkl"
                | "incl"
                | "including"
        )
}

/// The vendors of an item that is nothing but three names or more: `Acme, Beta and Gamma`.
fn bare_names(text: &Rich) -> Option<Vec<Rich>> {
    let whole = text.text().trim_end_matches('.');
    if !whole.contains(", ") || whole.contains(['(', ':']) {
        return None;
    }
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    for piece in whole.split(", ") {
        let joined = [" and ", " und ", " et ", " y ", " e ", " en ", " og ", " och ", " & "];
        let mark = joined.iter().find_map(|mark| Some((piece.find(mark)?, mark.len())));
        match mark {
            Some((end, width)) => {
                ranges.push(at..at + end);
                ranges.push(at + end + width..at + piece.len());
            }
            None => ranges.push(at..at + piece.len()),
        }
        at += piece.len() + 2;
    }
    let is_name = |range: &Range<usize>| {
        let piece = &whole[range.clone()];
        (1..=3).contains(&piece.split_whitespace().count())
            && piece.starts_with(char::is_uppercase)
            && EntityName::parse_brand(piece).form().is_none()
            && name_cell::is_spelled_as_name(piece)
    };
    let is_list = ranges.len() > 2 && ranges.iter().all(is_name);
    is_list.then(|| ranges.into_iter().map(|range| text.slice(range)).collect())
}

/// The names at the start of an item that are links or bold.
fn marked_names(text: &Rich) -> Option<Vec<Range<usize>>> {
    let mut marked: Vec<Range<usize>> =
        text.links().iter().map(|link| link.range.clone()).collect();
    marked.extend(
        text.marks()
            .iter()
            .filter(|mark| mark.kind == MarkKind::Strong)
            .map(|mark| mark.range.clone()),
    );
    marked.retain(|range| !range.is_empty());
    marked.sort_by_key(|range| (range.start, usize::MAX - range.end));
    let whole = text.text();
    let mut names: Vec<Range<usize>> = Vec::new();
    let mut end = 0;
    for range in marked {
        if range.start < end {
            continue;
        }
        let between = whole[end..range.start].trim();
        let joins = if names.is_empty() {
            between.is_empty() || between == "*"
        } else {
            matches!(
                between,
                "and" | "&" | "/" | "," | "und" | "et" | "y" | "e" | "en" | "or" | "og" | "och"
            )
        };
        if !joins {
            break;
        }
        let text = whole[range.clone()].trim_end_matches([':', ',', ' ', '–', '—', '-']);
        // The full stop of `Inc.` belongs to the name.
        let last = text.rsplit(' ').next().filter(|last| text.len() > last.len());
        let is_form = last.is_some_and(|last| {
            const SHORT: &[&str] = &["Inc.", "Ltd.", "Co.", "Corp.", "Pvt.", "Pte.", "Pty."];
            SHORT.contains(&last) || last.strip_suffix('.').is_some_and(|rest| rest.contains('.'))
        });
        let text = if is_form {
            text
        } else {
            text.trim_end_matches(['.', ':', ',', ' ', '–', '—', '-'])
        };
        names.push(range.start..range.start + text.len());
        end = range.end;
    }
    // A bold sentence, or an item that is bold to its end, says nothing about its name.
    let last = names.last()?;
    let is_all = names.len() == 1 && last.end >= whole.trim_end_matches(['.', ':']).len();
    if is_all && labelled(text).is_some() {
        return None;
    }
    (!names.is_empty()).then_some(names)
}

/// `hosting, Ireland`: what a vendor does, and where.
fn place_behind(text: &Rich) -> Option<(Rich, Rich)> {
    let whole = text.text().trim_end_matches(['.', ' ']);
    let at = whole.rfind(", ").filter(|at| *at > 0)?;
    let place = &whole[at + 2..];
    // A list of the places of a vendor is one text.
    let is_split = entry::is_place(place) && !entry::is_place(&whole[..at]);
    is_split.then(|| (text.slice(0..at), text.slice(at + 2..whole.len())))
}

fn skip_signs(text: &str, at: usize) -> usize {
    let rest = &text[at.min(text.len())..];
    let trimmed = rest.trim_start_matches([' ', '.', ':', ',', ';', '–', '—', '-', '|', '→', '·']);
    text.len() - trimmed.len()
}

/// Splits the text behind a name into its parts: `purpose – place`.
fn rest_pieces(rest: &Rich) -> Vec<Rich> {
    let whole = rest.text();
    if whole.is_empty() {
        return Vec::new();
    }
    let mut pieces = Vec::new();
    let mut from = 0;
    for mark in [" – ", " — ", " - ", " | ", "; "] {
        if whole.contains(mark) {
            for piece in whole.split(mark) {
                pieces.push(rest.slice(from..from + piece.len()));
                from += piece.len() + mark.len();
            }
            break;
        }
    }
    if pieces.is_empty() {
        // `Hosting. Disks are encrypted.`: what it does, and more about it.
        match whole.find(". ").filter(|at| whole[..*at].split(' ').count() <= 8) {
            Some(at)
                if !whole[..at].contains('.') && !whole[..at].ends_with(char::is_uppercase) =>
            {
                pieces.push(rest.slice(0..at));
                pieces.push(rest.slice(at + 2..whole.len()));
            }
            _ => pieces.push(rest.clone()),
        }
    }
    if let [piece] = pieces.as_slice()
        && let Some((work, place)) = place_behind(piece)
    {
        pieces = vec![work, place];
    }
    pieces
        .into_iter()
        .map(|piece| {
            // A sentence ends with a full stop, a value does not.
            let text = piece.text();
            let end = text.trim_end_matches(['.', ' ']).len();
            if text[..end].contains(". ") || text[..end].ends_with(char::is_uppercase) {
                piece.clone()
            } else {
                piece.slice(0..end)
            }
        })
        .filter(|piece| !piece.is_empty())
        .collect()
}
