//! Findings: plain owned data, the same for every output format.

use super::{Fingerprint, Fix, Place};
use std::fmt;
use std::sync::Arc;

/// The severity of a finding, in ascending order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Should be looked at.
    Warning,
    /// Has to be fixed.
    Error,
}

impl Severity {
    /// The word for it: `info`, `warning` or `error`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A related place, with what it has to do with the finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The path of the file it is in, where that is not the one of the finding.
    pub file: Option<Arc<str>>,
    /// The place it covers.
    pub place: Place,
    /// A short text such as `first listed here`.
    pub message: String,
}

/// One defect, with everything an output needs to show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The id of the rule, such as `missing-contact`.
    pub rule: Arc<str>,
    /// The active severity for this rule and file.
    pub severity: Severity,
    /// One lower-case phrase that states the fact.
    pub message: String,
    /// The next step.
    pub help: Option<String>,
    /// The smallest true place: the value, or the entry's name when a field is
    /// missing.
    pub place: Place,
    /// Text beside the primary span; empty when the message says it all.
    pub label: String,
    /// Path in the manifest: `subprocessors[3].legal_name`; empty for the
    /// whole document.
    pub path: String,
    /// The name of the vendor it is about, if it is about one.
    pub vendor: Option<String>,
    /// The value that was judged, as written; part of the fingerprint.
    pub value: Option<String>,
    /// Related places.
    pub labels: Vec<Label>,
    /// Its name in baselines and services; unique within the file.
    pub fingerprint: Fingerprint,
    /// The message for many such findings of one file, with `{n}` and `{total}`
    /// for vendors: `{n} of {total} vendors have no contact`.
    pub fold: Option<String>,
    /// Edits of the file that remove it, where they are plain.
    pub fix: Option<Fix>,
    /// True if it is about what is not stated: the place is only the nearest one.
    pub absent: bool,
}

impl Finding {
    /// The bytes of its texts.
    pub(crate) fn text_bytes(&self) -> usize {
        let own = [&self.help, &self.vendor, &self.value, &self.fold].into_iter().flatten();
        let labels = self.labels.iter().map(|label| label.message.len());
        let fix = self.fix.iter().flat_map(|fix| &fix.edits).map(|edit| edit.text.len());
        let own = own.map(String::len).chain(labels).chain(fix);
        self.message.len() + self.path.len() + own.sum::<usize>()
    }

    /// The sort key of findings in one file: place and rule, then whatever
    /// else makes two runs print the same bytes.
    pub(crate) fn order(&self) -> impl Ord + '_ {
        let span = self.place.span;
        (span.start, &self.rule, span.end, &self.path, &self.message)
    }
}
