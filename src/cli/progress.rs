//! A line on the terminal when a run takes longer than a second.

use std::io::Write;
use std::time::{Duration, Instant};

/// Time before a run shows its progress.
const PATIENCE: Duration = Duration::from_secs(1);
const STEP: Duration = Duration::from_millis(100);

/// The progress line of a run. It is removed before findings are written to the
/// same terminal.
pub struct Progress {
    /// Such as `files`.
    noun: &'static str,
    done: usize,
    total: usize,
    /// When the line may be written next; never when it is not shown.
    next: Option<Instant>,
    is_written: bool,
}

impl Progress {
    /// The progress over so many files or other things.
    #[expect(clippy::disallowed_methods, reason = "the line is about time")]
    pub fn new(total: usize, noun: &'static str, is_shown: bool) -> Self {
        let next = is_shown.then(|| Instant::now() + PATIENCE);
        Self { noun, done: 0, total, next, is_written: false }
    }

    /// Counts what was done before.
    pub fn skip(&mut self, done: usize) {
        self.done += done;
    }

    /// Counts one, and writes the line when it is time to.
    #[expect(clippy::disallowed_methods, reason = "the line is about time")]
    pub fn add_one(&mut self, stderr: &mut dyn Write) {
        self.done += 1;
        let Some(next) = self.next else { return };
        let now = Instant::now();
        if now >= next {
            // A terminal that is gone needs no progress.
            let _ =
                write!(stderr, "\r\x1b[Kchecking: {} of {} {}", self.done, self.total, self.noun);
            let _ = stderr.flush();
            self.next = Some(now + STEP);
            self.is_written = true;
        }
    }

    /// Takes the line away.
    pub fn clear(&mut self, stderr: &mut dyn Write) {
        if self.is_written {
            let _ = write!(stderr, "\r\x1b[K");
            let _ = stderr.flush();
            self.is_written = false;
        }
    }
}
