//! `check --explain`: one finding, with how it came about and what ends it.

use super::args::{CheckArgs, TextOrJson};
use super::facts::{NameFacts, PlaceShown};
use super::failure::Failure;
use super::finding_page;
use super::io::Io;
use super::list::{self, Catalogue};
use super::looks::looks;
use super::session::{Session, SessionFile};
use super::settings::setter;
use super::status::ExitStatus;
use crate::diagnostics::report::{RunInfo, Sink, Summary};
use crate::diagnostics::{Checked, FileKind, Finding, Severity, Suppression};
use crate::lint::{FileText, Linter, ValueReading};
use crate::policy::{Check, Level, resolve};
use crate::syntax::Format;
use crate::text::{Edit, SourceFile, Span};
use serde::Serialize;
use std::io::{self, Write as _};
use std::sync::Arc;

/// Findings that are named when a start of a fingerprint is that of several.
const NAMED: usize = 8;

/// The finding that is looked for, and those that were found instead.
pub(super) struct ExplainedFinding {
    /// The fingerprint as it was typed, or its start.
    typed: String,
    format: TextOrJson,
    found: Vec<FoundFinding>,
    /// A finding whose fingerprint starts like the one that was typed.
    nearest: Option<(usize, String)>,
}

/// A finding with its file.
pub(super) struct FoundFinding {
    source: Arc<SourceFile>,
    kind: FileKind,
    pub(super) finding: Finding,
    pub(super) by: Option<Suppression>,
}

impl ExplainedFinding {
    /// Reads the arguments.
    ///
    /// # Errors
    /// When it is no fingerprint, or the output format is for many findings.
    pub(super) fn of(args: &CheckArgs) -> Result<Option<Self>, Failure> {
        let Some(typed) = &args.explain else { return Ok(None) };
        let named = args.output_format.iter().map(|target| (target.format.name, &target.file));
        let format = match named.collect::<Vec<_>>()[..] {
            [] | [("human", None)] => TextOrJson::Human,
            [("json", None)] => TextOrJson::Json,
            _ => {
                return Err(Failure::usage_help(
                    "`--explain` writes to standard output, as human or json",
                    "Leave `--output-format` out, or write `--output-format json`.",
                ));
            }
        };
        let typed = typed.trim().to_ascii_lowercase();
        if typed.is_empty() || !typed.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(Failure::usage_help(
                format!("`{typed}` is not a fingerprint, which has hexadecimal digits only"),
                HOW_TO_LIST,
            ));
        }
        Ok(Some(Self { typed, format, found: Vec::new(), nearest: None }))
    }

    fn add(&mut self, checked: &Checked, finding: &Finding, by: Option<&Suppression>) {
        let fingerprint = finding.fingerprint.to_string();
        if fingerprint.starts_with(&self.typed) {
            if self.found.len() <= NAMED {
                let (source, kind) = (Arc::clone(&checked.source), checked.kind);
                let (finding, by) = (finding.clone(), by.cloned());
                self.found.push(FoundFinding { source, kind, finding, by });
            }
            return;
        }
        let same = fingerprint.bytes().zip(self.typed.bytes()).take_while(|(a, b)| a == b).count();
        if self.nearest.as_ref().is_none_or(|(best, _)| same > *best) {
            let place = place(&checked.source, finding);
            self.nearest = Some((same, format!("`{fingerprint}` ({}, {place})", finding.rule)));
        }
    }

    /// Prints the finding.
    ///
    /// # Errors
    /// When there is none, or several different ones.
    pub(super) fn print(
        self,
        session: &Session,
        args: &CheckArgs,
        io: &mut Io<'_>,
    ) -> Result<ExitStatus, Failure> {
        let [found, others @ ..] = &self.found[..] else {
            let nearest = self.nearest.filter(|(same, _)| *same >= 6.min(self.typed.len()));
            let nearest = nearest.map(|(_, one)| format!("Did you mean {one}? "));
            return Err(Failure::usage_help(
                format!("no finding of this run has the fingerprint `{}`", self.typed),
                format!("{}{HOW_TO_LIST}", nearest.unwrap_or_default()),
            ));
        };
        if others.iter().any(|other| other.finding.fingerprint != found.finding.fingerprint) {
            let named = self.found.iter().take(NAMED).map(|one| {
                let (finding, place) = (&one.finding, place(&one.source, &one.finding));
                format!("{} ({}, {place})", finding.fingerprint, finding.rule)
            });
            let mut named = named.collect::<Vec<_>>().join("\n    ");
            if self.found.len() > NAMED {
                named.push_str("\n    ...");
            }
            return Err(Failure::usage_help(
                format!("several findings have a fingerprint that starts with `{}`", self.typed),
                format!("Write more of it:\n    {named}"),
            ));
        }
        let also_in = others.iter().map(|other| place(&other.source, &other.finding));
        let explanation = Explanation::of(found, also_in.collect(), session);
        let text = match self.format {
            TextOrJson::Json => list::json(&explanation),
            TextOrJson::Human => {
                finding_page::text(&explanation, &looks(args.color, io, io.stdout_is_terminal))
            }
        };
        io.stdout.write_all(text.as_bytes())?;
        io.stdout.flush()?;
        Ok(ExitStatus::Clean)
    }
}

