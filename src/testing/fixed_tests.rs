//! Help leads to green: what it tells people to write is never reported. Each
//! failing example of a built-in rule holds the text after its help was followed.
#![allow(clippy::unwrap_used, reason = "tests")]

use super::examples::{Example, Fixed, name_for};
use crate::checks::REGISTRY;
use crate::diagnostics::Finding;
use crate::lint::Linter;
use crate::policy::template::Template;
use crate::policy::{Layer, Level, Origin, Rule, RuleFile, Settings, builtin};
use crate::syntax::{Format, Limits, Value, parse};
use crate::text::{Edit, SourceFile};
use crate::values::date::Date;
use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

/// A built-in rule that is on, with options on top of its own.
fn compile(rule: &RuleFile<'_>, options: Option<Value<'_>>) -> Rule {
    let layer = |value| Layer { file: rule.file, value, origin: Origin::Config };
    let level =
        (rule.level == Level::Off).then_some(Level::On(crate::diagnostics::Severity::Warning));
    let settings = Settings { level, options: options.map(layer).into_iter().collect() };
    rule.compile(&settings).expect(rule.id)
}

/// All built-in rules with their own options. Compiling them for each example took two
/// minutes.
static ALL: LazyLock<Vec<Arc<Rule>>> = LazyLock::new(|| {
    builtin::rules(&REGISTRY).iter().map(|rule| Arc::new(compile(rule, None))).collect()
});

/// Every rule but one, which has options of its own.
pub(super) fn linter(rule: &RuleFile<'_>, options: Option<Value<'_>>, today: Date) -> Linter {
    let known = builtin::rules(&REGISTRY);
    let others = ALL.iter().filter(|other| *other.id != *rule.id).cloned();
    Linter {
        rules: others.chain([Arc::new(compile(rule, options))]).collect(),
        policy: None,
        is_settled: true,
        baseline: None,
        limits: Limits::default(),
        today,
        waivers: crate::policy::Waivers {
            known: known.iter().map(crate::policy::KnownRule::of).collect(),
            ..crate::policy::Waivers::default()
        },
    }
}

/// The part of a finding that stays while texts change: rule, path, and the field that it
/// misses, which the message for many names.
fn keys(findings: &[Finding]) -> BTreeSet<(String, String, String)> {
    let field = |one: &Finding| one.fold.clone().unwrap_or_default();
    findings.iter().map(|one| (one.rule.to_string(), one.path.clone(), field(one))).collect()
}

/// Words that help texts name and nobody writes into a list or the options of a rule.
const ELSEWHERE: &[&str] = &["exclude", "docs/manifest.md"];

/// The literals that a text quotes in backticks.
fn literals(help: &str) -> Vec<&str> {
    let quoted = help.split('`').skip(1).step_by(2);
    quoted.filter(|literal| !ELSEWHERE.contains(literal)).collect()
}

/// True if a text holds a literal, in which `...` and `<words>` stand for anything.
fn holds(text: &str, literal: &str) -> bool {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut pieces = Vec::new();
    for piece in literal.split("...") {
        let mut rest = piece;
        while let Some((before, after)) = rest.split_once('<') {
            let Some((_, behind)) = after.split_once('>') else { break };
            pieces.push(before);
            rest = behind;
        }
        pieces.push(rest);
    }
    let mut rest = text.as_str();
    pieces.iter().map(|piece| piece.trim()).all(|piece| match rest.find(piece) {
        Some(at) => {
            rest = &rest[at + piece.len()..];
            true
        }
        None => false,
    })
}

#[test]
fn literals_are_found_with_their_open_parts() {
    let text =
        "subprocessors:\n  - name: Larch\n    location: {scope: global,\n      why: a network}";
    assert!(holds(text, "location: {scope: global, why: ...}"));
    assert!(holds(text, "name: <text>"));
    assert!(!holds(text, "country: <code>"));
    assert_eq!(literals("Add `a`, or `b: ...`."), ["a", "b: ..."]);
}

/// The failing examples of one rule.
struct FollowedExample<'a> {
    rule: &'a RuleFile<'a>,
    today: Date,
    /// The fixed texts of all its examples, with the options that they set.
    fixed: Vec<String>,
    /// The literals that the help of its findings quotes.
    literals: BTreeSet<String>,
    problems: Vec<String>,
}

