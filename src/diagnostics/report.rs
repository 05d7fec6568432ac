//! A report as a stream: what ran, each file in the order of the paths, and the
//! counts.

use super::{Checked, FileStatus, Severity, SuppressionKind};
use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

/// The program that made a report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tool {
    /// Its name, `subprocessor-lint`.
    pub name: String,
    /// Its version, such as `0.1.0`.
    pub version: String,
    /// The day of its reference facts, `YYYY-MM-DD`.
    pub facts_as_of: String,
    /// True if these were more than twelve months old on the day of the run.
    pub facts_are_stale: bool,
}

impl Tool {
    /// This program.
    #[must_use]
    pub fn this(facts_as_of: &str, facts_are_stale: bool) -> Self {
        Self {
            name: env!("CARGO_PKG_NAME").to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            facts_as_of: facts_as_of.to_owned(),
            facts_are_stale,
        }
    }
}

/// A file of a policy, to tell whether two runs had the same one.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct PolicyFileInfo {
    /// Its path.
    pub path: String,
    /// The SHA-256 of its text as 64 hexadecimal digits.
    pub sha256: String,
}

/// A policy that files were checked under.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct PolicyInfo {
    /// The configuration.
    pub configuration: Option<PolicyFileInfo>,
    /// The other files that it is made of.
    pub files: Vec<PolicyFileInfo>,
    /// The packs that are active, in the order they were named.
    pub packs: Vec<String>,
    /// Severities set on the command line, as `ID=LEVEL`.
    pub overrides: Vec<String>,
    /// True if waivers and baselines are applied.
    pub waivers: bool,
}

/// A rule, as services show it beside its findings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleInfo {
    /// Its id.
    pub id: String,
    /// Its group, such as `location`.
    pub group: String,
    /// The defect that it reports, in one sentence.
    pub summary: String,
    /// The reason why that matters.
    pub why: String,
    /// The next step.
    pub help: Option<String>,
    /// The severity of its findings, where nothing else is set.
    pub severity: Option<Severity>,
    /// The address of its page; custom rules have none.
    pub url: Option<String>,
}

/// The repository that a run stands in: services name files by their path in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Repository {
    /// Its folder, absolute and with `/`.
    pub root: String,
    /// The working folder below it, with `/` at its end; empty at the top.
    pub folder: String,
}

impl Repository {
    /// A path of the report as the path in the repository.
    #[must_use]
    pub fn path(&self, shown: &str) -> String {
        let is_absolute = shown.starts_with('/') || shown.as_bytes().get(1) == Some(&b':');
        if is_absolute {
            let below = shown.strip_prefix(&self.root).filter(|_| !self.root.is_empty());
            return below.map_or(shown, |below| below.trim_start_matches('/')).to_owned();
        }
        let mut steps: Vec<&str> = Vec::new();
        for step in self.folder.split('/').chain(shown.split('/')) {
            match step {
                "" | "." => {}
                ".." if steps.last().is_some_and(|last| *last != "..") => {
                    steps.pop();
                }
                step => steps.push(step),
            }
        }
        steps.join("/")
    }
}

/// The facts of a run that are known before the first file is checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RunInfo {
    /// Who made the report.
    pub tool: Tool,
    /// The day that dates were compared with, `YYYY-MM-DD`.
    pub today: String,
    /// The policies, one for each configuration in play.
    pub policies: Vec<PolicyInfo>,
    /// True if a baseline accepts findings.
    pub has_baseline: bool,
    /// The file of the baseline.
    pub baseline: Option<PolicyFileInfo>,
    /// The commit whose findings are accepted as those of a baseline are.
    pub since: Option<String>,
    /// The mildest severity that fails the run, under the first policy.
    pub fail_on: Option<Severity>,
    /// The rules that may report something, for formats that list them.
    pub rules: Vec<RuleInfo>,
    /// The repository, for formats that name files by their path in it.
    pub repository: Repository,
}

/// The findings of one rule and severity in a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RuleCounts {
    /// All of them.
    pub findings: usize,
    /// Those that are severe enough to fail the run.
    pub failing: usize,
    /// The files that have one.
    pub files: usize,
}

