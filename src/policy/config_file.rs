//! A configuration or pack file, raw text with spans validated into a type.

use super::page_settings::PageSetting;
use crate::diagnostics::PolicyError;
use crate::diagnostics::Severity;
use crate::policy::builder::MAX_ERRORS;
use crate::policy::{FEWER, Level, PathPatterns, PatternDefect, RuleFile, is_path};
use crate::syntax::{NodeKind, Value};
use crate::text::suggest::{did_you_mean, known_words};
use crate::text::{SourceFile, Span};
use std::sync::Arc;

/// The values of `fail_on`; `never` is no severity.
pub const FAIL_ON: &[&str] = &["error", "warning", "info", "never"];

/// A configuration, or a pack, which may hold some of the same keys.
#[derive(Debug)]
pub struct ConfigFile<'a> {
    /// The file it stands in.
    pub file: &'a Arc<SourceFile>,
    /// The packs and files it builds on; nothing when it does not say.
    pub extends: Option<Vec<(Span, &'a str)>>,
    /// The digests that files of `extends` must have, each with the place of the path.
    pub pins: Vec<Pin<'a>>,
    /// The vocabulary files.
    pub vocabulary: Vec<(Span, &'a str)>,
    /// True for a pack that adds nothing but the rules it names.
    pub only: bool,
    /// Patterns of manifests.
    pub files: PathPatterns,
    /// Patterns of skipped files.
    pub exclude: PathPatterns,
    /// The entries of `pages`.
    pub(crate) pages: Vec<PageSetting>,
    /// The severity that fails a run; `None` inside for `never`.
    pub fail_on: Option<Option<Severity>>,
    /// Settings of rules.
    pub rules: Vec<RuleSetting<'a>>,
    /// Settings for some paths only.
    pub overrides: Vec<Override<'a>>,
    /// The waivers.
    pub allow: Vec<Waiver<'a>>,
}

/// The digest that a file of `extends` must have.
#[derive(Clone, Copy, Debug)]
pub struct Pin<'a> {
    /// The place of its path.
    pub path: Span,
    /// The SHA-256 of its bytes, as typed.
    pub sha256: &'a str,
    /// The place of that.
    pub span: Span,
}

/// The settings of one rule in a file.
#[derive(Clone, Debug)]
pub struct RuleSetting<'a> {
    /// The id, as typed.
    pub id: &'a str,
    /// The place of the id.
    pub span: Span,
    /// The level it sets.
    pub level: Option<Level>,
    /// The mapping that may hold options.
    pub options: Option<Value<'a>>,
}

/// Settings for files that match a pattern.
#[derive(Debug)]
pub struct Override<'a> {
    /// The files.
    pub files: PathPatterns,
    /// The settings for them.
    pub rules: Vec<RuleSetting<'a>>,
}

/// An entry under `allow`: findings that are accepted.
#[derive(Debug)]
pub struct Waiver<'a> {
    /// The whole entry.
    pub node: Value<'a>,
    /// The rule it is for.
    pub rule: (&'a str, Span),
    /// The vendor it is for, by name or id.
    pub vendor: Option<&'a str>,
    /// The path in the manifest it is for, or what that starts with.
    pub path: Option<&'a str>,
    /// The files it is for.
    pub files: Option<PathPatterns>,
    /// The reason.
    pub reason: Option<&'a str>,
    /// The last day it holds, with its place.
    pub until: Option<(&'a str, Span)>,
    /// Who answers for it.
    pub owner: Option<&'a str>,
}

pub(crate) const CONFIG_KEYS: &[&str] = &[
    "$schema",
    "extends",
    "vocabulary",
    "files",
    "exclude",
    "pages",
    "fail_on",
    "rules",
    "overrides",
    "allow",
];
pub(crate) const PACK_KEYS: &[&str] = &[
    "id", "summary", "extends", "as_of", "sources", "limits", "notes", "only", "rules", "$schema",
];
pub(crate) const PIN_KEYS: &[&str] = &["path", "sha256"];
pub(crate) const OVERRIDE_KEYS: &[&str] = &["files", "rules"];
pub(crate) const WAIVER_KEYS: &[&str] =
    &["rule", "vendor", "path", "files", "reason", "until", "owner"];

/// Texts, each with its place.
type NamedTexts<'a> = Vec<(Span, &'a str)>;

pub(super) struct ConfigReader<'a> {
    pub(super) file: &'a Arc<SourceFile>,
    errors: Vec<PolicyError>,
}

impl<'a> ConfigFile<'a> {
    /// Reads a configuration.
    ///
    /// # Errors
    /// All defects of its form, each at its place.
    pub fn read(file: &'a Arc<SourceFile>, node: Value<'a>) -> Result<Self, Vec<PolicyError>> {
        Self::with_keys(file, node, CONFIG_KEYS, "a configuration")
    }

