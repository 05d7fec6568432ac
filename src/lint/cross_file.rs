//! Rules that compare the lists of several files with each other.

use super::classify::classify;
use super::page_run;
use super::{FileText, Linter};
use crate::diagnostics::POLICY_ERROR;
use crate::diagnostics::{Finding, Fingerprint, Place, Severity, sha256};
use crate::manifest::summary::{ManifestSummary, SummaryOf};
use crate::policy::{Check, Hit, Rule, RuleSet};
use crate::text::{FileId, SourceFile, Span, to_u32};
use std::collections::HashMap;
use std::sync::Arc;

/// Summary of a file between the two passes of a run.
pub(super) struct ComparedFile {
    /// Its number in the run.
    pub index: usize,
    /// The rules for it; it takes part in the comparisons of those that are on.
    pub rules: RuleSet,
    /// The SHA-256 of the text that was summarized.
    pub sha256: String,
    pub manifests: Vec<ManifestSummary>,
}

/// The cross-file findings of one file.
#[derive(Default)]
pub(super) struct CrossFindings {
    pub hits: Vec<(Arc<Rule>, Hit)>,
    /// The place where the cap on findings was reached.
    pub stopped: Option<Span>,
    /// The SHA-256 of the text that was compared; none when that was this one.
    pub sha256: Option<String>,
}

impl Linter {
    /// True if a rule that compares files is active.
    pub(super) fn compares_files(&self) -> bool {
        self.rules.iter().any(|rule| rule.compares_files())
    }

    /// True if such a rule is active, or may be for a file that an override applies to.
    pub(super) fn may_compare_files(&self) -> bool {
        let policy = self.policy.as_ref().filter(|_| !self.is_settled);
        self.compares_files() || policy.is_some_and(|policy| policy.may_compare_files())
    }

    /// True if the files of two linters are compared with each other.
    pub(super) fn shares_policy(&self, other: &Self) -> bool {
        match (&self.policy, &other.policy) {
            (Some(own), Some(other)) => Arc::ptr_eq(own, other),
            _ => std::ptr::eq(self, other),
        }
    }
}

/// True if a file that is alone in a run may hold several lists, which are compared with each
/// other: in documents of YAML. A page is one list.
pub(super) fn may_hold_several(linter: &Linter, file: &FileText) -> bool {
    let ends_document = |line: &str| line.starts_with("---") || line.starts_with("...");
    file.problem.is_none()
        && file.source.text().split(['\n', '\r']).any(ends_document)
        && !page_run::is_page(linter, file)
}

impl ComparedFile {
    /// Reads a file as far as it is compared with others. `index` is its number
    /// in the run; one that `is_alone` in the run is compared with itself, where it
    /// holds several lists.
    pub fn read(linter: &Linter, index: usize, file: &FileText, is_alone: bool) -> Self {
        let _scope = linter.vocabulary_scope();
        let page = page_run::read(linter, file);
        let text = page.as_ref().map_or(file.source.text(), |page| &page.manifest.text);
        let (rules, sha256) = (Arc::clone(&linter.rules), sha256(text));
        let mut summary = Self { index, rules, sha256, manifests: Vec::new() };
        if file.problem.is_some() || page.as_ref().is_some_and(|page| page.list.vendors.is_empty())
        {
            return summary;
        }
        let place = |span: Span| match &page {
            Some(page) => Place::of(&file.source, page.manifest.in_page(span)),
            None => Place::of(&file.source, span),
        };
        let id = FileId(to_u32(index));
        let (name, is_page) = (file.source.path(), page.is_some());
        let of = SummaryOf { id, name, is_page, place: &place };
        // The manifest that a page amounts to is YAML, whatever the page is.
        let mut classified = classify(if is_page { "" } else { name }, text, &linter.limits);
        if is_alone && classified.roots().len() < 2 {
            return summary;
        }
        if super::file_run::has_room(&classified.roots(), linter.limits.vendors) {
            classified.validate(linter.limits.findings);
            let manifests = classified.manifests();
            let summaries = manifests.iter().map(|manifest| ManifestSummary::of(of, manifest));
            summary.manifests = summaries.collect();
        }
        summary
    }

    fn rule(&self, id: &str) -> Option<&Arc<Rule>> {
        self.rules.iter().find(|rule| &*rule.id == id)
    }
}

/// Compares files, which come in the order of their numbers; the findings come by
/// the number of their file. A rule compares the files that it is on for, and
/// reports in each at the severity that it has there.
pub(super) fn compare(files: &[ComparedFile], most: usize) -> HashMap<usize, CrossFindings> {
    let mut found: HashMap<usize, CrossFindings> = HashMap::new();
    for file in files {
        let sha256 = Some(file.sha256.clone());
        found.insert(file.index, CrossFindings { sha256, ..CrossFindings::default() });
    }
    let mut room = most;
    for rule in &comparing_rules(files) {
        let Check::AcrossLists(compare) = &rule.check else { continue };
        let is_meant = |manifest: &&ManifestSummary| match manifest.is_page {
            true => rule.is_for_pages,
            false => rule.is_for_manifests,
        };
        let is_on = |file: &&ComparedFile| file.rule(&rule.id).is_some();
        let manifests: Vec<&ManifestSummary> =
            files.iter().filter(is_on).flat_map(|file| &file.manifests).filter(is_meant).collect();
        for (file, hit) in compare(&manifests) {
            let index = file.0 as usize;
            let of_file = found.entry(index).or_default();
            if room == 0 {
                of_file.stopped = Some(hit.span);
                return found;
            }
            room -= 1;
            let at = files.binary_search_by_key(&index, |file| file.index);
            let own = at.ok().and_then(|at| files[at].rule(&rule.id)).unwrap_or(rule);
            of_file.hits.push((Arc::clone(own), hit));
        }
    }
    found
}

/// The rules that compare files, each id once.
fn comparing_rules(files: &[ComparedFile]) -> Vec<Arc<Rule>> {
    let mut sets: Vec<&RuleSet> = Vec::new();
    for file in files {
        if !sets.iter().any(|known| Arc::ptr_eq(known, &file.rules)) {
            sets.push(&file.rules);
        }
    }
    let mut rules: Vec<Arc<Rule>> = Vec::new();
    for rule in sets.into_iter().flat_map(|set| &**set).filter(|rule| rule.compares_files()) {
        if !rules.iter().any(|known| known.id == rule.id) {
            rules.push(Arc::clone(rule));
        }
    }
    rules
}

/// Says that a file is not the one that was compared with others.
pub(super) fn changed_meanwhile(file: &SourceFile) -> Finding {
    let message = "the file changed while it was checked";
    let help = Some("Run again once nothing writes to it.".to_owned());
    not_evaluated(file, "changed", message.to_owned(), help)
}

/// The finding about a file that could not be evaluated; `cause` is told apart
/// in its fingerprint.
pub(super) fn not_evaluated(
    file: &SourceFile,
    cause: &str,
    message: String,
    help: Option<String>,
) -> Finding {
    Finding {
        rule: POLICY_ERROR.into(),
        fingerprint: Fingerprint::new(POLICY_ERROR, "", "", cause),
        severity: Severity::Error,
        message,
        help,
        place: Place::of(file, Span::default()),
        label: String::new(),
        path: String::new(),
        vendor: None,
        value: None,
        labels: Vec::new(),
        fold: None,
        fix: None,
        absent: false,
    }
}
