//! A table as a spreadsheet exports it, or a text, made into a manifest.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    subprocessor_lint_fuzz::import("page.csv", text);
    subprocessor_lint_fuzz::import("page.txt", text);
});
