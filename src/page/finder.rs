//! Finds the lists of vendors among the blocks of a page, and answers for all that looks like
//! one: what is left out is named with its reason.

mod bullets;
mod footnotes;
mod labels;
mod left_out;
mod prose;
mod records;
mod sections;
mod services;
mod spaced;
mod stacked;
mod tables;
mod terms;
mod turned;
mod wide;

use super::block::{Block, Content, PageArea, PageBlocks, RemarkKind};
use super::entry::{self, LabelledCell};
use super::list::{LeftOut, ListPart, NoList, PageList, PageValue, PageVendor, Unread, UnreadKind};
use super::mapping::{HeadingUse, mapped_heading};
use super::name_cell;
use super::rich::Rich;
use super::statements;
use crate::facts::page_words::{self, PageUses};
use crate::text::Span;
use crate::text::fold::{Words, fold_words};
use footnotes::note_of;
use sections::SectionSigns;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// The heading that something stands under, with what its words say.
#[derive(Clone, Debug)]
struct HeadingAt {
    level: u8,
    text: Arc<Rich>,
    uses: PageUses,
    /// The use of what stands below it, by the configuration.
    mapped: Option<HeadingUse>,
}

/// The state of the walk through a page.
pub(super) struct ListFinder {
    list: PageList,
    /// The headings around the place, the outermost first.
    headings: Vec<HeadingAt>,
    /// The use of the list that is being read, by its key and the configuration.
    mapped_name: Option<HeadingUse>,
    /// The paragraph before, and its subjects.
    before: Option<(Rich, PageUses)>,
    /// The paragraph before each list.
    intros: Vec<Option<Rich>>,
    /// The marks of footnotes of each vendor.
    notes: Vec<Vec<String>>,
    /// The notes of the page by their marks.
    footnotes: BTreeMap<String, Rich>,
    /// Lists behind the last list of vendors, for footnotes without marks.
    after_list: Vec<Rich>,
    /// True if the page is about subprocessors by its title or its first heading.
    is_about: bool,
    /// The columns without a meaning that were said.
    unread_columns: BTreeSet<String>,
    /// The places of vendors by their folded names, as far as they were asked for.
    by_name: BTreeMap<String, Vec<usize>>,
    /// Vendors that are in `by_name`.
    indexed: usize,
    /// Bytes that may still be looked at for headings that name vendors.
    section_bytes: usize,
    /// The signs of headings that were looked at, by their first byte.
    section_signs: HashMap<u32, SectionSigns>,
}

/// Bytes of a text that is said of each vendor of a list, at most: more is prose, and repeating
/// it would take the product of both.
const MAX_INHERITED: usize = 1_000;

