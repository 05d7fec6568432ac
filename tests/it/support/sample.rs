//! The one report that every output format is tested on: several files, a span
//! of several lines, text beyond ASCII and beyond 16 bits, findings without a
//! place, related places near, far and in another file, a fold, and text that
//! attacks the reader.

use std::collections::BTreeMap;
use subprocessor_lint::diagnostics::fingerprint::number_equal;
use subprocessor_lint::diagnostics::report::{CheckedFile, Report, RuleInfo, Tool};
use subprocessor_lint::diagnostics::{Finding, Fingerprint, Label, Severity};
use subprocessor_lint::text::{FileId, SourceFile, Sources, Span};

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

/// The place of the `nth` (from 0) occurrence of a text in a file.
fn at(sources: &Sources, file: FileId, needle: &str, nth: usize) -> Span {
    let text = sources.get(file).text();
    let (start, found) = text.match_indices(needle).nth(nth).expect("the sample holds it");
    Span::new(start, start + found.len())
}

fn finding(rule: &str, severity: Severity, file: FileId, span: Span, message: &str) -> Finding {
    Finding {
        rule: rule.into(),
        fingerprint: Fingerprint::new(rule, "", "", message),
        severity,
        message: message.to_owned(),
        help: None,
        file,
        span,
        label: String::new(),
        path: String::new(),
        vendor: None,
        value: None,
        labels: Vec::new(),
        fold: None,
        fix: None,
    }
}

/// The report and the texts that it is about.
pub(crate) fn sample() -> (Report, Sources) {
    use Severity::{Error, Info, Warning};
    let mut sources = Sources::new();
    let acme = sources.add(SourceFile::new("acme/subprocessors.yaml", ACME));
    let other = sources.add(SourceFile::new("beta/subprocessors.json", OTHER));
    let empty = sources.add(SourceFile::new("empty.yaml", ""));
    let hostile = sources.add(SourceFile::new("evil\u{1b}[1m\n.yaml", HOSTILE));
    let long = format!("{{\"x-pad\":\"{}\",\"name\":\"AWS\",\"nmae\":1}}", "é".repeat(500_000));
    let long = sources.add(SourceFile::new("long.json", long));
    let broken = sources.add(SourceFile::new("broken.yaml", "subprocessors: [\n  {name: AWS},\n"));
    let clean = sources.add(SourceFile::new("clean.yaml", "declares_none: true\n"));

    let mut findings = vec![
        Finding {
            help: Some("review the list and set a new date, or raise `max_age_days`".to_owned()),
            path: "last_updated".to_owned(),
            value: Some("2024-02-01".to_owned()),
            ..finding(
                "stale-list",
                Warning,
                acme,
                at(&sources, acme, "2024-02-01", 0),
                "the list was last updated 1024 days ago (2024-02-01)",
            )
        },
        Finding {
            help: Some("add `change_notice` with channel, notice_days and objection_days as agreed in your data processing agreement; see https://example.com/docs/rules/missing-change-notice".to_owned()),
            ..finding("missing-change-notice", Warning, acme, Span::default(), "the manifest does not say how customers are told of new vendors")
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
                acme,
                at(&sources, acme, "Amazon Web Services", 0),
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
                    file: acme,
                    span: at(&sources, acme, "AWS", 0),
                    message: "first listed here".to_owned(),
                },
                Label {
                    file: other,
                    span: at(&sources, other, "Amazon Web Services, Inc.", 0),
                    message: "and under its legal name here".to_owned(),
                },
            ],
            ..finding(
                "duplicate-vendor",
                Error,
                acme,
                at(&sources, acme, "AWS", 1),
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
                acme,
                at(&sources, acme, "|\n      Sends mail.\n      May include limited customer data.\n\n", 0),
                "data categories of `Mailgun` are not specific",
            )
        },
        Finding {
            label: "not a place we know".to_owned(),
            path: "subprocessors[2].location".to_owned(),
            vendor: Some("Søciété \u{1d11e} e\u{301}t 日本".to_owned()),
            value: Some("Mars".to_owned()),
            labels: vec![Label {
                file: acme,
                span: at(&sources, acme, "e\u{301}t 日本", 0),
                message: "of this vendor".to_owned(),
            }],
            ..finding(
                "unknown-location",
                Error,
                acme,
                at(&sources, acme, "Mars", 0),
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
                acme,
                at(&sources, acme, "\"people who clicked on the banner\"", 0),
                "`audiences` must be an audience, found \"people who clicked on the banner\"",
            )
        },
        Finding {
            help: Some("write the list of vendors, or `declares_none: true`".to_owned()),
            ..finding("empty-file", Error, empty, Span::default(), "the file is empty")
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
                hostile,
                at(&sources, hostile, "\u{202e}gnp.exe\u{202c}", 0),
                "`name` contains \u{1b}[31mcontrol\u{1b}[0m characters\nerror: forged",
            )
        },
        Finding {
            label: "did you mean `name`?".to_owned(),
            path: "nmae".to_owned(),
            labels: vec![Label {
                file: long,
                span: at(&sources, long, "x-pad", 0),
                message: "in this mapping".to_owned(),
            }],
            ..finding(
                "unknown-field",
                Warning,
                long,
                at(&sources, long, "\"nmae\"", 0),
                "unknown field `nmae`",
            )
        },
        Finding {
            label: "expected `]` before the end".to_owned(),
            help: Some("close the list that starts on line 1".to_owned()),
            ..finding(
                "parse-error",
                Error,
                broken,
                Span::new(32, 32),
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
                acme,
                at(&sources, acme, name, nth),
                &format!("`{name}` has no contact"),
            )
        });
    }

    number_equal(&mut findings);

    let vendors = |file| match file {
        _ if file == acme => 5,
        _ if [other, hostile].contains(&file) => 1,
        _ => 0,
    };
    let files = [acme, other, empty, hostile, long, broken, clean]
        .map(|file| CheckedFile { file, vendors: vendors(file) });
    let fold = Some("{n} of {total} vendors have no contact".to_owned());
    let url = Some("https://example.com/rules/missing-contact".to_owned());
    let rules = BTreeMap::from([("missing-contact".into(), RuleInfo { fold, url })]);
    let tool = Tool {
        name: "subprocessor-lint".to_owned(),
        version: "0.1.0".to_owned(),
        facts_as_of: "2026-11-21".to_owned(),
    };
    let mut report = Report::new(tool, "2026-11-21", files.to_vec(), findings, rules, &sources);
    report.summary.suppressed = 2;
    report.summary.baselined = 1;
    (report, sources)
}