    /// Reads a pack.
    ///
    /// # Errors
    /// All defects of its form, each at its place.
    pub fn read_pack(file: &'a Arc<SourceFile>, node: Value<'a>) -> Result<Self, Vec<PolicyError>> {
        Self::with_keys(file, node, PACK_KEYS, "a pack")
    }

    /// True if a mapping is a rule rather than a pack.
    #[must_use]
    pub fn is_rule(node: Value<'_>) -> bool {
        node.get("check").is_some() || node.get("message").is_some()
    }

    fn with_keys(
        file: &'a Arc<SourceFile>,
        node: Value<'a>,
        keys: &[&str],
        what: &str,
    ) -> Result<Self, Vec<PolicyError>> {
        let mut reader = ConfigReader { file, errors: Vec::new() };
        reader.keys(node, keys, what);
        let (extends, pins) = reader.extends(node);
        let config = Self {
            file,
            extends,
            pins,
            vocabulary: node
                .get("vocabulary")
                .filter(|value| !value.is_null())
                .map(|value| reader.texts(value, "vocabulary"))
                .unwrap_or_default(),
            only: node.get("only").is_some_and(|value| reader.flag(value, "only")),
            files: reader.patterns_of(node, "files"),
            exclude: reader.patterns_of(node, "exclude"),
            pages: node.get("pages").map(|value| reader.pages(value)).unwrap_or_default(),
            fail_on: node.get("fail_on").and_then(|value| reader.fail_on(value)),
            rules: node.get("rules").map(|value| reader.rules(value)).unwrap_or_default(),
            overrides: node
                .get("overrides")
                .map(|value| reader.overrides(value))
                .unwrap_or_default(),
            allow: node.get("allow").map(|value| reader.waivers(value)).unwrap_or_default(),
        };
        if reader.errors.is_empty() { Ok(config) } else { Err(reader.errors) }
    }
}

