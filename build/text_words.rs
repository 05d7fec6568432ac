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

pub(crate) fn write(out: &Path) {
    let text = std::fs::read_to_string("data/text_words.yaml").expect("data/ is there");
    let mut file: BTreeMap<String, serde_yaml::Value> =
        serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("text_words.yaml: {error}"));
    let mut uses: BTreeMap<String, u16> = BTreeMap::new();
    let mut endings: Vec<String> = Vec::new();
    let mut unfinished: Vec<String> = Vec::new();
    for (bit, name) in USES.iter().enumerate() {
        let words = file.remove(*name).unwrap_or_else(|| panic!("text_words.yaml: no {name}"));
        let words: Words =
            serde_yaml::from_value(words).unwrap_or_else(|error| panic!("{name}: {error}"));
        for word in words.all() {
            let folded = fold_words(word);
            assert!(!folded.is_empty(), "text_words.yaml: {word:?} has no letters");
            *uses.entry(folded).or_default() |= 1 << bit;
        }
        if *name == "unfinished" {
            let longest = |word: &&String| {
                let folded = fold_words(word);
                folded.split(' ').max_by_key(|word| word.len()).unwrap_or_default().to_owned()
            };
            unfinished.extend(words.all().iter().map(longest).filter(|word| word.is_ascii()));
        }
        if let (true, Words::ByLanguage(languages)) = (*name == "activity", &words) {
            let compounds = COMPOUNDS.iter().filter_map(|language| languages.get(*language));
            endings.extend(compounds.flatten().map(|word| fold_words(word)));
        }
    }
    file.remove("checked");
    file.remove("source");
    assert!(file.is_empty(), "text_words.yaml: {:?} is no use", file.keys());
    let words_of = |bits: u16, last: bool| {
        let mut list: Vec<&str> = uses
            .iter()
            .filter(|(_, uses)| *uses & bits != 0)
            .filter_map(|(phrase, _)| {
                let mut words = phrase.split([' ', ',', '/']);
                if last { words.next_back() } else { words.next() }
            })
            .filter(|word| word.is_ascii())
            .collect();
        list.sort_unstable();
        list.dedup();
        format!("{list:?}")
    };
    // Empty words, those of data, and words that change nothing; words of an open end.
    let (first, last) = (words_of(0b1000_0001_1011, false), words_of(0b11001, true));
    let phrases: Phrases =
        uses.into_iter().map(|(word, bits)| (word, format!("TextUses({bits})"))).collect();
    let mut code = lexicon::code("TEXT_WORDS", "TextUses", &phrases);
    endings.retain(|ending| ending.chars().count() > 4);
    endings.sort();
    endings.dedup();
    unfinished.sort();
    unfinished.dedup();
    let _ = writeln!(code, "const EMPTY_FIRST_WORDS: &[&str] = &{first};");
    let _ = writeln!(code, "const OPEN_LAST_WORDS: &[&str] = &{last};");
    let _ = writeln!(code, "const UNFINISHED_KEYS: &[&str] = &{unfinished:?};");
    let _ = writeln!(code, "static ACTIVITY_ENDINGS: &[&str] = &{endings:?};");
    std::fs::write(out.join("text_words.rs"), code).expect("OUT_DIR is writable");
}
