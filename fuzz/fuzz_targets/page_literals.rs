//! Literals of a program, made into a manifest.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    subprocessor_lint_fuzz::import("subprocessors.ts", text);
    subprocessor_lint_fuzz::import("page.tsx", text);
});
