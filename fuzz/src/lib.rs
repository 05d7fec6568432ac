//! What the targets share: a check with every rule of every pack on, whose
//! result is printed in every output format.

use std::sync::OnceLock;
use subprocessor_lint::checks::REGISTRY;
use subprocessor_lint::diagnostics::Severity;
use subprocessor_lint::lint::Linter;
use subprocessor_lint::values::date::Date;
use subprocessor_lint::diagnostics::report::{RunInfo, Summary};
use subprocessor_lint::output::{FORMATS, OutputOptions, sanitize};
use subprocessor_lint::policy::{Level, Policy, PolicyBuilder, builtin};

/// The day of every run.
pub fn today() -> Date {
    Date::parse("2026-11-21").expect("a date")
}

/// Every rule of every pack.
pub fn linter() -> &'static Linter {
    static LINTER: OnceLock<Linter> = OnceLock::new();
    LINTER.get_or_init(|| {
        let rules: Vec<&str> = builtin::rules(&REGISTRY).iter().map(|rule| rule.id).collect();
        let builder = rules.iter().fold(Policy::builder(), |builder, id| {
            builder.severity(*id, Level::On(Severity::Warning))
        });
        let packs = builtin::packs().filter_map(|pack| pack.get("id")?.text());
        let builder = packs.fold(builder, PolicyBuilder::pack);
        Linter::new(&builder.build().expect("the packs are sound"), today())
    })
}

/// Checks a text as the file of a path and prints what was found.
///
/// # Panics
/// When a place is none of the text, or an output holds a character that acts
/// on a terminal.
pub fn check(path: &str, text: &str) {
    let checked = linter().check(path, text);
    for finding in &checked.findings {
        assert!(text.get(finding.place.span.range()).is_some(), "{finding:?}");
        assert!(!finding.message.is_empty(), "{finding:?}");
    }
    let mut summary = Summary::default();
    summary.add(&checked);
    for format in FORMATS {
        let mut out = Vec::new();
        let mut sink = (format.make)(&OutputOptions::default(), &mut out);
        let done = sink.begin(&RunInfo::default()).and_then(|()| sink.file(&checked));
        done.and_then(|()| sink.end(&summary)).expect("memory takes everything");
        drop(sink);
        let out = String::from_utf8(out).expect("output is UTF-8");
        let acting = out.chars().find(|&char| char != '\n' && sanitize::is_unsafe(char));
        assert_eq!(acting, None, "in {}", format.name);
    }
}