impl ConfigReader<'_> {
    pub(super) fn error(
        &mut self,
        span: Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let error = PolicyError::new(self.file, span, message);
        self.errors.push(error.with_help(help));
    }

    pub(super) fn keys(&mut self, node: Value<'_>, known: &[&str], what: &str) {
        if node.kind() != NodeKind::Map {
            let found = node.kind().noun();
            self.error(node.span(), format!("{what} is a mapping, found {found}"), "");
            return;
        }
        for (key, _) in node.entries() {
            let name = key.text().unwrap_or_default();
            if !known.contains(&name) && !name.starts_with("x-") {
                let message = format!("{what} has no field `{name}`");
                self.error(key.span(), message, known_words(name, known));
            }
        }
    }

    /// The entries of `extends`: names and paths, and mappings that pin the file of a path.
    fn extends<'a>(&mut self, node: Value<'a>) -> (Option<NamedTexts<'a>>, Vec<Pin<'a>>) {
        let Some(value) = node.get("extends").filter(|value| !value.is_null()) else {
            return (None, Vec::new());
        };
        let items: Vec<Value<'a>> = match value.kind() {
            NodeKind::Seq => value.items().collect(),
            _ => vec![value],
        };
        let (mut texts, mut pins) = (Vec::new(), Vec::new());
        for item in items {
            if item.kind() != NodeKind::Map {
                texts.extend(self.texts(item, "extends"));
                continue;
            }
            self.keys(item, PIN_KEYS, "an entry of `extends`");
            let Some(path) = item.get("path").filter(|path| path.text().is_some()) else {
                let help = "For example `{path: ./house.yaml, sha256: ...}`.";
                self.error(item.span(), "an entry of `extends` has no `path`", help);
                continue;
            };
            let name = path.text().unwrap_or_default();
            texts.push((path.span(), name));
            let Some(digest) = item.get("sha256") else { continue };
            let typed = digest.text().unwrap_or_default();
            if typed.len() != 64 || !typed.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                let message = "`sha256` takes 64 hexadecimal digits";
                let help = "`sha256sum FILE` prints them; put them in quotes.";
                self.error(digest.span(), message, help);
            } else if !is_path(name) {
                let message = format!("`{name}` is a built-in pack, which has no digest");
                let help = "Remove `sha256`; built-in packs change with the program only.";
                self.error(digest.span(), message, help);
            } else {
                pins.push(Pin { path: path.span(), sha256: typed, span: digest.span() });
            }
        }
        (Some(texts), pins)
    }

    pub(super) fn texts<'a>(&mut self, value: Value<'a>, name: &str) -> Vec<(Span, &'a str)> {
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
                    self.error(item.span(), message, "");
                }
            }
        }
        texts
    }

    fn flag(&mut self, value: Value<'_>, name: &str) -> bool {
        value.as_bool().unwrap_or_else(|| {
            let message = format!("`{name}` takes `true` or `false`");
            self.error(value.span(), message, "");
            false
        })
    }

    fn patterns_of(&mut self, node: Value<'_>, name: &str) -> PathPatterns {
        let Some(value) = node.get(name) else { return PathPatterns::default() };
        let texts = self.texts(value, name);
        self.patterns(&texts)
    }

    pub(super) fn patterns(&mut self, texts: &[(Span, &str)]) -> PathPatterns {
        PathPatterns::new(texts).unwrap_or_else(|defect| {
            match defect {
                PatternDefect::One(number, message) => {
                    let (span, _) = texts[number];
                    self.error(span, message, "Patterns use `*`, `**`, `?` and `{a,b}`.");
                }
                PatternDefect::Together => {
                    let at = texts.first().map_or(Span::default(), |(span, _)| *span);
                    self.error(at, PatternDefect::TOGETHER, FEWER);
                }
            }
            PathPatterns::default()
        })
    }

    fn fail_on(&mut self, value: Value<'_>) -> Option<Option<Severity>> {
        let typed = value.text().unwrap_or_default();
        if typed == "never" {
            return Some(None);
        }
        match Level::parse(typed).and_then(Level::severity) {
            Some(severity) => Some(Some(severity)),
            None => {
                let message = format!("`fail_on` cannot be `{typed}`");
                self.error(value.span(), message, known_words(typed, FAIL_ON));
                None
            }
        }
    }

    fn rules<'a>(&mut self, value: Value<'a>) -> Vec<RuleSetting<'a>> {
        if value.kind() != NodeKind::Map && !value.is_null() {
            let found = value.kind().noun();
            let message = format!("`rules` maps rule ids to severities or options, found {found}");
            self.error(value.span(), message, "For example `rules: {stale-list: error}`.");
        }
        let mut rules = Vec::new();
        for (key, setting) in value.entries() {
            let (level, options) = match setting.kind() {
                NodeKind::Map => (setting.get("severity"), Some(setting)),
                _ => (Some(setting), None),
            };
            let level = level.and_then(|value| {
                let typed = value.text().unwrap_or_default();
                let level = match value.as_bool() {
                    // YAML 1.1 tools write `off` back as `false`.
                    Some(false) => Some(Level::Off),
                    _ => Level::parse(typed),
                };
                if level.is_none() {
                    let message = format!("`{typed}` is not a severity");
                    self.error(value.span(), message, known_words(typed, &Level::WORDS));
                }
                level
            });
            let id = key.text().unwrap_or_default();
            rules.push(RuleSetting { id, span: key.span(), level, options });
        }
        rules
    }

    fn overrides<'a>(&mut self, value: Value<'a>) -> Vec<Override<'a>> {
        let mut overrides = Vec::new();
        for item in value.items() {
            self.keys(item, OVERRIDE_KEYS, "an override");
            let Some(files) = item.get("files") else {
                self.error(item.span(), "an override says for which `files` it is", "");
                continue;
            };
            let texts = self.texts(files, "files");
            overrides.push(Override {
                files: self.patterns(&texts),
                rules: item.get("rules").map(|value| self.rules(value)).unwrap_or_default(),
            });
        }
        overrides
    }

    fn waivers<'a>(&mut self, value: Value<'a>) -> Vec<Waiver<'a>> {
        let mut waivers = Vec::new();
        for item in value.items() {
            self.keys(item, WAIVER_KEYS, "a waiver");
            let Some(rule) = item.get("rule") else {
                self.error(item.span(), "a waiver names the `rule` it is for", "");
                continue;
            };
            let files = item.get("files").map(|value| {
                let texts = self.texts(value, "files");
                self.patterns(&texts)
            });
            let text = |name: &str| item.get(name).and_then(Value::text);
            waivers.push(Waiver {
                node: item,
                rule: (rule.text().unwrap_or_default(), rule.span()),
                vendor: text("vendor"),
                path: text("path"),
                files,
                reason: text("reason").filter(|reason| !reason.trim().is_empty()),
                until: item.get("until").and_then(|value| Some((value.text()?, value.span()))),
                owner: text("owner"),
            });
        }
        waivers
    }
}

/// Checks that every rule named in a file exists.
pub(super) fn check_ids(
    file: &Arc<SourceFile>,
    settings: &[RuleSetting<'_>],
    known: &[RuleFile<'_>],
    errors: &mut Vec<PolicyError>,
) {
    for setting in settings {
        if !known.iter().any(|rule| rule.answers_to(setting.id)) {
            let error = PolicyError::new(file, setting.span, no_rule(setting.id));
            // What is meant takes a look at each rule, and later errors are only counted.
            let is_shown = errors.len() < MAX_ERRORS;
            let help = if is_shown { no_such_rule(setting.id, known) } else { String::new() };
            errors.push(error.with_help(help));
        }
    }
}

/// The message about an id that no rule has.
pub(super) fn no_rule(id: &str) -> String {
    format!("there is no rule `{id}`")
}

/// The advice for an id that no rule has.
pub(super) fn no_such_rule(id: &str, known: &[RuleFile<'_>]) -> String {
    match did_you_mean(id, known.iter().map(|rule| rule.id)) {
        Some(id) => format!("Did you mean `{id}`?"),
        None => "`subprocessor-lint rules` lists them all.".to_owned(),
    }
}
