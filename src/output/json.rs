//! Everything, for programs: JSON of version 1, as `schemas/report.schema.json`
//! describes it.
//!
//! It is written as it comes: one entry of `files` holds all that is known of a
//! file, and the counts follow. Lines and columns count from 1, columns in
//! Unicode scalar values; offsets count bytes from 0. Texts are those of the
//! manifest, whole; characters that act on a terminal are written as `\u`
//! escapes, which mean the same.

use super::OutputOptions;
use crate::diagnostics::report::{PolicyInfo, RunInfo, Sink, Summary};
use crate::diagnostics::{
    Checked, FileKind, Finding, Label, Place, Safety, Severity, Suppression, SuppressionKind,
    VendorCounts, sha256,
};
use crate::policy::builtin;
use crate::policy::links::rule_page;
use crate::text::{Edit, Position, SourceFile};
use serde::Serialize;
use serde_json::ser::Formatter;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::sync::Arc;

/// The version of what this file writes. Members may be added within one
/// version; none changes its meaning or goes away.
pub const SCHEMA_VERSION: u32 = 1;

/// The sink of this format.
pub struct Json<'w> {
    out: &'w mut dyn Write,
    /// True if a file has been written.
    is_open: bool,
    /// The rules of the findings.
    rules: BTreeSet<Arc<str>>,
}

/// Makes the sink; it has no options.
#[must_use]
pub fn make<'w>(_: &OutputOptions, out: &'w mut dyn Write) -> Box<dyn Sink + 'w> {
    Box::new(Json { out, is_open: false, rules: BTreeSet::new() })
}

/// A value as JSON, in the same form as a report.
#[must_use]
pub fn pretty(value: &impl Serialize) -> String {
    let mut out = Vec::new();
    write_value(&mut out, 0, value).expect("internal: writing to memory cannot fail");
    String::from_utf8(out).expect("internal: JSON is UTF-8")
}

impl Checked {
    /// The result as JSON: what the report of the command line has for a file.
    #[must_use]
    pub fn to_json(&self) -> String {
        pretty(&FileEntry::of(self))
    }
}

/// The answer to a line of input: the entry of a file in the report, on one line, with the
/// number of the line.
#[must_use]
pub fn answer_line(line: u64, checked: &Checked) -> String {
    compact(&Answer { line, file: FileEntry::of(checked) })
}

impl Json<'_> {
    /// Writes a member of the report, its lines indented.
    fn member(&mut self, name: &str, value: &impl Serialize) -> io::Result<()> {
        write!(self.out, "  \"{name}\": ")?;
        write_value(self.out, 1, value)
    }
}

impl Sink for Json<'_> {
    fn begin(&mut self, run: &RunInfo) -> io::Result<()> {
        self.out.write_all(b"{\n")?;
        self.member("schema_version", &SCHEMA_VERSION)?;
        self.out.write_all(b",\n")?;
        let tool = &run.tool;
        let tool = ToolJson {
            name: &tool.name,
            version: &tool.version,
            facts_as_of: &tool.facts_as_of,
            facts_are_stale: tool.facts_are_stale,
            rules_sha256: sha256(builtin::source().text()),
        };
        self.member("tool", &tool)?;
        self.out.write_all(b",\n")?;
        self.member("today", &run.today)?;
        self.out.write_all(b",\n")?;
        let policies: Vec<PolicyEntry<'_>> = run.policies.iter().map(PolicyEntry::of).collect();
        self.member("policies", &policies)?;
        self.out.write_all(b",\n")?;
        self.member("baseline", &run.baseline)?;
        self.out.write_all(b",\n")?;
        self.member("since", &run.since)?;
        self.out.write_all(b",\n  \"files\": [")
    }

    fn file(&mut self, checked: &Checked) -> io::Result<()> {
        self.out.write_all(if self.is_open { b",\n    " } else { b"\n    " })?;
        self.is_open = true;
        let suppressed = checked.suppressed.iter().map(|one| &one.finding);
        for finding in checked.findings.iter().chain(suppressed) {
            if !self.rules.contains(&finding.rule) {
                self.rules.insert(Arc::clone(&finding.rule));
            }
        }
        write_value(self.out, 2, &FileEntry::of(checked))
    }

    fn end(&mut self, summary: &Summary) -> io::Result<()> {
        self.out.write_all(if self.is_open { b"\n  ],\n" } else { b"],\n" })?;
        let rules = std::mem::take(&mut self.rules);
        let rules = rules.iter().map(|id| (&**id, RuleEntry { url: rule_page(id) }));
        self.member("rules", &rules.collect::<BTreeMap<_, _>>())?;
        self.out.write_all(b",\n")?;
        self.member("summary", &Counts::of(summary))?;
        self.out.write_all(b",\n")?;
        self.member("complete", &summary.is_complete())?;
        self.out.write_all(b",\n")?;
        self.member("exit_status", &summary.exit_status)?;
        self.out.write_all(b"\n}\n")?;
        self.out.flush()
    }
}

