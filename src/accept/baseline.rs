//! The baseline: findings that were there when a project began to look.
//!
//! It is a file for reviewers, with one finding a line, and a ratchet: entries
//! leave when they are fixed and none comes in unless that is asked for. A
//! finding is known by its file and its [fingerprint](crate::diagnostics::fingerprint), so
//! neither lines nor the order of entries matter.

use crate::diagnostics::{
    Checked, Finding, Fingerprint, POLICY_ERROR, Suppression, SuppressionKind,
};
use crate::policy::PolicyError;
use crate::policy::{WaiverProblem, WaiverProblemKind};
use crate::syntax::{Format, Limits, NodeKind, Problem, Value, parse};
use crate::text::is_unsafe;
use crate::text::suggest::known_words;
use crate::text::{Advice, SourceFile, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Arc;

/// The version of the file that this program writes, and the latest it reads.
pub const VERSION: i64 = 1;

const KEYS: &[&str] = &["version", "about", "findings"];
const FIELDS: &[&str] = &["file", "rule", "vendor", "message", "fingerprint"];
const ABOUT: &str = "Findings that subprocessor-lint leaves aside until they are fixed; entries \
                     may be removed by hand.";
/// A broken file is reported in so many places, not in all.
const MAX_ERRORS: usize = 20;

/// One finding that is left aside.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BaselineEntry {
    /// The path of its file, with `/`; from where is up to the caller.
    pub file: String,
    /// The id of the rule.
    pub rule: String,
    /// The name of the vendor, for people.
    pub vendor: Option<String>,
    /// Identifies the finding across runs.
    pub fingerprint: Fingerprint,
    /// The message of the day it came in, for people.
    pub message: String,
}

impl BaselineEntry {
    /// The entry for a finding of a file.
    #[must_use]
    pub fn of(file: &str, finding: &Finding) -> Self {
        Self {
            file: file.to_owned(),
            rule: finding.rule.to_string(),
            vendor: finding.vendor.clone(),
            fingerprint: finding.fingerprint,
            message: finding.message.clone(),
        }
    }
}

/// The findings that are left aside: the entries of a baseline file.
///
/// [`Linter::baseline`](crate::Linter::baseline) applies it. An entry is about a
/// file by the name that it is checked under.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    entries: Vec<(BaselineEntry, Span)>,
    /// The index of an entry by file and fingerprint.
    index: BTreeMap<String, BTreeMap<Fingerprint, usize>>,
}

impl Baseline {
    /// Reads the text of a baseline file. `name` is the one that errors show.
    ///
    /// # Errors
    /// Everything that is wrong with the text, each at its place.
    pub fn read(
        name: impl Into<String>,
        text: impl Into<String>,
    ) -> Result<Self, Vec<PolicyError>> {
        Self::parse(&Arc::new(SourceFile::new(name, text)), &Limits::default())
    }

