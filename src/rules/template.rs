//! Message texts with `{arguments}`.

/// A text whose `{name}` parts are filled in per finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Argument(String),
}

/// Longer arguments are cut: a message stays one line, whatever the manifest
/// holds.
const MAX_ARGUMENT: usize = 120;

/// A message ends about here, in bytes, however many arguments a rule repeats.
const MAX_FILLED: usize = 10_000;

/// The argument that is a message of its own; its check keeps it short.
const WHOLE: &str = "message";

impl Template {
    /// Takes a text apart.
    ///
    /// Only `{lower_case_words}` are arguments; any other brace stands for
    /// itself, so that YAML flow mappings can be quoted in help texts.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut parts = Vec::new();
        let mut literal = String::new();
        let mut rest = text;
        while let Some(open) = rest.find('{') {
            literal.push_str(&rest[..open]);
            rest = &rest[open..];
            let name_end = rest[1..].find(|c: char| !(c.is_ascii_lowercase() || c == '_'));
            match name_end {
                Some(length) if length > 0 && rest[1 + length..].starts_with('}') => {
                    if !literal.is_empty() {
                        parts.push(Part::Text(std::mem::take(&mut literal)));
                    }
                    parts.push(Part::Argument(rest[1..=length].to_owned()));
                    rest = &rest[length + 2..];
                }
                _ => {
                    literal.push('{');
                    rest = &rest[1..];
                }
            }
        }
        literal.push_str(rest);
        if !literal.is_empty() {
            parts.push(Part::Text(literal));
        }
        Self { parts }
    }

    /// The names of its arguments.
    pub fn arguments(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Argument(name) => Some(name.as_str()),
            Part::Text(_) => None,
        })
    }

    /// The text as it was before it was taken apart.
    #[must_use]
    pub fn source(&self) -> String {
        let parts = self.parts.iter().map(|part| match part {
            Part::Text(literal) => literal.clone(),
            Part::Argument(name) => format!("{{{name}}}"),
        });
        parts.collect()
    }

    /// The text with its arguments filled in; one that is not given is left
    /// out.
    #[must_use]
    pub fn fill(&self, arguments: &[(&'static str, String)]) -> String {
        let mut text = String::new();
        for part in &self.parts {
            if text.len() > MAX_FILLED {
                text.push('…');
                break;
            }
            match part {
                Part::Text(literal) => text.push_str(literal),
                Part::Argument(name) => {
                    let value = arguments.iter().find(|(known, _)| known == name);
                    let value = value.map_or("", |(_, value)| value);
                    if name == WHOLE {
                        text.push_str(value);
                    } else {
                        push_shortened(&mut text, value);
                    }
                }
            }
        }
        text
    }
}

/// Adds a value on one line, cut after [`MAX_ARGUMENT`] characters.
fn push_shortened(text: &mut String, value: &str) {
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
        let template = Template::parse("`{field}` of {vendor}: add `{scope: global}` {{}");
        assert_eq!(template.arguments().collect::<Vec<_>>(), ["field", "vendor"]);
        let filled = template.fill(&[("field", "x".into()), ("vendor", "a\n  b".into())]);
        assert_eq!(filled, "`x` of a b: add `{scope: global}` {{}");
    }

    #[test]
    fn a_long_argument_is_cut() {
        let filled = Template::parse("{value}").fill(&[("value", "é".repeat(500))]);
        assert_eq!(filled.chars().count(), MAX_ARGUMENT + 1);
        assert!(filled.ends_with('…'));
    }
}
