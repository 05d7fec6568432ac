//! Days, which a workbook stores as numbers.

use super::WorkbookProblem;
use super::xml::{XmlEvent, XmlPart, attribute, is_set};
use crate::values::date::Date;
use std::collections::HashMap;

/// Days up to the end of the year 9999.
const LAST_DAY: f64 = 2_958_466.0;

/// The formats of cells that show a day.
#[derive(Debug, Default)]
pub(super) struct DateStyles {
    /// For each format, by its number.
    is_date: Vec<bool>,
    is_1904: bool,
}

impl DateStyles {
    /// Reads the part that holds the formats.
    ///
    /// # Errors
    /// When it is no XML.
    pub(super) fn read(text: &str, path: &str, is_1904: bool) -> Result<Self, WorkbookProblem> {
        let mut xml = XmlPart::new(text, path);
        let mut styles = Self { is_date: Vec::new(), is_1904 };
        let mut own: HashMap<u32, bool> = HashMap::new();
        let mut is_cells = false;
        while let Some(event) = xml.next()? {
            match event {
                XmlEvent::Start(tag) => match tag.local_name().as_ref() {
                    "numFmt" => {
                        let id = attribute(&tag, "numFmtId").and_then(|id| id.parse().ok());
                        let code = attribute(&tag, "formatCode");
                        if let (Some(id), Some(code)) = (id, code) {
                            own.insert(id, shows_day(&code));
                        }
                    }
                    "cellXfs" => is_cells = true,
                    "xf" if is_cells => {
                        let id = attribute(&tag, "numFmtId").and_then(|id| id.parse().ok());
                        let is_off = attribute(&tag, "applyNumberFormat").is_some()
                            && !is_set(&tag, "applyNumberFormat");
                        styles.is_date.push(id.is_some_and(|id: u32| {
                            !is_off && own.get(&id).copied().unwrap_or_else(|| is_built_in(id))
                        }));
                    }
                    _ => {}
                },
                XmlEvent::End(name) if name == "cellXfs" => is_cells = false,
                _ => {}
            }
        }
        Ok(styles)
    }

    /// The day that a number stands for in a format, as `2026-11-21`.
    pub(super) fn day(&self, style: usize, number: &str) -> Option<String> {
        if !self.is_date.get(style).copied().unwrap_or_default() {
            return None;
        }
        let serial: f64 = number.trim().parse().ok()?;
        if !(1.0..LAST_DAY).contains(&serial) {
            return None;
        }
        #[expect(clippy::cast_possible_truncation, reason = "within the range above")]
        let days = serial.floor() as i64;
        let first = if self.is_1904 {
            Date::new(1904, 1, 1)?
        } else {
            // There is a 29 February 1900 in the calendar of spreadsheets.
            Date::new(1899, 12, if days < 60 { 31 } else { 30 })?
        };
        Some(first.plus_days(days).to_string())
    }
}

/// The formats for days that need not be defined.
fn is_built_in(id: u32) -> bool {
    matches!(id, 14..=17 | 22 | 27..=31 | 36 | 50..=54 | 57 | 58)
}

/// True if a format shows a day or a year: `dd.mm.yyyy`, but not `#,##0" days"`.
fn shows_day(code: &str) -> bool {
    let mut chars = code.chars();
    while let Some(char) = chars.next() {
        match char {
            '"' => {
                chars.by_ref().find(|&end| end == '"');
            }
            '[' => {
                chars.by_ref().find(|&end| end == ']');
            }
            '\\' | '_' | '*' => {
                chars.next();
            }
            'd' | 'D' | 'y' | 'Y' => return true,
            _ => {}
        }
    }
    false
}