#[derive(Serialize)]
struct ToolJson<'a> {
    name: &'a str,
    version: &'a str,
    facts_as_of: &'a str,
    facts_are_stale: bool,
    rules_sha256: String,
}

#[derive(Serialize)]
struct PolicyEntry<'a> {
    #[serde(flatten)]
    policy: &'a PolicyInfo,
    built_in_packs: Vec<PackEntry<'a>>,
}

#[derive(Serialize)]
struct PackEntry<'a> {
    name: &'a str,
    sha256: String,
}

#[derive(Serialize)]
struct RuleEntry {
    url: Option<String>,
}

#[derive(Serialize)]
struct Counts {
    files: usize,
    not_evaluated: usize,
    skipped: usize,
    vendors: usize,
    retired: usize,
    disabled: usize,
    other_recipients: usize,
    errors: usize,
    warnings: usize,
    infos: usize,
    suppressed: usize,
    baselined: usize,
}

#[derive(Serialize)]
struct FileEntry<'a> {
    path: &'a str,
    kind: FileKind,
    sha256: Option<String>,
    status: &'static str,
    why: Option<&'a str>,
    vendors: VendorCounts,
    errors: usize,
    warnings: usize,
    infos: usize,
    findings: Vec<FindingEntry<'a>>,
    suppressed: Vec<FindingEntry<'a>>,
}

#[derive(Serialize)]
struct Answer<'a> {
    line: u64,
    #[serde(flatten)]
    file: FileEntry<'a>,
}

#[derive(Serialize)]
pub(super) struct FindingEntry<'a> {
    rule: &'a str,
    severity: Severity,
    message: &'a str,
    help: Option<&'a str>,
    file: &'a str,
    path: &'a str,
    vendor: Option<&'a str>,
    range: Range,
    labels: Vec<LabelEntry<'a>>,
    fingerprint: String,
    fix: Option<FixEntry<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suppressed_by: Option<SuppressionEntry<'a>>,
}

#[derive(Serialize)]
struct FixEntry<'a> {
    title: &'a str,
    safe: bool,
    edits: Vec<EditEntry<'a>>,
}

#[derive(Serialize)]
struct EditEntry<'a> {
    range: Range,
    text: &'a str,
}

#[derive(Serialize)]
struct SuppressionEntry<'a> {
    kind: SuppressionKind,
    reason: Option<&'a str>,
    until: Option<&'a str>,
    owner: Option<&'a str>,
}

#[derive(Serialize)]
struct LabelEntry<'a> {
    message: &'a str,
    file: &'a str,
    range: Range,
}

#[derive(Serialize)]
struct Range {
    start: Point,
    end: Point,
}

#[derive(Serialize)]
struct Point {
    line: usize,
    column: usize,
    offset: usize,
}

impl<'a> PolicyEntry<'a> {
    fn of(policy: &'a PolicyInfo) -> Self {
        let built_in = policy.packs.iter().filter_map(|name| {
            let (_, text) = builtin::text_of(name)?;
            Some(PackEntry { name, sha256: sha256(text) })
        });
        Self { built_in_packs: built_in.collect(), policy }
    }
}

impl Counts {
    fn of(summary: &Summary) -> Self {
        Self {
            files: summary.files,
            not_evaluated: summary.not_evaluated,
            skipped: summary.skipped,
            vendors: summary.vendors,
            retired: summary.retired,
            disabled: summary.disabled,
            other_recipients: summary.other_recipients,
            errors: summary.errors,
            warnings: summary.warnings,
            infos: summary.infos,
            suppressed: summary.suppressed,
            baselined: summary.baselined,
        }
    }
}

impl<'a> FileEntry<'a> {
    fn of(checked: &'a Checked) -> Self {
        let source = &checked.source;
        let findings = checked.findings.iter();
        let suppressed = checked.suppressed.iter();
        Self {
            path: checked.path(),
            kind: checked.kind,
            sha256: checked.sha256(),
            status: checked.status.as_str(),
            why: checked.status.why(),
            vendors: checked.vendors,
            errors: checked.count(Severity::Error),
            warnings: checked.count(Severity::Warning),
            infos: checked.count(Severity::Info),
            findings: findings.map(|finding| FindingEntry::of(finding, None, source)).collect(),
            suppressed: suppressed
                .map(|one| FindingEntry::of(&one.finding, Some(&one.by), source))
                .collect(),
        }
    }
}

