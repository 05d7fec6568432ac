//! What the program takes for input that was made to cost as much as it can:
//! manifests and pages with every rule of every pack on, policies, and lines on
//! standard input. Prints a table, and the worst of each family; the exit status
//! is 1 when something took more than two seconds of a processor or 512 MB.
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
#[path = "../tests/it/support/policy_attacks.rs"]
mod policy_attacks;
mod support;

use attacks::Attack;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::Duration;
use subprocessor_lint::{FORMATS, Policy};

const MOST_TIME: Duration = Duration::from_secs(2);
const MOST_MEMORY: u64 = 512 << 20;

fn main() -> ExitCode {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hostile");
    std::fs::create_dir_all(&folder).expect("a folder for the attacks");
    println!(
        "{:<10} {:<28} {:>8} {:>8} {:>8} {:>6}",
        "family", "attack", "MB", "s", "peak MB", "status"
    );
    let mut families: Vec<Family> = Vec::new();
    let policies = policy_attacks::POLICIES.iter().map(|attack| ("policy", attack));
    let lines = policy_attacks::LINES.iter().map(|attack| ("lines", attack));
    let files = attacks::ALL.iter().chain(page_attacks::ALL);
    for (name, attack) in
        files.map(|attack| (notation(attack), attack)).chain(policies).chain(lines)
    {
        if !wanted.is_empty() && !wanted.iter().any(|name| attack.name.contains(name.as_str())) {
            continue;
        }
        let cost = run(name, attack, &folder);
        match families.iter_mut().find(|family| family.name == name) {
            Some(family) => family.add(attack, cost),
            None => families.push(Family::of(name, attack, cost)),
        }
    }
    println!("\n| family | attacks | most time | by | most memory | by |");
    println!("|---|---|---|---|---|---|");
    for family in &families {
        family.print();
    }
    if families.iter().any(Family::is_over) { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// The notation of the file that an attack is, as its family.
fn notation(attack: &Attack) -> &'static str {
    match attack.file {
        "s.yaml" => "YAML",
        "s.json" => "JSON",
        "page.html" => "HTML",
        "page.md" => "Markdown",
        "page.csv" => "CSV",
        "page.txt" => "text",
        "vendors.json" => "data",
        _ => "literals",
    }
}

/// The time and the memory that an attack took.
type Cost = (Duration, u64);

/// What the attacks of a family took at most, each with the name of the attack.
struct Family {
    name: &'static str,
    attacks: usize,
    time: (Duration, &'static str),
    memory: (u64, &'static str),
}

impl Family {
    fn of(name: &'static str, attack: &Attack, (time, memory): Cost) -> Self {
        Self { name, attacks: 1, time: (time, attack.name), memory: (memory, attack.name) }
    }

    fn add(&mut self, attack: &Attack, (time, memory): Cost) {
        self.attacks += 1;
        self.time = self.time.max((time, attack.name));
        self.memory = self.memory.max((memory, attack.name));
    }

    fn is_over(&self) -> bool {
        self.time.0 > MOST_TIME || self.memory.0 > MOST_MEMORY
    }

    fn print(&self) {
        println!(
            "| {} | {} | {:.2} s | {} | {:.0} MB | {} |",
            self.name,
            self.attacks,
            self.time.0.as_secs_f64(),
            self.time.1,
            megabytes(self.memory.0),
            self.memory.1,
        );
    }
}

fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}

/// Runs the program on an attack, on files in every output format, and prints
/// the worst.
fn run(family: &str, attack: &Attack, folder: &Path) -> Cost {
    let text = (attack.make)(attack.size);
    let path = folder.join(if attack.file == "-" { "lines.ndjson" } else { attack.file });
    std::fs::write(&path, &text).expect("the attack");
    let commands: Vec<Command> = match family {
        "policy" => vec![under_policy(attack, &path, folder)],
        "lines" => vec![on_lines(&path)],
        _ => FORMATS.iter().map(|format| on_file(format.name, &path)).collect(),
    };
    let mut worst = (Duration::ZERO, 0, None);
    for mut command in commands {
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let (memory, time, status) = support::watch(command.spawn().expect("the program"));
        worst = (worst.0.max(time), worst.1.max(memory), status);
    }
    let (time, memory, status) = worst;
    println!(
        "{family:<10} {:<28} {:>8.1} {:>8.2} {:>8.0} {:>6} {}",
        attack.name,
        text.len() as f64 / 1e6,
        time.as_secs_f64(),
        megabytes(memory),
        status.map_or_else(|| "killed".to_owned(), |status| status.to_string()),
        if time > MOST_TIME || memory > MOST_MEMORY { "OVER" } else { "" },
    );
    (time, memory)
}

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_subprocessor-lint"));
    command.args(["check", "--today", "2026-11-21"]);
    command
}

fn on_file(format: &str, path: &Path) -> Command {
    let mut command = program();
    command.args(["--isolated", "--no-fold", "--output-format", format]);
    command.args(every_rule()).arg(path);
    command
}

/// A list of 1,000 vendors under a policy.
fn under_policy(attack: &Attack, path: &Path, folder: &Path) -> Command {
    let list: PathBuf = folder.join("list.yaml");
    std::fs::write(&list, support::manifest(1_000)).expect("the list");
    let mut command = program();
    match attack.file {
        "pack.yaml" => command.arg("--isolated").arg("--pack").arg(path),
        _ => command.arg("--config").arg(path),
    };
    command.arg(&list);
    command
}

fn on_lines(path: &Path) -> Command {
    let mut command = program();
    command.args(["--untrusted", "--stdin-format", "ndjson"]);
    command.stdin(File::open(path).expect("the lines"));
    command
}

/// Arguments that switch every rule on, with the options of every pack.
fn every_rule() -> Vec<String> {
    let packs = Policy::built_in_packs().map(|pack| format!("--pack={pack}"));
    let policy = Policy::builder().build().expect("the built-in rules are sound");
    packs.chain(policy.rule_ids().map(|id| format!("--rule={id}=warning"))).collect()
}
