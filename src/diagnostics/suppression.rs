//! Findings that somebody accepts.

use super::Finding;
use std::sync::Arc;

/// The kind of suppression: comment, configuration or baseline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SuppressionKind {
    /// In a comment of the manifest.
    Inline,
    /// Under `allow` in the configuration.
    Config,
    /// In the baseline.
    Baseline,
}

/// The waiver or baseline entry that suppresses a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppression {
    /// The kind of suppression.
    pub kind: SuppressionKind,
    /// The reason that was given; the baseline has none.
    pub reason: Option<Arc<str>>,
    /// The last day of it, `YYYY-MM-DD`.
    pub until: Option<Arc<str>>,
    /// Who answers for it.
    pub owner: Option<Arc<str>>,
}

impl Suppression {
    /// The suppression of what a baseline lists.
    pub(crate) const BASELINE: Self =
        Self { kind: SuppressionKind::Baseline, reason: None, until: None, owner: None };
}

/// A finding that is not active, with why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppressed {
    /// The finding.
    pub finding: Finding,
    /// The suppression.
    pub by: Suppression,
}
