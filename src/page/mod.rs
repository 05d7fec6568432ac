//! Pages that people read: HTML, Markdown, spreadsheets, data files and plain text. A format
//! reader yields [`block`]s with the bytes of each; the list finder and the cell reader make
//! a list of vendors of them.

pub(crate) mod block;
mod columns;
mod component;
mod csv;
mod data;
mod data_blocks;
mod data_tree;
#[cfg(test)]
pub(crate) mod dump;
mod embedded;
mod entry;
mod finder;
mod html;
mod lines;
mod links;
pub(crate) mod list;
mod literals;
mod manifest_text;
pub(crate) mod mapping;
mod markdown;
mod name_cell;
mod origin;
mod plain;
mod reader;
mod rich;
mod statements;
#[cfg(test)]
mod tests;

mod words;
#[cfg(feature = "xlsx")]
mod workbook;

pub(crate) use list::{NoList, Unread, UnreadKind};
pub(crate) use mapping::PageMapping;
pub(crate) use origin::PageOrigin;
pub use reader::manifest_of_page;
#[cfg(feature = "xlsx")]
pub use reader::manifest_of_workbook;
pub(crate) use reader::{PageFormat, ReadPage};
#[cfg(feature = "xlsx")]
pub(crate) use workbook::CellPlaces;
