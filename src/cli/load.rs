//! Reads files, with the caps on their size.

use super::failure::Failure;
use crate::lint::FileText;
use crate::syntax::{Limit, Limits, Problem};
use crate::text::encoding::{self, NotText};
use crate::text::{Advice, Span};
use std::io::Read;
use std::path::Path;

/// A text, or why there is none.
#[derive(Clone, Debug)]
pub enum Loaded {
    /// The whole text.
    Text(String),
    /// A problem that prevents reading, with the part of the text that can be shown.
    Problem(Problem, String),
}

impl Loaded {
    /// The file to check, under the name that messages show.
    pub fn into_file(self, name: &str) -> FileText {
        match self {
            Self::Text(text) => FileText::new(name, text),
            Self::Problem(problem, shown) => FileText::unreadable(name, shown, problem),
        }
    }
}

/// Reads a manifest. A file that cannot be read is a problem of that file and
/// stops no other.
#[expect(clippy::disallowed_methods, reason = "this is where files are read")]
#[must_use]
pub fn manifest(path: &Path, limits: &Limits) -> Loaded {
    match std::fs::File::open(path).and_then(|file| bytes(file, limits)) {
        Ok(loaded) => text(loaded, limits),
        Err(error) => {
            let problem = Advice::new(Span::default(), reason(&error))
                .with_help("Check the path and its permissions.");
            Loaded::Problem(Problem::NotText(problem), String::new())
        }
    }
}

/// Reads a manifest from a stream.
///
/// # Errors
/// When the stream fails.
pub fn stream(reader: impl Read, limits: &Limits) -> Result<Loaded, Failure> {
    Ok(text(bytes(reader, limits)?, limits))
}

/// Reads a file of a policy.
///
/// # Errors
/// When it cannot be read or is no text.
pub fn policy(path: &Path) -> Result<String, Failure> {
    policy_text(path).map_err(|(reason, help)| {
        Failure::usage_help(format!("cannot read `{}`: {reason}", path.display()), help)
    })
}

/// Reads a file of a policy; an error is a reason with advice.
#[expect(clippy::disallowed_methods, reason = "this is where files are read")]
pub(super) fn policy_text(path: &Path) -> Result<String, (String, String)> {
    let limits = Limits { bytes: 1 << 20, ..Limits::default() };
    let failed =
        |error: std::io::Error| (reason(&error), "Check the path and its permissions.".to_owned());
    let file = std::fs::File::open(path).map_err(failed)?;
    match text(bytes(file, &limits).map_err(failed)?, &limits) {
        Loaded::Text(text) => Ok(text),
        Loaded::Problem(Problem::NotText(advice), _) => {
            Err((advice.message, advice.help.unwrap_or_default()))
        }
        Loaded::Problem(..) => {
            let reason = format!("more than {} bytes", limits.bytes);
            Err((reason, "A policy is far smaller than that.".to_owned()))
        }
    }
}

fn bytes(reader: impl Read, limits: &Limits) -> std::io::Result<Vec<u8>> {
    // Most files are read at once.
    let mut bytes = Vec::with_capacity(16 << 10);
    reader.take(limits.bytes as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn text(bytes: Vec<u8>, limits: &Limits) -> Loaded {
    if bytes.len() > limits.bytes {
        let allowed = limits.bytes as u64;
        let problem = Problem::Limit { at: Span::default(), limit: Limit::Bytes, allowed };
        return Loaded::Problem(problem, String::new());
    }
    match encoding::decode(bytes) {
        Ok(text) => Loaded::Text(text),
        Err(NotText { advice, shown }) => Loaded::Problem(Problem::NotText(advice), shown),
    }
}

/// An I/O error as a lower-case phrase, without the number of the system.
fn reason(error: &std::io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or(&text);
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}
