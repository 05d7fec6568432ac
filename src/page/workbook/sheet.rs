//! A sheet of a workbook.

use super::dates::DateStyles;
use super::strings::{SharedStrings, read_text};
use super::xml::{XmlEvent, XmlPart, attribute, is_set};
use super::{CellIndex, CellPlaces, TEXT, WorkbookProblem};
use crate::page::block::{Block, Cell, CellOrigin, Remark, RemarkKind, Row};
use crate::page::csv;
use crate::page::rich::{LinkTarget, RichBuilder};
use crate::text::Span;
use quick_xml::events::BytesStart;
use std::collections::HashMap;

/// Columns that are read: a list of vendors has a dozen.
const COLUMNS: u32 = 256;

/// Rows that a sheet may have.
const ROWS: u32 = 1 << 20;

/// The parts that the sheets of a workbook share, and the number of this one.
pub(super) struct Book<'b> {
    pub(super) strings: &'b SharedStrings,
    pub(super) dates: &'b DateStyles,
    /// The addresses that this sheet links to, by their ids.
    pub(super) links: &'b HashMap<String, String>,
    pub(super) sheet: usize,
}

/// The content of a sheet.
#[derive(Debug, Default)]
pub(super) struct SheetBlocks {
    pub(super) blocks: Vec<Block>,
    pub(super) remarks: Vec<Remark>,
}

/// A sheet as it stands in its part.
#[derive(Debug, Default)]
struct SheetDraft {
    rows: Vec<SheetRow>,
    /// First and last of columns that are hidden.
    hidden_columns: Vec<(u32, u32)>,
    merges: Vec<(CellIndex, CellIndex)>,
    links: HashMap<(u32, u32), String>,
    remarks: Vec<Remark>,
}

/// A row as it stands in its part.
#[derive(Debug)]
struct SheetRow {
    number: u32,
    is_hidden: bool,
    cells: Vec<CellDraft>,
}

/// A cell with a value.
#[derive(Debug)]
struct CellDraft {
    column: u32,
    /// The bytes of its text.
    span: Span,
}

/// Reads a sheet, and takes the cells that it has from those that may still be read.
///
/// # Errors
/// When it is no XML.
pub(super) fn read(
    xml: &str,
    path: &str,
    book: &Book<'_>,
    places: &mut CellPlaces,
    cells: &mut usize,
) -> Result<SheetBlocks, WorkbookProblem> {
    let mut draft = SheetDraft::read(XmlPart::new(xml, path), book, places, cells)?;
    let rows = draft.rows(&places.text);
    Ok(SheetBlocks { blocks: csv::blocks_of(&places.text, rows), remarks: draft.remarks })
}

impl SheetDraft {
    fn read(
        mut xml: XmlPart<'_>,
        book: &Book<'_>,
        places: &mut CellPlaces,
        left: &mut usize,
    ) -> Result<Self, WorkbookProblem> {
        let mut draft = Self::default();
        let mut next_row = 0;
        let mut next_column = 0;
        while let Some(event) = xml.next()? {
            let XmlEvent::Start(tag) = event else { continue };
            match tag.local_name().as_ref() {
                "col" if is_set(&tag, "hidden") => {
                    let number = |name| attribute(&tag, name)?.parse::<u32>().ok()?.checked_sub(1);
                    if let (Some(first), Some(last)) = (number("min"), number("max")) {
                        draft.hidden_columns.push((first, last));
                    }
                }
                "row" => {
                    let number = attribute(&tag, "r").and_then(|number| number.parse().ok());
                    let number: u32 = number.unwrap_or(next_row + 1);
                    next_row = number.clamp(1, ROWS);
                    next_column = 0;
                    let is_hidden = is_set(&tag, "hidden");
                    let number = next_row - 1;
                    draft.rows.push(SheetRow { number, is_hidden, cells: Vec::new() });
                }
                "c" => {
                    let place = attribute(&tag, "r").and_then(|name| cell_index(&name));
                    let row = next_row.saturating_sub(1);
                    let cell = place.unwrap_or(CellIndex { row, column: next_column });
                    // Cells stand in the order of their columns.
                    let column = cell.column.max(next_column);
                    next_column = column + 1;
                    let value = CellValue::read(&mut xml, &tag, book)?;
                    let Some(row) = draft.rows.last_mut() else { continue };
                    if value.is_empty() {
                        continue;
                    }
                    let is_full = *left == 0 || places.text.len() + value.text.len() > TEXT;
                    if is_full || column >= COLUMNS {
                        draft.too_many(Span::new(places.text.len(), places.text.len()));
                        if is_full {
                            break;
                        }
                        continue;
                    }
                    *left -= 1;
                    let cell = CellIndex { row: row.number, column };
                    let span = places.add(&value.text, book.sheet, Some(cell));
                    if value.is_computed {
                        draft.remarks.push(Remark { span, kind: RemarkKind::Computed });
                        continue;
                    }
                    row.cells.push(CellDraft { column, span });
                    if let Some(address) = value.address {
                        draft.links.insert((cell.row, column), address);
                    }
                }
                "mergeCell" => {
                    if let Some(range) = attribute(&tag, "ref").and_then(|name| cells(&name)) {
                        draft.merges.push(range);
                    }
                }
                "hyperlink" => {
                    let range = attribute(&tag, "ref").and_then(|name| cells(&name));
                    let id = attribute(&tag, "id").unwrap_or_default();
                    if let (Some((first, _)), Some(address)) = (range, book.links.get(&id)) {
                        draft.links.insert((first.row, first.column), address.clone());
                    }
                }
                _ => {}
            }
        }
        draft.rows.retain(|row| !row.cells.is_empty());
        draft.rows.sort_by_key(|row| row.number);
        Ok(draft)
    }

