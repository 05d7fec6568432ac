//! XLSX workbooks: each sheet is a table, and each value is from a cell.
//!
//! A workbook is a ZIP archive of XML. The texts of its cells are put one after the other, so
//! that blocks have bytes as those of any page have, and [`CellPlaces`] says which cell some
//! bytes are from. Calamine would read the cells as well: it reserves the memory that a
//! workbook says it needs, so that a file of 1 KB ends the program, and it does not tell
//! which rows are hidden.

mod archive;
mod dates;
mod sheet;
mod strings;
mod xml;

#[cfg(test)]
mod tests;

use super::block::{Block, Content, PageArea, PageBlocks, PageLimits, Remark, RemarkKind};
use super::rich::RichBuilder;
use crate::text::Span;
use archive::Archive;
use dates::DateStyles;
use strings::SharedStrings;

/// Bytes that all parts of a workbook may unpack to.
const UNPACKED: usize = 32 << 20;

/// Bytes of the texts of all cells.
const TEXT: usize = 8 << 20;

/// Sheets that are read.
const SHEETS: usize = 256;

/// A workbook as its reader saw it.
#[derive(Debug)]
pub(crate) struct Workbook {
    /// Its sheets as blocks.
    pub(crate) page: PageBlocks,
    /// The cell of each byte.
    pub(crate) places: CellPlaces,
}

/// A workbook that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum WorkbookProblem {
    /// It is encrypted.
    Password,
    /// It is a workbook of before 2007, or something else of that time.
    Old,
    /// The archive is damaged or cut off.
    Damaged,
    /// It is something else, or an archive without a workbook of this kind.
    NoWorkbook,
    /// It unpacks to more than is read.
    TooLarge,
    /// A part of it is no XML.
    Part(String),
}

impl WorkbookProblem {
    /// A lower-case phrase, and the advice.
    pub(crate) fn advice(&self) -> (String, &'static str) {
        const SAVE: &str = "Open it in a spreadsheet program and save it as XLSX or CSV.";
        match self {
            Self::Password => (
                "the workbook is protected by a password".to_owned(),
                "Save it without the password, or save its sheet as a CSV file.",
            ),
            Self::Old => ("it is in an old format of Excel".to_owned(), SAVE),
            Self::Damaged => {
                ("the workbook is damaged or cut off".to_owned(), "Get the file again.")
            }
            Self::NoWorkbook => ("it holds no XLSX workbook".to_owned(), SAVE),
            Self::TooLarge => (
                format!("the workbook unpacks to more than {} MB", UNPACKED >> 20),
                "Save the sheet with the list as a CSV file.",
            ),
            Self::Part(name) => (format!("`{name}` in the workbook is damaged"), SAVE),
        }
    }
}

/// The cells that the texts of a workbook are from.
#[derive(Debug, Default)]
pub(crate) struct CellPlaces {
    /// The names of the sheets.
    sheets: Vec<String>,
    /// The starts of the texts of cells, in order; the name of a sheet has no cell.
    starts: Vec<CellStart>,
    /// The texts, one after the other.
    text: String,
}

/// The start of the text of a cell.
#[derive(Clone, Copy, Debug)]
struct CellStart {
    offset: u32,
    sheet: u32,
    cell: Option<CellIndex>,
}

/// A row and a column, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct CellIndex {
    row: u32,
    column: u32,
}

impl CellPlaces {
    /// The cell of a byte as spreadsheets write it: `Sheet1!B4`, `'Our vendors'!B4`.
    pub(crate) fn cell(&self, offset: u32) -> String {
        let next = self.starts.partition_point(|start| start.offset <= offset);
        let Some(start) = self.starts[..next].last() else { return String::new() };
        let sheet = &self.sheets[start.sheet as usize];
        let is_word = sheet.chars().all(|char| char.is_alphanumeric() || char == '_');
        let sheet =
            if is_word { sheet.clone() } else { format!("'{}'", sheet.replace('\'', "''")) };
        match start.cell {
            Some(cell) => format!("{sheet}!{}{}", column_name(cell.column), cell.row + 1),
            None => sheet,
        }
    }

    /// Adds the text of a cell, or the name of a sheet.
    fn add(&mut self, text: &str, sheet: usize, cell: Option<CellIndex>) -> Span {
        let start = self.text.len();
        let offset = u32::try_from(start).expect("internal: texts are capped");
        let sheet = u32::try_from(sheet).expect("internal: sheets are capped");
        self.starts.push(CellStart { offset, sheet, cell });
        self.text.push_str(text);
        self.text.push('\n');
        Span::new(start, start + text.len())
    }
}

/// `A` to `Z`, `AA` and so on.
fn column_name(mut column: u32) -> String {
    let mut name = Vec::new();
    loop {
        name.push(char::from(b'A' + u8::try_from(column % 26).expect("internal: below 26")));
        match (column / 26).checked_sub(1) {
            Some(rest) => column = rest,
            None => break,
        }
    }
    name.iter().rev().collect()
}

/// Reads a workbook.
///
/// # Errors
/// What keeps it from being read.
pub(crate) fn read(bytes: &[u8], limits: &PageLimits) -> Result<Workbook, WorkbookProblem> {
    let mut archive = Archive::open(bytes, UNPACKED)?;
    let index = archive.index()?;
    let strings = match &index.strings {
        Some(path) => SharedStrings::read(&archive.part(path)?, path)?,
        None => SharedStrings::default(),
    };
    let dates = match &index.styles {
        Some(path) => DateStyles::read(&archive.part(path)?, path, index.is_1904)?,
        None => DateStyles::default(),
    };
    let mut page = PageBlocks::default();
    let mut places = CellPlaces::default();
    let mut cells = limits.cells;
    for (number, sheet) in index.sheets.iter().take(SHEETS).enumerate() {
        let xml = archive.part(&sheet.path)?;
        let links = archive.links_of(&sheet.path)?;
        places.sheets.push(sheet.name.clone());
        let name = places.add(&sheet.name, number, None);
        let book = sheet::Book { strings: &strings, dates: &dates, links: &links, sheet: number };
        let part = sheet::read(&xml, &sheet.path, &book, &mut places, &mut cells)?;
        if part.blocks.is_empty() {
            continue;
        }
        let mut heading = RichBuilder::default();
        heading.text(&sheet.name, name.start as usize);
        page.blocks.push(Block {
            span: name,
            area: PageArea::Main,
            is_shown: sheet.is_shown,
            content: Content::Heading { level: 1, text: heading.finish() },
        });
        page.blocks.extend(part.blocks.into_iter().map(|mut block| {
            block.is_shown = sheet.is_shown;
            if let Content::Heading { level, .. } = &mut block.content {
                *level += 1;
            }
            block
        }));
        // The sheet as a whole is said to be left out.
        page.remarks.extend(part.remarks.into_iter().filter(|_| sheet.is_shown));
    }
    if index.sheets.len() > SHEETS {
        page.remarks.push(Remark { span: Span::default(), kind: RemarkKind::TooMany });
    }
    Ok(Workbook { page, places })
}
