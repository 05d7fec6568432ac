//! A location as people write it: ranges are on characters, and the same text
//! always means the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use subprocessor_lint::values::location::{self, Context};

fuzz_target!(|text: &str| {
    for typed_country in [false, true] {
        let context = Context { typed_country, ..Context::default() };
        let reading = location::read(text, &context);
        for part in &reading.parts {
            assert!(text.get(part.range.clone()).is_some(), "{part:?}");
        }
        assert_eq!(reading, location::read(text, &context));
    }
});
