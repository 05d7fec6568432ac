//! The effective policy of a run: which rules, at which levels, with which
//! options, for which files.

use super::config_file::{ConfigFile, RuleSetting, check_ids};
use super::resolve::{LayerKind, Setting, resolve};
use crate::diagnostics::PolicyError;
use crate::diagnostics::Severity;
use crate::lint::Linter;
use crate::policy::{Level, Rule, RuleFile, builtin};
use crate::syntax::{Format, Kind, Limits, Parsed, Problem, Value, parse};
use crate::text::suggest::did_you_mean;
use crate::text::{FileId, Span};
use crate::values::date::Date;
use std::path::PathBuf;

/// What the patterns in the expressions of a policy may take, in bytes.
const MAX_PATTERNS: usize = 64 << 20;

/// The rules that the files of a project may add. Every one of them looks at
/// every vendor.
const MAX_RULES: usize = 1000;

/// How often packs may build on packs, each time counted: one that two others
/// name is read twice.
const MAX_EXTENDS: usize = 1000;

const TOO_MANY_EXTENDS: &str = "the packs build on each other more than 1000 times";

/// More errors than this help nobody.
const MAX_ERRORS: usize = 100;

/// A linter with the recommended pack, without any configuration.
#[must_use]
pub fn recommended(today: Date) -> Linter {
    let texts = PolicyTexts::parse(&[]);
    let policy = Policy::build(&texts, FileId(0), &CommandLine::default());
    let ready = policy.and_then(|policy| Ok((policy.compile(0)?, policy.waivers())));
    let (rules, waivers) = ready.expect("internal: the built-in rules compile, which a test shows");
    Linter { rules, limits: Limits::default(), today, waivers }
}

/// The rule that nothing switches off: a file that was not read is no pass.
const ALWAYS_ON: &str = "parse-error";

/// What a file of a policy is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The configuration of the project.
    Config,
    /// A pack or rules, named by another file or on the command line.
    Extension,
}

/// A text that belongs to a policy, already read.
#[derive(Clone, Debug)]
pub struct PolicyFile {
    /// Its place in the sources of the run.
    pub id: FileId,
    /// Where it was read from.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
    /// What it is.
    pub role: Role,
    /// What its `extends` entries that are paths were read as, in their order.
    pub extends: Vec<PathBuf>,
}

/// Settings from the command line.
#[derive(Clone, Debug, Default)]
pub struct CommandLine {
    /// Packs by name, added to those of the configuration.
    pub packs: Vec<String>,
    /// Levels by rule id.
    pub levels: Vec<(String, Level)>,
}

/// The effective policy, before it is compiled for a file.
#[derive(Debug)]
pub struct Policy<'a> {
    /// Every rule that is known.
    pub rules: Vec<RuleFile<'a>>,
    /// The names of the packs in force, in the order they were named.
    pub packs: Vec<String>,
    /// The configuration, if there is one.
    pub config: Option<ConfigFile<'a>>,
    /// The folder of the configuration, which its globs are relative to.
    pub root: Option<PathBuf>,
    /// Remarks that stop nothing, such as the use of a former id.
    pub notices: Vec<PolicyError>,
    /// Where the sources keep the built-in rules.
    core: FileId,
    said: Vec<(&'a str, Setting<'a>)>,
    command_line: Vec<(String, Level)>,
}

/// The texts of a policy, parsed.
#[derive(Debug)]
pub struct PolicyTexts<'a> {
    files: Vec<(&'a PolicyFile, Parsed<'a>)>,
}

impl<'a> PolicyTexts<'a> {
    /// Parses the texts.
    #[must_use]
    pub fn parse(files: &'a [PolicyFile]) -> Self {
        let limits = Limits::default();
        let parsed = files.iter().map(|file| {
            let format = Format::of_path(&file.path.to_string_lossy());
            (file, parse(&file.text, format, &limits))
        });
        Self { files: parsed.collect() }
    }

    /// The documents of the packs and rules of the project.
    pub fn extensions(&self) -> impl Iterator<Item = (FileId, Value<'_>)> {
        let files = self.files.iter().filter(|(file, _)| file.role == Role::Extension);
        files.flat_map(|(file, parsed)| parsed.tree.documents().map(|root| (file.id, root)))
    }

    fn root(&self) -> Option<PathBuf> {
        let config = self.files.iter().find(|(file, _)| file.role == Role::Config);
        config.and_then(|(file, _)| file.path.parent()).map(PathBuf::from)
    }
}

/// Builds a policy step by step, gathering what is wrong with it.
struct Builder<'a> {
    core: FileId,
    texts: &'a PolicyTexts<'a>,
    rules: Vec<RuleFile<'a>>,
    said: Vec<(&'a str, Setting<'a>)>,
    packs: Vec<String>,
    /// The packs and files being read, to see cycles.
    open: Vec<String>,
    /// How many `extends` entries were followed.
    followed: usize,
    errors: Vec<PolicyError>,
    notices: Vec<PolicyError>,
}

