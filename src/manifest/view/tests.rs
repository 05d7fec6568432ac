//! Expressions about lists, as the documentation has them and as lists are
//! written.

mod documentation;
mod normalised;
