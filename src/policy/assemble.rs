//! Puts the texts of a policy together: what they say about which rule, and
//! what is wrong with them.

use super::PathPatterns;
use super::builtin;
use super::check::Registry;
use super::config_file::{ConfigFile, RuleSetting, check_ids, no_rule, no_such_rule};
use super::config_waivers::grant;
use super::idle_settings;
use super::level::Level;
use super::page_settings::PageSetting;
use super::resolve::LayerKind;
use super::rule_file::RuleFile;
use super::settings::Settings;
use super::texts::{NodeRef, PolicyText, Role, Target, is_path, unread};
use super::vocabulary_file;
use super::waivers::ConfigWaiver;
use crate::diagnostics::{PolicyError, Severity, sha256};
use crate::facts::vocabulary::VocabularyEntries;
use crate::syntax::Value;
use crate::text::suggest::did_you_mean;
use crate::text::{SourceFile, Span};
use std::sync::Arc;

/// The rules that the files of a project may add. Every one of them looks at
/// every vendor.
const MAX_RULES: usize = 1000;

/// Maximum number of `extends` entries that are followed: one that two others
/// name is read twice.
const MAX_EXTENDS: usize = 1000;

const TOO_MANY_EXTENDS: &str = "the `extends` chain has more than 1000 entries";

const TOO_MANY_FILES: &str = "the policy has more than 200 files";

/// The rules of packs besides those that they name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum PackScope {
    /// There is no pack that says so, only rules.
    #[default]
    Unstated,
    /// None: every pack says `only: true`, or builds on such packs alone.
    Named,
    /// All, at their own severities.
    All,
}

impl PackScope {
    /// The scope of packs together: one pack with all rules is enough.
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::All, _) | (_, Self::All) => Self::All,
            (Self::Named, _) | (_, Self::Named) => Self::Named,
            _ => Self::Unstated,
        }
    }
}

/// The settings of one layer for one rule.
#[derive(Clone, Debug)]
pub(super) struct Statement {
    /// The id, as typed.
    pub rule: String,
    pub kind: LayerKind,
    /// The text that states it and the place of the id in it; nothing for
    /// `extends: []`.
    pub place: Option<(Option<usize>, Span)>,
    pub level: Option<Level>,
    /// The mapping that may hold options.
    pub options: Option<NodeRef>,
}

/// Settings for some paths.
#[derive(Debug)]
pub(super) struct PathOverride {
    pub files: PathPatterns,
    pub statements: Vec<Statement>,
}

/// The configuration of a policy, apart from what it states about rules.
#[derive(Debug)]
pub(super) struct ConfigSettings {
    /// Its text.
    pub text: usize,
    pub files: PathPatterns,
    pub exclude: PathPatterns,
    pub pages: Vec<PageSetting>,
    pub fail_on: Option<Option<Severity>>,
}

/// Everything that was put together, free of the trees.
#[derive(Debug)]
pub(super) struct Parts {
    pub rules: Vec<NodeRef>,
    pub vocabulary: VocabularyEntries,
    pub packs: Vec<String>,
    pub config: Option<ConfigSettings>,
    pub overrides: Vec<PathOverride>,
    pub statements: Vec<Statement>,
    pub notices: Vec<PolicyError>,
    /// The waivers of the configuration, each with the id as typed.
    pub grants: Vec<(ConfigWaiver, String)>,
}

/// Puts a policy together step by step, gathering what is wrong with it.
pub(super) struct Assembly<'a> {
    checks: &'static Registry,
    texts: &'a [PolicyText],
    rules: Vec<RuleFile<'a>>,
    statements: Vec<Statement>,
    packs: Vec<String>,
    /// The packs and files being read, to see cycles.
    open: Vec<String>,
    /// Number of `extends` entries followed.
    followed: usize,
    errors: Vec<PolicyError>,
    /// The ids of rules that could not be read.
    refused: Vec<&'a str>,
    notices: Vec<PolicyError>,
    config: Option<ConfigFile<'a>>,
    vocabulary: VocabularyEntries,
}

