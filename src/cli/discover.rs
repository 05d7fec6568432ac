//! From what was named on the command line to the files that it stands for.

use super::failure::Failure;
use super::policy::clean;
use super::session::slashes;
use glob::{MatchOptions, Pattern};
use ignore::{DirEntry, WalkBuilder};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::{Component, Path, PathBuf};

/// The extensions of manifests.
const EXTENSIONS: [&str; 3] = ["yaml", "yml", "json"];

/// The usual names of manifests without their extensions;
/// `NAME.subprocessors.yaml` is one as well.
const STEMS: &[&str] = &[
    "subprocessors",
    "sub-processors",
    "sub_processors",
    "subprocessor",
    "sub-processor",
    "sub_processor",
];

/// The extensions of pages that are found by their name. Programs are not: a page that fills
/// in a list from elsewhere has the same name as one that holds it.
const PAGE_EXTENSIONS: [&str; 8] = ["html", "htm", "md", "mdx", "markdown", "csv", "tsv", "txt"];

/// The usual names of pages besides those of manifests, with `-` between words.
const PAGE_STEMS: &[&str] = &[
    "alikasittelijat",
    "alikäsittelijät",
    "list-of-subprocessors",
    "our-subprocessors",
    "podprocesorzy",
    "podzpracovatele",
    "podzpracovatelé",
    "sous-traitants",
    "sous-traitants-ulterieurs",
    "sous-traitants-ultérieurs",
    "sub-processor-list",
    "sub-responsabili",
    "sub-verwerkers",
    "subcontratantes",
    "subencargados",
    "suboperadores",
    "subprocesadores",
    "subprocessadores",
    "subprocessor-list",
    "subprocessors-list",
    "subresponsabili",
    "subverwerkers",
    "underbitraden",
    "underbiträden",
    "underdatabehandlere",
    "unterauftragnehmer",
    "unterauftragsverarbeiter",
];

/// Bytes at the start of a file that decide if it is a manifest.
const HEAD: u64 = 64 << 10;

/// Patterns that the braces of one may stand for.
const MAX_PATTERNS: usize = 1_000;

/// The reason why a link is left out.
const LINK: &str = "a symbolic link";

/// The signs of a pattern.
const SIGNS: &[char] = &['*', '?', '[', '{'];

/// One input to check.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Input {
    /// A file.
    File(PathBuf),
    /// Standard input.
    Stdin,
    /// Something that cannot be read, with the reason.
    Unread(PathBuf, String),
    /// Something that is left out, with the reason.
    Skipped(PathBuf, &'static str),
}

/// The way in which an input was found, the most explicit first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Discovery {
    /// It was named.
    Named,
    /// A pattern on the command line matches it.
    Matched,
    /// It is below a folder that was named.
    Below,
}

/// The inputs of a command line, each once.
pub type Inputs = BTreeMap<Input, Discovery>;

/// Finds files.
#[derive(Debug)]
pub struct Finder<'f> {
    /// The folder that relative paths start at.
    pub folder: &'f Path,
    /// True if the files are those of strangers: none of them may hide another, no
    /// link is followed, and whatever is left out is named.
    pub untrusted: bool,
    /// Asked at each file: true ends the search.
    pub stops: Option<fn() -> bool>,
}

/// Ends a search for files when it is no longer wanted.
///
/// # Errors
/// When that is so.
pub fn go_on(stops: Option<fn() -> bool>) -> Result<(), Failure> {
    if stops.is_some_and(|stops| stops()) {
        return Err(Failure::Interrupted(
            "Interrupted while looking for files; nothing was checked.",
        ));
    }
    Ok(())
}

