//! From what was named on the command line to the files to check.

use super::failure::Failure;
use super::load::reason;
use super::policy::clean;
use crate::policy::Policy;
use glob::{MatchOptions, Pattern};
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use ignore::{DirEntry, WalkBuilder};
use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::io::Read as _;
use std::path::{Component, Path, PathBuf};

/// File name patterns of manifests in a folder that is searched.
pub const MANIFEST_GLOBS: [&str; 2] = [
    "**/{subprocessors,sub-processors,sub_processors,subprocessor,sub-processor,sub_processor}.{yaml,yml,json}",
    "**/*.subprocessors.{yaml,yml,json}",
];

/// The extensions of manifests.
const EXTENSIONS: [&str; 3] = ["yaml", "yml", "json"];

/// The names of [`MANIFEST_GLOBS`] without their extensions.
const STEMS: &[&str] = &[
    "subprocessors",
    "sub-processors",
    "sub_processors",
    "subprocessor",
    "sub-processor",
    "sub_processor",
];

/// Bytes at the start of a file that decide if it is a manifest.
const HEAD: u64 = 64 << 10;

/// The settings of a search for manifests.
#[derive(Debug)]
pub struct Search {
    /// The folder that relative paths start at.
    pub folder: PathBuf,
    /// Patterns of manifests in a folder; none for the usual names.
    files: Option<Patterns>,
    /// Patterns of skipped files, relative to `root`; none when nothing is skipped.
    exclude: Option<Patterns>,
    /// The folder that `files` and `exclude` are relative to.
    root: PathBuf,
    /// True if named files are left out too.
    force_exclude: bool,
}

/// One input to check.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Input {
    /// A file.
    File(PathBuf),
    /// Standard input.
    Stdin,
    /// A path that a folder or a pattern leads to and that is left out, with the
    /// reason in one phrase.
    Skipped(PathBuf, String),
}

impl Search {
    /// A search with the globs of a configuration, which are relative to
    /// `root`.
    #[must_use]
    pub fn new(folder: &Path, root: &Path, policy: &Policy, force_exclude: bool) -> Self {
        Self {
            folder: folder.to_owned(),
            files: Patterns::new(policy.files()),
            exclude: Patterns::new(policy.exclude()),
            root: root.to_owned(),
            force_exclude,
        }
    }

    /// A search for files of another kind, with nothing left out.
    #[must_use]
    pub fn of(folder: &Path, globs: &[&str]) -> Self {
        Self {
            folder: folder.to_owned(),
            files: Patterns::new(globs),
            exclude: None,
            root: folder.to_owned(),
            force_exclude: false,
        }
    }

    /// The files that a path stands for: itself, what a folder holds, or what
    /// a glob matches.
    ///
    /// # Errors
    /// A path that does not exist and a glob that matches nothing.
    pub fn expand(&self, path: &Path, found: &mut BTreeSet<Input>) -> Result<(), Failure> {
        if path == Path::new("-") {
            found.insert(Input::Stdin);
            return Ok(());
        }
        let full = self.folder.join(path);
        if full.is_dir() {
            let is_found = self.walk(path, &|file, below| self.is_manifest(file, below), found);
            // A folder that is named may call its manifests anything.
            if !is_found && path != Path::new(".") {
                self.walk(path, &|file, _| declares(file), found);
            }
            return Ok(());
        }
        if full.exists() {
            if !(self.force_exclude && self.is_excluded(&full)) {
                found.insert(self.input(path));
            }
            return Ok(());
        }
        let text = path.to_string_lossy();
        if text.contains(['*', '?', '[']) {
            return self.glob(&text, found);
        }
        Err(Failure::usage_help(
            format!("there is no file or folder `{text}`"),
            match crate::text::suggest::did_you_mean(&text, super::args::COMMANDS.iter().copied()) {
                Some(command) => format!("Did you mean the command `{command}`?"),
                None => format!("Paths start at `{}`.", self.folder.display()),
            },
        ))
    }

    /// A file under the shortest path that people would type, so that one file is
    /// one input: below the working folder a relative one without `.`.
    fn input(&self, path: &Path) -> Input {
        let full = clean(&self.folder.join(path));
        let below = full.strip_prefix(&self.folder).map(Path::to_owned);
        Input::File(below.unwrap_or_else(|_| clean(path)))
    }

