//! JUnit XML, which CI services show as test results: a suite for each file, a failed case
//! for each finding that fails the run, a passed one for the others and for clean files.

use super::{OutputOptions, sanitize};
use crate::diagnostics::report::{RunInfo, Sink, Summary};
use crate::diagnostics::{Checked, FileStatus, Finding, Severity, Suppression, SuppressionKind};
use std::io::{self, Write};

/// The sink of this format.
struct JUnit<'w> {
    out: &'w mut dyn Write,
    fail_on: Option<Severity>,
}

/// Makes the sink; it has no options.
#[must_use]
pub fn make<'w>(_: &OutputOptions, out: &'w mut dyn Write) -> Box<dyn Sink + 'w> {
    Box::new(JUnit { out, fail_on: Some(Severity::Error) })
}

/// A text of at most so many characters.
const MOST: usize = 2_000;

/// A text for an attribute or an element: on one line, without what XML or a terminal takes
/// for more than text.
fn escape(text: &str) -> String {
    let text = sanitize::line(text, MOST, true);
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            char => out.push(char),
        }
    }
    out
}

impl JUnit<'_> {
    fn fails(&self, finding: &Finding) -> bool {
        self.fail_on.is_some_and(|least| finding.severity >= least)
    }

    /// The start of a case, up to the sign that ends its tag.
    fn case(&mut self, checked: &Checked, finding: &Finding) -> io::Result<()> {
        let class = finding.vendor.as_deref().unwrap_or(checked.path());
        let at = finding.place.start;
        write!(
            self.out,
            "    <testcase classname=\"{}\" name=\"{}\" file=\"{}\" line=\"{}\"",
            escape(class),
            escape(&format!("{} ({}:{})", finding.rule, at.line, at.column)),
            escape(checked.path()),
            at.line
        )
    }

    fn finding(&mut self, checked: &Checked, finding: &Finding) -> io::Result<()> {
        let fails = self.fails(finding);
        self.case(checked, finding)?;
        let mut text = format!("{}:{}: ", checked.path(), finding.place.start.line);
        text.push_str(&finding.message);
        if let Some(help) = &finding.help {
            text.push_str(" | help: ");
            text.push_str(help);
        }
        let (severity, message) = (finding.severity, escape(&finding.message));
        if fails {
            writeln!(
                self.out,
                ">\n      <failure type=\"{severity}\" message=\"{message}\">{}</failure>",
                escape(&text)
            )?;
        } else {
            let text = escape(&format!("{severity}: {text}"));
            writeln!(self.out, ">\n      <system-out>{text}</system-out>")?;
        }
        writeln!(self.out, "    </testcase>")
    }

    fn suppressed(
        &mut self,
        checked: &Checked,
        finding: &Finding,
        by: &Suppression,
    ) -> io::Result<()> {
        self.case(checked, finding)?;
        let kind = match by.kind {
            SuppressionKind::Inline => "allowed by a comment",
            SuppressionKind::Config => "allowed by the configuration",
            SuppressionKind::Baseline => "in the baseline",
        };
        let reason = by.reason.as_deref().map_or_else(String::new, |reason| format!(": {reason}"));
        let message = escape(&format!("{kind}{reason}"));
        writeln!(self.out, ">\n      <skipped message=\"{message}\"/>\n    </testcase>")
    }

    /// A case about the file as a whole, with what is inside of it.
    fn whole(&mut self, checked: &Checked, inside: &str) -> io::Result<()> {
        let path = escape(checked.path());
        writeln!(
            self.out,
            "    <testcase classname=\"{path}\" name=\"all rules\" file=\"{path}\">{inside}</testcase>"
        )
    }
}

impl Sink for JUnit<'_> {
    fn begin(&mut self, run: &RunInfo) -> io::Result<()> {
        self.fail_on = run.fail_on;
        writeln!(self.out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
        writeln!(self.out, "<testsuites name=\"{}\">", env!("CARGO_PKG_NAME"))
    }

    fn file(&mut self, checked: &Checked) -> io::Result<()> {
        let failures = checked.findings.iter().filter(|finding| self.fails(finding)).count();
        let (whole, errors, skipped) = match &checked.status {
            FileStatus::Clean => (Some(String::new()), 0, 0),
            FileStatus::Findings => (None, 0, 0),
            FileStatus::NotEvaluated(why) => {
                let message = escape(why);
                (Some(format!("<error type=\"not_evaluated\" message=\"{message}\"/>")), 1, 0)
            }
            FileStatus::Skipped(why) => {
                (Some(format!("<skipped message=\"{}\"/>", escape(why))), 0, 1)
            }
        };
        writeln!(
            self.out,
            "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{failures}\" errors=\"{errors}\" \
             skipped=\"{}\">",
            escape(checked.path()),
            checked.findings.len() + checked.suppressed.len() + usize::from(whole.is_some()),
            checked.suppressed.len() + skipped
        )?;
        if let Some(inside) = whole {
            self.whole(checked, &inside)?;
        }
        for finding in &checked.findings {
            self.finding(checked, finding)?;
        }
        for one in &checked.suppressed {
            self.suppressed(checked, &one.finding, &one.by)?;
        }
        writeln!(self.out, "  </testsuite>")
    }

    fn end(&mut self, _: &Summary) -> io::Result<()> {
        writeln!(self.out, "</testsuites>")?;
        self.out.flush()
    }
}
