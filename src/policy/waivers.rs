//! Waivers as a policy states them, and the texts that waivers of both kinds share.

use super::PathPatterns;
use super::rule_file::RuleFile;
use crate::text::{Advice, SourceFile, Span, is_unsafe};
use crate::values::date::{Date, DateProblem};
use std::sync::Arc;

/// The waivers of a configuration, and what is needed to read those of manifests.
#[derive(Clone, Debug)]
pub struct Waivers {
    /// True if waivers are applied; `--no-ignores` switches them off.
    pub enabled: bool,
    /// Waivers that end within this many days are reported.
    pub warning_days: i64,
    /// The rules there are; those that run are known without it.
    pub known: Arc<[KnownRule]>,
    /// The waivers of the configuration.
    pub config: Arc<[ConfigWaiver]>,
}

impl Default for Waivers {
    fn default() -> Self {
        Self { enabled: true, warning_days: 30, known: Arc::default(), config: Arc::default() }
    }
}

/// A rule as far as waivers need to know it, whether it is on or off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownRule {
    /// Its id.
    pub id: Arc<str>,
    /// The ids that it had before.
    pub formerly: Vec<String>,
    /// True if no waiver applies to it.
    pub unsuppressible: bool,
}

impl KnownRule {
    /// Reads the properties of a rule that waivers depend on.
    #[must_use]
    pub fn of(rule: &RuleFile<'_>) -> Self {
        Self {
            id: rule.id.into(),
            formerly: rule.former_ids().map(str::to_owned).collect(),
            unsuppressible: rule.is_unsuppressible(),
        }
    }
}

/// A waiver of the configuration.
#[derive(Clone, Debug)]
pub struct ConfigWaiver {
    /// The configuration.
    pub file: Arc<SourceFile>,
    /// The place of the rule id.
    pub span: Span,
    /// Its path in the configuration, such as `allow[2]`.
    pub path: String,
    /// The id of the rule it is for, as it is called today.
    pub rule: Arc<str>,
    /// The vendor it is for, by name or id; case does not count.
    pub vendor: Option<String>,
    /// The path in the manifest that it is for, with everything below.
    pub place: Option<String>,
    /// The manifests it is for, relative to the configuration.
    pub files: Option<PathPatterns>,
    /// The reason.
    pub reason: Option<Arc<str>>,
    /// The last day it holds, with its place.
    pub until: Option<(Date, Span)>,
    /// Who answers for it.
    pub owner: Option<Arc<str>>,
    /// Its defects; a waiver with any has no effect.
    pub defects: Vec<Advice>,
}

/// Longer reasons and owners are refused: they are repeated in every finding
/// that they are for.
pub(crate) const MAX_TEXT: usize = 1_000;

/// True if a text holds something that people can see.
pub(crate) fn is_visible(text: &str) -> bool {
    text.chars().any(|char| !char.is_whitespace() && !is_unsafe(char) && char != '\u{2800}')
}

/// The defect of a text that is too long.
pub(crate) fn too_long(key: &str, span: Span) -> Advice {
    Advice::new(span, format!("its {key} is longer than {MAX_TEXT} bytes"))
        .with_help("Say it in a sentence, and link to the rest.")
}

/// The defect of a rule that cannot be waived.
pub(crate) fn unsuppressible(id: &str, span: Span) -> Advice {
    Advice::new(span, format!("`{id}` cannot be waived")).with_help("Fix what it reports.")
}

/// The help for a waiver without a reason.
pub(crate) const NO_REASON: &str =
    "Say why, for those who read it in a year: `reason=\"asked on 2 November\"`.";

/// The problem and the help for a last day that is no date.
pub(crate) fn bad_date(value: &str, problem: DateProblem) -> (String, String) {
    let help = match problem.suggestion() {
        Some(day) => format!("Write `{day}`."),
        None => "Write the last day of it as YYYY-MM-DD.".to_owned(),
    };
    (format!("the last day `{value}` is {problem}"), help)
}