    /// A baseline of all that was found in some files, but for what no baseline
    /// may list: rules that could not be evaluated.
    #[must_use]
    pub fn of<'c>(checked: impl IntoIterator<Item = &'c Checked>) -> Self {
        let entries = checked.into_iter().flat_map(|one| {
            let listed =
                one.suppressed.iter().filter(|one| one.by.kind == SuppressionKind::Baseline);
            let known = listed.map(|one| &one.finding);
            let all = one.findings.iter().chain(known);
            let may_be_listed = |finding: &&Finding| &*finding.rule != POLICY_ERROR;
            all.filter(may_be_listed).map(|finding| BaselineEntry::of(one.path(), finding))
        });
        Self::new(entries)
    }

    /// The same baseline without the entries that matched no finding of these
    /// files. Entries for other files stay, and those for files of which not all
    /// could be evaluated.
    #[must_use]
    pub fn without_stale<'c>(&self, checked: impl IntoIterator<Item = &'c Checked>) -> Self {
        let mut judged: BTreeSet<&str> = BTreeSet::new();
        let mut used: BTreeSet<usize> = BTreeSet::new();
        for one in checked {
            if one.is_complete() {
                judged.insert(one.path());
            }
            let known = one.suppressed.iter();
            used.extend(known.filter_map(|of| self.find(one.path(), of.finding.fingerprint)));
        }
        self.changed(&self.stale(&used, |file| judged.contains(file)), Vec::new())
    }

    /// Takes the findings out of the active ones that it lists for a file.
    pub(crate) fn suppress(
        &self,
        file: &str,
        checked: &mut Checked,
        may_hide: impl Fn(&Finding) -> bool,
    ) {
        checked.suppress(|finding| {
            let is_known = may_hide(finding) && self.find(file, finding.fingerprint).is_some();
            is_known.then_some(Suppression::BASELINE)
        });
    }

    /// A baseline of some entries, in the order of the file.
    #[doc(hidden)]
    #[must_use]
    pub fn new(entries: impl IntoIterator<Item = BaselineEntry>) -> Self {
        let sorted: BTreeSet<BaselineEntry> = entries.into_iter().collect();
        let mut baseline = Self::default();
        sorted.into_iter().for_each(|entry| baseline.push(entry, Span::default()));
        baseline
    }

    /// Two lines of a merge may say the same.
    fn push(&mut self, entry: BaselineEntry, span: Span) {
        let next = self.entries.len();
        let of_file = self.index.entry(entry.file.clone()).or_default();
        if *of_file.entry(entry.fingerprint).or_insert(next) == next {
            self.entries.push((entry, span));
        }
    }

    /// Reads the text of a baseline file, with other caps on it.
    ///
    /// # Errors
    /// The defects of the file, each at its place; also a version that only
    /// a later program knows.
    #[doc(hidden)]
    pub fn parse(file: &Arc<SourceFile>, limits: &Limits) -> Result<Self, Vec<PolicyError>> {
        let parsed = parse(file.text(), Format::Json, limits);
        let mut reader = BaselineReader { file: Arc::clone(file), errors: Vec::new() };
        // A list or another text was named in the place of one.
        if file.text().trim_start().starts_with(|char: char| !matches!(char, '{' | '[')) {
            let help = "Name the file that `--write-baseline FILE` wrote.";
            reader.error(Span::default(), "this is no baseline", help);
            return Err(reader.errors);
        }
        for problem in parsed.problems.iter().take(MAX_ERRORS) {
            let message = match problem {
                Problem::Syntax { message, .. }
                | Problem::NotText(Advice { message, .. })
                | Problem::OtherShape(Advice { message, .. }) => message.clone(),
                Problem::DuplicateKey { key, .. } => format!("key `{key}` appears twice"),
                Problem::Limit { limit, allowed, .. } => {
                    format!("more than {allowed} {}", limit.unit())
                }
                Problem::Empty => "it is empty".to_owned(),
            };
            reader.error(problem.span(), format!("cannot read the baseline: {message}"), RESTORE);
        }
        let root = parsed.tree.documents().next();
        if root.is_none() && reader.errors.is_empty() {
            reader.error(Span::default(), "cannot read the baseline: it is empty", RESTORE);
        }
        let mut baseline = Self::default();
        if let Some(root) = root.filter(|_| reader.errors.is_empty()) {
            reader.root(root, &mut baseline);
        }
        if reader.errors.is_empty() { Ok(baseline) } else { Err(reader.errors) }
    }

    /// The text of the file: the same entries give the same bytes.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = format!("{{\n  \"version\": {VERSION},\n  \"about\": {},\n", quoted(ABOUT));
        text.push_str("  \"findings\": [");
        let sorted: BTreeSet<&BaselineEntry> =
            self.entries.iter().map(|(entry, _)| entry).collect();
        for (index, entry) in sorted.iter().enumerate() {
            let vendor = entry.vendor.as_deref().map_or("null".to_owned(), quoted);
            let comma = if index == 0 { "" } else { "," };
            let (file, rule) = (quoted(&entry.file), quoted(&entry.rule));
            let (message, print) = (quoted(&entry.message), entry.fingerprint);
            write!(
                text,
                "{comma}\n    {{\"file\": {file}, \"rule\": {rule}, \"vendor\": {vendor}, \
                 \"message\": {message}, \"fingerprint\": \"{print}\"}}"
            )
            .expect("internal: writing to a String cannot fail");
        }
        text.push_str(if sorted.is_empty() { "]\n}\n" } else { "\n  ]\n}\n" });
        text
    }

    /// The entries, in the order of the file.
    #[doc(hidden)]
    pub fn entries(&self) -> impl ExactSizeIterator<Item = &BaselineEntry> {
        self.entries.iter().map(|(entry, _)| entry)
    }

    /// The entry for a finding of a file, by index.
    pub(super) fn find(&self, file: &str, fingerprint: Fingerprint) -> Option<usize> {
        self.index.get(file)?.get(&fingerprint).copied()
    }

    /// The entries that matched no finding, by index. `is_judged` says of a
    /// file whether all of it was checked.
    pub(super) fn stale(
        &self,
        used: &BTreeSet<usize>,
        mut is_judged: impl FnMut(&str) -> bool,
    ) -> BTreeSet<usize> {
        let entries = self.entries.iter().enumerate();
        let unused = entries.filter(|(index, _)| !used.contains(index));
        unused.filter(|(_, (entry, _))| is_judged(&entry.file)).map(|(index, _)| index).collect()
    }

    /// The problems with stale entries, in the order of the file.
    #[must_use]
    pub(super) fn problems(&self, stale: &BTreeSet<usize>) -> Vec<WaiverProblem> {
        let entries = stale.iter().map(|&index| (index, &self.entries[index]));
        let problems = entries.map(|(index, (entry, span))| WaiverProblem {
            about: WaiverProblemKind::Stale {
                rule: entry.rule.clone(),
                file: entry.file.clone(),
                message: entry.message.clone(),
            },
            span: *span,
            path: format!("findings[{index}]"),
            vendor: entry.vendor.clone(),
        });
        problems.collect()
    }

    /// The same baseline without some entries, and with others.
    #[must_use]
    pub(super) fn changed(&self, without: &BTreeSet<usize>, with: Vec<BaselineEntry>) -> Self {
        let kept = self.entries().enumerate().filter(|(index, _)| !without.contains(index));
        let mut kept: Vec<BaselineEntry> = kept.map(|(_, entry)| entry.clone()).collect();
        // An entry that is there keeps its words, so that a review of the
        // change sees only what changed.
        kept.extend(
            with.into_iter().filter(|entry| self.find(&entry.file, entry.fingerprint).is_none()),
        );
        Self::new(kept)
    }
}

