//! Two legal names, a line each: a name is the same as itself, and it does not
//! matter which of two comes first.
#![no_main]

use libfuzzer_sys::fuzz_target;
use subprocessor_lint::{EntityName, Verdict, compare, duplicates, irregularities, parties, tidy};

fuzz_target!(|text: &str| {
    let (a, b) = text.split_once('\n').unwrap_or((text, ""));
    let [one, other] = [a, b].map(EntityName::parse);
    for (name, text) in [(&one, a), (&other, b)] {
        // A text without a word is no name.
        if !name.base().is_empty() {
            assert_eq!(compare(name, name).verdict, Verdict::Same, "{text:?} is itself");
        }
        let outer = name.other_names().map(|other| other.outer.clone());
        let parts = name.parts().into_iter().map(|part| part.range);
        for range in outer.chain(parts).chain(name.form_range()).chain([name.legal_range()]) {
            assert!(text.get(range).is_some(), "{name:?}");
        }
        let _ = (tidy(name, &irregularities(name)), parties(name));
    }
    let verdict = compare(&one, &other).verdict;
    assert_eq!(verdict, compare(&other, &one).verdict, "{a:?} and {b:?}");
    if verdict == Verdict::Same {
        let found = duplicates(&[Some(&one), Some(&other)]);
        assert_eq!(found.len(), 1, "{a:?} and {b:?} are found as well");
    }
});
