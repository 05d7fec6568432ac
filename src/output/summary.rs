//! The last words: how much was checked and what it came to.

use super::paint::{Style, paint};
use super::place;
use crate::diagnostics::Severity;
use crate::diagnostics::report::{CheckedFile, Report};
use crate::text::Sources;
use std::collections::BTreeSet;

/// The summary in one line, without a line break: `Found 27 problems in 1 file
/// (12 vendors): 14 errors, 8 warnings, 5 infos.`
#[must_use]
pub fn line(report: &Report, color: bool) -> String {
    let summary = &report.summary;
    let vendors = count(summary.vendors, "vendor");
    let mut hidden = Vec::new();
    if summary.suppressed > 0 {
        hidden.push(format!("{} suppressed", summary.suppressed));
    }
    if summary.baselined > 0 {
        hidden.push(format!("{} in the baseline", summary.baselined));
    }
    let hidden = if hidden.is_empty() { String::new() } else { format!("; {}", hidden.join(", ")) };
    if summary.problems() == 0 {
        let files = count(summary.files, "file");
        return match summary.files {
            // An empty run must not look like a clean one.
            0 => paint("No files were checked.", Style::Yellow, color).to_string(),
            _ => {
                let none = paint("No problems found", Style::Green, color);
                format!("{none} in {files} ({vendors}){hidden}.")
            }
        };
    }
    let hit = report.findings.iter().map(|finding| finding.file).collect::<BTreeSet<_>>().len();
    let files = if hit < summary.files {
        format!("{hit} of {}", count(summary.files, "file"))
    } else {
        count(summary.files, "file")
    };
    let kinds = [
        (summary.errors, Severity::Error),
        (summary.warnings, Severity::Warning),
        (summary.infos, Severity::Info),
    ];
    let kinds: Vec<String> = kinds
        .iter()
        .filter(|(n, _)| *n > 0)
        .map(|&(n, severity)| {
            paint(count(n, severity.as_str()), Style::of(severity), color).to_string()
        })
        .collect();
    let found =
        paint(format!("Found {}", count(summary.problems(), "problem")), Style::Bold, color);
    format!("{found} in {files} ({vendors}): {}{hidden}.", kinds.join(", "))
}

/// The files that were checked, a line for each: `Checked a.yaml (12 vendors).`
pub(crate) fn files(report: &Report, sources: &Sources, unicode: bool) -> String {
    let line = |checked: &CheckedFile| {
        let path = place::path(sources.get(checked.file), unicode);
        format!("Checked {path} ({}).\n", count(checked.vendors, "vendor"))
    };
    report.files.iter().map(line).collect()
}

/// A number with its noun: `1 file`, `2 files`.
pub(crate) fn count(n: usize, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::report::Summary;

    fn of(summary: Summary) -> String {
        line(&Report { summary, ..Report::default() }, false)
    }

    #[test]
    fn it_names_what_there_is() {
        let summary = Summary { files: 1, vendors: 12, ..Summary::default() };
        assert_eq!(of(summary), "No problems found in 1 file (12 vendors).");
        let summary = Summary { files: 2, vendors: 1, suppressed: 2, baselined: 3, ..summary };
        assert_eq!(
            of(summary),
            "No problems found in 2 files (1 vendor); 2 suppressed, 3 in the baseline."
        );
        assert_eq!(of(Summary::default()), "No files were checked.");
    }
}