/// The decision on a part of a page: a list of the vendors in use, or not.
#[derive(Clone, Copy)]
enum PartStanding {
    /// It is one.
    Listed,
    /// It is left out, for this reason.
    LeftOut(&'static str),
}

/// Finds the list of a page.
pub(crate) fn find(page: &PageBlocks) -> PageList {
    let mut finder = ListFinder {
        list: PageList::default(),
        headings: Vec::new(),
        mapped_name: None,
        before: None,
        intros: Vec::new(),
        notes: Vec::new(),
        footnotes: BTreeMap::new(),
        after_list: Vec::new(),
        is_about: false,
        unread_columns: BTreeSet::new(),
        by_name: BTreeMap::new(),
        indexed: 0,
        section_bytes: sections::most_bytes(&page.blocks),
        section_signs: HashMap::new(),
    };
    let title = page.title.as_ref().map_or(PageUses::NONE, |title| page_words::uses(title.text()));
    // The name of a site or of a document may stand above the heading of the page.
    let headings = page.blocks.iter().filter_map(|block| match &block.content {
        Content::Heading { text, .. } if block.area == PageArea::Main => Some(text),
        _ => None,
    });
    let first = headings.take(2).fold(title, |all, text| all.or(page_words::uses(text.text())));
    finder.is_about = first.or(first_line(page)).has(PageUses::SUBPROCESSORS);
    finder.walk(&page.blocks);
    for remark in &page.remarks {
        let kind = match remark.kind {
            RemarkKind::HiddenRows => UnreadKind::HiddenRows,
            RemarkKind::JoinedCells => UnreadKind::JoinedCells,
            #[cfg(feature = "xlsx")]
            RemarkKind::Computed => UnreadKind::Computed,
            RemarkKind::TooDeep | RemarkKind::TooMany => UnreadKind::TooMuch,
            RemarkKind::Template | RemarkKind::Unclosed => continue,
        };
        finder.list.unread.push(Unread { span: remark.span, kind, text: String::new() });
    }
    if finder.list.vendors.is_empty() {
        finder.prose(&page.blocks);
    }
    finder.resolve_footnotes();
    finder.settle_categories();
    finder.introduce();
    finder.divide_services();
    let mut list = finder.list;
    statements::read(page, &mut list);
    if !list.vendors.is_empty() {
        prose::say_mentioned(&page.blocks, &mut list);
    }
    if list.vendors.is_empty() {
        list.no_list = Some(why_no_list(page, &list));
    }
    list
}

/// The subjects of the line that a page without headings starts with, if it may be its title.
fn first_line(page: &PageBlocks) -> PageUses {
    let is_heading = |block: &Block| matches!(block.content, Content::Heading { .. });
    let Some(Block { content: Content::Paragraph(text), area: PageArea::Main, .. }) =
        page.blocks.first()
    else {
        return PageUses::NONE;
    };
    let line = text.text().lines().next().unwrap_or_default();
    let is_title = line.chars().count() <= 80 && !line.ends_with(['.', ':', '!', '?', ',']);
    if is_title && !page.blocks.iter().any(is_heading) {
        page_words::uses(line)
    } else {
        PageUses::NONE
    }
}

/// The reason why a page has no list.
fn why_no_list(page: &PageBlocks, list: &PageList) -> NoList {
    if page.is_script_shell {
        return NoList::Script;
    }
    let mut on_request = false;
    let mut links = false;
    each_text(&page.blocks, &mut |text, _| {
        let uses = page_words::uses(text.text());
        on_request |= uses.has(PageUses::ON_REQUEST);
        links |= text.links().iter().any(|link| {
            page_words::uses(&text.text()[link.range.clone()]).has(PageUses::SUBPROCESSORS)
        });
    });
    if on_request {
        NoList::OnRequest
    } else if links && list.left_out.is_empty() {
        NoList::Link
    } else if page.remarks.iter().any(|remark| remark.kind == RemarkKind::Template) {
        NoList::Script
    } else {
        NoList::Nothing
    }
}

/// Calls a function with each text of the content, and whether it is a heading.
pub(super) fn each_text(blocks: &[Block], visit: &mut impl FnMut(&Rich, bool)) {
    for block in blocks.iter().filter(|block| block.is_shown && block.area == PageArea::Main) {
        match &block.content {
            Content::Heading { text, .. } => visit(text, true),
            Content::Paragraph(text) => visit(text, false),
            Content::Table(table) => {
                for cell in table.rows.iter().flat_map(|row| &row.cells) {
                    visit(&cell.text, false);
                }
            }
            Content::List(list) => {
                for item in &list.items {
                    visit(&item.text, false);
                    each_text(&item.inner, visit);
                }
            }
            Content::Pairs(pairs) => {
                for pair in pairs {
                    visit(&pair.term, false);
                    visit(&pair.text, false);
                    each_text(&pair.inner, visit);
                }
            }
            Content::Cards(cards) => {
                for card in cards {
                    each_text(card, visit);
                }
            }
            Content::Records(_) => {}
        }
    }
}

impl ListFinder {
    fn walk(&mut self, blocks: &[Block]) {
        let mut at = 0;
        while at < blocks.len() {
            at += self.block(blocks, at).max(1);
        }
    }

