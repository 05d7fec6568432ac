//! The few colours of the output, one meaning each.

use crate::diagnostics::Severity;
use std::fmt::{self, Display};

/// Sixteen-colour codes only: themes of terminals remap them to what is
/// legible on their background.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    Bold,
    #[cfg_attr(not(feature = "cli"), expect(dead_code, reason = "only hints to people are dim"))]
    Dim,
    Green,
    Red,
    Yellow,
    Cyan,
}

impl Style {
    /// The colour of a severity.
    pub(crate) fn of(severity: Severity) -> Self {
        match severity {
            Severity::Error => Self::Red,
            Severity::Warning => Self::Yellow,
            Severity::Info => Self::Cyan,
        }
    }

    fn code(self) -> &'static str {
        match self {
            Self::Bold => "1",
            Self::Dim => "2",
            Self::Green => "1;32",
            Self::Red => "1;31",
            Self::Yellow => "1;33",
            Self::Cyan => "1;36",
        }
    }
}

/// Ends bold and keeps the colour.
pub(crate) const NOT_BOLD: &str = "\u{1b}[22m";

/// A text in a style, or plain when there are no colours.
pub(crate) fn paint<T: Display>(text: T, style: Style, color: bool) -> impl Display {
    Painted { text, style: color.then_some(style) }
}

struct Painted<T> {
    text: T,
    style: Option<Style>,
}

impl<T: Display> Display for Painted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.style {
            None => self.text.fmt(f),
            Some(style) => write!(f, "\u{1b}[{}m{}\u{1b}[0m", style.code(), self.text),
        }
    }
}
