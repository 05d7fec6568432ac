//! A rule that is ready to run.

use super::check::Check;
use super::level::Level;
use super::rule_file::Each;
use super::template::Template;
use crate::diagnostics::Severity;
use crate::manifest::view::Expression;
use crate::manifest::{Audiences, Status, Vendor};
use std::sync::Arc;

/// The vendors that a rule is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// The unit it runs on.
    pub each: Each,
    /// The statuses it is about; all when empty.
    pub statuses: Vec<Status>,
    /// The audiences it is about; all when empty.
    pub audiences: Audiences,
    /// The ids or names it leaves out.
    pub except_vendors: Vec<String>,
}

impl Selection {
    /// True if the rule is about a vendor.
    #[must_use]
    pub fn takes(&self, vendor: &Vendor<'_>) -> bool {
        (self.statuses.is_empty() || self.statuses.contains(&vendor.status))
            && (self.audiences.is_empty() || vendor.audiences.contains_any(self.audiences))
            && !self.leaves_out(vendor)
    }

    fn leaves_out(&self, vendor: &Vendor<'_>) -> bool {
        self.except_vendors.iter().any(|name| vendor.goes_by(name))
    }
}

/// A rule that is ready to run.
pub struct Rule {
    /// Its id.
    pub id: Arc<str>,
    /// Its level.
    pub level: Level,
    /// True if something other than its own file set the level.
    pub level_is_set: bool,
    /// The vendors it is about.
    pub selection: Selection,
    /// A condition on what it is about.
    pub when: Option<Expression>,
    /// The check.
    pub check: Check,
    /// Upper bound on the size of the patterns of its expressions, in bytes.
    pub pattern_bytes: usize,
    /// The text of its findings.
    pub message: Template,
    /// The advice of its findings.
    pub help: Option<Template>,
    /// The text when many findings are shown as one.
    pub fold: Option<Template>,
    /// Other forms of its findings.
    pub variants: Vec<Variant>,
    /// Rules whose findings at the same place replace this one's.
    pub yields_to: Vec<Arc<str>>,
    /// True if no waiver applies.
    pub unsuppressible: bool,
    /// Its texts where the list is a page.
    pub on_page: Option<PageTexts>,
    /// True if it is about manifests.
    pub is_for_manifests: bool,
    /// True if it is about pages.
    pub is_for_pages: bool,
}

impl std::fmt::Debug for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rule").field("id", &self.id).field("level", &self.level).finish()
    }
}

/// The texts of a rule for people who keep a page and no manifest.
#[derive(Clone, Debug)]
pub struct PageTexts {
    /// The text of its findings, if it differs.
    pub message: Option<Template>,
    /// The advice of its findings, if it differs.
    pub help: Option<Template>,
}

/// Another form of a rule's findings.
#[derive(Clone, Debug)]
pub struct Variant {
    /// The name in the check.
    pub name: String,
    /// Its severity, if it has one of its own.
    pub severity: Option<Severity>,
    /// Its text, if it has one of its own.
    pub message: Option<Template>,
    /// Its advice, if it has one of its own.
    pub help: Option<Template>,
    /// Its texts where the list is a page, if they differ.
    pub on_page: Option<PageTexts>,
}

impl Rule {
    /// True if it compares the lists of a run with each other.
    #[must_use]
    pub fn compares_files(&self) -> bool {
        matches!(self.check, Check::AcrossLists(_))
    }

    /// The severity of a finding of a variant.
    ///
    /// A variant may be milder or stronger than the rule as it comes. Where a
    /// pack or a configuration sets the rule's level, no variant is stronger
    /// than that.
    #[must_use]
    pub fn severity(&self, variant: Option<&Variant>) -> Option<Severity> {
        let level = self.level.severity()?;
        Some(match variant.and_then(|variant| variant.severity) {
            Some(own) if self.level_is_set => own.min(level),
            Some(own) => own,
            None => level,
        })
    }
}
