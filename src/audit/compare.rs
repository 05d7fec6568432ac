//! Two audits beside each other: what got better and what got worse.

use super::differences::{of_circumstances, pairs};
use super::evidence::{Evidence, EvidenceInput};
use super::tally::RuleTally;
use crate::output::sanitize;
use crate::output::summary::count;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Lines that are shown of each kind.
const SHOWN: usize = 20;

/// A file of both audits with another result.
struct ChangedList<'e> {
    old: &'e EvidenceInput,
    new: &'e EvidenceInput,
}

/// The comparison of two audits in words, and true if anything got worse.
#[must_use]
pub fn compare(mut old: Evidence, mut new: Evidence) -> (String, bool) {
    start_at_their_folders(&mut old, &mut new);
    let (old, new) = (&old, &new);
    let (mut better, mut worse) = (Vec::new(), Vec::new());
    let (mut added, mut gone) = (Vec::new(), Vec::new());
    let mut same = 0;
    for pair in pairs(&old.inputs, &new.inputs) {
        match pair {
            (Some(old), None) => gone.push(old),
            (None, Some(new)) => added.push(new),
            (Some(old), Some(new)) => match weight(new).cmp(&weight(old)) {
                std::cmp::Ordering::Less => better.push(ChangedList { old, new }),
                std::cmp::Ordering::Greater => worse.push(ChangedList { old, new }),
                std::cmp::Ordering::Equal => same += 1,
            },
            (None, None) => {}
        }
    }
    let mut out = String::new();
    for difference in of_circumstances(&old.circumstances, &new.circumstances) {
        line(
            &mut out,
            &format!("note: the audits were run under different conditions: {difference}"),
        );
    }
    for (audit, which) in [(old, "older"), (new, "newer")] {
        if audit.interrupted {
            line(&mut out, &format!("note: the {which} audit was interrupted"));
        }
    }
    changed("Worse", &worse, &mut out);
    changed("Better", &better, &mut out);
    listed("New", &added, &mut out);
    listed("No longer there", &gone, &mut out);
    rules(old, new, &mut out);
    let (before, after) = (&old.counts, &new.counts);
    line(
        &mut out,
        &format!(
            "{} worse, {} better, {} the same, {} new, {} gone.",
            count(worse.len(), "file"),
            better.len(),
            same,
            added.len(),
            gone.len()
        ),
    );
    line(
        &mut out,
        &format!(
            "Errors {} -> {}, warnings {} -> {}, infos {} -> {}, not evaluated {} -> {}.",
            before.errors,
            after.errors,
            before.warnings,
            after.warnings,
            before.infos,
            after.infos,
            before.not_evaluated,
            after.not_evaluated
        ),
    );
    (out, !worse.is_empty())
}

/// Makes paths start at the folder that each audit is about, where these have different names
/// and would have no file in common.
fn start_at_their_folders(old: &mut Evidence, new: &mut Evidence) {
    let is_in_both = |pair| matches!(pair, (Some(_), Some(_)));
    if old.paths.len() > 1 || new.paths.len() > 1 || pairs(&old.inputs, &new.inputs).any(is_in_both)
    {
        return;
    }
    for audit in [old, new] {
        let folder = format!("{}/", audit.paths.first().map_or("", String::as_str));
        if audit.inputs.iter().all(|input| input.path.starts_with(&folder)) {
            for input in &mut audit.inputs {
                input.path.drain(..folder.len());
            }
        }
    }
}

/// The weight of what is wrong with a file: more is worse. A file that cannot be evaluated, or
/// is left out, says nothing, which is worse than anything it may say.
fn weight(input: &EvidenceInput) -> (bool, usize, usize, usize) {
    let is_open = matches!(&*input.status, "not_evaluated" | "skipped");
    (is_open, input.errors, input.warnings, input.infos)
}

fn line(out: &mut String, text: &str) {
    writeln!(out, "{text}").expect("internal: writing to a String cannot fail");
}

fn state(input: &EvidenceInput) -> String {
    match &*input.status {
        "not_evaluated" => "not evaluated".to_owned(),
        "skipped" => "skipped".to_owned(),
        _ => format!("{}/{}/{}", input.errors, input.warnings, input.infos),
    }
}

fn path(input: &EvidenceInput) -> String {
    sanitize::line(&input.path, 400, true).into_owned()
}

/// The files that got better or worse, as errors/warnings/infos.
fn changed(title: &str, lists: &[ChangedList<'_>], out: &mut String) {
    if lists.is_empty() {
        return;
    }
    line(out, &format!("{title} (errors/warnings/infos):"));
    for ChangedList { old, new } in lists.iter().take(SHOWN) {
        line(out, &format!("  {}: {} -> {}", path(new), state(old), state(new)));
    }
    more(lists.len(), out);
}

fn listed(title: &str, inputs: &[&EvidenceInput], out: &mut String) {
    if inputs.is_empty() {
        return;
    }
    line(out, &format!("{title}:"));
    for input in inputs.iter().take(SHOWN) {
        line(out, &format!("  {}: {}", path(input), state(input)));
    }
    more(inputs.len(), out);
}

fn more(all: usize, out: &mut String) {
    if all > SHOWN {
        line(out, &format!("  and {} more", all - SHOWN));
    }
    out.push('\n');
}

/// The rules with more or fewer findings, the greatest change first.
fn rules(old: &Evidence, new: &Evidence, out: &mut String) {
    let by_rule = |tallies: &[RuleTally]| -> BTreeMap<String, usize> {
        let mut found = BTreeMap::new();
        for tally in tallies {
            *found.entry(tally.rule.clone()).or_default() += tally.findings;
        }
        found
    };
    let (before, after) = (by_rule(&old.rules), by_rule(&new.rules));
    let mut changes: Vec<(&str, usize, usize)> = Vec::new();
    for rule in before.keys().chain(after.keys().filter(|rule| !before.contains_key(*rule))) {
        let count = |of: &BTreeMap<String, usize>| of.get(rule).copied().unwrap_or(0);
        if count(&before) != count(&after) {
            changes.push((rule, count(&before), count(&after)));
        }
    }
    if changes.is_empty() {
        return;
    }
    changes.sort_by_key(|&(rule, before, after)| (std::cmp::Reverse(before.abs_diff(after)), rule));
    line(out, "Findings by rule:");
    for (rule, before, after) in changes.iter().take(SHOWN) {
        line(out, &format!("  {}: {before} -> {after}", sanitize::line(rule, 80, true)));
    }
    more(changes.len(), out);
}