const RESTORE: &str = "Fix the file, or restore it from version control.";

struct BaselineReader {
    file: Arc<SourceFile>,
    errors: Vec<PolicyError>,
}

impl BaselineReader {
    fn error(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        if self.errors.len() < MAX_ERRORS {
            let error = PolicyError::new(&self.file, span, message).with_help(help);
            self.errors.push(error.in_baseline());
        }
    }

    fn root(&mut self, root: Value<'_>, baseline: &mut Baseline) {
        let start = root.span().start as usize;
        let start = Span::new(start, start + 1);
        if root.kind() != NodeKind::Map {
            let found = root.kind().noun();
            self.error(start, format!("a baseline is a mapping, found {found}"), RESTORE);
            return;
        }
        // Of a later version nothing else can be told.
        match root.get("version") {
            None => {
                let help = format!("This program writes `\"version\": {VERSION}`.");
                self.error(start, "the baseline has no `version`", help);
                return;
            }
            Some(version) => match version.as_int() {
                Some(VERSION) => {}
                Some(number) if number > VERSION => {
                    let message = format!(
                        "the baseline has version {number}, this program reads up to {VERSION}"
                    );
                    let help = "Use a newer subprocessor-lint, or write the baseline again.";
                    self.error(version.span(), message, help);
                    return;
                }
                _ => {
                    self.error(version.span(), "unsupported baseline version", RESTORE);
                    return;
                }
            },
        }
        self.keys(root, KEYS, "a baseline");
        match root.get("findings") {
            Some(list) if list.kind() == NodeKind::Seq => {
                for item in list.items() {
                    self.entry(item, baseline);
                }
            }
            Some(other) => {
                let found = other.kind().noun();
                self.error(other.span(), format!("`findings` is a list, found {found}"), RESTORE);
            }
            None => self.error(start, "the baseline has no `findings`", RESTORE),
        }
    }

    fn keys(&mut self, node: Value<'_>, known: &[&str], what: &str) {
        for (key, _) in node.entries() {
            let name = key.text().unwrap_or_default();
            if !known.contains(&name) {
                let message = format!("{what} has no field `{name}`");
                self.error(key.span(), message, known_words(name, known));
            }
        }
    }

    fn entry(&mut self, item: Value<'_>, baseline: &mut Baseline) {
        let span = item.span();
        if item.kind() != NodeKind::Map {
            let found = item.kind().noun();
            self.error(span, format!("an entry is a mapping, found {found}"), RESTORE);
            return;
        }
        self.keys(item, FIELDS, "an entry");
        let mut text = |name: &str| {
            let value = item.get(name);
            let text = value.and_then(Value::as_str);
            if text.is_none() {
                let span = value.map_or(span, Value::span);
                self.error(span, format!("the entry has no `{name}`"), RESTORE);
            }
            text.unwrap_or_default().to_owned()
        };
        let (file, rule, message) = (text("file"), text("rule"), text("message"));
        let fingerprint = text("fingerprint");
        let parsed = fingerprint.parse();
        if !fingerprint.is_empty() && parsed.is_err() {
            let at = item.get("fingerprint").map_or(span, Value::span);
            self.error(at, "a fingerprint is 32 hexadecimal digits", RESTORE);
        }
        let vendor = item.get("vendor").and_then(Value::as_str).map(str::to_owned);
        let fingerprint = parsed.unwrap_or_default();
        baseline.push(BaselineEntry { file, rule, vendor, fingerprint, message }, span);
    }
}

/// A text as JSON, with characters that act on a terminal escaped.
fn quoted(text: &str) -> String {
    let json = serde_json::to_string(text).expect("internal: a text is always JSON");
    if !json.contains(is_unsafe) {
        return json;
    }
    let mut safe = String::with_capacity(json.len() + 16);
    for char in json.chars() {
        if is_unsafe(char) {
            for unit in char.encode_utf16(&mut [0; 2]) {
                write!(safe, "\\u{unit:04x}").expect("internal: writing to a String cannot fail");
            }
        } else {
            safe.push(char);
        }
    }
    safe
}
