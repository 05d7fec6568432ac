//! One line for each finding, as compilers print them:
//! `path:line:column: error[rule-id] message`.

use super::paint::{Style, paint};
use super::{Options, Render, place, sanitize, summary};
use crate::diagnostics::report::Report;
use crate::text::Sources;
use std::io;

/// A line of output ends after this many characters of message.
const MESSAGE: usize = 1_000;

/// The renderer of this format.
#[derive(Clone, Copy, Debug, Default)]
pub struct Concise {
    options: Options,
}

/// Makes the renderer; it heeds `color`, `unicode`, `quiet` and
/// `verbose`.
#[must_use]
pub fn make(options: &Options) -> Box<dyn Render> {
    Box::new(Concise { options: *options })
}

impl Render for Concise {
    fn render(
        &self,
        report: &Report,
        sources: &Sources,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        let Options { color, unicode, quiet, verbose, .. } = self.options;
        let mut out = io::BufWriter::new(out);
        for finding in &report.findings {
            let link = place::link(sources.get(finding.file), finding.span, unicode);
            let rule = sanitize::line(&finding.rule, MESSAGE, unicode);
            let tag = format!("{}[{rule}]", finding.severity);
            let tag = paint(tag, Style::of(finding.severity), color);
            let message = sanitize::line(&finding.message, MESSAGE, unicode);
            io::Write::write_fmt(&mut out, format_args!("{link}: {tag} {message}\n"))?;
        }
        if verbose {
            io::Write::write_all(&mut out, summary::files(report, sources, unicode).as_bytes())?;
        }
        if !quiet {
            io::Write::write_fmt(&mut out, format_args!("{}\n", summary::line(report, color)))?;
        }
        io::Write::flush(&mut out)
    }
}
