//! Every output format on the one sample: whole outputs, a few expectations
//! counted by hand, and what no text of a stranger can bring about.
#![allow(clippy::unwrap_used, reason = "a test that stops has failed")]

use crate::support::sample;

use proptest::prelude::*;
use sample::sample;
use serde_json::Value;
use std::collections::BTreeMap;
use subprocessor_lint::diagnostics::report::{CheckedFile, Report, RuleInfo, Tool};
use subprocessor_lint::diagnostics::{Finding, Fingerprint, Label, Severity};
use subprocessor_lint::output::{FORMATS, Options, format};
use subprocessor_lint::text::{FileId, SourceFile, Sources, Span};

fn render(name: &str, options: Options, report: &Report, sources: &Sources) -> String {
    let mut out = Vec::new();
    let renderer = (format(name).expect("a known format").make)(&options);
    renderer.render(report, sources, &mut out).expect("memory takes everything");
    String::from_utf8(out).expect("output is UTF-8")
}

fn of_sample(name: &str, options: Options) -> String {
    let (report, sources) = sample();
    render(name, options, &report, &sources)
}

/// Escape sequences as `{1;31}`, to be read in a snapshot.
fn readable(ansi: &str) -> String {
    ansi.replace("\u{1b}]8;;", "{link ").replace("\u{1b}\\", "}").replace("\u{1b}[", "{SGR ")
}

#[test]
fn snapshots() {
    let plain = Options::default();
    insta::assert_snapshot!("human", of_sample("human", plain));
    let ascii = Options { unicode: false, width: 120, fold: false, verbose: true, ..plain };
    insta::assert_snapshot!("human_ascii_120_no_fold_verbose", of_sample("human", ascii));
    let color = Options { color: true, links: true, quiet: true, ..plain };
    insta::assert_snapshot!("human_color_links_quiet", readable(&of_sample("human", color)));
    insta::assert_snapshot!("concise", of_sample("concise", plain));
    insta::assert_snapshot!("json", of_sample("json", plain));
}

#[test]
fn places_are_those_counted_by_hand() {
    let concise = of_sample("concise", Options::default());
    let lines: Vec<&str> = concise.lines().collect();
    // Line 3 is "last_updated: 2024-02-01": 14 characters before the date.
    assert!(lines[1].starts_with("acme/subprocessors.yaml:3:15: warning[stale-list] "));
    // The whole file, and a file of no bytes.
    assert!(lines[0].starts_with("acme/subprocessors.yaml:1:1: "));
    assert!(concise.contains("\nempty.yaml:1:1: error[empty-file] the file is empty\n"));
    // "  {name: AWS}," has 14 characters; the end of the file is behind them.
    assert!(concise.contains("\nbroken.yaml:2:15: error[parse-error] "));

    let json: Value = serde_json::from_str(&of_sample("json", Options::default())).unwrap();
    let of = |rule: &str| {
        let mut findings = json["findings"].as_array().unwrap().iter();
        findings.find(|finding| finding["rule"] == rule).unwrap().clone()
    };
    // {"x-pad":" are 10 characters, the é 500,000 of two bytes each, and
    // ","name":"AWS", 15 more.
    let range = &of("unknown-field")["range"];
    assert_eq!(
        range["start"],
        serde_json::json!({"line": 1, "column": 500_026, "offset": 1_000_025})
    );
    assert_eq!(
        range["end"],
        serde_json::json!({"line": 1, "column": 500_032, "offset": 1_000_031})
    );
    // "  - name: Søciété 𝄞 e◌́t 日本": the label starts at the e before the accent,
    // the 21st character of the line.
    let label = &of("unknown-location")["labels"][0]["range"];
    assert_eq!(label["start"]["column"], 21);
    assert_eq!(label["end"]["column"], 27, "e, accent, t, space and two characters");
    let bytes = |at: &str| label[at]["offset"].as_u64().unwrap();
    assert_eq!(bytes("end") - bytes("start"), 1 + 2 + 1 + 1 + 3 + 3);
}

#[test]
fn the_end_of_a_file_keeps_its_offset() {
    let json: Value = serde_json::from_str(&of_sample("json", Options::default())).unwrap();
    let findings = json["findings"].as_array().unwrap();
    let broken = findings.iter().find(|finding| finding["rule"] == "parse-error").unwrap();
    let expected = serde_json::json!({"line": 2, "column": 15, "offset": 32});
    assert_eq!(broken["range"]["start"], expected);
}

