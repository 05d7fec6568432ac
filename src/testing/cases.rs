//! The cases of `*.test.yaml` files: manifests with the findings that a policy
//! has to come to.

use super::examples::name_for;
use super::expect::{self, Difference, Expectation};
use super::reader::{Reader, start};
use crate::diagnostics::POLICY_ERROR;
use crate::diagnostics::PolicyError;
use crate::diagnostics::{Checked, Finding};
use crate::lint::Linter;
use crate::policy::{Level, RuleFile};
use crate::syntax::{NodeKind, Value};
use crate::text::suggest::did_you_mean;
use crate::text::{SourceFile, Span};
use crate::values::date::Date;
use std::collections::HashSet;
use std::sync::Arc;

/// The rule that reports a file that cannot be read.
const PARSE_ERROR: &str = "parse-error";

const FILE_KEYS: &[&str] = &["$schema", "policy", "rules", "today", "cases"];
const CASE_KEYS: &[&str] = &["name", "manifest", "file", "rules", "today", "expect"];
const EXPECT_KEYS: &[&str] = &["rule", "at", "severity", "message", "help"];

/// A test file.
#[derive(Debug)]
pub struct TestFile<'a> {
    /// Its place in the sources of the run.
    pub file: &'a Arc<SourceFile>,
    /// Packs and rule files that are active besides the configuration.
    pub policy: Vec<(Span, &'a str)>,
    /// The rules it is about.
    pub about: About<'a>,
    /// The date that counts as today.
    pub today: Option<Date>,
    /// Its cases, in order.
    pub cases: Vec<Case<'a>>,
    /// The rules that a case expects something of.
    expected: HashSet<&'a str>,
}

/// The rules whose findings are compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About<'a> {
    /// Nothing was said.
    Unsaid,
    /// All active ones.
    All,
    /// Those of these ids.
    Rules(Vec<(Span, &'a str)>),
}

/// One manifest with what has to be found in it.
#[derive(Debug)]
pub struct Case<'a> {
    /// Its place.
    pub span: Span,
    /// Its name.
    pub name: Option<&'a str>,
    /// The checked manifest.
    pub manifest: Stated<'a>,
    /// The rules it is about, if they differ from those of its file.
    pub about: About<'a>,
    /// The date that counts as today.
    pub today: Option<Date>,
    /// The expected findings.
    pub expect: Vec<Expectation<'a>>,
}

