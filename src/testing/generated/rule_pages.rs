//! The documentation of the rules, made from the rule files.

use crate::checks::REGISTRY;
use crate::facts;
use crate::policy::builtin;
use crate::policy::guide::{Guide, PackGuide};
use crate::syntax::{Format, Limits, parse};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The head of every generated page.
const MADE: &str = "<!-- Made from the rule files by `UPDATE=1 cargo test generated`. -->\n\n";

/// The groups in the order of the documentation.
const GROUPS: &[(&str, &str)] = &[
    ("hygiene", "The manifest as a file"),
    ("completeness", "What every entry says"),
    ("identity", "Who the vendors are"),
    ("contact", "How vendors are reached"),
    ("location", "Where data goes"),
    ("purpose", "What is done with which data"),
    ("opt-out", "What end users can do"),
    ("lifecycle", "How the list changes"),
    ("links", "Links"),
    ("consistency", "Claims and entries that do not fit"),
    ("page", "Pages that were read in part"),
    ("waivers", "Findings that are allowed"),
    ("project", "Several manifests together"),
];

/// The title of a group.
pub(super) fn title_of(group: &str) -> &'static str {
    let known = GROUPS.iter().find(|(name, _)| *name == group);
    known.map_or("Conditions of custom rules", |(_, title)| title)
}

/// The guides of all built-in rules, ordered by group and id.
pub fn guides() -> Vec<Guide> {
    let rules = builtin::TEXTS.iter().filter(|(path, _)| !path.starts_with("rules/packs/"));
    let mut guides: Vec<Guide> = rules
        .flat_map(|(path, text)| {
            let group = path.split('/').nth(1).unwrap_or_default();
            let parsed = parse(text, Format::Yaml, &Limits::default());
            parsed
                .tree
                .documents()
                .map(|root| Guide::read(&REGISTRY, root, group))
                .collect::<Vec<_>>()
        })
        .collect();
    let place = |group: &str| {
        let place = GROUPS.iter().position(|(name, _)| *name == group);
        place.unwrap_or_else(|| panic!("add the group `{group}` to GROUPS"))
    };
    guides.sort_by_key(|guide| (place(&guide.group), guide.id.clone()));
    guides
}

fn packs() -> Vec<PackGuide> {
    let packs = builtin::TEXTS.iter().filter(|(path, _)| path.starts_with("rules/packs/"));
    packs
        .flat_map(|(_, text)| {
            let parsed = parse(text, Format::Yaml, &Limits::default());
            parsed.tree.documents().map(PackGuide::read).collect::<Vec<_>>()
        })
        .collect()
}

/// Every page below `docs/rules`, as `(path, text)`.
pub fn pages() -> Vec<(String, String)> {
    let guides = guides();
    let packs = packs();
    let mut pages = vec![("docs/rules/README.md".to_owned(), index(&guides, &packs))];
    for guide in &guides {
        pages.push((format!("docs/rules/{}.md", guide.id), page(guide, &packs)));
    }
    pages
}

