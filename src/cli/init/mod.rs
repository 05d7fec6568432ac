//! `init`: the files that a project starts with.

mod existing;
mod starter;
#[cfg(test)]
mod tests;

use super::args::InitArgs;
use super::failure::Failure;
use super::import;
use super::io::Io;
use super::load;
use super::looks::looks;
use super::new_files::{NewFile, write_all};
use super::page::Page;
use super::policy::{clean, find_config};
use super::session::slashes;
use super::status::ExitStatus;
use super::today::today;
use crate::policy::CONFIG_NAMES;
use existing::ExistingLists;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// The name of the manifest.
const MANIFEST: &str = "subprocessors.yaml";
/// The names of the configuration of pre-commit and prek, the usual one first.
const HOOKS: [&str; 2] = [".pre-commit-config.yaml", ".pre-commit-config.yml"];
/// The names of the workflow.
const WORKFLOWS: [&str; 2] =
    [".github/workflows/subprocessors.yml", ".github/workflows/subprocessors.yaml"];
/// A file that names it runs the program.
const PROGRAM: &str = "subprocessor-lint";

/// Writes what is missing.
///
/// # Errors
/// When a folder does not allow it; then nothing is written.
pub fn run(args: &InitArgs, io: &mut Io<'_>) -> Result<ExitStatus, Failure> {
    let manifest = match &args.from {
        None => starter::manifest(today(args.today.as_deref())?),
        Some(page) => match import::manifest_of(page, io)? {
            None => return Ok(ExitStatus::Broken),
            Some(text) => starter::from_page(&text),
        },
    };
    set_up(args, &manifest, io)
}

/// Sets a project up with the text of a manifest, and leaves what is there as it is.
fn set_up(args: &InitArgs, manifest: &str, io: &mut Io<'_>) -> Result<ExitStatus, Failure> {
    let typed = args.folder.as_deref().unwrap_or(Path::new("."));
    let folder = clean(&io.folder.join(typed));
    if folder.exists() && !folder.is_dir() {
        let message = format!("`{}` is not a folder", typed.display());
        return Err(Failure::usage_help(message, "Name the folder of the manifest."));
    }
    let repository = folder.ancestors().find(|above| above.join(".git").exists());
    let root = repository.unwrap_or(&folder);
    let mut plan = Plan { start: &io.folder, files: Vec::new(), next: Vec::new() };
    plan.configuration(&folder);
    plan.manifest(&folder, manifest, args.from.as_deref())?;
    plan.check(typed);
    if repository.is_none() && (args.hook || args.workflow) {
        let advice =
            "Run `git init` here, or move hook and workflow to the root of the repository.";
        plan.next.push(NextStep::new(advice));
    }
    if args.hook {
        plan.hook(root);
    }
    if args.workflow {
        plan.workflow(root);
    }
    let Plan { files, next, .. } = plan;
    let mut page = Page::new(&looks(args.color, io, io.stdout_is_terminal));
    let column = files.iter().map(|file| file.shown().len()).max().unwrap_or(0) + 9;
    for file in &files {
        let verb = if matches!(file, PlannedFile::New(..)) { "wrote" } else { "kept" };
        page.entry(&format!("{verb:5}  {}", file.shown()), column, file.about());
    }
    page.heading("Next", "");
    for (number, NextStep { text, lines }) in next.iter().enumerate() {
        page.prose(text, &format!("  {}. ", number + 1), "     ");
        if !lines.is_empty() {
            page.gap();
            page.block(lines, "");
            page.gap();
        }
    }
    let new = files.into_iter().filter_map(|file| match file {
        PlannedFile::New(file, _) => Some(file),
        PlannedFile::Kept { .. } => None,
    });
    write_all(&new.collect::<Vec<_>>())?;
    io.stdout.write_all(page.finish().as_bytes())?;
    io.stdout.flush()?;
    Ok(ExitStatus::Clean)
}

/// A file of a project, with a phrase about it.
enum PlannedFile {
    /// To be written.
    New(NewFile, &'static str),
    /// Left as it is.
    Kept {
        /// The path that messages show.
        shown: String,
        /// The reason.
        why: String,
    },
}

impl PlannedFile {
    fn shown(&self) -> &str {
        match self {
            Self::New(file, _) => &file.shown,
            Self::Kept { shown, .. } => shown,
        }
    }

    fn about(&self) -> &str {
        match self {
            Self::New(_, about) => about,
            Self::Kept { why, .. } => why,
        }
    }
}

/// Something for the user to do.
struct NextStep {
    text: String,
    /// Lines to copy.
    lines: String,
}

impl NextStep {
    fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), lines: String::new() }
    }
}

/// The files of a project, and what is left to do.
struct Plan<'p> {
    /// The folder that shown paths start at.
    start: &'p Path,
    files: Vec<PlannedFile>,
    next: Vec<NextStep>,
}

