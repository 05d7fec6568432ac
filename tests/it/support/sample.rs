//! The one report that every output format is tested on: several files, a span
//! of several lines, text beyond ASCII and beyond 16 bits, findings without a
//! place, related places near, far and in another file, a fold, and text that
//! attacks the reader.

use std::sync::Arc;
use subprocessor_lint::{
    Checked, FORMATS, FileKind, FileStatus, Finding, Fingerprint, Label, OutputOptions, Place,
    PolicyFileInfo, PolicyInfo, Repository, RuleInfo, RunInfo, Severity, SourceFile, Span, Summary,
    Suppressed, Suppression, SuppressionKind, Tool, number_equal,
};

const ACME: &str = "\
# yaml-language-server: $schema=https://example.com/manifest.json
organisation: Acme GmbH
last_updated: 2024-02-01

subprocessors:
  - name: AWS
    legal_name: Amazon Web Services
    location: eu-central-1
    purpose: Services
  - name: Mailgun
    legal_name: Mailgun Technologies, Inc.
    location: US
    purpose: Transactional e-mail delivery
    notes: |
      Sends mail.
      May include limited customer data.

  - name: Søciété \u{1d11e} e\u{301}t 日本
    location: Mars
  - name: Stripe
    location: US
    audiences: [customer_admin, end_user, \"people who clicked on the banner\", website_visitor]
  - name: AWS
    location: IE
";

const OTHER: &str = "\
{
\t\"subprocessors\": [
\t\t{\"name\": \"Amazon Web Services, Inc.\", \"location\": \"DE\"}
\t]
}
";

const HOSTILE: &str = "\
subprocessors:
  - name: \"Evil\u{1b}[2J\u{1b}]8;;https://evil.example\u{7} \u{202e}gnp.exe\u{202c} \u{200b}\u{9b}31m Ltd\"
    location: US\u{2028}DE
";

/// The result for a text in which nothing is found.
pub(crate) fn clean(path: &str, text: &str) -> Checked {
    Checked::new(Arc::new(SourceFile::new(path, text)), FileKind::Manifest)
}

/// The place of the `nth` (from 0) occurrence of a text in a file.
fn at(file: &Checked, needle: &str, nth: usize) -> Place {
    let text = file.source.text();
    let (start, found) = text.match_indices(needle).nth(nth).expect("the sample holds it");
    place(file, start, start + found.len())
}

/// The place of some bytes of a file.
pub(crate) fn place(file: &Checked, start: usize, end: usize) -> Place {
    Place::of(&file.source, Span::new(start, end))
}

fn finding(rule: &str, severity: Severity, place: Place, message: &str) -> Finding {
    Finding {
        rule: rule.into(),
        fingerprint: Fingerprint::new(rule, "", "", message),
        severity,
        message: message.to_owned(),
        help: None,
        place,
        label: String::new(),
        path: String::new(),
        vendor: None,
        value: None,
        labels: Vec::new(),
        fold: None,
        fix: None,
        absent: false,
    }
}

/// Prints results in a format.
pub(crate) fn render(name: &str, options: OutputOptions, files: &[Checked]) -> String {
    let mut out = Vec::new();
    let mut summary = Summary::default();
    let mut sink =
        (FORMATS.iter().find(|format| format.name == name).expect("a known format").make)(
            &options, &mut out,
        );
    sink.begin(&run()).expect("memory takes everything");
    for checked in files {
        summary.add(checked, Some(Severity::Error));
        sink.file(checked).expect("memory takes everything");
    }
    summary.exit_status = if summary.is_complete() { 1 } else { 2 };
    sink.end(&summary).expect("memory takes everything");
    drop(sink);
    String::from_utf8(out).expect("output is UTF-8")
}

fn rule_info() -> RuleInfo {
    RuleInfo {
        id: "stale-list".to_owned(),
        group: "lifecycle".to_owned(),
        summary: "The list is old.".to_owned(),
        why: "A list that nobody keeps is no list.".to_owned(),
        help: Some("Read it again.".to_owned()),
        severity: Some(Severity::Warning),
        url: Some("https://example.com/stale-list".to_owned()),
    }
}

