//! The vocabulary of rules: each word is one check in one file.
//!
//! A check is a function of a manifest and its options. It reports hits and
//! goes on; it never sets a severity, prints, or looks at a clock. To add one:
//! a file here, a `mod` line and a line in [`VOCABULARY`].

mod across;
mod age;
mod agreement;
mod change_notice;
mod characters;
mod claim;
mod cloud_region;
mod contact;
mod contact_domain;
mod country_code;
mod date;
mod digest;
mod exporter;
mod expression;
mod fields;
mod form_country;
mod hit;
mod identifier;
mod implicit_type;
mod inconsistent;
mod irregular_name;
mod legal_form;
mod listed;
mod location;
mod location_conflict;
mod mailbox;
mod misplaced;
mod options;
mod packed;
mod parties;
mod phrases;
mod placeholder;
mod product;
mod recipient_role;
mod reference;
mod registry;
mod required;
mod residency;
mod restricted;
mod schema;
mod special_category;
mod spots;
mod status_dates;
mod syntax;
mod trade_name;
mod transfer;
mod unique;
mod unique_entity;
mod url;
mod vague_data;
mod vague_opt_out;
mod waiver;

pub use digest::{Digest, Entry};
pub use expression::only_where;
pub use hit::{Failure, Hit, Hits};
pub use options::{Layer, Options, Origin};

use crate::environment::Budget;
use crate::manifest::date::Date;
use crate::manifest::{Manifest, Vendor};
use crate::schema::SchemaProblem;
use crate::source::{FileId, SourceFile, Span};
use crate::suppress::Remark;
use crate::syntax::Problem;

/// Everything a check may look at.
pub struct Subject<'m, 't> {
    /// The document; nothing when it could not be read.
    pub manifest: Option<&'m Manifest<'t>>,
    /// The vendors that the rule is about, in the order of the list.
    pub vendors: &'m [&'m Vendor<'t>],
    /// Whether the rule is about the document rather than its vendors.
    pub each_document: bool,
    /// The file, for line numbers in messages.
    pub file: &'m SourceFile,
    /// What is wrong with the text of the file.
    pub problems: &'m [Problem],
    /// What does not fit the schema.
    pub schema: &'m [SchemaProblem],
    /// What is to be said about waivers; only once they have been applied.
    pub remarks: &'m [Remark],
    /// The date of the run.
    pub today: Date,
    /// What expressions may still cost on this file.
    pub budget: &'m Budget,
}

impl<'m, 't> Subject<'m, 't> {
    /// The line, from 1, of a place in the file, for messages.
    #[must_use]
    pub fn line_of(&self, span: Span) -> String {
        self.file.line(span.start).to_string()
    }

    /// The vendors that the rule is about and, for a rule about the document,
    /// the other recipients.
    pub fn entries(&self) -> impl Iterator<Item = &'m Vendor<'t>> + use<'m, 't> {
        let others = self.manifest.filter(|_| self.each_document);
        let others = others.map_or(&[][..], |manifest| &manifest.other_recipients);
        self.vendors.iter().copied().chain(others)
    }
}

/// A check with its options settled.
pub trait Check: Send + Sync {
    /// Reports every place where the rule is hit.
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits);

    /// What the patterns in its options take at most, in bytes.
    fn pattern_bytes(&self) -> usize {
        0
    }

    /// Reports what shows only when several manifests are held against each
    /// other; each hit with the file it is in. Most checks have nothing to say.
    fn across(&self, _manifests: &[Digest]) -> Vec<(FileId, Hit)> {
        Vec::new()
    }

    /// Whether it looks at the remarks about waivers, and at nothing else.
    fn reads_remarks(&self) -> bool {
        false
    }
}

/// One word of the vocabulary.
pub struct Word {
    /// The key under `check` in a rule file.
    pub name: &'static str,
    /// What it checks, for the documentation.
    pub summary: &'static str,
    /// The options it takes.
    pub options: &'static [&'static str],
    /// The arguments that messages may use, besides `vendor`.
    pub arguments: &'static [&'static str],
    /// The variants that its hits may name.
    pub variants: &'static [&'static str],
    /// Settles the options.
    pub build: fn(&mut Options<'_>) -> Box<dyn Check>,
}

/// The options that make a check the one of its rule: a configuration does not
/// change them.
pub const STRUCTURAL: &[&str] =
    &["report", "list", "field", "field_help", "under", "condition", "message_expression", "at"];

/// The check words, in alphabetical order.
pub const VOCABULARY: &[Word] = &[
    across::WORD,
    age::WORD,
    agreement::WORD,
    change_notice::WORD,
    characters::WORD,
    claim::WORD,
    cloud_region::WORD,
    contact::WORD,
    contact_domain::WORD,
    country_code::WORD,
    date::WORD,
    expression::WORD,
    form_country::WORD,
    identifier::WORD,
    implicit_type::WORD,
    inconsistent::WORD,
    irregular_name::WORD,
    legal_form::WORD,
    listed::WORD,
    location::WORD,
    location_conflict::WORD,
    mailbox::WORD,
    misplaced::WORD,
    packed::WORD,
    parties::WORD,
    phrases::WORD,
    placeholder::WORD,
    product::WORD,
    recipient_role::WORD,
    reference::WORD,
    registry::WORD,
    required::WORD,
    residency::WORD,
    restricted::WORD,
    schema::WORD,
    special_category::WORD,
    status_dates::WORD,
    syntax::WORD,
    trade_name::WORD,
    transfer::WORD,
    unique::WORD,
    unique_entity::WORD,
    url::WORD,
    vague_data::WORD,
    vague_opt_out::WORD,
    waiver::WORD,
];

/// The word of a name.
#[must_use]
pub fn word(name: &str) -> Option<&'static Word> {
    VOCABULARY.iter().find(|word| word.name == name)
}
