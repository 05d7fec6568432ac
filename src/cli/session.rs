//! The files of a check with their policies and linters.

use super::args::CheckArgs;
use super::discover::{Input, Search};
use super::failure::Failure;
use super::io::Io;
use super::load::{self, Loaded};
use super::policy::{self, LoadedPolicy};
use crate::diagnostics::report::{PolicyFileInfo, PolicyInfo};
use crate::lint::{FileText, Linter};
use crate::policy::OverrideSet;
use crate::policy::Waivers;
use crate::syntax::Limits;
use crate::text::SourceFile;
use crate::values::date::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Everything that a check works with, once the command line is understood.
pub struct Session {
    /// The policies, one for each configuration that applies to something.
    pub policies: Vec<LoadedPolicy>,
    /// The files to check, in the order of their shown paths.
    pub files: Vec<SessionFile>,
    /// The files that are left out, in the same order.
    pub skipped: Vec<SkippedFile>,
    /// One linter for each policy and set of its overrides.
    linters: Vec<Linter>,
    /// The policy of each named path.
    named: Vec<(PathBuf, usize)>,
    folder: PathBuf,
}

/// A file that is left out.
pub struct SkippedFile {
    /// The path that messages show.
    pub shown: String,
    /// The reason, in one phrase.
    pub why: String,
}

/// A file to check with the policy that applies to it.
pub struct SessionFile {
    input: Input,
    /// Its path, or the one that standard input is said to have.
    pub path: PathBuf,
    /// The path that messages show.
    pub shown: String,
    /// The path relative to the configuration.
    pub scope: String,
    /// The number of its policy.
    pub policy: usize,
    linter: usize,
}

impl Session {
    /// Reads the policies for what the command line names.
    ///
    /// # Errors
    /// A policy that cannot be used, and files of it that cannot be read.
    pub fn open(args: &CheckArgs, io: &mut Io<'_>) -> Result<Self, Failure> {
        let mut policies: Vec<LoadedPolicy> = Vec::new();
        let mut named = Vec::new();
        for path in named_paths(args) {
            let is_stdin = path == Path::new("-");
            let name = args.stdin_filename.as_deref().filter(|_| is_stdin);
            let config = policy::config_for(name.unwrap_or(&path), &args.policy, &io.folder);
            let known = policies.iter().position(|known| known.config == config);
            let index = known.unwrap_or(policies.len());
            if known.is_none() {
                note_config(config.as_deref(), args, io)?;
                policies.push(policy::load(config.as_deref(), &args.policy, &io.folder)?);
            }
            named.push((path, index));
        }
        let (files, skipped, linters) = (Vec::new(), Vec::new(), Vec::new());
        Ok(Self { policies, files, skipped, linters, named, folder: io.folder.clone() })
    }

    /// Finds the files, each once, and prepares their linters.
    ///
    /// # Errors
    /// Paths that name nothing, and overrides that do not go together.
    pub fn find_files(
        &mut self,
        args: &CheckArgs,
        limits: &Limits,
        today: Date,
    ) -> Result<(), Failure> {
        let mut found: BTreeMap<Input, usize> = BTreeMap::new();
        for (path, policy) in &self.named {
            let mut inputs = BTreeSet::new();
            self.search(*policy, args.force_exclude).expand(path, &mut inputs)?;
            for input in inputs {
                found.entry(input).or_insert(*policy);
            }
        }
        let mut sets: BTreeMap<(usize, OverrideSet), usize> = BTreeMap::new();
        for (input, policy) in found {
            let path = match &input {
                Input::Skipped(path, why) => {
                    let (shown, why) = (self.shown(path), why.clone());
                    self.skipped.push(SkippedFile { shown, why });
                    continue;
                }
                Input::File(path) => path.clone(),
                Input::Stdin => {
                    args.stdin_filename.clone().unwrap_or_else(|| PathBuf::from("<stdin>"))
                }
            };
            let full = policy::clean(&self.folder.join(&path));
            let LoadedPolicy { policy: rules, root, .. } = &self.policies[policy];
            let scope =
                slashes(full.strip_prefix(root.as_ref().unwrap_or(&self.folder)).unwrap_or(&full));
            let overrides = rules.overrides_for(&scope);
            let linter = match sets.get(&(policy, overrides.clone())) {
                Some(known) => *known,
                None => {
                    let rules = rules.compile(&overrides).map_err(Failure::Policy)?;
                    let waivers = Waivers {
                        enabled: !args.no_ignores,
                        warning_days: args.waiver_warning_days,
                        ..self.policies[policy].policy.waivers()
                    };
                    let limits = limits.clone();
                    let linter = Linter {
                        rules,
                        policy: Some(Arc::clone(&self.policies[policy].policy)),
                        is_settled: true,
                        limits,
                        today,
                        waivers,
                        baseline: None,
                    };
                    self.linters.push(linter);
                    sets.insert((policy, overrides), self.linters.len() - 1);
                    self.linters.len() - 1
                }
            };
            let shown = self.shown(&path);
            self.files.push(SessionFile { input, path, shown, scope, policy, linter });
        }
        self.files.sort_by(|a, b| a.shown.cmp(&b.shown));
        self.skipped.sort_by(|a, b| a.shown.cmp(&b.shown));
        // Whoever names a file that a folder leaves out means it.
        let Self { files, skipped, .. } = self;
        skipped.retain(|one| files.iter().all(|file| file.shown != one.shown));
        Ok(())
    }

