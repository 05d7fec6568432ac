//! A location as people write it: ranges are on characters, and the same text
//! always means the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use subprocessor_lint::{Context, read_location};

fuzz_target!(|text: &str| {
    for typed_country in [false, true] {
        let context = Context { typed_country, ..Context::default() };
        let reading = read_location(text, &context);
        for part in &reading.parts {
            assert!(text.get(part.range.clone()).is_some(), "{part:?}");
        }
        assert_eq!(reading, read_location(text, &context));
    }
});
