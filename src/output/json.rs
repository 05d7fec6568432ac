//! Everything, for programs: JSON of version 1, as `schemas/report.schema.json`
//! describes it.
//!
//! Lines and columns count from 1, columns in Unicode scalar values; offsets
//! count bytes from 0. Texts are those of the manifest, whole; characters that
//! act on a terminal are written as `\u` escapes, which mean the same.

use super::{Options, Render, place, sanitize};
use crate::accept::Suppression;
use crate::diagnostics::report::{Report, compare};
use crate::diagnostics::{Finding, Fix, Safety, Severity};
use crate::text::{Edit, FileId, Position, SourceFile, Sources, Span};
use serde::Serialize;
use serde_json::ser::{Formatter, PrettyFormatter};
use std::io::{self, Write};

/// The version of what this file writes. Members may be added within one
/// version; none changes its meaning or goes away.
pub const SCHEMA_VERSION: u32 = 1;

/// The renderer of this format.
#[derive(Clone, Copy, Debug, Default)]
pub struct Json;

/// Makes the renderer; it has no options.
#[must_use]
pub fn make(_: &Options) -> Box<dyn Render> {
    Box::new(Json)
}

impl Render for Json {
    fn render(
        &self,
        report: &Report,
        sources: &Sources,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        let mut out = io::BufWriter::new(out);
        let formatter = Escaping(PrettyFormatter::new());
        let mut serializer = serde_json::Serializer::with_formatter(&mut out, formatter);
        document(report, sources).serialize(&mut serializer).map_err(io::Error::from)?;
        out.write_all(b"\n")?;
        out.flush()
    }
}

#[derive(Serialize)]
struct Document<'a> {
    schema_version: u32,
    tool: Tool<'a>,
    today: &'a str,
    summary: Summary,
    findings: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Tool<'a> {
    name: &'a str,
    version: &'a str,
    facts_as_of: &'a str,
}

#[derive(Serialize)]
struct Summary {
    files: usize,
    vendors: usize,
    errors: usize,
    warnings: usize,
    infos: usize,
    suppressed: usize,
    baselined: usize,
}

#[derive(Serialize)]
struct Item<'a> {
    rule: &'a str,
    severity: Severity,
    message: &'a str,
    help: Option<&'a str>,
    file: &'a str,
    path: &'a str,
    vendor: Option<&'a str>,
    range: Range,
    labels: Vec<Label<'a>>,
    fix: Option<FixRecord<'a>>,
    fingerprint: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    suppressed: Option<Suppressed<'a>>,
}

#[derive(Serialize)]
struct Suppressed<'a> {
    kind: &'a str,
    reason: Option<&'a str>,
    until: Option<String>,
    owner: Option<&'a str>,
}

#[derive(Serialize)]
struct Label<'a> {
    message: &'a str,
    file: &'a str,
    range: Range,
}

#[derive(Serialize)]
struct FixRecord<'a> {
    title: &'a str,
    safe: bool,
    edits: Vec<EditRecord<'a>>,
}

#[derive(Serialize)]
struct EditRecord<'a> {
    range: Range,
    text: &'a str,
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

fn document<'a>(report: &'a Report, sources: &'a Sources) -> Document<'a> {
    let tool = &report.tool;
    let counts = &report.summary;
    let in_force = report.findings.iter().map(|finding| (finding, None));
    let accepted = report.suppressed.iter().map(|one| (&one.finding, Some(&one.by)));
    let mut items: Vec<_> = in_force.chain(accepted).collect();
    items.sort_by(|(a, _), (b, _)| compare(a, b, sources));
    Document {
        schema_version: SCHEMA_VERSION,
        tool: Tool { name: &tool.name, version: &tool.version, facts_as_of: &tool.facts_as_of },
        today: &report.today,
        summary: Summary {
            files: counts.files,
            vendors: counts.vendors,
            errors: counts.errors,
            warnings: counts.warnings,
            infos: counts.infos,
            suppressed: counts.suppressed,
            baselined: counts.baselined,
        },
        findings: items.into_iter().map(|(finding, by)| item(finding, by, sources)).collect(),
    }
}

fn item<'a>(finding: &'a Finding, by: Option<&'a Suppression>, sources: &'a Sources) -> Item<'a> {
    let label = |label: &'a crate::diagnostics::Label| Label {
        message: &label.message,
        file: sources.get(label.file).path(),
        range: range(sources, label.file, label.span),
    };
    let edit = |edit: &'a Edit| EditRecord {
        range: range(sources, finding.file, edit.span),
        text: &edit.text,
    };
    let fix = |fix: &'a Fix| FixRecord {
        title: &fix.title,
        safe: fix.safety == Safety::Safe,
        edits: fix.edits.iter().map(edit).collect(),
    };
    Item {
        rule: &finding.rule,
        severity: finding.severity,
        message: &finding.message,
        help: finding.help.as_deref(),
        file: sources.get(finding.file).path(),
        path: &finding.path,
        vendor: finding.vendor.as_deref(),
        range: range(sources, finding.file, finding.span),
        labels: finding.labels.iter().map(label).collect(),
        fix: finding.fix.as_ref().map(fix),
        fingerprint: finding.fingerprint.to_string(),
        suppressed: by.map(|by| Suppressed {
            kind: by.kind.as_str(),
            reason: by.reason.as_deref(),
            until: by.until.map(|day| day.to_string()),
            owner: by.owner.as_deref(),
        }),
    }
}

fn range(sources: &Sources, file: FileId, span: Span) -> Range {
    let file: &SourceFile = sources.get(file);
    let (start, end) = place::range(file, span);
    let point = |at: Position| Point { line: at.line, column: at.column, offset: at.offset };
    Range { start: point(start), end: point(end) }
}

/// Pretty-printing that writes unsafe characters as escapes. `serde_json`
/// escapes only what JSON demands, which leaves DEL, C1 and bidirectional
/// controls to whatever terminal the output meets.
struct Escaping(PrettyFormatter<'static>);

impl Formatter for Escaping {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        out: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        if fragment.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            return out.write_all(fragment.as_bytes());
        }
        let mut plain = 0;
        for (at, char) in fragment.char_indices().filter(|&(_, char)| sanitize::is_unsafe(char)) {
            out.write_all(&fragment.as_bytes()[plain..at])?;
            for unit in char.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
            plain = at + char.len_utf8();
        }
        out.write_all(&fragment.as_bytes()[plain..])
    }

    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_array(out)
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_array(out)
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_array_value(out, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_array_value(out)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_object(out)
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_object(out)
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_object_key(out, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_object_value(out)
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_object_value(out)
    }
}
