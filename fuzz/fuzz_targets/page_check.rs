//! A page in every notation: every rule and every output format.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for path in ["page.html", "page.md", "page.csv", "page.txt", "subprocessors.ts", "data.yaml"] {
        subprocessor_lint_fuzz::check(path, text);
    }
});
