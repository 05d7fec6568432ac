//! The parts of a workbook, divided by `<!---->`: a sheet, the texts that cells share, the formats.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::io::{Cursor, Write};
use subprocessor_lint::manifest_of_workbook;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const BOOK: &str = r#"<workbook><sheets><sheet name="A" id="1"/></sheets></workbook>"#;
const RELS: &str = r#"<Relationships>
    <Relationship Id="1" Type="/worksheet" Target="sheet.xml"/>
    <Relationship Id="2" Type="/sharedStrings" Target="strings.xml"/>
    <Relationship Id="3" Type="/styles" Target="styles.xml"/>
    </Relationships>"#;

fuzz_target!(|text: &str| {
    let mut parts = text.split("<!---->");
    let mut part = || parts.next().unwrap_or_default();
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [
        ("xl/workbook.xml", BOOK),
        ("xl/_rels/workbook.xml.rels", RELS),
        ("xl/sheet.xml", part()),
        ("xl/strings.xml", part()),
        ("xl/styles.xml", part()),
    ] {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        zip.start_file(name, options).expect("memory takes everything");
        zip.write_all(text.as_bytes()).expect("memory takes everything");
    }
    let bytes = zip.finish().expect("memory takes everything").into_inner();
    assert_eq!(manifest_of_workbook(&bytes), manifest_of_workbook(&bytes));
});
