//! The options of a check, from the rule itself and from what overrides it.

use super::builtin;
use super::check::CheckSpec;
use super::option_spec::{OptionShape, OptionSpec};
use super::rule_file::COMMON;
use crate::cel::Type;
use crate::diagnostics::PolicyError;
use crate::manifest::fields;
use crate::manifest::view::{
    Expression, ExpressionScope, ExpressionSubject, OptionValue, OptionValues,
};
use crate::syntax::{NodeKind, Value};
use crate::text::suggest::{did_you_mean, known_words};
use crate::text::{SourceFile, Span};
use std::sync::Arc;

/// Values of one list: each value of a manifest is compared with all of them.
const MAX_ITEMS: usize = 2_000;

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

/// The options of a check and its rule, in layers; the first layer that has an
/// option decides.
///
/// Only options that are declared can be asked for, in the shape that they are
/// declared with. A test builds every check, and compares what it asks for with
/// what it declares.
#[derive(Debug)]
pub struct CheckOptions<'a> {
    check: &'static CheckSpec,
    layers: &'a [Layer<'a>],
    /// The place for reports about options that no layer sets.
    place: (&'a Arc<SourceFile>, Span),
    about: ExpressionSubject,
    /// The case whose options are asked for.
    case: Option<(&'a Arc<SourceFile>, Value<'a>)>,
    /// The values that its expressions read as `option`.
    values: Option<Arc<OptionValues>>,
    pattern_bytes: usize,
    errors: Vec<PolicyError>,
    #[cfg(test)]
    pub(crate) asked: Vec<&'static str>,
}

impl<'a> CheckOptions<'a> {
    /// The options of a check from the given layers, the strongest first.
    #[must_use]
    pub fn new(
        check: &'static CheckSpec,
        layers: &'a [Layer<'a>],
        place: (&'a Arc<SourceFile>, Span),
        about: ExpressionSubject,
    ) -> Self {
        Self {
            check,
            layers,
            place,
            about,
            case: None,
            values: None,
            pattern_bytes: 0,
            errors: Vec::new(),
            #[cfg(test)]
            asked: Vec::new(),
        }
    }

    /// The definition of an option that is asked for.
    fn spec(&mut self, name: &str) -> &'static OptionSpec<'static> {
        let spec = self.check.option(name).or(COMMON.iter().find(|option| option.name == name));
        let spec = spec.expect("internal: a check asks for options that it declares");
        #[cfg(test)]
        self.asked.push(spec.name);
        spec
    }

    /// An expression, checked for what the rule is about.
    pub fn expression(&mut self, name: &str) -> Option<Expression> {
        let at = self.get(name);
        self.compile(name, at)
    }

    /// An expression, or the one that stands elsewhere in the rule; `null` for
    /// none at all.
    pub(crate) fn expression_or(
        &mut self,
        name: &str,
        other: Option<(&'a Arc<SourceFile>, Value<'_>)>,
    ) -> Option<Expression> {
        let at = self.get(name).or(other).filter(|(_, value)| !value.is_null());
        self.compile(name, at)
    }

    fn compile(
        &mut self,
        name: &str,
        at: Option<(&'a Arc<SourceFile>, Value<'_>)>,
    ) -> Option<Expression> {
        let wanted = match self.spec(name).shape {
            OptionShape::Condition => Type::Bool,
            OptionShape::TextExpression => Type::Text,
            _ => mismatch(name),
        };
        let (file, value) = at?;
        let scope = ExpressionScope { about: self.about, options: self.values.clone() };
        if Arc::ptr_eq(file, builtin::source()) {
            return Some(Expression::built_in(file, value, scope, &wanted));
        }
        match Expression::compile(file, value, scope, &wanted) {
            Ok(expression) => {
                self.pattern_bytes += expression.pattern_bytes();
                Some(expression)
            }
            Err(defects) => {
                self.errors.extend(defects.into_iter().map(|defect| PolicyError::of(file, defect)));
                None
            }
        }
    }

