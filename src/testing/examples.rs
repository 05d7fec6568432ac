//! Runs the examples of a rule: they are its tests and its documentation.

use super::expect::{self, Difference, Expectation};
use super::reader::{Reader, start};
use crate::accept::baseline::Baseline;
use crate::accept::{BaselineMode, BaselineRun};
use crate::checks::REGISTRY;
use crate::diagnostics::{FileKind, Finding, Severity};
use crate::lint::Linter;
use crate::policy::{KnownRule, Waivers};
use crate::policy::{Layer, Level, Origin, PolicyError, Rule, RuleFile, Settings, builtin};
use crate::syntax::{Limits, Value};
use crate::text::{SourceFile, Span};
use crate::values::date::Date;
use std::sync::Arc;

/// The outcome of an example.
#[derive(Debug)]
pub struct Outcome {
    /// True if the example is one of something that is not reported.
    pub passes: bool,
    /// The bytes of the example in its file.
    pub span: Span,
    /// The difference from the expectation; none if it passed.
    pub failure: Option<Difference>,
}

const KEYS: &[&str] =
    &["fail", "pass", "at", "message", "help", "severity", "options", "today", "with", "baseline"];

/// Keys that only a failing example may have.
const FINDING_KEYS: &[&str] = &["at", "message", "help", "severity"];

/// Runs every example of a rule. Only the rule itself is on, as a warning
/// where it is off by default.
///
/// # Errors
/// Slips in the examples, and options that the rule does not take.
pub fn run(rule: &RuleFile<'_>, today: Date) -> Result<Vec<Outcome>, Vec<PolicyError>> {
    let mut outcomes = Vec::new();
    let mut errors = Vec::new();
    for node in rule.node.get("examples").into_iter().flat_map(Value::items) {
        let example = match Example::read(rule, node) {
            Ok(example) => example,
            Err(found) => {
                errors.extend(found);
                continue;
            }
        };
        match example.check(rule, today) {
            Ok(findings) => outcomes.push(Outcome {
                passes: example.passes,
                span: start(node),
                failure: example.compare(&findings),
            }),
            Err(found) => errors.extend(found),
        }
    }
    if errors.is_empty() { Ok(outcomes) } else { Err(errors) }
}

/// The format that an inline manifest is written in, as the name of a file.
/// JSON is known by an opening bracket that is followed by a quote.
pub(super) fn name_for(text: &str) -> &'static str {
    let inside = text.trim_start_matches(|char: char| char.is_whitespace() || "[{".contains(char));
    let has_bracket = text.trim_start().starts_with(['[', '{']);
    if has_bracket && inside.starts_with('"') { "example.json" } else { "example.yaml" }
}

struct Example<'a> {
    passes: bool,
    manifest: &'a str,
    /// The expected findings; none if any finding will do.
    expected: Option<Vec<Expectation<'a>>>,
    /// The expectation for the first finding, wherever it is.
    first: Expectation<'a>,
    options: Option<Value<'a>>,
    today: Option<Date>,
    /// Rules that run as well, for a rule that looks at what others find; their
    /// own findings are not compared.
    with: Vec<(Span, &'a str)>,
    /// The text of the baseline that applies.
    baseline: Option<&'a str>,
}

impl<'a> Example<'a> {
    fn read(rule: &RuleFile<'a>, node: Value<'a>) -> Result<Self, Vec<PolicyError>> {
        let mut reader = Reader::new(rule.file);
        let is_sound = reader.keys(node, KEYS, "an example");
        let fail = reader.text(node, "fail");
        let pass = reader.text(node, "pass");
        if is_sound && node.get("fail").is_some() == node.get("pass").is_some() {
            let message = "an example has a manifest either under `fail` or under `pass`";
            reader.error(start(node), message, "");
        }
        if pass.is_some() && fail.is_none() {
            let said = FINDING_KEYS.iter().filter_map(|name| node.entry(name));
            for (key, _) in said {
                let name = key.text().unwrap_or_default();
                let message = format!("an example under `pass` takes no `{name}`");
                reader.error(key.span(), message, "");
            }
        }
        let first = Expectation {
            rule: (rule.id, node.span()),
            at: None,
            severity: reader.severity(node, "severity"),
            message: reader.text(node, "message"),
            help: reader.text(node, "help"),
        };
        let paths = reader.texts(node, "at");
        let expected = node.get("at").map(|_| {
            let mut expected: Vec<Expectation<'a>> = paths
                .into_iter()
                .map(|(_, path)| Expectation {
                    at: Some(path),
                    severity: None,
                    message: None,
                    help: None,
                    ..first
                })
                .collect();
            if let Some(whole) = expected.first_mut() {
                *whole = Expectation { at: whole.at, ..first.clone() };
            }
            expected
        });
        let today = reader.date(node, "today");
        let with = reader.texts(node, "with");
        let baseline = reader.text(node, "baseline");
        let manifest = fail.or(pass).unwrap_or_default();
        if !reader.errors.is_empty() {
            return Err(reader.errors);
        }
        Ok(Self {
            passes: pass.is_some(),
            manifest,
            expected,
            first,
            options: node.get("options"),
            today,
            with,
            baseline,
        })
    }

