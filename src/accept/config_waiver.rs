//! A waiver of the configuration: an entry under `allow`.

use super::Standing;
use crate::diagnostics::{Checked, Suppression, SuppressionKind};
use crate::policy::{ConfigWaiver, Rule, Term, Unused, WaiverProblem, WaiverProblemKind, Waivers};
use crate::text::Span;
use crate::values::date::Date;
use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

impl ConfigWaiver {
    /// True if it is for a manifest, by its path relative to the configuration.
    #[must_use]
    pub fn is_for_file(&self, path: &str) -> bool {
        self.files.as_ref().is_none_or(|files| files.is_match(path))
    }

    /// True if it holds today.
    #[must_use]
    pub fn holds(&self, today: Date) -> bool {
        let until = self.until.map(|(day, _)| day);
        self.defects.is_empty() && Standing::of(until, today, 0).holds()
    }

    /// The reason that its findings carry.
    #[must_use]
    pub fn suppression(&self) -> Suppression {
        Suppression {
            kind: SuppressionKind::Config,
            reason: self.reason.clone(),
            until: self.until.map(|(day, _)| day.to_string().into()),
            owner: self.owner.clone(),
        }
    }

    /// The problems with it. `unused` is why it had no effect in the whole run,
    /// if it had none and that can be told.
    #[must_use]
    pub fn problems(
        &self,
        today: Date,
        warning_days: i64,
        unused: Option<Unused>,
    ) -> Vec<WaiverProblem> {
        let problem = |about: WaiverProblemKind, span: Span| WaiverProblem {
            about,
            span,
            path: self.path.clone(),
            vendor: self.vendor.clone(),
        };
        if !self.defects.is_empty() {
            let defects = self.defects.iter().cloned();
            return defects
                .map(|defect| {
                    let span = defect.span;
                    problem(WaiverProblemKind::Malformed(defect), span)
                })
                .collect();
        }
        let term = |days| Term {
            rules: vec![self.rule.to_string()],
            until: self.until.map_or(today, |(day, _)| day),
            days,
            owner: self.owner.as_deref().map(str::to_owned),
        };
        let at = self.until.map_or(self.span, |(_, span)| span);
        let standing = Standing::of(self.until.map(|(day, _)| day), today, warning_days);
        match (standing, unused) {
            (Standing::Expired(days), _) => {
                vec![problem(WaiverProblemKind::Expired { term: term(days) }, at)]
            }
            (_, Some(why)) => {
                vec![problem(
                    WaiverProblemKind::Unused { rule: self.rule.to_string(), why },
                    self.span,
                )]
            }
            (Standing::Expiring(days), None) => {
                vec![problem(WaiverProblemKind::Expiring { term: term(days) }, at)]
            }
            (Standing::Good, None) => Vec::new(),
        }
    }
}

/// The use of the waivers of one configuration over a run.
///
/// A waiver without effect is reported only when every manifest that it may be
/// for was checked: a hook that sees one file of ten cannot tell.
#[derive(Debug, Default)]
pub struct ConfigWaiverUse {
    used: BTreeSet<usize>,
    /// Those whose vendor was met.
    met: BTreeSet<usize>,
    /// The manifests that were checked, by their path relative to the
    /// configuration, and whether they were evaluated whole.
    checked: BTreeMap<String, bool>,
}

impl ConfigWaiverUse {
    /// Takes in the result for a file. `scope` is its path relative to the
    /// configuration.
    pub fn add(&mut self, scope: &str, checked: &Checked) {
        self.used.extend(&checked.used_waivers);
        self.met.extend(&checked.met_waivers);
        self.checked.insert(scope.to_owned(), checked.is_complete());
    }

    /// The problems with the waivers, each with the number of its waiver.
    /// `present` gives the manifests below the configuration; it is called at
    /// most once.
    #[must_use]
    pub fn problems(
        &self,
        waivers: &Waivers,
        rules: &[Arc<Rule>],
        today: Date,
        present: impl FnOnce() -> BTreeSet<String>,
    ) -> Vec<(usize, WaiverProblem)> {
        if !waivers.enabled {
            return Vec::new();
        }
        let present = LazyCell::new(present);
        let mut problems = Vec::new();
        for (index, waiver) in waivers.config.iter().enumerate() {
            let is_idle = !self.used.contains(&index) && waiver.holds(today);
            let unused = (is_idle && self.can_tell(waiver, &present)).then(|| {
                let is_active = rules.iter().any(|rule| rule.id == waiver.rule);
                match &waiver.vendor {
                    _ if !is_active => Unused::Off,
                    Some(_) if !self.met.contains(&index) => Unused::NoVendor,
                    _ => Unused::Clean,
                }
            });
            let found = waiver.problems(today, waivers.warning_days, unused);
            problems.extend(found.into_iter().map(|problem| (index, problem)));
        }
        problems
    }

    fn can_tell(&self, waiver: &ConfigWaiver, present: &BTreeSet<String>) -> bool {
        let is_checked = |path: &str| self.checked.get(path) == Some(&true);
        let is_for_any = self.checked.keys().any(|path| waiver.is_for_file(path));
        let all = present.iter().chain(self.checked.keys()).map(String::as_str);
        let are_its_checked = all.filter(|path| waiver.is_for_file(path)).all(is_checked);
        let are_all_checked = !present.is_empty() && present.iter().all(|path| is_checked(path));
        (is_for_any && are_its_checked) || are_all_checked
    }
}
