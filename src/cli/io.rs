//! The streams and surroundings of the process, passed in.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// The streams, environment and folder that a run may use.
pub struct Io<'a> {
    /// Standard input.
    pub stdin: Box<dyn Read + 'a>,
    /// Standard output.
    pub stdout: Box<dyn Write + 'a>,
    /// Standard error.
    pub stderr: Box<dyn Write + Send + 'a>,
    /// True if standard output is a terminal.
    pub stdout_is_terminal: bool,
    /// True if standard error is a terminal.
    pub stderr_is_terminal: bool,
    /// The columns of the terminal, if there is one.
    pub columns: Option<usize>,
    /// The folder that relative paths start at.
    pub folder: PathBuf,
    /// The environment.
    pub environment: BTreeMap<String, String>,
}

impl Io<'_> {
    /// The streams and surroundings of this process.
    ///
    /// # Errors
    /// When the working folder is gone.
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place where the process is looked at"
    )]
    pub fn of_process() -> std::io::Result<Self> {
        use std::io::IsTerminal as _;
        let environment = std::env::vars_os().filter_map(|(name, value)| {
            Some((name.into_string().ok()?, value.into_string().ok()?))
        });
        let (stdin, stdout, stderr) = (std::io::stdin(), std::io::stdout(), std::io::stderr());
        Ok(Self {
            stdout_is_terminal: stdout.is_terminal(),
            stderr_is_terminal: stderr.is_terminal(),
            columns: terminal_size::terminal_size().map(|(width, _)| usize::from(width.0)),
            stdin: Box::new(stdin),
            stdout: Box::new(std::io::BufWriter::new(stdout)),
            stderr: Box::new(Remarks(stderr)),
            folder: std::env::current_dir()?,
            environment: environment.collect(),
        })
    }

    /// A variable of the environment that is not empty.
    #[must_use]
    pub fn env(&self, name: &str) -> Option<&str> {
        self.environment.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }
}

/// Standard error: remarks that nobody can read any more decide nothing.
struct Remarks<W>(W);

impl<W: Write> Write for Remarks<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        Ok(self.0.write(bytes).unwrap_or(bytes.len()))
    }

    fn flush(&mut self) -> std::io::Result<()> {
        let _ = self.0.flush();
        Ok(())
    }
}

/// The number of threads that can run at once.
pub fn processors() -> NonZeroUsize {
    std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)
}
