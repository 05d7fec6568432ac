//! Edits that give a scalar another text. They keep its notation where that can
//! hold the new text, and quote it where it cannot.

use super::{Format, Limits, NodeKind, ScalarStyle, Value, parse, scalar};
use crate::text::{Edit, Span};
use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

/// Bytes of a scalar up to which it is rewritten: each edit is read again.
const LONGEST: usize = 4096;

/// Replaces a part of the text of a scalar, which may be a key.
///
/// Nothing when that cannot be done without touching anything else: the source
/// does not have the bytes of the part, or the value is an alias, or it has an
/// anchor or a tag, or is inside of a value that has one.
#[must_use]
pub fn replace_text(value: Value<'_>, part: Range<usize>, with: &str) -> Option<Edit> {
    let text = rewritable(value)?;
    let span = value.exact(part.clone())?;
    let meant = format!("{}{with}{}", text.get(..part.start)?, text.get(part.end..)?);
    let scalar = Scalar { value, meant: &meant };
    if value.style() == ScalarStyle::Block {
        return fits_block(with).then(|| Edit { span, text: with.to_owned() });
    }
    scalar.in_its_notation(span, with).or_else(|| scalar.quoted())
}

/// Puts a scalar without quotes into double quotes, so that every reader takes
/// it for text.
#[must_use]
pub fn quote_scalar(value: Value<'_>) -> Option<Edit> {
    let meant = rewritable(value)?;
    Scalar { value, meant }.quoted().filter(|_| value.style() == ScalarStyle::Plain)
}

/// The way to write a text in YAML: in double quotes where it would be taken for
/// something else without them.
#[must_use]
pub fn as_written(text: &str) -> Cow<'_, str> {
    let alone = format!("[{text}]");
    let parsed = parse(&alone, Format::Yaml, &Limits::default());
    let root = parsed.tree.documents().next();
    let item = root.filter(|root| root.len() == 1).and_then(|root| root.item(0));
    let is_plain = parsed.problems.is_empty()
        && parsed.tree.comments().is_empty()
        && item
            .is_some_and(|item| item.style() == ScalarStyle::Plain && item.as_str() == Some(text))
        && scalar::yaml_1_1_type(text).is_none();
    if is_plain { text.into() } else { format!("\"{}\"", escape(text)).into() }
}

fn rewritable(value: Value<'_>) -> Option<&str> {
    let is_marked = value.is_alias() || value.tree().is_marked(value.span());
    let text = value.text().filter(|_| !is_marked)?;
    (value.span().range().len() <= LONGEST).then_some(text)
}

/// A line of a block can hold anything that is not white space at its ends.
fn fits_block(with: &str) -> bool {
    with.trim() == with && !with.is_empty() && with.chars().all(is_printable)
}

/// Characters that YAML lets stand as they are, without those that some readers
/// take for line breaks.
fn is_printable(char: char) -> bool {
    !char.is_control()
        && !matches!(char, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// A scalar and the text that it is to have.
struct Scalar<'v> {
    value: Value<'v>,
    meant: &'v str,
}

impl Scalar<'_> {
    /// Replaces a part and leaves the rest as it was written.
    fn in_its_notation(&self, span: Span, with: &str) -> Option<Edit> {
        let source = self.value.tree().text();
        let whole = self.value.span();
        let is_printable = with.chars().all(is_printable);
        let text = match source[whole.range()].chars().next() {
            Some('"') if self.value.style() == ScalarStyle::Quoted => escape(with),
            Some('\'') if self.value.style() == ScalarStyle::Quoted && is_printable => {
                with.replace('\'', "''")
            }
            _ if self.value.style() == ScalarStyle::Plain && is_printable => {
                // Text that a reader takes for something else needs quotes.
                let is_text = scalar::resolve(self.meant) == scalar::Resolved::Str
                    && scalar::yaml_1_1_type(self.meant).is_none()
                    && self.meant != "<<";
                is_text.then(|| with.to_owned())?
            }
            _ => return None,
        };
        let edit = Edit { span, text };
        let written = [
            &source[whole.start as usize..span.start as usize],
            &edit.text,
            &source[span.end as usize..whole.end as usize],
        ];
        self.reads_as_meant(&written.concat()).then_some(edit)
    }

    /// Writes the whole scalar anew, in double quotes. One of several lines
    /// would lose them.
    fn quoted(&self) -> Option<Edit> {
        let span = self.value.span();
        if self.value.tree().text()[span.range()].contains(['\n', '\r']) {
            return None;
        }
        let text = format!("\"{}\"", escape(self.meant));
        self.reads_as_meant(&text).then_some(Edit { span, text })
    }

    /// True if a scalar has the text that is meant, where it stands.
    fn reads_as_meant(&self, scalar: &str) -> bool {
        let tree = self.value.tree();
        let flow = tree.format() == Format::Yaml && tree.is_in_flow(self.value.span());
        let (start, end) = if flow { ("[", "]") } else { ("", "") };
        let alone = format!("{start}{scalar}{end}");
        let parsed = parse(&alone, tree.format(), &Limits::default());
        let mut documents = parsed.tree.documents();
        let (Some(root), None) = (documents.next(), documents.next()) else { return false };
        let read = if flow { root.item(0).unwrap_or(root) } else { root };
        parsed.problems.is_empty()
            && parsed.tree.comments().is_empty()
            && root.len() == usize::from(flow)
            && read.kind() == NodeKind::Str
            && read.as_str() == Some(self.meant)
    }
}

