//! A rule file, read and made into a rule.

mod compile;

use super::builtin;
use super::check::{CheckSpec, Registry};
use super::check_slips;
use super::level::Level;
use super::option_spec::OptionSpec;
use super::rule_fields::RuleFields;
use super::settings::Settings;
use super::template::Template;
use crate::diagnostics::PolicyError;
use crate::diagnostics::Severity;
use crate::manifest::{Audience, ClosedVocabulary as _, Status};
use crate::syntax::{NodeKind, Value};
use crate::text::suggest::{did_you_mean, known_words};
use crate::text::{SourceFile, Span};
use std::sync::Arc;

/// The keys of an example of a rule.
pub(crate) const EXAMPLE_KEYS: &[&str] = &[
    "file", "encoding", "fail", "pass", "at", "message", "help", "severity", "fixed", "leads_to",
    "removes", "options", "today", "with", "baseline",
];

/// The unit that a rule runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Each {
    /// The document as a whole.
    Manifest,
    /// The entries under `subprocessors`.
    Subprocessor,
    /// The entries under `subprocessors` and `other_recipients`.
    Recipient,
    /// The entries under `subprocessors`, and the organisation.
    Company,
    /// All manifests of a run together.
    Project,
}

/// The words for [`Each`].
pub(crate) const EACH: &[(&str, Each)] = &[
    ("manifest", Each::Manifest),
    ("subprocessor", Each::Subprocessor),
    ("recipient", Each::Recipient),
    ("company", Each::Company),
    ("project", Each::Project),
];

/// The keys of a rule file.
pub(crate) const KEYS: &[&str] = &[
    "id",
    "severity",
    "summary",
    "why",
    "references",
    "for",
    "applies_to",
    "when",
    "check",
    "message",
    "fold",
    "help",
    "variants",
    "on_page",
    "yields_to",
    "unsuppressible",
    "examples",
    "formerly",
];

/// The words for the kinds of files that a rule is about.
pub(crate) const APPLIES_TO: &[&str] = &["manifest", "page"];

/// Checks that, in a rule about the document, look at no vendor.
const DOCUMENT_ALONE: &[&str] = &["expression", "required"];

/// The settings that every rule takes, besides the options of its check.
pub(crate) const COMMON: &[OptionSpec<'static>] = &[
    OptionSpec::word("severity", &Level::WORDS, "How much a finding weighs. Quote `off`."),
    OptionSpec::words(
        "statuses",
        ("a status", status_words),
        &[],
        "The statuses that the rule is about.",
    ),
    OptionSpec::words(
        "audiences",
        ("an audience", audience_words),
        &[],
        "The audiences that the rule is about.",
    ),
    OptionSpec::texts("except_vendors", "Ids or names of vendors that the rule leaves out."),
    OptionSpec::condition("when", "A CEL expression: entries for which it is false are left out."),
    OptionSpec::text(
        "source",
        "What the setting rests on; `explain` and `--show-settings` show it.",
    ),
    OptionSpec::boolean("unsuppressible", false, "Whether no waiver applies."),
];

fn status_words() -> Vec<&'static str> {
    Status::WORDS.iter().map(|(word, _)| *word).collect()
}

fn audience_words() -> Vec<&'static str> {
    Audience::WORDS.iter().map(|(word, _)| *word).collect()
}

/// A rule as its file has it, checked for form.
#[derive(Clone, Copy)]
pub struct RuleFile<'a> {
    /// The file it stands in.
    pub file: &'a Arc<SourceFile>,
    /// The whole rule.
    pub node: Value<'a>,
    /// Its id.
    pub id: &'a str,
    /// Its check.
    pub check: &'static CheckSpec,
    /// The options of its check.
    pub options: Value<'a>,
    /// Its level unless something sets it.
    pub level: Level,
    fields: RuleFields<'a>,
    each: Each,
}

impl std::fmt::Debug for RuleFile<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RuleFile").field("id", &self.id).field("check", &self.check.name).finish()
    }
}

