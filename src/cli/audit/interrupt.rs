//! Ctrl-C, which ends an audit after the list that is next and leaves a partial report.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// Listens for Ctrl-C from now on, which no longer ends the process.
pub fn listen() {
    static LISTENS: OnceLock<bool> = OnceLock::new();
    // Where nothing can listen, Ctrl-C ends the process, and the audit can be resumed all the
    // same from its last checkpoint.
    LISTENS
        .get_or_init(|| ctrlc::set_handler(|| INTERRUPTED.store(true, Ordering::Relaxed)).is_ok());
}

/// True once there was one.
#[must_use]
pub fn is_interrupted() -> bool {
    INTERRUPTED.load(Ordering::Relaxed)
}
