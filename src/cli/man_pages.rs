//! The manual pages in `man/`, made from the command line.

#![expect(clippy::disallowed_methods, reason = "tests touch files and the environment")]

use super::args::Cli;
use clap::CommandFactory as _;
use std::path::PathBuf;

/// Each page with its path: one for the program, and one for each command.
fn pages() -> Vec<(PathBuf, Vec<u8>)> {
    let program = Cli::command().disable_help_subcommand(true);
    let name = program.get_name().to_owned();
    let commands = program.get_subcommands().map(|command| {
        let page = format!("{name}-{}", command.get_name());
        let bin = format!("{name} {}", command.get_name());
        (page.clone(), command.clone().bin_name(bin).display_name(page).version(super::VERSION))
    });
    let all = std::iter::once((name.clone(), program.clone())).chain(commands);
    all.map(|(page, command)| {
        let mut text = Vec::new();
        // A date would make another page of each build.
        clap_mangen::Man::new(command).date("").render(&mut text).expect("memory takes everything");
        (PathBuf::from(format!("man/{page}.1")), text)
    })
    .collect()
}

#[test]
fn generated_man_pages_are_up_to_date() {
    let update = std::env::var_os("UPDATE").is_some_and(|value| !value.is_empty());
    let mut stale = Vec::new();
    for (path, wanted) in pages() {
        if std::fs::read(&path).is_ok_and(|found| found == wanted) {
            continue;
        }
        if update {
            std::fs::create_dir_all("man").expect("a folder");
            std::fs::write(&path, wanted).expect("a page");
        } else {
            stale.push(path);
        }
    }
    assert!(stale.is_empty(), "stale: {stale:?}; run `UPDATE=1 cargo test generated`");
}