const HOW_TO_LIST: &str = "`check --verbose --no-fold` and `--output-format json` show the \
                           fingerprints of all findings.";

impl Sink for &mut ExplainedFinding {
    fn begin(&mut self, _: &RunInfo) -> io::Result<()> {
        Ok(())
    }

    fn file(&mut self, checked: &Checked) -> io::Result<()> {
        for finding in &checked.findings {
            self.add(checked, finding, None);
        }
        for one in &checked.suppressed {
            self.add(checked, &one.finding, Some(&one.by));
        }
        Ok(())
    }

    fn end(&mut self, _: &Summary) -> io::Result<()> {
        Ok(())
    }
}

fn place(source: &SourceFile, finding: &Finding) -> String {
    let start = finding.place.start;
    format!("{}:{}:{}", source.path(), start.line, start.column)
}

/// All that is known about a finding. It is written as JSON as it is.
#[derive(Serialize)]
pub(super) struct Explanation<'a> {
    schema_version: u32,
    pub(super) fingerprint: String,
    pub(super) rule: &'a str,
    pub(super) severity: Severity,
    /// Whatever set the severity.
    pub(super) severity_from: String,
    /// `path:line:column`
    pub(super) place: String,
    /// Other places with the same fingerprint.
    pub(super) also_in: Vec<String>,
    pub(super) path: &'a str,
    pub(super) vendor: Option<&'a str>,
    pub(super) value: Option<&'a str>,
    pub(super) message: &'a str,
    #[serde(serialize_with = "reading")]
    pub(super) reading: Option<ValueReading>,
    pub(super) summary: String,
    pub(super) check: String,
    /// Rules whose findings at the same place replace this one.
    pub(super) yields_to: Vec<String>,
    /// Rules whose findings at the same place it replaces.
    pub(super) replaces: Vec<String>,
    pub(super) help: Option<&'a str>,
    pub(super) fix: Option<&'a str>,
    pub(super) suppressed: Option<String>,
    /// Ways to allow it; none where nothing allows it.
    pub(super) waiver: Option<WaiverForms>,
}

/// A waiver for a finding, ready to be copied.
#[derive(Serialize)]
pub(super) struct WaiverForms {
    /// The comment, where one works.
    pub(super) comment: Option<String>,
    /// The line that it goes above.
    pub(super) above_line: Option<usize>,
    /// The item of `allow` in the configuration.
    pub(super) configuration: String,
}

impl<'a> Explanation<'a> {
    fn of(found: &'a FoundFinding, also_in: Vec<String>, session: &Session) -> Self {
        let FoundFinding { source, kind, finding, by } = found;
        let file = session.files.iter().find(|file| file.shown == source.path());
        let file = file.filter(|_| kind.is_list());
        let linter = file.map(|file| session.linter(file));
        let (severity_from, summary, check) = match file.or(session.files.first()) {
            Some(file) => rule_facts(finding, file, session),
            None => Default::default(),
        };
        let rule = linter.and_then(|one| one.rules.iter().find(|rule| rule.id == finding.rule));
        let ids = |ids: &[Arc<str>]| ids.iter().map(|id| (**id).to_owned()).collect::<Vec<_>>();
        let replaces = linter.into_iter().flat_map(|linter| &*linter.rules);
        let replaces = replaces.filter(|rule| rule.yields_to.contains(&finding.rule));
        let waiver = linter
            .zip(file)
            .filter(|(linter, _)| by.is_none() && may_be_allowed(linter, finding))
            .map(|(linter, file)| WaiverForms::of(finding, source, linter, file));
        Self {
            schema_version: 1,
            fingerprint: finding.fingerprint.to_string(),
            rule: &finding.rule,
            severity: finding.severity,
            severity_from,
            place: place(source, finding),
            also_in,
            path: &finding.path,
            vendor: finding.vendor.as_deref(),
            value: finding.value.as_deref(),
            message: &finding.message,
            reading: linter.and_then(|linter| linter.read_value(source, finding)),
            summary,
            check,
            yields_to: rule.map(|rule| ids(&rule.yields_to)).unwrap_or_default(),
            replaces: replaces.map(|rule| (*rule.id).to_owned()).collect(),
            help: finding.help.as_deref(),
            fix: finding.fix.as_ref().map(|fix| &*fix.title),
            suppressed: by.as_ref().map(suppression),
            waiver,
        }
    }
}

