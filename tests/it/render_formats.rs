//! Every output format on the one sample: whole outputs, a few expectations
//! counted by hand, and what no text of a stranger can bring about.
#![allow(clippy::unwrap_used, reason = "a test that stops has failed")]

use crate::support::sample;

use proptest::prelude::*;
use sample::{clean, place, render, sample};
use serde_json::Value;
use std::slice::from_ref;
use subprocessor_lint::{
    Checked, FORMATS, Finding, Fingerprint, Label, OutputOptions, Place, PolicyError, Severity,
    SourceFile, Span, is_unsafe, policy_results,
};

fn of_sample(name: &str, options: OutputOptions) -> String {
    render(name, options, &sample())
}

/// The findings of a JSON report, in its order.
fn findings(json: &Value) -> Vec<Value> {
    let files = json["files"].as_array().expect("a list").iter();
    files.flat_map(|file| file["findings"].as_array().expect("a list").clone()).collect()
}

/// Escape sequences as `{1;31}`, to be read in a snapshot.
fn readable(ansi: &str) -> String {
    ansi.replace("\u{1b}[", "{SGR ")
}

/// A JSON report without the digests that any edit of a built-in rule changes.
fn without_built_in_digests(report: &str) -> String {
    let json: Value = serde_json::from_str(report).unwrap();
    let pack = &json["policies"][0]["built_in_packs"][0]["sha256"];
    [&json["tool"]["rules_sha256"], pack].iter().fold(report.to_owned(), |report, digest| {
        report.replace(digest.as_str().unwrap(), "{digest}")
    })
}

#[test]
fn snapshots() {
    let plain = OutputOptions::default();
    insta::assert_snapshot!("human", of_sample("human", plain));
    let ascii = OutputOptions { unicode: false, width: 120, fold: false, verbose: true, ..plain };
    insta::assert_snapshot!("human_ascii_120_no_fold_verbose", of_sample("human", ascii));
    let color = OutputOptions { color: true, links: true, quiet: true, ..plain };
    insta::assert_snapshot!("human_color_quiet", readable(&of_sample("human", color)));
    insta::assert_snapshot!("concise", of_sample("concise", plain));
    insta::assert_snapshot!("json", without_built_in_digests(&of_sample("json", plain)));
}

#[test]
fn places_are_those_counted_by_hand() {
    let concise = of_sample("concise", OutputOptions::default());
    let lines: Vec<&str> = concise.lines().collect();
    // Line 3 is "last_updated: 2024-02-01": 14 characters before the date.
    assert!(lines[1].starts_with("acme/subprocessors.yaml:3:15: warning[stale-list] "));
    // The whole file, and a file of no bytes.
    assert!(lines[0].starts_with("acme/subprocessors.yaml:1:1: "));
    assert!(concise.contains("\nempty.yaml:1:1: error[empty-file] the file is empty\n"));
    // "  {name: AWS}," has 14 characters; the end of the file is behind them.
    assert!(concise.contains("\nbroken.yaml:2:15: error[parse-error] "));

    let json: Value = serde_json::from_str(&of_sample("json", OutputOptions::default())).unwrap();
    let of =
        |rule: &str| findings(&json).into_iter().find(|finding| finding["rule"] == rule).unwrap();
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
    let json: Value = serde_json::from_str(&of_sample("json", OutputOptions::default())).unwrap();
    let findings = findings(&json);
    let broken = findings.iter().find(|finding| finding["rule"] == "parse-error").unwrap();
    let expected = serde_json::json!({"line": 2, "column": 15, "offset": 32});
    assert_eq!(broken["range"]["start"], expected);
}