#[test]
fn json_is_as_its_schema_says() {
    let schema: Value =
        serde_json::from_str(include_str!("../../schemas/report.schema.json")).unwrap();
    let validator = jsonschema::draft202012::new(&schema).expect("the schema is a schema");
    let report: Value = serde_json::from_str(&of_sample("json", Options::default())).unwrap();
    let errors: Vec<_> = validator.iter_errors(&report).map(|e| e.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}");

    let (empty, sources) = (Report { findings: Vec::new(), ..sample().0 }, sample().1);
    let empty: Value =
        serde_json::from_str(&render("json", Options::default(), &empty, &sources)).unwrap();
    assert!(validator.is_valid(&empty));

    let with = |pointer: &str, member: &str, value: Value| {
        let mut report = report.clone();
        report.pointer_mut(pointer).unwrap()[member] = value;
        validator.is_valid(&report)
    };
    let known = serde_json::json!({"kind": "inline", "reason": "asked", "until": "2026-12-31", "owner": null});
    assert!(with("/findings/0", "suppressed", known), "known members may come");
    assert!(!with("/findings/0", "surprise", Value::Null), "unknown ones may not");
    assert!(!with("/findings/0/range/start", "column", 0.into()), "columns count from 1");
    assert!(!with("/findings/0", "severity", "fatal".into()));
    assert!(!with("", "schema_version", 2.into()));
}

#[test]
fn every_part_of_the_schema_has_a_title() {
    fn walk(schema: &Value, at: &str, untitled: &mut Vec<String>) {
        for group in ["properties", "$defs"] {
            for (name, part) in schema[group].as_object().into_iter().flatten() {
                let at = format!("{at}/{group}/{name}");
                if part["title"].is_null() && part["$ref"].is_null() {
                    untitled.push(at.clone());
                }
                walk(part, &at, untitled);
            }
        }
        if schema["items"].is_object() {
            walk(&schema["items"], &format!("{at}/items"), untitled);
        }
    }
    let schema: Value =
        serde_json::from_str(include_str!("../../schemas/report.schema.json")).unwrap();
    let mut untitled = Vec::new();
    walk(&schema, "", &mut untitled);
    assert!(untitled.is_empty(), "without a title: {untitled:#?}");
}

#[test]
fn json_keeps_every_text_and_every_finding() {
    let (report, sources) = sample();
    let json: Value =
        serde_json::from_str(&render("json", Options::default(), &report, &sources)).unwrap();
    let findings = json["findings"].as_array().unwrap();
    assert_eq!(findings.len(), report.findings.len());
    for (wire, finding) in findings.iter().zip(&report.findings) {
        assert_eq!(wire["message"], finding.message.as_str());
        assert_eq!(wire["vendor"].as_str(), finding.vendor.as_deref());
        assert_eq!(wire["file"], sources.get(finding.file).path());
    }
    let prints: std::collections::BTreeSet<_> =
        findings.iter().map(|finding| finding["fingerprint"].as_str().unwrap()).collect();
    assert_eq!(prints.len(), findings.len(), "fingerprints are unique");
}

#[test]
fn counts_do_not_depend_on_the_looks() {
    let (report, sources) = sample();
    let last = |name, options| {
        let out = render(name, options, &report, &sources);
        out.lines().find(|line| line.starts_with("Found ")).unwrap().to_owned()
    };
    let plain = Options::default();
    let unfolded = Options { fold: false, verbose: true, unicode: false, width: 200, ..plain };
    assert_eq!(last("human", plain), last("human", unfolded));
    assert_eq!(last("human", plain), last("concise", plain));
    assert!(last("human", plain).starts_with("Found 16 problems in 5 of 7 files (7 vendors): "));
}

#[test]
fn quiet_leaves_only_findings_and_a_clean_run_is_one_line() {
    let (mut report, sources) = sample();
    let quiet = Options { quiet: true, ..Options::default() };
    for name in ["human", "concise"] {
        assert!(!render(name, quiet, &report, &sources).contains("Found "));
    }
    report.findings.clear();
    let report =
        Report::new(report.tool, report.today, report.files, Vec::new(), BTreeMap::new(), &sources);
    for name in ["human", "concise"] {
        assert_eq!(render(name, quiet, &report, &sources), "");
        let out = render(name, Options::default(), &report, &sources);
        assert_eq!(out, "No problems found in 7 files (7 vendors).\n");
    }
}