/// The counts of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Files that were checked, with or without findings.
    pub files: usize,
    /// Files with active findings, those of policy and baseline among them.
    pub files_with_findings: usize,
    /// Files that could not be read or evaluated whole.
    pub not_evaluated: usize,
    /// Files that were left out.
    pub skipped: usize,
    /// Vendors in all of them.
    pub vendors: usize,
    /// Vendors that are retired, which most rules leave out.
    pub retired: usize,
    /// Vendors that are disabled, which most rules leave out.
    pub disabled: usize,
    /// Recipients that are no vendors.
    pub other_recipients: usize,
    /// Findings of severity error.
    pub errors: usize,
    /// Findings of severity warning.
    pub warnings: usize,
    /// Findings of severity info.
    pub infos: usize,
    /// Findings that a comment or a waiver allows; not among the above.
    pub suppressed: usize,
    /// Findings that the baseline knows; not among the above.
    pub baselined: usize,
    /// The active findings of each rule that has some, by severity.
    pub rules: BTreeMap<(Arc<str>, Severity), RuleCounts>,
    /// The exit status of the program.
    pub exit_status: u8,
}

impl Summary {
    /// The active findings of any severity.
    #[must_use]
    pub fn problems(&self) -> usize {
        self.errors + self.warnings + self.infos
    }

    /// True if every file was read whole and every rule came to a result.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.not_evaluated == 0
    }

    /// The findings that are severe enough to fail the run.
    #[must_use]
    pub fn failing(&self) -> usize {
        self.rules.values().map(|rule| rule.failing).sum()
    }

    /// Counts a file in, of which findings from a severity upwards fail the run.
    pub fn add(&mut self, checked: &Checked, fail_on: Option<Severity>) {
        if let FileStatus::Skipped(_) = checked.status {
            self.skipped += 1;
            return;
        }
        self.files += usize::from(checked.kind.is_list());
        self.files_with_findings += usize::from(!checked.findings.is_empty());
        self.not_evaluated += usize::from(!checked.is_complete());
        self.vendors += checked.vendors.listed;
        self.retired += checked.vendors.retired;
        self.disabled += checked.vendors.disabled;
        self.other_recipients += checked.vendors.other_recipients;
        self.errors += checked.count(Severity::Error);
        self.warnings += checked.count(Severity::Warning);
        self.infos += checked.count(Severity::Info);
        let mut here: BTreeMap<(&Arc<str>, Severity), usize> = BTreeMap::new();
        for finding in &checked.findings {
            *here.entry((&finding.rule, finding.severity)).or_default() += 1;
        }
        for ((rule, severity), found) in here {
            let counts = self.rules.entry((Arc::clone(rule), severity)).or_default();
            counts.findings += found;
            counts.failing +=
                if fail_on.is_some_and(|least| severity >= least) { found } else { 0 };
            counts.files += 1;
        }
        let kinds = checked.suppressed.iter().map(|one| one.by.kind);
        let in_baseline = kinds.filter(|kind| *kind == SuppressionKind::Baseline).count();
        self.baselined += in_baseline;
        self.suppressed += checked.suppressed.len() - in_baseline;
    }
}

/// A receiver of a report, such as an output format.
pub trait Sink {
    /// Takes what is known before the first file.
    ///
    /// # Errors
    /// Those of the writer behind it.
    fn begin(&mut self, run: &RunInfo) -> io::Result<()>;

    /// Takes the result for the next file.
    ///
    /// # Errors
    /// Those of the writer behind it.
    fn file(&mut self, checked: &Checked) -> io::Result<()>;

    /// Takes the counts, after the last file.
    ///
    /// # Errors
    /// Those of the writer behind it.
    fn end(&mut self, summary: &Summary) -> io::Result<()>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_those_of_the_repository() {
        let here = Repository { root: "/home/kelp".to_owned(), folder: "legal/".to_owned() };
        for (shown, path) in [
            ("subprocessors.yaml", "legal/subprocessors.yaml"),
            ("./a/../b.yaml", "legal/b.yaml"),
            ("../b.yaml", "b.yaml"),
            ("/home/kelp/legal/b.yaml", "legal/b.yaml"),
            ("/etc/b.yaml", "/etc/b.yaml"),
        ] {
            assert_eq!(here.path(shown), path);
        }
        assert_eq!(Repository::default().path("./a.yaml"), "a.yaml");
    }
}
