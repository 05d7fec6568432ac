//! `audit --verify` and `audit --compare`: a second look at an audit.

use super::super::args::{AuditArgs, FailOn};
use super::super::destination::not_written;
use super::super::failure::{Failure, harmless};
use super::super::io::Io;
use super::super::load::reason;
use super::super::progress::Progress;
use super::super::status::ExitStatus;
use super::folder::{AuditFolder, file_digest};
use super::plan::AuditPlan;
use super::{Audit, AuditState, evidence_path};
use crate::audit::{EVIDENCE, Evidence, compare as comparison, differences, evidence};
use crate::output::summary::count;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Runs an audit again, with its clock and its policy, and says what differs.
///
/// # Errors
/// Evidence that cannot be read, and whatever keeps an audit from starting.
pub fn verify(args: &AuditArgs, named: &Path, io: &mut Io<'_>) -> Result<ExitStatus, Failure> {
    let path = evidence_path(named, io);
    let recorded = read(&path, named)?;
    let again = same_args(args, &recorded)?;
    let own = path.parent().unwrap_or(&path).to_owned();
    let plan = AuditPlan::make(&again, &own, io)?;
    let scratch = tempfile::tempdir().map_err(|error| not_written(Path::new("TMPDIR"), &error))?;
    let target = scratch.path().join("audit");
    let folder = AuditFolder::create(&target, Path::new("the second run"))?;
    let shows_progress = io.stderr_is_terminal && !args.no_progress && args.quiet == 0;
    let mut progress = Progress::new(plan.len(), "files", shows_progress);
    let audit = Audit { plan: &plan, folder, state: AuditState::default() };
    // A partial audit is repeated as far as it went.
    let last = if recorded.interrupted { recorded.counts.files } else { usize::MAX };
    let done = audit.run(|done| done >= last, || progress.add_one(&mut io.stderr));
    progress.clear(&mut io.stderr);
    done?;
    let now = read(&target.join(EVIDENCE), Path::new(EVIDENCE))?;
    let mut found = differences::of_runs(&recorded, &now);
    let changed = recorded.outputs.iter().filter(|output| {
        let digest = file_digest(&own.join(&output.name));
        digest.is_none_or(|digest| digest != output.sha256)
    });
    found.extend(
        changed.map(|output| {
            format!("`{}` beside the evidence is missing or was changed", output.name)
        }),
    );
    if found.is_empty() {
        let files = count(recorded.counts.files, "file");
        writeln!(io.stdout, "Verified: {files} and all outputs are as recorded.")?;
        return Ok(ExitStatus::Clean);
    }
    writeln!(io.stdout, "Not as recorded:")?;
    for one in &found {
        writeln!(io.stdout, "  {}", harmless(one))?;
    }
    Ok(ExitStatus::Findings)
}

/// Shows what differs between two audits.
///
/// # Errors
/// Evidence that cannot be read.
pub fn compare(old: &Path, new: &Path, io: &mut Io<'_>) -> Result<ExitStatus, Failure> {
    let read = |named: &Path| read(&evidence_path(named, io), named);
    let (old, new) = (read(old)?, read(new)?);
    let (text, is_worse) = comparison::compare(&old, &new);
    io.stdout.write_all(text.as_bytes())?;
    io.stdout.flush()?;
    Ok(if is_worse { ExitStatus::Findings } else { ExitStatus::Clean })
}

/// Reads evidence.
#[expect(clippy::disallowed_methods, reason = "evidence is a file that an audit has written")]
fn read(path: &Path, shown: &Path) -> Result<Evidence, Failure> {
    let shown = shown.display();
    let help = "Name the `evidence.json` of an audit, or its folder.";
    let text = std::fs::read_to_string(path).map_err(|error| {
        let message = format!("cannot read the evidence `{shown}`: {}", reason(&error));
        Failure::usage_help(message, help)
    })?;
    let read: Evidence = serde_json::from_str(&text).map_err(|error| {
        Failure::usage_help(format!("`{shown}` is no evidence of an audit: {error}"), help)
    })?;
    if read.schema_version != evidence::VERSION {
        let version = read.schema_version;
        return Err(Failure::usage_help(
            format!(
                "`{shown}` has version {version} of the format, which this program cannot read"
            ),
            "Use a newer release of subprocessor-lint.",
        ));
    }
    Ok(read)
}

/// The arguments of the audit that the evidence is of. A configuration is not in it and has to
/// be named again; paths are, unless others are named.
fn same_args(args: &AuditArgs, recorded: &Evidence) -> Result<AuditArgs, Failure> {
    let mut again = args.clone();
    let circumstances = &recorded.circumstances;
    again.today = Some(circumstances.today.clone());
    again.fail_on = Some(match circumstances.fail_on.as_deref() {
        None => FailOn::Never,
        Some("error") => FailOn::Error,
        Some("warning") => FailOn::Warning,
        Some(_) => FailOn::Info,
    });
    let limits = &circumstances.limits;
    again.limits.max_bytes = u32::try_from(limits.max_bytes).ok();
    again.limits.max_depth = u16::try_from(limits.max_depth).ok();
    again.limits.max_nodes = Some(limits.max_nodes);
    again.limits.max_scalar = Some(limits.max_scalar);
    again.limits.max_vendors = Some(limits.max_vendors);
    again.limits.max_findings = Some(limits.max_findings);
    if again.paths.is_empty() {
        again.paths = recorded.paths.iter().map(PathBuf::from).collect();
    }
    let policy = &circumstances.policy;
    let names_policy = args.policy.config.is_some()
        || !args.policy.packs.is_empty()
        || !args.policy.rules.is_empty();
    if names_policy {
        return Ok(again);
    }
    if let Some(config) = &policy.configuration {
        return Err(Failure::usage_help(
            format!("the audit was run with a configuration named `{}`", config.name),
            "Name it again with `--config`.",
        ));
    }
    if let Some(file) = policy.files.first() {
        return Err(Failure::usage_help(
            format!("the audit was run with a pack or rule file named `{}`", file.name),
            "Name it again with `--pack`.",
        ));
    }
    again.policy.packs.clone_from(&policy.packs);
    again.policy.rules.clone_from(&policy.overrides);
    Ok(again)
}
