//! Patterns of paths, as `exclude`, `files` and `overrides` take them: the rules
//! are those of `.gitignore`.

use crate::text::Span;
use globset::{Glob, GlobBuilder, GlobSet, GlobSetBuilder};
use std::path::Path;
use std::sync::Arc;

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
    pub(crate) fn new(typed: &[(Span, &str)]) -> Result<Self, (Option<usize>, globset::Error)> {
        let mut set = GlobSetBuilder::new();
        let mut owners = Vec::new();
        for (number, (_, pattern)) in typed.iter().enumerate() {
            for glob in globs(pattern).map_err(|error| (Some(number), error))? {
                set.add(glob);
                owners.push(number);
            }
        }
        let typed = typed.iter().map(|&(span, text)| (span, text.to_owned())).collect();
        let set = set.build().map_err(|error| (None, error))?;
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
/// A pattern that is not well-formed.
fn globs(pattern: &str) -> Result<Vec<Glob>, globset::Error> {
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
            let text = format!("{start}{body}{end}");
            globs.push(GlobBuilder::new(&text).literal_separator(true).build()?);
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
