//! Finds and reads the files of a policy.

use super::args::PolicyArgs;
use super::failure::Failure;
use super::load;
use crate::policy::{CONFIG_NAMES, CommandLine, Policy, PolicyFile, PolicyTexts, Role, is_path};
use crate::policy::{Level, PolicyError, builtin};
use crate::syntax::{Format, Limits, Value, parse};
use crate::text::{FileId, SourceFile, Sources};
use std::path::{Path, PathBuf};

/// How many policy files may build on each other.
const MAX_FILES: usize = 200;

/// The files of one policy, read.
#[derive(Debug)]
pub struct LoadedPolicy {
    /// All files, the configuration first.
    pub files: Vec<PolicyFile>,
    /// Where the sources keep the built-in rules.
    pub core: FileId,
}

/// The configuration that applies to a manifest: the nearest one in its folder
/// or above, up to the root of its repository; outside of a repository, up to
/// the working folder.
#[must_use]
pub fn find_config(manifest: &Path, folder: &Path) -> Option<PathBuf> {
    let full = clean(&folder.join(manifest));
    let start = if full.is_dir() { &*full } else { full.parent()? };
    let root = start.ancestors().find(|above| above.join(".git").exists());
    let root = root.or_else(|| start.starts_with(folder).then_some(folder)).unwrap_or(start);
    for above in start.ancestors() {
        let found = CONFIG_NAMES.iter().map(|name| above.join(name)).find(|path| path.is_file());
        if found.is_some() {
            return found;
        }
        if above == root {
            break;
        }
    }
    None
}

/// The configuration that the arguments settle on for a path: the one they
/// name, none, or the one that is found.
#[must_use]
pub fn config_for(path: &Path, args: &PolicyArgs, folder: &Path) -> Option<PathBuf> {
    match &args.config {
        Some(config) => Some(folder.join(config)),
        None if args.isolated => None,
        None => find_config(path, folder),
    }
}

/// Puts the policy under a configuration together and hands it on. The inner
/// result has what is wrong with it.
///
/// # Errors
/// Files that cannot be read.
pub fn with_policy<T>(
    config: Option<&Path>,
    args: &PolicyArgs,
    folder: &Path,
    sources: &mut Sources,
    work: impl FnOnce(&Policy<'_>, &LoadedPolicy) -> Result<T, Vec<PolicyError>>,
) -> Result<Result<T, Vec<PolicyError>>, Failure> {
    let loaded = load(config, args, folder, sources)?;
    let texts = PolicyTexts::parse(&loaded.files);
    let command_line = command_line(args)?;
    let policy = Policy::build(&texts, loaded.core, &command_line);
    Ok(policy.and_then(|policy| work(&policy, &loaded)))
}

/// Reads a configuration and everything it builds on, and the packs and rules
/// that the command line names by path.
///
/// # Errors
/// Files that cannot be read.
pub fn load(
    config: Option<&Path>,
    args: &PolicyArgs,
    folder: &Path,
    sources: &mut Sources,
) -> Result<LoadedPolicy, Failure> {
    let core = sources.add(SourceFile::new(builtin::CORE_PATH, builtin::CORE));
    let mut files = Vec::new();
    if let Some(config) = config {
        add(config, Role::Config, folder, &mut files, sources)?;
    }
    for pack in args.packs.iter().filter(|pack| is_path(pack)) {
        add(&folder.join(pack), Role::Extension, folder, &mut files, sources)?;
    }
    Ok(LoadedPolicy { files, core })
}

fn add(
    path: &Path,
    role: Role,
    folder: &Path,
    files: &mut Vec<PolicyFile>,
    sources: &mut Sources,
) -> Result<(), Failure> {
    if files.iter().any(|file| file.path == path) {
        return Ok(());
    }
    if files.len() == MAX_FILES {
        return Err(Failure::usage(format!("the policy has more than {MAX_FILES} files")));
    }
    let text = load::policy(path)?;
    let shown = path.strip_prefix(folder).unwrap_or(path).display().to_string();
    let id = sources.add(SourceFile::new(shown.replace('\\', "/"), text.clone()));
    let parent = path.parent().unwrap_or(folder);
    let named: Vec<PathBuf> =
        extends(path, &text).iter().map(|name| clean(&parent.join(name))).collect();
    files.push(PolicyFile { id, path: path.to_owned(), text, role, extends: named.clone() });
    for next in named {
        // One that is missing is reported where it is named.
        if next.is_file() {
            add(&next, Role::Extension, folder, files, sources)?;
        }
    }
    Ok(())
}

/// The paths that a file names under `extends`.
fn extends(path: &Path, text: &str) -> Vec<String> {
    let format = Format::of_path(&path.to_string_lossy());
    let parsed = parse(text, format, &Limits::default());
    let named = parsed.tree.documents().filter_map(|root| root.get("extends")).flat_map(|value| {
        let lone = value.text().map(str::to_owned);
        lone.into_iter()
            .chain(value.items().filter_map(Value::text).map(str::to_owned))
            .collect::<Vec<_>>()
    });
    named.filter(|name| is_path(name)).collect()
}

/// A path without `.` and `..`, as far as its text goes.
pub(super) fn clean(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::CurDir => {}
            std::path::Component::ParentDir if clean.file_name().is_some() => {
                clean.pop();
            }
            part => clean.push(part),
        }
    }
    clean
}

/// What the command line sets.
///
/// # Errors
/// `--rule` without a known level.
pub fn command_line(args: &PolicyArgs) -> Result<CommandLine, Failure> {
    let mut levels = Vec::new();
    for setting in &args.rules {
        let example = "For example `--rule stale-list=error`.";
        let Some((id, level)) = setting.split_once('=') else {
            return Err(Failure::usage_help(format!("`--rule {setting}` names no level"), example));
        };
        let Some(level) = Level::parse(level) else {
            let help = crate::text::suggest::known_words(level, &Level::WORDS);
            return Err(Failure::usage_help(format!("`{level}` is not a level"), help));
        };
        levels.push((id.to_owned(), level));
    }
    let packs = args.packs.iter().filter(|pack| !is_path(pack)).cloned().collect();
    Ok(CommandLine { packs, levels })
}