/// The setter of the severity of a finding, the summary of its rule, and its check.
fn rule_facts(
    finding: &Finding,
    file: &SessionFile,
    session: &Session,
) -> (String, String, String) {
    let policy = &session.policies[file.policy].policy;
    let guide = Catalogue::of(policy).guide(&finding.rule).map(|(guide, _)| guide);
    let from = policy.rules().find(|rule| *rule.id == *finding.rule).map(|rule| {
        let said = policy.settings(&rule, &policy.overrides_for(&file.scope));
        let level = resolve(&said).level.unwrap_or(rule.level);
        match level {
            Level::On(level) if level != finding.severity => {
                format!("this case of the rule; the rule is {level}: {}", setter(&said, None))
            }
            _ => setter(&said, None),
        }
    });
    let (summary, check) = guide.map(|guide| (guide.summary, guide.check)).unwrap_or_default();
    (from.unwrap_or_else(|| "default".to_owned()), summary, check)
}

/// True if a waiver may cover a finding.
fn may_be_allowed(linter: &Linter, finding: &Finding) -> bool {
    let rule = linter.rules.iter().find(|rule| rule.id == finding.rule);
    let is_about_waivers = rule.is_none_or(|rule| matches!(rule.check, Check::Waivers(_)));
    linter.may_baseline(finding) && !is_about_waivers
}

fn suppression(by: &Suppression) -> String {
    let place = match by.kind {
        crate::diagnostics::SuppressionKind::Inline => "by a comment",
        crate::diagnostics::SuppressionKind::Config => "by `allow` in the configuration",
        crate::diagnostics::SuppressionKind::Baseline => "by the baseline",
    };
    let more = [("reason", &by.reason), ("until", &by.until), ("owner", &by.owner)];
    let more =
        more.into_iter().filter_map(|(key, text)| Some(format!("{key}: {}", text.as_ref()?)));
    let more: Vec<String> = more.collect();
    if more.is_empty() { place.to_owned() } else { format!("{place} ({})", more.join(", ")) }
}

impl WaiverForms {
    fn of(finding: &Finding, source: &SourceFile, linter: &Linter, file: &SessionFile) -> Self {
        let comment = format!("# subprocessor-lint: allow({}) reason=\"...\"", finding.rule);
        let line = finding.place.start.line;
        let covers = Format::of_path(source.path()) != Format::Json
            && comment_covers(&comment, finding, source, linter, file);
        let quoted = |text: &str| serde_json::Value::from(text).to_string();
        let mut members = vec![format!("rule: {}", finding.rule)];
        let entry = finding.path.split_once(']').filter(|_| finding.vendor.is_some());
        match (&finding.vendor, entry) {
            (Some(vendor), Some((_, field))) => {
                members.push(format!("vendor: {}", quoted(vendor)));
                let field = field.trim_start_matches('.');
                // What an entry lacks is reported at its name, and may be found elsewhere soon.
                if !finding.absent && !field.is_empty() {
                    members.push(format!("path: {}", quoted(field)));
                }
            }
            _ if !finding.path.is_empty() => {
                members.push(format!("path: {}", quoted(&finding.path)));
            }
            _ => {}
        }
        let is_plain = !file.scope.contains(['*', '?', '[', '{', '<', '\\']);
        if is_plain {
            members.push(format!("files: {}", quoted(&file.scope)));
        }
        members.push("reason: \"...\"".to_owned());
        Self {
            above_line: covers.then_some(line),
            comment: covers.then_some(comment),
            configuration: format!("- {{{}}}", members.join(", ")),
        }
    }
}

/// True if a comment above the line of a finding allows it: it may be text there, inside a
/// block of text. What comes from comparing files is not found again in one of them.
fn comment_covers(
    comment: &str,
    finding: &Finding,
    source: &SourceFile,
    linter: &Linter,
    file: &SessionFile,
) -> bool {
    let rule = linter.rules.iter().find(|rule| rule.id == finding.rule);
    if rule.is_some_and(|rule| rule.compares_files()) {
        return true;
    }
    let start = source.line_span(finding.place.start.line).start;
    let line = &source.text()[start as usize..];
    let indent = &line[..line.len() - line.trim_start_matches(' ').len()];
    let edit = Edit { span: Span { start, end: start }, text: format!("{indent}{comment}\n") };
    let text = Edit::apply(source.text(), &[edit]);
    let mut linter = linter.clone();
    linter.waivers.enabled = true;
    let checked = linter.check_file(FileText::new(source.path(), text).in_scope(&file.scope));
    checked.suppressed.iter().any(|one| one.finding.fingerprint == finding.fingerprint)
}

#[expect(clippy::ref_option, reason = "the signature that serde asks for")]
fn reading<S: serde::Serializer>(value: &Option<ValueReading>, out: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    #[serde(rename_all = "lowercase")]
    enum ReadingEntry<'a> {
        Location(PlaceShown<'a>),
        Name(NameFacts<'a>),
    }
    let shown = value.as_ref().map(|value| match value {
        ValueReading::Place(text, reading) => ReadingEntry::Location(PlaceShown::of(text, reading)),
        ValueReading::Name(text, name) => ReadingEntry::Name(NameFacts::of(text, name)),
    });
    shown.serialize(out)
}
