//! The tree beside another reader of YAML: values written by that reader's own
//! emitter, and by one here that takes every style at random, mean the same to
//! both. And what holds for the places of whatever text there is.
//!
//! Known differences, which the texts here keep out of:
//! - the other reader takes plain scalars by YAML 1.2 with exceptions of its
//!   own, so a text that any reader may take for something else is quoted;
//! - it refuses a key that appears twice, where the tree keeps the last and says
//!   so;
//! - it merges `<<` only when asked, so it is asked, and then also under a key
//!   in quotes, which is a key like any other to the tree.
#![allow(clippy::unwrap_used, reason = "a test that stops has failed")]

use crate::syntax::{
    Format, Limits, NodeKind, Parsed, Problem, ScalarStyle, Tree, Value, parse, scalar,
};
use crate::text::Span;
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Map, Value as Json};

fn read(text: &str, format: Format) -> Parsed<'_> {
    parse(text, format, &Limits::default())
}

/// The one document of a text, as JSON.
fn ours(text: &str) -> Result<Json, String> {
    let parsed = read(text, Format::Yaml);
    match parsed.problems.iter().find(|problem| problem.is_fatal()) {
        None | Some(Problem::Empty) => Ok(parsed.tree.documents().next().map_or(Json::Null, json)),
        Some(problem) => Err(format!("{problem:?}")),
    }
}

fn json(value: Value<'_>) -> Json {
    match value.kind() {
        NodeKind::Null => Json::Null,
        NodeKind::Bool(value) => value.into(),
        NodeKind::Int(value) => value.into(),
        NodeKind::Float(value) => value.into(),
        NodeKind::Str => value.as_str().unwrap().into(),
        NodeKind::Seq => value.items().map(json).collect(),
        NodeKind::Map => {
            let entries = value.entries();
            entries.map(|(key, value)| (key.text().unwrap().to_owned(), json(value))).collect()
        }
    }
}

fn theirs(text: &str) -> Result<Json, String> {
    let mut value: serde_yaml::Value =
        serde_yaml::from_str(text).map_err(|error| error.to_string())?;
    value.apply_merge().map_err(|error| error.to_string())?;
    serde_json::to_value(value).map_err(|error| error.to_string())
}

/// Text with everything that needs care in some style.
fn text() -> impl Strategy<Value = String> {
    let parts = prop::sample::select(vec![
        "a",
        "Acme",
        "é",
        "日本",
        "\u{1d11e}",
        " ",
        "  ",
        "\n",
        "\n\n",
        ":",
        ": ",
        "#",
        " #",
        "-",
        "- ",
        "?",
        ",",
        "[",
        "]",
        "{",
        "}",
        "&",
        "*",
        "!",
        "|",
        ">",
        "'",
        "\"",
        "%",
        "@",
        "`",
        "\\",
        "\t",
        "yes",
        "null",
        "~",
        "1",
        ".5",
        "0x1F",
        "2026-11-21",
        "12:30",
        "<<",
        "---",
        "...",
        "=",
    ]);
    vec(parts, 0..6).prop_map(|parts| parts.concat())
}

/// A key: the other reader merges under `"<<"` in quotes, too.
fn key() -> impl Strategy<Value = String> {
    text().prop_filter("a merge key", |key| key != "<<")
}