/// A text between double quotes, in YAML and in JSON.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    for char in text.chars() {
        match char {
            '"' | '\\' => out.extend(['\\', char]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            char if is_printable(char) => out.push(char),
            // All of these have 16 bits.
            char => {
                let _ = write!(out, "\\u{:04x}", u32::from(char));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{Parsed, Tree};
    use proptest::prelude::*;

    fn yaml(text: &str) -> Parsed<'_> {
        parse(text, Format::Yaml, &Limits::default())
    }

    /// All scalars, keys among them, in the order of the text.
    fn scalars<'t>(tree: &'t Tree<'_>) -> Vec<Value<'t>> {
        fn add<'t>(value: Value<'t>, all: &mut Vec<Value<'t>>) {
            match value.kind() {
                NodeKind::Seq => value.items().for_each(|item| add(item, all)),
                NodeKind::Map => value.entries().for_each(|(key, value)| {
                    all.push(key);
                    add(value, all);
                }),
                _ => all.push(value),
            }
        }
        let mut all = Vec::new();
        tree.documents().for_each(|root| add(root, &mut all));
        all
    }

    /// The kind and the text of every scalar.
    fn content(tree: &Tree<'_>) -> Vec<(NodeKind, Option<String>)> {
        let of = |value: Value<'_>| (value.kind(), value.text().map(str::to_owned));
        scalars(tree).into_iter().map(of).collect()
    }

    /// The text under `a` with its text, or the part `was` of it, replaced.
    fn replaced(source: &str, was: &str, with: &str) -> Option<String> {
        let format = if source.starts_with('{') { Format::Json } else { Format::Yaml };
        let parsed = parse(source, format, &Limits::default());
        let value = parsed.tree.documents().next().unwrap().get("a").unwrap();
        let at = value.text().unwrap().find(was).unwrap();
        let edit = replace_text(value, at..at + was.len(), with)?;
        Some(Edit::apply(source, &[edit]))
    }

    #[test]
    fn a_text_is_shown_as_it_can_be_typed() {
        for (text, shown) in [
            ("GB", "GB"),
            ("NO", "\"NO\""),
            ("1", "\"1\""),
            ("Acme, Inc.", "\"Acme, Inc.\""),
            ("Acme: a", "\"Acme: a\""),
            ("Larch #2", "\"Larch #2\""),
            ("it's", "it's"),
            ("", "\"\""),
        ] {
            assert_eq!(as_written(text), shown, "{text}");
        }
    }

    #[test]
    fn text_keeps_its_notation_where_that_can_hold_it() {
        for (source, was, with, expected) in [
            ("a: UK # seat\n", "UK", "GB", "a: GB # seat\n"),
            ("a: 'UK'\n", "UK", "GB", "a: 'GB'\n"),
            ("a: 'UK'\n", "UK", "it's", "a: 'it''s'\n"),
            ("a: \"UK\"\n", "UK", "\"GB\"", "a: \"\\\"GB\\\"\"\n"),
            ("a: Acme,Inc\n", "Acme,Inc", "Acme, Inc", "a: Acme, Inc\n"),
            ("a: one\n  tow\n  three\n", "tow", "two", "a: one\n  two\n  three\n"),
            ("a: >\n  one tow\n  three\n", "tow", "two", "a: >\n  one two\n  three\n"),
            ("{\"a\": \"U\\u004b, UK\"}", ", UK", "\n", "{\"a\": \"U\\u004b\\n\"}"),
        ] {
            assert_eq!(replaced(source, was, with).as_deref(), Some(expected), "{source}");
        }
    }

    #[test]
    fn text_is_quoted_where_readers_would_take_it_for_something_else() {
        for (with, expected) in [
            ("NO", "a: \"NO\"\n"),
            ("2026-11-01", "a: \"2026-11-01\"\n"),
            ("1.10", "a: \"1.10\"\n"),
            ("", "a: \"\"\n"),
            ("x: y", "a: \"x: y\"\n"),
            ("x # y", "a: \"x # y\"\n"),
            ("- x", "a: \"- x\"\n"),
            ("*x", "a: \"*x\"\n"),
            ("<<", "a: \"<<\"\n"),
            ("x\n", "a: \"x\\n\"\n"),
            ("\u{feff}", "a: \"\\ufeff\"\n"),
        ] {
            assert_eq!(replaced("a: UK\n", "UK", with).as_deref(), Some(expected));
        }
        let flow = "b: [{a: UK, c: 1}]\n";
        let parsed = yaml(flow);
        let value = parsed.tree.documents().next().unwrap().get("b").unwrap();
        let value = value.item(0).unwrap().get("a").unwrap();
        let edit = replace_text(value, 0..2, "x, y").unwrap();
        assert_eq!(Edit::apply(flow, &[edit]), "b: [{a: \"x, y\", c: 1}]\n");
    }

    #[test]
    fn what_is_shared_typed_or_spelled_in_another_way_is_left_alone() {
        for (source, was) in [
            ("a: &x UK\n", "UK"),
            ("a: !!str UK\n", "UK"),
            ("b: &x UK\na: *x\n", "UK"),
            ("a: 'it''s'\n", "'"),
            ("a: one\n  two\n", "one two"),
            ("b: &x {a: UK}\n<<: *x\n", "UK"),
        ] {
            assert_eq!(replaced(source, was, "GB"), None, "{source}");
        }
        let long = format!("a: {} UK\n", "x".repeat(LONGEST));
        assert_eq!(replaced(&long, "UK", "GB"), None);
        // A block cannot hold it, and a folded text cannot become another notation.
        assert_eq!(replaced("a: |\n  UK\n", "UK", "x\ny"), None);
        assert_eq!(replaced("a: one\n  two\n", "one", "x: y"), None);
    }

    #[test]
    fn only_what_has_no_quotes_is_quoted() {
        let source = "[NO, 1.10, 'NO', &x NO, ~]";
        let parsed = yaml(source);
        let items = parsed.tree.documents().next().unwrap().items();
        let edits: Vec<Edit> = items.filter_map(quote_scalar).collect();
        assert_eq!(Edit::apply(source, &edits), "[\"NO\", \"1.10\", 'NO', &x NO, ~]");
    }

    const WITH: &[&str] = &[
        "GB",
        "no",
        "2026-11-01",
        "a: b",
        "a # b",
        "x, y",
        "[z",
        "}",
        "é",
        "",
        " lead",
        "tail ",
        "a\tb",
        "a\nb",
        "\"q\"",
        "it's",
        "- x",
        "? x",
        "*a",
        "&a",
        "!t",
        "%d",
        "@x",
        "null",
        "1.0",
        "<<",
        "=",
        "---",
        "...",
        ":",
        "#",
        "\\",
        "\u{feff}",
        "\u{2028}",
        "\u{1d11e}",
        "\u{7f}",
        "|",
        ">-",
        "'",
        "true",
        "0x1",
    ];
    const SCALARS: &[&str] = &[
        "x",
        "one two",
        "'it''s'",
        "\"a\\n\\u00e9 b\"",
        "''",
        "12",
        "no",
        "'a\n      b'",
        "\"a \\\n      b\"",
        "a\n      b",
        "true",
        "\"\"",
        "!!str 1",
        "&m x",
        "~",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1500))]

        #[test]
        fn exactly_the_meant_text_changes(
            parts in prop::collection::vec(prop::sample::select(SCALARS), 6),
            with in prop::sample::select(WITH),
            which in any::<prop::sample::Index>(),
            cut in any::<(prop::sample::Index, prop::sample::Index)>(),
        ) {
            let [a, b, c, d, e, f] = parts[..] else { unreachable!() };
            let source = format!(
                "k0: {a}\nk1: {{p: {b}, q: [{c}, x], 'r': 1}} # c\nk2:\n  - {d}\n  - |\n    one\n      two\n  - >\n    \
                 three\n    four\n  - {e}\n---\n{f}\n"
            );
            let parsed = yaml(&source);
            prop_assert!(parsed.problems.is_empty(), "{}", source);
            let all = scalars(&parsed.tree);
            let at = which.index(all.len());
            let value = all[at];
            let text = value.text().unwrap_or_default();
            let bounds: Vec<usize> =
                text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let (one, other) = (*cut.0.get(&bounds), *cut.1.get(&bounds));
            let part = one.min(other)..one.max(other);
            let meant = format!("{}{with}{}", &text[..part.start], &text[part.end..]);
            let Some(edit) = replace_text(value, part, with) else {
                let is_plain = source[value.span().range()] == *text && !text.contains('\n');
                let is_free = !parsed.tree.is_marked(value.span()) && !value.is_null();
                prop_assert!(!(is_plain && is_free && value.style() == ScalarStyle::Plain), "{}", source);
                return Ok(());
            };
            let changed = Edit::apply(&source, &[edit]);
            let read = yaml(&changed);
            let is_clash = |problem: &crate::syntax::Problem| problem.is_fatal();
            prop_assert!(!read.problems.iter().any(is_clash), "{changed}");
            if read.problems.is_empty() {
                let mut expected = content(&parsed.tree);
                expected[at] = (NodeKind::Str, Some(meant));
                prop_assert_eq!(content(&read.tree), expected, "{}", changed);
            }
        }
    }
}
