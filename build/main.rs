//! Compiles `data/` and `rules/` into tables, so that a run decodes nothing
//! it does not need.

#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a build script talks to cargo"
)]

mod entities;
mod locations;

fn main() {
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=data");
    let out = std::path::PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    locations::write(&out);
    entities::write(&out);
}