    /// A pattern that no shell has expanded. Links are not followed, as in a
    /// folder: they can lead out, or round in circles.
    fn glob(&self, pattern: &str, found: &mut BTreeSet<Input>) -> Result<(), Failure> {
        let matcher =
            Pattern::new(pattern.strip_prefix("./").unwrap_or(pattern)).map_err(|error| {
                Failure::usage(format!("`{pattern}` is not a pattern: {}", error.msg))
            })?;
        let matches = |path: &Path| {
            let options = MatchOptions { require_literal_separator: true, ..MatchOptions::new() };
            matcher.matches_path_with(path, options)
        };
        // Everything before the first sign is a folder to start from.
        let is_name =
            |part: &Component<'_>| !part.as_os_str().to_string_lossy().contains(['*', '?', '[']);
        let start: PathBuf = Path::new(pattern).components().take_while(is_name).collect();
        let mut is_found = false;
        let walk = WalkBuilder::new(self.folder.join(start)).standard_filters(false).build();
        for entry in walk {
            let Some(entry) = self.entry(entry, found) else { continue };
            let path = entry.path();
            let short = path.strip_prefix(&self.folder).unwrap_or(path);
            if !(matches(short) || matches(path)) || self.is_excluded(path) {
                continue;
            }
            match kind_of(&entry) {
                EntryKind::File => {
                    is_found = true;
                    found.insert(self.input(path));
                }
                EntryKind::Folder => {}
                EntryKind::Other(why) => self.skip(path, why, found),
            }
        }
        if !is_found {
            let help = "Quote it so that the shell does not change it; `**` crosses folders.";
            return Err(Failure::usage_help(format!("no file matches `{pattern}`"), help));
        }
        Ok(())
    }

    /// The manifests below a folder, without what git ignores and without
    /// following links; says whether there are any. What is called like a manifest
    /// and is no file is skipped, and so is what cannot be read.
    fn walk(
        &self,
        path: &Path,
        wanted: &dyn Fn(&Path, &Path) -> bool,
        found: &mut BTreeSet<Input>,
    ) -> bool {
        let full = self.folder.join(path);
        let walk = WalkBuilder::new(&full)
            .require_git(false)
            .hidden(false)
            .git_global(may_ignore_globally())
            .filter_entry(|entry| entry.file_name() != ".git")
            .build();
        let mut is_found = false;
        for entry in walk {
            let Some(entry) = self.entry(entry, found) else { continue };
            let file = entry.path();
            let below = file.strip_prefix(&full).unwrap_or(file);
            match kind_of(&entry) {
                EntryKind::File if wanted(file, below) && !self.is_excluded(file) => {
                    is_found = true;
                    found.insert(self.input(&path.join(below)));
                }
                EntryKind::Other(why)
                    if self.is_manifest(file, below) && !self.is_excluded(file) =>
                {
                    self.skip(file, why, found);
                }
                _ => {}
            }
        }
        is_found
    }

    /// An entry of a folder; what cannot be read is skipped.
    fn entry(
        &self,
        entry: Result<DirEntry, ignore::Error>,
        found: &mut BTreeSet<Input>,
    ) -> Option<DirEntry> {
        entry
            .map_err(|error| {
                if let Some(path) = path_of(&error) {
                    let why = error.io_error().map_or_else(|| error.to_string(), reason);
                    self.skip(path, &why, found);
                }
            })
            .ok()
    }

    fn skip(&self, path: &Path, why: &str, found: &mut BTreeSet<Input>) {
        let Input::File(path) = self.input(path) else { return };
        found.insert(Input::Skipped(path, why.to_owned()));
    }

    fn is_manifest(&self, file: &Path, below: &Path) -> bool {
        let file = clean(file);
        let below_root = file.strip_prefix(&self.root).unwrap_or(below);
        match &self.files {
            Some(files) => files.is_match(below) || files.is_match(below_root),
            None => is_usual_name(below),
        }
    }

    fn is_excluded(&self, file: &Path) -> bool {
        let Some(exclude) = &self.exclude else { return false };
        clean(file).strip_prefix(&self.root).is_ok_and(|below| exclude.is_match(below))
    }
}

/// True if a file has one of the names of [`MANIFEST_GLOBS`]. Building a set of
/// these globs takes 370,000 instructions, which is a twentieth of a short run.
fn is_usual_name(file: &Path) -> bool {
    let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let Some((stem, extension)) = name.rsplit_once('.') else { return false };
    EXTENSIONS.contains(&extension) && (STEMS.contains(&stem) || stem.ends_with(".subprocessors"))
}

/// True if the user may have a file of paths that git ignores everywhere. The walk
/// finds it with a regular expression that takes 1.4 million instructions to build,
/// a fifth of a short run; hardly anyone has such a file.
#[expect(clippy::disallowed_methods, reason = "a look at the settings of git, as the walk has")]
fn may_ignore_globally() -> bool {
    let named = |name| std::env::var_os(name).filter(|path| !path.is_empty()).map(PathBuf::from);
    let home = std::env::home_dir();
    let settings = named("XDG_CONFIG_HOME").or(home.as_ref().map(|home| home.join(".config")));
    let settings = settings.map(|folder| folder.join("git"));
    let in_settings = |file| settings.as_ref().map(|folder| folder.join(file));
    let configurations = [
        named("GIT_CONFIG_GLOBAL"),
        home.as_ref().map(|home| home.join(".gitconfig")),
        in_settings("config"),
        named("GIT_CONFIG_SYSTEM").or(Some("/etc/gitconfig".into())),
    ];
    let names_a_file = |path: PathBuf| {
        let text = std::fs::read(path).unwrap_or_default().to_ascii_lowercase();
        memchr::memmem::find(&text, b"excludesfile").is_some()
    };
    in_settings("ignore").is_some_and(|file| file.exists())
        || configurations.into_iter().flatten().any(names_a_file)
}

enum EntryKind {
    File,
    Folder,
    /// A link or a device, with the reason to leave it out in one phrase.
    Other(&'static str),
}

fn kind_of(entry: &DirEntry) -> EntryKind {
    match entry.file_type() {
        Some(kind) if kind.is_file() => EntryKind::File,
        Some(kind) if kind.is_symlink() => EntryKind::Other("a symbolic link; name it to check it"),
        Some(kind) if !kind.is_dir() => EntryKind::Other("not a regular file"),
        _ => EntryKind::Folder,
    }
}

/// The path that an error of a search is about.
fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            path_of(err)
        }
        _ => None,
    }
}