impl<'a> Policy<'a> {
    /// Puts a policy together. `core` is where the sources of the run keep the
    /// built-in rules.
    ///
    /// # Errors
    /// Every defect of the files, each at its place.
    pub fn build(
        texts: &'a PolicyTexts<'a>,
        core: FileId,
        command_line: &CommandLine,
    ) -> Result<Self, Vec<PolicyError>> {
        let mut builder = Builder {
            core,
            texts,
            rules: builtin::rules(core),
            said: Vec::new(),
            packs: Vec::new(),
            open: Vec::new(),
            followed: 0,
            errors: Vec::new(),
            notices: Vec::new(),
        };
        builder.syntax();
        let config = builder.config();
        let extends = config.as_ref().and_then(|config| config.extends.clone());
        match (&config, extends) {
            (Some(config), Some(extends)) => {
                if extends.is_empty() {
                    builder.everything_off();
                }
                builder.extend(config.file, &extends, Role::Config);
            }
            _ => builder.pack_by_name("recommended", None),
        }
        for index in 0..texts.files.len() {
            let (file, _) = &texts.files[index];
            if file.role == Role::Extension && !builder.is_named(&file.path) {
                builder.file(index);
            }
        }
        for name in &command_line.packs {
            builder.pack_by_name(name, None);
        }
        if let Some(config) = &config {
            builder.say(config.file, &config.rules, &LayerKind::Config);
            for over in &config.overrides {
                check_ids(config.file, &over.rules, &builder.rules, &mut builder.errors);
            }
            builder.check_waivers(config);
        }
        for (id, _) in &command_line.levels {
            if !builder.rules.iter().any(|rule| rule.answers_to(id)) {
                let ids: Vec<_> = builder.rules.iter().map(|rule| rule.id).collect();
                let message = format!("there is no rule `{id}` (from `--rule`)");
                let help = match did_you_mean(id, ids) {
                    Some(id) => format!("Did you mean `{id}`?"),
                    None => "`subprocessor-lint rules` lists them all.".to_owned(),
                };
                let error = PolicyError::new(core, Span::default(), message);
                builder.errors.push(error.with_help(help));
            }
        }
        if !builder.errors.is_empty() {
            return Err(builder.errors);
        }
        Ok(Self {
            rules: builder.rules,
            packs: builder.packs,
            root: texts.root(),
            config,
            notices: builder.notices,
            core,
            said: builder.said,
            command_line: command_line.levels.clone(),
        })
    }

    /// Which overrides of the configuration apply to a file, as one bit each.
    #[must_use]
    pub fn overrides_for(&self, path: &str) -> u64 {
        let overrides = self.config.iter().flat_map(|config| &config.overrides);
        overrides.take(64).enumerate().fold(0, |mask, (index, over)| {
            if over.files.is_match(path) { mask | 1 << index } else { mask }
        })
    }

    /// Everything that is said about a rule when the given overrides apply,
    /// the weakest first.
    #[must_use]
    pub fn settings(&self, rule: &RuleFile<'a>, overrides: u64) -> Vec<Setting<'a>> {
        let own = self.said.iter().filter(|(id, _)| rule.answers_to(id));
        let mut said: Vec<Setting<'a>> = own.map(|(_, setting)| setting.clone()).collect();
        if let Some(config) = &self.config {
            for (index, over) in config.overrides.iter().enumerate().take(64) {
                if overrides & 1 << index == 0 {
                    continue;
                }
                let settings = over.rules.iter().filter(|setting| rule.answers_to(setting.id));
                said.extend(settings.map(|setting| Setting {
                    kind: LayerKind::Override,
                    place: Some((config.file, setting.span)),
                    level: setting.level,
                    options: setting.options,
                }));
            }
        }
        let levels = self.command_line.iter().filter(|(id, _)| rule.answers_to(id));
        said.extend(levels.map(|(_, level)| Setting {
            kind: LayerKind::CommandLine,
            place: None,
            level: Some(*level),
            options: None,
        }));
        said
    }

    /// The rules that are not off when the given overrides apply, ready to
    /// run.
    ///
    /// # Errors
    /// Options that a check does not take, each at its place.
    pub fn compile(&self, overrides: u64) -> Result<Vec<Rule>, Vec<PolicyError>> {
        let mut errors = Vec::new();
        let mut rules = Vec::new();
        let mut pattern_bytes = 0;
        for file in &self.rules {
            let settings = resolve(&self.settings(file, overrides));
            // Nothing can be wrong with a rule of ours that is off and has no options.
            let is_ours = file.file == self.core && settings.options.is_empty();
            let level = settings.level.unwrap_or(file.level);
            if is_ours && level == Level::Off && file.id != ALWAYS_ON {
                continue;
            }
            match file.compile(&settings) {
                Ok(mut rule) => {
                    if file.id == ALWAYS_ON && rule.level == Level::Off {
                        rule.level = file.level;
                    }
                    pattern_bytes += rule.pattern_bytes();
                    if pattern_bytes > MAX_PATTERNS {
                        let message = "the patterns of the policy need too much memory together";
                        let error = PolicyError::new(file.file, file.anchor(), message);
                        errors.push(
                            error.with_help(
                                "Match fewer patterns, or lower the numbers in `{n,m}`.",
                            ),
                        );
                        break;
                    }
                    if rule.level != Level::Off {
                        rules.push(rule);
                    }
                }
                Err(found) => errors.extend(found),
            }
            if errors.len() > MAX_ERRORS {
                break;
            }
        }
        if errors.is_empty() { Ok(rules) } else { Err(errors) }
    }

    /// The severity that fails a run; nothing for `never`.
    #[must_use]
    pub fn fail_on(&self) -> Option<Severity> {
        let stated = self.config.as_ref().and_then(|config| config.fail_on);
        stated.unwrap_or(Some(Severity::Error))
    }
}

impl<'a> Builder<'a> {
    fn error(&mut self, file: FileId, span: Span, message: String, help: impl Into<String>) {
        self.errors.push(PolicyError::new(file, span, message).with_help(help));
    }

