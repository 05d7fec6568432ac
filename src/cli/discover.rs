//! From what was named on the command line to the files to check.

use super::failure::Failure;
use super::policy::clean;
use crate::policy::Policy;
use glob::{MatchOptions, Pattern};
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use ignore::WalkBuilder;
use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::io::Read as _;
use std::path::{Component, Path, PathBuf};

/// File name patterns of manifests in a folder that is searched.
pub const MANIFEST_GLOBS: &[&str] = &[
    "**/{subprocessors,sub-processors,sub_processors,subprocessor,sub-processor,sub_processor}.{yaml,yml,json}",
    "**/*.subprocessors.{yaml,yml,json}",
];

/// Bytes at the start of a file that decide if it is a manifest.
const HEAD: u64 = 64 << 10;

/// The settings of a search for manifests.
#[derive(Debug)]
pub struct Search {
    /// The folder that relative paths start at.
    pub folder: PathBuf,
    /// Patterns of manifests in a folder.
    files: Patterns,
    /// Patterns of skipped files, relative to `root`.
    exclude: Patterns,
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
}

impl Search {
    /// A search with the globs of a configuration, which are relative to
    /// `root`.
    #[must_use]
    pub fn new(folder: &Path, root: &Path, policy: &Policy, force_exclude: bool) -> Self {
        Self {
            folder: folder.to_owned(),
            files: match policy.files() {
                [] => Patterns::new(MANIFEST_GLOBS),
                files => Patterns::new(files),
            },
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
            exclude: Patterns::new(&[""; 0]),
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
            let before = found.len();
            self.walk(path, &|file, below| self.is_manifest(file, below), found);
            // A folder that is named may call its manifests anything.
            if found.len() == before && path != Path::new(".") {
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
        let before = found.len();
        let walk = WalkBuilder::new(self.folder.join(start)).standard_filters(false).build();
        for entry in walk.flatten() {
            let path = entry.path();
            let short = path.strip_prefix(&self.folder).unwrap_or(path);
            let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
            let is_match = matches(short) || matches(path);
            if is_file && is_match && !self.is_excluded(path) {
                found.insert(self.input(path));
            }
        }
        if found.len() == before {
            let help = "Quote it so that the shell does not change it; `**` crosses folders.";
            return Err(Failure::usage_help(format!("no file matches `{pattern}`"), help));
        }
        Ok(())
    }

    /// The manifests below a folder, without what git ignores and without
    /// following links.
    fn walk(
        &self,
        path: &Path,
        wanted: &dyn Fn(&Path, &Path) -> bool,
        found: &mut BTreeSet<Input>,
    ) {
        let full = self.folder.join(path);
        let walk = WalkBuilder::new(&full)
            .require_git(false)
            .hidden(false)
            .filter_entry(|entry| entry.file_name() != ".git")
            .build();
        for entry in walk.flatten() {
            let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
            let file = entry.path();
            let below = file.strip_prefix(&full).unwrap_or(file);
            if is_file && wanted(file, below) && !self.is_excluded(file) {
                found.insert(self.input(&path.join(below)));
            }
        }
    }

    fn is_manifest(&self, file: &Path, below: &Path) -> bool {
        let file = clean(file);
        let below_root = file.strip_prefix(&self.root).unwrap_or(below);
        self.files.is_match(below) || self.files.is_match(below_root)
    }

    fn is_excluded(&self, file: &Path) -> bool {
        clean(file).strip_prefix(&self.root).is_ok_and(|below| self.exclude.is_match(below))
    }
}

/// True if a YAML or JSON file has a `subprocessors` key near its start.
#[expect(clippy::disallowed_methods, reason = "a look at the head of a file")]
fn declares(file: &Path) -> bool {
    let extension = file.extension().and_then(|extension| extension.to_str());
    if !matches!(extension, Some("yaml" | "yml" | "json")) {
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
    fn new(patterns: &[impl AsRef<str>]) -> Self {
        let typed = patterns.iter().map(|pattern| pattern.as_ref().to_owned()).collect();
        Self { typed, set: OnceCell::new() }
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
