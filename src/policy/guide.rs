//! The text that people read about a rule or a pack, from its file: for `explain`, the
//! documentation and other formats.

use super::check::Registry;
use super::links::rule_page;
use super::option_spec::OptionSpec;
use crate::syntax::{NodeKind, Value};
use serde::Serialize;

/// Everything a rule's file says, as text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Guide {
    /// Its id.
    pub id: String,
    /// The group that it is filed under.
    pub group: String,
    /// The address of its page; custom rules have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Its level as it comes.
    pub severity: String,
    /// One sentence.
    pub summary: String,
    /// The reason for the rule, and what no law asks for.
    pub why: String,
    /// The text of its findings.
    pub message: String,
    /// The advice of its findings.
    pub help: Option<String>,
    /// True if no waiver applies to it.
    pub unsuppressible: bool,
    /// The check that it runs, with the options that its file sets, as could be typed.
    pub check: String,
    /// The entries that it looks at, as could be typed.
    pub selection: String,
    /// The condition under which it looks at one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// The options that a configuration may set.
    pub options: Vec<OptionGuide>,
    /// The sources, each with how it is known.
    pub references: Vec<Reference>,
    /// The examples.
    pub examples: Vec<ExampleGuide>,
}

/// An option with what it is unless set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OptionGuide {
    /// Its name.
    pub name: String,
    /// The values it takes.
    pub takes: String,
    /// The default from the rule's own file, or else from the check; `not set` otherwise.
    pub default: String,
    /// Its meaning.
    pub meaning: String,
}

/// An example of a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExampleGuide {
    /// True if nothing is reported.
    pub passes: bool,
    /// The manifest.
    pub manifest: String,
    /// The options that it is run with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub options: Option<String>,
    /// The date that it is run on, where that matters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub today: Option<String>,
    /// The manifest after the help was followed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fixed: Option<String>,
}

impl Guide {
    /// Reads the mapping of a rule.
    #[must_use]
    pub fn read(checks: &Registry, node: Value<'_>, group: &str) -> Self {
        let text =
            |name: &str| node.get(name).and_then(Value::text).map(|text| text.trim().to_owned());
        let check = node.get("check").and_then(|check| check.entries().next());
        let own = check.map(|(_, options)| options);
        let check = check.and_then(|(key, _)| checks.find(key.text().unwrap_or_default()));
        let options = check.into_iter().flat_map(|check| check.options);
        let options = options.filter(|option| !option.structural).copied();
        let is_expression = check.is_some_and(|check| check.name == "expression");
        let declared: Vec<_> =
            own.filter(|_| is_expression).into_iter().flat_map(OptionSpec::declared).collect();
        let examples = node.get("examples").into_iter().flat_map(Value::items);
        Self {
            id: text("id").unwrap_or_default(),
            group: group.to_owned(),
            url: text("id").and_then(|id| rule_page(&id)),
            severity: text("severity").unwrap_or_else(|| "warning".to_owned()),
            summary: text("summary").unwrap_or_default(),
            why: text("why").unwrap_or_default(),
            message: text("message")
                .or_else(|| {
                    let made = own?.get("message_expression")?;
                    made.text().map(|text| text.trim().to_owned())
                })
                .unwrap_or_default(),
            help: text("help"),
            unsuppressible: node.get("unsuppressible").and_then(Value::as_bool) == Some(true),
            check: node.get("check").map(|check| typed(check.entries())).unwrap_or_default(),
            selection: node.get("for").map(inline).unwrap_or_default(),
            when: text("when"),
            options: options
                // `required` takes options that fit some fields only.
                .filter(|option| {
                    let is_general = check.is_some_and(|check| check.name != "required");
                    is_general || own.is_some_and(|options| options.get(option.name).is_some())
                })
                .map(|option| (own.and_then(|options| options.get(option.name)), option))
                .chain(declared.into_iter().map(|(default, option)| {
                    (Some(default).filter(|default| !default.is_empty()), option)
                }))
                .map(|(stated, option)| OptionGuide {
                    name: option.name.to_owned(),
                    takes: option.shape.takes(),
                    default: stated
                        .map(inline)
                        .or_else(|| option.shape.default_text())
                        .unwrap_or_else(|| "not set".to_owned()),
                    meaning: option.meaning.to_owned(),
                })
                .collect(),
            references: references(node.get("references")),
            examples: examples
                .filter_map(|example| {
                    let fail = example.get("fail").and_then(Value::text);
                    let pass = example.get("pass").and_then(Value::text);
                    let fixed = example.get("fixed");
                    let fixed = fixed.and_then(|fixed| fixed.items().next().or(Some(fixed)));
                    Some(ExampleGuide {
                        passes: fail.is_none(),
                        manifest: fail.or(pass)?.to_owned(),
                        options: example.get("options").map(inline),
                        today: example.get("today").and_then(Value::text).map(str::to_owned),
                        fixed: fixed.and_then(Value::text).map(str::to_owned),
                    })
                })
                .collect(),
        }
    }
}

