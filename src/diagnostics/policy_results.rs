//! Defects of a policy as results for its files, to be shown as any others.

use super::fingerprint::number_equal;
use super::{Checked, FileKind, FileStatus, Finding, Fingerprint, Place, PolicyError, Severity};
use crate::text::SourceFile;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The path shown for errors on the command line.
const COMMAND_LINE: &str = "<command line>";

/// The results for the files of a policy that is invalid, in the order of their
/// paths. `rule` is the id that they are reported under.
#[must_use]
pub fn policy_results(errors: &[PolicyError], rule: &str, severity: Severity) -> Vec<Checked> {
    let mut files: BTreeMap<&str, Checked> = BTreeMap::new();
    for error in errors {
        let checked = files.entry(error.path().unwrap_or(COMMAND_LINE)).or_insert_with(|| {
            let file = error.file.clone();
            let file = file.unwrap_or_else(|| Arc::new(SourceFile::new(COMMAND_LINE, "")));
            let why = match (error.is_unread, error.kind) {
                (true, _) => "unreadable file",
                (false, FileKind::Baseline) => "invalid baseline",
                (false, FileKind::Policy | FileKind::Manifest | FileKind::Page) => "invalid policy",
            };
            let mut checked = Checked::new(file, error.kind);
            checked.status = FileStatus::NotEvaluated(why.to_owned());
            checked.is_text = !error.is_unread;
            checked
        });
        let place = Place::of(&checked.source, error.advice.span);
        checked.findings.push(Finding {
            rule: rule.into(),
            fingerprint: Fingerprint::new(rule, "", "", &error.advice.message),
            severity,
            message: error.advice.message.clone(),
            help: error.advice.help.clone().filter(|help| !help.is_empty()),
            place,
            label: String::new(),
            path: String::new(),
            vendor: None,
            value: None,
            labels: Vec::new(),
            fold: None,
            fix: None,
            absent: false,
        });
    }
    let mut results: Vec<Checked> = files.into_values().collect();
    for checked in &mut results {
        checked.findings.sort_by(|a, b| a.order().cmp(&b.order()));
        number_equal(&mut checked.findings);
    }
    results
}
