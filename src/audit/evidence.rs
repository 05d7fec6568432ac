//! `evidence.json`: what was checked with what, so that it can be repeated and compared.

use super::mentions::RecurringVendors;
use super::tally::{AuditCounts, GroupTally, PlaceTally, RuleTally, Tally};
use crate::diagnostics::report::{PolicyFileInfo, PolicyInfo};
use crate::diagnostics::{Checked, FileKind, FileStatus, Severity, sha256};
use crate::output::json::{compact, pretty};
use crate::policy::builtin;
use crate::syntax::Limits;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::{self, BufRead, Write};

/// The version of the format. Members may be added within one version.
pub const VERSION: u32 = 1;

/// The circumstances of an audit: two audits of the same files under the same ones have the
/// same outputs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Circumstances {
    /// The program.
    pub tool: EvidenceTool,
    /// The day that dates were compared with, `YYYY-MM-DD`.
    pub today: String,
    /// The policy.
    pub policy: EvidencePolicy,
    /// The mildest severity that fails the run; nothing when none does.
    pub fail_on: Option<String>,
    /// The caps of one file.
    pub limits: EvidenceLimits,
}

/// The program that made an audit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceTool {
    /// `subprocessor-lint`.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The day of its reference facts.
    pub facts_as_of: String,
    /// Digest of the rules and packs that come with it.
    pub rules_sha256: String,
}

/// The policy of an audit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidencePolicy {
    /// Digest of all that follows.
    pub sha256: String,
    /// The configuration, by the name of its file.
    pub configuration: Option<PolicyFileDigest>,
    /// The other files that it is made of, by their names.
    pub files: Vec<PolicyFileDigest>,
    /// The packs that are active.
    pub packs: Vec<String>,
    /// Severities set on the command line, as `ID=LEVEL`.
    pub overrides: Vec<String>,
}

/// A file of a policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyFileDigest {
    /// Its name, without folders.
    pub name: String,
    /// The SHA-256 of its text.
    pub sha256: String,
}

/// The caps of one file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceLimits {
    /// Bytes of a file.
    pub max_bytes: usize,
    /// Levels of nesting.
    pub max_depth: usize,
    /// Values of a file, aliases expanded.
    pub max_nodes: usize,
    /// Bytes of one value.
    pub max_scalar: usize,
    /// Vendors of a file.
    pub max_vendors: usize,
    /// Findings of a file.
    pub max_findings: usize,
}

/// The evidence of an audit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The version of the format.
    pub schema_version: u32,
    /// The program, the clock and the policy.
    #[serde(flatten)]
    pub circumstances: Circumstances,
    /// The paths that were named, relative to the folder that the audit is about.
    pub paths: Vec<String>,
    /// The files that these paths stand for.
    pub files_found: usize,
    /// True if the audit was interrupted before it came to all files.
    pub interrupted: bool,
    /// True if it was not, and every file was read whole and every rule came to a result.
    pub complete: bool,
    /// The exit status of the program.
    pub exit_status: u8,
    /// Files, vendors and findings.
    pub counts: AuditCounts,
    /// The rules with findings.
    pub rules: Vec<RuleTally>,
    /// The places that vendors are in.
    pub places: Vec<PlaceTally>,
    /// The groups of companies that own them.
    pub groups: Vec<GroupTally>,
    /// The vendors that recur.
    pub vendors: RecurringVendors,
    /// The other files of the audit.
    pub outputs: Vec<EvidenceOutput>,
    /// The files that were checked or left out, in the order of their paths.
    pub inputs: Vec<EvidenceInput>,
}

/// A file that an audit has written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceOutput {
    /// Its name.
    pub name: String,
    /// Its length.
    pub bytes: u64,
    /// Its SHA-256.
    pub sha256: String,
}

/// A file that an audit was about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceInput {
    /// Its path, relative to the folder that the audit is about.
    pub path: String,
    /// `manifest` or `page`; nothing when it was not read.
    pub kind: Option<String>,
    /// The SHA-256 of its bytes; nothing when it was not read, or not to its end.
    pub sha256: Option<String>,
    /// `clean`, `findings`, `not_evaluated` or `skipped`.
    pub status: String,
    /// The reason for the last two.
    pub why: Option<String>,
    /// Its vendors.
    pub vendors: usize,
    /// Findings of severity error.
    pub errors: usize,
    /// Findings of severity warning.
    pub warnings: usize,
    /// Findings of severity info.
    pub infos: usize,
}

