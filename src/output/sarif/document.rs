//! The objects of a SARIF log.

use crate::diagnostics::report::{Repository, RuleInfo, RunInfo, Summary};
use crate::diagnostics::{Checked, Finding, Fix, Place, Severity, Suppression, SuppressionKind};
use crate::text::Edit;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The schema of the format.
const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// The place of the results in the text of a document.
pub(super) const RESULTS: &str = "\"results\":[]";

/// Characters of a description of a rule.
const MOST: usize = 1_000;

#[derive(Serialize)]
pub(super) struct Document<'a> {
    #[serde(rename = "$schema")]
    schema: &'a str,
    version: &'a str,
    runs: [RunJson<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RunJson<'a> {
    tool: SarifTool<'a>,
    invocations: [Invocation<'a>; 1],
    column_kind: &'a str,
    automation_details: Details<'a>,
    results: [(); 0],
}

#[derive(Serialize)]
struct Details<'a> {
    id: &'a str,
}

#[derive(Serialize)]
struct SarifTool<'a> {
    driver: Driver<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver<'a> {
    name: &'a str,
    version: &'a str,
    semantic_version: &'a str,
    information_uri: &'a str,
    rules: Vec<RuleJson<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation<'a> {
    execution_successful: bool,
    exit_code: u8,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tool_execution_notifications: Vec<Notification<'a>>,
}

#[derive(Serialize)]
struct Notification<'a> {
    level: &'a str,
    message: BorrowedMessage<'a>,
}

#[derive(Serialize)]
struct BorrowedMessage<'a> {
    text: &'a str,
}

#[derive(Serialize)]
struct SarifMessage {
    text: String,
}

#[derive(Serialize)]
struct Help {
    text: String,
    markdown: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RuleJson<'a> {
    id: &'a str,
    name: String,
    short_description: SarifMessage,
    full_description: SarifMessage,
    help: Help,
    #[serde(skip_serializing_if = "Option::is_none")]
    help_uri: Option<&'a str>,
    default_configuration: DefaultLevel,
    properties: Properties<'a>,
}

#[derive(Serialize)]
struct DefaultLevel {
    level: &'static str,
}

#[derive(Serialize)]
struct Properties<'a> {
    tags: Vec<&'a str>,
    precision: &'static str,
    #[serde(rename = "problem.severity")]
    severity: &'static str,
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// A text of at most so many characters, and never an empty one.
fn cut(text: &str) -> SarifMessage {
    let text = text.trim();
    let text = if text.is_empty() { "No description." } else { text };
    let text = match text.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    };
    SarifMessage { text }
}

impl<'a> Document<'a> {
    pub(super) fn of(
        run: &'a RunInfo,
        rules: &'a [Arc<str>],
        summary: &Summary,
        notes: &'a [String],
    ) -> Self {
        let level = if summary.is_complete() { "warning" } else { "error" };
        let known = |id: &str| run.rules.iter().find(|rule| rule.id == id);
        let rules = rules.iter().map(|id| RuleJson::of(id, known(id)));
        let notification =
            |text: &'a String| Notification { level, message: BorrowedMessage { text } };
        let run = RunJson {
            tool: SarifTool {
                driver: Driver {
                    name: &run.tool.name,
                    version: &run.tool.version,
                    semantic_version: &run.tool.version,
                    information_uri: env!("CARGO_PKG_REPOSITORY"),
                    rules: rules.collect(),
                },
            },
            invocations: [Invocation {
                execution_successful: summary.is_complete(),
                exit_code: summary.exit_status,
                tool_execution_notifications: notes.iter().map(notification).collect(),
            }],
            column_kind: "unicodeCodePoints",
            automation_details: Details { id: "subprocessor-lint/" },
            results: [],
        };
        Self { schema: SCHEMA, version: "2.1.0", runs: [run] }
    }
}

impl<'a> RuleJson<'a> {
    fn of(id: &'a str, rule: Option<&'a RuleInfo>) -> Self {
        let nothing = String::new();
        let (summary, why, help) = match rule {
            Some(rule) => (&rule.summary, &rule.why, rule.help.as_deref()),
            None => (&nothing, &nothing, None),
        };
        let severity = rule.and_then(|rule| rule.severity).unwrap_or(Severity::Error);
        let url = rule.and_then(|rule| rule.url.as_deref());
        let parts = [why.trim(), help.unwrap_or_default()];
        let text = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
        let text = if text.is_empty() { vec!["Fix the place that is marked."] } else { text };
        let link = url.map_or_else(String::new, |url| format!("\n\n[{id}]({url})"));
        Self {
            id,
            name: camel(id),
            short_description: cut(if summary.is_empty() { id } else { summary }),
            full_description: cut(if why.is_empty() { summary } else { why }),
            help: Help { text: text.join("\n\n"), markdown: text.join("\n\n") + &link },
            help_uri: url,
            default_configuration: DefaultLevel { level: level(severity) },
            properties: Properties {
                tags: std::iter::once("subprocessors")
                    .chain(rule.map(|rule| rule.group.as_str()).filter(|group| !group.is_empty()))
                    .collect(),
                precision: "very-high",
                severity: match severity {
                    Severity::Error => "error",
                    Severity::Warning => "warning",
                    Severity::Info => "recommendation",
                },
            },
        }
    }
}

