//! The names, places, options and message arguments of all checks.

#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests read files")]

use super::REGISTRY;
use crate::cel::Type;
use crate::lint::RECORDED_HITS;
use crate::manifest::Manifest;
use crate::manifest::view::{Budget, Expression, ExpressionSubject};
use crate::policy::rule_file::COMMON;
use crate::policy::template::Template;
use crate::policy::{
    Check, CheckOptions, CheckSpec, HitRoom, Hits, Layer, OptionShape, Origin, Rule, RuleFile,
    Settings, Subject, builtin,
};
use crate::syntax::{Format, Limit, Limits, Problem, Value, parse};
use crate::testing::examples;
use crate::text::{Advice, SourceFile, Span};
use crate::values::date::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

/// The built-in rules by the name of their check.
fn rules_by_check() -> BTreeMap<&'static str, Vec<&'static str>> {
    let mut rules: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for rule in builtin::rules(&REGISTRY) {
        rules.entry(rule.check.name).or_default().push(rule.id);
    }
    rules
}

#[test]
fn a_check_of_one_rule_has_its_name_and_its_group() {
    let rules = rules_by_check();
    for group in REGISTRY.groups {
        for check in group.checks {
            let users = rules.get(check.name).map_or(&[][..], Vec::as_slice);
            if check.is_general() {
                continue;
            }
            assert_eq!(users, [check.name], "the rules with the check `{}`", check.name);
            let folder = builtin::group_of(check.name).unwrap();
            assert_eq!(group.name, folder.replace('-', "_"), "the group of `{}`", check.name);
        }
    }
}

#[test]
fn each_check_has_a_file_of_its_name() {
    let mut names = BTreeSet::new();
    for group in REGISTRY.groups {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/checks").join(group.name);
        let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let files = files.filter(|path| path.extension().is_some_and(|end| end == "rs"));
        let mut stems: Vec<String> =
            files.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()).collect();
        stems.retain(|stem| stem != "mod");
        stems.sort();
        let checks: Vec<String> =
            group.checks.iter().map(|check| check.name.replace('-', "_")).collect();
        assert_eq!(stems, checks, "the files and checks of `{}`, by name", group.name);
        for check in group.checks {
            assert!(names.insert(check.name), "two checks are called `{}`", check.name);
        }
    }
    let groups: Vec<&str> = REGISTRY.groups.iter().map(|group| group.name).collect();
    assert!(groups.is_sorted(), "{groups:?}");
}

