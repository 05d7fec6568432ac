//! What a check costs beside what it cannot avoid, measured in the same run:
//! reading the events of the same YAML, and starting a process. Prints ratios,
//! because those carry over from machine to machine.
//!
//! `cargo bench --bench ratios`
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a benchmark is a program of its own"
)]

mod support;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use subprocessor_lint::{Date, Linter};

fn main() {
    let linter = linter();

    let one = [support::manifest(50_000)];
    compare("1 manifest x 50,000 vendors", &linter, &one, 5);
    drop(one);
    let many: Vec<String> = (0..10_000).map(|file| support::manifest_from(file * 20, 20)).collect();
    compare("10,000 manifests x 20 vendors", &linter, &many, 3);
    drop(many);
    let twice = [support::manifest(12_500), support::manifest(50_000)];
    let [small, large] = twice.each_ref().map(|text| best(3, || check(&linter, text)));
    println!(
        "linear: 50,000 vendors take {:.2}x the time of 12,500 (4x as many)",
        large.as_secs_f64() / small.as_secs_f64()
    );
    reports(50_000);
    memory([250_000, 1_000_000]);
    cold_start(300);
}

/// The built-in rules as they are without a configuration.
fn linter() -> Linter {
    subprocessor_lint::recommended(Date::parse("2026-11-21").expect("a date"))
}

fn check(linter: &Linter, text: &str) -> usize {
    linter.check("subprocessors.yaml", text).findings.len()
}

/// The shortest of some runs: the one that was disturbed least.
fn best(runs: usize, mut run: impl FnMut() -> usize) -> Duration {
    let timed = (0..runs).map(|_| {
        let start = Instant::now();
        std::hint::black_box(run());
        start.elapsed()
    });
    timed.min().unwrap_or_default()
}

fn compare(title: &str, linter: &Linter, texts: &[String], runs: usize) {
    let bytes: usize = texts.iter().map(String::len).sum();
    let findings: usize = texts.iter().map(|text| check(linter, text)).sum();
    let raw = best(runs, || texts.iter().map(|text| support::raw_events(text)).sum());
    let full = best(runs, || texts.iter().map(|text| check(linter, text)).sum());
    println!(
        "{title}: check {:.0} ms, YAML events alone {:.0} ms, ratio {:.2} \
         ({:.1} MB, {:.1} MB/s, {findings} findings, one thread)",
        full.as_secs_f64() * 1e3,
        raw.as_secs_f64() * 1e3,
        full.as_secs_f64() / raw.as_secs_f64(),
        bytes as f64 / 1e6,
        bytes as f64 / 1e6 / full.as_secs_f64(),
    );
}

/// A command that checks a file however large it is.
fn check_command(path: &Path, format: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_subprocessor-lint"));
    command.args(["check", "--isolated", "--no-fold", "--output-format", format]);
    for limit in ["bytes", "nodes", "vendors", "findings"] {
        command.args([&format!("--max-{limit}"), "2000000000"]);
    }
    command.arg(path).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// Compares the formats on a list in which one vendor of twenty has a defect.
fn reports(vendors: usize) {
    let path = folder().join("defects.yaml");
    let text = support::manifest(vendors);
    let purposes = text.split_inclusive('\n').enumerate().map(|(line, text)| {
        let is_defect = line % 20 == 0 && text.starts_with("    purpose:");
        if is_defect { "    purpose: TBD\n" } else { text }
    });
    std::fs::write(&path, purposes.collect::<String>()).expect("a manifest");
    let [concise, json] = ["concise", "json"].map(|format| {
        best(5, || {
            let status = check_command(&path, format).status().expect("a process");
            usize::from(status.success())
        })
    });
    println!(
        "formats: JSON of all findings takes {:.2}x the time of concise ({:.0} ms)",
        json.as_secs_f64() / concise.as_secs_f64(),
        concise.as_secs_f64() * 1e3,
    );
}

/// The memory of the program on lists of two lengths, and their time.
fn memory(sizes: [usize; 2]) {
    let path = folder().join("large.yaml");
    let [small, large] = sizes.map(|vendors| {
        let text = support::manifest(vendors);
        std::fs::write(&path, &text).expect("a manifest");
        let child = check_command(&path, "concise").spawn().expect("the program");
        let (memory, time, _) = support::watch(child);
        (memory as f64 / text.len() as f64, time.as_secs_f64())
    });
    println!(
        "memory: {} vendors take {:.1}x their file, and {:.2}x the time of {} ({}x as many)",
        sizes[1],
        large.0,
        large.1 / small.1,
        sizes[0],
        sizes[1] / sizes[0],
    );
    std::fs::remove_file(path).expect("the manifest");
}

fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cold-start");
    std::fs::create_dir_all(&folder).expect("a folder for the manifest");
    folder
}

/// A program that only greets. This one would not do: loading all that it links
/// is a part of what is measured.
fn hello_world(folder: &Path) -> PathBuf {
    let source = folder.join("hello.rs");
    std::fs::write(&source, "fn main() { println!(\"hello, world\"); }").expect("a source file");
    let program = folder.join("hello");
    let mut rustc = Command::new("rustc");
    rustc.args(["-O", "-C", "strip=symbols", "-o"]).arg(&program).arg(&source);
    assert!(rustc.status().expect("the compiler").success());
    program
}

/// Runs `check` on one small file and a program that only greets in turn, and
/// compares each with its neighbour.
fn cold_start(pairs: usize) {
    let folder = folder();
    std::fs::write(folder.join("subprocessors.yaml"), support::manifest(15)).expect("a manifest");
    let linter = env!("CARGO_BIN_EXE_subprocessor-lint");
    let hello = hello_world(&folder);
    let time = |command: &mut Command| {
        let start = Instant::now();
        command.current_dir(&folder).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().expect("a process");
        start.elapsed()
    };
    let mut checks = Vec::new();
    let mut starts = Vec::new();
    let mut differences = Vec::new();
    for _ in 0..pairs {
        let start = time(&mut Command::new(&hello));
        let check = time(Command::new(linter).args(["check", "subprocessors.yaml"]));
        differences.push(check.saturating_sub(start));
        checks.push(check);
        starts.push(start);
    }
    let median = |times: &mut Vec<Duration>| {
        times.sort();
        times[times.len() / 2].as_secs_f64() * 1e3
    };
    println!(
        "cold start, 15 vendors: check {:.2} ms, hello world {:.2} ms, median difference {:.2} ms \
         ({pairs} pairs)",
        median(&mut checks),
        median(&mut starts),
        median(&mut differences),
    );
}