impl EvidenceInput {
    /// The entry of a result.
    #[must_use]
    pub fn of(checked: &Checked, sha256: Option<String>) -> Self {
        let kind = match (&checked.status, checked.kind) {
            (FileStatus::Skipped(_), _) => None,
            (_, FileKind::Page) => Some("page"),
            _ => Some("manifest"),
        };
        Self {
            path: checked.path().to_owned(),
            kind: kind.map(str::to_owned),
            sha256,
            status: checked.status.as_str().to_owned(),
            why: checked.status.why().map(str::to_owned),
            vendors: checked.vendors.listed,
            errors: checked.count(Severity::Error),
            warnings: checked.count(Severity::Warning),
            infos: checked.count(Severity::Info),
        }
    }
}

impl EvidenceTool {
    /// This program.
    #[must_use]
    pub fn this() -> Self {
        Self {
            name: env!("CARGO_PKG_NAME").to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            facts_as_of: crate::facts::AS_OF.to_owned(),
            rules_sha256: sha256(builtin::source().text()),
        }
    }
}

impl EvidencePolicy {
    /// The policy of a run. Paths are left out: they say where it was, not what it is.
    #[must_use]
    pub fn of(policy: &PolicyInfo) -> Self {
        let digest = |file: &PolicyFileInfo| PolicyFileDigest {
            name: file.path.rsplit(['/', '\\']).next().unwrap_or_default().to_owned(),
            sha256: file.sha256.clone(),
        };
        let name = |pack: &String| match pack.rsplit(['/', '\\']).next() {
            Some(name) if name != pack => name.to_owned(),
            _ => pack.clone(),
        };
        let mut of = Self {
            sha256: String::new(),
            configuration: policy.configuration.as_ref().map(digest),
            files: policy.files.iter().map(digest).collect(),
            packs: policy.packs.iter().map(name).collect(),
            overrides: policy.overrides.clone(),
        };
        of.sha256 = sha256(compact(&of));
        of
    }
}

impl EvidenceLimits {
    /// The caps of a run.
    #[must_use]
    pub fn of(limits: &Limits) -> Self {
        Self {
            max_bytes: limits.bytes,
            max_depth: limits.depth,
            max_nodes: limits.nodes,
            max_scalar: limits.scalar,
            max_vendors: limits.vendors,
            max_findings: limits.findings,
        }
    }

    /// The caps by the options that set them.
    #[must_use]
    pub fn options(&self) -> [(&'static str, usize); 6] {
        [
            ("`--max-bytes`", self.max_bytes),
            ("`--max-depth`", self.max_depth),
            ("`--max-nodes`", self.max_nodes),
            ("`--max-scalar`", self.max_scalar),
            ("`--max-vendors`", self.max_vendors),
            ("`--max-findings`", self.max_findings),
        ]
    }
}

/// All of an audit but its inputs, which are too many to keep.
#[derive(Clone, Debug)]
pub struct AuditEnd {
    /// The program, the clock and the policy.
    pub circumstances: Circumstances,
    /// The paths that were named.
    pub paths: Vec<String>,
    /// The files that they stand for.
    pub files_found: usize,
    /// True if it was interrupted.
    pub interrupted: bool,
    /// The exit status of the program.
    pub exit_status: u8,
    /// The counts.
    pub tally: Tally,
    /// The vendors that recur.
    pub vendors: RecurringVendors,
    /// The defect that each rule reports, in one sentence.
    pub summaries: BTreeMap<String, String>,
}

impl AuditEnd {
    /// Writes the evidence: `inputs` has the entry of each file on a line.
    ///
    /// # Errors
    /// Those of reader and writer.
    pub fn write_evidence(
        &self,
        outputs: Vec<EvidenceOutput>,
        inputs: &mut dyn BufRead,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let counts = self.tally.counts.clone();
        let evidence = Evidence {
            schema_version: VERSION,
            circumstances: self.circumstances.clone(),
            paths: self.paths.clone(),
            files_found: self.files_found,
            interrupted: self.interrupted,
            complete: !self.interrupted && counts.not_evaluated == 0,
            exit_status: self.exit_status,
            counts,
            rules: self.tally.rules(),
            places: self.tally.places(),
            groups: self.tally.groups(),
            vendors: self.vendors.clone(),
            outputs,
            inputs: Vec::new(),
        };
        let text = pretty(&evidence);
        let head = text.strip_suffix("[]\n}").expect("internal: the inputs come last");
        out.write_all(head.as_bytes())?;
        out.write_all(b"[")?;
        let mut line = Vec::new();
        let mut separator: &[u8] = b"\n    ";
        while inputs.read_until(b'\n', &mut line)? > 0 {
            out.write_all(separator)?;
            out.write_all(line.strip_suffix(b"\n").unwrap_or(&line))?;
            line.clear();
            separator = b",\n    ";
        }
        out.write_all(b"\n  ]\n}\n")
    }
}
