//! A survey of the mutants that a policy notices.

use super::{Change, Mutant};
use crate::diagnostics::Finding;
use crate::lint::{FileText, Linter};
use crate::text::{SourceFile, Span};
use std::collections::BTreeMap;

/// One change of one field, wherever it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SurveyGroup {
    /// The field, with `[]` for any item of a list.
    pub field: String,
    /// The mutation.
    pub change: Change,
    /// In how many places it was tried.
    pub tried: usize,
    /// The places where nothing noticed it.
    pub missed: Vec<Span>,
}

/// Runs the linter over the mutants of a file and says what came of each change
/// of each field, in the order of the text. `each` maps the mutants to whether
/// they are noticed, in order: with threads, or without. `path` is the one that
/// waivers go by.
pub fn survey(
    file: &SourceFile,
    path: &str,
    linter: &Linter,
    mutants: &[Mutant],
    each: impl FnOnce(&[Mutant], &(dyn Fn(&Mutant) -> bool + Sync)) -> Vec<bool>,
) -> Vec<SurveyGroup> {
    let check =
        |text: &str| linter.check_file(FileText::new(file.path(), text).in_scope(path)).findings;
    let good = check(file.text());
    let known = tally(&good);
    let is_noticed = |mutant: &Mutant| {
        let found = check(&mutant.text(file.text()));
        let now = tally(&found);
        now.iter().any(|(finding, count)| known.get(finding).is_none_or(|known| known < count))
    };
    let mut groups: Vec<SurveyGroup> = Vec::new();
    let mut index_of: BTreeMap<(String, String), usize> = BTreeMap::new();
    for (mutant, noticed) in mutants.iter().zip(each(mutants, &is_noticed)) {
        let index = *index_of.entry(mutant.group()).or_insert_with(|| {
            let (field, change) = (mutant.field.clone(), mutant.change.clone());
            groups.push(SurveyGroup { field, change, tried: 0, missed: Vec::new() });
            groups.len() - 1
        });
        groups[index].tried += 1;
        if !noticed {
            groups[index].missed.push(mutant.span);
        }
    }
    groups
}

/// Counts each finding. Paths do not count and numbers are taken
/// out of messages, since an edit moves the entries and lines after it.
fn tally(findings: &[Finding]) -> BTreeMap<(&str, Option<&str>, String), usize> {
    let mut tally = BTreeMap::new();
    for finding in findings {
        let message = finding.message.replace(|char: char| char.is_ascii_digit(), "");
        *tally.entry((&*finding.rule, finding.vendor.as_deref(), message)).or_insert(0) += 1;
    }
    tally
}
