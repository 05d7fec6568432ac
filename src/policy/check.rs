//! The interface between a policy and its checks.

use super::hit::{Hit, Hits};
use super::option_spec::OptionSpec;
use super::options::CheckOptions;
use super::page_problem::PageProblem;
use super::waiver_problem::WaiverProblem;
use crate::manifest::schema::SchemaProblem;
use crate::manifest::summary::ManifestSummary;
use crate::manifest::view::Budget;
use crate::manifest::{Manifest, Vendor};
use crate::page::PageOrigin;
use crate::syntax::Problem;
use crate::text::{FileId, SourceFile, Span};
use crate::values::date::Date;

/// Everything a check of one list may look at.
pub struct Subject<'m, 't> {
    /// The document; nothing when it could not be read.
    pub manifest: Option<&'m Manifest<'t>>,
    /// The vendors that the rule is about, in the order of the list.
    pub vendors: &'m [&'m Vendor<'t>],
    /// True if the rule is about the document rather than its vendors.
    pub each_document: bool,
    /// The file as it is judged.
    pub file: &'m SourceFile,
    /// The page that the file was made from, for line numbers in messages.
    pub page: Option<&'m PageOrigin>,
    /// The problems of the text of the file.
    pub problems: &'m [Problem],
    /// A mismatch with the schema.
    pub schema: &'m [SchemaProblem],
    /// The date of the run.
    pub today: Date,
    /// The remaining budget of expressions on this file.
    pub budget: &'m Budget,
}

impl<'m, 't> Subject<'m, 't> {
    /// The line, from 1, of a place in the file, for messages.
    #[must_use]
    pub fn line_of(&self, span: Span) -> String {
        match self.page {
            Some(page) => page.line(span).to_string(),
            None => self.file.line(span.start).to_string(),
        }
    }

    /// The vendors that the rule is about and, for a rule about the document,
    /// the other recipients.
    pub fn entries(&self) -> impl Iterator<Item = &'m Vendor<'t>> + use<'m, 't> {
        let others = self.manifest.filter(|_| self.each_document);
        let others = others.map_or(&[][..], |manifest| &manifest.other_recipients);
        self.vendors.iter().copied().chain(others)
    }
}

/// A check with its options settled, by what it looks at.
pub enum Check {
    /// Looks at one list.
    List(Box<dyn ListCheck>),
    /// Compares the lists of a run; each hit comes with the file it is in.
    AcrossLists(fn(&[&ManifestSummary]) -> Vec<(FileId, Hit)>),
    /// Looks at what a page holds and was not read.
    Page(fn(&[PageProblem], &mut Hits)),
    /// Looks at the waivers and baseline entries of a run, after they have been
    /// applied to the findings of all other rules.
    Waivers(fn(&[WaiverProblem], &mut Hits)),
}

impl Check {
    /// A check that looks at one list.
    #[must_use]
    pub fn list(check: impl ListCheck + 'static) -> Self {
        Self::List(Box::new(check))
    }
}

/// A check that looks at one list.
pub trait ListCheck: Send + Sync {
    /// Reports every place where the rule is hit.
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits);
}

/// The definition of a native check: its name, its options, what its messages
/// may use, and how to build it.
#[derive(Debug)]
pub struct CheckSpec {
    /// The key under `check` in a rule file.
    pub name: &'static str,
    /// The defect that it reports, for the documentation.
    #[cfg_attr(not(test), expect(dead_code, reason = "the pages that tests make show it"))]
    pub summary: &'static str,
    /// The options it takes.
    pub options: &'static [OptionSpec<'static>],
    /// The arguments that messages may use, besides `vendor`, with meanings.
    pub arguments: &'static [(&'static str, &'static str)],
    /// The variants that its hits may name, with meanings.
    pub variants: &'static [(&'static str, &'static str)],
    /// Settles the options.
    pub build: fn(&mut CheckOptions<'_>) -> Check,
}

impl CheckSpec {
    /// The option of a name.
    #[must_use]
    pub fn option(&self, name: &str) -> Option<&'static OptionSpec<'static>> {
        self.options.iter().find(|option| option.name == name)
    }

    /// True if several rules can be made of it: an option says what it looks at.
    #[cfg(test)]
    #[must_use]
    pub fn is_general(&self) -> bool {
        self.options.iter().any(|option| option.structural)
    }

    /// The names of the arguments that messages may use.
    pub(crate) fn argument_names(&self) -> impl Iterator<Item = &'static str> + use<> {
        std::iter::once("vendor").chain(self.arguments.iter().map(|(name, _)| *name))
    }
}

/// Checks that belong together; a group of rules has the same name.
#[derive(Debug)]
pub struct CheckGroup {
    /// The folder of the group below `src/checks/`.
    #[cfg_attr(not(test), expect(dead_code, reason = "the pages that tests make show it"))]
    pub name: &'static str,
    /// Its checks, ordered by name.
    pub checks: &'static [CheckSpec],
}

/// The checks that rules can name.
#[derive(Debug)]
pub struct Registry {
    /// The groups, ordered by name.
    pub groups: &'static [CheckGroup],
}

impl Registry {
    /// The check of a name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&'static CheckSpec> {
        self.checks().find(|check| check.name == name)
    }

    /// All checks, ordered by group and name.
    pub fn checks(&self) -> impl Iterator<Item = &'static CheckSpec> + use<> {
        self.groups.iter().flat_map(|group| group.checks)
    }
}