#[test]
fn a_fold_names_some_and_counts_the_rest() {
    let (report, sources) = large_fold();
    let folded = render("human", Options { quiet: true, ..Options::default() }, &report, &sources);
    let expected = "\
warning[missing-contact] 15 of 15 vendors have no contact
   ╭─[m.yaml:2:11]
 2 │   - name: V0
   ·           ─┬
   ·            ╰── no `contact` here
   ├─ also: V1 (line 3), V2 (4), V3 (5), V4 (6), V5 (7), V6 (8), V7 (9), V8 (10)
   │        and 6 more
   ╰─ help: for V0: ask V0

";
    assert_eq!(folded, expected);
    let all = Options { fold: false, ..Options::default() };
    assert_eq!(render("human", all, &report, &sources).matches("warning[").count(), 15);
    assert_eq!(render("concise", all, &report, &sources).matches("warning[").count(), 15);
}

#[test]
fn what_all_vendors_lack_needs_no_list_and_what_some_lack_names_them() {
    let (mut report, sources) = large_fold();
    for finding in &mut report.findings {
        finding.help = Some("ask".to_owned());
        finding.value = None;
    }
    let quiet = Options { quiet: true, ..Options::default() };
    let all = "\
warning[missing-contact] 15 of 15 vendors have no contact
   ╭─[m.yaml:2:11]
   ╰─ help: ask

";
    assert_eq!(render("human", quiet, &report, &sources), all);
    report.findings.drain(1..14);
    let some = "\
warning[missing-contact] 2 of 15 vendors have no contact
   ╭─[m.yaml:2:11]
   ├─ V0 (line 2), V14 (16)
   ╰─ help: ask

";
    assert_eq!(render("human", quiet, &report, &sources), some);
}

#[test]
fn findings_that_say_the_same_are_listed_by_their_lines() {
    let (mut report, sources) = large_fold();
    for finding in &mut report.findings {
        (finding.vendor, finding.help, finding.label) = (None, None, String::new());
    }
    for n in [3, 5] {
        report.findings[n].message = report.findings[0].message.clone();
    }
    report.findings.truncate(10);
    let quiet = Options { quiet: true, ..Options::default() };
    let expected = "\
warning[missing-contact] `V0` has no contact
   ╭─[m.yaml:2:11]
 2 │   - name: V0
   ·           ──
   ├─ also: lines 5, 7
   ├─ line 3: `V1` has no contact
   ├─ line 4: `V2` has no contact
   ├─ line 6: `V4` has no contact
   ├─ line 8: `V6` has no contact
   ├─ line 9: `V7` has no contact
   ├─ line 10: `V8` has no contact
   ╰─ also: 1 more on line 11

";
    assert_eq!(render("human", quiet, &report, &sources), expected);
}

fn large_fold() -> (Report, Sources) {
    let text = (0..15).map(|n| format!("  - name: V{n}\n"));
    let text = format!("subprocessors:\n{}", text.collect::<String>());
    let template = sample().0.findings.remove(2);
    let findings = (0..15).map(|n| {
        let name = format!("V{n}");
        let start = text.find(&format!("{name}\n")).expect("it is listed");
        Finding {
            span: Span::new(start, start + name.len()),
            path: format!("subprocessors[{n}].name"),
            message: format!("`{name}` has no contact"),
            help: Some(format!("ask {name}")),
            vendor: Some(name),
            ..template.clone()
        }
    });
    let findings = findings.collect();
    let mut sources = Sources::new();
    let file = sources.add(SourceFile::new("m.yaml", text));
    let (tool, rules) = (Tool::default(), sample().0.rules);
    let files = vec![CheckedFile { file, vendors: 15 }];
    (Report::new(tool, "2026-11-21", files, findings, rules, &sources), sources)
}

