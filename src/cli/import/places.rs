//! Places in an imported page, as each kind of page names them.

#[cfg(feature = "xlsx")]
use crate::page::CellPlaces;
use crate::text::{SourceFile, Span};
use serde_json::{Map, Value as Json, json};

/// A page whose places can be named.
pub(super) enum PagePlaces {
    /// A text, in lines.
    Text(SourceFile),
    /// A workbook, in cells.
    #[cfg(feature = "xlsx")]
    Cells(CellPlaces),
}

impl PagePlaces {
    /// The place as it follows the name of a file: `4`, `Sheet1!B4`.
    pub(super) fn short(&self, offset: u32) -> String {
        match self {
            Self::Text(source) => source.line(offset).to_string(),
            #[cfg(feature = "xlsx")]
            Self::Cells(cells) => super::harmless(&cells.cell(offset)),
        }
    }

    /// The place as a comment names it: `line 4`, `Sheet1!B4`.
    pub(super) fn in_words(&self, offset: u32) -> String {
        match self {
            Self::Text(source) => format!("line {}", source.line(offset)),
            #[cfg(feature = "xlsx")]
            Self::Cells(_) => self.short(offset),
        }
    }

    /// The name of the member that has [`PagePlaces::json`].
    pub(super) fn key(&self) -> &'static str {
        match self {
            Self::Text(_) => "line",
            #[cfg(feature = "xlsx")]
            Self::Cells(_) => "cell",
        }
    }

    /// The line as a number, the cell as a text.
    pub(super) fn json(&self, offset: u32) -> Json {
        match self {
            Self::Text(source) => json!(source.line(offset)),
            #[cfg(feature = "xlsx")]
            Self::Cells(cells) => json!(cells.cell(offset)),
        }
    }

    /// The members that say where a value is from.
    pub(super) fn range(&self, span: Span) -> Map<String, Json> {
        let mut members = Map::new();
        match self {
            Self::Text(source) => {
                let place = |offset: u32| {
                    let at = source.position(offset);
                    json!({"line": at.line, "column": at.column, "offset": at.offset})
                };
                members.insert("start".to_owned(), place(span.start));
                members.insert("end".to_owned(), place(span.end));
            }
            #[cfg(feature = "xlsx")]
            Self::Cells(cells) => {
                members.insert("cell".to_owned(), json!(cells.cell(span.start)));
            }
        }
        members
    }
}