/// The options that a check asks for when it is built.
fn asked(check: &'static CheckSpec) -> BTreeSet<&'static str> {
    let source = Arc::new(SourceFile::new("rule.yaml", ""));
    let mut options =
        CheckOptions::new(check, &[], (&source, Span::default()), ExpressionSubject::Vendor);
    let _ = (check.build)(&mut options);
    options.asked.into_iter().collect()
}

#[test]
fn a_check_asks_for_the_options_that_it_declares() {
    for check in REGISTRY.checks() {
        let declared: BTreeSet<_> = check.options.iter().map(|option| option.name).collect();
        assert_eq!(asked(check), declared, "{}", check.name);
        assert_eq!(declared.len(), check.options.len(), "{} declares one twice", check.name);
        for option in COMMON {
            assert!(!declared.contains(option.name), "{}: `{}`", check.name, option.name);
        }
    }
}

#[test]
fn everything_that_a_check_declares_has_a_meaning() {
    for check in REGISTRY.checks() {
        for option in check.options {
            let meaning = option.meaning;
            assert!(meaning.ends_with('.'), "{}: {}: {meaning}", check.name, option.name);
            if let OptionShape::Word(words) = option.shape {
                assert!(words.len() > 1, "{}: {}", check.name, option.name);
            }
        }
        for (name, meaning) in check.arguments.iter().chain(check.variants) {
            assert!(!meaning.is_empty() && !meaning.ends_with('.'), "{}: {name}", check.name);
        }
    }
}

/// A default that a rule states beside its check is the same one.
#[test]
fn rules_state_the_defaults_of_their_checks() {
    for rule in builtin::rules(&REGISTRY).iter().filter(|rule| !rule.check.is_general()) {
        for option in rule.check.options {
            let Some(stated) = rule.options.get(option.name) else { continue };
            if let Some(default) = option.shape.default_text() {
                let stated = crate::policy::guide::inline(stated);
                let same = stated == default || (stated == "on" && default == "true");
                assert!(same, "{}: `{}` is {stated}, not {default}", rule.id, option.name);
            }
        }
    }
}

/// Those of rules are compiled with their examples.
#[test]
fn the_expressions_of_packs_compile() {
    for (path, text) in builtin::TEXTS.iter().filter(|(path, _)| path.contains("/packs/")) {
        let file = Arc::new(SourceFile::new(*path, *text));
        let parsed = parse(text, Format::Yaml, &Limits::default());
        let pack = parsed.tree.documents().next().unwrap();
        for (id, setting) in pack.get("rules").into_iter().flat_map(|rules| rules.entries()) {
            let Some(when) = setting.get("when") else { continue };
            let rules = builtin::rules(&REGISTRY);
            let rule = rules.iter().find(|rule| Some(rule.id) == id.text()).unwrap();
            let each = rule.node.get("for").and_then(|selection| selection.get("each"));
            let about = match each.and_then(|each| each.text()) {
                Some("manifest") => ExpressionSubject::Manifest,
                _ => ExpressionSubject::Vendor,
            };
            let compiled = Expression::compile(&file, when, about.into(), &Type::Bool);
            assert!(compiled.is_ok(), "{path}: {}: {compiled:?}", rule.id);
        }
    }
}

/// The arguments of the hits in the examples of a rule: those of its file, and
/// further ones.
fn arguments_of_examples(path: &str, text: &str) -> Vec<HitArguments> {
    let name = path.rsplit('/').next().unwrap();
    let further = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/examples").join(name);
    let mut arguments = run_examples(text);
    if let Ok(further) = std::fs::read_to_string(further) {
        let (head, _) = text.split_once("\nexamples:\n").unwrap();
        arguments.extend(run_examples(&format!("{head}\nexamples:\n{further}")));
    }
    arguments
}

fn run_examples(text: &str) -> Vec<HitArguments> {
    let file = Arc::new(SourceFile::new("rule.yaml", text));
    let parsed = parse(text, Format::Yaml, &Limits::default());
    let root = parsed.tree.documents().next().unwrap();
    let rule = RuleFile::read(&REGISTRY, &file, root).unwrap();
    RECORDED_HITS.take();
    examples::run(&rule, Date::parse("2026-11-21").unwrap()).unwrap();
    let compiled = rule.compile(&Settings::default()).unwrap();
    let hits = RECORDED_HITS.take().into_iter().filter(|(id, _)| **id == *rule.id);
    let arguments = hits.map(|(_, hit)| HitArguments {
        check: rule.check,
        given: hit.arguments.iter().map(|(name, _)| *name).collect(),
        used: used_arguments(&compiled, hit.variant),
    });
    arguments.collect()
}

/// Arguments of hits that no example can lead to: about files that are no text
/// or too big, and about fields that a pack asks for.
fn arguments_beyond_examples() -> Vec<(&'static str, Vec<&'static str>)> {
    let problems = [
        Problem::NotText(Advice::new(Span::default(), "no text")),
        Problem::Limit { at: Span::default(), limit: Limit::Bytes, allowed: 1 },
    ];
    let source = Arc::new(SourceFile::new("pack.yaml", "fields: [purpose]"));
    let pack = parse(source.text(), Format::Yaml, &Limits::default());
    let layer = Layer {
        file: &source,
        value: pack.tree.documents().next().unwrap(),
        origin: Origin::Pack("strict".to_owned()),
    };
    let list = parse("subprocessors: [{name: A}]", Format::Yaml, &Limits::default());
    let manifest = Manifest::read(list.tree.documents().next().unwrap());
    let vendors: Vec<_> = manifest.vendors.iter().collect();
    let rules = builtin::rules(&REGISTRY);
    let arguments = |id: &str, options: Vec<Layer<'_>>| {
        let rule = rules.iter().find(|rule| rule.id == id).unwrap();
        let compiled = rule.compile(&Settings { level: None, options }).unwrap();
        let Check::List(check) = &compiled.check else { panic!("{id} looks at no list") };
        let subject = Subject {
            page: None,
            manifest: Some(&manifest),
            vendors: &vendors,
            each_document: false,
            file: &source,
            problems: &problems,
            schema: &[],
            today: Date::parse("2026-11-21").unwrap(),
            budget: &Budget::for_vendors(1),
        };
        let mut hits = Hits::with_room(HitRoom { findings: 100, bytes: 100_000 });
        check.run(&subject, &mut hits);
        let names = hits.iter().flat_map(|hit| hit.arguments.iter().map(|(name, _)| *name));
        (rule.check.name, names.collect())
    };
    vec![arguments("parse-error", Vec::new()), arguments("missing-field", vec![layer])]
}

