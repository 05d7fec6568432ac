//! What an audit is about: its files, each with its linter, and the circumstances.

use super::super::args::{AuditArgs, CheckArgs};
use super::super::check::{fail_on, limits};
use super::super::failure::Failure;
use super::super::io::{Io, processors};
use super::super::policy::clean;
use super::super::session::{Session, slashes};
use super::super::today;
use crate::audit::evidence::{Circumstances, EvidenceLimits, EvidencePolicy, EvidenceTool};
use crate::audit::{ListRecord, VendorRows};
use crate::diagnostics::{Checked, Severity, sha256};
use crate::policy::is_path;
use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

/// The files of an audit, and how they are checked.
pub struct AuditPlan {
    session: Session,
    files: Vec<RowSource>,
    fail_on: Option<Severity>,
    /// The program, the clock and the policy.
    pub circumstances: Circumstances,
    /// The paths that were named, relative to the folder that the audit is about.
    pub paths: Vec<String>,
    /// Digest of the paths of all files.
    pub files_sha256: String,
    /// The threads that check files.
    pub threads: NonZeroUsize,
}

/// A file by its number in the session.
#[derive(Clone, Copy)]
enum RowSource {
    Checked(usize),
    Skipped(usize),
}

/// The bounds of the search for files.
pub struct AuditSearch<'s> {
    /// The folder of the audit, in which no input is.
    pub own: &'s Path,
    /// The folder that paths start at, where it is not the one that follows from them.
    pub start: Option<PathBuf>,
    /// Asked at each file: true ends the search.
    pub stops: fn() -> bool,
}

impl AuditPlan {
    /// Reads the policy and finds the files.
    ///
    /// # Errors
    /// A policy that cannot be used, paths that name nothing, and a search that is ended.
    pub fn make(
        args: &AuditArgs,
        search: &AuditSearch<'_>,
        io: &mut Io<'_>,
    ) -> Result<Self, Failure> {
        let working = io.folder.clone();
        let start = search.start.clone().unwrap_or_else(|| working.clone());
        let named =
            if args.paths.is_empty() { vec![PathBuf::from(".")] } else { args.paths.clone() };
        if named.iter().any(|path| path == Path::new("-")) {
            return Err(Failure::usage_help(
                "an audit reads files, not standard input",
                "Name files or folders.",
            ));
        }
        let named: Vec<PathBuf> = named.iter().map(|path| clean(&start.join(path))).collect();
        let base = search.start.clone().unwrap_or_else(|| base(&named, &working));
        let paths: Vec<PathBuf> = named
            .iter()
            .map(|path| match path.strip_prefix(&base) {
                Ok(below) if below.as_os_str().is_empty() => PathBuf::from("."),
                Ok(below) => below.to_owned(),
                Err(_) => path.clone(),
            })
            .collect();
        let check = CheckArgs { stops: Some(search.stops), ..check_args(args, paths, &working) };
        // Paths in the outputs start at the folder that the audit is about.
        io.folder.clone_from(&base);
        let made = Self::with(args, &check, search.own, io);
        io.folder = working;
        made
    }

    fn with(
        args: &AuditArgs,
        check: &CheckArgs,
        own: &Path,
        io: &mut Io<'_>,
    ) -> Result<Self, Failure> {
        let today = today::today(check.verdict.today.as_deref())?;
        let limits = limits(check);
        let mut session = Session::open(check, io)?;
        session.find_files(check, &limits, today, io)?;
        let is_own = |path: &Path| clean(&io.folder.join(path)).starts_with(own);
        session.files.retain(|file| !is_own(&file.path));
        session.skipped.retain(|file| !is_own(Path::new(&file.shown)));
        let policies = session.policy_infos(check);
        let policy = policies.first().expect("internal: a session has a policy");
        let fail_on = fail_on(check, session.policies.first().map(|loaded| &*loaded.policy));
        let circumstances = Circumstances {
            tool: EvidenceTool::this(),
            today: today.to_string(),
            policy: EvidencePolicy::of(policy),
            fail_on: fail_on.map(|severity| severity.as_str().to_owned()),
            limits: EvidenceLimits::of(&limits),
        };
        let checked = (0..session.files.len()).map(RowSource::Checked);
        let skipped = (0..session.skipped.len()).map(RowSource::Skipped);
        let mut files: Vec<RowSource> = checked.chain(skipped).collect();
        files.sort_by(|a, b| shown(&session, *a).cmp(shown(&session, *b)));
        let mut all_paths = String::new();
        for file in &files {
            all_paths.push_str(shown(&session, *file));
            all_paths.push('\n');
        }
        Ok(Self {
            files,
            fail_on,
            circumstances,
            paths: check.paths.iter().map(|path| slashes(path)).collect(),
            files_sha256: sha256(all_paths),
            threads: args.limits.threads.unwrap_or_else(processors),
            session,
        })
    }