    /// What could not be read in the texts of the policy.
    fn syntax(&mut self) {
        let texts = self.texts;
        for (file, parsed) in &texts.files {
            self.errors.extend(unread(file.id, &parsed.problems));
        }
    }

    fn config(&mut self) -> Option<ConfigFile<'a>> {
        let texts = self.texts;
        let (file, parsed) = texts.files.iter().find(|(file, _)| file.role == Role::Config)?;
        let root = parsed.tree.documents().find(|root| !root.is_null())?;
        match ConfigFile::read(file.id, root) {
            Ok(config) => Some(config),
            Err(errors) => {
                self.errors.extend(errors);
                None
            }
        }
    }

    /// With `extends: []` only what the configuration names is on.
    fn everything_off(&mut self) {
        for rule in &self.rules {
            let setting = Setting {
                kind: LayerKind::Pack("(none)".to_owned()),
                place: None,
                level: Some(Level::Off),
                options: None,
            };
            self.said.push((rule.id, setting));
        }
    }

    fn is_named(&self, path: &std::path::Path) -> bool {
        let texts = self.texts;
        texts.files.iter().any(|(file, _)| file.extends.iter().any(|named| named == path))
    }

    /// Follows the `extends` list of a file.
    fn extend(&mut self, from: FileId, extends: &[(Span, &'a str)], role: Role) {
        let texts = self.texts;
        let from_file = texts.files.iter().find(|(file, _)| file.id == from).map(|(file, _)| file);
        let mut paths = from_file.into_iter().flat_map(|file| &file.extends);
        for (span, name) in extends {
            if self.followed == MAX_EXTENDS {
                if !self.errors.iter().any(|error| error.message == TOO_MANY_EXTENDS) {
                    let help = "Name each pack once, in the configuration.";
                    self.error(from, *span, TOO_MANY_EXTENDS.to_owned(), help);
                }
                return;
            }
            self.followed += 1;
            if !is_path(name) {
                self.pack_by_name(name, Some((from, *span)));
                continue;
            }
            let path = paths.next();
            let found = texts
                .files
                .iter()
                .position(|(file, _)| file.role == Role::Extension && Some(&file.path) == path);
            match found {
                Some(index)
                    if self.open.contains(&texts.files[index].0.path.display().to_string()) =>
                {
                    let message = format!("`{name}` extends itself");
                    self.error(from, *span, message, "Remove one of the steps of the circle.");
                }
                Some(index) => self.file(index),
                None => {
                    let message = format!("cannot find `{name}`");
                    let help = match role {
                        Role::Config => "Paths start at the folder of the configuration.",
                        Role::Extension => "Paths start at the folder of this file.",
                    };
                    self.error(from, *span, message, help);
                }
            }
        }
    }

    /// Takes in a pack or rules from a file of the project.
    fn file(&mut self, index: usize) {
        let texts = self.texts;
        let (file, parsed) = &texts.files[index];
        self.open.push(file.path.display().to_string());
        for root in parsed.tree.documents() {
            if root.is_null() {
                continue;
            }
            let nodes: Vec<Value<'a>> = match root.kind() {
                Kind::Seq => root.items().collect(),
                _ => vec![root],
            };
            for node in nodes {
                if ConfigFile::is_rule(node) {
                    self.rule(file.id, node);
                } else {
                    let name = node.get("id").and_then(Value::text).map(str::to_owned);
                    let name = name.unwrap_or_else(|| file.path.display().to_string());
                    self.pack(file.id, node, &name);
                }
            }
        }
        self.open.pop();
    }

    fn rule(&mut self, file: FileId, node: Value<'a>) {
        match RuleFile::read(file, node) {
            Ok(rule) if self.rules.iter().any(|known| known.answers_to(rule.id)) => {
                let span = node.get("id").map_or(node.span(), Value::span);
                let message = format!("there is already a rule `{}`", rule.id);
                self.error(file, span, message, "Give it an id of its own.");
            }
            Ok(rule) => {
                let own = self.rules.iter().filter(|rule| rule.file != self.core).count();
                if own == MAX_RULES {
                    let message = format!("the policy has more than {MAX_RULES} rules of its own");
                    self.error(file, rule.anchor(), message, "Leave out what others cover.");
                }
                // The one too many is kept, so that this is said once.
                if own <= MAX_RULES {
                    self.rules.push(rule);
                }
            }
            Err(errors) => self.errors.extend(errors),
        }
    }

    fn pack_by_name(&mut self, name: &str, from: Option<(FileId, Span)>) {
        let found =
            builtin::packs().find(|pack| pack.get("id").and_then(Value::text) == Some(name));
        let (file, span) = from.unwrap_or((self.core, Span::default()));
        let Some(node) = found else {
            let names: Vec<_> =
                builtin::packs().filter_map(|pack| pack.get("id").and_then(Value::text)).collect();
            let help = match did_you_mean(name, names) {
                Some(name) => format!("Did you mean `{name}`?"),
                None => "`subprocessor-lint packs` lists them; a file is named by a path such as `./policy.yaml`.".to_owned(),
            };
            self.error(file, span, format!("there is no pack `{name}`"), help);
            return;
        };
        if self.open.iter().any(|open| open == name) {
            self.error(file, span, format!("pack `{name}` extends itself"), "");
            return;
        }
        self.pack(self.core, node, name);
    }

    fn pack(&mut self, file: FileId, node: Value<'a>, name: &str) {
        let pack = match ConfigFile::read_pack(file, node) {
            Ok(pack) => pack,
            Err(errors) => {
                self.errors.extend(errors);
                return;
            }
        };
        self.open.push(name.to_owned());
        if let Some(extends) = &pack.extends {
            self.extend(file, extends, Role::Extension);
        }
        self.open.pop();
        if !self.packs.iter().any(|known| known == name) {
            self.packs.push(name.to_owned());
        }
        self.say(file, &pack.rules, &LayerKind::Pack(name.to_owned()));
    }

    /// Notes what a file says about rules.
    fn say(&mut self, file: FileId, settings: &[RuleSetting<'a>], kind: &LayerKind) {
        check_ids(file, settings, &self.rules, &mut self.errors);
        for setting in settings {
            let renamed =
                self.rules.iter().find(|rule| rule.id != setting.id && rule.answers_to(setting.id));
            if let Some(rule) = renamed {
                let message = format!("`{}` is called `{}` now", setting.id, rule.id);
                let notice = PolicyError::new(file, setting.span, message);
                self.notices.push(notice.with_help("Both work for now; use the new name."));
            }
            self.said.push((
                setting.id,
                Setting {
                    kind: kind.clone(),
                    place: Some((file, setting.span)),
                    level: setting.level,
                    options: setting.options,
                },
            ));
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

/// What could not be read in a file of a policy, or of its tests.
#[must_use]
pub fn unread(file: FileId, problems: &[Problem]) -> Vec<PolicyError> {
    let errors = problems.iter().filter_map(|problem| {
        let (message, help) = match problem {
            Problem::Syntax { message, .. } => {
                (format!("cannot read this file: {message}"), "Mend the marked place.")
            }
            Problem::NotText { message, .. } => {
                (format!("cannot read this file: {message}"), "Save it as UTF-8.")
            }
            // An empty configuration changes nothing.
            Problem::Empty => return None,
            Problem::DuplicateKey { key, .. } => {
                (format!("key `{key}` appears twice"), "Keep one of the two.")
            }
            Problem::Limit { limit, allowed, .. } => (
                format!("cannot read this file: more than {allowed} {}", limit.unit()),
                "A policy is far smaller than that.",
            ),
        };
        Some(PolicyError::new(file, problem.span(), message).with_help(help))
    });
    errors.collect()
}

/// Whether an `extends` entry names a file rather than a built-in pack.
#[must_use]
pub fn is_path(name: &str) -> bool {
    name.contains(['/', '\\'])
        || name.ends_with(".yaml")
        || name.ends_with(".yml")
        || name.ends_with(".json")
}
