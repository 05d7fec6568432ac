//! Reads mappings of a test with every slip at its place.

use crate::diagnostics::PolicyError;
use crate::diagnostics::Severity;
use crate::syntax::{NodeKind, Value};
use crate::text::suggest::known_words;
use crate::text::{SourceFile, Span};
use crate::values::date::Date;
use std::sync::Arc;

const SEVERITIES: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Info];

/// Gathers what is wrong with a file.
pub(super) struct Reader {
    file: Arc<SourceFile>,
    pub(super) errors: Vec<PolicyError>,
}

impl Reader {
    pub(super) fn new(file: &Arc<SourceFile>) -> Self {
        Self { file: Arc::clone(file), errors: Vec::new() }
    }

    pub(super) fn error(&mut self, span: Span, message: impl Into<String>, help: &str) {
        let error = PolicyError::new(&self.file, span, message);
        self.errors.push(if help.is_empty() { error } else { error.with_help(help) });
    }

    /// Checks that a value is a mapping with known keys, and says whether it is;
    /// keys that start with `x-` are free.
    pub(super) fn keys(&mut self, node: Value<'_>, known: &[&str], what: &str) -> bool {
        if node.kind() != NodeKind::Map {
            let found = node.kind().noun();
            self.error(start(node), format!("{what} is a mapping, found {found}"), "");
            return false;
        }
        let before = self.errors.len();
        for (key, _) in node.entries() {
            let name = key.text().unwrap_or_default();
            if !known.contains(&name) && !name.starts_with("x-") {
                let message = format!("{what} has no field `{name}`");
                self.error(key.span(), message, &known_words(name, known));
            }
        }
        self.errors.len() == before
    }

    /// A text; nothing when the key is not there.
    pub(super) fn text<'a>(&mut self, node: Value<'a>, name: &str) -> Option<&'a str> {
        let value = node.get(name)?;
        let text = value.text();
        if text.is_none() {
            let found = value.kind().noun();
            self.error(start(value), format!("`{name}` takes a text, found {found}"), "");
        }
        text
    }

    /// Texts with their places: a list, or a lone text.
    pub(super) fn texts<'a>(&mut self, node: Value<'a>, name: &str) -> Vec<(Span, &'a str)> {
        let Some(value) = node.get(name) else { return Vec::new() };
        let items: Vec<Value<'a>> = match value.kind() {
            NodeKind::Seq => value.items().collect(),
            _ => vec![value],
        };
        let mut texts = Vec::new();
        for item in items {
            match item.text() {
                Some(text) => texts.push((item.span(), text)),
                None => {
                    let found = item.kind().noun();
                    let message = format!("`{name}` takes a list of texts, found {found}");
                    self.error(start(item), message, "");
                }
            }
        }
        texts
    }

    /// A number; zero when the key is not there.
    pub(super) fn count(&mut self, node: Value<'_>, name: &str) -> usize {
        let Some(value) = node.get(name) else { return 0 };
        let number = value.as_int().and_then(|number| usize::try_from(number).ok());
        if number.is_none() {
            self.error(start(value), format!("`{name}` takes a whole number"), "");
        }
        number.unwrap_or_default()
    }

    pub(super) fn date(&mut self, node: Value<'_>, name: &str) -> Option<Date> {
        let text = self.text(node, name)?;
        let date = Date::parse(text).ok();
        if date.is_none() {
            let span = node.get(name).map_or(node.span(), Value::span);
            self.error(
                span,
                format!("`{text}` is not a date"),
                "Write it as YYYY-MM-DD, for example 2026-11-21.",
            );
        }
        date
    }

    pub(super) fn severity(&mut self, node: Value<'_>, name: &str) -> Option<Severity> {
        let text = self.text(node, name)?;
        let severity = SEVERITIES.into_iter().find(|severity| severity.as_str() == text);
        if severity.is_none() {
            let span = node.get(name).map_or(node.span(), Value::span);
            let known = SEVERITIES.map(Severity::as_str);
            let message = format!("`{text}` is not a severity");
            self.error(span, message, &known_words(text, &known));
        }
        severity
    }
}

/// The smallest place that stands for a value: its first key or item, or itself.
pub(super) fn start(node: Value<'_>) -> Span {
    match node.kind() {
        NodeKind::Map => node.entries().next().map_or(node.span(), |(key, _)| key.span()),
        NodeKind::Seq => node.items().next().map_or(node.span(), start),
        _ => node.span(),
    }
}