impl<'a> Assembly<'a> {
    /// Reads the texts, and the packs and levels of the command line.
    ///
    /// # Errors
    /// Every defect of the texts and names, each at its place.
    pub fn of(
        checks: &'static Registry,
        built_in: &[RuleFile<'static>],
        texts: &'a [PolicyText],
        packs: &[String],
        levels: &[(String, Level)],
    ) -> Result<Self, Vec<PolicyError>> {
        let mut assembly = Self {
            checks,
            texts,
            rules: built_in.to_vec(),
            statements: Vec::new(),
            packs: Vec::new(),
            open: Vec::new(),
            followed: 0,
            errors: Vec::new(),
            refused: Vec::new(),
            notices: Vec::new(),
            config: None,
            vocabulary: VocabularyEntries::default(),
        };
        assembly.syntax();
        let config = assembly.config();
        let extends = config.as_ref().and_then(|config| config.extends.clone());
        let mut scope = PackScope::default();
        let has_default = extends.is_none();
        if let (Some(config), Some(extends)) = (&config, extends) {
            if extends.is_empty() {
                assembly.everything_off();
                scope = PackScope::All;
            }
            assembly.twice(config.file, &extends);
            scope = scope.and(assembly.extend(config.file, &extends, Role::Config));
            assembly.pins(config);
        }
        for (index, text) in texts.iter().enumerate() {
            if text.role == Role::Extension && !assembly.is_named(index) {
                scope = scope.and(assembly.file(index));
            }
        }
        for name in packs {
            scope = scope.and(assembly.pack_by_name(name, None));
        }
        // Packs that are named replace the default.
        if has_default && scope == PackScope::Unstated {
            scope = assembly.pack_by_name("recommended", None);
        }
        if scope == PackScope::Named {
            assembly.unnamed_off();
        }
        assembly.vocabulary(config.as_ref());
        if let Some(config) = &config {
            assembly.state(config.file, &config.rules, &LayerKind::Config);
            for over in &config.overrides {
                check_ids(config.file, &over.rules, &assembly.rules, &mut assembly.errors);
            }
            assembly.check_waivers(config);
        }
        for (id, _) in levels {
            if !assembly.rules.iter().any(|rule| rule.answers_to(id)) {
                let message = format!("there is no rule `{id}` (from `--rule`)");
                let error = PolicyError::without_place(message);
                assembly.errors.push(error.with_help(no_such_rule(id, &assembly.rules)));
            }
        }
        if let Some(config) = &config {
            assembly.notices.extend(idle_settings::of_config(config));
        }
        assembly.config = config;
        if assembly.errors.is_empty() { Ok(assembly) } else { Err(assembly.all_errors()) }
    }

    /// Returns the assembled policy without the trees that it was read from.
    pub fn into_parts(self) -> Parts {
        let text_of = |file: &Arc<SourceFile>| text_of(self.texts, file);
        let rules = self
            .rules
            .iter()
            .map(|rule| NodeRef { text: text_of(rule.file), node: rule.node.id() });
        let rules = rules.collect();
        let mut overrides = Vec::new();
        let mut grants = Vec::new();
        let config = self.config.map(|config| {
            for (index, waiver) in config.allow.iter().enumerate() {
                let rule = self.rules.iter().find(|rule| rule.answers_to(waiver.rule.0));
                let id = rule.map_or("", |rule| rule.id);
                grants.push((grant(config.file, index, waiver, id), waiver.rule.0.to_owned()));
            }
            let text = text_of(config.file);
            for over in config.overrides {
                let statements = over.rules.iter();
                overrides.push(PathOverride {
                    files: over.files,
                    statements: statements
                        .map(|setting| statement(text, setting, &LayerKind::Override))
                        .collect(),
                });
            }
            ConfigSettings {
                text: text.expect("internal: no configuration is built in"),
                files: config.files,
                exclude: config.exclude,
                pages: config.pages,
                fail_on: config.fail_on,
            }
        });
        let Self { packs, statements, notices, vocabulary, .. } = self;
        Parts { rules, vocabulary, packs, config, overrides, statements, notices, grants }
    }

    fn error(
        &mut self,
        file: &Arc<SourceFile>,
        span: Span,
        message: String,
        help: impl Into<String>,
    ) {
        self.errors.push(PolicyError::new(file, span, message).with_help(help));
    }

    /// Collects the syntax errors in the texts of the policy.
    fn syntax(&mut self) {
        for text in self.texts {
            self.errors.extend(unread(&text.source, &text.problems));
        }
    }

    fn config(&mut self) -> Option<ConfigFile<'a>> {
        let text = self.texts.iter().find(|text| text.role == Role::Config)?;
        let root = text.tree.documents().find(|root| !root.is_null())?;
        match ConfigFile::read(&text.source, root) {
            Ok(config) => Some(config),
            Err(errors) => {
                self.errors.extend(errors);
                None
            }
        }
    }

