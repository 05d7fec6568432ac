//! Compiles `data/`, `rules/` and `schemas/` into tables, so that a run
//! decodes nothing that it does not need.
#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a build script talks to cargo"
)]

mod checked;
mod contacts;
mod dates;
mod entities;
mod field_names;
mod fields;
mod fit;
#[allow(dead_code, unused_imports, reason = "the build needs some of it only")]
#[path = "../src/text/fold/mod.rs"]
mod fold;
mod html_entities;
mod instruments;
mod lexicon;
mod locations;
mod page_words;
mod remark_words;
mod rules;
mod schema;
mod text_marks;
mod text_words;
mod tree;

fn main() {
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=data");
    println!("cargo::rerun-if-changed=src/text/fold");
    if takes_no_pie() {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
    let out = std::path::PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    checked::write(&out);
    locations::write(&out);
    contacts::write(&out);
    dates::write(&out);
    html_entities::write(&out);
    entities::write(&out);
    let text_words = text_words::write(&out);
    let instruments = instruments::write(&out);
    let remarks = remark_words::write(&out);
    text_marks::write(&out, &text_words, &instruments, &remarks);
    field_names::write(&out);
    page_words::write(&out);
    rules::write(&out);
    schema::write(&out);
}

/// True if the program can be linked to a fixed address with an option for the linker. A
/// program that may lie anywhere has each address in its tables written at every start: of a
/// check of 15 vendors that was an eighth of the instructions and 300 of 660 page faults.
fn takes_no_pie() -> bool {
    let is = |name: &str, value: &str| std::env::var(name).is_ok_and(|text| text == value);
    let features = std::env::var("CARGO_CFG_TARGET_FEATURE").unwrap_or_default();
    // Without its C library in it, and with the compiler of C as linker, which knows `-no-pie`.
    is("CARGO_CFG_TARGET_OS", "linux")
        && is("CARGO_CFG_TARGET_ENV", "gnu")
        && !features.split(',').any(|feature| feature == "crt-static")
}