fn value() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        (-1000i32..1000).prop_map(|number| Json::from(f64::from(number) / 8.0)),
        text().prop_map(Json::from),
    ];
    leaf.prop_recursive(4, 32, 5, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..5).prop_map(Json::from),
            vec((key(), inner), 0..5)
                .prop_map(|entries| Json::Object(entries.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

/// Writes YAML in a style of its own for each value, by numbers drawn before.
struct Emitter {
    choices: Vec<u8>,
    at: usize,
    out: String,
    /// Names of anchors that were given to values, which may be repeated.
    anchors: Vec<Json>,
}

impl Emitter {
    fn write(value: &Json, choices: Vec<u8>) -> String {
        let mut emitter = Self { choices, at: 0, out: String::new(), anchors: Vec::new() };
        emitter.block(value, 0);
        emitter.out
    }

    fn choose(&mut self, below: u8) -> u8 {
        self.at += 1;
        self.choices.get(self.at % self.choices.len().max(1)).copied().unwrap_or(0) % below
    }

    /// A value behind `key:`, `-` or the start of the document, and the end of
    /// its line.
    fn block(&mut self, value: &Json, indent: usize) {
        if let Some(anchor) = self.anchors.iter().position(|known| known == value)
            && self.choose(2) == 0
        {
            self.out.push_str(&format!(" *a{anchor}\n"));
            return;
        }
        if self.choose(4) == 0 {
            self.out.push_str(&format!(" &a{}", self.anchors.len()));
            self.anchors.push(value.clone());
        }
        let pad = " ".repeat(indent);
        match value {
            Json::Array(items) if !items.is_empty() && self.choose(3) > 0 => {
                self.out.push('\n');
                for item in items {
                    self.out.push_str(&format!("{pad}-"));
                    self.block(item, indent + 2);
                }
            }
            Json::Object(entries) if !entries.is_empty() && self.choose(3) > 0 => {
                self.comment();
                self.out.push('\n');
                for (key, value) in entries {
                    let key = double(key);
                    self.out.push_str(&format!("{pad}{key}:"));
                    let more = usize::from(self.choose(4));
                    self.block(value, indent + 1 + more);
                }
            }
            Json::String(text) if is_literal(text) && self.choose(2) == 0 => {
                let chomp = if text.ends_with('\n') { "" } else { "-" };
                self.out.push_str(&format!(" |{chomp}\n"));
                for line in text.trim_end_matches('\n').split('\n') {
                    self.out.push_str(&format!("{pad} {line}\n"));
                }
            }
            value => {
                self.out.push(' ');
                self.flow(value);
                self.comment();
                self.out.push('\n');
            }
        }
    }

    fn comment(&mut self) {
        if self.choose(5) == 0 {
            self.out.push_str("  # not: [a, value");
        }
    }

    fn flow(&mut self, value: &Json) {
        match value {
            Json::Array(items) => {
                self.out.push('[');
                for (index, item) in items.iter().enumerate() {
                    self.out.push_str(if index == 0 { "" } else { ", " });
                    self.flow(item);
                }
                self.out.push(']');
            }
            Json::Object(entries) => {
                self.out.push('{');
                for (index, (key, value)) in entries.iter().enumerate() {
                    self.out.push_str(if index == 0 { "" } else { ", " });
                    self.out.push_str(&double(key));
                    self.out.push_str(": ");
                    self.flow(value);
                }
                self.out.push('}');
            }
            Json::String(text) => {
                let text = match self.choose(3) {
                    0 if is_plain(text) => text.clone(),
                    1 if !text.contains(['\n', '\t']) => {
                        format!("'{}'", text.replace('\'', "''"))
                    }
                    _ => double(text),
                };
                self.out.push_str(&text);
            }
            Json::Null => {
                let word = ["null", "~"][usize::from(self.choose(2))];
                self.out.push_str(word);
            }
            other => self.out.push_str(&other.to_string()),
        }
    }
}

fn double(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

/// True if a text may stand without quotes anywhere, for any reader.
fn is_plain(text: &str) -> bool {
    let safe = |char: char| char.is_alphanumeric() || char == ' ';
    text.starts_with(char::is_alphabetic)
        && text.chars().all(safe)
        && text.trim() == text
        && scalar::yaml_1_1_type(text).is_none()
        && scalar::resolve(text) == scalar::Resolved::Str
}

/// True if a text may stand as a `|` block without an indicator for its
/// indentation.
fn is_literal(text: &str) -> bool {
    let first = text.chars().next();
    first.is_some_and(|first| !first.is_whitespace())
        && !text.ends_with("\n\n")
        && !text.contains('\t')
        && text.lines().all(|line| line.trim_end() == line)
}

/// Every value of a tree below one, itself included.
fn walk<'t>(value: Value<'t>, visit: &mut dyn FnMut(Value<'t>)) {
    visit(value);
    if value.is_alias() {
        return;
    }
    value.items().for_each(|item| walk(item, visit));
    for (key, value) in value.entries() {
        walk(key, visit);
        walk(value, visit);
    }
}

/// Asserts the invariants of the places of a tree.
fn places_hold(tree: &Tree<'_>) {
    let text = tree.text();
    let slice = |span: Span| text.get(span.range()).expect("a span is on characters of the text");
    for comment in tree.comments() {
        assert!(slice(comment.span).starts_with('#') && !slice(comment.span).contains('\n'));
    }
    for root in tree.documents() {
        walk(root, &mut |value| {
            let typed = slice(value.span());
            let is_scalar = !matches!(value.kind(), NodeKind::Seq | NodeKind::Map);
            if value.is_alias() {
                assert!(typed.starts_with('*'));
                return;
            }
            let is_plain = is_scalar && value.style() == ScalarStyle::Plain;
            if let Some(text) = value.text().filter(|_| is_plain && !typed.contains(['\n', '\r'])) {
                assert_eq!(typed, text, "a plain scalar is what it was typed as");
            }
            // What a merge key brought in stands elsewhere.
            if typed.contains("<<") {
                return;
            }
            let within = |child: Value<'_>| {
                let (span, child) = (value.span(), child.span());
                assert!(span.start <= child.start && child.end <= span.end, "{typed:?}");
            };
            value.items().for_each(within);
            let mut last = 0;
            for (key, value) in value.entries() {
                within(key);
                within(value);
                assert!(last <= key.span().start, "keys are in the order of the text");
                last = key.span().start;
            }
        });
    }
}

/// The last place up to one that is between two characters.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_the_other_writes_is_read_alike(value in value()) {
        let text = serde_yaml::to_string(&value).unwrap();
        prop_assert_eq!(ours(&text), theirs(&text), "{}", text);
        places_hold(&read(&text, Format::Yaml).tree);
    }

    #[test]
    fn every_style_is_read_alike(value in value(), choices in vec(any::<u8>(), 1..40)) {
        let text = Emitter::write(&value, choices);
        let found = ours(&text);
        prop_assert_eq!(found.as_ref(), Ok(&value), "{}", text);
        prop_assert_eq!(found, theirs(&text), "{}", text);
        places_hold(&read(&text, Format::Yaml).tree);
    }

    #[test]
    fn merge_keys_are_followed_alike(
        base in vec(("[a-f]", value()), 0..5),
        other in vec(("[a-f]", value()), 0..5),
        own in vec(("[a-f]", value()), 0..5),
        list in any::<bool>(),
    ) {
        let block = |entries: Vec<(String, Json)>| {
            let map: Map<String, Json> = entries.into_iter().collect();
            Json::Object(map).to_string()
        };
        let own = block(own);
        let merged = if list { "[*a, *b]" } else { "*a" };
        let own = &own[1..own.len() - 1];
        let comma = if own.is_empty() { "" } else { ", " };
        let text = format!(
            "- &a {}\n- &b {}\n- {{<<: {merged}{comma}{own}}}\n",
            block(base), block(other)
        );
        // JSON compares mappings whatever the order of their keys.
        prop_assert_eq!(ours(&text), theirs(&text), "{}", text);
    }

    #[test]
    fn json_is_read_as_json(value in value()) {
        for text in [value.to_string(), serde_json::to_string_pretty(&value).unwrap()] {
            let parsed = read(&text, Format::Json);
            prop_assert!(parsed.problems.is_empty(), "{:?}", parsed.problems);
            prop_assert_eq!(&json(parsed.tree.documents().next().unwrap()), &value);
            prop_assert_eq!(ours(&text), Ok(value.clone()), "JSON is YAML: {}", text);
            places_hold(&parsed.tree);
        }
    }

    #[test]
    fn any_text_has_places_that_hold(text in "\\PC{0,60}|[-a:#\\[\\]{},&*!|>'\"%\n \t?<]{0,60}") {
        for format in [Format::Yaml, Format::Json] {
            let parsed = read(&text, format);
            places_hold(&parsed.tree);
            for problem in &parsed.problems {
                prop_assert!(text.get(problem.span().range()).is_some(), "{problem:?}");
            }
        }
    }

    #[test]
    fn mutated_manifests_have_places_that_hold(
        cuts in vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), text()), 1..4),
    ) {
        let mut text = include_str!("../../examples/complete.yaml").to_owned();
        for (from, to, insert) in cuts {
            let ends = [from.index(text.len()), to.index(text.len())];
            let from = ends[0].min(ends[1]);
            let to = ends[0].max(ends[1]).min(from + 30);
            let [from, to] = [from, to].map(|at| boundary(&text, at));
            text.replace_range(from..to, &insert);
        }
        places_hold(&read(&text, Format::Yaml).tree);
    }
}