#[test]
fn json_is_as_its_schema_says() {
    let schema: Value =
        serde_json::from_str(include_str!("../../schemas/report.schema.json")).unwrap();
    let validator = jsonschema::draft202012::new(&schema).expect("the schema is a schema");
    let report: Value = serde_json::from_str(&of_sample("json", OutputOptions::default())).unwrap();
    let errors: Vec<_> = validator.iter_errors(&report).map(|e| e.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}");

    let valid = |files: &[Checked]| {
        let report = render("json", OutputOptions::default(), files);
        let report: Value = serde_json::from_str(&report).unwrap();
        let errors: Vec<_> = validator.iter_errors(&report).map(|e| e.to_string()).collect();
        assert!(errors.is_empty(), "{errors:#?}");
    };
    valid(&[]);
    valid(&sample()[3..4]);
    let error = PolicyError::without_place("there is no pack `x`");
    valid(&policy_results(&[error], "policy-error", Severity::Error));

    let with = |pointer: &str, member: &str, value: Value| {
        let mut report = report.clone();
        report.pointer_mut(pointer).unwrap()[member] = value;
        validator.is_valid(&report)
    };
    assert!(!with("/files/0/findings/0", "surprise", Value::Null), "unknown members may not come");
    assert!(!with("/files/0/findings/0/range/start", "column", 0.into()), "columns count from 1");
    assert!(!with("/files/0/findings/0", "severity", "fatal".into()));
    assert!(!with("/files/0", "status", "fine".into()));
    assert!(!with("/files/0/suppressed/0", "suppressed_by", Value::Null));
    assert!(!with("", "schema_version", 2.into()));
}

#[test]
fn json_is_written_as_serde_would_print_it() {
    let report = of_sample("json", OutputOptions::default());
    let value: Value = serde_json::from_str(&report).unwrap();
    let lines = |text: &str| text.lines().map(|line| line.trim_end().len()).collect::<Vec<_>>();
    // Members are sorted in a `Value`, so only the form of the lines is compared.
    let pretty = serde_json::to_string_pretty(&value).unwrap();
    assert_eq!(lines(&report).len(), lines(&pretty).len());
    assert_eq!(render("json", OutputOptions::default(), &[]).matches("\"files\": [],").count(), 1);
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
    let files = sample();
    let json: Value =
        serde_json::from_str(&render("json", OutputOptions::default(), &files)).unwrap();
    for (wire, checked) in json["files"].as_array().unwrap().iter().zip(&files) {
        let found = wire["findings"].as_array().unwrap();
        assert_eq!(found.len(), checked.findings.len());
        assert_eq!(wire["path"], checked.path());
        for (wire, finding) in found.iter().zip(&checked.findings) {
            assert_eq!(wire["message"], finding.message.as_str());
            assert_eq!(wire["vendor"].as_str(), finding.vendor.as_deref());
            assert_eq!(wire["file"], checked.path());
        }
        let prints: std::collections::BTreeSet<_> =
            found.iter().map(|finding| finding["fingerprint"].as_str().unwrap()).collect();
        assert_eq!(prints.len(), found.len(), "fingerprints are unique");
    }
}

#[test]
fn counts_do_not_depend_on_the_looks() {
    let last = |name, options| {
        let out = of_sample(name, options);
        out.lines().find(|line| line.starts_with("Found ")).unwrap().to_owned()
    };
    let plain = OutputOptions { width: 200, ..OutputOptions::default() };
    let unfolded = OutputOptions { fold: false, verbose: true, unicode: false, ..plain };
    assert_eq!(last("human", plain), last("human", unfolded));
    assert_eq!(last("human", plain), last("concise", plain));
    assert!(last("human", plain).starts_with("Found 16 problems in 5 of 7 files (7 vendors): "));
}

#[test]
fn quiet_leaves_only_findings_and_a_clean_run_is_one_line() {
    let quiet = OutputOptions { quiet: true, ..OutputOptions::default() };
    let files: Vec<Checked> = sample()
        .into_iter()
        .map(|file| Checked { vendors: file.vendors, ..clean(file.path(), file.source.text()) })
        .collect();
    for name in ["human", "concise"] {
        assert!(!of_sample(name, quiet).contains("Found "));
        assert_eq!(render(name, quiet, &files), "");
        let out = render(name, OutputOptions::default(), &files);
        assert_eq!(out, "No problems found in 7 files (7 vendors).\n");
    }
}

#[test]
fn a_fold_names_some_and_counts_the_rest() {
    let file = large_fold();
    let folded =
        render("human", OutputOptions { quiet: true, ..OutputOptions::default() }, from_ref(&file));
    let expected = "\
m.yaml: 15 warnings

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
    let all = OutputOptions { fold: false, ..OutputOptions::default() };
    assert_eq!(render("human", all, from_ref(&file)).matches("warning[").count(), 15);
    assert_eq!(render("concise", all, from_ref(&file)).matches("warning[").count(), 15);
}