/// The message arguments of one hit.
struct HitArguments {
    check: &'static CheckSpec,
    given: BTreeSet<&'static str>,
    used: BTreeSet<String>,
}

/// The arguments in the texts of a hit.
fn used_arguments(rule: &Rule, variant: &str) -> BTreeSet<String> {
    let variant = rule.variants.iter().find(|known| known.name == variant);
    let message = variant.and_then(|variant| variant.message.as_ref()).unwrap_or(&rule.message);
    let help = variant.and_then(|variant| variant.help.as_ref()).or(rule.help.as_ref());
    let texts = std::iter::once(message).chain(help);
    texts.flat_map(|text| text.arguments().map(str::to_owned).collect::<Vec<_>>()).collect()
}

#[test]
fn a_check_gives_the_message_arguments_that_it_promises() {
    let mut given: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut wrong = BTreeSet::new();
    for (path, text) in builtin::TEXTS.iter().filter(|(path, _)| !path.contains("/packs/")) {
        for arguments in arguments_of_examples(path, text) {
            let promised: BTreeSet<_> = arguments.check.argument_names().collect();
            for name in arguments.given.difference(&promised) {
                wrong.insert(format!("{path}: `{name}` is given, but not promised"));
            }
            for name in arguments.used.iter().filter(|name| !arguments.given.contains(&***name)) {
                wrong.insert(format!("{path}: `{name}` is used, but not given"));
            }
            given.entry(arguments.check.name).or_default().extend(arguments.given);
        }
    }
    for (name, arguments) in arguments_beyond_examples() {
        given.entry(name).or_default().extend(arguments);
    }
    for check in REGISTRY.checks().filter(|check| check.name != "expression") {
        let given = given.get(check.name).unwrap_or_else(|| panic!("no hit of {}", check.name));
        for (name, _) in check.arguments.iter().filter(|(name, _)| !given.contains(name)) {
            wrong.insert(format!("{}: `{name}` is promised, but never given", check.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.into_iter().collect::<Vec<_>>().join("\n"));
}

/// Each text of each rule with one of its arguments empty reads as a phrase.
#[test]
fn messages_with_an_empty_argument_have_no_gaps() {
    let mut wrong = Vec::new();
    for rule in builtin::rules(&REGISTRY) {
        let variants = rule.node.get("variants").into_iter().flat_map(Value::entries);
        let blocks = variants.map(|(_, block)| block).chain([rule.node]);
        let texts = blocks
            .flat_map(|block| ["message", "help", "fold"].map(|field| block.get(field)))
            .flatten()
            .filter_map(Value::text);
        for text in texts {
            let template = Template::new(text.trim_end());
            for empty in template.arguments() {
                let names = rule.check.argument_names().chain(["n", "total"]);
                let value = |name| if name == empty { "" } else { "word" }.to_owned();
                let mut arguments: Vec<_> = names.map(|name| (name, value(name))).collect();
                let filled = template.fill(&arguments);
                arguments.iter_mut().for_each(|(_, value)| "word".clone_into(value));
                let whole = template.fill(&arguments);
                let gaps = ["  ", " ,", " .", " ;", " :", "( ", " )", "()", "\"\"", "``"];
                let has_gap = |gap: &&str| filled.contains(*gap) && !whole.contains(*gap);
                if gaps.iter().any(has_gap) || filled.trim() != filled {
                    wrong.push(format!("{}: {{{empty}}} in {filled:?}", rule.id));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