fn run() -> RunInfo {
    let file = |path: &str| PolicyFileInfo { path: path.to_owned(), sha256: "0".repeat(64) };
    let policy = PolicyInfo {
        configuration: Some(file("subprocessor-lint.yaml")),
        files: vec![file("house/rules.yaml")],
        packs: vec!["recommended".to_owned()],
        overrides: vec!["stale-list=warning".to_owned()],
        waivers: true,
    };
    let tool = Tool {
        facts_are_stale: false,
        name: "subprocessor-lint".to_owned(),
        version: "0.1.0".to_owned(),
        facts_as_of: "2026-11-21".to_owned(),
    };
    RunInfo {
        tool,
        today: "2026-11-21".to_owned(),
        policies: vec![policy],
        fail_on: Some(Severity::Error),
        rules: vec![rule_info()],
        repository: Repository { root: "/home/acme".to_owned(), folder: "legal/".to_owned() },
        ..RunInfo::default()
    }
}

/// A finding that somebody accepts.
fn accepted(finding: Finding, kind: SuppressionKind, reason: Option<&str>) -> Suppressed {
    let (reason, owner) = (reason.map(Into::into), reason.map(|_| "legal".into()));
    let until = reason.as_ref().map(|_| "2027-01-31".into());
    Suppressed { finding, by: Suppression { kind, reason, until, owner } }
}

