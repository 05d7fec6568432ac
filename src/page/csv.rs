//! Tables of separated values, as RFC 4180 has them and as spreadsheets write them.

use super::block::{
    Block, Cell, Content, PageArea, PageBlocks, PageLimits, PageTable, Pair, Remark, RemarkKind,
    Row,
};
use super::rich::{Rich, RichBuilder};
use super::words::entry_field;
use crate::text::Span;
use std::ops::Range;

/// Separators of cells, the likeliest first.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Records that the separator is told by.
const SAMPLE: usize = 50;

/// Rows that may stand above the header.
const MAX_ABOVE: usize = 12;

/// Characters of a cell that may be the name of a column.
const MAX_NAME: usize = 60;

/// Reads a table. Lines above its header become blocks of their own.
#[must_use]
pub(crate) fn read(text: &str, limits: &PageLimits) -> PageBlocks {
    let mut page = PageBlocks::default();
    let mut start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let declared = declared_separator(&text[start..]);
    if let Some((_, len)) = declared {
        start += len;
    }
    let separator = declared.map_or_else(|| separator_of(text, start), |(separator, _)| separator);
    let mut splitter = Splitter::new(text, start, separator);
    let mut rows = Vec::new();
    let mut cells = 0;
    while let Some(record) = splitter.next_record() {
        cells += record.cells.len();
        if cells > limits.cells {
            let span = Span::new(record.range.start, text.len());
            page.remarks.push(Remark { span, kind: RemarkKind::TooMany });
            break;
        }
        let row = row_of(text, &record);
        if row.cells.iter().any(|cell| !cell.text.is_empty()) {
            rows.push(row);
        }
    }
    page.remarks
        .extend(splitter.unclosed.iter().map(|&span| Remark { span, kind: RemarkKind::Unclosed }));
    page.blocks = blocks_of(text, rows);
    page
}

/// The blocks that rows of a sheet make: what stands above the header, and one table.
pub(super) fn blocks_of(text: &str, mut rows: Vec<Row>) -> Vec<Block> {
    let above = rows_above_header(&rows);
    let table = rows.split_off(above);
    let mut blocks = Vec::new();
    for (index, row) in rows.into_iter().enumerate() {
        blocks.push(block_above(text, row, index == 0));
    }
    let Some((first, rest)) = table.split_first() else { return blocks };
    let span = Span { start: first.span.start, ..table.last().map_or(first.span, |row| row.span) };
    let is_head = is_header(first, rest);
    let mut rows = table;
    rows[0].is_head = is_head;
    blocks.push(Block {
        span,
        area: PageArea::Main,
        is_shown: true,
        content: Content::Table(PageTable { caption: None, rows }),
    });
    blocks
}

/// The separator that the first line names for spreadsheets, `sep=;`, and the length of
/// the line.
fn declared_separator(text: &str) -> Option<(u8, usize)> {
    let line = text.split_inclusive('\n').next()?;
    let name = line.trim_end_matches(['\n', '\r']).strip_prefix("sep=")?;
    let &[separator] = name.as_bytes() else { return None };
    SEPARATORS.contains(&separator).then_some((separator, line.len()))
}

/// The separator that most of the first records agree on; the comma if none does.
fn separator_of(text: &str, start: usize) -> u8 {
    let mut best = (0, 0, SEPARATORS[0]);
    for separator in SEPARATORS {
        let mut counts = Vec::new();
        let mut splitter = Splitter::new(text, start, separator);
        while counts.len() < SAMPLE
            && let Some(record) = splitter.next_record()
        {
            if record.cells.iter().any(|cell| !cell.range.is_empty()) {
                counts.push(record.cells.len());
            }
        }
        let (columns, rows) = usual(&counts);
        // Rows that agree count, and of two that agree alike the one with more columns.
        if columns > 1 && (rows, columns) > (best.0, best.1) {
            best = (rows, columns, separator);
        }
    }
    best.2
}

/// The commonest count, the larger of two, and how often it occurs.
fn usual(counts: &[usize]) -> (usize, usize) {
    let mut sorted = counts.to_vec();
    sorted.sort_unstable();
    let mut best = (0, 0);
    for same in sorted.chunk_by(|a, b| a == b) {
        if same.len() >= best.1 {
            best = (same[0], same.len());
        }
    }
    best
}

/// The rows before the header: titles, dates and the like.
fn rows_above_header(rows: &[Row]) -> usize {
    let columns: Vec<usize> = rows.iter().map(filled).collect();
    let (usual, _) = usual(&columns);
    if usual < 2 {
        return 0;
    }
    let first = rows.iter().take(MAX_ABOVE);
    let names =
        |row: &Row| row.cells.iter().filter(|cell| entry_field(cell.text.text()).is_some()).count();
    let named = first.map(names).position(|names| names > 1);
    if let Some(header) = named
        && columns[..header].iter().all(|&count| count < columns[header])
    {
        return header;
    }
    columns.iter().take(MAX_ABOVE).take_while(|&&count| count == 1).count()
}

