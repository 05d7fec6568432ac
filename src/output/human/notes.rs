//! The lines below the source of a diagnostic: other findings, related
//! places, help; each on a branch of the box.

use super::{Human, LINES, MESSAGE, NAME, NAMES, RELATED};
use crate::diagnostics::{Finding, Label, Place};
use crate::output::fold::{FoldKind, Shown};
use crate::output::paint::{Style, paint};
use crate::output::{place, summary, width};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// The further lines of a text stand below its first word, unless that is
/// farther right than this.
const HANG: usize = 20;

/// A line below the source.
pub(super) struct Note {
    /// The key of the line, such as `help`; may be empty.
    key: String,
    text: String,
}

impl Note {
    fn new(key: &str, text: &str) -> Self {
        Self { key: key.to_owned(), text: text.to_owned() }
    }
}

impl Human<'_> {
    /// The lines below the source: what else was found, related places
    /// elsewhere, help.
    pub(super) fn notes(&self, item: &Shown<'_>, labels: &[Label], drawn: &[usize]) -> Vec<Note> {
        let first = item.first;
        let mut notes = Vec::new();
        for (at, label) in labels.iter().enumerate() {
            let line = self.line(label.file.as_deref(), &label.place);
            // What the message says already is not said twice.
            if !drawn.contains(&at) && !first.message.contains(&format!("({line})")) {
                notes.push(Note::new(&line, &label.message));
            }
        }
        if item.kind == FoldKind::List {
            // A second finding at the same place is told by what it refers to.
            for label in same_place(item).flat_map(|other| &other.labels) {
                let key = self.line(label.file.as_deref(), &label.place);
                let is_new = |note: &Note| (&note.key, &note.text) != (&key, &label.message);
                if notes.len() < RELATED && notes.iter().all(is_new) {
                    notes.push(Note::new(&key, &label.message));
                }
            }
        }
        if item.kind == FoldKind::List && first.labels.len() > labels.len() {
            let more = summary::count(first.labels.len() - labels.len(), "more place");
            notes.push(Note::new("related", &format!("and {more}")));
        }
        match item.kind {
            FoldKind::Lack { all: true } => {}
            FoldKind::Lack { all: false } => {
                let all: Vec<&Finding> =
                    [first].into_iter().chain(item.rest.iter().copied()).collect();
                notes.push(Note::new("", &self.names(&all)));
            }
            FoldKind::List | FoldKind::Values => {
                let others = self.others(item);
                if !others.is_empty() {
                    notes.push(Note::new("also", &others));
                }
            }
        }
        if self.options.verbose {
            if !first.path.is_empty() {
                notes.push(Note::new("path", &first.path));
            }
            notes.push(Note::new("fingerprint", &first.fingerprint.to_string()));
        }
        if let Some(help) = &first.help {
            // Advice for one vendor is not advice for the others of a fold.
            let shared = item.rest.iter().all(|other| other.help.as_ref() == Some(help));
            notes.push(match &first.vendor {
                Some(vendor) if !shared => {
                    Note::new("help", &format!("for {}: {help}", self.clean(vendor, NAME)))
                }
                _ => Note::new("help", help),
            });
        }
        notes
    }

    /// The other findings of a diagnostic: the vendors that they are about with
    /// their lines, or the lines; nothing when there are none elsewhere.
    pub(super) fn others(&self, item: &Shown<'_>) -> String {
        let elsewhere = item.rest.iter().copied().filter(|other| !is_same_place(item, other));
        let elsewhere: Vec<&Finding> = elsewhere.collect();
        match item.first.vendor {
            _ if elsewhere.is_empty() => String::new(),
            Some(_) => self.names(&elsewhere),
            None => lines(&elsewhere),
        }
    }

    /// `line 12`, or a link to another file.
    fn line(&self, file: Option<&str>, place: &Place) -> String {
        match file {
            None => format!("line {}", place.start.line),
            Some(file) => place::link(file, place, self.options.unicode),
        }
    }

    /// The vendors of findings with their lines: `Mailgun (lines 6, 30), Sentry
    /// (10) and 9 more`.
    fn names(&self, findings: &[&Finding]) -> String {
        let mut places: BTreeMap<&str, usize> = BTreeMap::new();
        let mut vendors: Vec<(&str, BTreeSet<usize>)> = Vec::new();
        for finding in findings {
            let Some(vendor) = finding.vendor.as_deref() else { continue };
            let at = *places.entry(vendor).or_insert(vendors.len());
            if at == vendors.len() {
                vendors.push((vendor, BTreeSet::new()));
            }
            vendors[at].1.insert(finding.place.start.line);
        }
        let names = vendors.iter().take(NAMES).enumerate().map(|(at, (vendor, lines))| {
            let word = match (at, lines.len()) {
                (0, 1) => "line ",
                (0, _) => "lines ",
                _ => "",
            };
            let lines: Vec<String> = lines.iter().take(LINES).map(usize::to_string).collect();
            format!("{} ({word}{})", self.clean(vendor, NAME), lines.join(", "))
        });
        let names: Vec<String> = names.collect();
        match vendors.len() - names.len() {
            0 => names.join(", "),
            more => format!("{} and {more} more", names.join(", ")),
        }
    }

    /// Writes notes on branches of the box that starts at a column:
    /// `├─ path: ...`, `╰─ help: ...`.
    pub(super) fn write_notes(&self, notes: &[Note], indent: usize, out: &mut String) {
        let signs = &self.theme.characters;
        for (at, note) in notes.iter().enumerate() {
            let is_last = at + 1 == notes.len();
            let (branch, trunk) =
                if is_last { (signs.lbot, ' ') } else { (signs.lcross, signs.vbar) };
            let _ = write!(out, "{:indent$}{branch}{} ", "", signs.hbar);
            let mut start = indent + "`- ".len();
            let mut hang = start;
            if !note.key.is_empty() {
                let key = format!("{}:", note.key);
                start += width::of(&key) + 1;
                hang = if start <= HANG { start } else { hang };
                let _ = write!(out, "{} ", paint(key, Style::Bold, self.options.color));
            }
            let text = self.clean(&note.text, MESSAGE);
            let margin = format!("{:indent$}{trunk}", "");
            let lines = width::wrap(&text, start, hang, self.options.width);
            out.push_str(&lines.join(&format!("\n{margin:<hang$}")));
            out.push('\n');
        }
    }
}

/// The other findings at the place of the first that refer to somewhere else.
fn same_place<'i>(item: &'i Shown<'_>) -> impl Iterator<Item = &'i Finding> {
    item.rest.iter().copied().filter(|other| is_same_place(item, other))
}

fn is_same_place(item: &Shown<'_>, other: &Finding) -> bool {
    let is_here = other.place.span == item.first.place.span && other.vendor == item.first.vendor;
    item.kind == FoldKind::List && is_here && !other.labels.is_empty()
}

/// The lines of some findings: `lines 3, 8, 12`.
fn lines(findings: &[&Finding]) -> String {
    let lines: BTreeSet<usize> = findings.iter().map(|one| one.place.start.line).collect();
    let word = if lines.len() == 1 { "line" } else { "lines" };
    let shown: Vec<String> = lines.iter().take(LINES).map(usize::to_string).collect();
    let more = if lines.len() > LINES { " and others" } else { "" };
    format!("{word} {}{more}", shown.join(", "))
}
