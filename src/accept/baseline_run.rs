//! A baseline over a run: takes known findings out, and finds stale entries.

use super::baseline::{Baseline, BaselineEntry};
use crate::diagnostics::{Checked, Finding, Suppression};
use crate::policy::WaiverProblem;
use std::collections::{BTreeMap, BTreeSet};

/// The use of the baseline in a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BaselineMode {
    /// It stays as it is.
    Compare,
    /// Stale entries are removed.
    Shrink,
    /// Stale entries are removed, and new findings are added.
    Grow,
}

/// A baseline that the files of a run are compared with.
#[derive(Debug)]
pub struct BaselineRun {
    baseline: Baseline,
    mode: BaselineMode,
    /// The entries that a finding matched, by index.
    used: BTreeSet<usize>,
    /// The entries for findings that it does not list.
    added: Vec<BaselineEntry>,
    /// The files that were checked, and whether they were evaluated whole.
    checked: BTreeMap<String, bool>,
}

impl BaselineRun {
    /// Starts a run with a baseline.
    #[must_use]
    pub fn new(baseline: Baseline, mode: BaselineMode) -> Self {
        let (used, added, checked) = (BTreeSet::new(), Vec::new(), BTreeMap::new());
        Self { baseline, mode, used, added, checked }
    }

    /// Takes the findings out of the active ones that the baseline lists, or
    /// will list, for a file. Those for which `may_hide` is false stay.
    pub fn apply(
        &mut self,
        file: &str,
        checked: &mut Checked,
        may_hide: impl Fn(&Finding) -> bool,
    ) {
        self.checked.insert(file.to_owned(), checked.is_complete());
        checked.suppress(|finding| {
            if !may_hide(finding) {
                return None;
            }
            if let Some(index) = self.baseline.find(file, finding.fingerprint) {
                self.used.insert(index);
            } else if self.mode == BaselineMode::Grow {
                self.added.push(BaselineEntry::of(file, finding));
            } else {
                return None;
            }
            Some(Suppression::BASELINE)
        });
    }

    /// True if the baseline is written at the end.
    #[must_use]
    pub fn writes(&self) -> bool {
        self.mode != BaselineMode::Compare
    }

    /// Goes on with the entries that the file has by now.
    pub fn rebase(&mut self, now: Baseline) {
        let entries: Vec<&BaselineEntry> = self.baseline.entries().collect();
        let used = self.used.iter().filter_map(|index| entries.get(*index));
        let added = self.added.iter();
        let all = used.copied().chain(added);
        self.used = all.filter_map(|entry| now.find(&entry.file, entry.fingerprint)).collect();
        self.baseline = now;
    }

    /// The problems with the entries of a baseline that stays as it is, and how
    /// it is to be otherwise. An entry is stale when its file was evaluated
    /// whole, or was not checked and `is_gone`.
    pub fn finish(
        self,
        mut is_gone: impl FnMut(&str) -> bool,
    ) -> (Vec<WaiverProblem>, Option<Baseline>) {
        let checked = &self.checked;
        let stale = self.baseline.stale(&self.used, |file| match checked.get(file) {
            Some(complete) => *complete,
            None => is_gone(file),
        });
        match self.mode {
            BaselineMode::Compare => (self.baseline.problems(&stale), None),
            BaselineMode::Shrink | BaselineMode::Grow => {
                (Vec::new(), Some(self.baseline.changed(&stale, self.added)))
            }
        }
    }
}