    fn too_many(&mut self, span: Span) {
        if self.remarks.iter().all(|remark| remark.kind != RemarkKind::TooMany) {
            self.remarks.push(Remark { span, kind: RemarkKind::TooMany });
        }
    }

    /// The rows with their cells by column.
    fn rows(&mut self, text: &str) -> Vec<Row> {
        self.leave_out_hidden_columns();
        let mut rows: Vec<Row> = self
            .rows
            .iter()
            .map(|draft| {
                let width = draft.cells.last().map_or(0, |cell| cell.column as usize + 1);
                let mut cells = vec![Cell::default(); width];
                for cell in &draft.cells {
                    let link = self.links.get(&(draft.number, cell.column));
                    cells[cell.column as usize] = cell_of(text, cell.span, link);
                }
                let start = draft.cells.first().map_or(0, |cell| cell.span.start);
                let end = draft.cells.last().map_or(0, |cell| cell.span.end);
                let span = Span { start, end };
                Row { span, is_head: false, is_shown: !draft.is_hidden, cells }
            })
            .collect();
        self.fill_merged(&mut rows);
        let mut hidden = rows.iter().filter(|row| !row.is_shown);
        if let Some(first) = hidden.next() {
            let end = hidden.next_back().unwrap_or(first).span.end;
            let span = Span { start: first.span.start, end };
            self.remarks.push(Remark { span, kind: RemarkKind::HiddenRows });
        }
        rows
    }

    /// Drops the cells that nobody sees, and says so once.
    fn leave_out_hidden_columns(&mut self) {
        let mut is_hidden = [false; COLUMNS as usize];
        for &(first, last) in &self.hidden_columns {
            let last = last.min(COLUMNS - 1);
            (first..=last).for_each(|column| is_hidden[column as usize] = true);
        }
        let mut first = None;
        for row in &mut self.rows {
            row.cells.retain(|cell| {
                let is_kept = !is_hidden[cell.column as usize];
                if !is_kept && !row.is_hidden {
                    first.get_or_insert(cell.span);
                }
                is_kept
            });
        }
        self.rows.retain(|row| !row.cells.is_empty());
        if let Some(span) = first {
            self.remarks.push(Remark { span, kind: RemarkKind::HiddenRows });
        }
    }

    /// Gives the cells of a merged range its value: those below it, and beside it where the row
    /// has other cells, so that a title over the whole table stays one cell.
    fn fill_merged(&self, rows: &mut [Row]) {
        // Ranges may overlap: together they copy no more bytes and cells than may be read.
        let mut left = TEXT;
        for &(first, last) in &self.merges {
            let start = self.rows.partition_point(|row| row.number < first.row);
            let end = self.rows.partition_point(|row| row.number <= last.row);
            let columns = first.column as usize..=(last.column.min(COLUMNS - 1)) as usize;
            let Some(row) = self.rows.get(start).filter(|row| row.number == first.row) else {
                continue;
            };
            let Some(from) = rows[start].cells.get(*columns.start()) else { continue };
            let is_alone = row.cells.iter().all(|cell| columns.contains(&(cell.column as usize)));
            let from = from.clone();
            if from.text.is_empty() || (is_alone && end == start + 1) {
                continue;
            }
            for (index, row) in rows.iter_mut().enumerate().take(end).skip(start) {
                for column in columns.clone() {
                    if index == start && column == *columns.start() {
                        continue;
                    }
                    let cost = from.text.text().len() + size_of::<Cell>();
                    let Some(rest) = left.checked_sub(cost) else { return };
                    left = rest;
                    if row.cells.len() <= column {
                        row.cells.resize_with(column + 1, Cell::default);
                    }
                    let is_left = column > *columns.start();
                    let origin = if is_left { CellOrigin::Left } else { CellOrigin::Above };
                    row.cells[column] = Cell { origin, ..from.clone() };
                }
            }
        }
    }
}

