//! The typed model of a declaration: parse, don't validate.
//!
//! Shorthands are normalised to the long form, and every value keeps the bytes
//! it was typed in. What a value is not allowed to be is the schema's business;
//! here it is simply left out.

pub mod analysis;
pub mod certification;
pub mod claim;
pub mod contacts;
pub mod dated;
pub mod document;
pub mod fields;
pub mod location_entry;
pub mod meant_field;
pub mod opt_out;
pub mod organization;
pub mod plain_values;
pub mod reading;
pub mod schema;
pub mod snippet;
pub mod summary;
pub mod text;
pub mod transfer;
pub mod vendor;
pub mod view;
pub mod vocabulary;

pub use analysis::Vendor;
pub use claim::{ClaimEntry, ResidencyClaim};
pub use contacts::{Contact, Contacts};
pub use dated::Dated;
pub use document::{Manifest, listed_entries};
pub use location_entry::LocationEntry;
pub use opt_out::OptOut;
pub use organization::ChangeNotice;
pub use text::{Text, is_blank};
pub use transfer::Transfer;
pub use vocabulary::{Activity, Audience, Audiences, ClaimKind, ClosedVocabulary, Scope, Status};
