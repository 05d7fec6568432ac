//! Workbooks that are written here, part by part.

use super::*;
use crate::page::ReadPage;
use crate::page::dump::dump;
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const HEAD: &str = "<Vendor> <Purpose> <Country>";

/// A workbook with these parts.
fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A workbook of one sheet.
fn book(sheet: &str, strings: &str, styles: &str) -> Vec<u8> {
    let sheet = format!("<worksheet>{sheet}</worksheet>");
    archive(&[
        ("xl/workbook.xml", BOOK),
        ("xl/_rels/workbook.xml.rels", RELS),
        ("xl/worksheets/sheet1.xml", &sheet),
        (
            "xl/sharedStrings.xml",
            &format!("<sst uniqueCount=\"99999999999999999\">{strings}</sst>"),
        ),
        ("xl/styles.xml", &format!("<styleSheet>{styles}</styleSheet>")),
    ])
}

const BOOK: &str = r#"<workbook><sheets><sheet name="Sheet1" r:id="r1"/></sheets></workbook>"#;
const RELS: &str = r#"<Relationships>
    <Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/>
    <Relationship Id="r2" Type="x/sharedStrings" Target="/xl/sharedstrings.xml"/>
    <Relationship Id="r3" Type="x/styles" Target="styles.xml"/>
  </Relationships>"#;

