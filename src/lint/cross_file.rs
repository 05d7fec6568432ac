//! Rules that compare the lists of several files with each other.

use super::classify::classify;
use super::{FileText, Linter, POLICY_ERROR};
use crate::diagnostics::{Finding, Fingerprint, Place, Severity, sha256};
use crate::manifest::summary::ManifestSummary;
use crate::policy::{Check, Hit, Rule};
use crate::text::{FileId, SourceFile, Span, to_u32};
use std::collections::HashMap;
use std::sync::Arc;

/// Summary of a file between the two passes of a run.
pub(super) struct FileSummary {
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
        self.rules.iter().any(|rule| matches!(rule.check, Check::AcrossLists(_)))
    }

    /// Reads a file as far as it is compared with others. `index` is its number
    /// in the run.
    pub(super) fn summarize(&self, index: usize, file: &FileText) -> FileSummary {
        let text = file.source.text();
        let sha256 = sha256(text);
        if file.problem.is_some() {
            return FileSummary { sha256, manifests: Vec::new() };
        }
        let id = FileId(to_u32(index));
        let mut classified = classify(file.source.path(), text, &self.limits);
        let manifests = if super::file_run::has_room(&classified.roots(), self.limits.vendors) {
            classified.validate(self.limits.findings);
            let manifests = classified.manifests();
            manifests
                .iter()
                .map(|manifest| ManifestSummary::of(id, &file.source, manifest))
                .collect()
        } else {
            Vec::new()
        };
        FileSummary { sha256, manifests }
    }

    /// Compares files; the findings come by the number of their file.
    pub(super) fn compare(&self, manifests: &[ManifestSummary]) -> HashMap<usize, CrossFindings> {
        let mut found: HashMap<usize, CrossFindings> = HashMap::new();
        let mut room = self.limits.findings;
        for rule in &*self.rules {
            let Check::AcrossLists(compare) = &rule.check else { continue };
            for (file, hit) in compare(manifests) {
                let of_file = found.entry(file.0 as usize).or_default();
                if room == 0 {
                    of_file.stopped = Some(hit.span);
                    return found;
                }
                room -= 1;
                of_file.hits.push((Arc::clone(rule), hit));
            }
        }
        found
    }
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
