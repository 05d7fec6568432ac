//! A run over many files: a stream of final results in the order of the files.

use super::cross_file::{ComparedFile, CrossFindings, compare, may_hold_several};
use super::file_run::FileRun;
use super::ordered::{Window, in_order};
use super::{FileText, Linter};
use crate::diagnostics::Checked;
use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::sync::Mutex;

/// A run over files that are read when their turn comes.
///
/// Results come in the order of the files whatever the number of threads, and
/// only a few of them are alive at any time. Where rules compare files, each
/// file is read twice: the first pass keeps a small summary of it, the second
/// checks it with all summaries known.
pub struct Run<'r> {
    linters: &'r [&'r Linter],
    read: &'r (dyn Fn(usize) -> FileText + Sync),
    threads: NonZeroUsize,
}

impl<'r> Run<'r> {
    /// A run on one thread, with the linter of each file. `read` gives the file
    /// of a number; it is called once for each file, or twice where rules compare
    /// files.
    #[must_use]
    pub fn new(linters: &'r [&'r Linter], read: &'r (dyn Fn(usize) -> FileText + Sync)) -> Self {
        Self { linters, read, threads: NonZeroUsize::MIN }
    }

    /// The same run on so many threads.
    #[must_use]
    pub fn threads(mut self, threads: NonZeroUsize) -> Self {
        self.threads = threads;
        self
    }

    /// Checks the files and hands each result on, in the order of the files.
    ///
    /// # Errors
    /// The first one of `take`, which ends the run.
    pub fn each<E>(self, take: impl FnMut(usize, Checked) -> Result<(), E>) -> Result<(), E> {
        let (count, window) = (self.linters.len(), Window::new(self.threads));
        let compared = self.compared();
        in_order(count, window, weight, |index| compared.check(index), take)
    }

    /// The run after its first pass, for files that are checked when they are asked for.
    pub(crate) fn compared(self) -> ComparedRun<'r> {
        ComparedRun { cross: Mutex::new(self.compare()), run: self }
    }

    /// The first pass: what comparing files shows about each of them.
    fn compare(&self) -> HashMap<usize, CrossFindings> {
        let all = self.linters.iter().enumerate();
        let read: Vec<usize> =
            all.filter(|(_, linter)| linter.may_compare_files()).map(|(index, _)| index).collect();
        let summarize = |at: usize| {
            let index = read[at];
            let (linter, file) = (self.linters[index], (self.read)(index));
            // Overrides that do not go together are reported by the second pass.
            let own = linter.for_path(&file.scope).ok()?;
            let linter = own.as_ref().unwrap_or(linter);
            let is_alone = read.len() == 1;
            let is_compared =
                linter.compares_files() && (!is_alone || may_hold_several(linter, &file));
            is_compared.then(|| ComparedFile::read(linter, index, &file, is_alone))
        };
        let mut groups: Vec<(&Linter, Vec<ComparedFile>)> = Vec::new();
        let take = |at: usize, file: Option<ComparedFile>| {
            let Some(file) = file else { return Ok(()) };
            let linter = self.linters[read[at]];
            match groups.iter_mut().find(|(known, _)| known.shares_policy(linter)) {
                Some((_, group)) => group.push(file),
                None => groups.push((linter, vec![file])),
            }
            Ok::<(), std::convert::Infallible>(())
        };
        let window = Window::new(self.threads);
        let Ok(()) = in_order(read.len(), window, |_| 1, summarize, take);
        let found = groups.iter().map(|(linter, group)| {
            let _scope = linter.vocabulary_scope();
            compare(group, linter.limits.findings)
        });
        found.flatten().collect()
    }
}

/// A run of which the files are compared with each other and not yet checked.
pub(crate) struct ComparedRun<'r> {
    run: Run<'r>,
    /// The findings of the comparison, for the files that were not checked yet.
    cross: Mutex<HashMap<usize, CrossFindings>>,
}

impl ComparedRun<'_> {
    /// Checks the file of a number, once.
    pub(crate) fn check(&self, index: usize) -> Checked {
        let mut cross = self.cross.lock().expect("internal: nothing panics with the lock held");
        let found = cross.remove(&index).unwrap_or_default();
        drop(cross);
        let (linter, file) = (self.run.linters[index], (self.run.read)(index));
        match linter.for_path(&file.scope) {
            Ok(own) => {
                let linter = own.as_ref().unwrap_or(linter);
                let _scope = linter.vocabulary_scope();
                FileRun::check(linter, file, found, None)
            }
            Err(errors) => FileRun::refuse(linter, file, &errors),
        }
    }
}

