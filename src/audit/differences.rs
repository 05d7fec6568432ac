//! The differences between the evidence of an audit and a second run of it.

use super::evidence::{Circumstances, Evidence, EvidenceInput};
use crate::output::sanitize;
use crate::output::summary::count;
use std::cmp::Ordering;

/// Paths that are named of each kind.
const NAMED: usize = 10;

/// The circumstances that differ, a sentence for each without a full stop: "recorded" is the
/// first one.
#[must_use]
pub fn of_circumstances(recorded: &Circumstances, now: &Circumstances) -> Vec<String> {
    let mut found = Vec::new();
    let mut compare = |what: &str, recorded: &str, now: &str| {
        if recorded != now {
            found.push(format!("{what}: recorded {}, now {}", shown(recorded), shown(now)));
        }
    };
    compare("the version of the program", &recorded.tool.version, &now.tool.version);
    compare("the date of its facts", &recorded.tool.facts_as_of, &now.tool.facts_as_of);
    compare("the digest of its rules", &recorded.tool.rules_sha256, &now.tool.rules_sha256);
    compare("the date of the run (`--today`)", &recorded.today, &now.today);
    let (before, after) = (&recorded.policy, &now.policy);
    compare("the packs", &before.packs.join(", "), &after.packs.join(", "));
    compare("the overrides (`--rule`)", &before.overrides.join(", "), &after.overrides.join(", "));
    compare("the digest of the policy", &before.sha256, &after.sha256);
    let fails = |from: &Circumstances| from.fail_on.clone().unwrap_or_else(|| "never".to_owned());
    compare("`--fail-on`", &fails(recorded), &fails(now));
    if recorded.limits != now.limits {
        found.push("the limits of a file are others".to_owned());
    }
    found
}

/// All differences of two runs, a line for each.
#[must_use]
pub fn of_runs(recorded: &Evidence, now: &Evidence) -> Vec<String> {
    let mut found = of_circumstances(&recorded.circumstances, &now.circumstances);
    found.extend(of_inputs(&recorded.inputs, &now.inputs));
    for output in &recorded.outputs {
        match now.outputs.iter().find(|other| other.name == output.name) {
            Some(other) if other.sha256 == output.sha256 => {}
            _ => found.push(format!("`{}` comes out different", shown(&output.name))),
        }
    }
    if recorded.exit_status != now.exit_status {
        found.push(format!(
            "the exit status: recorded {}, now {}",
            recorded.exit_status, now.exit_status
        ));
    }
    found
}

/// The inputs that differ, by the kind of the difference.
fn of_inputs(recorded: &[EvidenceInput], now: &[EvidenceInput]) -> Vec<String> {
    let (mut changed, mut missing, mut added, mut other) =
        <(Vec<_>, Vec<_>, Vec<_>, Vec<_>)>::default();
    for pair in pairs(recorded, now) {
        match pair {
            (Some(before), None) => missing.push(&*before.path),
            (None, Some(after)) => added.push(&*after.path),
            (Some(before), Some(after)) if before.sha256 != after.sha256 => {
                changed.push(&*before.path);
            }
            (Some(before), Some(after)) if before != after => other.push(&*before.path),
            _ => {}
        }
    }
    let kinds = [
        (changed, ["has changed", "have changed"]),
        (missing, ["is no longer there", "are no longer there"]),
        (added, ["is new", "are new"]),
        (other, ["is the same and has another result", "are the same and have another result"]),
    ];
    let lines = kinds.iter().filter(|(paths, _)| !paths.is_empty()).map(|(paths, what)| {
        let what = what[usize::from(paths.len() > 1)];
        format!("{} {what}: {}", count(paths.len(), "file"), names(paths))
    });
    lines.collect()
}

/// Some paths, with the number of the others.
fn names(paths: &[&str]) -> String {
    let mut names: Vec<String> = paths.iter().take(NAMED).map(|path| shown(path)).collect();
    if paths.len() > NAMED {
        names.push(format!("and {} more", paths.len() - NAMED));
    }
    names.join(", ")
}

fn shown(text: &str) -> String {
    sanitize::line(text, 400, true).into_owned()
}

/// The files of two audits beside each other. Both come in the order of their paths.
pub fn pairs<'e>(
    one: &'e [EvidenceInput],
    other: &'e [EvidenceInput],
) -> impl Iterator<Item = (Option<&'e EvidenceInput>, Option<&'e EvidenceInput>)> {
    let (mut one, mut other) = (one.iter().peekable(), other.iter().peekable());
    std::iter::from_fn(move || {
        let order = match (one.peek(), other.peek()) {
            (None, None) => return None,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(a), Some(b)) => a.path.cmp(&b.path),
        };
        Some(match order {
            Ordering::Less => (one.next(), None),
            Ordering::Greater => (None, other.next()),
            Ordering::Equal => (one.next(), other.next()),
        })
    })
}