impl<'a> FindingEntry<'a> {
    pub(super) fn of(
        finding: &'a Finding,
        by: Option<&'a Suppression>,
        source: &'a SourceFile,
    ) -> Self {
        let file = source.path();
        let edit = |edit: &'a Edit| EditEntry {
            range: Range::of(&Place::of(source, edit.span)),
            text: &edit.text,
        };
        let label = |label: &'a Label| LabelEntry {
            message: &label.message,
            file: label.file.as_deref().unwrap_or(file),
            range: Range::of(&label.place),
        };
        Self {
            rule: &finding.rule,
            severity: finding.severity,
            message: &finding.message,
            help: finding.help.as_deref(),
            file,
            path: &finding.path,
            vendor: finding.vendor.as_deref(),
            range: Range::of(&finding.place),
            labels: finding.labels.iter().map(label).collect(),
            fingerprint: finding.fingerprint.to_string(),
            fix: finding.fix.as_ref().map(|fix| FixEntry {
                title: &fix.title,
                safe: fix.safety == Safety::Safe,
                edits: fix.edits.iter().map(edit).collect(),
            }),
            suppressed_by: by.map(|by| SuppressionEntry {
                kind: by.kind,
                reason: by.reason.as_deref(),
                until: by.until.as_deref(),
                owner: by.owner.as_deref(),
            }),
        }
    }
}

impl Range {
    fn of(place: &Place) -> Self {
        let point = |at: Position| Point { line: at.line, column: at.column, offset: at.offset };
        Self { start: point(place.start), end: point(place.end) }
    }
}

/// Writes a value whose first line stands at some depth of the report.
fn write_value(out: &mut dyn Write, depth: usize, value: &impl Serialize) -> io::Result<()> {
    let formatter = Pretty { depth, has_value: false };
    let mut serializer = serde_json::Serializer::with_formatter(out, formatter);
    value.serialize(&mut serializer).map_err(io::Error::from)
}

/// A value as JSON on one line, with the same escapes.
pub(crate) fn compact(value: &impl Serialize) -> String {
    let mut out = Vec::new();
    let mut serializer = serde_json::Serializer::with_formatter(&mut out, Compact);
    value.serialize(&mut serializer).expect("internal: writing to memory cannot fail");
    String::from_utf8(out).expect("internal: JSON is UTF-8")
}

/// A finding as JSON on one line: an object of `findings`.
pub(crate) fn finding_line(finding: &Finding, source: &SourceFile) -> String {
    compact(&FindingEntry::of(finding, None, source))
}

/// JSON without white space.
struct Compact;

impl Formatter for Compact {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        out: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        write_fragment(out, fragment)
    }
}

/// Writes a piece of a text with unsafe characters as escapes.
fn write_fragment<W: ?Sized + Write>(out: &mut W, fragment: &str) -> io::Result<()> {
    let may_order = fragment.contains("##");
    if !may_order && fragment.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return out.write_all(fragment.as_bytes());
    }
    let mut plain = 0;
    // `##[` is an order to the service that keeps the log.
    let is_escaped = |at: usize, char| {
        crate::text::is_unsafe(char) || char == '#' && fragment[..at].ends_with('#')
    };
    for (at, char) in fragment.char_indices().filter(|&(at, char)| is_escaped(at, char)) {
        out.write_all(&fragment.as_bytes()[plain..at])?;
        for unit in char.encode_utf16(&mut [0; 2]) {
            write!(out, "\\u{unit:04x}")?;
        }
        plain = at + char.len_utf8();
    }
    out.write_all(&fragment.as_bytes()[plain..])
}

/// Pretty-printing from a given depth on that writes unsafe characters as
/// escapes. `serde_json` escapes only what JSON demands, which leaves DEL, C1
/// and bidirectional controls to whatever terminal the output meets.
struct Pretty {
    depth: usize,
    has_value: bool,
}

impl Pretty {
    fn line<W: ?Sized + Write>(&self, out: &mut W) -> io::Result<()> {
        out.write_all(b"\n")?;
        (0..self.depth).try_for_each(|_| out.write_all(b"  "))
    }

    fn open<W: ?Sized + Write>(&mut self, out: &mut W, sign: u8) -> io::Result<()> {
        self.depth += 1;
        self.has_value = false;
        out.write_all(&[sign])
    }

    fn close<W: ?Sized + Write>(&mut self, out: &mut W, sign: u8) -> io::Result<()> {
        self.depth -= 1;
        if self.has_value {
            self.line(out)?;
        }
        self.has_value = true;
        out.write_all(&[sign])
    }

    fn next<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        if !first {
            out.write_all(b",")?;
        }
        self.line(out)
    }
}

impl Formatter for Pretty {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        out: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        write_fragment(out, fragment)
    }

    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.open(out, b'[')
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(out, b']')
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.next(out, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.has_value = true;
        Ok(())
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.open(out, b'{')
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(out, b'}')
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.next(out, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.has_value = true;
        Ok(())
    }
}
