//! What is generated from the code's own tables, so that it cannot say
//! anything else than the code does.

pub mod schemas;