/// True if a YAML or JSON file has a `subprocessors` key near its start.
#[expect(clippy::disallowed_methods, reason = "a look at the head of a file")]
fn declares(file: &Path) -> bool {
    let extension = file.extension().and_then(|extension| extension.to_str());
    if !extension.is_some_and(|extension| EXTENSIONS.contains(&extension)) {
        return false;
    }
    let mut head = Vec::new();
    let read = std::fs::File::open(file).and_then(|file| file.take(HEAD).read_to_end(&mut head));
    let head = String::from_utf8_lossy(&head);
    read.is_ok()
        && head
            .lines()
            .any(|line| line.starts_with("subprocessors:") || line.contains("\"subprocessors\""))
}

/// Patterns that become one set when the first path is compared with them:
/// whoever names a file pays for none.
#[derive(Debug)]
struct Patterns {
    typed: Vec<String>,
    set: OnceCell<GlobSet>,
}

impl Patterns {
    fn new(patterns: &[impl AsRef<str>]) -> Option<Self> {
        let typed = patterns.iter().map(|pattern| pattern.as_ref().to_owned()).collect();
        (!patterns.is_empty()).then(|| Self { typed, set: OnceCell::new() })
    }

    fn is_match(&self, path: &Path) -> bool {
        self.set.get_or_init(|| set(&self.typed)).is_match(path)
    }
}

/// The patterns as one set; those of a configuration were checked when it was
/// read, ours by a test.
fn set(patterns: &[String]) -> GlobSet {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        if let Ok(glob) = GlobBuilder::new(pattern).literal_separator(true).build() {
            set.add(glob);
        }
    }
    set.build().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_names_are_those_of_the_globs() {
        let globs = set(&MANIFEST_GLOBS.map(str::to_owned));
        let names = STEMS.iter().flat_map(|stem| EXTENSIONS.map(|ext| format!("{stem}.{ext}")));
        for name in names {
            for path in
                [name.clone(), format!("a/b/{name}"), format!("x{name}"), format!("x.{name}")]
            {
                let path = Path::new(&path);
                assert_eq!(is_usual_name(path), globs.is_match(path), "{}", path.display());
            }
        }
        for name in [
            "subprocessors",
            ".subprocessors.yaml",
            "subprocessors.yaml.bak",
            "SUBPROCESSORS.yaml",
            "subprocessors.YAML",
            "subprocessors.d/x.yaml",
        ] {
            assert_eq!(is_usual_name(Path::new(name)), globs.is_match(name), "{name}");
        }
    }
}
