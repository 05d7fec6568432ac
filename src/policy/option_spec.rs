//! The definitions of options: what a check or a rule can be told.

use crate::syntax::{NodeKind, Value};

/// The definition of an option. Parser, schemas, `explain` and the
/// documentation are made from it.
#[derive(Clone, Copy, Debug)]
pub struct OptionSpec<'a> {
    /// Its key.
    pub name: &'a str,
    /// The values it takes, and its default.
    pub shape: OptionShape,
    /// One sentence for the documentation.
    pub meaning: &'a str,
    /// True if it makes the check the one of its rule: a configuration does not
    /// change it.
    pub structural: bool,
}

/// The values that an option takes, and its default unless a rule or a configuration sets
/// it.
#[derive(Clone, Copy, Debug)]
pub enum OptionShape {
    /// A whole number, 0 or more.
    Integer(i64),
    /// A number from 0 to 1.
    Share(f64),
    /// `true` or `false`.
    Boolean(bool),
    /// A text; nothing by default.
    Text,
    /// One of a closed list of words; the first is the default.
    Word(&'static [&'static str]),
    /// A list of texts; empty by default.
    Texts,
    /// A list of words from a closed list.
    Words {
        /// The words.
        known: fn() -> Vec<&'static str>,
        /// The noun for one of them, with its article: `an activity`.
        noun: &'static str,
        /// The meaning of an empty list.
        default: &'static [&'static str],
    },
    /// A mapping from texts to texts or lists of texts; empty by default.
    Table,
    /// The path of a field of the manifest, such as `links.dpa`; nothing by
    /// default.
    Field,
    /// A CEL expression that is true or false; nothing by default.
    Condition,
    /// A CEL expression that gives a text; nothing by default.
    TextExpression,
    /// A list of blocks of other options of the check, which are named here;
    /// empty by default.
    Cases(&'static [&'static str]),
    /// Options of the rule itself by their names; none by default.
    Declarations,
}

impl OptionShape {
    /// The shape in words, with its article.
    #[must_use]
    pub fn noun(self) -> &'static str {
        match self {
            Self::Integer(_) => "a whole number, 0 or more",
            Self::Share(_) => "a number from 0 to 1",
            Self::Boolean(_) => "`true` or `false`",
            Self::Text => "a text",
            Self::Word(_) => "one of a list of words",
            Self::Texts | Self::Words { .. } => "a list of texts",
            Self::Table => "a mapping",
            Self::Field => "a field of the manifest",
            Self::Condition | Self::TextExpression => "a CEL expression",
            Self::Cases(_) => "a list of cases",
            Self::Declarations => "a mapping of options",
        }
    }

    /// Describes the values it takes, with the words of its closed list.
    #[must_use]
    pub fn takes(self) -> String {
        let words: Vec<String> = self.words().iter().map(|word| format!("`{word}`")).collect();
        match self {
            Self::Word(_) => match &words[..] {
                [before @ .., last] if !before.is_empty() => {
                    format!("{} or {last}", before.join(", "))
                }
                _ => words.concat(),
            },
            Self::Words { .. } => format!("a list of {}", words.join(", ")),
            _ => self.noun().to_owned(),
        }
    }

    /// The closed list that its words are from; empty when there is none.
    #[must_use]
    pub fn words(self) -> Vec<&'static str> {
        match self {
            Self::Word(words) => words.to_vec(),
            Self::Words { known, .. } => known(),
            _ => Vec::new(),
        }
    }

    /// The default as it could be typed; nothing when there is none.
    #[must_use]
    pub fn default_text(self) -> Option<String> {
        match self {
            Self::Integer(default) => Some(default.to_string()),
            Self::Share(default) => Some(default.to_string()),
            Self::Boolean(default) => Some(default.to_string()),
            Self::Word(words) => words.first().map(|word| (*word).to_owned()),
            Self::Words { default: [], .. } => None,
            Self::Words { default, .. } => Some(format!("[{}]", default.join(", "))),
            Self::Text | Self::Texts | Self::Table | Self::Field => None,
            Self::Condition | Self::TextExpression | Self::Cases(_) | Self::Declarations => None,
        }
    }
}

