//! The files of a check with their policies and linters.

use super::args::CheckArgs;
use super::discover::{Discovery, Finder, Input, Inputs, go_on, is_list, may_be_list, may_be_page};
use super::failure::{Failure, harmless, print_notices};
use super::io::Io;
use super::list::Catalogue;
use super::load::{self, Loaded};
use super::policy::{self, LoadedPolicy};
use super::since::MergeBase;
use super::unused_patterns::PatternUse;
use crate::diagnostics::PolicyError;
use crate::diagnostics::report::{PolicyFileInfo, PolicyInfo, RuleInfo};
use crate::lint::{FileText, Linter};
use crate::policy::{CONFIG_NAMES, OverrideSet};
use crate::policy::{Policy, Waivers};
use crate::syntax::Limits;
use crate::text::SourceFile;
use crate::values::date::Date;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Everything that a check works with, once the command line is understood.
pub struct Session {
    /// The policies, one for each configuration that applies to something.
    pub policies: Vec<LoadedPolicy>,
    /// The patterns of each policy that matched something.
    uses: Vec<PatternUse>,
    /// The files to check, in the order of their shown paths.
    pub files: Vec<SessionFile>,
    /// The files that are left out, in the same order.
    pub skipped: Vec<SkippedFile>,
    /// One linter for each policy and set of its overrides.
    linters: Vec<Linter>,
    /// The paths that the command line names.
    named: Vec<PathBuf>,
    /// The policy of each folder that has been asked for.
    of_folders: HashMap<PathBuf, usize>,
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
        let mut session = Self {
            policies: Vec::new(),
            uses: Vec::new(),
            files: Vec::new(),
            skipped: Vec::new(),
            linters: Vec::new(),
            named: named_paths(args),
            of_folders: HashMap::new(),
            folder: io.folder.clone(),
        };
        for path in &session.named.clone() {
            let is_stdin = path == Path::new("-");
            let name = args.stdin_filename.as_deref().filter(|_| is_stdin).unwrap_or(path);
            let full = policy::clean(&session.folder.join(name));
            session.policy_for(&full, args, io)?;
        }
        let has_config = session.policies.iter().any(|loaded| loaded.config.is_some());
        if !has_config
            && !args.verdict.policy.isolated
            && !args.untrusted
            && args.quiet == 0
            && let Some(name) = policy::misnamed_config(&io.folder)
        {
            let right = CONFIG_NAMES[0];
            writeln!(io.stderr, "note: `{name}` is not read; name it `{right}`")?;
        }
        Ok(session)
    }

    /// Finds the files, each once, and prepares their linters. The nearest
    /// configuration applies to a file, however it was named.
    ///
    /// # Errors
    /// Paths that name nothing, policies that cannot be used, and overrides that do
    /// not go together.
    pub fn find_files(
        &mut self,
        args: &CheckArgs,
        limits: &Limits,
        today: Date,
        io: &mut Io<'_>,
    ) -> Result<(), Failure> {
        let found = self.expand(args)?;
        let mut sets: BTreeMap<(usize, OverrideSet), usize> = BTreeMap::new();
        for (mut input, how) in found {
            go_on(args.stops)?;
            let path = match &input {
                Input::File(path) | Input::Unread(path, _) | Input::Skipped(path, _) => {
                    path.clone()
                }
                Input::Stdin => {
                    args.stdin_filename.clone().unwrap_or_else(|| PathBuf::from("<stdin>"))
                }
            };
            let full = policy::clean(&self.folder.join(&path));
            let policy = self.policy_for(&full, args, io)?;
            let is_wanted = match &input {
                Input::File(_) => self.is_wanted(policy, &full, how, args.force_exclude),
                Input::Skipped(..) => !self.is_excluded(policy, &full),
                Input::Stdin | Input::Unread(..) => true,
            };
            if let Input::File(_) = input {
                let loaded = &self.policies[policy];
                let root = loaded.root.as_ref().unwrap_or(&self.folder);
                if let Ok(below) = full.strip_prefix(root) {
                    self.uses[policy].add(loaded, &slashes(below), is_wanted);
                }
            }
            if !is_wanted && args.untrusted && how == Discovery::Below {
                let is_config = full
                    .file_name()
                    .is_some_and(|name| CONFIG_NAMES.iter().any(|one| name == *one));
                if is_config {
                    input = Input::Skipped(path.clone(), "a configuration");
                } else if !(may_be_list(&full) || args.all_pages && may_be_page(&full)) {
                    input = Input::Skipped(path.clone(), "not a list");
                }
            } else if !is_wanted {
                continue;
            }
            let LoadedPolicy { policy: rules, root, .. } = &self.policies[policy];
            let scope =
                slashes(full.strip_prefix(root.as_ref().unwrap_or(&self.folder)).unwrap_or(&full));
            let overrides = rules.overrides_for(&scope);
            let linter = match sets.get(&(policy, overrides.clone())) {
                Some(known) => *known,
                None => {
                    let rules = rules.compile(&overrides).map_err(Failure::Policy)?;
                    let linter = Linter {
                        rules,
                        is_settled: true,
                        ..self.linter_of(policy, args, limits, today)
                    };
                    self.linters.push(linter);
                    sets.insert((policy, overrides), self.linters.len() - 1);
                    self.linters.len() - 1
                }
            };
            let shown = self.shown(&path);
            if let Input::Skipped(_, why) = input {
                self.skipped.push(SkippedFile { shown, why: why.to_owned() });
                continue;
            }
            self.files.push(SessionFile { input, path, shown, scope, policy, linter });
        }
        self.files.sort_by(|a, b| a.shown.cmp(&b.shown));
        self.skipped.sort_by(|a, b| a.shown.cmp(&b.shown));
        // Whoever names a file that a folder leaves out means it.
        let Self { files, skipped, .. } = self;
        skipped.retain(|one| files.binary_search_by(|file| file.shown.cmp(&one.shown)).is_err());
        if args.quiet == 0 {
            print_notices(&self.unused_patterns(), io)?;
        }
        Ok(())
    }

    /// The linter and the policy for lists that come in a stream, where only the lines know
    /// which overrides apply.
    pub fn linter_of_stream(
        &self,
        args: &CheckArgs,
        limits: &Limits,
        today: Date,
    ) -> (Linter, &Policy) {
        (self.linter_of(0, args, limits, today), &self.policies[0].policy)
    }

    /// A linter of a policy, without its overrides.
    fn linter_of(&self, policy: usize, args: &CheckArgs, limits: &Limits, today: Date) -> Linter {
        let policy = &self.policies[policy].policy;
        let waivers = Waivers {
            enabled: !args.no_ignores && !args.untrusted,
            warning_days: args.waiver_warning_days,
            ..policy.waivers()
        };
        let limits = limits.clone();
        Linter { limits, waivers, ..Linter::new(Arc::clone(policy), today) }
    }

    /// Remarks on patterns of configurations that match nothing; only where all that a
    /// configuration is for was looked at.
    fn unused_patterns(&self) -> Vec<PolicyError> {
        let covered = (0..self.policies.len()).filter(|index| self.is_covered(*index));
        covered.flat_map(|index| self.uses[index].remarks(&self.policies[index])).collect()
    }

    /// True if all that a configuration is for was looked at.
    pub fn is_covered(&self, policy: usize) -> bool {
        let Some(root) = &self.policies[policy].root else { return false };
        let mut named = self.named.iter().map(|path| policy::clean(&self.folder.join(path)));
        named.any(|path| root.starts_with(path))
    }

    /// The inputs that the command line names. Of several paths, one that names nothing stops no
    /// other.
    fn expand(&self, args: &CheckArgs) -> Result<Inputs, Failure> {
        let CheckArgs { untrusted, stops, .. } = *args;
        let finder = Finder { folder: &self.folder, untrusted, stops };
        let mut found = Inputs::new();
        for path in &self.named {
            match finder.expand(path, &mut found) {
                Err(failure @ Failure::Interrupted(_)) => return Err(failure),
                Err(failure) if self.named.len() == 1 => return Err(failure),
                Err(failure) => {
                    found
                        .insert(Input::Unread(path.clone(), failure.to_string()), Discovery::Named);
                }
                Ok(()) => {}
            }
        }
        Ok(found)
    }

    /// True if a file is checked that was found in some way.
    fn is_wanted(&self, policy: usize, full: &Path, how: Discovery, force_exclude: bool) -> bool {
        let is_excluded = || self.is_excluded(policy, full);
        match how {
            Discovery::Named => !(force_exclude && is_excluded()),
            Discovery::Matched => !is_excluded(),
            Discovery::Below => {
                let files = self.policies[policy].policy.files();
                let below = self.below(policy, full);
                let is_page = || self.policies[policy].policy.is_page(below);
                let is_meant =
                    files.map_or_else(|| is_list(full), |files| files.is_match(below)) || is_page();
                is_meant && !is_excluded()
            }
        }
    }

    fn is_excluded(&self, policy: usize, full: &Path) -> bool {
        let exclude = self.policies[policy].policy.exclude();
        exclude.is_some_and(|exclude| exclude.is_match(self.below(policy, full)))
    }

    /// A path relative to the configuration.
    fn below<'p>(&self, policy: usize, full: &'p Path) -> &'p Path {
        let root = self.policies[policy].root.as_ref().unwrap_or(&self.folder);
        full.strip_prefix(root).unwrap_or(full)
    }

    /// The number of the policy of a file or folder; it is read when it is first
    /// asked for.
    fn policy_for(
        &mut self,
        full: &Path,
        args: &CheckArgs,
        io: &mut Io<'_>,
    ) -> Result<usize, Failure> {
        let start = if full.is_dir() { full } else { full.parent().unwrap_or(full) };
        if let Some(&known) = self.of_folders.get(start) {
            return Ok(known);
        }
        let config = match args.untrusted && args.verdict.policy.config.is_none() {
            true => None,
            false => policy::config_for(start, &args.verdict.policy, &self.folder),
        };
        let known = self.policies.iter().position(|known| known.config == config);
        let index = known.unwrap_or(self.policies.len());
        if known.is_none() {
            note_config(config.as_deref(), args, io)?;
            let loaded = policy::load(config.as_deref(), &args.verdict.policy, &self.folder)?;
            print_notices(loaded.policy.notices(), io)?;
            self.policies.push(loaded);
            self.uses.push(PatternUse::default());
        }
        self.of_folders.insert(start.to_owned(), index);
        Ok(index)
    }

    /// The files that the run reads: those to check, and those of their policies.
    pub fn read_files(&self) -> impl Iterator<Item = PathBuf> + '_ {
        let checked = self.files.iter().filter_map(|file| match &file.input {
            Input::File(path) => Some(self.folder.join(path)),
            _ => None,
        });
        let sources = self.policies.iter().flat_map(|loaded| loaded.policy.sources());
        checked.chain(sources.map(|source| self.folder.join(source.path())))
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
            Input::File(path) => {
                load::checked_file(&self.folder.join(path), &self.linter(file).limits)
            }
            Input::Unread(_, reason) => load::unreadable(reason),
            Input::Skipped(_, why) => load::unreadable(why),
        };
        loaded.into_file(&file.shown).in_scope(&file.scope)
    }

    /// Reads a file with the SHA-256 of its bytes, which it has not when they were not read to
    /// the end.
    pub fn read_with_digest(&self, index: usize) -> (FileText, Option<String>) {
        let file = &self.files[index];
        let Input::File(path) = &file.input else { return (self.read(index, None), None) };
        let (loaded, digest) =
            load::checked_file_with_digest(&self.folder.join(path), &self.linter(file).limits);
        (loaded.into_file(&file.shown).in_scope(&file.scope), digest)
    }

    /// A file as it was at a commit; without text if it was not there.
    pub fn read_at(&self, index: usize, base: Option<&MergeBase>) -> FileText {
        let file = &self.files[index];
        let loaded = base.and_then(|base| base.loaded(&file.shown).ok().flatten());
        let loaded = loaded.unwrap_or_else(|| Loaded::Text(String::new()));
        loaded.into_file(&file.shown).in_scope(&file.scope)
    }

    /// The manifests below the configuration of a policy, relative to it.
    pub fn manifests_of_policy(&self, policy: usize) -> BTreeSet<String> {
        let Some(root) = &self.policies[policy].root else { return BTreeSet::new() };
        let mut found = Inputs::new();
        let finder = Finder { folder: &self.folder, untrusted: false, stops: None };
        // What cannot be read is not there.
        let _ = finder.expand(root, &mut found);
        let below = found.into_iter().filter_map(|(input, how)| {
            let Input::File(path) = input else { return None };
            let full = self.folder.join(path);
            let is_wanted = self.is_wanted(policy, &full, how, true);
            is_wanted.then(|| slashes(full.strip_prefix(root).unwrap_or(&full)))
        });
        below.collect()
    }

    /// The policies, as reports name them.
    pub fn policy_infos(&self, args: &CheckArgs) -> Vec<PolicyInfo> {
        let info = |file: &SourceFile| PolicyFileInfo {
            path: file.path().to_owned(),
            sha256: crate::text::sha256(file.text()),
        };
        let of_policy = |loaded: &LoadedPolicy| {
            let config = loaded.config.as_deref().map(|path| self.shown(path));
            let is_config = |file: &&SourceFile| Some(file.path()) == config.as_deref();
            let sources = || loaded.policy.sources().map(|file| &**file);
            PolicyInfo {
                configuration: sources().find(is_config).map(info),
                files: sources().filter(|file| !is_config(file)).map(info).collect(),
                packs: loaded.policy.packs().to_vec(),
                overrides: args.verdict.policy.rules.clone(),
                waivers: !args.no_ignores && !args.untrusted,
            }
        };
        self.policies.iter().map(of_policy).collect()
    }

    /// The rules of all policies.
    pub fn rule_infos(&self) -> Vec<RuleInfo> {
        let mut infos: Vec<RuleInfo> = Vec::new();
        for loaded in &self.policies {
            for info in Catalogue::of(&loaded.policy).rule_infos() {
                if infos.iter().all(|known| known.id != info.id) {
                    infos.push(info);
                }
            }
        }
        infos
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
    if is_below && args.verdict.policy.config.is_none() && args.quiet == 0 {
        let shown = slashes(config.strip_prefix(&io.folder).unwrap_or(config));
        writeln!(io.stderr, "note: using {}; --isolated ignores it", harmless(&shown))?;
    }
    Ok(())
}

/// A path with `/` between its parts. Bytes that are no text are shown by their numbers, so
/// that two paths never look the same.
pub fn slashes(path: &Path) -> String {
    // Where `\` does not separate the parts of a path, it is a letter of a name.
    match path.to_str() {
        Some(text) if cfg!(windows) => text.replace('\\', "/"),
        Some(text) => text.to_owned(),
        None => {
            let mut shown = String::new();
            for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
                shown.push_str(chunk.valid());
                for byte in chunk.invalid() {
                    let _ = write!(shown, "\\x{byte:02x}");
                }
            }
            if cfg!(windows) { shown.replace('\\', "/") } else { shown }
        }
    }
}
