//! A line on the terminal when a run takes longer than a second.

use super::world::World;
use std::io::Write as _;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

/// How long a run may take before it says how far it is.
const PATIENCE: Duration = Duration::from_secs(1);
const STEP: Duration = Duration::from_millis(100);

/// Runs `work` with a counter of finished files, showing it when it takes long.
pub fn with_progress<T: Send>(
    world: &mut World<'_>,
    total: usize,
    shown: bool,
    work: impl FnOnce(&AtomicUsize) -> T + Send,
) -> T {
    let done = AtomicUsize::new(0);
    if !shown {
        return work(&done);
    }
    let finished = AtomicBool::new(false);
    let stderr = &mut world.stderr;
    std::thread::scope(|scope| {
        let line = scope.spawn(|| {
            let mut waited = Duration::ZERO;
            let mut printed = false;
            while !finished.load(Ordering::Relaxed) {
                std::thread::park_timeout(STEP);
                waited += STEP;
                if waited >= PATIENCE && !finished.load(Ordering::Relaxed) {
                    let done = done.load(Ordering::Relaxed);
                    // A terminal that is gone needs no progress.
                    let _ = write!(stderr, "\r\x1b[Kchecking: {done} of {total} files");
                    let _ = stderr.flush();
                    printed = true;
                }
            }
            if printed {
                let _ = write!(stderr, "\r\x1b[K");
                let _ = stderr.flush();
            }
        });
        let result = work(&done);
        finished.store(true, Ordering::Relaxed);
        line.thread().unpark();
        result
    })
}
