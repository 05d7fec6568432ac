//! The last words: how much was checked and what it came to.

use super::paint::{Style, paint};
use super::{OutputOptions, place, sanitize};
use crate::diagnostics::report::Summary;
use crate::diagnostics::{Checked, FileStatus, Severity};
#[cfg(feature = "cli")]
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;

/// Characters of the reason why a file was skipped that are shown.
const REASON: usize = 200;
/// Files left out that are listed unless more is asked for.
const SKIPPED: usize = 8;

/// The summary in one line, without a line break: `Found 27 problems in 1 file
/// (12 vendors): 14 errors, 8 warnings, 5 infos.`
#[must_use]
pub fn line(summary: &Summary, color: bool) -> String {
    let vendors = vendors(summary);
    let mut hidden = Vec::new();
    if summary.suppressed > 0 {
        hidden.push(format!("{} suppressed", summary.suppressed));
    }
    if summary.baselined > 0 {
        hidden.push(format!("{} in the baseline", summary.baselined));
    }
    if summary.skipped > 0 {
        hidden.push(format!("{} skipped", count(summary.skipped, "file")));
    }
    let hidden = if hidden.is_empty() { String::new() } else { format!("; {}", hidden.join(", ")) };
    if summary.problems() == 0 {
        let files = count(summary.files, "file");
        return match summary.files {
            // An empty run must not look like a clean one.
            0 => {
                let none = format!("No files were checked{hidden}.");
                paint(none, Style::Yellow, color).to_string()
            }
            _ => {
                let none = paint("No problems found", Style::Green, color);
                format!("{none} in {files} ({vendors}){hidden}.")
            }
        };
    }
    let kinds = severities([summary.errors, summary.warnings, summary.infos], color);
    let found =
        paint(format!("Found {}", count(summary.problems(), "problem")), Style::Bold, color);
    let hit = summary.files_with_findings;
    if summary.files == 0 {
        // Nothing was checked: what was found is about the policy.
        return format!("{found} in the policy: {kinds}{hidden}.");
    }
    let files = if hit < summary.files {
        format!("{hit} of {}", count(summary.files, "file"))
    } else {
        count(summary.files, "file")
    };
    format!("{found} in {files} ({vendors}): {kinds}{hidden}.")
}

/// The numbers of errors, warnings and infos, without those of which there are
/// none: `1 error, 2 infos`.
pub(crate) fn severities([errors, warnings, infos]: [usize; 3], color: bool) -> String {
    let kinds = [(errors, Severity::Error), (warnings, Severity::Warning), (infos, Severity::Info)];
    let kinds: Vec<String> = kinds
        .iter()
        .filter(|(n, _)| *n > 0)
        .map(|&(n, severity)| {
            paint(count(n, severity.as_str()), Style::of(severity), color).to_string()
        })
        .collect();
    kinds.join(", ")
}

/// The findings that fail a run, by rule: `12 findings: missing-contact (9),
/// residency-mismatch (3)`.
#[cfg(feature = "cli")]
pub(crate) fn failing(summary: &Summary) -> String {
    const NAMED: usize = 5;
    let mut by_rule: BTreeMap<&str, usize> = BTreeMap::new();
    for ((rule, _), counts) in summary.rules.iter().filter(|(_, counts)| counts.failing > 0) {
        *by_rule.entry(rule).or_default() += counts.failing;
    }
    let mut rules: Vec<(&str, usize)> = by_rule.into_iter().collect();
    rules.sort_by_key(|(_, failing)| std::cmp::Reverse(*failing));
    let more = rules.len().saturating_sub(NAMED);
    let mut names: Vec<String> = rules
        .iter()
        .take(NAMED)
        .map(|(rule, failing)| format!("{} ({failing})", sanitize::line(rule, 80, true)))
        .collect();
    if more > 0 {
        names.push(count(more, "more rule"));
    }
    format!("{}: {}", count(summary.failing(), "finding"), names.join(", "))
}

