//! Pages that people read: HTML, Markdown, spreadsheets, data files and plain text. A format
//! reader yields [`block`]s with the bytes of each; the list finder and the cell reader make
//! a list of vendors of them.

pub(crate) mod block;
pub(crate) mod columns;
pub(crate) mod csv;
pub(crate) mod data;
#[cfg(test)]
pub(crate) mod dump;
mod entry;
pub(crate) mod finder;
mod html;
mod lines;
pub(crate) mod list;
pub(crate) mod manifest_text;
pub(crate) mod markdown;
mod name_cell;
mod origin;
pub(crate) mod plain;
mod reader;
pub(crate) mod rich;
mod statements;

pub(crate) use list::{How, NoList, UnreadKind};
pub use origin::PageOrigin;
pub(crate) use reader::{PageFormat, ReadPage};
mod embedded;
pub(crate) mod rich;
mod values;
mod words;
