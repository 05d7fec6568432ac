use super::*;

fn yaml(text: &str) -> Parsed<'_> {
    parse(text, Format::Yaml, &Limits::default())
}

fn at<'t>(parsed: &'t Parsed<'_>, path: &[&str]) -> Value<'t> {
    let root = parsed.tree.documents().next().expect("a document");
    path.iter().fold(root, |value, step| match step.parse::<usize>() {
        Ok(index) => value.items().nth(index).expect("an item"),
        Err(_) => value.get(step).expect("a key"),
    })
}

#[test]
fn every_value_knows_its_bytes() {
    let text = "a:\n  - x: 'it''s'\n    y: [1, \"b\"]\n  # end\nc: >\n  folded\n  text\n";
    let parsed = yaml(text);
    let slice = |value: Value<'_>| &text[value.span().range()];
    assert_eq!(slice(at(&parsed, &["a", "0", "x"])), "'it''s'");
    assert_eq!(at(&parsed, &["a", "0", "x"]).as_str(), Some("it's"));
    assert_eq!(slice(at(&parsed, &["a", "0", "y"])), "[1, \"b\"]");
    assert_eq!(slice(at(&parsed, &["a", "0"])), "x: 'it''s'\n    y: [1, \"b\"]");
    assert_eq!(at(&parsed, &["c"]).as_str(), Some("folded text\n"));
    assert_eq!(
        at(&parsed, &["a", "0", "y", "1"]).inner_span().range(),
        text.find("b\"").unwrap()..text.find("b\"").unwrap() + 1
    );
    assert_eq!(parsed.tree.comments().len(), 1);
}

#[test]
fn a_path_leads_to_the_value_under_a_span() {
    let text = "subprocessors:\n  - name: A\n  - name: B\n    links: {'my site': x}\n";
    let parsed = yaml(text);
    let root = parsed.tree.documents().next().unwrap();
    let path = |value: Value<'_>| parsed.tree.path_of(root.id(), value.span());
    assert_eq!(path(at(&parsed, &["subprocessors", "1", "name"])), "subprocessors[1].name");
    assert_eq!(
        path(at(&parsed, &["subprocessors", "1", "links", "my site"])),
        "subprocessors[1].links[\"my site\"]"
    );
}

#[test]
fn the_last_of_two_equal_keys_counts_and_both_are_reported() {
    let parsed = yaml("location: US\nname: x\nlocation: IE\n");
    assert_eq!(at(&parsed, &["location"]).as_str(), Some("IE"));
    let [Problem::DuplicateKey { key, at, first, .. }] = &parsed.problems[..] else {
        panic!("{:?}", parsed.problems)
    };
    assert_eq!((key.as_str(), at.start, first.start), ("location", 21, 0));
}

#[test]
fn merge_keys_bring_in_what_is_not_there() {
    let text = "base: &b {name: A, location: US}\nv:\n  <<: *b\n  name: B\n";
    let parsed = yaml(text);
    assert_eq!(at(&parsed, &["v", "name"]).as_str(), Some("B"));
    assert_eq!(at(&parsed, &["v", "location"]).as_str(), Some("US"));
    assert_eq!(at(&parsed, &["v"]).len(), 2);
}

#[test]
fn an_alias_has_its_own_place_and_the_value_of_its_anchor() {
    let text = "a: &x [1, 2]\nb: *x\n";
    let parsed = yaml(text);
    let alias = at(&parsed, &["b"]);
    assert_eq!(&text[alias.span().range()], "*x");
    assert_eq!(alias.items().filter_map(Value::as_int).sum::<i64>(), 3);
}

#[test]
fn tags_decide_what_plain_text_is() {
    let parsed = yaml("a: !!str 1\nb: !!int 2\nc: ! true\nd: !mine no\n");
    assert_eq!(at(&parsed, &["a"]).kind(), NodeKind::Str);
    assert_eq!(at(&parsed, &["b"]).kind(), NodeKind::Int(2));
    assert_eq!(at(&parsed, &["c"]).kind(), NodeKind::Str);
    assert_eq!(at(&parsed, &["d"]).kind(), NodeKind::Str);
}

