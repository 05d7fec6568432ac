//! Finds the files of a policy and has them read.

use super::args::PolicyArgs;
use super::failure::Failure;
use super::load;
use super::session::slashes;
use crate::policy::{CONFIG_NAMES, Level, Policy, PolicyError, PolicyResolver, is_path};
use std::path::{Path, PathBuf};
use std::sync::Arc;

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
        // A link that leads nowhere was meant as one, too: it cannot be read. A pipe would
        // never end.
        let is_there = |path: &PathBuf| path.is_file() || path.is_dir() || path.is_symlink();
        let found = CONFIG_NAMES.iter().map(|name| above.join(name)).find(is_there);
        if found.is_some() {
            return found;
        }
        if above == root {
            break;
        }
    }
    None
}

/// Names that a configuration may be given by mistake.
const NEAR_NAMES: &[&str] = &[
    "subprocessor-lint.json",
    "subprocessor-lint.toml",
    "subprocessors-lint.yaml",
    "subprocessors-lint.yml",
    "subprocessor_lint.yaml",
    "subprocessorlint.yaml",
    ".subprocessor-lint",
    ".subprocessor-lint.json",
    ".subprocessorlintrc",
    ".github/subprocessor-lint.yaml",
    ".github/subprocessor-lint.yml",
    ".config/subprocessor-lint.yaml",
];

/// A file of a folder that was meant as a configuration and has a name that is not
/// read.
pub fn misnamed_config(folder: &Path) -> Option<&'static str> {
    NEAR_NAMES.iter().copied().find(|name| folder.join(name).is_file())
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

/// A policy with the folder of its configuration.
#[derive(Debug)]
pub struct LoadedPolicy {
    /// The policy.
    pub policy: Arc<Policy>,
    /// The path of its configuration.
    pub config: Option<PathBuf>,
    /// The folder that the paths in the configuration start at; nothing without
    /// a configuration.
    pub root: Option<PathBuf>,
}

/// The policy of a configuration, with what the command line adds to it.
///
/// # Errors
/// A policy that cannot be used, and files that cannot be read.
pub fn load(
    config: Option<&Path>,
    args: &PolicyArgs,
    folder: &Path,
) -> Result<LoadedPolicy, Failure> {
    let files = PolicyFolder(folder);
    let mut builder = Policy::builder().resolver(&files);
    if let Some(config) = config {
        let shown = files.shown(config);
        let text = load::policy(config, &shown)?;
        builder = builder.config(shown, text);
    }
    for pack in &args.packs {
        builder = if is_path(pack) {
            let path = clean(&folder.join(pack));
            let shown = files.shown(&path);
            let text = load::policy(&path, &shown)?;
            builder.file(shown, text)
        } else {
            builder.pack(pack)
        };
    }
    for setting in &args.rules {
        let (id, level) = level(setting)?;
        builder = builder.severity(id, level);
    }
    let root = config.and_then(Path::parent).map(Path::to_owned);
    let named: Vec<PathBuf> = args.packs.iter().map(|pack| clean(&folder.join(pack))).collect();
    let is_shown = |path: &str| {
        let path = folder.join(path);
        named.contains(&path) || config == Some(&*path) || is_within(&path, config, folder)
    };
    let built =
        builder.build().map_err(|errors| Failure::Policy(without_strange(errors, is_shown)));
    Ok(LoadedPolicy { policy: Arc::new(built?), config: config.map(Path::to_owned), root })
}

/// True if a file is below the working folder, the folder of the configuration, or the root of
/// its repository; a link is where it leads.
fn is_within(path: &Path, config: Option<&Path>, folder: &Path) -> bool {
    let full = |path: &Path| std::fs::canonicalize(path).unwrap_or_else(|_| clean(path));
    let path = full(path);
    let own = config.and_then(Path::parent);
    let roots = [Some(folder), own].into_iter().flatten().map(|root| {
        let root = full(root);
        let repository = root.ancestors().find(|above| above.join(".git").exists());
        repository.map_or_else(|| root.clone(), Path::to_owned)
    });
    roots.into_iter().any(|root| path.starts_with(root))
}

/// The errors of a policy without the text of files outside of the project: a policy of
/// strangers may name any file, and its text is not shown.
fn without_strange(errors: Vec<PolicyError>, is_shown: impl Fn(&str) -> bool) -> Vec<PolicyError> {
    let mut hidden: Vec<String> = Vec::new();
    let mut kept = Vec::new();
    for error in errors {
        match error.path().filter(|path| !is_shown(path)) {
            None => kept.push(error),
            Some(path) if hidden.iter().any(|known| known == path) => {}
            Some(path) => {
                hidden.push(path.to_owned());
                let message = format!("`{path}` cannot be used as a pack or a rule file");
                let help = "It is outside of the project, so its text is not shown; name it with \
                            `--pack` to see what is wrong.";
                kept.push(PolicyError::without_place(message).with_help(help));
            }
        }
    }
    kept
}

/// The folder that the files of a policy are shown relative to.
struct PolicyFolder<'f>(&'f Path);

impl PolicyFolder<'_> {
    fn shown(&self, path: &Path) -> String {
        slashes(path.strip_prefix(self.0).unwrap_or(path))
    }
}

impl PolicyResolver for PolicyFolder<'_> {
    fn locate(&self, from: &str, name: &str) -> String {
        let from = self.0.join(from);
        self.shown(&clean(&from.parent().unwrap_or(self.0).join(name)))
    }

    fn read(&self, located: &str) -> Result<Option<String>, String> {
        let path = self.0.join(located);
        if !path.is_file() {
            return Ok(None);
        }
        load::policy_text(&path).map(Some)
    }
}

/// A path without `.` and `..`, but where `..` follows a link: only the system knows where
/// that leads.
pub(super) fn clean(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::CurDir => {}
            std::path::Component::ParentDir
                if clean.file_name().is_some() && !clean.is_symlink() =>
            {
                clean.pop();
            }
            part => clean.push(part),
        }
    }
    clean
}

/// The id and the level of a `--rule`.
fn level(setting: &str) -> Result<(&str, Level), Failure> {
    let example = "For example `--rule stale-list=error`.";
    let Some((id, level)) = setting.split_once('=') else {
        return Err(Failure::usage_help(format!("`--rule {setting}` names no level"), example));
    };
    let Some(level) = Level::parse(level) else {
        let help = crate::text::suggest::known_words(level, &Level::WORDS);
        return Err(Failure::usage_help(format!("`{level}` is not a level"), help));
    };
    Ok((id, level))
}
