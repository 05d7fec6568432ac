//! Waivers: findings that somebody accepts, with a reason and for a time.
//!
//! A waiver stands in a comment of the manifest or under `allow` in the
//! configuration. Accepted findings are still listed, apart from the
//! active ones. Problems with a waiver are findings themselves, made by the rules of
//! the group `waivers` from [`WaiverProblem`](crate::policy::WaiverProblem)s.

mod apply;
pub mod baseline;
mod baseline_run;
mod config_waiver;
mod cover;
mod directive;
mod inline;

pub use apply::{FileWaivers, WaiverContext};
pub use baseline_run::{BaselineMode, BaselineRun};
pub use config_waiver::ConfigWaiverUse;
pub use inline::Inline;

use crate::policy::{Rule, Waivers};
use crate::values::date::{Date, days_between};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The rule that an id in a waiver names.
pub(crate) enum Named {
    /// A rule that may be waived.
    Rule(Arc<str>),
    /// A rule that no waiver applies to.
    Unsuppressible,
    /// No rule.
    Nothing,
}

impl Waivers {
    /// The rule that an id, of today or of old, names.
    pub(crate) fn named(&self, id: &str, active: &[Arc<Rule>]) -> Named {
        let known = self
            .known
            .iter()
            .find(|rule| &*rule.id == id || rule.formerly.iter().any(|former| former == id));
        let current = known.map_or(id, |rule| &rule.id);
        let active = active.iter().find(|rule| &*rule.id == current);
        match (active, known) {
            (Some(rule), _) if rule.unsuppressible => Named::Unsuppressible,
            (Some(rule), _) => Named::Rule(Arc::clone(&rule.id)),
            (None, Some(rule)) if rule.unsuppressible => Named::Unsuppressible,
            (None, Some(rule)) => Named::Rule(Arc::clone(&rule.id)),
            (None, None) => Named::Nothing,
        }
    }

    /// All ids there are, to find the one that was meant.
    pub(crate) fn ids<'a>(&'a self, active: &'a [Arc<Rule>]) -> BTreeSet<&'a str> {
        let known = self.known.iter().map(|rule| &*rule.id);
        known.chain(active.iter().map(|rule| &*rule.id)).collect()
    }
}

/// The standing of a waiver today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It holds, and for longer than the days to warn of.
    Good,
    /// It holds, but runs out in so many days; 0 is today.
    Expiring(i64),
    /// It ended so many days ago.
    Expired(i64),
}

impl Standing {
    /// The standing of a waiver that holds up to and with the day `until`.
    #[must_use]
    pub fn of(until: Option<Date>, today: Date, warning_days: i64) -> Self {
        let Some(until) = until else { return Self::Good };
        match days_between(today, until) {
            left if left < 0 => Self::Expired(-left),
            left if left <= warning_days => Self::Expiring(left),
            _ => Self::Good,
        }
    }

    /// True if it still accepts findings.
    #[must_use]
    pub fn holds(self) -> bool {
        !matches!(self, Self::Expired(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_day_is_part_of_a_waiver() {
        let day = |text| Date::parse(text).unwrap();
        let of = |until| Standing::of(Some(day(until)), day("2026-11-21"), 30);
        assert_eq!(of("2026-11-20"), Standing::Expired(1));
        assert_eq!(of("2026-11-21"), Standing::Expiring(0));
        assert_eq!(of("2026-12-21"), Standing::Expiring(30));
        assert_eq!(of("2026-12-22"), Standing::Good);
        assert_eq!(Standing::of(None, day("2026-11-21"), 30), Standing::Good);
        let never = Standing::of(Some(day("2026-11-21")), day("2026-11-21"), -1);
        assert_eq!(never, Standing::Good, "a negative number of days warns of nothing");
    }
}
