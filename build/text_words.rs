//! Compiles `data/text_words.yaml`.

use crate::fold::fold_words;
use crate::lexicon::{self, Phrases, Words};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

/// The uses in the order of their bits in `src/facts/text_words.rs`.
const USES: &[&str] = &[
    "empty",
    "empty_data",
    "data",
    "glue",
    "open_end",
    "negation",
    "no_negation",
    "not_applicable",
    "activity",
    "activity_first",
    "person",
    "personal",
    "receive",
    "everyday",
    "unfinished",
    "template",
];

/// Languages that write the names of activities as the end of a compound.
const COMPOUNDS: &[&str] = &["de", "nl", "sv", "da", "no", "fi"];

/// Writes the lexicon; returns the bits of the uses of its phrases.
pub(crate) fn write(out: &Path) -> BTreeMap<String, u16> {
    let text = std::fs::read_to_string("data/text_words.yaml").expect("data/ is there");
    let mut file: BTreeMap<String, serde_yaml::Value> =
        serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("text_words.yaml: {error}"));
    let mut uses: BTreeMap<String, u16> = BTreeMap::new();
    let mut endings: Vec<String> = Vec::new();
    let heads = compounds(&file["data_head"]);
    let lists = [("data_head", "DATA_HEADS"), ("example", "EXAMPLES")];
    let mut lists = lists.map(|(name, of)| (of, take_list(&mut file, name)));
    for (_, words) in &mut lists {
        words.sort();
        words.dedup();
    }
    for (bit, name) in USES.iter().enumerate() {
        let words = file.remove(*name).unwrap_or_else(|| panic!("text_words.yaml: no {name}"));
        let words: Words =
            serde_yaml::from_value(words).unwrap_or_else(|error| panic!("{name}: {error}"));
        for word in words.all() {
            let folded = fold_words(word);
            assert!(!folded.is_empty(), "text_words.yaml: {word:?} has no letters");
            *uses.entry(folded).or_default() |= 1 << bit;
        }
        if let (true, Words::ByLanguage(languages)) = (*name == "activity", &words) {
            let compounds = COMPOUNDS.iter().filter_map(|language| languages.get(*language));
            endings.extend(compounds.flatten().map(|word| fold_words(word)));
        }
    }
    file.remove("checked");
    file.remove("source");
    assert!(file.is_empty(), "text_words.yaml: {:?} is no use", file.keys());
    let phrases: Phrases =
        uses.iter().map(|(word, bits)| (word.clone(), format!("TextUses({bits})"))).collect();
    let mut code = lexicon::code("TEXT_WORDS", "TextUses", &phrases);
    endings.retain(|ending| ending.chars().count() > 4);
    endings.sort();
    endings.dedup();
    let _ = writeln!(code, "const ACTIVITY_ENDINGS: &[&str] = &{endings:?};");
    for (name, words) in &lists {
        let _ = writeln!(code, "static {name}: &[&str] = &{words:?};");
    }
    let mut heads = heads;
    heads.sort();
    heads.dedup();
    let _ = writeln!(code, "static DATA_HEAD_ENDINGS: &[&str] = &{heads:?};");
    std::fs::write(out.join("text_words.rs"), code).expect("OUT_DIR is writable");
    uses
}

/// Takes a list of words that have no use of their own from the file, folded.
fn take_list(file: &mut BTreeMap<String, serde_yaml::Value>, name: &str) -> Vec<String> {
    let words = file.remove(name).unwrap_or_else(|| panic!("text_words.yaml: no {name}"));
    let words: Words =
        serde_yaml::from_value(words).unwrap_or_else(|error| panic!("{name}: {error}"));
    words.all().into_iter().map(|word| fold_words(word)).collect()
}

/// The words of a list that may be the end of a compound, folded: of languages that write
/// compounds, and of scripts that write no or few spaces.
fn compounds(words: &serde_yaml::Value) -> Vec<String> {
    let words: Words = serde_yaml::from_value(words.clone()).expect("words by language");
    let Words::ByLanguage(languages) = words else { return Vec::new() };
    let dense = ["ko", "ja"].map(|language| (language, 2));
    let all = COMPOUNDS.iter().map(|language| (*language, 4)).chain(dense);
    let words = all.flat_map(|(language, shortest)| {
        let words = languages.get(language).into_iter().flatten();
        words.map(|word| fold_words(word)).filter(move |word| word.chars().count() >= shortest)
    });
    words.collect()
}
