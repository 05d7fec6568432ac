//! Readers of one text, without knowing the tree or the manifest it stands in.

pub(crate) mod change_terms;
pub mod contact;
pub(crate) mod data_items;
pub mod date;
pub mod entity_name;
pub mod identifier;
pub mod instrument;
pub mod location;
pub(crate) mod markup;
pub mod phone;
pub mod plain_text;
pub mod postal;
pub(crate) mod remark;
pub mod value_kind;
pub mod web;
