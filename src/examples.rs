//! Runs the examples of a rule: they are its tests and its documentation.

use crate::baseline::Baseline;
use crate::checks::{Layer, Origin};
use crate::finding::{Finding, Severity};
use crate::lint::Linter;
use crate::manifest::date::Date;
use crate::rules::{Level, PolicyError, Rule, RuleFile, Settings, builtin};
use crate::source::{FileId, SourceFile, Span};
use crate::suppress::{KnownRule, Waivers};
use crate::syntax::{Limits, Value};
use std::collections::BTreeSet;
use std::sync::Arc;

/// How an example went.
#[derive(Debug)]
pub struct Outcome {
    /// Whether the example is one of something that is not reported.
    pub passes: bool,
    /// The bytes of the example in its file.
    pub span: Span,
    /// What is not as it should be; nothing when all is well.
    pub failure: Option<String>,
}

/// Runs every example of a rule. Only the rule itself is on, as a warning
/// where it is off by default.
///
/// # Errors
/// Options of an example that the rule does not take.
pub fn run(rule: &RuleFile<'_>, today: Date) -> Result<Vec<Outcome>, Vec<PolicyError>> {
    let mut outcomes = Vec::new();
    let examples = rule.node.get("examples").into_iter().flat_map(Value::items);
    for example in examples {
        let fail = example.get("fail").and_then(Value::text);
        let pass = example.get("pass").and_then(Value::text);
        let Some(text) = fail.or(pass) else {
            let message = "an example has a manifest under `fail` or `pass`";
            return Err(vec![PolicyError::new(rule.file, example.span(), message)]);
        };
        let findings = check(rule, example, text, today)?;
        let failure = if fail.is_some() {
            compare(example, &findings)
        } else {
            (!findings.is_empty()).then(|| format!("expected nothing, found\n{}", list(&findings)))
        };
        outcomes.push(Outcome { passes: fail.is_none(), span: example.span(), failure });
    }
    Ok(outcomes)
}

fn check(
    rule: &RuleFile<'_>,
    example: Value<'_>,
    text: &str,
    today: Date,
) -> Result<Vec<Finding>, Vec<PolicyError>> {
    let level = match rule.level {
        Level::Off => Level::On(Severity::Warning),
        level => level,
    };
    let options = example.get("options").map(|value| Layer {
        file: rule.file,
        value,
        origin: Origin::Config,
    });
    let settings = Settings {
        // A level that is set would cap the variants.
        level: (rule.level == Level::Off).then_some(level),
        options: options.into_iter().collect(),
    };
    let stated = example.get("today").and_then(Value::text).and_then(|day| Date::parse(day).ok());
    let known = builtin::rules(rule.file);
    let mut rules = vec![rule.compile(&settings)?];
    rules.extend(with(rule, example, &known)?);
    let others: BTreeSet<Arc<str>> = rules[1..].iter().map(|rule| Arc::clone(&rule.id)).collect();
    let known = known.iter().map(|rule| KnownRule {
        id: rule.id.into(),
        formerly: rule.former_ids().map(str::to_owned).collect(),
        unsuppressible: rule.is_unsuppressible(),
    });
    let linter = Linter {
        rules,
        limits: Limits::default(),
        today: stated.unwrap_or(today),
        waivers: Waivers { known: known.collect(), ..Waivers::default() },
    };
    let format = if text.trim_start().starts_with(['{', '[']) && text.contains('"') {
        "example.json"
    } else {
        "example.yaml"
    };
    let mut findings = linter.check(FileId(0), &SourceFile::new(format, text)).findings;
    if let Some(text) = example.get("baseline").and_then(Value::text) {
        let baseline = Baseline::parse(rule.file, text, &linter.limits)?;
        let split = baseline.split(format, findings, |finding| others.contains(&finding.rule));
        let stale = baseline.stale(&split.used, |file| file == format);
        let file = SourceFile::new("baseline.json", text);
        findings = split.findings;
        findings.extend(linter.remark(FileId(1), &file, &baseline.remarks(&stale)));
    }
    findings.retain(|finding| !others.contains(&finding.rule));
    Ok(findings)
}

/// The rules that an example names under `with`: they run as well, for rules
/// that look at what others find, but what they find is not compared.
fn with(
    rule: &RuleFile<'_>,
    example: Value<'_>,
    known: &[RuleFile<'static>],
) -> Result<Vec<Rule>, Vec<PolicyError>> {
    let mut rules = Vec::new();
    for id in example.get("with").into_iter().flat_map(Value::items) {
        let name = id.text().unwrap_or_default();
        let Some(other) = known.iter().find(|other| other.id == name) else {
            let message = format!("there is no rule `{name}`");
            return Err(vec![PolicyError::new(rule.file, id.span(), message)]);
        };
        let level = (other.level == Level::Off).then_some(Level::On(Severity::Warning));
        rules.push(other.compile(&Settings { level, options: Vec::new() })?);
    }
    Ok(rules)
}

/// What is different from what the example says.
fn compare(example: Value<'_>, findings: &[Finding]) -> Option<String> {
    if findings.is_empty() {
        return Some("expected a finding, found none".to_owned());
    }
    if let Some(at) = example.get("at") {
        let expected: Vec<&str> = match at.text() {
            Some(path) => vec![path],
            None => at.items().filter_map(Value::text).collect(),
        };
        let found: Vec<&str> = findings.iter().map(|finding| finding.path.as_str()).collect();
        if expected != found {
            let expected = expected.join(", ");
            return Some(format!("expected findings at {expected}\nfound\n{}", list(findings)));
        }
    }
    for (key, found) in [
        ("message", &findings[0].message),
        ("help", findings[0].help.as_ref().unwrap_or(&String::new())),
    ] {
        if let Some(expected) = example.get(key).and_then(Value::text)
            && expected.trim_end() != found
        {
            return Some(format!("expected the {key}\n  {expected}\nfound\n  {found}"));
        }
    }
    let severity = example.get("severity").and_then(Value::text);
    match severity {
        Some(expected) if expected != findings[0].severity.as_str() => {
            Some(format!("expected severity {expected}, found {}", findings[0].severity))
        }
        _ => None,
    }
}

fn list(findings: &[Finding]) -> String {
    let lines = findings
        .iter()
        .map(|finding| format!("  {} {}: {}", finding.severity, finding.path, finding.message));
    lines.collect::<Vec<_>>().join("\n")
}
