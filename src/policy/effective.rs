//! The effective policy of a run: which rules, at which levels, with which
//! options, for which files.

use super::PathPatterns;
use super::assemble::{Parts, Statement};
use super::builder::MAX_ERRORS;
use super::builtin;
use super::check::Registry;
use super::page_settings::{PageSetting, mapping_for};
use super::resolve::{LayerKind, Setting, resolve};
use super::texts::{NodeRef, PolicyText, Role, Target};
use super::waivers::{ConfigWaiver, KnownRule, Waivers, unsuppressible};
use crate::diagnostics::PolicyError;
use crate::diagnostics::Severity;
use crate::facts::vocabulary::{AddedFacts, VocabularyScope};
use crate::page::PageMapping;
use crate::policy::{Level, Rule, RuleFile};
use crate::syntax::Value;
use crate::text::SourceFile;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// Cap on the size of all patterns in the expressions of a policy, in bytes.
const MAX_PATTERNS: usize = 64 << 20;

/// The rule that nothing switches off: a file that was not read is no pass.
const ALWAYS_ON: &str = "parse-error";

/// Rules that are ready to run, none of them off, in the order they run in.
pub type RuleSet = Arc<[Arc<Rule>]>;

/// The overrides of a configuration that apply to a file, by their numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OverrideSet(Vec<usize>);

impl OverrideSet {
    /// True if no override applies.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The effective policy: it owns all its texts, and can be shared.
#[derive(Debug)]
pub struct Policy {
    checks: &'static Registry,
    /// The rules that come with the product: the first of all rules.
    built_in: Vec<RuleFile<'static>>,
    texts: Vec<PolicyText>,
    parts: Parts,
    /// The levels of the command line, by rule id.
    levels: Vec<(String, Level)>,
    /// The rules for a file without overrides; nothing where a rule is off.
    base: Vec<Option<Arc<Rule>>>,
    /// The rules for the overrides that were asked for.
    sets: Mutex<BTreeMap<OverrideSet, RuleSet>>,
    known: Arc<[KnownRule]>,
    grants: Arc<[ConfigWaiver]>,
    /// The entries that the policy adds to the built-in tables.
    vocabulary: Option<&'static AddedFacts>,
    /// True if a rule that compares files is on, with or without overrides.
    may_compare_files: bool,
}

impl Policy {
    /// Compiles what was put together.
    ///
    /// # Errors
    /// Options that a check does not take, each at its place.
    pub(super) fn new(
        checks: &'static Registry,
        built_in: Vec<RuleFile<'static>>,
        texts: Vec<PolicyText>,
        mut parts: Parts,
        levels: Vec<(String, Level)>,
    ) -> Result<Self, Vec<PolicyError>> {
        let vocabulary = AddedFacts::of(std::mem::take(&mut parts.vocabulary));
        let _scope = VocabularyScope::open(vocabulary);
        let (known, grants) = (Arc::default(), Arc::default());
        let (base, sets) = (Vec::new(), Mutex::default());
        let may_compare_files = false;
        let mut policy = Self {
            checks,
            built_in,
            texts,
            parts,
            levels,
            base,
            sets,
            known,
            grants,
            vocabulary,
            may_compare_files,
        };
        policy.base = policy.compile_all()?;
        policy.may_compare_files = policy.base.iter().flatten().any(|rule| rule.compares_files());
        for index in 0..policy.parts.overrides.len() {
            // What an override says is judged whether a file matches it or not.
            let rules = policy.compile(&OverrideSet(vec![index]))?;
            policy.may_compare_files |= rules.iter().any(|rule| rule.compares_files());
        }
        policy.known = policy.known_rules();
        policy.grants = policy.config_grants();
        Ok(policy)
    }

    /// Every rule that is known, active or not.
    pub(crate) fn rules(&self) -> impl Iterator<Item = RuleFile<'_>> {
        (0..self.parts.rules.len()).map(|index| self.rule(index))
    }

    /// The ids of all rules, active or not.
    pub fn rule_ids(&self) -> impl Iterator<Item = &str> {
        (0..self.parts.rules.len()).map(|index| self.rule(index).id)
    }

