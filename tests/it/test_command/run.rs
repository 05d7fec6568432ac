//! Runs the command in a folder with files.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::Path;
use std::sync::{Arc, Mutex};
use subprocessor_lint::cli::{self, Io};

/// A stream whose text can be looked at afterwards.
#[derive(Clone, Default)]
struct Stream(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Stream {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Stream {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

/// Runs `test` with arguments in a folder with files.
pub(crate) fn run(files: &[(&str, &str)], args: &str) -> (String, String, u8) {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    run_in(folder.path(), args)
}

pub(crate) fn run_in(folder: &Path, args: &str) -> (String, String, u8) {
    let (stdout, stderr) = (Stream::default(), Stream::default());
    let mut io = Io {
        stdin: Box::new(std::io::empty()),
        stdout: Box::new(stdout.clone()),
        stderr: Box::new(stderr.clone()),
        stdout_is_terminal: false,
        stderr_is_terminal: false,
        columns: None,
        folder: folder.to_owned(),
        environment: BTreeMap::new(),
    };
    let line = format!("subprocessor-lint test {args} --today 2026-11-21");
    let status = cli::run(line.split_whitespace().map(OsString::from).collect(), &mut io);
    drop(io);
    let place = folder.display().to_string();
    let shown = |stream: &Stream| stream.text().replace(&place, "[FOLDER]");
    (shown(&stdout), shown(&stderr), status.code())
}

#[track_caller]
pub(crate) fn assert_run(
    files: &[(&str, &str)],
    args: &str,
    stdout: &str,
    stderr: &str,
    status: u8,
) {
    let (out, err, code) = run(files, args);
    assert_eq!(
        format!("{out}--- stderr\n{err}--- status {code}"),
        format!("{stdout}--- stderr\n{stderr}--- status {status}")
    );
}

/// A custom rule with an example of each kind.
pub(crate) const RULE: &str = r#"id: needs-dpa-link
severity: error
summary: Every vendor links its DPA.
check: {required: {field: links.dpa}}
message: '"{vendor}" has no DPA link'
help: Add `links.dpa`.
examples:
  - fail: |
      subprocessors:
        - name: Harbor
        - name: Quay
          links: {dpa: "https://quay.example/dpa"}
    at: ["subprocessors[0].name"]
    message: '"Harbor" has no DPA link'
    help: Add `links.dpa`.
    severity: error
  - pass: |
      {"subprocessors": [{"name": "Quay", "links": {"dpa": "https://quay.example/dpa"}}]}
"#;

pub(crate) const PACK: &str =
    "id: ours\nextends: [recommended]\nrules: {needs-dpa-link: warning}\n";

pub(crate) const CASES: &str = r#"# Vendors of this house.
policy: [./needs-dpa-link.yaml]
today: 2026-11-21
cases:
  - name: a vendor without a link
    manifest: |
      subprocessors:
        - name: Harbor
          location: USA
    expect:
      - {rule: needs-dpa-link, at: "subprocessors[0].name", severity: error}
  - name: all is there
    file: fixtures/good.yaml
    expect: []
"#;

pub(crate) const GOOD: &str =
    "subprocessors:\n- name: Quay\n  links:\n    dpa: https://quay.example/dpa\n";
