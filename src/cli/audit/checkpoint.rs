//! The state of an audit from which it can go on.

use super::super::failure::Failure;
use super::plan::AuditPlan;
use crate::audit::evidence::Circumstances;
use crate::audit::{Stream, Tally, differences};
use serde::{Deserialize, Serialize};

/// Files between two checkpoints.
pub const INTERVAL: usize = 2_000;

/// An audit as far as it has come.
#[derive(Debug, Serialize, Deserialize)]
pub struct Checkpoint {
    /// The program, the clock and the policy.
    pub circumstances: Circumstances,
    /// Digest of the paths of all files.
    pub files_sha256: String,
    /// The files that are done.
    pub done: usize,
    /// The bytes of each stream.
    pub lengths: [u64; Stream::ALL.len()],
    /// The runs of vendors.
    pub runs: Vec<u32>,
    /// The counts.
    pub tally: Tally,
}

impl Checkpoint {
    /// Refuses to go on under other circumstances than those that the audit has begun with.
    ///
    /// # Errors
    /// What differs.
    pub fn refuse_other(&self, plan: &AuditPlan) -> Result<(), Failure> {
        let differs = differences::of_circumstances(&self.circumstances, &plan.circumstances);
        if !differs.is_empty() {
            let help = format!(
                "Resume it with the same program and policy and with `--today {}`, or start a new \
                 audit in another folder.",
                self.circumstances.today
            );
            let message =
                format!("the audit was started under other conditions: {}", differs.join("; "));
            return Err(Failure::usage_help(message, help));
        }
        if self.files_sha256 != plan.files_sha256 {
            return Err(Failure::usage_help(
                "these are not the files that the audit was started with: some were added, removed \
                 or renamed, or other paths are named",
                "Name the same paths, or start a new audit in another folder.",
            ));
        }
        Ok(())
    }
}
