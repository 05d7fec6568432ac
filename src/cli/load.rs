//! Reads files, with the caps on their size.

use super::failure::Failure;
use crate::diagnostics::{PolicyError, sha256};
use crate::lint::FileText;
use crate::page::PageFormat;
use crate::syntax::{Limit, Limits, Problem};
use crate::text::encoding::{self, NotText};
use crate::text::page_encoding::{PageEncoding, read_page};
use crate::text::{Advice, SourceFile, Span};
use std::io::Read;
use std::path::Path;

/// A text, or why there is none.
#[derive(Clone, Debug)]
pub enum Loaded {
    /// The whole text.
    Text(String),
    /// The text of a page that is not UTF-8.
    Decoded(String, PageEncoding),
    /// A problem that prevents reading, with the part of the text that can be shown.
    Problem(Problem, String),
}

impl Loaded {
    /// The file to check, under the name that messages show.
    pub fn into_file(self, name: &str) -> FileText {
        match self {
            Self::Text(text) => FileText::new(name, text),
            Self::Decoded(text, encoding) => FileText::new(name, text).in_encoding(Some(encoding)),
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
        Err(error) => unreadable(&reason(&error)),
    }
}

/// Reads a file that is checked: a page in any encoding, or a manifest. A file that cannot be
/// read is a problem of that file and stops no other.
#[expect(clippy::disallowed_methods, reason = "this is where files are read")]
#[must_use]
pub fn checked_file(path: &Path, limits: &Limits) -> Loaded {
    match std::fs::File::open(path).and_then(|file| bytes(file, limits)) {
        Ok(loaded) => page_or_manifest(path, loaded, limits),
        Err(error) => unreadable(&reason(&error)),
    }
}

/// Reads a file that is checked, with the SHA-256 of its bytes; a file that is longer than the
/// limit has none.
#[expect(clippy::disallowed_methods, reason = "this is where files are read")]
#[must_use]
pub fn checked_file_with_digest(path: &Path, limits: &Limits) -> (Loaded, Option<String>) {
    match std::fs::File::open(path).and_then(|file| bytes(file, limits)) {
        Ok(loaded) => {
            let digest = (loaded.len() <= limits.bytes).then(|| sha256(&loaded));
            (page_or_manifest(path, loaded, limits), digest)
        }
        Err(error) => (unreadable(&reason(&error)), None),
    }
}

/// A file that could not be read, with the reason.
#[must_use]
pub fn unreadable(reason: &str) -> Loaded {
    Loaded::Problem(Problem::NotText(no_file(reason)), String::new())
}

fn no_file(reason: &str) -> Advice {
    Advice::new(Span::default(), reason).with_help("Check the path and its permissions.")
}

/// The bytes of a workbook by its extension, or the reason why there are none; nothing for
/// another file.
#[cfg(feature = "xlsx")]
#[expect(clippy::disallowed_methods, reason = "this is where files are read")]
pub(super) fn workbook(path: &Path, limits: &Limits) -> Option<Result<Vec<u8>, Problem>> {
    let extension = path.extension()?.to_str()?.to_ascii_lowercase();
    if !matches!(extension.as_str(), "xlsx" | "xlsm") {
        return None;
    }
    Some(match std::fs::File::open(path).and_then(|file| bytes(file, limits)) {
        Ok(bytes) => too_long(&bytes, limits).map_or(Ok(bytes), Err),
        Err(error) => Err(Problem::NotText(no_file(&reason(&error)))),
    })
}

/// Reads a page or a manifest from standard input, under the name that it is said to have.
///
/// # Errors
/// When that fails.
pub fn stream(reader: impl Read, name: &Path, limits: &Limits) -> Result<Loaded, Failure> {
    match bytes(reader, limits) {
        Ok(bytes) => Ok(page_or_manifest(name, bytes, limits)),
        Err(error) => {
            let message = format!("cannot read standard input: {}", reason(&error));
            Err(Failure::usage_help(message, "Pipe the text of a list into it, or name a file."))
        }
    }
}

/// Reads a file that must not be a pipe or a device: one without a writer never ends, and a
/// second look would find nothing.
fn regular(path: &Path, limits: &Limits) -> Loaded {
    match std::fs::metadata(path) {
        Ok(found) if !found.is_file() && !found.is_dir() => {
            let problem = Advice::new(Span::default(), "it is a pipe or a device")
                .with_help("Save the text in a file, and name that.");
            Loaded::Problem(Problem::NotText(problem), String::new())
        }
        _ => manifest(path, limits),
    }
}

/// The most bytes that a file of a policy may have.
const POLICY_BYTES: usize = 1 << 20;

/// Reads a file of a policy, which messages show under a name.
///
/// # Errors
/// When it cannot be read or is no text.
pub fn policy(path: &Path, shown: &str) -> Result<String, Failure> {
    let limits = Limits { bytes: POLICY_BYTES, ..Limits::default() };
    let help = "A policy is far smaller than that.";
    read(path, shown, &limits, help).map_err(|error| Failure::Policy(vec![error]))
}

/// Reads a file of a policy; an error is a reason.
pub(super) fn policy_text(path: &Path) -> Result<String, String> {
    let limits = Limits { bytes: POLICY_BYTES, ..Limits::default() };
    match regular(path, &limits) {
        Loaded::Text(text) | Loaded::Decoded(text, _) => Ok(text),
        Loaded::Problem(problem, _) => Err(unread(problem, &limits, "").message),
    }
}

/// Reads a file that is no manifest. `too_long` is the advice when it has more
/// bytes than the limits allow.
///
/// # Errors
/// When it cannot be read or is no text.
pub fn read(
    path: &Path,
    shown: &str,
    limits: &Limits,
    too_long: &str,
) -> Result<String, PolicyError> {
    match regular(path, limits) {
        Loaded::Text(text) | Loaded::Decoded(text, _) => Ok(text),
        Loaded::Problem(problem, part) => {
            let mut advice = unread(problem, limits, too_long);
            advice.message = format!("cannot read `{shown}`: {}", advice.message);
            Err(PolicyError::unread(SourceFile::new(shown, part), advice))
        }
    }
}

pub(super) fn unread(problem: Problem, limits: &Limits, too_long: &str) -> Advice {
    match problem {
        Problem::NotText(advice) => advice,
        _ => Advice::new(Span::default(), format!("more than {} bytes", limits.bytes))
            .with_help(too_long),
    }
}

fn bytes(reader: impl Read, limits: &Limits) -> std::io::Result<Vec<u8>> {
    // Most files are read at once.
    let mut bytes = Vec::with_capacity(16 << 10);
    reader.take(limits.bytes as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn text(bytes: Vec<u8>, limits: &Limits) -> Loaded {
    if let Some(problem) = too_long(&bytes, limits) {
        return Loaded::Problem(problem, String::new());
    }
    match encoding::decode(bytes) {
        Ok(text) => Loaded::Text(text),
        Err(NotText { advice, shown }) => Loaded::Problem(Problem::NotText(advice), shown),
    }
}

/// The text of a file that is checked, by its name.
pub(super) fn page_or_manifest(path: &Path, bytes: Vec<u8>, limits: &Limits) -> Loaded {
    if let Some(refused) = refused_document(path) {
        return refused;
    }
    let format = PageFormat::of_path(&path.to_string_lossy());
    let Some(format) = format.filter(|format| *format != PageFormat::Data) else {
        return text(bytes, limits);
    };
    if let Some(problem) = too_long(&bytes, limits) {
        return Loaded::Problem(problem, String::new());
    }
    match read_page(bytes, format == PageFormat::Html) {
        Ok((text, None)) => Loaded::Text(text),
        Ok((text, Some(encoding))) => Loaded::Decoded(text, encoding),
        Err(NotText { advice, shown }) => Loaded::Problem(Problem::NotText(advice), shown),
    }
}

/// A document that is no text, with what to do instead.
fn refused_document(path: &Path) -> Option<Loaded> {
    let extension = path.extension()?.to_str()?.to_ascii_lowercase();
    let (kind, help) = match extension.as_str() {
        "pdf" => ("a PDF", "Copy its table into a CSV file."),
        "docx" | "doc" | "odt" | "rtf" => {
            ("a text document", "Save it as HTML, or copy its table into a CSV file.")
        }
        "xlsx" | "xlsm" | "xls" | "xlsb" | "ods" => ("a spreadsheet", spreadsheet_help(&extension)),
        _ => return None,
    };
    let message = format!("the file is {kind}, which is not read");
    let advice = Advice::new(Span::default(), message).with_help(help);
    Some(Loaded::Problem(Problem::NotText(advice), String::new()))
}

/// The next step for a spreadsheet, by its extension.
fn spreadsheet_help(extension: &str) -> &'static str {
    match extension {
        _ if cfg!(not(feature = "xlsx")) => "Save its sheet as a CSV file.",
        "xlsx" | "xlsm" => {
            "Make a manifest of it with `subprocessor-lint import` and check that, or save its \
             sheet as a CSV file."
        }
        _ => "Save it as XLSX and import that, or save its sheet as a CSV file.",
    }
}

fn too_long(bytes: &[u8], limits: &Limits) -> Option<Problem> {
    let allowed = limits.bytes as u64;
    let problem = Problem::Limit { at: Span::default(), limit: Limit::Bytes, allowed };
    (bytes.len() > limits.bytes).then_some(problem)
}

/// An I/O error as a lower-case phrase, without the number of the system.
pub(super) fn reason(error: &std::io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or(&text);
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}
