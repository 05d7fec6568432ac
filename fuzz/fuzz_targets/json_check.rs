//! A manifest in JSON: every rule and every output format.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    subprocessor_lint_fuzz::check("subprocessors.json", text);
});
