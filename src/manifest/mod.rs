//! The typed model of a declaration: parse, don't validate.

pub mod contact;
pub mod date;
pub mod entity_name;
pub mod location;