    /// The ids of the active rules, where no path override applies.
    pub fn active_rule_ids(&self) -> impl Iterator<Item = &str> {
        self.base.iter().flatten().map(|rule| &*rule.id)
    }

    /// The ids of the active rules that compare files with each other.
    #[cfg(feature = "cli")]
    pub(crate) fn comparing_rule_ids(&self) -> impl Iterator<Item = &str> {
        let rules = self.base.iter().flatten().filter(|rule| rule.compares_files());
        rules.map(|rule| &*rule.id)
    }

    /// The names of the packs that come with the product.
    pub fn built_in_packs() -> impl Iterator<Item = &'static str> {
        builtin::packs().filter_map(|pack| pack.get("id").and_then(Value::text))
    }

    /// The ids of the rules that are not built in.
    pub fn custom_rule_ids(&self) -> impl Iterator<Item = &str> {
        self.rules().filter(|rule| !rule.is_built_in()).map(|rule| rule.id)
    }

    /// The names of the active packs, in the order they were named.
    #[must_use]
    pub fn packs(&self) -> &[String] {
        &self.parts.packs
    }

    /// The patterns of the files that are lists, relative to the configuration;
    /// none when it does not say.
    #[must_use]
    pub(crate) fn files(&self) -> Option<&PathPatterns> {
        let files = self.parts.config.as_ref().map(|config| &config.files);
        files.filter(|files| !files.is_empty())
    }

    /// The patterns of the files that are left out, relative to the configuration.
    #[must_use]
    pub(crate) fn exclude(&self) -> Option<&PathPatterns> {
        let exclude = self.parts.config.as_ref().map(|config| &config.exclude);
        exclude.filter(|exclude| !exclude.is_empty())
    }

    /// The entries of `pages` of the configuration.
    pub(crate) fn page_settings(&self) -> &[PageSetting] {
        self.parts.config.as_ref().map_or(&[], |config| &config.pages)
    }

    /// True if the configuration calls a file a page, by its path relative to it.
    pub(crate) fn is_page(&self, path: impl AsRef<Path>) -> bool {
        self.page_settings().iter().any(|setting| setting.files.is_match(&path))
    }

    /// The mapping for a page, by its path relative to the configuration; nothing for a file
    /// that the configuration does not call a page.
    pub(crate) fn page_mapping(&self, path: impl AsRef<Path>) -> Option<Arc<PageMapping>> {
        mapping_for(self.page_settings(), path.as_ref())
    }

    /// The patterns of each override, in their order.
    pub(crate) fn override_files(&self) -> impl Iterator<Item = &PathPatterns> {
        self.parts.overrides.iter().map(|over| &over.files)
    }

    /// The text of the configuration.
    #[must_use]
    pub(crate) fn configuration(&self) -> Option<&Arc<SourceFile>> {
        let config = self.parts.config.as_ref()?;
        Some(&self.texts[config.text].source)
    }

    /// The severity that fails a run; nothing for `never`.
    #[must_use]
    pub fn fail_on(&self) -> Option<Severity> {
        let stated = self.parts.config.as_ref().and_then(|config| config.fail_on);
        stated.unwrap_or(Some(Severity::Error))
    }

    /// Remarks that stop nothing, such as the use of a former id.
    #[must_use]
    pub fn notices(&self) -> &[PolicyError] {
        &self.parts.notices
    }

    /// True if a rule that compares files is on, for all files or for some.
    pub(crate) fn may_compare_files(&self) -> bool {
        self.may_compare_files
    }

    /// The accepted findings, with the defaults of the command line.
    #[must_use]
    pub(crate) fn waivers(&self) -> Waivers {
        let (known, grants) = (Arc::clone(&self.known), Arc::clone(&self.grants));
        Waivers { known, config: grants, ..Waivers::default() }
    }

    /// The mappings of the project's files that are packs.
    pub(crate) fn custom_packs(&self) -> impl Iterator<Item = Value<'_>> {
        let config = self.parts.config.as_ref().map(|config| config.text);
        let is_extension = move |(index, text): &(usize, &PolicyText)| {
            Some(*index) != config && text.role != Role::Vocabulary
        };
        let texts = self.texts.iter().enumerate().filter(is_extension);
        let mappings = texts.flat_map(|(_, text)| text.mappings());
        mappings.filter(|node| !super::ConfigFile::is_rule(*node) && node.get("id").is_some())
    }

    /// The entries that the policy adds to the built-in tables.
    #[must_use]
    pub(crate) fn vocabulary(&self) -> Option<&'static AddedFacts> {
        self.vocabulary
    }

    /// The sources of its vocabulary files.
    pub(crate) fn vocabulary_sources(&self) -> impl Iterator<Item = &Arc<SourceFile>> {
        let texts = self.texts.iter().filter(|text| text.role == Role::Vocabulary);
        texts.map(|text| &text.source)
    }

    /// The sources of its texts, without that of the built-in rules.
    pub(crate) fn sources(&self) -> impl Iterator<Item = &Arc<SourceFile>> {
        self.texts.iter().map(|text| &text.source)
    }

    /// The ids of the rules in some of its files and in what these build on.
    #[must_use]
    pub(crate) fn rules_in(&self, names: &[String]) -> Vec<&str> {
        let mut open: Vec<usize> = (0..self.texts.len())
            .filter(|&index| names.iter().any(|name| name == self.texts[index].source.path()))
            .collect();
        let mut within: Vec<usize> = Vec::new();
        while let Some(index) = open.pop() {
            if within.contains(&index) {
                continue;
            }
            within.push(index);
            open.extend(self.texts[index].extends.iter().filter_map(|(_, target)| match target {
                Target::Text(next) => Some(*next),
                _ => None,
            }));
        }
        let rules = self.parts.rules.iter().enumerate();
        let own = rules.filter(|(_, at)| at.text.is_some_and(|text| within.contains(&text)));
        own.map(|(index, _)| self.rule(index).id).collect()
    }

    /// The overrides that apply to a file, by its path relative to the
    /// configuration.
    #[must_use]
    pub(crate) fn overrides_for(&self, path: &str) -> OverrideSet {
        let overrides = self.parts.overrides.iter().enumerate();
        let matching = overrides.filter(|(_, over)| over.files.is_match(path));
        OverrideSet(matching.map(|(index, _)| index).collect())
    }

    /// The rules for a file, by its path relative to the configuration.
    ///
    /// # Errors
    /// Options that no check takes together; those of one override alone were
    /// judged when the policy was built.
    pub(crate) fn rules_for(&self, path: &str) -> Result<RuleSet, Vec<PolicyError>> {
        self.compile(&self.overrides_for(path))
    }

    /// The rules for a file without overrides.
    #[must_use]
    pub(crate) fn base_rules(&self) -> RuleSet {
        self.base.iter().flatten().cloned().collect()
    }

    /// The rules where the given overrides apply.
    ///
    /// # Errors
    /// As [`Policy::rules_for`].
    pub(crate) fn compile(&self, overrides: &OverrideSet) -> Result<RuleSet, Vec<PolicyError>> {
        if let Some(known) = self.sets().get(overrides) {
            return Ok(Arc::clone(known));
        }
        let mut errors = Vec::new();
        let mut rules = Vec::new();
        let mut pattern_bytes = 0;
        for (index, base) in self.base.iter().enumerate() {
            let file = self.rule(index);
            let rule = if self.is_overridden(&file, overrides) {
                self.compile_rule(&file, overrides)
            } else {
                Ok(base.clone())
            };
            keep(&file, rule, &mut pattern_bytes, &mut errors, |rule| rules.extend(rule));
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let rules: RuleSet = rules.into();
        self.sets().insert(overrides.clone(), Arc::clone(&rules));
        Ok(rules)
    }

    /// Everything that is stated about a rule where the given overrides apply,
    /// the weakest first.
    #[must_use]
    pub(crate) fn settings(
        &self,
        rule: &RuleFile<'_>,
        overrides: &OverrideSet,
    ) -> Vec<Setting<'_>> {
        let within = overrides.0.iter().flat_map(|&index| &self.parts.overrides[index].statements);
        let stated = self.parts.statements.iter().chain(within);
        let own = stated.filter(|statement| rule.answers_to(&statement.rule));
        let mut settings: Vec<Setting<'_>> = own.map(|stated| self.setting(stated)).collect();
        let levels = self.levels.iter().filter(|(id, _)| rule.answers_to(id));
        settings.extend(levels.map(|(_, level)| Setting {
            kind: LayerKind::CommandLine,
            place: None,
            level: Some(*level),
            options: None,
        }));
        settings
    }

    fn setting(&self, stated: &Statement) -> Setting<'_> {
        Setting {
            kind: stated.kind.clone(),
            place: stated.place.map(|(text, span)| (self.source(text), span)),
            level: stated.level,
            options: stated.options.map(|at| self.value(at)),
        }
    }

    fn sets(&self) -> std::sync::MutexGuard<'_, BTreeMap<OverrideSet, RuleSet>> {
        // A set is put in whole, so a panic elsewhere leaves it sound.
        self.sets.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn source(&self, text: Option<usize>) -> &Arc<SourceFile> {
        text.map_or(builtin::source(), |index| &self.texts[index].source)
    }

    fn value(&self, at: NodeRef) -> Value<'_> {
        let tree = at.text.map_or(builtin::tree(), |index| &self.texts[index].tree);
        tree.value(at.node)
    }

    fn rule(&self, index: usize) -> RuleFile<'_> {
        if let Some(rule) = self.built_in.get(index) {
            return *rule;
        }
        let at = self.parts.rules[index];
        let rule = RuleFile::unchecked(self.checks, self.source(at.text), self.value(at));
        rule.expect("internal: the rule was read before")
    }

    /// True if one of the given overrides says something about a rule.
    fn is_overridden(&self, rule: &RuleFile<'_>, overrides: &OverrideSet) -> bool {
        let within = overrides.0.iter().flat_map(|&index| &self.parts.overrides[index].statements);
        within.into_iter().any(|statement| rule.answers_to(&statement.rule))
    }

    /// The rules without overrides.
    fn compile_all(&self) -> Result<Vec<Option<Arc<Rule>>>, Vec<PolicyError>> {
        let (mut errors, mut rules, mut pattern_bytes) = (Vec::new(), Vec::new(), 0);
        for file in self.rules() {
            let rule = self.compile_rule(&file, &OverrideSet::default());
            keep(&file, rule, &mut pattern_bytes, &mut errors, |rule| rules.push(rule));
            if errors.len() > MAX_ERRORS {
                break;
            }
        }
        if errors.is_empty() { Ok(rules) } else { Err(errors) }
    }

    /// A rule where the given overrides apply; nothing when it is off.
    fn compile_rule(
        &self,
        file: &RuleFile<'_>,
        overrides: &OverrideSet,
    ) -> Result<Option<Arc<Rule>>, Vec<PolicyError>> {
        let settings = resolve(&self.settings(file, overrides));
        // Nothing can be wrong with a built-in rule that is off and has no options.
        let is_sound = file.is_built_in() && settings.options.is_empty();
        let level = settings.level.unwrap_or(file.level);
        if is_sound && level == Level::Off && file.id != ALWAYS_ON {
            return Ok(None);
        }
        let mut rule = file.compile(&settings)?;
        if file.id == ALWAYS_ON && rule.level == Level::Off {
            rule.level = file.level;
        }
        Ok((rule.level != Level::Off).then(|| Arc::new(rule)))
    }

    /// The rules that a waiver may name, whether they are on or off.
    fn known_rules(&self) -> Arc<[KnownRule]> {
        let known = self.rules().map(|rule| KnownRule {
            unsuppressible: self.is_unsuppressible(&rule),
            ..KnownRule::of(&rule)
        });
        known.collect()
    }

    /// The waivers of the configuration.
    fn config_grants(&mut self) -> Arc<[ConfigWaiver]> {
        let grants = std::mem::take(&mut self.parts.grants);
        let grants = grants.into_iter().map(|(mut grant, typed)| {
            let rule = self.rules().find(|rule| *rule.id == *grant.rule);
            if rule.is_some_and(|rule| self.is_unsuppressible(&rule)) {
                grant.defects.push(unsuppressible(&typed, grant.span));
            }
            grant
        });
        grants.collect()
    }

    /// True if no waiver applies to a rule: its file or a setting says so.
    fn is_unsuppressible(&self, rule: &RuleFile<'_>) -> bool {
        let settings = resolve(&self.settings(rule, &OverrideSet::default()));
        let stated = settings.options.iter().find_map(|layer| layer.value.get("unsuppressible"));
        rule.is_unsuppressible() || stated.and_then(Value::as_bool) == Some(true)
    }
}