/// About how much memory a result takes, in bytes.
fn weight(checked: &Checked) -> usize {
    const FINDING: usize = 1 << 10;
    checked.source.text().len() + FINDING * (checked.findings.len() + checked.suppressed.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::{FileStatus, Severity};
    use crate::policy::{Level, Policy};
    use crate::values::date::Date;
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn linter(rule: &str) -> Linter {
        let policy = Policy::builder()
            .config("subprocessor-lint.yaml", "extends: []")
            .severity(rule, Level::On(Severity::Warning))
            .build()
            .unwrap();
        Linter::new(policy, Date::parse("2026-11-28").unwrap())
    }

    fn run(
        linter: &Linter,
        texts: &(dyn Fn(usize) -> String + Sync),
        count: usize,
    ) -> Vec<Checked> {
        let linters = vec![linter; count];
        let read = |index: usize| FileText::new(format!("{index}.yaml"), texts(index));
        let mut checked = Vec::new();
        let run = Run::new(&linters, &read).threads(NonZeroUsize::new(3).unwrap());
        let done = run.each(|index, one| {
            assert_eq!(one.path(), format!("{index}.yaml"));
            checked.push(one);
            Ok::<(), ()>(())
        });
        assert_eq!(done, Ok(()));
        checked
    }

    #[test]
    fn files_are_compared_before_they_are_checked() {
        let text = |index| {
            let name = if index == 2 { "Other" } else { "Same" };
            format!("subprocessors:\n  - {{name: {name}}}\n")
        };
        let checked = run(&linter("duplicate-manifest"), &text, 4);
        let found: Vec<usize> = checked.iter().map(|one| one.findings.len()).collect();
        assert_eq!(found, [0, 1, 0, 1]);
        let label = &checked[3].findings[0].labels[0];
        assert_eq!((label.file.as_deref(), label.place.start.line), (Some("0.yaml"), 1));
        assert!(checked.iter().all(Checked::is_complete));
    }

    #[test]
    fn lists_in_one_file_are_compared_whatever_its_line_breaks() {
        let list = "subprocessors:\n  - {name: Larch, location: DE}\n";
        for (text, count) in [(format!("{list}---\n{list}"), 1), (format!("---\n{list}"), 0)] {
            for line_break in ["\n", "\r\n", "\r"] {
                let text = text.replace('\n', line_break);
                let checked = run(&linter("duplicate-manifest"), &|_| text.clone(), 1);
                assert_eq!(checked[0].findings.len(), count, "{text:?}");
            }
        }
    }

    #[test]
    fn overrides_say_which_files_are_compared_and_how_findings_weigh() {
        let config = "
extends: []
rules: {duplicate-manifest: warning}
overrides:
  - {files: 0.yaml, rules: {duplicate-manifest: 'off'}}
  - {files: 3.yaml, rules: {duplicate-manifest: error}}
  - {files: '[12].yaml', rules: {reused-id: info}}
";
        let policy = Policy::builder().config("c.yaml", config).build().unwrap();
        let linter = Linter::new(policy, Date::parse("2026-11-28").unwrap());
        let checked = run(&linter, &|_| "subprocessors: [{name: Same}]".to_owned(), 5);
        let found = |one: &Checked| one.findings.first().map(|finding| finding.severity);
        let severities: Vec<Option<Severity>> = checked.iter().map(found).collect();
        let expected =
            [None, None, Some(Severity::Warning), Some(Severity::Error), Some(Severity::Warning)];
        assert_eq!(severities, expected);
        let first = |one: &Checked| one.findings[0].labels[0].file.clone();
        assert!(checked[2..].iter().all(|one| first(one).as_deref() == Some("1.yaml")));
        assert!(checked.iter().all(Checked::is_complete));
        // A rule that only an override switches on.
        let text = |index| format!("subprocessors: [{{name: V{index}, id: same}}]");
        let checked = run(&linter, &text, 5);
        let found: Vec<usize> = checked.iter().map(|one| one.findings.len()).collect();
        assert_eq!(found, [0, 0, 1, 0, 0]);
    }

    #[test]
    fn a_file_that_changes_between_the_passes_is_not_evaluated() {
        let reads = AtomicUsize::new(0);
        let text = |index| {
            let changed = index == 1 && reads.fetch_add(1, Ordering::SeqCst) > 0;
            format!("subprocessors:\n  - {{name: V{index}{changed}}}\n")
        };
        let checked = run(&linter("duplicate-manifest"), &text, 3);
        let why = "the file changed while it was checked";
        assert_eq!(checked[1].status, FileStatus::NotEvaluated(why.to_owned()));
        assert_eq!(checked[1].findings[0].message, why);
        assert_eq!(
            (&checked[0].status, &checked[2].status),
            (&FileStatus::Clean, &FileStatus::Clean)
        );
    }

    #[test]
    fn without_rules_that_compare_files_each_is_read_once() {
        let reads = AtomicUsize::new(0);
        let text = |_| {
            reads.fetch_add(1, Ordering::SeqCst);
            "subprocessors:\n  - {name: V}\n".to_owned()
        };
        run(&linter("missing-contact"), &text, 10);
        assert_eq!(reads.load(Ordering::SeqCst), 10);
    }
}
