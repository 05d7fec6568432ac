//! The outputs of a run: formats with their targets, as one sink.

use super::args::CheckArgs;
use super::destination::Destination;
use super::failure::Failure;
use super::io::Io;
use super::policy::clean;
use crate::diagnostics::Checked;
use crate::diagnostics::report::{Repository, RunInfo, Sink, Summary};
use crate::output::{self, OutputFormat, OutputOptions};
use clap::builder::{PossibleValue, TypedValueParser};
use std::ffi::OsStr;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A format, with the file that it is written to; standard output without one.
#[derive(Clone, Debug)]
pub struct OutputTarget {
    /// The format.
    pub format: &'static OutputFormat,
    /// The file, as it was typed.
    pub file: Option<PathBuf>,
}

/// Reads `FORMAT` and `FORMAT=FILE`.
#[derive(Clone, Debug)]
pub struct OutputTargetParser;

impl TypedValueParser for OutputTargetParser {
    type Value = OutputTarget;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<OutputTarget, clap::Error> {
        let typed = value.to_string_lossy();
        let (name, file) = match typed.split_once('=') {
            Some((name, file)) => (name, Some(file)),
            None => (&*typed, None),
        };
        // The words of clap about values that it does not know are as good as any.
        let names = clap::builder::PossibleValuesParser::new(Self::values());
        let name = names.parse_ref(command, argument, OsStr::new(name))?;
        let format = output::format(&name).expect("internal: the names are those of the formats");
        if file == Some("") {
            let message = format!("no file is named after `{name}=`\n");
            return Err(clap::Error::raw(clap::error::ErrorKind::InvalidValue, message));
        }
        Ok(OutputTarget { format, file: file.map(PathBuf::from) })
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(Self::values().into_iter()))
    }
}

impl OutputTargetParser {
    fn values() -> Vec<PossibleValue> {
        let formats = output::FORMATS.iter();
        formats.map(|format| PossibleValue::new(format.name).help(format.about)).collect()
    }
}

/// The outputs of a run, opened.
pub struct Outputs {
    targets: Vec<(OutputTarget, Destination)>,
    /// The page of the job that GitHub shows, and what is added to it.
    job_summary: Option<(PathBuf, Vec<u8>)>,
}

impl Outputs {
    /// Opens what the arguments name. `read` are the files that the run reads, which no
    /// report may replace.
    ///
    /// # Errors
    /// When two outputs have one target, or a file cannot be written.
    pub fn open(args: &CheckArgs, read: &[PathBuf], io: &Io<'_>) -> Result<Self, Failure> {
        let targets = targets(args)?;
        let mut opened = Vec::with_capacity(targets.len());
        for (index, target) in targets.iter().enumerate() {
            let path = |target: &OutputTarget| {
                target.file.as_ref().map(|file| clean(&io.folder.join(file)))
            };
            if let Some(other) = targets[..index].iter().find(|other| path(other) == path(target)) {
                return Err(same_target(other, target));
            }
            let file = target.file.as_deref();
            let destination = Destination::open(file, args, read.iter().cloned(), io)?;
            opened.push((target.clone(), destination));
        }
        let is_github = targets.iter().any(|target| target.format.name == "github");
        let summary = io.env("GITHUB_STEP_SUMMARY").filter(|_| is_github);
        let job_summary = summary.map(|path| (io.folder.join(path), Vec::new()));
        Ok(Self { targets: opened, job_summary })
    }

    /// True if a format wants to know the rules.
    pub fn lists_rules(args: &CheckArgs) -> bool {
        args.output_format.iter().any(|target| target.format.name == "sarif")
    }

    /// The sink of all of them.
    pub fn sink<'w>(
        &'w mut self,
        options: &OutputOptions,
        stdout: &'w mut dyn Write,
    ) -> Box<dyn Sink + 'w> {
        let mut stdout = Some(stdout);
        let mut sinks: Vec<Box<dyn Sink + 'w>> = Vec::new();
        for (target, destination) in &mut self.targets {
            // Only one of them has no file.
            let looks = match target.file {
                None => *options,
                Some(_) => OutputOptions { color: false, links: false, ..*options },
            };
            let writer: &'w mut dyn Write = match destination {
                Destination::Stdout => match stdout.take() {
                    Some(stdout) => stdout,
                    None => continue,
                },
                Destination::File(file) => file,
                // To draw findings for nobody took a thirtieth of a run over 500 files.
                Destination::Nowhere => continue,
            };
            sinks.push((target.format.make)(&looks, writer));
        }
        if let Some((_, text)) = &mut self.job_summary {
            sinks.push(output::markdown::make(options, text));
        }
        match sinks.len() {
            1 => sinks.remove(0),
            _ => Box::new(Tee(sinks)),
        }
    }

    /// Puts the files in their places, and says which these are.
    ///
    /// # Errors
    /// When a folder does not allow it.
    pub fn commit(self) -> Result<Vec<PathBuf>, Failure> {
        let mut files = Vec::new();
        for (target, destination) in self.targets {
            destination.commit()?;
            files.extend(target.file);
        }
        if let Some((path, text)) = self.job_summary {
            add_to(&path, &text)?;
        }
        Ok(files)
    }
}

