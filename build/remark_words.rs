//! Compiles `data/remark_words.yaml`.

use crate::fold::fold_words;
use crate::lexicon::{self, Phrases, Words};
use std::collections::BTreeMap;
use std::path::Path;

/// The uses in the order of their bits in `src/facts/remark_words.rs`.
const USES: &[&str] =
    &["when", "only", "option", "audience", "for", "state", "hosted", "reference"];

/// Uses by which a remark begins or ends: without a word of them a text holds none.
const OPENING: &[&str] = &["when", "only", "state", "hosted", "reference"];

/// Writes the lexicon; returns the phrases that a remark has one of.
pub(crate) fn write(out: &Path) -> Vec<String> {
    let text = std::fs::read_to_string("data/remark_words.yaml").expect("data/ is there");
    let mut file: BTreeMap<String, serde_yaml::Value> =
        serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("remark_words.yaml: {error}"));
    let mut uses: BTreeMap<String, u16> = BTreeMap::new();
    let mut opening = Vec::new();
    for (bit, name) in USES.iter().enumerate() {
        let words = file.remove(*name).unwrap_or_else(|| panic!("remark_words.yaml: no {name}"));
        let words: Words =
            serde_yaml::from_value(words).unwrap_or_else(|error| panic!("{name}: {error}"));
        for word in words.all() {
            let folded = fold_words(word);
            assert!(!folded.is_empty(), "remark_words.yaml: {word:?} has no letters");
            if OPENING.contains(name) {
                opening.push(folded.clone());
            }
            *uses.entry(folded).or_default() |= 1 << bit;
        }
    }
    file.remove("checked");
    file.remove("source");
    assert!(file.is_empty(), "remark_words.yaml: {:?} is no use", file.keys());
    let phrases: Phrases =
        uses.iter().map(|(word, bits)| (word.clone(), format!("RemarkUses({bits})"))).collect();
    let code = lexicon::code("REMARK_WORDS", "RemarkUses", &phrases);
    std::fs::write(out.join("remark_words.rs"), code).expect("OUT_DIR is writable");
    opening
}
