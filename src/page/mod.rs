//! Pages that people read: HTML, Markdown, spreadsheets, data files and plain text. A format
//! reader yields [`block`]s with the bytes of each; the list finder and the cell reader make
//! a list of vendors of them.

pub(crate) mod block;
pub(crate) mod columns;
#[cfg(test)]
pub(crate) mod dump;
mod entry;
pub(crate) mod finder;
pub(crate) mod html;
pub(crate) mod list;
mod name_cell;
pub(crate) mod rich;
mod statements;
