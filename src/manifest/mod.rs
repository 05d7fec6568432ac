//! The typed model of a declaration: parse, don't validate.

pub mod contact;
pub mod date;
pub mod entity_name;
pub mod identifier;
pub mod location;
pub mod value_kind;
pub mod web;