/// The outputs that the arguments name: `--output-file` is the file of the only one.
fn targets(args: &CheckArgs) -> Result<Vec<OutputTarget>, Failure> {
    let mut targets = args.output_format.clone();
    if targets.is_empty() {
        targets.push(OutputTarget { format: &output::FORMATS[0], file: None });
    }
    let Some(file) = &args.output_file else { return Ok(targets) };
    match &mut targets[..] {
        [one] if one.file.is_none() => one.file = Some(file.clone()),
        _ => {
            let names: Vec<&str> = targets.iter().map(|target| target.format.name).collect();
            return Err(Failure::usage_help(
                format!("`--output-file` is for one format, and there are {}", names.join(", ")),
                format!("Name the file with its format: `--output-format {}=FILE`.", names[0]),
            ));
        }
    }
    Ok(targets)
}

fn same_target(one: &OutputTarget, other: &OutputTarget) -> Failure {
    let (one, name) = (one.format.name, other.format.name);
    match &other.file {
        None => Failure::usage_help(
            format!("`{one}` and `{name}` would both go to standard output"),
            format!("Write one of them to a file: `--output-format {name}=FILE`."),
        ),
        Some(file) => Failure::usage_help(
            format!("`{one}` and `{name}` would both be written to {}", file.display()),
            "Name a file for each.",
        ),
    }
}

/// Adds a text to a file that others write to as well.
fn add_to(path: &Path, text: &[u8]) -> Result<(), Failure> {
    let failed = |error: io::Error| {
        let path = path.display();
        Failure::usage_help(
            format!("cannot add to the job summary {path}: {error}"),
            "Unset GITHUB_STEP_SUMMARY to do without it.",
        )
    };
    let mut file = std::fs::File::options().append(true).create(true).open(path).map_err(failed)?;
    file.write_all(text).map_err(failed)
}

/// Several sinks that are told the same.
struct Tee<'w>(Vec<Box<dyn Sink + 'w>>);

impl Sink for Tee<'_> {
    fn begin(&mut self, run: &RunInfo) -> io::Result<()> {
        self.0.iter_mut().try_for_each(|sink| sink.begin(run))
    }

    fn file(&mut self, checked: &Checked) -> io::Result<()> {
        self.0.iter_mut().try_for_each(|sink| sink.file(checked))
    }

    fn end(&mut self, summary: &Summary) -> io::Result<()> {
        self.0.iter_mut().try_for_each(|sink| sink.end(summary))
    }
}

/// The repository of the working folder: the nearest folder above with `.git`, else the one
/// that a CI service names.
pub fn repository(io: &Io<'_>) -> Repository {
    let marked = || io.folder.ancestors().find(|above| above.join(".git").exists());
    let named = ["GITHUB_WORKSPACE", "CI_PROJECT_DIR", "BUILD_SOURCESDIRECTORY"];
    let named = || {
        let folders = named.iter().filter_map(|name| io.env(name)).map(Path::new);
        folders.into_iter().find(|root| io.folder.starts_with(root))
    };
    let root = marked().or_else(named).unwrap_or(&io.folder);
    let slashes = |path: &Path| path.to_string_lossy().replace('\\', "/");
    let folder = io.folder.strip_prefix(root).map(slashes).unwrap_or_default();
    let folder = if folder.is_empty() { folder } else { format!("{folder}/") };
    Repository { root: slashes(root), folder }
}

/// The format that shows the findings better where this runs, unless one was chosen.
pub fn suggestion(args: &CheckArgs, io: &Io<'_>) -> Option<&'static str> {
    let is_set = |name| io.env(name).is_some_and(|value| value != "false");
    if !args.output_format.is_empty() {
        return None;
    }
    if is_set("GITHUB_ACTIONS") {
        return Some("`--output-format github` shows findings at their lines in pull requests");
    }
    is_set("GITLAB_CI").then_some(
        "`--output-format gitlab=gl-code-quality-report.json` makes a Code Quality report",
    )
}