#[test]
fn what_all_vendors_lack_needs_no_list_and_what_some_lack_names_them() {
    let mut file = large_fold();
    for finding in &mut file.findings {
        finding.help = Some("ask".to_owned());
        finding.absent = true;
    }
    let quiet = OutputOptions { quiet: true, ..OutputOptions::default() };
    let all = "\
m.yaml: 15 warnings

warning[missing-contact] 15 of 15 vendors have no contact
  ╰─ help: ask

";
    assert_eq!(render("human", quiet, from_ref(&file)), all);
    file.findings.drain(1..14);
    let some = "\
m.yaml: 2 warnings

warning[missing-contact] 2 of 15 vendors have no contact
  ├─ V0 (line 2), V14 (16)
  ╰─ help: ask

";
    assert_eq!(render("human", quiet, from_ref(&file)), some);
}

#[test]
fn other_findings_of_a_rule_are_listed_by_their_lines() {
    let mut file = large_fold();
    for finding in &mut file.findings {
        (finding.vendor, finding.help, finding.label) = (None, None, String::new());
    }
    file.findings.truncate(5);
    let quiet = OutputOptions { quiet: true, ..OutputOptions::default() };
    let expected = "\
m.yaml: 5 warnings

warning[missing-contact] `V0` has no contact
   ╭─[m.yaml:2:11]
 2 │   - name: V0
   ·           ──
   ╰─ also: lines 3, 4, 5, 6

";
    assert_eq!(render("human", quiet, from_ref(&file)), expected);
}

fn large_fold() -> Checked {
    let text = (0..15).map(|n| format!("  - name: V{n}\n"));
    let text = format!("subprocessors:\n{}", text.collect::<String>());
    let template = template("missing-contact");
    let mut file = clean("m.yaml", &text);
    let findings = (0..15).map(|n| {
        let name = format!("V{n}");
        let start = text.find(&format!("{name}\n")).expect("it is listed");
        Finding {
            place: place(&file, start, start + name.len()),
            path: format!("subprocessors[{n}].name"),
            message: format!("`{name}` has no contact"),
            help: Some(format!("ask {name}")),
            vendor: Some(name),
            ..template.clone()
        }
    });
    file.findings = findings.collect();
    file.vendors.listed = 15;
    file
}

/// A finding of the sample.
fn template(rule: &str) -> Finding {
    let mut all = sample().into_iter().flat_map(|file| file.findings);
    all.find(|finding| &*finding.rule == rule).expect("the sample has one")
}

#[test]
fn empty_places_at_line_starts_are_drawn_on_their_lines() {
    let mut file = clean("m.yaml", &"line\n".repeat(20));
    let label = Label { file: None, place: place(&file, 0, 0), message: "far above".to_owned() };
    file.findings = vec![Finding {
        place: place(&file, 50, 50),
        path: "somewhere".to_owned(),
        help: None,
        labels: vec![label],
        absent: false,
        ..template("missing-change-notice")
    }];
    let out = render("human", OutputOptions { quiet: true, ..OutputOptions::default() }, &[file]);
    let drawn: Vec<&str> = out.lines().skip(4).collect();
    let expected = ["    ╭─[m.yaml:11:1]", " 11 │ line", "    · ▲", "    ╰─ line 1: far above", ""];
    assert_eq!(drawn, expected);
}

