//! `rules` and `packs`: what there is, and whether it is on.

use super::args::{ListArgs, PolicyArgs, TextOrJson};
use super::failure::Failure;
use super::io::Io;
use super::looks::looks;
use super::page::Page;
use super::policy;
use super::status::ExitStatus;
use crate::checks::REGISTRY;
use crate::diagnostics::report::RuleInfo;
use crate::diagnostics::{POLICY_ERROR, Severity};
use crate::policy::builtin;
use crate::policy::guide::{Guide, PackGuide};
use crate::policy::{OverrideSet, Policy, resolve};
use crate::syntax::{Format, Limits, parse};
use serde::Serialize;
use std::io::Write as _;
use std::path::Path;

/// The rules and packs that a policy knows.
pub struct Catalogue {
    /// Every rule, built in or one's own, ordered by group and id.
    rules: Vec<(Guide, &'static str)>,
    packs: Vec<PackGuide>,
}

impl Catalogue {
    /// The catalogue under the configuration of the working folder.
    ///
    /// # Errors
    /// A policy that cannot be used.
    pub fn load(args: &PolicyArgs, io: &mut Io<'_>) -> Result<Self, Failure> {
        let config = policy::config_for(Path::new("subprocessors.yaml"), args, &io.folder);
        let policy = match policy::load(config.as_deref(), args, &io.folder) {
            Ok(loaded) => loaded.policy,
            // What the built-in rules are does not depend on a policy that has a slip in it.
            Err(failure @ (Failure::Policy(_) | Failure::Usage { .. })) => {
                failure.print(io);
                writeln!(
                    io.stderr,
                    "note: the policy is invalid; what is built in follows, without your settings"
                )?;
                let built_in = PolicyArgs { isolated: true, ..PolicyArgs::default() };
                policy::load(None, &built_in, &io.folder)?.policy
            }
            Err(failure) => return Err(failure),
        };
        Ok(Self::of(&policy))
    }

    /// The catalogue of a policy.
    pub fn of(policy: &Policy) -> Self {
        let limits = Limits::default();
        let mut rules = Vec::new();
        for rule in policy.rules() {
            let level = resolve(&policy.settings(&rule, &OverrideSet::default()))
                .level
                .unwrap_or(rule.level);
            let guide = match builtin::text_of(rule.id) {
                // Only the full file has what people read.
                Some((_, text)) if rule.is_built_in() => {
                    let parsed = parse(text, Format::Yaml, &limits);
                    parsed.tree.documents().next().map(|root| {
                        Guide::read(&REGISTRY, root, builtin::group_of(rule.id).unwrap_or_default())
                    })
                }
                _ => Some(Guide::read(&REGISTRY, rule.node, "your own")),
            };
            rules.extend(guide.map(|guide| (guide, level.as_str())));
        }
        let mut packs: Vec<PackGuide> = Vec::new();
        for (_, text) in builtin::TEXTS.iter().filter(|(path, _)| path.contains("/packs/")) {
            let parsed = parse(text, Format::Yaml, &limits);
            packs.extend(parsed.tree.documents().map(PackGuide::read));
        }
        packs.extend(policy.custom_packs().map(PackGuide::read));
        Self { rules, packs }
    }

    /// The rules, as services show them beside findings, in the order of their ids.
    pub fn rule_infos(&self) -> Vec<RuleInfo> {
        let mut infos: Vec<RuleInfo> = self
            .rules
            .iter()
            .map(|(guide, level)| {
                let own = [level, guide.severity.as_str()];
                RuleInfo {
                    id: guide.id.clone(),
                    group: guide.group.clone(),
                    summary: guide.summary.clone(),
                    why: guide.why.clone(),
                    help: guide.help.as_deref().map(without_slots),
                    // A rule that is off has the severity of its file.
                    severity: own.into_iter().find_map(severity),
                    url: guide.url.clone(),
                }
            })
            .collect();
        infos.sort_by(|a, b| a.id.cmp(&b.id));
        infos
    }

    /// The guide of a rule, and its level under the configuration.
    pub fn guide(&self, id: &str) -> Option<(Guide, &'static str)> {
        self.rules.iter().find(|(guide, _)| guide.id == id).cloned()
    }

    /// The guide of a pack.
    pub fn pack_guide(&self, id: &str) -> Option<PackGuide> {
        self.packs.iter().find(|pack| pack.id == id).cloned()
    }

