//! Runs rules over files: text in, results out.

mod classify;
mod cross_file;
mod file_run;
mod file_text;
mod header_findings;
pub(crate) mod ordered;
mod page_run;
mod policies;
mod run;
mod selection;
mod value_reading;
mod yielding;

#[cfg(test)]
pub(crate) use file_run::RECORDED_HITS;
pub use file_text::FileText;
#[cfg(feature = "cli")]
pub(crate) use ordered::{Window, in_order};
pub use policies::recommended;
#[cfg(feature = "cli")]
pub(crate) use run::ComparedRun;
pub use run::Run;
pub(crate) use value_reading::ValueReading;

use crate::accept::baseline::Baseline;
use crate::diagnostics::{Checked, FileKind, Finding, POLICY_ERROR};
use crate::facts::vocabulary::VocabularyScope;
use crate::manifest::Vendor;
use crate::policy::Waivers;
use crate::policy::{Policy, RuleSet, WaiverProblem};
use crate::syntax::Limits;
use crate::text::SourceFile;
use crate::values::date::Date;
use cross_file::{ComparedFile, CrossFindings, compare, may_hold_several};
use file_run::FileRun;
use std::sync::Arc;

/// A vendor of a list that was checked.
pub(crate) struct ListedVendor<'v, 't> {
    /// Its entry, with what follows from it.
    pub(crate) vendor: &'v Vendor<'t>,
    /// True if it is listed as a recipient that is no vendor.
    pub(crate) is_other_recipient: bool,
    /// The line of the file that it is on, from 1.
    pub(crate) line: usize,
}

/// A receiver of the vendors of a list, in their order.
pub(crate) type VendorVisitor<'v> = dyn FnMut(&ListedVendor<'_, '_>) + 'v;

/// Rules that are ready to run, with everything else a run depends on.
#[derive(Clone, Debug)]
pub struct Linter {
    /// The rules, none of them off.
    pub(crate) rules: RuleSet,
    /// The policy that the rules are from. Files under the same one are compared
    /// with each other.
    pub(crate) policy: Option<Arc<Policy>>,
    /// True if no override of the policy changes the rules any more.
    pub(crate) is_settled: bool,
    /// The caps of one file.
    pub(crate) limits: Limits,
    /// The date of the run.
    pub(crate) today: Date,
    /// The findings that are accepted.
    pub(crate) waivers: Waivers,
    /// The findings that were there before.
    pub(crate) baseline: Option<Arc<Baseline>>,
}

impl Linter {
    /// Checks a text under the name of its file. Where rules compare lists with
    /// each other, the documents of the text are compared.
    #[must_use]
    pub fn check(&self, name: &str, text: &str) -> Checked {
        self.check_file(FileText::new(name, text))
    }

    /// Checks a file as it was read, or reports why it could not be.
    #[must_use]
    pub fn check_file(&self, file: FileText) -> Checked {
        match self.for_path(&file.scope) {
            Ok(None) => self.check_with_all_rules(file, None),
            Ok(Some(linter)) => linter.check_with_all_rules(file, None),
            Err(errors) => FileRun::refuse(self, file, &errors),
        }
    }

    /// Checks a file on its own, and shows its vendors to a visitor as they were read.
    #[must_use]
    pub(crate) fn check_and_visit<'l>(
        &'l self,
        file: FileText,
        visitor: &'l mut VendorVisitor<'l>,
    ) -> Checked {
        self.check_with_all_rules(file, Some(visitor))
    }

    fn check_with_all_rules<'l>(
        &'l self,
        file: FileText,
        visitor: Option<&'l mut VendorVisitor<'l>>,
    ) -> Checked {
        let _scope = self.vocabulary_scope();
        let mut own = CrossFindings::default();
        if self.compares_files() && may_hold_several(self, &file) {
            let compared = [ComparedFile::read(self, 0, &file, true)];
            own = compare(&compared, self.limits.findings).remove(&0).unwrap_or_default();
            own.sha256 = None;
        }
        FileRun::check(self, file, own, visitor)
    }

    /// Makes what the policy adds to the built-in tables active, for as long as the scope lasts.
    fn vocabulary_scope(&self) -> VocabularyScope {
        VocabularyScope::open(self.policy.as_ref().and_then(|policy| policy.vocabulary()))
    }

    /// True if a finding may be listed in a baseline: not when its rule is
    /// unsuppressible or could not be evaluated.
    #[must_use]
    pub(crate) fn may_baseline(&self, finding: &Finding) -> bool {
        let mut fixed = self.rules.iter().filter(|rule| rule.unsuppressible);
        &*finding.rule != POLICY_ERROR && !fixed.any(|rule| rule.id == finding.rule)
    }

    /// The result for a file that holds waivers but no list: a configuration or
    /// a baseline.
    #[must_use]
    pub(crate) fn check_waivers(
        &self,
        source: &Arc<SourceFile>,
        kind: FileKind,
        problems: &[WaiverProblem],
    ) -> Checked {
        FileRun::check_waivers(self, source, kind, problems)
    }
}
