//! Hits about waivers and entries of the baseline.

use crate::policy::{Hit, Term, WaiverProblem};

/// The arguments that [`ending`] gives.
pub(crate) const ENDING_ARGUMENTS: &[(&str, &str)] = &[
    ("rules", "the rules that the waiver is for"),
    ("until", "its last day"),
    ("when", "how long ago, or in which time, that is"),
    ("owner", "who answers for it"),
];

/// The variants of [`ending`].
pub(crate) const ENDING_VARIANTS: &[(&str, &str)] = &[("owned", "the waiver has an owner")];

/// A hit at a waiver, with the value that fingerprints are made of.
pub(crate) fn at(problem: &WaiverProblem, value: &str) -> Hit {
    let mut hit = Hit::at(problem.span);
    hit.path = Some(problem.path.clone());
    hit.vendor.clone_from(&problem.vendor);
    hit.value = Some(value.to_owned());
    hit.arg("vendor", problem.vendor.clone().unwrap_or_default())
}

/// A hit at a waiver that has ended, or will.
pub(crate) fn ending(problem: &WaiverProblem, term: &Term, when: String) -> Hit {
    let quoted: Vec<String> = term.rules.iter().map(|rule| format!("`{rule}`")).collect();
    let hit = at(problem, &term.rules.join(", "))
        .arg("rules", quoted.join(", "))
        .arg("until", term.until.to_string())
        .arg("when", when);
    match &term.owner {
        Some(owner) => hit.arg("owner", owner).variant("owned"),
        None => hit,
    }
}

/// A number of days that have passed.
pub(crate) fn past(days: i64) -> String {
    if days == 1 { "yesterday".to_owned() } else { format!("{days} days ago") }
}

/// A number of days to come.
pub(crate) fn future(days: i64) -> String {
    match days {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        days => format!("in {days} days"),
    }
}
