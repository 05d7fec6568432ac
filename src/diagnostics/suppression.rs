//! Findings that somebody accepts.

use super::Finding;
use std::sync::Arc;

/// Where a finding is accepted.
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

/// Why a finding is not active.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppression {
    /// Where it is accepted.
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
    /// Why it is accepted.
    pub by: Suppression,
}