    /// The number of files.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// True if a file of this path is among them.
    pub fn has(&self, path: &str) -> bool {
        let order = |file: &RowSource| shown(&self.session, *file).cmp(path);
        self.files.binary_search_by(order).is_ok()
    }

    /// The rules that compare files, and compare only the documents of one here.
    pub fn comparing_rules(&self) -> Vec<&str> {
        let policy = &self.session.policies[0].policy;
        policy.comparing_rule_ids().collect()
    }

    /// The defect that each rule reports, by its id.
    pub fn summaries(&self) -> BTreeMap<String, String> {
        let rules = self.session.rule_infos().into_iter();
        rules.map(|rule| (rule.id, rule.summary)).collect()
    }

    /// Checks the file of a number.
    pub fn record(&self, number: usize) -> ListRecord {
        let index = match self.files[number] {
            RowSource::Checked(index) => index,
            RowSource::Skipped(index) => {
                let file = &self.session.skipped[index];
                let checked = Checked::skipped(&*file.shown, &*file.why);
                return ListRecord::of(&checked, None, self.fail_on, VendorRows::default());
            }
        };
        let file = &self.session.files[index];
        let (text, sha256) = self.session.read_with_digest(index);
        let mut vendors = VendorRows::default();
        let mut visit =
            |listed: &crate::lint::ListedVendor<'_, '_>| vendors.add(&file.shown, listed);
        let checked = self.session.linter(file).check_and_visit(text, &mut visit);
        ListRecord::of(&checked, sha256, self.fail_on, vendors)
    }
}

fn shown(session: &Session, file: RowSource) -> &str {
    match file {
        RowSource::Checked(index) => &session.files[index].shown,
        RowSource::Skipped(index) => &session.skipped[index].shown,
    }
}

/// The folder that an audit is about: the working folder when all paths are in it, else the
/// deepest one that has all of them.
fn base(named: &[PathBuf], working: &Path) -> PathBuf {
    if named.iter().all(|path| path.starts_with(working)) {
        return working.to_owned();
    }
    let folders = named.iter().map(|path| {
        let is_plain =
            |part: &Path| !part.as_os_str().to_string_lossy().contains(['*', '?', '[', '{']);
        let folder = path.ancestors().find(|above| is_plain(above) && above.is_dir());
        folder.unwrap_or(Path::new("/")).to_owned()
    });
    let common = folders.reduce(|common, folder| {
        let above = common.ancestors().find(|above| folder.starts_with(above));
        above.map_or_else(|| common.clone(), Path::to_owned)
    });
    common.unwrap_or_else(|| working.to_owned())
}

/// The options of a check that an audit stands for.
fn check_args(args: &AuditArgs, paths: Vec<PathBuf>, working: &Path) -> CheckArgs {
    let mut verdict = args.verdict.clone();
    let policy = &mut verdict.policy;
    policy.config = policy.config.take().map(|config| working.join(config));
    for pack in &mut policy.packs {
        if is_path(pack) {
            *pack = working.join(&*pack).to_string_lossy().into_owned();
        }
    }
    CheckArgs {
        paths,
        untrusted: true,
        all_pages: true,
        verdict,
        quiet: args.quiet,
        limits: args.limits.clone(),
        ..CheckArgs::default()
    }
}
