//! Runs the examples of a rule: they are its tests and its documentation.

use super::expect::{self, Difference, Expectation};
use super::reader::{Reader, start};
use crate::accept::baseline::Baseline;
use crate::accept::{BaselineMode, BaselineRun};
use crate::checks::REGISTRY;
use crate::diagnostics::{FileKind, Finding, Severity};
use crate::lint::{FileText, Linter};
use crate::policy::{EXAMPLE_KEYS, KnownRule, Waivers};
use crate::policy::{Layer, Level, Origin, PolicyError, Rule, RuleFile, Settings, builtin};
use crate::syntax::{Format, Limits, NodeKind, Value, parse};
use crate::text::page_encoding::read_page;
use crate::text::{SourceFile, Span};
use crate::values::date::Date;
use encoding_rs::Encoding;
use std::sync::Arc;

/// The outcome of an example.
#[derive(Debug)]
pub struct Outcome {
    /// The part of the example that was run.
    pub kind: ExampleKind,
    /// The bytes of the example in its file.
    pub span: Span,
    /// The difference from the expectation; none if it passed.
    pub failure: Option<Difference>,
}

/// A part of an example that is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExampleKind {
    /// A manifest that is reported.
    Fail,
    /// A manifest that is not reported.
    Pass,
    /// A manifest that was reported, after its help was followed.
    Fixed,
}

/// Keys that only a failing example may have.
const FINDING_KEYS: &[&str] =
    &["at", "message", "help", "severity", "fixed", "leads_to", "removes"];

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
                kind: if example.passes { ExampleKind::Pass } else { ExampleKind::Fail },
                span: start(node),
                failure: example.compare(&findings),
            }),
            Err(found) => errors.extend(found),
        }
        for fixed in &example.fixed {
            match example.after(rule, today, fixed) {
                Ok(findings) => outcomes.push(Outcome {
                    kind: ExampleKind::Fixed,
                    span: fixed.span,
                    failure: example.compare_fixed(fixed, &findings),
                }),
                Err(found) => errors.extend(found),
            }
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

/// The number of entries of all lists of a text.
fn entries(text: &str) -> usize {
    let format = if name_for(text).ends_with("json") { Format::Json } else { Format::Yaml };
    let parsed = parse(text, format, &Limits::default());
    let lists = ["subprocessors", "other_recipients"];
    let roots = parsed.tree.documents();
    roots
        .flat_map(|root| lists.map(|list| root.get(list)))
        .flatten()
        .map(|list| list.items().count())
        .sum()
}

/// An example of a rule, as its file states it.
pub(super) struct Example<'a> {
    passes: bool,
    pub(super) manifest: &'a str,
    /// The name of the file, where that is no manifest.
    pub(super) file: Option<&'a str>,
    /// The encoding that it is saved in before the help is followed.
    encoding: Option<&'static Encoding>,
    /// The expected findings; none if any finding will do.
    expected: Option<Vec<Expectation<'a>>>,
    /// The expectation for the first finding, wherever it is.
    first: Expectation<'a>,
    pub(super) options: Option<Value<'a>>,
    pub(super) today: Option<Date>,
    /// Rules that run as well, for a rule that looks at what others find; their
    /// own findings are not compared.
    with: Vec<(Span, &'a str)>,
    /// The text of the baseline that applies.
    baseline: Option<&'a str>,
    /// The texts after its help was followed, one for each way that it names.
    pub(super) fixed: Vec<Fixed<'a>>,
    /// Rules that may report something in the fixed texts: the next step.
    pub(super) leads_to: Vec<&'a str>,
    /// The number of entries that the help tells people to merge or take out.
    removes: usize,
}

/// A failing example after its help was followed; what is not set is as it was.
pub(super) struct Fixed<'a> {
    pub(super) span: Span,
    pub(super) manifest: Option<&'a str>,
    pub(super) options: Option<Value<'a>>,
    pub(super) baseline: Option<&'a str>,
}

