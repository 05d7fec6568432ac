//! `check --stdin-format ndjson`: one list a line comes in, one result a line goes out.
//!
//! For queues and engines that keep a process and feed it. Each line is answered before the next
//! one is read, so that the memory is that of one list and a caller may wait for its answer.

use super::args::CheckArgs;
use super::check::{fail_on, limits};
use super::failure::Failure;
use super::io::Io;
use super::load::{self, Loaded};
use super::session::Session;
use super::status::ExitStatus;
use super::today;
use crate::diagnostics::report::Summary;
use crate::output::json::answer_line;
use crate::syntax::Problem;
use crate::text::{Advice, Span};
use data_encoding::BASE64_MIME;
use serde::Deserialize;
use serde_json::error::Category;
use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};

/// Answers the lines of standard input until it ends.
///
/// The status is that of a check of all lists: 2 if a line could not be evaluated, 1 for findings
/// that fail, 3 if there was no line.
///
/// # Errors
/// What is wrong with the arguments or the policy, and streams that fail.
pub fn run(args: &CheckArgs, io: &mut Io<'_>) -> Result<ExitStatus, Failure> {
    refuse_what_needs_files(args)?;
    let (today, limits) = (today::today(args.verdict.today.as_deref())?, limits(args));
    let session = Session::open(args, io)?;
    let (linter, policy) = session.linter_of_stream(args, &limits, today);
    let fail_on = fail_on(args, Some(policy));
    // Escapes make a text at most so much longer, but for control characters.
    let longest = limits.bytes.saturating_mul(3).saturating_add(64 << 10);
    let mut lines = InputLines { reader: BufReader::new(&mut io.stdin), number: 0, longest };
    let mut summary = Summary::default();
    while let Some(line) = lines.next()? {
        let read = line.map_err(LineProblem::from).and_then(|line| NamedList::read(&line));
        let file = match read {
            Ok(NamedList { file, bytes }) => {
                load::page_or_manifest(Path::new(&file), bytes, &limits).into_file(&file)
            }
            Err(LineProblem { file, why }) => {
                let advice = Advice::new(Span::default(), why).with_help(SHAPE);
                let loaded = Loaded::Problem(Problem::NotText(advice), String::new());
                loaded.into_file(&file.unwrap_or_else(|| format!("<line {}>", lines.number)))
            }
        };
        let checked = linter.check_file(file);
        summary.add(&checked, fail_on);
        writeln!(io.stdout, "{}", answer_line(lines.number, &checked))?;
        // Whoever wrote the line may be waiting.
        io.stdout.flush()?;
    }
    let is_empty = summary.files == 0 && !args.allow_empty;
    Ok(match () {
        () if args.exit_zero => ExitStatus::Clean,
        () if !summary.is_complete() => ExitStatus::Broken,
        () if is_empty => ExitStatus::Empty,
        () if summary.failing() > 0 => ExitStatus::Findings,
        () => ExitStatus::Clean,
    })
}

/// The help for a line that is none.
const SHAPE: &str =
    r#"Write one object a line: `{"file": "acme.yaml", "text": "..."}`, or `base64` for `text`."#;

/// Bytes that the name of a list may have: each of its findings repeats it.
const NAME_BYTES: usize = 4096;

/// Options that are about files, or about a report of all of them.
fn refuse_what_needs_files(args: &CheckArgs) -> Result<(), Failure> {
    let is_stdin = |path: &PathBuf| path == Path::new("-");
    let refused = [
        ("a path", !args.paths.iter().all(is_stdin)),
        ("--stdin-filename", args.stdin_filename.is_some()),
        ("--show-settings", args.show_settings),
        ("--baseline", args.baseline.is_some()),
        ("--write-baseline", args.write_baseline.is_some()),
        ("--since", args.since.is_some()),
        ("--output-format", !args.output_format.is_empty()),
        ("--output-file", args.output_file.is_some()),
        ("--explain", args.explain.is_some()),
        ("--statistics", args.statistics),
        ("--threads", args.limits.threads.is_some()),
    ];
    let Some((option, _)) = refused.into_iter().find(|(_, given)| *given) else { return Ok(()) };
    let message = format!("`--stdin-format ndjson` does not go with {option}");
    Err(Failure::usage_help(
        message,
        "Each line names its file, and is answered with a line of JSON on standard output. Start \
         one process for each processor.",
    ))
}

/// The lines of a stream, none longer than is allowed.
struct InputLines<R> {
    reader: R,
    /// The number of the line that was read last, from 1.
    number: u64,
    /// The bytes that a line may have.
    longest: usize,
}

impl<R: BufRead> InputLines<R> {
    /// The next line that is not blank, or what is wrong with it; nothing at the end. Of a line
    /// that is too long the rest is passed over.
    fn next(&mut self) -> Result<Option<Result<Vec<u8>, String>>, Failure> {
        loop {
            let mut line = Vec::new();
            let most = self.longest as u64 + 1;
            let read = self.reader.by_ref().take(most).read_until(b'\n', &mut line);
            if read.map_err(|error| unreadable(&error))? == 0 {
                return Ok(None);
            }
            self.number += 1;
            let is_whole = line.last() == Some(&b'\n');
            if line.len() > self.longest && !is_whole {
                self.reader.skip_until(b'\n').map_err(|error| unreadable(&error))?;
                let message = format!("the line has more than {} bytes", self.longest);
                return Ok(Some(Err(message)));
            }
            if !line.trim_ascii().is_empty() {
                return Ok(Some(Ok(line)));
            }
        }
    }
}