/// A cell with its text, and where it links to.
fn cell_of(text: &str, span: Span, link: Option<&String>) -> Cell {
    let mut builder = RichBuilder::default();
    if let Some(address) = link {
        builder.open_link(LinkTarget::new(address, span, false));
    }
    builder.text_lines(&text[span.range()], span.start as usize);
    if link.is_some() {
        builder.close_link();
    }
    Cell { span, text: builder.finish(), ..Cell::default() }
}

/// The value of a cell as a spreadsheet shows it.
#[derive(Debug, Default)]
struct CellValue {
    text: String,
    /// The address of a formula that makes a link.
    address: Option<String>,
    /// True if it is a formula whose value is not stored, or an error.
    is_computed: bool,
}

impl CellValue {
    fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Reads what is inside of a cell, up to its end.
    fn read(
        xml: &mut XmlPart<'_>,
        tag: &BytesStart<'_>,
        book: &Book<'_>,
    ) -> Result<Self, WorkbookProblem> {
        let kind = attribute(tag, "t").unwrap_or_default();
        let style = attribute(tag, "s").and_then(|style| style.parse().ok()).unwrap_or(0);
        let (mut value, mut formula) = (String::new(), String::new());
        let mut inside = String::new();
        loop {
            match xml.next()? {
                None => return Err(xml.damaged()),
                Some(XmlEvent::Start(tag)) if tag.local_name().as_ref() == "is" => {
                    read_text(xml, "is", &mut value)?;
                }
                Some(XmlEvent::Start(tag)) => inside = tag.local_name().as_ref().to_owned(),
                Some(XmlEvent::End(name)) if name == "c" => break,
                Some(XmlEvent::End(_)) => inside.clear(),
                Some(XmlEvent::Text(text)) => match inside.as_str() {
                    "v" => value.push_str(&text),
                    "f" => formula.push_str(&text),
                    _ => {}
                },
            }
        }
        let text = match kind.as_str() {
            "s" => {
                let shared = value.trim().parse().ok().and_then(|at| book.strings.get(at));
                shared.unwrap_or_default().to_owned()
            }
            "b" if value.trim() == "1" => "TRUE".to_owned(),
            "b" if value.trim() == "0" => "FALSE".to_owned(),
            "" | "n" => book.dates.day(style, &value).unwrap_or(value),
            // A day that is stored as a text: `2026-11-21T00:00:00`.
            "d" => value.split('T').next().unwrap_or_default().to_owned(),
            _ => value,
        };
        let (address, shown) = link_in(&formula);
        let is_computed = text.trim().is_empty() && !formula.trim().is_empty();
        Ok(match shown {
            Some(shown) if is_computed => Self { text: shown, address, is_computed: false },
            _ if is_computed => Self { text: format!("={formula}"), address, is_computed },
            _ => Self { text, address, is_computed: kind == "e" },
        })
    }
}

/// The address and the text in `HYPERLINK("https://...", "Larch")`.
fn link_in(formula: &str) -> (Option<String>, Option<String>) {
    const CALL: &str = "HYPERLINK(";
    let formula = formula.trim();
    let is_call = formula.get(..CALL.len()).is_some_and(|name| name.eq_ignore_ascii_case(CALL));
    let inner = if is_call { &formula[CALL.len()..] } else { "" };
    let Some((address, rest)) = inner.strip_prefix('"').and_then(|rest| rest.split_once('"'))
    else {
        return (None, None);
    };
    // Some languages separate arguments with a semicolon.
    let shown = rest.trim_start().strip_prefix([',', ';']).map(str::trim_start);
    let shown = shown.and_then(|text| text.strip_prefix('"')?.strip_suffix("\")"));
    let shown = shown.filter(|text| !text.contains('"')).map(str::to_owned);
    (Some(address.to_owned()), shown)
}

/// A cell by its name, such as `B4`.
fn cell_index(name: &str) -> Option<CellIndex> {
    let name = name.as_bytes();
    let letters = name.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    if !(1..=3).contains(&letters) {
        return None;
    }
    let digit = |byte: &u8| u32::from(byte.to_ascii_uppercase() - b'A') + 1;
    let column = name[..letters].iter().fold(0, |column, byte| column * 26 + digit(byte)) - 1;
    let row: u32 = std::str::from_utf8(&name[letters..]).ok()?.parse().ok()?;
    (1..=ROWS).contains(&row).then(|| CellIndex { row: row - 1, column })
}

/// The first and the last cell of a range, such as `A1:C3` or `A1`.
fn cells(name: &str) -> Option<(CellIndex, CellIndex)> {
    let (first, last) = name.split_once(':').unwrap_or((name, name));
    let (first, last) = (cell_index(first)?, cell_index(last)?);
    (first.row <= last.row && first.column <= last.column).then_some((first, last))
}
