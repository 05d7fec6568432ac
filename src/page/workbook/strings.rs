//! The texts that cells share.

use super::WorkbookProblem;
use super::xml::{XmlEvent, XmlPart};

/// The texts that cells share, by number.
#[derive(Debug, Default)]
pub(super) struct SharedStrings {
    text: String,
    /// The end of each of them.
    ends: Vec<u32>,
}

impl SharedStrings {
    /// Reads the part that holds them.
    ///
    /// # Errors
    /// When it is no XML.
    pub(super) fn read(text: &str, path: &str) -> Result<Self, WorkbookProblem> {
        let mut xml = XmlPart::new(text, path);
        let mut strings = Self::default();
        while let Some(event) = xml.next()? {
            if let XmlEvent::Start(tag) = event
                && tag.local_name().as_ref() == "si"
            {
                read_text(&mut xml, "si", &mut strings.text)?;
                let end = strings.text.len();
                strings.ends.push(u32::try_from(end).expect("internal: parts are capped"));
            }
        }
        Ok(strings)
    }

    /// A text by its number.
    pub(super) fn get(&self, number: usize) -> Option<&str> {
        let end = *self.ends.get(number)?;
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.text.get(start as usize..end as usize)
    }
}

/// Adds the text inside of an element that was opened: all runs, without the readings that
/// Japanese texts have.
///
/// # Errors
/// When it is no XML, or ends.
pub(super) fn read_text(
    xml: &mut XmlPart<'_>,
    name: &str,
    out: &mut String,
) -> Result<(), WorkbookProblem> {
    let mut is_text = false;
    let mut readings = 0_usize;
    let start = out.len();
    while let Some(event) = xml.next()? {
        match event {
            XmlEvent::Start(tag) => match tag.local_name().as_ref() {
                "t" => is_text = true,
                "rPh" => readings += 1,
                _ => {}
            },
            XmlEvent::End(tag) if tag == name => {
                // The way in which a carriage return is written.
                if out[start..].contains("_x000D_") {
                    let plain = out[start..].replace("_x000D_", "");
                    out.truncate(start);
                    out.push_str(&plain);
                }
                return Ok(());
            }
            XmlEvent::End(tag) => match tag.as_str() {
                "t" => is_text = false,
                "rPh" => readings = readings.saturating_sub(1),
                _ => {}
            },
            XmlEvent::Text(text) if is_text && readings == 0 => out.push_str(&text),
            XmlEvent::Text(_) => {}
        }
    }
    Err(xml.damaged())
}
