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
mod rules;
mod schema;
mod text_marks;
mod text_words;
mod tree;

fn main() {
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=data");
    println!("cargo::rerun-if-changed=src/text/fold");
    let out = std::path::PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    checked::write(&out);
    locations::write(&out);
    contacts::write(&out);
    dates::write(&out);
    html_entities::write(&out);
    entities::write(&out);
    let text_words = text_words::write(&out);
    let instruments = instruments::write(&out);
    text_marks::write(&out, &text_words, &instruments);
    field_names::write(&out);
    page_words::write(&out);
    rules::write(&out);
    schema::write(&out);
}
