//! Work on many files at once whose results come in order.

use std::collections::VecDeque;
use std::num::NonZeroUsize;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Bounds on how far the work may run ahead of the result that is next.
#[derive(Clone, Copy, Debug)]
pub struct Window {
    /// Threads that work.
    pub threads: NonZeroUsize,
    /// Results, finished or not, that may be ahead.
    pub results: usize,
    /// The weight of the finished results from which on no new work starts.
    pub weight: usize,
}

impl Window {
    /// The window for so many threads.
    #[must_use]
    pub fn new(threads: NonZeroUsize) -> Self {
        // A thread that waits for a slow file of another loses at most what it
        // could have done meanwhile, which 16 small files hide well.
        Self { threads, results: 16 * threads.get(), weight: 32 << 20 }
    }
}

struct State<T> {
    /// The number of the next item to be worked on.
    next: usize,
    /// The number of the next result to be handed out.
    first: usize,
    /// Results by their number from `first` on, as far as work has begun.
    done: VecDeque<Option<(T, usize)>>,
    /// The weight of the finished results.
    weight: usize,
    /// True if nobody wants more results.
    stopped: bool,
}

struct Shared<T> {
    state: Mutex<State<T>>,
    /// Says that there is a result, or room for work.
    changed: Condvar,
}

impl<T> Shared<T> {
    fn lock(&self) -> MutexGuard<'_, State<T>> {
        // A panic in the work is passed on by the scope of the threads.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Ends the work of all threads when it goes out of scope: always, or only in a
/// panic.
struct Stop<'s, T> {
    shared: &'s Shared<T>,
    always: bool,
}

impl<T> Drop for Stop<'_, T> {
    fn drop(&mut self) {
        if self.always || std::thread::panicking() {
            self.shared.lock().stopped = true;
            self.shared.changed.notify_all();
        }
    }
}

/// Works on the numbers below `count` and hands the results out in their order,
/// on the calling thread. No more than the window allows are alive at any time,
/// however slow one of them is. An error of `take` ends the work.
///
/// # Errors
/// That of `take`.
pub fn in_order<T: Send, E>(
    count: usize,
    window: Window,
    weigh: impl Fn(&T) -> usize + Sync,
    work: impl Fn(usize) -> T + Sync,
    mut take: impl FnMut(usize, T) -> Result<(), E>,
) -> Result<(), E> {
    let threads = window.threads.get().min(count);
    if threads < 2 {
        return (0..count).try_for_each(|index| take(index, work(index)));
    }
    let state = State { next: 0, first: 0, done: VecDeque::new(), weight: 0, stopped: false };
    let shared = Shared { state: Mutex::new(state), changed: Condvar::new() };
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let _stop = Stop { shared: &shared, always: false };
                while let Some(index) = claim(&shared, count, window) {
                    let result = work(index);
                    let weight = weigh(&result);
                    let mut state = shared.lock();
                    let at = index - state.first;
                    state.done[at] = Some((result, weight));
                    state.weight += weight;
                    drop(state);
                    shared.changed.notify_all();
                }
            });
        }
        let _stop = Stop { shared: &shared, always: true };
        for index in 0..count {
            let Some(result) = wait_for_first(&shared) else { break };
            take(index, result)?;
        }
        Ok(())
    })
}

/// The next number to work on, once the window has room for it.
fn claim<T>(shared: &Shared<T>, count: usize, window: Window) -> Option<usize> {
    let mut state = shared.lock();
    loop {
        if state.stopped || state.next == count {
            return None;
        }
        // The result that all wait for may always be worked on.
        let has_room = state.done.len() < window.results && state.weight < window.weight;
        if has_room || state.done.is_empty() {
            state.next += 1;
            state.done.push_back(None);
            return Some(state.next - 1);
        }
        state = shared.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
    }
}

/// The first result, once there is one; nothing when a worker has panicked.
fn wait_for_first<T>(shared: &Shared<T>) -> Option<T> {
    let mut state = shared.lock();
    loop {
        if state.done.front().is_some_and(Option::is_some) {
            let (result, weight) = state.done.pop_front().flatten()?;
            state.first += 1;
            state.weight -= weight;
            drop(state);
            shared.changed.notify_all();
            return Some(result);
        }
        if state.stopped {
            return None;
        }
        state = shared.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    /// Counts how many results are alive, and the most there ever were.
    #[derive(Default)]
    struct Alive {
        now: AtomicUsize,
        most: AtomicUsize,
    }

    struct Counted<'a>(usize, &'a Alive);

    impl Alive {
        fn add(&self, number: usize) -> Counted<'_> {
            let now = self.now.fetch_add(1, Ordering::SeqCst) + 1;
            self.most.fetch_max(now, Ordering::SeqCst);
            Counted(number, self)
        }
    }

    impl Drop for Counted<'_> {
        fn drop(&mut self) {
            self.1.now.fetch_sub(1, Ordering::SeqCst);
        }
    }

    fn window(threads: usize, results: usize) -> Window {
        let threads = NonZeroUsize::new(threads).unwrap();
        Window { threads, results, weight: usize::MAX }
    }

    #[test]
    fn one_slow_file_does_not_pile_up_the_others() {
        let alive = Alive::default();
        let mut order = Vec::new();
        let work = |index| {
            if index == 0 {
                std::thread::sleep(Duration::from_millis(200));
            }
            alive.add(index)
        };
        let taken = in_order(
            50_000,
            window(4, 64),
            |_| 1,
            work,
            |index, counted| {
                assert_eq!(index, counted.0);
                order.push(index);
                Ok::<(), ()>(())
            },
        );
        assert_eq!(taken, Ok(()));
        assert!(order.iter().copied().eq(0..50_000));
        let most = alive.most.load(Ordering::SeqCst);
        assert!(most <= 65, "{most} results were alive");
        assert!(most > 8, "the others went on: {most}");
    }

    #[test]
    fn heavy_results_are_not_gathered() {
        let alive = Alive::default();
        let window = Window { weight: 3, ..window(4, 64) };
        let work = |index| {
            if index == 0 {
                std::thread::sleep(Duration::from_millis(50));
            }
            alive.add(index)
        };
        let taken = in_order(1_000, window, |_| 1, work, |_, _| Ok::<(), ()>(()));
        assert_eq!(taken, Ok(()));
        // Those of the weight, one at work on each thread, and the one in hand.
        assert!(alive.most.load(Ordering::SeqCst) <= 3 + 4 + 1);
    }

    #[test]
    fn an_error_ends_the_work() {
        for threads in [1, 4] {
            let worked = AtomicUsize::new(0);
            let work = |index| {
                worked.fetch_add(1, Ordering::SeqCst);
                index
            };
            let taken = in_order(
                100_000,
                window(threads, 8),
                |_| 1,
                work,
                |index, _| {
                    if index == 10 { Err("closed") } else { Ok(()) }
                },
            );
            assert_eq!(taken, Err("closed"));
            assert!(worked.load(Ordering::SeqCst) < 30);
        }
    }

    #[test]
    fn a_panic_in_the_work_is_passed_on() {
        let run = || {
            let work = |index| if index == 3 { panic!("broken") } else { index };
            in_order(100, window(2, 8), |_| 1, work, |_, _| Ok::<(), ()>(()))
        };
        assert!(std::panic::catch_unwind(run).is_err());
    }
}