    /// Reads the block at a place, and says how many blocks were read with it.
    fn block(&mut self, blocks: &[Block], at: usize) -> usize {
        let block = &blocks[at];
        if !block.is_shown || block.area == PageArea::Around {
            self.hidden(block);
            return 1;
        }
        match &block.content {
            Content::Heading { level, text } => {
                let read = self.sections(blocks, at);
                if read > 0 {
                    return read;
                }
                self.heading(*level, text);
            }
            Content::Paragraph(text) => {
                let read = match self.stacked(blocks, at) {
                    0 => self.bold_name(blocks, at),
                    read => read,
                };
                if read > 0 {
                    return read;
                }
                if let Some((mark, note)) = note_of(text) {
                    self.footnotes.insert(mark, note);
                }
                self.labelled_blocks(blocks, at);
                self.before = Some((text.clone(), page_words::uses(text.text())));
            }
            Content::Table(table) => self.table(table, block.span),
            Content::List(list) => self.bullets(list, block.span),
            Content::Pairs(pairs) => self.pairs(pairs, block.span),
            Content::Cards(cards) => self.cards(cards, block.span),
            Content::Records(records) => {
                self.mapped_name =
                    records.name.as_ref().and_then(|name| mapped_heading(name.text()));
                self.records(records, block.span);
                self.mapped_name = None;
            }
        }
        1
    }

    /// Content that a browser would not show is not read, and said.
    fn hidden(&mut self, block: &Block) {
        let rows = match &block.content {
            Content::Table(table) => table.rows.len(),
            Content::Records(records) => records.records.len(),
            _ => 0,
        };
        if block.area == PageArea::Main && rows > 1 {
            self.list.left_out.push(LeftOut {
                span: block.span,
                because: block.span,
                why: "it is hidden",
                rows,
            });
        }
    }

    fn heading(&mut self, level: u8, text: &Rich) {
        self.headings.retain(|heading| heading.level < level);
        let uses = page_words::uses(text.text());
        let mapped = mapped_heading(text.text());
        let is_list = mapped.is_some_and(|meant| meant != HeadingUse::Ignored);
        let uses = if is_list { uses.or(PageUses::SUBPROCESSORS) } else { uses };
        self.headings.push(HeadingAt { level, text: Arc::new(text.clone()), uses, mapped });
        self.before = None;
    }

    /// The use of the place by the configuration.
    fn mapped_use(&self) -> Option<HeadingUse> {
        let of_headings = || self.headings.iter().rev().find_map(|heading| heading.mapped);
        self.mapped_name.or_else(of_headings)
    }

    /// Decides by the nearest headings and the sentence before if a part of the page is listed.
    fn standing(&self) -> PartStanding {
        const WORDS: &[(PageUses, &str)] = &[
            (PageUses::CHANGES, "its heading says that it lists changes"),
            (PageUses::COOKIES, "its heading says that it lists cookies"),
            (PageUses::NOT_SUBPROCESSORS, "the page says that these are no subprocessors"),
        ];
        match self.mapped_use() {
            Some(HeadingUse::Ignored) => {
                return PartStanding::LeftOut("the configuration leaves it out");
            }
            Some(_) => return PartStanding::Listed,
            None => {}
        }
        let before = self.before.as_ref().map_or(PageUses::NONE, |(_, uses)| *uses);
        if before.has(PageUses::NOT_SUBPROCESSORS) {
            return PartStanding::LeftOut(WORDS[2].1);
        }
        // The outermost heading is the title of the page, and speaks of all that it has.
        let inner = if self.headings.len() > 1 { &self.headings[1..] } else { &self.headings[..] };
        for heading in inner.iter().rev() {
            let is_list = heading.uses.has(PageUses::SUBPROCESSORS);
            for (uses, why) in WORDS {
                let is_strong = *uses != PageUses::NOT_SUBPROCESSORS && is_list;
                if heading.uses.has(*uses) && !is_strong {
                    return PartStanding::LeftOut(why);
                }
            }
            if is_list {
                break;
            }
        }
        PartStanding::Listed
    }

    /// All that the headings around say.
    fn uses(&self) -> PageUses {
        let before = self.before.as_ref().map_or(PageUses::NONE, |(_, uses)| *uses);
        self.headings.iter().fold(before, |all, heading| all.or(heading.uses))
    }

    /// The subjects of the nearest heading.
    fn nearest(&self) -> PageUses {
        self.headings.last().map_or(PageUses::NONE, |heading| heading.uses)
    }

    /// True if the place is about subprocessors.
    fn is_about_vendors(&self) -> bool {
        self.is_about || self.mapped_use().is_some() || self.uses().has(PageUses::SUBPROCESSORS)
    }

