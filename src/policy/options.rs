//! The options of a check, from the rule itself and from what overrides it.

use crate::cel::Type;
use crate::diagnostics::PolicyError;
use crate::manifest::fields;
use crate::manifest::view::{Expression, ExpressionSubject};
use crate::syntax::{Kind, Value};
use crate::text::suggest::{did_you_mean, known_words};
use crate::text::{SourceFile, Span};
use std::sync::Arc;

/// One mapping of options with the file it stands in.
#[derive(Clone, Debug)]
pub struct Layer<'a> {
    /// The file, for errors.
    pub file: &'a Arc<SourceFile>,
    /// The mapping.
    pub value: Value<'a>,
    /// Who says it.
    pub origin: Origin,
}

/// Who sets an option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The rule itself.
    Rule,
    /// A pack, by its name.
    Pack(String),
    /// A configuration.
    Config,
}

/// Options in layers; the first layer that has an option decides.
#[derive(Debug)]
pub struct Options<'a> {
    layers: &'a [Layer<'a>],
    /// Where to report something that no layer has.
    place: (&'a Arc<SourceFile>, Span),
    about: ExpressionSubject,
    errors: Vec<PolicyError>,
}

impl<'a> Options<'a> {
    /// Options from the given layers, the strongest first.
    #[must_use]
    pub fn new(layers: &'a [Layer<'a>], place: (&'a Arc<SourceFile>, Span)) -> Self {
        Self { layers, place, about: ExpressionSubject::Vendor, errors: Vec::new() }
    }

    /// The same options for a rule about the document as a whole.
    #[must_use]
    pub fn about(self, about: ExpressionSubject) -> Self {
        Self { about, ..self }
    }

    /// An expression, checked for what the rule is about.
    pub fn expression(&mut self, name: &str, wanted: &Type) -> Option<Expression> {
        let (file, value) = self.get(name)?;
        self.expression_at(file, value, wanted)
    }

    /// The expression that a value holds, checked for what the rule is about.
    pub(crate) fn expression_at(
        &mut self,
        file: &Arc<SourceFile>,
        value: Value<'_>,
        wanted: &Type,
    ) -> Option<Expression> {
        match Expression::compile(file, value, self.about, wanted) {
            Ok(expression) => Some(expression),
            Err(defects) => {
                self.errors.extend(defects.into_iter().map(|defect| PolicyError {
                    file: Some(Arc::clone(file)),
                    span: defect.span,
                    message: defect.message,
                    help: defect.help,
                }));
                None
            }
        }
    }

    /// The keys under which a field that an option names may be typed.
    pub fn field(&mut self, name: &str) -> Vec<String> {
        let Some(at) = self.get(name) else { return Vec::new() };
        let path = self.text(name).unwrap_or_default();
        let block = match self.about {
            ExpressionSubject::Vendor => fields::VENDOR,
            ExpressionSubject::Manifest => fields::MANIFEST,
        };
        match block.block().spellings(&path) {
            Ok(keys) => keys,
            Err(known) => {
                let last = path.rsplit('.').next().unwrap_or_default();
                let help = match did_you_mean(last, known) {
                    Some(close) => format!("Did you mean `{close}`?"),
                    None => "See `docs/manifest.md` for the fields.".to_owned(),
                };
                self.error(at, format!("the manifest has no field `{path}`"), &help);
                Vec::new()
            }
        }
    }

