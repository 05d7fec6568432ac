//! Compiles `data/page_words.yaml`.

use crate::fold::fold_words;
use crate::lexicon::{self, Phrases, Words};
use std::collections::BTreeMap;
use std::path::Path;

/// The uses in the order of their bits in `src/facts/page_words.rs`.
const USES: &[&str] = &[
    "subprocessors",
    "former",
    "changes",
    "cookies",
    "not_subprocessors",
    "affiliates",
    "optional",
    "planned",
    "active",
    "disabled",
    "end_user",
    "customer",
    "visitor",
    "employee",
    "applicant",
    "other_parts",
    "on_request",
    "notice",
    "objection",
    "days",
    "opting_out",
    "exclusive",
    "kept",
    "hedged",
    "using",
    "handling",
    "working",
    "negated",
    "behalf",
    "parties",
    "ourselves",
    "auxiliary",
    "channel_email",
    "channel_mailing_list",
    "channel_rss",
    "channel_webhook",
    "channel_in_app",
    "channel_webpage",
    "telling",
    "changing",
    "totals",
    "weeks",
    "same_period",
    "contacting",
    "sharing",
];

pub(crate) fn write(out: &Path) {
    let text = std::fs::read_to_string("data/page_words.yaml").expect("data/ is there");
    let mut file: BTreeMap<String, serde_yaml::Value> =
        serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("page_words.yaml: {error}"));
    let mut uses: BTreeMap<String, u64> = BTreeMap::new();
    for (bit, name) in USES.iter().enumerate() {
        let words = file.remove(*name).unwrap_or_else(|| panic!("page_words.yaml: no {name}"));
        let words: Words =
            serde_yaml::from_value(words).unwrap_or_else(|error| panic!("{name}: {error}"));
        for word in words.all() {
            let folded = fold_words(word);
            assert!(!folded.is_empty(), "page_words.yaml: {word:?} has no letters");
            *uses.entry(folded).or_default() |= 1u64 << bit;
        }
    }
    // A phrase hides its words: `stored in` says where data is, as `stored` alone does.
    let bit = |name: &str| USES.iter().position(|use_| *use_ == name).map_or(0, |bit| 1u64 << bit);
    let (using, kept) = (bit("using"), bit("kept"));
    let known = uses.clone();
    let is_kept = |word: &str| known.get(word).is_some_and(|bits| bits & kept != 0);
    for (phrase, bits) in &mut uses {
        if *bits & using != 0 && phrase.split(' ').any(is_kept) {
            *bits |= kept;
        }
    }
    file.remove("checked");
    file.remove("source");
    assert!(file.is_empty(), "page_words.yaml: {:?} is no use", file.keys());
    let phrases: Phrases =
        uses.iter().map(|(word, bits)| (word.clone(), format!("PageUses({bits})"))).collect();
    let code = lexicon::code("PAGE_WORDS", "PageUses", &phrases);
    std::fs::write(out.join("page_words.rs"), code).expect("OUT_DIR is writable");
}
