//! The differences between the evidence of an audit and a second run of it.

use super::evidence::{Circumstances, Evidence, EvidenceInput, EvidenceOutput, EvidencePolicy};
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
            found.push(differs(what, recorded, now));
        }
    };
    compare("the version of the program", &recorded.tool.version, &now.tool.version);
    compare("the date of its facts", &recorded.tool.facts_as_of, &now.tool.facts_as_of);
    if recorded.tool.version == now.tool.version {
        compare("the digest of its rules", &recorded.tool.rules_sha256, &now.tool.rules_sha256);
    }
    compare("the date of the run (`--today`)", &recorded.today, &now.today);
    let (before, after) = (&recorded.policy, &now.policy);
    compare("the packs", &before.packs.join(", "), &after.packs.join(", "));
    compare("`--rule`", &before.overrides.join(", "), &after.overrides.join(", "));
    let fails = |from: &Circumstances| from.fail_on.clone().unwrap_or_else(|| "never".to_owned());
    compare("`--fail-on`", &fails(recorded), &fails(now));
    for ((option, recorded), (_, now)) in
        recorded.limits.options().into_iter().zip(now.limits.options())
    {
        compare(option, &recorded.to_string(), &now.to_string());
    }
    let files = |policy: &EvidencePolicy| {
        let all = policy.configuration.iter().chain(&policy.files);
        all.map(|file| (file.name.clone(), file.sha256.clone())).collect::<Vec<_>>()
    };
    found.extend(of_policy_files(&files(before), &files(after)));
    if found.is_empty() && before.sha256 != after.sha256 {
        found.push(differs("the digest of the policy", &before.sha256, &after.sha256));
    }
    found
}

/// The files of a policy that differ, by their names.
fn of_policy_files(recorded: &[(String, String)], now: &[(String, String)]) -> Vec<String> {
    let names = |files: &[(String, String)]| {
        files.iter().map(|(name, _)| &**name).collect::<Vec<_>>().join(", ")
    };
    let (before, after) = (names(recorded), names(now));
    if before != after {
        return vec![differs("the files of the policy", &before, &after)];
    }
    let changed = recorded.iter().zip(now).filter(|(before, after)| before != after);
    changed.map(|((name, _), _)| format!("`{}` has other content", shown(name))).collect()
}

/// A circumstance that is no longer the same.
fn differs(what: &str, recorded: &str, now: &str) -> String {
    let value = |text: &str| match text {
        "" => "nothing".to_owned(),
        text => format!("`{}`", shown(text)),
    };
    format!("{what}: recorded {}, now {}", value(recorded), value(now))
}

/// All differences of two runs, a line for each.
#[must_use]
pub fn of_runs(recorded: &Evidence, now: &Evidence) -> Vec<String> {
    let mut found = of_circumstances(&recorded.circumstances, &now.circumstances);
    found.extend(of_inputs(&recorded.inputs, &now.inputs));
    let is_other = |output: &&EvidenceOutput| {
        let other = now.outputs.iter().find(|other| other.name == output.name);
        other.is_none_or(|other| other.sha256 != output.sha256)
    };
    let different: Vec<&str> =
        recorded.outputs.iter().filter(is_other).map(|output| &*output.name).collect();
    match different.len() {
        0 => {}
        1 => found.push(format!("this output is different now: {}", names(&different))),
        _ => found.push(format!("these outputs are different now: {}", names(&different))),
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
