//! A policy: a configuration, and behind a line `---` packs and rules. What is
//! wrong with it is said at its place, and what is not can be run.
#![no_main]

use libfuzzer_sys::fuzz_target;
use subprocessor_lint::{Linter, Policy};

const MANIFEST: &str = include_str!("../../examples/minimal.yaml");

fuzz_target!(|text: &str| {
    let (config, pack) = text.split_once("\n---\n").unwrap_or((text, ""));
    let read = |_: &str| Some(pack.to_owned());
    let policy = Policy::builder()
        .config("subprocessor-lint.yaml", config)
        .file("pack.yaml", pack)
        .resolver(&read)
        .build();
    match policy {
        Ok(policy) => {
            let linter = Linter::new(policy, subprocessor_lint_fuzz::today());
            assert!(linter.check("s.yaml", MANIFEST).vendors.listed > 0);
        }
        Err(errors) => {
            assert!(!errors.is_empty());
            for error in errors {
                if let Some(file) = &error.file {
                    assert!(file.text().get(error.advice.span.range()).is_some(), "{error:?}");
                }
            }
        }
    }
});
