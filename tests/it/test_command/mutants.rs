//! `--mutate`: what a policy does not notice.

use super::run::{RULE, assert_run, run};
use std::path::Path;
use subprocessor_lint::{Format, mutants};

#[test]
fn mutants_that_no_rule_notices_are_listed_by_field() {
    let config = "extends: []\nrules: {needs-dpa-link: error, placeholder-value: error, \
                  missing-field: {severity: error, fields: [country]}}\n";
    let manifest = "\
subprocessors:
  - name: Quay
    country: DE
    purpose: Mail
    links: {dpa: 'https://quay.example/dpa'}
  - name: Harbor
    country: DE
    status: disabled
    links: {dpa: 'https://harbor.example/dpa'}
";
    assert_run(
        &[("s.yaml", manifest), ("subprocessor-lint.yaml", config), ("rule.yaml", RULE)],
        "--mutate s.yaml --pack ./rule.yaml",
        "\
s.yaml
  removing or blanking `subprocessors` is not noticed by any active rule
  repeating an entry of `subprocessors` is not noticed by any active rule
  removing or blanking `subprocessors[].name` is not noticed by any active rule
  removing or blanking `subprocessors[].country` is noticed in 1 of 2 places, not in line 7
  removing or blanking `subprocessors[].purpose` is not noticed by any active rule
  removing, blanking or writing an unknown word into `subprocessors[].status` is not noticed by \
any active rule
noticed 18 of 33 mutants
",
        "",
        0,
    );
}

#[test]
fn a_manifest_with_findings_is_compared_with_them() {
    let config = "extends: []\nrules: {missing-location: error}\n";
    let manifest = "subprocessors:\n- name: A\n- name: B\n  location: DE\n";
    let (stdout, stderr, status) =
        run(&[("s.yaml", manifest), ("subprocessor-lint.yaml", config)], "--mutate s.yaml");
    assert_eq!(stderr, "note: s.yaml has 1 finding to begin with; only new ones count\n");
    assert!(!stdout.contains("removing `subprocessors[].location`"), "{stdout}");
    assert_eq!(status, 0);
}

#[test]
fn nothing_to_mutate_is_an_error() {
    assert_run(
        &[("a.subprocessors.yaml", "{}\n")],
        "--mutate . --rule empty-list=off",
        "",
        "\
error: no fields to mutate in these manifests
  help: start with a manifest that says all it should, such as the one that you publish
",
        3,
    );
    assert_run(
        &[("s.yaml", "a: [\n")],
        "--mutate s.yaml",
        "",
        "\
error: s.yaml could not be evaluated, so nothing in it can be mutated
  help: `subprocessor-lint check s.yaml` says why
",
        2,
    );
}

#[test]
fn every_mutant_of_the_examples_reads_as_meant() {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let mut files = vec![examples.join("complete.yaml"), examples.join("minimal.yaml")];
    let seeds = std::fs::read_dir(examples.join("seeds")).unwrap();
    files.extend(seeds.map(|entry| entry.unwrap().path()));
    for path in files {
        let text = std::fs::read_to_string(&path).unwrap();
        let found = mutants(&text, Format::Yaml);
        assert!(found.made.len() > 20, "{}", path.display());
        assert!(found.unmade.is_empty(), "{}: {:?}", path.display(), found.unmade);
    }
}
