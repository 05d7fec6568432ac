//! What the program takes for files that were made to cost as much as they can,
//! with every rule of every pack on. Prints a table; the exit status is 1 when
//! something took more than two seconds of a processor or 512 MB.
//!
//! `cargo bench --bench hostile`, or with the names of some attacks behind `--`
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a benchmark is a program of its own"
)]

#[path = "../tests/it/support/attacks.rs"]
mod attacks;
#[path = "../tests/it/support/page_attacks.rs"]
mod page_attacks;
mod support;

use attacks::Attack;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::Duration;
use subprocessor_lint::{FORMATS, Policy};

const MOST_TIME: Duration = Duration::from_secs(2);
const MOST_MEMORY: u64 = 512 << 20;

fn main() -> ExitCode {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hostile");
    std::fs::create_dir_all(&folder).expect("a folder for the attacks");
    println!("{:<28} {:>8} {:>8} {:>8} {:>6}", "attack", "MB", "s", "peak MB", "status");
    let mut is_over = false;
    for attack in attacks::ALL.iter().chain(page_attacks::ALL) {
        if !wanted.is_empty() && !wanted.iter().any(|name| attack.name.contains(name.as_str())) {
            continue;
        }
        is_over |= run(attack, &folder);
    }
    if is_over { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// Runs the program on an attack in every format and prints the worst; says
/// whether that is too much.
fn run(attack: &Attack, folder: &Path) -> bool {
    let text = (attack.make)(attack.size);
    let path = folder.join(attack.file);
    std::fs::write(&path, &text).expect("the attack");
    let mut worst = (Duration::ZERO, 0, None);
    for format in FORMATS {
        let mut command = Command::new(env!("CARGO_BIN_EXE_subprocessor-lint"));
        command.args(["check", "--isolated", "--output-format", format.name, "--today"]);
        command.args(["2026-11-21", "--no-fold"]).args(every_rule()).arg(&path);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let (memory, time, status) = support::watch(command.spawn().expect("the program"));
        worst = (worst.0.max(time), worst.1.max(memory), status);
    }
    let (time, memory, status) = worst;
    let is_over = time > MOST_TIME || memory > MOST_MEMORY;
    println!(
        "{:<28} {:>8.1} {:>8.2} {:>8.0} {:>6} {}",
        attack.name,
        text.len() as f64 / 1e6,
        time.as_secs_f64(),
        memory as f64 / f64::from(1 << 20),
        status.map_or_else(|| "killed".to_owned(), |status| status.to_string()),
        if is_over { "OVER" } else { "" },
    );
    is_over
}

/// Arguments that switch every rule on, with the options of every pack.
fn every_rule() -> Vec<String> {
    let packs = Policy::built_in_packs().map(|pack| format!("--pack={pack}"));
    let policy = Policy::builder().build().expect("the built-in rules are sound");
    packs.chain(policy.rule_ids().map(|id| format!("--rule={id}=warning"))).collect()
}
