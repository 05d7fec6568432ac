//! Message texts with `{arguments}`.

use crate::text::start_of;

/// A text whose `{name}` parts are filled in per finding.
///
/// It is kept as it was written: most rules of a run find nothing, and then
/// nobody takes it apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    text: String,
}

enum TemplatePart<'t> {
    Text(&'t str),
    Argument(&'t str),
}

/// Longer arguments are cut: a message stays one line, whatever the manifest
/// holds.
const MAX_ARGUMENT: usize = 120;

/// A message ends here, in bytes, however long the text of its rule is.
const MAX_FILLED: usize = 10_000;

/// The arguments that are made of the program's own words, which their check keeps short:
/// a message, advice, the words of a vocabulary.
const WHOLE: &[&str] = &["message", "advice", "allowed"];

impl Template {
    /// A template with this text.
    ///
    /// Only `{lower_case_words}` are arguments; any other brace stands for
    /// itself, so that YAML flow mappings can be quoted in help texts.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into() }
    }

    fn parts(&self) -> impl Iterator<Item = TemplatePart<'_>> {
        let mut rest = self.text.as_str();
        std::iter::from_fn(move || {
            if let Some(name) = argument(rest) {
                rest = &rest[name.len() + 2..];
                return Some(TemplatePart::Argument(name));
            }
            let mut braces = rest.match_indices('{').map(|(at, _)| at);
            let next = braces.find(|at| argument(&rest[*at..]).is_some());
            let (text, after) = rest.split_at(next.unwrap_or(rest.len()));
            rest = after;
            (!text.is_empty()).then_some(TemplatePart::Text(text))
        })
    }

    /// The names of its arguments.
    pub fn arguments(&self) -> impl Iterator<Item = &str> {
        self.parts().filter_map(|part| match part {
            TemplatePart::Argument(name) => Some(name),
            TemplatePart::Text(_) => None,
        })
    }

    /// True if it has to be filled in for each finding: it has other arguments than
    /// those that stay open, or more text than a message may have.
    #[must_use]
    pub fn needs_filling(&self, open: &[&str]) -> bool {
        self.text.len() > MAX_FILLED || self.arguments().any(|name| !open.contains(&name))
    }

    /// Its text.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.text
    }

    /// The text with its arguments filled in; one that is not given is left
    /// out.
    #[must_use]
    pub fn fill(&self, arguments: &[(&'static str, String)]) -> String {
        self.fill_but(&[], arguments)
    }

    /// The same, but some arguments are left open: `{n}` stays `{n}`.
    #[must_use]
    pub fn fill_but(&self, open: &[&str], arguments: &[(&'static str, String)]) -> String {
        let mut text = String::with_capacity(self.text.len());
        let mut last = Last::Other;
        for part in self.parts() {
            if text.len() > MAX_FILLED {
                break;
            }
            match part {
                TemplatePart::Text(literal) => {
                    match last {
                        // A sentence that ends in `Acme Inc.` has one full stop.
                        Last::FullStop => {
                            text.push_str(literal.strip_prefix('.').unwrap_or(literal));
                        }
                        Last::Nothing => push_after_nothing(&mut text, literal),
                        Last::Other => text.push_str(literal),
                    }
                    last = Last::Other;
                }
                TemplatePart::Argument(name) if open.contains(&name) => {
                    text.extend(["{", name, "}"]);
                    last = Last::Other;
                }
                TemplatePart::Argument(name) => {
                    let value = arguments.iter().find(|(known, _)| *known == name);
                    let value = value.map_or("", |(_, value)| value);
                    let before = text.len();
                    if WHOLE.contains(&name) {
                        text.push_str(value);
                    } else {
                        push_shortened(&mut text, value);
                    }
                    last = match &text[before..] {
                        "" => Last::Nothing,
                        value if value.ends_with('.') => Last::FullStop,
                        _ => Last::Other,
                    };
                }
            }
        }
        if let Last::Nothing = last {
            text.truncate(text.trim_end().len());
        }
        if text.len() > MAX_FILLED {
            text.truncate(start_of(&text, MAX_FILLED).len());
            text.push('…');
        }
        text
    }
}

/// The end of a text that is being filled in.
enum Last {
    /// An argument that ends in a full stop.
    FullStop,
    /// An argument that is empty.
    Nothing,
    Other,
}

/// The signs around an argument that go away with it.
const PAIRS: [(char, char); 3] = [('"', '"'), ('`', '`'), ('(', ')')];

/// Adds what follows an argument that is empty: the signs around it go, and the
/// words on both sides have one space between them, or none before punctuation.
fn push_after_nothing(text: &mut String, mut literal: &str) {
    for (open, close) in PAIRS {
        if text.ends_with(open)
            && let Some(rest) = literal.strip_prefix(close)
        {
            text.pop();
            literal = rest;
        }
    }
    if text.is_empty() || text.ends_with([' ', '(']) {
        literal = literal.trim_start_matches(' ');
    }
    if literal.starts_with([',', '.', ';', ':', ')']) || literal.is_empty() {
        text.truncate(text.trim_end().len());
    }
    text.push_str(literal);
}

/// The name of the argument that a text starts with.
fn argument(text: &str) -> Option<&str> {
    let rest = text.strip_prefix('{')?;
    let end = rest.bytes().position(|byte| !(byte.is_ascii_lowercase() || byte == b'_'))?;
    (end > 0 && rest.as_bytes()[end] == b'}').then(|| &rest[..end])
}

/// Adds a value on one line, cut after [`MAX_ARGUMENT`] characters.
fn push_shortened(text: &mut String, value: &str) {
    // The first word may be a megabyte long.
    let start = MAX_ARGUMENT * 16;
    let value = start_of(value, start);
    let mut words = value.split_whitespace();
    let mut count = 0;
    if let Some(first) = words.next() {
        for char in first.chars().chain(words.flat_map(|word| " ".chars().chain(word.chars()))) {
            if count == MAX_ARGUMENT {
                text.push('…');
                return;
            }
            text.push(char);
            count += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_lower_case_words_in_braces_are_arguments() {
        let template = Template::new("`{field}` of {vendor}: add `{scope: global}` {{}");
        assert_eq!(template.arguments().collect::<Vec<_>>(), ["field", "vendor"]);
        let filled = template.fill(&[("field", "x".into()), ("vendor", "a\n  b".into())]);
        assert_eq!(filled, "`x` of a b: add `{scope: global}` {{}");
    }

    #[test]
    fn one_full_stop_ends_a_sentence() {
        let said = |value: &str| Template::new("It said: {x}.").fill(&[("x", value.to_owned())]);
        assert_eq!(said("under Acme Inc."), "It said: under Acme Inc.");
        assert_eq!(said("no contact"), "It said: no contact.");
        let quoted = Template::new("\"{x}\".").fill(&[("x", "Acme Inc.".to_owned())]);
        assert_eq!(quoted, "\"Acme Inc.\".", "a quotation keeps its own");
    }

    #[test]
    fn an_empty_argument_leaves_no_gap() {
        for (template, expected) in [
            ("processes {x} data", "processes data"),
            ("{x} data", "data"),
            ("data of {x}", "data of"),
            ("the place {x}, outside the claim", "the place, outside the claim"),
            ("the claim \"{x}\" ({x}) fails", "the claim fails"),
            ("rule `{x}`: done", "rule: done"),
            ("one ({x}).", "one."),
            ("{x}{x}", ""),
        ] {
            assert_eq!(Template::new(template).fill(&[("x", " ".to_owned())]), expected);
        }
    }

    #[test]
    fn a_long_argument_is_cut() {
        let filled = Template::new("{value}").fill(&[("value", "é".repeat(500))]);
        assert_eq!(filled.chars().count(), MAX_ARGUMENT + 1);
        assert!(filled.ends_with('…'));
    }
}