#[test]
fn empty_places_at_line_starts_are_drawn_on_their_lines() {
    let mut sources = Sources::new();
    let file = sources.add(SourceFile::new("m.yaml", "line\n".repeat(20)));
    let mut report = sample().0;
    report.findings.truncate(1);
    let finding = &mut report.findings[0];
    (finding.file, finding.span, finding.help) = (file, Span::new(50, 50), None);
    finding.path = "somewhere".to_owned();
    let message = "far above".to_owned();
    finding.labels = vec![Label { file, span: Span::new(0, 0), message }];
    let out = render("human", Options { quiet: true, ..Options::default() }, &report, &sources);
    let drawn: Vec<&str> = out.lines().skip(2).collect();
    let expected = ["    ╭─[m.yaml:11:1]", " 11 │ line", "    · ▲", "    ╰─ line 1: far above", ""];
    assert_eq!(drawn, expected);
}

#[test]
fn drawn_lines_keep_to_the_width() {
    for width in [40, 60, 80, 120] {
        let options = Options { width, quiet: true, ..Options::default() };
        for line in of_sample("human", options).lines() {
            // Addresses stay whole, and labels follow their column.
            let is_source = line.contains(" │ ") && !line.contains('─');
            if is_source {
                let columns = line.chars().count();
                assert!(columns <= width, "{columns} of {width}: {line}");
            }
        }
    }
}

#[test]
fn ascii_output_of_an_ascii_file_is_ascii() {
    let mut sources = Sources::new();
    let file = sources.add(SourceFile::new("m.yaml", format!("a: {}\nb: 1\n", "x".repeat(500))));
    let mut report = sample().0;
    report.findings.retain(|finding| finding.rule.as_ref() == "stale-list");
    report.findings[0].file = file;
    report.findings[0].span = Span::new(200, 210);
    report.findings[0].message = "\u{1b}\u{202e}".repeat(2_000);
    let options = Options { unicode: false, ..Options::default() };
    let out = render("human", options, &report, &sources);
    assert!(out.is_ascii(), "{out}");
    assert!(out.contains("...xxx"));
}

/// The work must not grow with the file for each finding: a scan of it for
/// every label would take minutes here.
#[test]
#[expect(clippy::disallowed_methods, reason = "the test is about time")]
fn many_findings_in_a_large_file_are_no_effort() {
    let start = std::time::Instant::now();
    let entry = "  - name: Vendor\n    location: DE\n    purpose: Something or other for tests\n";
    let lines = format!("subprocessors:\n{}", entry.repeat(20_000_000 / entry.len()));
    let one_line = format!("{{\"a\": \"{}\"}}", "\u{1d11e}".repeat(250_000));
    let mut sources = Sources::new();
    for text in [lines, one_line] {
        let step = text.len() / 1_000;
        let file = sources.add(SourceFile::new("large", text));
        many(&sources, file, step);
    }
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}

fn many(sources: &Sources, file: FileId, step: usize) {
    let template = sample().0.findings.remove(1);
    let findings = (0..1_000).map(|n| Finding {
        file,
        span: Span::new(n * step, n * step + 7),
        vendor: Some(format!("V{n}")),
        labels: vec![Label {
            file,
            span: Span::new(n / 2 * step, n / 2 * step + 3),
            message: "x".to_owned(),
        }],
        ..template.clone()
    });
    let report = Report::new(
        Tool::default(),
        "2026-11-21",
        vec![CheckedFile { file, vendors: 0 }],
        findings.collect(),
        BTreeMap::new(),
        sources,
    );
    for format in FORMATS {
        let out = render(format.name, Options::default(), &report, sources);
        assert!(out.len() < 3_000_000);
    }
}

fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-z:{}\\[\\] \"-]{0,12}",
        2 => prop::sample::select(vec![
            "\n", "\r\n", "\r", "\t", "\u{1b}[31m", "\u{1b}]8;;x\u{7}", "\u{9b}", "\u{0}",
            "\u{7f}", "\u{202e}", "\u{200d}", "\u{2028}", "\u{feff}", "日本", "\u{1d11e}",
            "e\u{301}", "\u{1f469}\u{200d}\u{1f680}", "\u{e0041}", "\n\n\n",
        ]).prop_map(str::to_owned),
        1 => any::<String>(),
        1 => ("[xé\u{1d11e}\t]", 0..700_usize).prop_map(|(text, n)| text.repeat(n)),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

fn any_span() -> impl Strategy<Value = Span> {
    prop_oneof![
        (0..3_000_usize, 0..3_000_usize).prop_map(|(start, len)| Span::new(start, start + len)),
        (0..60_usize, 0..12_usize).prop_map(|(start, len)| Span::new(start, start + len)),
        Just(Span::default()),
        Just(Span::new(usize::MAX, usize::MAX)),
    ]
}

