use super::*;
use crate::syntax::{Format, Limits, parse};

/// The problems of a manifest as `line of the text: sentence`.
fn problems(text: &str, format: Format) -> Vec<String> {
    let parsed = parse(text, format, &Limits::default());
    let root = parsed.tree.documents().next().expect("a document");
    validate(root, 100)
        .into_iter()
        .map(|problem| {
            let at = &text[problem.span.range()];
            match problem.kind {
                SchemaProblemKind::UnknownField { key, suggestion, .. } => {
                    format!(
                        "{at}: unknown {key}, {}",
                        suggestion.map(|close| close.word).unwrap_or_default()
                    )
                }
                SchemaProblemKind::InvalidValue { field, expected, found, suggestion, .. } => {
                    format!(
                        "{at}: {field} must be {expected}, found {found}, {}",
                        suggestion.map(|close| close.word).unwrap_or_default()
                    )
                }
                SchemaProblemKind::MissingField { field, path } => {
                    format!("{at}: {path} lacks {field}")
                }
            }
        })
        .collect()
}

#[test]
fn a_valid_manifest_has_no_problems_in_either_notation() {
    let yaml = "subprocessors:\n  - {name: A, location: US, audiences: [end_user], x-note: 1}\n";
    assert_eq!(problems(yaml, Format::Yaml), Vec::<String>::new());
    let json = r#"{"subprocessors": [{"name": "A", "locations": ["US", {"country": "IE"}]}]}"#;
    assert_eq!(problems(json, Format::Json), Vec::<String>::new());
}

#[test]
fn each_mistake_is_one_plain_sentence_at_its_bytes() {
    let text = "subprocesors: []\nsubprocessors:\n  - name: A\n    purpos: x\n    status: actve\n    audiences: end_user\n  - purpose: y\n";
    assert_eq!(
        problems(text, Format::Yaml),
        [
            "subprocesors: unknown subprocesors, ",
            "purpos: unknown purpos, purpose",
            "actve: status must be `planned`, `active`, `disabled` or `retired`, found \"actve\", active",
            "end_user: audiences must be a list, found \"end_user\", ",
            "purpose: subprocessors[1] lacks name",
        ]
    );
}

#[test]
fn unquoted_text_of_another_type_is_left_to_implicit_type_in_yaml_only() {
    assert_eq!(problems("subprocessors: [{name: 1.10}]", Format::Yaml), Vec::<String>::new());
    let json = r#"{"subprocessors": [{"name": 1.10}]}"#;
    assert_eq!(problems(json, Format::Json), ["1.10: name must be text, found 1.10, "]);
}

#[test]
fn a_document_that_is_no_mapping_is_said_to_be_none() {
    assert_eq!(problems("- a\n- b\n", Format::Yaml).len(), 1);
    assert_eq!(problems("just text\n", Format::Yaml).len(), 1);
}

#[test]
fn what_a_place_takes_is_known_by_its_path() {
    let path = |text: &str| text.split('.').map(str::to_owned).collect::<Vec<_>>();
    let status = expected_at(&path("subprocessors.0.status"));
    assert_eq!(status.values, ["planned", "active", "disabled", "retired"]);
    let location = expected_at(&path("subprocessors.0.locations.0"));
    assert!(location.takes_text && location.fields.contains(&"region".to_owned()));
    assert!(expected_at(&path("last_updated")).is_date);
    assert_eq!(expected_at(&path("subprocessors.0.x-own.y")), Expected::default());
}
