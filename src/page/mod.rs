//! Pages that people read: HTML, Markdown, spreadsheets, data files and plain text. A format
//! reader yields [`block`]s with the bytes of each; the list finder and the cell reader make
//! a list of vendors of them.

pub(crate) mod block;
#[cfg(test)]
pub(crate) mod dump;
pub(crate) mod rich;