fn filled(row: &Row) -> usize {
    row.cells.iter().filter(|cell| !cell.text.is_empty()).count()
}

/// A row above the header as a block: a heading, a term and its text, or a sentence.
fn block_above(text: &str, row: Row, is_first: bool) -> Block {
    let mut texts: Vec<Rich> =
        row.cells.into_iter().map(|cell| cell.text).filter(|text| !text.is_empty()).collect();
    let content = match texts.len() {
        1 => {
            let text = texts.remove(0);
            if is_first && is_title(text.text()) {
                Content::Heading { level: 1, text }
            } else {
                Content::Paragraph(text)
            }
        }
        // A sentence with a comma was split as if it were cells.
        2 if !is_split_sentence(text, &texts) => {
            let said = texts.remove(1);
            Content::Pairs(vec![Pair { term: texts.remove(0), text: said, inner: Vec::new() }])
        }
        _ => {
            let mut joined = RichBuilder::default();
            for (index, part) in texts.iter().enumerate() {
                if index > 0 {
                    let before = texts[index - 1].span().end as usize;
                    let between = before..part.span().start as usize;
                    let gap = text.get(between).unwrap_or_default();
                    if gap.is_empty() {
                        joined.space(part.span());
                    } else {
                        joined.text(gap, before);
                    }
                }
                joined.rich(part);
            }
            Content::Paragraph(joined.finish())
        }
    };
    Block { span: row.span, area: PageArea::Main, is_shown: true, content }
}

/// True if a space follows the separator, as after the comma of a sentence.
fn is_split_sentence(text: &str, parts: &[Rich]) -> bool {
    let between = parts[0].span().end as usize..parts[1].span().start as usize;
    text.get(between).is_some_and(|gap| gap == ", ")
}

fn is_title(text: &str) -> bool {
    !text.contains([':', '\n']) && !text.ends_with(['.', '!', '?']) && is_short(text)
}

/// True if the first row of a table names its columns.
fn is_header(first: &Row, rest: &[Row]) -> bool {
    if first.cells.iter().any(|cell| entry_field(cell.text.text()).is_some()) {
        return true;
    }
    let looks_like_name = |cell: &Cell| {
        let text = cell.text.text();
        is_short(text) && !text.contains(|char: char| char.is_ascii_digit())
    };
    let is_named = |cells: &[Cell]| cells.iter().all(looks_like_name);
    let own: Vec<&Cell> = first.cells.iter().filter(|cell| !cell.text.is_empty()).collect();
    own.len() > 1
        && is_named(&first.cells)
        && !rest.is_empty()
        && rest.iter().take(SAMPLE).all(|row| !is_named(&row.cells))
}

fn is_short(text: &str) -> bool {
    text.chars().nth(MAX_NAME).is_none()
}

/// A row of the table.
fn row_of(text: &str, record: &CsvRecord) -> Row {
    let cells = record.cells.iter().map(|raw| cell_of(text, raw)).collect();
    let span = Span::new(record.range.start, record.range.end);
    Row { span, is_head: false, is_shown: true, cells }
}

fn cell_of(text: &str, raw: &RawCell) -> Cell {
    let inner = &text[raw.range.clone()];
    let start = raw.range.start;
    let mut builder = RichBuilder::default();
    if raw.is_quoted {
        let mut from = 0;
        while let Some(at) = inner[from..].find("\"\"").map(|at| from + at) {
            builder.text_lines(&inner[from..at], start + from);
            builder.decoded("\"", Span::new(start + at, start + at + 2));
            from = at + 2;
        }
        builder.text_lines(&inner[from..], start + from);
    } else {
        builder.text(inner, start);
    }
    if !raw.rest.is_empty() {
        // Text after the closing quotation mark.
        builder.text(&text[raw.rest.clone()], raw.rest.start);
    }
    let trimmed = inner.len() - inner.trim_start().len();
    let span = Span::new(start + trimmed, start + trimmed + inner.trim().len());
    Cell { span, text: builder.finish(), ..Cell::default() }
}

/// A cell as it stands in the text.
#[derive(Debug)]
struct RawCell {
    /// Its bytes, without quotation marks.
    range: Range<usize>,
    /// The bytes between its closing quotation mark and the next separator.
    rest: Range<usize>,
    is_quoted: bool,
}