fn any_finding() -> impl Strategy<Value = Finding> {
    let texts = (any_text(), any_text(), prop::option::of(any_text()), "[a-z.]{0,8}(\\[[0-9]\\])?");
    let label = (0..2_u32, any_span(), any_text()).prop_map(|(file, span, message)| Label {
        file: FileId(file),
        span,
        message,
    });
    let labels = prop::collection::vec(label, 0..9);
    let severity = prop::sample::select(vec![Severity::Info, Severity::Warning, Severity::Error]);
    let rule = prop::sample::select(vec!["a-rule", "other-rule", "\u{1b}[0m\n"]);
    (texts, labels, any_span(), 0..2_u32, severity, rule, prop::option::of("[A-D]")).prop_map(
        |((message, text, help, path), labels, span, file, severity, rule, vendor)| Finding {
            rule: rule.into(),
            fingerprint: Fingerprint::default(),
            severity,
            message,
            help,
            file: FileId(file),
            span,
            label: text.clone(),
            path,
            vendor,
            value: Some(text),
            labels,
            fold: None,
            fix: None,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_breaks_a_format_or_reaches_the_terminal(
        texts in [any_text(), any_text()],
        paths in [any_text(), any_text()],
        findings in prop::collection::vec(any_finding(), 0..9),
        looks in any::<[bool; 4]>(),
        width in 0..130_usize,
    ) {
        let mut sources = Sources::new();
        let [(one, path_one), (two, path_two)] = [(&texts[0], &paths[0]), (&texts[1], &paths[1])];
        let one = sources.add(SourceFile::new(path_one.as_str(), one.as_str()));
        let two = sources.add(SourceFile::new(path_two.as_str(), two.as_str()));
        let files = [one, two].map(|file| CheckedFile { file, vendors: 5 }).to_vec();
        let info = RuleInfo { fold: Some(texts[0].clone()), url: Some(paths[0].clone()) };
        let rules = BTreeMap::from([("a-rule".into(), info)]);
        let report = Report::new(Tool::default(), "2026-11-21", files, findings, rules, &sources);
        let [links, unicode, fold, verbose] = looks;
        for format in FORMATS {
            let options = Options { color: false, links: false, unicode, width, fold, quiet: false, verbose };
            let out = render(format.name, options, &report, &sources);
            for char in out.chars().filter(|&char| char != '\n') {
                prop_assert!(!subprocessor_lint::output::sanitize::is_unsafe(char), "{char:?} in {}", format.name);
            }
            prop_assert_eq!(&out, &render(format.name, options, &report, &sources));
            // Colours add escape sequences and change nothing else.
            if format.name == "human" {
                let colored = render(format.name, Options { color: true, links, ..options }, &report, &sources);
                prop_assert_eq!(without_sequences(&colored), without_sequences(&out));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_label_gets_lost(
        text in any_text(),
        places in prop::collection::vec(any_span(), 1..7),
        width in 40..130_usize,
    ) {
        prop_assume!(!text.is_empty());
        let mut sources = Sources::new();
        let file = sources.add(SourceFile::new("m", text));
        let mut report = sample().0;
        report.findings.truncate(1);
        let finding = &mut report.findings[0];
        (finding.file, finding.span, finding.path) = (file, places[0], "x".to_owned());
        finding.label = "LABEL-0".to_owned();
        finding.labels = (1..).zip(&places[1..]).map(|(n, &span)| {
            Label { file, span, message: format!("LABEL-{n}") }
        }).collect();
        let out = render("human", Options { width, ..Options::default() }, &report, &sources);
        for n in 0..places.len() {
            prop_assert!(out.contains(&format!("LABEL-{n}")), "LABEL-{n} of\n{out}");
        }
    }
}

fn without_sequences(ansi: &str) -> String {
    let mut out = String::new();
    let mut rest = ansi;
    while let Some(at) = rest.find('\u{1b}') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = if rest.starts_with("\u{1b}]8;;") { "\u{1b}\\" } else { "m" };
        let found = rest[1..].find(end).expect("a sequence ends");
        rest = &rest[1 + found + end.len()..];
    }
    out.push_str(rest);
    // A blank before the end of a coloured text cannot be trimmed.
    out.lines().map(|line| line.trim_end().to_owned() + "\n").collect()
}