fn page(guide: &Guide, packs: &[PackGuide]) -> String {
    let mut text = format!("{MADE}# {}\n\n", guide.id);
    let _ = writeln!(text, "*{}, {}*\n\n{}\n", guide.severity, guide.group, guide.summary);
    let _ = writeln!(text, "{}\n", guide.why);
    let _ = writeln!(text, "## What it says\n\n```text\n{}", guide.message);
    if let Some(help) = &guide.help {
        let _ = writeln!(text, "help: {help}");
    }
    text.push_str("```\n\n");
    if !guide.options.is_empty() {
        text.push_str("## Options\n\n| option | takes | unless set |\n|---|---|---|\n");
        for option in &guide.options {
            let (takes, default) = (cell(&option.takes), cell(&option.default));
            let _ = writeln!(text, "| `{}` | {takes} | {default} |", option.name);
        }
        text.push('\n');
        for option in &guide.options {
            let _ = writeln!(text, "- `{}`: {}", option.name, option.meaning);
        }
        text.push('\n');
    }
    let setting: Vec<String> = packs
        .iter()
        .filter_map(|pack| {
            let set = pack.rules.iter().find(|set| set.rule == guide.id)?;
            let setting = match &*set.setting {
                "{}" => "on".to_owned(),
                setting => cell(&format!("`{setting}`")),
            };
            let source = cell(set.source.as_deref().unwrap_or("policy"));
            Some(format!("| {} | {setting} | {source} |", pack.id))
        })
        .collect();
    if !setting.is_empty() {
        let _ = writeln!(
            text,
            "## In packs\n\n| pack | sets | rests on |\n|---|---|---|\n{}\n",
            setting.join("\n")
        );
    }
    for (title, passes) in [("Reported", false), ("Not reported", true)] {
        let _ = writeln!(text, "## {title}\n");
        for example in guide.examples.iter().filter(|example| example.passes == passes) {
            let _ = writeln!(text, "```yaml\n{}\n```\n", example.manifest.trim_end());
        }
    }
    let _ = writeln!(text, "## Background\n\nAs of {}:\n", facts::AS_OF);
    for reference in &guide.references {
        let _ = writeln!(text, "- {}", reference.sentence());
    }
    text
}

fn index(guides: &[Guide], packs: &[PackGuide]) -> String {
    let mut text = format!("{MADE}# Rules\n");
    for (group, title) in GROUPS {
        let rules: Vec<_> = guides.iter().filter(|guide| guide.group == *group).collect();
        if rules.is_empty() {
            continue;
        }
        let _ = writeln!(text, "\n## {title}\n\n| rule | level | what it reports |\n|---|---|---|");
        for guide in rules {
            let _ = writeln!(text, "{}", row(guide, ""));
        }
    }
    text.push_str(
        "\n## By pack\n\nA pack builds on the packs it extends; here is what each sets itself.\n",
    );
    for pack in packs {
        let _ = writeln!(text, "\n### {}\n\n{}", pack.id, pack.summary);
        if let Some(limits) = &pack.limits {
            let _ = writeln!(text, "\nWhat it does not show: {limits}");
        }
        if !pack.rules.is_empty() {
            let rules: Vec<_> =
                pack.rules.iter().map(|set| format!("[{0}]({0}.md)", set.rule)).collect();
            let _ = writeln!(text, "\n{}", rules.join(", "));
        }
    }
    text.push_str("\n## By source\n\n| source | rules |\n|---|---|\n");
    let mut sources: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for guide in guides {
        for reference in &guide.references {
            let rules = sources.entry(family(&reference.source).to_owned()).or_default();
            let link = format!("[{0}]({0}.md)", guide.id);
            if !rules.contains(&link) {
                rules.push(link);
            }
        }
    }
    for (source, rules) in sources {
        let _ = writeln!(text, "| {} | {} |", cell(&source), rules.join(", "));
    }
    text
}

/// The law or standard that a source belongs to.
fn family(source: &str) -> &str {
    const FAMILIES: &[&str] = &[
        "UK GDPR", "GDPR", "SCC", "EDPB", "DORA", "ISO", "CJEU", "RFC", "YAML", "HIPAA", "CCPA",
        "CFR", "UTS", "Unicode",
    ];
    FAMILIES.iter().find(|family| source.contains(**family)).copied().unwrap_or(source)
}

/// The rules table of the README.
pub fn readme_table() -> String {
    let mut text = String::from("| rule | level | what it reports |\n|---|---|---|\n");
    for guide in guides() {
        let _ = writeln!(text, "{}", row(&guide, "docs/rules/"));
    }
    text
}

fn row(guide: &Guide, folder: &str) -> String {
    format!("| [{0}]({folder}{0}.md) | {1} | {2} |", guide.id, guide.severity, cell(&guide.summary))
}

pub(super) fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}