/// Everything a pack's file says, as text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PackGuide {
    /// Its name.
    pub id: String,
    /// One sentence.
    pub summary: String,
    /// The packs it builds on.
    pub extends: Vec<String>,
    /// Its limits.
    pub limits: Option<String>,
    /// Further notes.
    pub notes: Vec<String>,
    /// The sources, each with how it is known.
    pub sources: Vec<Reference>,
    /// True if it adds nothing but the rules that it names.
    pub only: bool,
    /// The settings.
    pub rules: Vec<PackSetting>,
}

/// The setting of one rule in a pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PackSetting {
    /// The rule.
    pub rule: String,
    /// The severity or the options, as they could be typed.
    pub setting: String,
    /// The source that it rests on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

impl PackSetting {
    fn read(id: Value<'_>, setting: Value<'_>) -> Self {
        Self {
            rule: id.text().unwrap_or_default().to_owned(),
            setting: match setting.kind() {
                NodeKind::Map => {
                    let entries = setting.entries().filter(|(key, _)| key.text() != Some("source"));
                    typed(entries)
                }
                _ => inline(setting),
            },
            source: setting.get("source").and_then(Value::text).map(str::to_owned),
        }
    }
}

impl PackGuide {
    /// Reads the mapping of a pack.
    #[must_use]
    pub fn read(node: Value<'_>) -> Self {
        let text =
            |name: &str| node.get(name).and_then(Value::text).map(|text| text.trim().to_owned());
        let rules = node.get("rules").into_iter().flat_map(Value::entries);
        Self {
            id: text("id").unwrap_or_default(),
            summary: text("summary").unwrap_or_default(),
            extends: texts(node.get("extends")),
            limits: text("limits"),
            notes: texts(node.get("notes")),
            sources: references(node.get("sources")),
            only: node.get("only").and_then(Value::as_bool) == Some(true),
            rules: rules.map(|(id, setting)| PackSetting::read(id, setting)).collect(),
        }
    }
}

fn texts(value: Option<Value<'_>>) -> Vec<String> {
    let Some(value) = value else { return Vec::new() };
    match value.kind() {
        NodeKind::Seq => value.items().filter_map(Value::text).map(str::to_owned).collect(),
        _ => value.text().map(str::to_owned).into_iter().collect(),
    }
}

/// A source of a rule or pack, and how it is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reference {
    /// A law, a standard, a document, or `policy`.
    pub source: String,
    /// The place in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// A remark on what it says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// `read` in a source, from `memory`, or `policy`.
    pub basis: String,
}

impl Reference {
    fn read(item: Value<'_>) -> Self {
        let text = |name: &str| item.get(name).and_then(Value::text).map(str::to_owned);
        Self {
            source: text("source").or(item.text().map(str::to_owned)).unwrap_or_default(),
            at: text("at"),
            note: text("note"),
            basis: text("basis").unwrap_or_else(|| "policy".to_owned()),
        }
    }

    /// The reference as one sentence that says how it is known.
    #[must_use]
    pub fn sentence(&self) -> String {
        let mut line = self.source.clone();
        if let Some(at) = &self.at {
            line.push(' ');
            line.push_str(at);
        }
        if let Some(note) = &self.note {
            line.push_str(": ");
            line.push_str(note);
        }
        match self.basis.as_str() {
            "memory" => line.push_str(" (from memory, not checked against the text)"),
            "read" => line.push_str(" (read in a source)"),
            // The word alone would name no source.
            _ if line == "policy" => line.push_str(": a choice of this rule, taken from no source"),
            _ => {}
        }
        line
    }
}

fn references(value: Option<Value<'_>>) -> Vec<Reference> {
    value.into_iter().flat_map(Value::items).map(Reference::read).collect()
}

/// A value on one line, as it could be typed.
#[must_use]
pub fn inline(value: Value<'_>) -> String {
    match value.kind() {
        NodeKind::Seq => format!("[{}]", value.items().map(inline).collect::<Vec<_>>().join(", ")),
        NodeKind::Map => typed(value.entries()),
        _ => value.text().unwrap_or("null").to_owned(),
    }
}

/// A mapping on one line, as it could be typed; a severity alone without braces.
fn typed<'a>(entries: impl Iterator<Item = (Value<'a>, Value<'a>)>) -> String {
    let entries: Vec<(&str, String)> =
        entries.map(|(key, value)| (key.text().unwrap_or_default(), inline(value))).collect();
    match &entries[..] {
        [("severity", level)] => level.clone(),
        _ => {
            let entries = entries.iter().map(|(key, value)| format!("{key}: {value}"));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
    }
}
