//! `audit`: checks the lists of many companies and writes a folder of results.

mod checkpoint;
mod folder;
mod interrupt;
mod plan;
mod second;
mod terminal;
#[cfg(test)]
mod tests;

use super::args::AuditArgs;
use super::failure::{Failure, harmless};
use super::io::Io;
use super::policy::clean;
use super::progress::Progress;
use super::status::ExitStatus;
use crate::audit::evidence::AuditEnd;
use crate::audit::{ListRecord, Mentions, Tally, report};
use crate::lint::{Window, in_order};
use checkpoint::Checkpoint;
use folder::AuditFolder;
use plan::{AuditPlan, AuditSearch};
use std::io::Write as _;
use std::path::Path;

/// Runs an audit, or looks at one that was run.
///
/// # Errors
/// Whatever keeps it from starting or its results from being written.
pub fn run(args: &AuditArgs, io: &mut Io<'_>) -> Result<ExitStatus, Failure> {
    if let [old, new] = &args.compare[..] {
        return second::compare(old, new, io);
    }
    interrupt::listen();
    run_until(interrupt::is_interrupted, args, io)
}

/// Runs an audit, or runs one again, until something ends it early.
fn run_until(
    stops: fn() -> bool,
    args: &AuditArgs,
    io: &mut Io<'_>,
) -> Result<ExitStatus, Failure> {
    if let Some(evidence) = &args.verify {
        return second::verify(args, evidence, stops, io);
    }
    let Some(shown) = args.out.as_deref() else {
        return Err(Failure::usage_help(
            "an audit needs a folder for its results",
            "Add `--out DIR` with the name of a new folder.",
        ));
    };
    let path = clean(&io.folder.join(shown));
    // What cannot be resumed or written is said before anything is checked.
    let stored = match args.resume {
        true => Some(AuditFolder::checkpoint(&path, shown)?),
        false => {
            AuditFolder::refuse_other(&path, shown)?;
            None
        }
    };
    let plan = AuditPlan::make(args, &AuditSearch { own: &path, start: None, stops }, io)?;
    note_comparing_rules(&plan, args, io)?;
    let (folder, start) = match stored {
        Some(stored) => {
            stored.refuse_other(&plan)?;
            let folder = AuditFolder::resume(&path, shown, &stored)?;
            (folder, AuditState::of(stored))
        }
        None => (AuditFolder::create(&path, shown)?, AuditState::default()),
    };
    let shows_progress = io.stderr_is_terminal && !args.no_progress && args.quiet == 0;
    let mut progress = Progress::new(plan.len(), "files", shows_progress);
    progress.skip(start.done);
    let audit = Audit { plan: &plan, folder, state: start };
    let end = audit.run(|_| stops(), || progress.add_one(&mut io.stderr));
    progress.clear(&mut io.stderr);
    let end = end?;
    if args.quiet < 2 {
        terminal::print(&end, shown, args, io)?;
    }
    Ok(status(&end))
}

/// Says that rules which compare files do not compare those of strangers.
fn note_comparing_rules(
    plan: &AuditPlan,
    args: &AuditArgs,
    io: &mut Io<'_>,
) -> Result<(), Failure> {
    let rules = plan.comparing_rules();
    if !rules.is_empty() && args.quiet == 0 {
        let compare = if rules.len() == 1 { "compares" } else { "compare" };
        let rules = harmless(&rules.join(", "));
        writeln!(
            io.stderr,
            "note: lists of different companies are not compared with each other; {rules} {compare} \
             the documents of one file only"
        )?;
    }
    Ok(())
}

/// An audit as far as it has come.
#[derive(Default)]
struct AuditState {
    done: usize,
    tally: Tally,
    mentions: Mentions,
}

impl AuditState {
    fn of(checkpoint: Checkpoint) -> Self {
        let Checkpoint { done, tally, runs, .. } = checkpoint;
        Self { done, tally, mentions: Mentions::with_runs(runs) }
    }
}

/// An audit that runs.
struct Audit<'p> {
    plan: &'p AuditPlan,
    folder: AuditFolder,
    state: AuditState,
}

/// The reason why the files are not gone through to the last.
enum Halt {
    Interrupted,
    Failed(Failure),
}

impl From<Failure> for Halt {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl Audit<'_> {
    /// Goes through the files that are left until `stops`, which is asked before each with the
    /// number of those that are done, and writes the results.
    fn run(
        mut self,
        stops: impl Fn(usize) -> bool,
        mut each: impl FnMut(),
    ) -> Result<AuditEnd, Failure> {
        // The state that the first lists go on from.
        self.checkpoint()?;
        let (plan, start) = (self.plan, self.state.done);
        let take = |_: usize, record: ListRecord| {
            if stops(self.state.done) {
                return Err(Halt::Interrupted);
            }
            self.take(record)?;
            each();
            Ok(())
        };
        let (left, window) = (plan.len() - start, Window::new(plan.threads));
        let work = |index: usize| plan.record(start + index);
        let interrupted = match in_order(left, window, ListRecord::weight, work, take) {
            Ok(()) => false,
            Err(Halt::Interrupted) => true,
            Err(Halt::Failed(failure)) => return Err(failure),
        };
        self.finish(interrupted)
    }

    fn take(&mut self, record: ListRecord) -> Result<(), Failure> {
        self.folder.add(&record.pieces)?;
        self.state.tally.add(&record);
        self.state.mentions.add(self.state.done, record.vendors, &mut self.folder)?;
        self.state.done += 1;
        if self.state.done.is_multiple_of(checkpoint::INTERVAL) {
            self.checkpoint()
        } else {
            Ok(())
        }
    }

    fn checkpoint(&mut self) -> Result<(), Failure> {
        self.state.mentions.flush(&mut self.folder)?;
        let lengths = self.folder.flush()?;
        self.folder.store(&Checkpoint {
            circumstances: self.plan.circumstances.clone(),
            files_sha256: self.plan.files_sha256.clone(),
            done: self.state.done,
            lengths,
            runs: self.state.mentions.runs().to_vec(),
            tally: self.state.tally.clone(),
        })
    }

    fn finish(mut self, interrupted: bool) -> Result<AuditEnd, Failure> {
        if interrupted {
            self.checkpoint()?;
        }
        let AuditState { tally, mut mentions, .. } = self.state;
        let vendors = mentions.count(&mut self.folder)?;
        let mut end = AuditEnd {
            circumstances: self.plan.circumstances.clone(),
            paths: self.plan.paths.clone(),
            files_found: self.plan.len(),
            interrupted,
            exit_status: 0,
            tally,
            vendors,
            summaries: self.plan.summaries(),
        };
        end.exit_status = status(&end).code();
        let page = report::html(&end);
        self.folder.finish(page.as_bytes(), interrupted, |outputs, inputs, out| {
            end.write_evidence(outputs, inputs, out)
        })?;
        Ok(end)
    }
}

/// The exit status, which is that of `check` over the same files.
fn status(end: &AuditEnd) -> ExitStatus {
    let counts = &end.tally.counts;
    if end.interrupted {
        ExitStatus::Interrupted
    } else if counts.not_evaluated > 0 {
        ExitStatus::Broken
    } else if counts.files == counts.skipped {
        ExitStatus::Empty
    } else if counts.failing > 0 {
        ExitStatus::Findings
    } else {
        ExitStatus::Clean
    }
}

/// The path of the evidence that a file or the folder of an audit stands for.
fn evidence_path(named: &Path, io: &Io<'_>) -> std::path::PathBuf {
    let path = clean(&io.folder.join(named));
    if path.is_dir() { path.join(crate::audit::EVIDENCE) } else { path }
}