/// The id of a rule as the name that the format asks for: `MissingContact`.
fn camel(id: &str) -> String {
    let capital = |word: &str| {
        let mut chars = word.chars();
        chars.next().map_or_else(String::new, |first| {
            first.to_uppercase().collect::<String>() + chars.as_str()
        })
    };
    id.split('-').map(capital).collect()
}

/// One result.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ResultJson<'a> {
    rule_id: &'a str,
    rule_index: usize,
    level: &'static str,
    message: SarifMessage,
    locations: [LocationJson; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<LocationJson>,
    partial_fingerprints: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<FixJson<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suppressions: Vec<SuppressionJson>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LocationJson {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<SarifMessage>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<LogicalLocation>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LogicalLocation {
    fully_qualified_name: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    region: Region,
}

#[derive(Serialize)]
struct ArtifactLocation {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FixJson<'a> {
    description: BorrowedMessage<'a>,
    artifact_changes: [ArtifactChange<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactChange<'a> {
    artifact_location: ArtifactLocation,
    replacements: Vec<Replacement<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement<'a> {
    deleted_region: Region,
    inserted_content: BorrowedMessage<'a>,
}

#[derive(Serialize)]
struct SuppressionJson {
    kind: &'static str,
    status: &'static str,
    justification: String,
}

/// A path as a relative reference of RFC 3986.
fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=@".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

fn region(place: &Place) -> Region {
    Region {
        start_line: place.start.line,
        start_column: place.start.column,
        end_line: place.end.line,
        end_column: place.end.column,
    }
}

impl<'a> ResultJson<'a> {
    pub(super) fn of(
        finding: &'a Finding,
        by: Option<&Suppression>,
        checked: &'a Checked,
        rule_index: usize,
        hash: Option<&str>,
        repository: &Repository,
    ) -> Self {
        let location = |file: &str, place: &Place| LocationJson {
            id: None,
            physical_location: PhysicalLocation {
                artifact_location: ArtifactLocation { uri: uri(&repository.path(file)) },
                region: region(place),
            },
            message: None,
            logical_locations: Vec::new(),
        };
        let mut own = location(checked.path(), &finding.place);
        if !finding.path.is_empty() {
            own.logical_locations
                .push(LogicalLocation { fully_qualified_name: finding.path.clone() });
        }
        let related = finding.labels.iter().enumerate().map(|(number, label)| LocationJson {
            id: Some(number + 1),
            message: Some(SarifMessage { text: label.message.clone() }),
            ..location(label.file.as_deref().unwrap_or(checked.path()), &label.place)
        });
        let mut partial_fingerprints = BTreeMap::new();
        partial_fingerprints.insert("subprocessorLint/v1", finding.fingerprint.to_string());
        if let Some(hash) = hash {
            partial_fingerprints.insert("primaryLocationLineHash", hash.to_owned());
        }
        let text = match &finding.help {
            Some(help) => format!("{}\n{help}", finding.message),
            None => finding.message.clone(),
        };
        Self {
            rule_id: &finding.rule,
            rule_index,
            level: level(finding.severity),
            message: SarifMessage { text },
            locations: [own],
            related_locations: related.collect(),
            partial_fingerprints,
            fixes: finding
                .fix
                .iter()
                .map(|fix| FixJson::of(fix, checked, &repository.path(checked.path())))
                .collect(),
            suppressions: by.map(SuppressionJson::of).into_iter().collect(),
        }
    }
}

impl<'a> FixJson<'a> {
    fn of(fix: &'a Fix, checked: &Checked, path: &str) -> Self {
        let replacement = |edit: &'a Edit| Replacement {
            deleted_region: region(&Place::of(&checked.source, edit.span)),
            inserted_content: BorrowedMessage { text: &edit.text },
        };
        Self {
            description: BorrowedMessage { text: &fix.title },
            artifact_changes: [ArtifactChange {
                artifact_location: ArtifactLocation { uri: uri(path) },
                replacements: fix.edits.iter().map(replacement).collect(),
            }],
        }
    }
}

impl SuppressionJson {
    fn of(by: &Suppression) -> Self {
        let (kind, said) = match by.kind {
            SuppressionKind::Inline => ("inSource", "allowed by a comment"),
            SuppressionKind::Config => ("external", "allowed by the configuration"),
            SuppressionKind::Baseline => ("external", "in the baseline"),
        };
        let justification = by.reason.as_deref().unwrap_or(said).to_owned();
        Self { kind, status: "accepted", justification }
    }
}