/// Writes how often each rule is reported, the worst and most frequent first.
pub(crate) fn statistics(
    summary: &Summary,
    options: &OutputOptions,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let rows = summary.rules.iter();
    let mut rows: Vec<(Severity, usize, &str, usize)> = rows
        .map(|((rule, severity), counts)| (*severity, counts.findings, &**rule, counts.files))
        .collect();
    rows.sort_by_key(|&(severity, found, ..)| std::cmp::Reverse((severity, found)));
    let digits = rows.iter().map(|(_, found, ..)| found.to_string().len()).max().unwrap_or(0);
    let names = rows.iter().map(|(.., rule, _)| rule.chars().count()).max().unwrap_or(0);
    for (severity, found, rule, files) in rows {
        let word = paint(format!("{:7}", severity.as_str()), Style::of(severity), options.color);
        let rule = sanitize::line(rule, 80, options.unicode);
        writeln!(out, "{found:digits$} {word} {rule:names$}  {}", count(files, "file"))?;
    }
    if summary.problems() > 0 && !options.quiet {
        writeln!(out)?;
    }
    Ok(())
}

/// The vendors, and those that most rules leave out: `12 vendors, 2 retired and 1
/// disabled; 3 other recipients`.
fn vendors(summary: &Summary) -> String {
    let mut text = count(summary.vendors, "vendor");
    let left_out = [(summary.retired, "retired"), (summary.disabled, "disabled")];
    let left_out: Vec<String> =
        left_out.iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!("{n} {word}")).collect();
    if !left_out.is_empty() {
        text += &format!(", {}", left_out.join(" and "));
    }
    if summary.other_recipients > 0 {
        text += &format!("; {}", count(summary.other_recipients, "other recipient"));
    }
    text
}

/// The files that were checked, a line for each: `Checked a.yaml (12 vendors).`
/// They stand behind the findings, and only where more is asked for; those that
/// were skipped stand there unless less is asked for.
pub(crate) struct CheckedFiles {
    lines: String,
    unicode: bool,
    verbose: bool,
    quiet: bool,
    skipped: usize,
}

impl CheckedFiles {
    pub(crate) fn new(options: &OutputOptions) -> Self {
        let OutputOptions { unicode, verbose, quiet, .. } = *options;
        Self { lines: String::new(), unicode, verbose, quiet, skipped: 0 }
    }

    pub(crate) fn add(&mut self, checked: &Checked) {
        if let FileStatus::Skipped(why) = &checked.status {
            self.skipped += 1;
            if !self.quiet && (self.verbose || self.skipped <= SKIPPED) {
                let path = place::path(checked.path(), self.unicode);
                let why = sanitize::line(why, REASON, self.unicode);
                writeln!(self.lines, "Skipped {path}: {why}.")
                    .expect("internal: writing to a String cannot fail");
            }
        } else if self.verbose && checked.kind.is_list() {
            let path = place::path(checked.path(), self.unicode);
            let vendors = count(checked.vendors.listed, "vendor");
            writeln!(self.lines, "Checked {path} ({vendors}).")
                .expect("internal: writing to a String cannot fail");
        }
    }

    pub(crate) fn write(&self, out: &mut dyn io::Write) -> io::Result<()> {
        out.write_all(self.lines.as_bytes())?;
        match self.skipped.saturating_sub(SKIPPED) {
            more if more > 0 && !self.quiet && !self.verbose => {
                writeln!(out, "Skipped {}; --verbose lists them.", count(more, "more file"))
            }
            _ => Ok(()),
        }
    }
}

/// A number with its noun: `1 file`, `2 files`.
pub(crate) fn count(n: usize, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(summary: &Summary) -> String {
        line(summary, false)
    }

    #[test]
    fn it_names_what_there_is() {
        let summary = Summary { files: 1, vendors: 12, ..Summary::default() };
        assert_eq!(of(&summary), "No problems found in 1 file (12 vendors).");
        let summary = Summary { files: 2, vendors: 1, suppressed: 2, baselined: 3, ..summary };
        assert_eq!(
            of(&summary),
            "No problems found in 2 files (1 vendor); 2 suppressed, 3 in the baseline."
        );
        let summary = Summary {
            files: 1,
            vendors: 9,
            retired: 2,
            disabled: 1,
            other_recipients: 1,
            ..Summary::default()
        };
        assert_eq!(
            of(&summary),
            "No problems found in 1 file (9 vendors, 2 retired and 1 disabled; 1 other recipient)."
        );
        assert_eq!(of(&Summary::default()), "No files were checked.");
        let skipped = Summary { skipped: 2, ..Summary::default() };
        assert_eq!(of(&skipped), "No files were checked; 2 files skipped.");
        let policy = Summary { errors: 1, files_with_findings: 1, ..Summary::default() };
        assert_eq!(of(&policy), "Found 1 problem in the policy: 1 error.");
    }
}
