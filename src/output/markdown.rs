//! Markdown for the summary of a job or a comment: counts, then a table of the findings of
//! each file, up to a size that services take.

use super::{OutputOptions, sanitize, summary};
use crate::diagnostics::report::{RunInfo, Sink, Summary};
use crate::diagnostics::{Checked, FileStatus, Finding};
use crate::policy::links::rule_page;
use std::io::{self, Write};

/// Bytes of tables; GitHub takes 1 MiB for a step, and the rest has to fit as well.
const MOST_BYTES: usize = 900_000;

/// Characters of a message or path.
const MOST: usize = 500;

/// The sink of this format.
struct Markdown<'w> {
    out: &'w mut dyn Write,
    written: usize,
    left_out: usize,
    /// Files that could not be evaluated and are not named.
    files_left_out: usize,
}

/// Makes the sink; it has no options.
#[must_use]
pub fn make<'w>(_: &OutputOptions, out: &'w mut dyn Write) -> Box<dyn Sink + 'w> {
    Box::new(Markdown { out, written: 0, left_out: 0, files_left_out: 0 })
}

/// A text of a stranger as text and nothing else: every sign that Markdown or HTML reads is
/// an entity, `@` and `#` included, which name people and issues.
fn escape(text: &str) -> String {
    let text = sanitize::line(text, MOST, true);
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '.' | ',' | '-' | '/' | '\'' | ' ' | '(' | ')' | '%' | '?' | ';' | '"' => {
                out.push(char);
            }
            char if char.is_ascii_punctuation() => {
                out.push_str(&format!("&#{};", u32::from(char)));
            }
            char => out.push(char),
        }
    }
    // A link is made of an address by itself.
    out.replace("www.", "www&#46;")
}

impl Markdown<'_> {
    fn row(&mut self, finding: &Finding) -> io::Result<()> {
        let at = finding.place.start;
        let id = escape(&finding.rule);
        let rule =
            rule_page(&finding.rule).map_or_else(|| id.clone(), |url| format!("[{id}]({url})"));
        let help = finding
            .help
            .as_deref()
            .map_or_else(String::new, |help| format!("<br><sub>{}</sub>", escape(help)));
        let row = format!(
            "| {}:{} | {} | {rule} | {}{help} |\n",
            at.line,
            at.column,
            finding.severity,
            escape(&finding.message)
        );
        self.write(&row)
    }

    /// Writes what counts towards the size.
    fn write(&mut self, text: &str) -> io::Result<()> {
        self.written += text.len();
        self.out.write_all(text.as_bytes())
    }
}

impl Sink for Markdown<'_> {
    fn begin(&mut self, _: &RunInfo) -> io::Result<()> {
        writeln!(self.out, "## Subprocessors\n")
    }

    fn file(&mut self, checked: &Checked) -> io::Result<()> {
        if let FileStatus::NotEvaluated(why) = &checked.status
            && checked.findings.is_empty()
        {
            if self.written > MOST_BYTES {
                self.files_left_out += 1;
                return Ok(());
            }
            return self.write(&format!("**{}**: {}\n\n", escape(checked.path()), escape(why)));
        }
        if checked.findings.is_empty() {
            return Ok(());
        }
        if self.written > MOST_BYTES {
            self.left_out += checked.findings.len();
            return Ok(());
        }
        let heading = format!(
            "### {}\n\n| Line | Severity | Rule | Finding |\n| ---: | --- | --- | --- |\n",
            escape(checked.path())
        );
        self.write(&heading)?;
        let mut worst: Vec<&Finding> = checked.findings.iter().collect();
        worst.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        for finding in worst {
            if self.written > MOST_BYTES {
                self.left_out += 1;
            } else {
                self.row(finding)?;
            }
        }
        writeln!(self.out)
    }

    fn end(&mut self, summary: &Summary) -> io::Result<()> {
        if self.left_out > 0 {
            let more = self.left_out;
            writeln!(self.out, "{more} more findings are left out here; the log has them all.\n")?;
        }
        if self.files_left_out > 0 {
            let more = self.files_left_out;
            writeln!(self.out, "{more} more files could not be evaluated; the log has them.\n")?;
        }
        writeln!(self.out, "{}", escape(&summary::line(summary, false)))?;
        self.out.flush()
    }
}