    /// Reads the vocabulary files.
    fn vocabulary(&mut self, config: Option<&ConfigFile<'a>>) {
        let texts = self.texts;
        if let Some(config) = config {
            let text = text_of(texts, config.file).map(|index| &texts[index]);
            for (span, name) in &config.vocabulary {
                let (message, help) = match text.and_then(|text| text.target(*span)) {
                    Some(Target::Text(index)) if texts[*index].role == Role::Vocabulary => continue,
                    Some(Target::Text(_)) => (
                        format!("`{name}` is a file of the policy already"),
                        "A vocabulary is a file of its own.",
                    ),
                    Some(Target::TooMany) => {
                        (TOO_MANY_FILES.to_owned(), "Put words that belong together into one file.")
                    }
                    Some(Target::Unreadable(reason)) => (
                        format!("cannot read `{name}`: {reason}"),
                        "Check the path and its permissions.",
                    ),
                    Some(Target::Missing) | None => (
                        format!("cannot find `{name}`"),
                        "Paths start at the folder of the configuration.",
                    ),
                };
                self.error(config.file, *span, message, help);
            }
        }
        for text in texts.iter().filter(|text| text.role == Role::Vocabulary) {
            for root in text.tree.documents().filter(|root| !root.is_null()) {
                let read = vocabulary_file::read(&text.source, root, &mut self.vocabulary);
                self.errors.extend(read.err().into_iter().flatten());
            }
        }
    }

    /// With `extends: []` only what the configuration names is on.
    fn everything_off(&mut self) {
        for rule in &self.rules {
            self.statements.push(Statement {
                rule: rule.id.to_owned(),
                kind: LayerKind::Pack("(none)".to_owned()),
                place: None,
                level: Some(Level::Off),
                options: None,
            });
        }
    }

    /// Switches off the built-in rules that no pack names.
    fn unnamed_off(&mut self) {
        let pack = self.packs.last().cloned().unwrap_or_default();
        let is_named =
            |rule: &RuleFile<'_>| self.statements.iter().any(|said| rule.answers_to(&said.rule));
        let unnamed = self.rules.iter().filter(|rule| rule.is_built_in() && !is_named(rule));
        let off: Vec<Statement> = unnamed
            .map(|rule| Statement {
                rule: rule.id.to_owned(),
                kind: LayerKind::Pack(pack.clone()),
                place: None,
                level: Some(Level::Off),
                options: None,
            })
            .collect();
        self.statements.extend(off);
    }

    fn is_named(&self, index: usize) -> bool {
        let mut targets = self.texts.iter().flat_map(|text| &text.extends);
        targets.any(|(_, target)| matches!(target, Target::Text(named) if *named == index))
    }