impl Finder<'_> {
    /// Adds what a path stands for: itself, all that a folder holds, or what a
    /// pattern matches.
    ///
    /// # Errors
    /// A path that does not exist, a pattern that matches nothing or is none, and a search that
    /// is ended.
    pub fn expand(&self, path: &Path, found: &mut Inputs) -> Result<(), Failure> {
        if path == Path::new("-") {
            found.insert(Input::Stdin, Discovery::Named);
            return Ok(());
        }
        let full = self.folder.join(path);
        let kind = full.symlink_metadata().map(|found| found.file_type());
        if self.untrusted && kind.as_ref().is_ok_and(|kind| kind.is_symlink()) {
            found.insert(Input::Skipped(path.to_owned(), LINK), Discovery::Named);
            return Ok(());
        }
        if full.is_dir() {
            return self.walk(path, found);
        }
        if kind.is_ok() {
            self.add(path, Discovery::Named, found);
            return Ok(());
        }
        let text = path.to_string_lossy();
        if text.contains(SIGNS) {
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

    fn add(&self, path: &Path, how: Discovery, found: &mut Inputs) {
        let known = found.entry(Input::File(self.shortest(path))).or_insert(how);
        *known = how.min(*known);
    }

    /// Adds what is neither a file nor a folder as left out.
    fn skip(&self, entry: &DirEntry, path: &Path, found: &mut Inputs) {
        let why = match entry.file_type() {
            Some(kind) if kind.is_dir() => return,
            Some(kind) if kind.is_symlink() && self.untrusted => LINK,
            Some(kind) if kind.is_symlink() => "a symbolic link; name it to check it",
            _ => "not a regular file",
        };
        found.insert(Input::Skipped(self.shortest(path), why), Discovery::Below);
    }

    /// A file under the shortest path that people would type, so that one file is
    /// one input: below the working folder a relative one without `.`.
    fn shortest(&self, path: &Path) -> PathBuf {
        let full = clean(&self.folder.join(path));
        let below = full.strip_prefix(self.folder).map(Path::to_owned);
        below.unwrap_or_else(|_| clean(path))
    }

    /// Adds the matches of a pattern that no shell has expanded. Links are not followed,
    /// as in a folder: they can lead out, or round in circles.
    fn glob(&self, typed: &str, found: &mut Inputs) -> Result<(), Failure> {
        let mut has_match = false;
        for pattern in braces(typed.strip_prefix("./").unwrap_or(typed)) {
            // "{mail,pay}": each is a path of its own, which may be a folder.
            if !pattern.contains(SIGNS) && self.folder.join(&pattern).is_dir() {
                self.walk(Path::new(&pattern), found)?;
                has_match = true;
                continue;
            }
            let matcher = Pattern::new(&pattern).map_err(|error| {
                Failure::usage(format!("`{typed}` is not a pattern: {}", error.msg))
            })?;
            let options = MatchOptions { require_literal_separator: true, ..MatchOptions::new() };
            let matches = |path: &Path| matcher.matches_with(&slashes(path), options);
            // Everything before the first sign is a folder to start from.
            let is_name =
                |part: &Component<'_>| !part.as_os_str().to_string_lossy().contains(SIGNS);
            let start: PathBuf = Path::new(&pattern).components().take_while(is_name).collect();
            let walk = WalkBuilder::new(self.folder.join(start)).standard_filters(false).build();
            for entry in walk.flatten() {
                go_on(self.stops)?;
                let path = entry.path();
                let short = path.strip_prefix(self.folder).unwrap_or(path);
                if !(matches(short) || matches(path)) {
                    continue;
                }
                if entry.file_type().is_some_and(|kind| kind.is_file()) {
                    self.add(path, Discovery::Matched, found);
                    has_match = true;
                } else {
                    self.skip(&entry, path, found);
                }
            }
        }
        if has_match {
            return Ok(());
        }
        let help = "Quote it so that the shell does not change it; `**` crosses folders.";
        Err(Failure::usage_help(format!("no file matches `{typed}`"), help))
    }

    /// All files below a folder, without following links, and the folders that
    /// cannot be read.
    fn walk(&self, path: &Path, found: &mut Inputs) -> Result<(), Failure> {
        let full = self.folder.join(path);
        let mut walk = WalkBuilder::new(&full);
        match self.untrusted {
            false => {
                walk.require_git(false)
                    .hidden(false)
                    .git_global(may_ignore_globally())
                    .filter_entry(|entry| entry.file_name() != ".git");
            }
            true => {
                walk.standard_filters(false);
            }
        }
        for entry in walk.build() {
            go_on(self.stops)?;
            match entry {
                Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => {
                    let below = entry.path().strip_prefix(&full).unwrap_or(entry.path());
                    self.add(&path.join(below), Discovery::Below, found);
                }
                Ok(entry) if self.untrusted || is_usual_name(entry.path()) => {
                    let below = entry.path().strip_prefix(&full).unwrap_or(entry.path());
                    self.skip(&entry, &path.join(below), found);
                }
                Ok(_) => {}
                Err(error) => {
                    if let Some((place, reason)) = unread(&error) {
                        let place = self.shortest(place);
                        found.insert(Input::Unread(place, reason), Discovery::Below);
                    }
                }
            }
        }
        Ok(())
    }
}

/// The folder that an error of a walk is about, and what is wrong. Lines of an
/// ignore file that are not understood keep nobody from reading the folder.
fn unread(error: &ignore::Error) -> Option<(&Path, String)> {
    match error {
        ignore::Error::WithPath { path, err } => {
            let error = err.io_error()?;
            // The walk wraps the error of the system in one that repeats the path.
            let inner = error.get_ref().and_then(|walk| walk.source()?.downcast_ref());
            Some((path, super::load::reason(inner.unwrap_or(error))))
        }
        ignore::Error::WithDepth { err, .. } => unread(err),
        _ => None,
    }
}

/// The patterns that the braces of one stand for: `{a,b}.yaml` for two files.
fn braces(pattern: &str) -> Vec<String> {
    let mut open = vec![pattern.to_owned()];
    let mut done = Vec::new();
    while let Some(pattern) = open.pop() {
        match first_braces(&pattern) {
            Some((start, parts, end)) if done.len() + open.len() + parts.len() <= MAX_PATTERNS => {
                let parts = parts.iter().rev();
                open.extend(
                    parts.map(|part| format!("{}{part}{}", &pattern[..start], &pattern[end..])),
                );
            }
            _ => done.push(pattern),
        }
    }
    done
}

/// The first braces of a pattern: where they start, their parts, and where they end.
fn first_braces(pattern: &str) -> Option<(usize, Vec<&str>, usize)> {
    let start = pattern.find('{')?;
    let (mut depth, mut from) = (0, start + 1);
    let mut parts = Vec::new();
    for (at, char) in pattern[start..].char_indices().map(|(at, char)| (start + at, char)) {
        match char {
            '{' => depth += 1,
            ',' if depth == 1 => {
                parts.push(&pattern[from..at]);
                from = at + 1;
            }
            '}' if depth == 1 => {
                parts.push(&pattern[from..at]);
                return Some((start, parts, at + 1));
            }
            '}' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// True if a file below a folder is a list: by its name, or because it is YAML or
/// JSON with a `subprocessors` key. A workflow of GitHub is named after what it checks.
pub fn is_manifest(file: &Path) -> bool {
    let is_workflow = || file.parent().is_some_and(|folder| folder.ends_with(".github/workflows"));
    (is_usual_name(file) && !is_workflow()) || declares(file)
}

/// True if a file has one of the usual names of a manifest.
pub fn is_usual_name(file: &Path) -> bool {
    let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let Some((stem, extension)) = name.rsplit_once('.') else { return false };
    EXTENSIONS.contains(&extension) && (STEMS.contains(&stem) || stem.ends_with(".subprocessors"))
}

/// True if a file below a folder is a list: a manifest, or a page with a usual name.
pub fn is_list(file: &Path) -> bool {
    is_manifest(file) || is_usual_page(file)
}

/// True if a file has one of the usual names of a page with a list, in any case.
fn is_usual_page(file: &Path) -> bool {
    let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let Some((stem, extension)) = name.rsplit_once('.') else { return false };
    let is_page = PAGE_EXTENSIONS.iter().any(|known| extension.eq_ignore_ascii_case(known));
    let stem = stem.to_lowercase().replace(['_', ' '], "-");
    is_page && (STEMS.contains(&&*stem) || PAGE_STEMS.contains(&&*stem))
}

/// True if a file has the name of a page with whatever words in it, but for one that explains
/// the others.
pub fn may_be_page(file: &Path) -> bool {
    let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let Some((stem, extension)) = name.rsplit_once('.') else { return false };
    let is_page = PAGE_EXTENSIONS.iter().any(|known| extension.eq_ignore_ascii_case(known));
    is_page && !stem.to_lowercase().starts_with("readme")
}

/// True if a file that is no manifest has to be answered for all the same: it is data, has
/// the name of a list, reads like one whatever it is called, or is the only file of its folder.
pub fn may_be_list(file: &Path) -> bool {
    let is_data = file
        .extension()
        .is_some_and(|one| EXTENSIONS.iter().any(|known| one.eq_ignore_ascii_case(known)));
    let stem = file.file_stem().map(|stem| stem.to_string_lossy().to_lowercase());
    // One that explains lists to people has an example of one.
    let is_readme = stem.as_ref().is_some_and(|stem| stem.starts_with("readme"));
    let has_name = stem.is_some_and(|stem| {
        STEMS.contains(&&*stem)
            || stem.ends_with(".subprocessors")
            || stem.ends_with("-subprocessors")
    });
    let is_alone = || {
        let beside = file.parent().and_then(|folder| std::fs::read_dir(folder).ok());
        let is_file =
            |entry: &std::fs::DirEntry| entry.file_type().is_ok_and(|kind| kind.is_file());
        beside.is_some_and(|entries| entries.flatten().filter(is_file).take(2).count() == 1)
    };
    is_data || has_name || is_alone() || (!is_readme && has_vendors(file))
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

/// True if a YAML or JSON file has a `subprocessors` key at its top level, near its
/// start.
fn declares(file: &Path) -> bool {
    let extension = file.extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| EXTENSIONS.contains(&extension)) && has_vendors(file)
}

/// True if a file has a `subprocessors` key at its top level, near its start.
#[expect(clippy::disallowed_methods, reason = "a look at the head of a file")]
fn has_vendors(file: &Path) -> bool {
    let mut head = Vec::new();
    let read = std::fs::File::open(file).and_then(|file| file.take(HEAD).read_to_end(&mut head));
    // The head may end inside of a character.
    let head = match std::str::from_utf8(&head) {
        Ok(head) => Cow::Borrowed(head),
        Err(_) => String::from_utf8_lossy(&head),
    };
    let head = head.trim_start_matches('\u{feff}');
    read.is_ok() && (has_key_at_line_start(head) || has_key_in_braces(head))
}

/// True if a line of block YAML starts with the key.
fn has_key_at_line_start(text: &str) -> bool {
    text.lines().any(|line| {
        let rest = ["subprocessors", "\"subprocessors\"", "'subprocessors'"]
            .iter()
            .find_map(|key| line.strip_prefix(key));
        rest.is_some_and(|rest| rest.trim_start().starts_with(':'))
    })
}

/// True if a mapping in braces, as JSON has it, holds the key itself.
fn has_key_in_braces(text: &str) -> bool {
    if !text.trim_start().starts_with('{') {
        return false;
    }
    let (mut depth, mut rest) = (0_usize, text);
    while let Some(at) = rest.find(['{', '}', '[', ']', '"']) {
        let sign = rest.as_bytes()[at];
        rest = &rest[at + 1..];
        match sign {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {
                let mut is_escaped = false;
                let end = rest.find(|char| match char {
                    _ if std::mem::take(&mut is_escaped) => false,
                    '\\' => {
                        is_escaped = true;
                        false
                    }
                    char => char == '"',
                });
                let Some(end) = end else { return false };
                let (text, behind) = (&rest[..end], &rest[end + 1..]);
                if depth == 1 && text == "subprocessors" && behind.trim_start().starts_with(':') {
                    return true;
                }
                rest = behind;
            }
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_names_have_a_known_stem_and_extension() {
        for name in ["subprocessors.yaml", "a/b/sub-processors.json", "x.subprocessors.yml"] {
            assert!(is_usual_name(Path::new(name)), "{name}");
        }
        for name in ["subprocessors", "subprocessors.yaml.bak", "xsubprocessors.yaml", "x.yaml"] {
            assert!(!is_usual_name(Path::new(name)), "{name}");
        }
    }

    #[test]
    fn usual_pages_have_a_known_stem_in_any_case_and_language() {
        for name in ["Sub_Processors.HTML", "legal/subverwerkers.html", "subprocessors.md"] {
            assert!(is_usual_page(Path::new(name)), "{name}");
        }
        for name in ["subprocessors.tsx", "about-subprocessors.md", "vendors.md", "md"] {
            assert!(!is_usual_page(Path::new(name)), "{name}");
        }
    }

    #[test]
    fn a_folder_that_cannot_be_read_is_told_once() {
        let mut walk = WalkBuilder::new("no/such/folder").build();
        let error = walk.next().unwrap().unwrap_err();
        let (place, reason) = unread(&error).unwrap();
        assert_eq!(place, Path::new("no/such/folder"));
        assert!(!reason.contains("such/folder"), "{reason}");
    }

    #[test]
    fn braces_stand_for_several_patterns() {
        assert_eq!(braces("{a,b}/{c,d}.yaml"), ["a/c.yaml", "a/d.yaml", "b/c.yaml", "b/d.yaml"]);
        assert_eq!(braces("{a,b{c,}}"), ["a", "bc", "b"]);
        assert_eq!(braces("plain"), ["plain"]);
        assert_eq!(braces("a{b"), ["a{b"]);
        assert!(braces(&"{a,b}".repeat(40)).len() <= 2 * MAX_PATTERNS);
    }

    #[test]
    fn the_key_counts_at_the_top_level_only() {
        for text in
            ["{\"subprocessors\": []}", "{\"a\": {\"b\": [\"}\\\"\"]}, \"subprocessors\" :[]}"]
        {
            assert!(has_key_in_braces(text), "{text}");
        }
        for text in [
            "{\"properties\": {\"subprocessors\": {}}}",
            "{\"tags\": [\"subprocessors\"]}",
            "{\"name\": \"subprocessors\"}",
            "[{\"subprocessors\": []}]",
        ] {
            assert!(!has_key_in_braces(text), "{text}");
        }
        assert!(has_key_at_line_start("a: b\nsubprocessors:\n"));
        assert!(has_key_at_line_start("'subprocessors' : []"));
        assert!(!has_key_at_line_start("cases:\n  subprocessors:\nsubprocessors_page: x\n"));
    }
}