impl<'a> OptionSpec<'a> {
    /// The options that an expression declares, each with a default that tells
    /// what it takes.
    pub(crate) fn declared(expression: Value<'a>) -> impl Iterator<Item = (Value<'a>, Self)> {
        let declared = expression.get("options").into_iter().flat_map(Value::entries);
        declared.filter_map(|(key, option)| {
            let default = option.get("default")?;
            let shape = match default.kind() {
                NodeKind::Int(number) if number >= 0 => OptionShape::Integer(number),
                NodeKind::Bool(flag) => OptionShape::Boolean(flag),
                NodeKind::Seq if default.items().all(|item| item.text().is_some()) => {
                    OptionShape::Texts
                }
                _ => return None,
            };
            let meaning = option.get("meaning")?.text()?;
            Some((default, Self { name: key.text()?, shape, meaning, structural: false }))
        })
    }
}

impl OptionSpec<'static> {
    const fn new(name: &'static str, shape: OptionShape, meaning: &'static str) -> Self {
        Self { name, shape, meaning, structural: false }
    }

    /// A whole number with its default.
    pub(crate) const fn integer(name: &'static str, default: i64, meaning: &'static str) -> Self {
        Self::new(name, OptionShape::Integer(default), meaning)
    }

    /// A share with its default.
    pub(crate) const fn share(name: &'static str, default: f64, meaning: &'static str) -> Self {
        Self::new(name, OptionShape::Share(default), meaning)
    }

    /// A switch with its default.
    pub(crate) const fn boolean(name: &'static str, default: bool, meaning: &'static str) -> Self {
        Self::new(name, OptionShape::Boolean(default), meaning)
    }

    /// A text.
    pub(crate) const fn text(name: &'static str, meaning: &'static str) -> Self {
        Self::new(name, OptionShape::Text, meaning)
    }

    /// One of some words, of which the first is the default.
    pub(crate) const fn word(
        name: &'static str,
        words: &'static [&'static str],
        meaning: &'static str,
    ) -> Self {
        Self::new(name, OptionShape::Word(words), meaning)
    }

    /// A list of texts.
    pub(crate) const fn texts(name: &'static str, meaning: &'static str) -> Self {
        Self::new(name, OptionShape::Texts, meaning)
    }

    /// A list of words, of which each is `noun`.
    pub(crate) const fn words(
        name: &'static str,
        (noun, known): (&'static str, fn() -> Vec<&'static str>),
        default: &'static [&'static str],
        meaning: &'static str,
    ) -> Self {
        Self::new(name, OptionShape::Words { known, noun, default }, meaning)
    }

    /// A mapping from texts to texts.
    pub(crate) const fn table(name: &'static str, meaning: &'static str) -> Self {
        Self::new(name, OptionShape::Table, meaning)
    }

    /// The path of a field.
    pub(crate) const fn field(name: &'static str, meaning: &'static str) -> Self {
        Self::new(name, OptionShape::Field, meaning)
    }

    /// An expression that is true or false.
    pub(crate) const fn condition(name: &'static str, meaning: &'static str) -> Self {
        Self::new(name, OptionShape::Condition, meaning)
    }

    /// An expression that gives a text.
    pub(crate) const fn text_expression(name: &'static str, meaning: &'static str) -> Self {
        Self::new(name, OptionShape::TextExpression, meaning)
    }

    /// A list of blocks of other options of the check.
    pub(crate) const fn cases(
        name: &'static str,
        keys: &'static [&'static str],
        meaning: &'static str,
    ) -> Self {
        Self::new(name, OptionShape::Cases(keys), meaning)
    }

    /// Options that a rule declares for its own expressions.
    pub(crate) const fn declarations(name: &'static str, meaning: &'static str) -> Self {
        Self::new(name, OptionShape::Declarations, meaning)
    }

    /// The same option, out of reach of configurations.
    pub(crate) const fn structural(mut self) -> Self {
        self.structural = true;
        self
    }
}
