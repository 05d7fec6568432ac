use super::*;

const YAML: &str = "\
# A list.
organization: {name: Acme, country: DE}
last_updated: 2026-11-01   # checked
residency:
  - claim: stays in the EU
    regions: [EU]
x-mine: {a: 1}
subprocessors:
- name: AWS
  # The seat.
  legal_name: \"Amazon Web Services, Inc.\"
  location: DE
  contact: >
    privacy@amazon.example

  links:
    dpa: https://amazon.example/dpa
  audiences:
  - customer
  special_categories: []
  purpose: Hosting

-
  name: Zed
  location: {country: FR}   # their choice
  purpose: |
    Support
    tickets
  notes:
";

fn made(text: &str, format: Format) -> Vec<(String, String)> {
    let mutants = mutants(text, format);
    assert!(mutants.unmade.is_empty(), "{:?}", mutants.unmade);
    let described = mutants.made.iter();
    described.map(|mutant| (mutant.change.phrase(&mutant.field), mutant.text(text))).collect()
}

#[test]
fn every_field_is_mutated_and_every_mutant_reads_as_meant() {
    let phrases: Vec<String> = made(YAML, Format::Yaml).into_iter().map(|(what, _)| what).collect();
    assert_eq!(
        phrases[..4],
        [
            "removing `organization`",
            "blanking `organization`",
            "removing `organization.name`",
            "blanking `organization.name`",
        ]
    );
    for expected in [
        "setting `last_updated` to 2015-01-01",
        "moving `subprocessors[].location` out of the claimed regions",
        "repeating an entry of `subprocessors`",
        "swapping `subprocessors[].legal_name` and `purpose`",
        "writing an unknown word into `subprocessors[].audiences`",
        "removing `subprocessors[].links.dpa`",
        "removing `subprocessors[].special_categories`",
    ] {
        assert!(phrases.iter().any(|phrase| phrase == expected), "{expected}");
    }
    // One's own keys are out of scope, and a blank field is no field.
    assert!(!phrases.iter().any(|phrase| phrase.contains("x-mine") || phrase.contains("notes")));
}

#[test]
fn edits_keep_the_lines_around_them() {
    let mutated = |what: &str| {
        let all = made(YAML, Format::Yaml);
        all.into_iter().find(|(phrase, _)| phrase == what).unwrap().1
    };
    let has = |what: &str, part: &str| {
        let text = mutated(what);
        assert!(text.contains(part), "{what}\n{text}");
    };
    has("removing `last_updated`", "DE}\nresidency:");
    has("removing `subprocessors[].name`", "- legal_name: \"Amazon");
    has("removing `subprocessors[].legal_name`", "  # The seat.\n  location: DE\n");
    has("removing `subprocessors[].links.dpa`", "  links:\n    {}\n  audiences:");
    has("blanking `subprocessors[].links`", "  links: {}\n  audiences:");
    has("blanking `subprocessors[].contact`", "  contact: \"\"\n\n  links:");
    has("removing `organization.country`", "{name: Acme}");
    has("removing `organization.name`", "{country: DE}");
    has("repeating an entry of `subprocessors`", "  purpose: Hosting\n- name: AWS\n  # The seat.");
    has("swapping `subprocessors[].purpose` and `location`", "  location: Hosting\n");
}

#[test]
fn json_merge_keys_anchors_and_odd_layouts_give_whole_mutants_or_none() {
    let json = "{\"subprocessors\": [{\"name\": \"A\", \"links\": {\"dpa\": \"x\"}},\n \
                {\"name\":\"B\",\"audiences\":[\"customer\"]}]}\n";
    assert!(made(json, Format::Json).len() > 15);
    for (text, can_be_lost) in [
        ("base: &b {location: DE}\nsubprocessors:\n- <<: *b\n  name: A\n- name: B\n  <<: *b", true),
        ("subprocessors:\n- &a\n  name: A\n- *a\n", true),
        ("? subprocessors\n: - name: A\n    purpose: !!str x\n", true),
        (
            "---\nsubprocessors: [name: A, {name: B, purpose: \"a\n  b\"}]\n---\nnotes: x\n...\n",
            true,
        ),
        ("subprocessors:\r\n- name: A\r\n  purpose: x\r\n- name: B\r\n", false),
        ("subprocessors:\n  - - name: A\n  - name: B\n    purpose: x # last", false),
        ("\u{feff}subprocessors:\n - name: \u{1d11e}\n   purpose: |2-\n     é\n", false),
    ] {
        let mutants = mutants(text, Format::Yaml);
        assert!(!mutants.made.is_empty(), "{text:?}");
        assert!(can_be_lost || mutants.unmade.is_empty(), "{:?} of {text:?}", mutants.unmade);
    }
}

#[test]
fn a_file_that_cannot_be_read_has_no_mutants() {
    assert!(mutants("a: [", Format::Yaml).made.is_empty());
    assert!(mutants("", Format::Yaml).made.is_empty());
}

#[test]
fn long_lists_are_tried_in_places_all_over() {
    let entry = |n: usize| format!("- name: Vendor {n}\n");
    let text = format!("subprocessors:\n{}", (0..1000).map(entry).collect::<String>());
    let mutants = mutants(&text, Format::Yaml);
    let names = mutants.made.iter().filter(|mutant| mutant.field == "subprocessors[].name");
    let removed: Vec<u32> = names
        .filter(|mutant| mutant.change == Change::Remove)
        .map(|mutant| mutant.span.start)
        .collect();
    assert_eq!(removed.len(), MAX_PLACES);
    assert!(*removed.last().unwrap() as usize > text.len() * 9 / 10);
    // Removing, blanking, a placeholder and repeating.
    assert_eq!(mutants.left_out, 4 * (1000 - MAX_PLACES));
}