    fn leave_out(&mut self, span: Span, because: Option<Span>, why: &'static str, rows: usize) {
        // What a project leaves out on purpose needs no word in each run.
        if self.mapped_use() == Some(HeadingUse::Ignored) {
            return;
        }
        let because = because
            .or_else(|| self.headings.last().map(|heading| heading.text.span()))
            .unwrap_or(span);
        self.list.left_out.push(LeftOut { span, because, why, rows });
    }

    fn unread(&mut self, span: Span, kind: UnreadKind, text: &str) {
        let text: String = text.chars().take(80).collect();
        self.list.unread.push(Unread { span, kind, text });
    }

    /// Starts a list, and returns its place.
    fn start(&mut self, span: Span, head: Span, kind: &'static str) -> usize {
        self.after_list.clear();
        let has_header = matches!(kind, "table" | "records");
        // A list may have its nearest heading for its head.
        let mut around = self.headings.iter().rev().map(|heading| heading.text.span());
        let above = around.find(|heading| *heading == head || heading.end <= head.start);
        let heading = above.filter(|_| !has_header);
        self.list.lists.push(ListPart { span, head, heading, kind, ..ListPart::default() });
        let intro = self.before.as_ref().filter(|(text, _)| text.text().len() <= MAX_INHERITED);
        self.intros.push(intro.map(|(text, _)| text.clone()));
        self.list.lists.len() - 1
    }

    /// Reads the cells of a vendor and adds it. True if it has a name.
    fn add(
        &mut self,
        list: usize,
        span: Span,
        cells: &[LabelledCell],
        heading: Option<&Rich>,
    ) -> bool {
        let mut vendor = PageVendor { span, list, ..PageVendor::default() };
        let notes = entry::read(cells, &mut vendor);
        self.add_vendor(vendor, notes, heading)
    }

    fn add_vendor(
        &mut self,
        mut vendor: PageVendor,
        notes: Vec<String>,
        heading: Option<&Rich>,
    ) -> bool {
        if vendor.get("name").is_none() {
            // A page that has legal names only names its vendors by them.
            match vendor.get("legal_name").cloned() {
                Some(name) => vendor.fields.insert(
                    0,
                    super::list::PageField { path: "name".to_owned(), values: vec![name] },
                ),
                None => return false,
            }
        }
        if vendor.get("name").is_some_and(|name| name_cell::is_party(&name.text)) {
            return false;
        }
        self.inherit(&mut vendor, heading);
        vendor.is_other_recipient = self.mapped_use() == Some(HeadingUse::OtherRecipients);
        self.list.lists[vendor.list].vendors += 1;
        self.list.vendors.push(vendor);
        self.notes.push(notes);
        true
    }

    /// Gives a vendor what the headings and the sentence before say about all of its list.
    fn inherit(&mut self, vendor: &mut PageVendor, heading: Option<&Rich>) {
        let mut around: Vec<(Arc<Rich>, PageUses)> = Vec::new();
        let is_short = |text: &Rich| text.text().len() <= MAX_INHERITED;
        if let Some(text) = heading.filter(|text| is_short(text)) {
            around.push((Arc::new(text.clone()), page_words::uses(text.text())));
        }
        let skip = usize::from(self.headings.len() > 1);
        around.extend(
            self.headings
                .iter()
                .skip(skip)
                .rev()
                .filter(|heading| is_short(&heading.text))
                .map(|heading| (Arc::clone(&heading.text), heading.uses)),
        );
        for (text, uses) in &around {
            let all = 0..text.text().len();
            let word = |word: &str| PageValue::word(word, text, all.clone()).inherited();
            if uses.has(PageUses::FORMER) {
                vendor.add_if_missing("status", word("retired"));
            } else if uses.has(PageUses::PLANNED) {
                vendor.add_if_missing("status", word("planned"));
            }
            if vendor.get("audiences").is_none() {
                for audience in entry::audience_words(*uses) {
                    vendor.add("audiences", word(audience));
                }
            }
            if uses.has(PageUses::AFFILIATES) && !uses.has(PageUses::SUBPROCESSORS) {
                vendor.add_if_missing("affiliate", word("true"));
            }
            if uses.has(PageUses::OPTIONAL) {
                let condition = PageValue::read(text).inherited();
                vendor.add_if_missing("condition", condition);
            }
        }
        // The heading of its part of the list; the title of the page says nothing about it, and
        // one that the configuration speaks of is about the list.
        let is_mapped =
            heading.is_none() && self.headings.last().is_some_and(|h| h.mapped.is_some());
        let has_said =
            |text: &Rich| vendor.get("purpose").is_some_and(|purpose| purpose.text == text.text());
        let part = around
            .first()
            .filter(|(text, uses)| !is_mapped && !has_said(text) && !is_list_name(text, *uses));
        if let Some((text, _)) = part {
            vendor.add_if_missing("category", PageValue::read(text).inherited());
        }
        if vendor.get("location").is_none()
            && let Some((text, _)) = self.before.as_ref().filter(|(text, _)| is_short(text))
            && let Some(range) = statements::place_at_the_end(text.text())
        {
            vendor.add("location", PageValue::part(text, range).inherited());
        }
        for (text, uses) in &around {
            if vendor.get("location").is_some() || vendor.get("country").is_some() {
                break;
            }
            let is_of_vendors = uses.has(PageUses::SUBPROCESSORS);
            if let Some(range) = statements::place_of_heading(text.text(), is_of_vendors) {
                vendor.add("location", PageValue::part(text, range).inherited());
            }
        }
    }

