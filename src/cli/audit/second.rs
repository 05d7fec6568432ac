//! `audit --verify` and `audit --compare`: a second look at an audit.

use super::super::args::{AuditArgs, FailOn};
use super::super::destination::not_written;
use super::super::failure::{Failure, harmless};
use super::super::io::Io;
use super::super::load::reason;
use super::super::policy::clean;
use super::super::progress::Progress;
use super::super::status::ExitStatus;
use super::folder::{AuditFolder, file_digest};
use super::plan::{AuditPlan, AuditSearch};
use super::{Audit, AuditState, evidence_path};
use crate::audit::evidence::EvidenceInput;
use crate::audit::{EVIDENCE, Evidence, compare as comparison, differences, evidence};
use crate::output::summary::count;
use serde::Deserialize;
use serde_json::error::Category;
use std::io::{self, BufReader, Write as _};
use std::path::{Path, PathBuf};

/// Runs an audit again, with its clock and its policy, and says what differs.
///
/// # Errors
/// Evidence that cannot be read, and whatever keeps an audit from starting or ends it early.
pub fn verify(
    args: &AuditArgs,
    named: &Path,
    stops: fn() -> bool,
    io: &mut Io<'_>,
) -> Result<ExitStatus, Failure> {
    let path = evidence_path(named, io);
    let recorded = read(&path, named)?;
    let mut again = same_args(args, &recorded)?;
    let own = path.parent().unwrap_or(&path).to_owned();
    let start = args.paths.first().and_then(|path| start_of(path, &args.paths, &recorded, io));
    if start.is_some() {
        again.paths = recorded.paths.iter().map(PathBuf::from).collect();
    }
    let plan = AuditPlan::make(&again, &AuditSearch { own: &own, start, stops }, io)?;
    refuse_other_folder(&recorded, &plan, (named, &args.paths))?;
    // A partial audit is repeated as far as it went.
    let last = if recorded.interrupted { recorded.counts.files } else { usize::MAX };
    // It is read again when it is compared: until then, a run of many files has its memory.
    drop(recorded);
    let scratch = tempfile::tempdir().map_err(|error| not_written(Path::new("TMPDIR"), &error))?;
    let target = scratch.path().join("audit");
    let folder = AuditFolder::create(&target, Path::new("the second run"))?;
    let shows_progress = io.stderr_is_terminal && !args.no_progress && args.quiet == 0;
    let mut progress = Progress::new(plan.len(), "files", shows_progress);
    let audit = Audit { plan: &plan, folder, state: AuditState::default() };
    let done = audit.run(|done| done >= last || stops(), || progress.add_one(&mut io.stderr));
    progress.clear(&mut io.stderr);
    if done?.tally.counts.files < last.min(plan.len()) {
        return Err(Failure::Interrupted("Interrupted; the audit was not verified."));
    }
    let (recorded, now) = (read(&path, named)?, read(&target.join(EVIDENCE), Path::new(EVIDENCE))?);
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

/// The folder that recorded paths start at when the files are somewhere else by now: the one
/// that is named is the one that was recorded, in another place.
fn start_of(named: &Path, all: &[PathBuf], recorded: &Evidence, io: &Io<'_>) -> Option<PathBuf> {
    let ([_], [path]) = (all, &recorded.paths[..]) else { return None };
    let full = clean(&io.folder.join(named));
    let path = clean(Path::new(path));
    let is_below = full.is_dir() && full.ends_with(&path);
    let above = full.ancestors().nth(path.components().count());
    above.filter(|_| is_below).map(Path::to_owned)
}

/// Refuses to verify an audit in a folder that has none of its files.
fn refuse_other_folder(
    recorded: &Evidence,
    plan: &AuditPlan,
    (named, lists): (&Path, &[PathBuf]),
) -> Result<(), Failure> {
    let is_here = |input: &EvidenceInput| plan.has(&input.path);
    if recorded.inputs.is_empty() || recorded.inputs.iter().any(is_here) {
        return Ok(());
    }
    let first = &recorded.inputs[0].path;
    let files = match recorded.inputs.len() {
        1 => "the file of the audit is not here".to_owned(),
        n => format!("none of the {n} files of the audit is here"),
    };
    let help = match (lists, &recorded.paths[..]) {
        ([_], [path]) if path != "." => format!(
            "Paths are part of the evidence: name a folder whose path ends with `{path}`, as then."
        ),
        ([], _) => format!(
            "Go to the folder in which it was run, or name the lists: \
             `subprocessor-lint audit --verify {} LISTS`.",
            named.display()
        ),
        _ => "Go to the folder in which it was run.".to_owned(),
    };
    Err(Failure::usage_help(format!("{files}: the first one is `{first}`"), help))
}

/// Shows what differs between two audits.
///
/// # Errors
/// Evidence that cannot be read.
pub fn compare(old: &Path, new: &Path, io: &mut Io<'_>) -> Result<ExitStatus, Failure> {
    let read = |named: &Path| read(&evidence_path(named, io), named);
    let (old, new) = (read(old)?, read(new)?);
    let (text, is_worse) = comparison::compare(old, new);
    io.stdout.write_all(text.as_bytes())?;
    io.stdout.flush()?;
    Ok(if is_worse { ExitStatus::Findings } else { ExitStatus::Clean })
}

/// The member of evidence that every version has.
#[derive(Clone, Copy, Deserialize)]
struct EvidenceVersion {
    schema_version: u32,
}

/// Reads evidence.
#[expect(clippy::disallowed_methods, reason = "evidence is a file that an audit has written")]
fn read(path: &Path, shown: &Path) -> Result<Evidence, Failure> {
    let shown = shown.display();
    let help = "Name the folder of a finished audit, or the `evidence.json` in it.";
    let is_folder = path.file_name().is_some_and(|name| name == EVIDENCE);
    let open = || std::fs::File::open(path).map(BufReader::new);
    let unreadable = |error: io::Error| {
        let message = match error.kind() {
            io::ErrorKind::NotFound if is_folder && path.parent().is_some_and(Path::is_dir) => {
                format!("there is no finished audit in `{shown}`")
            }
            _ => format!("cannot read the evidence of an audit in `{shown}`: {}", reason(&error)),
        };
        Failure::usage_help(message, help)
    };
    // Another version may have other members.
    let of_version: Option<EvidenceVersion> =
        serde_json::from_reader(open().map_err(unreadable)?).ok();
    if let Some(EvidenceVersion { schema_version: version }) = of_version
        && version != evidence::VERSION
    {
        return Err(Failure::usage_help(
            format!(
                "`{shown}` has version {version} of the format; this program reads version {}",
                evidence::VERSION
            ),
            "Use the release of subprocessor-lint that wrote it, or a newer one.",
        ));
    }
    serde_json::from_reader(open().map_err(unreadable)?).map_err(|error| match error.classify() {
        Category::Io => unreadable(error.into()),
        Category::Data if of_version.is_some() => {
            Failure::usage_help(format!("`{shown}` is not the evidence of an audit: {error}"), help)
        }
        _ => Failure::usage_help(format!("`{shown}` is not the evidence of an audit"), help),
    })
}

/// The arguments of the audit that the evidence is of. A configuration is not in it and has to
/// be named again; paths are, unless others are named.
fn same_args(args: &AuditArgs, recorded: &Evidence) -> Result<AuditArgs, Failure> {
    let mut again = args.clone();
    let circumstances = &recorded.circumstances;
    again.verdict.today = Some(circumstances.today.clone());
    again.verdict.fail_on = Some(match circumstances.fail_on.as_deref() {
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
    let names_policy = args.verdict.policy.config.is_some()
        || !args.verdict.policy.packs.is_empty()
        || !args.verdict.policy.rules.is_empty();
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
    again.verdict.policy.packs.clone_from(&policy.packs);
    again.verdict.policy.rules.clone_from(&policy.overrides);
    Ok(again)
}