/// The source of the manifest of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stated<'a> {
    /// In the case itself.
    Inline(&'a str),
    /// In a file, whose path starts at the test file.
    File(Span, &'a str),
}

impl<'a> TestFile<'a> {
    /// Reads a document of a test file.
    ///
    /// # Errors
    /// All defects of its form, each at its place.
    pub fn read(file: &'a Arc<SourceFile>, node: Value<'a>) -> Result<Self, Vec<PolicyError>> {
        let mut reader = Reader::new(file);
        let is_sound = reader.keys(node, FILE_KEYS, "a test file");
        let cases = node.get("cases");
        if is_sound && cases.is_none_or(|cases| cases.kind() != NodeKind::Seq) {
            let place = node.entry("cases").map_or(start(node), |(key, _)| key.span());
            reader.error(place, "a test file has a list of `cases`", "");
        }
        let mut test = Self {
            expected: HashSet::new(),
            file,
            policy: reader.texts(node, "policy"),
            about: about(&mut reader, node),
            today: reader.date(node, "today"),
            cases: cases
                .into_iter()
                .flat_map(Value::items)
                .map(|case| Case::read(&mut reader, case))
                .collect(),
        };
        let expected = test.cases.iter().flat_map(|case| &case.expect);
        test.expected = expected.map(|one| one.rule.0).collect();
        if reader.errors.is_empty() { Ok(test) } else { Err(reader.errors) }
    }

    /// The rules that a case is about. Without a word about it, these are the
    /// rules that the test file brings along and those that its cases expect;
    /// if there are none, all rules. `own` says whether a rule is one of those
    /// that the file brings along.
    pub fn is_about(&self, case: &Case<'_>, own: &[&str], rule: &str) -> bool {
        let about = if case.about == About::Unsaid { &self.about } else { &case.about };
        match about {
            About::All => true,
            About::Rules(rules) => rules.iter().any(|(_, id)| *id == rule),
            About::Unsaid => {
                let names_none = own.is_empty() && self.expected.is_empty();
                names_none || own.contains(&rule) || self.expected.contains(rule)
            }
        }
    }

    /// Rules that the file names and that the policy does not have.
    #[must_use]
    pub fn unknown_rules(&self, rules: &[RuleFile<'_>]) -> Vec<PolicyError> {
        let about = |about: &About<'a>| match about {
            About::Rules(rules) => rules.clone(),
            About::Unsaid | About::All => Vec::new(),
        };
        let mut named = about(&self.about);
        for case in &self.cases {
            named.extend(about(&case.about));
            named.extend(case.expect.iter().map(|expected| (expected.rule.1, expected.rule.0)));
        }
        let ids: Vec<&str> = rules.iter().map(|rule| rule.id).chain([POLICY_ERROR]).collect();
        let unknown = named.into_iter().filter(|(_, id)| !ids.contains(id));
        unknown
            .map(|(span, id)| {
                let message = format!("there is no rule `{id}` under this policy");
                let renamed = rules.iter().find(|rule| rule.answers_to(id));
                let help = match (renamed, did_you_mean(id, ids.iter().copied())) {
                    (Some(rule), _) => format!("It is called `{}` now.", rule.id),
                    (None, Some(known)) => format!("Did you mean `{known}`?"),
                    (None, None) => "Name the file of the rule under `policy`.".to_owned(),
                };
                PolicyError::new(self.file, span, message).with_help(help)
            })
            .collect()
    }
}

impl<'a> Case<'a> {
    fn read(reader: &mut Reader, node: Value<'a>) -> Self {
        // What is missing may be what a slip in a key meant.
        let is_sound = reader.keys(node, CASE_KEYS, "a case");
        let place = start(node);
        let manifest = match (node.get("manifest"), node.get("file")) {
            (Some(value), None) => match value.text() {
                Some(text) => Stated::Inline(text),
                None => {
                    let found = value.kind().noun();
                    let message = format!("`manifest` takes the text of a manifest, found {found}");
                    reader.error(start(value), message, "Write `manifest: |` and indent the rest.");
                    Stated::Inline("")
                }
            },
            (None, Some(value)) => {
                let path = reader.text(node, "file").unwrap_or_default();
                Stated::File(value.span(), path)
            }
            _ => {
                if is_sound {
                    let message = "a case has a manifest either under `manifest` or in a `file`";
                    reader.error(place, message, "");
                }
                Stated::Inline("")
            }
        };
        let listed = node.get("expect");
        if is_sound && listed.is_none_or(|listed| listed.kind() != NodeKind::Seq) {
            let place = node.entry("expect").map_or(place, |(key, _)| key.span());
            let message = "a case says what it expects, as a list";
            reader.error(place, message, "`expect: []` says that nothing is found.");
        }
        Self {
            span: place,
            name: reader.text(node, "name"),
            manifest,
            about: about(reader, node),
            today: reader.date(node, "today"),
            expect: listed
                .into_iter()
                .flat_map(Value::items)
                .filter_map(|item| expectation(reader, item))
                .collect(),
        }
    }

    /// Checks the manifest of the case, if it stands in the case itself.
    #[must_use]
    pub fn check(&self, linter: &Linter) -> Option<Checked> {
        let Stated::Inline(text) = self.manifest else { return None };
        Some(linter.check(name_for(text), text))
    }

    /// Compares what was found with what is expected. Findings of other rules
    /// than the ones that the case is about do not count, unless they say that
    /// something could not be checked.
    pub fn compare(
        &self,
        checked: &Checked,
        linter: &Linter,
        is_about: impl Fn(&str) -> bool,
    ) -> Option<Difference> {
        let no_result = |rule: &str| rule == POLICY_ERROR || rule == PARSE_ERROR;
        let expects = |rule: &str| self.expect.iter().any(|expected| expected.rule.0 == rule);
        let counts = |finding: &&Finding| {
            is_about(&finding.rule) || expects(&finding.rule) || no_result(&finding.rule)
        };
        let found: Vec<&Finding> = checked.findings.iter().filter(counts).collect();
        let mut difference = expect::compare(&self.expect, &found);
        if !checked.is_complete() && !found.iter().any(|finding| no_result(&finding.rule)) {
            let difference = difference.get_or_insert_default();
            difference.lines.push(('+', "the manifest could not be read".to_owned()));
        }
        if let Some(difference) = &mut difference {
            let mut off: Vec<&str> = self.expect.iter().map(|expected| expected.rule.0).collect();
            off.retain(|id| *id != POLICY_ERROR && !linter.rules.iter().any(|on| *on.id == **id));
            off.sort_unstable();
            off.dedup();
            for id in off {
                let level = Level::Off.as_str();
                difference.lines.push((' ', format!("`{id}` is {level} under this policy")));
            }
        }
        difference
    }
}

fn about<'a>(reader: &mut Reader, node: Value<'a>) -> About<'a> {
    match node.get("rules") {
        None => About::Unsaid,
        Some(value) if value.text() == Some("all") => About::All,
        Some(_) => About::Rules(reader.texts(node, "rules")),
    }
}

/// The id of a rule, or a mapping that says more.
fn expectation<'a>(reader: &mut Reader, node: Value<'a>) -> Option<Expectation<'a>> {
    if let Some(id) = node.text() {
        let rule = (id, node.span());
        return Some(Expectation { rule, at: None, severity: None, message: None, help: None });
    }
    let is_sound = reader.keys(node, EXPECT_KEYS, "an expected finding");
    let rule = reader.text(node, "rule");
    if is_sound && node.get("rule").is_none() {
        reader.error(start(node), "an expected finding names its `rule`", "");
    }
    Some(Expectation {
        rule: (rule?, node.get("rule")?.span()),
        at: reader.text(node, "at"),
        severity: reader.severity(node, "severity"),
        message: reader.text(node, "message"),
        help: reader.text(node, "help"),
    })
}