/// Keeps a rule that compiled, as long as all patterns fit into memory.
fn keep(
    file: &RuleFile<'_>,
    rule: Result<Option<Arc<Rule>>, Vec<PolicyError>>,
    pattern_bytes: &mut usize,
    errors: &mut Vec<PolicyError>,
    mut take: impl FnMut(Option<Arc<Rule>>),
) {
    match rule {
        Ok(rule) => {
            let before = *pattern_bytes;
            *pattern_bytes += rule.as_ref().map_or(0, |rule| rule.pattern_bytes);
            if before <= MAX_PATTERNS && *pattern_bytes > MAX_PATTERNS {
                let message = "the patterns of the policy need too much memory together";
                let error = PolicyError::new(file.file, file.anchor(), message);
                let help = "Match fewer patterns, or lower the numbers in `{n,m}`.";
                errors.push(error.with_help(help));
            }
            if *pattern_bytes <= MAX_PATTERNS {
                take(rule);
            }
        }
        Err(found) => errors.extend(found),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Write as _;

    /// A configuration with one override for each of so many folders; the last
    /// override of all is for every file.
    fn policy(count: usize) -> Policy {
        let mut config = "overrides:\n".to_owned();
        for index in 0..count {
            let level = ["error", "info"][index % 2];
            let rules = format!("{{missing-contact: {level}}}");
            writeln!(config, "  - {{files: 'd{index}/**', rules: {rules}}}").unwrap();
        }
        config.push_str("  - {files: '**/late.yaml', rules: {missing-contact: 'off'}}\n");
        Policy::builder().config("subprocessor-lint.yaml", config).build().unwrap()
    }

    fn level(policy: &Policy, path: &str) -> Option<Level> {
        let rules = policy.rules_for(path).unwrap();
        rules.iter().find(|rule| &*rule.id == "missing-contact").map(|rule| rule.level)
    }

    #[test]
    fn every_override_has_its_effect_however_many_there_are() {
        let policy = policy(70);
        let at = |path: &str| level(&policy, path);
        let own = policy.rules().find(|rule| rule.id == "missing-contact").unwrap().level;
        assert_eq!(at("s.yaml"), Some(own));
        for index in 0..70 {
            let expected = [Severity::Error, Severity::Info][index % 2];
            assert_eq!(at(&format!("d{index}/s.yaml")), Some(Level::On(expected)), "d{index}");
            assert_eq!(at(&format!("d{index}/late.yaml")), None, "the later override wins");
        }
    }

    #[test]
    fn rules_that_no_override_names_are_compiled_once() {
        let policy = policy(2);
        let sets = ["s.yaml", "d0/s.yaml"].map(|path| policy.rules_for(path).unwrap());
        let differ = sets[0].iter().zip(&*sets[1]).filter(|(a, b)| !Arc::ptr_eq(a, b));
        assert_eq!(differ.map(|(rule, _)| &*rule.id).collect::<Vec<_>>(), ["missing-contact"]);
        assert!(Arc::ptr_eq(&sets[1], &policy.rules_for("d0/other.yaml").unwrap()));
    }

    #[test]
    fn options_of_an_override_are_judged_though_no_file_matches_it() {
        let config = "overrides: [{files: 'x/**', rules: {stale-list: {max_age: 1}}}]\n";
        let errors = Policy::builder().config("c.yaml", config).build().unwrap_err();
        assert!(errors[0].to_string().starts_with("c.yaml:1:"), "{}", errors[0]);
    }
}
