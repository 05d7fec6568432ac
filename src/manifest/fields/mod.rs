//! The fields of a manifest: one table, made from its schema by the build script.
//!
//! The model, completeness rules, expressions, policies and messages ask this
//! table for the name, the spellings, the type and the meaning of a field. What
//! the keywords of JSON Schema cannot say stands in the schema as an annotation:
//!
//! | annotation | on | meaning |
//! | --- | --- | --- |
//! | `x-item-of` | a property | one item of that list: `location` of `locations` |
//! | `x-kind-of` | a property | an item of that list of a special kind, which is also a field: `dpo` of `contacts` |
//! | `x-same-as` | a property | another name: `website` of `links.website` |
//! | `x-also-read` | a property | keys that are read as this one, though they are reported as unknown |
//! | `x-empty-list-is` | a property | an empty list says something, such as `none` |
//! | `x-text-is` | a block | what a lone text in its place is; with several fields, the one of its kind |
//! | `x-flag-is` | a block | what `true` or `false` in its place is |
//! | `x-typed-as` | a block | the name by which expressions read such a text as it was typed |
//! | `x-stated-by` | a block | the fields of which one has to be there for the block to say something |

mod stated;
mod table;
mod vendor_field;

pub use stated::says;
pub use table::*;
pub use vendor_field::{VendorField, VendorKeys};

#[cfg(test)]
mod tests;
