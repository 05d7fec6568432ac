//! The interface between a policy and its checks.

use super::hit::{Hit, Hits};
use super::options::Options;
use super::waiver_problem::WaiverProblem;
use crate::manifest::schema::SchemaProblem;
use crate::manifest::summary::ManifestSummary;
use crate::manifest::view::Budget;
use crate::manifest::{Manifest, Vendor};
use crate::syntax::Problem;
use crate::text::{FileId, SourceFile, Span};
use crate::values::date::Date;

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
    pub remarks: &'m [WaiverProblem],
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
    fn across(&self, _manifests: &[ManifestSummary]) -> Vec<(FileId, Hit)> {
        Vec::new()
    }

    /// Whether it looks at the remarks about waivers, and at nothing else.
    fn reads_remarks(&self) -> bool {
        false
    }
}

/// A native check: its name, its options and how to build it.
pub struct CheckSpec {
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