    /// The value of an option with the file it stands in.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<(&'a Arc<SourceFile>, Value<'a>)> {
        self.layers.iter().find_map(|layer| Some((layer.file, layer.value.get(name)?)))
    }

    /// Who sets an option.
    #[must_use]
    pub fn origin(&self, name: &str) -> Option<&'a Origin> {
        self.layers.iter().find(|layer| layer.value.get(name).is_some()).map(|layer| &layer.origin)
    }

    /// What went wrong so far.
    #[must_use]
    pub fn into_errors(self) -> Vec<PolicyError> {
        self.errors
    }

    /// Reports something about an option's value.
    pub fn error(
        &mut self,
        at: (&Arc<SourceFile>, Value<'_>),
        message: impl Into<String>,
        help: &str,
    ) {
        let error = PolicyError::new(at.0, at.1.span(), message);
        self.errors.push(error.with_help(help));
    }

    fn expected(&mut self, name: &str, at: (&Arc<SourceFile>, Value<'_>), expected: &str) {
        let found = at.1.kind().noun();
        self.error(
            at,
            format!("`{name}` takes {expected}, found {found}"),
            "See `explain` for the options of the rule.",
        );
    }

    /// A whole number.
    pub fn int(&mut self, name: &str, default: i64) -> i64 {
        let Some(at) = self.get(name) else { return default };
        if let Some(value) = at.1.as_int().filter(|value| *value >= 0) {
            return value;
        }
        self.expected(name, at, "a whole number, 0 or more");
        default
    }

    /// A number between 0 and 1.
    pub fn share(&mut self, name: &str, default: f64) -> f64 {
        let Some(at) = self.get(name) else { return default };
        let value = match at.1.kind() {
            Kind::Float(value) => value,
            Kind::Int(0) => 0.0,
            Kind::Int(1) => 1.0,
            _ => -1.0,
        };
        if (0.0..=1.0).contains(&value) {
            return value;
        }
        self.expected(name, at, "a number from 0 to 1");
        default
    }

    /// `true` or `false`; `on` and `off` are taken too.
    pub fn bool(&mut self, name: &str, default: bool) -> bool {
        let Some(at) = self.get(name) else { return default };
        match (at.1.as_bool(), at.1.as_str()) {
            (Some(value), _) => value,
            (_, Some("on")) => true,
            (_, Some("off")) => false,
            _ => {
                self.expected(name, at, "`true` or `false`");
                default
            }
        }
    }

    /// A text.
    pub fn text(&mut self, name: &str) -> Option<String> {
        let at = self.get(name)?;
        let text = at.1.text().map(str::to_owned);
        if text.is_none() {
            self.expected(name, at, "a text");
        }
        text
    }

    /// A text that a check can not do without.
    pub fn required_text(&mut self, name: &str) -> String {
        if self.get(name).is_none() {
            let (file, span) = self.place;
            let message = format!("the check lacks its option `{name}`");
            self.errors.push(PolicyError::new(file, span, message));
        }
        self.text(name).unwrap_or_default()
    }

    /// One of a closed list of words; the first is the default.
    pub fn word(&mut self, name: &str, words: &[&'static str]) -> &'static str {
        let default = words[0];
        let Some(at) = self.get(name) else { return default };
        let typed = at.1.text().unwrap_or_default();
        if let Some(word) = words.iter().find(|word| **word == typed) {
            return word;
        }
        self.error(at, format!("`{name}` can not be `{typed}`"), &known_words(typed, words));
        default
    }

    /// A list of texts; a lone text is a list of one.
    pub fn texts(&mut self, name: &str) -> Vec<String> {
        self.located_texts(name).into_iter().map(|(_, text)| text).collect()
    }

    /// A list of texts with the place of each.
    pub fn located_texts(&mut self, name: &str) -> Vec<((&'a Arc<SourceFile>, Value<'a>), String)> {
        let Some(at) = self.get(name) else { return Vec::new() };
        let items: Vec<Value<'a>> = match at.1.kind() {
            Kind::Seq => at.1.items().collect(),
            _ => vec![at.1],
        };
        let mut texts = Vec::new();
        for item in items {
            match item.text() {
                Some(text) => texts.push(((at.0, item), text.to_owned())),
                None => self.expected(name, (at.0, item), "a list of texts"),
            }
        }
        texts
    }

    /// A mapping from texts to texts or lists of texts.
    pub fn table(&mut self, name: &str) -> Vec<(String, Vec<String>)> {
        let Some(at) = self.get(name) else { return Vec::new() };
        if at.1.kind() != Kind::Map {
            self.expected(name, at, "a mapping");
        }
        let mut table = Vec::new();
        for (key, value) in at.1.entries() {
            let values: Vec<String> = match value.kind() {
                Kind::Seq => value.items().filter_map(Value::text).map(str::to_owned).collect(),
                _ => value.text().map(str::to_owned).into_iter().collect(),
            };
            table.push((key.text().unwrap_or_default().to_owned(), values));
        }
        table
    }
}
