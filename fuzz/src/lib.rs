//! What the targets share: a check with every rule of every pack on, whose
//! result is printed in every output format.

use std::sync::OnceLock;
use subprocessor_lint::{
    Date, FORMATS, Level, Linter, OutputOptions, Policy, PolicyBuilder, RunInfo, Severity, Summary,
    is_unsafe, manifest_of_page,
};

/// The day of every run.
pub fn today() -> Date {
    Date::parse("2026-11-21").expect("a date")
}

/// Every rule of every pack.
pub fn linter() -> &'static Linter {
    static LINTER: OnceLock<Linter> = OnceLock::new();
    LINTER.get_or_init(|| {
        let known = Policy::builder().build().expect("the built-in rules are sound");
        let builder = known.rule_ids().fold(Policy::builder(), |builder, id| {
            builder.severity(id, Level::On(Severity::Warning))
        });
        let builder = Policy::built_in_packs().fold(builder, PolicyBuilder::pack);
        Linter::new(builder.build().expect("the packs are sound"), today())
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
    let again = linter().check(path, text);
    assert_eq!(format!("{:?}", checked.findings), format!("{:?}", again.findings));
    let mut summary = Summary::default();
    summary.add(&checked, None);
    for format in FORMATS {
        let mut out = Vec::new();
        let mut sink = (format.make)(&OutputOptions::default(), &mut out);
        let done = sink.begin(&RunInfo::default()).and_then(|()| sink.file(&checked));
        done.and_then(|()| sink.end(&summary)).expect("memory takes everything");
        drop(sink);
        let out = String::from_utf8(out).expect("output is UTF-8");
        let acting = out.chars().find(|&char| char != '\n' && is_unsafe(char));
        assert_eq!(acting, None, "in {}", format.name);
    }
}

/// Makes a manifest of a page, as `import` does.
///
/// # Panics
/// When it is none that can be read, differs between two runs, or is from bytes that are none of
/// the page.
pub fn import(path: &str, text: &str) {
    let made = manifest_of_page(path, text);
    assert_eq!(made, manifest_of_page(path, text));
    let Some((manifest, spans)) = made else { return };
    for span in spans {
        assert!(text.get(span.range()).is_some(), "{span:?}");
    }
    let checked = linter().check("subprocessors.yaml", &manifest);
    let form = ["parse-error", "invalid-value", "unknown-field", "duplicate-key"];
    let wrong = checked.findings.iter().find(|finding| form.contains(&&*finding.rule));
    assert!(wrong.is_none(), "{wrong:?} in\n{manifest}");
}