impl<'a> Fixed<'a> {
    /// Reads `fixed`: a manifest, or a mapping with what changes; one or a list of them.
    fn read(reader: &mut Reader, node: Value<'a>) -> Vec<Self> {
        let Some(value) = node.get("fixed") else { return Vec::new() };
        let items: Vec<Value<'a>> = match value.kind() {
            NodeKind::Seq => value.items().collect(),
            _ => vec![value],
        };
        items.into_iter().map(|item| Self::read_one(reader, item)).collect()
    }

    fn read_one(reader: &mut Reader, item: Value<'a>) -> Self {
        let span = start(item);
        if let Some(manifest) = item.text() {
            return Self { span, manifest: Some(manifest), options: None, baseline: None };
        }
        reader.keys(item, &["manifest", "options", "baseline"], "a fixed text");
        Self {
            span,
            manifest: reader.text(item, "manifest"),
            options: item.get("options"),
            baseline: reader.text(item, "baseline"),
        }
    }
}

impl<'a> Example<'a> {
    pub(super) fn read(rule: &RuleFile<'a>, node: Value<'a>) -> Result<Self, Vec<PolicyError>> {
        let mut reader = Reader::new(rule.file);
        let is_sound = reader.keys(node, EXAMPLE_KEYS, "an example");
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
        let file = reader.text(node, "file");
        let encoding = reader.text(node, "encoding").and_then(|label| {
            let known = Encoding::for_label(label.as_bytes());
            if known.is_none() {
                reader.error(node.span(), format!("`{label}` is no encoding"), "");
            }
            known
        });
        let fixed = Fixed::read(&mut reader, node);
        let leads_to = reader.texts(node, "leads_to").into_iter().map(|(_, id)| id).collect();
        let removes = reader.count(node, "removes");
        if !reader.errors.is_empty() {
            return Err(reader.errors);
        }
        Ok(Self {
            passes: pass.is_some(),
            manifest,
            file,
            encoding,
            expected,
            first,
            options: node.get("options"),
            today,
            with,
            baseline,
            fixed,
            leads_to,
            removes,
        })
    }

    fn check(&self, rule: &RuleFile<'a>, today: Date) -> Result<Vec<Finding>, Vec<PolicyError>> {
        self.findings(rule, today, self.manifest, self.options, self.baseline)
    }

    /// Findings of the rule in a fixed text: there are none, if its help is good.
    fn after(
        &self,
        rule: &RuleFile<'a>,
        today: Date,
        fixed: &Fixed<'a>,
    ) -> Result<Vec<Finding>, Vec<PolicyError>> {
        let manifest = fixed.manifest.unwrap_or(self.manifest);
        let options = fixed.options.or(self.options);
        let baseline = fixed.baseline.or(self.baseline);
        let mut findings = self.findings(rule, today, manifest, options, baseline)?;
        findings.retain(|finding| !self.leads_to.contains(&&*finding.rule));
        Ok(findings)
    }

    fn findings(
        &self,
        rule: &RuleFile<'a>,
        today: Date,
        manifest: &str,
        options: Option<Value<'a>>,
        baseline: Option<&str>,
    ) -> Result<Vec<Finding>, Vec<PolicyError>> {
        let options = options.map(|value| Layer { file: rule.file, value, origin: Origin::Config });
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
        let name = self.file.unwrap_or_else(|| name_for(manifest));
        let is_first = std::ptr::eq(manifest, self.manifest);
        let mut checked = match self.encoding.filter(|_| is_first) {
            None => linter.check(name, manifest),
            Some(encoding) => {
                let bytes = encoding.encode(manifest).0.into_owned();
                let (text, encoding) = read_page(bytes, name.ends_with(".html"))
                    .unwrap_or_else(|_| (manifest.to_owned(), None));
                linter.check_file(FileText::new(name, text).in_encoding(encoding))
            }
        };
        let is_own = |finding: &Finding| *finding.rule == *rule.id;
        if let Some(text) = baseline {
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

    /// Reports findings that a fixed text still has, and entries that it lost:
    /// what is not there raises nothing.
    fn compare_fixed(&self, fixed: &Fixed<'_>, findings: &[Finding]) -> Option<Difference> {
        let left = expect::compare(&[], &findings.iter().collect::<Vec<_>>());
        let (had, has) = (entries(self.manifest), entries(fixed.manifest.unwrap_or(self.manifest)));
        if has + self.removes >= had {
            return left;
        }
        let mut difference = left.unwrap_or_default();
        difference.lines.push((' ', format!("the fixed text has {has} of {had} entries")));
        Some(difference)
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