impl<'a> FollowedExample<'a> {
    fn example(&mut self, node: Value<'a>) {
        let line = self.rule.file.line(super::reader::start(node).start);
        let mut add = |problem: String| self.problems.push(format!("line {line}: {problem}"));
        let example = match Example::read(self.rule, node) {
            Ok(example) => example,
            Err(errors) => return errors.into_iter().for_each(|one| add(one.advice.message)),
        };
        let today = example.today.unwrap_or(self.today);
        let check = |options, text| linter(self.rule, options, today).check(name_for(text), text);
        let before = check(example.options, example.manifest).findings;
        let own = || before.iter().filter(|finding| *finding.rule == *self.rule.id);
        if example.fixed.is_empty() {
            add("has no `fixed` text".to_owned());
        }
        let known = keys(&before);
        let mut texts = Vec::new();
        for fixed in &example.fixed {
            let text = fixed.manifest.unwrap_or(example.manifest);
            for one in check(fixed.options.or(example.options), text).findings {
                let is_led_to = example.leads_to.contains(&&*one.rule);
                if !is_led_to && !known.is_superset(&keys(std::slice::from_ref(&one))) {
                    let (rule, path, message) = (one.rule, one.path, one.message);
                    add(format!("the fixed text raises {rule} at `{path}`: {message}"));
                }
            }
            let options = fixed.options.map_or("", |value| self.rule.file.slice(value.span()));
            let options = format!("rules: {{{}: {options}}}", self.rule.id);
            texts.push([text, &options, fixed.baseline.unwrap_or_default()].join("\n"));
        }
        for finding in own() {
            let help = finding.help.as_deref().unwrap_or_default();
            let quoted = literals(help);
            if help.is_empty() {
                add(format!("has no help: {}", finding.message));
            } else if !quoted.is_empty()
                && !quoted.iter().any(|one| texts.iter().any(|text| holds(text, one)))
            {
                add(format!("no fixed text holds what this help quotes: {help}"));
            }
            self.literals.extend(quoted.into_iter().map(str::to_owned));
        }
        let fixes: Option<Vec<_>> = own().map(|finding| finding.fix.as_ref()).collect();
        if let Some(fixes) = fixes.filter(|fixes| !fixes.is_empty()) {
            let edits: Vec<Edit> = fixes.iter().flat_map(|fix| fix.edits.iter().cloned()).collect();
            let applied = Edit::apply(example.manifest, &edits);
            let is_made = |fixed: &Fixed<'_>| {
                let text = fixed.manifest.unwrap_or(example.manifest);
                without_remarks(text) == without_remarks(&applied)
            };
            if !example.fixed.iter().any(is_made) {
                add(format!("no fixed text is what the fix makes:\n{applied}"));
            }
        }
        self.fixed.append(&mut texts);
    }

    /// The literals that no fixed text shows, of the findings and of the help
    /// texts in the file.
    fn unshown(&self) -> impl Iterator<Item = String> {
        let in_file = help_texts(self.rule).into_iter().flat_map(literals);
        let in_file =
            in_file.filter(|literal| Template::new(*literal).arguments().next().is_none());
        let all: BTreeSet<&str> = in_file.chain(self.literals.iter().map(String::as_str)).collect();
        all.into_iter()
            .filter(|literal| !self.fixed.iter().any(|text| holds(text, literal)))
            .map(|literal| format!("no example follows the help to `{literal}`"))
    }
}

/// The lines of a text but for the remarks on the example at its top.
fn without_remarks(text: &str) -> Vec<&str> {
    let is_remark = |line: &&str| line.starts_with('#');
    text.trim_end().lines().skip_while(is_remark).collect()
}

/// The help texts of a rule, as its file states them.
fn help_texts<'a>(rule: &RuleFile<'a>) -> Vec<&'a str> {
    let variants = rule.node.get("variants").into_iter().flat_map(Value::entries);
    let texts = variants.filter_map(|(_, variant)| variant.get("help"));
    rule.node.get("help").into_iter().chain(texts).filter_map(Value::text).collect()
}

#[test]
fn what_the_help_tells_people_to_write_is_not_reported() {
    let today = Date::parse("2026-11-21").unwrap();
    let mut failures = Vec::new();
    for (path, text) in builtin::TEXTS.iter().filter(|(path, _)| !path.contains("/packs/")) {
        let file = Arc::new(SourceFile::new(*path, *text));
        let parsed = parse(text, Format::Yaml, &Limits::default());
        let root = parsed.tree.documents().next().unwrap();
        let rule = &RuleFile::read(&REGISTRY, &file, root).unwrap();
        let mut shown = FollowedExample {
            rule,
            today,
            fixed: Vec::new(),
            literals: BTreeSet::new(),
            problems: Vec::new(),
        };
        let examples = rule.node.get("examples").into_iter().flat_map(Value::items);
        examples.filter(|node| node.get("fail").is_some()).for_each(|node| shown.example(node));
        let problems = shown.problems.iter().cloned().chain(shown.unshown());
        failures.extend(problems.map(|problem| format!("{path}: {problem}")));
    }
    assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures.join("\n"));
}
