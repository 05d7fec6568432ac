//! The vocabulary of rules: each word is one check in one file.
//!
//! A check is a function of a manifest and its options. It reports hits and
//! goes on; it never sets a severity, prints, or looks at a clock. To add one:
//! a file here, a `mod` line and a line in [`VOCABULARY`].

mod hit;
mod options;

mod contact;
mod contact_domain;
mod implicit_type;
mod listed;
mod location;
mod misplaced;
mod phrases;
mod placeholder;
mod required;
mod residency;
mod schema;
mod syntax;
mod trade_name;
mod unique;
mod unique_entity;
mod waiver;

pub use hit::{Failure, Hit, Hits};
pub use options::{Layer, Options, Origin};

use crate::manifest::date::Date;
use crate::manifest::{Manifest, Vendor};
use crate::schema::SchemaProblem;
use crate::source::{SourceFile, Span};
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

/// The check words, in alphabetical order.
pub const VOCABULARY: &[Word] = &[
    contact::WORD,
    contact_domain::WORD,
    implicit_type::WORD,
    listed::WORD,
    location::WORD,
    misplaced::WORD,
    phrases::WORD,
    placeholder::WORD,
    required::WORD,
    residency::WORD,
    schema::WORD,
    syntax::WORD,
    trade_name::WORD,
    unique::WORD,
    unique_entity::WORD,
    waiver::WORD,
];

/// The word of a name.
#[must_use]
pub fn word(name: &str) -> Option<&'static Word> {
    VOCABULARY.iter().find(|word| word.name == name)
}