    fn check(&self, rule: &RuleFile<'a>, today: Date) -> Result<Vec<Finding>, Vec<PolicyError>> {
        let options =
            self.options.map(|value| Layer { file: rule.file, value, origin: Origin::Config });
        let settings = Settings {
            // A level that is set would cap the variants.
            level: (rule.level == Level::Off).then_some(Level::On(Severity::Warning)),
            options: options.into_iter().collect(),
        };
        let known = builtin::rules(&REGISTRY);
        let mut rules = vec![rule.compile(&settings)?];
        rules.extend(self.others(rule, &known)?);
        let linter = Linter {
            rules: rules.into_iter().map(Arc::new).collect(),
            policy: None,
            is_settled: true,
            baseline: None,
            limits: Limits::default(),
            today: self.today.unwrap_or(today),
            waivers: Waivers {
                known: known.iter().map(KnownRule::of).collect(),
                ..Waivers::default()
            },
        };
        let name = name_for(self.manifest);
        let mut checked = linter.check(name, self.manifest);
        let is_own = |finding: &Finding| *finding.rule == *rule.id;
        if let Some(text) = self.baseline {
            let source = Arc::new(SourceFile::new(rule.file.path(), text));
            let baseline = Baseline::parse(&source, &linter.limits)?;
            let mut run = BaselineRun::new(baseline, BaselineMode::Compare);
            run.apply(name, &mut checked, |finding| !is_own(finding));
            let (stale, _) = run.finish(|_| false);
            let source = Arc::new(SourceFile::new("baseline.json", text));
            let of_baseline = linter.check_waivers(&source, FileKind::Baseline, &stale);
            checked.findings.extend(of_baseline.findings);
        }
        let mut findings = checked.findings;
        findings.retain(|finding| is_own(finding) || self.with.is_empty());
        Ok(findings)
    }

    /// The rules under `with`, as they come.
    fn others(
        &self,
        rule: &RuleFile<'_>,
        known: &[RuleFile<'static>],
    ) -> Result<Vec<Rule>, Vec<PolicyError>> {
        let mut rules = Vec::new();
        for &(span, id) in &self.with {
            let Some(other) = known.iter().find(|other| other.id == id) else {
                let message = format!("there is no built-in rule `{id}`");
                return Err(vec![PolicyError::new(rule.file, span, message)]);
            };
            let level = (other.level == Level::Off).then_some(Level::On(Severity::Warning));
            rules.push(other.compile(&Settings { level, options: Vec::new() })?);
        }
        Ok(rules)
    }

    fn compare(&self, findings: &[Finding]) -> Option<Difference> {
        let found: Vec<&Finding> = findings.iter().collect();
        if self.passes {
            return expect::compare(&[], &found);
        }
        match &self.expected {
            Some(expected) => expect::compare(expected, &found),
            None => expect::compare(
                std::slice::from_ref(&self.first),
                found.get(..1).unwrap_or_default(),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::name_for;

    #[test]
    fn json_is_told_from_yaml_in_brackets() {
        for json in ["{\"subprocessors\": []}", " [ {\n\"name\": 1"] {
            assert_eq!(name_for(json), "example.json", "{json}");
        }
        for yaml in ["{subprocessors: [{name: \"A\"}]}", "\"a\": b", "subprocessors: []", ""] {
            assert_eq!(name_for(yaml), "example.yaml", "{yaml}");
        }
    }
}