    /// Upper bound on the size of the patterns in its expressions, in bytes.
    #[must_use]
    pub fn pattern_bytes(&self) -> usize {
        self.pattern_bytes
    }

    /// The keys under which a field that an option names may be typed.
    pub fn field(&mut self, name: &str) -> Vec<String> {
        let OptionShape::Field = self.spec(name).shape else { mismatch(name) };
        let Some(at) = self.get(name) else { return Vec::new() };
        let path = self.text_at(name).unwrap_or_default();
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

    /// The subject of the rule.
    #[must_use]
    pub fn about(&self) -> ExpressionSubject {
        self.about
    }

    /// The value of an option with the file it stands in.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<(&'a Arc<SourceFile>, Value<'a>)> {
        if let Some((file, case)) = self.case {
            return Some((file, case.get(name)?));
        }
        self.layers.iter().find_map(|layer| Some((layer.file, layer.value.get(name)?)))
    }

    /// Who sets an option.
    #[must_use]
    pub fn origin(&self, name: &str) -> Option<&'a Origin> {
        self.layers.iter().find(|layer| layer.value.get(name).is_some()).map(|layer| &layer.origin)
    }

    /// The errors so far.
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

    fn expected(&mut self, name: &str, at: (&'a Arc<SourceFile>, Value<'_>)) {
        let shape = self.spec(name).shape;
        self.report_shape(name, shape, at);
    }

    fn report_shape(&mut self, name: &str, shape: OptionShape, at: (&Arc<SourceFile>, Value<'_>)) {
        let (expected, found) = (shape.noun(), at.1.kind().noun());
        self.error(
            at,
            format!("`{name}` takes {expected}, found {found}"),
            "See `explain` for the options of the rule.",
        );
    }

    /// A whole number.
    pub fn int(&mut self, name: &str) -> i64 {
        let OptionShape::Integer(default) = self.spec(name).shape else { mismatch(name) };
        let Some(at) = self.get(name) else { return default };
        if let Some(value) = at.1.as_int().filter(|value| *value >= 0) {
            return value;
        }
        self.expected(name, at);
        default
    }

    /// A whole number of things; those that do not fit are as good as no end.
    pub fn count(&mut self, name: &str) -> usize {
        usize::try_from(self.int(name)).unwrap_or(usize::MAX)
    }

    /// A number between 0 and 1.
    pub fn share(&mut self, name: &str) -> f64 {
        let OptionShape::Share(default) = self.spec(name).shape else { mismatch(name) };
        let Some(at) = self.get(name) else { return default };
        let value = match at.1.kind() {
            NodeKind::Float(value) => value,
            NodeKind::Int(0) => 0.0,
            NodeKind::Int(1) => 1.0,
            _ => -1.0,
        };
        if (0.0..=1.0).contains(&value) {
            return value;
        }
        self.expected(name, at);
        default
    }

    /// `true` or `false`; `on` and `off` are taken too.
    pub fn bool(&mut self, name: &str) -> bool {
        let OptionShape::Boolean(default) = self.spec(name).shape else { mismatch(name) };
        let Some(at) = self.get(name) else { return default };
        match (at.1.as_bool(), at.1.as_str()) {
            (Some(value), _) => value,
            (_, Some("on")) => true,
            (_, Some("off")) => false,
            _ => {
                self.expected(name, at);
                default
            }
        }
    }

    /// A text.
    pub fn text(&mut self, name: &str) -> Option<String> {
        let OptionShape::Text = self.spec(name).shape else { mismatch(name) };
        self.text_at(name)
    }

    fn text_at(&mut self, name: &str) -> Option<String> {
        let at = self.get(name)?;
        let text = at.1.text().map(str::to_owned);
        if text.is_none() {
            self.expected(name, at);
        }
        text
    }

    /// Reports that an option is missing without which there is no check.
    pub fn require(&mut self, name: &str) {
        if self.get(name).is_none() {
            let (file, span) = self.case.map_or(self.place, |(file, case)| (file, case.span()));
            let message = format!("the check lacks its option `{name}`");
            self.errors.push(PolicyError::new(file, span, message));
        }
    }

    /// One of a closed list of words.
    pub fn word(&mut self, name: &str) -> &'static str {
        let OptionShape::Word(words) = self.spec(name).shape else { mismatch(name) };
        let default = words[0];
        let Some(at) = self.get(name) else { return default };
        let typed = at.1.text().unwrap_or_default();
        if let Some(word) = words.iter().find(|word| **word == typed) {
            return word;
        }
        self.error(at, format!("`{name}` cannot be `{typed}`"), &known_words(typed, words));
        default
    }

    /// A list of texts; a lone text is a list of one.
    pub fn texts(&mut self, name: &str) -> Vec<String> {
        self.located_texts(name).into_iter().map(|(_, text)| text).collect()
    }

    /// A list of texts with the place of each.
    pub fn located_texts(&mut self, name: &str) -> Vec<((&'a Arc<SourceFile>, Value<'a>), String)> {
        let (OptionShape::Texts | OptionShape::Field) = self.spec(name).shape else {
            mismatch(name)
        };
        self.list(name)
    }

    /// A list of words from a closed list.
    pub fn words(&mut self, name: &str) -> Vec<String> {
        let shape = self.spec(name).shape;
        let OptionShape::Words { known, noun, default } = shape else { mismatch(name) };
        let mut words = Vec::new();
        let stated = self.list(name);
        let known = if stated.is_empty() { Vec::new() } else { known() };
        for (at, word) in stated {
            if known.contains(&word.as_str()) {
                words.push(word);
            } else {
                self.error(at, format!("`{word}` is not {noun}"), &known_words(&word, &known));
            }
        }
        if words.is_empty() {
            words.extend(default.iter().map(|word| (*word).to_owned()));
        }
        words
    }

    fn list(&mut self, name: &str) -> Vec<((&'a Arc<SourceFile>, Value<'a>), String)> {
        let Some(at) = self.get(name) else { return Vec::new() };
        let items: Vec<Value<'a>> = match at.1.kind() {
            NodeKind::Seq => at.1.items().collect(),
            _ => vec![at.1],
        };
        if items.len() > MAX_ITEMS {
            let message = format!("`{name}` has {} values, more than {MAX_ITEMS}", items.len());
            self.error(at, message, "Leave out what a rule would not report anyway.");
            return Vec::new();
        }
        let mut texts = Vec::new();
        for item in items {
            match item.text() {
                Some(text) => texts.push(((at.0, item), text.to_owned())),
                None => self.expected(name, (at.0, item)),
            }
        }
        texts
    }

    /// Settles the options that the rule declares: what is asked for after that
    /// may read them as `option`.
    pub fn declarations(&mut self, name: &str) {
        let OptionShape::Declarations = self.spec(name).shape else { mismatch(name) };
        let Some(at) = self.get(name) else { return };
        for (key, declared) in at.1.entries() {
            let typed = key.text().unwrap_or_default();
            let is_taken = self.check.option(typed).is_some()
                || COMMON.iter().any(|option| option.name == typed);
            if is_taken || !is_snake(typed) {
                let help = "Options are lower-case words with `_` that mean nothing else yet.";
                self.error((at.0, key), format!("an option cannot be called `{typed}`"), help);
            }
            for (key, _) in declared.entries() {
                let typed = key.text().unwrap_or_default();
                if !DECLARATION.contains(&typed) {
                    let message = format!("an option has no field `{typed}`");
                    self.error((at.0, key), message, &known_words(typed, DECLARATION));
                }
            }
        }
        let rule = self.layers.iter().find(|layer| layer.origin == Origin::Rule);
        let expression = rule.map(|layer| layer.value);
        let declared: Vec<_> = expression.into_iter().flat_map(OptionSpec::declared).collect();
        if declared.len() < at.1.entries().count() {
            let help = "`default` is a whole number, `true`, `false` or a list of texts; `meaning` a sentence.";
            self.error(at, "an option is declared by its `default` and its `meaning`", help);
        }
        let mut values = Vec::new();
        for (default, option) in declared {
            let set = self.get(option.name);
            let read = |value| read_value(option.shape, value);
            if let Some(at) = set.filter(|(_, value)| read(*value).is_none()) {
                self.report_shape(option.name, option.shape, at);
            }
            let value = set.map_or(default, |(_, value)| value);
            if let Some(value) = read(value).or_else(|| read(default)) {
                values.push((option.name.to_owned(), value));
            }
        }
        self.values = Some(Arc::new(OptionValues::new(values)));
    }

    /// The cases of a list. What is asked for while one is read is looked up in
    /// it, and nowhere else.
    pub fn cases<T>(&mut self, name: &str, mut read: impl FnMut(&mut Self) -> T) -> Vec<T> {
        let OptionShape::Cases(keys) = self.spec(name).shape else { mismatch(name) };
        let Some(at) = self.get(name) else { return Vec::new() };
        if at.1.kind() != NodeKind::Seq || at.1.is_empty() {
            self.expected(name, at);
        }
        let mut cases = Vec::new();
        for case in at.1.items() {
            if case.kind() != NodeKind::Map {
                self.expected(name, (at.0, case));
                continue;
            }
            for (key, _) in case.entries() {
                let typed = key.text().unwrap_or_default();
                if !keys.contains(&typed) {
                    let message = format!("a case has no field `{typed}`");
                    self.error((at.0, key), message, &known_words(typed, keys));
                }
            }
            self.case = Some((at.0, case));
            cases.push(read(self));
            self.case = None;
        }
        cases
    }

    /// A mapping from texts to texts or lists of texts.
    pub fn table(&mut self, name: &str) -> Vec<(String, Vec<String>)> {
        let OptionShape::Table = self.spec(name).shape else { mismatch(name) };
        let Some(at) = self.get(name) else { return Vec::new() };
        if at.1.kind() != NodeKind::Map {
            self.expected(name, at);
        }
        let mut table = Vec::new();
        for (key, value) in at.1.entries() {
            let values: Vec<String> = match value.kind() {
                NodeKind::Seq => value.items().filter_map(Value::text).map(str::to_owned).collect(),
                _ => value.text().map(str::to_owned).into_iter().collect(),
            };
            table.push((key.text().unwrap_or_default().to_owned(), values));
        }
        table
    }
}

