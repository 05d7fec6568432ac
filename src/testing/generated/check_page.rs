//! The documentation of the checks, made from their declarations.

use super::rule_pages::{cell, title_of};
use crate::checks::REGISTRY;
use crate::policy::{CheckSpec, OptionSpec, builtin};
use std::fmt::Write as _;

const HEAD: &str = "<!-- Made from src/checks/ by `UPDATE=1 cargo test generated`. -->

# Checks

Every rule names one check under `check`, with its options. Most checks have the name of the one
built-in rule that uses them; custom rules can use them all, with other options and words. Checks
whose options say what they look at, such as `required`, are the ones that most custom rules need.

A configuration may set each option, except those that are marked *fixed by the rule*. Messages may use
`{vendor}`, the name of the entry, and the arguments that are listed here. `variants` of a rule have
other texts or another severity for some of the hits.
";

/// `docs/checks.md`.
pub(super) fn text() -> String {
    let mut text = HEAD.to_owned();
    for group in REGISTRY.groups {
        let name = group.name.replace('_', "-");
        let _ = writeln!(text, "\n## {}", title_of(&name));
        for check in group.checks {
            add(&mut text, check);
        }
    }
    text
}

fn add(text: &mut String, check: &CheckSpec) {
    let summary = check.summary;
    let _ = writeln!(text, "\n### {}\n\n{}{}.", check.name, upper(&summary[..1]), &summary[1..]);
    let rules = builtin::rules(&REGISTRY);
    let users = rules.iter().filter(|rule| rule.check.name == check.name);
    let users: Vec<String> = users.map(|rule| format!("[{0}](rules/{0}.md)", rule.id)).collect();
    if !users.is_empty() {
        let noun = if users.len() == 1 { "Rule" } else { "Rules" };
        let _ = writeln!(text, "{noun}: {}.", users.join(", "));
    }
    if !check.options.is_empty() {
        text.push_str("\n| option | takes | default | meaning |\n|---|---|---|---|\n");
        check.options.iter().for_each(|option| add_option(text, option));
    }
    list(text, "Arguments", check.arguments);
    list(text, "Variants", check.variants);
}

fn add_option(text: &mut String, option: &OptionSpec<'_>) {
    let default = option.shape.default_text().unwrap_or_else(|| "not set".to_owned());
    let fixed = if option.structural { " *Fixed by the rule.*" } else { "" };
    let _ = writeln!(
        text,
        "| `{}` | {} | {} | {}{fixed} |",
        option.name,
        cell(&option.shape.takes()),
        cell(&default),
        cell(option.meaning),
    );
}

fn list(text: &mut String, title: &str, entries: &[(&str, &str)]) {
    if entries.is_empty() {
        return;
    }
    let _ = writeln!(text, "\n{title}:\n");
    for (name, meaning) in entries {
        let _ = writeln!(text, "- `{name}`: {meaning}");
    }
}

fn upper(text: &str) -> String {
    text.to_uppercase()
}