#[test]
fn documents_before_an_error_are_kept() {
    let parsed = yaml("a: 1\n---\nb: [1\n");
    assert_eq!(parsed.tree.documents().len(), 1);
    assert!(matches!(parsed.problems[..], [Problem::Syntax { .. }]));
}

#[test]
fn a_byte_order_mark_shifts_no_span() {
    let text = "\u{feff}a: b\n";
    let parsed = yaml(text);
    assert_eq!(&text[at(&parsed, &["a"]).span().range()], "b");
    let text = "\u{feff}{\"a\": \"b\"}";
    let parsed = parse(text, Format::Json, &Limits::default());
    assert_eq!(&text[at(&parsed, &["a"]).span().range()], "\"b\"");
}

#[test]
fn json_is_strict() {
    for text in ["{a: 1}", "[1,]", "// c\n1", "'a'", "\"a\tb\"", "[1]\u{c}", "01", "+1", "[1] 2"] {
        let parsed = parse(text, Format::Json, &Limits::default());
        assert!(parsed.problems.iter().any(Problem::is_fatal), "{text:?} is refused");
    }
}

#[test]
fn an_alias_bomb_stops_at_the_node_limit() {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..10 {
        let before = format!("*a{}", level - 1);
        text += &format!("a{level}: &a{level} [{}]\n", [before.as_str(); 9].join(", "));
    }
    let parsed = yaml(&text);
    assert!(matches!(parsed.problems[..], [Problem::Limit { limit: Limit::Nodes, .. }]));
}

#[test]
fn aliases_can_not_hide_depth() {
    let mut text = "a0: &a0 [x]\n".to_owned();
    for level in 1..200 {
        text += &format!("a{level}: &a{level} [*a{}]\n", level - 1);
    }
    let parsed = yaml(&text);
    assert!(matches!(parsed.problems[..], [Problem::Limit { limit: Limit::Depth, .. }]));
}

#[test]
fn deep_nesting_stops_at_the_depth_limit() {
    for text in ["[".repeat(100_000), "- ".repeat(100_000), "{a: ".repeat(100_000)] {
        let parsed = yaml(&text);
        assert!(parsed.problems.iter().any(Problem::is_fatal));
        let parsed = parse(&text, Format::Json, &Limits::default());
        assert!(parsed.problems.iter().any(Problem::is_fatal));
    }
}

#[test]
fn an_alias_inside_its_own_anchor_is_refused() {
    let parsed = yaml("a: &x [*x]\n");
    assert!(matches!(parsed.problems[..], [Problem::Syntax { .. }]));
    let parsed = yaml("a: &x {<<: *x}\n");
    assert!(matches!(parsed.problems[..], [Problem::Syntax { .. }]));
}

#[test]
fn scalars_that_readers_disagree_on_are_listed() {
    let parsed = yaml("a: NO\nb: 'NO'\nc: 1.10\nd: Norway\ne: 12:30\n");
    let found: Vec<_> =
        parsed.tree.ambiguous_scalars_in(Span::new(0, 99)).filter_map(Value::text).collect();
    assert_eq!(found, ["NO", "1.10", "12:30"]);
}

#[test]
fn a_tab_that_indents_is_pointed_at() {
    for text in [
        "subprocessors:\n  - name: A\n\tlocation: US\n",
        "subprocessors:\n\t- name: A\n",
        "\u{feff}subprocessors:\n  - name: A\n    locations:\n  \t- US\n",
    ] {
        let parsed = yaml(text);
        let [Problem::Syntax { at, message, .. }] = &parsed.problems[..] else {
            panic!("{:?}", parsed.problems)
        };
        assert_eq!(&text[at.range()], "\t", "{text:?}");
        assert_eq!(message, "a tab indents this line, and YAML takes spaces only");
    }
}