impl<'a> RuleFile<'a> {
    /// Reads a rule from its mapping.
    ///
    /// # Errors
    /// All defects of its form, each at its place.
    pub fn read(
        checks: &'static Registry,
        file: &'a Arc<SourceFile>,
        node: Value<'a>,
    ) -> Result<Self, Vec<PolicyError>> {
        let mut errors = Vec::new();
        let error = |span: Span, message: String| PolicyError::new(file, span, message);
        if node.kind() != NodeKind::Map {
            let message = format!("a rule is a mapping, found {}", node.kind().noun());
            return Err(vec![error(node.span(), message)]);
        }
        // A key that is mistyped is one cause, and that the right one is missing no other.
        let mut meant: Vec<&str> = Vec::new();
        for (key, _) in node.entries() {
            let name = key.text().unwrap_or_default();
            if checks.find(name).is_some() {
                meant.push("check");
                errors.push(check_slips::outside(file, key.span(), name));
            } else if !KEYS.contains(&name) {
                meant.extend(did_you_mean(name, KEYS.iter().copied()));
                errors.push(
                    error(key.span(), format!("a rule has no field `{name}`"))
                        .with_help(known_words(name, KEYS)),
                );
            }
        }
        let top = Span::new(node.span().start as usize, node.span().start as usize + 1);
        let anchor = node.entries().next().map_or(top, |(key, _)| key.span());
        // A check that makes its own message needs no other.
        let makes_message =
            node.get("check").and_then(|check| check.get("expression")).is_some_and(makes_message);
        for name in ["id", "summary", "check", "message"] {
            let is_missing = node.get(name).is_none_or(Value::is_null);
            let is_mistyped = meant.contains(&name);
            if is_missing && !is_mistyped && !(name == "message" && makes_message) {
                errors.push(error(anchor, format!("the rule has no `{name}`")));
            }
        }
        let id = node.get("id").and_then(Value::text).unwrap_or_default();
        if let Some(value) = node.get("id").filter(|_| !is_kebab(id)) {
            errors.push(
                error(value.span(), "a rule id is lower-case words with hyphens".to_owned())
                    .with_help("For example `missing-audit-report`."),
            );
        }
        if let Some(value) = node.get("severity") {
            let typed = value.text().unwrap_or_default();
            if Level::parse(typed).is_none() {
                errors.push(
                    error(value.span(), format!("`{typed}` is not a severity"))
                        .with_help(known_words(typed, &Level::WORDS)),
                );
            }
        }
        for word in node.get("applies_to").into_iter().flat_map(|stated| {
            std::iter::once(stated).filter(|one| one.is_empty()).chain(stated.items())
        }) {
            let typed = word.text().unwrap_or_default();
            if !APPLIES_TO.contains(&typed) {
                errors.push(
                    error(word.span(), format!("`{typed}` is no kind of file"))
                        .with_help(known_words(typed, APPLIES_TO)),
                );
            }
        }
        match node.get("check").map(|value| (value, check_of(Some(value)))) {
            Some((_, Some((key, _)))) => {
                let name = key.text().unwrap_or_default();
                if checks.find(name).is_none() {
                    let words: Vec<_> = checks.checks().map(|check| check.name).collect();
                    errors.push(
                        error(key.span(), format!("there is no check `{name}`"))
                            .with_help(known_words(name, &words)),
                    );
                }
            }
            Some((value, None)) if value.is_null() && meant.contains(&"check") => {}
            Some((value, None)) => errors.push(check_slips::not_one(checks, file, value)),
            None => {}
        }
        match Self::unchecked(checks, file, node) {
            Some(rule) if errors.is_empty() => {
                rule.check_selection(&mut errors);
                // What options may say depends on what the rule runs on.
                let is_settled = errors.is_empty();
                rule.check_texts(&mut errors);
                if errors.is_empty() {
                    return Ok(rule);
                }
                if is_settled {
                    let more = rule.compile(&Settings::default()).err();
                    errors.extend(more.into_iter().flatten());
                }
                Err(errors)
            }
            _ => Err(errors),
        }
    }

