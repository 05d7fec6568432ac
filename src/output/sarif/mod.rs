//! SARIF 2.1.0, as GitHub code scanning and other services read it.
//!
//! GitHub takes 25,000 results of a run: of more the mildest are left out, which a
//! notification says. Every rule is listed, whatever was found, so that a service sees the
//! same rules in each run. Columns are Unicode scalar values.

mod document;
mod line_hash;

use self::document::{Document, ResultJson};
use super::OutputOptions;
use super::json::compact;
use crate::diagnostics::report::{RunInfo, Sink, Summary};
use crate::diagnostics::{Checked, FileStatus, Severity};
use std::collections::HashSet;
use std::io::{self, Write};
use std::sync::Arc;

/// Results that GitHub takes of a run.
const MOST: usize = 25_000;

/// The sink of this format.
struct Sarif<'w> {
    out: &'w mut dyn Write,
    run: RunInfo,
    /// The ids of the rules, in the order of their array.
    rules: Vec<Arc<str>>,
    /// The results of each severity in the order of the text, with their numbers.
    results: [Vec<(usize, String)>; 3],
    count: usize,
    left_out: usize,
    /// Files that could not be evaluated, with the reason.
    notes: Vec<String>,
}

/// Makes the sink; it has no options.
#[must_use]
pub fn make<'w>(_: &OutputOptions, out: &'w mut dyn Write) -> Box<dyn Sink + 'w> {
    Box::new(Sarif {
        out,
        run: RunInfo::default(),
        rules: Vec::new(),
        results: [Vec::new(), Vec::new(), Vec::new()],
        count: 0,
        left_out: 0,
        notes: Vec::new(),
    })
}

impl Sarif<'_> {
    /// The place of a rule in the array; a rule that is not listed is added.
    fn rule(&mut self, id: &Arc<str>) -> usize {
        match self.rules.iter().position(|known| known == id) {
            Some(at) => at,
            None => {
                self.rules.push(Arc::clone(id));
                self.rules.len() - 1
            }
        }
    }

    fn add(&mut self, severity: Severity, result: String) {
        self.results[severity as usize].push((self.count, result));
        self.count += 1;
        let kept: usize = self.results.iter().map(Vec::len).sum();
        if kept > MOST {
            let mildest = self.results.iter_mut().find(|results| !results.is_empty());
            mildest.and_then(Vec::pop);
            self.left_out += 1;
        }
    }
}

impl Sink for Sarif<'_> {
    fn begin(&mut self, run: &RunInfo) -> io::Result<()> {
        self.rules = run.rules.iter().map(|rule| rule.id.as_str().into()).collect();
        self.run = run.clone();
        Ok(())
    }

    fn file(&mut self, checked: &Checked) -> io::Result<()> {
        let findings = checked.findings.iter().map(|finding| (finding, None));
        let suppressed = checked.suppressed.iter().map(|one| (&one.finding, Some(&one.by)));
        let all: Vec<_> = findings.chain(suppressed).collect();
        let lines: HashSet<usize> =
            all.iter().map(|(finding, _)| finding.place.start.line).collect();
        let hashes = match lines.is_empty() {
            true => Default::default(),
            false => line_hash::line_hashes(checked.source.text(), |line| lines.contains(&line)),
        };
        for (finding, by) in all {
            let rule = self.rule(&finding.rule);
            let hash = hashes.get(&finding.place.start.line).map(String::as_str);
            let result = ResultJson::of(finding, by, checked, rule, hash, &self.run.repository);
            self.add(finding.severity, compact(&result));
        }
        if let FileStatus::NotEvaluated(why) = &checked.status {
            self.notes.push(format!("{}: {why}", checked.path()));
        }
        Ok(())
    }

    fn end(&mut self, summary: &Summary) -> io::Result<()> {
        let mut results: Vec<(usize, String)> =
            std::mem::take(&mut self.results).into_iter().flatten().collect();
        results.sort_unstable_by_key(|(number, _)| *number);
        if self.left_out > 0 {
            self.notes.push(format!(
                "{} results are left out: a run may have {MOST}, and the most severe were kept",
                self.left_out
            ));
        }
        let document = Document::of(&self.run, &self.rules, summary, &self.notes);
        let text = compact(&document);
        // The results are a member of the only run, the last one.
        let (head, tail) = text
            .split_once(document::RESULTS)
            .expect("internal: the document has a place for the results");
        self.out.write_all(head.as_bytes())?;
        self.out.write_all(b"\"results\":[")?;
        for (number, (_, result)) in results.iter().enumerate() {
            let sign = if number == 0 { "\n" } else { ",\n" };
            write!(self.out, "{sign}{result}")?;
        }
        self.out.write_all(b"\n]")?;
        self.out.write_all(tail.as_bytes())?;
        self.out.write_all(b"\n")?;
        self.out.flush()
    }
}
