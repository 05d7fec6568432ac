//! Spreadsheets of Excel, as the tables of their sheets. They have no text to point at,
//! so that spans are empty and each cell says its place.

use super::block::{Cell, CellOrigin, PageBlocks, PageLimits, Remark, RemarkKind, Row};
use super::csv::blocks_of;
use super::rich::{LinkTarget, Rich, RichBuilder};
use crate::text::Span;
use calamine::{DataRef, Reader as _, SheetType, SheetVisible, Xlsx};
use std::collections::{BTreeMap, HashMap};
use std::io::{Cursor, Read as _};

/// Bytes that all parts of a file may unpack to.
const MAX_UNPACKED: u64 = 256 << 20;

/// Parts of a file.
const MAX_PARTS: usize = 10_000;

/// A row and a column, from 0.
type SheetPlace = (u32, u32);

/// Reads the sheets with their names.
///
/// # Errors
/// The reason why the file cannot be read, as a phrase.
pub(crate) fn read(bytes: &[u8], limits: &PageLimits) -> Result<Vec<(String, PageBlocks)>, String> {
    check_size(bytes)?;
    let broken = |error: calamine::XlsxError| format!("the spreadsheet cannot be read: {error}");
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let sheets = book.sheets_metadata().to_vec();
    let mut pages = Vec::new();
    let mut left = limits.cells;
    for sheet in sheets {
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        let links = book.hyperlinks_by_sheet_name(&sheet.name).unwrap_or_default();
        let links: HashMap<SheetPlace, String> =
            links.into_iter().filter_map(|link| Some((link.range.start, link.target?))).collect();
        let merged = book.merge_cells_by_sheet_name(&sheet.name).unwrap_or_default();
        let mut grid = Grid { name: &sheet.name, rows: BTreeMap::new(), left, is_cut: false };
        let mut cells = book.worksheet_cells_reader(&sheet.name).map_err(broken)?;
        while let Some(cell) = cells.next_cell().map_err(broken)? {
            let place = cell.get_position();
            let text = text_of(cell.get_value());
            if !text.trim().is_empty() && !grid.put(place, rich(&text, links.get(&place))) {
                break;
            }
        }
        for area in merged {
            grid.spread(area.start, area.end);
        }
        left = grid.left;
        let mut page = PageBlocks::default();
        if grid.is_cut {
            let remark = Remark { span: Span::default(), kind: RemarkKind::TooMany };
            page.remarks.push(remark);
        }
        let rows = grid.rows.into_values().collect();
        page.blocks = blocks_of("", rows);
        for block in &mut page.blocks {
            block.is_shown = sheet.visible == SheetVisible::Visible;
        }
        pages.push((sheet.name, page));
    }
    Ok(pages)
}

/// Unpacks all parts and counts: what the file says about its sizes may be false.
fn check_size(bytes: &[u8]) -> Result<(), String> {
    let broken = |error: zip::result::ZipError| format!("the file is no spreadsheet: {error}");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    if archive.len() > MAX_PARTS {
        return Err(format!("the spreadsheet has more than {MAX_PARTS} parts"));
    }
    let mut left = MAX_UNPACKED;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(broken)?;
        let copied = std::io::copy(&mut part.take(left + 1), &mut std::io::sink());
        let copied = copied.map_err(|error| format!("the file is no spreadsheet: {error}"))?;
        left = left.checked_sub(copied).ok_or_else(|| {
            format!("the spreadsheet unpacks to more than {} MiB", MAX_UNPACKED >> 20)
        })?;
    }
    Ok(())
}

/// The rows of a sheet that hold something, in order, by their number.
struct Grid<'a> {
    name: &'a str,
    rows: BTreeMap<u32, Row>,
    /// Cells that may still be added, empty ones among them.
    left: usize,
    is_cut: bool,
}

impl Grid<'_> {
    /// Sets a cell; false if there are too many.
    fn put(&mut self, place: SheetPlace, text: Rich) -> bool {
        let Some(cell) = self.cell(place) else { return false };
        cell.text = text;
        true
    }

    /// The cell at a place, which is made with those to the left of it.
    fn cell(&mut self, (row, column): SheetPlace) -> Option<&mut Cell> {
        let blank = || Row { is_shown: true, ..Row::default() };
        let cells = &mut self.rows.entry(row).or_insert_with(blank).cells;
        let missing = (column as usize + 1).saturating_sub(cells.len());
        if missing > self.left {
            self.is_cut = true;
            return None;
        }
        self.left -= missing;
        for column in cells.len()..cells.len() + missing {
            let place = format!("{}!{}{}", self.name, column_name(column), u64::from(row) + 1);
            cells.push(Cell { place: Some(place.into()), ..Cell::default() });
        }
        cells.get_mut(column as usize)
    }

    /// Repeats the text of a merged area in each of its rows and columns that hold something.
    fn spread(&mut self, start: SheetPlace, end: SheetPlace) {
        let Some(text) = self.cell(start).map(|cell| cell.text.clone()) else { return };
        let rows = self.rows.range(start.0..=end.0.max(start.0));
        let rows: Vec<u32> = rows.map(|(number, _)| *number).collect();
        for row in rows {
            for column in start.1..=end.1 {
                if (row, column) == start {
                    continue;
                }
                let origin = if row > start.0 { CellOrigin::Above } else { CellOrigin::Left };
                // Areas that overlap are counted each time.
                let Some(left) = self.left.checked_sub(1) else {
                    self.is_cut = true;
                    return;
                };
                self.left = left;
                let Some(cell) = self.cell((row, column)).filter(|cell| cell.text.is_empty())
                else {
                    if self.is_cut {
                        return;
                    }
                    continue;
                };
                cell.text = text.clone();
                cell.origin = origin;
            }
        }
    }
}

