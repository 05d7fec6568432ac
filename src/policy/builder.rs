//! Makes a policy from names and texts.

use super::assemble::Assembly;
use super::builtin;
use super::check::Registry;
use super::effective::Policy;
use super::level::Level;
use super::texts::{PolicyResolver, TextLoader};
use crate::diagnostics::PolicyError;

/// Gathers what a policy is made of: a configuration, packs, rules and settings.
///
/// Without a configuration, or with one that has no `extends`, the pack
/// `recommended` is active.
pub struct PolicyBuilder<'r> {
    checks: &'static Registry,
    config: Option<(String, String)>,
    files: Vec<(String, String)>,
    packs: Vec<String>,
    vocabularies: Vec<(String, String)>,
    levels: Vec<(String, Level)>,
    resolver: Option<&'r dyn PolicyResolver>,
}

impl<'r> PolicyBuilder<'r> {
    /// A policy with the built-in rules, whose checks are given.
    #[must_use]
    pub(crate) fn new(checks: &'static Registry) -> Self {
        let (files, packs, levels) = (Vec::new(), Vec::new(), Vec::new());
        let vocabularies = Vec::new();
        Self { checks, config: None, files, packs, vocabularies, levels, resolver: None }
    }

    /// Sets the configuration: the text of a `subprocessor-lint.yaml`. `name`
    /// is the one that errors show, and that paths in it start at.
    #[must_use]
    pub fn config(mut self, name: impl Into<String>, text: impl Into<String>) -> Self {
        self.config = Some((name.into(), text.into()));
        self
    }

    /// Adds a file with custom rules or packs. A name that ends in `.json` is
    /// read as JSON, any other as YAML.
    #[must_use]
    pub fn file(mut self, name: impl Into<String>, text: impl Into<String>) -> Self {
        self.files.push((name.into(), text.into()));
        self
    }

    /// Adds a vocabulary: words, places, vendors and legal forms in the format of the built-in
    /// tables. `docs/vocabulary.md` describes it.
    #[must_use]
    pub fn vocabulary(mut self, name: impl Into<String>, text: impl Into<String>) -> Self {
        self.vocabularies.push((name.into(), text.into()));
        self
    }

    /// Adds a built-in pack by its name.
    #[must_use]
    pub fn pack(mut self, name: impl Into<String>) -> Self {
        self.packs.push(name.into());
        self
    }

    /// Sets the severity of a rule, or switches it off. Nothing is stronger.
    #[must_use]
    pub fn severity(mut self, rule: impl Into<String>, level: Level) -> Self {
        self.levels.push((rule.into(), level));
        self
    }

    /// Sets where the files come from that `extends` names by a path. Without
    /// it, only those of [`PolicyBuilder::file`] are known.
    #[must_use]
    pub fn resolver(mut self, resolver: &'r dyn PolicyResolver) -> Self {
        self.resolver = Some(resolver);
        self
    }

    /// Reads the texts and settles what is active.
    ///
    /// # Errors
    /// Everything that is wrong with the texts and names, each at its place.
    pub fn build(self) -> Result<Policy, Vec<PolicyError>> {
        self.settle().map_err(capped)
    }

    fn settle(self) -> Result<Policy, Vec<PolicyError>> {
        let nothing = |_: &str| None;
        let resolver = self.resolver.unwrap_or(&nothing);
        let texts = TextLoader::load(self.config, self.files, self.vocabularies, resolver);
        let built_in = builtin::rules(self.checks);
        let assembly = Assembly::of(self.checks, &built_in, &texts, &self.packs, &self.levels)?;
        let parts = assembly.into_parts();
        Policy::new(self.checks, built_in, texts, parts, self.levels)
    }
}

/// More errors than this help nobody.
pub(super) const MAX_ERRORS: usize = 100;

/// The first errors, and how many more there are.
fn capped(mut errors: Vec<PolicyError>) -> Vec<PolicyError> {
    let more = errors.len().saturating_sub(MAX_ERRORS);
    if more > 0 {
        errors.truncate(MAX_ERRORS);
        let noun = if more == 1 { "error" } else { "errors" };
        let error = PolicyError::without_place(format!("{more} more {noun} in the policy"));
        errors.push(error.with_help("Fix those above first."));
    }
    errors
}
