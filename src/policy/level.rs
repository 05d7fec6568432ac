//! The level a rule is set to: off, or the severity of its findings.

use crate::diagnostics::Severity;

/// The level of a rule: off, or a severity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// The rule does not run.
    Off,
    /// It runs and its findings have this severity.
    On(Severity),
}

impl Level {
    /// The words for the levels, as they stand in files and options.
    pub const WORDS: [&'static str; 4] = ["off", "info", "warning", "error"];

    /// The level of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "off" => Self::Off,
            "info" => Self::On(Severity::Info),
            "warning" => Self::On(Severity::Warning),
            "error" => Self::On(Severity::Error),
            _ => return None,
        })
    }

    /// Its word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::On(severity) => severity.as_str(),
        }
    }

    /// The severity, unless off.
    #[must_use]
    pub fn severity(self) -> Option<Severity> {
        match self {
            Self::Off => None,
            Self::On(severity) => Some(severity),
        }
    }
}
