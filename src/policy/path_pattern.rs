//! Patterns of paths, as `exclude`, `files` and `overrides` take them: the rules
//! are those of `.gitignore`.

use crate::text::Span;
use globset::{Glob, GlobBuilder, GlobSet, GlobSetBuilder};
use std::path::Path;
use std::sync::Arc;

/// Bytes of a pattern. No path is as long, and the automaton of one that starts
/// with plain text takes a time that grows with the square of its length.
const MAX_PATTERN: usize = 1_000;

/// The help for [`PatternDefect::Together`].
pub(crate) const FEWER: &str = "Write fewer or shorter ones.";

/// A defect for which the texts of a setting are no patterns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PatternDefect {
    /// One of them, by its number, with the message.
    One(usize, String),
    /// All of them together need too much memory.
    Together,
}

impl PatternDefect {
    /// The message about all of them.
    pub(crate) const TOGETHER: &str = "the patterns need too much memory together";
}

/// A glob of a text, as a setting takes one.
///
/// # Errors
/// The message about a text that is too long or not well-formed.
pub(crate) fn glob_of(typed: &str, text: &str, is_path: bool) -> Result<Glob, String> {
    if text.len() > MAX_PATTERN {
        return Err(format!(
            "a pattern has at most {MAX_PATTERN} bytes, and this one {}",
            text.len()
        ));
    }
    let glob = GlobBuilder::new(text).literal_separator(is_path).build();
    glob.map_err(|error| format!("`{typed}` is not a pattern: {}", error.kind()))
}

/// The patterns of one setting, with their places in the configuration.
#[derive(Clone, Debug, Default)]
pub struct PathPatterns {
    typed: Arc<[(Span, String)]>,
    set: GlobSet,
    /// The number of the pattern that each glob of the set comes from.
    owners: Arc<[usize]>,
}

impl PathPatterns {
    /// Compiles patterns.
    ///
    /// # Errors
    /// The first pattern that is not well-formed, by its number; or all of
    /// them together, when they need too much memory.
    pub(crate) fn new(typed: &[(Span, &str)]) -> Result<Self, PatternDefect> {
        let mut set = GlobSetBuilder::new();
        let mut owners = Vec::new();
        for (number, (_, pattern)) in typed.iter().enumerate() {
            for glob in globs(pattern).map_err(|why| PatternDefect::One(number, why))? {
                set.add(glob);
                owners.push(number);
            }
        }
        let typed = typed.iter().map(|&(span, text)| (span, text.to_owned())).collect();
        let set = set.build().map_err(|_| PatternDefect::Together)?;
        Ok(Self { typed, set, owners: owners.into() })
    }

    /// True if there are no patterns.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.typed.is_empty()
    }

    /// The patterns as they were written, each with its place.
    #[must_use]
    pub fn typed(&self) -> &[(Span, String)] {
        &self.typed
    }

    /// True if one of them matches a path relative to the configuration.
    #[must_use]
    pub fn is_match(&self, path: impl AsRef<Path>) -> bool {
        !self.is_empty() && self.set.is_match(path)
    }

    /// The numbers of those that match a path.
    pub fn matching(&self, path: impl AsRef<Path>) -> impl Iterator<Item = usize> {
        let globs = if self.is_empty() { Vec::new() } else { self.set.matches(path) };
        globs.into_iter().map(|glob| self.owners[glob])
    }
}

/// The globs of a pattern: a name without `/` is meant at any depth, and a folder
/// with everything below it.
///
/// # Errors
/// The message about a pattern that is not well-formed.
fn globs(pattern: &str) -> Result<Vec<Glob>, String> {
    let typed = pattern.strip_prefix("./").unwrap_or(pattern);
    let is_folder = typed.ends_with('/');
    let body = typed.trim_matches('/');
    let is_anywhere = !typed.trim_end_matches('/').contains('/');
    let starts: &[&str] = if is_anywhere { &["", "**/"] } else { &[""] };
    let ends: &[&str] = match () {
        () if body.ends_with("**") => &[""],
        () if is_folder => &["/**"],
        () => &["", "/**"],
    };
    let mut globs = Vec::new();
    for start in starts {
        for end in ends {
            globs.push(glob_of(pattern, &format!("{start}{body}{end}"), true)?);
        }
    }
    Ok(globs)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::globs;

    fn matches(pattern: &str, path: &str) -> bool {
        globs(pattern).unwrap().iter().any(|glob| glob.compile_matcher().is_match(path))
    }

    #[test]
    fn a_pattern_has_a_length() {
        assert!(globs(&"x".repeat(990)).is_ok());
        let why = globs(&"x".repeat(200_000)).unwrap_err();
        assert_eq!(why, "a pattern has at most 1000 bytes, and this one 200000");
    }

    #[test]
    fn a_folder_is_everything_below_it() {
        for pattern in ["archive", "archive/", "./archive", "archive/**", "arch*", "{archive,old}"]
        {
            assert!(matches(pattern, "archive/subprocessors.yaml"), "{pattern}");
            assert!(matches(pattern, "archive/2024/subprocessors.yaml"), "{pattern}");
            assert!(!matches(pattern, "subprocessors.yaml"), "{pattern}");
        }
    }

    #[test]
    fn a_name_is_meant_at_any_depth_and_a_path_from_the_start() {
        for (pattern, path, is_match) in [
            ("archive", "teams/archive/a.yaml", true),
            ("/archive", "teams/archive/a.yaml", false),
            ("/archive", "archive/a.yaml", true),
            ("teams/archive", "teams/archive/a.yaml", true),
            ("teams/archive", "x/teams/archive/a.yaml", false),
            ("*.json", "teams/a.json", true),
            ("teams/*", "teams/2024/a.yaml", true),
            ("archive/", "archive", false),
        ] {
            assert_eq!(matches(pattern, path), is_match, "{pattern} {path}");
        }
    }
}
