//! Input that wants to do harm: files that cost much, files that say something
//! else than they show, and paths that lead astray. Every rule of every pack is
//! on, and every output format prints what was found.
//!
//! Debug builds take smaller files. `cargo bench --bench hostile` measures the
//! full ones.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests touch files, the clock and the environment"
)]

use crate::support::attacks;
mod bytes;
mod pages;
mod paths;
mod policies;
mod repeats;
use crate::support::run;
mod structure;
mod values;

use crate::support::sample::render;
use std::sync::OnceLock;
use std::time::{Duration, Instant};
use subprocessor_lint::{
    Date, FORMATS, Finding, Level, Linter, OutputFormat, OutputOptions, Policy, PolicyBuilder,
    Severity,
};

/// By how much attacks are smaller in debug builds.
const SMALLER: usize = if cfg!(debug_assertions) { 50 } else { 1 };

/// What an attack may take here, in any build on a busy machine. One whose cost
/// is quadratic takes far longer in a release build.
const DEADLINE: Duration = Duration::from_secs(180);

/// Every rule of every pack.
fn linter() -> &'static Linter {
    static LINTER: OnceLock<Linter> = OnceLock::new();
    LINTER.get_or_init(|| {
        let known = Policy::builder().build().unwrap();
        let builder = known.rule_ids().fold(Policy::builder(), |builder, id| {
            builder.severity(id, Level::On(Severity::Warning))
        });
        let builder = Policy::built_in_packs().fold(builder, PolicyBuilder::pack);
        Linter::new(builder.build().unwrap(), Date::parse("2026-11-21").unwrap())
    })
}

/// What came of a file.
struct Attacked {
    findings: Vec<Finding>,
    complete: bool,
    /// Each output format by its name.
    outputs: Vec<(&'static str, String)>,
}

/// Checks an attack, smaller in a debug build.
fn attack(name: &str) -> Attacked {
    attack_of(name, attacks::named(name).size / SMALLER)
}

/// Checks an attack with so many of what it repeats.
fn attack_of(name: &str, count: usize) -> Attacked {
    let attack = attacks::named(name);
    check(attack.file, &(attack.make)(count))
}

/// Checks a text as the file of a path, and prints the result in every format.
fn check(path: &str, text: &str) -> Attacked {
    let start = Instant::now();
    let checked = [linter().check(path, text)];
    let print = |format: &OutputFormat| {
        (format.name, render(format.name, OutputOptions::default(), &checked))
    };
    let outputs: Vec<(&str, String)> = FORMATS.iter().map(print).collect();
    assert!(start.elapsed() < DEADLINE, "{:?}", start.elapsed());
    for (format, output) in &outputs {
        assert_eq!(acting(output), None, "in {format}");
    }
    let [checked] = checked;
    Attacked { complete: checked.is_complete(), findings: checked.findings, outputs }
}

impl Attacked {
    /// The messages of a rule.
    fn of(&self, rule: &str) -> Vec<&str> {
        let own = self.findings.iter().filter(|finding| &*finding.rule == rule);
        own.map(|finding| &*finding.message).collect()
    }

    /// Says that the file could not be read, for one reason.
    fn is_refused_for(&self, reason: &str) {
        let found: Vec<_> = self.findings.iter().map(|one| (&*one.rule, &*one.message)).collect();
        assert_eq!(found, [("parse-error", &*format!("cannot read manifest: {reason}"))]);
        assert!(!self.complete);
    }

    /// Says that the cap on findings was reached, and that this was said.
    fn is_cut_at_the_cap(&self) {
        let said = self.of("policy-error");
        assert_eq!(said, ["stopped after 50000 findings; the rest was not checked"]);
        assert!(!self.complete);
    }
}

/// The first character of an output that acts on a terminal or its neighbours,
/// or cannot be seen.
fn acting(output: &str) -> Option<char> {
    let acts = |char: &char| match char {
        '\n' => false,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{feff}' => true,
        '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => true,
        '\u{e0000}'..='\u{e007f}' => true,
        char => char.is_control(),
    };
    output.chars().find(acts)
}
