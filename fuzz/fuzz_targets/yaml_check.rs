//! A manifest in YAML: every rule and every output format.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    subprocessor_lint_fuzz::check("subprocessors.yaml", text);
});