/// Rows of cells with texts of their own: `<Larch> <Mail>`.
fn rows(lines: &[&str]) -> String {
    let cell = |text: &str| format!(r#"<c t="inlineStr"><is><t>{text}</t></is></c>"#);
    let row = |line: &&str| {
        let inner = line.strip_prefix('<').and_then(|line| line.strip_suffix('>')).unwrap();
        let cells = inner.split("> <").map(cell);
        format!("<row>{}</row>", cells.collect::<String>())
    };
    format!("<sheetData>{}</sheetData>", lines.iter().map(row).collect::<String>())
}

fn dumped(sheet: &str, strings: &str, styles: &str) -> String {
    let read = read(&book(sheet, strings, styles), &PageLimits::default());
    dump(&read.expect("a workbook").page)
}

fn problem(bytes: &[u8]) -> String {
    read(bytes, &PageLimits::default()).expect_err("no workbook").advice().0
}

#[test]
fn cells_are_read_as_spreadsheets_write_them() {
    let start =
        r#"<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>"#;
    let strings = "<si><t>Vendor</t></si><si><t>Country</t></si><si><r><t>La</t></r><r><t xml:space=\"preserve\">rch &amp; Co</t></r><rPh><t>ラ</t></rPh></si>";
    for (principle, row, expected) in [
        (
            "runs are one text, and readings none",
            r#"<c r="A2" t="s"><v>2</v></c><c r="B2" t="str"><f>X</f><v>DE</v></c>"#,
            "Larch & Co | DE",
        ),
        ("columns may be left out", r#"<c r="B2" t="inlineStr"><is><t>DE</t></is></c>"#, " | DE"),
        (
            "a line may be broken",
            r#"<c t="inlineStr"><is><t>Larch_x000D_
Pine</t></is></c>"#,
            "Larch\\nPine",
        ),
        (
            "a number is no day",
            r#"<c r="A2"><v>Larch</v></c><c r="B2"><v>30</v></c>"#,
            "Larch | 30",
        ),
        ("a truth", r#"<c r="A2" t="b"><v>1</v></c>"#, "TRUE"),
        (
            "a text that is not there",
            r#"<c r="A2" t="s"><v>99</v></c><c r="B2" t="s"><v>1</v></c>"#,
            " | Country",
        ),
    ] {
        let sheet = format!("{start}<row r=\"2\">{row}</row></sheetData>");
        let expected = format!("h1 Sheet1\ntable\n  head Vendor | Country\n  row {expected}\n");
        assert_eq!(dumped(&sheet, strings, ""), expected, "{principle}");
    }
}

#[test]
fn days_are_numbers_with_a_format() {
    let styles = r##"<numFmts><numFmt numFmtId="164" formatCode="dd\.mm\.yyyy;@"/>
        <numFmt numFmtId="165" formatCode="#,##0&quot; days&quot;"/></numFmts>
        <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
        <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/>
        <xf numFmtId="14" applyNumberFormat="0"/><xf numFmtId="20"/></cellXfs>"##;
    for (style, number, expected) in [
        (0, "46328", "46328"),
        (1, "46328", "2026-11-02"),
        (2, "46328.75", "2026-11-02"),
        (3, "30", "30"),
        (4, "46328", "46328"),
        (5, "0.5", "0.5"),
        (1, "1", "1900-01-01"),
        (1, "61", "1900-03-01"),
        (1, "-4", "-4"),
        (1, "1e300", "1e300"),
        (1, "NaN", "NaN"),
        (9, "46328", "46328"),
    ] {
        let sheet = format!(
            "<sheetData><row><c><v>Vendor</v></c><c><v>Since</v></c></row>\
             <row><c><v>Larch</v></c><c s=\"{style}\"><v>{number}</v></c></row></sheetData>"
        );
        let text = dumped(&sheet, "", styles);
        assert!(text.ends_with(&format!("row Larch | {expected}\n")), "{style} {number}: {text}");
    }
}

#[test]
fn merged_cells_hold_their_value_below_and_beside() {
    let table = rows(&["<Kind> <Vendor> <Country>", "<Mail> <Larch> <DE>", "<> <Pine> <FI>"]);
    let text =
        dumped(&format!("{table}<mergeCells><mergeCell ref=\"A2:A3\"/></mergeCells>"), "", "");
    assert!(text.ends_with("row Mail | Larch | DE\n  row ^Mail | Pine | FI\n"), "{text}");
    // A title over the whole table is one cell.
    let table = rows(&["<Our list>", HEAD, "<Larch> <Mail> <DE>"]);
    let text =
        dumped(&format!("{table}<mergeCells><mergeCell ref=\"A1:C1\"/></mergeCells>"), "", "");
    assert!(text.starts_with("h1 Sheet1\nh2 Our list\ntable\n"), "{text}");
}

#[test]
fn what_is_hidden_or_not_computed_is_said() {
    let hidden = r#"<cols><col min="3" max="3" hidden="1"/></cols><sheetData>
        <row><c><v>Vendor</v></c><c><v>Purpose</v></c><c><v>Note</v></c></row>
        <row hidden="1"><c><v>Larch</v></c><c><v>Mail</v></c></row>
        <row><c><f>A1</f></c><c t="e"><v>#N/A</v></c><c><v>secret</v></c></row>
        <row><c><f>HYPERLINK("https://pine.example","Pine")</f></c><c><v>Chat</v></c></row>
        </sheetData>"#;
    assert_eq!(
        dumped(hidden, "", ""),
        "h1 Sheet1\ntable\n  head Vendor | Purpose\n  row hidden Larch | Mail\n  \
         row [Pine](https://pine.example) | Chat\nremark Computed\nremark Computed\n\
         remark HiddenRows\nremark HiddenRows\n"
    );
}

#[test]
fn places_are_written_as_spreadsheets_write_them() {
    let bytes = book(&rows(&[HEAD, "<Larch> <Mail> <DE>"]), "", "");
    let (page, places) = ReadPage::import_workbook(&bytes, None).unwrap();
    let place = |path| places.cell(page.list.vendors[0].get(path).unwrap().span().start);
    assert_eq!(["name", "purpose", "location"].map(place), ["Sheet1!A2", "Sheet1!B2", "Sheet1!C2"]);
    assert_eq!(
        [0, 25, 26, 701, 702, 16_383].map(column_name),
        ["A", "Z", "AA", "ZZ", "AAA", "XFD"]
    );
    assert_eq!(places.cell(0), "Sheet1");
    assert_eq!(CellPlaces::default().cell(7), "");
}

#[test]
fn what_is_no_workbook_is_said() {
    let sheet = rows(&[HEAD, "<Larch> <Mail> <DE>"]);
    let whole = book(&sheet, "", "");
    assert_eq!(problem(b"Vendor,Country\n"), "it holds no XLSX workbook");
    for cut in [3, 100, whole.len() / 2, whole.len() - 4] {
        assert_eq!(problem(&whole[..cut]), "the workbook is damaged or cut off", "{cut}");
    }
    let ole = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    assert_eq!(problem(&ole), "it is in an old format of Excel");
    let package: Vec<u8> = "EncryptedPackage".bytes().flat_map(|byte| [byte, 0]).collect();
    let encrypted = [ole.as_slice(), &package].concat();
    assert_eq!(problem(&encrypted), "the workbook is protected by a password");
    let document = archive(&[("word/document.xml", "<document/>")]);
    assert_eq!(problem(&document), "it holds no XLSX workbook");
    let broken = book("<sheetData><row><c><v>Lar", "", "");
    assert_eq!(problem(&broken), "`xl/worksheets/sheet1.xml` in the workbook is damaged");
    // Damage inside of a part is found by its checksum.
    let mut flipped = whole;
    flipped[200] ^= 0xff;
    assert!(read(&flipped, &PageLimits::default()).is_err());
}

#[test]
fn attack_a_bomb_ends_at_the_cap() {
    let spaces = " ".repeat(UNPACKED + 1);
    let bomb = book(&spaces, "", "");
    assert!(bomb.len() < 1 << 18, "{}", bomb.len());
    assert_eq!(problem(&bomb), "the workbook unpacks to more than 32 MB");
    // The same text in each cell.
    let text = "x".repeat(1 << 20);
    let cells = "<row><c t=\"s\"><v>0</v></c></row>".repeat(200_000);
    let copies =
        book(&format!("<sheetData>{cells}</sheetData>"), &format!("<si><t>{text}</t></si>"), "");
    let read = read(&copies, &PageLimits::default()).unwrap();
    assert!(read.places.text.len() <= TEXT);
    assert!(read.page.remarks.iter().any(|remark| remark.kind == RemarkKind::TooMany));
}

#[test]
fn attack_far_cells_and_wide_ranges_cost_nothing() {
    let far = format!(
        "{}<mergeCells>{}</mergeCells>",
        r#"<cols><col min="1" max="4294967295" hidden="0"/><col min="200" max="4294967295" hidden="1"/></cols>
        <sheetData><row r="1"><c r="A1"><v>Vendor</v></c><c r="B1"><v>Country</v></c></row>
        <row r="1048576"><c r="A1048576"><v>Larch</v></c><c r="XFD1048576"><v>DE</v></c></row>
        <row r="4294967295"><c r="ZZZZZ1"><v>Pine</v></c><c r="A0"><v>FI</v></c></row></sheetData>"#,
        r#"<mergeCell ref="A1:XFD1048576"/>"#.repeat(10_000),
    );
    let read = read(&book(&far, "", ""), &PageLimits::default()).unwrap();
    assert!(read.page.blocks.len() < 10);
    let limits = PageLimits { cells: 10, ..PageLimits::default() };
    let many = rows(&vec!["<Larch> <Mail> <DE>"; 100]);
    let read = super::read(&book(&many, "", ""), &limits).unwrap();
    assert!(read.page.remarks.iter().any(|remark| remark.kind == RemarkKind::TooMany));
}
