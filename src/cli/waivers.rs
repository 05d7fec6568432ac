//! What there is to say about the waivers of the configurations, once all files
//! are checked.

use super::check::Job;
use super::discover::{Input, Search};
use super::policy::LoadedPolicy;
use super::world::World;
use crate::accept::Grant;
use crate::diagnostics::Finding;
use crate::lint::{FileReport, Linter};
use crate::policy::Unused;
use crate::text::FileId;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The files of a run, with what was found in them.
pub struct Run<'r> {
    /// What was checked.
    pub jobs: &'r [Job],
    /// The reports, in the same order.
    pub reports: &'r [FileReport],
}

/// The findings about the waivers of one configuration.
///
/// One that had no effect is reported only when every manifest that it may be
/// for was checked: a hook that sees one file of ten cannot tell.
pub fn judge(
    index: usize,
    policy: &LoadedPolicy,
    linter: &Linter,
    run: &Run<'_>,
    world: &World<'_>,
) -> Vec<Finding> {
    let grants = &linter.waivers.grants;
    if grants.is_empty() || !linter.waivers.enabled {
        return Vec::new();
    }
    let own = || run.jobs.iter().zip(run.reports).filter(|(job, _)| job.policy == index);
    let used: BTreeSet<usize> =
        own().flat_map(|(_, report)| report.waivers.used()).copied().collect();
    let checked: BTreeMap<&str, bool> =
        own().map(|(job, report)| (job.below.as_str(), report.complete)).collect();
    let there: OnceCell<BTreeSet<String>> = OnceCell::new();
    let can_tell = |grant: &Grant| {
        let there = there.get_or_init(|| manifests(policy, world));
        let is_checked = |path: &str| checked.get(path) == Some(&true);
        let its_files = checked.keys().any(|path| grant.is_for_file(path));
        let all_its = there
            .iter()
            .map(String::as_str)
            .chain(checked.keys().copied())
            .filter(|path| grant.is_for_file(path))
            .all(is_checked);
        let all = !there.is_empty() && there.iter().all(|path| is_checked(path));
        (its_files && all_its) || all
    };
    let mut findings = Vec::new();
    for (at, grant) in grants.iter().enumerate() {
        let why = || {
            let is_on = linter.rules.iter().any(|rule| rule.id == grant.rule);
            if is_on { Unused::Clean } else { Unused::Off }
        };
        let is_idle = !used.contains(&at) && grant.holds(linter.today);
        let unused = (is_idle && can_tell(grant)).then(why);
        let remarks = grant.remarks(linter.today, linter.waivers.warning_days, unused);
        let file = linter.policy_files.iter().find(|(file, _)| Arc::ptr_eq(file, &grant.file));
        let file = file.map_or(FileId::default(), |(_, file)| *file);
        findings.extend(linter.remark(file, &grant.file, &remarks));
    }
    findings
}

/// The manifests below the folder of a configuration, relative to it.
fn manifests(policy: &LoadedPolicy, world: &World<'_>) -> BTreeSet<String> {
    let Some(root) = &policy.root else { return BTreeSet::new() };
    let search = Search::new(&world.folder, root, &policy.policy, true);
    let mut found = BTreeSet::new();
    // What can not be read is not there.
    let _ = search.expand(root, &mut found);
    let below = found.into_iter().filter_map(|input| match input {
        Input::File(path) => {
            let full = world.folder.join(path);
            let below = full.strip_prefix(root).unwrap_or(&full);
            Some(below.to_string_lossy().replace('\\', "/"))
        }
        Input::Stdin => None,
    });
    below.collect()
}
