//! Policies with the checks of this crate.

use super::Linter;
use crate::accept::baseline::Baseline;
use crate::checks::REGISTRY;
use crate::policy::{Policy, PolicyBuilder, PolicyError};
use crate::syntax::Limits;
use crate::values::date::Date;
use std::sync::Arc;

impl Policy {
    /// Starts a policy with the built-in rules and checks.
    #[must_use]
    pub fn builder<'r>() -> PolicyBuilder<'r> {
        PolicyBuilder::new(&REGISTRY)
    }
}

impl Linter {
    /// A linter for a policy. `today` is the day that dates are compared with.
    #[must_use]
    pub fn new(policy: impl Into<Arc<Policy>>, today: Date) -> Self {
        let policy = policy.into();
        let (rules, waivers) = (policy.base_rules(), policy.waivers());
        let (policy, limits) = (Some(policy), Limits::default());
        Self { rules, policy, is_settled: false, limits, today, waivers, baseline: None }
    }

    /// The same linter with a baseline: what it lists for a file, by the name that
    /// the file is checked under, is among the suppressed findings.
    #[must_use]
    pub fn baseline(self, baseline: impl Into<Arc<Baseline>>) -> Self {
        Self { baseline: Some(baseline.into()), ..self }
    }

    /// The same linter with other caps on a file.
    #[must_use]
    pub fn limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// The same linter with some of its rules, for tests.
    #[doc(hidden)]
    #[must_use]
    pub fn only_rules(self, is_kept: impl Fn(&str) -> bool) -> Self {
        let rules = self.rules.iter().filter(|rule| is_kept(&rule.id)).cloned().collect();
        Self { rules, is_settled: true, ..self }
    }

    /// The linter for a file, by its path relative to the configuration, if it
    /// is another than this one.
    ///
    /// # Errors
    /// Options that do not go together, from overrides that apply to the file.
    pub(super) fn for_path(&self, path: &str) -> Result<Option<Self>, Vec<PolicyError>> {
        let Some(policy) = self.policy.as_ref().filter(|_| !self.is_settled) else {
            return Ok(None);
        };
        let overrides = policy.overrides_for(path);
        if overrides.is_empty() {
            return Ok(None);
        }
        let rules = policy.compile(&overrides)?;
        Ok(Some(Self { rules, is_settled: true, ..self.clone() }))
    }
}

/// A linter with the recommended pack, without any configuration.
#[must_use]
pub fn recommended(today: Date) -> Linter {
    let policy = Policy::builder().build();
    let policy = policy.expect("internal: the built-in rules compile, which a test shows");
    Linter::new(policy, today)
}
