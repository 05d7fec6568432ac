//! One finding a line, for programs that read as it comes: the objects of `findings` in the
//! JSON report, each on a line of its own.

use super::OutputOptions;
use super::json::finding_line;
use crate::diagnostics::Checked;
use crate::diagnostics::report::{RunInfo, Sink, Summary};
use std::io::{self, Write};

/// The sink of this format.
struct JsonLines<'w> {
    out: &'w mut dyn Write,
}

/// Makes the sink; it has no options.
#[must_use]
pub fn make<'w>(_: &OutputOptions, out: &'w mut dyn Write) -> Box<dyn Sink + 'w> {
    Box::new(JsonLines { out })
}

impl Sink for JsonLines<'_> {
    fn begin(&mut self, _: &RunInfo) -> io::Result<()> {
        Ok(())
    }

    fn file(&mut self, checked: &Checked) -> io::Result<()> {
        for finding in &checked.findings {
            writeln!(self.out, "{}", finding_line(finding, &checked.source))?;
        }
        Ok(())
    }

    fn end(&mut self, _: &Summary) -> io::Result<()> {
        self.out.flush()
    }
}