/// A record of cells.
#[derive(Debug)]
struct CsvRecord {
    /// Its bytes, without the line break.
    range: Range<usize>,
    cells: Vec<RawCell>,
}

/// Splits a text into records, one after the other.
struct Splitter<'t> {
    text: &'t str,
    at: usize,
    separator: u8,
    /// Bytes that may be read a second time because a quotation mark was not closed.
    rereads: usize,
    /// The offset before which no quotation mark opens a cell.
    plain_until: usize,
    unclosed: Vec<Span>,
}

impl<'t> Splitter<'t> {
    fn new(text: &'t str, start: usize, separator: u8) -> Self {
        let rereads = text.len();
        Self { text, at: start, separator, rereads, plain_until: 0, unclosed: Vec::new() }
    }

    fn next_record(&mut self) -> Option<CsvRecord> {
        if self.at >= self.text.len() {
            return None;
        }
        let start = self.at;
        let mut cells = Vec::new();
        loop {
            let cell = self.next_cell();
            let end = if cell.is_quoted { cell.rest.end } else { cell.range.end };
            cells.push(cell);
            match self.text.as_bytes().get(self.at) {
                Some(&byte) if byte == self.separator => self.at += 1,
                found => {
                    let is_pair = found == Some(&b'\r')
                        && self.text.as_bytes().get(self.at + 1) == Some(&b'\n');
                    self.at += if is_pair { 2 } else { usize::from(found.is_some()) };
                    let range = start..end.max(start);
                    return Some(CsvRecord { range, cells });
                }
            }
        }
    }

    /// Reads to the next separator or line break outside of quotation marks.
    fn next_cell(&mut self) -> RawCell {
        let bytes = self.text.as_bytes();
        let start = self.at;
        let is_blank = |byte: u8| byte == b' ' || (byte == b'\t' && self.separator != b'\t');
        let blank = bytes[start..].iter().take_while(|&&byte| is_blank(byte)).count();
        let open = start + blank;
        if bytes.get(open) == Some(&b'"')
            && open >= self.plain_until
            && let Some(end) = self.closing(open)
        {
            let rest = end + 1..self.plain_end(end + 1);
            self.at = rest.end;
            return RawCell { range: open + 1..end, rest, is_quoted: true };
        }
        self.at = self.plain_end(start);
        RawCell { range: start..self.at, rest: self.at..self.at, is_quoted: false }
    }

    /// The end of what is not quoted.
    fn plain_end(&self, start: usize) -> usize {
        let bytes = &self.text.as_bytes()[start..];
        let end = memchr::memchr3(self.separator, b'\n', b'\r', bytes);
        end.map_or(self.text.len(), |end| start + end)
    }

    /// The quotation mark that closes one. Where none does, or where one far below does by
    /// accident, the mark is a character like any other.
    fn closing(&mut self, open: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        // Once too much was read twice, a quoted cell ends in its line.
        let is_bounded = self.rereads == 0;
        let most = if is_bounded { self.line_end(open) } else { bytes.len() };
        let mut at = open + 1;
        let mut found = None;
        while let Some(next) = memchr::memchr(b'"', &bytes[at..most]).map(|next| at + next) {
            if bytes.get(next + 1) == Some(&b'"') && next + 1 < most {
                at = next + 2;
                continue;
            }
            found = Some(next);
            break;
        }
        let ends_cell = |end: usize| {
            let rest = self.text[end + 1..].trim_start_matches([' ', '\t']);
            let next = self.text.as_bytes().get(end + 1);
            rest.is_empty()
                || rest.starts_with(['\n', '\r', char::from(self.separator)])
                || next == Some(&self.separator)
        };
        if let Some(end) = found
            && (ends_cell(end) || memchr::memchr(b'\n', &bytes[open..end]).is_none())
        {
            return Some(end);
        }
        self.rereads = self.rereads.saturating_sub(found.unwrap_or(most) - open);
        self.plain_until = if is_bounded { most } else { open + 1 };
        self.unclosed.push(Span::new(open, open + 1));
        None
    }