/// The results, in the order of their paths.
pub(crate) fn sample() -> Vec<Checked> {
    use Severity::{Error, Info, Warning};
    let mut acme = clean("acme/subprocessors.yaml", ACME);
    let mut beta = clean("beta/subprocessors.json", OTHER);
    let mut empty = clean("empty.yaml", "");
    let mut hostile = clean("evil\u{1b}[1m\n.yaml", HOSTILE);
    let long = format!("{{\"x-pad\":\"{}\",\"name\":\"AWS\",\"nmae\":1}}", "é".repeat(500_000));
    let mut long = clean("long.json", &long);
    let mut broken = clean("broken.yaml", "subprocessors: [\n  {name: AWS},\n");
    let fine = clean("clean.yaml", "declares_none: true\n");

    let mut findings = vec![
        Finding {
            help: Some("review the list and set a new date, or raise `max_age_days`".to_owned()),
            path: "last_updated".to_owned(),
            value: Some("2024-02-01".to_owned()),
            ..finding(
                "stale-list",
                Warning,
                at(&acme, "2024-02-01", 0),
                "the list was last updated 1024 days ago (2024-02-01)",
            )
        },
        Finding {
            help: Some("add `change_notice` with channel, notice_days and objection_days as agreed in your data processing agreement; see https://example.com/docs/rules/missing-change-notice".to_owned()),
            ..finding("missing-change-notice", Warning, place(&acme, 0, 0), "the list does not say how customers are told of new vendors")
        },
        Finding {
            label: "no legal form".to_owned(),
            help: Some("write `Amazon Web Services, Inc.`".to_owned()),
            path: "subprocessors[0].legal_name".to_owned(),
            vendor: Some("AWS".to_owned()),
            value: Some("Amazon Web Services".to_owned()),
            ..finding(
                "incomplete-legal-name",
                Error,
                at(&acme, "Amazon Web Services", 0),
                "legal name \"Amazon Web Services\" of `AWS` has no legal form",
            )
        },
        Finding {
            label: "listed again here".to_owned(),
            path: "subprocessors[4].name".to_owned(),
            vendor: Some("AWS".to_owned()),
            value: Some("AWS".to_owned()),
            help: Some("merge the entries; several locations go into `locations`".to_owned()),
            labels: vec![
                Label {
                    file: None,
                    place: at(&acme, "AWS", 0),
                    message: "first listed here".to_owned(),
                },
                Label {
                    file: Some("beta/subprocessors.json".into()),
                    place: at(&beta, "Amazon Web Services, Inc.", 0),
                    message: "and under its legal name here".to_owned(),
                },
            ],
            ..finding(
                "duplicate-vendor",
                Error,
                at(&acme, "AWS", 1),
                "vendor `AWS` is listed twice",
            )
        },
        Finding {
            label: "this note hedges".to_owned(),
            path: "subprocessors[1].notes".to_owned(),
            vendor: Some("Mailgun".to_owned()),
            ..finding(
                "vague-data",
                Info,
                at(&acme, "|\n      Sends mail.\n      May include limited customer data.\n\n", 0),
                "data categories of `Mailgun` are not specific",
            )
        },
        Finding {
            label: "not a place we know".to_owned(),
            path: "subprocessors[2].location".to_owned(),
            vendor: Some("Søciété \u{1d11e} e\u{301}t 日本".to_owned()),
            value: Some("Mars".to_owned()),
            labels: vec![Label {
                file: None,
                place: at(&acme, "e\u{301}t 日本", 0),
                message: "of this vendor".to_owned(),
            }],
            ..finding(
                "unknown-location",
                Error,
                at(&acme, "Mars", 0),
                "\"Mars\" is not a country, region or cloud region",
            )
        },
        Finding {
            label: "unknown".to_owned(),
            help: Some("use one of customer_admin, end_user, employee, website_visitor".to_owned()),
            path: "subprocessors[3].audiences[2]".to_owned(),
            vendor: Some("Stripe".to_owned()),
            value: Some("people who clicked on the banner".to_owned()),
            ..finding(
                "invalid-value",
                Error,
                at(&acme, "\"people who clicked on the banner\"", 0),
                "`audiences` must be an audience, found \"people who clicked on the banner\"",
            )
        },
        Finding {
            help: Some("write the list of vendors, or `declares_none: true`".to_owned()),
            ..finding("empty-file", Error, place(&empty, 0, 0), "the file is empty")
        },
        Finding {
            label: "text direction \u{202e}changed".to_owned(),
            path: "subprocessors[0].name".to_owned(),
            vendor: Some("Evil\u{1b}[2J".to_owned()),
            value: Some("\u{1b}[2J".to_owned()),
            help: Some("retype the value\u{1b}[8m\r\nthis line is forged".to_owned()),
            ..finding(
                "suspicious-characters",
                Warning,
                at(&hostile, "\u{202e}gnp.exe\u{202c}", 0),
                "`name` contains \u{1b}[31mcontrol\u{1b}[0m characters\nerror: forged",
            )
        },
        Finding {
            label: "did you mean `name`?".to_owned(),
            path: "nmae".to_owned(),
            labels: vec![Label {
                file: None,
                place: at(&long, "x-pad", 0),
                message: "in this mapping".to_owned(),
            }],
            ..finding(
                "unknown-field",
                Warning,
                at(&long, "\"nmae\"", 0),
                "unknown field `nmae`",
            )
        },
        Finding {
            label: "expected `]` before the end".to_owned(),
            help: Some("close the list that starts on line 1".to_owned()),
            ..finding(
                "parse-error",
                Error,
                place(&broken, 32, 32),
                "cannot read the manifest: the list is not closed",
            )
        },
    ];
    let names = ["AWS", "Mailgun", "Søciété \u{1d11e} e\u{301}t 日本", "Stripe", "AWS"];
    for (index, name) in names.into_iter().enumerate() {
        let nth = if index == 4 { 1 } else { 0 };
        findings.push(Finding {
            label: "no `contact` here".to_owned(),
            help: Some("add `contact: <address for privacy questions>`".to_owned()),
            path: format!("subprocessors[{index}].name"),
            vendor: Some(name.to_owned()),
            ..finding(
                "missing-contact",
                Warning,
                at(&acme, name, nth),
                &format!("`{name}` has no contact"),
            )
        });
    }

    for finding in &mut findings {
        finding.fold = (&*finding.rule == "missing-contact")
            .then(|| "{n} of {total} vendors have no contact".to_owned());
    }
    acme.suppressed = vec![
        accepted(
            finding("missing-legal-name", Error, at(&acme, "Mailgun", 0), "no legal name"),
            SuppressionKind::Inline,
            Some("asked the vendor on 2026-11-02"),
        ),
        accepted(
            finding("vague-data", Info, at(&acme, "Stripe", 0), "nothing on data"),
            SuppressionKind::Config,
            Some("under review"),
        ),
        accepted(
            finding("missing-purpose", Warning, at(&acme, "Stripe", 0), "no purpose"),
            SuppressionKind::Baseline,
            None,
        ),
    ];
    let mut of = |file: &mut Checked, rules: &[&str], status: FileStatus| {
        let (own, others) = std::mem::take(&mut findings)
            .into_iter()
            .partition(|finding: &Finding| rules.contains(&&*finding.rule));
        (file.findings, findings) = (own, others);
        file.status = status;
    };
    let not_read = |why: &str| FileStatus::NotEvaluated(why.to_owned());
    of(&mut empty, &["empty-file"], not_read("the file is empty"));
    of(&mut hostile, &["suspicious-characters"], FileStatus::Findings);
    of(&mut long, &["unknown-field"], FileStatus::Findings);
    of(&mut broken, &["parse-error"], not_read("the list is not closed"));
    (acme.findings, acme.status) = (findings, FileStatus::Findings);
    acme.findings.sort_by_key(|one| (one.place.span.start, one.rule.clone(), one.place.span.end));
    number_equal(&mut acme.findings);
    acme.vendors.listed = 5;
    beta.vendors.listed = 1;
    hostile.vendors.listed = 1;
    vec![acme, beta, broken, fine, empty, hostile, long]
}