    /// The names of all rules and packs.
    pub fn names(&self) -> Vec<String> {
        let rules = self.rules.iter().map(|(guide, _)| guide.id.clone());
        let packs = self.packs.iter().map(|pack| pack.id.clone());
        rules.chain(packs).chain([POLICY_ERROR.to_owned()]).collect()
    }
}

/// An advice about no finding in particular: `{vendor}` stands for what a finding names.
fn without_slots(help: &str) -> String {
    let mut out = String::with_capacity(help.len());
    let mut rest = help;
    while let Some((before, behind)) = rest.split_once('{') {
        out.push_str(before);
        let end = behind.find(|c: char| !c.is_ascii_lowercase() && c != '_').unwrap_or(0);
        if end > 0 && behind[end..].starts_with('}') {
            out.push_str("...");
            rest = &behind[end + 1..];
        } else {
            out.push('{');
            rest = behind;
        }
    }
    out + rest
}

fn severity(level: &str) -> Option<Severity> {
    [Severity::Error, Severity::Warning, Severity::Info]
        .into_iter()
        .find(|one| one.as_str() == level)
}

#[derive(Serialize)]
struct RuleRow<'a> {
    id: &'a str,
    group: &'a str,
    severity: &'a str,
    level: &'a str,
    summary: &'a str,
}

#[derive(Serialize)]
struct PackRow<'a> {
    id: &'a str,
    extends: &'a [String],
    summary: &'a str,
    limits: Option<&'a str>,
}

/// Lists the rules.
///
/// # Errors
/// A policy that cannot be used, or a closed standard output.
pub fn rules(args: &ListArgs, io: &mut Io<'_>) -> Result<ExitStatus, Failure> {
    let catalogue = Catalogue::load(&args.policy, io)?;
    let text = match args.output.format {
        TextOrJson::Json => {
            let rows = catalogue.rules.iter().map(|(guide, level)| RuleRow {
                id: &guide.id,
                group: &guide.group,
                severity: &guide.severity,
                level,
                summary: &guide.summary,
            });
            json(&rows.collect::<Vec<_>>())
        }
        TextOrJson::Human => {
            rule_table(&catalogue, Page::new(&looks(args.output.color, io, io.stdout_is_terminal)))
        }
    };
    io.stdout.write_all(text.as_bytes())?;
    io.stdout.flush()?;
    Ok(ExitStatus::Clean)
}

fn rule_table(catalogue: &Catalogue, mut page: Page) -> String {
    let width = catalogue.rules.iter().map(|(guide, _)| guide.id.len()).max().unwrap_or(0);
    let mut group = "";
    for (guide, level) in &catalogue.rules {
        if guide.group != group {
            page.heading(&guide.group, "");
            group = &guide.group;
        }
        let name = format!("  {:width$}  {level:7}", guide.id);
        page.entry(&name, width + 13, &guide.summary);
    }
    page.gap();
    page.prose(
        &format!(
            "{} rules. `subprocessor-lint explain RULE` shows the details of one.",
            catalogue.rules.len()
        ),
        "",
        "",
    );
    page.finish()
}

/// Lists the packs.
///
/// # Errors
/// A policy that cannot be used, or a closed standard output.
pub fn packs(args: &ListArgs, io: &mut Io<'_>) -> Result<ExitStatus, Failure> {
    let catalogue = Catalogue::load(&args.policy, io)?;
    let text = match args.output.format {
        TextOrJson::Json => {
            let rows = catalogue.packs.iter().map(|pack| PackRow {
                id: &pack.id,
                extends: &pack.extends,
                summary: &pack.summary,
                limits: pack.limits.as_deref(),
            });
            json(&rows.collect::<Vec<_>>())
        }
        TextOrJson::Human => {
            let mut page = Page::new(&looks(args.output.color, io, io.stdout_is_terminal));
            let width = catalogue.packs.iter().map(|pack| pack.id.len()).max().unwrap_or(0) + 2;
            for pack in &catalogue.packs {
                page.entry(&pack.id, width, &pack.summary);
            }
            page.gap();
            page.prose(
                "A pack checks that a declaration says what its source asks for; passing it proves \
                 nothing more. `subprocessor-lint explain PACK` shows its sources and its limits.",
                "",
                "",
            );
            page.finish()
        }
    };
    io.stdout.write_all(text.as_bytes())?;
    io.stdout.flush()?;
    Ok(ExitStatus::Clean)
}

/// Pretty JSON with a final newline.
pub fn json(value: &impl Serialize) -> String {
    crate::output::json::pretty(value) + "\n"
}
