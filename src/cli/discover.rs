//! From what was named on the command line to the files to check.

use super::failure::Failure;
use crate::config::ConfigFile;
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use ignore::WalkBuilder;
use std::collections::BTreeSet;
use std::io::Read as _;
use std::path::{Component, Path, PathBuf};

/// What counts as a manifest when a folder is searched.
pub const MANIFEST_GLOBS: &[&str] = &[
    "**/{subprocessors,sub-processors,sub_processors,subprocessor,sub-processor,sub_processor}.{yaml,yml,json}",
    "**/*.subprocessors.{yaml,yml,json}",
];

/// How much of a file is looked at to tell whether it is a manifest, in bytes.
const HEAD: u64 = 64 << 10;

/// Where to look and what to leave out.
#[derive(Debug)]
pub struct Search {
    /// The folder that relative paths start at.
    pub folder: PathBuf,
    /// Which files of a folder are manifests.
    files: GlobSet,
    /// Which files are left out, relative to `root`.
    exclude: GlobSet,
    /// The folder that `files` and `exclude` are relative to.
    root: PathBuf,
    /// Whether named files are left out too.
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
    pub fn new(
        folder: &Path,
        root: &Path,
        config: Option<&ConfigFile<'_>>,
        force_exclude: bool,
    ) -> Self {
        let files = config.map_or(&[][..], |config| &config.files);
        let exclude = config.map_or(&[][..], |config| &config.exclude);
        Self {
            folder: folder.to_owned(),
            files: set(if files.is_empty() { MANIFEST_GLOBS } else { files }),
            exclude: set(exclude),
            root: root.to_owned(),
            force_exclude,
        }
    }

    /// A search for files of another kind, with nothing left out.
    #[must_use]
    pub fn of(folder: &Path, globs: &[&str]) -> Self {
        Self {
            folder: folder.to_owned(),
            files: set(globs),
            exclude: GlobSet::empty(),
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
                found.insert(Input::File(path.to_owned()));
            }
            return Ok(());
        }
        let text = path.to_string_lossy();
        if text.contains(['*', '?', '[', '{']) {
            return self.glob(&text, found);
        }
        Err(Failure::usage_help(
            format!("there is no file or folder `{text}`"),
            match crate::rules::error::did_you_mean(&text, super::args::COMMANDS.iter().copied()) {
                Some(command) => format!("Did you mean the command `{command}`?"),
                None => format!("Paths start at `{}`.", self.folder.display()),
            },
        ))
    }

    /// A pattern that no shell has expanded. Links are not followed, as in a
    /// folder: they can lead out, or round in circles.
    fn glob(&self, pattern: &str, found: &mut BTreeSet<Input>) -> Result<(), Failure> {
        let built = GlobBuilder::new(pattern.strip_prefix("./").unwrap_or(pattern))
            .literal_separator(true)
            .build();
        let matcher = built.map(|glob| glob.compile_matcher()).map_err(|error| {
            Failure::usage(format!("`{pattern}` is not a pattern: {}", error.kind()))
        })?;
        // Everything before the first sign is a folder to start from.
        let is_name = |part: &Component<'_>| {
            !part.as_os_str().to_string_lossy().contains(['*', '?', '[', '{'])
        };
        let start: PathBuf = Path::new(pattern).components().take_while(is_name).collect();
        let before = found.len();
        let walk = WalkBuilder::new(self.folder.join(start)).standard_filters(false).build();
        for entry in walk.flatten() {
            let path = entry.path();
            let short = path.strip_prefix(&self.folder).unwrap_or(path);
            let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
            let is_match = matcher.is_match(short) || matcher.is_match(path);
            if is_file && is_match && !self.is_excluded(path) {
                found.insert(Input::File(short.to_owned()));
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
                // `.` itself is no part of a path that people read.
                let short =
                    if path == Path::new(".") { below.to_owned() } else { path.join(below) };
                found.insert(Input::File(short));
            }
        }
    }

    fn is_manifest(&self, file: &Path, below: &Path) -> bool {
        let below_root = file.strip_prefix(&self.root).unwrap_or(below);
        self.files.is_match(below) || self.files.is_match(below_root)
    }

    fn is_excluded(&self, file: &Path) -> bool {
        file.strip_prefix(&self.root).is_ok_and(|below| self.exclude.is_match(below))
    }
}

/// Whether a YAML or JSON file has a `subprocessors` key near its start.
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

/// The patterns as one set; those of a configuration were checked when it was
/// read, ours by a test.
fn set(patterns: &[&str]) -> GlobSet {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        if let Ok(glob) = GlobBuilder::new(pattern).literal_separator(true).build() {
            set.add(glob);
        }
    }
    set.build().unwrap_or_default()
}
