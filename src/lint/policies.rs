//! Policies with the checks of this crate.

use super::Linter;
use crate::checks::REGISTRY;
use crate::policy::{Policy, PolicyBuilder};
use crate::syntax::Limits;
use crate::values::date::Date;

impl Policy {
    /// Starts a policy with the built-in rules and checks.
    #[must_use]
    pub fn builder<'r>() -> PolicyBuilder<'r> {
        PolicyBuilder::new(&REGISTRY)
    }
}

impl Linter {
    /// A linter for files to which no override of the policy applies.
    #[must_use]
    pub fn new(policy: &Policy, today: Date) -> Self {
        let rules = policy.base_rules();
        let (limits, waivers) = (Limits::default(), policy.waivers());
        Self { rules, limits, today, waivers }
    }
}

/// A linter with the recommended pack, without any configuration.
#[must_use]
pub fn recommended(today: Date) -> Linter {
    let policy = Policy::builder().build();
    let policy = policy.expect("internal: the built-in rules compile, which a test shows");
    Linter::new(&policy, today)
}
