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
pub use policies::recommended;
#[cfg(feature = "cli")]
pub(crate) use run::ComparedRun;
pub use run::Run;
pub(crate) use value_reading::ValueReading;

use crate::accept::baseline::Baseline;
use crate::diagnostics::{Checked, FileKind, Finding, POLICY_ERROR};
use crate::facts::vocabulary::VocabularyScope;
use crate::policy::Waivers;
use crate::policy::{Policy, RuleSet, WaiverProblem};
use crate::syntax::Limits;
use crate::text::SourceFile;
use crate::values::date::Date;
use cross_file::{ComparedFile, CrossFindings, compare};
use file_run::FileRun;
use std::sync::Arc;

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
            Ok(None) => self.check_with_all_rules(file),
            Ok(Some(linter)) => linter.check_with_all_rules(file),
            Err(errors) => FileRun::refuse(self, file, &errors),
        }
    }

    fn check_with_all_rules(&self, file: FileText) -> Checked {
        let _scope = self.vocabulary_scope();
        let mut own = CrossFindings::default();
        if self.compares_files() && file.problem.is_none() {
            let compared = [ComparedFile::read(self, 0, &file)];
            own = compare(&compared, self.limits.findings).remove(&0).unwrap_or_default();
            own.sha256 = None;
        }
        FileRun::check(self, file, own)
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