fn unreadable(error: &std::io::Error) -> Failure {
    let message = format!("cannot read standard input: {}", load::reason(error));
    Failure::usage_help(message, "Pipe lines of JSON into it.")
}

/// A line as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct InputLine {
    file: String,
    text: Option<String>,
    base64: Option<String>,
}

/// A list and the file that it comes from.
struct NamedList {
    file: String,
    bytes: Vec<u8>,
}

/// A line that names no list, or whose list cannot be decoded.
#[derive(Debug, PartialEq, Eq)]
struct LineProblem {
    /// The file, where it is known: lines of several processes have the same numbers.
    file: Option<String>,
    why: String,
}

impl From<String> for LineProblem {
    fn from(why: String) -> Self {
        Self { file: None, why }
    }
}

impl NamedList {
    fn read(line: &[u8]) -> Result<Self, LineProblem> {
        if !line.trim_ascii_start().starts_with(b"{") {
            return Err("the line is no JSON object".to_owned().into());
        }
        let InputLine { file, text, base64 } =
            serde_json::from_slice(line).map_err(|error| why(&error))?;
        if file.is_empty() {
            return Err("`file` is empty".to_owned().into());
        }
        if file.len() > NAME_BYTES {
            return Err(format!("`file` has more than {NAME_BYTES} bytes").into());
        }
        let bytes = match (text, base64) {
            (Some(text), None) => Ok(text.into_bytes()),
            // Spark and Python break it into lines.
            (None, Some(text)) => BASE64_MIME
                .decode(text.as_bytes())
                .map_err(|error| format!("`base64` cannot be decoded: {error}")),
            (None, None) => Err("the line has no `text`".to_owned()),
            (Some(_), Some(_)) => Err("the line has both `text` and `base64`".to_owned()),
        };
        match bytes {
            Ok(bytes) => Ok(Self { file, bytes }),
            Err(why) => Err(LineProblem { file: Some(file), why }),
        }
    }
}

/// A reason of the reader of JSON; its line is always the first.
fn why(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let (reason, column) = match text.rsplit_once(" at line ") {
        Some((reason, place)) => (reason, place.rsplit(' ').next()),
        None => (text.as_str(), None),
    };
    match (error.classify(), column) {
        (Category::Data, _) => format!("the line does not fit: {reason}"),
        (_, Some(column)) => format!("the line is no JSON: {reason} at column {column}"),
        (_, None) => format!("the line is no JSON: {reason}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str, longest: usize) -> Vec<(u64, Result<String, String>)> {
        let mut lines = InputLines { reader: text.as_bytes(), number: 0, longest };
        let mut read = Vec::new();
        while let Some(line) = lines.next().unwrap() {
            read.push((lines.number, line.map(|line| String::from_utf8(line).unwrap())));
        }
        read
    }

    #[test]
    fn lines_are_numbered_blank_ones_too_and_a_long_one_is_passed_over() {
        let long = Err("the line has more than 5 bytes".to_owned());
        assert_eq!(
            lines("a\n\n  \r\nabcdef\nabcd\nabcde\nabcdefghijkl\nz", 5),
            [
                (1, Ok("a\n".to_owned())),
                (4, long.clone()),
                (5, Ok("abcd\n".to_owned())),
                (6, Ok("abcde\n".to_owned())),
                (7, long),
                (8, Ok("z".to_owned())),
            ]
        );
        assert_eq!(lines("", 5), []);
    }

    #[test]
    fn what_is_wrong_with_a_line_is_said() {
        let read = |line: &str| {
            let read = NamedList::read(line.as_bytes());
            read.map(|list| list.bytes).map_err(|problem| problem.why)
        };
        assert_eq!(read(r#"{"file": "a.yaml", "text": "x: 1"}"#), Ok(b"x: 1".to_vec()));
        assert_eq!(read(r#"{"base64": "eDogMQ==", "file": "a.yaml"}"#), Ok(b"x: 1".to_vec()));
        let broken = r#"{"base64": "eDog\r\nMQ==\n", "file": "a.yaml"}"#;
        assert_eq!(read(broken), Ok(b"x: 1".to_vec()), "in lines, as Spark and Python write it");
        let long = format!(r#"{{"file": "{}", "text": ""}}"#, "x".repeat(4097));
        assert_eq!(read(&long), Err("`file` has more than 4096 bytes".to_owned()));
        for (line, why) in [
            ("", "the line is no JSON object"),
            ("{", "the line is no JSON: EOF while parsing an object at column 1"),
            ("x: 1", "the line is no JSON object"),
            ("[]", "the line is no JSON object"),
            (r#"{"text": ""}"#, "the line does not fit: missing field `file`"),
            (
                r#"{"file": 1}"#,
                "the line does not fit: invalid type: integer `1`, expected a string",
            ),
            (
                r#"{"file": "a", "txt": ""}"#,
                "the line does not fit: unknown field `txt`, expected one of `file`, `text`, `base64`",
            ),
            (r#"{"file": "a"}"#, "the line has no `text`"),
            (r#"{"file": "", "text": ""}"#, "`file` is empty"),
            (r#"{"file": "a", "text": "", "base64": ""}"#, "the line has both `text` and `base64`"),
            (r#"{"file": "a", "base64": "?"}"#, "`base64` cannot be decoded: invalid length at 0"),
        ] {
            assert_eq!(read(line), Err(why.to_owned()), "{line}");
        }
    }
}