#[test]
fn drawn_lines_keep_to_the_width() {
    for width in [40, 60, 80, 120] {
        let options = OutputOptions { width, quiet: true, ..OutputOptions::default() };
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
    let mut file = clean("m.yaml", &format!("a: {}\nb: 1\n", "x".repeat(500)));
    file.findings = vec![Finding {
        place: place(&file, 200, 210),
        message: "\u{1b}\u{202e}".repeat(2_000),
        ..template("stale-list")
    }];
    let options = OutputOptions { unicode: false, ..OutputOptions::default() };
    let out = render("human", options, &[file]);
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
    let lines = format!("subprocessors:\n{}", entry.repeat(4_000_000 / entry.len()));
    let one_line = format!("{{\"a\": \"{}\"}}", "\u{1d11e}".repeat(250_000));
    for text in [lines, one_line] {
        let step = text.len() / 1_000;
        many(clean("large", &text), step);
    }
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}

fn many(mut file: Checked, step: usize) {
    let template = template("missing-change-notice");
    let findings = (0..1_000).map(|n| Finding {
        place: place(&file, n * step, n * step + 7),
        vendor: Some(format!("V{n}")),
        labels: vec![Label {
            file: None,
            place: place(&file, n / 2 * step, n / 2 * step + 3),
            message: "x".to_owned(),
        }],
        ..template.clone()
    });
    file.findings = findings.collect();
    for format in FORMATS {
        let out = render(format.name, OutputOptions::default(), from_ref(&file));
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

/// A finding whose places are still to come: its own, and those of its labels
/// in the same or another file.
type Unplaced = (Finding, Span, Vec<(bool, Span, String)>);

fn any_finding() -> impl Strategy<Value = Unplaced> {
    let texts = (any_text(), any_text(), prop::option::of(any_text()), "[a-z.]{0,8}(\\[[0-9]\\])?");
    let labels = prop::collection::vec((any::<bool>(), any_span(), any_text()), 0..9);
    let severity = prop::sample::select(vec![Severity::Info, Severity::Warning, Severity::Error]);
    let rule = prop::sample::select(vec!["a-rule", "other-rule", "\u{1b}[0m\n"]);
    let fold = prop::option::of(any_text());
    (texts, labels, any_span(), severity, rule, prop::option::of("[A-D]"), fold).prop_map(
        |((message, text, help, path), labels, span, severity, rule, vendor, fold)| {
            let finding = Finding {
                rule: rule.into(),
                fingerprint: Fingerprint::default(),
                severity,
                message,
                help,
                place: Place::of(&SourceFile::new("", ""), Span::default()),
                label: text.clone(),
                path,
                vendor,
                value: Some(text),
                labels: Vec::new(),
                fold,
                fix: None,
                absent: false,
            };
            (finding, span, labels)
        },
    )
}

fn placed((finding, span, labels): Unplaced, own: &Checked, other: &Checked) -> Finding {
    let label = |(is_own, span, message): (bool, Span, String)| Label {
        file: (!is_own).then(|| other.path().into()),
        place: Place::of(if is_own { &own.source } else { &other.source }, span),
        message,
    };
    let labels = labels.into_iter().map(label).collect();
    Finding { place: Place::of(&own.source, span), labels, ..finding }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_breaks_a_format_or_reaches_the_terminal(
        texts in [any_text(), any_text()],
        paths in [any_text(), any_text()],
        found in prop::collection::vec(any_finding(), 0..9),
        looks in any::<[bool; 3]>(),
        width in 0..130_usize,
    ) {
        let mut one = clean(&paths[0], &texts[0]);
        let two = clean(&paths[1], &texts[1]);
        one.findings = found.into_iter().map(|found| placed(found, &one, &two)).collect();
        one.vendors.listed = 5;
        let files = [one, two];
        let [unicode, fold, verbose] = looks;
        for format in FORMATS {
            let options = OutputOptions { color: false, links: false, unicode, width, fold, quiet: false, verbose, statistics: false };
            let out = render(format.name, options, &files);
            for char in out.chars().filter(|&char| char != '\n') {
                prop_assert!(!is_unsafe(char), "{char:?} in {}", format.name);
            }
            prop_assert_eq!(&out, &render(format.name, options, &files));
            // Colours add escape sequences and change nothing else.
            if format.name == "human" {
                let colored = render(format.name, OutputOptions { color: true, links: verbose, ..options }, &files);
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
        let mut file = clean("m", &text);
        let labels = (1..).zip(&places[1..]).map(|(n, &span)| {
            let place = Place::of(&file.source, span);
            Label { file: None, place, message: format!("LABEL-{n}") }
        });
        file.findings = vec![Finding {
            place: Place::of(&file.source, places[0]),
            path: "x".to_owned(),
            label: "LABEL-0".to_owned(),
            labels: labels.collect(),
            ..template("missing-change-notice")
        }];
        let out = render("human", OutputOptions { width, ..OutputOptions::default() }, &[file]);
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
        let found = rest[1..].find('m').expect("a sequence ends");
        rest = &rest[1 + found + 1..];
    }
    out.push_str(rest);
    // A blank before the end of a coloured text cannot be trimmed.
    out.lines().map(|line| line.trim_end().to_owned() + "\n").collect()
}