    /// Reads a rule whose form is known to be sound.
    #[must_use]
    pub(crate) fn unchecked(
        checks: &'static Registry,
        file: &'a Arc<SourceFile>,
        node: Value<'a>,
    ) -> Option<Self> {
        let fields = RuleFields::read(node);
        let (name, options) = check_of(fields.check)?;
        let level = match fields.severity {
            None => Level::On(Severity::Warning),
            Some(value) => Level::parse(value.text()?)?,
        };
        let id = fields.id?.text()?;
        let check = checks.find(name.text()?)?;
        let each = each_of(fields.selection);
        Some(Self { file, node, id, check, options, level, fields, each })
    }

    /// True if it comes with the product.
    #[must_use]
    pub fn is_built_in(&self) -> bool {
        Arc::ptr_eq(self.file, builtin::source())
    }

    /// The text of a field.
    #[cfg(test)]
    #[must_use]
    pub fn text(&self, field: &str) -> Option<&'a str> {
        self.node.get(field).and_then(Value::text)
    }

    /// The ids of the rules whose findings at the same place replace this
    /// one's.
    #[must_use]
    pub fn yields_to(&self) -> Vec<&'a str> {
        self.fields.yields_to.into_iter().flat_map(Value::items).filter_map(Value::text).collect()
    }

    /// True if an id is this rule's, or one that it had before.
    #[must_use]
    pub fn answers_to(&self, id: &str) -> bool {
        self.id == id || self.former_ids().any(|former| former == id)
    }

    /// The ids that the rule had before it was renamed.
    pub fn former_ids(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        // One id needs no list.
        let former = self.fields.formerly.into_iter();
        former.flat_map(|value| std::iter::once(value).chain(value.items())).filter_map(Value::text)
    }

    /// True if its file says that no waiver applies to it.
    #[must_use]
    pub fn is_unsuppressible(&self) -> bool {
        self.fields.unsuppressible.and_then(Value::as_bool) == Some(true)
    }

    /// True if it is about files of a kind, by its word in [`APPLIES_TO`]; about all, unless
    /// it says otherwise.
    fn applies_to(&self, kind: &str) -> bool {
        let Some(stated) = self.fields.applies_to else { return true };
        let mut words = std::iter::once(stated).chain(stated.items()).filter_map(Value::text);
        words.any(|word| word == kind)
    }

    /// The options that may be changed in a configuration.
    pub fn settings(&self) -> impl Iterator<Item = OptionSpec<'a>> + use<'a> {
        let check = self.check.options.iter().filter(|option| !option.structural);
        COMMON.iter().chain(check).copied().chain(self.declared().map(|(_, option)| option))
    }

    /// The options that its expression declares, with their defaults.
    fn declared(&self) -> impl Iterator<Item = (Value<'a>, OptionSpec<'a>)> + use<'a> {
        let expression = (self.check.name == "expression").then_some(self.options);
        expression.into_iter().flat_map(OptionSpec::declared)
    }

    /// The value that its file gives an option of the check.
    #[must_use]
    pub fn stated(&self, option: &str) -> Option<Value<'a>> {
        let declared = self.declared().find(|(_, declared)| declared.name == option);
        declared.map(|(default, _)| default).or_else(|| self.options.get(option))
    }

    /// The names of the options that may be changed in a configuration.
    pub fn setting_names(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.settings().map(|option| option.name)
    }

    /// The bytes to point at when the rule itself is meant.
    #[must_use]
    pub fn anchor(&self) -> Span {
        self.fields.id.map_or(self.node.span(), Value::span)
    }

    fn check_selection(&self, errors: &mut Vec<PolicyError>) {
        let Some(selection) = self.fields.selection else { return };
        let mut unknown = |value: Value<'_>, what: &str, known: &[&str]| {
            let typed = value.text().unwrap_or_default();
            if !known.contains(&typed) {
                errors.push(
                    PolicyError::new(self.file, value.span(), format!("`{typed}` is not {what}"))
                        .with_help(known_words(typed, known)),
                );
            }
        };
        for (key, value) in selection.entries() {
            let words = match value.kind() {
                NodeKind::Seq => value.items().collect(),
                _ => vec![value],
            };
            match key.text().unwrap_or_default() {
                "each" => {
                    let known: Vec<_> = EACH.iter().map(|(word, _)| *word).collect();
                    unknown(value, "something a rule runs on", &known);
                }
                "statuses" => {
                    let known = status_words();
                    words.into_iter().for_each(|value| unknown(value, "a status", &known));
                }
                "audiences" => {
                    let known = audience_words();
                    words.into_iter().for_each(|value| unknown(value, "an audience", &known));
                }
                _ => unknown(key, "a selection", &["each", "statuses", "audiences"]),
            }
        }
    }

    /// Messages may only use the arguments that the check gives.
    fn check_texts(&self, errors: &mut Vec<PolicyError>) {
        let mut known: Vec<&str> = self.check.argument_names().collect();
        if self.check.name == "expression" && !makes_message(self.options) {
            known.retain(|name| *name != "message");
        }
        let mut check = |value: Value<'_>, extra: &[&str]| {
            let template = Template::new(value.text().unwrap_or_default());
            for name in template.arguments() {
                if !known.contains(&name) && !extra.contains(&name) {
                    let message =
                        format!("check `{}` has no placeholder `{{{name}}}`", self.check.name);
                    errors.push(
                        PolicyError::new(self.file, value.span(), message)
                            .with_help(known_words(name, &known)),
                    );
                }
            }
        };
        for field in [self.fields.message, self.fields.help] {
            field.into_iter().for_each(|value| check(value, &[]));
        }
        self.fields.fold.into_iter().for_each(|value| check(value, &["n", "total"]));
        let on_page = self.fields.on_page.into_iter().flat_map(Value::entries);
        on_page.for_each(|(_, value)| check(value, &[]));
        let variants = || self.fields.variants.into_iter().flat_map(Value::entries);
        for (_, variant) in variants() {
            for field in ["message", "help"] {
                variant.get(field).into_iter().for_each(|value| check(value, &[]));
            }
            let on_page = variant.get("on_page").into_iter().flat_map(Value::entries);
            on_page.for_each(|(_, value)| check(value, &[]));
        }
        for (key, _) in variants() {
            let name = key.text().unwrap_or_default();
            let known: Vec<_> = self.check.variants.iter().map(|(known, _)| *known).collect();
            if !known.contains(&name) {
                let message = format!("the check `{}` has no variant `{name}`", self.check.name);
                errors.push(
                    PolicyError::new(self.file, key.span(), message)
                        .with_help(known_words(name, &known)),
                );
            }
        }
    }
}

/// The unit that a rule runs on, by its selection.
fn each_of(selection: Option<Value<'_>>) -> Each {
    let name = selection.and_then(|selection| selection.get("each")).and_then(Value::text);
    let name = name.unwrap_or("subprocessor");
    EACH.iter().find(|(word, _)| *word == name).map_or(Each::Subprocessor, |&(_, each)| each)
}

/// True if every hit of an expression comes with a text of its own.
fn makes_message(expression: Value<'_>) -> bool {
    let makes = |options: Value<'_>| options.get("message_expression").is_some();
    match expression.get("cases") {
        Some(cases) => cases.items().all(makes),
        None => makes(expression),
    }
}

/// The check of a rule: its name and its options.
fn check_of(check: Option<Value<'_>>) -> Option<(Value<'_>, Value<'_>)> {
    check.filter(|check| check.len() == 1)?.entries().next()
}

/// True if a text is `lower-case-words`.
fn is_kebab(id: &str) -> bool {
    !id.is_empty()
        && id.split('-').all(|word| {
            !word.is_empty()
                && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        })
}
