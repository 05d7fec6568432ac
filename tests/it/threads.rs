//! Output is the same bytes whatever the number of threads.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests start the program")]

use std::path::Path;
use std::process::Command;

/// Standard output of a check of a folder with so many threads.
fn checked(folder: &Path, threads: &str, format: &str) -> Vec<u8> {
    let output = Command::new(env!("CARGO_BIN_EXE_subprocessor-lint"))
        .args(["check", ".", "--pack", "strict", "--today", "2026-11-21", "--color", "never"])
        .args(["--output-format", format, "--threads", threads])
        .current_dir(folder)
        .output()
        .expect("the program starts");
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

#[test]
fn many_files_give_the_same_bytes_with_one_thread_and_with_four() {
    let folder = tempfile::tempdir().expect("a folder");
    for file in 0..40 {
        // Files of very different sizes end in another order than they start.
        let vendors: String = (0..=(file * 37 % 40))
            .map(|vendor| {
                format!("  - {{id: v{}, name: V{vendor} GmbH, location: US}}\n", vendor % 40)
            })
            .collect();
        let path = folder.path().join(format!("team-{file}/subprocessors.yaml"));
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, format!("organization: {{name: T{file}}}\nsubprocessors:\n{vendors}"))
            .unwrap();
    }
    for format in ["json", "human"] {
        let one = checked(folder.path(), "1", format);
        assert!(one.len() > 20_000, "{format} says something of all files");
        assert!(one == checked(folder.path(), "4", format), "{format} differs");
    }
}