    /// The linter of each file, in the order of the files.
    pub fn linters(&self) -> Vec<&Linter> {
        self.files.iter().map(|file| self.linter(file)).collect()
    }

    /// The linter of a file.
    pub fn linter(&self, file: &SessionFile) -> &Linter {
        &self.linters[file.linter]
    }

    /// A linter of a policy, if a file is checked under it.
    pub fn linter_of_policy(&self, policy: usize) -> Option<&Linter> {
        let file = self.files.iter().find(|file| file.policy == policy)?;
        Some(self.linter(file))
    }

    /// True if standard input is one of the files.
    pub fn reads_stdin(&self) -> bool {
        self.files.iter().any(|file| file.input == Input::Stdin)
    }

    /// Reads a file. Standard input was read before.
    pub fn read(&self, index: usize, stdin: Option<&Loaded>) -> FileText {
        let file = &self.files[index];
        let loaded = match &file.input {
            Input::Stdin => stdin.cloned().expect("internal: standard input is read before"),
            Input::File(path) | Input::Skipped(path, _) => {
                load::manifest(&self.folder.join(path), &self.linter(file).limits)
            }
        };
        loaded.into_file(&file.shown).in_scope(&file.scope)
    }

    /// The manifests below the configuration of a policy, relative to it.
    pub fn manifests_of_policy(&self, policy: usize) -> BTreeSet<String> {
        let Some(root) = &self.policies[policy].root else { return BTreeSet::new() };
        let mut found = BTreeSet::new();
        // What cannot be read is not there.
        let _ = self.search(policy, true).expand(root, &mut found);
        let below = found.into_iter().filter_map(|input| match input {
            Input::File(path) => {
                let full = self.folder.join(path);
                Some(slashes(full.strip_prefix(root).unwrap_or(&full)))
            }
            Input::Stdin | Input::Skipped(..) => None,
        });
        below.collect()
    }

    /// The policies, as reports name them.
    pub fn policy_infos(&self, args: &CheckArgs) -> Vec<PolicyInfo> {
        let info = |file: &SourceFile| PolicyFileInfo {
            path: file.path().to_owned(),
            sha256: crate::diagnostics::sha256(file.text()),
        };
        let of_policy = |loaded: &LoadedPolicy| {
            let config = loaded.config.as_deref().map(|path| self.shown(path));
            let is_config = |file: &&SourceFile| Some(file.path()) == config.as_deref();
            let sources = || loaded.policy.sources().map(|file| &**file);
            PolicyInfo {
                configuration: sources().find(is_config).map(info),
                files: sources().filter(|file| !is_config(file)).map(info).collect(),
                packs: loaded.policy.packs().to_vec(),
                overrides: args.policy.rules.clone(),
                waivers: !args.no_ignores,
            }
        };
        self.policies.iter().map(of_policy).collect()
    }

    fn search(&self, policy: usize, force_exclude: bool) -> Search {
        let LoadedPolicy { policy, root, .. } = &self.policies[policy];
        Search::new(&self.folder, root.as_ref().unwrap_or(&self.folder), policy, force_exclude)
    }

    /// A path as messages show it: relative to the working folder, with `/`.
    fn shown(&self, path: &Path) -> String {
        let path = path.strip_prefix(&self.folder).unwrap_or(path);
        slashes(path.strip_prefix(".").unwrap_or(path))
    }
}

/// The paths on the command line; without any, the working folder.
fn named_paths(args: &CheckArgs) -> Vec<PathBuf> {
    if args.paths.is_empty() { vec![PathBuf::from(".")] } else { args.paths.clone() }
}

/// Names a configuration that was found below the working folder.
fn note_config(config: Option<&Path>, args: &CheckArgs, io: &mut Io<'_>) -> Result<(), Failure> {
    let Some(config) = config else { return Ok(()) };
    let is_below = config.parent() != Some(&*io.folder) && config.starts_with(&io.folder);
    if is_below && args.policy.config.is_none() && args.quiet == 0 {
        let shown = config.strip_prefix(&io.folder).unwrap_or(config).display();
        writeln!(io.stderr, "note: using {shown}; --isolated ignores it")?;
    }
    Ok(())
}

/// A path with `/` between its parts.
pub fn slashes(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}