    /// Follows the `extends` list of a file.
    fn extend(
        &mut self,
        from: &'a Arc<SourceFile>,
        extends: &[(Span, &'a str)],
        role: Role,
    ) -> PackScope {
        let mut scope = PackScope::default();
        let texts = self.texts;
        let from_text = text_of(texts, from).map(|index| &texts[index]);
        for (span, name) in extends {
            if self.followed == MAX_EXTENDS {
                if !self.errors.iter().any(|error| error.advice.message == TOO_MANY_EXTENDS) {
                    let help = "Name each pack once, in the configuration.";
                    self.error(from, *span, TOO_MANY_EXTENDS.to_owned(), help);
                }
                return scope;
            }
            self.followed += 1;
            if !is_path(name) {
                scope = scope.and(self.pack_by_name(name, Some((from, *span))));
                continue;
            }
            match from_text.and_then(|text| text.target(*span)) {
                Some(Target::Text(index)) => {
                    let text = &texts[*index];
                    let is_open = self.open.iter().any(|open| open == text.source.path());
                    if is_open || text.role == Role::Config {
                        let message = format!("`{name}` extends itself");
                        self.error(from, *span, message, "Remove one of the steps of the circle.");
                    } else {
                        scope = scope.and(self.file(*index));
                    }
                }
                Some(Target::TooMany) => {
                    if !self.errors.iter().any(|error| error.advice.message == TOO_MANY_FILES) {
                        let help = "Put packs and rules that belong together into one file.";
                        self.error(from, *span, TOO_MANY_FILES.to_owned(), help);
                    }
                }
                Some(Target::Unreadable(reason)) => {
                    let help = "Check the path and its permissions.";
                    self.error(from, *span, format!("cannot read `{name}`: {reason}"), help);
                }
                Some(Target::Missing) | None => {
                    let message = format!("cannot find `{name}`");
                    let help = match role {
                        Role::Config => "Paths start at the folder of the configuration.",
                        Role::Extension | Role::Vocabulary => {
                            "Paths start at the folder of this file."
                        }
                    };
                    self.error(from, *span, message, help);
                }
            }
        }
        scope
    }

    /// Compares the files that a file pins with their digests.
    fn pins(&mut self, config: &ConfigFile<'a>) {
        let texts = self.texts;
        let from = text_of(texts, config.file).map(|index| &texts[index]);
        for pin in &config.pins {
            let Some(Target::Text(index)) = from.and_then(|text| text.target(pin.path)) else {
                continue;
            };
            let source = &texts[*index].source;
            let actual = sha256(source.text());
            if !pin.sha256.eq_ignore_ascii_case(&actual) {
                let message = format!("`{}` has the digest {actual}", source.path());
                let help = format!("Review what changed in it, then write `sha256: {actual}`.");
                self.error(config.file, pin.span, message, help);
            }
        }
    }

    /// Remarks on packs and files that a list names again.
    fn twice(&mut self, file: &'a Arc<SourceFile>, extends: &[(Span, &'a str)]) {
        for (index, (span, name)) in extends.iter().enumerate() {
            if extends[..index].iter().any(|(_, known)| known == name) {
                let notice = PolicyError::new(file, *span, format!("`{name}` appears twice"));
                self.notices.push(notice.with_help("Keep the last one: later settings win."));
            }
        }
    }

    /// The errors, with those that compiling the custom rules would show: all are said in one run.
    /// That a rule is not known is no error of its own where the rule could not be read.
    fn all_errors(mut self) -> Vec<PolicyError> {
        let unknown: Vec<String> = self.refused.iter().map(|id| no_rule(id)).collect();
        self.errors.retain(|error| !unknown.contains(&error.advice.message));
        for rule in self.rules.iter().filter(|rule| !rule.is_built_in()) {
            self.errors.extend(rule.compile(&Settings::default()).err().into_iter().flatten());
        }
        self.errors
    }

    /// Takes in a pack or rules from a file of the project.
    fn file(&mut self, index: usize) -> PackScope {
        let mut scope = PackScope::default();
        let text = &self.texts[index];
        let path = text.source.path();
        self.open.push(path.to_owned());
        for node in text.mappings() {
            if ConfigFile::is_rule(node) {
                self.rule(&text.source, node);
            } else {
                let name = node.get("id").and_then(Value::text).unwrap_or(path);
                scope = scope.and(self.pack(&text.source, node, name));
            }
        }
        self.open.pop();
        scope
    }

    fn rule(&mut self, file: &'a Arc<SourceFile>, node: Value<'a>) {
        match RuleFile::read(self.checks, file, node) {
            Ok(rule) if self.rules.iter().any(|known| known.answers_to(rule.id)) => {
                let span = node.get("id").map_or(node.span(), Value::span);
                let message = format!("there is already a rule `{}`", rule.id);
                self.error(file, span, message, "Give it an id of its own.");
            }
            Ok(rule) => {
                let own = self.rules.iter().filter(|rule| !rule.is_built_in()).count();
                if own == MAX_RULES {
                    let message = format!("the policy has more than {MAX_RULES} rules of its own");
                    self.error(file, rule.anchor(), message, "Leave out what others cover.");
                }
                // The one too many is kept, so that this is said once.
                if own <= MAX_RULES {
                    self.rules.push(rule);
                }
            }
            Err(errors) => {
                self.refused.extend(node.get("id").and_then(Value::text));
                self.errors.extend(errors);
            }
        }
    }