    /// The places of the vendors with a name.
    fn named_before(&mut self, name: &str) -> &[usize] {
        for (at, vendor) in self.list.vendors.iter().enumerate().skip(self.indexed) {
            let name = vendor.get("name").map(|name| fold_words(&name.text)).unwrap_or_default();
            self.by_name.entry(name).or_default().push(at);
        }
        self.indexed = self.list.vendors.len();
        self.by_name.get(&fold_words(name)).map_or(&[], Vec::as_slice)
    }

    /// A category is worth its line only where it tells some vendors from others.
    fn settle_categories(&mut self) {
        let own = |vendor: &PageVendor| vendor.get("category").map(|value| value.text.clone());
        let mut known: Vec<String> = self.list.vendors.iter().filter_map(own).collect();
        let all = known.len() == self.list.vendors.len();
        known.sort();
        known.dedup();
        if known.len() < 2 && all || known.is_empty() {
            for vendor in &mut self.list.vendors {
                vendor.fields.retain(|field| {
                    let is_heading =
                        field.values.iter().all(|value| value.how == super::list::How::Inherited);
                    field.path != "category" || !is_heading
                });
            }
        }
    }

    /// Gives the vendors of a list that says of none what it does the work in the sentence above.
    fn introduce(&mut self) {
        let said = ["purpose", "services", "processing"];
        let mut is_open = vec![true; self.list.lists.len()];
        for vendor in &self.list.vendors {
            is_open[vendor.list] &= said.iter().all(|field| vendor.get(field).is_none());
        }
        let works: Vec<Option<PageValue>> = self
            .intros
            .iter()
            .zip(&self.list.lists)
            .zip(is_open)
            .map(|((intro, list), is_open)| {
                let asks = list.columns.iter().any(|(_, field)| said.contains(&field.as_str()));
                let intro = intro.as_ref().filter(|_| is_open && !asks)?;
                let work = prose::introduced(intro.text())?;
                Some(PageValue::part(intro, work).inherited())
            })
            .collect();
        for vendor in &mut self.list.vendors {
            if let Some(Some(work)) = works.get(vendor.list) {
                vendor.add_if_missing("purpose", work.clone());
            }
        }
    }
}

/// True if a heading says that vendors are listed, and not which: `Our subprocessors`.
fn is_list_name(text: &Rich, uses: PageUses) -> bool {
    // It is asked for each vendor below.
    const MAX_NAME: usize = 80;
    if text.text().len() > MAX_NAME {
        return false;
    }
    let is_said = |role: PageUses| role.has(PageUses::SUBPROCESSORS.or(PageUses::PARTIES));
    uses.has(PageUses::SUBPROCESSORS)
        && (text.text().ends_with(':')
            || page_words::scan(&Words::of(text.text()))
                .iter()
                .all(|found| found.role.is_some_and(is_said) || found.range.len() <= 3))
}

#[cfg(test)]
mod tests;
