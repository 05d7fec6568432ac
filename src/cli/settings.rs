//! `--show-settings`: every effective value with what set it.

use super::args::CheckArgs;
use super::failure::Failure;
use super::io::Io;
use super::looks::looks;
use super::page::Page;
use super::policy::LoadedPolicy;
use super::status::ExitStatus;
use crate::cli::session::slashes;
use crate::policy::RuleFile;
use crate::policy::guide::inline;
use crate::policy::{OverrideSet, Policy, Setting, builtin, resolve};
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;

/// Prints the settings of each policy in play.
///
/// # Errors
/// When standard output is closed.
pub fn show(
    policies: &[LoadedPolicy],
    args: &CheckArgs,
    io: &mut Io<'_>,
) -> Result<ExitStatus, Failure> {
    let mut page = Page::new(&looks(args.color, io, io.stdout_is_terminal));
    for LoadedPolicy { policy, root, config } in policies {
        let shown = config
            .as_ref()
            .map(|path| path.strip_prefix(&io.folder).unwrap_or(path).display().to_string());
        let configuration = shown.as_deref().unwrap_or("none");
        page.prose(&format!("configuration: {configuration}"), "", "  ");
        page.prose(&format!("packs: {}", policy.packs().join(", ")), "", "  ");
        if let Some(vocabulary) = policy.vocabulary() {
            let files: Vec<&str> = policy.vocabulary_sources().map(|file| file.path()).collect();
            let counts = vocabulary.counts().into_iter().filter(|(_, count)| *count > 0);
            let counts: Vec<String> =
                counts.map(|(kind, count)| format!("{kind}: {count}")).collect();
            let line = format!("vocabulary: {} ({})", files.join(", "), counts.join(", "));
            page.prose(&line, "", "  ");
        }
        for setting in policy.page_settings() {
            let files: Vec<&str> = setting.files.typed().iter().map(|(_, text)| &**text).collect();
            let labels = setting.labels.iter();
            let labels: Vec<String> =
                labels.map(|label| format!("{}: {}", label.text, label.typed)).collect();
            let labels =
                if labels.is_empty() { String::new() } else { format!(" ({})", labels.join(", ")) };
            page.prose(&format!("pages: {}{labels}", files.join(", ")), "", "  ");
        }
        let fail_on = policy.fail_on().map_or("never", |severity| severity.as_str());
        page.prose(&format!("fail_on: {fail_on}"), "", "  ");
        let overrides = overrides(policy, root.as_deref(), args, io);
        let width = policy.rules().map(|rule| rule.id.len()).max().unwrap_or(0);
        for rule in policy.rules() {
            describe(policy, &rule, &overrides, width, &mut page);
        }
    }
    io.stdout.write_all(page.finish().as_bytes())?;
    io.stdout.flush()?;
    Ok(ExitStatus::Clean)
}

/// The overrides that apply to the one path that was named.
fn overrides(policy: &Policy, root: Option<&Path>, args: &CheckArgs, io: &Io<'_>) -> OverrideSet {
    let [path] = &args.paths[..] else { return OverrideSet::default() };
    let full = io.folder.join(path);
    let root = root.unwrap_or(&io.folder);
    let below = full.strip_prefix(root).unwrap_or(&full);
    policy.overrides_for(&slashes(below))
}

fn describe(
    policy: &Policy,
    rule: &RuleFile<'_>,
    overrides: &OverrideSet,
    width: usize,
    page: &mut Page,
) {
    let said = policy.settings(rule, overrides);
    let settings = resolve(&said);
    let level = settings.level.unwrap_or(rule.level);
    let setter = |name| setter(&said, name);
    let head = format!("{:7}  ({})", level.as_str(), setter(None));
    page.entry(rule.id, width + 2, &head);
    let mut names: Vec<&str> = rule.setting_names().filter(|name| *name != "severity").collect();
    names.sort_unstable();
    for name in names {
        let layered = settings.options.iter().map(|layer| layer.value);
        let set = layered.into_iter().find_map(|options| options.get(name));
        let value = set.or_else(|| rule.stated(name));
        if let Some(value) = value {
            let value = format!("{name}: {}  ({})", inline(value), setter(Some(name)));
            page.entry("", width + 2, &value);
        }
    }
}

/// Whatever set the severity of a rule, or an option: the strongest layer that says something
/// about it, with its file and line.
pub(super) fn setter(said: &[Setting<'_>], option: Option<&str>) -> String {
    let mut setters: Vec<_> = said
        .iter()
        .filter(|setting| match option {
            None => setting.level.is_some(),
            Some(name) => setting.options.is_some_and(|options| options.get(name).is_some()),
        })
        .collect();
    setters.sort_by_key(|setting| setting.kind.rank());
    let Some(setting) = setters.last() else { return "default".to_owned() };
    match setting.place {
        Some((file, span)) if !Arc::ptr_eq(file, builtin::source()) => {
            format!("{}, {}:{}", setting.kind, file.path(), file.line(span.start))
        }
        _ => setting.kind.to_string(),
    }
}