    fn pack_by_name(&mut self, name: &str, from: Option<(&Arc<SourceFile>, Span)>) -> PackScope {
        let found =
            builtin::packs().find(|pack| pack.get("id").and_then(Value::text) == Some(name));
        let Some(node) = found else {
            let names: Vec<_> =
                builtin::packs().filter_map(|pack| pack.get("id").and_then(Value::text)).collect();
            let help = match did_you_mean(name, names) {
                Some(name) => format!("Did you mean `{name}`?"),
                None => "`subprocessor-lint packs` lists them; a file is named by a path such as `./policy.yaml`.".to_owned(),
            };
            let message = format!("there is no pack `{name}`");
            self.errors.push(placed(from, message).with_help(help));
            return PackScope::Unstated;
        };
        if self.open.iter().any(|open| open == name) {
            self.errors.push(placed(from, format!("pack `{name}` extends itself")));
            return PackScope::Unstated;
        }
        self.pack(builtin::source(), node, name)
    }

    fn pack(&mut self, file: &'a Arc<SourceFile>, node: Value<'a>, name: &str) -> PackScope {
        let pack = match ConfigFile::read_pack(file, node) {
            Ok(pack) => pack,
            Err(errors) => {
                self.errors.extend(errors);
                return PackScope::Unstated;
            }
        };
        self.open.push(name.to_owned());
        let mut scope = PackScope::default();
        if let Some(extends) = &pack.extends {
            self.twice(file, extends);
            scope = self.extend(file, extends, Role::Extension);
            self.pins(&pack);
        }
        self.open.pop();
        if !self.packs.iter().any(|known| known == name) {
            self.packs.push(name.to_owned());
        }
        self.state(file, &pack.rules, &LayerKind::Pack(name.to_owned()));
        match scope {
            PackScope::Unstated if pack.only => PackScope::Named,
            PackScope::Unstated => PackScope::All,
            stated => stated,
        }
    }

    /// Notes what a file states about rules.
    fn state(&mut self, file: &'a Arc<SourceFile>, settings: &[RuleSetting<'a>], kind: &LayerKind) {
        check_ids(file, settings, &self.rules, &mut self.errors);
        let text = text_of(self.texts, file);
        for setting in settings {
            let renamed =
                self.rules.iter().find(|rule| rule.id != setting.id && rule.answers_to(setting.id));
            if let Some(rule) = renamed {
                let message = format!("`{}` is called `{}` now", setting.id, rule.id);
                let notice = PolicyError::new(file, setting.span, message);
                self.notices.push(notice.with_help("Both work for now; use the new name."));
            }
            self.statements.push(statement(text, setting, kind));
        }
    }

    fn check_waivers(&mut self, config: &ConfigFile<'a>) {
        let settings: Vec<RuleSetting<'a>> = config
            .allow
            .iter()
            .map(|waiver| RuleSetting {
                id: waiver.rule.0,
                span: waiver.rule.1,
                level: None,
                options: None,
            })
            .collect();
        check_ids(config.file, &settings, &self.rules, &mut self.errors);
    }
}

/// The number of the text that a source is of; nothing for the built-in rules.
fn text_of(texts: &[PolicyText], source: &Arc<SourceFile>) -> Option<usize> {
    texts.iter().position(|text| Arc::ptr_eq(&text.source, source))
}

fn statement(text: Option<usize>, setting: &RuleSetting<'_>, kind: &LayerKind) -> Statement {
    Statement {
        rule: setting.id.to_owned(),
        kind: kind.clone(),
        place: Some((text, setting.span)),
        level: setting.level,
        options: setting.options.map(|options| NodeRef { text, node: options.id() }),
    }
}

/// An error at a place, or one of the command line.
fn placed(place: Option<(&Arc<SourceFile>, Span)>, message: String) -> PolicyError {
    match place {
        Some((file, span)) => PolicyError::new(file, span, message),
        None => PolicyError::without_place(message),
    }
}