impl Plan<'_> {
    fn configuration(&mut self, folder: &Path) {
        match find_config(&folder.join(MANIFEST), self.start) {
            Some(path) => self.keep(&path, "is the configuration already"),
            None => {
                let text = starter::CONFIGURATION.to_owned();
                self.write(folder.join(CONFIG_NAMES[0]), text, "what is checked, and what fails");
            }
        }
    }

    /// Adds the manifest, unless there is a list that it was not made from.
    fn manifest(&mut self, folder: &Path, text: &str, from: Option<&Path>) -> Result<(), Failure> {
        let path = folder.join(MANIFEST);
        let mut lists = ExistingLists::find(folder, self.start)?;
        if let Some(from) = from {
            // Data with keys of its own may have the name of a manifest.
            let source = clean(&self.start.join(from));
            lists.manifests.retain(|list| clean(&self.start.join(list)) != source);
        }
        if is_there(&path) || !lists.manifests.is_empty() {
            let found = if is_there(&path) { &path } else { &lists.manifests[0] };
            let why = match lists.manifests.len() {
                0 | 1 => "is the list already".to_owned(),
                number => format!("is one of {number} lists already"),
            };
            self.keep(found, &why);
            return Ok(());
        }
        if let Some(from) = from {
            let page = slashes(from);
            let page = if page == "-" { "the page".to_owned() } else { page };
            let shown = shown(&path, self.start);
            let compare =
                format!("Compare {shown} with {page}; above is what was read of it, and what not.");
            let exclude = format!(
                "`check` reads pages, too: once you make {page} from {shown}, name it under \
                 `exclude` in the configuration."
            );
            self.next.extend([NextStep::new(compare), NextStep::new(exclude)]);
            self.write(path, text.to_owned(), "the list, as the page has it");
            return Ok(());
        }
        if let Some(page) = lists.pages.first() {
            self.keep(page, "has the name of a list");
            let page = shown(&clean(&self.start.join(page)), self.start);
            let advice = format!(
                "No manifest was written, because {page} may be the list: make one from it with \
                 `subprocessor-lint init --from {page}`, or start an empty one in another folder \
                 with `subprocessor-lint init DIR`."
            );
            self.next.push(NextStep::new(advice));
            return Ok(());
        }
        let is_blank = |line: &str| !line.starts_with('#') && line.contains(starter::BLANK);
        if text.lines().any(is_blank) {
            let shown = shown(&path, self.start);
            let advice = format!(
                "Replace each {} in {shown}; the comments say what belongs there.",
                starter::BLANK
            );
            self.next.push(NextStep::new(advice));
        }
        self.write(path, text.to_owned(), "the list, for you to fill in");
        Ok(())
    }

    fn check(&mut self, typed: &Path) {
        let path =
            if typed == Path::new(".") { String::new() } else { format!(" {}", slashes(typed)) };
        let advice = format!("Run `subprocessor-lint check{path}`; it shows what is left to do.");
        self.next.push(NextStep::new(advice));
    }

    /// Adds the hook, or its lines for a file that exists.
    fn hook(&mut self, root: &Path) {
        match first_of(&HOOKS, root) {
            None => {
                let about = "checks lists before each commit";
                self.write(root.join(HOOKS[0]), starter::HOOK.to_owned(), about);
            }
            Some(path) => {
                let text = load::policy_text(&path).unwrap_or_default();
                if text.contains(PROGRAM) {
                    return self.keep(&path, "runs subprocessor-lint already");
                }
                self.keep(&path, "exists; the lines to add are below");
                let shown = shown(&path, self.start);
                let step = format!("Add to {shown}, under `repos:`:");
                self.next.push(NextStep { text: step, lines: hook_lines(&text) });
            }
        }
        let install = "Run `pre-commit install` or `prek install` in each clone; the hook runs the \
                       `subprocessor-lint` that is installed on that machine.";
        self.next.push(NextStep::new(install));
    }

    /// Adds the workflow, or its step for a file that exists.
    fn workflow(&mut self, root: &Path) {
        match first_of(&WORKFLOWS, root) {
            None => {
                let about = "checks each pull request";
                self.write(root.join(WORKFLOWS[0]), starter::workflow(), about);
            }
            Some(path) => {
                let text = load::policy_text(&path).unwrap_or_default();
                if text.contains(PROGRAM) {
                    return self.keep(&path, "runs subprocessor-lint already");
                }
                self.keep(&path, "exists; the step to add is below");
                let shown = shown(&path, self.start);
                let text = format!("Add to the steps of {shown}, after the checkout:");
                self.next.push(NextStep { text, lines: starter::workflow_step() });
            }
        }
        let note = format!(
            "Commit the workflow once version {} is released; its action exists from the first \
             release on.",
            env!("CARGO_PKG_VERSION")
        );
        self.next.push(NextStep::new(note));
    }

    fn write(&mut self, path: PathBuf, text: String, about: &'static str) {
        let shown = shown(&path, self.start);
        self.files.push(PlannedFile::New(NewFile { path, shown, text }, about));
    }

    fn keep(&mut self, path: &Path, why: &str) {
        let shown = shown(&clean(&self.start.join(path)), self.start);
        self.files.push(PlannedFile::Kept { shown, why: why.to_owned() });
    }
}

/// The entry of the hook, as far to the right as the entries that a file has.
fn hook_lines(text: &str) -> String {
    let entry = text.lines().find(|line| line.trim_start().starts_with("- repo:"));
    let indent = entry.map_or("  ", |line| &line[..line.len() - line.trim_start().len()]);
    let lines = starter::HOOK.lines().skip(1);
    let lines = lines.map(|line| format!("{indent}{}\n", line.strip_prefix("  ").unwrap_or(line)));
    lines.collect()
}

/// The first of some names that something has; also a link that leads nowhere.
fn first_of(names: &[&str], folder: &Path) -> Option<PathBuf> {
    names.iter().map(|name| folder.join(name)).find(|path| is_there(path))
}

fn is_there(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// A path as people type it in a folder: with `..` for one above it, but not from the root.
fn shown(path: &Path, folder: &Path) -> String {
    let above = folder.ancestors().take_while(|above| above.parent().is_some()).enumerate();
    let found = above.filter_map(|(up, above)| Some((up, path.strip_prefix(above).ok()?))).next();
    match found {
        Some((up, below)) => "../".repeat(up) + &slashes(below),
        None => slashes(path),
    }
}
