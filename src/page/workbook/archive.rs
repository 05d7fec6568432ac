//! The ZIP archive that a workbook is.

use super::WorkbookProblem;
use super::xml::{XmlEvent, XmlPart, attribute, is_set};
use std::collections::HashMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// The first bytes of an OLE file: an old workbook, or an encrypted one.
const OLE: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// The archive, with the bytes that its parts may still unpack to.
pub(super) struct Archive<'b> {
    zip: ZipArchive<Cursor<&'b [u8]>>,
    left: usize,
    /// The names of its parts by those in lower case, once one was not found.
    names: Option<HashMap<String, String>>,
}

/// The table of contents of a workbook.
#[derive(Debug, Default)]
pub(super) struct WorkbookIndex {
    pub(super) sheets: Vec<SheetEntry>,
    pub(super) strings: Option<String>,
    pub(super) styles: Option<String>,
    /// True if days are counted from 1904.
    pub(super) is_1904: bool,
}

/// A sheet in the table of contents.
#[derive(Debug)]
pub(super) struct SheetEntry {
    pub(super) name: String,
    pub(super) path: String,
    pub(super) is_shown: bool,
}

/// A relation of one part to another.
#[derive(Debug)]
struct Relation {
    id: String,
    /// The last word of its type, such as `worksheet`.
    kind: String,
    target: String,
}

impl<'b> Archive<'b> {
    /// Opens an archive.
    ///
    /// # Errors
    /// When it is none.
    pub(super) fn open(bytes: &'b [u8], unpacked: usize) -> Result<Self, WorkbookProblem> {
        if bytes.starts_with(OLE) {
            let name: Vec<u8> = "EncryptedPackage".bytes().flat_map(|byte| [byte, 0]).collect();
            let is_encrypted = memchr::memmem::find(bytes, &name).is_some();
            return Err(match is_encrypted {
                true => WorkbookProblem::Password,
                false => WorkbookProblem::Old,
            });
        }
        if !bytes.starts_with(b"PK") {
            return Err(WorkbookProblem::NoWorkbook);
        }
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| WorkbookProblem::Damaged)?;
        Ok(Self { zip, left: unpacked, names: None })
    }

    /// The text of a part.
    ///
    /// # Errors
    /// When it is not there, damaged or too large.
    pub(super) fn part(&mut self, path: &str) -> Result<String, WorkbookProblem> {
        self.find(path)?.ok_or_else(|| WorkbookProblem::Part(path.to_owned()))
    }

    /// The text of a part that need not be there.
    fn find(&mut self, path: &str) -> Result<Option<String>, WorkbookProblem> {
        let damaged = || WorkbookProblem::Part(path.to_owned());
        let Some(name) = self.name_of(path) else { return Ok(None) };
        let part = self.zip.by_name(&name).map_err(|_| damaged())?;
        // The sizes that an archive states need not be true.
        let mut bytes = Vec::new();
        let read = part.take(self.left as u64 + 1).read_to_end(&mut bytes);
        if bytes.len() > self.left {
            return Err(WorkbookProblem::TooLarge);
        }
        read.map_err(|_| damaged())?;
        self.left -= bytes.len();
        // Nearly all are UTF-8, and need no copy.
        let mut text = String::from_utf8(bytes)
            .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
        if text.starts_with('\u{feff}') {
            text.remove(0);
        }
        Ok(Some(text))
    }

    /// The name of a part in the archive; some programs write it in another case elsewhere.
    fn name_of(&mut self, path: &str) -> Option<String> {
        if self.zip.index_for_name(path).is_some() {
            return Some(path.to_owned());
        }
        let names = self.names.get_or_insert_with(|| {
            let names = self.zip.file_names().flatten();
            names.map(|name| (name.to_ascii_lowercase(), name.into_owned())).collect()
        });
        names.get(&path.to_ascii_lowercase()).cloned()
    }

    /// The sheets and the other parts that cells refer to.
    ///
    /// # Errors
    /// When the archive is no workbook of this kind.
    pub(super) fn index(&mut self) -> Result<WorkbookIndex, WorkbookProblem> {
        let roots = self.relations("_rels/.rels", "")?;
        let root = roots.iter().find(|root| root.kind == "officeDocument");
        let path = root.map_or("xl/workbook.xml", |root| root.target.as_str());
        let book = self.find(path)?.ok_or(WorkbookProblem::NoWorkbook)?;
        let parts = self.relations_of(path)?;
        let of_kind = |kind: &str| {
            parts.iter().find(|part| part.kind == kind).map(|part| part.target.clone())
        };
        let mut index = WorkbookIndex {
            strings: of_kind("sharedStrings"),
            styles: of_kind("styles"),
            ..WorkbookIndex::default()
        };
        let sheets: HashMap<&str, &str> = parts
            .iter()
            .filter(|part| part.kind == "worksheet")
            .map(|part| (part.id.as_str(), part.target.as_str()))
            .collect();
        let mut xml = XmlPart::new(&book, path);
        let mut is_workbook = false;
        while let Some(event) = xml.next()? {
            let XmlEvent::Start(tag) = event else { continue };
            match tag.local_name().as_ref() {
                "workbook" => is_workbook = true,
                "workbookPr" => index.is_1904 = is_set(&tag, "date1904"),
                "sheet" => {
                    // A sheet that holds a chart is no table.
                    let id = attribute(&tag, "id").unwrap_or_default();
                    let Some(path) = sheets.get(id.as_str()) else { continue };
                    let state = attribute(&tag, "state");
                    index.sheets.push(SheetEntry {
                        name: attribute(&tag, "name").unwrap_or_default(),
                        path: (*path).to_owned(),
                        is_shown: state.is_none_or(|state| state == "visible"),
                    });
                }
                _ => {}
            }
        }
        if is_workbook { Ok(index) } else { Err(WorkbookProblem::NoWorkbook) }
    }

    /// The addresses that the cells of a sheet link to, by the ids that the sheet uses.
    ///
    /// # Errors
    /// When the part that lists them is damaged.
    pub(super) fn links_of(
        &mut self,
        sheet: &str,
    ) -> Result<HashMap<String, String>, WorkbookProblem> {
        let found = self.relations_of(sheet)?.into_iter();
        let links = found.filter(|relation| relation.kind == "hyperlink");
        Ok(links.map(|link| (link.id, link.target)).collect())
    }

    fn relations_of(&mut self, path: &str) -> Result<Vec<Relation>, WorkbookProblem> {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let rels = if folder.is_empty() {
            format!("_rels/{name}.rels")
        } else {
            format!("{folder}/_rels/{name}.rels")
        };
        self.relations(&rels, folder)
    }

    fn relations(&mut self, path: &str, folder: &str) -> Result<Vec<Relation>, WorkbookProblem> {
        let Some(text) = self.find(path)? else { return Ok(Vec::new()) };
        let mut xml = XmlPart::new(&text, path);
        let mut relations = Vec::new();
        while let Some(event) = xml.next()? {
            let XmlEvent::Start(tag) = event else { continue };
            if tag.local_name().as_ref() != "Relationship" {
                continue;
            }
            let target = attribute(&tag, "Target").unwrap_or_default();
            let is_outside = attribute(&tag, "TargetMode").is_some_and(|mode| mode == "External");
            let kind = attribute(&tag, "Type").unwrap_or_default();
            relations.push(Relation {
                id: attribute(&tag, "Id").unwrap_or_default(),
                kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                target: if is_outside { target } else { resolve(folder, &target) },
            });
        }
        Ok(relations)
    }
}

/// The path of a part in the archive, as seen from a folder.
fn resolve(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}