/// The fields of the declaration of an option.
const DECLARATION: &[&str] = &["default", "meaning"];

/// The value of an option that an expression declares.
fn read_value(shape: OptionShape, value: Value<'_>) -> Option<OptionValue> {
    Some(match (shape, value.kind()) {
        (OptionShape::Integer(_), _) => {
            OptionValue::Number(value.as_int().filter(|number| *number >= 0)?)
        }
        (OptionShape::Boolean(_), NodeKind::Bool(flag)) => OptionValue::Flag(flag),
        (OptionShape::Boolean(_), _) => OptionValue::Flag(match value.as_str()? {
            "on" => true,
            "off" => false,
            _ => return None,
        }),
        (OptionShape::Texts, NodeKind::Null) => OptionValue::Texts(Vec::new()),
        (OptionShape::Texts, NodeKind::Seq) => {
            let texts = value.items().map(|item| item.text().map(str::to_owned));
            OptionValue::Texts(texts.collect::<Option<_>>()?)
        }
        (OptionShape::Texts, _) => OptionValue::Texts(vec![value.text()?.to_owned()]),
        _ => return None,
    })
}

fn is_snake(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

/// The check asks for an option in a shape that it does not declare, which no
/// policy can lead to.
fn mismatch(name: &str) -> ! {
    panic!("internal: the option `{name}` is declared in another shape")
}
