//! A page in HTML, made into a manifest.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    subprocessor_lint_fuzz::import("page.html", text);
});