    fn line_end(&self, start: usize) -> usize {
        let bytes = &self.text.as_bytes()[start..];
        memchr::memchr2(b'\n', b'\r', bytes).map_or(self.text.len(), |end| start + end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::dump::dump;

    fn shown(text: &str) -> String {
        dump(&read(text, &PageLimits::default()))
    }

    #[test]
    fn cells_are_read_as_spreadsheets_write_them() {
        for (principle, text, expected) in [
            (
                "the separator is the one that the rows agree on, and empty rows are dropped",
                "\u{feff}Vendor;Purpose, in short\nLarch, Inc.;Mail\n;\nPine;Hosting\n",
                "table\n  head Vendor | Purpose, in short\n  row Larch, Inc. | Mail\n  row Pine | Hosting\n",
            ),
            (
                "quotation marks keep separators, line breaks and doubled marks",
                "Vendor,Purpose\r\n\"Larch, Inc.\",\"Mail\nand \"\"news\"\"\"\r\n",
                "table\n  head Vendor | Purpose\n  row Larch, Inc. | Mail\\nand \"news\"\n",
            ),
            (
                "tabs separate, and a cell may start with a space before its mark",
                "Vendor\tCountry\nLarch\t \"DE\"\nPine\tUS\n",
                "table\n  head Vendor | Country\n  row Larch | DE\n  row Pine | US\n",
            ),
            (
                "the separator may be named in the first line",
                "sep=|\nVendor|Country\nLarch|DE\n",
                "table\n  head Vendor | Country\n  row Larch | DE\n",
            ),
            (
                "lines above the header are no rows",
                "Our subprocessors,,\nUpdated,2026-02-01,\n\"We tell you first.\",,\nName,Purpose,Country\nLarch,Mail,DE\n",
                "h1 Our subprocessors\npairs\n  Updated = 2026-02-01\np We tell you first.\ntable\n  head Name | Purpose | Country\n  row Larch | Mail | DE\n",
            ),
            (
                "a sentence above the header is not cut at its comma",
                "As of May 1, 2026\nName,Purpose,Country\nLarch,Mail,DE\n",
                "p As of May 1, 2026\ntable\n  head Name | Purpose | Country\n  row Larch | Mail | DE\n",
            ),
            (
                "rows without a header are rows",
                "Larch,Mail 1\nPine,Mail 2\n",
                "table\n  row Larch | Mail 1\n  row Pine | Mail 2\n",
            ),
            (
                "short words above longer rows are a header in any language",
                "Erste,Zweite\nLarch,Seit 2024\nPine,Seit 2025\n",
                "table\n  head Erste | Zweite\n  row Larch | Seit 2024\n  row Pine | Seit 2025\n",
            ),
            (
                "a row may be shorter or longer than others",
                "Name,Purpose\nLarch\nPine,Mail,DE\nOak,News\n",
                "table\n  head Name | Purpose\n  row Larch\n  row Pine | Mail | DE\n  row Oak | News\n",
            ),
            (
                "text after a closing mark belongs to the cell",
                "Name,Purpose\n\"Larch\" Inc.,Mail\n",
                "table\n  head Name | Purpose\n  row Larch Inc. | Mail\n",
            ),
            (
                "a mark that is never closed swallows nothing",
                "Name,Purpose\n\"Larch,Mail\nPine,News\n",
                "table\n  head Name | Purpose\n  row \"Larch | Mail\n  row Pine | News\nremark Unclosed\n",
            ),
            (
                "nor does one that a later mark closes by accident",
                "Name,Purpose\n\"Larch,Mail\nPine,the \"news\" desk\nOak,\"a, b\"\n",
                "table\n  head Name | Purpose\n  row \"Larch | Mail\n  row Pine | the \"news\" desk\n  row Oak | a, b\nremark Unclosed\n",
            ),
        ] {
            assert_eq!(shown(text), expected, "{principle}");
        }
    }

    #[test]
    fn cells_point_at_their_bytes() {
        let text = "Name,Purpose\n\"Larch\", \"a \"\"b\"\"\" \n";
        let page = read(text, &PageLimits::default());
        let Content::Table(table) = &page.blocks[0].content else { panic!("a table") };
        let cell = |at: usize| &text[table.rows[1].cells[at].span.range()];
        assert_eq!((cell(0), cell(1)), ("Larch", "a \"\"b\"\""));
        assert_eq!(&text[table.rows[1].span.range()], "\"Larch\", \"a \"\"b\"\"\" ");
        let map = table.rows[1].cells[1].text.map();
        assert_eq!(&text[map.part(2..3).range()], "\"\"");
        assert_eq!(map.exact(2..3), None);
    }

    #[test]
    fn what_is_beyond_a_cap_is_a_remark() {
        let limits = PageLimits { cells: 5, ..PageLimits::default() };
        let page = read("a,b\nc,d\ne,f\ng,h\n", &limits);
        assert_eq!(page.remarks.len(), 1);
        assert_eq!(page.remarks[0].kind, RemarkKind::TooMany);
    }

    #[test]
    fn many_marks_that_are_never_closed_take_linear_time() {
        for text in ["\"a,\n".repeat(100_001), "\"a\"b\n,\"".repeat(100_000)] {
            assert!(!read(&text, &PageLimits::default()).blocks.is_empty());
        }
    }
}
