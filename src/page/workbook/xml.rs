//! The parts of a workbook as XML.

use super::WorkbookProblem;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// A piece of a part of a workbook.
pub(super) enum XmlEvent<'x> {
    /// A start tag; the end tag of an empty element follows.
    Start(BytesStart<'x>),
    /// An end tag, by its name without a prefix.
    End(String),
    /// Text between tags.
    Text(String),
}

/// A part of a workbook that is read from its start to its end.
pub(super) struct XmlPart<'x> {
    reader: Reader<&'x [u8]>,
    name: &'x str,
}

impl<'x> XmlPart<'x> {
    /// A part by its text and its name in the archive.
    pub(super) fn new(text: &'x str, name: &'x str) -> Self {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.check_end_names = false;
        Self { reader, name }
    }

    /// The next event; none at the end.
    ///
    /// # Errors
    /// Where the part is no XML.
    pub(super) fn next(&mut self) -> Result<Option<XmlEvent<'x>>, WorkbookProblem> {
        loop {
            let event = match self.reader.read_event() {
                Ok(event) => event,
                Err(_) => return Err(self.damaged()),
            };
            return Ok(Some(match event {
                Event::Start(tag) => XmlEvent::Start(tag),
                Event::End(tag) => XmlEvent::End(tag.local_name().as_ref().to_owned()),
                Event::Text(text) => XmlEvent::Text(text.xml10_content().into_owned()),
                Event::CData(text) => XmlEvent::Text(text.xml10_content().into_owned()),
                Event::GeneralRef(name) => XmlEvent::Text(resolved(&name)),
                Event::Eof => return Ok(None),
                Event::Empty(_)
                | Event::Comment(_)
                | Event::Decl(_)
                | Event::PI(_)
                | Event::DocType(_) => continue,
            }));
        }
    }

    /// The problem that this part is.
    pub(super) fn damaged(&self) -> WorkbookProblem {
        WorkbookProblem::Part(self.name.to_owned())
    }
}

/// The character that a reference stands for. A workbook defines no entities of its own.
fn resolved(name: &BytesRef<'_>) -> String {
    match name.resolve_char_ref() {
        Ok(Some(char)) => char.to_string(),
        _ => resolve_predefined_entity(name).unwrap_or_default().to_owned(),
    }
}

/// An attribute by its name without a prefix.
pub(super) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = tag.attributes();
    // Looking for names that appear twice would cost quadratic time.
    let found = attributes
        .with_checks(false)
        .flatten()
        .find(|one| one.key.local_name().as_ref() == name)?;
    let value = found.normalized_value(XmlVersion::Implicit1_0);
    Some(value.map_or_else(|_| found.value.to_string(), |text| text.into_owned()))
}

/// True if an attribute is set: `1`, `true`.
pub(super) fn is_set(tag: &BytesStart<'_>, name: &str) -> bool {
    attribute(tag, name).is_some_and(|value| value == "1" || value == "true")
}
