//! `check --explain`: the whole story of one finding.

use crate::support::run::{run_in, write};
use serde_json::Value;

const LIST: &str = "# Ours\n\
organization: {name: Larkspur}\n\
subprocessors:\n\
\x20 - purpose: >\n\
\x20     Services\n\
\x20   name: Mezmo\n\
\x20   locations:\n\
\x20     - Narnia or Germany\n\
\x20     - city: Berlin\n\
\x20   contact: privacy@mezmo.com\n\
\x20 - {name: Acme Ltd, legal_name: \"Acme & Partners\", purpose: Services, location: US}\n\
\x20 - name: \"Quotes \\\" and # signs\"\n";

const CONFIG: &str = "rules:\n  unknown-location: error\n";

fn explain(folder: &std::path::Path, fingerprint: &str) -> Value {
    let ran = run_in(folder, &[], ["--explain", fingerprint, "--output-format", "json"]);
    assert_eq!((ran.code, &*ran.err), (0, ""), "{ran:#?}");
    ran.json()
}

#[test]
fn each_waiver_that_is_offered_allows_its_finding() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    let files = [("subprocessors.yaml", LIST), ("subprocessor-lint.yaml", CONFIG)];
    write(here, &files);
    let report = ["--output-format", "json"];
    let all = run_in(here, &[], report).all();
    assert!(all.len() > 8, "{all:#?}");
    let mut comments = 0;
    for finding in all {
        let fingerprint = finding["fingerprint"].as_str().expect("a text");
        let said = explain(here, &fingerprint[..12]);
        assert_eq!(said["fingerprint"], finding["fingerprint"]);
        let waiver = said["waiver"]["configuration"].as_str().expect("a waiver");
        let allow = format!("{CONFIG}allow:\n  {waiver}\n");
        write(here, &[("subprocessor-lint.yaml", &allow)]);
        let is_allowed = || {
            let suppressed = run_in(here, &[], report).of_files("suppressed");
            suppressed.iter().any(|one| one["fingerprint"] == fingerprint)
        };
        assert!(is_allowed(), "{waiver}");
        write(here, &files);
        let Some(comment) = said["waiver"]["comment"].as_str() else { continue };
        comments += 1;
        let at = said["waiver"]["above_line"].as_u64().expect("a line") as usize - 1;
        let mut lines: Vec<String> = LIST.lines().map(str::to_owned).collect();
        let indent = lines[at].len() - lines[at].trim_start().len();
        lines.insert(at, format!("{:indent$}{comment}", ""));
        write(here, &[("subprocessors.yaml", &lines.join("\n"))]);
        assert!(is_allowed(), "{}", lines.join("\n"));
        write(here, &files);
    }
    assert!(comments > 6, "most findings can be allowed by a comment");
}

#[test]
fn what_set_the_severity_and_how_the_value_was_read_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let files = [("subprocessors.yaml", LIST), ("subprocessor-lint.yaml", CONFIG)];
    write(folder.path(), &files);
    let all = run_in(folder.path(), &[], ["--output-format", "json"]).all();
    let of = |rule: &str| {
        let found = all.iter().find(|one| one["rule"] == rule).expect("a finding");
        explain(folder.path(), found["fingerprint"].as_str().expect("a text"))
    };
    let place = of("unknown-location");
    assert_eq!(place["severity_from"], "configuration, subprocessor-lint.yaml:2");
    assert_eq!(place["reading"]["location"]["countries"], serde_json::json!(["DE"]));
    assert!(place["yields_to"].to_string().contains("vague-location"));
    let name = of("missing-legal-form");
    assert_eq!(name["severity_from"], "default");
    assert_eq!(name["reading"]["name"]["name"], "Acme & Partners");
    assert_eq!(of("missing-contact")["reading"], Value::Null, "nothing was read");
}

#[test]
fn a_fingerprint_that_names_no_single_finding_is_an_error() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), &[("subprocessors.yaml", LIST)]);
    let all = run_in(folder.path(), &[], ["--output-format", "json"]).all();
    let first = all[0]["fingerprint"].as_str().expect("a text");
    let last = if first.ends_with('0') { "1" } else { "0" };
    let wrong = format!("{}{last}", &first[..31]);
    for (typed, said) in [
        (&*wrong, format!("Did you mean `{first}`")),
        ("", "is not a fingerprint".to_owned()),
        ("missing-contact", "is not a fingerprint".to_owned()),
        ("00000000000000000000000000000000", "--verbose --no-fold".to_owned()),
    ] {
        let ran = run_in(folder.path(), &[], ["--explain", typed]);
        assert_eq!(ran.code, 2, "{ran:#?}");
        assert!(ran.err.contains(&said) && ran.out.is_empty(), "{said}: {ran:#?}");
    }
}

#[test]
fn what_is_allowed_already_and_what_nothing_allows_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let list = "subprocessors:\n  # subprocessor-lint: allow(missing-contact) reason=\"asked\"\n  \
                - name: Mezmo\n";
    write(folder.path(), &[("subprocessors.yaml", list), ("b.subprocessors.yaml", "[")]);
    let ran = run_in(folder.path(), &[], ["--output-format", "json"]);
    let allowed = &ran.of_files("suppressed")[0];
    let said = explain(folder.path(), allowed["fingerprint"].as_str().expect("a text"));
    assert_eq!(said["suppressed"], "by a comment (reason: asked)");
    let broken = ran.all().into_iter().find(|one| one["rule"] == "parse-error").expect("it");
    let said = explain(folder.path(), broken["fingerprint"].as_str().expect("a text"));
    assert_eq!(said["waiver"], Value::Null);
}