/// The letters of a column.
fn column_name(mut column: usize) -> String {
    let mut name = Vec::new();
    loop {
        name.push(char::from(b'A' + u8::try_from(column % 26).unwrap_or(0)));
        if column < 26 {
            break;
        }
        column = column / 26 - 1;
    }
    name.iter().rev().collect()
}

fn rich(text: &str, link: Option<&String>) -> Rich {
    let mut builder = RichBuilder::default();
    if let Some(link) = link {
        builder.open_link(LinkTarget::new(link, Span::default(), false));
    }
    builder.decoded_lines(text, Span::default());
    builder.finish()
}

/// The value of a cell as text; dates as ISO 8601 has them.
fn text_of(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.clone()
        }
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(value) => value.to_string(),
        DataRef::DateTime(date) if date.is_duration() => date.as_f64().to_string(),
        DataRef::DateTime(date) => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::block::Content;
    use crate::page::dump::dump;
    use std::io::Write as _;

    /// A file with one sheet of these rows.
    fn book(rows: &str) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let sheet = format!(
            r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData><mergeCells count="1"><mergeCell ref="A3:A4"/></mergeCells></worksheet>"#
        );
        for (name, content) in [
            (
                "[Content_Types].xml",
                r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#,
            ),
            (
                "_rels/.rels",
                r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
            ),
            (
                "xl/workbook.xml",
                r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="ItemList" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
            ),
            (
                "xl/_rels/workbook.xml.rels",
                r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
            ),
            ("xl/worksheets/sheet1.xml", sheet.as_str()),
        ] {
            zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(content.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn text_cell(place: &str, text: &str) -> String {
        format!(r#"<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>"#)
    }

    #[test]
    fn a_sheet_is_a_table_whose_cells_say_their_place() {
        let rows = [
            ("1", vec![text_cell("A1", "Our vendors")]),
            ("2", vec![text_cell("A2", "Name"), text_cell("B2", "Purpose")]),
            ("3", vec![text_cell("A3", "Larch &amp; Co"), text_cell("B3", "Mail")]),
            ("4", vec![text_cell("B4", "News"), r#"<c r="D4"><v>7</v></c>"#.to_owned()]),
        ];
        let rows: Vec<String> = rows
            .iter()
            .map(|(number, cells)| format!(r#"<row r="{number}">{}</row>"#, cells.concat()))
            .collect();
        let pages = read(&book(&rows.concat()), &PageLimits::default()).unwrap();
        assert_eq!(pages.len(), 1);
        assert_eq!(pages[0].0, "List");
        assert_eq!(
            dump(&pages[0].1),
            "h1 Our vendors\ntable\n  head Name | Purpose\n  row Larch & Co | Mail\n  row ^Larch & Co | News |  | 7\n"
        );
        let Content::Table(table) = &pages[0].1.blocks[1].content else { panic!("table") };
        assert_eq!(table.rows[2].cells[3].place.as_deref(), Some("List!D4"));
    }

    #[test]
    fn a_far_cell_ends_at_the_cap_and_takes_no_memory() {
        let rows: String = (1..100)
            .map(|row| format!(r#"<row r="{row}"><c r="XFD{row}"><v>1</v></c></row>"#))
            .collect();
        let pages = read(&book(&rows), &PageLimits::default()).unwrap();
        assert_eq!(pages[0].1.remarks[0].kind, RemarkKind::TooMany);
    }

    #[test]
    fn what_is_no_spreadsheet_is_told() {
        assert!(read(b"Name,Purpose", &PageLimits::default()).is_err());
        assert!(read(b"PK\x03\x04", &PageLimits::default()).is_err());
    }

    #[test]
    fn columns_have_their_letters() {
        let names = [0, 25, 26, 701, 702, 16_383].map(column_name);
        assert_eq!(names, ["A", "Z", "AA", "ZZ", "AAA", "XFD"]);
    }
}
