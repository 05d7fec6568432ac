//! One line for each finding, as compilers print them:
//! `path:line:column: error[rule-id] message`.

use super::paint::{Style, paint};
use super::summary::CheckedFiles;
use super::{OutputOptions, place, sanitize, summary};
use crate::diagnostics::Checked;
use crate::diagnostics::report::{RunInfo, Sink, Summary};
use std::io;

/// A line of output ends after this many characters of message.
const MESSAGE: usize = 1_000;

/// The sink of this format.
pub struct Concise<'w> {
    out: &'w mut dyn io::Write,
    options: OutputOptions,
    files: CheckedFiles,
}

/// Makes the sink; it heeds `color`, `unicode`, `quiet` and `verbose`.
#[must_use]
pub fn make<'w>(options: &OutputOptions, out: &'w mut dyn io::Write) -> Box<dyn Sink + 'w> {
    Box::new(Concise { out, options: *options, files: CheckedFiles::new(options) })
}

impl Sink for Concise<'_> {
    fn begin(&mut self, _: &RunInfo) -> io::Result<()> {
        Ok(())
    }

    fn file(&mut self, checked: &Checked) -> io::Result<()> {
        let OutputOptions { color, unicode, statistics, .. } = self.options;
        for finding in checked.findings.iter().filter(|_| !statistics) {
            let link = place::link(checked.path(), &finding.place, unicode);
            let rule = sanitize::line(&finding.rule, MESSAGE, unicode);
            let tag = format!("{}[{rule}]", finding.severity);
            let tag = paint(tag, Style::of(finding.severity), color);
            let message = sanitize::line(&finding.message, MESSAGE, unicode);
            writeln!(self.out, "{link}: {tag} {message}")?;
        }
        self.files.add(checked);
        // Whoever waits for the end of a long run sees what there is.
        if checked.findings.is_empty() { Ok(()) } else { self.out.flush() }
    }

    fn end(&mut self, summary: &Summary) -> io::Result<()> {
        if self.options.statistics {
            summary::statistics(summary, &self.options, self.out)?;
        }
        self.files.write(self.out)?;
        // That there is nothing to check is an error with words of its own.
        if !self.options.quiet && summary.exit_status != 3 {
            writeln!(self.out, "{}", summary::line(summary, self.options.color))?;
        }
        self.out.flush()
    }
}
